"""A project with everything that breaks formats, and what its spans and links are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator import Project
from annotator.formats import Sheet
from annotator.formats.gathering import sheets
from annotator.model.codebook import parse_scheme
from annotator.transfer import import_paths

SCHEME = """
name = "hard"

[[label]]
name = "Claim"
colour = "#0072B2"
definition = "What is said, <tagged> & all."

[[label.attribute]]
name = "quotation"
kind = "choice"
values = ["direct", "indirect"]

[[label.attribute]]
name = "topics"
kind = "multi-choice"
values = ["fog", "sea, or so", "霧"]

[[label.attribute]]
name = "checkworthy"
kind = "flag"

[[label.attribute]]
name = "type"
kind = "text"

[[label.attribute]]
name = "how sure?"
kind = "number"

[[label]]
name = "Speaker's name"
colour = "#B36B00"
register = true

[[label]]
name = "Cue"
colour = "#7B4FA3"

[[relation]]
name = "attributed_to"
from = ["Claim"]
to = ["Speaker's name"]

[[relation.attribute]]
name = "sure"
kind = "flag"

[[relation]]
name = "cued_by"
from = ["Claim"]
to = ["Cue"]
"""

TEXT = (
    "Ferry 🛳️ “late”\r\n\r\n“Fog 🌫️\u00a0is e\u0301verywhere,” قال الوزير ثم غادر.\r\n"
    "山田さんは「霧だ」と述べた。 The 👩‍👩‍👧 left 🇯🇵.  “It <will> & must lift”, said Ola Brandt, "
    "'she said'.\n"
    "\u2028Tail\twith a tab\n\n"
)

Line = dict[str, Any]


def span(name: str, label: str, *quotes: str, **more: Any) -> Line:
    places = [[TEXT.index(quote), TEXT.index(quote) + len(quote)] for quote in quotes]
    return {"id": name, "label": label, "fragments": places, "text": list(quotes), **more}


OLA = {"id": "ola", "name": "Ola <Brandt>", "kind": "person", "aliases": ["Ola", "O. & B."]}
NOBODY = {"id": "no", "name": "Nobody spoke of", "note": "not\nyet"}
MINISTER = {"id": "min", "name": "الوزير", "kb_id": "Q42"}

FIRST = {
    "annotator": "ann-01",
    "status": "done",
    "note": "hard & long",
    "seconds": 12.5,
    "spans": [
        span(
            "whole",
            "Claim",
            "“It <will> & must lift”, said Ola Brandt, 'she said'",
            attributes={"quotation": "indirect", "type": 'a <b> & "c"\nd', "checkworthy": False},
        ),
        span(
            "in two",
            "Claim",
            "“Fog 🌫️\u00a0is e\u0301verywhere,”",
            "“It <will> & must lift”",
            attributes={
                "quotation": "direct",
                "topics": ["fog", "sea, or so"],
                "checkworthy": True,
                "how sure?": 0.25,
            },
            note="said <twice>\r\n& kept",
            doubt=True,
        ),
        span("one topic", "Claim", "霧だ", attributes={"topics": ["霧"], "how sure?": 3}),
        span("ola", "Speaker's name", "Ola Brandt", actor="ola"),
        span("minister", "Speaker's name", "الوزير", actor="min", origin="suggestion", score=0.5),
        span("family", "Speaker's name", "👩‍👩‍👧"),
        span("said", "Cue", "said Ola"),
        span("in a word", "Cue", "erywhere"),
        span("with a blank", "Cue", "The "),
        span("same place", "Claim", "Ola Brandt"),
    ],
    "relations": [
        {
            "id": "r1",
            "type": "attributed_to",
            "from": "in two",
            "to": "ola",
            "attributes": {"sure": True},
        },
        {"id": "r2", "type": "cued_by", "from": "in two", "to": "said"},
        {"id": "r3", "type": "attributed_to", "from": "whole", "to": "minister"},
    ],
    "actors": [OLA, NOBODY, MINISTER],
}
SECOND = {"annotator": "Ánn 02/x", "spans": [span("late", "Claim", "“late”")]}
EMPTY = {"annotator": "gold", "status": "started", "spans": []}

ABOUT = {
    "title": "Ferry <late> & “lost”",
    "language": "en",
    "source": "The Harbour",
    "url": "https://example.org/?a=1&b=2",
    "byline": "N. N.",
    "published": "2026-03-02",
    "metadata": {"desk": "sea", "n": [1, None, {"x": True}]},
    "zones": [{"kind": "title", "start": 0, "end": 16}, {"kind": "body", "start": 20, "end": 90}],
}

#: The articles: one with three layers, one that nobody worked on, one that is only white space.
LINES: list[Line] = [
    {"article": {**ABOUT, "text": TEXT}, **FIRST},
    {"article": {**ABOUT, "text": TEXT}, **SECOND},
    {"article": {**ABOUT, "text": TEXT}, **EMPTY},
    {"article": {"title": "Nobody's", "text": "Nobody's text. Two sentences."}, "annotator": None},
    {"article": {"title": " ", "text": " \n"}, "annotator": "ann-01"},
]

#: One whose text has what XML has no form for.
CONTROLS: Line = {
    "article": {"title": "Control\x01s", "text": "a\x00b said \x0bc\x1b.\ufffe"},
    "annotator": "ann-01",
    "spans": [
        {"id": "c", "label": "Cue", "fragments": [[4, 10]], "text": ["said \x0b"], "note": "\x02"}
    ],
}


def hard_project(path: Path, lines: Iterable[Line] = LINES) -> Project:
    """Make the project."""
    file = path.with_suffix(".jsonl")
    file.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    project = Project.create(path, parse_scheme(SCHEME, where="hard"))
    result = import_paths(project, [file])
    assert not result.refused
    return project


def work(project: Project) -> list[Sheet]:
    """Return the project's sheets."""
    return list(sheets(project))
