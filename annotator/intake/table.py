"""Rows of a table to articles: which column holds what, and an article for each row.

Every table, whatever file it stands in, comes here as rows with named cells. Which column is the
text is asked for, remembered from an earlier table with the same columns, or guessed; it stands in
each article's metadata, with the columns that are no part of an article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from annotator.errors import AnnotatorError, IntakeError
from annotator.intake.dates import iso_date
from annotator.intake.html import read_html
from annotator.intake.source import Raw, Refusal
from annotator.intake.text import read_text
from annotator.model import Article

#: What of an article a column can hold, and by which names it is known, in the order of trust.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "full_text", "fulltext", "article_text", "maintext", "main_text", "body_text"),
        *("body", "content", "article", "article_body", "story", "plain_text", "paragraphs"),
        *("volltext", "inhalt", "texte", "contenu", "texto", "cuerpo", "testo"),
    ),
    "html": ("html", "content_html", "body_html", "raw_html"),
    "title": ("title", "headline", "head_line", "titel", "titre", "titulo", "überschrift"),
    "url": ("url", "link", "href", "web_url", "permalink", "source_url"),
    "byline": ("byline", "author", "authors", "writer", "autor", "auteur", "journalist"),
    "published": (
        *("published", "date", "published_at", "publication_date", "publish_date", "pub_date"),
        *("pubdate", "date_publish", "datetime", "datum", "fecha", "timestamp", "created_at"),
    ),
    "language": ("language", "lang", "sprache", "langue"),
    "site": (
        *("site", "source", "publisher", "outlet", "publication", "newspaper", "source_name"),
        *("medium", "quelle", "domain", "source_domain", "sitename"),
    ),
}
_SAMPLE = 50  # rows
_LONG = 200  # code points; a column of texts has longer cells than this
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")


class WrongColumns(IntakeError):
    """A table hasn't got a column that is asked for, or none of texts; it has ``columns``."""

    def __init__(self, message: str, columns: Sequence[str]) -> None:
        super().__init__(message)
        self.columns = tuple(columns)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its place for messages ("row 7"), its cells by column, and its bytes."""

    where: str
    cells: Mapping[str, Any]
    original: bytes


def articles_of(rows: Iterable[TableRow], raw: Raw) -> Iterator[Article | Refusal]:
    """Give an article for each row, or the reason why there is none.

    Raises ``WrongColumns`` if the table has no column of texts, or not the one that is asked for.
    """
    stream = iter(rows)
    sample = list(islice(stream, _SAMPLE))
    if not sample:
        raise IntakeError(f"{raw.name} is a table without rows.")
    header = list(dict.fromkeys(column for row in sample for column in row.cells))
    if not header:
        raise IntakeError(f"{raw.name} is a table without columns: each of its rows is empty.")
    columns = choose_columns(header, sample, raw)
    for row in chain(sample, stream):
        try:
            yield _article(row, columns, raw)
        except AnnotatorError as error:
            yield Refusal(f"{raw.name}, {row.where}", str(error))


def choose_columns(header: Sequence[str], sample: Sequence[TableRow], raw: Raw) -> dict[str, str]:
    """Return which column holds which of the ``FIELDS``.

    What a person asked for comes first, then what was asked of a table with the same columns
    earlier, then what the names and the lengths of the cells suggest. Raises ``WrongColumns``.
    """
    _check(raw.reading.columns, header, raw.name)
    if raw.reading.columns:
        chosen = dict(raw.reading.columns)
    else:
        fitting = (
            known for known in raw.reading.known_columns if set(known.values()) <= set(header)
        )
        chosen = dict(next(fitting, {}))
    by_name = {_plain(column): column for column in reversed(header)}
    for field, names in FIELDS.items():
        found = next((by_name[name] for name in names if name in by_name), None)
        is_text = field in ("text", "html") and ("text" in chosen or "html" in chosen)
        if field not in chosen and not is_text and found not in {None, *chosen.values()}:
            chosen[field] = str(found)
    if "text" not in chosen and "html" not in chosen:
        longest = max(header, key=lambda column: _length(sample, column))
        if _length(sample, longest) < _LONG:
            raise WrongColumns(
                f"{raw.name} has no column that looks like the text of articles; it has "
                f"{', '.join(header)}. Say which it is: in the import window, or by --columns "
                "text=COLUMN.",
                header,
            )
        chosen = {field: c for field, c in chosen.items() if c != longest} | {"text": longest}
    return chosen


def parse_columns(text: str) -> dict[str, str]:
    """Read what ``--columns`` says: ``text=body,title=headline``. Raises ``IntakeError``."""
    columns: dict[str, str] = {}
    for part in text.split(","):
        field, sign, column = part.partition("=")
        if not sign or field.strip() not in FIELDS or not column.strip():
            raise IntakeError(
                f'"{part.strip()}" names no column. Write FIELD=COLUMN, with commas between '
                f"several; the fields are {', '.join(FIELDS)}."
            )
        columns[field.strip()] = column.strip()
    return columns


def _article(row: TableRow, columns: Mapping[str, str], raw: Raw) -> Article:
    def cell(field: str) -> str | None:
        value = row.cells.get(columns.get(field, ""))
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = ("\n\n" if field == "text" else ", ").join(value)
        return None if value is None or not str(value).strip() else str(value)

    title = " ".join((cell("title") or "").split()) or None
    text, html = cell("text"), cell("html")
    if text is not None:
        article = read_text(text, title=title, source=raw.source)
    elif html is not None:
        article = read_html(html, title=title, source=raw.source, url=cell("url"))
    else:
        raise IntakeError(f'There is nothing in its column "{columns.get("text", "html")}".')
    used = set(columns.values())
    rest = {name: value for name, value in row.cells.items() if name not in used and value != ""}
    about = {
        "site": cell("site"),
        "row": row.where,
        "columns": dict(columns),
        "fields": {name: value for name, value in rest.items() if value is not None},
    }
    metadata = {**article.metadata, **{name: value for name, value in about.items() if value}}
    return replace(
        article,
        url=cell("url") or article.url,
        byline=cell("byline") or article.byline,
        published=_date(cell("published")) or article.published,
        language=cell("language") or article.language,
        metadata=json.loads(json.dumps(metadata, default=str)),
        original=row.original,
        media_type="application/json" if text is not None else article.media_type,
    )


def _check(asked: Mapping[str, str], header: Sequence[str], name: str) -> None:
    for field, column in asked.items():
        if column not in header:
            raise WrongColumns(
                f'{name} has no column "{column}" for the {field}; it has {", ".join(header)}.',
                header,
            )


def _plain(column: str) -> str:
    return re.sub(r"[\s.:-]+", "_", column.strip().casefold())


def _length(sample: Sequence[TableRow], column: str) -> float:
    """Return how long the column's cells are in the middle of the sample."""
    lengths = sorted(len(str(row.cells.get(column) or "")) for row in sample)
    return lengths[len(lengths) // 2]


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    if match := _ISO.fullmatch(text.strip()):
        return match[0].replace(" ", "T")
    return iso_date(text)
