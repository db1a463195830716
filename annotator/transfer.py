"""Brings files into a project and writes exports: for the command line and the window alike."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import AnnotatorError, FormatError
from annotator.formats import (
    Format,
    Kept,
    Loss,
    Moved,
    Refused,
    Sheet,
    Terms,
    format_named,
)
from annotator.formats.files import replacing
from annotator.formats.format import chosen
from annotator.formats.gathering import ALL, sheets
from annotator.formats.joining import Duplicate, Gathered, Joiner
from annotator.intake import Reading
from annotator.intake.spool import Spool
from annotator.model import Actor, Article, Assignment, Change, Relation, Span
from annotator.model.register_file import joined, read_register
from annotator.store.project import Project
from annotator.survey import AUTO, Found, Progress, Survey, remembered_columns, survey

__all__ = [
    "AUTO",
    "ExportResult",
    "ImportResult",
    "Progress",
    "Reading",
    "Survey",
    "export",
    "import_paths",
    "import_register",
    "survey",
    "take",
    "write_report",
    "write_survey",
]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought, and what it didn't and why.

    ``formats`` counts the files that were taken for annotated data, by format; ``duplicates`` are
    articles that were there already; ``moved`` is what stands elsewhere in the text than a file
    has it; ``kept`` is what a file has otherwise than the project, which stays as it is;
    ``refused`` is what was left out; ``near`` are articles that share much with another, and
    ``notes`` what a person should know besides.
    """

    articles: int = 0
    layers: int = 0
    spans: int = 0
    relations: int = 0
    actors: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    near: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def nothing_done(self) -> bool:
        """Whether there was something to bring in and all of it was refused."""
        brought = self.articles + self.layers + self.spans + self.relations + self.actors
        return bool(self.refused) and not (brought or self.duplicates)


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export wrote, and to which file or folder.

    ``losses`` counts what the format couldn't hold, by kind and by what became of it; ``losses``
    the function has each thing.
    """

    format: str
    path: Path
    articles: int
    layers: int
    spans: int
    relations: int
    bytes: int
    losses: dict[tuple[str, str], int] = field(default_factory=dict)


def import_paths(
    project: Project,
    paths: Iterable[str | Path],
    *,
    format: str = AUTO,
    reading: Reading | None = None,
    near: bool | None = False,
    annotator: str | None = None,
    extend_scheme: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Bring files and folders into the project, in one change that can be undone as one.

    What they hold is found out as ``survey`` does, which says what the options mean, and all of
    it is taken as ``take`` does.
    """
    with survey(
        project, paths, format=format, reading=reading, near=near, progress=progress
    ) as found:
        return take(project, found, annotator=annotator, extend_scheme=extend_scheme)


def take(
    project: Project,
    found: Survey,
    *,
    only: Container[str] | None = None,
    annotator: str | None = None,
    extend_scheme: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Bring what a survey found into the project, in one change that can be undone as one.

    With ``only``, no more than the articles with these ids and the annotated files with these
    paths. What can't be brought in is refused and the rest comes. ``annotator`` is who imports,
    and who owns annotations that name nobody. Raises ``ProjectError`` if the project can't be
    written.
    """
    with Spool() as spool:
        joiner = Joiner(project, annotator, extend=extend_scheme, articles=spool)
        joiner.refused += found.refused
        by_file: dict[Path, list[str]] = {}
        for one in found.articles.values():
            by_file.setdefault(one.file, []).append(one.id)
        for done, file in enumerate(found.order):
            if progress is not None:
                progress(done, len(found.order))
            if file not in found.annotated:
                for article_id in by_file.get(file, ()):
                    if only is None or article_id in only:
                        joiner.add_article(found.spool[article_id], str(file))
            elif only is None or str(file) in only:
                _read(file, found.annotated[file], joiner)
        change = joiner.change("Import")
        put = change.put
        assert isinstance(put, Gathered)
        if change:
            project.apply(joiner.newcomers())
            project.apply(replace(change, name=_name(put, found.order)))
            if found.reading.columns:
                setting = remembered_columns(project, found.reading.columns)
                by = joiner.importer
                project.apply(Change("Remember columns", by, put=[setting], undoable=False))
        return _result(put, joiner, found)


def write_report(result: ImportResult, to: Path) -> None:
    """Write what an import refused, doubled or kept otherwise to a CSV file, and why.

    Raises ``FormatError`` if it can't be written.
    """
    _write_rows(
        to,
        [
            *(("refused", item.where, item.reason) for item in result.refused),
            *(("duplicate", item.where, item.title) for item in result.duplicates),
            *(("near", str(item.file), f"{item.share:.0%} in {item.near}") for item in result.near),
            *(("moved", item.where, item.reason) for item in result.moved),
            *(("kept", item.where, item.reason) for item in result.kept),
        ],
    )


def write_survey(found: Survey, to: Path) -> None:
    """Write what was found and what can't be read, and why, to a CSV file.

    Raises ``FormatError`` if it can't be written.
    """
    _write_rows(
        to,
        [
            *(("refused", item.where, item.reason) for item in found.refused),
            *(("found", str(one.file), one.title) for one in found.articles.values()),
            *(("duplicate", str(a.file), a.same_as) for a in found.articles.values() if a.same_as),
            *(
                ("near", str(a.file), f"{a.share:.0%} in {a.near}")
                for a in found.articles.values()
                if a.near
            ),
        ],
    )


def _write_rows(to: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    with replacing(to) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        csv.writer(text).writerows([("what", "where", "why"), *rows])
        text.detach()


def _read(file: Path, format: Format, joiner: Joiner) -> None:
    try:
        joiner.declare(format.codebook(file))
        joiner.add_sheets(format.read(file))
    except AnnotatorError as error:
        joiner.refused.append(Refused(str(file), str(error)))


def import_register(project: Project, path: Path, annotator: str) -> Change:
    """Read actors from CSV or JSON lines; return the change that brings them into the register.

    Raises ``FormatError`` naming the line that can't be read, ``IntakeError`` for the file.
    """
    from annotator.intake.encoding import decode

    try:
        text = decode(path.read_bytes(), name=path.name).text
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    read = read_register(text, where=path.name)
    return joined(project.actors(), read, annotator, where=path.name)


def _name(put: Gathered, files: list[Path]) -> str:
    annotated = put.number_of(Span) or put.number_of(Assignment)
    articles = put.number_of(Article)
    if annotated or not articles:
        return f"Import {files[0].name}" if len(files) == 1 else f"Import {len(files)} files"
    return "Import 1 article" if articles == 1 else f"Import {articles} articles"


def _result(put: Gathered, joiner: Joiner, found: Survey) -> ImportResult:
    kinds = Counter(format.name for format in found.annotated.values())
    return ImportResult(
        articles=put.number_of(Article),
        layers=put.number_of(Assignment),
        spans=put.number_of(Span),
        relations=put.number_of(Relation),
        actors=put.number_of(Actor),
        formats=dict(sorted(kinds.items())),
        duplicates=joiner.duplicates,
        near=[one for one in found.articles.values() if one.near is not None],
        moved=joiner.moved,
        kept=joiner.kept,
        refused=joiner.refused,
        notes=found.notes,
    )


def export(
    project: Project,
    format: str,
    to: str | Path,
    *,
    layer: str = ALL,
    options: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ExportResult:
    """Write one annotator's layers, or everybody's, in the format of this name.

    It is one file or, if the format says so, a folder; one that is there is replaced once all is
    written. Raises ``FormatError`` for a format, option or layer that there isn't, and for what
    can't be written.
    """
    to = Path(to)
    writer = format_named(format)
    terms = Terms(project.scheme, chosen(writer, options or {}))
    if to.exists() and to.samefile(project.path):
        raise FormatError(f"{to} is the project itself. Name another file to write to.")
    counter = _Counter(project.count_articles(), progress)
    found = _fitting(writer, terms, sheets(project, layer, counter.tick), counter.lose)
    writer.write(counter.count(found), to, terms)
    return ExportResult(
        format=writer.name,
        path=to,
        articles=len(counter.articles),
        layers=counter.layers,
        spans=counter.spans,
        relations=counter.relations,
        bytes=sum(file.stat().st_size for file in _written(to)),
        losses=dict(sorted(counter.losses.items())),
    )


def losses(
    project: Project,
    format: str,
    *,
    layer: str = ALL,
    options: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Iterator[Loss]:
    """Yield everything that such an export would lose, without writing anything.

    Raises ``FormatError`` for a format, option or layer that there isn't.
    """
    writer = format_named(format)
    terms = Terms(project.scheme, chosen(writer, options or {}))
    counter = _Counter(project.count_articles(), progress)
    lost: list[Loss] = []
    for _ in _fitting(writer, terms, sheets(project, layer, counter.tick), lost.append):
        yield from lost
        lost.clear()


def _fitting(
    format: Format, terms: Terms, found: Iterable[Sheet], lose: Callable[[Loss], None]
) -> Iterator[Sheet]:
    """Yield each sheet as the format can hold it; what an article loses is told once."""
    article: str | None = None
    for sheet in found:
        fitted = format.fit(sheet, terms)
        for loss in fitted.losses:
            if loss.annotator is not None or loss.article != article:
                lose(loss)
        article = sheet.article.id
        yield fitted.sheet


def _written(to: Path) -> Iterator[Path]:
    if to.is_file():
        yield to
    for folder, _, names in os.walk(to):
        yield from (Path(folder, name) for name in names)


class _Counter:
    """Counts what passes by on its way to a file."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.articles: set[str] = set()
        self.layers = 0
        self.spans = 0
        self.relations = 0
        self.losses: Counter[tuple[str, str]] = Counter()
        self._total = total
        self._done = 0
        self._progress = progress

    def count(self, found: Iterable[Sheet]) -> Iterator[Sheet]:
        for sheet in found:
            self.articles.add(sheet.article.id)
            self.layers += sheet.annotator is not None
            self.spans += len(sheet.spans)
            self.relations += len(sheet.relations)
            yield sheet

    def lose(self, loss: Loss) -> None:
        self.losses[loss.kind, loss.reason] += 1

    def tick(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)
