"""Nothing leaks from one part of a dataset to another, and the same seed splits the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.dataset.splits import Item, Shares, assign
from annotator.errors import FormatError

SHARES = Shares.parse("train=0.8,dev=0.1,test=0.1")

labels = st.dictionaries(st.sampled_from(["Claim", "Source", "Cue"]), st.integers(1, 9))
items = st.builds(
    Item,
    id=st.uuids().map(str),
    groups=st.frozensets(st.sampled_from("abcdefgh"), max_size=2),
    labels=labels,
    date=st.none() | st.dates().map(str),
)
corpora = st.lists(items, max_size=40, unique_by=lambda item: item.id)


@given(corpora, st.integers(0, 5), st.booleans())
def test_every_article_is_in_one_part_and_groups_stay_together(
    corpus: list[Item], seed: int, temporal: bool
) -> None:
    found = assign(corpus, SHARES, seed=seed, temporal=temporal)
    assert set(found.parts) == {item.id for item in corpus}
    assert not found.left_out
    for key in "abcdefgh":
        assert len({found.parts[item.id] for item in corpus if key in item.groups}) <= 1


@given(corpora, st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_is_of_no_account(
    corpus: list[Item], seed: int, chance: Random
) -> None:
    mixed = list(corpus)
    chance.shuffle(mixed)
    assert assign(mixed, SHARES, seed=seed) == assign(corpus, SHARES, seed=seed)


@given(corpora, corpora)
def test_a_frozen_part_neither_grows_nor_leaks(corpus: list[Item], later: list[Item]) -> None:
    first = assign(corpus, SHARES)
    frozen = {id: part for id, part in first.parts.items() if part == "test"}
    both = {item.id: item for item in (*later, *corpus)}
    second = assign(both.values(), SHARES, frozen=frozen)
    if frozen:
        assert {id for id, part in second.parts.items() if part == "test"} == set(frozen)
    assert set(second.parts) | set(second.left_out) == set(both)
    for id in second.left_out:
        assert id not in second.parts
    for id, part in frozen.items():
        assert second.parts[id] == part
        near = {i.id for i in both.values() if i.groups & both[id].groups} - set(frozen)
        assert near <= set(second.left_out)


def test_rare_labels_are_spread_by_the_shares() -> None:
    corpus = [Item(f"{n:04}", labels={"Claim": 5}) for n in range(200)]
    corpus[::10] = [replace(item, labels={"Claim": 5, "Rare": 1}) for item in corpus[::10]]
    found = assign(corpus, SHARES, seed=3)
    rare = Counter(found.parts[item.id] for item in corpus if "Rare" in item.labels)
    assert rare == {"train": 16, "dev": 2, "test": 2}
    assert Counter(found.parts.values()) == {"train": 160, "dev": 20, "test": 20}


def test_another_seed_splits_otherwise() -> None:
    corpus = [Item(f"{n:04}") for n in range(50)]
    assert assign(corpus, SHARES, seed=1).parts != assign(corpus, SHARES, seed=2).parts


def test_parts_in_time_follow_each_other() -> None:
    corpus = [Item(f"{n}", date=f"2024-01-{n + 1:02}") for n in range(20)]
    found = assign(corpus, SHARES, temporal=True)
    in_order = [found.parts[item.id] for item in corpus]
    assert in_order == ["train"] * 16 + ["dev"] * 2 + ["test"] * 2


def test_no_part_stays_empty_while_there_are_enough_articles() -> None:
    few = [Item("a", date="2024-01-01"), Item("b"), Item("c")]
    for temporal in (False, True):
        found = assign(few, SHARES, temporal=temporal)
        assert set(found.parts.values()) == {"train", "dev", "test"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("train", "no part"),
        ("train=0.8,dev", '"dev" is no part'),
        ("train=x", "no part"),
        ("train=0.8,train=0.2", "twice"),
        ("train=0.8,dev=0.1", "add up to 0.9"),
        ("a/b=1", "no part"),
        ("train=nan", "no part"),
        ("losses=1", "has such a file"),
        ("", "no part"),
    ],
)
def test_a_split_that_is_none_is_told_plainly(text: str, wrong: str) -> None:
    with pytest.raises(FormatError, match=wrong):
        Shares.parse(text)


def test_shares_read_back_as_written() -> None:
    assert Shares.parse(str(SHARES)) == SHARES
    assert sum(share for _, share in Shares.parse("a=0.333,b=0.333,c=0.333").parts) == 1
