"""Makes gold by rule: what is agreed at once, or a whole project unattended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from string import ascii_uppercase

from annotator.errors import ChangeError, ProjectError
from annotator.model import Change, Layer, Scheme
from annotator.model.annotation import GOLD, Outcome, is_gold
from annotator.review.article_review import ArticleReview
from annotator.review.cases import ActorCase, Link, LinkCase, SpanCase, Version
from annotator.review.deciding import Draft
from annotator.review.votes import (
    actor_votes,
    link_votes,
    shared,
    shared_actor,
    shared_links,
    vote,
)
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Rule:
    """How gold is made without asking.

    ``majority``: a span that more than half of the annotators have, with boundaries, label and
    answers as most of them have them (ties as `votes.vote` breaks them); each link that more than
    half of those who have its span drew. ``unanimous``: only what all have in the same way.
    ``prefer``: whatever the annotator ``name`` has; by majority where that one has nothing.
    """

    kind: str
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read ``majority``, ``unanimous`` or ``prefer:NAME``; ``ProjectError`` otherwise."""
        kind, colon, name = text.partition(":")
        if (kind in ("majority", "unanimous") and not colon) or (kind == "prefer" and name):
            return cls(kind, name)
        raise ProjectError(
            f'"{text}" is no rule; there are: majority, unanimous, and prefer:NAME with an '
            "annotator's name."
        )

    def __str__(self) -> str:
        """Write the rule as ``parse`` reads it."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


@dataclass(slots=True)
class Adjudicated:
    """What an unattended run did; ``left_out`` names articles and why they were passed over."""

    articles: int = 0
    cases: int = 0
    spans: int = 0
    relations: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def gather(
    project: Project,
    article_id: str,
    *,
    layer: str = GOLD,
    annotators: Collection[str] | None = None,
    blind: bool = False,
    gold: Layer | None = None,
) -> ArticleReview:
    """Read one article for review.

    Compared are the finished layers of ``annotators``, or of everybody but reviewers and gold.
    ``layer`` is whose layer the decisions are made for, ``gold`` that layer if it was read
    already. A ``blind`` review calls the annotators
    A, B, C …, in another order in each article.
    """
    wanted = compared(project) if annotators is None else annotators
    read = (project.layer(article_id, name) for name in sorted(wanted) if name != layer)
    layers = [one for one in read if one.status == "done"]
    names = {actor.id: actor.name for actor in project.actors()}
    decisions = project.decisions(article_id, layer)
    if gold is None:
        gold = project.layer(article_id, layer)
    shown = letters(article_id, [one.annotator for one in layers]) if blind else None
    return ArticleReview(layers, gold, decisions, names, project.scheme, shown=shown)


def compared(project: Project) -> set[str]:
    """Return whose layers are compared if nobody is named: people's and imported ones."""
    roles = ("annotator", "import")
    return {a.name for a in project.annotators() if a.role in roles and not is_gold(a.name)}


def letters(article_id: str, annotators: Iterable[str]) -> dict[str, str]:
    """Give annotators letters for names, shuffled for each article but always the same."""

    def drawn(name: str) -> bytes:
        return sha256(f"{article_id} {name}".encode()).digest()

    return dict(zip(sorted(annotators, key=drawn), _letters(), strict=False))


def _letters() -> Iterator[str]:
    for count in range(1, 4):
        yield from map("".join, product(ascii_uppercase, repeat=count))


def accept_agreed(
    review: ArticleReview, reviewer: str, *, least: Callable[[int], int] | None = None
) -> Change:
    """Make gold of what at least ``least`` of so many annotators, or all, have in the same way.

    Empty if nothing new is agreed on, or fewer than two were asked.
    """
    draft = Draft(review, reviewer)
    count = accept(draft, least)
    if not count:
        return Change("Accept what is agreed", reviewer)
    return draft.change(f"Accept {count} agreed case{'s' if count != 1 else ''}")


def accept(draft: Draft, least: Callable[[int], int] | None = None) -> int:
    """Add to a draft what is agreed on, as far as nobody looked at it; return how much that is."""
    review = draft.review
    asked = len(review.annotators)
    enough = asked if least is None else max(least(asked), 2)
    if asked < max(enough, 2):
        return 0
    count = 0

    def agreed_spans() -> list[tuple[int, Version, tuple[str, ...]]]:
        found = ((case.number, shared(case, enough)) for case in review.spans)
        return [(number, *one) for number, one in found if one is not None]

    for number, version, origin in review.once(("agreed", enough), agreed_spans):
        case = review.target(number)
        if not draft.is_fresh(case):
            continue
        try:
            draft.take(case, version, "agreed", origin=origin)
        except ChangeError:
            # The scheme lets gold have one of two only: that is for a person to decide.
            continue
        count += 1
    for named in review.named:
        if draft.is_fresh(named) and draft.gold(named.source):
            agreed = shared_actor(named, min(enough, len(named.actors)))
            if agreed is not None:
                draft.name(named, agreed[0], "agreed", origin=agreed[1])
                count += 1
    for links in review.links:
        ends = [review.target(n) for n in links.candidates]
        ready = draft.gold(links.source) is not None and all(map(draft.is_settled, ends))
        if not ready or not draft.is_fresh(links) or not any(map(draft.gold, ends)):
            continue
        alike = shared_links(links, enough)
        if alike is not None and _allowed(review, links, alike[0]):
            draft.link(links, alike[0], "agreed", origin=alike[1])
            count += 1
    return count


def _allowed(review: ArticleReview, case: LinkCase, links: Collection[Link]) -> bool:
    kind = review.scheme.relation(case.type)
    return kind is None or kind.maximum is None or len(links) <= kind.maximum


def adjudicate(
    project: Project,
    rule: Rule,
    *,
    reviewer: str = GOLD,
    layer: str = GOLD,
    progress: Callable[[int, int], None] | None = None,
) -> Adjudicated:
    """Settle every case of every article that several people finished, one change an article.

    What was decided before stays. Raises ``ProjectError`` for a rule that names nobody.
    """
    known = {annotator.name for annotator in project.annotators()}
    if rule.name and rule.name not in known:
        raise ProjectError(f'{project.path.name} has no annotator "{rule.name}".')
    result = Adjudicated()
    ids = project.article_ids()
    for done, article_id in enumerate(ids, 1):
        review = gather(project, article_id, layer=layer)
        if len(review.annotators) < 2:
            why = "nobody finished it" if not review.annotators else "only one person finished it"
            result.left_out.append((article_id, why))
        else:
            _settle(project, review, rule, reviewer, result)
        if progress is not None:
            progress(done, len(ids))
    return result


def _settle(
    project: Project, review: ArticleReview, rule: Rule, reviewer: str, result: Adjudicated
) -> None:
    draft = Draft(review, reviewer)
    for case in review.spans:
        if not case.settled:
            _settle_spans(draft, case, rule)
            result.cases += 1
    for named in review.named:
        if not draft.is_settled(named) and draft.gold(named.source) is not None:
            _settle_actor(draft, named, rule)
            result.cases += 1
    for links in review.links:
        if not draft.is_settled(links) and draft.gold(links.source) is not None:
            _settle_links(draft, links, rule, project.scheme)
            result.cases += 1
    project.apply(draft.change(f"Adjudicate by {rule}"))
    gold = project.layer(review.article.id, review.gold.annotator)
    result.articles += 1
    result.spans += len(gold.spans)
    result.relations += len(gold.relations)


def _settle_spans(draft: Draft, case: SpanCase, rule: Rule) -> None:
    version, origin = _chosen(case, rule)
    outcome: Outcome = "none" if version is None else "agreed" if case.agreed else "majority"
    reason = f"By rule: {rule}." if not case.agreed else None
    try:
        draft.take(case, version, outcome, origin=origin, reason=reason)
    except ChangeError as error:
        draft.take(case, None, "none", reason=f"By rule: {rule}. {error}")


def _chosen(case: SpanCase, rule: Rule) -> tuple[Version | None, tuple[str, ...]]:
    if rule.kind == "prefer" and rule.name in case.annotators:
        theirs = case.members.get(rule.name)
        return (Version.of(theirs), (rule.name,)) if theirs is not None else (None, ())
    if rule.kind == "unanimous":
        return shared(case, len(case.annotators)) or (None, ())
    found = vote(case)
    return (found.version, found.origin) if found.exists else (None, ())


def _settle_actor(draft: Draft, case: ActorCase, rule: Rule) -> None:
    actor, _ = actor_votes(case)
    if rule.kind == "prefer" and rule.name in case.actors:
        actor = case.actors[rule.name]
    elif rule.kind == "unanimous" and not case.agreed:
        actor = None
    outcome: Outcome = "agreed" if case.agreed else "majority"
    reason = f"By rule: {rule}." if not case.agreed else None
    origin = tuple(name for name, named in case.actors.items() if named == actor)
    draft.name(case, actor, outcome, origin=origin, reason=reason)


def _settle_links(draft: Draft, case: LinkCase, rule: Rule, scheme: Scheme) -> None:
    links, _ = link_votes(case)
    if rule.kind == "prefer" and rule.name in case.links:
        links = case.links[rule.name]
    elif rule.kind == "unanimous":
        links = frozenset.intersection(*case.links.values())
    kind = scheme.relation(case.type)
    if kind is not None and kind.maximum is not None and len(links) > kind.maximum:
        links = frozenset(sorted(links, key=lambda link: link.target)[: kind.maximum])
    outcome: Outcome = "agreed" if case.agreed else "majority"
    reason = f"By rule: {rule}." if not case.agreed else None
    draft.link(case, links, outcome, origin=tuple(case.links), reason=reason)
