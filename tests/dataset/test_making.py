"""A dataset: parted without leaks, told what it lacks, the same on repeat, whole or not at all."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.dataset.splits import Shares
from annotator.errors import AnnotatorError, FormatError
from annotator.model import Article, Assignment, Change, Fragment, Span, Zone, new_id

SPLIT = Shares.parse("train=0.6,test=0.4")
TAIL = "Most Popular"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Ten articles, each labelled and finished by two, but for one that is under way."""
    with Project.create(tmp_path / "p.annotator") as project:
        for n in range(10):
            text = f"Story {n}\n\nBerth {n} is shut, said Raske on day {n} of month {n}.\n\n{TAIL}"
            at = text.index(TAIL)
            zones = (Zone("body", 0, at - 2), Zone("boilerplate", at, len(text)))
            article = Article(new_id(), f"Story {n}", text, source=f"site {n % 3}", zones=zones)
            project.apply(Change("Import 1 article", "ann-01", put=[article]))
            for who in ("ann-01", "ann-02"):
                status = "started" if (n, who) == (9, "ann-02") else "done"
                marks = [span(article, who, "Source", "Raske"), span(article, who, "Cue", "said")]
                if n == 0:
                    marks.append(span(article, who, "Claim", TAIL))
                done = Assignment(article.id, who, status)
                project.apply(Change("Label", who, put=[*marks, done]))
        yield project


def span(article: Article, who: str, label: str, quote: str) -> Span:
    at = article.text.index(quote)
    return Span(new_id(), article.id, who, label, (Fragment(at, at + len(quote), quote),))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def training(**values: object) -> Recipe:
    return Recipe("jsonl", statuses=("done",), boilerplate=False, **values)  # type: ignore[arg-type]


def test_a_dataset_is_a_folder_with_parts_card_losses_and_checksums(
    project: Project, tmp_path: Path
) -> None:
    made = export(project, training(split=SPLIT, licence="CC BY 4.0"), tmp_path / "set")
    folder = tmp_path / "set"
    assert sorted(p.name for p in folder.iterdir()) == [
        "README.md",
        "SHA256SUMS",
        "losses.jsonl",
        "scheme.toml",
        "test.jsonl",
        "train.jsonl",
    ]
    parts = {
        part: {line["article"]["id"] for line in lines(folder / f"{part}.jsonl")}  # type: ignore[index]
        for part in ("train", "test")
    }
    assert not parts["train"] & parts["test"]
    assert len(parts["train"]) + len(parts["test"]) == made.articles == 10
    assert made.layers == 19
    assert made.left_out == {"The layer is started.": 1}
    sums = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False
    )
    assert sums.returncode == 0


def test_boilerplate_is_left_out_and_what_lay_in_it_is_told(
    project: Project, tmp_path: Path
) -> None:
    made = export(project, training(card=True), tmp_path / "set")
    [told] = made.losses.items()
    assert told == (("zones", "It lies in a part of the article that is left out: boilerplate."), 2)
    assert len(lines(tmp_path / "set" / "losses.jsonl")) == 2
    for line in lines(tmp_path / "set" / "data.jsonl"):
        assert TAIL not in line["article"]["text"]  # type: ignore[index]
    assert len(list(losses(project, training()))) == 2


def test_the_card_says_what_it_is_and_how_to_make_it_again(
    project: Project, tmp_path: Path
) -> None:
    recipe = training(split=SPLIT, seed=7, labels={"Source": "Party"}, licence="CC BY 4.0")
    export(project, recipe, tmp_path / "set")
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "| articles | 6 | 4 | 10 |" in card
    assert "| – Party |" in card
    assert recipe.command("OUT") in card
    assert "CC BY 4.0" in card
    assert "| f1\\_overlap, all |" in card
    assert "ann-01" not in card, "annotators have no names unless it is asked for"
    one = training(layer="ann-01", card=True)
    export(project, one, tmp_path / "one")
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert "--layer NAME" in card
    assert "ann-01" not in card
    export(project, training(names=True, card=True), tmp_path / "named")
    assert "ann-01" in (tmp_path / "named" / "README.md").read_text(encoding="utf-8")


def test_losses_are_those_of_the_cards_annotators(project: Project, tmp_path: Path) -> None:
    def whose(folder: Path) -> set[object]:
        told = lines(folder / "losses.jsonl")
        assert any(loss["kind"] == "layers" for loss in told)
        assert all(loss["what"] == loss["annotator"] for loss in told if loss["kind"] == "layers")
        return {loss["annotator"] for loss in told} - {None}

    export(project, Recipe.usual("conll", card=True), tmp_path / "set")
    assert whose(tmp_path / "set") == {"Annotator 1", "Annotator 2"}
    assert b"ann-0" not in (tmp_path / "set" / "losses.jsonl").read_bytes()
    export(project, Recipe.usual("conll", card=True, names=True), tmp_path / "named")
    assert whose(tmp_path / "named") == {"ann-01", "ann-02"}
    everything = Recipe.usual("conll", card=True, statuses=None, boilerplate=True)
    export(project, everything, tmp_path / "everything")
    assert b"ann-0" not in (tmp_path / "everything" / "losses.jsonl").read_bytes()


def test_the_card_knows_whose_work_it_is_where_the_format_does_not(
    project: Project, tmp_path: Path
) -> None:
    made = export(project, Recipe.usual("conll", card=True), tmp_path / "set")
    assert made.layers == 19
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "| layers | 19 |" in card
    assert "| Annotator 2 | 9 |" in card
    assert "| f1\\_overlap, all |" in card
    named = re.findall(r"`([\w.]+)` holds the hash of each file", card)
    assert (tmp_path / "set" / named[0]).is_file()


def test_the_card_names_the_tokenizer_and_the_formats_other_choices(
    project: Project, tmp_path: Path
) -> None:
    for rule, said in (("whitespace", "between white space"), ("spacy", "what spaCy 3.")):
        recipe = Recipe.usual("conll", options={"tokens": rule}, card=True)
        export(project, recipe, tmp_path / rule)
        card = (tmp_path / rule / "README.md").read_text(encoding="utf-8")
        assert re.search(rf"Tokens \(`tokens={rule}`\) are .*{said}", card)
        assert "`edges=expand`: a span" in card
        assert f"--option tokens={rule}" in card


@pytest.mark.parametrize(
    ("format", "path"),
    [
        ("sentences", '"train.jsonl"'),
        ("chat", '"train/examples.jsonl"'),
        ("csv", None),
        ("conll", None),
    ],
)
def test_the_cards_header_leads_loaders_to_the_examples(
    project: Project, tmp_path: Path, format: str, path: str | None
) -> None:
    export(project, Recipe.usual(format, split=SPLIT), tmp_path / "set")
    header = (tmp_path / "set" / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    assert re.findall(r"split: train\n +path: (.*)", header) == ([path] if path else [])
    assert ("configs:" in header) == (path is not None)


def test_two_exports_of_one_state_are_the_same_to_the_byte(
    project: Project, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        export(project, training(split=SPLIT), tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_no_two_parts_share_a_source_where_that_is_asked_for(
    project: Project, tmp_path: Path
) -> None:
    export(project, training(split=SPLIT, group_by=("source",)), tmp_path / "set")
    sources = [
        {line["article"]["source"] for line in lines(tmp_path / "set" / f"{part}.jsonl")}  # type: ignore[index]
        for part in ("train", "test")
    ]
    assert not sources[0] & sources[1]
    with pytest.raises(FormatError, match='has the field "sauce"'):
        export(project, training(split=SPLIT, group_by=("sauce",)), tmp_path / "other")


def test_near_duplicates_and_revisions_stay_together(project: Project, tmp_path: Path) -> None:
    long = " ".join(f"Word{n} of the story number {n} is told here again." for n in range(60))
    first = Article(new_id(), "First", long)
    copy = Article(new_id(), "Copy", f"By our own staff. {long}")
    later = Article(new_id(), "Later", "Quite another text now.", revision_of=first.id)
    done = [Assignment(a.id, "ann-01", "done") for a in (first, copy, later)]
    project.apply(Change("Import", "ann-01", put=[first, copy, later, *done]))
    for seed in range(5):
        export(project, training(split=SPLIT, seed=seed), tmp_path / "set")
        for part in ("train", "test"):
            ids = {line["article"]["id"] for line in lines(tmp_path / "set" / f"{part}.jsonl")}  # type: ignore[index]
            assert len(ids & {first.id, copy.id, later.id}) in (0, 3)


def test_a_frozen_part_stays_as_it_was(project: Project, tmp_path: Path) -> None:
    recipe = training(split=SPLIT, freeze="test")
    export(project, recipe, tmp_path / "first", author="ann-01")
    for n in range(20, 30):
        article = Article(new_id(), f"New {n}", f"New story {n} of many.", source=f"s{n}")
        done = Assignment(article.id, "ann-01", "done")
        project.apply(Change("Import", "ann-01", put=[article, done]))
    export(project, recipe, tmp_path / "second", author="ann-01")
    tests = [
        {line["article"]["id"] for line in lines(tmp_path / name / "test.jsonl")}  # type: ignore[index]
        for name in ("first", "second")
    ]
    assert tests[0] == tests[1]


def test_nothing_near_a_frozen_article_goes_elsewhere_even_while_that_is_not_taken(
    project: Project, tmp_path: Path
) -> None:
    recipe = training(split=SPLIT, freeze="test")
    export(project, recipe, tmp_path / "first", author="ann-01")
    fixed = {line["article"]["id"] for line in lines(tmp_path / "first" / "test.jsonl")}  # type: ignore[index]
    kept = project.article(min(fixed))
    again = Article(new_id(), "Update", "What is new of it.", revision_of=kept.id)
    done = Assignment(again.id, "ann-01", "done")
    reopened = [Assignment(kept.id, who, "started") for who in ("ann-01", "ann-02")]
    project.apply(Change("Import", "ann-01", put=[again, done, *reopened]))

    made = export(project, recipe, tmp_path / "second", author="ann-01")

    text = "".join(
        (tmp_path / "second" / f"{part}.jsonl").read_text() for part in ("train", "test")
    )
    assert kept.id not in text
    assert again.id not in text
    assert made.left_out["It belongs together with an article that is fixed in test."] == 1


def test_revisions_of_revisions_stay_together_too(project: Project, tmp_path: Path) -> None:
    chain = [Article(new_id(), "First", "Text 0.")]
    for n in range(1, 6):
        chain.append(Article(new_id(), "Later", f"Text {n}.", revision_of=chain[-1].id))
    done = [Assignment(article.id, "ann-01", "done") for article in chain]
    project.apply(Change("Import", "ann-01", put=[*chain, *done]))
    for seed in range(5):
        export(project, training(split=SPLIT, seed=seed), tmp_path / "set")
        ids = {line["article"]["id"] for line in lines(tmp_path / "set" / "train.jsonl")}  # type: ignore[index]
        assert len(ids & {article.id for article in chain}) in (0, 6)


def test_articles_are_grouped_by_any_key_of_their_metadata(
    project: Project, tmp_path: Path
) -> None:
    events = [
        Article(new_id(), f"News {n}", f"News {n}.", metadata={"the event": f"no {n % 2}"})
        for n in range(8)
    ]
    done = [Assignment(article.id, "ann-01", "done") for article in events]
    project.apply(Change("Import", "ann-01", put=[*events, *done]))
    export(project, training(split=SPLIT, group_by=("the event",)), tmp_path / "set")
    for part in ("train", "test"):
        ids = {line["article"]["id"] for line in lines(tmp_path / "set" / f"{part}.jsonl")}  # type: ignore[index]
        for event in range(2):
            assert len(ids & {article.id for article in events[event::2]}) in (0, 4)


def test_each_annotators_view_is_a_folder_of_its_own(project: Project, tmp_path: Path) -> None:
    made = export(project, training(views=True), tmp_path / "set")
    assert sorted(made.files.values()) == ["annotator-1/data.jsonl", "annotator-2/data.jsonl"]
    whose = {line["annotator"] for line in lines(tmp_path / "set" / "annotator-2" / "data.jsonl")}
    assert whose == {"ann-02"}


def test_views_have_folders_of_their_own_even_if_the_names_look_alike(
    project: Project, tmp_path: Path
) -> None:
    article = next(project.articles())
    for who in ("a/b", "A b"):
        project.apply(Change("Label", who, put=[Assignment(article.id, who, "done")]))
    bare = Article(new_id(), "Nobody's", "Nobody has read this one.")
    project.apply(Change("Import", "ann-01", put=[bare]))

    recipe = Recipe("jsonl", views=True, names=True)
    made = export(project, recipe, tmp_path / "set")

    folders = sorted(Path(file).parent.name for file in made.files.values())
    assert folders == ["A-b", "a-b-2", "ann-01", "ann-02"]
    assert made.left_out == {"Nobody worked on it.": 1}


def test_what_can_be_done_is_said_when_all_is_left_out(tmp_path: Path) -> None:
    article = Article(new_id(), "Story", "Berth 1 is shut.")
    done = Assignment(article.id, "ann-01", "done")
    with Project.create(tmp_path / "one.annotator") as project:
        project.apply(Change("Import", "ann-01", put=[article, done]))
        with pytest.raises(FormatError, match=r"\(--status any\), or ask for less agreement"):
            export(project, training(agreement=0.5), tmp_path / "set")
        with pytest.raises(FormatError, match="Finish some articles, or ask for less agreement"):
            export(project, Recipe("jsonl", agreement=0.5), tmp_path / "set")


def test_articles_on_which_annotators_disagree_can_be_left_out(
    project: Project, tmp_path: Path
) -> None:
    article = next(project.articles())
    odd = span(article, "ann-02", "Actor", "Berth")
    more = [span(article, "ann-02", "Actor", quote) for quote in ("is", "shut", "day", "month")]
    project.apply(Change("Label", "ann-02", put=[odd, *more]))
    made = export(project, training(agreement=0.9, card=True), tmp_path / "set")
    assert made.articles == 8
    assert made.left_out["Its annotators agree less than 0.9."] == 1
    assert made.left_out["Fewer than two people finished it, so agreement is not known."] == 1


@pytest.fixture
def settled(project: Project) -> Project:
    """The project with a third annotator, and gold."""
    for article in project.articles():
        for who in ("ann-03", "gold"):
            marks = [span(article, who, "Source", "Raske"), span(article, who, "Cue", "said")]
            project.apply(Change("Label", who, put=[*marks, Assignment(article.id, who, "done")]))
    return project


def test_gold_is_taken_where_annotators_agree_and_its_card_says_how_far(
    settled: Project, tmp_path: Path
) -> None:
    article = next(settled.articles())
    odd = [span(article, "ann-02", "Actor", quote) for quote in ("Berth", "is", "shut", "month")]
    settled.apply(Change("Label", "ann-02", put=odd))

    made = export(settled, training(layer="gold", agreement=0.9, card=True), tmp_path / "set")

    assert (made.articles, made.layers) == (9, 9)
    assert made.left_out == {"Its annotators agree less than 0.9.": 1}
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert card.count("| f1\\_overlap, all |") == 1
    assert "| gold | 9 |" in card
    assert "ann-0" not in card


def test_gold_makes_no_agreement_of_annotators(settled: Project, tmp_path: Path) -> None:
    article = next(settled.articles())
    odd = [span(article, "ann-02", "Actor", quote) for quote in ("Berth", "is", "shut", "month")]
    settled.apply(Change("Label", "ann-02", put=odd))
    export(settled, training(card=True), tmp_path / "all")
    export(settled, training(layer="gold", card=True), tmp_path / "gold")

    figures = [
        (tmp_path / name / "README.md").read_text("utf-8").partition("## Agreement")[2]
        for name in ("all", "gold")
    ]
    assert figures[0].partition("## Labels")[0] == figures[1].partition("## Labels")[0]
    export(settled, training(views=True), tmp_path / "views")
    folders = {path.parent.name for path in (tmp_path / "views").glob("*/data.jsonl")}
    assert folders == {"annotator-1", "annotator-2", "annotator-3", "gold"}


def test_a_cancelled_export_leaves_what_was_there(project: Project, tmp_path: Path) -> None:
    export(project, training(split=SPLIT), tmp_path / "set")
    before = {p.name: p.read_bytes() for p in (tmp_path / "set").iterdir()}

    def cancel(done: int, total: int) -> None:
        assert done <= total
        if done > 15:
            raise AnnotatorError("cancelled")

    with pytest.raises(AnnotatorError, match="cancelled"):
        export(project, training(split=SPLIT, seed=9), tmp_path / "set", progress=cancel)
    assert {p.name: p.read_bytes() for p in (tmp_path / "set").iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.annotator", "set"]


def test_a_folder_that_no_export_made_is_not_replaced(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")
    with pytest.raises(FormatError, match=r"thesis\.tex"):
        export(project, training(split=SPLIT), tmp_path / "mine")


def test_a_format_that_holds_everything_takes_everything_unless_told_otherwise(
    project: Project, tmp_path: Path
) -> None:
    made = export(project, Recipe.usual("jsonl"), tmp_path / "all.jsonl")
    assert (made.layers, made.losses, made.left_out) == (20, {}, {})
