"""What a reader of one kind of file is given, and what it says of what can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read, as far as a person said so.

    ``encoding`` overrules what bytes suggest; ``columns`` says which column of a table holds which
    of `table.FIELDS`; ``known_columns`` is what was said of earlier tables, the latest first.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    known_columns: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes, as they were found, and the names that go with them.

    ``name`` stands in messages, ``source`` in the article; ``fallback`` is its title if its text
    has none; the rest is that of a `Reading`.
    """

    data: bytes
    name: str
    source: str | None = None
    fallback: str = "Untitled"
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    known_columns: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken in: where it stands, and why, as a sentence for the person."""

    where: str
    reason: str
