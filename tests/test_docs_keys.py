"""The page on keys says what the command table says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from pytestqt.qtbot import QtBot

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_on_keys_is_current(qtbot: QtBot) -> None:
    spec = importlib.util.spec_from_file_location("keys", DOCS / "keys.py")
    assert spec is not None and spec.loader is not None
    keys = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(keys)
    assert keys.FILE.read_text(encoding="utf-8") == keys.page(), "run `make keys`"
