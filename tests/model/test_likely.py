"""Whom words mean, by the register and by what the article named before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from annotator.model import Actor, Fragment, Span
from annotator.model.likely import likely, new_names

JOURNAL = Actor("wsj", "The Wall Street Journal", "news organisation")
HUAWEI = Actor("huawei", "Huawei", "company", ("HW Technologies",))
STATE = Actor("us", "US government", "state body")
SULLIVAN = Actor("sean", "Sean Sullivan", "person")
REGISTER = [STATE, SULLIVAN, HUAWEI, JOURNAL]


def named(quote: str, actor: str) -> Span:
    return Span("s" + quote, "a", "me", "Actor", (Fragment(0, len(quote), quote),), actor=actor)


def sure(quote: str, earlier: Sequence[Span] = ()) -> list[str]:
    return [one.actor.id for one in likely(REGISTER, quote, earlier, "en") if one.sure]


@pytest.mark.parametrize(
    ("quote", "first"),
    [
        ("the Wall Street Journal", "wsj"),
        ("a Wall Street Journal report", "wsj"),
        ("WSJ", "wsj"),
        ("The WSJ report", "wsj"),
        ("HW Technologies", "huawei"),
        ("Huawei's founder", "huawei"),
        ("Sean Sullivan, adviser at Huawei", "sean"),
    ],
)
def test_words_name_an_entry_by_its_name_or_initials(quote: str, first: str) -> None:
    assert sure(quote)[0] == first


def test_words_mean_whom_the_same_words_or_their_noun_meant_before() -> None:
    earlier = [named("American officials", "us"), named("a paper's report", "wsj")]
    assert sure("American officials", earlier) == ["us"]
    assert sure("some officials", earlier) == ["us"]
    assert sure("the report", earlier) == ["wsj"]
    assert sure("She", [*earlier, named("Sean Sullivan", "sean")])[0] == "sean"


def test_a_shared_word_is_proposed_but_not_for_sure() -> None:
    assert sure("US allies") == sure("somebody else") == []
    assert [one.actor.id for one in likely(REGISTER, "US allies", ())] == ["us"]


def test_a_new_entry_is_called_by_a_name_in_the_words_or_by_all_of_them() -> None:
    assert new_names("a Huawei spokesperson") == ["Huawei", "Huawei spokesperson"]
    assert new_names("Sean Sullivan, adviser") == ["Sean Sullivan", "Sean Sullivan, adviser"]
    assert new_names("Huawei") == ["Huawei"]
