"""A small card at the window's side to choose how things look, with the article in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.display import SANS, SERIF, STEPS, SYSTEM, Display
from annotator.app.flow import FlowLayout
from annotator.app.overlay import Overlay
from annotator.app.theme import THEMES
from annotator.app.words import plain

_MARGIN = 12
_NUMBERS = (
    ("size", "Text size", "{} %", "Smaller text", "Larger text"),
    ("columns", "Line length", "{} characters", "Shorter lines", "Longer lines"),
    ("spacing", "Line spacing", "{} %", "Less space between lines", "More space between lines"),
    ("zoom", "Zoom", "{} %", "Zoom out", "Zoom in"),
)


class DisplayPanel(Overlay):
    """Shows what is chosen, and chooses; it stays until it is closed, and what it does is seen."""

    stays = True
    width_wanted = 380

    def __init__(self, display: Display, window: QWidget) -> None:
        super().__init__(window)
        self._display = display
        self.setAccessibleName("Display")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(plain("DISPLAY", "section"), 1)
        close = QToolButton(self)
        close.setText("×")
        close.setAccessibleName("Close")
        close.setToolTip("Close  Esc")
        close.clicked.connect(lambda _=False: self.close_overlay())
        head.addWidget(close)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.themes = self._themes()
        self.family = self._families()
        _add_row(grid, "Theme", self.themes)
        _add_row(grid, "Font", self.family)
        self._shown: dict[str, tuple[Callable[[int], None], QToolButton, QToolButton]] = {}
        for name, title, pattern, less, more in _NUMBERS:
            _add_row(grid, title, self._number(name, pattern, less, more))
        usual = QPushButton("As usual", self)
        usual.setProperty("role", "small")
        usual.clicked.connect(lambda _=False: display.reset())
        column.addWidget(usual, 0, Qt.AlignmentFlag.AlignRight)
        display.changed.connect(self._show)
        self._show()

    def open(self) -> None:
        """Show it, ready for the arrows and Tab."""
        super().open()
        self.family.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self) -> None:
        """Stand at the upper right, beside what is read."""
        window = self._over
        width = min(round(self.width_wanted * self.scale), window.width() - 2 * _MARGIN)
        self._column.activate()
        height = min(self._column.totalHeightForWidth(width), window.height() - 80)
        self.setGeometry(window.width() - width - _MARGIN, 52, width, height)

    def _themes(self) -> QWidget:
        host = QWidget(self)
        flow = FlowLayout(host, gap=5)
        for name in (SYSTEM, *(theme.name for theme in THEMES)):
            button = QPushButton("as the system" if name == SYSTEM else name, host)
            button.setObjectName(name)
            button.setCheckable(True)
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _=False, theme=name: self._choose_theme(theme))
            flow.addWidget(button)
        return host

    def _families(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName("Font of articles")
        box.addItem("Serif", SERIF)
        box.addItem("Sans serif", SANS)
        box.insertSeparator(2)
        fonts = QFontDatabase
        for family in fonts.families():
            if not fonts.isPrivateFamily(family) and fonts.isSmoothlyScalable(family):
                box.addItem(family, family)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _: self._display.choose(family=box.currentData()))
        return box

    def _number(self, name: str, pattern: str, less: str, more: str) -> QWidget:
        host = QWidget(self)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        value = plain("")
        value.setAlignment(Qt.AlignmentFlag.AlignCenter)

        def button(sign: str, told: str, by: int) -> QToolButton:
            made = QToolButton(host)
            made.setText(sign)
            made.setProperty("role", "step")
            made.setAccessibleName(told)
            made.setToolTip(told)
            made.clicked.connect(lambda _=False: self._display.step(name, by))
            return made

        down, up = button("−", less, -1), button("+", more, 1)
        row.addWidget(down)
        row.addWidget(value, 1)
        row.addWidget(up)
        self._shown[name] = (lambda number: value.setText(pattern.format(number)), down, up)
        return host

    def _choose_theme(self, name: str) -> None:
        self._display.choose(theme=name)
        self._show()

    def _show(self) -> None:
        look = self._display.look
        for button in self.themes.findChildren(QPushButton):
            button.setChecked(button.objectName() == look.theme)
        self.family.setCurrentIndex(max(self.family.findData(look.family), 0))
        for name, (show, down, up) in self._shown.items():
            number = getattr(look, name)
            show(number)
            down.setEnabled(number > STEPS[name][0])
            up.setEnabled(number < STEPS[name][-1])
        if self.isVisible():
            self.place()


def _add_row(grid: QGridLayout, title: str, content: QWidget) -> None:
    row = grid.rowCount()
    grid.addWidget(plain(title, "quiet"), row, 0)
    grid.addWidget(content, row, 1)
