"""The card of the selected span: what it is, what its label asks, the attribution it is part of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.annotate.actor_line import ActorLine
from annotator.app.annotate.acts import Acts
from annotator.app.annotate.answers import CardLine, Choices, TypedAnswer, toggled
from annotator.app.annotate.card_rows import Row, card_rows, head_of
from annotator.app.annotate.choices import ChoiceButton, attribute_keys
from annotator.app.annotate.parts import RowContent
from annotator.app.canvas.marks import innermost_first
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import as_tip, plain
from annotator.model import Actor, AttributeType, LabelType, Layer, Span

_TITLES_WIDTH = 78
# The commands whose keys are printed on the card.
_KEYS = ("link", "actor", "note", "doubt", "delete")


@dataclass(frozen=True, slots=True)
class _Shown:
    """Everything that the card says, so that it is made anew only when that changes."""

    span: Span
    chip: str
    place: str
    actor: Actor | None
    rows: tuple[Row, ...]
    label: LabelType
    theme: str
    letters: dict[tuple[str, str], str]
    keys: dict[str, str]


class SelectedCard(QFrame):
    """Shows the selected span and takes answers; the acts make the changes."""

    jumped = Signal(str)
    """The id of a span that should be selected."""
    left = Signal()
    """A question was answered; the article may have the keyboard again."""

    def __init__(
        self, session: Session, acts: Acts, keymap: Keymap, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session, self._acts, self._keymap, self._theme = session, acts, keymap, theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 10, 12)
        self._body: QWidget | None = None
        self._shown: _Shown | str | None = None
        self.head: Span | None = None
        """The claim whose attribution is shown, or was last."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours from the next showing on."""
        self._theme = theme

    def show_span(self, span: Span | None) -> None:
        """Show a span of the session's layer with its attribution, or how to select one."""
        layer = self._session.layer
        label = self._session.scheme.label(span.label) if span else None
        if span is None or layer is None or label is None:
            words = "Select some text and press a label's key, or click a mark."
            self._show(words if layer is not None else "No article is shown.")
            return
        scheme, project = self._session.scheme, self._session.project
        last = self.head.id if self.head is not None else None
        self.head = head_of(layer, scheme, span, last)
        keys = {name: self._keymap.shown(f"span.{name}") for name in _KEYS}
        hint = f"press {keys['link']}, or drag the chip" if keys["link"] else "drag the chip"
        shown = _Shown(
            span=span,
            chip=f"{label.name} {layer.number(span)}",
            place=_told_place(layer, span),
            actor=project.actor(span.actor) if span.actor else None,
            rows=tuple(card_rows(layer, scheme, span, self.head, project.actor, hint)),
            label=label,
            theme=self._theme.name,
            letters=attribute_keys(label, self._keymap.letters(self)),
            keys=keys,
        )
        self._show(shown)

    def answer(self, attribute: AttributeType, choice: str) -> None:
        """Give the selected span this answer, or take it back if it has it; ask for typed ones."""
        span = self._acts.current
        if attribute.kind in ("text", "number"):
            # The card may be a moment behind the page.
            self.show_span(span)
            for line in self._body.findChildren(TypedAnswer) if self._body is not None else ():
                if line.attribute == attribute:
                    line.ask()
        elif span is not None:
            value = span.attributes.get(attribute.name)
            self._acts.set_attribute(attribute.name, toggled(attribute, value, choice))

    def focus_actor(self) -> None:
        """Ask whom the selected span names: its own words, ready to be taken or typed over."""
        line = self._body.findChild(ActorLine) if self._body is not None else None
        if line is not None:
            line.ask()

    def focus_note(self) -> None:
        """Give the keyboard to the note on the selected span."""
        line = self._body.findChild(CardLine, "note") if self._body is not None else None
        if line is not None:
            line.ask()

    def _show(self, shown: _Shown | str) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget(self)
        if isinstance(shown, str):
            column = QVBoxLayout(self._body)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(plain(shown, "quiet", wrap=True))
        else:
            self._fill(self._body, shown)
        self._column.addWidget(self._body)

    def _fill(self, body: QWidget, shown: _Shown) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addLayout(self._head(body, shown))
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _TITLES_WIDTH)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        span, label = shown.span, shown.label
        for attribute in label.attributes:
            _add_row(grid, attribute.name, self._question(span, attribute, shown.letters, body), 4)
        if label.register:
            _add_row(
                grid, "actor", self._actor_line(span, shown.actor, shown.keys["actor"], body), 3
            )
        for row in shown.rows:
            content = RowContent(row, self._session.scheme, self._theme, span.id, body)
            content.jumped.connect(self.jumped)
            content.unlinked.connect(self._acts.unlink)
            _add_row(grid, row.title, content, 3)
        _add_row(grid, "note", self._note_line(span, shown.keys["note"], body), 3)

    def _head(self, body: QWidget, shown: _Shown) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        colours = self._theme.mark(shown.label.colour)
        chip = plain(shown.chip)
        chip.setStyleSheet(
            f"background:{colours.chip.name()}; color:{colours.chip_ink.name()};"
            "border-radius:3px; padding:1px 6px; font-weight:600;"
        )
        row.addWidget(chip)
        place = plain(shown.place, "quiet")
        # It may be cut off, but it must not widen the card.
        place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        place.setToolTip(as_tip(place.text()))
        row.addWidget(place, 1)
        doubt = ChoiceButton("in doubt" if shown.span.doubt else "?", "", self._theme, body)
        doubt.setChecked(shown.span.doubt)
        doubt.setToolTip(f"Mark as doubtful  {shown.keys['doubt']}")
        doubt.setAccessibleName("In doubt")
        doubt.clicked.connect(lambda _=False: self._acts.toggle_doubt())
        row.addWidget(doubt)
        delete = QToolButton(body)
        delete.setText(shown.keys["delete"] or "×")
        delete.setProperty("role", "key")
        delete.setAccessibleName(f"Delete {shown.label.name}")
        delete.setToolTip("Delete this span")
        delete.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        delete.clicked.connect(lambda _=False: self._acts.delete())
        row.addWidget(delete)
        return row

    def _question(
        self,
        span: Span,
        attribute: AttributeType,
        keys: dict[tuple[str, str], str],
        body: QWidget,
    ) -> QWidget:
        if attribute.kind in ("text", "number"):
            key = keys.get((attribute.name, attribute.name), "").upper()
            line = TypedAnswer(span, attribute, key, body)
            line.left.connect(self.left)
            line.answered.connect(lambda value: self._acts.set_attribute(attribute.name, value))
            line.refused.connect(self._session.refused)
            return line
        choices = Choices(span, attribute, keys, self._theme, body)
        choices.chosen.connect(lambda choice: self.answer(attribute, choice))
        return choices

    def _actor_line(self, span: Span, actor: Actor | None, key: str, body: QWidget) -> QWidget:
        host = QWidget(body)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = ActorLine(span.quote, actor, self._acts.likely_actors, key, host)
        line.named.connect(self._acts.name_actor)
        line.chosen.connect(self._acts.set_actor)
        line.left.connect(self.left)
        column.addWidget(line)
        column.addWidget(line.choices)
        return host

    def _note_line(self, span: Span, key: str, body: QWidget) -> QWidget:
        line = CardLine(span.note or "", key, "Note", body)
        line.setObjectName("note")
        line.setProperty("role", "quiet")
        line.given.connect(self._acts.set_note)
        line.left.connect(self.left)
        return line


def _told_place(layer: Layer, span: Span) -> str:
    """Say of how many fragments a span is, and how deep it lies among those at its start."""
    count = len(span.fragments)
    told = [f"{count} fragments"] if count > 1 else []
    here = layer.touching(span.start, span.start + 1)
    if len(here) > 1:
        depth = [other.id for other in innermost_first(here)].index(span.id)
        told.append(f"{depth + 1} of {len(here)} here")
    return " · ".join(told)


def _add_row(grid: QGridLayout, title: str, content: QWidget, drop: int) -> None:
    """Add a row; its title stands ``drop`` pixels down, on the line of what is behind it."""
    row = grid.rowCount()
    name = plain(title.replace("_", " ")[:1].upper() + title.replace("_", " ")[1:], "field")
    name.setContentsMargins(0, drop, 0, 0)
    name.setWordWrap(True)
    grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(content, row, 1, Qt.AlignmentFlag.AlignTop)
