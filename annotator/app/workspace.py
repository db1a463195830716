"""What the desk asks of a workspace: one of the views in which an open project is worked on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.app.commands import Command
from annotator.app.theme import Theme, Typography


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go in a project: an article, and in it perhaps one span, each by its id."""

    article: str
    span: str | None = None


class Workspace(QWidget):
    """A view of the whole project for one kind of work; made by the desk when first wanted."""

    wanted = Signal(str, object)
    """Another workspace is asked for: its name, and the `Place` to show in it, or ``None``."""

    @property
    def keyboard(self) -> QWidget:
        """The widget that single letters work in as keys of commands."""
        return self

    def commands(self) -> list[Command]:
        """List what can be done here."""
        return []

    def enter(self) -> None:
        """Be shown from now on: read what changed meanwhile, and take the keyboard."""
        self.keyboard.setFocus()

    def show_place(self, place: Place) -> None:
        """Show a place that was asked for from elsewhere."""

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Draw in this theme's colours, and set articles like this."""

    def stop(self) -> None:
        """End what is going on: the project is about to be closed."""
