"""Changes: what is asked of the store, and what the store tells its listeners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.annotation import (
    Actor,
    Annotator,
    Assignment,
    Decision,
    Relation,
    Span,
)
from annotator.model.article import Article


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """One version of the project's label scheme, as its TOML text; versions count from 1."""

    version: int
    toml: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that a project remembers under a key: its name, a recipe, a table's columns.

    The value is a text; who asks for it knows how it is written.
    """

    key: str
    value: str


Record = (
    Article | Span | Relation | Actor | Annotator | Assignment | SchemeVersion | Setting | Decision
)

ChangeKind = Literal["do", "undo", "redo", "aside"]


@dataclass(frozen=True, slots=True)
class Change:
    """One act of one annotator, applied wholly or not at all.

    ``name`` is what a person would call it ("Label Claim"); undo is offered under it.
    ``put`` are records as they shall be afterwards, new ones or new states of old ones;
    ``remove`` are records that shall be gone. What a change undoes is never written by hand:
    the store records each row before and after. A change that isn't ``undoable`` is kept in
    the journal but passed over by undo; what it made of an article goes and comes with that, when
    the same annotator undoes and redoes bringing it. A ``bulk`` change brings only new records,
    what is referred to before what refers to it; they are gone through once, lot by lot, so ``put``
    may read them from elsewhere as it goes. Its journal holds their ids, not copies.
    """

    name: str
    annotator: str
    put: Sequence[Record] = ()
    remove: Sequence[Record] = ()
    undoable: bool = True
    bulk: bool = False

    def __bool__(self) -> bool:
        """A change without records does nothing."""
        return bool(self.put or self.remove)


@dataclass(frozen=True, slots=True)
class Delta:
    """One record's state before and after a change; ``None`` where it did not exist."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record in whichever state exists, the later one first."""
        record = self.after or self.before
        assert record is not None, "a delta holds at least one state"
        return record


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did, as told to listeners.

    ``articles`` are the ids of all articles touched. ``deltas`` are empty for a bulk change:
    whoever shows one of its articles reads it anew.
    """

    seq: int
    name: str
    annotator: str
    kind: ChangeKind
    articles: frozenset[str]
    deltas: tuple[Delta, ...] = ()
