"""Zones are corrected in the real window, by key."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.model.zoning import CORRECTED
from tests.app.annotate.conftest import ALT, Hands


def zone_of(hands: Hands, quote: str) -> str | None:
    zone = hands.layer.article.zone_at(hands.layer.article.text.index(quote))
    return None if zone is None else zone.kind


def test_a_selection_becomes_a_zone_and_undo_takes_it_back(hands: Hands) -> None:
    text = hands.layer.article.text
    start = text.index("Huawei denied")
    hands.workspace.canvas.set_selection(start, len(text))
    hands.key(Qt.Key.Key_7, ALT)
    assert zone_of(hands, "Huawei denied") == "boilerplate"
    assert hands.layer.article.metadata["zones"] == CORRECTED
    assert hands.layer.article.text == text
    hands.window.desk.run("edit.undo")  # type: ignore[union-attr]  # a project is open
    assert zone_of(hands, "Huawei denied") != "boilerplate"


def test_without_a_selection_the_paragraph_is_meant(hands: Hands) -> None:
    hands.workspace.canvas.set_selection(3, 3)
    hands.key(Qt.Key.Key_1, ALT)
    assert zone_of(hands, "Ferry to sail") == "title"
    assert zone_of(hands, "The oil is there") != "title"
