"""What an import of JSON Lines takes, joins and refuses."""

from __future__ import annotations

import copy
import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.model import Span, new_id
from annotator.transfer import ImportResult, import_paths

TEXT = 'Ferry late\n\n"Fog 🌫️," said Ola Brandt. "It will lift."\n'

SAID, OLA_AT = TEXT.index("said"), TEXT.index("Ola")

Line = dict[str, Any]
Bring = Callable[..., ImportResult]


def span(name: str, label: str, *quotes: str, **more: Any) -> Line:
    places = [[TEXT.index(quote), TEXT.index(quote) + len(quote)] for quote in quotes]
    return {"id": name, "label": label, "fragments": places, "text": list(quotes), **more}


CLAIM = span("c1", "Claim", '"Fog 🌫️,"', '"It will lift."', attributes={"quotation": "direct"})
SOURCE = span("s1", "Source", "Ola Brandt", attributes={"kind": "person"}, actor="ola")
LINK = {"id": "r1", "type": "attributed_to", "from": "c1", "to": "s1"}
OLA = {"id": "ola", "name": "Ola Brandt", "kind": "person"}


def line(**changes: Any) -> Line:
    """A line with a claim in two fragments, its source, the source's actor and a link."""
    usual: Line = {
        "article": {"title": "Ferry late", "text": TEXT},
        "annotator": "ann-01",
        "status": "done",
        "spans": [CLAIM, SOURCE],
        "relations": [LINK],
        "actors": [OLA],
    }
    return usual | changes


def spans_of(project: Project, annotator: str = "ann-01") -> tuple[Span, ...]:
    (article,) = project.articles()
    return project.layer(article.id, annotator).spans


def reasons(result: ImportResult) -> str:
    return "\n".join(f"{item.where}: {item.reason}" for item in result.refused)


def test_a_line_becomes_an_article_with_a_layer(project: Project, bring: Bring) -> None:
    result = bring(line())

    assert (result.articles, result.layers, result.spans, result.relations) == (1, 1, 2, 1)
    assert not result.refused
    (article,) = project.articles()
    layer = project.layer(article.id, "ann-01")
    claim, source = layer.spans
    assert article.text == TEXT
    assert [fragment.quote for fragment in claim.fragments] == ['"Fog 🌫️,"', '"It will lift."']
    assert claim.attributes == {"quotation": "direct"}
    assert source.actor is not None
    actor = project.actor(source.actor)
    assert actor is not None and actor.name == "Ola Brandt"
    (link,) = layer.relations
    assert (link.type, link.source, link.target) == ("attributed_to", claim.id, source.id)
    assert layer.status == "done"


def test_an_import_is_one_change_that_undo_takes_back(project: Project, bring: Bring) -> None:
    bring(line(), line(annotator="ann-02"), annotator="ann-01")

    assert project.undo_name("ann-01") == "Import talks.jsonl"
    project.undo(annotator="ann-01")

    assert project.count_articles() == 0
    assert project.counts()["spans"] == 0
    assert project.actors() == []


def test_text_label_and_fragments_are_enough(project: Project, bring: Bring) -> None:
    bare = {"article": {"text": TEXT}, "spans": [{"label": "Cue", "fragments": [[SAID, SAID + 4]]}]}

    result = bring(bare)

    assert not result.refused
    (article,) = project.articles()
    assert article.title == "Ferry late"
    layer = project.layer(article.id, "import")
    (cue,) = layer.spans
    assert (cue.quote, cue.origin, layer.status) == ("said", "import", "done")


def test_what_names_nobody_belongs_to_whoever_imports(project: Project, bring: Bring) -> None:
    bring(line(annotator=None), annotator="Ines")

    assert len(spans_of(project, "Ines")) == 2


def test_the_importer_is_no_annotator_by_role(project: Project, bring: Bring) -> None:
    bring(line(annotator="gold"), line(annotator="tagger", role="model"))

    roles = {annotator.name: annotator.role for annotator in project.annotators()}
    assert roles == {"gold": "reviewer", "import": "import", "tagger": "model"}


def test_importing_a_file_again_changes_nothing(
    project: Project, bring: Bring, tmp_path: Path
) -> None:
    bring(line(), line(annotator="ann-02", spans=[SOURCE], relations=[]))
    export(project, Recipe("jsonl"), tmp_path / "before.jsonl")

    again = bring(line(), line(annotator="ann-02", spans=[SOURCE], relations=[]))

    assert (again.articles, again.layers, again.spans, again.actors) == (0, 0, 0, 0)
    assert not again.refused
    export(project, Recipe("jsonl"), tmp_path / "after.jsonl")
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()


def test_new_spans_join_the_layer_that_is_there(project: Project, bring: Bring) -> None:
    bring(line(spans=[CLAIM], relations=[], status="started"))

    result = bring(line())

    assert not result.refused
    assert (result.spans, result.relations) == (1, 1)
    assert len(spans_of(project)) == 2
    (layer,) = project.layers()
    assert layer.status == "done"


def test_a_span_that_differs_from_the_one_under_its_id_is_refused(
    project: Project, bring: Bring
) -> None:
    bring(line(spans=[CLAIM | {"id": new_id()}], relations=[]))
    (there,) = spans_of(project)

    result = bring(
        line(spans=[CLAIM | {"id": there.id, "attributes": {"quotation": "mixed"}}, SOURCE])
    )

    assert f'span "{there.id}": ann-01 has it already' in reasons(result)
    assert there in spans_of(project)
    assert len(spans_of(project)) == 2


def test_an_id_of_another_layer_is_refused(project: Project, bring: Bring) -> None:
    mine = CLAIM | {"id": new_id()}
    bring(line(spans=[mine], relations=[]))

    result = bring(line(annotator="ann-02", spans=[mine], relations=[]))

    assert "another layer has this id" in reasons(result)
    assert spans_of(project, "ann-02") == ()


def test_done_work_stays_done_and_a_different_note_is_told(project: Project, bring: Bring) -> None:
    bring(line(status="done", note="clear"))

    result = bring(line(status="flagged", note="unclear"))

    (layer,) = project.layers()
    assert (layer.status, layer.assignment.note) == ("done", "clear")
    told = "\n".join(item.reason for item in result.kept)
    assert "as done, not as flagged" in told
    assert "another note" in told


def test_an_article_is_known_by_its_text(project: Project, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_bytes(TEXT.encode())
    import_paths(project, [tmp_path / "ferry.txt"])
    (before,) = project.articles()

    bring(line())

    (after,) = project.articles()
    assert after == before
    assert len(spans_of(project)) == 2


def test_an_article_known_by_its_id_keeps_its_text(project: Project, bring: Bring) -> None:
    name = new_id()
    bring(line(article={"id": name, "text": TEXT}))

    result = bring({"article": {"id": name, "text": "Another text"}})

    assert "texts are never changed" in reasons(result)
    assert [article.text for article in project.articles()] == [TEXT]


def test_an_article_without_a_layer_that_is_there_is_a_duplicate(
    project: Project, bring: Bring
) -> None:
    bring({"article": {"text": TEXT}})

    result = bring({"article": {"text": TEXT}}, {"article": {"text": "New"}})

    assert [item.where for item in result.duplicates] == ["talks.jsonl:1"]
    assert result.articles == 1
    assert not result.refused


def test_a_title_that_differs_stays_and_is_told(project: Project, bring: Bring) -> None:
    bring(line())

    result = bring(line(article={"title": "No ferry", "text": TEXT}))

    assert "another title" in result.kept[0].reason
    assert next(project.articles()).title == "Ferry late"


def test_a_revision_finds_its_article_later_in_the_file(project: Project, bring: Bring) -> None:
    bring(
        {"article": {"text": "Second version", "revision_of": "v1"}},
        {"article": {"id": "v1", "text": "First version"}},
    )

    second, first = project.articles()
    assert second.revision_of == first.id


def test_a_revision_of_nothing_is_told(project: Project, bring: Bring) -> None:
    result = bring({"article": {"text": "Second version", "revision_of": "v1"}})

    assert 'a revision of "v1"' in reasons(result)
    assert next(project.articles()).revision_of is None


def test_actors_with_one_id_and_name_are_one_throughout_the_file(
    project: Project, bring: Bring
) -> None:
    bring(line(), line(article={"text": "x " + TEXT}, spans=[], relations=[]))

    assert [actor.name for actor in project.actors()] == ["Ola Brandt"]


def test_the_same_local_id_with_another_name_is_another_actor(
    project: Project, bring: Bring
) -> None:
    bring(
        line(),
        line(
            article={"text": "Other"}, spans=[], relations=[], actors=[{"id": "ola", "name": "Ida"}]
        ),
    )

    assert [actor.name for actor in project.actors()] == ["Ida", "Ola Brandt"]


def test_what_the_register_has_otherwise_stays_and_is_told(project: Project, bring: Bring) -> None:
    bring(line())

    result = bring(line(actors=[OLA | {"aliases": ["the pilot"]}]))

    assert "another aliases" in result.kept[0].reason
    assert len(project.actors()) == 1


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{not json}", "not JSON"),
        (b"[1, 2]", "no object"),
        (b'{"article": {"text": "\xff"}}', "not UTF-8"),
        (b'{"article": {"text": "a\\ud83d"}}', "U+D83D"),
        (b'{"article": {"text": "a", "metadata": {"x": NaN}}}', "NaN is no number"),
        (b'{"article": {"text": "a", "metadata": {"x": 1e999}}}', "too large"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"article": {"title": "Only a title"}}', 'no article with a "text"'),
        (b'{"article": {"text": 7}}', '"text" is not a text but 7'),
        (b'{"article": {"text": "a"}, "spans": {}}', '"spans" is not a list'),
        (b'{"article": {"text": "a"}, "spans": [7]}', "number 1, is no object"),
        (b'{"article": {"text": "a"}, "status": "ready"}', "it can be new, started"),
        (b'{"article": {"text": "a"}, "seconds": -1}', "negative"),
        (b'{"article": {"text": "a"}, "annotator": " "}', '"annotator" is empty'),
        (b'{"article": {"text": "a", "zones": [{"kind": "body", "start": 0, "end": 9}]}}', "zone"),
        (b'{"article": {"text": "a", "zones": [{"kind": "ad", "start": 0, "end": 1}]}}', "'ad'"),
        (b'{"article": {"text": "a"}, "spans": [{"label": "Cue", "fragments": [0, 1]}]}', "start"),
        (b'{"article": {"text": "a"}, "spans": [{"fragments": [[0, 1]]}]}', 'no "label"'),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_others_are_taken(
    project: Project, bring: Bring, bad: bytes, reason: str
) -> None:
    result = bring(line(), bad, line(annotator="ann-02"))

    (refused,) = result.refused
    assert refused.where == "talks.jsonl:2"
    assert reason in refused.reason
    assert result.layers == 2
    assert project.count_articles() == 1


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([SOURCE | {"text": ["Ola", "Brandt"]}], "2 pieces for 1 fragments"),
        ([SOURCE, SOURCE], 'Two spans have the id "s1"'),
        ([SOURCE | {"attributes": {"kind": {"is": "person"}}}], 'attribute "kind"'),
    ],
)
def test_a_line_whose_spans_make_no_sense_is_refused_as_a_whole(
    project: Project, bring: Bring, spans: list[Line], reason: str
) -> None:
    result = bring(line(spans=[CLAIM, *spans], relations=[]))

    (refused,) = result.refused
    assert reason in refused.reason
    assert result.nothing_done
    assert project.count_articles() == 0


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"text": ["Ola Brook"]}, "where the text says 'Ola Brandt' and not 'Ola Brook'"),
        ({"fragments": [[28, 900]], "text": ["Ola Brook"]}, f"no place in a text of {len(TEXT)}"),
        ({"fragments": [[-3, 2]], "text": ["Ola Brook"]}, "no place"),
        ({"fragments": [[5, 5]], "text": [""]}, "no place"),
        ({"fragments": [[0, 2]], "text": ["l"]}, "not found once, and only once"),
    ],
)
def test_a_span_that_is_not_where_it_says_is_refused_and_the_others_are_taken(
    project: Project, bring: Bring, wrong: Line, reason: str
) -> None:
    result = bring(line(spans=[CLAIM, SOURCE | wrong]))

    span, link = result.refused
    assert span.where == "talks.jsonl:1"
    assert 'Span "s1" (Source)' in span.reason and reason in span.reason
    assert '"s1" is not there, or was refused' in link.reason
    assert [span.label for span in spans_of(project)] == ["Claim"]


def test_a_line_with_no_span_where_it_says_is_refused(project: Project, bring: Bring) -> None:
    result = bring(line(spans=[SOURCE | {"text": ["Ola Brook"]}], relations=[]))

    assert result.nothing_done
    assert project.count_articles() == 0


def test_a_quote_that_stands_nearby_is_taken_from_there_and_told(
    project: Project, bring: Bring
) -> None:
    result = bring(line(spans=[CLAIM, SOURCE | {"fragments": [[OLA_AT - 5, OLA_AT]]}]))

    assert not result.refused
    (moved,) = result.moved
    assert f"not at {OLA_AT - 5}–{OLA_AT} but at {OLA_AT}–{OLA_AT + 10}" in moved.reason
    assert spans_of(project)[1].fragments[0].start == OLA_AT


def test_offsets_in_another_unit_are_told_by_their_quotes(project: Project, bring: Bring) -> None:
    def utf16(thing: Line) -> Line:
        def units(offset: int) -> int:
            return len(TEXT[:offset].encode("utf-16-le")) // 2

        return thing | {"fragments": [[units(a), units(b)] for a, b in thing["fragments"]]}

    result = bring(line(spans=[utf16(CLAIM), utf16(SOURCE)]))

    assert not result.refused
    (moved,) = result.moved
    assert "UTF-16 units" in moved.reason
    assert [span.quote for span in spans_of(project)] == [
        '"Fog 🌫️," … "It will lift."',
        "Ola Brandt",
    ]


def test_a_text_that_was_changed_on_the_way_is_refused(project: Project, bring: Bring) -> None:
    other = hashlib.sha256(b"another text").hexdigest()

    result = bring(line(article={"text": TEXT, "sha256": other}))

    assert other[:12] in reasons(result)
    assert project.count_articles() == 0


@pytest.mark.parametrize(
    ("spans", "name", "reason"),
    [
        ([SOURCE | {"label": "Speaker"}], "s1", 'no label "Speaker"'),
        ([SOURCE | {"attributes": {"mood": "glum"}}], "s1", 'no attribute "mood"'),
        ([SOURCE | {"attributes": {"kind": "ghost"}}], "s1", "'ghost' is not one of"),
        ([SOURCE | {"actor": "nobody"}], "s1", '"nobody" is neither'),
        ([SOURCE | {"fragments": []} | {"text": []}], "s1", "covers nothing"),
        (
            [
                SOURCE
                | {
                    "fragments": [[OLA_AT, OLA_AT + 6], [OLA_AT + 4, OLA_AT + 10]],
                    "text": ["Ola Br", "Brandt"],
                }
            ],
            "s1",
            "overlap",
        ),
        (
            [span("a1", "Actor", "Ferry", "Ola Brandt"), SOURCE],
            "a1",
            "one continuous piece",
        ),
    ],
)
def test_a_span_that_the_scheme_forbids_is_refused_by_name_and_the_rest_is_taken(
    project: Project, bring: Bring, spans: list[Line], name: str, reason: str
) -> None:
    result = bring(line(spans=[CLAIM, *spans], relations=[]))

    (refused,) = result.refused
    assert refused.where == "talks.jsonl:1"
    assert refused.reason.startswith(f'span "{name}": ')
    assert reason in refused.reason
    assert len(spans_of(project)) == len(spans)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (LINK | {"type": "denied_by"}, 'no relation "denied_by"'),
        (LINK | {"to": "s9"}, 'The span "s9" is not there'),
        (LINK | {"from": "s1", "to": "c1"}, "not from Source to Claim"),
    ],
)
def test_a_relation_that_cannot_be_is_refused_by_name(
    project: Project, bring: Bring, link: Line, reason: str
) -> None:
    result = bring(line(relations=[link]))

    (refused,) = result.refused
    assert refused.reason.startswith('relation "r1": ')
    assert reason in refused.reason
    assert len(spans_of(project)) == 2


def test_the_scheme_is_extended_when_asked(project: Project, bring: Bring) -> None:
    lift = span("e1", "Event", "lift", attributes={"certain": True, "weight": 2})
    link = {"type": "foretells", "from": "c1", "to": "e1"}
    source = SOURCE | {"attributes": {"kind": "ghost"}}

    result = bring(line(spans=[CLAIM, source, lift], relations=[LINK, link]), extend_scheme=True)

    assert not result.refused
    assert project.scheme.version == 2
    event = project.scheme.label("Event")
    assert event is not None
    assert [(a.name, a.kind) for a in event.attributes] == [
        ("certain", "flag"),
        ("weight", "number"),
    ]
    assert len(spans_of(project)) == 3

    project.undo(annotator="import")
    assert project.scheme.version == 1


def test_the_scheme_stays_when_nothing_lacks(project: Project, bring: Bring) -> None:
    bring(line(), extend_scheme=True)

    assert project.scheme.version == 1


def test_fragments_may_stand_in_any_order(project: Project, bring: Bring) -> None:
    turned = CLAIM | {"fragments": CLAIM["fragments"][::-1], "text": CLAIM["text"][::-1]}

    result = bring(line(spans=[turned], relations=[]))

    assert not result.refused
    (claim,) = spans_of(project)
    assert [f.quote for f in claim.fragments] == CLAIM["text"]


def test_byte_order_mark_blank_lines_and_windows_lines_are_no_matter(
    project: Project, bring: Bring
) -> None:
    raw = json.dumps(line()).encode()

    result = bring(b"\xef\xbb\xbf" + raw + b"\r", b"", b"   ", raw.replace(b"ann-01", b"ann-02"))

    assert not result.refused
    assert result.layers == 2


def test_a_line_too_long_is_refused_without_reading_it_whole(
    project: Project, bring: Bring
) -> None:
    result = bring(b'{"article": {"text": "' + b"a" * (65 * 1024 * 1024) + b'"}}', line())

    assert "longer than" in reasons(result)
    assert result.layers == 1


def test_an_entry_that_the_format_lacks_is_told_once(project: Project, bring: Bring) -> None:
    result = bring(
        line(spans=[SOURCE | {"colour": "red"}], relations=[]),
        line(annotator="ann-02", spans=[SOURCE | {"colour": "blue"}], relations=[]),
    )

    assert reasons(result).count('no entry "spans.colour"') == 1
    assert result.spans == 2


def test_utf16_is_named_as_what_it_is(project: Project, tmp_path: Path) -> None:
    (tmp_path / "wide.jsonl").write_text(json.dumps(line()), encoding="utf-16")

    result = import_paths(project, [tmp_path / "wide.jsonl"])

    assert "UTF-16" in reasons(result)
    assert result.nothing_done


def test_a_layer_that_nobody_has_cannot_be_exported(
    project: Project, bring: Bring, tmp_path: Path
) -> None:
    bring(line())

    with pytest.raises(FormatError, match='has no layer "gold"; it has layers of: ann-01'):
        export(project, Recipe("jsonl", layer="gold"), tmp_path / "gold.jsonl")
    assert not (tmp_path / "gold.jsonl").exists()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["c1", "s1", "\ud800", "\x00", "Claim", TEXT]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@st.composite
def spoilt(draw: st.DrawFn) -> Line:
    """A good line with one to three things in it replaced by anything at all."""
    spoilt = copy.deepcopy(line())
    for _ in range(draw(st.integers(1, 3))):
        place: Any = spoilt
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            deeper = isinstance(place[key], dict | list) and draw(st.booleans())
            if not deeper:
                place[key] = draw(ANYTHING)
                break
            place = place[key]
    return spoilt


@given(spoilt())
def test_whatever_a_line_holds_it_is_taken_or_refused(spoilt: Line) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "odd.jsonl")
        path.write_text(json.dumps(spoilt) + "\n" + json.dumps(line()), encoding="utf-8")
        with Project.create(Path(folder, "talks.annotator")) as project:
            result = import_paths(project, [path], extend_scheme=True)

            assert all(item.reason for item in result.refused)
            assert {item.where for item in result.refused} <= {"odd.jsonl:1", "odd.jsonl:2"}
            assert "ann-01" in [layer.annotator for layer in project.layers()]
            export(project, Recipe("jsonl"), Path(folder, "again.jsonl"))
