"""What every test stands on: Qt without a screen, settings of its own, bounded examples."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# All this comes before the first import of Qt, which reads the environment once.
# Each test process has a home of its own, so that no test meets the settings of who runs it.
_HOME = Path(tempfile.mkdtemp(prefix="annotator-tests-"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = str(_HOME / _name)

# Where Qt cannot be loaded the window's tests must fail, not vanish.
try:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication  # noqa: F401
except ImportError as error:
    raise pytest.UsageError(
        f"Qt cannot be loaded ({error}). `make setup` installs what it needs or says how."
    ) from error

# Windows and macOS keep settings where XDG has no say.
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(_HOME))

settings.register_profile(
    "quick",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak",
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quick")


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """Make a folder where writing takes the time it takes people, for what is killed in it."""
    lasting = Path("/var/tmp")
    with tempfile.TemporaryDirectory(dir=lasting if lasting.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Let no test meet what another one chose in the window."""
    QSettings("annotator", "annotator").clear()


def pytest_configure(config: pytest.Config) -> None:
    """Have the quick tests keep their files in memory, if there is room.

    Those of the window would take a third longer on a disk. What asks about disks takes
    ``on_disk``, and the long tests take the disk throughout.
    """
    memory = Path("/dev/shm")
    quick = config.option.markexpr == "not soak"
    if quick and memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30:
        os.environ["TMPDIR"] = tempfile.tempdir = str(memory)


def pytest_collection_finish() -> None:
    """Let the collector pass over what the tests' imports left, for good: it is most there is."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Remove this process's home."""
    shutil.rmtree(_HOME, ignore_errors=True)
