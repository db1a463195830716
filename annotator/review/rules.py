"""How a project reviews: what counts as agreed, whose layers are compared, and into which gold."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from annotator.errors import ProjectError
from annotator.model import Change, Setting
from annotator.model.annotation import GOLD, gold_of, is_gold
from annotator.review.adjudicating import compared
from annotator.store.project import Project

Agreed = Literal["all", "majority", "number", "never"]
Into = Literal["gold", "own", "joint"]

_KEY = "review"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a project reviews; the defaults suit one reviewer.

    ``agreed`` says what becomes gold at once: what all have in the same way, more than half, at
    least ``number``, or nothing. ``into`` is the ``gold`` of all reviewers, the ``own`` one of
    each, or gold again, but made of the reviewers' own ones, which are compared like annotators'
    work: a ``joint`` one. In a ``blind`` review annotators are called A, B, C.
    """

    agreed: Agreed = "all"
    number: int = 2
    into: Into = "gold"
    blind: bool = False

    def least(self, asked: int) -> int:
        """Return how many of so many annotators have to agree; more than there are for never."""
        match self.agreed:
            case "majority":
                return asked // 2 + 1
            case "number":
                return min(max(self.number, 2), asked)
            case "never":
                return asked + 1
        return asked

    def layer(self, reviewer: str) -> str:
        """Return whose layer a reviewer's decisions are made for."""
        return gold_of(reviewer) if self.into == "own" else GOLD

    def compared(self, project: Project) -> set[str]:
        """Return whose layers are compared."""
        if self.into != "joint":
            return compared(project)
        return {a.name for a in project.annotators() if is_gold(a.name) and a.name != GOLD}


def rules_of(project: Project) -> Rules:
    """Return how a project reviews. Raises ``ProjectError`` if what it remembers makes no sense."""
    try:
        rules = Rules(**json.loads(project.meta(_KEY) or "{}"))
    except (TypeError, ValueError) as error:
        raise ProjectError(
            f"{project.path.name} was set to review in a way that this version doesn't know. Open "
            "it with a newer version of the program."
        ) from error
    known = rules.agreed in get_args(Agreed) and rules.into in get_args(Into)
    return rules if known else Rules()


def keep(rules: Rules, reviewer: str) -> Change:
    """Return the change that has the project review like this."""
    setting = Setting(_KEY, json.dumps(asdict(rules)))
    return Change("Set how to review", reviewer, put=[setting])
