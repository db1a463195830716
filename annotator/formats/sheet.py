"""What every format reads and writes: sheets, one for each article and annotator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import Actor, Article, Relation, Span
from annotator.model.annotation import GOLD, Role, Status
from annotator.store.plain import Rows
from annotator.text.anchoring import CODE_POINTS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article with one annotator's work on it, or with nobody's.

    On the way out everything is as the store has it. On the way in the ids are those of the file,
    which need not be UUIDs and may be empty; ``where`` is the place there ("talks.jsonl:12"),
    ``given`` names the article's fields that the file states (others are guessed or empty), and
    ``role`` and ``status`` are ``None`` where the file has none, ``unit`` is what the format's
    offsets count, by its definition. Spans carry the offsets and quotes
    that the file claims, whatever it counts, and attributes as it has them; nothing has been held
    against the text or the scheme yet.
    """

    where: str
    article: Article
    annotator: str | None = None
    role: Role | None = None
    status: Status | None = None
    seconds: float = 0.0
    note: str | None = None
    spans: Sequence[Span] = ()
    relations: Sequence[Relation] = ()
    actors: tuple[Actor, ...] = ()
    given: frozenset[str] = frozenset()
    unit: str = CODE_POINTS

    @property
    def labels(self) -> list[str]:
        """Each span's label; of what comes from a project no records are made for that."""
        spans = self.spans
        return spans.kinds if isinstance(spans, Rows) else [span.label for span in spans]

    @property
    def types(self) -> list[str]:
        """Each relation's type."""
        links = self.relations
        return links.kinds if isinstance(links, Rows) else [link.type for link in links]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a file that was not taken over, the place where it stands, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Something whose place in the text is another than the file gives, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that a file has otherwise than the project, where it stays as it is."""

    where: str
    reason: str


def usual_status(sheet: Sheet) -> Status:
    """Return how far the work is unless the sheet says: labels made elsewhere are finished."""
    return "done" if sheet.spans else "new"


def usual_role(annotator: str) -> Role:
    """Return the role that somebody of this name has unless a sheet says otherwise."""
    return "reviewer" if annotator == GOLD else "annotator"
