"""The guidelines beside the article: what the scheme says of its labels, and the project's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.app.keymap import Keymap
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import AttributeType, LabelType, Scheme


class Guidelines(QScrollArea):
    """Shows a label's definition, examples and questions, or those of all labels."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Guidelines")
        self.hide()

    def show_scheme(
        self, scheme: Scheme, label: LabelType | None, theme: Theme, keymap: Keymap, own: Path
    ) -> None:
        """Show what the scheme says; ``own`` is the project's own text, if there is such a file."""
        body = QWidget(self)
        body.setObjectName("inspector")
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(6)
        column.addWidget(plain("GUIDELINES", "section"))
        for shown in (label,) if label is not None else scheme.labels:
            key = keymap.shown(f"label.{shown.name}")
            column.addWidget(_card(shown, key, theme, body))
        if own.is_file():
            column.addWidget(plain("OF THIS PROJECT", "section"))
            column.addWidget(_own(own))
        column.addStretch(1)
        self.setWidget(body)


def _card(label: LabelType, key: str, theme: Theme, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 10, 12, 12)
    name = plain(f"{label.name}   {key}", "strong")
    name.setStyleSheet(f"color: {theme.mark(label.colour).ink.name()};")
    column.addWidget(name)
    column.addWidget(plain(label.definition, wrap=True))
    for example in label.examples:
        column.addWidget(plain(example, "quiet", wrap=True))
    for attribute in label.attributes:
        column.addWidget(plain(_question(attribute), "quiet", wrap=True))
    return card


def _question(attribute: AttributeType) -> str:
    answers = ", ".join(attribute.values)
    head = f"{attribute.name.capitalize()}: {answers}" if answers else attribute.name.capitalize()
    return f"{head}. {attribute.definition}" if attribute.definition else head


def _own(path: Path) -> QWidget:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return plain(f"{path.name} cannot be read: {error}", "danger", wrap=True)
    label = plain("", wrap=True)
    # Markdown of the person's own project; links and pictures in it are not followed.
    label.setTextFormat(Qt.TextFormat.MarkdownText)
    label.setText(text.replace("![", "["))
    return label
