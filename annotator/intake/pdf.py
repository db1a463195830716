"""PDF files to articles: the text of their pages, with lines joined to paragraphs again."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.apart import read_apart
from annotator.apart.pages import pages as pages_of
from annotator.errors import IntakeError, Unreadable
from annotator.intake.blocks import Block
from annotator.intake.composing import compose
from annotator.intake.libraries import missing
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
    try:
        about, *pages = read_apart(pages_of, raw.data, needs="pypdfium2")
    except ImportError as error:
        raise missing("PDF files") from error
    except Unreadable as error:
        raise IntakeError(f"{raw.name} {error}.") from error
    lines = [_Line(text, step) for page in pages for text, step in page]
    if not any(line.text for line in lines):
        raise IntakeError(
            f"{raw.name} has no text on its {len(pages)} page{'s' if len(pages) != 1 else ''}: it "
            "may be a scan. Have the text recognised first, for example with ocrmypdf."
        )
    made = _DATE.match(about.get("CreationDate") or "")
    return compose(
        list(_paragraphs(lines)),
        raw,
        media_type=_MEDIA_TYPE,
        title=about.get("Title"),
        byline=about.get("Author"),
        published="-".join(made.groups()) if made else None,
        metadata={"pages": len(pages)},
    )


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
