"""Where the files lie that belong to a file of annotations: its text, and brat's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SETTINGS = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf", "acl.conf")

# Settings hold for folders inside their own; so many of them are looked through.
_LEVELS = 3


def text_of(path: Path) -> tuple[Path, str | None] | None:
    """Return the text that a file of annotations belongs to, and the annotator that its name adds.

    ``NAME.ann`` belongs to ``NAME.txt``, and ``NAME_ANNOTATOR.ann`` too; the text lies beside it,
    or in a folder beside its folder.
    """
    name, _, annotator = path.stem.rpartition("_")
    for folder in _folders(path):
        if (text := folder / f"{path.stem}.txt").is_file():
            return text, None
        if name and annotator and (text := folder / f"{name}.txt").is_file():
            return text, annotator
    return None


def settings_folder(path: Path) -> Path | None:
    """Return the nearest folder above that holds brat's settings, if one does."""
    folders = list(path.absolute().parents)[:_LEVELS]
    return next((folder for folder in folders if (folder / SETTINGS[0]).is_file()), None)


def _folders(path: Path) -> Iterator[Path]:
    here = path.absolute().parent
    yield here
    try:
        beside = sorted(folder for folder in here.parent.iterdir() if folder.is_dir())
    except OSError:
        return
    yield from (folder for folder in beside if folder != here)
