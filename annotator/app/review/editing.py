"""Changing a gold span by hand, with the tools for spans of the annotate workspace."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.app.annotate.acts import Acts
from annotator.app.annotate.choices import attribute_keys
from annotator.app.annotate.linking import Linking
from annotator.app.annotate.selected import SelectedCard
from annotator.app.annotate.selecting import Selecting
from annotator.app.canvas import TextCanvas
from annotator.app.keymap import Keymap
from annotator.app.review.gold_session import GoldSession
from annotator.app.theme import Theme
from annotator.model import Span


class Editing(QWidget):
    """What the tools need besides the page, with the card of the span that is changed.

    Made by the review workspace; it is on between `begin` and `end`.
    """

    ended = Signal(bool)
    """The tools are off again; whether the span is done, or was left with nothing changed."""

    def __init__(
        self,
        session: GoldSession,
        canvas: TextCanvas,
        keymap: Keymap,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._keymap = session, keymap
        self.canvas = canvas
        self.acts = Acts(session, canvas, self)
        self.linking = Linking(session, canvas, self)
        self.selecting = Selecting(session, canvas, self)
        self.card = SelectedCard(session, self.acts, keymap, theme, self)
        self.card.left.connect(canvas.setFocus)
        self.card.jumped.connect(canvas.select_span)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        canvas.current_changed.connect(self.refresh)
        session.layer_changed.connect(self._follow)
        canvas.installEventFilter(self)
        self.on = self._touched = False
        self.hide()

    def begin(self, span: Span) -> None:
        """Have the tools work on a gold span."""
        self.on, self._touched = True, False
        self.show()
        self.canvas.select_span(span.id)
        self.refresh()
        self.canvas.setFocus()

    def end(self, *, left: bool = False) -> None:
        """Have done with it, or leave it as it is now."""
        if self.on:
            self.on = False
            self.linking.stop()
            self.canvas.select_span(None)
            self.hide()
            self.ended.emit(self._touched or not left)

    def refresh(self, *_: object) -> None:
        """Show the span that is selected."""
        if self.on:
            self.card.show_span(self.acts.current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take numbers of links, and letters of answers, before the keys of commands."""
        if not self.on or not isinstance(event, QKeyEvent):
            return False
        text, kind = event.text(), event.type()
        number = text.isdecimal() and not event.modifiers() and self.linking.on
        if kind == QEvent.Type.ShortcutOverride and number:
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.end()
                return True
            if number:
                return self.linking.choose(int(text))
            return bool(text) and not event.modifiers() and self._answer_by(text.casefold())
        return False

    # What the commands for spans ask for

    def has_article(self) -> bool:
        """Whether the tools are on."""
        return self.on

    def has_span(self) -> bool:
        """Whether a span is selected."""
        return self.on and self.acts.current is not None

    def several_fragments(self) -> bool:
        """Whether the selected span has several fragments."""
        span = self.acts.current
        return span is not None and len(span.fragments) > 1

    def names_actor(self) -> bool:
        """Whether the selected span may name an entry of the register."""
        span = self.acts.current
        label = self._session.scheme.label(span.label) if span else None
        return label is not None and label.register

    def ask_actor(self) -> None:
        """Ask whom the selected span names."""
        self.card.focus_actor()

    def ask_note(self) -> None:
        """Ask for a note on the selected span."""
        self.card.focus_note()

    def leave(self) -> None:
        """Leave linking, or the selection, or at last the editing."""
        low, high = self.canvas.selected_range
        if self.linking.on:
            self.linking.stop()
        elif low != high:
            self.canvas.set_selection(high, high, reveal=False)
        else:
            self.end(left=True)

    def _follow(self, _: object) -> None:
        self._touched = True
        self.refresh()

    def _answer_by(self, letter: str) -> bool:
        span = self.acts.current
        label = self._session.scheme.label(span.label) if span else None
        if label is None:
            return False
        for (name, value), key in attribute_keys(label, self._keymap.letters(self)).items():
            attribute = label.attribute(name)
            if key == letter and attribute is not None:
                self.card.answer(attribute, value)
                return True
        return False
