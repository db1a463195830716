"""Files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats.files import read_whole, replacing


def test_the_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "talks.jsonl"
    target.write_bytes(b"old")

    with replacing(target) as handle:
        handle.write(b"new")
        assert target.read_bytes() == b"old"

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_there_stays_if_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "talks.jsonl"
    target.write_bytes(b"old")

    with pytest.raises(RuntimeError), replacing(target) as handle:
        handle.write(b"half")
        raise RuntimeError

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("name", "reason"), [("gone/talks.jsonl", "cannot be written"), ("", "is a folder")]
)
def test_where_nothing_can_be_written_is_told(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason), replacing(tmp_path / name) as handle:
        handle.write(b"new")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert read_whole(tmp_path / "a", 5) == b"12345"
    with pytest.raises(FormatError, match="has 5 bytes; 4 is the most"):
        read_whole(tmp_path / "a", 4)
    with pytest.raises(FormatError, match="gone cannot be read"):
        read_whole(tmp_path / "gone", 4)


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 249 + ".jsonl")

    with replacing(target) as handle:
        handle.write(b"new")

    assert target.read_bytes() == b"new"
