"""What there is to decide: spans that mean the same, then what they name and where they link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from annotator.model import Decision, Fragment, Span
from annotator.model.annotation import ACTOR, AttributeValue

#: The number of the case of spans, and what of these is asked: nothing for the spans themselves.
Key = tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class Version:
    """What a gold span can be: all of a span that is decided at once."""

    label: str
    fragments: tuple[Fragment, ...]
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)

    @classmethod
    def of(cls, span: Span) -> Version:
        """Return what a span is."""
        return cls(span.label, span.fragments, dict(span.attributes))

    @property
    def key(self) -> tuple[object, ...]:
        """Something that is the same for versions that are the same."""
        return (self.label, self.fragments, tuple(sorted(self.attributes.items())))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, as the number of a case of spans, and the answers to its questions."""

    target: int
    answers: tuple[tuple[str, AttributeValue], ...] = ()

    @classmethod
    def to(cls, target: int, attributes: Mapping[str, AttributeValue]) -> Link:
        """Return a link to a case, with these answers by name."""
        return cls(target, tuple(sorted(attributes.items())))


@dataclass(frozen=True, eq=False)
class _Asked:
    """What all cases have: the decision so far."""

    decision: Decision | None = field(default=None, kw_only=True)

    @property
    def settled(self) -> bool:
        """Whether there is a decision, be it to have none of them."""
        return self.decision is not None and self.decision.outcome != "later"


@dataclass(frozen=True, eq=False)
class SpanCase(_Asked):
    """Spans that mean the same: at most one of each annotator, of those who were asked.

    ``number`` is its place among the article's cases of spans, from 0; ``gold`` is the span that
    came of the decision.
    """

    number: int
    annotators: tuple[str, ...]
    members: Mapping[str, Span]
    gold: Span | None = None

    @property
    def source(self) -> SpanCase:
        """The case of spans that it is about: itself."""
        return self

    @property
    def relation(self) -> None:
        """What tells its decision from others on the same spans: nothing."""

    @property
    def key(self) -> Key:
        """Something that tells it from all other cases of its article."""
        return self.number, None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of its spans, in the order of their annotators."""
        return tuple(span.id for span in self.members.values())

    @cached_property
    def agreed(self) -> bool:
        """Whether all annotators have the same, apart from what it names and links to."""
        first, *others = self.members.values()
        return len(self.members) == len(self.annotators) and all(
            (other.label, other.fragments, other.attributes)
            == (first.label, first.fragments, first.attributes)
            for other in others
        )

    @property
    def changed_since(self) -> bool:
        """Whether spans came to it, or left it, after it was decided."""
        return self.decision is not None and set(self.decision.members) != set(self.ids)

    @cached_property
    def first(self) -> Span:
        """The span that stands first, of the annotator who comes first."""
        return min(self.members.values(), key=lambda span: span.order[:2])


@dataclass(frozen=True, eq=False)
class _Hanging(_Asked):
    """What hangs on a span, and is asked after it."""

    source: SpanCase

    @property
    def relation(self) -> str:
        """What tells its decision from the others on the same spans."""
        raise NotImplementedError

    @property
    def key(self) -> Key:
        """Something that tells it from all other cases of its article."""
        return self.source.number, self.relation

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the spans that it hangs on."""
        return self.source.ids


@dataclass(frozen=True, eq=False)
class LinkCase(_Hanging):
    """Where links of one type lead from the spans of a case, by each annotator who has a span.

    ``targets`` are numbers of cases of spans; ``candidates`` are all of them that anybody linked.
    """

    type: str
    links: Mapping[str, frozenset[Link]]

    @property
    def relation(self) -> str:
        """What tells its decision from the others on the same spans."""
        return self.type

    @cached_property
    def targets(self) -> Mapping[str, frozenset[int]]:
        """The cases that each annotator's links lead to, whatever they answer."""
        return {who: frozenset(one.target for one in found) for who, found in self.links.items()}

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """The cases that anybody's links lead to, in the order of the text."""
        return tuple(sorted({n for targets in self.targets.values() for n in targets}))

    def answers(self, target: int) -> dict[str, dict[str, AttributeValue]]:
        """Return what each annotator who links a case answers of that link."""
        return {
            who: dict(link.answers)
            for who, links in self.links.items()
            for link in links
            if link.target == target
        }

    @property
    def agreed(self) -> bool:
        """Whether all who have the span link it the same, with the same answers."""
        return len(set(self.links.values())) < 2


@dataclass(frozen=True, eq=False)
class ActorCase(_Hanging):
    """Which entry of the register the spans of a case name, by each annotator who has a span."""

    actors: Mapping[str, str | None]

    @property
    def relation(self) -> str:
        """What tells its decision from the others on the same spans."""
        return ACTOR

    @property
    def candidates(self) -> tuple[int, ...]:
        """The other cases that it hangs on: none."""
        return ()

    @property
    def agreed(self) -> bool:
        """Whether all who have the span name the same."""
        return len(set(self.actors.values())) < 2


HangingCase = LinkCase | ActorCase
Case = SpanCase | HangingCase
