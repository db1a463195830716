"""Going from one of the spans behind a figure to the next: a line above the workspace."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.app.commands import Command
from annotator.app.words import Elided, announce
from annotator.app.workspace import Place


class Walk(QWidget):
    """What is gone through, where one is in it, and the ways on, back and out of it."""

    wanted = Signal(str, object)
    """A workspace's name, and the `Place` to show in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._workspace, self._from = "", ""
        self._place: Place | None = None
        self._at = 0
        self.told = Elided("", "quiet", columns=120)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self.told, 1)
        for command in self.commands():
            button = QToolButton(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(_run, command.run))
            self._buttons[command.id] = button
            row.addWidget(button)
        self.hide()

    def commands(self) -> list[Command]:
        """List what can be done while it goes on."""

        def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
            return Command(f"walk.{id}", title, "Agreement", run, keys, self._going)

        return [
            command("before", "Case before", partial(self.step, -1), "Shift+F4"),
            command("next", "Next case", partial(self.step, 1), "F4"),
            command("back", "Back to the figures", self.go_back),
            command("end", "Leave these cases", self.end),
        ]

    def show_keys(self, shown: Callable[[str], str]) -> None:
        """Print the keys where they act; ``shown`` gives a command's."""
        for command in self.commands():
            keys = shown(command.id)
            self._buttons[command.id].setText(f"{command.title}  {keys}" if keys else command.title)
            self._buttons[command.id].setAccessibleName(command.title)

    def begin(self, workspace: str, place: Place, asked_in: str) -> None:
        """Go along a place's spans in a workspace; ``asked_in`` is the one to go back to."""
        self._workspace, self._place, self._from, self._at = workspace, place, asked_in, 0
        self._tell()
        self.show()

    def step(self, by: int) -> None:
        """Show the next or previous of the spans, round the ends."""
        if self._place is not None and self._place.along:
            self._at = (self._at + by) % len(self._place.along)
            article, span = self._place.along[self._at]
            self._tell()
            self.wanted.emit(self._workspace, Place(article, span))

    def go_back(self) -> None:
        """Show what these spans were asked for in."""
        self.wanted.emit(self._from, None)

    def end(self) -> None:
        """Go along nothing more."""
        self._place = None
        self.hide()

    def _going(self) -> bool:
        return self._place is not None

    def _tell(self) -> None:
        if self._place is not None:
            of = f"{self._at + 1:,} of {len(self._place.along):,}"
            self.told.setText(f"{self._place.about}: {of}")
            announce(self.told, self.told.text())


def _run(act: Callable[[], object], _: bool = False) -> None:
    act()
