"""How the page shows open cases: whose lane is which, and what is framed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from annotator.app.canvas.hints import Hint
from annotator.app.canvas.voices import Opened, Voice
from annotator.model import Scheme, Span
from annotator.model.edits import shorten
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case, LinkCase, SpanCase

#: Colours of annotators, in the order of their lanes; which lane it is tells as much.
COLOURS = (
    *("#3B4A6B", "#8A5A14", "#5E4B8B", "#00695C", "#9C2E5B", "#37617A", "#6B5B00", "#7A3E2E"),
)
# More annotators than these share lanes: who has the same boundaries, has the same line.
_OWN_LANES, _SHARED_LANES = 6, 5
_DISPUTED = "#B3261E"
_UNKNOWN = "#555555"
# Cases are looked up by stretches of so many code points.
_STRETCH = 1024


def lanes_for(annotators: int) -> int:
    """Return how many lanes there are below the text: one for each annotator, if they are few."""
    return annotators if annotators <= _OWN_LANES else _SHARED_LANES


def spacing_for(annotators: int) -> float:
    """Return how many times the usual distance lines need, for lanes to lie between them."""
    return 1.25 if annotators < _OWN_LANES else 1.5


def colour_of(lane: int) -> str:
    """Return the colour of an annotator's lane."""
    return COLOURS[lane % len(COLOURS)]


class OpenCases:
    """Which cases of an article lie where, and how the page shows those that are open.

    ``review`` and ``asked``, the number of the case that is asked, are set as they change.
    """

    def __init__(self, review: ArticleReview) -> None:
        self.review = review
        self.asked: int | None = None
        self._at: dict[int, list[int]] = defaultdict(list)
        for case in review.spans:
            start, end = ends(case)
            for stretch in range(start // _STRETCH, end // _STRETCH + 1):
                self._at[stretch].append(case.number)

    def find(self, start: int, end: int) -> Iterator[Opened]:
        """Give the open cases that overlap a range, as the page shows them; the asked one last."""
        asked = None
        for case in self._within(start, end):
            if case.number == self.asked:
                asked = case
            elif not case.settled:
                yield _opened(self.review, case, current=False)
        if asked is not None:
            yield _opened(self.review, asked, current=True)

    def at(self, offset: int) -> list[int]:
        """Return the numbers of the cases at an offset, the shortest first."""
        found = []
        for case in self._within(offset, offset + 1):
            start, end = ends(case)
            found.append((end - start, case.number))
        return [number for _, number in sorted(found)]

    def _within(self, start: int, end: int) -> Iterator[SpanCase]:
        stretches = range(start // _STRETCH, end // _STRETCH + 1)
        for number in sorted({n for stretch in stretches for n in self._at.get(stretch, ())}):
            case = self.review.target(number)
            low, high = ends(case)
            if low < end and start < high:
                yield case


def ends(case: SpanCase) -> tuple[int, int]:
    """Return where a case begins and ends, whoever has it longest."""
    pieces = [span.fragments for span in case.members.values()]
    return min([piece[0].start for piece in pieces]), max([piece[-1].end for piece in pieces])


def _opened(review: ArticleReview, case: SpanCase, *, current: bool) -> Opened:
    disputed = len(case.members) < len(case.annotators)
    own = label_colour(review.scheme, case.first)
    colour = _DISPUTED if disputed and not current else own
    few = len(review.annotators) <= _OWN_LANES
    voices = _own_lanes(review, case) if few else _shared_lanes(case, own)
    return Opened(_joined(case.members.values()), tuple(voices), colour, current)


def _own_lanes(review: ArticleReview, case: SpanCase) -> Iterator[Voice]:
    lanes = {who: lane for lane, who in enumerate(review.annotators)}
    for who, span in case.members.items():
        for fragment in span.fragments:
            yield Voice(fragment.start, fragment.end, lanes[who], colour_of(lanes[who]))


def _shared_lanes(case: SpanCase, colour: str) -> Iterator[Voice]:
    """Have one line for all who have the same boundaries, thicker the more they are."""
    counts = Counter(span.fragments for span in case.members.values())
    for lane, (fragments, count) in enumerate(counts.most_common()):
        weight = count / len(case.annotators)
        for piece in fragments:
            yield Voice(piece.start, piece.end, min(lane, _SHARED_LANES - 1), colour, weight)


def targets(review: ArticleReview, case: Case) -> list[Hint]:
    """Outline where the links of a case lead, with the names of those who link there."""
    if not isinstance(case, LinkCase):
        return []
    hints: list[Hint] = []
    for number in case.candidates:
        who = [review.name(name) for name, linked in case.targets.items() if number in linked]
        end = review.target(number)
        fragment = (end.gold or end.first).fragments[0]
        # Hints of one group don't overlap.
        if all(fragment.end <= hint.start or hint.end <= fragment.start for hint in hints):
            hints.append(Hint(fragment.start, fragment.end, shorten(", ".join(who), 40)))
    return hints


def label_colour(scheme: Scheme, span: Span) -> str:
    """Return the colour of a span's label."""
    label = scheme.label(span.label)
    return label.colour if label is not None else _UNKNOWN


def _joined(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Return the text that any of the spans covers, in pieces."""
    pieces: list[tuple[int, int]] = []
    for start, end in sorted((f.start, f.end) for span in spans for f in span.fragments):
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    return tuple(pieces)
