"""What is to be seen on the page besides text and marks: selection, caret, signs."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.app.canvas.hints import Hints
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.styles import Styles


@dataclass(slots=True)
class Scene:
    """What is to be seen on the blocks besides their text and marks.

    ``current`` is the selected span's id, ``chips`` what its fragments' chips say, ``linked``
    the colours behind spans linked with it, ``badges`` the numbers over candidates for a link,
    ``preview`` the selected fragment as a drag would leave it, ``hints`` what is outlined.
    """

    styles: Styles
    selection: tuple[int, int] = (0, 0)
    caret: int | None = None
    current: str | None = None
    chips: dict[int, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    preview: Mark | None = None
    hints: Hints = field(default_factory=Hints)
