"""BioC in JSON: one collection with all documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.bioc.documents import KEY, SOURCE, document
from annotator.formats.bioc.sheets import sheets_of
from annotator.formats.files import read_whole, replacing
from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet

#: The largest file that is read, in bytes: it is read as a whole.
LARGEST = 256 * 1024 * 1024


class BiocJson(Format):
    """The format ``bioc-json``."""

    name = "bioc-json"
    title = "BioC JSON"
    suffixes = (".json",)
    holds = EVERYTHING

    def recognises(self, sample: Sample) -> bool:
        """Say whether the file is a collection of documents."""
        names = sample.record.keys()
        return "documents" in names and ("infons" in names or {"source", "key"} <= names)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as it is: nothing is lost."""
        return Fitted(sheet)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each document and annotator."""
        for number, found in enumerate(_documents(path), 1):
            where = f"{path.name}: document {number}"
            try:
                yield from sheets_of(found, where)
            except FormatError as error:
                yield Refused(where, str(error))

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a document for each sheet, each on a line."""
        head = {"bioctype": "BioCCollection", "source": SOURCE, "date": "", "key": KEY}
        begin = json.dumps(head | {"version": "1.0", "infons": {}})[:-1]
        with replacing(to) as handle:
            handle.write(f'{begin}, "documents": ['.encode())
            separator = "\n"
            for sheet in sheets:
                line = json.dumps(document(sheet), ensure_ascii=False)
                handle.write(f"{separator}{line}".encode())
                separator = ",\n"
            handle.write(b"\n]}\n")


def _documents(path: Path) -> list[dict[str, Any]]:
    try:
        collection = json.loads(read_whole(path, LARGEST).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path} is no JSON: {error}.") from error
    documents = collection.get("documents") if isinstance(collection, dict) else None
    if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
        raise FormatError(f'{path} is no collection: it has no "documents" that are objects.')
    return documents


FORMAT = BiocJson()
