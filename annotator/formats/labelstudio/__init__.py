"""Label Studio's JSON: tasks with annotations, and the labelling configuration in XML.

Offsets are UTF-16 units, as its browser counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.labelstudio.minimal import MARK
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.model import Scheme
from annotator.text.anchoring import UTF16

#: What an export calls its two files.
TASKS, CONFIGURATION = "tasks.json", "config.xml"


class LabelStudio(Format):
    """The format ``labelstudio``; reading and writing are loaded when they are needed."""

    name = "labelstudio"
    title = "Label Studio"
    suffixes = (".json", ".jsonl", ".xml")
    unit = UTF16
    folder = True
    holds = Holds(
        text=True,
        metadata=True,
        overlap=True,
        attributes=True,
        relations=True,
        notes=True,
        layers=True,
    )

    def recognises(self, sample: Sample) -> bool:
        """Take tasks with data and annotations or predictions, JSON-MIN, and configurations."""
        if sample.path.suffix.lower() == ".xml":
            return sample.text.lstrip().startswith("<View")
        if sample.path.name == TASKS and sample.text.split() == ["[]"]:
            return True
        if MARK in sample.record:
            return True
        work = ("annotations", "predictions")
        return "data" in sample.record and any(name in sample.record for name in work)

    def codebook(self, path: Path) -> Scheme | None:
        """Read the configuration, if it is this file or lies beside it."""
        from annotator.formats.labelstudio.configuration import read_configuration

        beside = path if path.suffix.lower() == ".xml" else path.with_name(CONFIGURATION)
        return read_configuration(beside) if beside.is_file() else None

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each annotation of each task; none for a configuration."""
        if path.suffix.lower() == ".xml" and path.is_file():
            self.codebook(path)
            return iter(())
        from annotator.formats.labelstudio.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a folder with the tasks and the configuration."""
        from annotator.formats.labelstudio.writing import write

        write(sheets, to, terms.scheme)


FORMAT = LabelStudio()
