"""The open project as the window sees it: whose work is shown, on which article, and what changed.

Views ask the session and listen to it; they change things only through `apply`, `undo`, `redo`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator import collecting
from annotator.errors import AnnotatorError, NotSaved
from annotator.model import Article, Change, Changed, Layer, Record, Scheme, Span
from annotator.store.project import Project

T = TypeVar("T")

# How often a change that could not be saved is tried again.
_AGAIN_MS = 3000


class Session(QObject):
    """One project in one window, worked on by one annotator at a time.

    Made by the window when a project is opened, closed with it.
    """

    changed = Signal(object)
    """What any change did (`Changed`), whichever article it touched."""
    article_opened = Signal()
    """Another article, or another annotator's layer of it, is shown from now on."""
    layer_changed = Signal(list)
    """The shown layer followed these deltas."""
    unsaved_changed = Signal()
    """A change could not be saved, or is saved now, or was given up; `unsaved` tells."""
    refused = Signal(str)
    """Something could not be done; the reason, for people."""
    told = Signal(str)
    """There is nothing to do or to go to; why, for people."""

    def __init__(self, project: Project, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.annotator = annotator
        self.layer: Layer | None = None
        self._unsaved: Change | None = None
        self._why_unsaved = ""
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.save_again)
        self._unsubscribe = project.subscribe(self._heard)

    @property
    def scheme(self) -> Scheme:
        """The project's label scheme as it is now."""
        return self.project.scheme

    @property
    def path(self) -> Path:
        """The project's file."""
        return self.project.path

    def close(self) -> None:
        """Stop listening, and close the project."""
        self._unsubscribe()
        self.project.close()

    def open_article(self, article_id: str | None) -> None:
        """Show this article's layer, or none."""
        self.layer = None
        if article_id is not None and (layer := self._try(self._read_layer, article_id)):
            self.layer = layer
        self.article_opened.emit()

    def work_as(self, annotator: str) -> None:
        """Show this annotator's work from now on."""
        self.annotator = annotator
        self.open_article(self.layer.article.id if self.layer else None)

    def span(self, span_id: str | None) -> Span | None:
        """Return a span of the shown layer, or ``None``."""
        return self.layer.span(span_id) if self.layer and span_id else None

    def apply(self, make: Callable[[], Change]) -> Changed | None:
        """Make a change and apply it; what refuses it is told by `refused`.

        One that can't be saved just now, on a full disk for instance, is kept as `unsaved` and
        tried again. Until it is saved no other is made: it may be one that others build on.
        """
        change = self._try(make) if self._all_saved() else None
        if change is None:
            return None
        try:
            return self.project.apply(change)
        except NotSaved as error:
            if change.undoable:
                self._hold(change, str(error))
            else:
                self.refused.emit(str(error))
        except AnnotatorError as error:
            self.refused.emit(str(error))
        return None

    @property
    def unsaved(self) -> tuple[str, str] | None:
        """The name of a change that is not saved yet, and why it isn't; ``None`` if all is."""
        return None if self._unsaved is None else (self._unsaved.name, self._why_unsaved)

    def save_again(self) -> bool:
        """Try once more to save what is not saved; say whether all is saved now."""
        change = self._unsaved
        if change is None:
            return True
        try:
            self.project.apply(change)
        except NotSaved as error:
            self._hold(change, str(error))
            return False
        except AnnotatorError as error:
            # Nothing stands in its way but itself: others changed what it would change.
            self.refused.emit(str(error))
        self._hold(None)
        return True

    def give_up_unsaved(self) -> None:
        """Leave the change that can't be saved undone."""
        self._hold(None)

    def save_elsewhere(self, path: Path) -> None:
        """Write a copy of the project to a new file, with the change that isn't saved in this one.

        Raises ``ProjectError`` if that can't be done either.
        """
        self.project.backup(path)
        if self._unsaved is not None:
            with Project.open(path) as copy:
                copy.apply(self._unsaved)
        self._hold(None)

    def _hold(self, change: Change | None, why: str = "") -> None:
        differs = (self._unsaved is None, self._why_unsaved) != (change is None, why)
        self._unsaved, self._why_unsaved = change, why
        if change is None:
            self._again.stop()
        elif not self._again.isActive():
            self._again.start()
        if differs:
            self.unsaved_changed.emit()

    def undo(self) -> None:
        """Take back this annotator's latest change, and show the article that it was made in."""
        if self._all_saved():
            self._show(self._try(lambda: self.project.undo(annotator=self.annotator)))

    def redo(self) -> None:
        """Do again what was undone last, and show the article that it was made in."""
        if self._all_saved():
            self._show(self._try(lambda: self.project.redo(annotator=self.annotator)))

    def _all_saved(self) -> bool:
        """Save what isn't saved yet before anything else is done; tell if that can't be done."""
        if self._unsaved is None or self.save_again():
            return True
        name, why = self._unsaved.name, self._why_unsaved
        self.refused.emit(f'"{name}" must be saved before anything else is done. {why}')
        return False

    def _show(self, changed: Changed | None) -> None:
        shown = self.layer.article.id if self.layer else None
        if changed is not None and changed.articles and shown not in changed.articles:
            known = [a for a in sorted(changed.articles) if self.project.find_article(a, None)]
            if known:
                self.open_article(known[0])

    def _read_layer(self, article_id: str) -> Layer:
        with collecting.paused():
            layer = self.project.layer(article_id, self.annotator)
            layer.index()
        collecting.set_apart(layer.span_count)
        return layer

    def _try(self, act: Callable[..., T], *args: object) -> T | None:
        try:
            return act(*args)
        except AnnotatorError as error:
            self.refused.emit(str(error))
            return None

    def _heard(self, changed: Changed) -> None:
        if self.layer is not None and (shown := self.layer.article.id) in changed.articles:
            if changed.deltas:
                gone = any(d.after is None and _is_article(d.before, shown) for d in changed.deltas)
            else:
                gone = self.project.find_article(shown, None) is None
            if gone or not changed.deltas:
                self.open_article(None if gone else shown)
            elif mine := self.layer.follow(changed.deltas):
                self.layer_changed.emit(mine)
        self.changed.emit(changed)


def _is_article(record: Record | None, article_id: str) -> bool:
    return isinstance(record, Article) and record.id == article_id
