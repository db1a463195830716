"""Libraries writing again what a format's writer wrote: the floor that it is held against.

Each reads a file or folder of ours with the format's own library, which isn't timed, and returns
what writes the same objects to a place where nothing is yet, into as many files. What a writer
can't do without, the texts' tokens or sentences, is made again by a library that cuts as ours does,
from ``CUTS``. Nothing is made safe on the disk or summed, as an export's files are, no span is
fitted on tokens, and no cell is made safe. A docstring says how a floor is made.
"""

from __future__ import annotations

import csv
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

Again = Callable[[Path], object]


def _json_lines(path: Path) -> Again:
    """Json writing the same lines."""
    values = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]

    def again(to: Path) -> None:
        with to.open("w", encoding="utf-8") as handle:
            for value in values:
                handle.write(json.dumps(value, ensure_ascii=False) + "\n")

    return again


def _json(path: Path) -> Again:
    """Json writing the same value."""
    value = json.loads(path.read_text("utf-8"))
    return lambda to: to.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _json_files(path: Path) -> Again:
    """Json writing the same values, and the texts, each into a file of its own."""
    values = [json.loads(file.read_text("utf-8")) for file in path.rglob("*.jsonld")]
    texts = [file.read_text("utf-8") for file in path.rglob("*.txt")]

    def again(to: Path) -> None:
        made = [json.dumps(value, ensure_ascii=False) for value in values]
        to.mkdir()
        for number, text in enumerate([*made, *texts]):
            (to / f"{number}").write_text(text, "utf-8")

    return again


def _tasks(path: Path) -> Again:
    """Json writing the same tasks."""
    return _json(path / "tasks.json")


def _chat(path: Path) -> Again:
    """Fastjsonschema compiling the schema and checking the answers, and json writing the lines."""
    import fastjsonschema

    schema = json.loads((path / "schema.json").read_text("utf-8"))
    write = _json_lines(path / "examples.jsonl")
    lines = (path / "examples.jsonl").read_text("utf-8").split("\n")
    answers = [json.loads(json.loads(line)["messages"][2]["content"]) for line in lines if line]

    def again(to: Path) -> None:
        fits = fastjsonschema.compile(schema)
        for answer in answers:
            fits(answer)
        write(to)

    return again


def _tasks_with_tokens(path: Path) -> Again:
    """Srsly, which Prodigy writes with, writing the same lines."""
    import srsly

    values = list(srsly.read_jsonl(path))
    return lambda to: srsly.write_jsonl(to, values)


def _docbin(path: Path) -> Again:
    """Spacy making the same documents of tokens, spans and data, in a DocBin."""
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
    """Pyarrow writing the same rows."""
    import pyarrow as pa
    from pyarrow import parquet

    files = [path] if path.is_file() else sorted(path.glob("*.parquet"))
    tables = [(parquet.read_schema(f), parquet.read_table(f).to_pylist()) for f in files]

    def again(to: Path) -> None:
        to.mkdir()
        for number, (schema, rows) in enumerate(tables):
            parquet.write_table(pa.Table.from_pylist(rows, schema), to / f"{number}")

    return again


def _csv(path: Path) -> Again:
    """Csv writing the same rows."""
    tables = []
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            tables.append(list(csv.reader(handle)))

    def again(to: Path) -> None:
        to.mkdir()
        for number, rows in enumerate(tables):
            with (to / f"{number}").open("w", encoding="utf-8-sig", newline="") as handle:
                csv.writer(handle).writerows(rows)

    return again


def _workbook(path: Path) -> Again:
    """Openpyxl writing the same cells, one row after the other."""
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


def _token_lines(path: Path) -> Again:
    """Csv writing the same lines, with a tab between token and tag."""
    text = path.read_text("utf-8").removesuffix("\n\n")
    sentences = [[line.split("\t") for line in s.split("\n")] for s in text.split("\n\n")]

    def again(to: Path) -> None:
        with to.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
            for rows in sentences:
                writer.writerows(rows)
                handle.write("\n")

    return again


def _brat(path: Path) -> Again:
    """Bioc writing the same documents."""
    from bioc import brat

    made = []
    for file in path.rglob("*.ann"):
        with file.with_suffix(".txt").open("r") as text, file.open("r") as ann:
            made.append(brat.load(text, ann))

    def again(to: Path) -> None:
        to.mkdir()
        for number, doc in enumerate(made):
            text, ann = to / f"{number}.txt", to / f"{number}.ann"
            with text.open("w", encoding="utf-8") as one, ann.open("w", encoding="utf-8") as other:
                brat.dump(doc, one, other)

    return again


def _bioc(path: Path) -> Again:
    """Bioc writing the same collection."""
    from bioc import biocjson, biocxml

    library = biocjson if path.suffix == ".json" else biocxml
    with path.open(encoding="utf-8") as handle:
        collection = library.load(handle)

    def again(to: Path) -> None:
        with to.open("w", encoding="utf-8") as handle:
            library.dump(collection, handle)

    return again


def _cas(path: Path) -> Again:
    """Cassis writing the same CAS."""
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

    def again(to: Path) -> None:
        to.mkdir()
        for number, write in enumerate(made):
            write(str(to / f"{number}"))

    return again


def _zip(path: Path) -> Again:
    """Lxml building the same tree anew, deflated with the texts."""
    from lxml import etree

    def anew(element: etree._Element) -> etree._Element:
        made = etree.Element(element.tag, dict(element.attrib))
        made.text, made.tail = element.text, element.tail
        made.extend(map(anew, element))
        return made

    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    trees = {n: etree.fromstring(data) for n, data in files.items() if n.endswith(".qde")}

    def again(to: Path) -> None:
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                tree = trees.get(name)
                made = data if tree is None else etree.tostring(anew(tree))
                archive.writestr(name, made)

    return again


#: What writes each format again.
LIBRARIES: dict[str, Callable[[Path], Again]] = {
    "bioc": _bioc,
    "bioc-json": _bioc,
    "brat": _brat,
    "chat": _chat,
    "conll": _token_lines,
    "csv": _csv,
    "doccano": _json_lines,
    "labelbuddy": _json_lines,
    "labelstudio": _tasks,
    "pairs": _json_lines,
    "parquet": _parquet,
    "parquet-tables": _parquet,
    "prodigy": _tasks_with_tokens,
    "refi": _zip,
    "sentences": _json_lines,
    "spacy": _docbin,
    "uima-json": _cas,
    "uima-xmi": _cas,
    "webannotation": _json_files,
    "xlsx": _workbook,
}


def _words(texts: Sequence[str]) -> object:
    """Re finding words and signs."""
    token = re.compile(r"\w+|[^\w\s]")
    return [[(*match.span(), match[0]) for match in token.finditer(text)] for text in texts]


def _spacy_tokens(texts: Sequence[str]) -> object:
    """A blank pipeline cutting the texts into tokens."""
    return list(map(_pipeline().make_doc, texts))


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.blank("en")


def _sentences(texts: Sequence[str]) -> object:
    """Sentencex cutting the texts into sentences."""
    from sentencex import segment

    return [list(segment("en", text)) for text in texts]


#: What cuts the texts again, for the formats whose writers do; they are written by ``LIBRARIES``.
CUTS: dict[str, Callable[[Sequence[str]], object]] = {
    "pairs": _sentences,
    "parquet": _words,
    "prodigy": _words,
    "sentences": _sentences,
    "spacy": _spacy_tokens,
}
