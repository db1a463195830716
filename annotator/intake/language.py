"""The language of a text, where its script alone decides it."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # code points
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
#: Letters that Persian, Urdu, Kurdish and Uyghur have and Arabic lacks.
_NOT_ARABIC = re.compile(
    "[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06be\u06c1\u06cc\u06d2]"
)
_ONE_LANGUAGE = {
    "ko": re.compile("[\uac00-\ud7a3]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
}


def language_of(text: str) -> str | None:
    """Give the BCP 47 tag that the script tells, or None: Latin and Cyrillic tell nothing."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if (kana + han) * 2 > letters:
        return "ja" if kana * 20 > letters else "zh"
    arabic = len(_ARABIC.findall(sample))
    if arabic * 2 > letters:
        return None if len(_NOT_ARABIC.findall(sample)) * 100 > letters else "ar"
    for language, script in _ONE_LANGUAGE.items():
        if len(script.findall(sample)) * 2 > letters:
            return language
    return None
