"""Readers such as run in the process apart, and what libraries may do there."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import Unreadable


def lines(source: bytes | Path) -> Iterator[str]:
    data = source if isinstance(source, bytes) else source.read_bytes()
    yield from data.decode().splitlines()


def process(source: bytes | Path) -> Iterator[int]:
    yield os.getpid()


def chatter(source: bytes | Path) -> Iterator[str]:
    sys.stdout.write("not an answer\n")
    os.write(1, b"nor this\n")
    yield "answer"


def many(source: bytes | Path) -> Iterator[str]:
    while True:
        yield "x" * 100_000


def refuse(source: bytes | Path) -> Iterator[Any]:
    yield 1
    raise Unreadable("has a bad second item")


def crash(source: bytes | Path) -> Iterator[int]:
    yield 1
    ctypes.string_at(0)


def fail(source: bytes | Path) -> Iterator[int]:
    yield 1
    raise KeyError("what nobody foresaw")


def leave(source: bytes | Path) -> Iterator[int]:
    yield 1
    os._exit(3)


def hang(source: bytes | Path) -> Iterator[int]:
    yield 1
    time.sleep(3600)


def devour(source: bytes | Path) -> Iterator[int]:
    yield len(bytearray(sys.maxsize // 4))
