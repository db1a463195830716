"""What commands say, and where: results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

#: Exit status: all is done; done, but some items were refused; nothing was done.
DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2


def say(*lines: str) -> None:
    """Write lines to stdout."""
    for line in lines:
        print(visible(line))


def say_json(value: Any) -> None:
    """Write one JSON document to stdout."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not utf8, indent=2))


def complain(message: str) -> None:
    """Write a message as one line to stderr."""
    print(f"annotator: {visible(message)}", file=sys.stderr)


def complain_of(items: Iterable[tuple[str, str]]) -> None:
    """Write a line to stderr for each item: the place, and what is wrong there."""
    for where, reason in items:
        complain(reason if where in reason else f"{where}: {reason}")


def visible(text: str) -> str:
    """Return the text in one line that can't steer a terminal."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 span" or "2 spans"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def show_progress(done: int, total: int) -> None:
    """Show how far a long command is, on a terminal only; the last call wipes it."""
    if not sys.stderr.isatty():
        return
    text = "" if done >= total else f"{done:,} of {total:,}"
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
