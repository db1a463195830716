"""Training: one's own work beside gold, at once and with the reviewer's reasons; read only."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.app.canvas import TextCanvas
from annotator.app.canvas.voices import Opened, Voice, Voices
from annotator.app.session import Session
from annotator.app.words import announce, plain
from annotator.errors import AnnotatorError
from annotator.model import Layer, Span
from annotator.model.annotation import GOLD, is_gold
from annotator.model.edits import shorten
from annotator.review.feedback import Correction, compare

_MINE, _GOLD = "#3B4A6B", "#8A5A14"
_WRONG = "#B3261E"
_FORWARD = frozenset((Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return))
_BACK = frozenset((Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Left))


class Training(QWidget):
    """Below the article: what gold has otherwise, one by one; its keys go from one to the next.

    On the page the annotator's lane lies above that of gold. Nothing here changes anything.
    """

    closed = Signal()

    def __init__(self, session: Session, canvas: TextCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Comparison with gold")
        self._session, self._canvas = session, canvas
        self.mode = False
        """Whether an article that has gold is compared as soon as it is done."""
        self._at = 0
        self._gold: Layer | None = None
        self.found: list[Correction] = []
        self.told = plain("", wrap=True)
        self.why = plain("", "quiet", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.told)
        words.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(14)
        row.addLayout(words, 1)
        row.addWidget(plain("Tab next    Esc", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        session.article_opened.connect(self._leave)
        session.layer_changed.connect(lambda _: self._leave())

    def has_gold(self) -> bool:
        """Whether the article has gold, and somebody else's work is shown."""
        session = self._session
        layer = session.layer
        if layer is None or is_gold(layer.annotator):
            return False
        return session.project.layer(layer.article.id, GOLD).status == "done"

    def toggle(self) -> None:
        """Compare every article that has gold as soon as it is done, or no more."""
        self.mode = not self.mode

    def compare(self) -> None:
        """Show what gold has otherwise, or say that there is no gold."""
        session, layer = self._session, self._session.layer
        if layer is None:
            return
        if not self.has_gold():
            session.refused.emit(
                "This article has no gold yet that your work could be compared to."
            )
            return
        project, article = session.project, layer.article.id
        try:
            self._gold = project.layer(article, GOLD)
            names = {actor.id: actor.name for actor in project.actors()}
            decisions = project.decisions(article)
            cases, self.found = compare(layer, self._gold, decisions, names, session.scheme)
        except AnnotatorError as error:
            session.refused.emit(str(error))
            return
        self._at = 0
        self._counted = f"{cases - len(self.found)} of {cases} as gold has it"
        self._canvas.show_voices(Voices(2, self._within))
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Leave Tab to the differences."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._leave()
            self.closed.emit()
        elif key in _FORWARD:
            self._step(1)
        elif key in _BACK:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if self.found:
            self._at = (self._at + by) % len(self.found)
            self._show()

    def _show(self) -> None:
        self._canvas.viewport().update()
        if not self.found:
            self.told.setText(f"{self._counted}. There is nothing that gold has otherwise.")
            self.why.setText("")
        else:
            one = self.found[self._at]
            quote = shorten(one.theirs or one.gold or "", 60)
            told = (
                f"{self._counted}.   {self._at + 1} of {len(self.found)}:  {one.label} “{quote}”: "
            )
            if one.gold is not None and one.theirs is not None and one.gold != one.theirs:
                told += f"{one.what}. Gold: “{shorten(one.gold, 60)}”"
            else:
                told += one.what
            self.told.setText(told)
            reason = one.reason or one.note
            by = f"  ({one.reviewer})" if one.reviewer else ""
            self.why.setText(f"Why: {reason}{by}" if reason else "No reason was given.")
            self._canvas.reveal(one.start, one.end)
        announce(self, f"{self.told.text()} {self.why.text()}")

    def _within(self, start: int, end: int) -> Iterator[Opened]:
        """Give the differences that lie in a range, as the page shows them."""
        layer, gold = self._session.layer, self._gold
        if layer is None or gold is None:
            return
        for n, one in enumerate(self.found):
            mine = layer.span(one.span)
            theirs = gold.span(one.gold_span) if one.gold_span is not None else None
            pieces = sorted({(f.start, f.end) for s in (mine, theirs) if s for f in s.fragments})
            if pieces and pieces[0][0] < end and start < max(stop for _, stop in pieces):
                lanes = ((mine, 0, _MINE), (theirs, 1, _GOLD))
                voices = [v for span, lane, colour in lanes for v in _voices(span, lane, colour)]
                yield Opened(tuple(pieces), tuple(voices), _WRONG, n == self._at)

    def _leave(self) -> None:
        if self.isVisible():
            self.found, self._gold = [], None
            self._canvas.show_voices(Voices())
            self.hide()


def _voices(span: Span | None, lane: int, colour: str) -> Iterator[Voice]:
    for fragment in span.fragments if span is not None else ():
        yield Voice(fragment.start, fragment.end, lane, colour)
