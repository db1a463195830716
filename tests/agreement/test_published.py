"""Every measure against worked examples from the literature, to the tolerance of each.

`published.json` names the source of each. Where it has an exact value besides the rounded one that
was printed, that is what is expected.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator import agreement
from annotator.agreement import unitizing
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Units
from annotator.agreement.units import read_continuum

CASES = json.loads(Path(__file__).with_name("published.json").read_text(encoding="utf-8"))
BY_NAME = {f"{case['name']}/{case['measure']}": case for case in CASES}


def items(data: dict[str, Any]) -> list[list[Any]]:
    """Turn a case's data into a table of items × coders."""
    if data["type"] == "coding":
        return [list(item) for item in data["items"]]
    rows, labels = data["table"], data["labels"]
    return [
        [labels[c], labels[k]]
        for c, row in enumerate(rows)
        for k, n in enumerate(row)
        for _ in range(n)
    ]


def half_for_checks(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return 0.5 if "Chck" in (a, b) else 1.0


def set_relation(a: str, b: str) -> float:
    """0 equal, 1/3 subset, 2/3 overlap, 1 disjoint."""
    first, second = set(a), set(b)
    if first == second:
        return 0.0
    if first <= second or second <= first:
        return 1 / 3
    return 2 / 3 if first & second else 1.0


def table_measure(name: str) -> Callable[[dict[str, Any]], float | None]:
    function = getattr(agreement, name)
    return lambda data: function(items(data))


def alpha(level: Any) -> Callable[[dict[str, Any]], float | None]:
    return lambda data: agreement.krippendorff_alpha(items(data), level)


def unitized(data: dict[str, Any]) -> float | None:
    return agreement.unitized_alpha(
        data["units"],
        data["continuum_begin"],
        data["continuum_length"],
        data.get("category"),
        coders=data["coders"],
    )


def unitized_observed(data: dict[str, Any]) -> float:
    continuum = read_continuum(data["units"], data["continuum_begin"], data["continuum_length"])
    return unitizing.disagreements(continuum, data["category"]).observed


def unitized_2016(kind: Any) -> Callable[[dict[str, Any]], float | None]:
    return lambda data: agreement.unitized_alpha_2016(
        data["units"],
        data["continuum_begin"],
        data["continuum_length"],
        kind,
        label=data.get("category"),
    )


def gamma_of(data: dict[str, Any], **options: Any) -> agreement.Gamma:
    if "ref" in data:
        data = BY_NAME[data["ref"]]["data"]
    weights = data["params"]
    return agreement.gamma(
        data["units"], weights["alpha"], weights["beta"], weights["deltaEmpty"], **options
    )


def positional(data: dict[str, Any]) -> float:
    pair = np.array([data["unit1"], data["unit2"]], dtype=float)
    zeros = np.zeros(2, dtype=int)
    units = Units(pair[:, 0], pair[:, 1], zeros, np.array([0, 1]), zeros)
    unlike = Dissimilarity(delta_empty=data["delta_empty"])
    return float(unlike.positional(units, np.array([0]), np.array([1]))[0])


MEASURES: dict[str, Callable[[dict[str, Any]], float | None]] = {
    **{
        name: table_measure(name)
        for name in (
            "percent_agreement",
            "bennett_s",
            "scott_pi",
            "cohen_kappa",
            "fleiss_kappa",
            "gwet_ac1",
        )
    },
    **{
        f"krippendorff_alpha_{level}": alpha(level)
        for level in ("nominal", "ordinal", "interval", "ratio")
    },
    "krippendorff_alpha_weighted": alpha(half_for_checks),
    "krippendorff_alpha_set": alpha(set_relation),
    "krippendorff_alpha_masi_dkpro": alpha(
        lambda a, b: agreement.jaccard(a, b) * set_relation(a, b)
    ),
    "alpha_u_2004": unitized,
    "alpha_u_2004_category": unitized,
    "alpha_u_2004_observed_disagreement": unitized_observed,
    **{f"u_alpha_2016_{kind}": unitized_2016(kind) for kind in ("binary", "nominal", "cu", "ku")},
    "gamma": lambda data: gamma_of(data).value,
    "gamma_best_alignment_disorder": lambda data: gamma_of(data, samples=2).disorder,
    "gamma_positional_sporadic_dissimilarity": positional,
    "span_f1_exact": lambda data: (
        agreement.span_f1(
            *[
                [(d, t, int(s), int(e)) for d, t, s, e in data[coder]]
                for coder in ("coder1", "coder2")
            ]
        ).f1
    ),
    "b_cubed_f1": lambda data: agreement.b_cubed(data["a"], data["b"]).f1,
    "ceaf_e_f1": lambda data: agreement.ceaf_e(data["a"], data["b"]).f1,
}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['name']}-{case['measure']}" for case in CASES])
def test_published_example(case: dict[str, Any]) -> None:
    found = MEASURES[case["measure"]](case["data"])

    if case["expected"] is None:
        assert found is None
    else:
        assert found == pytest.approx(case["expected"], abs=case["tolerance"])
    if "published" in case:
        assert found == pytest.approx(case["published"], abs=case["published_tolerance"])
