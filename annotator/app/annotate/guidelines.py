"""The guidelines beside the article: what the scheme says of its labels, and the project's own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.annotate.inert_text import InertText
from annotator.app.keymap import Keymap
from annotator.app.layouts import empty
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import AttributeType, Changed, LabelType, Setting
from annotator.model.guidelines import GUIDELINES, write_guidelines

_PARAGRAPH = "\u2029"


class Guidelines(QWidget):
    """Shows a label's definition, examples and questions, or all labels', and the project's text.

    It follows what is selected. The project's text can be written here.
    """

    left = Signal()
    """The keyboard is free again."""

    def __init__(self, session: Session, keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._session, self._keymap, self._theme = session, keymap, theme
        self._shown: object = None
        self._label: LabelType | None = None
        self.own = InertText(self)
        self.own.setAccessibleName("Guidelines of this project")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._own_heading = plain("OF THIS PROJECT", "section")
        self._none = plain("This project has no guidelines of its own yet.", "quiet", wrap=True)
        self.text = _Writing(self)
        self.text.setAccessibleName("Guidelines of this project, in Markdown")
        self.text.stored.connect(self._store)
        self.text.left.connect(self.end_writing)
        self._lay_out()
        session.changed.connect(self._changed)
        self.hide()

    def show_label(self, label: LabelType | None) -> None:
        """Show what there is to say of a label, or of all without one."""
        self._label = label
        if not self.isVisible() or self.text.isVisible():
            return
        scheme = self._session.scheme
        labels = (label,) if label is not None else scheme.labels
        keys = {shown.name: self._keymap.shown(f"label.{shown.name}") for shown in labels}
        own = self._session.project.meta(GUIDELINES) or ""
        shown = (labels, keys, own, self._theme.name)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._cards)
        for one in labels:
            self._cards.addWidget(_card(one, keys[one.name], self._theme, self))
        self.own.show_markdown(own, self._theme)
        self.own.setVisible(bool(own))
        self._none.setVisible(not own)
        if label is not None and own:
            # Once it is laid out.
            QTimer.singleShot(0, self, lambda: self._scroll_to(label.name))
        else:
            self._scroll.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours from the next showing on."""
        self._theme = theme

    def write(self) -> None:
        """Let the project's text be written here."""
        self.text.begin(self._session.project.meta(GUIDELINES) or "")
        self._show_writing(True)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end_writing(self) -> None:
        """Show the guidelines again, and give the keyboard back."""
        self._show_writing(False)
        self.show_label(self._label)
        # What was written is looked at, once it is laid out.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.own, 0, 40))
        self.left.emit()

    def _lay_out(self) -> None:
        self.edit = QToolButton(self)
        self.edit.setText("Edit")
        self.edit.setAccessibleName("Write the project's guidelines")
        self.edit.clicked.connect(lambda _=False: self.write())
        own_head = QHBoxLayout()
        own_head.addWidget(self._own_heading, 1)
        own_head.addWidget(self.edit)
        body = QWidget(self)
        body.setObjectName("side")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(12, 2, 10, 12)
        inside.setSpacing(8)
        inside.addLayout(self._cards)
        inside.addLayout(own_head)
        inside.addWidget(self._none)
        inside.addWidget(self.own)
        inside.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Guidelines")
        self._scroll.setWidget(body)
        self.save = QPushButton("Save", self)
        self.save.setProperty("role", "small")
        self.save.clicked.connect(lambda _=False: self._store(self.text.written))
        leave = QPushButton("Leave", self)
        leave.setProperty("role", "small")
        leave.clicked.connect(lambda _=False: self.end_writing())
        self._acts = QWidget(self)
        acts = QHBoxLayout(self._acts)
        acts.setContentsMargins(12, 0, 12, 8)
        acts.addWidget(plain("Markdown", "faint"), 1)
        acts.addWidget(leave)
        acts.addWidget(self.save)
        heading = plain("GUIDELINES", "section")
        heading.setContentsMargins(12, 10, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (heading, self._scroll, self.text, self._acts):
            column.addWidget(widget, 0 if widget in (heading, self._acts) else 1)
        self._show_writing(False)

    def _show_writing(self, writing: bool) -> None:
        self._scroll.setVisible(not writing)
        self.text.setVisible(writing)
        self._acts.setVisible(writing)

    def _store(self, text: str) -> None:
        who, kept = self._session.annotator, self._session.project.meta(GUIDELINES) or ""
        changed = self._session.apply(lambda: write_guidelines(text, who))
        # What is refused stays there to be mended.
        if changed is not None or text.strip() == kept:
            self.end_writing()

    def _scroll_to(self, title: str) -> None:
        at = self.own.heading(title)
        if at is not None:
            self._scroll.verticalScrollBar().setValue(self.own.y() + at - 8)

    def _changed(self, changed: Changed) -> None:
        records = [delta.record for delta in changed.deltas]
        if any(isinstance(r, Setting) and r.key == GUIDELINES for r in records):
            self.show_label(self._label)


class _Writing(QPlainTextEdit):
    """Where the project's text is written; Ctrl+Enter stores it, Esc leaves it."""

    stored = Signal(str)
    left = Signal()

    @property
    def written(self) -> str:
        """What stands there; Qt's own words for it would change some blanks."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n")

    def begin(self, text: str) -> None:
        """Start from a text."""
        self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        """Keep the key that stores the text from marking the article as done."""
        about_to_run = event.type() == QEvent.Type.ShortcutOverride
        if about_to_run and isinstance(event, QKeyEvent) and _stores(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _stores(event):
            self.stored.emit(self.written)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _stores(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _card(label: LabelType, key: str, theme: Theme, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 10, 12, 12)
    column.setSpacing(6)
    head = QHBoxLayout()
    name = plain(label.name, "strong")
    name.setStyleSheet(f"color: {theme.mark(label.colour).ink.name()};")
    head.addWidget(name, 1)
    if key:
        head.addWidget(plain(key, "key"))
    column.addLayout(head)
    column.addWidget(plain(label.definition, wrap=True))
    for example in label.examples:
        column.addWidget(plain(example, "quiet", wrap=True))
    for attribute in label.attributes:
        column.addWidget(plain(_question(attribute), "field", wrap=True))
    return card


def _question(attribute: AttributeType) -> str:
    answers = ", ".join(attribute.values)
    head = f"{attribute.name.capitalize()}: {answers}" if answers else attribute.name.capitalize()
    return f"{head}. {attribute.definition}" if attribute.definition else head
