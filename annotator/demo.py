"""The sample project: what ``annotator demo`` and the window's "Try the sample" make."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from annotator.assets import resource
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import ProjectError
from annotator.formats import Refused
from annotator.formats.gathering import ALL
from annotator.model import Change, Layer, Relation, Span
from annotator.model.edits import add_span, link
from annotator.store.project import Project
from annotator.transfer import import_paths

FOLDER = "annotator-demo"
PROJECT = "demo.annotator"
EXPORT = "demo.jsonl"
#: Whose work the window shows on the sample.
WORKER = "ann-01"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The sample project's file, whether it was made just now, and what was refused."""

    project: Path
    made: bool
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Worked:
    """What the unattended job found or made, and did: ``acts`` by ``worker``, in order."""

    project: Path
    made: bool
    export: Path
    articles: int
    layers: int
    spans: int
    relations: int
    actors: int
    annotators: list[str]
    worker: str
    acts: list[str]
    refused: list[Refused] = field(default_factory=list)


def choose_folder(folder: Path | None = None) -> Path:
    """Return the folder for the sample project.

    Without one given it is ``annotator-demo`` here, or one with a number behind if that is taken
    by something else than a sample project.
    """
    if folder is not None:
        return folder
    number, choice = 1, Path(FOLDER)
    while choice.exists() and not (choice / PROJECT).is_file():
        number += 1
        choice = Path(f"{FOLDER}-{number}")
    return choice


def prepare(folder: Path) -> Prepared:
    """Make the sample project in ``folder``, unless it is there already.

    Raises ``ProjectError`` if it can't be made; then there is no half-made one.
    """
    path = folder / PROJECT
    if path.is_file():
        return Prepared(path, made=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be made: {error.strerror}.") from error
    articles, labels = resource("samples", "articles"), resource("samples", "labels.jsonl")
    try:
        with Project.create(path, name="Sample") as project:
            # The labels bring their articles along, with zones that were looked over by hand.
            results = [import_paths(project, [path]) for path in (labels, articles)]
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    refused = [item for result in results for item in result.refused]
    return Prepared(path, made=True, refused=refused)


def work_unattended(folder: Path) -> Worked:
    """Do what the window is for without one: import, label, link, save, open again, export."""
    prepared = prepare(folder)
    with Project.open(prepared.project) as project:
        worker, acts = _label_and_link(project)
    target = folder / EXPORT
    with Project.open(prepared.project) as project:
        written = export(project, Recipe("jsonl", layer=ALL), target)
        return Worked(
            project=prepared.project,
            made=prepared.made,
            export=target,
            articles=written.articles,
            layers=written.layers,
            spans=written.spans,
            relations=written.relations,
            actors=len(project.actors()),
            annotators=[a.name for a in project.annotators() if a.role != "import"],
            worker=worker,
            acts=acts,
            refused=prepared.refused,
        )


def _label_and_link(project: Project) -> tuple[str, list[str]]:
    """Let one annotator take over a link that another has, with the span that it needs."""
    annotators = project.annotators()
    worker = next((a.name for a in annotators if a.role == "annotator"), annotators[0].name)
    for article in project.article_ids():
        mine = project.layer(article, worker)
        for theirs in project.layers(article) if mine.span_count else ():
            for relation in theirs.relations:
                if ends := _missing(mine, theirs, relation):
                    return worker, _take_over(project, mine, ends, relation.type)
    return worker, []


def _missing(mine: Layer, theirs: Layer, relation: Relation) -> tuple[Span, Span] | None:
    """Return the spans that the relation joins, if one of them is nowhere near in ``mine``."""
    source, target = theirs.span(relation.source), theirs.span(relation.target)
    if source is None or target is None or any(len(s.fragments) > 1 for s in (source, target)):
        return None
    known = [_same(mine, span) is not None for span in (source, target)]
    near = [
        any(other.label == span.label for other in mine.touching(span.start, span.end))
        for span in (source, target)
    ]
    new = not all(known) and all(k or not n for k, n in zip(known, near, strict=True))
    return (source, target) if new else None


def _same(layer: Layer, span: Span) -> Span | None:
    """Return the layer's span with this one's label and place, or ``None``."""
    near = layer.touching(span.start, span.end)
    return next((s for s in near if (s.label, s.fragments) == (span.label, span.fragments)), None)


def _take_over(project: Project, mine: Layer, ends: tuple[Span, Span], kind: str) -> list[str]:
    acts: list[str] = []

    def apply(change: Change) -> None:
        changed = project.apply(change)
        if changed is not None:
            mine.follow(changed.deltas)
            acts.append(f'{changed.name} in "{mine.article.title}"')

    mine_ends = []
    for span in ends:
        if _same(mine, span) is None:
            apply(
                add_span(
                    mine,
                    project.scheme,
                    span.label,
                    span.start,
                    span.end,
                    attributes=span.attributes,
                    actor=span.actor,
                )
            )
        mine_ends += [found for found in [_same(mine, span)] if found is not None]
    if len(mine_ends) == len(ends):
        source, target = mine_ends
        apply(link(mine, project.scheme, source, target, kind))
    return acts
