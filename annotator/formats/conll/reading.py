"""Lines of token and tag to sheets.

The first column is the token, the last its tag; what stands between is passed over. The text is
made of the tokens: a space between two, a line for each sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.tokens.tags import is_tag, untagged
from annotator.model import Article, Fragment, Span
from annotator.text.title import title_of

#: What begins the line that parts articles.
ARTICLE = "-DOCSTART-"

#: The longest line and the most characters of one article: far more than any has.
LONGEST_LINE = 1024 * 1024
LONGEST_ARTICLE = 64 * 1024 * 1024


@dataclass(slots=True)
class _Draft:
    """An article as it comes in, line by line; ``wrong`` says why it can't be taken."""

    line: int
    announced: bool = False
    sentences: list[str] = field(default_factory=list)
    begun: int = 0
    tokens: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    wrong: Refused | None = None

    def add(self, token: str, mark: str) -> None:
        self.tokens.append(token)
        self.marks.append(mark)
        self.length += len(token) + 1

    def end_sentence(self) -> None:
        if not self.tokens:
            return
        text = " ".join(self.tokens)
        starts = list(accumulate((len(token) + 1 for token in self.tokens), initial=0))
        for label, first, last in untagged(self.marks):
            start, end = starts[first], starts[last] - 1
            fragment = Fragment(self.begun + start, self.begun + end, text[start:end])
            self.spans.append(Span("", "", "", label, (fragment,), origin="import"))
        self.sentences.append(text)
        self.begun, self.tokens, self.marks = self.length, [], []


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each article of the file, or why it can't be read."""
    draft = _Draft(1)
    try:
        with path.open("rb") as handle:
            number = 0
            while line := handle.readline(LONGEST_LINE + 1):
                number += 1
                where = f"{path.name}:{number}"
                columns = _columns(line, where)
                if columns and columns[0] == ARTICLE:
                    yield from _finished(draft, path)
                    draft = _Draft(number, announced=True)
                elif not columns:
                    draft.end_sentence()
                elif draft.wrong is None:
                    _take(draft, columns, where)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    yield from _finished(draft, path)


def _columns(line: bytes, where: str) -> list[str]:
    if len(line) > LONGEST_LINE:
        raise FormatError(f"{where}: the line is longer than {LONGEST_LINE:,} bytes.")
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{where}: the line is not UTF-8: byte {error.start + 1} fits no character."
        ) from error
    return [column for column in text.split("\t" if "\t" in text else None) if column.strip()]


def _take(draft: _Draft, columns: list[str], where: str) -> None:
    mark = columns[-1].strip()
    if len(columns) > 1 and is_tag(mark):
        draft.add(columns[0], mark)
    elif not columns[0].startswith("#"):
        said = f"{mark!r} is no tag" if len(columns) > 1 else "there is no tag"
        draft.wrong = Refused(
            where,
            f"{said}, such as O, B-X or I-X; the article that holds this line is left out.",
        )
    if draft.length > LONGEST_ARTICLE:
        draft.wrong = Refused(
            where,
            f"The article has more than {LONGEST_ARTICLE:,} characters, and is left out. A line "
            f"{ARTICLE} parts articles.",
        )


def _finished(draft: _Draft, path: Path) -> Iterator[Sheet | Refused]:
    if draft.wrong is not None:
        yield draft.wrong
        return
    draft.end_sentence()
    if draft.sentences or draft.announced:
        text = "\n".join(draft.sentences)
        where = f"{path.name}:{draft.line}"
        article = Article(where, title_of(text), text)
        yield Sheet(where, article, spans=tuple(draft.spans))
