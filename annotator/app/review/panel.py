"""The right side: the case that is asked, the others of the article, and gold so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from annotator.app.fitting import Fitting
from annotator.app.keymap import Keymap
from annotator.app.review import words
from annotator.app.review.case_card import CaseCard
from annotator.app.review.case_list import CaseList
from annotator.app.review.reviewing import Reviewing
from annotator.app.theme import Theme
from annotator.app.words import announce, plain


class Panel(QWidget):
    """Has the keyboard while cases are decided; what is shown follows the reviewing."""

    wanted = Signal(str)
    """The id of a command."""
    scrolled = Signal(int)
    """The article shall scroll, by so many pages."""

    def __init__(self, reviewing: Reviewing, keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Case")
        self._reviewing = reviewing
        self.without = ""
        self._heading = plain("", "section")
        self.card = CaseCard(keymap, theme, self)
        self.card.wanted.connect(self.wanted)
        self.card.went.connect(lambda _: reviewing.asked.emit())
        self._room = Fitting(self.card, self)
        self._room.setAccessibleName("The case that is asked")
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._toggle = QToolButton(self)
        self._toggle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._toggle.clicked.connect(lambda _=False: self.wanted.emit("review.all"))
        self.list = CaseList(theme, self)
        self.list.chosen.connect(reviewing.ask)
        self.gold = plain("", wrap=True)
        self.rule = plain("", "quiet", wrap=True)
        card = QFrame(self)
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 9, 12, 9)
        inside.setSpacing(2)
        inside.addWidget(self.gold)
        inside.addWidget(self.rule)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._room)
        column.addWidget(self.list, 1)
        column.addWidget(plain("GOLD SO FAR", "section"))
        column.addWidget(card)
        reviewing.opened.connect(self._show_cases)
        reviewing.decided.connect(self._show_cases)
        reviewing.asked.connect(self._show_asked)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self.card.set_theme(theme)
        self.list.set_theme(theme)
        self._show_asked()

    def add_editing(self, editing: QWidget) -> None:
        """Have the card of the span that is edited stand where the case's stands."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout), "this is how it is laid out"
        column.insertWidget(1, editing)

    def hide_cases(self, hidden: bool) -> None:
        """Show the card of what is edited instead of the case's, or the case's again."""
        self._room.setVisible(not hidden)
        if hidden:
            self._heading.setText("EDIT GOLD")
        else:
            self._show_asked()

    def tell_without(self, said: str) -> None:
        """Say this where no case is asked."""
        if said != self.without:
            self.without = said
            if self._reviewing.case is None:
                self._show_asked()

    def show_all(self, shown: bool) -> None:
        """List all cases, or only those that are open."""
        self._reviewing.only_open = not shown
        self._show_cases()
        self._show_asked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1}
        by = pages.get(Qt.Key(event.key()))
        if by is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.scrolled.emit(by)

    def _show_cases(self) -> None:
        reviewing = self._reviewing
        self.list.show_cases(reviewing.review, reviewing.listed)
        self._toggle.setVisible(bool(reviewing.cases))
        only_open = reviewing.only_open
        self._toggle.setText("all" if only_open else "open only")
        self._toggle.setAccessibleName("List all cases" if only_open else "List open cases")
        self._tell_gold()

    def _show_asked(self) -> None:
        reviewing = self._reviewing
        case = reviewing.case
        self.card.show_case(reviewing.review, case, self.without)
        left = reviewing.left
        if case is None:
            self._heading.setText("CASES")
        elif case in left:
            self._heading.setText(f"CASE {left.index(case) + 1} OF {len(left)} OPEN")
        else:
            self._heading.setText(f"SETTLED · {len(left)} OPEN")
        self.list.mark(case)
        self._room.fit()
        if case is not None and reviewing.review is not None:
            announce(self, f"{words.title(case)}: {words.told(reviewing.review, case)}")

    def _tell_gold(self) -> None:
        reviewing = self._reviewing
        review = reviewing.review
        if review is None:
            self.gold.setText("–")
            self.rule.setText("")
            return
        asked = [case for case in review.cases if not review.moot(case)]
        settled = [case for case in asked if case.settled]
        decisions = [case.decision for case in settled if case.decision is not None]
        agreed = sum(decision.outcome == "agreed" for decision in decisions)
        me = reviewing.reviewer
        mine = sum(d.outcome != "agreed" and d.reviewer == me for d in decisions)
        told = [f"{len(settled)} of {len(asked)} decided", f"{agreed} by agreement"]
        told += [f"{mine} by you"] if mine else []
        others = len(settled) - agreed - mine
        told += [f"{others} by others"] if others else []
        self.gold.setText(" · ".join(told))
        self.rule.setText("Every decision keeps who, when and why.")
