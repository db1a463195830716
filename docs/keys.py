"""Writes docs/keys.md from the command table. Run: make keys."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if __name__ == "__main__":
    # What someone chose on this machine is none of the documentation's business.
    _HOME = tempfile.TemporaryDirectory()
    os.environ["XDG_CONFIG_HOME"] = _HOME.name

from PySide6.QtWidgets import QApplication

from annotator.app.commands import Command
from annotator.app.main import make_window
from annotator.store.project import Project

FILE = Path(__file__).parent / "keys.md"
HEAD = """# Keys

Every command of the window, with the keys that it has by itself; the labels are those of the scheme
that comes with the program. A letter or digit works while the article has the keyboard.

Any key can be changed in the help on keys (`?`): choose a command, press `Enter`, then the new key.
If another command has that key, it is named, and `Enter` takes the key over. Menus, buttons and
hints follow at once, and what was chosen is remembered on this machine.

This page is made from the command table by `make keys`.
"""
TAIL = """
## Always

| keys | |
|---|---|
| arrows, `Home`, `End`, `PgUp`, `PgDown` | move the caret; `Ctrl`: by words, `Shift`: select |
| the letters on the answers | answer the selected span's questions |
| `1` … `9` | the span or link of this number, while numbers stand on the page |
"""


def page() -> str:
    """Return the page as the command table has it now."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keys.annotator"
        Project.create(path).close()
        window = make_window(app)
        window.open_project(path, "keys")
        assert window.desk is not None
        commands = list(window.desk.open_all().commands.values())
        window.close()
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return HEAD + "".join(_table(*group) for group in groups.items()) + TAIL


def _table(group: str, commands: list[Command]) -> str:
    rows = [f"| {', '.join(map(_code, c.keys))} | {c.title.rstrip(' …')} |" for c in commands]
    return "\n".join(["", f"## {group}", "", "| keys | |", "|---|---|", *rows, ""])


def _code(key: str) -> str:
    return f"`` {key} ``" if "`" in key else f"`{key}`"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
