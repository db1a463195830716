"""What the review says of cases and decisions, in words."""

from __future__ import annotations

from datetime import datetime

from annotator.model import Decision
from annotator.review.article_review import ArticleReview
from annotator.review.cases import ActorCase, Case, SpanCase
from annotator.review.filtering import CaseFilter


def title(case: Case) -> str:
    """Say what a case is about: a label, or what hangs on a span of one."""
    if isinstance(case, SpanCase):
        labels = dict.fromkeys(span.label for span in case.members.values())
        return " / ".join(labels)
    what = "actor" if isinstance(case, ActorCase) else case.type.replace("_", " ")
    return f"{case.source.first.label} → {what}"


def told(review: ArticleReview, case: Case) -> str:
    """Say how annotators differ, or that they don't."""
    # The title of what hangs on a span says already what it is.
    known = "actor" if isinstance(case, ActorCase) else (case.relation or "").replace("_", " ")
    said = (one.words.removeprefix(f"{known} differs: ") for one in review.differences(case))
    return "; ".join(said) or f"{_all(len(review.annotators))} agree"


def quote(case: Case) -> str:
    """Return the words that a case is about."""
    source = case.source
    return (source.gold or source.first).quote


def outcome(review: ArticleReview, case: Case) -> str:
    """Say what was decided of a case, in a few words; nothing if it is open."""
    decision = case.decision
    if review.moot(case):
        return "falls away with its span"
    if decision is None:
        return "waits for the spans it hangs on" if review.waiting(case) else ""
    whose = ", ".join(map(review.name, decision.origin))
    match decision.outcome:
        case "agreed":
            return "agreed by all" if case.agreed else f"agreed by {whose}"
        case "taken":
            return f"as {whose}"
        case "majority":
            return f"majority: as {whose}" if whose else "majority"
        case "edited":
            return "edited"
        case "none":
            return "none of them"
    return "left for later"


def by_whom(decision: Decision) -> str:
    """Say who decided, and when."""
    when = datetime.fromisoformat(decision.at).astimezone() if decision.at else None
    return f"by {decision.reviewer}" + (f", {when:%Y-%m-%d %H:%M}" if when else "")


def asked(filter: CaseFilter) -> str:
    """Say which cases a filter asks for."""
    parts = [" and ".join(sorted(filter.labels)), " and ".join(filter.annotators)]
    if filter.aspect:
        parts.append((filter.name or filter.aspect).replace("_", " "))
    elif filter.name:
        parts.append(filter.name.replace("_", " "))
    return ", ".join(part for part in parts if part)


def _all(count: int) -> str:
    return "both" if count == 2 else "all"
