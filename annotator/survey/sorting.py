"""Which files are annotated data, by format, and which are articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.formats import Format, format_for


def by_format(
    places: Iterable[str],
    path_of: Callable[[str], Path],
    forced: Format | None,
    known: list[Format],
) -> dict[str, Format | None]:
    """Return the format of each file, ``None`` for articles, without those read along with one.

    A format that is asked for is that of every file with its ending, and of any other that isn't
    read along.
    """
    parts: set[str] = set()
    found: dict[str, Format | None] = {}
    for place in places:
        path = path_of(place)
        found[place] = format = forced or format_for(path, known)
        if format is not None and (forced is None or path.suffix.lower() in format.suffixes):
            parts.update(str(part.absolute()) for part in format.parts(path))
    if not parts:
        return found
    return {
        place: format
        for place, format in found.items()
        if str(path_of(place).absolute()) not in parts
    }
