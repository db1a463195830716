"""The open project as the window sees it: whose work is shown, on which article, and what changed.

Views ask the session and listen to it; they change things only through `apply`, `undo`, `redo`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.model import Change, Changed, Layer, Scheme, Span
from annotator.store.project import Project

T = TypeVar("T")

_MANY_SPANS = 5000


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
    refused = Signal(str)
    """Something could not be done; the reason, for people."""
    told = Signal(str)
    """There is nothing to do or to go to; why, for people."""

    def __init__(self, project: Project, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.annotator = annotator
        self.layer: Layer | None = None
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
        """Make a change and apply it; what refuses it is told by `refused`."""
        return self._try(lambda: self.project.apply(make()))

    def undo(self) -> None:
        """Take back this annotator's latest change, and show the article that it was made in."""
        self._show(self._try(lambda: self.project.undo(annotator=self.annotator)))

    def redo(self) -> None:
        """Do again what was undone last, and show the article that it was made in."""
        self._show(self._try(lambda: self.project.redo(annotator=self.annotator)))

    def _show(self, changed: Changed | None) -> None:
        shown = self.layer.article.id if self.layer else None
        if changed is not None and changed.articles and shown not in changed.articles:
            known = [a for a in sorted(changed.articles) if self.project.find_article(a, None)]
            if known:
                self.open_article(known[0])

    def _read_layer(self, article_id: str) -> Layer:
        # While much is read the collector finds no garbage; later it would look through a large
        # layer again and again, which is felt as a key that hangs.
        collecting = gc.isenabled()
        gc.disable()
        try:
            layer = self.project.layer(article_id, self.annotator)
            if layer.span_count > _MANY_SPANS:
                gc.freeze()
            return layer
        finally:
            if collecting:
                gc.enable()

    def _try(self, act: Callable[..., T], *args: object) -> T | None:
        try:
            return act(*args)
        except AnnotatorError as error:
            self.refused.emit(str(error))
            return None

    def _heard(self, changed: Changed) -> None:
        if self.layer is not None and self.layer.article.id in changed.articles:
            if changed.deltas:
                mine = self.layer.follow(changed.deltas)
                if mine:
                    self.layer_changed.emit(mine)
            else:
                article = self.layer.article.id
                gone = self.project.find_article(article, None) is None
                self.open_article(None if gone else article)
        self.changed.emit(changed)
