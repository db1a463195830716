"""Where the texts are that annotations name as their sources: files beside them, and no others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from annotator.errors import FormatError

_NAMED = re.compile(r'"(?:text|source)"\s*:\s*("(?:[^"\\]|\\.)+")')


def source_file(path: Path, source: str) -> Path | None:
    """Return the file that a relative source of the annotations at ``path`` is, if it is here.

    Nothing outside the folder that holds the annotations' own folder is ever looked at.
    """
    try:
        parts = urlsplit(source)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        file = (path.parent / unquote(parts.path)).resolve()
        inside = file.is_relative_to(path.parent.parent.resolve())
        return file if inside and file.suffix.lower() == ".txt" and file.is_file() else None
    except (OSError, ValueError):
        return None  # no file can be called that


def texts_named_in(path: Path) -> tuple[Path, ...]:
    """Return the texts that a file of annotations names, without understanding it."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    named = {name for match in _NAMED.finditer(text) if (name := _string(match[1]))}
    return tuple(file for name in sorted(named) if (file := source_file(path, name)))


def text_at(file: Path) -> str:
    """Return the text in a file. Raises ``FormatError`` if it can't be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{file.name} is not UTF-8: byte {error.start} is none.") from error
    except OSError as error:
        raise FormatError(f"{file} cannot be read: {error.strerror}.") from error


def _string(literal: str) -> str:
    try:
        return str(json.loads(literal))
    except ValueError:
        return ""
