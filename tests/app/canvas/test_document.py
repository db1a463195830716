"""Blocks: nothing that can be read is left out, nothing stands twice, no block is too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.canvas.document import Document
from annotator.model import Article, Zone

texts = st.text(alphabet="ab. \n\r\u2028\u00a0👩é", max_size=120)
kinds = st.sampled_from(["title", "caption", "dateline", "body", "boilerplate"])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    zones = tuple(
        Zone(draw(kinds), start, end)
        for start, end in zip(places[::2], places[1::2], strict=False)
        if start < end
    )
    return Article("a", "A", text, zones=zones)


@given(articles(), st.booleans())
def test_every_letter_is_in_just_one_block(article: Article, unfold: bool) -> None:
    opened = frozenset(zone.start for zone in article.zones) if unfold else frozenset()
    document = Document(article, opened)

    at = 0
    for block in document.blocks:
        assert block.start >= at
        assert not article.text[at : block.start].strip("\r\n\u2028\u00a0 ")
        at = block.end
    assert not article.text[at:].strip("\r\n\u2028\u00a0 ")


@given(articles())
def test_only_boilerplate_is_folded(article: Article) -> None:
    for block in Document(article).blocks:
        if block.fold:
            zone = article.zone_at(block.start)
            assert zone is not None and zone.kind == "boilerplate"
            assert block.end == zone.end


@given(articles())
def test_offsets_find_the_block_that_holds_them(article: Article) -> None:
    document = Document(article)
    for n, block in enumerate(document.blocks):
        for offset in range(block.start, block.end):
            assert document.block_at(offset) == n


@given(articles())
def test_what_is_drawn_is_as_long_as_the_text(article: Article) -> None:
    document = Document(article)
    for block in document.blocks:
        assert len(document.shown(block)) == block.end - block.start


def test_one_endless_line_is_cut_for_layout() -> None:
    text = "The harbour master said so. " * 1000
    blocks = Document(Article("a", "A", text)).blocks
    assert len(blocks) > 10
    assert all(block.end - block.start <= 2000 for block in blocks)
    assert "".join(text[block.start : block.end] for block in blocks) == text
    assert not any(block.gap for block in blocks)


def test_a_fold_leaves_the_rest_of_its_lines_readable() -> None:
    text = "Monday. Share this.\nRead more. The port said so."
    start, end = text.index("Share"), text.index("The port")
    blocks = Document(Article("a", "A", text, zones=(Zone("boilerplate", start, end),))).blocks
    assert [(text[b.start : b.end].strip(), b.fold) for b in blocks] == [
        ("Monday.", False),
        ("Share this.\nRead more.", True),
        ("The port said so.", False),
    ]
    assert blocks[1].lines == 2
