"""ZIP files are read with care, and written the same each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats import zips
from annotator.formats.zips import adding, opened, packed


def made(path: Path, *names: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def test_a_zip_file_is_opened(tmp_path: Path) -> None:
    with opened(made(tmp_path / "a.zip", "a.txt", "b/c.txt")) as archive:
        assert archive.read("b/c.txt") == b"x"


@pytest.mark.parametrize("name", ["../a", "b/../../a", "/etc/passwd", "..\\a", "C:\\a", "C:a"])
def test_what_leads_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(FormatError, match="leads out of it"),
        opened(made(tmp_path / "a.zip", "a", name)),
    ):
        pass


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", "a", content=b"\0" * 50_000_000)

    with pytest.raises(FormatError, match=r"grows from .* to 50,000,000 bytes"), opened(path):
        pass


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "LARGEST", 10)
    path = made(tmp_path / "a.zip", "a", "b", content=b"123456")

    with pytest.raises(FormatError, match="holds 12 bytes; 10 is the most"), opened(path):
        pass


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", "a")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    with pytest.raises(FormatError, match="needs a password"), opened(path):
        pass


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip"])
def test_what_is_no_zip_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(FormatError, match="no ZIP file"), opened(tmp_path / "a.zip"):
        pass


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", "a", content=bytes(range(256)))
    raw = bytearray(path.read_bytes())
    raw[40] ^= 0xFF
    path.write_bytes(raw)

    with pytest.raises(FormatError, match=r"a\.zip"), opened(path) as archive:
        archive.read("a")


def test_the_same_files_give_the_same_bytes() -> None:
    def once() -> bytes:
        handle = io.BytesIO()
        with packed(handle) as archive:
            for name in ("a.txt", "b/ö.txt"):
                with adding(archive, name) as file:
                    file.write(name.encode())
        return handle.getvalue()

    assert once() == once()
    with zipfile.ZipFile(io.BytesIO(once())) as archive:
        assert archive.namelist() == ["a.txt", "b/ö.txt"]
        assert archive.testzip() is None
