"""Word documents to articles: their paragraphs and tables in order, and their properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.blocks import Block
from annotator.intake.composing import compose
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.intake.zipped import unzipped
from annotator.model import Article

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
#: What the template says that python-docx makes documents from: nothing of the article.
_TEMPLATE = ("python-docx", datetime(2013, 12, 23, 23, 15, tzinfo=UTC))


def read_docx(raw: Raw) -> Article:
    """Give the article in a Word document; ``IntakeError`` if it is none."""
    import io

    docx = library("docx", "Word documents")
    if raw.data.startswith(_OLD_OFFICE):
        raise IntakeError(
            f"{raw.name} needs a password, or is a document of an old kind. Save it as DOCX "
            "without a password."
        )
    with unzipped(raw.data, raw.name, "Word document") as members:
        # Everything is unpacked once within bounds before the library does so without.
        for name in members.names:
            data = members.read(name)
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data[:4096]:
                raise IntakeError(f"{raw.name} declares entities, which no Word document does.")
    invalid = docx.oxml.exceptions.XmlchemyError
    try:
        document = docx.Document(io.BytesIO(raw.data))
        blocks = list(_blocks(document))
        about = document.core_properties
        title, author, created = about.title, about.author, about.created
    except (KeyError, ValueError, AttributeError, SyntaxError, invalid) as error:
        # Each of these is what the library raises for a part that isn't as it should be.
        raise IntakeError(f"{raw.name} is no Word document, or it is damaged: {error}.") from error
    return compose(
        blocks,
        raw,
        media_type=_MEDIA_TYPE,
        title=title,
        byline=author if author not in _TEMPLATE else None,
        published=created.date().isoformat() if created not in (None, *_TEMPLATE) else None,
        language=about.language or None,
    )


def _blocks(document: Any) -> Iterator[Block]:
    for element in document.iter_inner_content():
        if hasattr(element, "rows"):
            for row in element.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                text = "\t".join(cell.replace("\n", " ") for cell in cells if cell)
                yield Block("tr", text)
        else:
            style = (element.style.name or "") if element.style is not None else ""
            kind = {"Title": "title", "Subtitle": "standfirst", "Caption": "caption"}.get(style)
            yield Block("h2" if style.startswith("Heading") else "p", element.text, kind)
