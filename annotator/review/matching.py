"""Matches the spans of several annotators: which of them mean the same thing.

Two spans can be matched if they cover enough of the same text; how well they match is the share
of text that they have in common (Dice: twice the common code points over the sum of both), better
under one label than under two. Spans that are alike in label and fragments are matched at once, and
what several annotators have alike with what several others have alike, the likest first. What is
left is matched annotator by annotator, each time by the best assignment there is to the
groups so far (Kuhn 1955, through SciPy); where that was a choice, each annotator is then matched
once more against the groups of all the others, until nothing betters. No group holds two spans of
one annotator. Ties are broken by place in the text and by the annotators' names, so that the same
layers always give the same groups.

Only spans that overlap are ever compared, so the work grows with the overlaps and not with the
length of the article; nested and discontinuous spans are spans like any other.

`annotator.agreement.matching` matches otherwise, and for a reason: it takes each two annotators by
themselves, and of one label only, since its figures count pairs. A case has one place for every
annotator at once, and has to hold together what they called differently, so pairs would not do:
they contradict each other as soon as there are three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from annotator.model import Fragment, Span

#: Spans of one label match if they have at least this share of text in common.
SAME_LABEL = 0.1
#: Spans of different labels match if they have at least this share of text in common.
OTHER_LABEL = 0.5

# What one label is worth beside common text: a little more than half of the text.
_LABEL_BONUS = 0.55
_MOST_ROUNDS = 4

Group = Mapping[str, Span]


def overlap(one: Sequence[Fragment], other: Sequence[Fragment]) -> int:
    """Return how many code points two spans' fragments have in common."""
    common, n, m = 0, 0, 0
    while n < len(one) and m < len(other):
        a, b = one[n], other[m]
        common += max(0, min(a.end, b.end) - max(a.start, b.start))
        if a.end <= b.end:
            n += 1
        else:
            m += 1
    return common


def likeness(one: Span, other: Span) -> float:
    """Return how well two spans match; 0 if they don't."""
    return _likeness(_Mark.of(one), _Mark.of(other))


def match(layers: Mapping[str, Iterable[Span]]) -> list[Group]:
    """Group the spans of annotators, given by name, into those that mean the same.

    Each group holds at most one span of each annotator. Groups come in the order of the text.
    """
    groups, rest = _alike(layers)
    groups = _joined(groups)
    contested: set[str] = set()
    for name in sorted(rest):
        contested |= _place(name, rest[name], groups)
    # Two annotators are matched as well as can be now; with more, the first ones may do better.
    for _ in range(_MOST_ROUNDS if len(rest) > 2 and contested else 0):
        again = {name: [m for m in rest[name] if m.span.id in contested] for name in sorted(rest)}
        near, groups = _near([mark for marks in again.values() for mark in marks], groups)
        before = _partition(near, contested)
        for name, marks in again.items():
            _take_out(name, marks, near)
            contested |= _place(name, marks, near)
        bettered = _partition(near, contested) != before
        groups += near
        if not bettered:
            break
    groups.sort(key=_ORDER)
    return [{name: group.marks[name].span for name in sorted(group.marks)} for group in groups]


@dataclass(eq=False, slots=True)
class _Mark:
    """A span with what comparing it needs at hand; not frozen, since thousands are made.

    ``key`` is the same for spans that are wholly alike; ``pieces`` is empty for a span in one.
    """

    span: Span
    label: str
    key: object
    order: tuple[int, int, str]
    start: int
    end: int
    length: int
    pieces: Sequence[Fragment]

    @classmethod
    def of(cls, span: Span) -> _Mark:
        label, fragments = span.label, span.fragments
        start, end = fragments[0].start, fragments[-1].end
        order = (start, -end, span.id)
        if len(fragments) == 1:
            return cls(span, label, (label, start, end), order, start, end, end - start, ())
        length = sum(fragment.end - fragment.start for fragment in fragments)
        return cls(span, label, (label, fragments), order, start, end, length, fragments)


class _Group:
    """Marks of several annotators, at most one of each; never empty."""

    __slots__ = ("end", "marks", "order", "start")

    def __init__(self, marks: dict[str, _Mark]) -> None:
        self.marks = marks
        self.order: tuple[int, int, str]
        self.start: int
        self.end: int
        self._measure()

    def add(self, name: str, mark: _Mark) -> None:
        """Take in an annotator's mark."""
        self.marks[name] = mark
        if mark.order < self.order:
            self.order, self.start = mark.order, mark.start
        if mark.end > self.end:
            self.end = mark.end

    def take_out(self, name: str) -> None:
        """Let an annotator's mark go, which isn't the only one."""
        del self.marks[name]
        self._measure()

    def likeness(self, mark: _Mark) -> float:
        """Return how well a mark matches all of them together; 0 if it doesn't match one."""
        known: dict[object, float] = {}
        whole = 0.0
        for other in self.marks.values():
            part = known.get(other.key)
            if part is None:
                part = known[other.key] = _likeness(mark, other)
                if not part:
                    return 0.0
            whole += part
        return whole

    def _measure(self) -> None:
        marks = self.marks.values()
        self.order = min([mark.order for mark in marks])
        self.start, self.end = self.order[0], max([mark.end for mark in marks])


_ORDER = attrgetter("order")


def _likeness(one: _Mark, other: _Mark) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return 0.0
    if one.pieces or other.pieces:
        common = overlap(one.span.fragments, other.span.fragments)
    dice = 2 * common / (one.length + other.length)
    if one.label == other.label:
        return dice + _LABEL_BONUS if dice >= SAME_LABEL else 0.0
    return dice if dice >= OTHER_LABEL else 0.0


def _alike(layers: Mapping[str, Iterable[Span]]) -> tuple[list[_Group], dict[str, list[_Mark]]]:
    """Group what is wholly alike; what is left of each annotator comes in the order of the text."""
    alike: dict[object, dict[str, _Mark]] = defaultdict(dict)
    rest: dict[str, list[_Mark]] = {name: [] for name in layers}
    for name in sorted(layers):
        for mark in sorted(map(_Mark.of, layers[name]), key=_ORDER):
            same = alike[mark.key]
            if name in same:
                # A second span of one annotator that is wholly alike is matched like any other.
                rest[name].append(mark)
            else:
                same[name] = mark
    groups = []
    for same in alike.values():
        if len(same) > 1:
            groups.append(_Group(same))
        else:
            ((name, mark),) = same.items()
            rest[name].append(mark)
    for marks in rest.values():
        marks.sort(key=_ORDER)
    return groups, rest


def _joined(groups: list[_Group]) -> list[_Group]:
    """Join groups of wholly alike spans that different annotators have, the likest first."""
    groups = sorted(groups, key=_ORDER)
    firsts = [next(iter(group.marks.values())) for group in groups]
    found = [
        (-likeness, n, m)
        for n, m in _meeting(firsts, groups)
        if n < m
        and groups[n].marks.keys().isdisjoint(groups[m].marks)
        and (likeness := _likeness(firsts[n], firsts[m]))
    ]
    into = list(range(len(groups)))
    for _, first, second in sorted(found):
        n, m = _root(into, first), _root(into, second)
        one, other = groups[n], groups[m]
        if n == m or not one.marks.keys().isdisjoint(other.marks):
            continue
        if all(_likeness(a, b) for a in one.marks.values() for b in other.marks.values()):
            for name, mark in other.marks.items():
                one.add(name, mark)
            into[m] = n
    return [group for n, group in enumerate(groups) if into[n] == n]


def _root(into: list[int], n: int) -> int:
    """Return which group a group went into, by way of others; itself if it is still there."""
    while into[n] != n:
        n = into[n]
    return n


def _place(name: str, marks: Sequence[_Mark], groups: list[_Group]) -> set[str]:
    """Give each span of an annotator the group that it matches best, or one of its own.

    Returns the ids of all spans for which there was a choice.
    """
    free = sorted((group for group in groups if name not in group.marks), key=_ORDER)
    edges: dict[int, dict[int, float]] = defaultdict(dict)
    for n, m in _meeting(marks, free):
        if likeness := free[m].likeness(marks[n]):
            edges[n][m] = likeness
    contested: set[str] = set()
    taken: set[int] = set()
    for rows, columns in _components(edges):
        if len(rows) > 1 or len(columns) > 1:
            contested |= {marks[n].span.id for n in rows}
            contested |= {mark.span.id for m in columns for mark in free[m].marks.values()}
        for n, m in _assigned(edges, rows, columns):
            free[m].add(name, marks[n])
            taken.add(n)
    groups += [_Group({name: mark}) for n, mark in enumerate(marks) if n not in taken]
    return contested


def _near(marks: Iterable[_Mark], groups: Sequence[_Group]) -> tuple[list[_Group], list[_Group]]:
    """Part the groups that any of the marks may meet from those that none does."""
    near = {m for _, m in _meeting(list(marks), groups)}
    parts: tuple[list[_Group], list[_Group]] = ([], [])
    for m, group in enumerate(groups):
        parts[m not in near].append(group)
    return parts


def _take_out(name: str, marks: Iterable[_Mark], groups: list[_Group]) -> None:
    ids = {mark.span.id for mark in marks}
    left = []
    for group in groups:
        mark = group.marks.get(name)
        if mark is None or mark.span.id not in ids:
            left.append(group)
        elif len(group.marks) > 1:
            group.take_out(name)
            left.append(group)
    groups[:] = left


def _partition(groups: Iterable[_Group], contested: set[str]) -> set[frozenset[str]]:
    """Return who is with whom, of those for whom there was a choice."""
    found = ([mark.span.id for mark in group.marks.values()] for group in groups)
    return {frozenset(ids) for ids in found if not contested.isdisjoint(ids)}


def _meeting(marks: Sequence[_Mark], groups: Sequence[_Group]) -> Iterable[tuple[int, int]]:
    """Yield the pairs whose text may overlap, each once, by sweeping over the article."""
    pieces = [(mark.start, 0, n, mark.end) for n, mark in enumerate(marks)]
    pieces += [(group.start, 1, m, group.end) for m, group in enumerate(groups)]
    pieces.sort()
    still_open: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for start, side, number, end in pieces:
        others = still_open[1 - side]
        closed = False
        for other, until in others:
            if until <= start:
                closed = True
            elif side == 0:
                yield number, other
            else:
                yield other, number
        if closed:
            others[:] = [pair for pair in others if pair[1] > start]
        still_open[side].append((number, end))


def _components(
    edges: Mapping[int, Mapping[int, float]],
) -> Iterable[tuple[list[int], list[int]]]:
    """Split what can be matched into parts that have nothing to do with each other."""
    back: dict[int, list[int]] = defaultdict(list)
    for n, row in edges.items():
        for m in row:
            back[m].append(n)
    seen: set[int] = set()
    for first in sorted(edges):
        if first in seen:
            continue
        row = edges[first]
        if len(row) == 1 and len(back[next(iter(row))]) == 1:
            # Most have one place to go to, which nobody else may take.
            yield [first], list(row)
            continue
        rows, columns, waiting = {first}, set[int](), [first]
        while waiting:
            for m in edges[waiting.pop()]:
                columns.add(m)
                fresh = set(back[m]) - rows
                rows |= fresh
                waiting += fresh
        seen |= rows
        yield sorted(rows), sorted(columns)


def _assigned(
    edges: Mapping[int, Mapping[int, float]], rows: Sequence[int], columns: Sequence[int]
) -> Iterable[tuple[int, int]]:
    if len(rows) == 1:
        (n,) = rows
        # The first of the best, in the order of the text.
        yield n, max(columns, key=lambda m: (edges[n][m], -m))
        return
    from scipy.optimize import linear_sum_assignment

    table = [[edges[n].get(m, 0.0) for m in columns] for n in rows]
    for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True):
        if table[i][j]:
            yield rows[i], columns[j]
