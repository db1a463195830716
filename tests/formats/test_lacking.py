"""What annotated data needs and the scheme hasn't got is counted beforehand, and is refused if
nothing is done about it.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from annotator import Project
from annotator.formats.lacking import Lack
from annotator.survey import survey
from annotator.transfer import import_paths

TEXT = "Fog, said Ola Brandt."


def span(id: str, label: str, start: int, end: int, **attributes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "label": label,
        "fragments": [[start, end]],
        "text": [TEXT[start:end]],
        "attributes": attributes,
    }


LINE = {
    "article": {"text": TEXT},
    "annotator": "ann-01",
    "spans": [
        span("1", "Claim", 0, 3, quotation="direct", mood="calm"),
        span("2", "Cue", 5, 9),
        span("3", "Source", 10, 20, kind="ghost"),
        span("4", "Speaker", 10, 20),
        span("5", "Speaker", 10, 13),
    ],
    "relations": [
        {"id": "r1", "type": "attributed_to", "from": "1", "to": "3"},
        {"id": "r2", "type": "attributed_to", "from": "2", "to": "3"},
        {"id": "r3", "type": "said_by", "from": "1", "to": "3"},
    ],
}


def test_everything_that_lacks_is_counted_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    with Project.create(tmp_path / "talks.annotator") as project:
        with survey(project, [path], inside=True) as found:
            lacks, held = found.lacks, found.annotated[str(path)]
        refused = import_paths(project, [path]).refused
        with Project.create(tmp_path / "other.annotator") as other:
            extended = import_paths(other, [path], extend_scheme=True)
            with survey(other, [path], inside=True) as again:
                assert not again.lacks

    assert (held.layers, held.spans) == (1, 5)
    assert lacks == Counter(
        {
            Lack("label", "Speaker"): 2,
            Lack("attribute", "Claim: mood"): 1,
            Lack("answer", "Source: kind = ghost"): 1,
            Lack("relation", "attributed_to from Cue to Source"): 1,
            Lack("relation", "said_by"): 1,
        }
    )
    assert refused
    assert extended.refused == []
