"""Decides, before anything is written, which layers go into a dataset and into which part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby
from statistics import fmean

from annotator.dataset.recipe import Recipe
from annotator.dataset.splits import Assigned, Item, Shares, assign
from annotator.errors import FormatError
from annotator.formats import Sheet
from annotator.formats.gathering import ALL, sheets
from annotator.model import Article
from annotator.model.annotation import GOLD
from annotator.store.project import Project

#: The part that a dataset without a split consists of.
WHOLE = "data"
_FROZEN = "frozen."
_FIELDS = ("source", "url", "byline", "published", "language", "title")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a dataset will hold: the part of each article that is in it, by id.

    ``part_of`` is ``None`` where everything is in the only part. ``parts`` are the parts' names in
    order; ``annotators``, by name, are those whose layers may be taken. ``left_out`` counts the
    articles and layers that are left out, by the reason.
    """

    recipe: Recipe
    parts: tuple[str, ...]
    part_of: Mapping[str, str] | None
    annotators: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

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
    if sheet.annotator is None:
        # A view is somebody's.
        return recipe.statuses is None and not recipe.views
    return recipe.statuses is None or sheet.status in recipe.statuses


def plan(project: Project, recipe: Recipe, seen: Callable[[], None] = lambda: None) -> Plan:
    """Look through the project once, unless all is taken anyway, and decide what goes where.

    Raises ``FormatError`` for a layer or a field that there isn't. ``seen`` is called after each
    article.
    """
    if recipe.takes_everything:
        everybody = tuple(annotator.name for annotator in project.annotators())
        return Plan(recipe, (WHOLE,), None, everybody)
    left_out: Counter[str] = Counter()
    annotators: set[str] = set()
    part_of: dict[str, str] = {}
    parting = None if recipe.split is None else _Parting(recipe, recipe.split)
    # How far people agree is known by all their layers, whosever are taken.
    found = sheets(project, recipe.layer if recipe.agreement is None else ALL, seen)
    for _, group in groupby(found, key=lambda sheet: sheet.article.id):
        layers = list(group)
        taken = []
        for sheet in layers:
            if recipe.layer not in (ALL, sheet.annotator):
                continue
            if takes(recipe, sheet):
                taken.append(sheet)
            else:
                left_out[_unfinished(sheet)] += 1
        if taken and (why := _disagreed(recipe, layers)):
            left_out[why] += 1
        elif taken:
            article = taken[0].article
            part_of[article.id] = WHOLE
            annotators |= {sheet.annotator for sheet in taken if sheet.annotator is not None}
            if parting is not None:
                parting.add(article, taken)
    parts: tuple[str, ...] = (WHOLE,)
    if parting is not None:
        parts = parting.shares.names
        assigned = parting.assigned(project)
        left_out.update(assigned.left_out.values())
        part_of = {i: part for i, part in assigned.parts.items() if i in part_of}
    return Plan(recipe, parts, part_of, tuple(sorted(annotators)), dict(sorted(left_out.items())))


def frozen(project: Project, part: str) -> dict[str, str]:
    """Return the articles that the project keeps in a part, by id; none before it was frozen."""
    ids = project.meta(_FROZEN + part)
    return dict.fromkeys(ids.split(), part) if ids else {}


def frozen_key(part: str) -> str:
    """Return the key under which a project remembers the articles of a frozen part."""
    return _FROZEN + part


def _unfinished(sheet: Sheet) -> str:
    return "Nobody worked on it." if sheet.annotator is None else f"The layer is {sheet.status}."


def _disagreed(recipe: Recipe, layers: Iterable[Sheet]) -> str | None:
    """Say why an article is not agreed on enough; gold and models are none of those who agree."""
    if recipe.agreement is None:
        return None
    compared = [
        sheet
        for sheet in layers
        if sheet.annotator not in (None, GOLD)
        and sheet.role not in ("reviewer", "model")
        and takes(recipe, sheet)
    ]
    if len(compared) < 2:
        return "Fewer than two people finished it, so agreement is not known."
    from annotator.agreement import span_f1

    marks = [[_marks(sheet)] for sheet in compared]
    scores = [span_f1(a, b, match="overlap").f1 for [a], [b] in combinations(marks, 2)]
    known = [score for score in scores if score is not None]
    if known and fmean(known) < recipe.agreement:
        return f"Its annotators agree less than {recipe.agreement:g}."
    return None


def _marks(sheet: Sheet) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in sheet.spans]


class _Parting:
    """Gathers what has to be known of each article to put it into a part, and does so."""

    def __init__(self, recipe: Recipe, shares: Shares) -> None:
        from annotator.intake.duplicates import Finder

        self.shares = shares
        self._recipe = recipe
        self._near = Finder()
        self._items: list[Item] = []
        self._fields: set[str] = set()

    def add(self, article: Article, taken: Iterable[Sheet] = ()) -> None:
        """Take an article with its layers that are in the dataset."""
        labels: Counter[str] = Counter()
        for sheet in taken:
            called = (self._recipe.labels.get(label, label) for label in sheet.labels)
            labels.update(filter(None, called))
        groups = {one.article for one in self._near.add(article.id, article.text)}
        if article.revision_of is not None:
            groups.add(article.revision_of)
        for name in self._recipe.group_by:
            if (value := _value(article, name)) is not None:
                groups.add(f"{name}={value}")
                self._fields.add(name)
        date = (article.published or "")[:10] or None
        self._items.append(Item(article.id, frozenset(groups), dict(labels), date))

    def assigned(self, project: Project) -> Assigned:
        """Put all articles into parts. Raises ``FormatError`` for a field that none of them has."""
        for name in self._recipe.group_by:
            if self._items and name not in self._fields:
                raise FormatError(
                    f'No article has the field "{name}" to group by. Fields are date, '
                    f"{', '.join(_FIELDS)}, and the keys of an article's metadata."
                )
        part = self._recipe.freeze
        kept = frozen(project, part) if part is not None else {}
        # What is fixed in a part and not taken this time: nothing near it may go elsewhere.
        for article_id in sorted(kept.keys() - {item.id for item in self._items}):
            if project.find_article(article_id, None) is not None:
                self.add(project.article(article_id))
        recipe = self._recipe
        return assign(
            self._items, self.shares, seed=recipe.seed, temporal=recipe.temporal, frozen=kept
        )


def _value(article: Article, name: str) -> str | None:
    if name == "date":
        return (article.published or "")[:10] or None
    value = getattr(article, name) if name in _FIELDS else article.metadata.get(name)
    return None if value is None else str(value)
