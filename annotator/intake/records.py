"""JSON and JSON lines to articles: one for each object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.encoding import decode
from annotator.intake.source import Raw, Refusal
from annotator.intake.table import TableRow, articles_of
from annotator.intake.text import check_readable
from annotator.model import Article


def read_records(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in a list of objects, or in one object for each line.

    A list may stand in an object with other things around it ("articles"). Raises
    ``IntakeError`` if there are none, naming the place that is no JSON.
    """
    text = decode(raw.data, name=raw.name, encoding=raw.reading.encoding).text
    check_readable(text, raw.name)
    yield from articles_of(_objects(text, raw.name), raw)


def read_record_lines(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in JSON lines; raises as ``read_records`` does."""
    text = decode(raw.data, name=raw.name, encoding=raw.reading.encoding).text
    check_readable(text, raw.name)
    yield from articles_of(_lines(text, raw.name), raw)


def _objects(text: str, name: str) -> Iterator[TableRow]:
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise IntakeError(f"{name} is nested too deeply to be read.") from error
    except json.JSONDecodeError as error:
        first = text.lstrip().partition("\n")[0]
        if error.msg == "Extra data" and first.rstrip().endswith("}"):
            yield from _lines(text, name)
            return
        raise IntakeError(
            f"{name} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    for number, item in enumerate(_list_in(whole), 1):
        yield _row(item, f"item {number}", name)


def _list_in(whole: Any) -> list[Any]:
    """Return the list of objects that the file is about; an object alone is a list of one."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if _holds_objects(value)]
        return max(lists, key=len) if lists else [whole]
    return [whole]


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _lines(text: str, name: str) -> Iterator[TableRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            why = getattr(error, "msg", "it is nested too deeply")
            raise IntakeError(f"{name}, line {number} is no JSON: {why}.") from error
        yield _row(item, f"line {number}", name)


def _row(item: Any, where: str, name: str) -> TableRow:
    if not isinstance(item, dict):
        raise IntakeError(f"{name}, {where} is no object with named values.")
    return TableRow(where, item, json.dumps(item, ensure_ascii=False).encode("utf-8", "replace"))
