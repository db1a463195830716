"""The wheel has all that the program needs, so that an installed copy works without a checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from annotator import __version__
from annotator.assets import resource
from annotator.errors import AnnotatorError

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content; the wheel is built from the sdist, as an index has it."""
    dist = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", dist, CHECKOUT],
        check=True,
    )
    (wheel,) = dist.glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> set[str]:
    """Return the files under ``folder`` but for caches, as paths relative to it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in found if "__pycache__" not in path.parts}


def run_installed(installed: Path, code: str) -> str:
    """Run ``code`` where nothing but the standard library and the wheel's content is in reach."""
    start = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start + code],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=installed,
    )
    return done.stdout.strip()


def test_the_wheel_has_every_module_and_every_resource(installed: Path) -> None:
    shipped = files(installed / "annotator")

    assert shipped >= files(CHECKOUT / "annotator")
    assert {
        name.removeprefix("_resources/") for name in shipped if name.startswith("_resources/")
    } == files(CHECKOUT / "resources")


def test_the_wheel_has_nothing_beside_the_package(installed: Path) -> None:
    info = f"article_annotator-{__version__}.dist-info"

    assert {path.name for path in installed.iterdir()} == {"annotator", info}
    assert "licenses/LICENSE" in files(installed / info)


def test_the_command_is_declared(installed: Path) -> None:
    scripts = ConfigParser()
    scripts.read(installed / f"article_annotator-{__version__}.dist-info" / "entry_points.txt")

    assert scripts["console_scripts"]["annotator"] == "annotator.cli:main"


def test_an_installed_copy_finds_its_own_resources(installed: Path) -> None:
    found = run_installed(
        installed, "from annotator.assets import resource; print(resource('fonts').resolve())"
    )

    assert Path(found) == (installed / "annotator" / "_resources" / "fonts").resolve()


def test_an_installed_copy_reads_the_default_scheme(installed: Path) -> None:
    name = run_installed(
        installed,
        "from annotator.assets import resource\n"
        "from annotator.model.codebook import parse_scheme\n"
        "toml = resource('schemes', 'attribution.toml').read_text(encoding='utf-8')\n"
        "print(parse_scheme(toml).name)",
    )

    assert name == "attribution"


def test_a_checkout_finds_its_resources() -> None:
    assert resource("schemes", "attribution.toml").is_file()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(AnnotatorError, match=r"schemes/nowhere\.toml"):
        resource("schemes", "nowhere.toml")


def test_each_bundled_font_comes_with_its_licence() -> None:
    fonts = resource("fonts")

    for font in [*fonts.glob("*.ttf"), *fonts.glob("*.otf")]:
        family = font.name.partition("-")[0]
        assert "SIL OPEN FONT LICENSE" in (fonts / f"{family}-OFL.txt").read_text(encoding="utf-8")
