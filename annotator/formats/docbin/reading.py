"""spaCy documents to sheets: those of ours, and those of anybody."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats.docbin.writing import DATA_KEY
from annotator.formats.extras import missing
from annotator.formats.files import read_whole
from annotator.formats.jsonl.packing import unpacked
from annotator.formats.jsonl.reading import sheet_of
from annotator.formats.sheet import Refused, Sheet
from annotator.model import Actor, Article, Fragment, Span
from annotator.text.title import title_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

#: The most that a file may hold, unpacked, in bytes: it is read as a whole.
LARGEST = 2 * 1024**3

# What spaCy, srsly and numpy raise for a file that isn't what it says.
_BROKEN = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, AssertionError),
    *(zlib.error, struct.error, RecursionError),
)


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each document of the file, or why it is none.

    Raises ``FormatError`` if the file isn't a DocBin, ``MissingExtra`` without spaCy.
    """
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise missing("spaCy", "spacy") from error
    found = _opened(path, DocBin())
    documents = found.get_docs(Vocab())
    for number in range(1, len(found) + 1):
        where = f"{path.name}: document {number}"
        try:
            document = next(documents)
            yield from _sheets(document, where)
        except StopIteration:
            return
        except FormatError as error:
            yield Refused(where, str(error))
        except _BROKEN as error:
            # The documents behind one that spaCy can't make are out of reach.
            yield Refused(where, f"spaCy can't make a document of it ({error}).")


def _opened(path: Path, found: DocBin) -> DocBin:
    packed = read_whole(path, LARGEST)
    try:
        unpacking = zlib.decompressobj()
        unpacking.decompress(packed, LARGEST)
        if unpacking.unconsumed_tail:
            raise FormatError(f"{path} holds more than {LARGEST:,} bytes, unpacked. Split it.")
        return found.from_bytes(packed)
    except _BROKEN as error:
        raise FormatError(f"{path} is no DocBin that spaCy can read ({error}).") from error


def _sheets(document: Doc, where: str) -> Iterator[Sheet | Refused]:
    ours = document.user_data.get(DATA_KEY)
    if isinstance(ours, dict):
        leftover: list[str] = []
        yield sheet_of(unpacked(_with_text(ours, document.text)), where, leftover)
        for name in leftover:
            yield Refused(where, f'The format has no entry "{name}"; it is left out.')
    else:
        yield _foreign(document, where)


def _with_text(ours: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the native line that a document of ours carries; msgpack made tuples of its lists."""
    line: dict[str, Any] = _with_lists(ours)
    line.pop("tokens", None)
    article = line.get("article")
    return line | {"article": {**article, "text": text} if isinstance(article, dict) else article}


def _with_lists(value: Any) -> Any:
    match value:
        case dict():
            return {key: _with_lists(one) for key, one in value.items()}
        case tuple() | list():
            return [_with_lists(one) for one in value]
    return value


def _foreign(document: Doc, where: str) -> Sheet:
    """Make a sheet of entities and all groups of spans; one that is in both counts once."""
    text = document.text
    found: dict[tuple[str, int, int], Span] = {}
    actors: dict[str, Actor] = {}
    groups = [list(group) for group in document.spans.values()]
    for span in [*document.ents, *(span for group in groups for span in group)]:
        if not 0 <= span.start < span.end <= len(document):
            raise FormatError(
                f"A span goes from token {span.start} to {span.end}, where there are "
                f"{len(document)}."
            )
        last = document[span.end - 1]
        start, end = document[span.start].idx, last.idx + len(last)
        if not span.label_:
            raise FormatError(f"The span {text[start:end]!r} has no label.")
        entry = span.kb_id_ or None
        if entry is not None:
            actors.setdefault(entry, Actor(entry, text[start:end], kb_id=entry))
        fragment = Fragment(start, end, text[start:end])
        made = Span("", "", "", span.label_, (fragment,), actor=entry, origin="import")
        found.setdefault((span.label_, start, end), made)
    article = Article("", title_of(text), text, metadata=_metadata(document))
    return Sheet(where, article, spans=tuple(found.values()), actors=tuple(actors.values()))


def _metadata(document: Doc) -> dict[str, Any]:
    return {"cats": dict(document.cats)} if document.cats else {}
