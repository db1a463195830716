"""How fast data comes in and goes out, beside the bare minimum that does the same.

Import of JSON lines beside orjson and sqlite3 filling the same tables; export of JSON lines beside
a bare read of the same rows; each other format beside its own library writing the same, from
objects that it has read. In processor time, in which the machine's other work doesn't count. Run:
python benchmarks/data_speed.py [--articles N] [--spans N] [--formats F,...] [--json].
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from _writing import CUTS, LIBRARIES

from annotator import Project
from annotator.collecting import seldom
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats import Sheet, format_named
from annotator.formats.format import Terms, chosen
from annotator.formats.gathering import sheets
from annotator.model import new_id
from annotator.transfer import import_paths

SENTENCE = (
    "the port authority said on Monday that a survey of its own figures would be published before "
    "any work starts and denied reports of delay according to people who know it"
)
WORDS = tuple(SENTENCE.split(" "))
LABELS = ("Claim", "Source", "Cue", "Actor")
#: The formats are tried with so many articles at most: they only compare with themselves.
FEW = 100
#: So often, too: the best counts.
RUNS = 3

TABLES = {
    "article": "id, title, text, sha256, language, metadata",
    "article_fts": "rowid, title, text",
    "zone": 'article, start, "end", kind',
    "assignment": "article, annotator, status, seconds",
    "span": "id, article, annotator, label, attributes, doubt, origin, scheme_version",
    "fragment": 'span, n, start, "end", quote',
    "relation": "id, article, annotator, type, source, target, attributes",
}


def lines(articles: int, spans: int) -> Iterator[dict[str, Any]]:
    """Make layers as the native format has them, with texts of some 3 kB."""
    chance = random.Random(articles)
    for number in range(articles):
        words = chance.choices(WORDS, k=560)
        for n in range(11, len(words), 12):
            words[n] += "." if n % 60 != 59 else ".\n"
        text = f"Story {number}\n\n{' '.join(words)}"
        marks = []
        for n, at in enumerate(sorted(chance.sample(range(len(text) - 60), spans))):
            start = text.index(" ", at) + 1
            end = text.index(" ", start + 5)
            label = LABELS[n % len(LABELS)]
            marks.append(
                {
                    "id": new_id(),
                    "label": label,
                    "fragments": [[start, end]],
                    "text": [text[start:end]],
                    "attributes": {"quotation": "direct"} if label == "Claim" else {},
                    "actor": None,
                    "note": None,
                    "doubt": False,
                    "origin": "human",
                }
            )
        links = [
            {"id": new_id(), "type": "cued_by", "from": a["id"], "to": b["id"], "attributes": {}}
            for a, b in zip(marks[::4], marks[2::4], strict=False)
        ]
        about = {"id": new_id(), "title": f"Story {number}", "text": text, "language": "en"}
        about["zones"] = [{"kind": "body", "start": 0, "end": len(text)}]
        layer = {"article": about, "annotator": "ann-01", "status": "done"}
        yield layer | {"spans": marks, "relations": links, "actors": []}


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds of the processor's time the work took."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def raw_import(path: Path, project: Path) -> None:
    """Orjson and sqlite3 filling the same tables and full-text index, and checking nothing."""
    db = sqlite3.connect(project)
    db.execute("PRAGMA foreign_keys = ON")
    marks = {table: ", ".join("?" * (names.count(",") + 1)) for table, names in TABLES.items()}
    into = {t: f"INSERT INTO {t} ({names}) VALUES ({marks[t]})" for t, names in TABLES.items()}
    with path.open("rb") as handle, db:
        who = new_id()
        db.execute("INSERT INTO annotator VALUES (?, 'ann-01', 'annotator')", (who,))
        for n, line in enumerate(handle, 1):
            rows = raw_rows(orjson.loads(line), n, who)
            for table, found in rows.items():
                db.executemany(into[table], found)
    db.close()


def raw_rows(layer: dict[str, Any], n: int, who: str) -> dict[str, list[tuple[Any, ...]]]:
    article = layer["article"]
    text, name, title = article["text"], article["id"], article["title"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    spans = layer["spans"]
    return {
        "article": [(name, title, text, digest, article["language"], "{}")],
        "article_fts": [(n, title, text)],
        "zone": [(name, zone["start"], zone["end"], zone["kind"]) for zone in article["zones"]],
        "assignment": [(name, who, layer["status"], 0.0)],
        "span": [
            (s["id"], name, who, s["label"], orjson.dumps(s["attributes"]).decode(), 0, "human", 1)
            for s in spans
        ],
        "fragment": [
            (s["id"], i, *place, quote)
            for s in spans
            for i, (place, quote) in enumerate(zip(s["fragments"], s["text"], strict=True))
        ],
        "relation": [
            (r["id"], name, who, r["type"], r["from"], r["to"], "{}") for r in layer["relations"]
        ],
    }


def bare_read(project: Path) -> None:
    """Sqlite3 reading every row that an export needs, with nothing done with it."""
    db = sqlite3.connect(project)
    for table in TABLES.keys() - {"article_fts"}:
        for _ in db.execute(f"SELECT * FROM {table}"):
            pass
    db.close()


def native(folder: Path, articles: int, spans: int) -> list[dict[str, Any]]:
    """Time the native format both ways beside its floors."""
    path = folder / "lines.jsonl"
    with path.open("wb") as handle:
        for line in lines(articles, spans):
            handle.write(orjson.dumps(line) + b"\n")
    Project.create(folder / "raw.annotator").close()
    floor = timed(lambda: raw_import(path, folder / "raw.annotator"))
    with Project.create(folder / "ours.annotator") as project:
        ours = timed(lambda: import_paths(project, [path]))
        brought = row("import jsonl", ours, floor, raw_import.__doc__ or "")
        bare = timed(lambda: bare_read(folder / "ours.annotator"))
        out = timed(lambda: export(project, Recipe("jsonl"), folder / "out.jsonl"))
    return [brought, row("export jsonl", out, bare, bare_read.__doc__ or "")]


def each_format(folder: Path, spans: int, names: list[str]) -> Iterator[dict[str, Any]]:
    """Time what each format's writer does beside its library writing the same objects."""
    path = folder / "few.jsonl"
    with path.open("wb") as handle:
        for line in lines(FEW, spans):
            handle.write(orjson.dumps(line) + b"\n")
    with Project.create(folder / "few.annotator") as project, seldom():  # as an export runs
        import_paths(project, [path])
        for name in names:
            yield written(project, name)


def written(project: Project, name: str) -> dict[str, Any]:
    """Time one format, each thing several times: the best counts, as what disturbs only adds."""
    format, library, cut = format_named(name), LIBRARIES[name], CUTS.get(name)
    terms = Terms(project.scheme, chosen(format, {}))
    texts = [article.text for article in project.articles()]
    file = name if format.folder else f"{name}{format.suffixes[0]}"

    def once(place: Path) -> tuple[float, float, float]:
        found, fitted = list(sheets(project)), list[Sheet]()
        fit = timed(lambda: fitted.extend(format.fit(sheet, terms).sheet for sheet in found))
        ours = timed(lambda: format.write(fitted, place / file, terms))
        again = library(place / file)
        cutting = timed(lambda: cut(texts)) if cut is not None else 0.0
        return fit, ours, cutting + timed(lambda: again(place / "theirs"))

    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            times.append(once(Path(place)))
    fit, ours, theirs = map(min, zip(*times, strict=True))
    made = " ".join(one.__doc__ or "" for one in (cut, library) if one is not None)
    return row(f"write {name}", ours, theirs, made) | {"fit": fit}


def row(what: str, ours: float, floor: float, made: str) -> dict[str, Any]:
    """Return a row of the table; ``made`` says how the floor is made."""
    times = ours / floor
    return {"what": what, "seconds": ours, "floor": floor, "times": times, "made": made}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--spans", type=int, default=20)
    parser.add_argument("--formats", default=",".join(LIBRARIES))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = [name for name in options.formats.split(",") if name]
    with tempfile.TemporaryDirectory() as name:
        rows = native(Path(name), options.articles, options.spans) if options.articles else []
        rows += each_format(Path(name), options.spans, names)
    if options.json:
        print(json.dumps(rows))
        return
    print(f"{options.articles:,} articles × {options.spans} spans; formats with {FEW} articles")
    for one in rows:
        fit = f" {one['fit']:5.2f} s to fit" if "fit" in one else ""
        print(
            f"{one['what']:<22} {one['seconds']:7.2f} s {one['floor']:7.2f} s {one['times']:5.1f}×"
            f"{fit}  {one['made']}"
        )


if __name__ == "__main__":
    main()
