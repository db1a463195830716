"""Decides, before anything is written, which layers go into a dataset and into which part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby
from operator import attrgetter
from statistics import fmean

from annotator.dataset.recipe import Recipe
from annotator.dataset.splits import Item, assign
from annotator.errors import FormatError
from annotator.formats import Sheet
from annotator.formats.gathering import sheets
from annotator.model import Article
from annotator.store.project import Project

#: The part that a dataset without a split consists of.
WHOLE = "data"
_FROZEN = "frozen."
_FIELDS = ("source", "url", "byline", "published", "language", "title")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article, or one annotator's layer of it, that a dataset leaves out, and why."""

    article: str
    title: str
    annotator: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a dataset will hold: the part of each article that is in it, by id.

    ``part_of`` is ``None`` where everything is in the only part. ``parts`` are the parts' names in
    order; ``annotators``, by name, are those whose layers may be taken.
    """

    recipe: Recipe
    parts: tuple[str, ...]
    part_of: Mapping[str, str] | None
    annotators: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def leaves_all_out(self) -> bool:
        """Whether there was something, and the recipe takes none of it."""
        return bool(self.left_out) and not self.part_of

    def takes(self, sheet: Sheet, part: str) -> bool:
        """Say whether a sheet is in this part of the dataset."""
        if self.part_of is None:
            return True
        return self.part_of.get(sheet.article.id) == part and takes(self.recipe, sheet)


def takes(recipe: Recipe, sheet: Sheet) -> bool:
    """Say whether a recipe takes a layer, as far as the layer itself tells."""
    if recipe.statuses is None:
        return True
    return sheet.annotator is not None and sheet.status in recipe.statuses


def plan(project: Project, recipe: Recipe, seen: Callable[[], None] = lambda: None) -> Plan:
    """Look through the project once, unless all is taken anyway, and decide what goes where.

    Raises ``FormatError`` for a layer or a field that there isn't. ``seen`` is called after each
    article.
    """
    if recipe.takes_everything:
        everybody = tuple(annotator.name for annotator in project.annotators())
        return Plan(recipe, (WHOLE,), None, everybody)
    items: list[Item] = []
    left_out: list[LeftOut] = []
    annotators: set[str] = set()
    near = _nearness(recipe)
    found = sheets(project, recipe.layer, seen)
    for _, group in groupby(found, key=lambda sheet: sheet.article.id):
        layers = list(group)
        article = layers[0].article
        taken = [sheet for sheet in layers if takes(recipe, sheet)]
        left_out += [_unfinished(sheet) for sheet in layers if sheet not in taken]
        if why := _disagreed(recipe, taken):
            left_out.append(LeftOut(article.id, article.title, None, why))
            continue
        if not taken:
            continue
        annotators |= {sheet.annotator for sheet in taken if sheet.annotator is not None}
        items.append(_item(recipe, article, taken, near(article)))
    if recipe.split is None:
        part_of = {item.id: WHOLE for item in items}
        return Plan(recipe, (WHOLE,), part_of, tuple(sorted(annotators)), tuple(left_out))
    _check_fields(recipe, items)
    kept = frozen(project, recipe.freeze) if recipe.freeze is not None else {}
    assigned = assign(items, recipe.split, seed=recipe.seed, temporal=recipe.temporal, frozen=kept)
    for article_id, why in assigned.left_out.items():
        left_out.append(LeftOut(article_id, project.article(article_id).title, None, why))
    return Plan(
        recipe, recipe.split.names, assigned.parts, tuple(sorted(annotators)), tuple(left_out)
    )


def frozen(project: Project, part: str) -> dict[str, str]:
    """Return the articles that the project keeps in a part, by id; none before it was frozen."""
    ids = project.meta(_FROZEN + part)
    return dict.fromkeys(ids.split(), part) if ids else {}


def frozen_key(part: str) -> str:
    """Return the key under which a project remembers the articles of a frozen part."""
    return _FROZEN + part


def reasons(left_out: Iterable[LeftOut]) -> dict[str, int]:
    """Count what is left out by reason."""
    return dict(sorted(Counter(map(attrgetter("why"), left_out)).items()))


def _unfinished(sheet: Sheet) -> LeftOut:
    article = sheet.article
    if sheet.annotator is None:
        return LeftOut(article.id, article.title, None, "Nobody worked on it.")
    why = f"The layer is {sheet.status}."
    return LeftOut(article.id, article.title, sheet.annotator, why)


def _disagreed(recipe: Recipe, taken: list[Sheet]) -> str | None:
    if recipe.agreement is None:
        return None
    if len(taken) < 2:
        return "Fewer than two people finished it, so agreement is not known."
    from annotator.agreement import span_f1

    marks = [[_marks(sheet)] for sheet in taken]
    scores = [span_f1(a, b, match="overlap").f1 for [a], [b] in combinations(marks, 2)]
    known = [score for score in scores if score is not None]
    if known and fmean(known) < recipe.agreement:
        return f"Its annotators agree less than {recipe.agreement:g}."
    return None


def _marks(sheet: Sheet) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in sheet.spans]


def _item(recipe: Recipe, article: Article, taken: list[Sheet], near: set[str]) -> Item:
    labels: Counter[str] = Counter()
    for sheet in taken:
        labels.update(recipe.labels.get(span.label, span.label) for span in sheet.spans)
    groups = {f"revision {article.revision_of or article.id}", *near}
    for name in recipe.group_by:
        if (value := _value(article, name)) is not None:
            groups.add(f"{name} {value}")
    return Item(article.id, frozenset(groups), labels, (article.published or "")[:10] or None)


def _value(article: Article, name: str) -> str | None:
    if name == "date":
        return (article.published or "")[:10] or None
    value = getattr(article, name) if name in _FIELDS else article.metadata.get(name)
    return None if value is None else str(value)


def _check_fields(recipe: Recipe, items: Iterable[Item]) -> None:
    known = {key.partition(" ")[0] for item in items for key in item.groups}
    for name in recipe.group_by:
        if items and name not in known:
            raise FormatError(
                f'No article has the field "{name}" to group by. Fields are date, '
                f"{', '.join(_FIELDS)}, and the keys of an article's metadata."
            )


def _nearness(recipe: Recipe) -> Callable[[Article], set[str]]:
    """Return what gives each article a key that its near-duplicates have too."""
    if recipe.split is None:
        return lambda article: set()
    from annotator.intake.duplicates import Finder

    finder = Finder()

    def near(article: Article) -> set[str]:
        return {
            f"near {article.id}",
            *(f"near {one.article}" for one in finder.add(article.id, article.text)),
        }

    return near
