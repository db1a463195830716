"""How workspaces stand: choices on the left, what comes of them on the right, a bar below that.

And what layouts have in common.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget


def lay_out(page: QWidget, choices: QWidget, shown: QWidget, bar: QWidget) -> None:
    """Lay a page out in its three parts, with thin lines between them."""
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(shown, 1)
    right.addWidget(rule(page))
    right.addWidget(bar)
    whole = QHBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(choices)
    whole.addWidget(rule(page, upright=True))
    whole.addLayout(right, 1)


def rule(parent: QWidget, *, upright: bool = False) -> QFrame:
    """Make a thin line."""
    line = QFrame(parent)
    line.setProperty("role", "rule")
    if upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def empty(layout: QLayout) -> None:
    """Take all widgets out of a layout; they are gone at once, not when they come to be deleted."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
