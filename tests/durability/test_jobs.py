"""Long work beside the window is cancelled at any of its steps, and everything is as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.agreement.cases import About, cases
from annotator.agreement.ledger import Ledger
from annotator.agreement.overview import COLUMNS, overview
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.app.jobs import Cancelled
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.model import Assignment, Change
from annotator.pace import Progress
from annotator.review.adjudicating import Rule, adjudicate
from annotator.review.feedback import feedback
from annotator.transfer import import_paths
from tests.app.windows import window_on
from tests.durability.checks import assert_whole
from tests.durability.conftest import PARAGRAPH, fill
from tests.durability.projects.describe import describe

WHO = "ann-01"


class StopAt:
    """Reports of progress that end the work at the one with this number, as the window does."""

    def __init__(self, step: int) -> None:
        self.step, self.reports = step, 0

    def __call__(self, done: int, count: int) -> None:
        self.reports += 1
        if self.reports == self.step:
            raise Cancelled("Cancelled. Everything is as it was.")


def cancelled_at_each_step(
    path: Path, work: Callable[[Project, Progress], Any], whole: bool
) -> int:
    """Cancel the work at its first report, its second and so on; return how many there are."""
    step = 1
    while True:
        stop = StopAt(step)
        with Project.open(path) as project:
            before = describe(project)
            try:
                work(project, stop)
            except Cancelled:
                if whole:
                    assert describe(project) == before
                assert project._db.conn.in_transaction is False
            else:
                return step - 1
        step += 1


def test_an_import_is_cancelled_at_any_step(path: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(12):
        (inbox / f"{n}.txt").write_text(f"Number {n}\n\n{PARAGRAPH}", encoding="utf-8")
    fill(path, 2)
    steps = cancelled_at_each_step(
        path,
        lambda project, progress: import_paths(project, [inbox], annotator=WHO, progress=progress),
        whole=True,
    )
    assert steps >= 12
    assert_whole(path)
    with Project.open(path) as project:
        assert project.count_articles() == 14


@pytest.mark.parametrize("format", ["jsonl", "brat", "csv"])
def test_an_export_is_cancelled_at_any_step(path: Path, tmp_path: Path, format: str) -> None:
    fill(path, 5)
    target = tmp_path / "out"

    def work(project: Project, progress: Progress) -> None:
        assert not target.exists()
        try:
            export(project, Recipe(format, layer="all"), target, progress=progress)
        except Cancelled:
            assert not target.exists()
            assert not list(tmp_path.glob(".*"))
            raise

    assert cancelled_at_each_step(path, work, whole=True) >= 5
    assert target.exists()
    assert_whole(path)


@pytest.mark.parametrize("wait", [0, 5, 50])
def test_the_window_is_closed_at_any_moment_of_long_work(
    path: Path, tmp_path: Path, qtbot: QtBot, wait: int
) -> None:
    inbox, target = tmp_path / "inbox", tmp_path / "out.jsonl"
    inbox.mkdir()
    for n in range(40):
        (inbox / f"{n}.txt").write_text(f"Number {n}\n\n{PARAGRAPH}", encoding="utf-8")
    fill(path, 2)
    with window_on(qtbot, path, WHO) as window:
        assert window.desk is not None
        window.desk.add_paths([inbox])
        qtbot.waitUntil(lambda: window.desk is None or window.desk.working)
        qtbot.wait(wait)
        window.close_project()
        assert window.desk is None
        window.open_project(path, WHO)
        assert window.desk is not None
        window.desk.show("export")
        window.desk.view.currentWidget().export_to(target)  # type: ignore[union-attr]
        qtbot.wait(wait)
        window.close_project()
    with Project.open(path) as project:
        assert project.count_articles() in (2, 42)
        if target.exists():
            assert len(target.read_text(encoding="utf-8").splitlines()) >= project.count_articles()
    assert not list(tmp_path.glob(".out*"))
    assert_whole(path)


def test_adjudication_keeps_whole_articles_when_it_is_cancelled(path: Path) -> None:
    fill(path, 5)

    def work(project: Project, progress: Progress) -> None:
        adjudicate(project, Rule.parse("majority"), progress=progress)

    assert cancelled_at_each_step(path, work, whole=False) >= 1
    assert_whole(path)


def _all_figures(project: Project, progress: Progress) -> None:
    study = Study.of(project, progress=progress)
    overview(study, project, COLUMNS[:2], progress=progress, quick=True)


def _all_cases(project: Project, progress: Progress) -> None:
    cases(Study(Ledger(project), Scope()), project, About("spans"), progress)


def _all_feedback(project: Project, progress: Progress) -> None:
    feedback(project, progress=progress)


@pytest.mark.parametrize(
    ("work", "least"), [(_all_figures, 10), (_all_cases, 1), (_all_feedback, 4)]
)
def test_what_is_only_counted_is_cancelled_at_any_step(
    path: Path, work: Callable[[Project, Progress], None], least: int
) -> None:
    fill(path, 4)
    with Project.open(path) as project:
        adjudicate(project, Rule.parse("majority"))
    assert cancelled_at_each_step(path, work, whole=True) >= least
    assert_whole(path)


@pytest.mark.parametrize("wait", [0, 3, 30])
def test_agreement_is_cancelled_at_any_moment_and_counted_later(
    path: Path, qtbot: QtBot, wait: int
) -> None:
    fill(path, 10)
    with window_on(qtbot, path, WHO) as window:
        desk = window.desk
        assert desk is not None
        desk.show("agreement")
        agreement = desk.view.currentWidget()
        qtbot.waitUntil(lambda: desk.working)
        qtbot.wait(wait)
        desk.jobs.cancel()
        qtbot.waitUntil(lambda: not desk.working)
        # One more change, and all of it is counted.
        article = desk.session.project.article_ids()[0]
        desk.session.project.apply(Change("Leave", WHO, put=[Assignment(article, WHO, "started")]))
        qtbot.waitUntil(
            lambda: agreement.overview is not None and len(agreement.overview.articles) == 9,
            timeout=20_000,
        )
