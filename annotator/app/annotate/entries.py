"""What the list in the inspector shows: attributions, or what is still to be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.model import Actor, Layer, Scheme, Span
from annotator.model.checks import Problem
from annotator.model.outline import Attribution, hearsay


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a span by its label and number, whom it is attributed to, what it misses.

    ``sources`` come with how many others quote them in between. ``words`` is all that a filter
    looks at.
    """

    span: Span
    name: str
    depth: int
    sources: tuple[tuple[Span, int], ...]
    problems: tuple[str, ...]
    words: str


def attribution_entries(
    layer: Layer,
    scheme: Scheme,
    found: Iterable[Attribution],
    register: Callable[[str], Actor | None],
) -> list[Entry]:
    """List attributions; a filter finds them by all their parts, answers and actors."""
    entries = []
    for one in found:
        name = f"{one.claim.label} {layer.number(one.claim)}"
        actors = [register(part.actor) for part in one.parts if part.actor]
        words = [
            name,
            *(part.quote for part in one.parts),
            *(actor.name for actor in actors if actor),
            *(str(value) for part in one.parts for value in part.attributes.values()),
            *one.problems,
        ]
        sources = tuple(hearsay(layer, scheme, one.sources))
        entry = Entry(one.claim, name, one.depth, sources, one.problems, _folded(words))
        entries.append(entry)
    return entries


def todo_entries(layer: Layer, problems: Iterable[Problem]) -> list[Entry]:
    """List what is missing, one entry for each span that misses something."""
    messages: dict[str, list[str]] = {}
    spans: dict[str, Span] = {}
    for problem in problems:
        spans[problem.span.id] = problem.span
        messages.setdefault(problem.span.id, []).append(problem.message)
    entries = []
    for span in spans.values():
        name, told = f"{span.label} {layer.number(span)}", messages[span.id]
        entries.append(Entry(span, name, 0, (), tuple(told), _folded([name, span.quote, *told])))
    return entries


def matching(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """Return the entries that hold each word that was typed."""
    words = typed.casefold().split()
    return [entry for entry in entries if all(word in entry.words for word in words)]


def _folded(words: Iterable[str]) -> str:
    return " ".join(" ".join(word.split()) for word in words).casefold()
