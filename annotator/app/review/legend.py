"""Over the article: whose lane has which colour, and what the drawing means."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.app.flow import FlowLayout
from annotator.app.layouts import empty
from annotator.app.review.lanes import colour_of, lanes_for
from annotator.app.theme import Theme
from annotator.app.words import Elided, as_tip, plain
from annotator.review.article_review import ArticleReview


class Legend(QWidget):
    """One chip for each annotator, in the order of the lanes, and how many spans they have."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._theme = theme
        self._review: ArticleReview | None = None
        self._flow = FlowLayout(self, gap=8, line_gap=4)
        self._flow.setContentsMargins(16, 7, 16, 7)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme = theme
        self.show_review(self._review)

    def show_review(self, review: ArticleReview | None) -> None:
        """Show who worked on an article."""
        self._review = review
        empty(self._flow)
        self.setVisible(review is not None)
        if review is None:
            return
        for lane, (who, layer) in enumerate(review.layers.items()):
            colours = self._theme.mark(colour_of(lane))
            chip = Elided(f" {review.name(who).upper()} ", "", columns=24)
            chip.setStyleSheet(
                f"background:{colours.chip.name()}; color:{colours.chip_ink.name()};"
                "border-radius:3px; font-weight:600; font-size:8pt;"
            )
            chip.setToolTip(as_tip(review.name(who)))
            self._flow.addWidget(chip)
            count = layer.span_count
            self._flow.addWidget(plain(f"{count} span{'s' if count != 1 else ''}"))
        told = "filled: gold  ·  dashed box: undecided"
        if lanes_for(len(review.annotators)) < len(review.annotators):
            told += "  ·  lines: the same boundaries, thicker for more"
        self._flow.addWidget(plain(told, "quiet"))
