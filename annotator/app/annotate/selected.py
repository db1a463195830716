"""The card of the selected span: what it is, what its label asks, what it is linked with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.annotate.actor_line import ActorLine
from annotator.app.annotate.acts import Acts
from annotator.app.annotate.choices import ChoiceButton, attribute_keys
from annotator.app.canvas.marks import innermost_first
from annotator.app.flow import FlowLayout
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import AttributeType, LabelType, Layer, Relation, Span
from annotator.model.edits import shorten


class SelectedCard(QFrame):
    """Shows the selected span and takes answers; the acts make the changes."""

    jumped = Signal(str)
    """The id of a linked span that should be selected."""
    left = Signal()
    """A question was answered; the article may have the keyboard again."""

    def __init__(
        self, session: Session, acts: Acts, keymap: Keymap, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session, self._acts, self._keymap, self._theme = session, acts, keymap, theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._body: QWidget | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours from the next showing on."""
        self._theme = theme

    def show_span(self, span: Span | None) -> None:
        """Show a span of the session's layer, or how to select one."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget(self)
        layer = self._session.layer
        label = self._session.scheme.label(span.label) if span else None
        if span is None or layer is None or label is None:
            self._fill_empty(self._body, layer)
        else:
            self._fill(self._body, layer, span, label)
        self._column.addWidget(self._body)

    def _fill_empty(self, body: QWidget, layer: Layer | None) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        words = "Select some text and press a label's key, or click a mark." if layer else ""
        column.addWidget(plain(words, "quiet", wrap=True))

    def _fill(self, body: QWidget, layer: Layer, span: Span, label: LabelType) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head(layer, span, label))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 66)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        keys = attribute_keys(label, self._keymap.letters(self))
        for attribute in label.attributes:
            self._add_row(grid, attribute.name, self._answers(span, attribute, keys))
        if label.register:
            self._add_row(grid, "actor", self._actor_line(span))
        for relation_type in self._session.scheme.relations:
            links = [r for r in layer.links(span.id) if r.type == relation_type.name]
            mine = span.label in relation_type.sources
            if links or mine:
                title = relation_type.name if mine else f"{relation_type.name} ←"
                self._add_row(grid, title, self._links(layer, span, links))
        self._add_row(grid, "note", self._note_line(span))

    def _head(self, layer: Layer, span: Span, label: LabelType) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        colours = self._theme.mark(label.colour)
        chip = plain(f"{label.name} {layer.number(span)}")
        chip.setStyleSheet(
            f"background:{colours.chip.name()}; color:{colours.chip_ink.name()};"
            "border-radius:3px; padding:2px 6px; font-weight:600;"
        )
        row.addWidget(chip)
        place = plain(self._told_place(layer, span), "quiet")
        # It may be cut off, but it must not widen the card.
        place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        place.setToolTip(place.text())
        row.addWidget(place, 1)
        doubt = self._choice("in doubt" if span.doubt else "?", span.doubt)
        doubt.setToolTip(f"Mark as doubtful  {self._keymap.shown('span.doubt')}")
        doubt.setAccessibleName("In doubt")
        doubt.clicked.connect(lambda _=False: self._acts.toggle_doubt())
        row.addWidget(doubt)
        delete = QToolButton(self)
        delete.setText(self._keymap.shown("span.delete") or "×")
        delete.setProperty("role", "key")
        delete.setAccessibleName(f"Delete {label.name}")
        delete.setToolTip("Delete this span")
        delete.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        delete.clicked.connect(lambda _=False: self._acts.delete())
        row.addWidget(delete)
        return row

    def _told_place(self, layer: Layer, span: Span) -> str:
        """Say of how many fragments it is, and how deep it lies among those at its start."""
        count = len(span.fragments)
        told = [f"{count} fragments"] if count > 1 else []
        here = layer.touching(span.start, span.start + 1)
        if len(here) > 1:
            depth = [other.id for other in innermost_first(here)].index(span.id)
            told.append(f"{depth + 1} of {len(here)} here")
        return " · ".join(told)

    def _add_row(self, grid: QGridLayout, title: str, content: QWidget) -> None:
        row = grid.rowCount()
        name = plain(title.replace("_", " ").capitalize(), "quiet", wrap=True)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(content, row, 1)

    def _answers(
        self, span: Span, attribute: AttributeType, keys: dict[tuple[str, str], str]
    ) -> QWidget:
        value = span.attributes.get(attribute.name)
        if attribute.kind in ("text", "number"):
            return self._typed_answer(attribute, "" if value is None else str(value))
        host = QWidget(self)
        flow = FlowLayout(host, gap=5)
        for choice in attribute.values or (attribute.name,):
            chosen = value is True or choice == value
            if isinstance(value, tuple):
                chosen = choice in value
            button = self._choice(choice, chosen, keys.get((attribute.name, choice), ""))
            button.missing = attribute.required and value is None
            button.clicked.connect(lambda _=False, a=attribute, c=choice: self.answer(a, c))
            flow.addWidget(button)
        return host

    def answer(self, attribute: AttributeType, choice: str) -> None:
        """Give the selected span this answer, or take it back if it has it."""
        span = self._acts.current
        if span is None:
            return
        value = span.attributes.get(attribute.name)
        match attribute.kind:
            case "flag":
                self._acts.set_attribute(attribute.name, None if value else True)
            case "multi-choice":
                old = value if isinstance(value, tuple) else ()
                new = tuple(v for v in attribute.values if (v in old) != (v == choice))
                self._acts.set_attribute(attribute.name, new or None)
            case _:
                self._acts.set_attribute(attribute.name, None if value == choice else choice)

    def _typed_answer(self, attribute: AttributeType, text: str) -> QWidget:
        line = QLineEdit(text, self)
        line.setAccessibleName(attribute.name)

        def store() -> None:
            typed = line.text().strip()
            if typed == text:
                return
            if attribute.kind == "number":
                try:
                    self._acts.set_attribute(attribute.name, float(typed) if typed else None)
                except ValueError:
                    self._session.refused.emit(f'"{typed}" is not a number.')
            else:
                self._acts.set_attribute(attribute.name, typed or None)

        line.editingFinished.connect(store)
        return line

    def focus_actor(self) -> None:
        """Ask whom the selected span names: its own words, ready to be taken or typed over."""
        line = self.findChild(ActorLine)
        if line is not None:
            line.ask()

    def _actor_line(self, span: Span) -> QWidget:
        project = self._session.project
        actor = project.actor(span.actor) if span.actor else None
        key = self._keymap.shown("span.actor")
        line = ActorLine(span.quote, actor, project.actors, key, self)
        line.named.connect(self._acts.name_actor)
        line.left.connect(self.left)
        return line

    def _note_line(self, span: Span) -> QWidget:
        line = QLineEdit(span.note or "", self)
        line.setObjectName("note")
        line.setPlaceholderText("…")
        line.setAccessibleName("Note")

        def store() -> None:
            if line.text().strip() != (span.note or ""):
                self._acts.set_note(line.text())

        line.editingFinished.connect(store)
        return line

    def _links(self, layer: Layer, span: Span, links: list[Relation]) -> QWidget:
        host = QWidget(self)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for relation in links:
            other = layer.span(relation.target if relation.source == span.id else relation.source)
            if other is not None:
                column.addWidget(self._link(relation, other))
        if not links:
            key = self._keymap.shown("span.link")
            column.addWidget(plain(f"press {key}, or drag the chip" if key else "", "faint"))
        return host

    def _link(self, relation: Relation, other: Span) -> QWidget:
        host = QWidget(self)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        label = self._session.scheme.label(other.label)
        jump = QPushButton(shorten(other.quote, 25).replace("&", "&&"), host)
        jump.setFlat(True)
        jump.setMinimumWidth(20)
        jump.setToolTip(shorten(other.quote, 200).replace("<", "‹"))
        jump.setProperty("role", "link")
        jump.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        jump.setCursor(Qt.CursorShape.PointingHandCursor)
        if label is not None:
            line = self._theme.mark(label.colour).line.name()
            styles = {"solid": "solid", "dashed": "dashed", "dotted": "dotted"}
            kind = styles.get(label.style, "solid")
            jump.setStyleSheet(f"text-align:left; border:none; border-bottom:2px {kind} {line};")
        jump.clicked.connect(lambda _=False: self.jumped.emit(other.id))
        row.addWidget(jump)
        row.addStretch(1)
        unlink = QToolButton(host)
        unlink.setText("×")
        unlink.setAutoRaise(True)
        unlink.setAccessibleName(f"Remove link to {other.label}")
        unlink.setToolTip("Remove this link")
        unlink.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        unlink.clicked.connect(lambda _=False: self._acts.unlink(relation))
        row.addWidget(unlink)
        return host

    def _choice(self, text: str, chosen: bool, key: str = "") -> ChoiceButton:
        button = ChoiceButton(text, key, self._theme, self)
        button.setChecked(chosen)
        return button
