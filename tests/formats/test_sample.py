"""How a file begins, as far as that can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.sample import HEAD, Sample


@pytest.mark.parametrize(
    ("data", "record"),
    [
        (b'{"a": 1, "b": [2]}\n{"c": 3}', {"a": 1, "b": [2]}),
        (b'\xef\xbb\xbf  {"a": "\xc3\xa9"}', {"a": "é"}),
        (b'[\n {"a": 1},\n {"b": 2}]', {"a": 1}),
        (b'{\n  "a": 1,\n  "b": {"c": ', {"a": 1, "b": None}),
        (b'{"a": 1, "b": "brok', {"a": 1, "b": None}),
        (b'\n\nnot json\n{"a": 1}\n', {"a": 1}),
        (b'{"a": 1 "b": 2}', {"a": 1}),
        (b'{"a": ' + b"[" * 100_000, {"a": None}),
        (b"[]", {}),
        (b"[1, 2]", {}),
        (b"", {}),
        (b"plain text", {}),
        (b'{"text": "' + b"x" * HEAD + b'", "label": []}', {"text": "x" * HEAD, "label": []}),
    ],
)
def test_the_first_object_is_read_as_far_as_it_goes(
    tmp_path: Path, data: bytes, record: dict[str, object]
) -> None:
    path = tmp_path / "some.json"
    path.write_bytes(data)

    assert Sample(path).record == record


def test_a_file_that_cannot_be_read_begins_with_nothing(tmp_path: Path) -> None:
    assert Sample(tmp_path / "gone.json").head == b""
