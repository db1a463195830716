"""Sheets to spaCy documents.

A document's tokens are the text's, and what stands between them beyond a space is a token too, as
spaCy has it: ``doc.text`` is the text. A DocBin is made in memory as a whole, so spaCy wants it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.extras import missing
from annotator.formats.files import replacing
from annotator.formats.format import Terms
from annotator.formats.jsonl.packing import packed
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.laying import laid_out
from annotator.formats.tokens.tokenizers import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

#: Where ``spacy train`` looks for spans that may overlap, unless told otherwise.
SPANS_KEY = "sc"

#: Where in a document's ``user_data`` the sheet is, as a line of the native format without text.
DATA_KEY = "annotator"


def write(sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
    """Write a document for each sheet. Raises ``MissingExtra`` without spaCy."""
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise missing("spaCy", "spacy") from error
    with replacing(to) as handle:
        found, vocabulary = DocBin(store_user_data=True), Vocab()
        for sheet in sheets:
            found.add(_document(sheet, terms, vocabulary))
        handle.write(found.to_bytes())


def _document(sheet: Sheet, terms: Terms, vocabulary: Vocab) -> Doc:
    from spacy.tokens import Doc, Span, SpanGroup

    layout = laid_out(sheet, terms)
    tokens = layout.tokens
    words: list[str] = []
    spaces: list[bool] = []
    numbers: list[int] = []
    for word, space, number in _words(sheet.article.text, tokens):
        if number is not None:
            numbers.append(len(words))
        words.append(word)
        spaces.append(space)
    document = Doc(vocabulary, words=words, spaces=spaces)
    entries = {actor.id: actor.kb_id or "" for actor in sheet.actors}
    flat = {span.id for span in layout.flat}
    entities, spans = [], []
    for span in layout.spans:
        for fragment in span.fragments:
            covered = tokens.touching(fragment.start, fragment.end)
            first, last = numbers[covered[0]], numbers[covered[-1]]
            entry = entries.get(span.actor or "", "")
            made = Span(document, first, last + 1, span.label, kb_id=entry, span_id=span.id)
            spans.append(made)
            if span.id in flat:
                entities.append(made)
    document.ents = tuple(entities)
    document.spans[SPANS_KEY] = SpanGroup(document, name=SPANS_KEY, spans=spans)
    line = packed(sheet)
    del line["article"]["text"]
    document.user_data[DATA_KEY] = line | {"tokens": tokens.rule}
    return document


def _words(text: str, tokens: Tokens) -> Iterator[tuple[str, bool, int | None]]:
    """Yield spaCy's tokens: the word, whether a space follows, and the number of the token it is.

    What is no token of ours has no number.
    """
    places = [*tokens.places, (len(text), len(text))]
    if start := places[0][0]:
        yield text[:start], False, None
    for number, (start, end) in enumerate(tokens.places):
        gap = text[end : places[number + 1][0]]
        space = gap.startswith(" ")
        yield text[start:end], space, number
        if rest := gap.removeprefix(" "):
            yield rest, False, None
