"""A look at one thing that was found: its text with its zones, or why it can't be read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.app.canvas import TextCanvas
from annotator.app.importing.columns import Columns
from annotator.app.importing.found_model import FoundRow
from annotator.app.layouts import empty
from annotator.app.words import plain
from annotator.model import Article, Assignment, Layer, Scheme
from annotator.survey import Survey


class Look(QWidget):
    """Shows a row of a survey; of a text whose encoding isn't sure, how it would read in others.

    Of a table it shows which column holds what.
    """

    encoding_chosen = Signal(str)
    """The file that is shown is to be read in this encoding."""
    columns_chosen = Signal(dict)
    """The columns of the table that is shown, by the part of an article that each holds."""

    def __init__(self, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self.canvas = TextCanvas(self)
        self.canvas.setAccessibleName("The article as it would be taken")
        self.canvas.set_scheme(scheme)
        self.about = plain("", "quiet", wrap=True)
        self.about.setContentsMargins(14, 10, 14, 10)
        self.suggested: list[QPushButton] = []
        self._choices = QVBoxLayout()
        self._choices.setContentsMargins(14, 4, 14, 4)
        self._choices.setSpacing(6)
        self.columns = Columns(self)
        self.columns.chosen.connect(self.columns_chosen)
        self._rest = QWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.about)
        column.addWidget(self.columns)
        column.addLayout(self._choices)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._rest, 1)

    def show_row(self, row: FoundRow | None, survey: Survey | None) -> None:
        """Show a row of a survey, or nothing."""
        empty(self._choices)
        self.suggested = []
        self._show_columns(row, survey)
        if row is None or survey is None:
            self._show(None, "")
        elif row.article is None:
            self._show(None, f"{row.where}\n{row.note or row.title}")
            self._suggest(row.where, survey)
        else:
            article = survey.spool[row.article.id]
            self._show(article, "  ·  ".join(_facts(row, article)))

    def show_article(self, article: Article | None) -> None:
        """Show an article from its beginning, or nothing."""
        self.canvas.set_layer(Layer(article, Assignment(article.id, "")) if article else None)

    def _show(self, article: Article | None, about: str) -> None:
        self.show_article(article)
        self.canvas.setVisible(article is not None)
        self.about.setText(about)
        self._rest.setVisible(article is None)

    def _show_columns(self, row: FoundRow | None, survey: Survey | None) -> None:
        columns = survey.tables.get(row.where) if row is not None and survey is not None else None
        self.columns.setVisible(columns is not None)
        if row is not None and survey is not None and columns is not None:
            held = survey.reading.of(row.where).columns
            if row.article is not None:
                held = survey.spool[row.article.id].metadata.get("columns", held)
            self.columns.show_table(columns, held)

    def _suggest(self, where: str, survey: Survey) -> None:
        for one in survey.suggested.get(where, ()):
            text = f"Read as {one.encoding}:  {one.sample}".replace("&", "&&")
            button = QPushButton(text, self)
            button.setProperty("role", "link")
            button.clicked.connect(partial(self.encoding_chosen.emit, one.encoding))
            self._choices.addWidget(button)
            self.suggested.append(button)


def _facts(row: FoundRow, article: Article) -> list[str]:
    assert row.article is not None
    facts = [row.where, f"{row.article.length:,} characters"]
    if row.article.encoding:
        facts.append(f"{row.article.encoding} ({row.article.encoding_reason})")
    if row.note:
        facts.append(row.note)
    return facts
