"""What reading a stranger's bytes must never do, watched at the interpreter's own audit events."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

#: How long one input may take.
SECONDS = 10

_NETWORK = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "urllib.Request",
)
_RUNNING = (
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile"),
    *("subprocess.Popen", "pty.spawn", "pickle.find_class", "code.__new__", "webbrowser.open"),
)
_CHANGING = ("os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod")


class Forbidden(BaseException):
    """Something was about to be done that no file may bring about."""


class Hang(BaseException):
    """One input took too long."""


class _Guard:
    def __init__(self) -> None:
        self.folders: tuple[str, ...] | None = None

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if self.folders is None:
            return
        if event in _NETWORK or (event in _RUNNING and not _is_ours(event, args)):
            self._stop(event, args)
        if event == "open" and _writes(args) and not self._inside(args[0]):
            self._stop(event, args)
        if event in _CHANGING and not self._inside(args[0]):
            self._stop(event, args)

    def _inside(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True  # a file that is open already, by its number
        real = os.path.realpath(os.fsdecode(path))
        return real.startswith(self.folders or ()) or real == os.devnull

    def _stop(self, event: str, args: tuple[Any, ...]) -> None:
        self.folders = None
        raise Forbidden(f"{event}{args!r:.300}")


def _is_ours(event: str, args: tuple[Any, ...]) -> bool:
    """Libraries in C++ read in a process apart, which is this program and nothing else."""
    ours = [sys.executable, "-P", "-m", "annotator.apart"]
    return event == "subprocess.Popen" and list(args[1]) == ours


def _writes(args: tuple[Any, ...]) -> bool:
    _, mode, flags = args
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


_GUARD = _Guard()
_watching: list[bool] = []


@contextmanager
def guarded(*folders: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Let the block write into these folders and the temporary one alone, and do nothing else.

    Raises ``Forbidden`` at an attempt to write elsewhere, to reach the network or to run
    something, and ``Hang`` if it takes longer than ``seconds``.
    """
    if not _watching:
        sys.addaudithook(_GUARD)
        _watching.append(True)
    _GUARD.folders = _real(folders)
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _GUARD.folders = None


@cache
def _real(folders: tuple[Path, ...]) -> tuple[str, ...]:
    # Python also writes what it compiled of a module that is imported on the way.
    allowed = [*folders, tempfile.gettempdir(), *filter(None, sys.path)]
    return tuple(os.path.realpath(folder) for folder in allowed)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise Hang(f"an input took longer than {SECONDS} s")
