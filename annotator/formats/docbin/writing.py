"""Sheets to spaCy documents.

A document's tokens are the text's, and what stands between them beyond a space is a token too, as
spaCy has it: ``doc.text`` is the text. spaCy makes and reads a DocBin in memory as a whole, so a
large project becomes several, in a folder: wherever spaCy takes the path of one it takes that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.extras import missing
from annotator.formats.files import replacing_by_files
from annotator.formats.format import Terms
from annotator.formats.jsonl.packing import packed
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.laying import laid_out
from annotator.formats.tokens.tokenizers import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

SUFFIX = ".spacy"

#: Where ``spacy train`` looks for spans that may overlap, unless told otherwise.
SPANS_KEY = "sc"

#: How many tokens a file holds at most, unless a single document has more. With the usual number
#: of spans, that takes some 170 MB in memory.
MOST_TOKENS = 500_000

#: What is said of each token beside the word; of the rest, such as lemmas, nothing is known.
_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")

#: Where in a document's ``user_data`` the sheet is, as a line of the native format without text.
DATA_KEY = "annotator"


def write(sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
    """Write a document for each sheet. Raises ``MissingExtra`` without spaCy."""
    with replacing_by_files(to, SUFFIX) as folder:
        for number, found in enumerate(_lots(sheets, terms), 1):
            found.to_disk(folder / f"{number:05}{SUFFIX}")


def _lots(sheets: Iterable[Sheet], terms: Terms) -> Iterator[DocBin]:
    """Yield documents by the lot; without any, one empty lot."""
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise missing("spaCy", "spacy") from error

    def begun() -> tuple[DocBin, Vocab]:
        # Words and ids would gather in one vocabulary for all.
        return DocBin(_ATTRIBUTES, store_user_data=True), Vocab()

    found, vocabulary = begun()
    tokens = 0
    for sheet in sheets:
        document = _document(sheet, terms, vocabulary)
        if tokens and tokens + len(document) > MOST_TOKENS:
            yield found
            found, vocabulary = begun()
            tokens = 0
        found.add(document)
        tokens += len(document)
    yield found


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
