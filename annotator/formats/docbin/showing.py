"""A DocBin as its documents are in spaCy: tokens, entities, spans, and what goes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.docbin.writing import DATA_KEY, SPANS_KEY
from annotator.formats.showing import files_of, in_short

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# Most are shown by a few; the window isn't the place to read them all.
_SPANS = 15


def shown(to: Path) -> str:
    """Return the documents of the first file, as text."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    documents = DocBin().from_disk(min(files_of(to))).get_docs(Vocab())
    return "\n".join(chain.from_iterable(map(_lines, documents)))


def _lines(document: Doc) -> Iterator[str]:
    yield f"A document of {len(document):,} tokens"
    yield f"  {in_short([token.text for token in document])}"
    for name, spans in (
        ("doc.ents", document.ents),
        (f'doc.spans["{SPANS_KEY}"]', document.spans[SPANS_KEY]),
    ):
        yield name
        yield from _spans(list(spans))
    yield f'doc.user_data["{DATA_KEY}"]'
    for key, value in document.user_data[DATA_KEY].items():
        yield f"  {key}: {in_short(value)}"
    yield ""


def _spans(spans: list[Span]) -> Iterable[str]:
    for span in spans[:_SPANS]:
        yield f"  {span.start}:{span.end}  {span.label_}  {in_short(span.text)}"
    if len(spans) > _SPANS:
        yield f"  … and {len(spans) - _SPANS} more"
