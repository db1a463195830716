"""A title for a text that has none."""

from __future__ import annotations

_LENGTH = 120  # code points


def title_of(text: str) -> str:
    """Return the first line that says something, shortened; "Untitled" if none does."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "Untitled")
    return line if len(line) <= _LENGTH else f"{line[: _LENGTH - 1].rstrip()}…"
