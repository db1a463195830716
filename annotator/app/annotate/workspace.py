"""Lays the annotate workspace out, and connects its views with the acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.app.annotate.activity import Activity
from annotator.app.annotate.actors import Actors
from annotator.app.annotate.acts import Acts
from annotator.app.annotate.choices import attribute_keys
from annotator.app.annotate.commands import commands
from annotator.app.annotate.find_bar import FindBar
from annotator.app.annotate.finishing import Finishing
from annotator.app.annotate.guidelines import Guidelines
from annotator.app.annotate.inspector import Inspector
from annotator.app.annotate.label_bar import LabelBar
from annotator.app.annotate.linking import Linking
from annotator.app.annotate.next_keys import NextKeys
from annotator.app.annotate.others import Others
from annotator.app.annotate.queue import Queue
from annotator.app.annotate.register_overlay import RegisterOverlay
from annotator.app.annotate.selecting import Selecting
from annotator.app.annotate.stepping import Stepping
from annotator.app.annotate.tour_card import TourCard
from annotator.app.annotate.training import Training
from annotator.app.annotate.zones import mark_zone
from annotator.app.canvas import Anchor, TextCanvas, ViewState
from annotator.app.commands import Command
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.app.theme import Theme, Typography
from annotator.app.words import Elided
from annotator.app.workspace import Place, Workspace
from annotator.app.zoning import offer_zones
from annotator.model import Article, Delta
from annotator.model.annotation import Status

_QUEUE_WIDTH, _ARTICLE_WIDTH, _INSPECTOR_WIDTH = 264, 800, 344


class AnnotateWorkspace(Workspace):
    """Queue, article with labels below, inspector."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        typography: Typography,
        keymap: Keymap,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._keymap = keymap
        self._theme = theme
        self._zoom = 100
        self._views: dict[str, ViewState] = {}
        self._shown: str | None = None
        self.canvas = TextCanvas(self)
        self.canvas.setAccessibleName("Article")
        self.acts = Acts(session, self.canvas, self)
        self.linking = Linking(session, self.canvas, self)
        self.selecting = Selecting(session, self.canvas, self)
        self.actors = Actors(session, self.acts, self)
        self.actors.jumped.connect(self.go_to)
        self.others = Others(session, self.canvas, self)
        self.others.closed.connect(self.focus_article)
        self.training = Training(session, self.canvas, self)
        self.training.closed.connect(self._leave_training)
        self._activity = Activity(session, (self.canvas, self.canvas.viewport()), self)
        self.queue = Queue(session, theme, self)
        self.queue.setObjectName("side")
        self.find_bar = FindBar(session, self.canvas, self)
        self.find_bar.closed.connect(self.focus_article)
        self.guidelines = Guidelines(session, keymap, theme, self)
        self.guidelines.left.connect(self.focus_article)
        self.register = RegisterOverlay(session, theme, parent)
        self.register.jumped.connect(self.go_to)
        self.tour = TourCard(session, self.canvas, keymap, self)
        self.labels = LabelBar(self)
        self.labels.setObjectName("bar")
        self.inspector = Inspector(session, self.acts, keymap, theme, self)
        self.stepping = Stepping(session, self.acts, self.inspector.selected, self)
        self._lay_out()
        self.set_look(theme, typography)
        self.canvas.set_scheme(session.scheme)
        self._hint = Elided("", "quiet", columns=110)
        self.labels.add_hint(self._hint)
        self._next_keys = NextKeys(
            session, self.canvas, self.acts, self.linking, keymap, self._hint, self
        )
        self.finishing = Finishing(session, self.acts, keymap, self)
        self._connect()
        self._next_keys.tell()

    @property
    def keyboard(self) -> QWidget:
        return self.canvas

    @property
    def panes(self) -> Sequence[QWidget]:
        return [self.queue, self.canvas, self.tour, self.find_bar, self.guidelines, self.inspector]

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Draw in this theme's colours, and set articles like this."""
        self._theme = theme
        self.canvas.set_look(theme, typography)
        self._set_widths(typography.zoom)
        self.queue.set_theme(theme)
        self.labels.show_scheme(self._session.scheme, theme, self._keymap)
        self.inspector.set_theme(theme)
        self.guidelines.set_theme(theme)
        self.register.set_theme(theme)

    def stop(self) -> None:
        """Count the time and refresh nothing more: the project is about to be closed."""
        self._activity.stop()
        self.register.stop()
        self.register.hide()
        self.register.deleteLater()
        self.queue.stop()
        self.inspector.stop()
        self._next_keys.stop()

    def commands(self) -> list[Command]:
        """List what can be done here; keys of letters work while the article has the keyboard."""
        return commands(self, self._session.scheme)

    def event(self, event: QEvent) -> bool:
        """Keep digits from running commands while they choose among numbered candidates."""
        about_to_run = event.type() == QEvent.Type.ShortcutOverride and self.linking.on
        if about_to_run and isinstance(event, QKeyEvent) and _is_number(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer attributes by their letters, and choose among numbered candidates."""
        text = event.text()
        if _is_number(event) and self.linking.choose(int(text)):
            return
        if _alone(event) and text and self._answer_by(text.casefold()):
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QFrame(middle)
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        column.addWidget(self.canvas, 1)
        column.addWidget(rule)
        column.addWidget(self.tour)
        column.addWidget(self.find_bar)
        column.addWidget(self.others)
        column.addWidget(self.training)
        column.addWidget(self.labels)
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.setHandleWidth(1)
        left.setChildrenCollapsible(False)
        left.addWidget(self.queue)
        left.addWidget(self.guidelines)
        left.setSizes([_QUEUE_WIDTH, _ARTICLE_WIDTH])
        for widget in (left, middle, self.inspector):
            splitter.addWidget(widget)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setStretchFactor(2, 0)
        splitter.setSizes([_QUEUE_WIDTH, _ARTICLE_WIDTH, _INSPECTOR_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        for pane, name in ((self.queue, "Queue"), (self.labels, "Labels")):
            pane.setAccessibleName(name)
        in_order = (self.queue.filter, self.queue.view, self.canvas, self.find_bar.line)
        for one, other in pairwise(in_order):
            QWidget.setTabOrder(one, other)

    def _set_widths(self, zoom: int) -> None:
        """Let the sides grow and shrink with what stands in them, with the article in view."""
        self.queue.setMinimumWidth(180 * min(zoom, 125) // 100)
        self.inspector.setMinimumWidth(240 * min(zoom, 125) // 100)
        if zoom != self._zoom:
            left, middle, right = _QUEUE_WIDTH, _ARTICLE_WIDTH, _INSPECTOR_WIDTH
            if self._splitter.isVisible():
                left, middle, right = self._splitter.sizes()
            most = (left + middle + right) // 3
            sides = [min(side * zoom // self._zoom, most) for side in (left, right)]
            self._splitter.setSizes([sides[0], left + middle + right - sum(sides), sides[1]])
            self._zoom = zoom

    def _connect(self) -> None:
        session, canvas = self._session, self.canvas
        self.queue.chosen.connect(self.open_article)
        self.queue.filter.left.connect(self.focus_article)
        self._activity.ticked.connect(self.queue.show_time)
        self.labels.chosen.connect(self._label)
        self.inspector.jumped.connect(self._jump)
        self.stepping.jumped.connect(self._jump)
        self.inspector.selected.left.connect(self.focus_article)
        self.inspector.panel.left.connect(self.focus_article)
        self.inspector.panel.pointed.connect(self.canvas.select_span)
        canvas.current_changed.connect(self.inspector.refresh_soon)
        canvas.current_changed.connect(self._follow_guidelines)
        self.inspector.actors.register_wanted.connect(self.open_register)
        self.stepping.went.connect(self.go_to)
        canvas.selection_changed.connect(self._leave_span_behind)
        self.finishing.missing.connect(self._show_missing)
        self.finishing.finished.connect(self._go_on)
        self.tour.started.connect(self._find_fresh_article)
        session.article_opened.connect(self._article_opened)
        session.layer_changed.connect(self._layer_changed)
        self._keymap.changed.connect(self._keys_changed)
        offer_zones(self.canvas, self.mark_zone, lambda kind: self._keymap.shown(f"zone.{kind}"))

    def open_article(self, article_id: str) -> None:
        """Show an article, and give it the keyboard."""
        self._activity.count()
        self._session.open_article(article_id)
        self.focus_article()

    def _article_opened(self) -> None:
        self._activity.begin()
        self._keep_view()
        self.inspector.panel.show_todo(False)
        layer = self._session.layer
        self._shown = layer.article.id if layer is not None else None
        self.canvas.set_layer(layer)
        if self._shown in self._views:
            self.canvas.restore(self._views[self._shown])
        if layer is None:
            self._invite()
        self.inspector.refresh_soon()

    def _invite(self) -> None:
        """Say how to come by an article."""
        key = self._keymap.shown
        words = "Choose an article in the queue."
        if not self._session.project.count_articles():
            words = (
                f"No articles yet: {key('article.add')} adds files, {key('article.paste')} pastes "
                "a text, or drop them here."
            )
        self.canvas.invite(words)

    def _keep_view(self) -> None:
        """Keep where the article stands that is shown; the latest comes last."""
        if self._shown is not None:
            self._views.pop(self._shown, None)
            self._views[self._shown] = self.canvas.view_state()

    def views(self) -> dict[str, list[int]]:
        """Return how each article stands, as numbers to be kept; by its id."""
        self._keep_view()
        return {
            id: [state.top.offset, state.top.above, state.caret]
            for id, state in self._views.items()
        }

    def recall(self, views: Mapping[str, Sequence[int]]) -> None:
        """Show articles from now on where they stood once."""
        for id, (offset, above, caret) in views.items():
            self._views[id] = ViewState(Anchor(offset, above), caret)

    def _layer_changed(self, deltas: list[Delta]) -> None:
        if any(isinstance(delta.record, Article) for delta in deltas):
            # Its zones changed, and with them how all of it is laid out.
            state = self.canvas.view_state()
            self.canvas.set_layer(self._session.layer)
            self.canvas.restore(state)
        else:
            self.canvas.follow(deltas)
        self.inspector.refresh_soon()

    def _show_missing(self, span_id: str) -> None:
        self.inspector.panel.show_todo(True)
        self.canvas.select_span(span_id)

    def _go_on(self) -> None:
        if self.training.mode and self.training.has_gold():
            # What came of it is looked at first; leaving that goes on.
            self.training.compare()
            return
        self.queue.unfinished(1)
        self.focus_article()

    def _leave_training(self) -> None:
        layer = self._session.layer
        if self.training.mode and layer is not None and layer.status == "done":
            self.queue.unfinished(1)
        self.focus_article()

    def _find_fresh_article(self) -> None:
        """Show an article to begin with, unless the one that is shown is still untouched."""
        layer = self._session.layer
        if layer is None or layer.assignment.status != "new" or layer.span_count:
            self.queue.unfinished(1)

    def _keys_changed(self) -> None:
        """Print the keys as they are now."""
        self.labels.show_scheme(self._session.scheme, self._theme, self._keymap)
        self.inspector.refresh_soon()

    def _leave_span_behind(self) -> None:
        """Select the span no longer once the caret has left it, so that no key hits it unseen."""
        span, (anchor, caret) = self.acts.current, self.canvas.selection()
        if span is None or anchor != caret:
            return
        if not any(f.start <= caret <= f.end for f in span.fragments):
            self.canvas.select_span(None)

    def show_place(self, place: Place) -> None:
        layer = self._session.layer
        if place.article and (layer is None or layer.article.id != place.article):
            self.open_article(place.article)
        if place.span is not None:
            self._jump(place.span)

    def go_to(self, article_id: str, span_id: str) -> None:
        """Show an article with one of its spans selected."""
        self.show_place(Place(article_id, span_id))

    def ask_status(self, status: Status, question: str) -> None:
        """Give the article a status with a note that says why."""
        layer = self._session.layer
        if layer is not None:
            note = layer.assignment.note or ""
            answered = partial(self.acts.set_status, status)
            self.actors.asked.emit(question, note, answered)

    def _jump(self, span_id: str) -> None:
        self.canvas.select_span(span_id)
        self.focus_article()

    def _label(self, name: str) -> None:
        self.acts.label(name)
        self.focus_article()

    def focus_article(self) -> None:
        """Give the article the keyboard."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_guidelines(self) -> None:
        """Show what the scheme says of the selected span's label, or of all; or hide it."""
        self.guidelines.setVisible(not self.guidelines.isVisible())
        self._follow_guidelines()

    def write_guidelines(self) -> None:
        """Let the project's own guidelines be written."""
        self.guidelines.show()
        self.guidelines.write()

    def _follow_guidelines(self) -> None:
        span = self.acts.current
        self.guidelines.show_label(self._session.scheme.label(span.label) if span else None)

    def open_register(self) -> None:
        """Show the register of actors, at the entry that the selected span names."""
        self.register.open_at(self.actors.actor)

    def _answer_by(self, letter: str) -> bool:
        span = self.acts.current
        label = self._session.scheme.label(span.label) if span else None
        if label is None:
            return False
        for (name, value), key in attribute_keys(label, self._keymap.letters(self)).items():
            attribute = label.attribute(name)
            if key == letter and attribute is not None:
                self.inspector.selected.answer(attribute, value)
                return True
        return False

    def leave(self) -> None:
        """Leave what is nearest: the numbers on the page, the selected text, the selected span."""
        if self.linking.on:
            self.linking.stop()
        elif self.canvas.selected_range[0] != self.canvas.selected_range[1]:
            caret = self.canvas.selection()[1]
            self.canvas.set_selection(caret, caret, reveal=False)
        else:
            self.canvas.select_span(None)

    def mark_zone(self, kind: str) -> None:
        """Say what the selected text, or the paragraph here, is in this article."""
        mark_zone(self._session, self.canvas, kind)

    def has_article(self) -> bool:
        """Whether an article is shown."""
        return self._session.layer is not None

    def has_span(self) -> bool:
        """Whether a span is selected."""
        return self.acts.current is not None

    def names_actor(self) -> bool:
        """Whether the selected span may name an entry of the register."""
        span = self.acts.current
        label = self._session.scheme.label(span.label) if span else None
        return label is not None and label.register

    def ask_actor(self) -> None:
        """Ask whom the selected span names."""
        self.inspector.refresh()
        self.inspector.selected.focus_actor()

    def ask_note(self) -> None:
        """Ask for a note on the selected span."""
        self.inspector.refresh()
        self.inspector.selected.focus_note()

    def label_others(self) -> None:
        """Offer to label the other places that say the same."""
        span = self.acts.current
        if span is not None:
            self.others.offer(span)

    def several_fragments(self) -> bool:
        """Whether the selected span has more than one fragment."""
        span = self.acts.current
        return span is not None and len(span.fragments) > 1


def _alone(event: QKeyEvent) -> bool:
    """Say whether a key is pressed without modifiers; the keypad's are the same keys."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _is_number(event: QKeyEvent) -> bool:
    return _alone(event) and event.text().isdecimal()
