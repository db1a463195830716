"""Label Studio's tasks, as its browser writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused
from annotator.formats.labelstudio import FORMAT
from annotator.model import AttributeType
from annotator.transfer import import_paths
from tests.formats.hard_sample import scheme

TEXT = "😀 Fog, said Ola. Fog."

CLAIM = {"start": 3, "end": 6, "text": "Fog", "labels": ["Claim"]}
SOURCE = {"start": 13, "end": 16, "text": "Ola", "labels": ["Source"]}


def region(name: str, kind: str, value: Any, control: str = "label", **more: Any) -> dict[str, Any]:
    given = {"id": name, "from_name": control, "to_name": "text", "type": kind, "value": value}
    return given | more


LINK = {
    "type": "relation",
    "from_id": "a",
    "to_id": "b",
    "direction": "right",
    "labels": ["attributed_to"],
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one task with one annotation, laid out as the program does."""

    def write(*result: Any, **task: Any) -> Path:
        path = tmp_path / "project-1.json"
        usual = {
            "id": 7,
            "data": {"text": TEXT, "url": "https://example.org"},
            "annotations": [{"completed_by": {"email": "ines@example.org"}, "result": result}],
        }
        path.write_text(json.dumps([usual | task], indent=2), encoding="utf-8")
        return path

    return write


def test_offsets_are_the_browsers(project: Project, write: Write) -> None:
    path = write(region("a", "labels", CLAIM), region("b", "labels", SOURCE), LINK)

    result = import_paths(project, [path])

    assert (result.refused, result.moved) == ([], [])
    (layer,) = project.layers()
    assert layer.annotator == "ines@example.org"
    assert [(span.label, span.start) for span in layer.spans] == [("Claim", 2), ("Source", 12)]
    assert [link.type for link in layer.relations] == ["attributed_to"]
    assert layer.article.url == "https://example.org"


def test_json_min_has_the_spans_beside_the_data(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "project-1-min.json"
    entry = {
        "text": TEXT,
        "outlet": "Echo",
        "id": 7,
        "label": [CLAIM, SOURCE],
        "annotator": 3,
        "annotation_id": 12,
        "created_at": "2024-05-03",
        "lead_time": 4.5,
    }
    path.write_text(json.dumps([entry]), encoding="utf-8")

    result = import_paths(project, [path])

    assert (result.formats, result.refused, result.moved) == ({"labelstudio": 1}, [], [])
    (layer,) = project.layers()
    assert (layer.annotator, layer.article.metadata) == ("3", {"outlet": "Echo"})
    spans = [(span.label, span.quote) for span in layer.spans]
    assert spans == [("Claim", "Fog"), ("Source", "Ola")]


def test_places_without_a_quote_count_as_the_browser_does(project: Project, write: Write) -> None:
    bare = {name: value for name, value in CLAIM.items() if name != "text"}

    import_paths(project, [write(region("a", "labels", bare))])

    (layer,) = project.layers()
    assert layer.spans[0].quote == "Fog"


def test_places_from_a_script_in_python_are_known_by_their_quotes(
    project: Project, write: Write
) -> None:
    claim = CLAIM | {"start": 2, "end": 5}

    result = import_paths(project, [write(region("a", "labels", claim))])

    (moved,) = result.moved
    assert "count code points" in moved.reason
    (layer,) = project.layers()
    assert layer.spans[0].start == 2


def test_answers_and_notes_hang_on_their_region(project: Project, write: Write) -> None:
    path = write(
        region("a", "labels", CLAIM, meta={"text": ["why?"]}),
        region("a", "choices", CLAIM | {"choices": ["denies"]}, "Claim.stance"),
        region("a", "choices", CLAIM | {"choices": ["x", "y"]}, "themes"),
        region("a", "number", CLAIM | {"number": 3}, "weight"),
        region("a", "textarea", {"start": 3, "end": 6, "text": ["so", "so"]}, "gist"),
    )

    result = import_paths(project, [path], extend_scheme=True)

    assert result.refused == []
    (layer,) = project.layers()
    (span,) = layer.spans
    assert span.note == "why?"
    assert span.attributes == {
        "stance": "denies",
        "themes": ("x", "y"),
        "weight": 3,
        "gist": "so\nso",
    }


def test_predictions_are_the_models_work(project: Project, write: Write) -> None:
    guess = {"model_version": "tagger-1", "score": 0.5, "result": [region("a", "labels", CLAIM)]}

    import_paths(project, [write(predictions=[guess], annotations=[])])

    roles = {annotator.name: annotator.role for annotator in project.annotators()}
    assert roles["tagger-1"] == "model"


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ([region("a", "choices", {"choices": ["sad"]}, "mood")], "mood is asked of no span"),
        ([region("a", "rectanglelabels", {"x": 1})], "is no span, but 'rectanglelabels'"),
        ([region("a", "labels", {"labels": ["Claim"]})], 'needs a "start" and an "end"'),
        ([region("a", "labels", CLAIM), LINK | {"labels": []}], "a relation without a label"),
    ],
)
def test_what_is_no_span_is_refused(write: Write, result: list[Any], reason: str) -> None:
    refused = [item for item in FORMAT.read(write(*result)) if isinstance(item, Refused)]

    assert [item.where for item in refused] == ["project-1.json:2"]
    assert reason in refused[0].reason


def test_a_task_without_text_is_told(write: Write) -> None:
    (refused,) = FORMAT.read(write(data={"image": "a.png"}))

    assert isinstance(refused, Refused)
    assert 'no "text"' in refused.reason


def test_a_configuration_is_a_scheme_and_names_the_text(
    project: Project, write: Write, tmp_path: Path
) -> None:
    (tmp_path / "config.xml").write_text(
        """<View><Text name="t" value="$body"/>
        <Labels name="l" toName="t">
        <Label value="Claim"/><Label value="Place" background="#aabbcc"/></Labels>
        <Choices name="mood" toName="t" perRegion="true" whenLabelValue="Place">
        <Choice value="glad"/><Choice value="grim"/></Choices></View>"""
    )
    path = write(region("a", "labels", CLAIM), data={"body": TEXT})

    result = import_paths(project, [tmp_path / "config.xml", path], extend_scheme=True)

    assert (result.refused, result.spans) == ([], 1)
    place = project.scheme.label("Place")
    assert place is not None and place.colour == "#aabbcc"
    assert place.attributes == (AttributeType("mood", "choice", ("glad", "grim")),)


def test_a_scheme_comes_back_from_an_export_but_for_its_links(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.annotator", scheme()) as project:
        export(project, Recipe("labelstudio"), tmp_path / "out")

    codebook = FORMAT.codebook(tmp_path / "out" / "config.xml")

    assert codebook is not None
    for label in scheme().labels:
        again = codebook.label(label.name)
        assert again is not None
        assert (again.colour, again.attributes) == (label.colour, label.attributes)


def test_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><View>&a;</View>')

    with pytest.raises(FormatError, match="declares entities"):
        FORMAT.codebook(tmp_path / "config.xml")
