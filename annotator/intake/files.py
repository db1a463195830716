"""Files to articles: which kinds there are, and what reads each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from annotator.errors import IntakeError
from annotator.intake.archive import read_archive
from annotator.intake.delimited import read_delimited
from annotator.intake.docx import read_docx
from annotator.intake.epub import read_epub
from annotator.intake.feed import read_feed
from annotator.intake.folders import why_not
from annotator.intake.html import read_page
from annotator.intake.mail import read_mail
from annotator.intake.markdown import read_markdown
from annotator.intake.mbox import read_mbox
from annotator.intake.odt import read_odt
from annotator.intake.parquet import read_parquet
from annotator.intake.pdf import read_pdf
from annotator.intake.records import read_record_lines, read_records
from annotator.intake.source import Raw, Reading, Refusal
from annotator.intake.text import read_plain
from annotator.intake.warc import read_warc
from annotator.intake.workbook import read_workbook
from annotator.model import Article

SIZE_LIMIT = 20 * 1024 * 1024  # bytes; of a file that holds one article
_MANY = 500 * 1024 * 1024  # of one that holds many


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what people call it, how its names end, and what reads it.

    A file may hold one article, or any number of them; it has at most ``limit`` bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Raw], Article | Iterable[Article | Refusal]]
    limit: int = SIZE_LIMIT


#: Every kind of file that can be read; a new kind is one module and one line here.
KINDS = (
    Kind("Plain text", (".txt", ".text"), read_plain),
    Kind("Web page", (".html", ".htm", ".xhtml"), read_page),
    Kind("Markdown", (".md", ".markdown"), read_markdown),
    Kind("PDF", (".pdf",), read_pdf),
    Kind("Word document", (".docx",), read_docx),
    Kind("OpenDocument text", (".odt",), read_odt),
    Kind("EPUB book", (".epub",), read_epub),
    Kind("Feed", (".rss", ".atom", ".xml"), read_feed),
    Kind("E-mail", (".eml",), read_mail),
    Kind("Mailbox", (".mbox",), read_mbox, _MANY),
    Kind("Table", (".csv", ".tsv", ".tab"), read_delimited, _MANY),
    Kind("Excel workbook", (".xlsx",), read_workbook, _MANY),
    Kind("JSON", (".json",), read_records, _MANY),
    Kind("JSON lines", (".jsonl", ".ndjson"), read_record_lines, _MANY),
    Kind("Parquet", (".parquet",), read_parquet, _MANY),
    Kind("Web archive", (".warc", ".warc.gz"), read_warc, _MANY),
    Kind("ZIP archive", (".zip",), read_archive, _MANY),
)
_AS_IT_IS = Reading()
#: How the names of readable files end, in lower case.
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)


def read_articles(
    path: str | os.PathLike[str], reading: Reading = _AS_IT_IS, *, limit: int | None = None
) -> Iterator[Article | Refusal]:
    """Read the articles in one file, and say what in it can't be read.

    Raises ``IntakeError``, naming the file and how to mend it, if it is no readable file of at
    most ``limit`` bytes in one of the ``KINDS``, and ``MissingExtra`` if a library is missing.
    """
    path = Path(path)
    name = f'"{path}"'
    kind = kind_of(path, name)
    data = bytes_of(path, kind.limit if limit is None else limit)
    yield from articles_in(kind, Raw(data, name, path.name, path.stem, reading))


def articles_in(kind: Kind, raw: Raw) -> Iterator[Article | Refusal]:
    """Read the articles in bytes of one kind; raises as `read_articles` does."""
    found = kind.read(raw)
    yield from [found] if isinstance(found, Article) else found


def read_file(
    path: str | os.PathLike[str], *, encoding: str | None = None, limit: int | None = None
) -> Article:
    """Read the one article in a file, or the first of several; raises as `read_articles` does."""
    for found in read_articles(path, Reading(encoding), limit=limit):
        if isinstance(found, Article):
            return found
        raise IntakeError(found.reason)
    raise IntakeError(f'"{path}" holds no article.')


def kind_of(path: PurePath, name: str) -> Kind:
    """Return the kind of a file by how its name ends; ``IntakeError`` if it is none."""
    ending = path.name.lower()
    for kind in KINDS:
        if ending.endswith(kind.suffixes):
            return kind
    suffix = path.suffix.lower()
    what = f'files that end in "{suffix}"' if suffix else "files whose name has no ending"
    raise IntakeError(f"{name} is left out: {what} cannot be read, only {', '.join(SUFFIXES)}.")


def bytes_of(path: Path, limit: int) -> bytes:
    """Return what is in an ordinary file of at most so many bytes; ``IntakeError`` if it isn't."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise IntakeError(f'"{path}" is a folder; choose a file in it.')
        if not stat.S_ISREG(found.st_mode):
            raise IntakeError(f'"{path}" is no ordinary file.')
        with path.open("rb") as file:
            # Never asked for much more than there is: all that is asked for is reserved.
            data = file.read(min(found.st_size, limit) + 1)
    except OSError as error:
        raise IntakeError(f'"{path}" cannot be read: {why_not(error)}.') from error
    except ValueError as error:  # a NUL in the name
        raise IntakeError(f"{str(path)!r} is not a file name.") from error
    if found.st_size < len(data) <= limit:
        raise IntakeError(f'"{path}" grew while it was read. Import it again once it is whole.')
    if len(data) > limit:
        size = max(found.st_size, len(data)) / 1024 / 1024
        raise IntakeError(
            f'"{path}" is too large for one article: {size:.1f} MB, and the limit is '
            f"{limit / 1024 / 1024:g} MB. Split it into one file for each article."
        )
    return data
