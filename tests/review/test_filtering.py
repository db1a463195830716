"""Which cases a filter lets through."""

from __future__ import annotations

import pytest

from annotator.review.filtering import CaseFilter, Divide, Gist

# ann-01 and ann-02 have a Claim of other boundaries; ann-03 calls it a Source; ann-04 lacks it.
CASE = Gist(
    ("ann-01", "ann-02", "ann-03", "ann-04"),
    ("Claim", "Claim", "Source", None),
    (
        Divide("missing", (0, 0, 0, 1)),
        Divide("boundary", (0, 1, 1, -1)),
        Divide("label", (0, 0, 1, -1)),
        Divide("attribute", (0, 0, -1, -1), "stance"),
    ),
    is_open=True,
)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (CaseFilter(), True),
        (CaseFilter(labels=frozenset({"Claim"})), True),
        (CaseFilter(labels=frozenset({"Claim", "Source"})), True),
        (CaseFilter(labels=frozenset({"Cue"})), False),
        (CaseFilter(annotators=("ann-01", "ann-02")), True),
        (CaseFilter(annotators=("ann-02", "ann-03"), aspect="boundary"), False),
        (CaseFilter(annotators=("ann-02", "ann-03"), aspect="label"), True),
        (CaseFilter(labels=frozenset({"Source"}), annotators=("ann-01", "ann-02")), False),
        (CaseFilter(annotators=("ann-01", "ann-04"), aspect="missing"), True),
        (CaseFilter(annotators=("ann-01", "ann-02"), aspect="missing"), False),
        (CaseFilter(annotators=("ann-03",), aspect="label"), True),
        (CaseFilter(annotators=("ann-04",), aspect="label"), False),
        (CaseFilter(annotators=("ann-01", "stranger")), False),
        (CaseFilter(aspect="attribute", name="stance"), False),
    ],
)
def test_a_filter_asks_for_labels_annotators_and_aspects(asked: CaseFilter, shown: bool) -> None:
    assert asked.lets(CASE) is shown
    assert bool(asked) is (asked != CaseFilter())
