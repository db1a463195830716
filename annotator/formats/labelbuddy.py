"""labelbuddy's JSON and JSON Lines: a text, its metadata, and annotations with a free text each.

Offsets are Unicode code points; byte offsets, which labelbuddy writes too, are written and not
read. The free text is the span's note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.json.articles import article_with, facts_of
from annotator.formats.json.fields import JsonObject
from annotator.formats.json.records import records
from annotator.formats.json.writing import write_lines
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.spans import span_at
from annotator.model import Span
from annotator.text.offsets import Utf8Table

_TITLES = ("list_title", "display_title")


class Labelbuddy(Format):
    """The format ``labelbuddy``."""

    name = "labelbuddy"
    title = "labelbuddy"
    suffixes = (".jsonl", ".json")
    holds = Holds(text=True, metadata=True, overlap=True, notes=True)

    def recognises(self, sample: Sample) -> bool:
        """Take texts with annotations, or with labelbuddy's checksum."""
        return "text" in sample.record and (
            "annotations" in sample.record or "utf8_text_md5_checksum" in sample.record
        )

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each document, or why it is none."""
        for found in records(path):
            if isinstance(found, Refused):
                yield found
                continue
            where, values = found
            try:
                yield _sheet(where, JsonObject(values, "", []))
            except FormatError as error:
                yield Refused(where, str(error))

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write each sheet as one line."""
        write_lines(map(_line, sheets), to)


FORMAT = Labelbuddy()


def _sheet(where: str, line: JsonObject) -> Sheet:
    text = line.text("text")
    if text is None:
        raise FormatError(
            'The document has no "text". Export it from labelbuddy with the documents\' texts.'
        )
    claimed = line.text("utf8_text_md5_checksum")
    if claimed is not None and claimed.lower() != _md5(text):
        raise FormatError("The text is not the one that its checksum was made from.")
    facts = line.table("metadata")
    titles = [title for name in _TITLES if (title := line.text(name))]
    if titles and "title" not in facts:
        facts = {**facts, "title": titles[0]}
    article, given = article_with(text, facts)
    spans = line.each("annotations", lambda entry: _span(entry, text))
    return Sheet(where, article, spans=spans, given=given)


def _span(entry: JsonObject, text: str) -> Span:
    label, start, end = entry.text("label_name"), entry.raw("start_char"), entry.raw("end_char")
    if not label or type(start) is not int or type(end) is not int:
        raise FormatError(f'{entry.place} needs a "label_name", a "start_char" and an "end_char".')
    return span_at("", label, (start, end), text, note=entry.text("extra_data") or None)


def _line(sheet: Sheet) -> dict[str, Any]:
    article, table = sheet.article, Utf8Table(sheet.article.text)
    return {
        "text": article.text,
        "metadata": facts_of(article),
        "list_title": article.title,
        "display_title": article.title,
        "utf8_text_md5_checksum": _md5(article.text),
        "annotations": [
            {
                "start_char": span.start,
                "end_char": span.end,
                "start_byte": table.to_utf8(span.start),
                "end_byte": table.to_utf8(span.end),
                "label_name": span.label,
                **({"extra_data": span.note} if span.note else {}),
            }
            for span in sheet.spans
        ],
    }


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
