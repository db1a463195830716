"""The project's own guidelines: a text in Markdown for all who work on it, kept in its file."""

from __future__ import annotations

from annotator.errors import ChangeError
from annotator.model.change import Change, Setting
from annotator.text.verbatim import check_text

#: Under which key the project remembers them.
GUIDELINES = "guidelines"
#: As many characters as a page shows without delay.
LONGEST = 300_000


def write_guidelines(text: str, annotator: str) -> Change:
    """Give the project these guidelines instead of those it has; an empty text takes them away.

    Raises ``TextError`` or ``ChangeError`` for a text that can't be kept or is too long.
    """
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    check_text(text, name="The guidelines")
    if len(text) > LONGEST:
        raise ChangeError(
            f"The guidelines are {len(text):,} characters long; up to {LONGEST:,} are shown "
            "without delay. Keep what annotators look up, and put the rest elsewhere."
        )
    return Change("Write guidelines", annotator, put=[Setting(GUIDELINES, text)])
