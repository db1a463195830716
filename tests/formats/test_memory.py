"""Memory doesn't grow with a project: formats write sheets as they come and let go of them."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats import Format, Sheet, files, format_named, formats
from annotator.formats.docbin import writing as docbin
from annotator.formats.format import Terms
from annotator.formats.parquet import writing as parquet
from annotator.formats.tables import parquet as tables
from annotator.model import Actor, Article, Fragment, Relation, Span, new_id
from annotator.store.project import built_in_scheme

#: A text that is long and yet soon cut into words, so that what keeps it is found out quickly.
WORDS = 20
WORD = "lorem" * 100
#: What a format may keep of an article: its id, a name, a place; not its text of 10,000 characters.
MOST = 4000

SCHEME = built_in_scheme("attribution")
MINISTER = Actor(new_id(), "The minister")


@pytest.fixture(autouse=True)
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the formats that write by the lot write small ones, so that a short run has several."""
    monkeypatch.setattr(docbin, "MOST_TOKENS", WORDS * 4)
    monkeypatch.setattr(parquet, "_ROWS", 4)
    monkeypatch.setattr(tables, "_ROWS", 4)
    monkeypatch.setattr(files, "_LOT", 4)
    # How many files happen to be summed at the same time is chance.
    monkeypatch.setattr(files, "_AT_ONCE", 1)


def written(number: int) -> Iterator[Sheet]:
    for n in range(number):
        text = f"Story {n}: " + " ".join([WORD] * WORDS) + "."
        article = Article(new_id(), f"Story {n}", text, language="en")

        def span(label: str, start: int, end: int, article: Article = article) -> Span:
            quote = article.text[start:end]
            return Span(new_id(), article.id, "ann-01", label, (Fragment(start, end, quote),))

        claim, source = span("Claim", 0, 4000), span("Source", 4600, 8000)
        link = Relation(new_id(), article.id, "ann-01", "attributed_to", claim.id, source.id)
        yield Sheet(
            article.id,
            article,
            "ann-01",
            status="done",
            spans=(claim, source),
            relations=(link,),
            actors=(MINISTER,),
        )


def write(format: Format, number: int, to: Path) -> None:
    terms = Terms(SCHEME, {option.name: option.default for option in format.options})
    format.write((format.fit(s, terms).sheet for s in written(number)), to, terms)


def peak(format: Format, number: int, to: Path) -> int:
    """Return the most bytes that writing so many articles takes at a time."""
    gc.collect()
    tracemalloc.start()
    try:
        write(format, number, to)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", [format.name for format in formats()])
def test_a_format_lets_go_of_what_it_has_written(name: str, tmp_path: Path) -> None:
    format = format_named(name)
    write(format, 2, tmp_path / "first")  # loads libraries and fills caches

    few, many = peak(format, 10, tmp_path / "few"), peak(format, 26, tmp_path / "many")

    assert (many - few) / 16 < MOST
