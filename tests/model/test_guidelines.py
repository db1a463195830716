"""The project's own guidelines are a text like any other, but not of any length."""

from __future__ import annotations

import pytest

from annotator.errors import ChangeError, TextError
from annotator.model import Setting
from annotator.model.guidelines import GUIDELINES, LONGEST, write_guidelines


def test_guidelines_are_kept_with_plain_line_breaks() -> None:
    change = write_guidelines("\n# Claims\r\nMark them.\rAll.  \n", "lead")

    assert (change.name, change.annotator) == ("Write guidelines", "lead")
    assert change.put == [Setting(GUIDELINES, "# Claims\nMark them.\nAll.")]
    assert write_guidelines(" \n", "lead").put == [Setting(GUIDELINES, "")]


def test_what_cannot_be_kept_or_shown_is_refused() -> None:
    assert write_guidelines("x" * LONGEST, "lead")
    with pytest.raises(ChangeError, match="300,001 characters long"):
        write_guidelines("x" * (LONGEST + 1), "lead")
    with pytest.raises(TextError, match="The guidelines"):
        write_guidelines("half \ud800", "lead")
