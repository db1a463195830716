"""Bytes to text: which encoding they are in, why, and a refusal rather than a wrong guess."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from annotator.errors import IntakeError

#: In the order in which they must be tried: UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Files that a person may mistake for text, and how they begin.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (a DOCX, ODT or EPUB file is one too)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
#: What pages mean when they declare these, by the WHATWG Encoding Standard.
_MEANT = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    # A declaration that can be read byte by byte cannot stand in UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
#: Encodings of text that a page may declare, and a person may choose.
DECLARABLE = {
    "utf-8", "cp866", "cp874", "cp932", "cp949", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp",
    "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
    *(f"cp125{n}" for n in range(9)),
    *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}  # fmt: skip
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']"""
    rb"""|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1,024, but saved pages put more before it

_WESTERN, _FITS_WESTERN = "cp1252", "not UTF-8, and fits Windows-1252"
_C1 = re.compile("[\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_HIGH_LETTER = re.compile("[\u0152\u0153\u0160\u0161\u0178\u017d\u017eÀ-ÖØ-öø-ÿ]")
_NO_WESTERN_WORD = re.compile(
    "[\u0152\u0153\u0160\u0161\u0178\u017d\u017eÀ-ÖØ-öø-ÿ]{4}|[a-z][¡¢£¤¥¦¨¬¯±²³¸¹¼½¾¿×÷][a-z]"
)
#: UTF-8 that no text in Windows-1252 has: an accented small letter beside another small letter
#: ("cafÃ©s"), or a quotation mark or dash ("â€™").
_SURE_UTF8 = re.compile(rb"(?<=[a-z])\xc3[\xa0-\xbf]|\xc3[\xa1-\xbf](?=[a-z])|\xe2\x80[\x90-\xbf]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")


class Undecodable(IntakeError):
    """The bytes are a text, but in no encoding that can be told from them for sure."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding its bytes were in (Python's name) and how that was found out."""

    text: str
    encoding: str
    reason: str


def guessed_western(encoding: str | None, reason: str | None) -> bool:
    """Say whether an article's metadata tell that only its look speaks for Windows-1252."""
    return (encoding, reason) == (_WESTERN, _FITS_WESTERN)


def decode(
    data: bytes,
    *,
    name: str = "The text",
    markup: bool = False,
    declared: str | None = None,
    encoding: str | None = None,
) -> Decoded:
    """Give the text that ``data`` holds, verbatim; only a byte order mark is taken off.

    Tried in this order: ``encoding``, if the person chose one; the byte order mark; what is
    ``declared`` beside the text, or else with ``markup`` what the page declares; strict UTF-8; the
    pattern of NULs that UTF-16 leaves; Windows-1252, where it gives words. What is UTF-8 in part is
    refused and not read as Windows-1252. Raises ``IntakeError`` with ``name`` and, where there is
    one, the place in bytes from 0. Nothing is ever replaced, and no lone surrogate can come out.
    """
    if encoding is not None:
        return Decoded(_strictly(data, encoding, name), encoding, "chosen")
    for mark, marked in _MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], marked, name, skipped=len(mark))
            return Decoded(text, marked, "byte order mark")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise IntakeError(f"{name} is {what}, not text. Save it as plain text in UTF-8.")
    label = declared or (_label_in(data) if markup else None)
    if label is not None and (found := _declared(data, label)):
        return found
    return _guessed(data, name)


def _label_in(data: bytes) -> str | None:
    """Return what a page says that its encoding is."""
    match = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return (match[1] or match[2]).decode("ascii", "replace") if match is not None else None


def _declared(data: bytes, label: str) -> Decoded | None:
    try:
        known = codecs.lookup(label).name
    except (LookupError, ValueError):  # the latter for a label with a NUL in it
        return None
    meant = _MEANT.get(known, known)
    if meant not in DECLARABLE:
        return None
    try:
        text = data.decode(meant)
    except UnicodeDecodeError:
        return None
    if _C1.search(text):  # no one writes these: the declaration is wrong
        return None
    return Decoded(text, meant, f"declared as {label}")


def _guessed(data: bytes, name: str) -> Decoded:
    failure: UnicodeDecodeError | None = None
    text: str | None = None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        failure = error
    if b"\0" in data:
        # A text in UTF-8 may hold a NUL, but not half of one for each character.
        readable = text is not None and not _CONTROL.search(text.replace("\0", ""))
        if wide := _utf16(data, at_least=len(data) // 4 if readable else 1):
            return wide
    if _is_binary(data, is_utf8=text is not None):
        raise IntakeError(f"{name} looks like a binary file, not text.")
    if text is not None:
        return Decoded(text, "utf-8", "valid UTF-8")
    assert failure is not None
    if _is_broken_utf8(data):
        raise Undecodable(
            f"{name} is UTF-8 but damaged or cut off: byte {failure.start} "
            f"(0x{data[failure.start]:02X}) fits no character. Fetch it anew or mend it there."
        ) from failure
    if (utf8 := _SURE_UTF8.search(data)) is not None:
        raise Undecodable(
            f"{name} is in more than one encoding: byte {utf8.start()} (0x{data[utf8.start()]:02X})"
            f" begins a character in UTF-8, byte {failure.start} (0x{data[failure.start]:02X}) "
            "fits none. Part it where the encoding changes, or save it as UTF-8 where it was made."
        ) from failure
    western = _windows_1252(data)
    if western is not None:
        return Decoded(western, _WESTERN, _FITS_WESTERN)
    raise Undecodable(
        f"{name} is neither UTF-8 (byte {failure.start}, 0x{data[failure.start]:02X}, does not "
        "fit) nor UTF-16 nor Windows-1252. Open it where it was made and save it as UTF-8."
    ) from failure


def _utf16(data: bytes, *, at_least: int) -> Decoded | None:
    """Read as UTF-16 if NULs, ``at_least`` so many, stand in but one half of each pair."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < at_least or min(even, odd) * 50 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text) or any(unicodedata.category(c) in {"Cn", "Co"} for c in set(text)):
        return None
    return Decoded(text, encoding, "the pattern of UTF-16 without a byte order mark")


def _is_binary(data: bytes, *, is_utf8: bool) -> bool:
    """Say so of NULs outside UTF-8, more than one in a hundred in it, or many control codes."""
    nulls = data.count(0)
    if nulls and (not is_utf8 or nulls * 100 > len(data)):
        return True
    sample = data[:1_000_000].decode("latin-1")
    return len(_CONTROL.findall(sample)) * 20 > len(sample)


def _is_broken_utf8(data: bytes) -> bool:
    """Say whether at least as many characters are well-formed UTF-8 as bytes are not.

    In Windows-1252 text a byte pair that is UTF-8 by chance ("Ã©") hardly ever occurs, and
    never as often as the accented letters that are not.
    """
    rest, sequences = _UTF8_SEQUENCE.subn(b"", data)
    return sequences > 0 and sequences >= len(_HIGH_BYTES.findall(rest))


def _windows_1252(data: bytes) -> str | None:
    """Read as Windows-1252 unless a byte is undefined there or the result is no Western text.

    Text in Cyrillic, Greek or an Asian encoding comes out as runs of accented letters, Polish
    or Turkish with signs such as ³ inside words; neither is taken.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high, plain = len(_HIGH_LETTER.findall(text)), len(_ASCII_LETTER.findall(text))
    if _NO_WESTERN_WORD.search(text) or high * 2 > plain:
        return None
    return text


def _strictly(data: bytes, encoding: str, name: str, *, skipped: int = 0) -> str:
    try:
        known = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise IntakeError(f'{name} cannot be read as "{encoding}": no such encoding.') from None
    if known not in DECLARABLE | _MEANT.keys() | {marked for _, marked in _MARKS}:
        raise IntakeError(f'{name} cannot be read as "{encoding}": no encoding of text.')
    try:
        return data.decode(known)
    except UnicodeDecodeError as error:
        place = error.start + skipped
        raise IntakeError(
            f"{name} is not valid {known.upper()}: byte {place} (0x{data[error.start]:02X}) fits "
            "no character. The file may be damaged or cut off: fetch it anew."
        ) from error
