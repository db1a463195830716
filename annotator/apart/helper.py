"""Starts the process apart, asks it to read, and hands on what it answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO

from annotator.apart.child import DONE, ITEM, REFUSED
from annotator.errors import Unreadable

#: What is read: bytes, or a file.
Source = bytes | Path
#: A generator function of a module that both processes can import; what it yields must be JSON.
#: It raises ``Unreadable``.
Reader = Callable[[Source], Iterator[Any]]

#: After so long without an answer, in seconds, the process apart is given up.
PATIENCE = 120.0
_GLANCE = 0.1  # seconds between two looks at whether the person still waits
_AHEAD = 8  # answers that are fetched before they are wanted


def read_apart(
    reader: Reader, source: Source, *, needs: str, patience: float = PATIENCE
) -> Iterator[Any]:
    """Yield what ``reader`` yields of ``source``, run in a process apart.

    Raises ``Unreadable`` as the reader does, and if the process dies or says nothing for
    ``patience`` seconds; ``ImportError`` if the library that it ``needs`` isn't installed; and
    whatever is raised to end the work, see `helped`.
    """
    if find_spec(needs) is None:
        raise ImportError(needs)
    shared = _shared.get()
    if shared is not None and not shared.busy:
        yield from shared.read(reader, source, patience)
    else:
        with closing(_Helper(shared.glance if shared is not None else _nothing)) as helper:
            yield from helper.read(reader, source, patience)


@contextmanager
def helped(glance: Callable[[], object]) -> Iterator[None]:
    """Let everything that is read apart in this block, and this thread, share one process.

    ``glance`` is called again and again while an answer is waited for; what it raises ends the
    reading.
    """
    with closing(_Helper(glance)) as helper:
        token = _shared.set(helper)
        try:
            yield
        finally:
            _shared.reset(token)


def _nothing() -> None:
    pass


class _Helper:
    """A process apart, started when it is first asked and again after it died."""

    def __init__(self, glance: Callable[[], object]) -> None:
        self.glance = glance
        self.busy = False
        self._process: _Process | None = None

    def read(self, reader: Reader, source: Source, patience: float) -> Iterator[Any]:
        if self._process is None:
            self._process = _Process()
        self.busy, at_rest = True, False
        try:
            self._process.ask(reader, source)
            while True:
                answer = self._answer(self._process, patience)
                mark, content = answer[:1], answer[1:]
                at_rest = mark in {DONE, REFUSED}
                if mark == ITEM:
                    yield json.loads(content)
                elif mark == REFUSED:
                    raise Unreadable(json.loads(content))
                elif mark == DONE:
                    return
                else:
                    raise Unreadable(f"is damaged, or made to do harm: {self._process.death()}")
        finally:
            self.busy = False
            if not at_rest:
                self.close()

    def _answer(self, process: _Process, patience: float) -> bytes:
        asked = monotonic()
        while True:
            with suppress(Empty):
                return process.answers.get(timeout=_GLANCE)
            self.glance()
            if monotonic() - asked > patience:
                raise Unreadable(
                    f"is damaged, or made to do harm: reading it was given up after {patience:g} "
                    "seconds without a result"
                )

    def close(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """One run of ``annotator.apart``, with a thread that fetches its answers."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        # It must find the modules that are found here, wherever they come from.
        where = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "annotator.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=os.environ | where,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._stream = self._process.stdin, self._process.stdout
        self.answers: Queue[bytes] = Queue(_AHEAD)
        self._thread = Thread(target=_fetch, args=(self._stream, self.answers), daemon=True)
        self._thread.start()

    def ask(self, reader: Reader, source: Source) -> None:
        data = source if isinstance(source, bytes) else None
        request = {
            "module": reader.__module__,
            "reader": reader.__qualname__,
            "path": str(source) if data is None else None,
            "length": len(data or b""),
        }
        with suppress(BrokenPipeError):  # that it died shows when an answer is waited for
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.write(data or b"")
            self._requests.flush()

    def death(self) -> str:
        """Say how the process ended, which it has."""
        status = self._process.wait()
        if status < 0:
            with suppress(ValueError):
                return f"reading it crashed ({signal.Signals(-status).name})"
        self._said.seek(0)
        last = self._said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"reading it crashed ({last or status})"

    def end(self) -> None:
        self._process.kill()
        while self._thread.is_alive():  # it may be waiting to hand over an answer
            with suppress(Empty):
                self.answers.get_nowait()
            self._thread.join(_GLANCE / 10)
        with suppress(BrokenPipeError):
            self._requests.close()
        self._stream.close()
        self._process.wait()
        self._said.close()


def _fetch(stream: BinaryIO, answers: Queue[bytes]) -> None:
    for answer in stream:
        answers.put(answer)
    answers.put(b"")


_shared: ContextVar[_Helper | None] = ContextVar("helper", default=None)
