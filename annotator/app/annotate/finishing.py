"""Being done with an article: what is missing is told and listed once before."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.app.annotate.acts import Acts
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.model import Delta
from annotator.model.checks import Checked


class Finishing(QObject):
    """Marks the shown article as done, unless something is missing that was not told yet."""

    missing = Signal(str)
    """Something is missing; the first span that misses it."""
    finished = Signal()

    def __init__(self, session: Session, acts: Acts, keymap: Keymap, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._acts, self._keymap = session, acts, keymap
        self._told: frozenset[tuple[str, str]] = frozenset()
        self._checked: Checked | None = None
        session.article_opened.connect(self._begin)
        session.layer_changed.connect(self._follow)

    def done(self) -> None:
        """Mark the article as done; what is missing is told before, and holds it up once."""
        layer = self._session.layer
        if layer is None:
            return
        if self._checked is None or self._checked.scheme is not self._session.scheme:
            self._checked = Checked(layer, self._session.scheme)
        found = self._checked.problems()
        missing = frozenset((problem.span.id, problem.message) for problem in found)
        if missing <= self._told:
            self._acts.set_status("done")
            self.finished.emit()
            return
        self._told = missing
        first, count = found[0], len(found)
        more = f", and {count - 1} more" if count > 1 else ""
        self.missing.emit(first.span.id)
        self._session.refused.emit(
            f"{first.span.label} {layer.number(first.span)}: {first.message}{more}. "
            f"{self._keymap.shown('queue.done')} again: done as it is."
        )

    def _begin(self) -> None:
        self._told, self._checked = frozenset(), None

    def _follow(self, deltas: list[Delta]) -> None:
        if self._checked is not None:
            self._checked.follow(deltas)
