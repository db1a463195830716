"""Everything that reads what strangers wrote, given what is spoiled: refused in words, or read."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from tests.examples import few
from tests.hostile.guard import guarded
from tests.hostile.readers import Reader, clean, readers_of, scratch, ways_in

#: Read in a process of their own, which a damaged file ends and the next one has to begin again.
APART = ("intake.pdf", "intake.parquet", "format parquet")
FOUND = Path(__file__).parent / "found"
#: What makes readers stumble, put anywhere.
_STUMBLES = st.sampled_from(
    [
        *(b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"\r"),
        *(b"<", b"]]>", b"&#0;", b"&#xD800;", b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<a>" * 2000),
        *(b'"', b"\\ud800", b"null", b"[", b"[" * 5000, b'{"":', b"1e999", b"NaN", b"-1"),
        *(b"9" * 5000, b"2147483648", b"18446744073709551616", b"../../../etc/passwd", b"=1+1"),
        *(b"true", b"[]", b"{}", b'""', b"0", b"1.5", b"9999-99-99", b"\x1b[31m", b"%s{0}"),
    ]
)
_EDIT = st.tuples(st.floats(0, 1), st.integers(0, 40), _STUMBLES | st.binary(max_size=8))


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    yield
    clean()


@st.composite
def spoiled(draw: st.DrawFn, reader: Reader) -> bytes:
    """Draw a good file of which some places are overwritten, or which isn't one at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    data = draw(st.sampled_from(reader.seeds))
    for where, length, new in draw(st.lists(_EDIT, min_size=1, max_size=5)):
        at = int(where * len(data))
        data = data[:at] + new + data[at + length :]
    return data[: draw(st.integers(0, len(data)))] if draw(st.integers(0, 9)) == 0 else data


def read(reader: Reader, data: bytes) -> None:
    """Read it; it may be refused in words for people, and nothing else may happen."""
    try:
        with guarded(scratch()):
            reader.read(data)
    except AnnotatorError as error:
        assert str(error).strip()


@pytest.mark.hypothesis
@pytest.mark.parametrize("way", ways_in())
def test_what_is_spoiled_is_read_or_refused(way: str) -> None:
    readers = readers_of(way)
    for reader in readers:
        for seed in reader.seeds:
            reader.read(seed)  # a good file is; this also loads what it takes

    @few(4 if way in APART else 12)
    @given(st.data())
    def always(data: st.DataObject) -> None:
        reader = data.draw(st.sampled_from(readers))
        read(reader, data.draw(spoiled(reader)))

    always()
    gc.collect()  # what a library leaves open is this test's to answer for


@pytest.mark.parametrize("file", sorted(FOUND.glob("*.bin")), ids=lambda file: file.stem)
def test_what_a_fuzzer_found_stays_mended(file: Path) -> None:
    name = re.sub(r"-[0-9a-f]{8}$", "", file.stem)
    ways = (way for way in ways_in() if name.startswith(slug(way)))
    [reader] = [reader for way in ways for reader in readers_of(way) if slug(reader.name) == name]
    read(reader, file.read_bytes())


def slug(name: str) -> str:
    return re.sub(r"\W+", "-", name)
