"""The article's page: our own text view, where marks lie in lanes and never move the text.

Only what is visible is laid out and painted. Offsets are code points at its door and UTF-16
inside its layouts; the text is never read back from Qt.
"""

from annotator.app.canvas.canvas import TextCanvas, ViewState
from annotator.app.canvas.page import Anchor
from annotator.app.canvas.scene import Question

__all__ = ["Anchor", "Question", "TextCanvas", "ViewState"]
