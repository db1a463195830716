"""What a survey found: articles, and files of annotated data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from annotator.formats import Format, Refused
from annotator.formats.lacking import Lack
from annotator.intake import Reading
from annotator.intake.encoding import guessed_western
from annotator.intake.spool import Spool
from annotator.intake.suggesting import Suggestion
from annotator.model import Article
from annotator.survey.zones import Zoner


@dataclass(frozen=True, slots=True)
class Found:
    """One article; the article itself is in the survey's spool, by ``id``.

    ``where`` is the file that it is in, or its address. ``same_as`` is the title of the article
    that has the same text, in the project or earlier in what was found; ``near`` that of one with
    which it shares ``share`` of the shorter text. ``columns`` says that it is a row of a table.
    """

    id: str
    where: str
    title: str
    length: int
    encoding: str | None = None
    encoding_reason: str | None = None
    columns: bool = False
    same_as: str | None = None
    near: str | None = None
    share: float = 0.0

    @property
    def guessed(self) -> bool:
        """Whether nothing but its look tells in which encoding it is."""
        return guessed_western(self.encoding, self.encoding_reason)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file of annotated data: its format and, if it was looked into, how much it holds.

    ``lacks`` counts what it needs and the scheme hasn't got.
    """

    format: Format
    layers: int = 0
    spans: int = 0
    lacks: Counter[Lack] = field(default_factory=Counter)


@dataclass(slots=True)
class Survey:
    """What was found: articles, files of annotated data by place, and what can't be read.

    Made by `survey`; closed once what is wanted of it has been taken. ``order`` are the places
    that hold either, in their order; ``suggested`` are encodings for those whose own wasn't found;
    ``tables`` are the columns of those that are tables; ``notes`` is what a person should know
    besides.
    """

    reading: Reading
    zoner: Zoner = field(repr=False)
    spool: Spool = field(default_factory=Spool)
    articles: dict[str, Found] = field(default_factory=dict)
    annotated: dict[str, Annotated] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    suggested: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    compared: bool = False
    unpacked: dict[str, Path] = field(default_factory=dict, repr=False)
    _folder: TemporaryDirectory[str] | None = field(default=None, repr=False)

    def add(self, article: Article, where: str, same_as: str | None) -> None:
        """Note an article, with zones as they were corrected for its site."""
        article = self.zoner.learnt(article)
        if held := article.metadata.get("columns"):
            rest = article.metadata.get("fields", ())
            columns = dict.fromkeys((*self.tables.get(where, ()), *held.values(), *rest))
            self.tables[where] = tuple(columns)
        self.spool[article.id] = article
        self.articles[article.id] = Found(
            article.id,
            where,
            article.title,
            len(article.text),
            article.metadata.get("encoding"),
            article.metadata.get("encoding_reason"),
            "columns" in article.metadata,
            same_as=same_as,
        )

    def refuse(self, where: str, reason: str) -> None:
        """Note what can't be read, and why."""
        self.refused.append(Refused(where, reason))

    def told(self) -> list[Refused]:
        """Return what can't be read, and why, with the encodings that are suggested."""
        return [
            replace(item, reason=item.reason + self._likely(item.where)) for item in self.refused
        ]

    def _likely(self, where: str) -> str:
        likely = self.suggested.get(where, ())
        said = " or ".join(f"{one.encoding} (“{one.sample}”)" for one in likely)
        return f" It may be {said}." if said else ""

    def again(self, where: str, said: Reading) -> Survey:
        """Return a survey of the same in which one place is still to be read, as is said of it.

        Both share what was read, so that this one can be looked at meanwhile; if one of them is
        closed, so is the other.
        """
        inside = f'"{where}"'  # so begin the names of what is in a file
        return replace(
            self,
            reading=replace(self.reading, single={**self.reading.single, where: said}),
            articles={one.id: one for one in self.articles.values() if one.where != where},
            annotated=dict(self.annotated),
            order=list(self.order),
            refused=[
                item
                for item in self.refused
                if item.where != where and not item.where.startswith(inside)
            ],
            suggested={place: s for place, s in self.suggested.items() if place != where},
            tables={place: columns for place, columns in self.tables.items() if place != where},
            notes=list(self.notes),
        )

    def sort(self) -> None:
        """Put the articles in the order of their places."""
        rank = {where: number for number, where in enumerate(self.order)}
        ordered = sorted(self.articles.values(), key=lambda one: rank[one.where])
        self.articles = {one.id: one for one in ordered}

    def correct(self, article: Article) -> None:
        """Replace an article by one whose zones a person corrected; others of its site follow."""
        self.spool[article.id] = article
        self.zoner.learn(article)
        for other in list(self.spool):
            before = self.spool[other]
            after = self.zoner.learnt(before)
            if after != before and not self.zoner.is_corrected(before):
                self.spool[other] = after

    def path_of(self, where: str) -> Path:
        """Return the file to read for a place, which for what was in an archive is a copy."""
        return self.unpacked.get(where) or Path(where)

    def folder(self) -> Path:
        """Return an empty folder that is there as long as the survey isn't closed."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True)
        made = Path(self._folder.name, str(len(list(Path(self._folder.name).iterdir()))))
        made.mkdir()
        return made

    @property
    def lacks(self) -> Counter[Lack]:
        """What the annotated data needs and the scheme hasn't got, counted."""
        return sum((one.lacks for one in self.annotated.values()), Counter())

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should decide: something was refused, doubled, or guessed."""
        doubtful = (f.same_as or f.near or f.guessed or f.columns for f in self.articles.values())
        return bool(self.refused or self.notes or self.lacks or any(doubtful))

    def tell_near(self, article_id: str, near: str, share: float) -> None:
        """Note which article shares much with one that was found."""
        self.articles[article_id] = replace(self.articles[article_id], near=near, share=share)

    def tell_same(self, article_id: str, same_as: str | None) -> None:
        """Note which article has the same text as one that was found, or that none has."""
        self.articles[article_id] = replace(self.articles[article_id], same_as=same_as)

    def close(self) -> None:
        """Forget what was found."""
        self.spool.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
