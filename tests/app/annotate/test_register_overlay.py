"""The register over the window: searched, edited, merged, split and cleared, all undoable."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.app.annotate.register_overlay import RegisterOverlay
from annotator.model import Actor, Change, new_id
from annotator.model.edits import set_actor
from tests.app.annotate.conftest import CONTROL, SHIFT, Hands

HUAWEI = Actor(new_id(), "Huawei", "company", ("HW",), "Q160120")
ZTE, PORT = Actor(new_id(), "ZTE", "company"), Actor(new_id(), "Port authority", "state body")


def opened(hands: Hands) -> RegisterOverlay:
    """Name Huawei in both articles, and open the register at it."""
    hands.project.apply(Change("Register", "me", put=[HUAWEI, ZTE, PORT]))
    for article in reversed(hands.project.article_ids()):
        hands.workspace.open_article(article)
        span = hands.mark("Actor", "Huawei")
        layer, scheme = hands.layer, hands.session.scheme
        hands.session.apply(lambda: set_actor(layer, scheme, span, HUAWEI))  # noqa: B023
    hands.key(Qt.Key.Key_A, CONTROL | SHIFT)
    overlay = hands.workspace.register
    assert overlay.isVisible() and QApplication.focusWidget() is overlay.line
    return overlay


def names(overlay: RegisterOverlay) -> list[str]:
    return [row.name for row in overlay.list.rows]


def test_entries_are_found_counted_and_edited(hands: Hands, tmp_path: Path) -> None:
    overlay = opened(hands)
    assert names(overlay) == ["Huawei", "Port authority", "ZTE"]
    assert overlay.current == HUAWEI and overlay.list.rows[0].kind == "company  ×2"
    for typed, found in (("hw", ["Huawei"]), ("q160", ["Huawei"]), ("state", ["Port authority"])):
        hands.type(overlay.line, typed)
        assert names(overlay) == found
    hands.press(overlay.line, Qt.Key.Key_Return)
    name = overlay.editor.fields["name"]
    assert QApplication.focusWidget() is name
    hands.type(name, "Port of Ellery")
    hands.press(name, Qt.Key.Key_Return)
    hands.type(overlay.editor.fields["aliases"], "Port | the port")
    hands.press(overlay.editor.fields["aliases"], Qt.Key.Key_Return)
    edited = hands.project.actor(PORT.id)
    assert edited is not None
    assert (edited.name, edited.aliases) == ("Port of Ellery", ("Port", "the port"))
    assert not hands.window.grab().isNull()
    assert overlay.editor.kind.count() == 1 + len(hands.session.scheme.actor_kinds)


def test_entries_are_merged_split_and_deleted_by_keys_and_all_is_undone(hands: Hands) -> None:
    overlay = opened(hands)
    overlay.editor.same.click()
    assert "is the same as" in overlay.line.placeholderText() and names(overlay)[0] != "Huawei"
    hands.type(overlay.line, "zte")
    assert overlay._count.text().startswith("Huawei is the same as"), "while one types, too"
    hands.press(overlay.line, Qt.Key.Key_Return)
    assert [a.name for a in hands.project.actors()] == ["Port authority", "ZTE"]
    assert overlay.current is not None and overlay.current.id == ZTE.id
    overlay.editor.mentions.item(0).setCheckState(Qt.CheckState.Checked)
    overlay.editor.split.click()
    assert [a.name for a in hands.project.actors()] == ["Huawei", "Port authority", "ZTE"]
    overlay.clear.click()
    assert [a.name for a in hands.project.actors()] == ["Huawei", "ZTE"]
    overlay.close_overlay()
    for _ in range(3):
        hands.key(Qt.Key.Key_Z, CONTROL)
    assert [a.name for a in hands.project.actors()] == ["Huawei", "Port authority", "ZTE"]
    assert len(hands.project.mentions(HUAWEI.id)) == 2


def test_undo_works_while_it_is_open(hands: Hands) -> None:
    overlay = opened(hands)
    line = overlay.editor.fields["name"]
    hands.type(line, "Huawei Ltd")
    hands.press(line, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: names(overlay)[0] == "Huawei Ltd")
    line.setFocus()
    hands.qtbot.keyClicks(line, "x")
    hands.qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    assert line.text() == "Huawei Ltd" and overlay.isVisible(), "what is being typed comes first"
    hands.qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    hands.qtbot.waitUntil(lambda: names(overlay)[0] == "Huawei" and line.text() == "Huawei")
    hands.qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL | SHIFT)
    hands.qtbot.waitUntil(lambda: names(overlay)[0] == "Huawei Ltd")
    assert overlay.isVisible()


def test_mentions_in_every_article_are_one_key_away(hands: Hands) -> None:
    overlay = opened(hands)
    overlay.close_overlay()
    here = hands.layer.article.title
    hands.key(Qt.Key.Key_F3)
    assert hands.layer.article.title != here and hands.current is not None
    assert hands.current.actor == HUAWEI.id
    hands.key(Qt.Key.Key_F3, SHIFT)
    assert hands.layer.article.title == here
    hands.key(Qt.Key.Key_A, CONTROL | SHIFT)
    overlay.editor.mentions.setCurrentRow(1)
    hands.press(overlay.editor.mentions, Qt.Key.Key_Return)
    assert not overlay.isVisible() and hands.layer.article.title == "Next"


def test_a_new_entry_has_the_name_that_was_typed(hands: Hands) -> None:
    overlay = opened(hands)
    hands.type(overlay.line, "Northmark")
    assert names(overlay) == []
    overlay.new.click()
    assert overlay.current is not None and overlay.current.name == "Northmark"
