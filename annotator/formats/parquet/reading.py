"""Rows to sheets: those of ours, and those of data sets for token classification.

Columns that are known are ``text`` with ``spans``, each with a label and a start and end, or
``tokens`` with a list of tags: names, or numbers whose names the file has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.apart import Source, read_apart, tables
from annotator.errors import FormatError, Unreadable
from annotator.formats.extras import missing
from annotator.formats.jsonl.packing import unpacked
from annotator.formats.jsonl.reading import sheet_of
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.tokens.tags import is_tag, untagged

_TAGS = ("ner_tags", "tags", "labels", "ner")
_ARTICLE = (
    *("id", "title", "text", "sha256", "source", "url", "byline", "published", "language"),
    *("metadata", "zones", "revision_of"),
)
_LAYER = ("annotator", "role", "status", "seconds", "note", "relations", "actors")


def recognises(sample: Sample) -> bool:
    """Say whether the file has a column of annotations, or can't be asked without pyarrow."""
    if not sample.head.startswith((b"PAR1", b"ARROW1", b"\xff\xff\xff\xff")):
        return False
    try:
        names = set(_head(sample.path)["columns"])
    except ImportError:
        return True
    except FormatError:
        return False
    return {"text", "spans"} <= names or ("tokens" in names and not names.isdisjoint(_TAGS))


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each row, or why it is none.

    Raises ``FormatError`` if the file can't be read, ``MissingExtra`` without pyarrow.
    """
    try:
        head = _head(path)
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    names = _tag_names(head["huggingface"])
    strange = set(head["columns"]) - {*_ARTICLE, *_LAYER, *_TAGS, "tokens", "tokens_by", "spans"}
    if strange:
        said = ", ".join(sorted(strange))
        yield Refused(path.name, f"These columns are left out: {said}.")
    for number, row in enumerate(_apart(tables.rows, path), 1):
        where, leftover = f"{path.name}: row {number}", list[str]()
        try:
            yield sheet_of(unpacked(_values(row, names)), where, leftover)
        except FormatError as error:
            yield Refused(where, str(error))
        for name in leftover:
            yield Refused(where, f'The format has no entry "{name}"; it is left out.')


def _head(path: Path) -> dict[str, Any]:
    return next(_apart(tables.head, path))


def _apart(reader: Callable[[Source], Iterator[Any]], path: Path) -> Iterator[Any]:
    try:
        yield from read_apart(reader, path, needs="pyarrow")
    except Unreadable as error:
        raise FormatError(f"{path} {error}.") from error


def _tag_names(noted: str) -> dict[str, list[str]]:
    """Return the names of the tags by column, as ``datasets`` notes them in the schema."""
    try:
        features = json.loads(noted)["info"]["features"]
        return {
            column: features[column]["feature"]["names"]
            for column in _TAGS
            if "names" in features.get(column, {}).get("feature", {})
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _values(row: Mapping[str, Any], names: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the row as the native format has it, which says what is wrong with it."""
    article = {name: row[name] for name in _ARTICLE if name in row}
    line = {name: row[name] for name in _LAYER if name in row}
    line["spans"] = [_span(span) for span in _objects(row, "spans")]
    line["relations"] = _objects(row, "relations")
    if "spans" not in row:
        article["text"], line["spans"] = _from_tags(row, names)
    return {"article": article, **line}


def _objects(row: Mapping[str, Any], column: str) -> list[dict[str, Any]]:
    found = row.get(column) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise FormatError(f'"{column}" is no list of objects.')
    return found


def _span(span: dict[str, Any]) -> dict[str, Any]:
    values = dict(span)
    start, end = values.pop("start", None), values.pop("end", None)
    fragments = values.get("fragments") or [{"start": start, "end": end}]
    values["fragments"] = [[place.get("start"), place.get("end")] for place in fragments]
    return values


def _from_tags(
    row: Mapping[str, Any], names: Mapping[str, list[str]]
) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the spans of tokens with tags; the text is theirs if there is none."""
    column = next((name for name in _TAGS if name in row), "")
    tokens, tags = row.get("tokens"), row.get(column)
    if not isinstance(tokens, list) or not isinstance(tags, list) or len(tokens) != len(tags):
        raise FormatError(f'"tokens" and "{column}" are no lists of the same length.')
    if not all(isinstance(token, str) for token in tokens):
        raise FormatError('"tokens" holds something that is not a text.')
    marks = [_mark(tag, names.get(column)) for tag in tags]
    given = row.get("text")
    text = given if isinstance(given, str) else " ".join(tokens)
    places, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            raise FormatError(f'The token {token!r} is not in the "text" behind those before it.')
        at = start + len(token)
        places.append((start, at))
    spans = [
        {"label": label, "fragments": [[places[first][0], places[last - 1][1]]]}
        for label, first, last in untagged(marks)
    ]
    return text, spans


def _mark(tag: object, names: list[str] | None) -> str:
    mark = tag
    if isinstance(tag, int):
        if names is None:
            raise FormatError("The tags are numbers, and the file doesn't say what they stand for.")
        mark = names[tag] if 0 <= tag < len(names) else tag
    if not isinstance(mark, str) or not is_tag(mark):
        raise FormatError(f"The tag {mark!r} is none such as O, B-X or I-X.")
    return mark
