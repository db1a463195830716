"""Puts a sheet's spans on tokens, and tells which of them change by that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.formats.fitting import Losses
from annotator.formats.format import Option
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.tokenizers import RULES, Place, Tokens
from annotator.model import Fragment

EDGES = Option(
    "edges",
    ("expand", "contract"),
    "expand",
    "a span that starts or ends within a token takes the whole token, or leaves it",
)


#: The name of the option that says how texts are cut into tokens.
TOKENS = "tokens"


def token_option(default: str) -> Option:
    """Return the option that says how texts are cut into tokens."""
    definition = (
        "words, and every other character on its own; what stands between white space; every "
        "character; or what spaCy's tokenizer for the article's language makes"
    )
    return Option(TOKENS, RULES, default, definition)


def on_tokens(sheet: Sheet, tokens: Tokens, edges: str, losses: Losses) -> Sheet:
    """Return the sheet with each span's edges at edges of tokens, by the rule ``edges``.

    A span that covers no token goes.
    """
    find = tokens.inside if edges == "contract" else tokens.touching
    spans = []
    for span in sheet.spans:
        covered = [find(fragment.start, fragment.end) for fragment in span.fragments]
        places = _apart([tokens.place(numbers) for numbers in covered if numbers])
        if not places:
            losses.of("edges", span, "", "It is left out: it covers no whole token.")
            continue
        if places == [(fragment.start, fragment.end) for fragment in span.fragments]:
            spans.append(span)
            continue
        now = ", ".join(f"{start}–{end}" for start, end in places)
        losses.of("edges", span, f"now {now}", "It goes to the edges of tokens.")
        spans.append(replace(span, fragments=_fragments(places, sheet.article.text)))
    return replace(sheet, spans=tuple(spans))


def cut_at(borders: Sequence[range], tokens: Tokens, sheet: Sheet, losses: Losses) -> Sheet:
    """Return the sheet with spans that lie within one of the ranges of tokens.

    Each span is one fragment on tokens. One that runs over the end of a range becomes several.
    """
    ends = {tokens.places[numbers[-1]][1] for numbers in borders}
    text = sheet.article.text
    spans = []
    for span in sheet.spans:
        numbers = tokens.touching(span.start, span.end)
        last = [n for n in numbers if tokens.places[n][1] in ends or n == numbers[-1]]
        if len(last) == 1:
            spans.append(span)
            continue
        losses.of("sentences", span, f"{len(last)} sentences", "It is cut where a sentence ends.")
        first = [numbers[0], *(n + 1 for n in last[:-1])]
        for part, (begin, end) in enumerate(zip(first, last, strict=True), 1):
            place = tokens.place(range(begin, end + 1))
            name = span.id if part == 1 else f"{span.id}/{part}"
            spans.append(replace(span, id=name, fragments=_fragments([place], text)))
    return replace(sheet, spans=tuple(spans))


def _apart(places: Sequence[Place]) -> list[Place]:
    """Return places in order, with those that came to share a token as one."""
    apart: list[Place] = []
    for start, end in places:
        if apart and start < apart[-1][1]:
            before = apart.pop()
            apart.append((before[0], max(before[1], end)))
        else:
            apart.append((start, end))
    return apart


def _fragments(places: Iterable[Place], text: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(start, end, text[start:end]) for start, end in places)
