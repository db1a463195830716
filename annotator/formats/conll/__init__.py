"""CoNLL: one token a line with its IOB2 tag, and a blank line behind each sentence.

Training code for named entities reads it everywhere. ``docs/formats.md`` describes it for its
users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.tokens.fitting import EDGES, token_option


class Conll(Format):
    """The format ``conll``; reading and writing are loaded when they are needed."""

    name = "conll"
    title = "CoNLL, IOB2"
    suffixes = (".conll", ".iob", ".iob2", ".bio")
    unit = "tokens"
    holds = Holds()
    options = (token_option("words"), EDGES)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet with spans that lie on tokens, within a sentence, without overlap."""
        from annotator.formats.conll.writing import fit

        return fit(sheet, terms, self.holds)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each article, with a text made of its tokens."""
        from annotator.formats.conll.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a line for each token."""
        from annotator.formats.conll.writing import write

        write(sheets, to)


FORMAT = Conll()
