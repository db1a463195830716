"""What files and folders hold, found out before anything is taken into a project."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.apart import helped
from annotator.errors import AnnotatorError, MissingExtra
from annotator.formats import Format, Refused, format_for, format_named, formats
from annotator.formats.files import SUMS
from annotator.intake import Reading, Refusal, read_articles
from annotator.intake.duplicates import Finder, Near
from annotator.intake.learning import Learnt
from annotator.intake.spool import Spool
from annotator.model import Article, Setting
from annotator.model.validation import validate_article
from annotator.model.zoning import CORRECTED
from annotator.store.project import Project

#: Told how many files or articles are done, and of how many. What it raises ends the work.
Progress = Callable[[int, int], None]

#: Has the kind of each file found out.
AUTO = "auto"
#: Of more articles than this, near-duplicates are looked for only if that is asked for.
NEAR_LIMIT = 2_000

_COLUMNS = "columns"
_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One article that a file holds; the article itself is in the survey's spool, by ``id``.

    ``same_as`` is the title of the article that has the same text, in the project or earlier in
    the files; ``near`` that of one with which it shares ``share`` of the shorter text.
    """

    id: str
    file: Path
    title: str
    length: int
    encoding: str | None = None
    encoding_reason: str | None = None
    same_as: str | None = None
    near: str | None = None
    share: float = 0.0

    @property
    def guessed(self) -> bool:
        """Whether nothing but its look tells in which encoding it is."""
        return self.encoding == "cp1252" and "fits" in (self.encoding_reason or "")


@dataclass(slots=True)
class Survey:
    """What was found: articles, files of annotated data by format, and what can't be read.

    Made by `survey`; closed once what is wanted of it has been taken. ``order`` are the files that
    hold either, in their order; ``notes`` is what a person should know besides.
    """

    reading: Reading
    spool: Spool = field(default_factory=Spool)
    articles: dict[str, Found] = field(default_factory=dict)
    annotated: dict[Path, Format] = field(default_factory=dict)
    order: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict, repr=False)
    learnt: Learnt = field(default_factory=Learnt, repr=False)

    def add(self, article: Article, file: Path, project: Project) -> None:
        """Note an article that a file holds, with zones as they were corrected for its site."""
        article = self.learnt.applied(article)
        digest = article.sha256
        first = self.hashes.setdefault(digest, article.id)
        same = self.articles[first].title if first != article.id else None
        if same is None and (known := project.find_article(None, digest)) is not None:
            same = project.article(known).title
        self.spool[article.id] = article
        self.articles[article.id] = Found(
            article.id,
            file,
            article.title,
            len(article.text),
            article.metadata.get("encoding"),
            article.metadata.get("encoding_reason"),
            same_as=same,
        )

    def of(self, file: Path) -> list[Found]:
        """Return the articles that one file holds."""
        return [found for found in self.articles.values() if found.file == file]

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should decide: something was refused, doubled, or guessed."""
        doubtful = (f.same_as or f.near or f.guessed for f in self.articles.values())
        tables = any("columns" in self.spool[f.id].metadata for f in self._firsts())
        return bool(self.refused or self.notes or tables or any(doubtful))

    def _firsts(self) -> Iterator[Found]:
        """Yield the first article of each file."""
        seen: set[Path] = set()
        for found in self.articles.values():
            if found.file not in seen:
                seen.add(found.file)
                yield found

    def close(self) -> None:
        """Forget what was found."""
        self.spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def survey(
    project: Project,
    paths: Iterable[str | Path],
    *,
    format: str = AUTO,
    reading: Reading | None = None,
    near: bool | None = None,
    progress: Progress | None = None,
) -> Survey:
    """Read files and folders, and tell what they hold; the project is only looked at.

    Annotated data goes by its format, and is read when it is taken; everything else by what can
    be read as articles. Near-duplicates are looked for if ``near`` says so; if it says nothing,
    unless there are many. Raises ``FormatError`` for a format that there isn't.
    """
    forced = None if format == AUTO else format_named(format)
    how = reading or Reading()
    result = Survey(replace(how, known_columns=(*how.known_columns, *_known_columns(project))))
    corrected = project.articles_saying("zones", CORRECTED)
    result.learnt = Learnt(project.article(article) for article in corrected)
    files = list(_files(paths, result.refused, project.path))

    def tell() -> None:
        if progress is not None:
            progress(len(result.order), len(files))

    try:
        with helped(tell):
            for file, kind in _taken_for(files, forced).items():
                tell()
                result.order.append(file)
                if kind is not None:
                    result.annotated[file] = kind
                else:
                    _read(file, result, project)
        _compare(result, project, near)
        if progress is not None:
            progress(len(files), len(files))
    except BaseException:
        result.close()
        raise
    return result


def remembered_columns(project: Project, columns: Mapping[str, str]) -> Setting:
    """Return the setting that has the project remember what a table's columns hold."""
    known = [dict(columns), *(dict(c) for c in _known_columns(project) if c != columns)]
    return Setting(_COLUMNS, json.dumps(known[:_REMEMBERED], ensure_ascii=False))


def _known_columns(project: Project) -> tuple[Mapping[str, str], ...]:
    return tuple(json.loads(project.meta(_COLUMNS) or "[]"))


def _read(file: Path, result: Survey, project: Project) -> None:
    try:
        for article in read_articles(file, result.reading):
            if isinstance(article, Refusal):
                result.refused.append(Refused(article.where, article.reason))
                continue
            validate_article(article)
            result.add(article, file, project)
    except AnnotatorError as error:
        result.refused.append(Refused(str(file), str(error)))


def _compare(result: Survey, project: Project, near: bool | None) -> None:
    """Note which articles share much of their text with others, here or in the project."""
    count = project.count_articles() + len(result.articles)
    if near is False or not result.articles:
        return
    if near is None and count > NEAR_LIMIT:
        result.notes.append(
            f"Near-duplicates were not looked for: there are more than {NEAR_LIMIT:,} articles."
        )
        return
    try:
        finder = Finder()
    except MissingExtra as error:
        result.notes.append(str(error))
        return
    titles: dict[str, str] = {}
    for article in project.articles():
        titles[article.id] = article.title
        finder.add(article.id, _own_text(article))
    for found in list(result.articles.values()):
        titles[found.id] = found.title
        if found.same_as is not None:
            continue
        nearest: Near | None = next(
            iter(finder.add(found.id, _own_text(result.spool[found.id]))), None
        )
        if nearest is not None:
            result.articles[found.id] = replace(
                found, near=titles[nearest.article], share=nearest.share
            )


def _own_text(article: Article) -> str:
    """Return the text without what is the site's: two articles of one site share that."""
    own = (z for z in article.zones if z.kind != "boilerplate")
    return "\n".join(article.text[zone.start : zone.end] for zone in own)


def _files(paths: Iterable[str | Path], refused: list[Refused], project: Path) -> Iterator[Path]:
    """Yield the files, and those in folders by name.

    What is hidden in a folder is passed over, and so is the project itself.
    """

    def refuse(path: object, reason: str) -> None:
        refused.append(Refused(str(path), reason))

    for path in map(Path, paths):
        if not path.exists():
            refuse(path, "There is no such file or folder.")
        elif not path.is_dir():
            yield path
        else:
            for folder, folders, names in os.walk(
                path, onerror=lambda error: refuse(error.filename, f"{error.strerror}.")
            ):
                for name in sorted(folders):
                    if Path(folder, name).is_symlink() and not name.startswith("."):
                        refuse(Path(folder, name), "This is a link; add the folder itself.")
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                visible = [Path(folder, n) for n in sorted(names) if not n.startswith(".")]
                yield from (
                    p for p in visible if p.absolute() != project.absolute() and p.name != SUMS
                )


def _taken_for(files: list[Path], forced: Format | None) -> dict[Path, Format | None]:
    """Return the format of each file, ``None`` for articles, without those read along with one.

    A format that is asked for is that of every file with its ending, and of any other that isn't
    read along.
    """
    known = formats()
    found = {file: forced or format_for(file, known) for file in files}
    if forced is not None:
        files = [file for file in files if file.suffix.lower() in forced.suffixes]
    parts = {
        part.absolute()
        for file in files
        if (format := found[file]) is not None
        for part in format.parts(file)
    }
    return {file: format for file, format in found.items() if file.absolute() not in parts}
