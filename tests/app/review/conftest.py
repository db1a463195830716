"""A real window on what three annotators made of two articles, and the hands of a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.desk import Desk
from annotator.app.main import make_window
from annotator.app.review.reviewing import Reviewing
from annotator.app.review.workspace import ReviewWorkspace
from annotator.app.window import MainWindow
from annotator.app.workspace import Place
from annotator.model import (
    Actor,
    Article,
    Assignment,
    Change,
    Decision,
    Fragment,
    Record,
    Relation,
    Span,
    new_id,
)
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case, SpanCase

TEXT = (
    "Port shuts\n\n“The port is shut,” said Harbour master Raske. Crews doubt it.\n\n"
    "Huawei denied that it had asked for it."
)
OTHER = "Union stalls\n\nTalks have stalled, the union said."


class Maker:
    """Makes annotators' layers by quotes."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.records: list[Record] = []

    def span(
        self, who: str, label: str, *quotes: str, actor: str | None = None, **answers: str
    ) -> Span:
        text = self.article.text
        pieces = ((text.index(quote), quote) for quote in quotes)
        fragments = tuple(Fragment(at, at + len(quote), quote) for at, quote in pieces)
        span = Span(new_id(), self.article.id, who, label, fragments, answers, actor)
        self.records.append(span)
        return span

    def link(self, type: str, source: Span, target: Span) -> None:
        ends = (source.id, target.id)
        link = Relation(new_id(), self.article.id, source.annotator, type, *ends)
        self.records.append(link)

    def done(self, *people: str) -> None:
        self.records += [Assignment(self.article.id, who, "done") for who in people]


def three(project: Project) -> None:
    """Three annotators who agree on a cue, and differ in every other way."""
    port, union = Article(new_id(), "Port shuts", TEXT), Article(new_id(), "Union stalls", OTHER)
    huawei, company = Actor(new_id(), "Huawei"), Actor(new_id(), "Huawei Ltd")
    project.apply(Change("Add", "ann-01", put=[port, union, huawei, company]))
    made = Maker(port)
    quote, short = "“The port is shut,”", "The port is shut"
    claims = {
        "ann-01": made.span("ann-01", "Claim", quote, stance="asserts"),
        "ann-02": made.span("ann-02", "Claim", quote, stance="asserts"),
        "ann-03": made.span("ann-03", "Claim", short, stance="warns"),
    }
    for who, claim in claims.items():
        made.span(who, "Cue", "said")
        raske = made.span(who, "Source", "Harbour master Raske")
        crews = made.span(who, "Source", "Crews")
        made.link("attributed_to", claim, crews if who == "ann-03" else raske)
        actor = company if who == "ann-02" else huawei
        made.span(who, "Actor", "Huawei", actor=actor.id)
    made.span("ann-02", "Claim", "it had asked for it")
    made.done("ann-01", "ann-02", "ann-03")
    also = Maker(union)
    also.span("ann-01", "Claim", "Talks have stalled")
    also.span("ann-02", "Source", "Talks have stalled")
    also.done("ann-01", "ann-02")
    project.apply(Change("Import", "ann-01", put=[*made.records, *also.records], bulk=True))


class Reviewer:
    """Presses keys of a window, and says what is to be seen there."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def project(self) -> Project:
        assert self.window.desk is not None
        return self.window.desk.session.project

    @property
    def workspace(self) -> ReviewWorkspace:
        found = self.window.findChild(ReviewWorkspace)
        assert isinstance(found, ReviewWorkspace)
        return found

    @property
    def reviewing(self) -> Reviewing:
        return self.workspace.reviewing

    @property
    def case(self) -> Case:
        case = self.reviewing.case
        assert case is not None
        return case

    @property
    def said(self) -> str:
        """How the case that is asked differs, by the first words of each difference."""
        review = self.reviewing.review
        assert review is not None
        return "; ".join(d.words for d in review.differences(self.case))

    @property
    def asked(self) -> str:
        """What the case is about: a label, or what hangs on it."""
        case = self.case
        source = case if isinstance(case, SpanCase) else case.source
        return source.first.label if case is source else f"{source.first.label}.{case.relation}"

    @property
    def told(self) -> str:
        return self.window.line.message.text()

    @property
    def gold(self) -> list[tuple[str, str]]:
        article = self.reviewing.article
        assert article is not None
        layer = self.project.layer(article, self.reviewing.gold.annotator)
        return [(span.label, span.quote) for span in layer.spans]

    @property
    def links(self) -> list[tuple[str, str]]:
        article = self.reviewing.article
        assert article is not None
        layer = self.project.layer(article, self.reviewing.gold.annotator)
        ends = [(layer.span(link.source), layer.span(link.target)) for link in layer.relations]
        return [(one.quote, other.quote) for one, other in ends if one and other]

    @property
    def decisions(self) -> list[Decision]:
        article = self.reviewing.article
        assert article is not None
        return self.project.decisions(article, self.reviewing.gold.annotator)

    def decision(self, case: Case | None = None) -> Decision:
        found = (case or self.case).decision
        assert found is not None
        return found

    @property
    def review(self) -> ArticleReview:
        review = self.reviewing.review
        assert review is not None
        return review

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    def gold_of(self, case: Case) -> Span:
        gold = case.gold if isinstance(case, SpanCase) else case.source.gold
        assert gold is not None
        return gold

    def key(self, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys where the keyboard is."""
        for key in keys:
            focus = self.window.focusWidget()
            assert focus is not None
            self.qtbot.keyClick(focus, key, held or Qt.KeyboardModifier.NoModifier)

    def settle(self) -> None:
        """Take the majority's until no case of the article is left."""
        while self.reviewing.left:
            self.key(Qt.Key.Key_Return)

    def choose(self, words: str) -> None:
        """Choose in the palette by words."""
        line = self.window.focusWidget()
        assert isinstance(line, QLineEdit)
        self.qtbot.keyClicks(line, words)
        self.qtbot.keyClick(line, Qt.Key.Key_Return)

    def answer(self, words: str) -> None:
        """Type an answer to what is asked in the status line."""
        self.qtbot.waitUntil(lambda: isinstance(self.window.focusWidget(), QLineEdit))
        line = self.window.focusWidget()
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.qtbot.keyClicks(line, words)
        self.qtbot.keyClick(line, Qt.Key.Key_Return)

    def open(self, title: str) -> None:
        """Review the article of this title."""
        articles = {self.project.article(id).title: id for id in self.project.article_ids()}
        self.workspace.show_place(Place(articles[title]))

    def go_to(self, asked: str) -> Case:
        """List all cases, and step with the keys to the first one of this kind."""
        if self.reviewing.only_open:
            self.key(Qt.Key.Key_A)
        for _ in self.reviewing.cases:
            self.key(Qt.Key.Key_Up)
        for _ in self.reviewing.cases:
            if self.asked == asked:
                return self.case
            self.key(Qt.Key.Key_Down)
        raise AssertionError(f"there is no case {asked}")


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path, str], Reviewer]]:
    """Open a project in a window, in the review; the window is closed afterwards."""
    windows: list[MainWindow] = []

    def open_project(path: Path, who: str = "rev-01") -> Reviewer:
        window = make_window(qapp)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1280, 860)
        window.show()
        window.open_project(path, who)
        window.activateWindow()
        assert window.desk is not None
        qtbot.waitUntil(window.desk.workspace.canvas.hasFocus)
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(window.desk.workspace.canvas, Qt.Key.Key_2, control)
        return Reviewer(window, qtbot)

    yield open_project
    for window in windows:
        window.close()
    QSettings("annotator", "annotator").clear()


@pytest.fixture
def reviewer(opened: Callable[[Path, str], Reviewer], tmp_path: Path) -> Reviewer:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        three(project)
    return opened(path, "rev-01")
