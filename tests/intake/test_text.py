from __future__ import annotations

import pytest

from annotator.errors import IntakeError
from annotator.intake import read_text

PROSE = "The government said on Friday that it did not know what the company had done with it."


def test_a_pasted_text_keeps_every_character() -> None:
    text = f"\ufeffTitle \r\n\r\n{PROSE}\u00a0\u200d\U0001f469 e\u0301\r"
    article = read_text(text)
    assert article.text == text
    assert (article.source, article.original, article.media_type) == (None, None, "text/plain")


def test_the_first_line_is_the_title() -> None:
    assert read_text(f"\n  The title \n\n{PROSE}").title == "The title"


def test_a_given_title_and_source_are_taken() -> None:
    article = read_text(PROSE, title="Mine", source="clipboard")
    assert (article.title, article.source) == ("Mine", "clipboard")


def test_a_long_first_line_gives_its_beginning() -> None:
    title = read_text("word " * 100 + "end.").title
    assert len(title) <= 81
    assert title.endswith("word…")


def test_byline_and_date_are_found() -> None:
    article = read_text(f"Title\n\nBy Jane Doe\n\nPublished 3 November 2018\n\n{PROSE}")
    assert (article.byline, article.published) == ("Jane Doe", "2018-11-03")


def test_a_date_that_can_be_read_two_ways_is_not_guessed() -> None:
    assert read_text(f"Title\n\n03/11/2018\n\n{PROSE}").published is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن الحكومة لا تعلم شيئا.", "ar"),
        ("وزیر گفت که دولت چیزی نمی‌داند و پاسخ نگفت.", None),
        ("首相は「知らない」と述べた。", "ja"),
        ("政府表示，他们对此一无所知。", "zh"),
        ("정부는 모른다고 밝혔다.", "ko"),
        ("Η κυβέρνηση δεν γνωρίζει.", "el"),
        ("The minister said so.", None),
        ("Министр сказал.", None),
        ("123", None),
    ],
)
def test_a_script_of_one_language_tells_it(text: str, language: str | None) -> None:
    assert read_text(text).language == language


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "is empty"), (" \n\u00a0\u200b", "white space"), ("ab\ud800", "surrogate U.D800")],
)
def test_what_cannot_be_read_is_refused(text: str, why: str) -> None:
    with pytest.raises(IntakeError, match=f"The pasted text .*{why}"):
        read_text(text)


def test_a_line_of_five_megabytes_is_read() -> None:
    text = "He said no. " * 430_000
    assert read_text(text).zones[0].kind == "body"
