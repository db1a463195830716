"""Who only wants the library, or the command line, pays for neither Qt nor the heavy libraries.

The import contracts in pyproject.toml hold the layers; this holds what really gets loaded.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

QT = {"PySide6", "shiboken6"}
HEAVY = {
    "cassis",
    "datasets",
    "fastjsonschema",
    "lxml",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "spacy",
    "trafilatura",
}
SQLITE = {"sqlite3", "sqlite_utils"}

EVERYTHING_BUT_THE_WINDOW = """
import importlib, pkgutil
import annotator

def walk(package):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if not module.name.endswith(("annotator.agreement", "annotator.app", ".__main__")):
            loaded = importlib.import_module(module.name)
            if module.ispkg:
                walk(loaded)

walk(annotator)
"""


def loaded_by(code: str) -> set[str]:
    """Run ``code`` in a fresh process; return the top-level modules that it leaves loaded."""
    tell = "\nimport json, sys; print(json.dumps([m.partition('.')[0] for m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code + tell], stdout=subprocess.PIPE, text=True, check=True
    )
    return set(json.loads(done.stdout))


def test_everything_but_the_window_loads_without_qt_and_heavy_libraries() -> None:
    loaded = loaded_by(EVERYTHING_BUT_THE_WINDOW)

    assert "annotator" in loaded
    assert not loaded & (QT | HEAVY)


@pytest.mark.parametrize("name", ["annotator", "annotator.text", "annotator.model"])
def test_text_and_model_load_without_sqlite(name: str) -> None:
    loaded = loaded_by(f"import {name}")

    assert not loaded & (QT | HEAVY | SQLITE)


def test_the_front_door_brings_the_store_when_asked() -> None:
    loaded = loaded_by("from annotator import Project")

    assert "sqlite_utils" in loaded
    assert not loaded & (QT | HEAVY)
