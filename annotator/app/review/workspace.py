"""Lays the review workspace out, and connects the page and the panel with the reviewing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from annotator.app.annotate.commands import span_commands
from annotator.app.canvas.voices import Voices
from annotator.app.commands import Command, CommandTable
from annotator.app.jobs import Jobs
from annotator.app.keymap import Keymap
from annotator.app.palette import Entry
from annotator.app.review import words
from annotator.app.review.choices import filter_entries, rule_entries
from annotator.app.review.commands import commands
from annotator.app.review.editing import Editing
from annotator.app.review.feedback_list import FeedbackList
from annotator.app.review.lanes import OpenCases, ends, lanes_for, spacing_for, targets
from annotator.app.review.legend import Legend
from annotator.app.review.page import ReviewPage
from annotator.app.review.panel import Panel
from annotator.app.review.queue import Queue
from annotator.app.review.reviewing import Reviewing
from annotator.app.session import Session
from annotator.app.theme import Theme, Typography
from annotator.app.workspace import Place, Workspace
from annotator.errors import AnnotatorError
from annotator.model import Changed, Setting
from annotator.review.cases import SpanCase
from annotator.review.filtering import CaseFilter
from annotator.review.rules import Rules, keep

_QUEUE_WIDTH, _ARTICLE_WIDTH, _PANEL_WIDTH = 264, 800, 344
_TARGETS = "targets"


class ReviewWorkspace(Workspace):
    """Queue, article with everybody's lanes, cases."""

    told = Signal(str)
    """Something to say in the status line."""
    asked = Signal(str, str, object)
    """A question to ask in the window: what, the answer so far, and who gets it."""
    offered = Signal(str, list)
    """A question, and the entries to choose from."""
    left = Signal()
    """Another workspace is shown now."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        theme: Theme,
        typography: Typography,
        keymap: Keymap,
    ) -> None:
        super().__init__()
        self._session, self._keymap = session, keymap
        self._open: OpenCases | None = None
        self._last_reason = ""
        self._made = False
        self._edited_in: str | None = None
        self._reviewer = session.annotator
        self._spacing = spacing_for(0)
        self.reviewing = Reviewing(session, self)
        self.canvas = ReviewPage(self)
        self.legend = Legend(theme, self)
        self.queue = Queue(session, self.reviewing, theme, self)
        self.queue.setObjectName("side")
        self.panel = Panel(self.reviewing, keymap, theme, self)
        self.editing = Editing(self.reviewing.gold, self.canvas, keymap, theme, self)
        self.feedback = FeedbackList(session, jobs, lambda: self.reviewing.gold.annotator, self)
        self._lay_out()
        self.set_look(theme, typography)
        self.canvas.set_scheme(session.scheme)
        self._tools = CommandTable(keymap)
        tools = span_commands(self.editing, session.scheme)
        self._tools.mirror(tools, self.editing, self.canvas)
        self._connect()

    @property
    def keyboard(self) -> QWidget:
        return self.panel

    @property
    def panes(self) -> Sequence[QWidget]:
        return [self.queue, self.canvas, self.panel]

    def commands(self) -> list[Command]:
        """List what can be done here; letters and digits work while the case has the keyboard."""
        return commands(self)

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Draw in this theme's colours, and set articles like this."""
        self._look = theme, typography
        self._set_canvas()
        for part in (self.queue, self.legend, self.panel):
            part.set_theme(theme)
        self.editing.card.set_theme(theme)
        zoom = min(typography.zoom, 125)
        self.queue.setMinimumWidth(180 * zoom // 100)
        self.panel.setMinimumWidth(260 * zoom // 100)

    def enter(self) -> None:
        """Be shown from now on: read what changed meanwhile, and ask a case."""
        reviewing = self.reviewing
        reviewing.read_rules()
        self.queue.reload()
        reviewing.wake()
        if reviewing.review is None:
            reviewing.open_article(self.queue.first())
        self._tell_without()
        super().enter()

    def show_place(self, place: Place) -> None:
        if place.cases is not None or place.along:
            among: dict[str, frozenset[str]] = {}
            for article_id, span in place.along:
                spans = among.get(article_id, frozenset())
                among[article_id] = spans | ({span} if span else set())
            self._filter(place.cases or CaseFilter(), among, place.about)
        article = place.article or self.queue.first()
        if article is not None and article != self.reviewing.article:
            self.reviewing.open_article(article)
        review = self.reviewing.review
        for case in review.spans if review is not None and place.span is not None else ():
            if place.span in (*case.ids, case.gold.id if case.gold else None):
                self.reviewing.ask(case)

    def stop(self) -> None:
        """Count no more, and listen no more."""
        self.queue.stop()
        self._tools.remove()
        self.reviewing.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.editing.end()
        self.reviewing.rest()
        self.left.emit()

    # What commands do

    def has_article(self) -> bool:
        """Whether an article is under review."""
        return self.reviewing.review is not None

    def has_queue(self) -> bool:
        """Whether there is anything to review."""
        return bool(self.queue.model.articles)

    def has_case(self) -> bool:
        """Whether a case is asked."""
        return self.reviewing.case is not None

    def has_settled(self) -> bool:
        """Whether the case that is asked was decided."""
        case = self.reviewing.case
        return case is not None and case.settled

    def has_annotator(self, number: int) -> bool:
        """Whether there is an annotator of this number, and a case."""
        review = self.reviewing.review
        return self.has_case() and review is not None and number <= len(review.annotators)

    def majority_or_on(self) -> None:
        """Take what most have; where nothing is left to decide, go to the next article."""
        if self.reviewing.left or self.has_case():
            self.reviewing.majority()
        else:
            self.next_article(1)

    def next_article(self, by: int) -> None:
        """Review the next article that has open cases."""
        article = self.queue.next_unsettled(by)
        if article is None:
            self.told.emit("Every article is settled.")
        else:
            self.reviewing.open_article(article)

    def edit(self) -> None:
        """Change the gold span of the case, in the article."""
        span, self._made = self.reviewing.edit()
        self._edited_in = self.reviewing.article
        if span is not None:
            self.canvas.let_edit(True)
            self.panel.hide_cases(True)
            self.editing.begin(span)
            key = self._keymap.shown
            self.told.emit(f"Edit: {key('review.majority')} done, {key('span.leave')} leaves")

    def ask_rejection(self) -> None:
        """Ask why none of them holds, and reject them."""

        def reject(reason: str) -> None:
            if reason:
                self._last_reason = reason
                self.reviewing.reject(reason)
            else:
                self.told.emit("Say why none of them holds, so that annotators can learn from it.")

        self.asked.emit("None of them: why?", self._last_reason, reject)

    def ask_note(self) -> None:
        """Ask for a note on the case."""
        case = self.reviewing.case
        note = case.decision.note if case is not None and case.decision is not None else None
        self.asked.emit("Note on this case", note or "", self.reviewing.write_note)

    def ask_reason(self) -> None:
        """Ask why the case was decided as it was."""
        case = self.reviewing.case
        reason = case.decision.reason if case is not None and case.decision is not None else None
        self.asked.emit("Why was it decided so?", reason or "", self.reviewing.give_reason)

    def show_history(self) -> None:
        """Show what was ever done to the case's decision and its gold span."""
        case = self.reviewing.case
        decision = case.decision if case is not None else None
        if decision is None:
            self.told.emit("Nothing was decided of this case yet.")
            return
        history = self._session.project.history
        try:
            found = {e.seq: e for record in (decision.id, *decision.gold) for e in history(record)}
        except AnnotatorError as error:
            self.told.emit(str(error))
            return
        entries = [
            Entry(entry.name, entry.annotator, lambda: None, more=_when(entry.at))
            for _, entry in sorted(found.items())
        ]
        self.offered.emit("History of this case", entries)

    def toggle_all(self) -> None:
        """List all cases, or only those that are open."""
        self.panel.show_all(self.reviewing.only_open)

    def ask_filter(self) -> None:
        """Offer which cases to show."""
        rules = self.reviewing.rules
        # Pairs would tell who is behind a letter.
        people = () if rules.blind else sorted(rules.compared(self._session.project))
        found = filter_entries(self.reviewing.filter, self._session.scheme, people, self._filter)
        self.offered.emit("Show only …", list(found))

    def has_filter(self) -> bool:
        """Whether only some cases are shown."""
        return bool(self.reviewing.filter or self.reviewing.among)

    def drop_filter(self) -> None:
        """Show all cases again."""
        self._filter(CaseFilter())

    def ask_rules(self) -> None:
        """Offer the rules that the project may review by."""
        review = self.reviewing.review
        most = len(review.annotators) if review is not None else 3
        found = rule_entries(self.reviewing.rules, most, self._set_rules)
        self.offered.emit("How this project reviews", list(found))

    # How it is connected

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QFrame(middle)
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        column.addWidget(self.legend)
        column.addWidget(rule)
        column.addWidget(self.canvas, 1)
        self.panel.add_editing(self.editing)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for n, widget in enumerate((self.queue, middle, self.panel)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(n, 1 if widget is middle else 0)
        splitter.setSizes([_QUEUE_WIDTH, _ARTICLE_WIDTH, _PANEL_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        self.queue.setAccessibleName("Queue")

    def _connect(self) -> None:
        reviewing, gold = self.reviewing, self.reviewing.gold
        gold.article_opened.connect(self._show_layer)
        gold.layer_changed.connect(self.canvas.follow)
        reviewing.opened.connect(self._show_review)
        reviewing.decided.connect(self._draw)
        reviewing.asked.connect(self._show_asked)
        self.queue.chosen.connect(self._choose)
        self.queue.filter_dropped.connect(self.drop_filter)
        self.panel.wanted.connect(self._run)
        self.panel.scrolled.connect(self._scroll)
        self.canvas.place_clicked.connect(self._ask_at)
        self.editing.ended.connect(self._edited)
        self.feedback.offered.connect(self.offered)
        self.feedback.told.connect(self.told)
        self.feedback.went.connect(self.show_place)
        self._session.changed.connect(self._heard)
        self._session.article_opened.connect(self._follow_reviewer)

    def _run(self, command: str) -> None:
        found = next((one for one in self.commands() if one.id == command), None)
        if found is not None and found.enabled():
            found.run()

    def _choose(self, article: str) -> None:
        self.reviewing.open_article(article)
        self.panel.setFocus()

    def _filter(
        self,
        asked: CaseFilter,
        among: Mapping[str, frozenset[str]] | None = None,
        about: str = "",
    ) -> None:
        self.reviewing.set_filter(asked, among)
        self.queue.set_filter(asked, about or words.asked(asked), tuple(among or ()))
        # What is asked for may be settled, and is to be seen all the same.
        self.panel.show_all(bool(among))
        self._tell_without()

    def _set_rules(self, rules: Rules) -> None:
        reviewing = self.reviewing
        self._session.apply(lambda: keep(rules, reviewing.reviewer))

    def _begin_anew(self) -> None:
        """Review by other rules, or in another's name, from now on."""
        self._reviewer = self.reviewing.reviewer
        self.reviewing.read_rules()
        self.queue.reload(anew=True)
        self.reviewing.open_article(self.reviewing.article or self.queue.first())

    def _show_layer(self) -> None:
        self.canvas.set_layer(self.reviewing.gold.layer)
        self._show_voices()

    def _show_review(self) -> None:
        review = self.reviewing.review
        self.editing.end()
        self.legend.show_review(review)
        self._open = OpenCases(review) if review is not None else None
        self._show_voices()
        self._draw()

    def _show_voices(self) -> None:
        if self._open is not None:
            annotators = len(self._open.review.annotators)
            if spacing_for(annotators) != self._spacing:
                self._spacing = spacing_for(annotators)
                self._set_canvas()
            self.canvas.show_voices(Voices(lanes_for(annotators), self._open.find))

    def _set_canvas(self) -> None:
        """Set the article so that the lanes of its annotators have room between the lines."""
        theme, typography = self._look
        spacing = round(typography.spacing * self._spacing)
        self.canvas.set_look(theme, replace(typography, spacing=spacing))

    def _draw(self) -> None:
        """Show the cases on the page as they are now; only what changed is drawn anew."""
        review, asked, open_cases = self.reviewing.review, self.reviewing.case, self._open
        if review is None or open_cases is None:
            return
        if not review.is_of(open_cases.review):
            # Annotators changed what is compared.
            self._open = open_cases = OpenCases(review)
            self.legend.show_review(review)
            self._show_voices()
        before, old = open_cases.review, open_cases.asked
        source = asked if asked is None or isinstance(asked, SpanCase) else asked.source
        open_cases.review = review
        open_cases.asked = source.number if source is not None else None
        changed = {n for n in (old, open_cases.asked) if n is not None and old != open_cases.asked}
        if before is not review:
            pairs = zip(before.spans, review.spans, strict=True)
            changed |= {one.number for one, other in pairs if one.settled != other.settled}
        for number in changed:
            self.canvas.refresh_voices(*ends(review.target(number)))

    def _show_asked(self) -> None:
        self._draw()
        review, case = self.reviewing.review, self.reviewing.case
        self._tell_without()
        if review is None or case is None:
            self.canvas.show_hints(_TARGETS, ())
            return
        self.canvas.show_hints(_TARGETS, targets(review, case))
        source = case.source
        spans = source.members.values()
        start = min(span.start for span in spans)
        self.canvas.reveal(start, min(span.fragments[0].end for span in spans))

    def _ask_at(self, offset: int) -> None:
        """Ask the case at a place, the next one at each further click."""
        review, canvas = self.reviewing.review, self.canvas
        if review is None:
            return
        by_gold = {case.gold.id: case.number for case in review.spans if case.gold is not None}
        here = [span.id for span in canvas.spans_at(offset)]
        numbers = self._open.at(offset) if self._open is not None else []
        # What was edited may lie elsewhere than what annotators have.
        numbers += [n for i in here if (n := by_gold.get(i)) is not None and n not in numbers]
        if numbers:
            case = self.reviewing.case
            now = case.number if isinstance(case, SpanCase) else None
            at = numbers.index(now) + 1 if now in numbers else 0
            self.reviewing.ask(review.target(numbers[at % len(numbers)]))
        self.panel.setFocus()

    def _edited(self, done: bool) -> None:
        self.canvas.let_edit(False)
        self.panel.hide_cases(False)
        if not done and self._made:
            # Nothing of it was wanted.
            self.reviewing.gold.undo()
        if self.isVisible():
            self.panel.setFocus()
            if done and self.reviewing.article == self._edited_in:
                self.reviewing.next_open()

    def _heard(self, changed: Changed) -> None:
        if not self.isVisible():
            return
        if any(isinstance(delta.record, Setting) for delta in changed.deltas):
            self._begin_anew()
            return
        self.queue.heard(changed)
        mine = changed.annotator == self.reviewing.reviewer and changed.kind in ("undo", "redo")
        shown = self.reviewing.article
        if mine and changed.articles and shown not in changed.articles:
            article = min(changed.articles)
            if self.queue.model.row_of(article) is not None:
                self.reviewing.open_article(article)

    def _follow_reviewer(self) -> None:
        """Review in the name of whoever works from now on."""
        if self.isVisible() and self._reviewer != self.reviewing.reviewer:
            self._begin_anew()

    def _scroll(self, pages: int) -> None:
        bar = self.canvas.verticalScrollBar()
        bar.setValue(bar.value() + pages * round(bar.pageStep() * 0.9))

    def _tell_without(self) -> None:
        """Say what there is to do where no case is asked."""
        reviewing, key = self.reviewing, self._keymap.shown
        if not self.queue.model.articles:
            said = (
                "There is nothing to review yet: an article comes here once two annotators have "
                f"finished it ({key('queue.done')} in Annotate), or once finished work of several "
                "is imported."
            )
        elif reviewing.review is None:
            said = "Choose an article on the left."
        elif not reviewing.cases and (reviewing.filter or reviewing.among):
            said = "This article has no such case. " + self._goes_on()
        else:
            said = "Every case of this article is settled. " + self._goes_on()
        self.panel.tell_without(said)
        self.canvas.invite(said if reviewing.review is None else "")

    def _goes_on(self) -> str:
        article, key = self.queue.next_unsettled(), self._keymap.shown("review.majority")
        if article is None:
            return "So is every other article."
        return f"{key} goes on to “{self.queue.model.title(article)}”."


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}" if at else ""
