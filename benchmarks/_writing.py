"""Libraries writing again what a format's writer wrote: the floor that it is held against.

Each reads a file or folder of ours with the format's own library, which isn't timed, and returns
what writes the same objects to another place.
"""

from __future__ import annotations

import csv
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

Again = Callable[[Path], object]


def _json_lines(path: Path) -> Again:
    values = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]

    def again(to: Path) -> None:
        with to.open("w", encoding="utf-8") as handle:
            for value in values:
                handle.write(json.dumps(value, ensure_ascii=False) + "\n")

    return again


def _json(path: Path) -> Again:
    value = json.loads(path.read_text("utf-8"))
    return lambda to: to.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _docbin(path: Path) -> Again:
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

    made = []
    for doc in DocBin().from_disk(path).get_docs(Vocab()):
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        groups = [[(s.start, s.end, s.label_) for s in g] for g in (doc.ents, doc.spans["sc"])]
        made.append((words, spaces, groups, dict(doc.user_data)))

    def again(to: Path) -> None:
        found, vocabulary = DocBin(store_user_data=True), Vocab()
        for words, spaces, (ents, spans), data in made:
            doc = Doc(vocabulary, words=words, spaces=spaces)
            doc.ents = tuple(Span(doc, *one) for one in ents)
            doc.spans["sc"] = [Span(doc, *one) for one in spans]
            doc.user_data.update(data)
            found.add(doc)
        to.write_bytes(found.to_bytes())

    return again


def _parquet(path: Path) -> Again:
    import pyarrow as pa
    from pyarrow import parquet

    files = [path] if path.is_file() else sorted(path.glob("*.parquet"))
    tables = [(parquet.read_schema(f), parquet.read_table(f).to_pylist()) for f in files]

    def again(to: Path) -> None:
        for schema, rows in tables:
            parquet.write_table(pa.Table.from_pylist(rows, schema), to)

    return again


def _csv(path: Path) -> Again:
    tables = []
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            tables.append(list(csv.reader(handle)))

    def again(to: Path) -> None:
        for rows in tables:
            with to.open("w", encoding="utf-8-sig", newline="") as handle:
                csv.writer(handle).writerows(rows)

    return again


def _workbook(path: Path) -> Again:
    import openpyxl

    tables = [list(s.iter_rows(values_only=True)) for s in openpyxl.load_workbook(path)]

    def again(to: Path) -> None:
        book = openpyxl.Workbook(write_only=True)
        for rows in tables:
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
        book.save(to)

    return again


def _texts(path: Path) -> Again:
    """Without a library of its own: the bytes themselves, as text."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    lines = [file.read_text("utf-8").splitlines(keepends=True) for file in files]

    def again(to: Path) -> None:
        for found in lines:
            with to.open("w", encoding="utf-8") as handle:
                handle.writelines(found)

    return again


def _brat(path: Path) -> Again:
    from bioc import brat

    made = []
    for file in path.rglob("*.ann"):
        with file.with_suffix(".txt").open("r") as text, file.open("r") as ann:
            made.append(brat.load(text, ann))

    def again(to: Path) -> None:
        for doc in made:
            with to.open("w", encoding="utf-8") as text, to.open("a", encoding="utf-8") as ann:
                brat.dump(doc, text, ann)

    return again


def _bioc(path: Path) -> Again:
    from bioc import biocjson, biocxml

    library = biocjson if path.suffix == ".json" else biocxml
    with path.open(encoding="utf-8") as handle:
        collection = library.load(handle)

    def again(to: Path) -> None:
        with to.open("w", encoding="utf-8") as handle:
            library.dump(collection, handle)

    return again


def _cas(path: Path) -> Again:
    import cassis

    files = [p for p in path.rglob("*") if p.suffix in (".xmi", ".json")]
    warnings.simplefilter("ignore")
    types = next(path.rglob("*TypeSystem.xml"), None)
    made = []
    for file in files:
        with file.open("rb") as handle:
            if file.suffix == ".json":
                made.append(cassis.load_cas_from_json(handle).to_json)
            else:
                assert types is not None
                with types.open("rb") as system:
                    known = cassis.load_typesystem(system)
                made.append(cassis.load_cas_from_xmi(handle, typesystem=known).to_xmi)
    return lambda to: [write(str(to)) for write in made]


def _zip(path: Path) -> Again:
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    trees = {n: etree.fromstring(data) for n, data in files.items() if n.endswith(".qde")}

    def again(to: Path) -> None:
        with zipfile.ZipFile(to, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, etree.tostring(trees[name]) if name in trees else data)

    return again


#: What writes each format again.
LIBRARIES: dict[str, Callable[[Path], Again]] = {
    "bioc": _bioc,
    "bioc-json": _bioc,
    "brat": _brat,
    "chat": lambda path: _json_lines(path / "examples.jsonl"),
    "conll": _texts,
    "csv": _csv,
    "doccano": _json_lines,
    "labelbuddy": _json_lines,
    "labelstudio": lambda path: _json(path / "tasks.json"),
    "pairs": _json_lines,
    "parquet": _parquet,
    "parquet-tables": _parquet,
    "prodigy": _json_lines,
    "refi": _zip,
    "sentences": _json_lines,
    "spacy": _docbin,
    "uima-json": _cas,
    "uima-xmi": _cas,
    "webannotation": lambda path: _json(max(path.rglob("*.json*"), key=lambda p: p.stat().st_size)),
    "xlsx": _workbook,
}
