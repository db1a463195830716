"""The card of the case that is asked: how annotators differ, and the keys that decide it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.app.flow import FlowLayout
from annotator.app.keymap import Keymap
from annotator.app.marked_text import MarkedText
from annotator.app.review import words
from annotator.app.review.lanes import colour_of, label_colour
from annotator.app.review.voice_row import VoiceLine, VoiceRow
from annotator.app.theme import Theme
from annotator.app.words import Elided, plain
from annotator.model.edits import shorten
from annotator.review.article_review import ArticleReview
from annotator.review.cases import ActorCase, Case, SpanCase, Version
from annotator.review.votes import Vote, actor_votes, link_votes, vote

#: Annotators that a digit takes.
MOST_KEYS = 9
_DECIDING = (
    *(("majority", "majority"), ("edit", "edit"), ("none", "none"), ("note", "note")),
    ("later", "later"),
)
_DECIDED = (("again", "open again"), ("reason", "reason"), ("history", "history"))


class CaseCard(QFrame):
    """Shows one case; tells which command is clicked. The keys themselves are the table's."""

    wanted = Signal(str)
    """The id of a command."""
    went = Signal(int)
    """The number of a case of spans to go to."""

    def __init__(self, keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "current")
        self._keymap, self._theme = keymap, theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._body: QWidget | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours from the next showing on."""
        self._theme = theme

    def show_case(self, review: ArticleReview | None, case: Case | None, without: str) -> None:
        """Show a case; ``without`` one, these words."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        if review is None or case is None:
            column.addWidget(plain(without, "quiet", wrap=True))
        else:
            self._fill(column, body, review, case)
        self._column.addWidget(body)
        # A layout shows what is new to it only later; until then it would take no room.
        body.show()

    def _fill(self, column: QVBoxLayout, body: QWidget, review: ArticleReview, case: Case) -> None:
        source = case.source
        head = QHBoxLayout()
        head.setSpacing(6)
        name = plain(words.title(case), "strong")
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        head.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(plain(words.told(review, case), "quiet", wrap=True), 1)
        column.addLayout(head)
        span = source.gold or source.first
        label = review.scheme.label(span.label)
        if label is not None:
            quote = MarkedText(span.quote, label, self._theme, body)
            quote.setAccessibleName(f"Show in the article: {shorten(span.quote, 80)}")
            quote.clicked.connect(lambda _=False: self.went.emit(source.number))
            column.addWidget(quote)
        rows = QVBoxLayout()
        rows.setSpacing(1)
        for number, line in enumerate(self._lines(review, case), 1):
            row = VoiceRow(line, self._theme, body)
            row.clicked.connect(partial(self._want, f"review.take.{number}"))
            rows.addWidget(row)
        column.addLayout(rows)
        self._add_answers(column, review, case)
        self._add_decision(column, review, case)
        self._add_keys(column, body, review, case)

    def _lines(self, review: ArticleReview, case: Case) -> Iterable[VoiceLine]:
        source = case.source
        low = min(span.start for span in source.members.values())
        high = max(span.end for span in source.members.values())
        labels = {span.label for span in source.members.values()}
        chosen = case.decision.origin if case.decision is not None and case.settled else ()
        for lane, who in enumerate(review.annotators):
            span = source.members.get(who)
            key = str(lane + 1) if lane < MOST_KEYS else ""
            shown = partial(VoiceLine, review.name(who), key, colour_of(lane), chosen=who in chosen)
            if span is None:
                yield shown("#555555", words="– nothing" if case is source else "–")
                continue
            colour = label_colour(review.scheme, span)
            if isinstance(case, SpanCase):
                shares = [
                    (_share(f.start, low, high), _share(f.end, low, high)) for f in span.fragments
                ]
                yield shown(colour, shares=shares, words=span.label if len(labels) > 1 else "")
            else:
                yield shown(colour, words=_said(review, case, who))

    def _add_answers(self, column: QVBoxLayout, review: ArticleReview, case: Case) -> None:
        asked = [d for d in review.differences(case) if d.aspect == "attribute"]
        if not asked:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, difference in enumerate(asked):
            name = (difference.name or "").replace("_", " ")
            grid.addWidget(plain(name[:1].upper() + name[1:], "field"), row, 0)
            grid.addWidget(_answers(difference.values, self), row, 1)
        column.addLayout(grid)

    def _add_decision(self, column: QVBoxLayout, review: ArticleReview, case: Case) -> None:
        decision, said = case.decision, words.outcome(review, case)
        if not said:
            return
        told = f"Gold: {said}" if case.settled else said.capitalize()
        if decision is not None:
            told += f"  ·  {words.by_whom(decision)}"
            told += f"  ·  “{decision.reason}”" if decision.reason else ""
        column.addWidget(plain(told, "quiet", wrap=True))
        if decision is not None and decision.note:
            column.addWidget(plain(f"Note: {decision.note}", "quiet", wrap=True))
        if isinstance(case, SpanCase) and case.changed_since and case.settled:
            changed = "Annotators changed what they have since this was decided."
            column.addWidget(plain(changed, "danger", wrap=True))

    def _add_keys(
        self, column: QVBoxLayout, body: QWidget, review: ArticleReview, case: Case
    ) -> None:
        host = QWidget(body)
        flow = FlowLayout(host, gap=10, line_gap=4)
        wanted = _DECIDED if case.settled else ()
        shown = [(c, t) for c, t in (*_DECIDING, *wanted) if c != "later" or not case.settled]
        for command, title in shown:
            more = f": {shorten(_majority(review, case), 36)}" if command == "majority" else ""
            flow.addWidget(self._key(host, f"review.{command}", title + more))
        column.addWidget(host)

    def _key(self, host: QWidget, command: str, title: str) -> QWidget:
        pair = QWidget(host)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        if key := self._keymap.shown(command):
            row.addWidget(plain(key, "key"))
        button = QPushButton(title.replace("&", "&&"), pair)
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(f"{title}, key {key}" if key else title)
        button.clicked.connect(partial(self._want, command))
        row.addWidget(button)
        return pair

    def _want(self, command: str, _: bool = False) -> None:
        self.wanted.emit(command)


def _answers(values: Mapping[str, str], parent: QWidget) -> QWidget:
    """Set answers side by side; those that few gave stand out."""
    host = QWidget(parent)
    flow = FlowLayout(host, gap=4, line_gap=1)
    counts = Counter(values.values())
    most = max(counts.values())
    for n, value in enumerate(values.values()):
        if n:
            flow.addWidget(plain("·", "faint"))
        few = counts[value] < most
        flow.addWidget(Elided(value, "danger" if few else "", columns=30))
    return host


def _said(review: ArticleReview, case: Case, who: str) -> str:
    """Say what one annotator's span names, or where it links."""
    if isinstance(case, ActorCase):
        return review.actors.get(case.actors[who] or "", "– nobody")
    assert not isinstance(case, SpanCase), "spans are drawn"
    quotes = [review.target(n).first.quote for n in sorted(case.targets[who])]
    return " + ".join(shorten(quote, 60) for quote in quotes) or "– nothing"


def _majority(review: ArticleReview, case: Case) -> str:
    """Say in two words what most have."""
    if isinstance(case, SpanCase):
        found = vote(case)
        if found.exists is None:
            return "none, half have it"
        return _whose(review, case, found) if found.exists else "none of them"
    if isinstance(case, ActorCase):
        actor, clear = actor_votes(case)
        return review.actors.get(actor or "", "nobody") if clear else "none"
    links, clear = link_votes(case)
    targets = sorted(link.target for link in links)
    quotes = [shorten(review.target(n).first.quote, 24) for n in targets]
    return (" + ".join(quotes) or "nothing") if clear else "none"


def _whose(review: ArticleReview, case: SpanCase, found: Vote) -> str:
    """Say who has what the majority adds up to; it may be nobody's as a whole."""
    key = found.version.key
    whose = [who for who, span in case.members.items() if Version.of(span).key == key]
    if not whose:
        return "put together"
    if len(whose) > 2:
        return f"as {len(whose)} of {len(case.annotators)}"
    return f"as {' and '.join(map(review.name, whose))}"


def _share(offset: int, low: int, high: int) -> float:
    return (offset - low) / max(high - low, 1)
