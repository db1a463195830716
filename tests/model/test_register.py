"""The register finds whom a name means, and is put in order without losing a mention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import ChangeError
from annotator.model import Actor, Fragment, Span
from annotator.model.register import (
    edit,
    enter,
    found_in,
    merge,
    named,
    proposals,
    remove,
    rename,
    split,
    step,
)

WSJ = Actor("1", "The Wall Street Journal", "news organisation", ("WSJ",))
HUAWEI = Actor("2", "Huawei", "company", ("the company",))
HARBOUR = Actor("3", "Harbour authority", None, ("the authority",))
ALL = [WSJ, HUAWEI, HARBOUR]


def mention(number: int, actor: Actor) -> Span:
    return Span(f"s{number}", "a", "me", "Actor", (Fragment(0, 1, "x"),), actor=actor.id)


def test_a_name_or_alias_means_one_entry_or_none() -> None:
    assert named(ALL, "wall  street journal") is WSJ
    assert named(ALL, "wsj") is WSJ
    assert named(ALL, "Journal") is None
    assert named([*ALL, replace(HUAWEI, id="9")], "Huawei") is None


def test_proposals_come_the_likeliest_first() -> None:
    assert proposals(ALL, "wsj") == [WSJ]
    assert proposals(ALL, "h") == [HARBOUR, HUAWEI]
    assert proposals(ALL, "jour") == [WSJ]
    assert proposals(ALL, "uawe") == [HUAWEI]
    assert proposals(ALL, "zzz") == []
    assert len(proposals([replace(HUAWEI, id=str(n)) for n in range(40)], "hua")) == 12


def test_entries_that_hold_the_words_come_by_where_they_begin() -> None:
    port = Actor("5", "Oslo port", None, ("harbour office",), "Q1", "run by the harbour")
    bank = Actor("6", "Bank", "bank", (), None, "near the harbour")
    known = [bank, port, HUAWEI, HARBOUR]
    assert found_in(known, "harbour") == [HARBOUR, port, bank]
    assert found_in(known, "HARBOUR the") == [bank, port, HARBOUR]
    assert found_in(known, "q1") == [port]
    assert found_in(known, "company") == [HUAWEI]
    assert found_in(known, "harbour huawei") == []
    assert found_in(known, " ") == known


def test_a_renamed_entry_keeps_its_old_name() -> None:
    [after] = rename(HUAWEI, " Huawei  Ltd ", "me").put
    assert after == replace(HUAWEI, name="Huawei Ltd", aliases=("the company", "Huawei"))
    assert not rename(HUAWEI, "Huawei", "me")


def test_merging_moves_mentions_and_keeps_what_is_known() -> None:
    firm = Actor("4", "Huawei Technologies", None, ("HW",), "Q160120", "Shenzhen")
    change = merge(HUAWEI, firm, [mention(1, firm)], "me")
    after, moved = change.put
    assert after == replace(
        HUAWEI,
        aliases=("the company", "Huawei Technologies", "HW"),
        kb_id="Q160120",
        note="Shenzhen",
    )
    assert moved == mention(1, HUAWEI)
    assert change.remove == [firm]


def test_splitting_takes_some_mentions_away() -> None:
    change = split(HUAWEI, "the company", [mention(1, HUAWEI)], "me")
    new, rest, moved = change.put
    assert isinstance(new, Actor) and new.name == "the company" and new.kind == "company"
    assert rest == replace(HUAWEI, aliases=())
    assert isinstance(moved, Span) and moved.actor == new.id


def test_an_entry_is_made_and_written_anew() -> None:
    [made] = enter("  Port  authority ", "me", kind="state body").put
    assert isinstance(made, Actor) and (made.name, made.kind) == ("Port authority", "state body")
    aliases = ["the port authority", "harbour  office", "harbour office", " "]
    known = {"name": "Port authority", "kind": "", "aliases": aliases, "kb_id": " Q1 "}
    [after] = edit(made, "me", note=None, **known).put  # type: ignore[arg-type]
    assert after == replace(made, kind=None, aliases=("harbour office",), kb_id="Q1")
    assert not edit(after, "me", note="", **known)  # type: ignore[arg-type]
    with pytest.raises(ChangeError, match="needs a name"):
        rename(made, " ", "me")


def test_only_entries_that_nobody_names_are_deleted() -> None:
    assert remove([WSJ, HUAWEI], {HARBOUR.id}, "me").remove == [WSJ, HUAWEI]
    with pytest.raises(ChangeError, match="Huawei is named by spans"):
        remove([WSJ, HUAWEI], {HUAWEI.id}, "me")


def test_mentions_are_visited_round_the_ends() -> None:
    one, two, three = (mention(n, WSJ) for n in (1, 2, 3))
    visited = [one, two, three]
    assert [step(visited, s, 1) for s in ("s1", "s3", None, "gone")] == [two, one, one, one]
    assert [step(visited, s, -1) for s in ("s1", "s3", None)] == [three, two, three]
    assert step([], "s1", 1) is None
