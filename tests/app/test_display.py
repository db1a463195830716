"""How things look can be chosen, is remembered, and follows the system where nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.display import STEPS, Display, Look
from annotator.app.display_panel import DisplayPanel
from annotator.app.main import make_window
from annotator.app.settings import Settings
from annotator.app.theme import DARK, HIGH_CONTRAST_DARK, LIGHT, THEMES, Theme
from annotator.app.window import MainWindow
from annotator.model import Article, Change, new_id
from tests.app.windows import window_on

CONTROL = Qt.KeyboardModifier.ControlModifier


class System:
    """A system that can ask for another theme."""

    theme: Theme = LIGHT


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        article = Article(new_id(), "Ferry", "A ferry sails on oil. " * 80)
        project.apply(Change("Import", "me", put=[article], bulk=True))
    with window_on(qtbot, path, size=(1400, 800)) as window:
        yield window


def test_the_systems_theme_is_followed_until_one_is_chosen(qapp: QApplication) -> None:
    system = System()
    display = Display(Settings(), "Inter", lambda: system.theme)
    told: list[Theme] = []
    display.changed.connect(lambda: told.append(display.theme))
    assert display.theme is LIGHT
    for asked in (DARK, HIGH_CONTRAST_DARK):
        system.theme = asked
        display.follow_system()
        assert display.theme is told[-1] is asked
    display.choose(theme="light")
    display.follow_system()
    assert display.theme is LIGHT
    display.choose(theme="system")
    assert display.theme is HIGH_CONTRAST_DARK


def test_every_choice_is_remembered(qapp: QApplication) -> None:
    display = Display(Settings(), "Inter", lambda: LIGHT)
    display.choose(theme="dark", family="sans", size=130, columns=60, spacing=115, zoom=125)
    again = Display(Settings(), "Inter", lambda: LIGHT)
    assert again.look == display.look
    assert again.theme is DARK and again.typography == display.typography
    assert again.typography.reading == again.typography.ui == "Inter"
    again.reset()
    assert Display(Settings(), "Inter", lambda: LIGHT).look == Look()


def test_steps_end_somewhere(qapp: QApplication) -> None:
    display = Display(Settings(), "Inter", lambda: LIGHT)
    for name, steps in STEPS.items():
        for by, end in ((1, steps[-1]), (-1, steps[0])):
            for _ in range(len(steps) + 2):
                display.step(name, by)
            assert getattr(display.look, name) == end
    display.choose(size=104)
    display.step("size", 1)
    assert display.look.size == 115


def test_a_font_that_is_gone_is_the_programs_own(qapp: QApplication) -> None:
    usual = Display(Settings(), "Inter", lambda: LIGHT).typography.reading
    display = Display(Settings(), "Inter", lambda: LIGHT)
    display.choose(family="No Such Font At All")
    assert display.typography.reading == usual


@given(
    st.dictionaries(
        st.sampled_from(["theme", "family", "size", "columns", "spacing", "zoom", "other"]),
        st.one_of(st.integers(), st.text(max_size=5), st.none(), st.booleans(), st.floats()),
    )
)
def test_whatever_is_kept_makes_a_look(qapp: QApplication, kept: dict[str, object]) -> None:
    Settings().set_look(kept)
    display = Display(Settings(), "Inter", lambda: LIGHT)
    for name, steps in STEPS.items():
        assert steps[0] <= getattr(display.look, name) <= steps[-1]
    assert display.theme in THEMES and display.typography.reading


def test_keys_change_the_text_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    assert desk is not None
    canvas = desk.workspace.canvas
    at = len(canvas.text) // 2

    def place() -> tuple[int, int]:
        canvas.set_selection(0, 0)
        rect = canvas.caret_rect(at)
        return rect.y() - canvas.caret_rect(0).y(), rect.height()

    usual = place()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus, CONTROL)
    larger = place()
    assert larger[1] > usual[1]
    qtbot.keyClick(canvas, Qt.Key.Key_0, CONTROL)
    assert place() == usual
    desk.run("view.shorter_lines")
    assert place()[0] > usual[0]
    desk.run("view.more_spacing")
    assert place()[1] > usual[1]
    desk.run("view.usual")
    serif = canvas.grab().toImage()
    desk.run("view.sans")
    assert canvas.grab().toImage() != serif
    assert window.display.look.family == "sans"


def test_a_chosen_theme_is_drawn_everywhere(window: MainWindow) -> None:
    desk = window.desk
    assert desk is not None
    for theme in THEMES:
        desk.run(f"view.theme_{theme.name.replace(' ', '_')}")
        assert window.display.theme is theme
        assert theme.frame.name() in window.styleSheet()
        assert desk.workspace.canvas.grab().toImage().pixelColor(3, 3) == theme.page
    desk.run("view.theme")
    assert window.display.theme is LIGHT


def test_the_panel_shows_and_changes_what_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    assert desk is not None
    canvas = desk.workspace.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Comma, CONTROL)
    panel = window.findChild(DisplayPanel)
    assert panel is not None and panel.isVisible() and panel.isAncestorOf(window.focusWidget())

    def button(name: str) -> QToolButton:
        return next(b for b in panel.findChildren(QToolButton) if b.accessibleName() == name)

    button("Larger text").click()
    assert window.display.look.size == 115
    dark = next(b for b in panel.findChildren(QPushButton) if b.text() == "dark")
    dark.click()
    assert window.display.theme is DARK and dark.isChecked()
    window.display.choose(theme="light", columns=STEPS["columns"][-1])
    assert not dark.isChecked() and not button("Longer lines").isEnabled()
    assert panel.geometry().right() < window.width()

    canvas.setFocus()
    assert panel.isVisible(), "one reads on beside it"
    panel.family.setFocus()
    qtbot.keyClick(panel.family, Qt.Key.Key_Escape)
    assert not panel.isVisible() and canvas.hasFocus()


def test_the_start_page_offers_it_too(qtbot: QtBot, qapp: QApplication) -> None:
    window = make_window(qapp)
    qtbot.addWidget(window)
    window.show()
    offered = [b for b in window.start.findChildren(QPushButton) if b.text() == "Display…"]
    offered[0].click()
    panel = window.findChild(DisplayPanel)
    assert panel is not None and panel.isVisible()
    window.close()
