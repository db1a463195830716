"""The libraries that intake uses where they are installed, and what to do where they aren't."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from annotator.errors import MissingExtra


def library(name: str, what: str) -> Any:
    """Import a library by name; ``MissingExtra`` says that ``what`` ("PDF files") needs it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise missing(what) from error


def missing(what: str) -> MissingExtra:
    """Return the error for ``what`` ("PDF files") where its library isn't installed."""
    return MissingExtra(f'{what} need a library: pip install "article-annotator[intake]"')
