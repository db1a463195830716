"""What a reader of one kind of file is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes, as they were found, and the names that go with them.

    ``name`` stands in messages, ``source`` in the article; ``fallback`` is its title if its text
    has none; ``encoding`` is set if a person chose one.
    """

    data: bytes
    name: str
    source: str | None = None
    fallback: str = "Untitled"
    encoding: str | None = None
