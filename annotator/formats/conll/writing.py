"""Sheets to lines of token and tag.

``fit`` makes a sheet whose text is what a reader makes of the lines: tokens with a space between
two, and a line for each sentence. What is written then follows from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from annotator.formats.files import replacing
from annotator.formats.fitting import Fitted, Losses, fitted
from annotator.formats.format import Terms
from annotator.formats.holds import Holds
from annotator.formats.labels import one_word
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.fitting import cut_at, on_tokens
from annotator.formats.tokens.sentences import in_sentences
from annotator.formats.tokens.tags import tags
from annotator.formats.tokens.tokenizers import Tokens, tokenize
from annotator.model import Fragment, Span

#: The line that parts articles, to the letter as in CoNLL-2003: spaCy knows no other.
ARTICLE = "-DOCSTART- -X- O O"

_TOKEN = re.compile("[^ \n]+")


def fit(sheet: Sheet, terms: Terms, holds: Holds) -> Fitted:
    """Return the sheet with spans that lie on tokens, within a sentence, without overlap."""
    losses = Losses(sheet)
    text, language = sheet.article.text, sheet.article.language
    tokens = tokenize(text, terms.options["tokens"], language)
    sentences = in_sentences(text, tokens, language)
    sheet = on_tokens(sheet, tokens, terms.options["edges"], losses)
    sheet = _without_loose_links(sheet, losses)
    result = fitted(sheet, holds, terms.scheme)
    sheet = cut_at(sentences, tokens, result.sheet, losses)
    sheet = _in_lines(sheet, tokens, sentences)
    return Fitted(sheet, (*losses.rows, *result.losses))


def _without_loose_links(sheet: Sheet, losses: Losses) -> Sheet:
    there = {span.id for span in sheet.spans}
    links = []
    for link in sheet.relations:
        if {link.source, link.target} <= there:
            links.append(link)
        else:
            losses.of("relations", link, "", "It is left out, as one of its spans is.")
    return replace(sheet, relations=tuple(links))


def write(sheets: Iterable[Sheet], to: Path) -> None:
    """Write a line for each token of each sheet."""
    with replacing(to) as handle:
        for sheet in sheets:
            handle.write("".join(_lines(sheet)).encode())


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"{ARTICLE}\n\n"
    text = sheet.article.text
    tokens = Tokens("lines", tuple(match.span() for match in _TOKEN.finditer(text)))
    marks = tags(sheet.spans, tokens)
    # A label with a space in it would read as two columns.
    written = {mark: one_word(mark) for mark in set(marks)}
    following = iter(marks)
    for line in text.splitlines():
        words = zip(line.split(), following, strict=False)
        yield "".join([f"{word}\t{written[mark]}\n" for word, mark in words])
        yield "\n"


def _in_lines(sheet: Sheet, tokens: Tokens, sentences: list[range]) -> Sheet:
    """Return the sheet with the text that is read from the lines, and spans that stand in it."""
    words = [sheet.article.text[start:end] for start, end in tokens.places]
    text = "\n".join(" ".join(words[n] for n in numbers) for numbers in sentences)
    ends = list(accumulate(len(word) + 1 for word in words))

    def moved(span: Span) -> Span:
        fragments = []
        for fragment in span.fragments:
            numbers = tokens.touching(fragment.start, fragment.end)
            start = ends[numbers[0]] - len(words[numbers[0]]) - 1
            end = ends[numbers[-1]] - 1
            fragments.append(Fragment(start, end, text[start:end]))
        return replace(span, fragments=tuple(fragments))

    article = replace(sheet.article, text=text)
    return replace(sheet, article=article, spans=tuple(map(moved, sheet.spans)))
