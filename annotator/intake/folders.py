"""The files that folders hold, one at a time, whatever their number."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.intake.source import Refusal

#: What browsers call the folder beside a saved page, behind the page's own name.
_BESIDE_A_PAGE = (
    *("_files", "_Dateien", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros"),
    *("_file", "_bestanden", "_filer", "-filer"),
)
_PAGES = (".html", ".htm", ".xhtml")


def files_in(start: Path) -> Iterator[str | Refusal]:
    """Give the paths of the files below a folder by name, or ``start`` itself if it is none.

    What is hidden is passed over, and so are the pictures, scripts and frames that a browser saves
    beside a page; a linked folder is refused, so that no loop of links is
    followed, and so is what isn't there or can't be looked at.
    """
    waiting = [str(start)]  # names, which are small: a folder may hold very many
    is_first = True
    while waiting:
        path = Path(waiting.pop())
        at_start, is_first = is_first, False
        try:
            if not path.is_dir():
                if at_start:
                    path.stat()
                yield str(path)
                continue
            if not at_start and path.is_symlink():
                yield Refusal(str(path), f'"{path}" is a link to a folder; add that folder itself.')
                continue
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries), reverse=True)
        except (OSError, ValueError) as error:
            yield Refusal(str(path), f'"{path}" cannot be read: {why_not(error)}.')
            continue
        passed_over = _beside_pages(names)
        waiting += [
            str(path / name)
            for name in names
            if not name.startswith(".") and name not in passed_over
        ]


def _beside_pages(names: Iterable[str]) -> set[str]:
    stems = (name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES))
    return {stem + ending for stem in stems for ending in _BESIDE_A_PAGE}


def why_not(error: OSError | ValueError) -> str:
    """Say why a file or folder can't be read, for the person."""
    if isinstance(error, FileNotFoundError):
        return "it is not there (any more)"
    if isinstance(error, PermissionError):
        return "permission denied; ask its owner for the right to read it"
    return getattr(error, "strerror", None) or str(error)
