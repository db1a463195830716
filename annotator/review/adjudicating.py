"""Makes gold by rule: what is agreed at once, or a whole project unattended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.errors import ChangeError, ProjectError
from annotator.model import Change, Scheme
from annotator.model.annotation import GOLD, Outcome
from annotator.review.cases import ArticleReview, LinkCase, SpanCase, Version
from annotator.review.deciding import Draft
from annotator.review.votes import link_votes, shared, vote
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
    annotators: Sequence[str] | None = None,
) -> ArticleReview:
    """Read one article for review.

    Compared are the finished layers of ``annotators``, or of everybody but reviewers and gold.
    ``layer`` is whose layer the decisions are made for.
    """
    wanted = set(annotators) if annotators is not None else _usual(project)
    layers = [
        one
        for one in project.layers(article_id)
        if one.annotator in wanted and one.annotator != layer and one.status == "done"
    ]
    names = {actor.id: actor.name for actor in project.actors()}
    decisions = project.decisions(article_id, layer)
    return ArticleReview(layers, project.layer(article_id, layer), decisions, names)


def accept_agreed(
    review: ArticleReview, scheme: Scheme, reviewer: str, *, least: int | None = None
) -> Change:
    """Make gold of what at least ``least`` annotators, or all, have in the same way.

    Empty if nothing new is agreed on, or fewer than two were asked.
    """
    asked = len(review.annotators)
    least = asked if least is None else least
    draft = Draft(review, scheme, reviewer)
    count = 0
    for case in review.spans if asked > 1 else ():
        found = shared(case, max(least, 1))
        if case.decision is not None or found is None:
            continue
        version, origin = found
        try:
            draft.take(case, version, "agreed", origin=origin)
        except ChangeError:
            # The scheme lets gold have one of two only: that is for a person to decide.
            continue
        count += 1
    for links in review.links if asked > 1 else ():
        ends = [links.source, *(review.target(n) for n in links.candidates)]
        alike = len(links.targets) >= min(least, asked) and links.agreed
        if links.decision is None and alike and all(draft.gold(end) for end in ends):
            targets = next(iter(links.targets.values()))
            draft.link(links, targets, "agreed", origin=tuple(links.targets))
            count += 1
    if not count:
        return Change("Accept what is agreed", reviewer)
    return draft.change(f"Accept {count} agreed case{'s' if count != 1 else ''}")


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
    draft = Draft(review, project.scheme, reviewer)
    for case in review.spans:
        if not case.settled:
            _settle_spans(draft, case, rule)
            result.cases += 1
    for links in review.links:
        if not links.settled and draft.gold(links.source) is not None:
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


def _settle_links(draft: Draft, case: LinkCase, rule: Rule, scheme: Scheme) -> None:
    targets, _ = link_votes(case)
    if rule.kind == "prefer" and rule.name in case.targets:
        targets = case.targets[rule.name]
    elif rule.kind == "unanimous":
        targets = frozenset.intersection(*case.targets.values())
    kind = scheme.relation(case.type)
    if kind is not None and kind.maximum is not None and len(targets) > kind.maximum:
        targets = frozenset(sorted(targets)[: kind.maximum])
    outcome: Outcome = "agreed" if case.agreed else "majority"
    reason = f"By rule: {rule}." if not case.agreed else None
    draft.link(case, targets, outcome, origin=tuple(case.targets), reason=reason)


def _usual(project: Project) -> set[str]:
    return {a.name for a in project.annotators() if a.role != "reviewer" and a.name != GOLD}
