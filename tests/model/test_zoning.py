from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import ZONE_KINDS, Article, Zone
from annotator.model.validation import validate_article
from annotator.model.zoning import with_zone

TEXT = "Title\n\nBody one.\n\nBody two.\n\nMost read"
ARTICLE = Article(
    "1",
    "Title",
    TEXT,
    zones=(Zone("title", 0, 5), Zone("body", 7, 27), Zone("boilerplate", 29, 38)),
)


def shown(article: Article) -> list[tuple[str, str]]:
    return [(zone.kind, article.text[zone.start : zone.end]) for zone in article.zones]


def test_a_stretch_is_cut_out_of_what_was_there() -> None:
    assert shown(with_zone(ARTICLE, "caption", 17, 28)) == [
        ("title", "Title"),
        ("body", "Body one."),
        ("caption", "Body two."),
        ("boilerplate", "Most read"),
    ]


def test_neighbours_of_one_kind_join() -> None:
    assert shown(with_zone(ARTICLE, "boilerplate", 18, 27)) == [
        ("title", "Title"),
        ("body", "Body one."),
        ("boilerplate", "Body two.\n\nMost read"),
    ]
    assert shown(with_zone(ARTICLE, "body", 29, 38))[-1] == (
        "body",
        "Body one.\n\nBody two.\n\nMost read",
    )


def test_white_space_alone_is_no_zone() -> None:
    assert with_zone(ARTICLE, "caption", 5, 7) == ARTICLE


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ZONE_KINDS),
            st.integers(0, len(TEXT)),
            st.integers(0, len(TEXT)),
        ),
        max_size=8,
    )
)
def test_zones_stay_in_order_apart_and_trimmed(marks: list[tuple[str, int, int]]) -> None:
    article = ARTICLE
    for kind, a, b in marks:
        before = {n for z in article.zones for n in range(z.start, z.end) if not TEXT[n].isspace()}
        article = with_zone(article, kind, min(a, b), max(a, b))
        validate_article(article)
        covered = {n for z in article.zones for n in range(z.start, z.end)}
        assert before <= covered
    for one, other in zip(article.zones, article.zones[1:], strict=False):
        assert one.end <= other.start
    for zone in article.zones:
        assert TEXT[zone.start : zone.end].strip() == TEXT[zone.start : zone.end] != ""
