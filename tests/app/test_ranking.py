"""What is typed finds what was meant, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.app.ranking import Index, folded

NAMES = [
    "Label Claim",
    "Reclaim the night",
    "Claims of Huawei",
    "Claim",
    "Zoë Müller-Groß",
    "US Gov presses allies to ditch Huawei",
    "محطة تحلية",
    "夜行列車「みさき号」",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("claim", ["Claim", "Claims of Huawei", "Label Claim", "Reclaim the night"]),
        ("huawei ditch", ["US Gov presses allies to ditch Huawei"]),
        ("huwaei ditch", ["US Gov presses allies to ditch Huawei"]),
        ("zoe gross", ["Zoë Müller-Groß"]),
        ("mullergross", []),
        ("تحلية", ["محطة تحلية"]),
        ("列車", ["夜行列車「みさき号」"]),
        ("qwxz", []),
        ("!?", NAMES),
    ],
)
def test_the_best_comes_first(typed: str, found: list[str]) -> None:
    assert [NAMES[n] for n in Index(NAMES).find(typed, 20)] == found


@given(st.lists(st.text(max_size=20), max_size=12), st.text(max_size=12))
def test_what_holds_every_word_is_found(names: list[str], typed: str) -> None:
    words = folded(typed).split()
    holding = {n for n, name in enumerate(names) if all(w in folded(name) for w in words)}
    found = Index(names).find(typed, len(names))
    assert len(found) == len(set(found))
    assert set(found) == holding or not holding


@given(st.lists(st.text("ab é", max_size=8), max_size=12), st.lists(st.text("ab é", max_size=6)))
def test_what_was_typed_before_changes_nothing(names: list[str], typed: list[str]) -> None:
    index = Index(names)
    for text in typed:
        for length in range(len(text) + 1):
            part = text[:length]
            assert index.find(part, 20) == Index(names).find(part, 20)
