from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.intake import guess_zones
from annotator.model import ZONE_KINDS

SHARED = Path(__file__).parents[3] / "shared" / "data"
SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "articles"
PROSE = (
    "The government is trying to persuade allied countries to avoid the equipment, "
    "according to a report that was published on Friday."
)
MORE = (
    "“We will not,” said a spokesperson for the company, who did not want to be named at all "
    "and would not say why."
)

lines = st.sampled_from(
    [
        *("", "   ", "\u00a0", "\u200b", "Title of the piece", "By Jane Doe", "Most Popular"),
        *("Advertisement", "Photo: Jane Doe/Reuters", "LONDON, 3 Nov (Reuters) —", PROSE, MORE),
        *("Huawei Building", "23 November 2018", "© 2021", "関連記事", "بقلم أحمد علي", "x"),
        *("A longer line that has no full stop and may be a standfirst", "Sign up"),
    ]
)
articles = st.lists(lines, max_size=15).flatmap(
    lambda chosen: st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\r", "\u2029"]).map(
        lambda end: end.join(chosen)
    )
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, text[zone.start : zone.end]) for zone in guess_zones(text)]


@given(st.one_of(articles, st.text()))
def test_zones_are_in_order_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for zone in guess_zones(text):
        assert zone.kind in ZONE_KINDS
        assert end <= zone.start < zone.end <= len(text)
        assert not text[end : zone.start].strip().strip("\u200b\u2060\ufeff\u00ad")[3:]
        covered = text[zone.start : zone.end]
        assert covered == covered.strip()
        end = zone.end


@given(articles)
def test_prose_is_never_folded_away(text: str) -> None:
    for kind, covered in kinds(text):
        if PROSE in covered or MORE in covered:
            assert kind in {"body", "standfirst"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this checkout")
def test_the_seed_has_exactly_the_zones_that_people_gave_it() -> None:
    text = (SHARED / "seed.txt").read_bytes().decode()
    gold = json.loads((SHARED / "seed_gold.jsonl").read_text(encoding="utf-8").splitlines()[0])
    wanted = [(zone["kind"], zone["start"], zone["end"]) for zone in gold["article"]["zones"]]
    assert [(zone.kind, zone.start, zone.end) for zone in guess_zones(text)] == wanted


def test_a_wire_report() -> None:
    head = "Allies told to drop supplier"
    text = f"{head}\n\nBy Jane Doe and John Roe\n\nLONDON, Nov 3 (Reuters) — {PROSE}\n\n{MORE}"
    assert kinds(text) == [
        ("title", head),
        ("byline", "By Jane Doe and John Roe"),
        ("dateline", "LONDON, Nov 3 (Reuters) —"),
        ("body", f"{PROSE}\n\n{MORE}"),
    ]


def test_a_standfirst_with_a_full_stop_needs_a_byline_behind_it() -> None:
    line = "Officials are concerned about a cold war of technologies."
    with_byline = kinds(f"Title\n\n{line}\n\nVon Anna Müller\n\n{PROSE}")
    assert [kind for kind, _ in with_byline] == ["title", "standfirst", "byline", "body"]
    assert [kind for kind, _ in kinds(f"Title\n\n{line}\n\n{PROSE}")] == ["title", "body"]


def test_lines_without_blank_ones_between_are_paragraphs() -> None:
    text = f"Title\nBy Jane Doe\n3 November 2018\n{PROSE}\n{MORE}\nMost read\nAnother story"
    assert [kind for kind, _ in kinds(text)] == [
        *("title", "byline", "dateline", "body", "boilerplate")
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The government is trying to persuade allied countries to avoid\n"
        "using telecommunication equipment from the Chinese company, as\n"
        "a report says."
    )
    assert kinds(f"Title\n\n{wrapped}\n\n{MORE}")[1] == ("body", f"{wrapped}\n\n{MORE}")


@pytest.mark.parametrize(
    "line",
    [
        *("By Jane Doe", "BY JANE DOE", "Von Anna Müller und Karl May", "Par Jean de La Fontaine"),
        *("Reuters", "dpa/AFP", "Jane Doe, BBC correspondent", "بقلم: أحمد علي", "رويترز"),
        *("文・山田太郎", "本报记者 王小明", "山田 太郎記者", "김철수 기자", "Автор: Иван Петров"),
    ],
)
def test_bylines(line: str) -> None:
    assert kinds(f"Title\n\n{line}\n\n{PROSE}")[1] == ("byline", line)


@pytest.mark.parametrize(
    "line",
    [
        *("By Friday, nothing had been said.", "By the time they knew", "By 2018", "Von wegen"),
        *("Par exemple", "Reuters reported it first.", "The editor of the paper says no"),
    ],
)
def test_what_only_begins_like_a_byline(line: str) -> None:
    assert ("byline", line) not in kinds(f"Title\n\n{line}\n\n{PROSE}")


@pytest.mark.parametrize(
    "line",
    [
        *("WASHINGTON (AP) —", "SAN JOSE, Calif. —", "Berlin (dpa) -", "PARIS, 3 November 2018 –"),
        *("القاهرة (رويترز) -", "【ロンドン共同】", "[東京 1日 ロイター]", "新华社北京11月3日电"),
        *("(서울=연합뉴스)", "NEW YORK --"),
    ],
)
def test_datelines(line: str) -> None:
    found = kinds(f"Title\n\n{line} {PROSE}")
    assert found[1:] == [("dateline", line), ("body", PROSE)]


@pytest.mark.parametrize(
    "line", ["BREAKING — ", "Yesterday - as so often - ", "The CEO (a lawyer) — ", "He said — "]
)
def test_what_only_looks_like_a_dateline(line: str) -> None:
    assert [kind for kind, _ in kinds(f"Title\n\n{line}{PROSE}")] == ["title", "body"]


@pytest.mark.parametrize(
    "line",
    [
        *("Photo: Jane Doe", "Image source, Getty Images", "The building in May. (Jane Doe/AP)"),
        *("Shoppers in Leeds | Credit: PA", "Smoke rises. Photograph: Jane Doe/Getty Images"),
        *("写真：ロイター", "صورة: رويترز", "Foto: Jens Meyer/dpa"),
    ],
)
def test_captions_between_paragraphs(line: str) -> None:
    found = kinds(f"Title\n\n{PROSE}\n\n{line}\n\n{MORE}")
    assert found[1:] == [("body", PROSE), ("caption", line), ("body", MORE)]


@pytest.mark.parametrize(
    "tail",
    [
        "Related articles\n\nWhat is cyber warfare?\n\n6 Sep 2021",
        (
            "Sign up to our newsletter\n\nBy submitting you agree to our privacy policy and that "
            "we may send you news about products and services from time to time, as you wish."
        ),
        "© 2021 The Paper. All rights reserved.",
        "関連記事\n\n首相が会見",
        "اقرأ أيضا\n\nالوزير يعلن",
        "Mehr zum Thema\n\nWas ist das?",
        "Most Popular\n\nA story that has a standfirst.",
        "Share this article",
    ],
)
def test_the_matter_of_the_site_at_the_end(tail: str) -> None:
    assert kinds(f"Title\n\n{PROSE}\n\n{tail}")[1:] == [("body", PROSE), ("boilerplate", tail)]


@pytest.mark.parametrize(
    "middle",
    ["Advertisement", "Read more: the last war", "Most Popular", "Sign up to our newsletter"],
)
def test_markers_before_more_of_the_article_are_body(middle: str) -> None:
    text = f"Title\n\n{PROSE}\n\n{middle}\n\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "body"]


def test_a_short_last_statement_behind_an_advertisement_is_body() -> None:
    text = f"Title\n\n{PROSE}\n\nAdvertisement\n\nThe company did not reply to questions."
    assert [kind for kind, _ in kinds(text)] == ["title", "body"]


def test_a_long_paragraph_without_a_full_stop_is_body() -> None:
    text = f"Title\n\n{PROSE}\n\nMost read\n\n{'and so on and on ' * 15}as ever"
    assert [kind for kind, _ in kinds(text)] == ["title", "body"]


def test_a_sentence_alone_is_body() -> None:
    assert kinds(PROSE) == [("body", PROSE)]
    assert kinds("  Two words\n ") == [("body", "Two words")]


@pytest.mark.parametrize("text", ["", " \r\n\u00a0\n"])
def test_nothing_has_no_zones(text: str) -> None:
    assert guess_zones(text) == ()


def test_japanese_needs_no_long_lines() -> None:
    body = (
        "政府は同盟国に対し、通信機器の使用を避けるよう求めていると、関係者が金曜日に明らかにした。"
    )
    text = f"同盟国に機器の排除を要請\n\n技術をめぐる「冷戦」への懸念が背景に\n\n{body}\n\n{body}"
    assert [kind for kind, _ in kinds(text)] == ["title", "standfirst", "body"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="there are no sample articles")
def test_titles_of_the_sample_articles() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        zones = guess_zones(path.read_bytes().decode())
        assert zones[0].kind == "title", path.name
        assert any(zone.kind == "body" for zone in zones), path.name
