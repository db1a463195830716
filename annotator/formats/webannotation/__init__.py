"""The W3C's Web Annotation Data Model in JSON-LD, with the texts beside it.

Offsets are Unicode code points, as the model says, and every span has its quote as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet


class WebAnnotation(Format):
    """The format ``webannotation``; reading and writing are loaded when they are needed."""

    name = "webannotation"
    title = "W3C Web Annotation"
    suffixes = (".jsonld", ".json")
    folder = True
    holds = Holds(
        text=True,
        metadata=True,
        overlap=True,
        fragments=True,
        attributes=True,
        relations=True,
        relation_attributes=True,
        actors=True,
        register=True,
        notes=True,
        layers=True,
    )

    def recognises(self, sample: Sample) -> bool:
        """Take annotations, pages and collections of them."""
        said = sample.record.get("type")
        kinds = said if isinstance(said, list) else [said]
        return any(k in ("Annotation", "AnnotationPage", "AnnotationCollection") for k in kinds)

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return the texts that the annotations are about, as far as they are here."""
        from annotator.formats.webannotation.sources import texts_named_in

        return texts_named_in(path)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each text and creator, and why an annotation can't be taken."""
        from annotator.formats.webannotation.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a folder with the texts, and a collection for each annotator and text."""
        from annotator.formats.webannotation.writing import write

        write(sheets, to)


FORMAT = WebAnnotation()
