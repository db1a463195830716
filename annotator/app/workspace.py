"""What the desk asks of a workspace: one of the views in which an open project is worked on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.app.commands import Command
from annotator.app.theme import Theme, Typography
from annotator.review.filtering import CaseFilter


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go in a project: an article, and in it perhaps one span, each by its id.

    In the review, ``cases`` are those to show, of one article or of all. ``along`` names the very
    spans, each with its article, that somebody wants to see one after the other, this place first;
    ``about`` says what they have in common.
    """

    article: str | None = None
    span: str | None = None
    cases: CaseFilter | None = None
    along: tuple[tuple[str, str | None], ...] = ()
    about: str = ""


class Workspace(QWidget):
    """A view of the whole project for one kind of work; made by the desk when first wanted.

    It is made whole before it gets its place in the window: in one that shows, Qt would style each
    of its parts anew as often as that is laid out.
    """

    wanted = Signal(str, object)
    """Another workspace is asked for: its name, and the `Place` to show in it, or ``None``."""

    @property
    def keyboard(self) -> QWidget:
        """The widget that single letters work in as keys of commands."""
        return self

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts that the keyboard can be moved to, as they stand from left to right."""
        return [self.keyboard]

    def move_keyboard(self, by: int) -> None:
        """Give the keyboard to the next or previous part that is shown."""
        shown = [pane for pane in self.panes if pane.isVisible()]
        focus = self.window().focusWidget()
        at = -1
        if focus is not None:
            has_it = (n for n, p in enumerate(shown) if p is focus or p.isAncestorOf(focus))
            at = next(has_it, -1)
        for n in range(1, len(shown) + 1):
            pane = shown[(at + by * n) % len(shown)]
            inside = (w for w in [pane, *pane.findChildren(QWidget)] if _takes_keyboard(w))
            if (first := next(inside, None)) is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return

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


def _takes_keyboard(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible()
