"""What annotators make: spans, relations between them, and the register of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AttributeValue = str | bool | int | float | tuple[str, ...]
Origin = Literal["human", "import", "suggestion"]
Role = Literal["annotator", "reviewer", "import", "model"]
Status = Literal["new", "started", "done", "flagged", "skipped"]
Outcome = Literal["agreed", "taken", "majority", "edited", "none", "later"]

#: The annotator who owns the gold layers.
GOLD = "gold"
#: What a decision is about if it is which entry of the register a span names.
ACTOR = "@actor"


def gold_of(reviewer: str) -> str:
    """Return the annotator who owns the gold layers that a reviewer makes alone."""
    return f"{GOLD} by {reviewer}"


def is_gold(annotator: str) -> bool:
    """Say whether an annotator's layers are gold, everybody's or one reviewer's."""
    return annotator == GOLD or annotator.startswith(gold_of(""))


@dataclass(frozen=True, slots=True, order=True)
class Fragment:
    """One continuous piece of a span: code points, half-open, and the quote it covers."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled piece of an article by one annotator, in one fragment or several.

    ``annotator`` is the annotator's name, ``actor`` the id of an entry in the register,
    ``score`` a suggestion's confidence, ``scheme_version`` the codebook it was made under
    (0: whichever is current when it is stored).
    """

    id: str
    article: str
    annotator: str
    label: str
    fragments: tuple[Fragment, ...]
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    actor: str | None = None
    note: str | None = None
    doubt: bool = False
    origin: Origin = "human"
    score: float | None = None
    scheme_version: int = 0

    @property
    def start(self) -> int:
        """Where the first fragment starts."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.fragments[-1].end

    @property
    def quote(self) -> str:
        """The fragments' quotes, joined by an ellipsis where the text between is left out."""
        return " … ".join([fragment.quote for fragment in self.fragments])

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts spans as they stand in the text, outer ones before those inside them."""
        return (self.fragments[0].start, -self.fragments[-1].end, self.id)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, directed link between two spans of one layer."""

    id: str
    article: str
    annotator: str
    type: str
    source: str
    target: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the project's register: someone or something that articles speak of."""

    id: str
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    kb_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Annotator:
    """Someone, or something, that makes layers; known to people by ``name``."""

    id: str
    name: str
    role: Role = "annotator"


@dataclass(frozen=True, slots=True)
class Assignment:
    """How far one annotator is with one article; ``seconds`` is active time spent on it."""

    article: str
    annotator: str
    status: Status = "new"
    seconds: float = 0.0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one case: of spans of several annotators that mean the same.

    ``members`` are the ids of these spans. ``relation`` is ``None``, or the type of the links
    that start from them: then the case is where these lead; or ``ACTOR``: then it is what they
    name. ``layer`` is the annotator whose
    gold layer it is for, ``reviewer`` who decided. ``origin`` names the annotators whose version
    it was, ``gold`` are the ids of the spans or relations that came of it; none if all were
    rejected, or ``outcome`` is ``later``. ``at`` is a UTC date-time in ISO 8601.
    """

    id: str
    article: str
    layer: str
    reviewer: str
    members: tuple[str, ...]
    outcome: Outcome
    relation: str | None = None
    origin: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    reason: str | None = None
    note: str | None = None
    at: str = ""
