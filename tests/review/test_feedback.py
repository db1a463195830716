"""What annotators are told: what gold has otherwise, and the reason that the reviewer gave."""

from __future__ import annotations

from html import unescape

from annotator.review.adjudicating import accept_agreed
from annotator.review.cases import Version
from annotator.review.deciding import Draft
from annotator.review.feedback import Correction, feedback
from annotator.review.report import html_report
from tests.review.conftest import Desk

CLAIM, SHORT = ("Claim", "“The port is shut,”"), ("Claim", "The port is shut")


def reviewed(desk: Desk) -> None:
    """Gold takes the long claim for a reason, no cue, and Raske as a source."""
    first = desk.labels("ann-01", CLAIM, ("Cue", "said"), ("Source", "Raske"))
    second = desk.labels("ann-02", SHORT, ("Source", "Raske"))
    for claim, source in ((first[0], first[2]), (second[0], second[1])):
        desk.links(claim.annotator, "attributed_to", claim, source)
    desk.project.apply(accept_agreed(desk.review(), "rev-01"))
    review = desk.review()
    draft = Draft(review, "rev-01")
    claim, cue = review.spans[0], review.spans[1]
    version = Version.of(claim.members["ann-01"])
    draft.take(claim, version, "taken", origin=("ann-01",), reason="Marks belong to it.")
    draft.take(cue, None, "none", reason="A <b>sign</b>.")
    desk.project.apply(draft.change("Decide"))
    desk.project.apply(accept_agreed(desk.review(), "rev-01"))


def corrections(desk: Desk, who: str) -> list[Correction]:
    [told] = feedback(desk.project, [who])
    return told.corrections


def test_each_annotator_is_told_what_was_changed_and_why(desk: Desk) -> None:
    reviewed(desk)
    [first] = corrections(desk, "ann-01")
    assert (first.label, first.what, first.theirs, first.gold) == (
        "Cue",
        "not in gold",
        "said",
        None,
    )
    assert (first.reason, first.reviewer) == ("A <b>sign</b>.", "rev-01")
    [second] = corrections(desk, "ann-02")
    assert second.what == "boundary differs: start by 1 character, end by 2 characters"
    assert (second.theirs, second.gold) == (SHORT[1], CLAIM[1])
    assert second.reason == "Marks belong to it."


def test_what_an_annotator_missed_is_told_too(desk: Desk) -> None:
    reviewed(desk)
    desk.labels("ann-03", CLAIM)
    found = corrections(desk, "ann-03")
    assert [(one.label, one.what, one.gold) for one in found] == [
        ("Source", "missing", "Raske"),
        ("Claim", "attributed to differs: – · Raske", CLAIM[1]),
    ]


def test_counts_are_of_articles_whose_gold_is_done(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02", SHORT)
    assert feedback(desk.project) == []
    reviewed_later = desk.review()
    draft = Draft(reviewed_later, "rev-01")
    draft.take(reviewed_later.spans[0], None, "none", reason="A title.")
    desk.project.apply(draft.change("Decide"))
    told = {one.annotator: (one.articles, one.cases, one.kept) for one in feedback(desk.project)}
    assert told == {"ann-01": (1, 1, 0), "ann-02": (1, 1, 0)}


def test_the_report_is_one_page_that_shows_texts_as_they_are(desk: Desk) -> None:
    reviewed(desk)
    page = html_report("Port & sea", feedback(desk.project))
    assert "A &lt;b&gt;sign&lt;/b&gt;." in page
    assert "<b>" not in page
    assert "Port &amp; sea" in page
    assert "Otherwise: missing 1." in unescape(page)
