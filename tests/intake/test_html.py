from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import IntakeError, MissingExtra
from annotator.intake import read_html
from annotator.model import Article

LEAD = (
    "The US government is trying to\u00a0persuade allied countries to avoid using equipment "
    "from the company, according to a newspaper’s report."
)
SECOND = (
    "In the report it is claimed that officials have reached out to their counterparts "
    "to warn them of the risks posed by using that equipment."
)
QUOTE = "“We are surprised by the behaviour,” said a spokesperson in a statement on Friday."
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Allies told to ditch it | The Paper</title>
<link rel="canonical" href="https://paper.example/allies">
<meta property="og:site_name" content="The Paper"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2018-11-23T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Allies told to ditch it</h1>
<p class="article__standfirst">Officials are concerned about a cold war.</p>
<p class="byline">By Jane Doe</p>
<figure><img src="x.jpg"><figcaption>The building in <b>May</b></figcaption></figure>
<p>{LEAD.replace(chr(160), "&nbsp;").replace("newspaper", "<a href=x>news<b>paper</b></a>")}</p>
<script>document.write("never")</script>
<h2>What next</h2>
<p>{SECOND}</p>
<figure><img src="y.jpg"><figcaption>A second picture</figcaption></figure>
<blockquote><p>{QUOTE}</p></blockquote></article>
<aside><h3>Most popular</h3><figure><figcaption>Elsewhere</figcaption></figure></aside>
<footer>© 2018 The Paper</footer></body></html>"""


def zones(article: Article) -> list[tuple[str, str]]:
    return [(zone.kind, article.text[zone.start : zone.end]) for zone in article.zones]


def test_a_page_becomes_its_article() -> None:
    assert zones(read_html(PAGE)) == [
        ("title", "Allies told to ditch it"),
        ("standfirst", "Officials are concerned about a cold war."),
        ("byline", "By Jane Doe"),
        ("caption", "The building in May"),
        ("body", f"{LEAD}\n\nWhat next\n\n{SECOND}"),
        ("caption", "A second picture"),
        ("body", QUOTE),
    ]


def test_what_the_page_says_of_itself_is_kept() -> None:
    article = read_html(PAGE.encode(), source="allies.html")
    assert (article.title, article.source) == ("Allies told to ditch it", "allies.html")
    assert (article.byline, article.published) == ("Jane Doe", "2018-11-23")
    assert (article.language, article.url) == ("en-GB", "https://paper.example/allies")
    assert article.metadata["site"] == "The Paper"
    assert article.metadata["encoding_reason"] == "declared as utf-8"
    assert (article.original, article.media_type) == (PAGE.encode(), "text/html")


def test_what_the_person_says_goes_before() -> None:
    article = read_html(PAGE, title="Mine", url="https://other.example/a")
    assert (article.title, article.url) == ("Mine", "https://other.example/a")


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    page = PAGE.replace("it | The Paper</title>", "it - paper.example</title>")
    assert read_html(page).title == "Allies told to ditch it"


def test_a_heading_before_the_title_is_no_title() -> None:
    page = PAGE.replace("<article>", "<article><h2>Obituary of an alliance</h2>")
    assert [kind for kind, _ in zones(read_html(page))].count("title") == 1


def test_the_names_of_others_further_down_are_left_out() -> None:
    teaser = "<div><span class=author>John Roe</span></div>"
    page = PAGE.replace("<h2>What", f"{teaser}<h2>What")
    assert "John Roe" not in read_html(page).text


def test_a_subtitle_within_the_body_is_a_heading() -> None:
    page = PAGE.replace("<h2>What next", '<h2 class="subtitle">What comes next in this affair')
    assert [kind for kind, _ in zones(read_html(page))].count("standfirst") == 1


def test_a_photographer_has_a_caption_and_no_byline() -> None:
    page = PAGE.replace("By Jane Doe", "Photograph by John Roe")
    assert ("caption", "Photograph by John Roe") in zones(read_html(page))


def test_a_short_fragment_has_its_heading_once_and_its_paragraphs_apart() -> None:
    article = read_html("<h1>Port shut</h1><p>Nobody knew why.</p><ul><li>One.</li></ul>")
    assert article.text == "Port shut\n\nNobody knew why.\n\nOne."
    assert [zone.kind for zone in article.zones] == ["title", "body"]


def test_a_fragment_keeps_its_words_and_paragraphs() -> None:
    article = read_html("<p>Hello <b>wor</b>ld of ours.</p><div>Two<br>lines</div>")
    assert article.text == "Hello world of ours.\n\nTwo\nlines"


def test_japanese_and_arabic_pages() -> None:
    japanese = "政府は同盟国に対し、機器の使用を避けるよう求めていると関係者が明らかにした。" * 3
    page = (
        f"<html><body><article><h1>機器の排除を要請</h1><p>{japanese}</p></article></body></html>"
    )
    article = read_html(page)
    assert zones(article) == [("title", "機器の排除を要請"), ("body", japanese)]
    assert article.language == "ja"
    arabic = "قال الوزير إن الحكومة لا تعلم شيئا عن ذلك." * 4
    page = f"<html lang=ar dir=rtl><body><article><h1>الوزير ينفي</h1><p>{arabic}</p></article>"
    assert zones(read_html(page)) == [("title", "الوزير ينفي"), ("body", arabic)]


def test_xhtml_with_its_declarations_is_read() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de"><body><p>Köln. {SECOND}</p>'
        "</body></html>"
    )
    article = read_html(page.encode("latin-1"))
    assert article.text == f"Köln. {SECOND}"
    assert article.language == "de"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("", "is empty"),
        ("<!-- nothing -->", "no text"),
        ("<html><body><script>var x = 1;</script><img src=a.png></body></html>", "no text"),
        ("a\0b", "NUL"),
        ("<div>" * 100_000 + "deep", "nested too deeply"),
        (b"%PDF-1.4", "a PDF file"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(page: str | bytes, why: str) -> None:
    with pytest.raises(IntakeError, match=f'"a.html" .*{why}'):
        read_html(page, source="a.html")


def test_a_page_that_declares_entities_is_refused() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'
    )
    with pytest.raises(IntakeError, match="declares entities"):
        read_html(page)


def test_local_files_are_not_followed() -> None:
    page = '<!DOCTYPE html><p>Before &x; <img src="file:///etc/passwd"> [after].</p>'
    assert read_html(page).text == "Before &x; [after]."


def test_without_the_library_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra) as caught:
        read_html(PAGE)
    assert 'pip install "article-annotator[intake]"' in str(caught.value)
    assert "\n" not in str(caught.value)


@given(
    st.lists(
        st.sampled_from(
            [
                *("<p>", "</p>", "<div>", "<br>", "<li>", "<table><tr><td>", "</b>", "<b>"),
                *("<figcaption>", "</figcaption>", "<span class=byline>", "</span>", "&nbsp;"),
                *("<script>", "</script>", "<h1>", "</h1>", "<!--", "-->", "&#xD800;", "\u200b"),
                *("By Jane Doe", LEAD, SECOND, " x ", "\n", "<aside>", "</aside>", "Most read"),
            ]
        ),
        max_size=25,
    )
)
def test_any_markup_gives_ordered_zones_or_a_refusal(pieces: list[str]) -> None:
    try:
        article = read_html("".join(pieces))
    except IntakeError:
        return
    end = 0
    for zone in article.zones:
        assert end <= zone.start < zone.end <= len(article.text)
        covered = article.text[zone.start : zone.end]
        assert covered == covered.strip()
        end = zone.end
    article.text.encode()
