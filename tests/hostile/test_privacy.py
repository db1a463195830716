"""Nothing leaves the machine, and no log holds what articles say."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import main
from tests.hostile.guard import guarded

SECRET = "Zyxwvut-Quarrel"
_FROM_AFAR = "http://127.0.0.1:9/x"
PAGE = f"""
<html lang=en><head><title>{SECRET}</title><link rel=stylesheet href="{_FROM_AFAR}.css"></head>
<body><h1>{SECRET}</h1><img src="{_FROM_AFAR}.png"><p>{SECRET} said: “Nobody knows what the harbour
holds”. {"The master said so on Friday, and again on Saturday. " * 4}</p></body></html>
"""

#: A whole day's work, as a child does it where there is no network at all.
DAY = """
import sys, time
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator.app.main import make_window
from annotator.store.project import Project

folder = Path(sys.argv[1])
app = QApplication([])
window = make_window(app)
window.show()
Project.create(folder / "window.annotator").close()
window.open_project(folder / "window.annotator", "ann-01")
desk = window.desk

def until(so):
    end = time.monotonic() + 30
    while not so():
        assert time.monotonic() < end
        app.processEvents()

desk.add_paths([folder / "inbox"])
until(lambda: desk.working)
until(lambda: not desk.working)
until(lambda: desk.session.layer is not None)
canvas = desk.workspace.canvas
for name in ("review", "agreement", "export", "annotate"):
    desk.show(name)
    app.processEvents()
canvas.setFocus()
held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
QTest.keyClick(canvas, Qt.Key.Key_Right, held)
QTest.keyClick(canvas, Qt.Key.Key_1)
assert desk.session.layer.span_count == 1
until(lambda: not desk.working)
desk.show("export")
desk.view.currentWidget().export_to(folder / "window.jsonl")
until((folder / "window.jsonl").is_file)
window.close()
print("done")
"""


def inbox(folder: Path) -> Path:
    box = folder / "inbox"
    box.mkdir()
    (box / "page.html").write_text(PAGE, encoding="utf-8")
    (box / "plain.txt").write_text(f"{SECRET}\n\n{SECRET} denied it on Friday.", encoding="utf-8")
    return box


def test_nothing_asks_for_the_network(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    project, out = str(tmp_path / "p.annotator"), tmp_path / "out.jsonl"
    box = inbox(tmp_path)
    (box / "broken.docx").write_bytes(b"PK\x03\x04" + SECRET.encode())
    with guarded(tmp_path, seconds=50):
        assert main(["new", project]) == 0
        assert main(["import", project, str(box), "--annotator", "ann-01"]) == 1  # one is broken
        assert main(["agree", project, "--json"]) in (0, 2)
        assert main(["adjudicate", project, "--rule", "majority"]) in (0, 2)
        assert main(["export", project, "--format", "jsonl", "--to", str(out)]) == 0
        assert main(["check", project]) == 0
        assert main(["info", project]) == 0
    assert SECRET in out.read_text(encoding="utf-8")
    said = capfd.readouterr()
    for log in (caplog.text, said.err):
        assert SECRET not in log


def test_a_day_without_any_network(tmp_path: Path) -> None:
    """Where the system lets a child have no network, the window doesn't miss it."""
    alone = ["unshare", "-rn", "true"]
    if shutil.which("unshare") is None or subprocess.run(alone, check=False).returncode:
        pytest.skip("the system lets no process be without network")
    inbox(tmp_path)
    child = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", DAY, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=55,
        check=False,
    )
    assert child.stdout == "done\n", child.stderr[-2000:]
    assert SECRET not in child.stderr
