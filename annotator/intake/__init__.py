"""Bytes to articles: files, folders, pasted text and web pages; zones and metadata are guessed.

One module for each kind of source, `files.KINDS` lists them. The text is taken verbatim and the
bytes that it came from are kept. May import `annotator.store` and what is below it.
"""

from __future__ import annotations

from annotator.intake.encoding import Decoded, decode
from annotator.intake.files import (
    KINDS,
    SIZE_LIMIT,
    SUFFIXES,
    Kind,
    read_articles,
    read_file,
)
from annotator.intake.html import read_html
from annotator.intake.source import Reading, Refusal
from annotator.intake.table import FIELDS, parse_columns
from annotator.intake.text import read_text
from annotator.intake.zones import guess_zones

__all__ = [
    "FIELDS",
    "KINDS",
    "SIZE_LIMIT",
    "SUFFIXES",
    "Decoded",
    "Kind",
    "Reading",
    "Refusal",
    "decode",
    "guess_zones",
    "parse_columns",
    "read_articles",
    "read_file",
    "read_html",
    "read_text",
]
