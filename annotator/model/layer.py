"""A layer: one annotator's work on one article."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable

from annotator.model.annotation import Assignment, Relation, Span, Status
from annotator.model.article import Article
from annotator.model.change import Delta

# Spans are indexed by stretches of this many code points, so that finding those at one place
# takes the same time in an article of any length.
_STRETCH = 256


class Layer:
    """One annotator's spans and relations in one article, as read from the store.

    It doesn't change by itself; ``follow`` brings it up to date with what the store said, at
    a cost that depends on the change and not on the layer's size.
    """

    def __init__(
        self,
        article: Article,
        assignment: Assignment,
        spans: Iterable[Span] = (),
        relations: Iterable[Relation] = (),
    ) -> None:
        self.article = article
        self.assignment = assignment
        self._spans = {span.id: span for span in spans}
        self._order = sorted(self._spans.values(), key=_order)
        self._of_label: dict[str, list[Span]] = defaultdict(list)
        self._stretches: dict[int, list[Span]] = defaultdict(list)
        self._indexed = False
        self._in_order: tuple[Span, ...] | None = None
        self._relations = {relation.id: relation for relation in relations}
        self._links: dict[str, set[str]] = defaultdict(set)

    def index(self) -> None:
        """Work out what finding spans and links takes; else the first question does."""
        if self._indexed:
            return
        self._indexed = True
        for span in self._order:
            self._of_label[span.label].append(span)
            for stretch in _stretches(span):
                self._stretches[stretch].append(span)
        for relation in self._relations.values():
            self._links[relation.source].add(relation.id)
            self._links[relation.target].add(relation.id)

    @property
    def annotator(self) -> str:
        """The annotator's name."""
        return self.assignment.annotator

    @property
    def status(self) -> Status:
        """How far the annotator is with this article."""
        return self.assignment.status

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans as they stand in the text, outer ones before those inside them."""
        if self._in_order is None:
            self._in_order = tuple(self._order)
        return self._in_order

    def number(self, span: Span) -> int:
        """Return which span of its label it is as they stand in the text, from 1 on."""
        self.index()
        return bisect_left(self._of_label[span.label], span.order, key=_order) + 1

    def following(self, offset: int, *, forward: bool = True) -> Span | None:
        """Return the first span that starts at or behind an offset, or the last one before it.

        Where there is none, it goes on from the other end; ``None`` without any span.
        """
        before_all = (offset, -len(self.article.text) - 1, "")
        at = bisect_left(self._order, before_all, key=_order)
        return self._at(at if forward else at - 1)

    def neighbour(self, span: Span, step: int) -> Span | None:
        """Return the span so many places behind this one, or before it, on round the ends."""
        return self._at(bisect_left(self._order, span.order, key=_order) + step)

    def touching(self, start: int, end: int) -> list[Span]:
        """Return the spans with a fragment that overlaps this range, in their usual order.

        An empty range is a place: spans that hold it or end there count.
        """
        first, last = start // _STRETCH, end // _STRETCH
        if start == end:
            # A place at the edge of a span is one that the span touches.
            start, end = start - 1, end + 1
        self.index()
        near = {s.id: s for n in range(first, last + 1) for s in self._stretches.get(n, ())}
        found = [span for span in near.values() if _overlaps(span, start, end)]
        return sorted(found, key=_order)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All relations, in the order of the spans that they start from and lead to."""

        def place(relation: Relation) -> tuple[tuple[int, int, str], str, tuple[int, int, str]]:
            source, target = self._spans[relation.source], self._spans[relation.target]
            return source.order, relation.type, target.order

        return tuple(sorted(self._relations.values(), key=lambda r: (place(r), r.id)))

    def span(self, span_id: str) -> Span | None:
        """Return the span with this id, or ``None``."""
        return self._spans.get(span_id)

    def relation(self, relation_id: str) -> Relation | None:
        """Return the relation with this id, or ``None``."""
        return self._relations.get(relation_id)

    def links(self, span_id: str) -> tuple[Relation, ...]:
        """Return the relations that start from or lead to this span, oldest id first."""
        self.index()
        return tuple(self._relations[i] for i in sorted(self._links.get(span_id, ())))

    @property
    def span_count(self) -> int:
        """How many spans there are."""
        return len(self._spans)

    def follow(self, deltas: Iterable[Delta]) -> list[Delta]:
        """Take over those of ``deltas`` that concern this layer, and return them."""
        self.index()
        mine = [delta for delta in deltas if self._concerns(delta)]
        for delta in mine:
            self._follow_one(delta)
        return mine

    def _concerns(self, delta: Delta) -> bool:
        record = delta.record
        if isinstance(record, Article):
            return record.id == self.article.id
        if isinstance(record, Span | Relation | Assignment):
            return record.article == self.article.id and record.annotator == self.annotator
        return False

    def _follow_one(self, delta: Delta) -> None:
        match delta.record:
            case Span() as span:
                self._drop_span(span.id)
                if delta.after is not None:
                    self._add_span(span)
            case Relation() as relation:
                self._drop_relation(relation.id)
                if delta.after is not None:
                    self._add_relation(relation)
            case Assignment() as assignment:
                gone = Assignment(assignment.article, assignment.annotator)
                self.assignment = assignment if delta.after is not None else gone
            case Article() as article:
                self.article = article

    def _add_span(self, span: Span) -> None:
        self._spans[span.id] = span
        for ordered in (self._order, self._of_label[span.label]):
            insort(ordered, span, key=_order)
        for stretch in _stretches(span):
            self._stretches[stretch].append(span)
        self._in_order = None

    def _drop_span(self, span_id: str) -> None:
        span = self._spans.pop(span_id, None)
        if span is None:
            return
        for ordered in (self._order, self._of_label[span.label]):
            del ordered[bisect_left(ordered, span.order, key=_order)]
        for stretch in _stretches(span):
            there = self._stretches[stretch]
            self._stretches[stretch] = [other for other in there if other is not span]
        self._in_order = None

    def _at(self, place: int) -> Span | None:
        return self._order[place % len(self._order)] if self._order else None

    def _add_relation(self, relation: Relation) -> None:
        self._relations[relation.id] = relation
        for end in (relation.source, relation.target):
            self._links[end].add(relation.id)

    def _drop_relation(self, relation_id: str) -> None:
        relation = self._relations.pop(relation_id, None)
        if relation is not None:
            for end in (relation.source, relation.target):
                self._links[end].discard(relation_id)


def _order(span: Span) -> tuple[int, int, str]:
    return span.order


def _overlaps(span: Span, start: int, end: int) -> bool:
    for fragment in span.fragments:  # noqa: SIM110  any() takes three times as long
        if fragment.start < end and start < fragment.end:
            return True
    return False


def _stretches(span: Span) -> set[int]:
    places = span.fragments
    return {n for f in places for n in range(f.start // _STRETCH, f.end // _STRETCH + 1)}
