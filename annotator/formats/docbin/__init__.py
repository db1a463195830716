"""spaCy's DocBin: what ``spacy train`` reads as it is.

``doc.ents`` has spans that don't overlap, ``doc.spans["sc"]`` all of them, and ``doc.user_data``
everything, links and attributes included. ``docs/formats.md`` describes it for its users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.tokens.fitting import EDGES, token_option


class SpacyDocBin(Format):
    """The format ``spacy``; reading, writing and spaCy are loaded when they are needed."""

    name = "spacy"
    title = "spaCy DocBin"
    suffixes = (".spacy",)
    unit = "tokens"
    holds = EVERYTHING
    options = (token_option("spacy"), EDGES)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as it is, and what ``doc.ents`` and ``doc.spans`` have otherwise."""
        from annotator.formats.tokens.laying import fit_beside

        return fit_beside(sheet, terms, "doc.ents")

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each document."""
        from annotator.formats.docbin.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a document for each sheet."""
        from annotator.formats.docbin.writing import write

        write(sheets, to, terms)

    def shown(self, to: Path) -> str:
        """Return the documents' tokens and spans."""
        from annotator.formats.docbin.showing import shown

        return shown(to)


FORMAT = SpacyDocBin()
