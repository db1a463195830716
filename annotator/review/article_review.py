"""One article under review: its cases, which of them are open, and in which order they are asked.

An attribution is decided as its span and, after that, its links, type by type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from annotator.model import Decision, Layer, Scheme
from annotator.model.annotation import ACTOR
from annotator.review.cases import ActorCase, Case, HangingCase, Link, LinkCase, SpanCase
from annotator.review.differences import Difference, actors_differ, differences, links_differ
from annotator.review.matching import Group, match

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Matched:
    """What doesn't change with decisions: groups of spans, and where the links of each lead.

    ``known`` keeps what was worked out from these alone.
    """

    groups: Sequence[Group]
    links: Sequence[tuple[int, str, Mapping[str, frozenset[Link]]]]
    known: dict[Hashable, Any] = field(default_factory=dict)


class ArticleReview:
    """One article under review: what its annotators made of it, and the gold so far.

    ``shown`` gives the names that annotators are called by, where these aren't their own; they
    come in the order of these names. It doesn't change; `after` a decision there is another one.
    """

    spans: tuple[SpanCase, ...]
    links: tuple[LinkCase, ...]
    named: tuple[ActorCase, ...]
    _matched: _Matched

    def __init__(
        self,
        layers: Iterable[Layer],
        gold: Layer,
        decisions: Iterable[Decision],
        actors: Mapping[str, str],
        scheme: Scheme,
        *,
        shown: Mapping[str, str] | None = None,
        before: ArticleReview | None = None,
    ) -> None:
        self.shown = shown or {}
        named = sorted(layers, key=lambda layer: self.name(layer.annotator))
        self.layers = {layer.annotator: layer for layer in named}
        self.annotators = tuple(self.layers)
        self.gold = gold
        self.article = gold.article
        self.decisions = tuple(decisions)
        self.actors = actors
        self.scheme = scheme
        self._matched = before._matched if before is not None else _matched(self.layers)
        self._decided = {
            (span_id, decision.relation): decision
            for decision in self.decisions
            for span_id in decision.members
        }
        self.spans: tuple[SpanCase, ...] = self._span_cases(
            before.spans if before is not None else ()
        )
        self.links: tuple[LinkCase, ...] = self._link_cases(
            before.links if before is not None else ()
        )
        self.named: tuple[ActorCase, ...] = self._actor_cases(
            before.named if before is not None else ()
        )

    def after(self, gold: Layer, decisions: Iterable[Decision]) -> ArticleReview:
        """Return the review after decisions; the annotators' layers are still the same."""
        layers, shown = self.layers.values(), self.shown
        return ArticleReview(
            layers, gold, decisions, self.actors, self.scheme, shown=shown, before=self
        )

    def is_of(self, other: ArticleReview) -> bool:
        """Say whether this is another review's article with the very same cases."""
        return self._matched is other._matched

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` makes, which must not depend on decisions; it is made but once."""
        known = self._matched.known
        if key not in known:
            known[key] = make()
        return cast(T, known[key])

    def name(self, annotator: str) -> str:
        """Return the name that an annotator is called by here."""
        return self.shown.get(annotator, annotator)

    @property
    def hanging(self) -> tuple[HangingCase, ...]:
        """The cases that hang on spans: what they name, and where they link."""
        return (*self.named, *self.links)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """All cases in the order in which they are asked: links after the spans they hang on."""
        hanging = self.hanging
        order = self.once("order", self._order)
        return tuple(hanging[~n] if n < 0 else self.spans[n] for n in order)

    def _order(self) -> list[int]:
        """Number the cases as they are asked: spans from 0 up, what hangs on them from -1 down."""
        behind: dict[int, list[int]] = defaultdict(list)
        for n, case in enumerate(self.hanging):
            behind[max(case.source.number, *case.candidates, 0)].append(~n)
        return [n for span in self.spans for n in (span.number, *behind[span.number])]

    def target(self, number: int) -> SpanCase:
        """Return the case of spans with this number."""
        return self.spans[number]

    def differences(self, case: Case) -> tuple[Difference, ...]:
        """Tell how annotators differ, in words; nothing if they all have the same."""
        return self.once(("differences", *case.key), lambda: self._differences(case))

    def moot(self, case: Case) -> bool:
        """Say whether nothing is left to decide: what it hangs on is rejected, or can't have it."""
        if isinstance(case, SpanCase):
            return False
        if _rejected(case.source):
            return True
        if isinstance(case, ActorCase):
            gold = case.source.gold
            label = self.scheme.label(gold.label) if gold is not None else None
            return gold is not None and (label is None or not label.register)
        return all(_rejected(self.spans[n]) for n in case.candidates)

    def waiting(self, case: Case) -> bool:
        """Say whether spans that a case hangs on are to be decided first."""
        if isinstance(case, SpanCase) or self.moot(case):
            return False
        ends = (case.source, *(self.spans[n] for n in case.candidates))
        return not all(end.settled for end in ends)

    def is_open(self, case: Case) -> bool:
        """Say whether a case still needs a decision, now or after others."""
        return not case.settled and not self.moot(case)

    def is_asked(self, case: Case) -> bool:
        """Say whether a person is to decide a case, now or after others.

        What all agree on is settled along with the spans that it waits for.
        """
        if isinstance(case, SpanCase):
            return not case.settled
        return self.is_open(case) and not (case.agreed and self.waiting(case))

    @cached_property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases that still need a decision, in the order in which they are asked."""
        return tuple(case for case in self.cases if self.is_open(case))

    def _span_cases(self, before: Sequence[SpanCase]) -> tuple[SpanCase, ...]:
        cases = []
        used: set[str] = set()
        for number, members in enumerate(self._matched.groups):
            decision = gold = None
            # Spans that parted since they were decided: the decision stays with the first.
            for span in members.values() if self._decided else ():
                found = self._decided.get((span.id, None))
                if found is not None and found.id not in used:
                    decision = found
                    used.add(found.id)
                    gold = next((self.gold.span(i) for i in found.gold), None)
                    break
            old = before[number] if before else None
            if old is None or old.decision is not decision or old.gold is not gold:
                old = SpanCase(number, self.annotators, members, gold, decision=decision)
            cases.append(old)
        return tuple(cases)

    def _link_cases(self, before: Sequence[LinkCase]) -> tuple[LinkCase, ...]:
        found = []
        for n, (number, type, links) in enumerate(self._matched.links):
            source, old = self.spans[number], before[n] if before else None
            decision = self._decision(source, type)
            if old is None or old.decision is not decision or old.source is not source:
                old = LinkCase(source, type, links, decision=decision)
            found.append(old)
        return tuple(found)

    def _actor_cases(self, before: Sequence[ActorCase]) -> tuple[ActorCase, ...]:
        found = []
        for n, (number, actors) in enumerate(self.once("actors", self._actors)):
            source, old = self.spans[number], before[n] if before else None
            decision = self._decision(source, ACTOR)
            if old is None or old.decision is not decision or old.source is not source:
                old = ActorCase(source, actors, decision=decision)
            found.append(old)
        return tuple(found)

    def _actors(self) -> list[tuple[int, dict[str, str | None]]]:
        """Return whom the members of each group name, where any names somebody."""
        named = (
            (n, {who: span.actor for who, span in group.items()})
            for n, group in enumerate(self._matched.groups)
        )
        return [(n, actors) for n, actors in named if any(actors.values())]

    def _decision(self, case: SpanCase, relation: str) -> Decision | None:
        return next(
            (d for i in case.ids if (d := self._decided.get((i, relation))) is not None), None
        )

    def _differences(self, case: Case) -> tuple[Difference, ...]:
        if case.agreed:
            return ()
        if isinstance(case, SpanCase):
            return differences(case.members, self.annotators, self.article.text, self.name)
        if isinstance(case, ActorCase):
            return (actors_differ(case.actors, self.actors),)
        quotes = {n: self.spans[n].first.quote for n in case.candidates}
        return tuple(links_differ(case, quotes))


def _matched(layers: Mapping[str, Layer]) -> _Matched:
    groups = match({name: layer.spans for name, layer in layers.items()})
    if sorted(layers) != list(layers):
        # In a blind review annotators come in the order of their letters.
        groups = [{name: group[name] for name in layers if name in group} for group in groups]
    case_of = {span.id: n for n, group in enumerate(groups) for span in group.values()}
    leading: dict[int, dict[str, dict[str, dict[int, Link]]]] = {}
    for name, layer in layers.items():
        for link in layer.relations:
            source, target = case_of[link.source], case_of[link.target]
            if source != target:
                types = leading.setdefault(source, {})
                to = types.setdefault(link.type, {}).setdefault(name, {})
                to.setdefault(target, Link.to(target, link.attributes))
    links = [
        (number, type, {who: frozenset(by.get(who, {}).values()) for who in groups[number]})
        for number in sorted(leading)
        for type, by in sorted(leading[number].items())
    ]
    return _Matched(groups, links)


def _rejected(case: SpanCase) -> bool:
    return case.settled and case.gold is None
