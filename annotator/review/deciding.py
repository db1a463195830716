"""Decisions and the gold that follows from them, as one change.

Whatever was decided before can be decided anew: the gold span stays the same span where there is
one, and links that hung on what changed are asked again. Rejecting everything is a decision too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from annotator.errors import ChangeError
from annotator.model import AttributeValue, Change, Decision, Record, Relation, Span, new_id
from annotator.model.annotation import Outcome, Status
from annotator.review.article_review import ArticleReview
from annotator.review.cases import ActorCase, Case, Key, Link, LinkCase, SpanCase, Version


class Draft:
    """Gathers decisions on one article; ``change`` says what they do to gold.

    Made for one reading of the article and one reviewer. Every method raises ``ChangeError`` if
    the scheme doesn't allow what would become of it; then nothing was gathered.
    """

    def __init__(self, review: ArticleReview, reviewer: str) -> None:
        self.review = review
        self._scheme = review.scheme
        self.reviewer = reviewer
        self._layer = review.gold.annotator
        self._put: dict[str, Record] = {}
        self._remove: dict[str, Record] = {}
        self._gold: dict[int, Span | None] = {}
        self._touched: set[Key] = set()
        self._settled: set[Key] = set()
        self._asked_again: set[Key] = set()

    def take(
        self,
        case: SpanCase,
        version: Version | None,
        outcome: Outcome,
        *,
        origin: Sequence[str] = (),
        reason: str | None = None,
        note: str | None = None,
    ) -> Span | None:
        """Have a version as gold, or none of the case; return the gold span."""
        before = case.gold
        after = None if version is None else self._span(case, version, before)
        if after is not None:
            self._refuse_conflict(after)
        if before is not None and before != after:
            self._loosen(before, after)
        if before is not None and after is None:
            self._remove[before.id] = before
        if after is not None and after != before:
            self._put[after.id] = after
        if (before is None) != (after is None):
            self._ask_again_what_hangs_on(case)
        gold = (after.id,) if after is not None else ()
        self._decide(case, outcome, origin, gold, reason, note)
        self._gold[case.number] = after
        return after

    def link(
        self,
        case: LinkCase,
        links: Collection[Link],
        outcome: Outcome,
        *,
        origin: Sequence[str] = (),
        reason: str | None = None,
        note: str | None = None,
    ) -> None:
        """Have the gold span link to the gold of these cases; rejected ones fall away."""
        source = self.gold(case.source)
        wanted = self._links_wanted(case, source, links) if source is not None else {}
        kept = self._links_kept(case, source, wanted)
        for target, answers in wanted.items():
            if source is not None and target not in kept:
                ends = (source.id, target)
                new = Relation(new_id(), self._article, self._layer, case.type, *ends, answers)
                self._put[new.id] = new
                kept[target] = new.id
        self._decide(case, outcome, origin, tuple(kept.values()), reason, note)

    def name(
        self,
        case: ActorCase,
        actor: str | None,
        outcome: Outcome,
        *,
        origin: Sequence[str] = (),
        reason: str | None = None,
        note: str | None = None,
    ) -> None:
        """Have the gold span name an entry of the register, by its id, or none."""
        gold = self.gold(case.source)
        label = self._scheme.label(gold.label) if gold is not None else None
        named: tuple[str, ...] = ()
        if gold is not None:
            after = replace(gold, actor=actor if label is not None and label.register else None)
            if after != gold:
                self._put[after.id] = after
                self._gold[case.source.number] = after
            named = (after.id,) if after.actor is not None else ()
        self._decide(case, outcome, origin, named, reason, note)

    def open_again(self, case: Case) -> None:
        """Ask a case again: gold has nothing of it until it is decided anew."""
        if case.decision is None or not case.settled:
            raise ChangeError("This case is open already.")
        if isinstance(case, SpanCase):
            if case.gold is not None:
                self._loosen(case.gold, None)
                self._remove[case.gold.id] = case.gold
            self._ask_again_what_hangs_on(case)
            self._gold[case.number] = None
        elif isinstance(case, LinkCase):
            for link_id in case.decision.gold:
                link = self.review.gold.relation(link_id)
                if link is not None:
                    self._remove[link.id] = link
        elif (gold := self.gold(case.source)) is not None and gold.actor is not None:
            self._put[gold.id] = replace(gold, actor=None)
        self._decide(case, "later", (), (), None, None)

    def later(self, case: Case, note: str | None = None) -> None:
        """Leave a case for later; it stays open."""
        if case.settled:
            raise ChangeError("This case is decided. Decide it anew instead.")
        self._decide(case, "later", (), (), None, note)

    def annotate(self, case: Case, note: str) -> None:
        """Write a note on a case, or take it away; whatever was decided stays."""
        if case.decision is None:
            self._decide(case, "later", (), (), None, note)
        else:
            self._put[case.decision.id] = replace(case.decision, note=note or None)

    def gold(self, case: SpanCase) -> Span | None:
        """Return the gold span of a case, with what was gathered so far."""
        return self._gold.get(case.number, case.gold)

    def is_fresh(self, case: Case) -> bool:
        """Say whether nobody has looked at a case yet, or it has to be asked again."""
        key = case.key
        return key not in self._touched and (case.decision is None or key in self._asked_again)

    def is_settled(self, case: Case) -> bool:
        """Say whether there is a decision, with what was gathered so far."""
        key = case.key
        return key in self._settled or (case.settled and key not in self._asked_again)

    def change(self, name: str) -> Change:
        """Return the change that makes it so; once nothing is open any more, the work is done."""
        assignment = self.review.gold.assignment
        status: Status = "started" if self._left_open() else "done"
        if assignment.status != status:
            self._put["assignment"] = replace(assignment, status=status)
        removed = [record for key, record in self._remove.items() if key not in self._put]
        # Links go before the spans that they hang on.
        removed.sort(key=lambda record: isinstance(record, Span))
        return Change(name, self.reviewer, put=list(self._put.values()), remove=removed)

    @property
    def _article(self) -> str:
        return self.review.article.id

    def _span(self, case: SpanCase, version: Version, before: Span | None) -> Span:
        label = self._scheme.label(version.label)
        if before is None:
            before = Span(new_id(), self._article, self._layer, version.label, version.fragments)
        return replace(
            before,
            label=version.label,
            fragments=version.fragments,
            attributes=dict(version.attributes),
            actor=before.actor if label is not None and label.register else None,
            scheme_version=0,
        )

    def _refuse_conflict(self, span: Span) -> None:
        label = self._scheme.label(span.label)
        near = self.review.gold.touching(span.start, span.end)
        drafted = [gold for gold in self._gold.values() if gold is not None]
        gone = {*self._remove, *(gold.id for gold in drafted)}
        for other in (*drafted, *(one for one in near if one.id not in gone)):
            if other.id == span.id or other.label != span.label:
                continue
            if other.fragments == span.fragments:
                raise ChangeError(f"Gold has this as {span.label} already, from another case.")
            if label is not None and not label.overlap and _overlap(other, span):
                raise ChangeError(
                    f"Two {span.label} spans may not overlap in this scheme, and gold has "
                    f'"{other.quote}" already.'
                )

    def _loosen(self, before: Span, after: Span | None) -> None:
        """Take away the gold links that the span can't have any more."""
        for link in self.review.gold.links(before.id):
            kind = self._scheme.relation(link.type)
            ends = [
                after if end == before.id else self.review.gold.span(end)
                for end in (link.source, link.target)
            ]
            labels = [end.label for end in ends if end is not None]
            if kind is None or len(labels) < 2 or not kind.joins(*labels):
                self._remove[link.id] = link

    def _ask_again_what_hangs_on(self, case: SpanCase) -> None:
        for other in self.review.hanging:
            if case.number in (other.source.number, *other.candidates) and other.decision:
                self._remove.setdefault(other.decision.id, other.decision)
                self._asked_again.add(other.key)

    def _links_wanted(
        self, case: LinkCase, source: Span, links: Collection[Link]
    ) -> dict[str, dict[str, AttributeValue]]:
        """Return the answers of the links that gold can have, by the gold span they lead to."""
        kind = self._scheme.relation(case.type)
        wanted = {}
        for link in sorted(links, key=lambda link: link.target):
            end = self.gold(self.review.target(link.target))
            fits = kind is None or (end is not None and kind.joins(source.label, end.label))
            if end is not None and fits and (kind is None or end.id != source.id):
                wanted[end.id] = dict(link.answers)
        if kind is not None and kind.maximum is not None and len(wanted) > kind.maximum:
            raise ChangeError(
                f'A {source.label} may have "{kind.name}" only {kind.maximum} times; '
                f"{len(wanted)} were chosen."
            )
        return wanted

    def _links_kept(
        self,
        case: LinkCase,
        source: Span | None,
        wanted: Mapping[str, Mapping[str, AttributeValue]],
    ) -> dict[str, str]:
        kept: dict[str, str] = {}
        for link in self.review.gold.links(source.id) if source is not None else ():
            if link.type != case.type or source is None or link.source != source.id:
                continue
            if link.target in wanted:
                kept[link.target] = link.id
                self._remove.pop(link.id, None)
                if link.attributes != wanted[link.target]:
                    self._put[link.id] = replace(link, attributes=wanted[link.target])
            elif case.decision is not None and link.id in case.decision.gold:
                self._remove[link.id] = link
        return kept

    def _decide(
        self,
        case: Case,
        outcome: Outcome,
        origin: Sequence[str],
        gold: tuple[str, ...],
        reason: str | None,
        note: str | None,
    ) -> None:
        old = case.decision
        decision = Decision(
            id=old.id if old is not None else new_id(),
            article=self._article,
            layer=self._layer,
            reviewer=self.reviewer,
            members=case.ids,
            outcome=outcome,
            relation=case.relation,
            origin=tuple(origin),
            gold=gold,
            reason=reason or None,
            note=note or (old.note if old is not None else None),
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )
        self._remove.pop(decision.id, None)
        self._put[decision.id] = decision
        key = case.key
        self._touched.add(key)
        if outcome == "later":
            self._settled.discard(key)
            self._asked_again.add(key)
        else:
            self._settled.add(key)
            self._asked_again.discard(key)

    def _left_open(self) -> bool:
        return any(self._is_open(case) for case in self.review.cases)

    def _is_open(self, case: Case) -> bool:
        if self.is_settled(case):
            return False
        if isinstance(case, SpanCase):
            return True
        if self._is_rejected(case.source):
            return False
        if isinstance(case, ActorCase):
            gold = self.gold(case.source)
            label = self._scheme.label(gold.label) if gold is not None else None
            return gold is None or (label is not None and label.register)
        return not all(self._is_rejected(self.review.target(n)) for n in case.candidates)

    def _is_rejected(self, case: SpanCase) -> bool:
        return self.is_settled(case) and self.gold(case) is None


def _overlap(one: Span, other: Span) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.fragments for b in other.fragments)
