"""BioC in XML, one document after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.bioc.documents import KEY, SOURCE, Document, document
from annotator.formats.bioc.sheets import sheets_of
from annotator.formats.files import replacing
from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.xml.fitting import fitted_for_xml
from annotator.formats.xml.reading import Element, elements
from annotator.formats.xml.writing import HEAD, element


class BiocXml(Format):
    """The format ``bioc``."""

    name = "bioc"
    title = "BioC XML"
    suffixes = (".xml", ".bioc")
    holds = EVERYTHING

    def recognises(self, sample: Sample) -> bool:
        """Say whether the file begins with a collection."""
        text = sample.text
        return "<collection" in text and ("<document" in text or "<source" in text)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet without the characters that XML can't hold."""
        return fitted_for_xml(sheet)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each document and annotator."""
        try:
            with path.open("rb") as handle:
                for found in elements(handle, path.name, ("document",)):
                    where = f"{path.name}:{found.line}"
                    try:
                        yield from sheets_of(_read(found), where)
                    except FormatError as error:
                        yield Refused(where, str(error))
        except OSError as error:
            raise FormatError(f"{path} cannot be read: {error.strerror}.") from error

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a document for each sheet."""
        with replacing(to) as handle:
            begin = f"<source>{SOURCE}</source><date/><key>{KEY}</key>"
            handle.write(f'{HEAD}<!DOCTYPE collection SYSTEM "BioC.dtd">\n'.encode())
            handle.write(f"<collection>{begin}\n".encode())
            for sheet in sheets:
                handle.write(_written(document(sheet)).encode() + b"\n")
            handle.write(b"</collection>\n")


def _written(values: Document) -> str:
    inside = [element("id", None, values["id"]), *_infons(values["infons"])]
    inside += [_passage(passage) for passage in values["passages"]]
    inside += [_relation(link) for link in values["relations"]]
    return element("document", None, inside)


def _passage(values: Document) -> str:
    inside = [*_infons(values["infons"]), element("offset", None, str(values["offset"]))]
    inside += [element("text", None, values["text"])]
    inside += ["\n" + _annotation(annotation) for annotation in values["annotations"]]
    return element("passage", None, inside)


def _annotation(values: Document) -> str:
    places = [
        element("location", {name: str(place[name]) for name in ("offset", "length")})
        for place in values["locations"]
    ]
    text = element("text", None, values["text"])
    return element("annotation", {"id": values["id"]}, [*_infons(values["infons"]), *places, text])


def _relation(values: Document) -> str:
    nodes = [element("node", node) for node in values["nodes"]]
    return "\n" + element("relation", {"id": values["id"]}, [*_infons(values["infons"]), *nodes])


def _infons(values: Mapping[str, str]) -> list[str]:
    return [element("infon", {"key": name}, value) for name, value in values.items()]


def _read(found: Element) -> Document:
    """Return any element of BioC as it is in JSON; what an element can't have is empty in it."""
    values: Document = {
        "id": found.attributes.get("id", found.said("id")),
        "infons": {i.attributes.get("key", ""): i.text for i in found.all("infon")},
        "text": found.said("text"),
        "locations": [_numbers(place, place.attributes) for place in found.all("location")],
        "nodes": [dict(node.attributes) for node in found.all("node")],
    }
    if (offset := found.first("offset")) is not None:
        values |= _numbers(offset, {"offset": offset.text})
    for name in ("passage", "sentence", "annotation", "relation"):
        values[f"{name}s"] = [_read(child) for child in found.all(name)]
    return values


def _numbers(found: Element, texts: Mapping[str, str]) -> dict[str, int]:
    try:
        return {name: int(text) for name, text in texts.items()}
    except ValueError as error:
        raise FormatError(f"In line {found.line} there is no number: {error}.") from error


FORMAT = BiocXml()
