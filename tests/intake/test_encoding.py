from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import IntakeError
from annotator.intake import decode

ENGLISH = "The minister said: “We don’t know.”\r\nA café in Köln, £5.\n"
ARABIC = "قال الوزير إن الحكومة لا تعلم شيئا عن ذلك.\n"
JAPANESE = "首相は「知らない」と述べた。2018年。\n"
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_utf8_comes_out_as_it_was_with_a_mark(text: str) -> None:
    decoded = decode(codecs.BOM_UTF8 + text.encode())
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


@given(texts, st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_marked_wide_encodings_come_out_as_they_were(text: str, encoding: str) -> None:
    mark = "\ufeff".encode(encoding)
    if encoding == "utf-16-le" and text.startswith("\0"):
        return  # the same bytes are a UTF-32 mark
    assert decode(mark + text.encode(encoding)).text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, name='"x.txt"')
    except IntakeError as error:
        assert str(error).startswith('"x.txt" ')
    else:
        assert decoded.text.encode(decoded.encoding) in {data, data[2:], data[3:], data[4:]}


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, JAPANESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_western_text_is_read_as_windows_1252() -> None:
    decoded = decode(ENGLISH.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (ENGLISH, "cp1252")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Правительство заявило, что ничего не знает.", "cp1251"),
        ("Правительство заявило, что ничего не знает.", "koi8-r"),
        ("政府表示，他们对此一无所知。", "gb18030"),
        ("首相は「知らない」と述べた。", "shift_jis"),
        ("Η κυβέρνηση δήλωσε ότι δεν γνωρίζει.", "cp1253"),
        ("Rząd oświadczył, że był świadomy zagrożenia.", "cp1250"),
    ],
)
def test_text_in_another_legacy_encoding_is_refused_not_garbled(text: str, encoding: str) -> None:
    with pytest.raises(IntakeError, match=r"neither UTF-8 \(byte \d+"):
        decode(text.encode(encoding), name='"a.txt"')
    assert decode(text.encode(encoding), encoding=encoding).text == text


def test_utf8_that_was_cut_off_is_refused_with_the_place() -> None:
    whole = "Der Präsident sagte: „Köln ist schön.“".encode()
    with pytest.raises(IntakeError, match=rf'"a.txt" is UTF-8 but damaged .*byte {len(whole) - 3}'):
        decode(whole[:-1], name='"a.txt"')


def test_a_broken_byte_in_the_middle_of_utf8_is_refused_with_the_place() -> None:
    data = "Köln, Düsseldorf ".encode() + b"\xff" + " und Nürnberg".encode()
    with pytest.raises(IntakeError, match="byte 19 "):
        decode(data)


@pytest.mark.parametrize("first", ["Café fermé. ", "He said “no”. ", "Les étés. "])
def test_a_text_in_two_encodings_is_refused_with_both_places(first: str) -> None:
    data = first.encode() + "À la fin l'été était déjà passé. ".encode("latin-1") * 3
    with pytest.raises(IntakeError, match=r"more than one encoding: byte \d+ .*, byte \d+ "):
        decode(data)


def test_capitals_before_quotation_marks_are_no_utf8() -> None:
    text = "„Spaß“, sagt er. «CAFÉ\xa0» LIBERTÉ… «MAÇÃ» A MAÇÃ\xa0é É— “À”"
    assert decode(text.encode("cp1252")).text == text


def test_a_broken_mark_promise_counts_the_mark() -> None:
    with pytest.raises(IntakeError, match="byte 5 "):
        decode(codecs.BOM_UTF8 + b"ab\xffcd")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"\0" * 1000,
        b"\x01\x02\x03\x04text\x05\x06" * 20,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(IntakeError, match="binary"):
        decode(data)


def test_a_pdf_named_as_text_is_called_a_pdf() -> None:
    with pytest.raises(IntakeError, match=r"a PDF file, not text"):
        decode(b"%PDF-1.7\n...", name='"a.txt"')


def test_a_single_nul_in_a_text_stays() -> None:
    text = "one" * 50 + "\0" + "two" * 50
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_line_ends_stay(line_end: str) -> None:
    text = f"one{line_end}two\u00a0three\u200d e\u0301 é"
    assert decode(text.encode()).text == text


def test_a_declared_encoding_is_believed_if_it_fits() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Правда'.encode("cp1251")
    decoded = decode(page, markup=True)
    assert decoded.text.endswith("Правда")
    assert decoded.reason == "declared as windows-1251"


def test_latin_1_means_windows_1252_on_the_web() -> None:
    page = '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">“Oui”'
    assert decode(page.encode("cp1252"), markup=True).text == page


@pytest.mark.parametrize("label", ["utf-16", "rot13", "no-such-thing", "ascii", "utf-8"])
def test_a_declaration_that_cannot_be_true_is_passed_over(label: str) -> None:
    page = f'<?xml version="1.0" encoding="{label}"?><p>Привет, мир</p>'
    assert decode(page.encode(), markup=True).text == page


@pytest.mark.parametrize("chosen", ["rot13", "no-such-thing", "unicode_escape"])
def test_only_an_encoding_of_text_can_be_chosen(chosen: str) -> None:
    with pytest.raises(IntakeError, match="encoding"):
        decode(b"abc", encoding=chosen)
