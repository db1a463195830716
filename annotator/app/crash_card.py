"""A card that tells of something unexpected, with a report that can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.app.overlay import Overlay
from annotator.app.words import plain


class CrashCard(Overlay):
    """Shows the latest report; the work goes on behind it."""

    stays = True

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("Something went wrong")
        self._where = plain("", "quiet", wrap=True)
        self.report = QPlainTextEdit(self)
        self.report.setReadOnly(True)
        self.report.setProperty("role", "code")
        self.report.setAccessibleName("Report")
        self.copy = QPushButton("Copy the report", self)
        self.copy.setProperty("role", "primary")
        self.copy.clicked.connect(self._copy)
        close = QPushButton("Go on", self)
        close.clicked.connect(lambda _=False: self.close_overlay())
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(close)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(plain("Something went wrong in the program", "strong"))
        column.addWidget(self._where)
        column.addWidget(self.report)
        column.addLayout(buttons)

    def tell(self, report: str, file: str, *, all_saved: bool) -> None:
        """Show a report and where it is kept; say whether something still waits to be saved."""
        saved = (
            "All that you did is saved." if all_saved else "What is not saved yet is told below."
        )
        kept = f" This report is kept in {file}." if file else ""
        self._where.setText(
            f"{saved} What you did last may not have been done; the rest goes on.{kept} Nobody is "
            "sent it: copy it to those who mend the program."
        )
        self.report.setPlainText(report)
        self.open()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText("Copied")
