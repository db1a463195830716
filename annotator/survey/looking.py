"""Looks at what there is: reads articles, and finds out which files are annotated data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from annotator.apart import helped
from annotator.errors import AnnotatorError
from annotator.formats import Format, Refused, format_named, formats
from annotator.formats.files import only_tells
from annotator.formats.lacking import Lack, lacking
from annotator.intake import Reading, Refusal, read_articles
from annotator.intake.encoding import Undecodable
from annotator.intake.folders import files_in
from annotator.intake.suggesting import suggestions
from annotator.intake.table import WrongColumns
from annotator.intake.web import is_address, read_address
from annotator.model import Article
from annotator.model.validation import validate_article
from annotator.pace import Progress
from annotator.store.project import Project
from annotator.survey.archives import annotated_in
from annotator.survey.columns import known_columns
from annotator.survey.found import Annotated, Survey
from annotator.survey.likeness import NEAR_LIMIT, compare
from annotator.survey.sorting import by_format
from annotator.survey.zones import Zoner

#: Has the kind of each file found out.
AUTO = "auto"

_NO_WEB = (
    "Nothing is fetched from the web unless that is allowed: --web on the command line, or "
    '"Allow web addresses" in the window.'
)
_SAMPLE = 200_000  # bytes by which an encoding is suggested
_MOST_SUGGESTED = 50  # files


def survey(
    project: Project,
    paths: Iterable[str | Path],
    *,
    format: str = AUTO,
    reading: Reading | None = None,
    near: bool | None = None,
    web: bool = False,
    inside: bool = False,
    progress: Progress | None = None,
) -> Survey:
    """Read files, folders and, if ``web`` allows it, addresses, and tell what they hold.

    The project is only looked at. Annotated data goes by its format, and is read when it is taken,
    or already now, to count what it holds and needs, if that is wanted of what is ``inside``;
    everything else goes by what can be read as articles. Near-duplicates are looked for if
    ``near`` says so; if it says nothing, unless there are many. ``progress`` is told of files, and
    then of articles that are compared. Raises ``FormatError`` for a format that there isn't.
    """
    forced = None if format == AUTO else format_named(format)
    how = reading or Reading()
    how = replace(how, known_columns=(*how.known_columns, *known_columns(project)))
    found = Survey(how, Zoner(project))
    try:
        _Looking(project, found, progress or _untold, web=web, inside=inside).look(paths, forced)
        count = project.count_articles() + len(found.articles)
        if near or (near is None and count <= NEAR_LIMIT and found.articles):
            compare(project, found, progress or _untold)
        elif near is None and found.articles:
            found.notes.append(
                f"Near-duplicates were not looked for: there are more than {NEAR_LIMIT:,} articles."
            )
    except BaseException:
        found.close()
        raise
    return found


def read_again(
    project: Project,
    found: Survey,
    where: str,
    said: Reading,
    *,
    web: bool = False,
    progress: Progress | None = None,
) -> Survey:
    """Read one place of a survey anew, as is said of it, and return what was found by then.

    All else stays as it is, zones that were corrected among it. The survey that is handed over can
    be looked at meanwhile, and is not to be closed on its own.
    """
    tell = progress or _untold
    after = found.again(where, said)
    _Looking(project, after, tell, web=web, inside=False).look_again(where)
    if found.compared:
        compare(project, after, tell)
    return after


def _untold(done: int, count: int) -> None:
    pass


class _Looking:
    """One survey under way."""

    def __init__(
        self, project: Project, found: Survey, progress: Progress, *, web: bool, inside: bool
    ) -> None:
        self._project = project
        self._found = found
        self._progress = progress
        self._web = web
        self._inside = inside
        self._done = self._count = 0
        self._first: dict[bytes, str] = {}

    def look(self, paths: Iterable[str | Path], forced: Format | None) -> None:
        known = formats() if forced is None else [forced]
        wanted = list(self._places(paths))
        files = (where for where in wanted if not is_address(where))
        sorted_out = by_format(files, self._found.path_of, forced, known)
        self._count = len(wanted)
        with helped(self._tell):
            for where in wanted:
                self._tell()
                if is_address(where):
                    self._found.order.append(where)
                    self._read(where)
                elif where in sorted_out:
                    self._look_at(where, sorted_out[where], known)
                self._done += 1
            self._tell()

    def look_again(self, where: str) -> None:
        """Read one place that the survey lacks by now, and see which texts are there twice."""
        found = self._found
        self._count = len(found.articles) + 1
        with helped(self._tell):
            self._read(where)
        found.sort()
        self._first.clear()
        for one in list(found.articles.values()):
            self._done += 1
            self._tell()
            found.tell_same(one.id, self._same_as(found.spool[one.id]))

    def _tell(self) -> None:
        self._progress(self._done, self._count)

    def _look_at(self, where: str, format: Format | None, known: list[Format]) -> None:
        inner: dict[str, Format | None] = {}
        if format is None and where.lower().endswith(".zip"):
            try:
                inner = annotated_in(where, self._found, known)
            except AnnotatorError as error:
                self._found.refuse(where, str(error))
                return
        for place, kind in (inner or {where: format}).items():
            self._found.order.append(place)
            if kind is None:
                self._read(place)
            else:
                self._found.annotated[place] = self._counted(place, kind)

    def _read(self, where: str) -> None:
        found, reading = self._found, self._found.reading.of(where)
        try:
            if not is_address(where):
                articles = read_articles(found.path_of(where), reading)
            elif self._web:
                articles = read_address(where, reading, self._tell)
            else:
                found.refuse(where, _NO_WEB)
                return
            for article in articles:
                if isinstance(article, Refusal):
                    found.refuse(article.where, article.reason)
                    continue
                validate_article(article)
                found.add(article, where, self._same_as(article))
        except Undecodable as error:
            found.refuse(where, str(error))
            self._suggest(where)
        except WrongColumns as error:
            found.refuse(where, str(error))
            found.tables[where] = error.columns
        except AnnotatorError as error:
            found.refuse(where, str(error))

    def _same_as(self, article: Article) -> str | None:
        """Return the title of the article, found before or in the project, that has this text."""
        digest = article.sha256
        first = self._first.setdefault(bytes.fromhex(digest), article.id)
        if first != article.id:
            return self._found.articles[first].title
        known = self._project.find_article(None, digest)
        return self._project.article(known).title if known is not None else None

    def _suggest(self, where: str) -> None:
        """Note in which encodings a text may be, of the first such texts."""
        if is_address(where) or len(self._found.suggested) >= _MOST_SUGGESTED:
            return
        with suppress(OSError), self._found.path_of(where).open("rb") as file:
            self._found.suggested[where] = suggestions(file.read(_SAMPLE))

    def _counted(self, where: str, format: Format) -> Annotated:
        if not self._inside:
            return Annotated(format)
        layers = spans = 0
        lacks: Counter[Lack] = Counter()
        try:
            for sheet in format.read(self._found.path_of(where)):
                self._tell()
                if not isinstance(sheet, Refused):
                    layers += 1
                    spans += len(sheet.spans)
                    lacks += lacking(sheet, self._project.scheme)
        except AnnotatorError:
            pass  # it is told, with all else, when the file is taken
        return Annotated(format, layers, spans, lacks)

    def _places(self, paths: Iterable[str | Path]) -> Iterator[str]:
        """Yield the addresses, the files, and those in folders by name.

        The project itself is none of them, nor what tells about an export.
        """
        own = str(self._project.path.absolute())
        for given in paths:
            if is_address(str(given)):
                yield str(given)
                continue
            if given == "":
                self._found.refuse('""', "An empty name is that of no file.")
                continue
            for place in files_in(Path(given)):
                if isinstance(place, Refusal):
                    self._found.refuse(place.where, place.reason)
                elif place == str(given) or (
                    str(Path(place).absolute()) != own and not only_tells(Path(place))
                ):
                    yield place
