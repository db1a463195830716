"""The commands that change how the window and its articles look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.app.commands import Command
from annotator.app.display import SANS, SERIF, SYSTEM, Display
from annotator.app.theme import THEMES


def look_commands(display: Display, open_panel: Callable[[], object]) -> list[Command]:
    """List what changes the look; each is remembered."""

    def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
        return Command(f"view.{id}", title, "View", run, keys)

    def step(id: str, title: str, name: str, by: int, *keys: str) -> Command:
        return command(id, title, partial(display.step, name, by), *keys)

    def choose(id: str, title: str, **chosen: str | int) -> Command:
        return command(id, title, partial(display.choose, **chosen))

    return [
        command("display", "Display: font, size, lines, theme", open_panel, "Ctrl+,"),
        step("larger", "Larger text", "size", 1, "Ctrl++", "Ctrl+="),
        step("smaller", "Smaller text", "size", -1, "Ctrl+-"),
        command("usual", "Usual look of text", display.reset_text, "Ctrl+0"),
        step("zoom_in", "Zoom everything in", "zoom", 1, "Ctrl+Alt++", "Ctrl+Alt+="),
        step("zoom_out", "Zoom everything out", "zoom", -1, "Ctrl+Alt+-"),
        step("longer_lines", "Longer lines", "columns", 1),
        step("shorter_lines", "Shorter lines", "columns", -1),
        step("more_spacing", "More space between lines", "spacing", 1),
        step("less_spacing", "Less space between lines", "spacing", -1),
        choose("serif", "Font of articles: serif", family=SERIF),
        choose("sans", "Font of articles: sans serif", family=SANS),
        command("theme", "Next theme", display.next_theme, "Ctrl+Shift+T"),
        choose("theme_system", "Theme: as the system", theme=SYSTEM),
        *(
            choose(f"theme_{name.replace(' ', '_')}", f"Theme: {name}", theme=name)
            for name in (theme.name for theme in THEMES)
        ),
    ]
