"""The register finds whom a name means, and is put in order without losing a mention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import FormatError
from annotator.model import Actor, Fragment, Span
from annotator.model.register import (
    joined,
    merge,
    named,
    proposals,
    read_register,
    rename,
    split,
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


def test_a_renamed_entry_keeps_its_old_name() -> None:
    [after] = rename(HUAWEI, " Huawei  Ltd ", "me").put
    assert after == replace(HUAWEI, name="Huawei Ltd", aliases=("the company", "Huawei"))
    assert not rename(HUAWEI, "Huawei", "me")


def test_merging_moves_mentions_and_keeps_what_is_known() -> None:
    firm = Actor("4", "Huawei Technologies", None, ("HW",), "Q160120")
    change = merge(HUAWEI, firm, [mention(1, firm)], "me")
    after, moved = change.put
    assert after == replace(
        HUAWEI, aliases=("the company", "Huawei Technologies", "HW"), kb_id="Q160120"
    )
    assert moved == mention(1, HUAWEI)
    assert change.remove == [firm]


def test_splitting_takes_some_mentions_away() -> None:
    change = split(HUAWEI, "the company", [mention(1, HUAWEI)], "me")
    new, rest, moved = change.put
    assert isinstance(new, Actor) and new.name == "the company" and new.kind == "company"
    assert rest == replace(HUAWEI, aliases=())
    assert isinstance(moved, Span) and moved.actor == new.id


def test_a_register_is_read_from_csv_and_from_json_lines() -> None:
    table = 'name;kind;aliases;kb_id\nHuawei;company;HW|the company;Q160120\n"A;B";;;\n'
    one, two = read_register("\ufeff" + table, where="r.csv")
    assert (one.name, one.kind, one.aliases, one.kb_id) == (
        "Huawei",
        "company",
        ("HW", "the company"),
        "Q160120",
    )
    assert (two.name, two.kind, two.aliases) == ("A;B", None, ())
    lines = '{"name": "WSJ", "aliases": ["Journal"]}\n\n{"name": "ZTE"}'
    assert [a.name for a in read_register(lines, where="r.jsonl")] == ["WSJ", "ZTE"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who,what\na,b", 'no column "name"'),
        ("name,kind\n,company", "r:2: an actor needs a name"),
        ('{"name": "x"\n', "r:1: this is not JSON"),
        ('{"name": "x"}\n[1]', "r:2: an actor is an object"),
        ('{"name": 3}', '"name" is 3, not a text'),
        ('{"name": "x", "aliases": "y"}', "not a list of texts"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_register(text, where="r")
    assert said in str(caught.value)


def test_what_is_known_already_gains_what_is_new() -> None:
    read = [Actor("9", "huawei", None, ("HW",), "Q160120"), Actor("8", "ZTE")]
    change = joined(ALL, read, "me", where="r.csv")
    gained, new = change.put
    assert gained == replace(HUAWEI, aliases=("the company", "HW"), kb_id="Q160120")
    assert new == read[1]
    assert not joined([*ALL, gained, new], read, "me", where="r.csv")
