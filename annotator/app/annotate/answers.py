"""The questions that a label asks of the selected span, and the ways to answer them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.app.annotate.choices import ChoiceButton
from annotator.app.flow import FlowLayout
from annotator.app.theme import Theme
from annotator.model import AttributeType, AttributeValue, Span

#: What the one button of a flag says; the question itself stands beside it.
YES = "yes"


def toggled(
    attribute: AttributeType, value: AttributeValue | None, choice: str
) -> AttributeValue | None:
    """Return a question's answer once ``choice`` is given, or taken back if it was given."""
    match attribute.kind:
        case "flag":
            return None if value else True
        case "multi-choice":
            old = value if isinstance(value, tuple) else ()
            return tuple(v for v in attribute.values if (v in old) != (v == choice)) or None
        case _:
            return None if value == choice else choice


class Choices(QWidget):
    """The answers of a choice or flag, each with its key."""

    chosen = Signal(str)

    def __init__(
        self,
        span: Span,
        attribute: AttributeType,
        keys: dict[tuple[str, str], str],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        value = span.attributes.get(attribute.name)
        flow = FlowLayout(self, gap=4)
        for choice in attribute.values or (attribute.name,):
            text = choice if attribute.values else YES
            button = ChoiceButton(text, keys.get((attribute.name, choice), ""), theme, self)
            given = value if isinstance(value, tuple) else (value,)
            button.setChecked(value is True or choice in given)
            button.setAccessibleName(f"{attribute.name}: {button.accessibleName()}")
            button.missing = attribute.required and value is None
            button.clicked.connect(lambda _=False, c=choice: self.chosen.emit(c))
            flow.addWidget(button)


class CardLine(QLineEdit):
    """A line on the card for words: Enter gives them and the keyboard back, Esc takes neither.

    They are also given when the line is left otherwise.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, text: str, key: str, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._kept = text
        self.setAccessibleName(name)
        self.setPlaceholderText(key or "…")
        self.editingFinished.connect(self._give)
        self.returnPressed.connect(self.left)

    def ask(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._kept)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        typed = self.text().strip()
        if typed != self._kept:
            self._kept = typed
            self.given.emit(typed)


class TypedAnswer(CardLine):
    """A line for an answer in words or a number."""

    answered = Signal(object)
    """The text or number, or ``None`` for an empty line."""
    refused = Signal(str)

    def __init__(self, span: Span, attribute: AttributeType, key: str, parent: QWidget) -> None:
        value = span.attributes.get(attribute.name)
        super().__init__("" if value is None else f"{value}", key, attribute.name, parent)
        self.attribute = attribute
        self.given.connect(self._answer)

    def _answer(self, typed: str) -> None:
        number = self.attribute.kind == "number"
        try:
            self.answered.emit((float(typed) if number else typed) if typed else None)
        except ValueError:
            self.refused.emit(f'"{typed}" is not a number.')
