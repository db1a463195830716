"""The questions that a label asks of the selected span, and the ways to answer them."""

from __future__ import annotations

from PySide6.QtCore import Signal
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


class TypedAnswer(QLineEdit):
    """A line for an answer in words or a number, given when the line is left or Enter pressed."""

    answered = Signal(object)
    """The text or number, or ``None`` for an empty line."""
    refused = Signal(str)

    def __init__(self, span: Span, attribute: AttributeType, parent: QWidget) -> None:
        value = span.attributes.get(attribute.name)
        super().__init__("" if value is None else f"{value}", parent)
        self._number = attribute.kind == "number"
        self._given = self.text()
        self.setAccessibleName(attribute.name)
        self.editingFinished.connect(self._answer)

    def _answer(self) -> None:
        typed = self.text().strip()
        if typed == self._given:
            return
        self._given = typed
        try:
            self.answered.emit((float(typed) if self._number else typed) if typed else None)
        except ValueError:
            self.refused.emit(f'"{typed}" is not a number.')
