"""XML is written so that it comes back, and read so that it can do no harm."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from annotator.errors import FormatError
from annotator.formats.xml import reading
from annotator.formats.xml.reading import Element, elements
from annotator.formats.xml.writing import HEAD, element, fitting
from tests.text.hostile import texts


def read(text: str | bytes, *names: str) -> list[Element]:
    raw = text.encode() if isinstance(text, str) else text
    return list(elements(io.BytesIO(raw), "a.xml", names))


@given(texts, texts, st.booleans())
def test_what_is_written_comes_back(text: str, value: str, nested: bool) -> None:
    inside = element("text", {"value": value, "none": None}, text)
    written = HEAD + element("document", None, [inside] if nested else inside)

    (found,) = read(written, "text" if nested else "document")

    if nested:
        assert (found.text, found.attributes) == (fitting(text), {"value": fitting(value)})
    else:
        assert found.text == fitting(inside)
    assert etree.fromstring(written.encode()) is not None


def test_only_the_outermost_of_the_elements_asked_for_are_given() -> None:
    found = read("<a><b x='1'>t<c>u</c>v<b/></b><d/>\n<b/></a>", "b", "c")

    assert [(one.name, one.text, one.line) for one in found] == [("b", "tv", 1), ("b", "", 2)]
    assert found[0].said("c") == "u"
    assert found[0].first("d") is None
    assert [child.name for child in found[0].all("b")] == ["b"]


def test_names_are_without_their_namespace() -> None:
    (found,) = read('<p:a xmlns:p="urn:p" p:x="1" y="2"/>', "a")

    assert found.attributes == {"x": "1", "y": "2"}


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.org/b.dtd"> %b;]><a/>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LAUGHS, 'declares the entity "b"'),
        (EXTERNAL, 'declares the entity "b"'),
        (PARAMETER, 'declares the entity "b"'),
        ('<!DOCTYPE a SYSTEM "a.dtd"><a>&b;</a>', 'entity "&b;" is not defined'),
        ("<a>&b;</a>", "undefined entity"),
        ("<a>" * 101 + "</a>" * 101, "more than 100 deep"),
        ("<a><b></a>", "mismatched tag"),
        ("<a>", "no element found|unclosed"),
        ("", "no element found"),
        ("\n\n<a>\0</a>", "a.xml:3: this is no XML"),
        (b"<a>\xff</a>", "not well-formed"),
        ("no", "this is no XML"),
    ],
)
def test_what_is_no_xml_or_does_harm_is_refused(text: str | bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(text, "a")


def test_a_document_type_may_be_named() -> None:
    assert len(read('<!DOCTYPE a SYSTEM "a.dtd"><a/>', "a")) == 1


def test_an_element_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_ELEMENT", 1000)

    with pytest.raises(FormatError, match="a is longer than 1,000 bytes"):
        read("<x><a>" + "<b/>" * 100_000 + "</a></x>", "a")


def test_a_long_file_of_short_elements_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_ELEMENT", 1000)

    assert len(read("<x>" + "<a><b/></a>" * 20_000 + "</x>", "a")) == 20_000
