"""Chat-style JSON Lines: examples to fine-tune language models with, and to measure them by.

Each line is a conversation: the scheme as an instruction, an article or a window of one, and the
annotations as strict JSON; ``schema.json`` beside it says what such an answer is. Answers quote the
text and hold no offsets; what they say is brought back to offsets when they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.chat.windows import WINDOW
from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet

EXAMPLES, SCHEMA = "examples.jsonl", "schema.json"


class Chat(Format):
    """The format ``chat``; reading and writing are loaded when they are needed."""

    name = "chat"
    title = "Chat for language models"
    suffixes = (".jsonl",)
    folder = True
    examples = EXAMPLES
    holds = Holds(
        text=True,
        metadata=True,
        overlap=True,
        fragments=True,
        attributes=True,
        relations=True,
        relation_attributes=True,
        actors=True,
        layers=True,
    )
    options = (WINDOW,)

    def recognises(self, sample: Sample) -> bool:
        """Take conversations that say which window of an article they are about, or none."""
        if not sample.record:
            return sample.path.name == EXAMPLES
        about = sample.record.get("metadata")
        return "messages" in sample.record and isinstance(about, dict) and "window" in about

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return the schema of the answers."""
        return (path.parent / SCHEMA,)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet without what its windows part."""
        from annotator.formats.chat.fitting import fit

        return fit(sheet, terms, self.holds)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for the windows of each article, or why an answer is none."""
        from annotator.formats.chat.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a line for each window of each sheet, and the schema of the answers."""
        from annotator.formats.chat.writing import write

        write(sheets, to, terms)


FORMAT = Chat()
