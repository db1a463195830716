"""A recipe is kept in the project, read back as it was, and says what would make it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.recipe import Recipe, recipe_named, save, saved
from annotator.dataset.splits import Shares
from annotator.errors import FormatError

WEEKLY = Recipe(
    "conll",
    layer="gold",
    statuses=("done",),
    boilerplate=False,
    agreement=0.6,
    labels={"Source": "Party", "Cue": ""},
    split=Shares.parse("train=0.8,dev=0.1,test=0.1"),
    seed=7,
    group_by=("source",),
    freeze="test",
    options={"tokens": "words"},
    card=True,
    licence="CC BY 4.0",
)


def test_a_recipe_is_kept_in_the_project_and_can_be_undone(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.annotator") as project:
        project.apply(save(WEEKLY, " weekly ", "me"))
        assert saved(project) == {"weekly": WEEKLY}
        assert recipe_named(project, "weekly") == WEEKLY
        project.undo(annotator="me")
        with pytest.raises(FormatError, match='has no recipe "weekly"; it has: none yet'):
            recipe_named(project, "weekly")


def test_the_command_names_all_that_differs_from_the_usual() -> None:
    assert WEEKLY.command("out") == (
        "annotator export PROJECT --format conll --to out --layer gold --status done "
        "--min-agreement 0.6 --boilerplate drop --label Cue= --label Source=Party "
        "--split train=0.8,dev=0.1,test=0.1 --seed 7 --group-by source --freeze test "
        "--option tokens=words --card --licence 'CC BY 4.0'"
    )


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"statuses": ("finished",)}, '"finished" is no status'),
        ({"agreement": 1.5}, "from 0 to 1"),
        ({"freeze": "test"}, "has no parts"),
        ({"freeze": "test", "split": Shares.parse("a=0.5,b=0.5")}, "has the parts a, b"),
        ({"group_by": ("source",)}, "need a split"),
        ({"temporal": True}, "need a split"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(values: dict[str, object], wrong: str) -> None:
    with pytest.raises(FormatError, match=wrong):
        Recipe("conll", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"split": null, "sauce": 1}', "null"])
def test_what_is_no_recipe_is_told(text: str) -> None:
    with pytest.raises(FormatError, match="Save it anew"):
        Recipe.from_json(text)
