"""What commands say, and where: results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from annotator.pace import Pace

_SHOWN_EVERY = 0.1  # seconds

#: Exit status: all is done; done, but some items were refused; nothing was done.
DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2


def say(*lines: str) -> None:
    """Write lines to stdout."""
    for line in lines:
        print(visible(line))


def say_json(value: Any) -> None:
    """Write one JSON document to stdout, of which nothing steers a terminal."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    document = json.dumps(value, ensure_ascii=not utf8, indent=2)
    shown = (c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in document)
    print("".join(shown))


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


def as_dict(value: Any) -> dict[str, Any]:
    """Return a dataclass's fields and values, for ``say_json``."""
    # Only --json needs it, and each start of the window would pay for loading it.
    from dataclasses import asdict

    return asdict(value)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 span" or "2 spans"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shows_progress() -> Callable[[int, int], None]:
    """Return what shows how far a long command is, on a terminal only; its last call wipes it."""
    pace = Pace()
    shown = 0.0

    def show(done: int, total: int) -> None:
        nonlocal shown
        if not sys.stderr.isatty() or (done < total and monotonic() - shown < _SHOWN_EVERY):
            return
        shown = monotonic()
        text = "" if done >= total else pace.words(done, total)
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    return show
