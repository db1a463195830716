"""Cases are decided by keys; each decision keeps who and why, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from annotator import Project
from annotator.app.article_list import Roles
from annotator.app.review.reviewing import key_of
from annotator.app.workspace import Place
from annotator.model import Article, Assignment, Change, edits, new_id
from annotator.review.filtering import CaseFilter
from annotator.review.rules import Rules, keep, rules_of
from tests.app.review.conftest import OTHER, Reviewer, three

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CLAIM, SHORT = "“The port is shut,”", "The port is shut"


@pytest.fixture
def port(reviewer: Reviewer) -> Reviewer:
    reviewer.open("Port shuts")
    assert reviewer.workspace.panel.hasFocus()
    return reviewer


def words(reviewer: Reviewer) -> list[str]:
    return [label.text() for label in reviewer.workspace.panel.findChildren(QLabel)]


def test_what_all_agree_on_is_gold_at_once_and_the_first_difference_is_asked(
    port: Reviewer,
) -> None:
    assert port.gold == [
        ("Cue", "said"),
        ("Source", "Harbour master Raske"),
        ("Source", "Crews"),
        ("Actor", "Huawei"),
    ]
    assert {decision.outcome for decision in port.decisions} == {"agreed"}
    assert port.asked == "Claim"
    assert "boundary differs: start by 1 character, end by 2 characters" in port.said
    assert "stance differs: asserts · asserts · warns" in port.said
    assert "4 of 8 decided · 4 by agreement" in words(port)
    assert port.project.undo_name("rev-01") is None, "undo is for decisions of people"


def test_one_key_takes_an_annotators_version_and_the_next_case_comes(port: Reviewer) -> None:
    case = port.case
    port.key(Key.Key_3)
    assert ("Claim", SHORT) in port.gold
    assert port.asked == "Claim.attributed_to", "the links of a span come after it"
    port.go_to("Claim")
    decision = port.decision()
    assert decision.members == case.ids
    assert (decision.outcome, decision.origin, decision.reviewer) == (
        "taken",
        ("ann-03",),
        "rev-01",
    )
    assert decision.at


def test_enter_takes_the_majority_part_by_part_until_all_is_settled(port: Reviewer) -> None:
    port.settle()
    assert ("Claim", CLAIM) in port.gold
    assert ("Claim", "it had asked for it") not in port.gold, "only one of three has it"
    assert port.links == [(CLAIM, "Harbour master Raske")]
    assert not port.reviewing.left
    layer = port.project.layer(str(port.reviewing.article), "gold")
    assert layer.status == "done"
    huawei = next(span for span in layer.spans if span.label == "Actor")
    named = port.project.actor(str(huawei.actor))
    assert named is not None
    assert named.name == "Huawei"
    assert any("goes on to “Union stalls”" in text for text in words(port))
    port.key(Key.Key_Return)
    assert port.asked == "Claim", "Enter goes on to the next article"
    assert "label differs: Claim · Source" in port.said


def test_none_of_them_needs_a_reason_and_settles_the_case(port: Reviewer) -> None:
    case = port.case
    port.key(Key.Key_X)
    port.answer("")
    assert port.case.ids == case.ids
    assert "Say why" in port.told
    port.key(Key.Key_X)
    port.answer("Scare quotes.")
    assert not any(label == "Claim" for label, _ in port.gold)
    again = next(c for c in port.reviewing.cases if c.ids == case.ids)
    assert port.decision(again).reason == "Scare quotes."
    assert again.settled
    assert port.workspace.panel.hasFocus(), "the keyboard comes back to the case"


def test_a_note_and_a_reason_are_kept_with_the_decision(port: Reviewer) -> None:
    port.key(Key.Key_N)
    port.answer("Ask the desk.")
    port.key(Key.Key_1)
    port.go_to("Claim")
    port.key(Key.Key_W)
    port.answer("The marks belong to it.")
    decision = port.decision()
    assert (decision.note, decision.reason) == ("Ask the desk.", "The marks belong to it.")
    assert any("“The marks belong to it.”" in text for text in words(port))


def test_what_is_left_for_later_comes_last(port: Reviewer) -> None:
    first = key_of(port.case)
    port.key(Key.Key_L)
    seen = []
    while key_of(port.case) != first:
        seen.append(port.asked)
        port.key(Key.Key_Return)
    assert seen == ["Actor.@actor", "Claim"], "its links wait for it"
    port.key(Key.Key_Return)
    assert ("Claim", CLAIM) in port.gold


def test_undo_takes_a_decision_back_with_what_followed_from_it(port: Reviewer) -> None:
    before = port.gold
    port.key(Key.Key_1)
    assert port.gold != before
    port.key(Key.Key_Z, held=CONTROL)
    assert port.gold == before
    assert port.asked in ("Claim", "Claim.attributed_to")
    assert any(case.ids == port.reviewing.cases[0].ids for case in port.reviewing.left)
    port.key(Key.Key_Y, held=CONTROL)
    assert ("Claim", CLAIM) in port.gold


def test_what_is_agreed_can_be_opened_again_and_stays_open(port: Reviewer) -> None:
    port.go_to("Cue")
    assert any("agreed by all" in text for text in words(port))
    port.key(Key.Key_O)
    assert ("Cue", "said") not in port.gold
    article = port.reviewing.article
    port.reviewing.open_article(article)
    assert ("Cue", "said") not in port.gold
    port.go_to("Cue")
    port.key(Key.Key_2)
    assert ("Cue", "said") in port.gold


def test_editing_uses_the_tools_of_the_page_and_keeps_the_decision(port: Reviewer) -> None:
    port.key(Key.Key_E)
    assert port.workspace.canvas.hasFocus()
    assert port.workspace.canvas.current is not None
    port.key(Key.Key_Left, held=ALT)
    port.key(Key.Key_W)  # the letter of an answer
    port.key(Key.Key_Return)
    assert port.workspace.panel.hasFocus()
    case = port.go_to("Claim")
    decision = port.decision()
    assert (decision.outcome, decision.reviewer) == ("edited", "rev-01")
    assert port.gold_of(case).quote != CLAIM
    assert port.project.undo_name("rev-01") is not None
    for _ in range(3):
        port.key(Key.Key_Z, held=CONTROL)
    assert not any(label == "Claim" for label, _ in port.gold), "edits are undone like all else"


def test_leaving_an_edit_untouched_leaves_the_case_open(port: Reviewer) -> None:
    port.key(Key.Key_E, Key.Key_Escape)
    assert port.asked == "Claim"
    assert not port.case.settled
    assert not any(label == "Claim" for label, _ in port.gold)


def test_links_are_edited_by_number_as_in_annotate(port: Reviewer) -> None:
    port.key(Key.Key_1)
    port.go_to("Claim.attributed_to")
    port.key(Key.Key_1)
    assert port.links == [(CLAIM, "Harbour master Raske")]
    port.go_to("Claim.attributed_to")
    port.key(Key.Key_E)
    port.key(Key.Key_L, held=SHIFT)
    port.key(Key.Key_1)
    assert port.links == []
    port.key(Key.Key_Return)
    port.go_to("Claim.attributed_to")
    assert port.decision().outcome == "edited"
    assert port.decision().gold == ()


def test_another_article_ends_an_edit(port: Reviewer) -> None:
    port.key(Key.Key_E)
    port.key(Key.Key_PageDown, held=CONTROL)
    assert not port.workspace.editing.on
    assert port.workspace.panel.hasFocus()
    assert "label differs: Claim · Source" in port.said


def test_relabelling_in_an_edit_uses_the_labels_keys(port: Reviewer) -> None:
    port.key(Key.Key_E, Key.Key_2, Key.Key_Return)
    assert ("Source", CLAIM) in port.gold
    [gold] = port.decision(port.reviewing.cases[0]).gold
    history = [(entry.name, entry.annotator) for entry in port.project.history(gold)]
    assert history[-1] == ("Relabel Claim as Source", "rev-01"), "gold is the reviewer's to change"


def test_gold_changed_in_annotate_keeps_its_decision_and_history(port: Reviewer) -> None:
    port.key(Key.Key_1)
    case = port.go_to("Claim")
    gold, desk = port.gold_of(case), port.desk
    desk.work_as("gold")
    desk.show("annotate", Place(gold.article, gold.id))
    port.key(Key.Key_Left, held=ALT)
    desk.work_as("rev-01")
    desk.show("review")
    now = port.go_to("Claim")
    assert port.decision().origin == ("ann-01", "ann-02")
    assert now.gold is not None  # type: ignore[union-attr]
    assert now.gold.quote != CLAIM  # type: ignore[union-attr]
    names = [
        (entry.name.partition(":")[0], entry.annotator) for entry in port.project.history(gold.id)
    ]
    assert names == [("Take ann-01's", "rev-01"), ("Move edge of Claim", "gold")]


def test_a_click_on_the_page_asks_the_case_there(port: Reviewer) -> None:
    canvas = port.workspace.canvas
    rect = canvas.caret_rect(canvas.text.index("asked for"))
    port.qtbot.mouseClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.x() + 2, rect.center().y())
    )
    assert port.said == "only ann-02"
    rect = canvas.caret_rect(canvas.text.index("said") + 2)
    port.qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert port.asked == "Cue"
    assert port.workspace.panel.hasFocus(), "letters still decide"


def test_a_filter_shows_only_such_cases_and_articles(port: Reviewer) -> None:
    workspace = port.workspace
    port.qtbot.waitUntil(lambda: not workspace.queue.model.uncounted())
    wanted = CaseFilter(annotators=("ann-01", "ann-02"), aspect="missing")
    workspace.show_place(Place(cases=wanted))
    assert [port.said] == ["only ann-02"]
    assert len(port.reviewing.cases) == 1
    assert workspace.queue.model.rowCount() == 1
    port.key(Key.Key_F)
    port.choose("all cases")
    assert workspace.queue.model.rowCount() == 2
    assert len(port.reviewing.cases) > 1


def test_the_spans_behind_a_figure_are_gone_through_one_by_one(port: Reviewer) -> None:
    claim, also = port.reviewing.cases[0], port.go_to("Cue")
    article = str(port.reviewing.article)
    along = ((article, claim.ids[1]), (article, also.ids[0]))
    port.workspace.show_place(Place(article, along[0][1], along=along, about="α of Claim"))
    assert {case.ids for case in port.reviewing.cases} == {claim.ids, also.ids}
    assert port.asked == "Claim"
    assert port.workspace.queue.model.rowCount() == 1
    port.key(Key.Key_Escape)
    assert len(port.reviewing.cases) > 3
    assert port.workspace.queue.model.rowCount() == 2


def test_the_queue_says_how_far_each_article_is(port: Reviewer) -> None:
    model = port.workspace.queue.model
    port.qtbot.waitUntil(lambda: model.index(0).data() == "Union stalls")
    told = {str(model.index(n).data()): str(model.index(n).data(Roles.TOLD)) for n in range(2)}
    assert told["Port shuts"] == "3 annotators   4 open   50 % alike"
    assert told["Union stalls"] == "2 annotators   1 open   0 % alike"
    port.settle()
    port.qtbot.waitUntil(lambda: "settled" in str(model.index(1).data(Roles.TOLD)))


def test_a_blind_review_calls_annotators_by_letters(port: Reviewer) -> None:
    port.project.apply(keep(Rules(blind=True), "rev-01"))
    port.reviewing.open_article(port.reviewing.article)
    shown = port.workspace.findChildren(QLabel)
    seen = " ".join(label.text() for label in shown if label.isVisible())
    assert "ann-0" not in seen.lower()
    assert {"A", "B", "C"} == {
        port.reviewing.review.name(w) for w in port.reviewing.review.annotators
    }  # type: ignore[union-attr]
    port.key(Key.Key_1)
    case = port.go_to("Claim")
    assert port.review.annotators[0] in port.decision(case).origin, "decisions keep the real names"
    offered: list[str] = []
    port.workspace.offered.connect(lambda _, entries: offered.extend(e.name for e in entries))
    port.workspace.ask_filter()
    assert offered
    assert not [name for name in offered if "ann-0" in name], "pairs would tell who is who"


def test_rules_are_chosen_in_the_palette_and_kept_in_the_project(port: Reviewer) -> None:
    port.desk.run("review.rules")
    port.choose("more than half")
    assert rules_of(port.project).agreed == "majority"
    assert ("Claim", CLAIM) in port.gold, "two of three have it in the same way"
    assert port.links == [(CLAIM, "Harbour master Raske")], "and link it so"


def test_rules_are_undone_like_all_else(port: Reviewer) -> None:
    port.desk.run("review.rules")
    port.choose("blind")
    assert port.review.name("ann-01") != "ann-01"
    port.key(Key.Key_Z, held=CONTROL)
    assert port.review.name("ann-01") == "ann-01"


def test_what_annotators_change_meanwhile_is_compared_anew(port: Reviewer) -> None:
    port.key(Key.Key_1)
    article = str(port.reviewing.article)
    with Project.open(port.project.path) as other:
        layer = other.layer(article, "ann-03")
        at = layer.article.text.index("shuts")
        other.apply(edits.add_span(layer, other.scheme, "Claim", at, at + 5))
        gone = next(span for span in layer.spans if span.quote == "said")
        other.apply(edits.delete_spans(layer, [gone]))
    port.project.catch_up()
    assert port.review.spans[0].first.quote == "shuts"
    cue = port.go_to("Cue")
    assert port.said == "not ann-03"
    assert cue.settled, "what was decided stays"
    assert any("changed what they have since" in text for text in words(port))
    port.key(Key.Key_2)
    assert ("Cue", "said") in port.gold


def test_reviewers_with_a_gold_of_their_own_are_compared(port: Reviewer) -> None:
    port.project.apply(keep(Rules(into="own"), "rev-01"))
    for who, key in (("rev-01", Key.Key_1), ("rev-02", Key.Key_3)):
        port.desk.work_as(who)
        port.open("Port shuts")
        port.reviewing.open_article(port.reviewing.article)
        port.key(key)
        port.settle()
        assert port.reviewing.gold.annotator == f"gold by {who}"
        assert not port.reviewing.left
    port.project.apply(keep(Rules(into="joint"), "rev-01"))
    port.reviewing.open_article(port.reviewing.article)
    assert port.review.annotators == ("gold by rev-01", "gold by rev-02")
    assert "boundary differs" in port.said


def test_nothing_to_review_says_what_is_missing(
    opened: Callable[[Path, str], Reviewer], tmp_path: Path
) -> None:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        article = Article(new_id(), "Union stalls", OTHER)
        done = Assignment(article.id, "ann-01", "done")
        project.apply(Change("Add", "ann-01", put=[article, done]))
    reviewer = opened(path, "rev-01")
    assert reviewer.reviewing.review is None
    assert any("nothing to review yet" in text for text in words(reviewer))
    for key in (Key.Key_1, Key.Key_Return, Key.Key_E, Key.Key_X, Key.Key_Down, Key.Key_Tab):
        reviewer.key(key)


def test_a_project_that_is_only_read_shows_cases_and_refuses_decisions(
    opened: Callable[[Path, str], Reviewer], tmp_path: Path
) -> None:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        three(project)
    path.chmod(0o444)
    try:
        reviewer = opened(path, "rev-01")
        if not reviewer.project.read_only:
            pytest.skip("this user may write to every file")
        reviewer.open("Port shuts")
        reviewer.key(Key.Key_1)
        assert "cannot be changed" in reviewer.told
    finally:
        path.chmod(0o644)


def test_feedback_is_a_list_that_leads_to_the_cases_and_a_report(
    port: Reviewer, tmp_path: Path
) -> None:
    port.key(Key.Key_X)
    port.answer("Scare quotes.")
    port.settle()
    port.key(Key.Key_B, held=CONTROL)
    port.qtbot.waitUntil(lambda: isinstance(port.window.focusWidget(), QLineEdit))
    port.choose("ann-02")
    port.qtbot.waitUntil(lambda: isinstance(port.window.focusWidget(), QLineEdit))
    port.choose("not in gold")
    assert port.asked == "Claim"
    assert port.workspace.panel.hasFocus()
    report = tmp_path / "feedback.html"
    port.workspace.feedback.save_to(report)
    port.qtbot.waitUntil(report.exists)
    assert "Scare quotes." in report.read_text(encoding="utf-8")
