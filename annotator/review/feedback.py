"""What became of an annotator's work in gold, and why: for those who labelled to learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import ProjectError
from annotator.model import Assignment, Decision, Layer, Scheme
from annotator.model.annotation import GOLD
from annotator.review.adjudicating import compared
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case
from annotator.review.differences import Aspect
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that gold has otherwise.

    ``label`` is the span's, ``what`` how gold differs, in words: "not in gold", "missing", or
    what the differences say with the annotator's side first. ``theirs`` and ``gold`` are the
    quotes, ``None`` where there is none. ``span`` is the annotator's span, or else that of gold,
    ``gold_span`` that of gold; ``reason``, ``note``, ``reviewer`` and ``at`` are the decision's,
    as far as there is one.
    """

    article: str
    title: str
    label: str
    what: str
    aspects: tuple[Aspect, ...]
    theirs: str | None
    gold: str | None
    span: str
    start: int
    end: int
    gold_span: str | None = None
    reason: str | None = None
    note: str | None = None
    reviewer: str | None = None
    at: str = ""


@dataclass(slots=True)
class Feedback:
    """How one annotator's work compares with gold: counts of cases, and each correction.

    ``kept`` cases are as the annotator has them. Articles that gold isn't done with are left out.
    """

    annotator: str
    articles: int = 0
    cases: int = 0
    kept: int = 0
    corrections: list[Correction] = field(default_factory=list)

    @property
    def aspects(self) -> dict[str, int]:
        """How often gold differs in each way, the most frequent first."""
        counts: dict[str, int] = {}
        for correction in self.corrections:
            for aspect in correction.aspects:
                counts[aspect] = counts.get(aspect, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def compare(
    mine: Layer,
    gold: Layer,
    decisions: Iterable[Decision],
    actors: Mapping[str, str],
    scheme: Scheme,
) -> tuple[int, list[Correction]]:
    """Compare a layer with gold; return how many cases there are, and where gold differs.

    Spans are matched as in the review. ``decisions`` are those that made gold; ``actors`` names
    the register's entries by their ids.
    """
    reference = Layer(
        gold.article, Assignment(gold.article.id, _GOLD_SIDE), gold.spans, gold.relations
    )
    nothing = Layer(gold.article, Assignment(gold.article.id, GOLD))
    shown = {mine.annotator: "1", _GOLD_SIDE: "2"}
    review = ArticleReview([mine, reference], nothing, (), actors, scheme, shown=shown)
    why = _Reasons(decisions)
    found = [
        _correction(review, case, mine.annotator, why) for case in review.cases if not case.agreed
    ]
    return len(review.cases), found


def feedback(
    project: Project,
    annotators: Sequence[str] = (),
    *,
    layer: str = GOLD,
    progress: Callable[[int, int], None] | None = None,
) -> list[Feedback]:
    """Compare what these annotators finished, or all, with the gold that is done.

    Raises ``ProjectError`` for an annotator whom the project doesn't know.
    """
    known = {annotator.name for annotator in project.annotators()}
    for name in annotators:
        if name not in known:
            raise ProjectError(f'{project.path.name} has no annotator "{name}".')
    wanted = set(annotators) or compared(project)
    names = {actor.id: actor.name for actor in project.actors()}
    found: dict[str, Feedback] = {name: Feedback(name) for name in sorted(wanted)}
    ids = project.article_ids()
    for done, article_id in enumerate(ids, 1):
        if progress is not None:
            progress(done, len(ids))
        gold = project.layer(article_id, layer)
        if gold.status != "done":
            continue
        decisions = project.decisions(article_id, layer)
        for one in project.layers(article_id):
            if one.annotator not in wanted or one.status != "done":
                continue
            told = found[one.annotator]
            cases, corrections = compare(one, gold, decisions, names, project.scheme)
            told.articles += 1
            told.cases += cases
            told.kept += cases - len(corrections)
            told.corrections += corrections
    return [told for told in found.values() if told.articles or annotators]


# No annotator can be called so: names have no line breaks.
_GOLD_SIDE = "\ngold"


class _Reasons:
    """Finds the decision behind what gold has, or has not."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_gold: dict[tuple[str, str | None], Decision] = {}
        self._by_member: dict[tuple[str, str | None], Decision] = {}
        for decision in decisions:
            for span in decision.gold:
                self._by_gold[span, decision.relation] = decision
            for span in decision.members:
                self._by_member[span, decision.relation] = decision

    def of(self, case: Case, mine: str) -> Decision | None:
        """Return the decision that made gold differ from an annotator's span."""
        source = case.source
        relation = case.relation
        own, gold = source.members.get(mine), source.members.get(_GOLD_SIDE)
        found = self._by_member.get((own.id, relation)) if own is not None else None
        if found is None and gold is not None:
            found = self._by_gold.get((gold.id, relation))
        return found


def _correction(review: ArticleReview, case: Case, mine: str, why: _Reasons) -> Correction:
    source = case.source
    own, gold = source.members.get(mine), source.members.get(_GOLD_SIDE)
    span = own or gold
    assert span is not None, "a case has a span"
    if gold is None:
        what: str = "not in gold"
    elif own is None:
        what = "missing"
    else:
        what = "; ".join(difference.words for difference in review.differences(case))
    aspects = tuple(dict.fromkeys(difference.aspect for difference in review.differences(case)))
    decision = why.of(case, mine)
    return Correction(
        article=review.article.id,
        title=review.article.title,
        label=span.label,
        what=what,
        aspects=aspects,
        theirs=own.quote if own is not None else None,
        gold=gold.quote if gold is not None else None,
        span=span.id,
        start=span.start,
        end=span.end,
        gold_span=gold.id if gold is not None else None,
        reason=decision.reason if decision is not None else None,
        note=decision.note if decision is not None else None,
        reviewer=decision.reviewer if decision is not None else None,
        at=decision.at if decision is not None else "",
    )
