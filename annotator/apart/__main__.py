"""Starts the process apart: ``python -m annotator.apart``, which only `helper` does."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from annotator.apart.child import serve

_MEMORY = 8 * 1024**3  # bytes of addresses


def _private_stdout() -> BinaryIO:
    """Take stdout for the answers alone; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _limit_memory() -> None:
    """Have a file that asks for all the memory there is end this process and no other."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit_memory()
    serve(sys.stdin.buffer, _private_stdout())
