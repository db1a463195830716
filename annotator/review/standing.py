"""How far the review of each article is, and what its cases are about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.model import AttributeValue
from annotator.review.adjudicating import accept
from annotator.review.article_review import ArticleReview
from annotator.review.cases import ActorCase, Case, LinkCase
from annotator.review.deciding import Draft
from annotator.review.differences import Aspect
from annotator.review.filtering import CaseFilter, Divide, Gist


@dataclass(frozen=True)
class Standing:
    """Where an article stands: how many cases of how many are open, and the gists of them all."""

    article: str
    annotators: tuple[str, ...]
    gists: tuple[Gist, ...]
    alike: int
    cases: int

    @cached_property
    def open(self) -> int:
        """How many cases still need a decision."""
        return sum(gist.is_open for gist in self.gists)

    @property
    def disagreement(self) -> float:
        """Which share of the cases annotators see differently."""
        return 1 - self.alike / self.cases if self.cases else 0.0

    def wanted(self, asked: CaseFilter) -> int:
        """Return how many open cases a filter lets through."""
        if not asked:
            return self.open
        return sum(gist.is_open and asked.lets(gist) for gist in self.gists)


def standing(review: ArticleReview, least: Callable[[int], int] | None = None) -> Standing:
    """Say where an article stands; what all agree on and is settled has no gist.

    With ``least``, what so many annotators agree on counts as settled, as if it were accepted.
    """
    gists = []
    draft = Draft(review, "")
    if least is not None:
        accept(draft, least)
    for case in review.cases:
        is_open = review.is_asked(case) and not (least is not None and draft.is_settled(case))
        if is_open or not case.agreed:
            gists.append(gist(review, case, is_open=is_open))
    alike = review.once("alike", lambda: sum(case.agreed for case in review.cases))
    return Standing(review.article.id, review.annotators, tuple(gists), alike, len(review.cases))


def gist(review: ArticleReview, case: Case, *, is_open: bool | None = None) -> Gist:
    """Say what a case is about."""

    def make() -> Gist:
        members, annotators = case.source.members, review.annotators
        labels = tuple(members[who].label if who in members else None for who in annotators)
        return Gist(annotators, labels, tuple(_divides(annotators, case)), is_open=True)

    known = review.once(("gist", *case.key), make)
    if is_open is None:
        is_open = review.is_asked(case)
    return known if is_open else replace(known, is_open=False)


def _divides(annotators: tuple[str, ...], case: Case) -> list[Divide]:
    found: list[Divide] = []

    def divide(aspect: Aspect, held: Mapping[str, Hashable], name: str | None = None) -> None:
        seen: dict[Hashable, int] = {}
        sides = [seen.setdefault(held[w], len(seen)) if w in held else -1 for w in annotators]
        if len(seen) > 1:
            found.append(Divide(aspect, tuple(sides), name))

    def divide_by_answers(given: Mapping[str, Mapping[str, AttributeValue]]) -> None:
        for name in dict.fromkeys(name for answers in given.values() for name in answers):
            divide("attribute", {who: answers.get(name) for who, answers in given.items()}, name)

    if isinstance(case, LinkCase):
        divide("link", case.targets, case.type)
        for target in case.candidates if not case.agreed else ():
            divide_by_answers(case.answers(target))
    elif isinstance(case, ActorCase):
        divide("actor", case.actors)
    else:
        members = case.members
        if len(members) < len(annotators):
            divide("missing", {who: who in members for who in annotators})
        divide("label", {who: span.label for who, span in members.items()})
        first = next(iter(members.values())).fragments
        if any(span.fragments != first for span in members.values()):
            divide("boundary", {who: span.fragments for who, span in members.items()})
            divide("fragments", {who: len(span.fragments) for who, span in members.items()})
        divide_by_answers({who: span.attributes for who, span in members.items()})
    return found
