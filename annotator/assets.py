"""Where the files are that come with the program: schemes, fonts, samples."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import AnnotatorError

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources/``, such as ``"schemes"``.

    An installed copy has them inside the package, a checkout beside it. Raises
    ``AnnotatorError`` if there is no such thing.
    """
    folder = _PACKAGE / "_resources"
    if not folder.is_dir():
        folder = _PACKAGE.parent / "resources"
    path = folder.joinpath(*parts)
    if not path.exists():
        raise AnnotatorError(
            f'"{"/".join(parts)}" is missing: there is no {path}. Install the program again.'
        )
    return path
