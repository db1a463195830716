"""Markdown files to articles: what a reader sees, without the signs that mark it up."""

from __future__ import annotations

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose
from annotator.intake.dates import iso_date
from annotator.intake.encoding import decode
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.intake.text import check_readable
from annotator.model import Article

_MEDIA_TYPE = "text/markdown"
_FENCE = "---"


def read_markdown(raw: Raw) -> Article:
    """Give the article in a Markdown file, with what its front matter says of it."""
    decoded = decode(raw.data, name=raw.name, encoding=raw.reading.encoding)
    check_readable(decoded.text, raw.name)
    about, text = _front_matter(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    markdown = library("markdown_it", "Markdown files")
    html = library("lxml.html", "Markdown files")
    if "\0" in text:
        raise IntakeError(f"{raw.name} is no Markdown file: it has a NUL in it.")
    # Raw HTML in it is text like any other: what it would show is not known for sure.
    rendered = markdown.MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    blocks = list(blocks_of(html.fragment_fromstring(rendered, create_parent="body")))
    heading = next((n for n, block in enumerate(blocks[:3]) if block.tag == "h1"), None)
    if heading is not None and "title" not in about:
        blocks[heading] = Block("h1", blocks[heading].text, "title")
        about["title"] = blocks[heading].text
    return compose(
        blocks,
        raw,
        media_type=_MEDIA_TYPE,
        title=about.get("title"),
        byline=about.get("author"),
        published=iso_date(about.get("date", "")),
        url=about.get("url") or about.get("link"),
        language=about.get("lang") or about.get("language"),
        metadata={"encoding": decoded.encoding, "encoding_reason": decoded.reason},
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Part the lines between the first two fences, as ``key: value``, from the rest."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:60]):
        return {}, text
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
    pairs = (line.partition(":") for line in lines[1:end] if not line.startswith((" ", "#")))
    about = {key.strip().lower(): value.strip().strip("\"'") for key, sign, value in pairs if sign}
    return {key: value for key, value in about.items() if value}, "\n".join(lines[end + 1 :])
