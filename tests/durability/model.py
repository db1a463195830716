"""A project as a simple thing in memory: records by key, and for each annotator what they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Decision,
    Record,
    Relation,
    SchemeVersion,
    Setting,
    Span,
)

Where = tuple[type, Any]


class RefusedByModel(Exception):
    """The change contradicts what is there; nothing was changed."""


@dataclass
class Step:
    """What one change did: each record before and after. ``bulk`` ones bring only new records."""

    name: str
    items: list[tuple[Where, Record | None, Record | None]]
    bulk: bool = False
    number: int = 0


@dataclass
class Model:
    """The records there are, and what undo and redo of each annotator would take back."""

    now: dict[Where, Record] = field(default_factory=dict)
    done: dict[str, list[Step]] = field(default_factory=dict)
    undone: dict[str, list[Step]] = field(default_factory=dict)
    log: list[tuple[str, set[Where]]] = field(default_factory=list)

    def apply(self, change: Change) -> bool:
        """Do it; say whether anything changed."""
        items = []
        for record in change.put:
            before = self._at(where(record))
            if before != record:
                items.append((where(record), before, record))
        for record in change.remove:
            before = self.now.get(where(record))
            if before is None:
                raise RefusedByModel
            items.append((where(record), before, None))
        if not items:
            return False
        step = Step(change.name, items, change.bulk)
        self._do(change.annotator, step)
        if change.undoable:
            self.done.setdefault(change.annotator, []).append(step)
            self.undone[change.annotator] = []
        return True

    def undo(self, who: str) -> bool:
        """Take back the latest step; say whether there is one."""
        return self._take_back(who, self.done, self.undone)

    def redo(self, who: str) -> bool:
        """Take back the latest undo; say whether there is one."""
        return self._take_back(who, self.undone, self.done)

    def _take_back(
        self, who: str, here: dict[str, list[Step]], there: dict[str, list[Step]]
    ) -> bool:
        if not here.get(who):
            return False
        step = here[who][-1]
        back = self._bulk_back(who, step) if step.bulk else self._inverse(step)
        self._do(who, back)
        here[who].pop()
        there.setdefault(who, []).append(back)
        return True

    def _inverse(self, step: Step) -> Step:
        items = []
        for place, before, after in reversed(step.items):
            if after is None:
                if self.now.get(place) not in (None, _absent(place)):
                    raise RefusedByModel
                items.append((place, None, before))
                continue
            current = self._at(place)
            changed = _changed(before, after)
            if current is None or any(_get(current, n) != _get(after, n) for n in changed):
                raise RefusedByModel
            if before is None:
                items.append((place, current, None))
            else:
                values = {name: getattr(before, name) for name in changed}
                items.append((place, current, replace(current, **values)))
        return Step(step.name, items)

    def _bulk_back(self, who: str, step: Step) -> Step:
        if any(after is None for _, _, after in step.items):  # it is an undo: bring all again
            if any(place in self.now for place, _, _ in step.items):
                raise RefusedByModel
            items = [(place, None, before) for place, before, _ in reversed(step.items)]
            return Step(step.name, items, bulk=True)
        places = {place for place, _, _ in step.items}
        for other, touched in self.log[step.number :]:
            if other != who and touched & places:
                raise RefusedByModel
        articles = {key for kind, key in places if kind is Article}
        marks = [
            place
            for place, record in self.now.items()
            if place[0] is Assignment and place[1][0] in articles
            if place[1][1] == who or record == Assignment(*place[1])
        ]
        gone = [*marks, *(p for p, _, _ in reversed(step.items) if p not in marks)]
        if any(place not in self.now for place in gone):
            raise RefusedByModel
        return Step(step.name, [(place, self.now[place], None) for place in gone], bulk=True)

    def _do(self, who: str, step: Step) -> None:
        after = dict(self.now)
        for place, _, record in step.items:
            if record is None:
                after.pop(place, None)
            else:
                after[place] = record
        _refuse_dangling(after.values())
        self.now = after
        self.log.append((who, set() if step.bulk else {place for place, _, _ in step.items}))
        step.number = len(self.log)

    def _at(self, place: Where) -> Record | None:
        return self.now.get(place) or _absent(place)

    def all(self, kind: type, **equal: Any) -> list[Any]:
        """Return the records of one kind with these values."""
        return [
            record
            for (one, _), record in self.now.items()
            if one is kind and all(getattr(record, n) == v for n, v in equal.items())
        ]


def _absent(place: Where) -> Record | None:
    """Return what a place says where nothing is: a mark of progress, that none was made."""
    return Assignment(*place[1]) if place[0] is Assignment else None


def where(record: Record) -> Where:
    """Say where a record stands: its kind and its key."""
    match record:
        case Assignment():
            return Assignment, (record.article, record.annotator)
        case SchemeVersion():
            return SchemeVersion, record.version
        case Setting():
            return Setting, record.key
        case _:
            return type(record), record.id


def _changed(before: Record | None, after: Record) -> list[str]:
    names = [one.name for one in fields(after)]
    return names if before is None else [n for n in names if _get(before, n) != _get(after, n)]


def _get(record: Record, name: str) -> Any:
    return getattr(record, name)


def _refuse_dangling(records: Iterable[Record]) -> None:
    """Refuse what refers to something that isn't there."""
    there: dict[type, set[Any]] = {}
    found: Sequence[Record] = list(records)
    for record in found:
        kind, key = where(record)
        there.setdefault(kind, set()).add(key)
    for record in found:
        if not _wanted(record) <= {(kind, key) for kind, keys in there.items() for key in keys}:
            raise RefusedByModel


def _wanted(record: Record) -> set[Where]:
    match record:
        case Span():
            wanted: set[Where] = {(Article, record.article)}
            if record.scheme_version > 1:
                wanted.add((SchemeVersion, record.scheme_version))
            return wanted | ({(Actor, record.actor)} if record.actor else set())
        case Relation():
            return {(Article, record.article), (Span, record.source), (Span, record.target)}
        case Assignment() | Decision():
            return {(Article, record.article)}
        case Article(revision_of=str(older)):
            return {(Article, older)}
        case Article() | Actor() | Annotator() | SchemeVersion() | Setting():
            return set()
