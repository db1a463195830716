"""What holds for every format: what goes out comes back, but for what was told to be lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import Project
from annotator.dataset.making import export, foresee, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Format, Holds, Sheet, format_for, format_named, formats
from annotator.formats.anchoring import anchored
from annotator.formats.answers import suited
from annotator.formats.format import Terms
from annotator.formats.gathering import ALL, sheets
from annotator.model import Record, Scheme, Span
from annotator.store.project import built_in_scheme
from annotator.transfer import import_paths
from tests.examples import few
from tests.formats.hard_sample import facts, hard_project, scheme
from tests.formats.strategies import SCHEME, records, sheets_of

NAMES = [format.name for format in formats()]
READ = [format.name for format in formats() if format.reads]


@pytest.fixture(params=NAMES)
def format(request: pytest.FixtureRequest) -> Format:
    return format_named(request.param)


@pytest.fixture(params=READ)
def read(request: pytest.FixtureRequest) -> Format:
    """A format that is read as well as written."""
    return format_named(request.param)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with hard_project(tmp_path_factory.mktemp("hard") / "hard.annotator") as project:
        yield project


def target(format: Format, folder: Path) -> Path:
    return folder / ("out" if format.folder else f"out{format.suffixes[0]}")


def layers(project: Project, format: Format) -> list[str]:
    """Whose work is exported at a time: of a format without annotators, one annotator's."""
    if format.holds.layers:
        return [ALL]
    names = {annotator.name for annotator in project.annotators()}
    return sorted(names & {layer.annotator for layer in project.layers()})


def usual_terms(format: Format, scheme: Scheme) -> Terms:
    return Terms(scheme, {option.name: option.default for option in format.options})


def as_fitted(project: Project, format: Format, layer: str) -> list[Sheet]:
    terms = usual_terms(format, project.scheme)
    return [format.fit(sheet, terms).sheet for sheet in sheets(project, layer)]


def files_in(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {path.name: path.read_bytes()}
    return {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*") if f.is_file()}


def test_what_a_format_holds_comes_back(hard: Project, read: Format, tmp_path: Path) -> None:
    titles = read.holds.metadata
    for number, layer in enumerate(layers(hard, read)):
        (tmp_path / str(number)).mkdir()
        to = target(read, tmp_path / str(number))
        export(hard, Recipe(read.name, layer=layer), to)
        with Project.create(tmp_path / f"{number}.annotator", scheme()) as fresh:
            result = import_paths(fresh, [to])

            assert [*result.refused, *result.moved, *result.kept] == []
            assert set(result.formats) == {read.name}
            expected = facts(as_fitted(hard, read, layer), titles=titles)
            found = sheets(fresh) if read.holds.zones else map(without_zones, sheets(fresh))
            assert facts(found, titles=titles) == expected


def without_zones(sheet: Sheet) -> Sheet:
    """Leave out what is guessed where a format has no zones; nothing of it is folded away."""
    assert "boilerplate" not in {zone.kind for zone in sheet.article.zones}
    return replace(sheet, article=replace(sheet.article, zones=()))


def test_what_goes_is_told_thing_by_thing(hard: Project, format: Format) -> None:
    rows = list(losses(hard, Recipe(format.name)))

    assert len(rows) == len(set(rows))
    expected = {loss for sheet in sheets(hard) for loss in gone(sheet, format, hard)}
    # A format's own kinds tell what stands otherwise, such as edges that go to those of tokens.
    usual = [row for row in rows if row.kind in Holds.__dataclass_fields__]
    assert {(row.kind, row.article, row.annotator, row.thing) for row in usual} == expected
    assert all(row.what and row.reason for row in rows)


Place = tuple[str, str, str | None, str]


def gone(before: Sheet, format: Format, project: Project) -> Iterator[Place]:
    """Find what a sheet lacks as the format has it, without asking what the format says."""
    after = format.fit(before, usual_terms(format, project.scheme)).sheet
    article, who = before.article.id, before.annotator
    names = ("source", "url", "byline", "published", "language", "metadata", "revision_of")
    if any(getattr(before.article, n) != getattr(after.article, n) for n in names) or (
        not format.holds.metadata
    ):
        yield "metadata", article, None, ""
    if before.article.zones != after.article.zones:
        yield "zones", article, None, ""
    if before.article.text != after.article.text or not format.holds.text:
        yield "text", article, None, ""
    if before.annotator != after.annotator:
        yield "layers", article, who, ""
    usual = "done" if before.spans else "new"
    if (before.status or usual, before.seconds, before.note, before.role) != (
        after.status or usual,
        after.seconds,
        after.note,
        after.role,
    ):
        yield "progress", article, who, ""
    if not format.holds.certainty and any(span.origin != "import" for span in before.spans):
        yield "certainty", article, who, ""
    there = {span.id: span for span in after.spans}
    for span in before.spans:
        left = there.get(span.id)
        if left is None:
            yield "overlap", article, who, span.id
            continue
        if len(left.fragments) != len(span.fragments):
            yield "fragments", article, who, span.id
        for kind, values in (
            ("attributes", ("attributes",)),
            ("actors", ("actor",)),
            ("notes", ("note",)),
            ("certainty", ("doubt", "score")),
        ):
            if any(getattr(left, value) != getattr(span, value) for value in values):
                yield kind, article, who, span.id
    links = {link.id: link for link in after.relations}
    for link in before.relations:
        if link.id not in links:
            yield "relations", article, who, link.id
        elif links[link.id].attributes != link.attributes:
            yield "relation_attributes", article, who, link.id
    actors = {actor.id: actor for actor in after.actors}
    for actor in before.actors if format.holds.actors else ():
        if actors.get(actor.id) != actor:
            yield "register", article, who, actor.id


def test_the_same_project_gives_the_same_bytes(
    hard: Project, format: Format, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        export(hard, Recipe(format.name), target(format, tmp_path / name))

    once = files_in(target(format, tmp_path / "a"))
    assert once == files_in(target(format, tmp_path / "b"))
    assert once


def test_how_an_export_begins_can_be_read_before_it_is_made(hard: Project, format: Format) -> None:
    example = foresee(hard, Recipe(format.name)).example

    assert "Kaf" in example or "sank" in example
    assert "\0" not in example


def test_an_export_can_be_repeated_in_its_place(
    hard: Project, format: Format, tmp_path: Path
) -> None:
    to = target(format, tmp_path)
    export(hard, Recipe(format.name), to)
    once = files_in(to)

    export(hard, Recipe(format.name), to)

    assert files_in(to) == once
    assert list(tmp_path.iterdir()) == [to]


def test_an_export_that_fails_leaves_nothing(hard: Project, format: Format, tmp_path: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(hard, Recipe(format.name), target(format, tmp_path), progress=cancel)

    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_is_told(
    hard: Project, format: Format, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match="gone"):
        export(hard, Recipe(format.name), target(format, tmp_path / "gone"))


def test_an_empty_project_is_an_export_without_articles(format: Format, tmp_path: Path) -> None:
    to = target(format, tmp_path)
    with Project.create(tmp_path / "empty.annotator") as project:
        export(project, Recipe(format.name), to)
        assert files_in(to)
        if format.reads:
            result = import_paths(project, [to])
            assert (result.articles, result.refused) == (0, [])


@pytest.mark.parametrize("name", sorted({*NAMES} - {*READ}))
def test_what_is_only_written_is_never_taken_for_an_import(
    hard: Project, name: str, tmp_path: Path
) -> None:
    format = format_named(name)
    to = target(format, tmp_path)
    export(hard, Recipe(name), to)
    files = [file for file in [to, *to.rglob("*")] if file.is_file()]
    assert [file for file in files if format_for(file) is not None] == []
    with pytest.raises(FormatError, match="not read again"):
        list(format.read(to))


@pytest.mark.parametrize("data", [b"\0\xff\xfe\x00garbage", b"{", b"[[[[" * 50_000, b"PK\x03\x04"])
def test_a_file_of_something_else_is_refused_by_name(
    read: Format, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"odd{read.suffixes[0]}"
    path.write_bytes(data)

    with Project.create(tmp_path / "talks.annotator") as project:
        result = import_paths(project, [path], format=read.name)

        assert result.nothing_done
        assert all("odd" in f"{item.where} {item.reason}" for item in result.refused)


def test_a_file_that_is_not_there_is_told(read: Format, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="gone"):
        list(read.read(tmp_path / f"gone{read.suffixes[0]}"))


DAMAGE = st.binary(max_size=3) | st.sampled_from([b"\n", b"\t", b'"', b"-1", b"9999", b"null"])


@pytest.fixture(scope="module", params=READ)
def damaged(
    request: pytest.FixtureRequest, hard: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Format, dict[str, bytes], Path, Project]]:
    """An export's files, a folder to damage them in, and a project to bring them into."""
    format, folder = format_named(request.param), tmp_path_factory.mktemp("damaged")
    export(hard, Recipe(format.name, layer="ann-01"), target(format, folder))
    files = files_in(target(format, folder))
    with Project.create(folder / "talks.annotator", scheme()) as project:
        yield format, files, target(format, folder), project


@pytest.mark.hypothesis
def test_a_damaged_file_never_breaks_an_import(
    damaged: tuple[Format, dict[str, bytes], Path, Project],
) -> None:
    format, files, to, project = damaged

    # Parquet is read in a process of its own, which damage ends.
    @few(4 if format.name == "parquet" else 15)
    @given(data=st.data())
    def never(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(files)))
        path, whole = to / name if format.folder else to, files[name]
        start = data.draw(st.integers(0, len(whole)))
        end = start + data.draw(st.integers(0, 5))
        path.write_bytes(whole[:start] + data.draw(DAMAGE) + whole[end:])

        import_paths(project, [to], format=format.name)

        path.write_bytes(whole)

    never()


@few(4)
@given(content=records())
def test_any_work_comes_back_but_for_what_is_told(content: list[Record]) -> None:
    """Drawing a project takes longer than writing it: each is tried in all formats."""
    for format in map(format_named, READ):
        terms = usual_terms(format, built_in_scheme(SCHEME))
        fitted = [format.fit(sheet, terms).sheet for sheet in sheets_of(content)]
        with tempfile.TemporaryDirectory() as folder:
            to = target(format, Path(folder))
            format.write(iter(fitted), to, terms)
            found = [as_the_scheme_has(sheet, terms.scheme) for sheet in read_all(to)]
        titles = format.holds.metadata
        assert facts(found, titles=titles) == facts(fitted, titles=titles), format.name


def read_all(to: Path) -> Iterator[Sheet]:
    files = [to] if to.is_file() else sorted(file for file in to.rglob("*") if file.is_file())
    for file in files:
        for sheet in format.read(file) if (format := format_for(file)) else ():
            assert isinstance(sheet, Sheet), sheet
            yield anchored(sheet).sheet


def as_the_scheme_has(sheet: Sheet, scheme: Scheme) -> Sheet:
    def suited_span(span: Span) -> Span:
        label = scheme.label(span.label)
        assert label is not None
        return replace(span, attributes=suited(span.attributes, label.attributes))

    return replace(sheet, spans=tuple(map(suited_span, sheet.spans)))


def test_a_file_is_taken_for_one_format_only(hard: Project, read: Format, tmp_path: Path) -> None:
    to = target(read, tmp_path)
    export(hard, Recipe(read.name), to)

    files = [file for file in [to, *to.rglob("*")] if file.is_file()]
    found = {taken.name for file in files if (taken := format_for(file)) is not None}
    assert found == {read.name}
