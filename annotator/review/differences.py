"""How the spans of one case differ, in words for the person who has to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from annotator.model import AttributeValue, Span
from annotator.model.edits import shorten
from annotator.review.cases import LinkCase
from annotator.text.words import next_word

Aspect = Literal["missing", "label", "fragments", "boundary", "attribute", "actor", "link"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which annotators differ.

    ``words`` says it; ``values`` gives, for each annotator who has the span, what theirs is;
    ``name`` is the attribute's.
    """

    aspect: Aspect
    words: str
    values: Mapping[str, str]
    name: str | None = None


def differences(
    members: Mapping[str, Span],
    annotators: tuple[str, ...],
    text: str,
    shown: Callable[[str], str],
) -> tuple[Difference, ...]:
    """Tell how the spans of one case differ, apart from what they name and where they link.

    ``shown`` gives the name that an annotator is called by.
    """
    found: list[Difference] = []
    having = [shown(name) for name in annotators if name in members]
    if len(having) < len(annotators):
        lacking = [shown(name) for name in annotators if name not in members]
        few = f"only {_and(having)}" if len(having) <= len(lacking) else f"not {_and(lacking)}"
        found.append(Difference("missing", few, {}))
    found += _label(members)
    found += _places(members, text)
    found += _answers({name: span.attributes for name, span in members.items()})
    return tuple(found)


def links_differ(case: LinkCase, quotes: Mapping[int, str]) -> Iterator[Difference]:
    """Tell where links of one type lead, and what is answered of those that lead to the same.

    ``quotes`` are the words of the cases that they lead to, by number.
    """
    if len(set(case.targets.values())) > 1:
        shown = {
            who: " + ".join(shorten(quotes[n], 40) for n in sorted(targets)) or "–"
            for who, targets in case.targets.items()
        }
        words = f"{case.type.replace('_', ' ')} differs: {' · '.join(shown.values())}"
        yield Difference("link", words, shown, case.type)
    for target in case.candidates:
        where = f" (to {shorten(quotes[target], 40)})" if len(case.candidates) > 1 else ""
        for found in _answers(case.answers(target)):
            yield replace(found, words=found.words + where)


def actors_differ(named: Mapping[str, str | None], names: Mapping[str, str]) -> Difference:
    """Tell whom each annotator's span names; ``names`` are the register's, by id."""
    shown = {who: names.get(actor or "", "–") for who, actor in named.items()}
    return Difference("actor", f"actor differs: {' · '.join(shown.values())}", shown)


def _label(members: Mapping[str, Span]) -> list[Difference]:
    labels = {name: span.label for name, span in members.items()}
    if len(set(labels.values())) < 2:
        return []
    return [Difference("label", f"label differs: {' · '.join(labels.values())}", labels)]


def _places(members: Mapping[str, Span], text: str) -> list[Difference]:
    quotes = {name: span.quote for name, span in members.items()}
    if len({span.fragments for span in members.values()}) < 2:
        return []
    counts = [len(span.fragments) for span in members.values()]
    if len(set(counts)) > 1:
        said = " · ".join(map(str, counts))
        return [Difference("fragments", f"in fragments: {said}", quotes)]
    told = []
    for side in ("start", "end"):
        places = [[getattr(piece, side) for piece in s.fragments] for s in members.values()]
        # Of several fragments, the one that differs most is told.
        apart = ((min(of_one), max(of_one)) for of_one in zip(*places, strict=True))
        low, high = max(apart, key=lambda ends: ends[1] - ends[0])
        if low < high:
            told.append(f"{side} by {_measured(text, low, high)}")
    return [Difference("boundary", f"boundary differs: {', '.join(told)}", quotes)]


def _measured(text: str, low: int, high: int) -> str:
    characters, words, at = high - low, 0, low
    while at < high and (at := next_word(text, at)) <= high:
        words += 1
    said = f"{characters} character{'s' if characters != 1 else ''}"
    return f"{said} ({words} word{'s' if words != 1 else ''})" if words else said


def _answers(given: Mapping[str, Mapping[str, AttributeValue]]) -> Iterator[Difference]:
    """Tell which answers differ, of those that each annotator gave by name."""
    for name in dict.fromkeys(name for answers in given.values() for name in answers):
        values = {who: answers.get(name) for who, answers in given.items()}
        if len(set(values.values())) > 1:
            shown = {who: value_said(value) for who, value in values.items()}
            words = f"{name} differs: {' · '.join(shown.values())}"
            yield Difference("attribute", words, shown, name)


def value_said(value: AttributeValue | None) -> str:
    """Write an attribute's value for people."""
    match value:
        case None:
            return "–"
        case True:
            return "yes"
        case False:
            return "no"
        case tuple():
            return ", ".join(value)
    return str(value)


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
