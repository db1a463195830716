"""A register is read from files and joined with what is known, and what is wrong is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.model import Actor
from annotator.model.register_file import joined, read_register, write_register
from tests.model.test_register import ALL, HUAWEI


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
        ("name,kind\na,b,c", "r:2: there are more fields"),
        ("name,descripton\na,b", 'r:1: no entry of a register has the column "descripton"'),
        ('{"name": "x", "who": 1}', 'r:1: no entry of a register has the key "who"'),
        ('[{"name": "x"}]', "r:1: an actor is an object"),
        ("[" * 5000, "r:1: this is not JSON"),
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


def test_a_name_that_two_entries_have_means_neither() -> None:
    twice = [*ALL, Actor("4", "Huawei", "state")]
    read = [Actor("9", "Huawei", None, ("HW",))]
    assert joined(twice, read, "me", where="r.csv").put == read


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]), min_size=1).filter(
    lambda name: name.split() == [name] and "|" not in name
)


entries = st.builds(
    Actor,
    st.uuids().map(str),
    names,
    st.none() | names,
    st.lists(names, unique=True, max_size=2).map(tuple),
    st.none() | names,
    st.none() | names,
).map(lambda one: replace(one, aliases=tuple(x for x in one.aliases if x != one.name)))


@given(st.lists(entries, min_size=1))
def test_a_written_register_is_read_again(actors: list[Actor]) -> None:
    read = read_register(write_register(actors), where="r.csv")
    assert read == actors
    first = joined([], read, "me", where="r.csv")
    kept = [actor for actor in first.put if isinstance(actor, Actor)]
    assert not joined(kept, read_register(write_register(kept), where="r"), "me", where="r")
