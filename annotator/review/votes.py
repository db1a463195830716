"""What the annotators' versions of a case add up to, without anybody deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from annotator.model import AttributeValue, Span
from annotator.review.cases import ActorCase, Link, LinkCase, SpanCase, Version
from annotator.review.matching import likeness

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Vote:
    """What most annotators hold.

    ``exists`` is ``None`` where as many have the span as have it not; ``version`` is what most of
    those who have it say, and ``origin`` whose boundaries these are.
    """

    exists: bool | None
    version: Version
    origin: tuple[str, ...]


def vote(case: SpanCase) -> Vote:
    """Count each part of the span by itself: boundaries, label, each attribute.

    Where several boundaries have as many votes, those count that are most like all others (the
    medoid), then those of the annotator whose name comes first; so with label and answers, of
    which the annotator with these boundaries has the casting vote.
    """
    having, asked = len(case.members), len(case.annotators)
    exists = None if 2 * having == asked else 2 * having > asked
    lead = _lead(case)
    spans = list(case.members.values())

    def most(of: Callable[[Span], V]) -> V:
        return _most((of(span) for span in spans), of(lead))

    label = most(lambda span: span.label)
    alike = [span for span in spans if span.label == label] or [lead]
    names = dict.fromkeys(name for span in alike for name in span.attributes)
    first = lead if lead in alike else alike[0]
    attributes = {
        name: value
        for name in names
        if (value := _most((s.attributes.get(name) for s in alike), first.attributes.get(name)))
        is not None
    }
    origin = tuple(n for n, span in case.members.items() if span.fragments == lead.fragments)
    return Vote(exists, Version(label, lead.fragments, attributes), origin)


def shared(case: SpanCase, least: int) -> tuple[Version, tuple[str, ...]] | None:
    """Return what at least ``least`` annotators wholly agree on, and who; else ``None``.

    There is no such thing if as many agree on something else.
    """
    if len(case.members) < least:
        return None
    if least == len(case.annotators):
        return (Version.of(case.first), tuple(case.members)) if case.agreed else None
    versions = {name: Version.of(span) for name, span in case.members.items()}
    found = _shared({name: version.key for name, version in versions.items()}, least)
    return (versions[found[0]], found) if found else None


def shared_links(case: LinkCase, least: int) -> tuple[frozenset[Link], tuple[str, ...]] | None:
    """Return the links that at least ``least`` annotators have, neither more nor less."""
    found = _shared(case.links, least)
    return (case.links[found[0]], found) if found else None


def shared_actor(case: ActorCase, least: int) -> tuple[str | None, tuple[str, ...]] | None:
    """Return the actor that at least ``least`` annotators name, and who."""
    found = _shared(case.actors, least)
    return (case.actors[found[0]], found) if found else None


def link_votes(case: LinkCase) -> tuple[frozenset[Link], bool]:
    """Return the links that most of those who have the span have, each answer counted by itself.

    Of answers that as many gave, the first annotator's counts. The second value says whether
    each link was decided by more than half, one way or the other, and no answer was such a tie.
    """
    counts = Counter(n for targets in case.targets.values() for n in targets)
    voters = len(case.targets)
    clear = all(2 * count != voters for count in counts.values())
    found = []
    for target in (n for n, count in counts.items() if 2 * count > voters):
        given = list(case.answers(target).values())
        answers: dict[str, AttributeValue] = {}
        for name in dict.fromkeys(name for one in given for name in one):
            votes = Counter(one.get(name) for one in given)
            (value, most), *others = votes.most_common()
            clear = clear and not (others and others[0][1] == most)
            if value is not None:
                answers[name] = value
        found.append(Link.to(target, answers))
    return frozenset(found), clear


def actor_votes(case: ActorCase) -> tuple[str | None, bool]:
    """Return the actor that most of those who have the span name.

    Of several the one that the first annotator names; the second value says whether it is one.
    """
    counts = Counter(case.actors.values())
    most = max(counts.values())
    best = [actor for actor in case.actors.values() if counts[actor] == most]
    return best[0], len(set(best)) == 1


def _shared(held: Mapping[str, Hashable], least: int) -> tuple[str, ...]:
    """Return who holds the same, if these are at least so many, and more than hold another."""
    holders: dict[Hashable, list[str]] = {}
    for name, value in held.items():
        holders.setdefault(value, []).append(name)
    first, *others = sorted(holders.values(), key=len, reverse=True)
    if len(first) < least or (others and len(others[0]) == len(first)):
        return ()
    return tuple(first)


def _lead(case: SpanCase) -> Span:
    spans = list(case.members.values())
    counts = Counter(span.fragments for span in spans)
    most = max(counts.values())
    best = [span for span in spans if counts[span.fragments] == most]
    return max(best, key=lambda span: sum(likeness(span, other) for other in spans))


def _most(values: Iterable[V], casting: V) -> V:
    counts = Counter(values)
    most = max(counts.values())
    best = [value for value, count in counts.items() if count == most]
    return casting if casting in best else best[0]
