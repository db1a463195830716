"""Makes the pictures in docs/screenshots from the sample project. Run: make screenshots."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory()
os.environ["XDG_CONFIG_HOME"] = _HOME.name

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from annotator.app.agreement.workspace import AgreementWorkspace  # noqa: E402
from annotator.app.main import make_window  # noqa: E402
from annotator.app.review.workspace import ReviewWorkspace  # noqa: E402
from annotator.app.window import MainWindow  # noqa: E402
from annotator.demo import WORKER, prepare  # noqa: E402

FOLDER = Path(__file__).parent / "screenshots"


def save(window: MainWindow, name: str) -> None:
    QTest.qWait(600)
    window.grab().save(str(FOLDER / f"{name}.png"))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    app = QApplication(sys.argv[:1])
    window = make_window(app)
    window.display.choose(theme="light")
    window.resize(1440, 900)
    window.show()
    save(window, "start")
    with tempfile.TemporaryDirectory() as folder:
        window.open_project(prepare(Path(folder)).project, WORKER)
        desk = window.desk
        assert desk is not None
        canvas = desk.workspace.canvas
        layer = desk.session.layer
        assert layer is not None
        split = next(span for span in layer.spans if len(span.fragments) > 1)
        canvas.select_span(split.id)
        save(window, "annotate-light")
        window.display.choose(theme="dark")
        save(window, "annotate-dark")
        window.display.choose(theme="light")
        QTest.keyClick(canvas, Qt.Key.Key_L)
        save(window, "linking")
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        save(window, "palette")
        desk.palette.close_overlay()
        desk.show("review")
        QTest.qWait(1500)
        workspace = window.findChild(ReviewWorkspace)
        assert workspace is not None
        for key in (*[Qt.Key.Key_Return] * 3, *[Qt.Key.Key_Tab] * 2):
            QTest.keyClick(workspace.panel, key)
        save(window, "review")
        desk.show("agreement")
        figures = window.findChild(AgreementWorkspace)
        while not figures.up_to_date:
            QTest.qWait(50)
        save(window, "agreement")
    window.close()


if __name__ == "__main__":
    main()
