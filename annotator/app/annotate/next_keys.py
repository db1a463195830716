"""Which keys are next: outlined and asked on the page, told beside the labels, foreseen."""

from __future__ import annotations

from functools import cache, partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from annotator.app.annotate.acts import Acts
from annotator.app.annotate.choices import attribute_keys
from annotator.app.annotate.linking import Linking
from annotator.app.canvas import Question, TextCanvas
from annotator.app.canvas.hints import Hint
from annotator.app.keymap import Keymap
from annotator.app.later import Later
from annotator.app.session import Session
from annotator.model.checks import unanswered
from annotator.model.edits import shorten
from annotator.model.guesses import foreseen
from annotator.model.register import named

# A question of more characters has no room in a column.
_LONGEST = 70


class NextKeys(QObject):
    """Follows what is selected, once the keys pause; it changes nothing in the project."""

    def __init__(
        self,
        session: Session,
        canvas: TextCanvas,
        acts: Acts,
        linking: Linking,
        keymap: Keymap,
        line: QLabel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._acts = session, canvas, acts
        self._linking, self._keymap, self._line = linking, keymap, line
        self._later = Later(self.tell, self)
        for signal in (canvas.current_changed, canvas.selection_changed, linking.changed):
            signal.connect(self._later.ask)
        session.layer_changed.connect(self._later.ask)
        keymap.changed.connect(self.tell)

    def stop(self) -> None:
        """Tell nothing more."""
        self._later.stop()

    def tell(self) -> None:
        """Tell what is next from here."""
        self._outline_fragment()
        self._canvas.ask(None if self._linking.on else self._question())
        self._line.setText(self._told())

    def _outline_fragment(self) -> None:
        """Outline where the selected span's quotation goes on, as long as its key would take it."""
        start, end = self._canvas.selected_range
        found = self._acts.next_fragment if start == end else None
        sign = self._keymap.shown("span.fragment")
        self._canvas.show_hints("fragment", [Hint(*found, sign)] if found is not None else ())

    def _question(self) -> Question | None:
        """Return the first required question of the selected span that has no answer yet."""
        span, scheme = self._acts.current, self._session.scheme
        label = scheme.label(span.label) if span is not None else None
        open_ones = unanswered(scheme, span) if span is not None else []
        if label is None or not open_ones:
            return None
        asked, letters = open_ones[0], attribute_keys(label, self._keymap.letters(self._canvas))
        words = f"{shorten(asked.name.replace('_', ' '))}?"
        typed = {"flag": "yes", "text": "type it", "number": "type it"}.get(asked.kind, "")
        answers: list[tuple[str, str]] = []
        for answer in asked.values or (asked.name,):
            key = letters.get((asked.name, answer), "").upper()
            answers.append((key, typed or answer))
        shown = Question(words, tuple(answers))
        while answers and len(str(shown)) > _LONGEST:
            # The card has them all.
            del answers[-1]
            shown = Question(words, (*answers, ("", "…")))
        return shown

    def _told(self) -> str:
        key = self._keymap.shown
        if self._linking.on:
            told = self._linking.told
            if self._linking.removing:
                return f"Remove link?   {'   '.join(told)}"
            others, leave = key("span.link"), key("span.leave")
            return f"Link by number: {', '.join(told)}   {others} others   {leave}"
        usual = f"Link  {key('span.link')}      Done, next  {key('queue.done')}"
        return "      ".join(self._foreseen()) or usual

    def _foreseen(self) -> list[str]:
        """Say what each label's key would answer and name along with labelling the selection."""
        layer, (start, end) = self._session.layer, self._canvas.selected_range
        if layer is None or start == end:
            return []
        known = cache(partial(named, self._session.project.actors()))
        told = []
        for label in self._session.scheme.labels:
            if key := self._keymap.shown(f"label.{label.name}"):
                scheme = self._session.scheme
                answers, actor = foreseen(layer.article, scheme, label, start, end, known)
                words = [*answers.values(), *([f"= {actor.name}"] if actor is not None else [])]
                told += [f"{key}  {', '.join(words)}"] if words else []
        return told
