"""Texts that break offset arithmetic: line ends, joiners, marks, directions, planes, signs."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    *("\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\u00a0", "\u3000", "\u200b", "\ufeff"),
    *("👩‍👩‍👧", "🤦🏽‍♀️", "🇯🇵", "🇪🇺🇯🇵", "e\u0301", "क्षि", "각", "\u200d", "\u0301"),
    *("قال", "שלום", "\u200f", "\u202e", "\u2066", "日本", "ニュース", "「", "」", "。"),
    *("\0", "\x1f", "\ufdd0", "\uffff", "\U0001f600", "\U0010ffff", "a", "the", "U.S.", "1,000.5"),
    *(' "', '" ', "“", "”", "'", "’", "«", "»", ", ", ". ", ": ", " (", ") ", " – ", " ", "\t"),
)

texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=3)),
    max_size=24,
).map("".join)

surrogates = st.builds(
    lambda before, code, after: (before, chr(code), after),
    texts,
    st.integers(0xD800, 0xDFFF),
    texts,
)


@st.composite
def texts_with_ranges(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a text and a range in it."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))
