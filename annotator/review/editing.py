"""Gold changed span by span, with the tools of the page: the decisions follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from annotator.model import Change, Decision, Record, Relation, Span, new_id
from annotator.model.annotation import ACTOR, Outcome
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case, SpanCase


def with_decisions(review: ArticleReview, change: Change, reviewer: str) -> Change:
    """Return a change of gold together with the decisions on what it touches.

    A case whose gold is changed counts as edited by ``reviewer``, from now on; as decided to be
    none where its gold is deleted. Reason, note and whose version it was stay.
    """
    put = {record.id: record for record in change.put if isinstance(record, Span | Relation)}
    gone = {record.id for record in change.remove if isinstance(record, Span | Relation)}
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    decided: list[Record] = []
    for case in review.cases:
        gold = _gold_after(review, case, put, gone)
        if gold is None:
            continue
        old = case.decision
        made = old or _decision(review, case, reviewer)
        outcome: Outcome = "edited" if gold or not isinstance(case, SpanCase) else "none"
        after = replace(made, gold=gold, outcome=outcome, reviewer=reviewer, at=at)
        decided.append(after)
    return replace(change, put=[*change.put, *decided]) if decided else change


def _gold_after(
    review: ArticleReview, case: Case, put: dict[str, Span | Relation], gone: set[str]
) -> tuple[str, ...] | None:
    """Return the ids of what a case's gold is after the change; ``None`` if it stays."""
    source = case.source
    gold = source.gold
    if gold is None:
        return None
    after = put.get(gold.id)
    if isinstance(case, SpanCase):
        if gold.id in gone:
            return ()
        same = not isinstance(after, Span) or replace(after, actor=gold.actor) == gold
        return None if same else (gold.id,)
    if gold.id in gone:
        return None
    if case.relation == ACTOR:
        if not isinstance(after, Span) or after.actor == gold.actor:
            return None
        return (gold.id,) if after.actor else ()
    before = [link for link in review.gold.links(gold.id) if _is_of(link, gold, case.relation)]
    links = [link.id for link in before if link.id not in gone]
    links += [
        link.id
        for link in put.values()
        if isinstance(link, Relation) and _is_of(link, gold, case.relation)
    ]
    kept = tuple(dict.fromkeys(links))
    same = all(put.get(link.id, link) == link for link in before)
    return None if same and kept == tuple(link.id for link in before) else kept


def _is_of(link: Relation, gold: Span, type: str) -> bool:
    return link.type == type and link.source == gold.id


def _decision(review: ArticleReview, case: Case, reviewer: str) -> Decision:
    gold = review.gold
    return Decision(
        new_id(), review.article.id, gold.annotator, reviewer, case.ids, "edited", case.relation
    )
