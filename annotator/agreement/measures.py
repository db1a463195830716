"""The measures that a study knows, by the names that the command line and the library use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from annotator.agreement.statistics.counts import Counts, Of, Statistic
from annotator.agreement.statistics.ratings import (
    Ratings,
    agreement,
    alpha,
    cohen,
    item_ratings,
    span_ratings,
)
from annotator.agreement.statistics.spans import f1, identity, token_f1
from annotator.agreement.statistics.unitizing import unitized_2004, unitized_2016
from annotator.errors import MeasureError

Over = Literal["labels", "nothing", "relations", "attributes"]
#: What ratings are of.
Unit = Literal["token", "sentence", "span"]
#: Makes a measure of counts, of some labels or types of links, and of what is rated.
Make = Callable[[Counts, Of, Unit], Statistic]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, what people call it, and how it is made from counts.

    ``over`` says what it is told for; ``pairs`` whether for each two annotators as well, ``gold``
    whether against gold; ``whole`` whether for all labels together, and if it ``adds_up``, for
    several as well. ``how`` says in a sentence what it compares, ``full`` is the title with whose
    measure it is. A ``slow`` one may take longer than a person would wait for the others.
    """

    name: str
    title: str
    statistic: Make
    over: Over = "labels"
    pairs: bool = True
    gold: bool = False
    whole: bool = True
    adds_up: bool = True
    how: str = ""
    full: str = ""
    slow: bool = False


def _ratings(counts: Counts, of: Of, by: Unit) -> Ratings:
    return span_ratings(counts, of) if by == "span" else item_ratings(counts, of, by)


def _agreement(kind: str) -> Make:
    return lambda counts, of, by: agreement(counts, _ratings(counts, of, by), kind)


def _alpha(level: Literal["jaccard", "masi"]) -> Make:
    def make(counts: Counts, of: Of, by: Unit) -> Statistic:
        items = "token" if by == "span" else by
        return alpha(counts, item_ratings(counts, None, items), level)

    return make


def _f1(shared: str, held: str = "") -> Make:
    names = (shared, f"{held or shared}_a", f"{held or shared}_b")
    return lambda counts, of, by: f1(counts, names, of)


def _unitized_2016(kind: str) -> Make:
    def make(counts: Counts, of: Of, by: Unit) -> Statistic:
        alone = "own" if kind == "nominal" and of is not None else kind
        return unitized_2016(counts, alone, of[0] if of is not None else None)

    return make


def _no_statistic(counts: Counts, of: Of, by: Unit) -> Statistic:
    raise MeasureError("It is made from alignments or answers, not from counts of labels.")


_TOKENS = "Tokens (or sentences, or matched spans) as items; a value is the set of labels on one."
_ALL = (
    Measure(
        "unitized_alpha",
        "αᵤ",
        lambda counts, of, by: unitized_2004(counts, of),
        how="Where units lie (Krippendorff 2004).",
        full="Krippendorff αᵤ 2004",
    ),
    Measure(
        "unitized_alpha_2016",
        "uα",
        _unitized_2016("nominal"),
        adds_up=False,
        how="Lengths marked alike, gaps included (Krippendorff et al. 2016).",
        full="Krippendorff uα 2016",
    ),
    Measure(
        "unitized_alpha_binary",
        "|uα",
        _unitized_2016("binary"),
        over="nothing",
        how="Lengths marked at all (Krippendorff et al. 2016).",
        full="|uα: marked or not",
    ),
    Measure(
        "unitized_alpha_cu",
        "cuα",
        _unitized_2016("cu"),
        over="nothing",
        how="Labels where both marked something (Krippendorff et al. 2016).",
        full="cuα: labels",
    ),
    Measure(
        "unitized_alpha_ku",
        "(k)uα",
        _unitized_2016("ku"),
        whole=False,
        how="One label where both marked something (Krippendorff et al. 2016).",
        full="(k)uα: each label",
    ),
    Measure(
        "gamma",
        "γ",
        _no_statistic,
        how="Spans aligned as wholes, place and label (Mathet et al. 2015).",
        full="γ (Mathet 2015)",
        slow=True,
    ),
    Measure(
        "f1_exact",
        "F1 exact",
        _f1("exact", "spans"),
        gold=True,
        how="The same label on the same characters.",
    ),
    Measure(
        "f1_overlap",
        "F1 overlap",
        _f1("overlap", "spans"),
        gold=True,
        how="The same label on text in common, matched one to one.",
    ),
    Measure(
        "f1_token",
        "F1 token",
        lambda counts, of, by: token_f1(counts, of),
        gold=True,
        how="Each label on each token.",
    ),
    *(
        Measure(
            f"semeval_{name}",
            f"SemEval {name}",
            _f1(f"semeval_{name}", "spans"),
            over="nothing",
            gold=True,
            how="As in SemEval-2013 task 9.1.",
        )
        for name in ("strict", "exact", "partial", "type")
    ),
    Measure("percent_agreement", "% agreement", _agreement("percent_agreement"), how=_TOKENS),
    Measure("bennett_s", "Bennett S", _agreement("bennett_s"), how=_TOKENS),
    Measure("scott_pi", "Scott π", _agreement("scott_pi"), how=_TOKENS),
    Measure(
        "cohen_kappa",
        "Cohen κ",
        lambda counts, of, by: cohen(counts, _ratings(counts, of, by)),
        how=_TOKENS,
    ),
    Measure("fleiss_kappa", "Fleiss κ", _agreement("fleiss_kappa"), how=_TOKENS),
    Measure("gwet_ac1", "Gwet AC1", _agreement("gwet_ac1"), how=_TOKENS),
    Measure(
        "krippendorff_alpha",
        "Krippendorff α",
        lambda counts, of, by: alpha(counts, _ratings(counts, of, by)),
        how=_TOKENS,
    ),
    Measure(
        "alpha_masi",
        "α, MASI",
        _alpha("masi"),
        over="nothing",
        how="Sets of labels on tokens, near ones counting in part (Passonneau 2006).",
    ),
    Measure(
        "alpha_jaccard",
        "α, Jaccard",
        _alpha("jaccard"),
        over="nothing",
        how="Sets of labels on tokens, near ones counting in part.",
    ),
    Measure(
        "attribute_alpha",
        "α of attributes",
        _no_statistic,
        over="attributes",
        how="Answers for matched spans of the same label.",
    ),
    Measure(
        "relation_f1",
        "F1 of links",
        _f1("links"),
        over="relations",
        gold=True,
        how="Links of the same type between matched spans.",
    ),
    Measure(
        "attribution_f1",
        "F1 of attributions",
        _f1("said"),
        over="nothing",
        gold=True,
        how="What is said, with who says it.",
    ),
    Measure(
        "actor_b3",
        "B³ of actors",
        lambda counts, of, by: identity(counts, "actor_b3"),
        over="nothing",
        how="Which matched mentions are the same actor (Bagga & Baldwin 1998).",
    ),
    Measure(
        "actor_ceaf_e",
        "CEAF-e of actors",
        lambda counts, of, by: identity(counts, "actor_ceaf_e"),
        over="nothing",
        how="The same, actors paired off (Luo 2005).",
    ),
    Measure(
        "actor_links",
        "F1 of actor links",
        lambda counts, of, by: identity(counts, "actor_links"),
        over="nothing",
        how="Which two mentions are the same actor.",
    ),
)

#: Every measure by its name.
MEASURES = {measure.name: measure for measure in _ALL}
#: What is measured if nothing else is asked for.
DEFAULT = (
    "unitized_alpha",
    "gamma",
    "f1_exact",
    "f1_overlap",
    "f1_token",
    "cohen_kappa",
    "krippendorff_alpha",
    "attribute_alpha",
    "relation_f1",
    "attribution_f1",
    "actor_b3",
)
#: Names that stand for several.
_TOGETHER = {"span_f1": ("f1_exact", "f1_overlap", "f1_token"), "all": tuple(MEASURES)}


def measure_named(name: str) -> list[Measure]:
    """Return the measures that go by this name; ``MeasureError`` if none does."""
    names = _TOGETHER.get(name, (name,))
    for each in names:
        if each not in MEASURES:
            known = ", ".join([*MEASURES, *_TOGETHER])
            raise MeasureError(f'There is no measure "{each}"; there are: {known}.')
    return [MEASURES[each] for each in names]
