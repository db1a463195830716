"""What a dataset would hold, lack and look like, as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.app.words import plain
from annotator.dataset.making import Foreseen
from annotator.dataset.tally import Tally

_EXAMPLE_HEIGHT = 260
_NOTHING = 'Nothing. Finish some articles, or take layers of another status ("Layers that are").'
_TOO_FEW = "there are too few articles that may be parted."


class ForeseenView(QScrollArea):
    """Shows what was foreseen last; nothing before that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("What the dataset would hold")
        self._show([])

    def show_foreseen(self, foreseen: Foreseen) -> None:
        """Show what a recipe would make."""
        anything = any(tally.articles for tally in foreseen.parts.values())
        counts = _counts(foreseen.parts) if anything else plain(_NOTHING, "quiet", wrap=True)
        empty = [part for part, tally in foreseen.parts.items() if anything and not tally.articles]
        told = [plain(f"{part} is empty: {_TOO_FEW}", "danger", wrap=True) for part in empty]
        cards = [_card("WHAT GOES IN", counts, *told)]
        out = [[str(n), why] for why, n in foreseen.left_out.items()]
        if out:
            cards.append(_card("LEFT OUT", _table(["", "why"], out, numbers=1)))
        if not anything:
            self._show(cards)
            return
        lost = [[kind, str(n), why] for (kind, why), n in foreseen.losses.items()]
        lost_body = _table(["what", "how many", "what becomes of it"], lost, numbers=1, first=1)
        nothing = plain("Nothing: the format holds all of it.", "quiet")
        cards.append(_card("WHAT THE FORMAT CANNOT HOLD", lost_body if lost else nothing))
        cards.append(_card("FIRST EXAMPLES", _example(foreseen.example)))
        self._show(cards)

    def show_wrong(self, why: str) -> None:
        """Say why nothing can be foreseen."""
        self._show([_card("THIS CAN'T BE MADE", plain(why, "danger", wrap=True))])

    def _show(self, cards: Sequence[QWidget]) -> None:
        body = QWidget(self)
        body.setObjectName("window")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(body)


def _card(title: str, *contents: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(8)
    column.addWidget(plain(title, "section"))
    for content in contents:
        column.addWidget(content)
    return card


def _counts(parts: Mapping[str, Tally]) -> QWidget:
    tallies = list(parts.values())
    labels = sorted({label for tally in tallies for label in tally.labels})
    types = sorted({type for tally in tallies for type in tally.relations})
    rows = [
        ("Articles", [len(tally.articles) for tally in tallies]),
        ("Layers", [tally.layers.total() for tally in tallies]),
        *((label, [tally.labels[label] for tally in tallies]) for label in labels),
        *((type.replace("_", " "), [tally.relations[type] for tally in tallies]) for type in types),
    ]
    several = len(tallies) > 1
    head = ["", *(parts if several else ()), "all" if several else ""]
    table = [
        [name, *(f"{n:,}" for n in counts), *([f"{sum(counts):,}"] if several else [])]
        for name, counts in rows
    ]
    return _table(head, table, numbers=len(head) - 1, first=1)


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int, first: int = 0
) -> QWidget:
    """Lay a table out; ``numbers`` columns from ``first`` on stand at the right."""
    host = QWidget()
    words = numbers != len(head) - 1
    grid = QGridLayout(host)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    lines = [head, *rows] if any(head) else rows
    for row, cells in enumerate(lines, len(rows) + 1 - len(lines)):
        for column, text in enumerate(cells):
            wraps = words and column == len(cells) - 1
            cell = plain(text, "" if row else "field", wrap=wraps)
            right = first <= column < first + numbers
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            # What wraps fills its column; Qt would make it as narrow as it can otherwise.
            place = Qt.AlignmentFlag.AlignTop
            grid.addWidget(cell, row, column, place if wraps else side | place)
    # Words have all the room; numbers keep together at the left.
    grid.setColumnStretch(len(head) - words, 1)
    return host


def _example(text: str) -> QWidget:
    if not text:
        return plain("There is nothing to show as text.", "quiet")
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setProperty("role", "code")
    view.setAccessibleName("First examples")
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    view.setFixedHeight(_EXAMPLE_HEIGHT)
    return view
