"""A workbook in words: the first rows of each worksheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from annotator.formats.showing import shortened
from annotator.formats.xml.reading import Element, elements
from annotator.formats.zips import opened

_ROWS = 4


def shown(file: Path) -> str:
    """Return each worksheet's name, headings and first rows, as a workbook of ours has them."""
    return "\n".join(_lines(file))


def _lines(file: Path) -> Iterator[str]:
    with opened(file) as archive:
        with archive.open("xl/workbook.xml") as handle:
            names = [sheet.attributes["name"] for sheet in elements(handle, file.name, ["sheet"])]
        for number, name in enumerate(names, 1):
            yield name
            with archive.open(f"xl/worksheets/sheet{number}.xml") as handle:
                for row in islice(elements(handle, file.name, ["row"]), _ROWS):
                    yield f"  {' | '.join(map(_cell, row.children))}"
            yield ""


def _cell(cell: Element) -> str:
    inside = cell.first("is")
    if inside is None:
        return cell.said("v") or ""
    return str(shortened(" ".join((inside.said("t") or "").split())))
