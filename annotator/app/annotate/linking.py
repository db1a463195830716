"""Links by number: what the selected span may be linked with, or which link is taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, Signal

from annotator.app.canvas import TextCanvas
from annotator.app.session import Session
from annotator.model import Change, Layer, Span, edits
from annotator.model.outline import Candidate, candidates, linked_spans

# As many as there are digits to choose by.
_MOST = 9
# So much of a span's words is told beside its number.
_WORDS = 18

_Find = Callable[[Layer, Span, int], "Sequence[Numbered]"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number stands for: the span that it is written over, and the change that it makes."""

    span: Span
    told: str
    make: Callable[[], Change]


class Linking(QObject):
    """Numbers spans on the page and waits for a number; any change of the page ends it."""

    changed = Signal()
    """Numbers came, went, or stand for something else."""

    def __init__(self, session: Session, canvas: TextCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._shown: Sequence[Numbered] = ()
        self._find: _Find | None = None
        self._turn = 0
        canvas.current_changed.connect(self.stop)
        session.layer_changed.connect(self.stop)

    @property
    def on(self) -> bool:
        """Whether numbers stand on the page."""
        return bool(self._shown)

    @property
    def removing(self) -> bool:
        """Whether a number takes a link away."""
        return self._find == self._links

    @property
    def told(self) -> list[str]:
        """What the numbers stand for: types of links, or for each link its number and end."""
        return list(dict.fromkeys(one.told for one in self._shown))

    def number_candidates(self) -> None:
        """Number the spans that the selected one may be linked with.

        Once more, and other types of links are offered where there are any; then it ends.
        """
        self._number(self._candidates, "There is nothing yet to link this {label} with.")

    def number_links(self) -> None:
        """Number the spans that the selected one is linked with, the nearest first.

        Once more, and the next ones are numbered; then it ends.
        """
        self._number(self._links, "This {label} has no link.")

    def choose(self, number: int) -> bool:
        """Do what a number stands for, and end it; say whether numbers stand on the page."""
        if not self.on:
            return False
        if 1 <= number <= len(self._shown):
            self._session.apply(self._shown[number - 1].make)
            self.stop()
        return True

    def stop(self) -> None:
        """Take the numbers off the page."""
        if self.on:
            self._find = None
            self._show(())

    def _number(self, find: _Find, nothing: str) -> None:
        layer, span = self._session.layer, self._session.span(self._canvas.current)
        if layer is None or span is None:
            self.stop()
            return
        self._turn = self._turn + 1 if self._find == find else 0
        found = find(layer, span, self._turn)
        if found:
            self._find = find
            self._show(found)
            return
        self.stop()
        if not self._turn:
            self._session.told.emit(nothing.format(label=span.label))

    def _candidates(self, layer: Layer, span: Span, turn: int) -> Sequence[Numbered]:
        scheme = self._session.scheme

        def told(found: Candidate) -> str:
            name = found.type.name.replace("_", " ")
            if found.span.label != span.label:
                return name
            return f"{name} →" if found.forward else f"→ {name} this"

        def numbered(found: Candidate) -> Numbered:
            ends = (span, found.span) if found.forward else (found.span, span)
            make = partial(edits.link, layer, scheme, *ends, found.type.name)
            return Numbered(found.span, told(found), make)

        return [numbered(one) for one in candidates(layer, scheme, span, turn)[:_MOST]]

    def _links(self, layer: Layer, span: Span, turn: int) -> Sequence[Numbered]:
        found = islice(linked_spans(layer, span), turn * _MOST, (turn + 1) * _MOST)
        return [
            Numbered(
                other,
                f"{n} {relation.type.replace('_', ' ')} “{edits.shorten(other.quote, _WORDS)}”",
                partial(edits.unlink, layer, relation),
            )
            for n, (relation, other) in enumerate(found, 1)
        ]

    def _show(self, shown: Sequence[Numbered]) -> None:
        self._shown = shown
        badges: dict[str, list[str]] = defaultdict(list)
        for number, one in enumerate(shown, 1):
            badges[one.span.id].append(str(number))
        self._canvas.show_numbers([(id, " ".join(told)) for id, told in badges.items()])
        self.changed.emit()
