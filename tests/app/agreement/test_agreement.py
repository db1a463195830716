"""The agreement workspace in the real window: figures, and the ways from them to their cases."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.agreement.study import Study
from annotator.app.agreement.grid import Cell
from annotator.app.agreement.grid_view import GridView
from annotator.app.agreement.workspace import AgreementWorkspace
from annotator.app.desk import Desk
from annotator.app.window import MainWindow
from annotator.app.workspace import Place
from annotator.model import Actor, Change, new_id
from tests.agreement.conftest import PEOPLE, article, layer
from tests.app.windows import window_on


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles that three people have done, much alike but not quite."""
    chance, path = random.Random(7), tmp_path_factory.mktemp("sample") / "talks.annotator"
    with Project.create(path) as project:
        actors = [Actor(new_id(), name) for name in ("Huawei", "Northmark")]
        articles = [article(n, chance) for n in range(3)]
        project.apply(Change("Set up", "lead", put=[*actors, *articles]))
        for one in articles:
            for who in PEOPLE:
                project.apply(Change("Label", who, put=layer(one, who, chance, actors)))
    return path


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on(qtbot) as window:
        yield window


def desk_of(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> AgreementWorkspace:
    """Open a project and go to its agreement by key, as a person would."""
    window.open_project(path, PEOPLE[0])
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    canvas = desk_of(window).workspace.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    workspace = desk_of(window).view.currentWidget()
    assert isinstance(workspace, AgreementWorkspace)
    settled(qtbot, window, workspace)
    return workspace


def settled(qtbot: QtBot, window: MainWindow, workspace: AgreementWorkspace) -> None:
    qtbot.waitUntil(lambda: workspace.up_to_date, timeout=30_000)


def table(workspace: AgreementWorkspace, name: str) -> GridView:
    return next(t for t in workspace.view.tables if t.grid_shown.name.startswith(name))


def cell(view: GridView, row: int, column: int) -> Cell:
    found = view.cell(view.model().index(row, column))
    assert found is not None
    return found


def test_the_figures_are_the_studys(qtbot: QtBot, window: MainWindow, sample: Path) -> None:
    workspace = opened(qtbot, window, sample)
    with Project.open(sample) as project:
        study = Study.of(project)
        row = study.row("f1_overlap", "Claim")
        pair = study.row("f1_overlap", None, study.pairs[0])

    by_label = table(workspace, "By label")
    column = list(by_label.grid_shown.heads).index("F1 overlap")
    assert cell(by_label, 0, 0).text == "Claim"
    assert cell(by_label, 0, column).text == f"{row.value:.2f}"
    assert cell(by_label, 0, 2).more.startswith("[")
    assert cell(table(workspace, "Pairs"), 0, 2).text == f"{pair.value:.2f}"
    assert f"{len(workspace.overview.articles)} articles" in workspace.summary.text()  # type: ignore[union-attr]


def test_every_figure_leads_to_its_cases_by_key(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    workspace = opened(qtbot, window, sample)
    asked: list[tuple[str, Place]] = []
    workspace.wanted.connect(lambda name, place: asked.append((name, place)))
    confusion = table(workspace, "What one marked")
    missed = len(confusion.grid_shown.heads) - 1
    row = next(n for n in range(4) if cell(confusion, n, missed).door)
    label = cell(confusion, row, 0).text
    confusion.setFocus()
    confusion.setCurrentIndex(confusion.model().index(row, missed))

    qtbot.keyClick(confusion, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    [(_, place)] = asked
    assert place.about == f"{label}, missed by one"
    assert (place.article, place.span) == place.along[0]
    with Project.open(sample) as project:
        for where, span_id in place.along:
            span = project.span(span_id or "")
            assert span is not None
            assert (span.article, span.label) == (where, label)


def test_cases_are_gone_through_one_after_the_other(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    workspace = opened(qtbot, window, sample)
    desk = desk_of(window)
    articles = table(workspace, "Disagreement by article")
    articles.setFocus()

    qtbot.keyClick(articles, Qt.Key.Key_Space)

    qtbot.waitUntil(desk.walk.isVisible, timeout=20_000)
    review = desk.view.currentWidget()
    assert review is not workspace
    assert desk.walk.told.text().startswith("differences in “")
    assert ": 1 of " in desk.walk.told.text()
    focus = window.focusWidget() or window
    qtbot.keyClick(focus, Qt.Key.Key_F4)
    assert ": 2 of " in desk.walk.told.text()
    qtbot.keyClick(focus, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(focus, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    many = desk.walk.told.text().rsplit(" of ")[1]
    assert f": {many} of {many}" in desk.walk.told.text()
    desk.run("walk.back")
    assert desk.view.currentWidget() is workspace
    desk.run("walk.end")
    assert not desk.walk.isVisible()


def test_figures_follow_the_work(qtbot: QtBot, window: MainWindow, sample: Path) -> None:
    workspace = opened(qtbot, window, sample)
    session = desk_of(window).session
    before = workspace.overview
    assert before is not None
    mine = session.project.layer(before.articles[-1].article, PEOPLE[0])
    gone = [*mine.relations, *mine.spans]

    session.apply(lambda: Change("Delete all", PEOPLE[0], remove=gone))

    settled(qtbot, window, workspace)
    after = workspace.overview
    assert after is not None and after is not before
    assert after.units < before.units
    session.undo()
    settled(qtbot, window, workspace)
    assert workspace.overview is not None
    assert workspace.overview.units == before.units


def test_what_is_undefined_says_why(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "empty.annotator"
    with Project.create(path):
        pass
    workspace = opened(qtbot, window, path)

    figure = cell(table(workspace, "By label"), 0, 2)
    assert figure.text == "—"
    assert figure.tip == "It takes two annotators."
    assert figure.said == "undefined: It takes two annotators."
    qtbot.keyClick(table(workspace, "By label"), Qt.Key.Key_Return)
    assert not desk_of(window).working


def test_tables_are_copied_and_the_report_saved(
    qtbot: QtBot, window: MainWindow, sample: Path, tmp_path: Path
) -> None:
    workspace = opened(qtbot, window, sample)
    pairs = table(workspace, "Pairs")
    pairs.setFocus()

    qtbot.keyClick(pairs, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["", "ann-01", "ann-02", "ann-03"]
    for name in ("report.html", "figures.csv", "figures.json"):
        workspace.save_to(tmp_path / name)
    assert "Saved as" in desk_of(window).line.message.text()
    assert "<svg" in (tmp_path / "report.html").read_text("utf-8")
    assert json.loads((tmp_path / "figures.json").read_text("utf-8"))
    workspace.save_to(tmp_path / "no" / "report.html")
    assert "cannot be written" in desk_of(window).line.message.text()


def test_scope_and_measures_are_chosen(qtbot: QtBot, window: MainWindow, sample: Path) -> None:
    workspace = opened(qtbot, window, sample)
    form = workspace.form
    form.annotators.button.setFocus()
    qtbot.keyClick(form.annotators.button, Qt.Key.Key_Space)
    names = [form.annotators.list.item(n).text() for n in range(form.annotators.list.count())]
    form.annotators.list.setCurrentRow(names.index("ann-03"))
    qtbot.keyClick(form.annotators.list, Qt.Key.Key_Space)
    settled(qtbot, window, workspace)

    assert workspace.overview is not None
    assert "ann-03" not in workspace.overview.annotators
    qtbot.keyClicks(form.query, "status:nonsense")
    qtbot.waitUntil(lambda: "nonsense" in desk_of(window).line.message.text())


def test_everything_has_a_name_and_a_place_for_the_keyboard(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    workspace = opened(qtbot, window, sample)
    by_label = table(workspace, "By label")
    spoken = QAccessible.queryAccessibleInterface(by_label)
    assert spoken.text(QAccessible.Text.Name).startswith("By label")
    reached = set()
    for _ in workspace.panes:
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F6)
        focus = window.focusWidget()
        reached |= {p for p in workspace.panes if focus is p or (focus and p.isAncestorOf(focus))}
    assert reached == set(workspace.panes)
