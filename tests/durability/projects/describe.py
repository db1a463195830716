"""Makes the project files beside it, and says what is in one.

Each was made by the program as it was when that version of the file was the latest, by running this
file with it: ``PYTHONPATH=OLD_TREE python describe.py v1.annotator``. What it holds is in the JSON
file of the same name, in that program's own words.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from annotator import Project
from annotator import model as known

TEXT = "The harbour master 🚢 said the channel was safe.\r\n\r\nHuawei denied it, she added."


def describe(project: Project) -> dict[str, Any]:
    """Say all that a project holds, as JSON would."""
    articles = list(project.articles())
    people = project.annotators()
    found: dict[str, Any] = {
        "name": project.name,
        "scheme": [project.scheme.version, project.scheme.toml],
        "articles": [{**asdict(a), "original": (a.original or b"").hex()} for a in articles],
        "annotators": sorted((asdict(p) for p in people), key=lambda p: p["name"]),
        "actors": [asdict(actor) for actor in project.actors()],
        "undo": {p.name: project.undo_name(p.name) for p in people},
        "redo": {p.name: project.redo_name(p.name) for p in people},
        "layers": [
            {
                "assignment": asdict(layer.assignment),
                "spans": sorted((asdict(s) for s in layer.spans), key=lambda s: s["id"]),
                "relations": sorted((asdict(r) for r in layer.relations), key=lambda r: r["id"]),
            }
            for layer in project.layers()
        ],
    }
    if hasattr(project, "decisions"):
        found["decisions"] = [asdict(d) for a in articles for d in project.decisions(a.id)]
    return dict(json.loads(json.dumps(found)))


def fill(path: Path) -> None:
    """Make a project in which everything is used that this version of the file can hold."""

    def make(kind: str, *values: Any, **more: Any) -> Any:
        type_ = getattr(known, kind)
        names = {one.name for one in fields(type_)}
        return type_(*values, **{name: more[name] for name in more if name in names})

    def fragment(start: int, end: int) -> Any:
        return known.Fragment(start, end, TEXT[start:end])

    one, two, gone, spare = (known.new_id() for _ in range(4))
    with Project.create(path) as project:

        def apply(name: str, who: str, **what: Any) -> None:
            project.apply(known.Change(name, who, **what))

        zones = (known.Zone("body", 0, 40),)
        first = make(
            *("Article", one, "Harbour", TEXT),
            source="harbour.txt",
            metadata={"desk": "sea", "n": [1, None]},
            zones=zones,
            original=b"\0\xff",
            media_type="text/plain",
        )
        second = make("Article", two, "Revised", TEXT + "\n", revision_of=one)
        apply("Import 2 articles", "ann-01", put=[first, second], bulk=True)
        apply("Import again", "ann-02", put=[make("Article", spare, "Spare", "x")], bulk=True)
        project.undo(annotator="ann-02")
        huawei = make("Actor", known.new_id(), "Huawei", "company", ("HW",), "Q160120", "a note")
        apply("Register", "ann-01", put=[huawei])
        ids = [known.new_id() for _ in range(4)]
        for who, by in (("ann-01", ids[:2]), ("ann-02", ids[2:])):
            claim = known.Span(by[0], one, who, "Claim", (fragment(26, 47), fragment(51, 67)))
            cue = known.Span(by[1], one, who, "Cue", (fragment(21, 25),), note="n", doubt=True)
            link = known.Relation(known.new_id(), one, who, "cued_by", by[0], by[1])
            apply("Mark", who, put=[claim, cue, link, known.Assignment(one, who, "done", 2.5)])
        said = known.Span(gone, one, "ann-01", "Source", (fragment(0, 18),), actor=huawei.id)
        apply("Label Source", "ann-01", put=[said])
        apply("Delete Source", "ann-01", remove=[said])
        project.undo(annotator="ann-01")
        if hasattr(known, "Decision"):
            case = (ids[0], ids[2])
            decision = make("Decision", known.new_id(), one, "gold", "ann-02", case, "agreed")
            apply("Decide", "ann-02", put=[decision])


if __name__ == "__main__":
    target = Path(sys.argv[1])
    fill(target)
    with Project.open(target) as made:
        text = json.dumps(describe(made), indent=1, ensure_ascii=False)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
