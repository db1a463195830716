"""What the annotators' versions of a case add up to, without anybody deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from annotator.model import Span
from annotator.review.cases import LinkCase, SpanCase, Version
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
    """Count each part of the span by itself: boundaries, label, each attribute, actor.

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
    actor = _most((span.actor for span in alike), first.actor)
    origin = tuple(n for n, span in case.members.items() if span.fragments == lead.fragments)
    return Vote(exists, Version(label, lead.fragments, attributes, actor), origin)


def shared(case: SpanCase, least: int) -> tuple[Version, tuple[str, ...]] | None:
    """Return what at least ``least`` annotators wholly agree on, and who; else ``None``."""
    holders: dict[object, list[str]] = {}
    for name, span in case.members.items():
        key = (span.label, span.fragments, tuple(sorted(span.attributes.items())), span.actor)
        holders.setdefault(key, []).append(name)
    names = max(holders.values(), key=len)
    if len(names) < least:
        return None
    return Version.of(case.members[names[0]]), tuple(names)


def link_votes(case: LinkCase) -> tuple[frozenset[int], bool]:
    """Return the targets that most of those who have the span link it with.

    The second value says whether each target was decided by more than half, one way or the other.
    """
    counts = Counter(n for targets in case.targets.values() for n in targets)
    voters = len(case.targets)
    clear = all(2 * count != voters for count in counts.values())
    return frozenset(n for n, count in counts.items() if 2 * count > voters), clear


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
