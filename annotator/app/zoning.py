"""Correcting zones on a page that is shown: by key, and by a menu where the mouse points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from annotator.model import ZONE_KINDS, Article
from annotator.model.zoning import CORRECTED, with_zone
from annotator.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from annotator.app.canvas import TextCanvas


def rezoned(article: Article, canvas: TextCanvas, kind: str) -> Article:
    """Return the article with a zone of the selected text or, without any, the caret's paragraph.

    It is the same article if nothing changes by that.
    """
    start, end = canvas.selected_range
    if start == end:
        lines = (line for line in paragraphs(article.text) if line[0] <= start <= line[1])
        start, end = next(lines, (start, end))
    after = with_zone(article, kind, start, end)
    if after.zones == article.zones:
        return article
    return replace(after, metadata={**article.metadata, "zones": CORRECTED})


def offer_zones(
    canvas: TextCanvas, mark: Callable[[str], object], key: Callable[[str], str]
) -> None:
    """Have a menu on the page that says what the part under the mouse is, and marks it otherwise.

    ``mark`` does it by the kind of zone, and ``key`` returns the key that does the same.
    """

    def show(where: QPoint) -> None:
        menu = QMenu(canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        now = canvas.zone_at_caret
        for kind in ZONE_KINDS:
            action = menu.addAction(f"Mark as {kind}\t{key(kind)}")
            action.setCheckable(True)
            action.setChecked(kind == now)
            action.triggered.connect(lambda _=False, kind=kind: mark(kind))
        menu.popup(where)

    canvas.menu_wanted.connect(show)
