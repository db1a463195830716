"""A recipe: everything that decides what a dataset holds, so that it can be made again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.dataset.splits import Shares
from annotator.errors import FormatError
from annotator.formats.gathering import ALL
from annotator.formats.registry import NATIVE
from annotator.model import Change, Setting
from annotator.store.project import Project

_KEY = "recipe."
_STATUSES = ("new", "started", "done", "flagged", "skipped")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a dataset is made of a project.

    ``layer`` is an annotator's name, ``gold`` or ``all``, and ``views`` gives each annotator's
    layers a folder of their own; ``statuses`` are those whose layers are taken, ``None`` any.
    ``agreement`` leaves out articles on which annotators agree less than that (mean F1 of
    overlapping spans over pairs, 0 to 1). ``boilerplate`` keeps it in the text. ``labels`` maps
    labels to what they are called in the dataset, or to ``""`` to leave them out. ``split``
    parts the articles; ``group_by`` names fields of an article, or keys of its metadata, whose
    values no two parts share; ``seed`` gives another split, and other examples where a format
    draws some; ``temporal`` parts by date; ``freeze`` names the part that the project keeps as it
    is from then on. ``options`` are the format's own. ``card`` makes a folder with a data card
    also of what has neither parts nor views; ``names`` lets it name annotators, and ``licence``
    is what it says of reuse.
    """

    format: str
    layer: str = ALL
    views: bool = False
    statuses: tuple[str, ...] | None = None
    agreement: float | None = None
    boilerplate: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    split: Shares | None = None
    seed: int = 0
    group_by: tuple[str, ...] = ()
    temporal: bool = False
    freeze: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    card: bool = False
    names: bool = False
    licence: str = ""

    def __post_init__(self) -> None:
        for status in self.statuses or ():
            if status not in _STATUSES:
                raise FormatError(
                    f'"{status}" is no status; there are: {", ".join(_STATUSES)}, and "any".'
                )
        if self.agreement is not None and not 0 <= self.agreement <= 1:
            raise FormatError(f"The least agreement is {self.agreement:g}, not from 0 to 1.")
        parts = self.split.names if self.split is not None else ()
        if self.freeze is not None and self.freeze not in parts:
            raise FormatError(
                f'"{self.freeze}" cannot be kept: the split has '
                f"{'the parts ' + ', '.join(parts) if parts else 'no parts'}."
            )
        if (self.group_by or self.temporal) and self.split is None:
            raise FormatError("Grouping and order in time need a split, as in train=0.8,test=0.2.")

    @classmethod
    def usual(cls, format: str, **values: Any) -> Recipe:
        """Return the recipe for a format that says no more than is given.

        What is made to train or to compare with takes finished layers only, without boilerplate;
        the native format takes everything, for it is made to be read again.
        """
        if format != NATIVE:
            values = {"statuses": ("done",), "boilerplate": False} | values
        return cls(format, **values)

    @property
    def takes_everything(self) -> bool:
        """Whether nothing has to be decided before the first article is written."""
        decides = (self.statuses, self.agreement, self.split)
        return not self.views and all(choice is None for choice in decides)

    @property
    def bundled(self) -> bool:
        """Whether a folder with parts, card and checksums is made, and not what the format is."""
        return self.card or self.views or self.split is not None

    def to_json(self) -> str:
        """Write the recipe down; ``from_json`` reads it."""
        values: dict[str, Any] = {
            name: getattr(self, name) for name in self.__dataclass_fields__ if name != "split"
        }
        values["split"] = None if self.split is None else str(self.split)
        values["labels"], values["options"] = dict(self.labels), dict(self.options)
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read a recipe. Raises ``FormatError`` if it isn't one of this version."""
        try:
            values = json.loads(text)
            split = values.pop("split")
            for name in ("statuses", "group_by"):
                values[name] = None if values[name] is None else tuple(values[name])
            return cls(split=None if split is None else Shares.parse(split), **values)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise FormatError(f"The recipe cannot be read ({error}). Save it anew.") from error

    def command(self, target: str) -> str:
        """Return the command line that makes this dataset again in the folder ``target``."""
        words = ["annotator", "export", "PROJECT", "--format", self.format, "--to", target]
        words += ["--layer", self.layer] if self.layer != ALL else []
        words += ["--views"] if self.views else []
        words += ["--status", "any" if self.statuses is None else ",".join(self.statuses)]
        words += ["--min-agreement", f"{self.agreement:g}"] if self.agreement is not None else []
        words += ["--boilerplate", "keep" if self.boilerplate else "drop"]
        for old, new in sorted(self.labels.items()):
            words += ["--label", f"{old}={new}"]
        if self.split is not None:
            words += ["--split", str(self.split)]
        words += ["--seed", str(self.seed)] if self.split is not None or self.seed else []
        for name in self.group_by:
            words += ["--group-by", name]
        words += ["--temporal"] if self.temporal else []
        words += ["--freeze", self.freeze] if self.freeze else []
        for name, value in sorted(self.options.items()):
            words += ["--option", f"{name}={value}"]
        words += ["--card"] if self.card else []
        words += ["--names"] if self.names else []
        words += ["--licence", self.licence] if self.licence else []
        return shlex.join(words)


def saved(project: Project) -> dict[str, Recipe]:
    """Return the project's recipes by name."""
    found = project.settings(_KEY)
    return {key.removeprefix(_KEY): Recipe.from_json(text) for key, text in found.items()}


def recipe_named(project: Project, name: str) -> Recipe:
    """Return one of the project's recipes; ``FormatError`` if none is called that."""
    recipes = saved(project)
    if name not in recipes:
        known = ", ".join(recipes) or "none yet"
        raise FormatError(f'{project.path.name} has no recipe "{name}"; it has: {known}.')
    return recipes[name]


def save(recipe: Recipe, name: str, annotator: str) -> Change:
    """Keep a recipe in the project under a name, in place of one that has it."""
    name = " ".join(name.split())
    if not name:
        raise FormatError("A recipe needs a name.")
    return Change(f"Save recipe {name}", annotator, put=[Setting(_KEY + name, recipe.to_json())])
