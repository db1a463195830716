"""Agreement on links between spans, and on whole attributions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from annotator.agreement.spans import Score, score

#: A link: its type, the span it starts from, and the span it leads to.
Link = tuple[Hashable, Hashable, Hashable]


def relation_f1(
    a: Iterable[Link], b: Iterable[Link], partners: Mapping[Hashable, Hashable]
) -> Score:
    """F1 of links: those of the same type whose both ends are spans that were matched.

    ``partners`` says which of b's spans each of a's was matched with, whatever their shapes (see
    `annotator.agreement.matching`). The same link drawn twice counts once.
    """
    first, second = set(a), set(b)
    moved = {
        (kind, partners[source], partners[target])
        for kind, source, target in first
        if source in partners and target in partners
    }
    return score(len(moved & second), len(first), len(second))


def attribution_f1(
    a: Iterable[tuple[Hashable, Hashable | None]],
    b: Iterable[tuple[Hashable, Hashable | None]],
    partners: Mapping[Hashable, Hashable],
) -> Score:
    """F1 of attributions: (what is said, who says it), ``None`` for what nobody is said to say.

    They agree if both spans were matched, or what is said was and neither coder found a source.
    """
    first, second = set(a), set(b)
    known = {**partners, None: None}
    moved = {
        (known[said], known[source])
        for said, source in first
        if said in partners and source in known
    }
    return score(len(moved & second), len(first), len(second))
