"""The register of actors over the window: search it, edit entries, merge, split and clear it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.app.annotate.actor_editor import ActorEditor, Mention
from annotator.app.chooser import Chooser
from annotator.app.rows import Row
from annotator.app.session import Session
from annotator.app.spare_undo import SpareUndo
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import Actor, Change, Changed, Span
from annotator.model.edits import shorten
from annotator.model.register import enter, found_in, merge, remove, split
from annotator.store.summary import Mentioned

_PAUSE_MS = 100
_PROMPT = "Search actors by name, kind or knowledge base"


class RegisterOverlay(Chooser):
    """Lists the entries; the one that is marked is open for editing beside the list."""

    width_wanted = 880
    height_wanted = 580
    jumped = Signal(str, str)
    """An article and a span in it to go to."""
    import_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self._session = session
        self._actors: list[Actor] = []
        self._shown: list[Actor] = []
        self._counts: dict[str, Mentioned] = {}
        self._titles: dict[str, str] = {}
        self._merging: Actor | None = None
        self.editor = ActorEditor(session.scheme.actor_kinds, self)
        self._count = plain("", "quiet")
        self.new = QPushButton("&New", self)
        self.unused = QPushButton("&Unused", self)
        self.unused.setCheckable(True)
        self.clear = QPushButton("Delete &all unused", self)
        self.bring = QPushButton("&From a file …", self)
        for button in (self.new, self.bring, self.unused, self.clear):
            button.setProperty("role", "small")
        self._lay_out()
        for line in self.findChildren(QLineEdit):
            SpareUndo(line)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._reload)
        self.list.current_changed.connect(lambda _: self._show_current())
        self.new.clicked.connect(lambda _=False: self._enter())
        self.unused.toggled.connect(lambda _: self.search(self.line.text()))
        self.clear.clicked.connect(lambda _=False: self._delete(self._unused()))
        self.bring.clicked.connect(lambda _=False: self.import_wanted.emit())
        self.editor.edited.connect(lambda make: self._apply(lambda: make(session.annotator)))
        self.editor.jumped.connect(self._jump)
        self.editor.merge_wanted.connect(self._ask_merge)
        self.editor.delete_wanted.connect(lambda: self._delete([a for a in [self.current] if a]))
        self.editor.split_wanted.connect(self._split)
        session.changed.connect(self._changed)

    @property
    def current(self) -> Actor | None:
        """The entry that is marked in the list."""
        return self._shown[self.list.current] if 0 <= self.list.current < len(self._shown) else None

    def open_at(self, actor: Actor | None) -> None:
        """Show the whole register, with one entry marked."""
        self._merging = None
        self.unused.setChecked(False)
        rows = self._session.project.queue(self._session.annotator)
        self._titles = {row.article: row.title for row in rows}
        self._read()
        self.open_with(_PROMPT)
        self._mark(actor.id if actor is not None else None)

    def stop(self) -> None:
        """Refresh nothing more."""
        self._soon.stop()

    def search(self, text: str) -> None:
        """Show the entries that match what was typed."""
        marked = self.current
        merging = self._merging
        entries = self._unused() if self.unused.isChecked() else self._actors
        if merging is not None:
            entries = [actor for actor in self._actors if actor.id != merging.id]
        self._shown = found_in(entries, text)
        self.list.show_rows([self._row(actor) for actor in self._shown])
        self._mark(marked.id if marked is not None and not text else None)
        self._tell()

    def take(self, place: int) -> None:
        """Edit the entry at this place; while merging, make it the one that stays."""
        keep, gone = self._shown[place], self._merging
        if gone is None:
            self.editor.focus_name()
            return
        who, project = self._session.annotator, self._session.project
        self._merging = None
        self._apply(lambda: merge(keep, gone, project.mentions(gone.id), who))
        self._begin(keep.id)

    def clicked(self, place: int) -> None:
        """Mark the entry; while merging, take it."""
        self.list.go_to(place)
        if self._merging is not None:
            self.take(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._merging is not None:
            gone, self._merging = self._merging, None
            self._begin(gone.id)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.column.removeWidget(self.list)
        acts = QHBoxLayout()
        acts.addWidget(self._count, 1)
        for button in (self.new, self.bring, self.unused, self.clear):
            acts.addWidget(button)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addWidget(self.list, 5)
        both.addWidget(self.editor, 6)
        self.column.addLayout(both, 1)
        self.column.addLayout(acts)
        self.list.setMinimumWidth(200)

    def _row(self, actor: Actor) -> Row:
        count = self._counts.get(actor.id)
        told = [part for part in (actor.kind, f"×{count.all}" if count else "") if part]
        return Row(actor.name, ", ".join(actor.aliases), "  ".join(told))

    def _unused(self) -> list[Actor]:
        return [actor for actor in self._actors if actor.id not in self._counts]

    def _read(self) -> None:
        project = self._session.project
        self._actors = project.actors()
        self._counts = project.mentioned(self._session.annotator)

    def _reload(self) -> None:
        if self.isVisible():
            marked = self.current
            self._read()
            self.search(self.line.text())
            self._mark(marked.id if marked is not None else None)

    def _begin(self, actor_id: str | None) -> None:
        """Show the whole register again, with one entry marked."""
        self.line.setPlaceholderText(_PROMPT)
        self.line.setAccessibleName(_PROMPT)
        self.line.clear()
        self._read()
        self.search("")
        self._mark(actor_id)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _mark(self, actor_id: str | None) -> None:
        rows = (n for n, actor in enumerate(self._shown) if actor.id == actor_id)
        self.list.go_to(next(rows, 0 if self._shown else -1))

    def _show_current(self) -> None:
        shown = self._merging or self.current
        mentions: list[Mention] = []
        if shown is not None:
            spans = self._session.project.mentions(shown.id, self._session.annotator)
            mentions = [Mention(s, self._titles.get(s.article, "")) for s in spans]
        count = self._counts.get(shown.id, Mentioned()) if shown is not None else Mentioned()
        self.editor.show_actor(shown, count, mentions)

    def _tell(self) -> None:
        count, unused = len(self._actors), len(self._unused())
        shown = len(self._shown)
        told = f"{shown} of {count}" if shown < count else f"{count}"
        if self._merging is not None:
            self._count.setText(_merging_prompt(self._merging))
        elif count:
            self._count.setText(f"{told} actor{'s' if count != 1 else ''}")
        else:
            self._count.setText("No actors yet: they come as spans are named, or from a file.")
        self.unused.setText(f"&Unused {unused}")
        self.unused.setEnabled(unused > 0 or self.unused.isChecked())
        self.clear.setEnabled(unused > 0)

    def _enter(self) -> None:
        """Make a new entry with the name that was typed."""
        name = self.line.text().strip() or "New actor"
        self._merging = None
        changed = self._apply(lambda: enter(name, self._session.annotator))
        if changed is not None:
            self._begin(next(d.after.id for d in changed.deltas if isinstance(d.after, Actor)))
            self.editor.focus_name()

    def _ask_merge(self) -> None:
        gone = self.current
        if gone is not None:
            self._merging = gone
            self.unused.setChecked(False)
            prompt = _merging_prompt(gone)
            self.line.setPlaceholderText(prompt)
            self.line.setAccessibleName(prompt)
            self.line.clear()
            self.search("")
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _split(self, spans: list[Span]) -> None:
        actor = self.current
        if actor is not None and spans:
            name, who = shorten(spans[0].quote, 80), self._session.annotator
            changed = self._apply(lambda: split(actor, name, spans, who))
            if changed is not None:
                new = [d.after for d in changed.deltas if d.before is None]
                self._begin(next((a.id for a in new if isinstance(a, Actor)), None))
                self.editor.focus_name()

    def _delete(self, actors: list[Actor]) -> None:
        who = self._session.annotator
        if actors:
            self._apply(lambda: remove(actors, self._counts, who))
            self._begin(None)

    def _jump(self, span: Span) -> None:
        self.close_overlay()
        self.jumped.emit(span.article, span.id)

    def _apply(self, make: Callable[[], Change]) -> Changed | None:
        return self._session.apply(make)

    def _changed(self, _: Changed) -> None:
        if self.isVisible():
            self._soon.start()


def _merging_prompt(gone: Actor) -> str:
    return f"{shorten(gone.name, 40)} is the same as …   Enter merges, Esc leaves"
