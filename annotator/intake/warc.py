"""Web archives (WARC) to articles: one for each page in them that was fetched well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import Any

from annotator.errors import AnnotatorError, IntakeError
from annotator.intake.html import read_html
from annotator.intake.libraries import library
from annotator.intake.source import Raw, Refusal
from annotator.model import Article

_PAGES = ("text/html", "application/xhtml+xml")
_PAGE_LIMIT = 20 * 1024 * 1024  # bytes


def read_warc(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the pages of a web archive as articles; what is no page is passed over.

    Raises ``IntakeError`` if it is no archive, is damaged, or has no page.
    """
    failure = library("warcio.exceptions", "Web archives").ArchiveLoadFailed
    found = 0
    try:
        for record in _records(raw):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            said = Message()
            said["Content-Type"] = record.http_headers.get_header("Content-Type") or "unknown"
            is_page = said.get_content_type() in _PAGES
            if not is_page or record.http_headers.get_statuscode() != "200":
                continue
            found += 1
            url = record.rec_headers.get_header("WARC-Target-URI")
            where = f"{raw.name}, {url}"
            try:
                data = record.content_stream().read(_PAGE_LIMIT + 1)
                if len(data) > _PAGE_LIMIT:
                    raise IntakeError("The page is too large for one article.")
                article = read_html(
                    data, source=raw.source, url=url, declared=said.get_content_charset()
                )
            except AnnotatorError as error:
                yield Refusal(where, str(error))
                continue
            fetched = record.rec_headers.get_header("WARC-Date")
            yield replace(article, metadata={**article.metadata, "fetched": fetched})
    except (failure, EOFError, OSError, ValueError) as error:
        raise IntakeError(f"{raw.name} is no web archive, or it is damaged: {error}") from error
    if not found:
        raise IntakeError(
            f"{raw.name} is no web archive, or has no web page in it that was fetched well."
        )


def _records(raw: Raw) -> Iterator[Any]:
    archives = library("warcio.archiveiterator", "Web archives")
    try:
        yield from archives.ArchiveIterator(io.BytesIO(raw.data))
    except AttributeError as error:  # which the library raises for a record without a kind
        raise IntakeError(f"{raw.name} is no web archive, or it is damaged.") from error
