"""What is on the clipboard, or was dropped, read as one article."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from annotator.errors import IntakeError
from annotator.model import Article
from annotator.store.project import Project


def read_pasted(data: QMimeData, project: Project) -> Article:
    """Read the text of an article, zones and all; ``IntakeError`` if there is none."""
    from annotator.intake import read_html, read_text
    from annotator.survey import Zoner

    if not (data.hasHtml() or data.text().strip()):
        raise IntakeError("There is no text to paste.")
    made = read_html(data.html(), source="clipboard") if data.hasHtml() else None
    return Zoner(project).learnt(made or read_text(data.text(), source="clipboard"))
