"""Which formats there are: our own and those that other packages bring along.

A package brings one along by an entry point in the group ``annotator.formats`` that leads to a
``Format``. Nothing is imported before it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from annotator.errors import FormatError
from annotator.formats.format import Format
from annotator.formats.sample import Sample

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "annotator.formats"
#: The format that is made to be read again here: export, import and export give the same bytes.
NATIVE = "jsonl"

_OURS = {
    "bioc": "annotator.formats.bioc.xml",
    "bioc-json": "annotator.formats.bioc.json",
    "brat": "annotator.formats.brat",
    "chat": "annotator.formats.chat",
    "conll": "annotator.formats.conll",
    "csv": "annotator.formats.tables.csv",
    "doccano": "annotator.formats.doccano",
    "jsonl": "annotator.formats.jsonl",
    "labelbuddy": "annotator.formats.labelbuddy",
    "labelstudio": "annotator.formats.labelstudio",
    "pairs": "annotator.formats.pairs",
    "parquet": "annotator.formats.parquet",
    "parquet-tables": "annotator.formats.tables.parquet",
    "prodigy": "annotator.formats.prodigy",
    "refi": "annotator.formats.refi",
    "sentences": "annotator.formats.sentences",
    "spacy": "annotator.formats.docbin",
    "uima-json": "annotator.formats.uima.json",
    "uima-xmi": "annotator.formats.uima.xmi",
    "webannotation": "annotator.formats.webannotation",
    "xlsx": "annotator.formats.tables.xlsx",
}


def format_named(name: str) -> Format:
    """Return the format of this name. Raises ``FormatError`` with all names if none has it."""
    if name in _OURS:
        return _ours(name)
    theirs = _theirs()
    if name not in theirs:
        names = ", ".join(sorted({*_OURS, *theirs}))
        raise FormatError(f'No format is called "{name}"; there are: {names}.')
    return _load(theirs[name])


def format_for(path: Path, among: Iterable[Format] | None = None) -> Format | None:
    """Return the format to read the file as, by its ending and how it begins, or ``None``.

    Who asks for many files hands over the ``formats`` there are, which are costly to look up.
    """
    suffix = path.suffix.lower()
    sample = Sample(path)
    known = formats() if among is None else among
    fitting = (f for f in known if f.reads and suffix in f.suffixes)
    return next((f for f in fitting if f.recognises(sample)), None)


def formats() -> list[Format]:
    """Return all formats by name. Raises ``FormatError`` if a plug-in's can't be loaded."""
    found = {name: _load(point) for name, point in _theirs().items()}
    found.update({name: _ours(name) for name in _OURS})
    return [found[name] for name in sorted(found)]


def _ours(name: str) -> Format:
    return cast(Format, import_module(_OURS[name]).FORMAT)


def _theirs() -> dict[str, EntryPoint]:
    return _installed(tuple(sys.path))


@cache
def _installed(along: tuple[str, ...]) -> dict[str, EntryPoint]:
    """Return the plug-ins on this path; to look through all packages on it takes a while."""
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _load(point: EntryPoint) -> Format:
    try:
        loaded = point.load()
    except (ImportError, AttributeError) as error:
        package = point.dist.name if point.dist is not None else point.value
        raise FormatError(
            f'The format "{point.name}" cannot be loaded ({error}). Update or remove {package}.'
        ) from error
    return cast(Format, loaded)
