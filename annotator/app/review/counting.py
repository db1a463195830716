"""Counts the cases of many articles beside the window, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from annotator.errors import AnnotatorError
from annotator.review.adjudicating import gather
from annotator.review.rules import Rules
from annotator.review.standing import Standing, standing
from annotator.store.project import Project

# As many are told at once as are counted in about a blink.
_LOT = 20


class Counting(QThread):
    """One run over some articles; it tells lots of `Standing`, and ends when it is stopped.

    It only reads, with a connection of its own.
    """

    counted = Signal(list)

    def __init__(
        self, path: Path, articles: Sequence[str], rules: Rules, reviewer: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._path, self._articles = path, articles
        self._rules, self._reviewer = rules, reviewer
        self._stopped = False
        self._let = Event()
        self._let.set()

    def hold(self) -> None:
        """Wait behind the article that is just being counted: threads hold each other up."""
        self._let.clear()

    def go_on(self) -> None:
        """Go on after `hold`."""
        self._let.set()

    def stop(self) -> None:
        """End after the article that is just being counted, and wait for that."""
        self._stopped = True
        self._let.set()
        self.wait()

    def run(self) -> None:
        try:
            with Project.open(self._path, read_only=True) as project:
                self._count(project)
        except AnnotatorError:
            # The window itself tells of a project that can't be read; here only numbers lack.
            return

    def _count(self, project: Project) -> None:
        layer, annotators = self._rules.layer(self._reviewer), self._rules.compared(project)
        lot: list[Standing] = []
        for article in self._articles:
            self._let.wait()
            if self._stopped:
                return
            if project.find_article(article, None) is None:
                continue
            # How annotators are called makes no difference here, and letters cost time.
            review = gather(project, article, layer=layer, annotators=annotators)
            lot.append(standing(review, self._rules.least))
            if len(lot) >= _LOT:
                self.counted.emit(lot)
                lot = []
        if lot:
            self.counted.emit(lot)
