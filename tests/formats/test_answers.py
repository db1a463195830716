"""Attributes from formats that know texts only come into the form that the scheme asks for."""

from __future__ import annotations

from typing import Any

import pytest

from annotator.formats.answers import suited
from annotator.model import AttributeType
from annotator.model.scheme import AttributeKind


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", "3", 3),
        ("number", "0.5", 0.5),
        ("number", "nan", "nan"),
        ("number", "many", "many"),
        ("flag", "true", True),
        ("flag", "No", False),
        ("flag", "perhaps", "perhaps"),
        ("multi-choice", "one", ("one",)),
        ("choice", ("one",), "one"),
        ("choice", ("one", "two"), ("one", "two")),
        ("choice", 3, "3"),
        ("text", True, "true"),
        ("text", "x", "x"),
    ],
)
def test_each_answer_is_as_its_question_wants_it(
    kind: AttributeKind, value: Any, expected: Any
) -> None:
    attribute = AttributeType("a", kind, ("one", "two", "3"))

    (found,) = suited({"a": value}, (attribute,)).values()

    assert found == expected
    assert type(found) is type(expected)


def test_unknown_attributes_are_left_for_the_scheme_to_judge() -> None:
    assert suited({"b": "3"}, (AttributeType("a", "number"),)) == {"b": "3"}
