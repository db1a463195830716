"""Schemes are read whole, and what is wrong with one is said plainly."""

from __future__ import annotations

import pytest

from annotator.errors import SchemeError
from annotator.model import Scheme
from annotator.model.codebook import parse_scheme

GOOD = """
name = "s"
[[label]]
name = "A"
key = "1"
[[label.attribute]]
name = "kind"
kind = "choice"
values = ["x", "y"]
[[relation]]
name = "r"
from = ["A"]
to = ["A"]
"""


def test_the_default_scheme_says_what_the_guidelines_say(scheme: Scheme) -> None:
    assert [(x.name, x.key, x.style) for x in scheme.labels] == [
        ("Claim", "1", "tint"),
        ("Source", "2", "solid"),
        ("Cue", "3", "dashed"),
        ("Actor", "4", "dotted"),
    ]
    assert {r.name: (r.sources, r.targets) for r in scheme.relations} == {
        "attributed_to": (("Claim",), ("Source",)),
        "cued_by": (("Claim",), ("Cue",)),
        "quotes": (("Source",), ("Source",)),
        "same_as": (("Source",), ("Source",)),
        "about": (("Claim",), ("Actor",)),
    }
    assert scheme.actor_kinds[:3] == ("person", "company", "state")
    assert scheme.attribution is not None
    assert scheme.label("Nothing") is None
    assert scheme.rank("Cue") == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "s"', "name = ", "not valid TOML"),
        ('name = "s"', "", 'has no "name"'),
        ('name = "s"', 'name = "s"\ncolor = "red"', 'an entry "color"'),
        ('name = "s"', 'name = "s"\nregister.kinds = ["x", "x"]', "two kinds are called"),
        ('key = "1"', 'key = "12"', "not one letter or digit"),
        ('key = "1"', 'colour = "red"', "is not like"),
        ('key = "1"', 'style = "wavy"', "it can be tint, solid, dashed, dotted"),
        ('key = "1"', "overlap = 1", "not true or false"),
        ('kind = "choice"', 'kind = "flag"', 'takes no "values"'),
        ('values = ["x", "y"]', "", 'needs "values"'),
        ('values = ["x", "y"]', 'values = ["x", "x"]', "two values"),
        ('values = ["x", "y"]', 'values = ["x", "y"]\ndefault = "z"', "not one of x, y"),
        ('to = ["A"]', 'to = ["B"]', 'no label is called "B"'),
        ('to = ["A"]', "", "needs the labels"),
        ('to = ["A"]', 'to = ["A"]\nmax = 0', "it starts at 1"),
        ('to = ["A"]', 'to = ["A"]\n[[label]]\nname = "A"', "two labels"),
        ('to = ["A"]', 'to = ["A"]\n[[check]]\nneeds = ["q"]\nmessage = "m"', '"q"'),
        ('to = ["A"]', 'to = ["A"]\n[[check]]\nzones = ["foot"]\nmessage = "m"', "'foot'"),
        ('to = ["A"]', 'to = ["A"]\n[attribution]\nclaim = "B"\nsource = "r"\ncue = "r"', '"B"'),
    ],
)
def test_a_wrong_scheme_is_refused_by_name(old: str, new: str, said: str) -> None:
    parse_scheme(GOOD)
    with pytest.raises(SchemeError) as caught:
        parse_scheme(GOOD.replace(old, new, 1), where="mine.toml")
    assert said in str(caught.value)
    assert "mine.toml" in str(caught.value)
