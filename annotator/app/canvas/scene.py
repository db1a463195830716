"""What is to be seen on the page besides text and marks: selection, caret, signs."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.app.canvas.hints import Hints
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.styles import Styles
from annotator.app.canvas.voices import Voices


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the selected span in place: words, and for each answer key and name."""

    words: str
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """What stands on the page, bit by bit, and of each whether it is a key."""
        found = [(self.words, False)]
        for key, answer in self.answers:
            found += [(f"   {key}", True), (f" {answer}", False)]
        return found

    def __str__(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(slots=True)
class Scene:
    """What is to be seen on the blocks besides their text and marks.

    ``current`` is the selected span's id, ``chips`` what its fragments' chips say, ``question``
    what is asked beside the first of them. ``linked`` are the colours behind spans linked with it,
    ``badges`` the numbers over spans to choose among, ``preview`` the selected fragment as a drag
    would leave it, ``hints`` what is outlined, ``voices`` what several annotators have.
    """

    styles: Styles
    selection: tuple[int, int] = (0, 0)
    caret: int | None = None
    current: str | None = None
    chips: dict[int, str] = field(default_factory=dict)
    question: Question | None = None
    linked: dict[str, str] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    preview: Mark | None = None
    hints: Hints = field(default_factory=Hints)
    voices: Voices = field(default_factory=Voices)
