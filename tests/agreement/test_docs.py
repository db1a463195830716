"""What docs/agreement.md shows runs, and it names every measure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.agreement.measures import MEASURES

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"


def test_the_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.S)

    exec(compile(example, PAGE.name, "exec"), {})

    assert len(capsys.readouterr().out.splitlines()) == 3


def test_every_measure_is_named() -> None:
    named = set(re.findall(r"`([a-z_0-9]+)`", PAGE.read_text(encoding="utf-8")))

    assert set(MEASURES) <= named
