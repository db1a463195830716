"""Lines for containers whose values have types: what may hold anything is JSON in a text there."""

from __future__ import annotations

import json
from typing import Any

from annotator.errors import FormatError
from annotator.formats.jsonl.writing import dumped, values
from annotator.formats.sheet import Sheet

Line = dict[str, Any]


def packed(sheet: Sheet) -> Line:
    """Return the line of a sheet with its metadata and all attributes as JSON.

    Raises ``FormatError`` if they hold a number that JSON has no form for.
    """
    return values(sheet, lambda table: dumped(table, sheet.article))


def unpacked(line: Line) -> Line:
    """Return the line with its metadata and attributes as objects again.

    What is none of ours stays as it is: the format says what is wrong with it. Raises
    ``FormatError`` for what is a text and no JSON.
    """
    article = line.get("article")
    made = {**line}
    if isinstance(article, dict):
        made["article"] = {**article, "metadata": _object(article.get("metadata"), "metadata")}
    for name in ("spans", "relations"):
        if isinstance(line.get(name), list):
            made[name] = [_with_attributes(owner) for owner in line[name]]
    return made


def _with_attributes(owner: Any) -> Any:
    if not isinstance(owner, dict):
        return owner
    return {**owner, "attributes": _object(owner.get("attributes"), "attributes")}


def _object(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise FormatError(f'"{name}" is no JSON: {error}.') from error
