"""Brings files into a project: for the command line and the window alike."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.apart import helped
from annotator.collecting import seldom
from annotator.errors import AnnotatorError, FormatError
from annotator.formats import Kept, Moved, Refused, Sheet
from annotator.formats.files import replacing
from annotator.formats.joining import Duplicate, Gathered, Joiner
from annotator.formats.tables.csv import defused
from annotator.intake import Reading
from annotator.intake.spool import Spool
from annotator.model import Actor, Article, Assignment, Change, Relation, Span
from annotator.model.register_file import joined, read_register
from annotator.pace import Progress
from annotator.store.project import Project
from annotator.survey import AUTO, Found, Survey, remembered_columns, survey

__all__ = [
    "AUTO",
    "ImportResult",
    "Reading",
    "Survey",
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


def import_paths(
    project: Project,
    paths: Iterable[str | Path],
    *,
    format: str = AUTO,
    reading: Reading | None = None,
    near: bool | None = False,
    web: bool = False,
    annotator: str | None = None,
    extend_scheme: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Bring files, folders and addresses into the project, in one change that can be undone as one.

    What they hold is found out as ``survey`` does, which says what the options mean, and all of
    it is taken as ``take`` does.
    """
    with survey(
        project, paths, format=format, reading=reading, near=near, web=web, progress=progress
    ) as found:
        return take(
            project, found, annotator=annotator, extend_scheme=extend_scheme, progress=progress
        )


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

    With ``only``, no more than the articles with these ids and the annotated files at these
    places. What can't be brought in is refused and the rest comes. ``annotator`` is who imports,
    and who owns annotations that name nobody. ``progress`` is told of files, and then of what is
    written; what it raises leaves the project as it was. Raises ``ProjectError`` if the project
    can't be written.
    """
    done = 0
    count = len(found.order)

    def tell() -> None:
        if progress is not None:
            progress(done, count)

    def written(number: int) -> None:
        nonlocal done
        done = number
        tell()

    with Spool() as spool, helped(tell), seldom():
        joiner = Joiner(
            project, annotator, extend=extend_scheme, articles=spool, zoned=found.zoner.guessed
        )
        joiner.refused += found.told()
        # What one place holds comes in a row, in the order of the places.
        coming = iter(found.articles.values())
        one = next(coming, None)
        for done, where in enumerate(found.order):  # noqa: B007 - told while waiting
            tell()
            while one is not None and one.where == where:
                if only is None or one.id in only:
                    joiner.add_article(found.spool[one.id], where)
                one = next(coming, None)
            if where in found.annotated and (only is None or where in only):
                _read(where, found, joiner, tell)
        change = joiner.change("Import")
        put = change.put
        assert isinstance(put, Gathered)
        if change:
            done, count = 0, len(put)
            put.seen = written if progress is not None else None
            project.apply(joiner.newcomers())
            project.apply(replace(change, name=_name(put, found.order)))
            for said in (found.reading, *found.reading.single.values()):
                if said.columns:
                    setting = remembered_columns(project, said.columns)
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
            *(("near", item.where, f"{item.share:.0%} in {item.near}") for item in result.near),
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
            *(("refused", item.where, item.reason) for item in found.told()),
            *(("found", one.where, one.title) for one in found.articles.values()),
            *(("duplicate", a.where, a.same_as) for a in found.articles.values() if a.same_as),
            *(
                ("near", a.where, f"{a.share:.0%} in {a.near}")
                for a in found.articles.values()
                if a.near
            ),
        ],
    )


def _write_rows(to: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    with replacing(to) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        safe = (tuple(map(defused, row)) for row in rows)
        csv.writer(text).writerows([("what", "where", "why"), *safe])
        text.detach()


def _read(where: str, found: Survey, joiner: Joiner, tell: Callable[[], None]) -> None:
    def watched(sheets: Iterable[Sheet | Refused]) -> Iterator[Sheet | Refused]:
        for sheet in sheets:
            tell()
            yield sheet

    format, file = found.annotated[where].format, found.path_of(where)
    try:
        joiner.declare(format.codebook(file))
        joiner.add_sheets(watched(format.read(file)))
    except AnnotatorError as error:
        joiner.refused.append(Refused(where, str(error)))


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


def _name(put: Gathered, places: list[str]) -> str:
    annotated = put.number_of(Span) or put.number_of(Assignment)
    articles = put.number_of(Article)
    if annotated or not articles:
        return (
            f"Import {Path(places[0]).name}" if len(places) == 1 else f"Import {len(places)} files"
        )
    return "Import 1 article" if articles == 1 else f"Import {articles} articles"


def _result(put: Gathered, joiner: Joiner, found: Survey) -> ImportResult:
    kinds = Counter(one.format.name for one in found.annotated.values())
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
