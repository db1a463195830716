"""What to say when a library is needed that isn't there."""

from __future__ import annotations

from annotator.errors import MissingExtra


def missing(library: str, extra: str) -> MissingExtra:
    """Return the error that names the library and the line that installs it."""
    return MissingExtra(f'{library} is needed for this: pip install "article-annotator[{extra}]"')
