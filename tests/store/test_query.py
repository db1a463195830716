"""Queries are read as people write them, and what may stand there next is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import QueryError
from annotator.store.query import (
    Condition,
    Query,
    Word,
    completions,
    dates_meant,
    one_of,
    parse_query,
    state_meant,
    status_meant,
)


def test_words_phrases_and_conditions_are_told_apart() -> None:
    query = parse_query('port status:done actor:"the \'x" 10:30 "two words" -label:Cue,Actor -no')
    assert query == Query(
        words=(Word("port"), Word("10:30"), Word("two words", True), Word("no", wanted=False)),
        conditions=(
            Condition("status", ("done",)),
            Condition("actor", ("the 'x",)),
            Condition("label", ("Cue", "Actor"), wanted=False),
        ),
    )
    assert not parse_query(" ")
    assert parse_query("port") and parse_query("is:doubt")
    assert parse_query("http://port.example") == Query((Word("http://port.example"),))


@pytest.mark.parametrize("typed", ["status:", 'actor:"', "-", '"', "is:,", "label:   "])
def test_what_is_only_begun_asks_for_nothing_yet(typed: str) -> None:
    assert not parse_query(typed).conditions


def test_quotation_marks_may_be_curly_and_left_open() -> None:
    assert parse_query("actor:“the port”").conditions == (Condition("actor", ("the port",)),)
    assert parse_query('actor:"the po').conditions == (Condition("actor", ("the po",)),)
    assert parse_query("status: done").conditions == (Condition("status", ("done",)),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("stauts:done", '"stauts:" asks for nothing known. There are status:'),
        ("Re:mark", "words with a colon go in quotation marks"),
    ],
)
def test_a_condition_that_there_is_not_is_told(value: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(value)
    assert said in str(caught.value)


def test_values_may_be_begun() -> None:
    assert [status_meant(v) for v in ("d", "in", "STARTED", "sta", "new")] == [
        "done",
        *["started"] * 3,
        "new",
    ]
    assert state_meant("dou") == "doubt"
    people = ("ann-1", "ann-10", "Bo")
    assert one_of("ANN-1", people, "annotator") == ["ann-1"], "whose whole name it is"
    assert one_of("ann", people, "annotator") == ["ann-1", "ann-10"]
    for meant in (status_meant, state_meant):
        with pytest.raises(QueryError, match="is called"):
            meant("nonsense")


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("2024", ("2024", "2024")),
        ("2024-03..2024-05-02", ("2024-03", "2024-05-02")),
        ("2024..", ("2024", None)),
        ("..2024-02", (None, "2024-02")),
    ],
)
def test_dates_are_days_months_years_or_ranges(value: str, meant: object) -> None:
    assert dates_meant(value) == meant


@pytest.mark.parametrize("value", ["..", "March", "24-3", "2024-3", "2024...2025", "2024-03-05T1"])
def test_what_is_no_date_is_told(value: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        dates_meant(value)


VALUES = {
    "status": ["new", "in progress", "done"],
    "actor": ["Port authority", "Northmark", "The Port"],
    "label": ["Claim", "Cue"],
}


def offered(text: str, at: int | None = None) -> list[str]:
    """What the whole text would be with each completion taken."""
    at = len(text) if at is None else at
    found = completions(text, at, lambda key: VALUES.get(key, []))
    return [text[: c.start] + c.text + text[c.end :] for c in found]


def test_conditions_are_offered_with_what_they_ask_for() -> None:
    assert [c.text for c in completions("", 0, lambda _: [])][:2] == ["status:", "label:"]
    assert completions("", 0, lambda _: [])[0].hint.startswith("done, new")
    assert offered("port st") == ["port status:"]
    assert offered("port -la") == ["port -label:"]
    assert offered("port ")[0] == "port status:"
    assert offered('"st') == [] and offered("stx") == []


def test_values_are_offered_as_they_have_to_be_written() -> None:
    assert offered("status:") == ["status:done", 'status:"in progress"', "status:new"]
    assert offered("actor:port") == ['actor:"Port authority"', 'actor:"The Port"']
    assert offered('actor:"port') == ['actor:"Port authority"', 'actor:"The Port"']
    assert offered("label:Claim,c") == ["label:Claim,Claim", "label:Claim,Cue"]
    assert offered("label:cl grounding", 8) == ["label:Claim grounding"]
    assert offered("date:") == []


@given(st.text(alphabet='abc:"- ,“us\u202e', max_size=30), st.data())
def test_any_text_can_be_read_and_completed(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    for completion in completions(text, at, lambda key: VALUES.get(key, [])):
        assert 0 <= completion.start <= completion.end <= len(text)
    try:
        parse_query(text)
    except QueryError as error:
        assert str(error)
