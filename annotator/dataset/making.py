"""Makes a dataset by a recipe: one file in a format, or a folder with parts, card and checksums."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.collecting import seldom
from annotator.dataset.card import Facts, card
from annotator.dataset.planning import Plan, frozen, frozen_key, plan
from annotator.dataset.recipe import Recipe
from annotator.dataset.shaping import relabelled, scheme_called, without_zones
from annotator.dataset.tally import Tally
from annotator.errors import FormatError
from annotator.formats import Format, Loss, Sheet, Terms, format_named
from annotator.formats.files import CARD, LOSSES, SCHEME, replacing_folder
from annotator.formats.format import chosen
from annotator.formats.gathering import ALL, sheets
from annotator.formats.names import FileNames
from annotator.formats.showing import LENGTH
from annotator.model import Change, Setting
from annotator.model.annotation import GOLD
from annotator.model.codebook_toml import to_toml
from annotator.pace import Progress
from annotator.store.project import Project

_BOILERPLATE = ("boilerplate",)
_CARD_MEASURES = ("unitized_alpha", "f1_overlap")


@dataclass(frozen=True, slots=True)
class Made:
    """What a dataset came to; ``losses`` counts what was lost, by kind and what became of it."""

    recipe: Recipe
    path: Path
    parts: dict[str, Tally]
    files: dict[str, str]
    losses: dict[tuple[str, str], int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    bytes: int = 0

    @property
    def articles(self) -> int:
        """How many articles are in it."""
        return len({i for tally in self.parts.values() for i in tally.articles})

    @property
    def layers(self) -> int:
        """How many layers are in it."""
        return sum(tally.layers.total() for tally in self.parts.values())

    @property
    def spans(self) -> int:
        """How many spans are in it."""
        return sum(tally.spans for tally in self.parts.values())

    @property
    def relations(self) -> int:
        """How many relations are in it."""
        return sum(tally.links for tally in self.parts.values())


def export(
    project: Project,
    recipe: Recipe,
    to: str | Path,
    *,
    author: str = ALL,
    progress: Progress | None = None,
) -> Made:
    """Write the dataset that a recipe makes of a project.

    A split, views or a card make a folder with a file for each part, a card, the scheme, the
    losses one by one and checksums; otherwise it is just what the format writes. What is there
    already is replaced once all is written. ``author`` is in whose name a part is frozen. Raises
    ``FormatError`` for what the recipe asks for and there isn't, for what can't be written, and
    where it leaves everything out; then what is there stays.
    """
    to = Path(to)
    if to.exists() and to.samefile(project.path):
        raise FormatError(f"{to} is the project itself. Name another file to write to.")
    with seldom():
        maker = _Maker(project, recipe, progress)
        if maker.plan.leaves_all_out:
            raise FormatError(_nothing_taken(maker.plan))
        if recipe.bundled:
            with replacing_folder(to) as folder:
                maker.write_folder(folder)
        else:
            maker.write_part(maker.plan.parts[0], recipe.layer, to)
    if recipe.freeze is not None and not frozen(project, recipe.freeze):
        project.apply(_freezing(recipe.freeze, maker.tallies[recipe.freeze], author))
    return maker.made(to)


def losses(project: Project, recipe: Recipe, *, progress: Progress | None = None) -> Iterator[Loss]:
    """Yield everything that such a dataset would lose, without writing anything."""
    maker = _Maker(project, recipe, progress)
    lost: list[Loss] = []
    for part in maker.plan.parts:
        for _ in maker.sheets(part, recipe.layer, lost.append):
            yield from lost
            lost.clear()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a dataset would come to, and how its first articles would be written."""

    parts: dict[str, Tally]
    losses: dict[tuple[str, str], int]
    left_out: Mapping[str, int]
    example: str


def foresee(
    project: Project, recipe: Recipe, *, examples: int = 2, progress: Progress | None = None
) -> Foreseen:
    """Say what ``export`` would do, without writing anything where it would.

    The example is how what the format makes of the first ``examples`` sheets begins, or what is
    in it, for a format that isn't text; empty if there is nothing.
    """
    maker = _Maker(project, recipe, progress)
    first: list[Sheet] = []
    for part in maker.plan.parts:
        for sheet in maker.sheets(part, recipe.layer, maker.count):
            if len(first) < examples:
                first.append(sheet)
    return Foreseen(
        parts=maker.tallies,
        losses=maker.losses(),
        left_out=maker.plan.left_out,
        example=_example(maker.format, first, maker.terms),
    )


def _example(format: Format, sheets: list[Sheet], terms: Terms) -> str:
    """Return how what the format writes of these sheets begins, as text."""
    if not sheets:
        return ""
    with TemporaryDirectory() as folder:
        target = Path(folder, "example" if format.folder else f"example{format.suffixes[0]}")
        format.write(sheets, target, terms)
        return format.shown(target)[:LENGTH]


class _Maker:
    """Writes one dataset, and counts what goes into it."""

    def __init__(self, project: Project, recipe: Recipe, progress: Progress | None) -> None:
        self.project = project
        self.recipe = recipe
        self.format: Format = format_named(recipe.format)
        scheme = scheme_called(project.scheme, recipe.labels)
        self.terms = Terms(scheme, chosen(self.format, recipe.options), recipe.seed)
        self._done, self._total = 0, _passes(recipe) * project.count_articles()
        self._progress = progress
        self.plan = plan(project, recipe, self._tick)
        self._called = _called(self.plan.annotators, named=recipe.names)
        self.tallies = {part: Tally() for part in self.plan.parts}
        self.files: dict[str, str] = {}
        self._losses: Counter[tuple[str, str]] = Counter()

    def write_part(self, part: str, layer: str, to: Path) -> None:
        """Write one part of one annotator's layers, or everybody's, in the format."""
        self.format.write(self.sheets(part, layer, self.count), to, self.terms)

    def write_folder(self, folder: Path) -> None:
        """Write all parts, and what tells of them, into a folder."""
        with (folder / LOSSES).open("w", encoding="utf-8", newline="\n") as told:

            def lose(loss: Loss) -> None:
                self.count(loss)
                told.write(json.dumps(asdict(self._nameless(loss)), ensure_ascii=False) + "\n")

            for place, layer in self._views():
                for part in self.plan.parts:
                    name = part if self.format.folder else part + self.format.suffixes[0]
                    target = folder / place / name
                    target.parent.mkdir(exist_ok=True)
                    self.files[f"{place}_{part}" if place else part] = f"{place}/{name}".lstrip("/")
                    found = self.sheets(part, layer, lose)
                    self.format.write(found, target, self.terms)
        scheme = self.terms.scheme
        toml = to_toml(scheme) if self.recipe.labels else scheme.toml
        (folder / SCHEME).write_text(toml, encoding="utf-8", newline="\n")
        (folder / CARD).write_text(self._card(), encoding="utf-8", newline="\n")

    def sheets(self, part: str, layer: str, lose: Callable[[Loss], None]) -> Iterator[Sheet]:
        """Yield one part's sheets as the format can hold them, counted in; losses are told."""
        article: str | None = None
        for sheet in sheets(self.project, layer, self._tick):
            if not self.plan.takes(sheet, part):
                continue
            shaped, lost = self._shaped(sheet)
            fitted = self.format.fit(shaped, self.terms)
            for loss in (*lost, *fitted.losses):
                # What an article loses is told once, however many layers it has.
                if loss.annotator is not None or loss.article != article:
                    lose(loss)
            article = sheet.article.id
            self.tallies[part].add(fitted.sheet, sheet.annotator)
            yield fitted.sheet

    def made(self, to: Path) -> Made:
        """Say what came of it."""
        return Made(
            recipe=self.recipe,
            path=to,
            parts=self.tallies,
            files=self.files,
            losses=self.losses(),
            left_out=self.plan.left_out,
            bytes=sum(file.stat().st_size for file in _written(to)),
        )

    def losses(self) -> dict[tuple[str, str], int]:
        """Return how much was lost so far, by kind and what became of it."""
        return dict(sorted(self._losses.items()))

    def count(self, loss: Loss) -> None:
        """Count something that is lost."""
        self._losses[loss.kind, loss.reason] += 1

    def _shaped(self, sheet: Sheet) -> tuple[Sheet, list[Loss]]:
        lost: list[Loss] = []
        if not self.recipe.boilerplate:
            cut = without_zones(sheet, _BOILERPLATE)
            lost += cut.losses
            sheet = cut.sheet
        if self.recipe.labels:
            renamed = relabelled(sheet, self.recipe.labels)
            lost += renamed.losses
            sheet = renamed.sheet
        return sheet, lost

    def _views(self) -> list[tuple[str, str]]:
        """Return a folder's name and a layer for each view; one of no name for all together."""
        if not self.recipe.views:
            return [("", self.recipe.layer)]
        folders = FileNames()
        return [
            (folders.name(name, called if self.recipe.names else called.lower()), name)
            for name, called in self._called.items()
        ]

    def _nameless(self, loss: Loss) -> Loss:
        """Call an annotator in a loss as the card does."""
        name = loss.annotator
        if name is None:
            return loss
        called = self._called[name]
        return replace(loss, annotator=called, what=called if loss.what == name else loss.what)

    def _card(self) -> str:
        return card(
            Facts(
                project=self.project.name,
                scheme=self.project.scheme,
                format=self.format,
                recipe=self.recipe,
                options=self.terms.options,
                parts=self.tallies,
                files=self.files,
                called=self._called,
                agreement=_agreement(self.project, self.recipe, list(self.tallies.values())),
                losses=self.losses(),
                left_out=self.plan.left_out,
            )
        )

    def _tick(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


def _called(annotators: Iterable[str], *, named: bool) -> dict[str, str]:
    """Return what annotators are called: by number unless they may be named. Gold is nobody."""
    if named:
        return {name: name for name in annotators}
    people = (name for name in annotators if name != GOLD)
    numbered = {name: f"Annotator {number}" for number, name in enumerate(people, 1)}
    return {name: numbered.get(name, name) for name in annotators}


def _nothing_taken(plan: Plan) -> str:
    why = ", ".join(f"{n:,} × “{reason}”" for reason, n in plan.left_out.items())
    mends = ["Finish some articles"]
    if plan.recipe.statuses is not None:
        mends.append("take layers of any status (--status any)")
    if plan.recipe.agreement is not None:
        mends.append("ask for less agreement or none")
    return f"Nothing was written, since all is left out: {why}. {', or '.join(mends)}."


def _agreement(project: Project, recipe: Recipe, tallies: Sequence[Tally]) -> list[tuple[str, str]]:
    """Return how far people agree on the dataset's articles, whosever layers are in it."""
    if len(project.annotators()) < 2:
        return []
    from annotator.agreement.scope import Scope
    from annotator.agreement.study import Study

    articles = frozenset(article for tally in tallies for article in tally.articles)
    scope = Scope(articles=articles, unfinished=recipe.statuses is None)
    study = Study.of(project, scope)
    figures = []
    for row in study.rows(_CARD_MEASURES):
        # Figures of two out of several, and of one beside gold, need names to mean anything.
        if row.value is None or row.annotators != study.annotators:
            continue
        interval = f" [{row.low:.2f}, {row.high:.2f}]" if row.low is not None else ""
        about = f"{row.articles} articles, {row.units} units"
        figures.append(
            (f"{row.measure}, {row.label or 'all'}", f"{row.value:.2f}{interval}; {about}")
        )
    return figures


def _passes(recipe: Recipe) -> int:
    """Say how often the project is gone through: once to plan, and once for each part."""
    parts = len(recipe.split.names) if recipe.split is not None else 1
    return parts + (not recipe.takes_everything)


def _freezing(part: str, tally: Tally, author: str) -> Change:
    kept = Setting(frozen_key(part), " ".join(sorted(tally.articles)))
    return Change(f"Keep the part {part} as it is", author, put=[kept])


def _written(to: Path) -> Iterator[Path]:
    if to.is_file():
        yield to
    for folder, _, names in os.walk(to):
        yield from (Path(folder, name) for name in names)
