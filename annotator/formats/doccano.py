"""doccano's JSON Lines: a text with its spans, and with links between them in newer versions.

Offsets are Unicode code points. doccano has no attributes, fragments or annotators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.json.articles import article_with
from annotator.formats.json.fields import JsonObject
from annotator.formats.json.records import records
from annotator.formats.json.writing import write_lines
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.spans import span_at
from annotator.model import Relation, Span

# What doccano writes about itself, and is no metadata of the article.
_ITS_OWN = ("id", "Comments", "comments")


class Doccano(Format):
    """The format ``doccano``."""

    name = "doccano"
    title = "doccano"
    suffixes = (".jsonl", ".json")
    holds = Holds(text=True, overlap=True, relations=True)

    def recognises(self, sample: Sample) -> bool:
        """Take texts with entities, or with a list of labels; one of objects isn't doccano's."""
        record = sample.record
        found = (record.get(name) for name in ("label", "labels"))
        listed = any(isinstance(f, list) and not any(isinstance(o, dict) for o in f) for f in found)
        return "text" in record and ("entities" in record or listed)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each line, or why the line is none."""
        for found in records(path):
            if isinstance(found, Refused):
                yield found
                continue
            where, values = found
            try:
                yield from _sheet(where, JsonObject(values, "", []), values)
            except FormatError as error:
                yield Refused(where, str(error))

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write each sheet as one line, in the form with entities and relations."""
        write_lines(_lines(sheets), to)


FORMAT = Doccano()


def _sheet(where: str, line: JsonObject, values: dict[str, Any]) -> Iterator[Sheet | Refused]:
    text = line.text("text")
    if text is None:
        raise FormatError('The line has no "text".')
    spans = [*line.each("entities", lambda entry: _entity(entry, text))]
    for name in ("label", "labels"):
        for number, entry in enumerate(line.many(name), 1):
            match entry:
                case [int(start), int(end), str(label)]:
                    spans.append(span_at("", label, (start, end), text))
                case _:
                    yield Refused(
                        where,
                        f'"{name}", number {number}, is no span [start, end, label]: a label of '
                        "the text as a whole has no place here.",
                    )
    relations = line.each("relations", _relation)
    used = {"text", "entities", "label", "labels", "relations", *_ITS_OWN}
    others = {name: value for name, value in values.items() if name not in used}
    article, given = article_with(text, {}, also=others)
    yield Sheet(where, article, spans=tuple(spans), relations=relations, given=given)


def _entity(entry: JsonObject, text: str) -> Span:
    label, start, end = entry.text("label"), entry.raw("start_offset"), entry.raw("end_offset")
    if not label or type(start) is not int or type(end) is not int:
        raise FormatError(f'{entry.place} needs a "label", a "start_offset" and an "end_offset".')
    return span_at(_id(entry.raw("id")), label, (start, end), text)


def _relation(entry: JsonObject) -> Relation:
    kind = entry.text("type")
    ends = [_id(entry.raw(name)) for name in ("from_id", "to_id")]
    if not kind or not all(ends):
        raise FormatError(f'{entry.place} needs a "type", a "from_id" and a "to_id".')
    return Relation(_id(entry.raw("id")), "", "", kind, ends[0], ends[1])


def _id(value: object) -> str:
    """Return an id as text; doccano's are numbers."""
    return str(value) if isinstance(value, int | str) else ""


def _lines(sheets: Iterable[Sheet]) -> Iterator[dict[str, Any]]:
    numbers, links = count(1), count(1)
    for number, sheet in enumerate(sheets, 1):
        ids = {span.id: next(numbers) for span in sheet.spans}
        yield {
            "id": number,
            "text": sheet.article.text,
            "entities": [
                {
                    "id": ids[span.id],
                    "label": span.label,
                    "start_offset": span.start,
                    "end_offset": span.end,
                }
                for span in sheet.spans
            ],
            "relations": [
                {
                    "id": next(links),
                    "from_id": ids[link.source],
                    "to_id": ids[link.target],
                    "type": link.type,
                }
                for link in sheet.relations
            ],
            "Comments": [],
        }
