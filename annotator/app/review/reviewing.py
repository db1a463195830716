"""The article under review: which case is asked, and what is decided of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator import collecting
from annotator.app.review.gold_session import GoldSession
from annotator.app.session import Session
from annotator.errors import AnnotatorError, ChangeError
from annotator.model import Assignment, Change, Changed, Decision, Delta, Relation, Span
from annotator.review.adjudicating import accept, accept_agreed, gather
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case, SpanCase
from annotator.review.choosing import reject, take_from, take_majority
from annotator.review.deciding import Draft
from annotator.review.editing import with_decisions
from annotator.review.filtering import CaseFilter
from annotator.review.rules import Rules, rules_of
from annotator.review.standing import gist
from annotator.review.votes import vote

Key = tuple[str, str | None]


def key_of(case: Case) -> Key:
    """Tell a case apart from all others of its article, also once others changed theirs."""
    return next(iter(case.source.members.values())).id, case.relation


class Reviewing(QObject):
    """Holds the review of one article, moves from case to case, and makes decisions.

    Made by the review workspace. Whatever is decided goes through the project; what is told here
    follows from what the project tells.
    """

    acting = Signal()
    """Something is about to be done; what goes on beside it had better wait."""
    opened = Signal()
    """Another article is reviewed, or none, or the same in another way; `asked` follows."""
    decided = Signal()
    """The cases were read anew: something was decided, or changed; `asked` follows."""
    asked = Signal()
    """Another case is asked, or the same again."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.gold = GoldSession(session, self)
        self.gold.follow = self._followed
        self.gold.refused.connect(session.refused)
        self.gold.changed.connect(self._heard)
        self.rules = Rules()
        self.filter = CaseFilter()
        self.among: dict[str, frozenset[str]] = {}
        self.only_open = True
        self.review: ArticleReview | None = None
        self._decisions: dict[str, Decision] = {}
        self._shown: list[Case] = []
        self._left: list[Case] = []
        self._places: dict[Key, int] = {}
        self._asked: Key | None = None
        self._awake, self._stale = True, False
        self._making = False

    # What is asked

    @property
    def reviewer(self) -> str:
        """Who reviews."""
        return self._session.annotator

    @property
    def article(self) -> str | None:
        """The id of the article under review."""
        return self.review.article.id if self.review is not None else None

    @property
    def cases(self) -> list[Case]:
        """The cases that the filter lets through, in the order in which they are asked."""
        return self._shown

    @property
    def case(self) -> Case | None:
        """The case that is asked."""
        place = self.place
        return self._shown[place] if place is not None else None

    @property
    def place(self) -> int | None:
        """Where the case that is asked stands among those that are shown, from 0."""
        return self._places.get(self._asked) if self._asked is not None else None

    @property
    def listed(self) -> list[Case]:
        """The cases to go through: only what is open, as long as something is, or all shown."""
        return self._left if self.only_open and self._left else self._shown

    @property
    def left(self) -> list[Case]:
        """The cases that are still to be decided, of those that are shown."""
        return self._left

    def read_rules(self) -> None:
        """Review as the project says, and as whoever works now."""
        try:
            self.rules = rules_of(self._session.project)
        except AnnotatorError as error:
            self._session.refused.emit(str(error))
        self.gold.annotator = self.rules.layer(self.reviewer)

    def open_article(self, article_id: str | None) -> None:
        """Review this article from its first open case on, or none."""
        self.acting.emit()
        self.read_rules()
        with collecting.paused():
            self.review, self._decisions, self._asked = None, {}, None
            self.gold.open_article(article_id)
            if article_id is not None and self.gold.layer is not None:
                self.review = self._gathered(article_id)
                self._accept()
            self._read_cases()
            self._asked = self._first()
            self.opened.emit()
            self.asked.emit()
        if self.review is not None:
            collecting.set_apart(sum(one.span_count for one in self.review.layers.values()))

    def rest(self) -> None:
        """Read nothing anew until `wake`: nobody looks."""
        self._awake = False

    def wake(self) -> None:
        """Read what changed while nobody looked."""
        self._awake = True
        if self._stale and self.review is not None:
            self._stale = False
            known = self._session.project.find_article(self.review.article.id, None)
            self.open_article(known)

    def set_filter(
        self, asked: CaseFilter, among: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        """Show only these cases: of these spans, by article, if there are any named.

        An article without spans is meant as a whole.
        """
        self.filter, self.among = asked, dict(among or {})
        self._read_cases()
        if self.case is None:
            self._asked = self._first()
        self._tell()

    def ask(self, case: Case) -> None:
        """Ask this case."""
        self._asked = key_of(case)
        self.asked.emit()

    def step(self, by: int) -> None:
        """Ask the next or previous case of those that are listed."""
        now = self.place if self.place is not None else -1
        places = (self._places[key_of(case)] for case in self.listed)
        beyond = [place for place in places if (place - now) * by > 0]
        if beyond:
            self.ask(self._shown[min(beyond, key=lambda place: abs(place - now))])

    def next_open(self, by: int = 1) -> bool:
        """Ask the next case that is open, or the one before; say whether there is one.

        Those left for later come last, but for those that wait for others.
        """
        self._asked = self._following(by)
        self.asked.emit()
        return self._asked is not None

    # Deciding

    def take(self, number: int) -> None:
        """Take what the annotator of this number has, counted from 1; who has nothing, nothing."""
        review = self.review
        if review is not None and 0 < number <= len(review.annotators):
            who = review.annotators[number - 1]
            name = f"Take {review.name(who)}'s"
            self._decide(name, lambda draft, case: take_from(draft, case, who))

    def majority(self) -> None:
        """Take what most annotators have."""
        self._decide("Take the majority's", take_majority)

    def reject(self, reason: str) -> None:
        """Have none of them, for a reason."""
        self._decide("Take none", lambda draft, case: reject(draft, case, reason))

    def leave_for_later(self) -> None:
        """Leave the case for later."""
        self._decide("Leave for later", Draft.later)

    def open_again(self) -> None:
        """Ask a case again that was decided, also one that all agree on."""
        self._decide("Open again", Draft.open_again, go_on=False)

    def write_note(self, note: str) -> None:
        """Write a note on the case, or on its decision."""
        self._decide("Note on a case", lambda draft, case: draft.annotate(case, note), go_on=False)

    def give_reason(self, reason: str) -> None:
        """Say why the case was decided as it was."""
        case = self.case
        if case is not None and case.decision is not None:
            said = replace(case.decision, reason=reason or None)
            self._session.apply(lambda: Change("Give a reason", self.reviewer, put=[said]))

    def edit(self) -> tuple[Span | None, bool]:
        """Make gold of what most have, to be changed at will, unless there is some already.

        Returns the span to change, and whether it was made just now.
        """
        case = self.case
        if case is None:
            return None, False
        source = case.source
        if source.gold is None:
            if not isinstance(case, SpanCase):
                self._session.refused.emit("Decide the span first; then its links.")
                return None, False
            found = vote(case)

            def decide(draft: Draft, _: Case) -> None:
                draft.take(case, found.version, "edited", origin=found.origin)

            self._decide("Edit", decide, go_on=False)
            now = self.case
            return (now.gold, True) if isinstance(now, SpanCase) else (None, False)
        return source.gold, False

    def stop(self) -> None:
        """Listen no more."""
        self.gold.close()

    # How it is done

    def _decide(
        self, name: str, decide: Callable[[Draft, Case], object], *, go_on: bool = True
    ) -> None:
        review, case = self.review, self.case
        if review is None or case is None:
            return
        self.acting.emit()
        source = case.source

        def make() -> Change:
            if go_on and review.waiting(case):
                raise ChangeError("Decide the spans first that this hangs on.")
            draft = Draft(review, self.reviewer)
            decide(draft, case)
            accept(draft, self.rules.least)
            return draft.change(f"{name}: {source.first.label}")

        if self._make(make) is not None:
            if go_on:
                self._asked = self._following(1)
            self._tell()

    def _followed(self, change: Change) -> Change:
        review = self.review
        return change if review is None else with_decisions(review, change, self.reviewer)

    def _accept(self) -> None:
        """Make gold of what is agreed on; undo passes it over, so that it hits decisions."""
        review = self.review
        if review is None or self._session.project.read_only:
            return
        accepted = accept_agreed(review, self.reviewer, least=self.rules.least)
        self._make(lambda: replace(accepted, undoable=False))

    def _make(self, make: Callable[[], Change]) -> Changed | None:
        """Make a change, and leave it to the caller to tell of it."""
        self._making = True
        try:
            return self._session.apply(make)
        finally:
            self._making = False

    def _tell(self) -> None:
        self.decided.emit()
        self.asked.emit()

    def _gathered(self, article_id: str) -> ArticleReview | None:
        project, rules = self._session.project, self.rules
        layer = rules.layer(self.reviewer)
        try:
            annotators = rules.compared(project)
            review = gather(
                project,
                article_id,
                layer=layer,
                annotators=annotators,
                blind=rules.blind,
                gold=self.gold.layer,
            )
        except AnnotatorError as error:
            self._session.refused.emit(str(error))
            return None
        self._decisions = {decision.id: decision for decision in review.decisions}
        return review

    def _heard(self, changed: Changed) -> None:
        review = self.review
        if review is None or review.article.id not in changed.articles or self.gold.layer is None:
            return
        if not self._awake:
            self._stale = True
            return
        if all(map(self._is_gold, changed.deltas)) and changed.deltas:
            for delta in changed.deltas:
                if isinstance(delta.record, Decision):
                    self._decisions.pop(delta.record.id, None)
                    if isinstance(delta.after, Decision):
                        self._decisions[delta.after.id] = delta.after
            decisions = sorted(self._decisions.values(), key=lambda d: (d.at, d.id))
            self.review = review.after(self.gold.layer, decisions)
        else:
            self.review = self._gathered(review.article.id)
        self._read_cases()
        if not self._making:
            self._tell()

    def _is_gold(self, delta: Delta) -> bool:
        """Say whether a change leaves what is compared as it was."""
        record = delta.record
        if isinstance(record, Decision):
            return record.layer == self.gold.annotator
        if isinstance(record, Span | Relation | Assignment):
            return record.annotator == self.gold.annotator
        return False

    def _read_cases(self) -> None:
        review = self.review
        self._shown = list(review.cases) if review is not None else []
        if self.filter or self.among:
            self._shown = list(filter(self._lets, self._shown))
        self._places = {key_of(case): n for n, case in enumerate(self._shown)}
        asked = review.is_asked if review is not None else bool
        self._left = [case for case in self._shown if asked(case)]

    def _lets(self, case: Case) -> bool:
        review = self.review
        spans = self.among.get(review.article.id) if review is not None else None
        if spans and spans.isdisjoint(case.ids):
            return False
        return not self.filter or (review is not None and self.filter.lets(gist(review, case)))

    def _first(self) -> Key | None:
        return self._soonest(self._left)

    def _following(self, by: int) -> Key | None:
        """Return the open case behind the one that is asked, round the ends."""
        review = self.review
        if review is None:
            return None
        at, count = self.place if self.place is not None else -1, len(self._shown)
        order = (self._shown[(at + by * n) % count] for n in range(1, count + 1))
        return self._soonest(
            case for case in order if review.is_asked(case) and key_of(case) != self._asked
        )

    def _soonest(self, cases: Iterable[Case]) -> Key | None:
        """Return the first case; those left for later come behind, then those that wait."""
        behind: dict[int, Key] = {}
        for case in cases:
            rank = self._rank(case)
            if rank == 0:
                return key_of(case)
            behind.setdefault(rank, key_of(case))
        return behind[min(behind)] if behind else None

    def _rank(self, case: Case) -> int:
        if self.review is not None and self.review.waiting(case):
            return 2
        return 1 if case.decision is not None and case.decision.outcome == "later" else 0
