"""Reads PDF files; runs in the process apart, the only place with PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import Unreadable


def pages(source: bytes | Path) -> Iterator[Any]:
    """Yield what the file says about itself, by name, and then each page.

    A page is a list of lines: the text of each, and how far it stands below the one before, in
    points, if that is known.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("needs a password. Save it without one") from error
        raise Unreadable("is no PDF file, or it is damaged") from error
    try:
        yield document.get_metadata_dict()
        for number in range(len(document)):
            page = document[number]
            yield list(_lines(page))
            page.close()
    except pdfium.PdfiumError as error:
        raise Unreadable(f"is damaged: {error}") from error
    finally:
        document.close()


def _lines(page: Any) -> Iterator[tuple[str, float | None]]:
    textpage = page.get_textpage()
    index = 0
    above: float | None = None
    for line in textpage.get_text_range().split("\r\n"):
        shown = "".join(c for c in line if c == "\t" or c >= " ").strip()
        height = _height(textpage, index + len(line) - len(line.lstrip()))
        yield shown, above - height if above is not None and height is not None else None
        above = height if height is not None else above
        index += len(line) + 2
    textpage.close()


def _height(textpage: Any, index: int) -> float | None:
    """Return where the character with this number stands on its page, from below, in points."""
    if not 0 <= index < textpage.count_chars():
        return None
    return float(textpage.get_charbox(index, loose=True)[1])
