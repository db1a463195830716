"""What there is to decide in one article: cases of spans, and cases of where their links lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model import Decision, Fragment, Layer, Relation, Span
from annotator.model.annotation import AttributeValue
from annotator.review.differences import Difference, differences
from annotator.review.matching import match


@dataclass(frozen=True, slots=True)
class Version:
    """What a gold span can be: all of a span that is decided at once."""

    label: str
    fragments: tuple[Fragment, ...]
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    actor: str | None = None

    @classmethod
    def of(cls, span: Span) -> Version:
        """Return what a span is."""
        return cls(span.label, span.fragments, dict(span.attributes), span.actor)


@dataclass(frozen=True, slots=True)
class SpanCase:
    """Spans that mean the same: at most one of each annotator, of those who were asked.

    ``number`` is its place among the article's cases of spans, from 0; ``decision`` is what was
    decided so far, and ``gold`` the span that came of it.
    """

    number: int
    annotators: tuple[str, ...]
    members: Mapping[str, Span]
    differences: tuple[Difference, ...]
    decision: Decision | None = None
    gold: Span | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its spans, in the order of their annotators' names."""
        return tuple(span.id for span in self.members.values())

    @property
    def agreed(self) -> bool:
        """Whether all annotators have the same."""
        return not self.differences

    @property
    def settled(self) -> bool:
        """Whether there is a decision, be it to have none of them."""
        return self.decision is not None and self.decision.outcome != "later"

    @property
    def changed_since(self) -> bool:
        """Whether spans came to it, or left it, after it was decided."""
        return self.decision is not None and set(self.decision.members) != set(self.ids)

    @property
    def first(self) -> Span:
        """The span that stands first, of the annotator whose name comes first."""
        return min(self.members.values(), key=lambda span: span.order[:2])


@dataclass(frozen=True, slots=True)
class LinkCase:
    """Where links of one type lead from the spans of a case, by each annotator who has a span.

    ``targets`` are numbers of cases of spans; ``candidates`` are all of them that anybody linked.
    """

    type: str
    source: SpanCase
    targets: Mapping[str, frozenset[int]]
    decision: Decision | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the spans that the links start from."""
        return self.source.ids

    @property
    def candidates(self) -> tuple[int, ...]:
        """The cases that anybody's links lead to, in the order of the text."""
        return tuple(sorted({n for targets in self.targets.values() for n in targets}))

    @property
    def agreed(self) -> bool:
        """Whether all who have the span link it the same."""
        return len(set(self.targets.values())) < 2

    @property
    def settled(self) -> bool:
        """Whether there is a decision."""
        return self.decision is not None and self.decision.outcome != "later"


Case = SpanCase | LinkCase


class ArticleReview:
    """One article under review: what its annotators made of it, and the gold so far.

    Doesn't change; after a decision, read the article anew.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        gold: Layer,
        decisions: Iterable[Decision],
        actors: Mapping[str, str],
    ) -> None:
        self.layers = {layer.annotator: layer for layer in sorted(layers, key=_name)}
        self.gold = gold
        self.article = gold.article
        self.decisions = tuple(decisions)
        self.actors = actors
        self.spans = self._span_cases()
        self.links = self._link_cases()

    @property
    def annotators(self) -> tuple[str, ...]:
        """The annotators whose layers are compared, by name."""
        return tuple(self.layers)

    @property
    def cases(self) -> tuple[Case, ...]:
        """All cases in the order in which they are asked: links after the spans they hang on."""
        behind: dict[int, list[LinkCase]] = defaultdict(list)
        for case in self.links:
            behind[max(case.source.number, *case.candidates)].append(case)
        asked: list[Case] = []
        for span in self.spans:
            asked += [span, *behind[span.number]]
        return tuple(asked)

    def target(self, number: int) -> SpanCase:
        """Return the case of spans with this number."""
        return self.spans[number]

    def moot(self, case: Case) -> bool:
        """Say whether nothing is left to decide: the spans at one end were all rejected."""
        if isinstance(case, SpanCase):
            return False
        gone = [n for n in case.candidates if _rejected(self.spans[n])]
        return _rejected(case.source) or len(gone) == len(case.candidates)

    def waiting(self, case: Case) -> bool:
        """Say whether spans that a case of links hangs on are to be decided first."""
        if isinstance(case, SpanCase) or self.moot(case):
            return False
        ends = (case.source, *(self.spans[n] for n in case.candidates))
        return not all(end.settled for end in ends)

    def is_open(self, case: Case) -> bool:
        """Say whether a case still needs a decision, now or after others."""
        return not case.settled and not self.moot(case)

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases that still need a decision, in the order in which they are asked."""
        return tuple(case for case in self.cases if self.is_open(case))

    def _span_cases(self) -> tuple[SpanCase, ...]:
        groups = match({name: layer.spans for name, layer in self.layers.items()})
        decided = {
            span_id: decision
            for decision in self.decisions
            if decision.relation is None
            for span_id in decision.members
        }
        text, names = self.article.text, tuple(self.layers)
        cases = []
        used: set[str] = set()
        for number, members in enumerate(groups):
            told = differences(members, names, text, self.actors)
            known = [decided[s.id] for s in members.values() if s.id in decided]
            # Spans that parted since they were decided: the decision stays with the first.
            decision = next((d for d in known if d.id not in used), None)
            used |= {decision.id} if decision else set()
            gold = next((self.gold.span(i) for i in decision.gold), None) if decision else None
            cases.append(SpanCase(number, names, members, told, decision, gold))
        return tuple(cases)

    def _link_cases(self) -> tuple[LinkCase, ...]:
        case_of = {span_id: case.number for case in self.spans for span_id in case.ids}
        decided = {
            (span_id, decision.relation): decision
            for decision in self.decisions
            if decision.relation is not None
            for span_id in decision.members
        }
        found = []
        for case in self.spans:
            leading: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
            for name, span in case.members.items():
                for link in self._starting(name, span):
                    target = case_of[link.target]
                    if target != case.number:
                        leading[link.type][name].add(target)
            for type in sorted(leading):
                targets = {n: frozenset(leading[type].get(n, ())) for n in case.members}
                keys = ((span_id, type) for span_id in case.ids)
                decision = next((decided[key] for key in keys if key in decided), None)
                found.append(LinkCase(type, case, targets, decision))
        return tuple(found)

    def _starting(self, name: str, span: Span) -> list[Relation]:
        return [link for link in self.layers[name].links(span.id) if link.source == span.id]


def _rejected(case: SpanCase) -> bool:
    return case.settled and case.gold is None


def _name(layer: Layer) -> str:
    return layer.annotator
