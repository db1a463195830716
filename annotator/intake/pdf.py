"""PDF files to articles: the text of their pages, with lines joined to paragraphs again."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.blocks import Block
from annotator.intake.composing import compose
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.model import Article

_MEDIA_TYPE = "application/pdf"
#: What PDFium gives for a hyphen that only breaks a word at the end of a line.
_BROKEN = ("\ufffe", "\xad")
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_SENTENCE_END = (".", "!", "?", "”", '"', "»", "。", "」", "؟", ":")
_SHORT = 0.8  # of the usual line; a shorter one that ends a sentence ends its paragraph
_WIDE = 1.25  # times the usual step from line to line; a wider one parts paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, and how far it stands below the one before, in points, if that is known."""

    text: str
    step: float | None


def read_pdf(raw: Raw) -> Article:
    """Give the article in a PDF file.

    Raises ``IntakeError`` if it is none, is protected, or holds pictures of text only.
    """
    pdfium = library("pypdfium2", "PDF files")
    try:
        document = pdfium.PdfDocument(raw.data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise IntakeError(f"{raw.name} needs a password. Save it without one.") from error
        raise IntakeError(f"{raw.name} is no PDF file, or it is damaged.") from error
    try:
        pages = [list(_lines(document[number])) for number in range(len(document))]
        about = document.get_metadata_dict()
    except pdfium.PdfiumError as error:
        raise IntakeError(f"{raw.name} is damaged: {error}.") from error
    finally:
        document.close()
    if not any(line.text for page in pages for line in page):
        raise IntakeError(
            f"{raw.name} has no text on its {len(pages)} page{'s' if len(pages) != 1 else ''}: it "
            "may be a scan. Have the text recognised first, for example with ocrmypdf."
        )
    made = _DATE.match(about.get("CreationDate") or "")
    return compose(
        list(_paragraphs([line for page in pages for line in page])),
        raw,
        media_type=_MEDIA_TYPE,
        title=about.get("Title"),
        byline=about.get("Author"),
        published="-".join(made.groups()) if made else None,
        metadata={"pages": len(pages)},
    )


def _lines(page: Any) -> Iterator[_Line]:
    textpage = page.get_textpage()
    index = 0
    above: float | None = None
    for line in textpage.get_text_range().split("\r\n"):
        shown = "".join(c for c in line if c == "\t" or c >= " ").strip()
        height = _height(textpage, index + len(line) - len(line.lstrip()))
        step = above - height if above is not None and height is not None else None
        yield _Line(shown, step)
        above = height if height is not None else above
        index += len(line) + 2


def _height(textpage: Any, index: int) -> float | None:
    """Return where the character with this number stands on its page, from below, in points."""
    if not 0 <= index < textpage.count_chars():
        return None
    return float(textpage.get_charbox(index, loose=True)[1])


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Block]:
    """Join lines that were broken at the page's width.

    A wider step, a blank line, or a short line that ends a sentence parts paragraphs.
    """
    lengths = [len(line.text) for line in lines if len(line.text) > 20]
    steps = [line.step for line in lines if line.step is not None and line.step > 0]
    usual = statistics.median(lengths) if lengths else 0.0
    step = statistics.median_low(steps) if steps else 0.0
    gathered: list[str] = []
    for line in lines:
        apart = line.step is not None and line.step > _WIDE * step
        before = gathered[-1] if gathered else ""
        ended = len(before) < _SHORT * usual and before.endswith(_SENTENCE_END)
        if gathered and (apart or ended or not line.text):
            yield Block("p", _joined(gathered))
            gathered = []
        if line.text:
            gathered.append(line.text)
    if gathered:
        yield Block("p", _joined(gathered))


def _joined(lines: Sequence[str]) -> str:
    text = ""
    for line in lines:
        broken = text.endswith(_BROKEN)
        text = text[:-1] + line if broken else f"{text} {line}".lstrip()
    return text.rstrip("".join(_BROKEN))
