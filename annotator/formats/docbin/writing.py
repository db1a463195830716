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
from annotator.formats.fitting import Fitted, Losses
from annotator.formats.format import Setting
from annotator.formats.jsonl.packing import packed
from annotator.formats.selection import without_overlap
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.fitting import on_tokens
from annotator.formats.tokens.tokenizers import Tokens, tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

#: Where ``spacy train`` looks for spans that may overlap, unless told otherwise.
SPANS_KEY = "sc"

#: Where in a document's ``user_data`` the sheet is, as a line of the native format without text.
DATA_KEY = "annotator"


def fit(sheet: Sheet, setting: Setting) -> Fitted:
    """Return the sheet as it is, and what ``doc.ents`` and ``doc.spans`` have otherwise."""
    losses = Losses(sheet)
    placed = on_tokens(sheet, _tokens(sheet, setting), setting.options["edges"], losses)
    chosen = without_overlap(placed.spans, setting.scheme)
    for span in placed.spans:
        if span.id not in chosen:
            reason = f'It is not in doc.ents, only in doc.spans["{SPANS_KEY}"].'
            losses.of("doc.ents", span, "overlaps one that is longer or first", reason)
        elif len(span.fragments) > 1:
            what = f"{len(span.fragments)} fragments"
            reason = "In doc.ents and doc.spans each fragment is a span, all with its id."
            losses.of("doc.spans", span, what, reason)
    return Fitted(sheet, tuple(losses.rows))


def write(sheets: Iterable[Sheet], to: Path, setting: Setting) -> None:
    """Write a document for each sheet. Raises ``MissingExtra`` without spaCy."""
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise missing("spaCy", "spacy") from error
    with replacing(to) as handle:
        found, vocabulary = DocBin(store_user_data=True), Vocab()
        for sheet in sheets:
            found.add(_document(sheet, setting, vocabulary))
        handle.write(found.to_bytes())


def _tokens(sheet: Sheet, setting: Setting) -> Tokens:
    return tokenize(sheet.article.text, setting.options["tokens"], sheet.article.language)


def _document(sheet: Sheet, setting: Setting, vocabulary: Vocab) -> Doc:
    from spacy.tokens import Doc, Span, SpanGroup

    text, tokens = sheet.article.text, _tokens(sheet, setting)
    words: list[str] = []
    spaces: list[bool] = []
    numbers: list[int] = []
    for word, space, number in _words(text, tokens):
        if number is not None:
            numbers.append(len(words))
        words.append(word)
        spaces.append(space)
    document = Doc(vocabulary, words=words, spaces=spaces)
    placed = on_tokens(sheet, tokens, setting.options["edges"], Losses(sheet))
    chosen = without_overlap(placed.spans, setting.scheme)
    entries = {actor.id: actor.kb_id or "" for actor in sheet.actors}
    entities, spans = [], []
    for span in placed.spans:
        for fragment in span.fragments:
            covered = tokens.touching(fragment.start, fragment.end)
            first, last = numbers[covered[0]], numbers[covered[-1]]
            entry = entries.get(span.actor or "", "")
            made = Span(document, first, last + 1, span.label, kb_id=entry, span_id=span.id)
            spans.append(made)
            if span.id in chosen:
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
