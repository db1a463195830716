"""How the window and its articles look: what was chosen, kept in the settings, or the system's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase

from annotator.app.fonts import reading_font
from annotator.app.settings import Settings
from annotator.app.theme import THEMES, Theme, Typography

SYSTEM, SERIF, SANS = "system", "serif", "sans"

#: The steps of what is chosen by number: per cent, but for the characters in a line.
STEPS: Mapping[str, tuple[int, ...]] = {
    "size": (70, 80, 90, 100, 115, 130, 150, 175, 200, 250),
    "columns": (40, 50, 60, 70, 80, 90, 100, 120),
    "spacing": (90, 100, 115, 130, 150, 175),
    "zoom": (80, 90, 100, 110, 125, 150, 175, 200),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What someone chose; the defaults are the program's.

    ``theme`` is `SYSTEM` or a theme's name, ``family`` `SERIF`, `SANS` or an installed family.
    ``size`` is the article's text, ``spacing`` the distance of its lines and ``zoom`` everything,
    in per cent of what is usual; ``columns`` is how many characters a line holds, about.
    """

    theme: str = SYSTEM
    family: str = SERIF
    size: int = 100
    columns: int = 70
    spacing: int = 100
    zoom: int = 100


class Display(QObject):
    """The look of one window: made with it; whoever draws follows `changed`."""

    changed = Signal()

    def __init__(
        self,
        settings: Settings,
        ui_family: str,
        system_theme: Callable[[], Theme],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._system_theme = system_theme
        self._ui_family = ui_family
        self.look = _read(settings.look())
        self.theme = self._theme()

    @property
    def typography(self) -> Typography:
        """How articles are set."""
        look = self.look
        return Typography(
            reading=self._family(),
            ui=self._ui_family,
            per_cent=round(look.size * look.zoom / 100),
            columns=look.columns,
            spacing=look.spacing,
            zoom=look.zoom,
        )

    def choose(self, **chosen: str | int) -> None:
        """Choose some of the look's fields, and remember them."""
        look = replace(self.look, **chosen)  # type: ignore[arg-type]  # each is of its field's type
        if look != self.look:
            self.look = look
            self._settings.set_look(asdict(look))
            self.follow_system()

    def step(self, name: str, by: int) -> None:
        """Choose the next greater or smaller of a field's steps, if there is one."""
        steps, now = STEPS[name], getattr(self.look, name)
        at = bisect_right(steps, now) if by > 0 else bisect_left(steps, now) - 1
        if 0 <= at < len(steps):
            self.choose(**{name: steps[at]})

    def reset(self) -> None:
        """Choose what is usual."""
        self.choose(**asdict(Look()))

    def reset_text(self) -> None:
        """Choose the usual text, and leave the theme."""
        self.choose(**asdict(Look(theme=self.look.theme)))

    def next_theme(self) -> None:
        """Choose the theme behind the one that is shown."""
        names = [theme.name for theme in THEMES]
        self.choose(theme=names[(names.index(self.theme.name) + 1) % len(names)])

    def follow_system(self) -> None:
        """Look anew at what the system asks for."""
        self.theme = self._theme()
        self.changed.emit()

    def _theme(self) -> Theme:
        chosen = next((theme for theme in THEMES if theme.name == self.look.theme), None)
        return chosen or self._system_theme()

    def _family(self) -> str:
        family = self.look.family
        if family == SANS:
            return self._ui_family
        installed = family != SERIF and QFontDatabase.hasFamily(family)
        return family if installed else reading_font()


def _read(kept: Mapping[str, object]) -> Look:
    """Take what was kept as far as it makes sense; the rest is as usual."""
    usual = Look()
    fitting = {}
    for field in fields(Look):
        value = kept.get(field.name)
        if type(value) is not type(getattr(usual, field.name)):
            continue
        if isinstance(value, int):
            value = min(max(value, STEPS[field.name][0]), STEPS[field.name][-1])
        fitting[field.name] = value
    return replace(usual, **fitting)  # type: ignore[arg-type]  # each is of its field's type
