"""Brings files into a project and writes exports: for the command line and the window alike."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    format_for,
    format_named,
)
from annotator.formats.files import SUMS
from annotator.formats.format import chosen
from annotator.formats.gathering import ALL, sheets
from annotator.formats.joining import Duplicate, Joiner
from annotator.model import Actor, Article, Assignment, Change, Relation, Span
from annotator.model.register_file import joined, read_register
from annotator.store.project import Project

#: Told how many files or articles are done, and of how many. What it raises ends the work: an
#: import then leaves the project as it was, an export the file.
Progress = Callable[[int, int], None]

#: Has the kind of each file found out.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought, and what it didn't and why.

    ``formats`` counts the files that were taken for annotated data, by format; ``duplicates`` are
    articles that were there already; ``moved`` is what stands elsewhere in the text than a file
    has it; ``kept`` is what a file has otherwise than the project, which stays as it is;
    ``refused`` is what was left out.
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
    annotator: str | None = None,
    extend_scheme: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Bring files and folders into the project, in one change that can be undone as one.

    Annotated data goes by its format, everything else by what can be read as an article. What
    can't be read is refused and the rest is brought in. ``annotator`` is who imports, and who
    owns annotations that name nobody. Raises ``FormatError`` for a format that there isn't,
    ``ProjectError`` if the project can't be written.
    """
    forced = None if format == AUTO else format_named(format)
    joiner = Joiner(project, annotator, extend=extend_scheme)
    files = list(_files(paths, joiner, project.path))
    taken_for = _taken_for(files, forced)
    for done, file in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        if file in taken_for:
            _read(file, taken_for[file], joiner)
    if progress is not None:
        progress(len(files), len(files))
    change = joiner.change("Import")
    change = replace(change, name=_name(change, files))
    if change:
        project.apply(joiner.newcomers())
        project.apply(change)
    kinds = Counter(found.name for found in taken_for.values() if found is not None)
    return _result(change, joiner, dict(sorted(kinds.items())))


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


def _files(paths: Iterable[str | Path], joiner: Joiner, project: Path) -> Iterator[Path]:
    """Yield the files, and those in folders by name.

    What is hidden in a folder is passed over, and so is the project itself.
    """

    def refuse(path: object, reason: str) -> None:
        joiner.refused.append(Refused(str(path), reason))

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
    found = {file: forced or format_for(file) for file in files}
    if forced is not None:
        files = [file for file in files if file.suffix.lower() in forced.suffixes]
    parts = {
        part.absolute()
        for file in files
        if (format := found[file]) is not None
        for part in format.parts(file)
    }
    return {file: format for file, format in found.items() if file.absolute() not in parts}


def _read(file: Path, format: Format | None, joiner: Joiner) -> None:
    try:
        if format is not None:
            joiner.declare(format.codebook(file))
            joiner.add_sheets(format.read(file))
        else:
            from annotator.intake import read_articles

            for article in read_articles(file):
                joiner.add_article(article, str(file))
    except AnnotatorError as error:
        joiner.refused.append(Refused(str(file), str(error)))


def _name(change: Change, files: list[Path]) -> str:
    annotated = any(isinstance(record, Span | Assignment) for record in change.put)
    articles = sum(isinstance(record, Article) for record in change.put)
    if annotated or not articles:
        return f"Import {files[0].name}" if len(files) == 1 else f"Import {len(files)} files"
    return "Import 1 article" if articles == 1 else f"Import {articles} articles"


def _result(change: Change, joiner: Joiner, formats: dict[str, int]) -> ImportResult:
    def count(kind: type) -> int:
        return sum(isinstance(record, kind) for record in change.put)

    return ImportResult(
        articles=count(Article),
        layers=count(Assignment),
        spans=count(Span),
        relations=count(Relation),
        actors=count(Actor),
        formats=formats,
        duplicates=joiner.duplicates,
        moved=joiner.moved,
        kept=joiner.kept,
        refused=joiner.refused,
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
