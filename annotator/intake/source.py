"""What a reader of one kind of file is given, and what it says of what can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read, as far as a person said so.

    ``encoding`` overrules what bytes suggest; ``columns`` says which column of a table holds which
    of `table.FIELDS`; ``known_columns`` is what was said of earlier tables, the latest first.
    ``single`` says it of single files, by where they are.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    known_columns: tuple[Mapping[str, str], ...] = ()
    single: Mapping[str, Reading] = field(default_factory=dict)

    def of(self, where: str) -> Reading:
        """Return how the file at one place is to be read."""
        said = self.single.get(where)
        return self if said is None else replace(said, known_columns=self.known_columns)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes, as they were found, and what goes with them.

    ``name`` stands in messages, ``source`` in the article; ``fallback`` is its title if its text
    has none; ``url`` is where a page was fetched, if it was, and ``declared`` the encoding that was
    named there.
    """

    data: bytes
    name: str
    source: str | None = None
    fallback: str = "Untitled"
    reading: Reading = field(default_factory=Reading)
    url: str | None = None
    declared: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken in: where it stands, and why, as a sentence for the person."""

    where: str
    reason: str
