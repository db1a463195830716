"""Training: an article that has gold is compared at once, with the reviewer's reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from annotator import Project
from annotator.model import Article, Change, Fragment, Record, Span, new_id
from annotator.model.annotation import Assignment, Decision
from tests.app.annotate.conftest import CONTROL, TEXT, Hands

Key = Qt.Key


def gold(article: Article) -> list[Record]:
    """Two gold spans, one of which was decided for a reason."""

    def span(label: str, quote: str) -> Span:
        at = TEXT.index(quote)
        piece = Fragment(at, at + len(quote), quote)
        return Span(new_id(), article.id, "gold", label, (piece,))

    claim, source = span("Claim", "“The oil is there,”"), span("Source", "Linnet Harrow")
    decided = Decision(
        id=new_id(),
        article=article.id,
        layer="gold",
        reviewer="rev-01",
        members=(new_id(),),
        outcome="edited",
        gold=(claim.id,),
        reason="The marks belong to it.",
    )
    return [claim, source, decided, Assignment(article.id, "gold", "done")]


@pytest.fixture
def trainee(opened: Callable[[Path], Hands], tmp_path: Path) -> Hands:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        articles = [Article(new_id(), "Ferry", TEXT), Article(new_id(), "Next", "Huawei again.")]
        project.apply(Change("Import", "rev-01", put=articles, bulk=True))
        project.apply(Change("Decide", "rev-01", put=gold(articles[0])))
    return opened(path)


def test_differences_are_gone_through_with_reasons_and_nothing_changes(trainee: Hands) -> None:
    trainee.mark("Claim", "The oil is there")
    trainee.mark("Cue", "warned")
    before = trainee.project.history(trainee.layer.spans[0].id)
    trainee.key(Key.Key_G, CONTROL)
    training = trainee.workspace.training
    assert training.isVisible()
    assert training.told.text().startswith("0 of 3 as gold has it.")
    assert "Claim “The oil is there”: boundary differs" in training.told.text()
    assert "Gold: ““The oil is there,””" in training.told.text()
    assert training.why.text() == "Why: The marks belong to it.  (rev-01)"
    trainee.press(training, Key.Key_Tab)
    assert "Source “Linnet Harrow”: missing" in training.told.text()
    assert training.why.text() == "No reason was given."
    trainee.press(training, Key.Key_Tab)
    assert "Cue “warned”: not in gold" in training.told.text()
    trainee.press(training, Key.Key_Escape)
    assert not training.isVisible()
    assert trainee.workspace.canvas.hasFocus()
    assert trainee.project.history(trainee.layer.spans[0].id) == before
    assert len(trainee.project.layer(trainee.layer.article.id, "gold").spans) == 2


def test_what_is_as_gold_has_it_is_told(trainee: Hands) -> None:
    trainee.mark("Claim", "“The oil is there,”")
    trainee.mark("Source", "Linnet Harrow")
    for span in trainee.layer.spans:
        for name in list(span.attributes):
            trainee.session.apply(
                lambda s=span, n=name: _without(trainee, s, n)  # type: ignore[misc]
            )
    trainee.key(Key.Key_G, CONTROL)
    told = trainee.workspace.training.told.text()
    assert told == "2 of 2 as gold has it. There is nothing that gold has otherwise."


def test_an_article_without_gold_is_told(trainee: Hands) -> None:
    trainee.workspace.queue.step(1)
    trainee.key(Key.Key_G, CONTROL)
    assert "no gold yet" in trainee.told
    assert not trainee.workspace.training.isVisible()


def test_in_training_being_done_compares_at_once_and_then_goes_on(trainee: Hands) -> None:
    assert trainee.window.desk is not None
    trainee.window.desk.run("queue.training")
    trainee.mark("Cue", "said")
    trainee.key(Key.Key_Return, CONTROL)
    trainee.key(Key.Key_Return, CONTROL)
    training = trainee.workspace.training
    assert training.isVisible()
    assert "of 3" in training.told.text()
    trainee.press(training, Key.Key_Escape)
    assert trainee.layer.article.title == "Next"


def _without(hands: Hands, span: Span, name: str) -> Change:
    from annotator.model import edits

    now = hands.layer.span(span.id)
    assert now is not None
    return edits.set_attribute(hands.layer, hands.session.scheme, now, name, None)
