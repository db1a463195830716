"""γ: the best alignment is the best there is, and chance is drawn as it says."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import gamma
from annotator.agreement.aligning.alignment import Alignment, best_alignment
from annotator.agreement.aligning.categories import category_disorder
from annotator.agreement.aligning.chance import chance_units
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Units
from annotator.errors import MeasureError
from tests.examples import few

Unit = tuple[int, int, int, int]


def d_combi(u: Unit, v: Unit, unlike: Dissimilarity) -> float:
    place = (abs(u[1] - v[1]) + abs(u[2] - v[2])) / (u[2] - u[1] + v[2] - v[1])
    return (unlike.alpha * place**2 + unlike.beta * (u[3] != v[3])) * unlike.delta_empty


def least_cost(units: list[Unit], n: int, unlike: Dissimilarity) -> float:
    """Try every alignment there is, from the paper's definition alone."""
    if not units:
        return 0.0
    first, rest = units[0], units[1:]
    others = [u for u in rest if u[0] != first[0]]
    best = float("inf")
    for size in range(n):
        for chosen in combinations(others, size):
            if len({u[0] for u in chosen}) < size:
                continue
            row = [first, *chosen]
            real = sum(d_combi(u, v, unlike) for u, v in combinations(row, 2))
            empty = (comb(n, 2) - comb(len(row), 2)) * unlike.delta_empty
            cost = (real + empty) / comb(n, 2)
            left = list(rest)
            for u in chosen:
                left.remove(u)
            best = min(best, cost + least_cost(left, n, unlike))
    return best


def problems(coders: int, most: int) -> st.SearchStrategy[list[Unit]]:
    unit = st.tuples(
        st.integers(0, coders - 1), st.integers(0, 25), st.integers(1, 8), st.integers(0, 1)
    ).map(lambda t: (t[0], t[1], t[1] + t[2], t[3]))
    return st.lists(unit, min_size=1, max_size=most)


def flat(units: list[Unit], continuum: int = 0) -> Units:
    table = np.array(units)
    where = np.full(len(units), continuum)
    return Units(
        table[:, 1].astype(float), table[:, 2].astype(float), table[:, 3], table[:, 0], where
    )


@pytest.mark.parametrize(("coders", "most"), [(2, 7), (3, 6), (4, 5)])
@pytest.mark.parametrize("alpha", [1.0, 3.0])
def test_no_alignment_is_better(coders: int, most: int, alpha: float) -> None:
    @given(problems(coders, most), st.sampled_from([1.0, 0.5]), st.sampled_from([1.0, 0.5, 2.0]))
    def check(units: list[Unit], beta: float, empty: float) -> None:
        unlike = Dissimilarity(alpha, beta, empty)
        found = best_alignment(flat(units).sorted()[0], coders, unlike)
        assert found.cost.sum() == pytest.approx(least_cost(units, coders, unlike))
        used = found.members[found.members >= 0]
        assert sorted(used) == list(range(len(units)))

    check()


@few(20)
@given(st.lists(problems(3, 6), min_size=1, max_size=5))
def test_continua_are_solved_together_as_they_are_alone(continua: list[list[Unit]]) -> None:
    parts = [flat(units, number) for number, units in enumerate(continua)]
    together = Units(*(np.concatenate([getattr(p, f) for p in parts]) for f in Units.__slots__))

    found = best_alignment(together.sorted()[0], 3, Dissimilarity())

    alone = [best_alignment(p.sorted()[0], 3, Dissimilarity()).cost.sum() for p in parts]
    costs = np.bincount(found.continuum, found.cost, minlength=len(continua))
    assert costs == pytest.approx(alone)


def test_a_long_chain_of_overlaps_needs_the_whole_machinery() -> None:
    random = np.random.default_rng(5)
    units = [
        (coder, int(start), int(start + length), int(kind))
        for coder in range(3)
        for start, length, kind in zip(
            random.integers(0, 450, 60),
            random.integers(5, 40, 60),
            random.integers(0, 4, 60),
            strict=True,
        )
    ]

    result = gamma(units, samples=4)

    assert result.value is not None and abs(result.value) < 0.3
    assert sum(unit is not None for row in result.alignment for unit in row) == 180


def test_a_good_pair_is_not_torn_apart_for_two_poor_ones() -> None:
    """The pair costs nothing and the two left alone 1 each; paired with others they cost 2.72."""
    units = [("a", 100, 110, "x"), ("b", 100, 110, "x"), ("a", 94, 104, "y"), ("b", 106, 116, "z")]

    assert gamma(units, samples=2).disorder == pytest.approx(2 / 2)


def test_the_alignment_names_the_units_and_their_coders() -> None:
    units = [("ann", 0, 5, "x"), ("bob", 0, 4, "x"), ("bob", 40, 44, "y")]

    result = gamma(units)

    assert result.coders == ("ann", "bob")
    assert result.alignment == (((units[0], units[1])), (None, units[2]))
    assert result.disorder == pytest.approx(((1 / 9) ** 2 + 1) / 1.5)


def test_the_seed_decides() -> None:
    units = [("a", n * 9, n * 9 + 4, "x") for n in range(9)] + [
        ("b", n * 10, n * 10 + 5, "x") for n in range(9)
    ]

    assert gamma(units, seed=1) == gamma(units, seed=1)
    assert gamma(units, seed=1).expected != gamma(units, seed=2).expected
    assert gamma(units, seed=1).disorder == gamma(units, seed=2).disorder


def test_equal_units_are_agreement_and_their_categories_too() -> None:
    units = [(who, n * 20, n * 20 + 9, "xyz"[n % 3]) for who in "abc" for n in range(9)]

    result = gamma(units)

    assert (result.value, result.disorder, result.cat) == (1, 0, 1)
    assert result.k == {"x": 1, "y": 1, "z": 1}


def test_categories_may_be_more_or_less_alike() -> None:
    units = [("a", 0, 9, "dog"), ("b", 0, 9, "wolf"), ("a", 50, 59, "cat"), ("b", 50, 59, "cat")]

    near = gamma(units, distance=lambda c, k: 0.0 if c == k else 0.2).disorder
    far = gamma(units).disorder

    assert near == pytest.approx(0.1)
    assert far == pytest.approx(0.5)


def test_categories_weigh_as_much_as_places_agree() -> None:
    """Mathet 2017, section 4.2.3, worked out by hand for γ_cat, γ_x and γ_y."""
    x, y = 0, 1
    marked = [(0, 0, 10, x), (1, 2, 10, y), (2, 0, 10, x)]  # all three, two of them a bit apart
    marked += [(0, 50, 54, y), (1, 50, 56, y)]  # two of the same category
    marked += [(0, 90, 92, x), (2, 99, 101, y)]  # too far apart to say anything
    marked += [(1, 70, 75, x)]  # alone
    units = flat(marked)
    rows = [[0, 1, 2], [3, 4, -1], [5, -1, 6], [-1, 7, -1]]
    alignment = Alignment(np.array(rows), np.zeros(4), np.zeros(4, dtype=int))
    near, pair = 1 - (2 / 18) ** 2, 1 - (2 / 10) ** 2

    found = category_disorder(units, alignment, Dissimilarity(), 1, 2)

    torn, whole = (near + near) / 2, (near + near + 1) / 2
    assert found.disorder[0] == pytest.approx([torn, torn, torn])
    assert found.weight[0] == pytest.approx([whole + pair, whole, torn + pair])
    assert found.mean() == pytest.approx(
        [torn / (whole + pair), torn / whole, torn / (torn + pair)]
    )


def test_gamma_tells_of_each_category() -> None:
    units = [("a", 0, 10, "x"), ("b", 0, 10, "x"), ("a", 20, 30, "x"), ("b", 21, 30, "y")]
    units += [("a", 40, 50, "y"), ("b", 40, 50, "x"), ("a", 60, 70, "z"), ("b", 60, 70, "z")]

    result = gamma(units)

    assert result.k["z"] == 1
    assert result.cat is not None and 0 < result.cat < 1
    assert all(result.k[name] is not None and result.k[name] < result.cat for name in "xy")  # type: ignore[operator]


def test_undefined_without_a_second_coder_or_units() -> None:
    assert gamma([]).value is None
    alone = gamma([("a", 0, 4, "x")])
    assert (alone.value, alone.reason) == (None, "It takes two annotators.")
    one_sided = gamma([("a", 0, 4, "x"), ("a", 9, 12, "x")], coders=["a", "b"])
    assert one_sided.value is not None and one_sided.value <= 0
    with pytest.raises(MeasureError, match="no length"):
        gamma([("a", 3, 3, "x"), ("b", 3, 4, "x")])


def test_too_many_ways_to_align_are_refused_before_they_fill_the_memory() -> None:
    crowd = [(who, n, n + 2000, "x") for who in "abc" for n in range(330)]

    with pytest.raises(MeasureError, match="too many ways to align 3 annotators' units"):
        gamma(crowd)


def test_chance_moves_whole_layers_and_keeps_them_apart() -> None:
    begin, coders, each, draws = 100, 3, 12, 60
    real = flat(
        [(c, begin + 10 * n, begin + 10 * n + 4, c) for c in range(coders) for n in range(each)]
    ).sorted()[0]
    length = 10 * (each - 1) + 4

    made = chance_units(real, coders, np.zeros(draws, dtype=int), np.random.default_rng(0))

    assert made.end - made.start == pytest.approx(4)
    assert made.coder.tolist() == np.tile(np.repeat(range(coders), each), draws).tolist()
    assert made.continuum.tolist() == np.repeat(range(draws), coders * each).tolist()
    assert begin <= made.start.min() and made.start.max() < begin + length
    # Each is one annotator's layer; every one is drawn about as often, and anybody may be twice.
    drawn = made.category.reshape(draws, coders, each)
    assert (drawn == drawn[..., :1]).all()
    assert np.bincount(drawn[..., 0].ravel()) == pytest.approx(draws, abs=4)
    assert any(len(set(row)) < coders for row in drawn[..., 0].tolist())
    # All of a layer moves by the same, round the ends: the first unit comes 4 behind the last.
    starts = np.sort(made.start.reshape(draws, coders, each), axis=2)
    steps = (starts - np.roll(starts, 1, axis=2)) % length
    assert (np.isclose(steps, 4).sum(axis=2) == 1).all()
    assert (np.isclose(steps, 10).sum(axis=2) == each - 1).all()
    shifts = (starts[np.isclose(steps, 4)].reshape(draws, coders) - begin) % length
    apart = np.abs(shifts[:, [0, 0, 1]] - shifts[:, [1, 2, 2]])
    assert np.minimum(apart, length - apart).min() >= 4
    evenly = (np.arange(draws) + 0.5) / draws
    for coder in range(coders):
        assert np.sort(shifts[:, coder]) / length == pytest.approx(evenly, abs=0.1)
