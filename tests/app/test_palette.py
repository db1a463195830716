"""The palette leads to everything there is: commands, labels, actors and articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.desk import Desk
from annotator.app.palette import Palette
from annotator.model import Actor, Article, Change, Layer, new_id
from annotator.model.edits import add_span
from tests.app.windows import window_on

TEXT = "Huawei denied it. The ministry said nothing."


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "p.annotator"
    article, actor = Article(new_id(), "The denial", TEXT), Actor(new_id(), "Huawei", "company")
    others = [Article(new_id(), f"Story {n}", f"Number {n}") for n in range(300)]
    unnamed = Actor(new_id(), "Ministry of Works", aliases=("the works office",))
    with Project.create(path) as project:
        put = [article, *others, actor, unnamed]
        project.apply(Change("Import", "me", put=put, bulk=True))
        layer: Layer = project.layer(article.id, "me")
        project.apply(add_span(layer, project.scheme, "Actor", 0, 6, actor=actor.id))
    with window_on(qtbot, path, size=(1200, 800)) as window:
        assert window.desk is not None
        yield window.desk


@pytest.fixture
def palette(desk: Desk, qtbot: QtBot) -> Palette:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(desk.workspace.canvas, Qt.Key.Key_K, control)
    assert desk.palette.isVisible()
    qtbot.waitUntil(lambda: len(desk.palette._entries) > 300)
    return desk.palette


def kinds(palette: Palette) -> dict[str, str]:
    return {row.name: row.kind for row in palette.list.rows}


def take(palette: Palette, typed: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.line, typed)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)


def test_each_kind_is_found_and_shown(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.line, "claim lab")
    assert kinds(palette) == {"Label Claim": "label"}
    palette.line.setText("uawe")
    assert kinds(palette) == {"Huawei": "actor, company"}
    palette.line.setText("huwaei")
    assert kinds(palette) == {"Huawei": "actor, company"}
    palette.line.setText("works office")
    assert list(kinds(palette)) == ["Ministry of Works"]
    palette.line.setText("undo")
    assert next(iter(kinds(palette).values())) == "command"
    palette.line.setText("story 299")
    assert kinds(palette) == {"Story 299": "article"}
    palette.line.setText("qqqq")
    assert [row.heading for row in palette.list.rows] == [True]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_an_article_opens(palette: Palette, desk: Desk, qtbot: QtBot) -> None:
    take(palette, "17 story", qtbot)
    layer = desk.session.layer
    assert layer is not None and layer.article.title == "Story 17"
    assert not palette.isVisible() and desk.workspace.canvas.hasFocus()


def test_an_actor_leads_to_its_mentions(palette: Palette, desk: Desk, qtbot: QtBot) -> None:
    take(palette, "huawei", qtbot)
    assert palette.isVisible()
    assert [(row.name, row.more) for row in palette.list.rows] == [("Huawei", "The denial")]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    span = desk.workspace.canvas.current_span
    assert span is not None and span.quote == "Huawei"


def test_an_actor_without_mentions_says_so(palette: Palette, desk: Desk, qtbot: QtBot) -> None:
    take(palette, "ministry", qtbot)
    assert not palette.isVisible()
    assert "no mention of Ministry of Works" in desk.line.message.text()


def test_a_label_labels_what_is_selected(palette: Palette, desk: Desk, qtbot: QtBot) -> None:
    start = TEXT.index("The ministry")
    desk.workspace.canvas.set_selection(start, start + 12)
    take(palette, "label source", qtbot)
    layer = desk.session.layer
    assert layer is not None
    assert [(s.label, s.quote) for s in layer.spans][-1] == ("Source", "The ministry")


def test_the_arrows_go_round_and_work_elsewhere_closes_it(
    palette: Palette, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.current == len(palette.list.rows) - 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.current == 0
    desk.workspace.canvas.setFocus()
    assert not palette.isVisible()
