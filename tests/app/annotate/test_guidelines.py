"""Guidelines follow what is selected, are written in the window, and load nothing from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel

from annotator.errors import ChangeError, TextError
from annotator.model import Change
from annotator.model.guidelines import GUIDELINES, LONGEST, write_guidelines
from tests.app.annotate.conftest import CONTROL, Hands


def told(hands: Hands) -> str:
    panel = hands.workspace.guidelines
    QApplication.processEvents()
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_they_follow_the_selected_label(hands: Hands) -> None:
    hands.mark("Cue", "said")
    hands.key(Qt.Key.Key_F1)
    assert "tie a claim to its source" in told(hands) and "has no guidelines" in told(hands)
    hands.mark("Source", "Linnet Harrow")
    assert "Who or what a claim is attributed to" in told(hands)
    assert "tie a claim to its source" not in told(hands)
    hands.key(Qt.Key.Key_F1)
    assert not hands.workspace.guidelines.isVisible()


def test_they_are_written_kept_and_undone(hands: Hands) -> None:
    panel = hands.workspace.guidelines
    hands.workspace.write_guidelines()
    hands.qtbot.keyClicks(panel.text, "# Cue")
    hands.qtbot.keyClick(panel.text, Qt.Key.Key_Return, CONTROL)
    assert hands.project.meta(GUIDELINES) == "# Cue"
    assert hands.layer.status == "new" and hands.workspace.canvas.hasFocus()
    assert panel.own.toPlainText().strip() == "Cue" and panel.own.heading("cue") is not None
    hands.workspace.write_guidelines()
    hands.qtbot.keyClicks(panel.text, "x")
    hands.press(panel.text, Qt.Key.Key_Escape)
    assert hands.project.meta(GUIDELINES) == "# Cue"
    hands.key(Qt.Key.Key_Z, CONTROL)
    assert not hands.project.meta(GUIDELINES)


def test_nothing_in_them_is_loaded_or_run(hands: Hands, tmp_path: Path) -> None:
    red = QImage(60, 60, QImage.Format.Format_RGB32)
    red.fill(QColor("#FF0000"))
    red.save(str(tmp_path / "red.png"))
    url = (tmp_path / "red.png").as_uri()
    text = f"![r]({url}) <img src='{url}'> <b>bold</b> [link]({url})"
    hands.session.apply(lambda: write_guidelines(text, "me"))
    hands.key(Qt.Key.Key_F1)
    own = hands.workspace.guidelines.own
    assert "<b>bold</b>" in own.toPlainText()
    image = own.grab().toImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert QColor("#FF0000").rgb() not in seen


def test_what_cannot_be_kept_is_told() -> None:
    with pytest.raises(ChangeError, match="characters long"):
        write_guidelines("x" * (LONGEST + 1), "me")
    with pytest.raises(TextError):
        write_guidelines("\ud800", "me")
    assert isinstance(write_guidelines("", "me"), Change)
