"""A layer: one annotator's work on one article."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotator.model.annotation import Assignment, Relation, Span, Status
from annotator.model.article import Article
from annotator.model.change import Delta

# Spans are indexed by stretches of this many code points, so that finding those at one place
# takes the same time in an article of any length.
_STRETCH = 1024


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
        self._order = sorted(span.order for span in self._spans.values())
        self._label_order: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for order in self._order:
            self._label_order[self._spans[order[2]].label].append(order)
        self._in_order: tuple[Span, ...] | None = None
        self._stretches: dict[int, set[str]] = defaultdict(set)
        for span in self._spans.values():
            self._index(span)
        self._relations: dict[str, Relation] = {}
        self._links: dict[str, set[str]] = {}
        for relation in relations:
            self._add_relation(relation)

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
            self._in_order = tuple(self._spans[span_id] for _, _, span_id in self._order)
        return self._in_order

    def number(self, span: Span) -> int:
        """Return which span of its label it is as they stand in the text, from 1 on."""
        return bisect_left(self._label_order[span.label], span.order) + 1

    def touching(self, start: int, end: int) -> list[Span]:
        """Return the spans with a fragment that overlaps this range, in their usual order.

        An empty range is a place: spans that hold it or end there count.
        """
        near = {i for n in range(start // _STRETCH, end // _STRETCH + 1) for i in self._at(n)}

        def touches(span: Span) -> bool:
            if start == end:
                return any(f.start <= start <= f.end for f in span.fragments)
            return any(f.start < end and start < f.end for f in span.fragments)

        found = [span for span in map(self._spans.__getitem__, near) if touches(span)]
        return sorted(found, key=lambda span: span.order)

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
        return tuple(self._relations[i] for i in sorted(self._links.get(span_id, ())))

    @property
    def span_count(self) -> int:
        """How many spans there are."""
        return len(self._spans)

    def follow(self, deltas: Iterable[Delta]) -> list[Delta]:
        """Take over those of ``deltas`` that concern this layer, and return them."""
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
        insort(self._order, span.order)
        insort(self._label_order[span.label], span.order)
        self._index(span)
        self._in_order = None

    def _drop_span(self, span_id: str) -> None:
        span = self._spans.pop(span_id, None)
        if span is None:
            return
        for orders in (self._order, self._label_order[span.label]):
            del orders[bisect_left(orders, span.order)]
        for stretch in _stretches(span):
            self._stretches[stretch].discard(span_id)
        self._in_order = None

    def _index(self, span: Span) -> None:
        for stretch in _stretches(span):
            self._stretches[stretch].add(span.id)

    def _at(self, stretch: int) -> set[str]:
        return self._stretches.get(stretch, set())

    def _add_relation(self, relation: Relation) -> None:
        self._relations[relation.id] = relation
        for end in (relation.source, relation.target):
            self._links.setdefault(end, set()).add(relation.id)

    def _drop_relation(self, relation_id: str) -> None:
        relation = self._relations.pop(relation_id, None)
        if relation is not None:
            for end in (relation.source, relation.target):
                self._links[end].discard(relation_id)


def _stretches(span: Span) -> Iterator[int]:
    for fragment in span.fragments:
        yield from range(fragment.start // _STRETCH, fragment.end // _STRETCH + 1)
