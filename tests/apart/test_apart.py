"""Whatever happens in the process apart, here it is an item or an ``Unreadable``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from annotator.apart import helped, read_apart
from annotator.apart.helper import Source
from annotator.errors import AnnotatorError, Unreadable
from tests.apart import readers

Read = Callable[[Source], Iterator[Any]]


def apart(reader: Read, source: Source = b"", patience: float = 60) -> Iterator[Any]:
    return read_apart(reader, source, needs="json", patience=patience)


def nobody_stops() -> None:
    pass


@pytest.mark.parametrize("text", ["", "a\nb", "سلام\n👩‍👩‍👧\n\ud7ff", "x" * 3_000_000 + "\ny"])
def test_bytes_and_files_are_read_as_here(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a b.txt"
    file.write_bytes(text.encode())

    assert list(apart(readers.lines, text.encode())) == text.splitlines()
    assert list(apart(readers.lines, file)) == text.splitlines()


def test_it_is_another_process_and_one_for_all_that_is_read_in_a_block() -> None:
    with helped(nobody_stops):
        (first,), (second,) = apart(readers.process), apart(readers.process)
    (third,) = apart(readers.process)

    assert first == second
    assert len({first, third, os.getpid()}) == 3


def test_what_a_library_prints_is_no_answer() -> None:
    assert list(apart(readers.chatter)) == ["answer"]


@pytest.mark.parametrize(
    ("reader", "why"),
    [
        (readers.refuse, "has a bad second item"),
        (readers.crash, r"is damaged, or made to do harm: reading it crashed \(SIGSEGV\)"),
        (readers.fail, "reading it crashed .KeyError: 'what nobody foresaw'"),
        (readers.leave, r"reading it crashed \(3\)"),
        (readers.hang, "given up after 2 seconds without a result"),
        (readers.devour, "needs more memory than there is"),
    ],
)
def test_whatever_goes_wrong_there_is_told_and_the_next_is_read(reader: Read, why: str) -> None:
    with helped(nobody_stops):
        with pytest.raises(Unreadable, match=why):
            list(apart(reader, patience=2 if reader is readers.hang else 60))

        assert list(apart(readers.lines, b"a\nb")) == ["a", "b"]


def test_who_waits_can_end_the_work() -> None:
    class Cancelled(AnnotatorError):
        pass

    def cancel() -> None:
        raise Cancelled

    with helped(cancel), pytest.raises(Cancelled):
        list(apart(readers.hang))


def test_the_rest_need_not_be_read() -> None:
    with helped(nobody_stops):
        endless = apart(readers.many)
        assert [len(item) for item in islice(endless, 3)] == [100_000] * 3
        assert list(apart(readers.lines, b"beside it")) == ["beside it"]
        endless.close()

        assert list(apart(readers.lines, b"after it")) == ["after it"]


def test_a_library_that_is_not_there_is_told_before_anything_is_started() -> None:
    with pytest.raises(ImportError, match="no_such_library"):
        list(read_apart(readers.lines, b"", needs="no_such_library"))
