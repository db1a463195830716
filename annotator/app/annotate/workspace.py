"""Lays the annotate workspace out, and connects its views with the acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.app.annotate.acts import Acts
from annotator.app.annotate.inspector import Inspector
from annotator.app.annotate.label_bar import LabelBar
from annotator.app.annotate.queue import Queue
from annotator.app.annotate.selected import attribute_keys
from annotator.app.canvas import TextCanvas
from annotator.app.commands import Command, shown_key
from annotator.app.session import Session
from annotator.app.theme import FontFamilies, Theme
from annotator.app.words import plain
from annotator.model import Span

_QUEUE_WIDTH, _INSPECTOR_WIDTH = 264, 330


class AnnotateWorkspace(QWidget):
    """Queue, article with labels below, inspector."""

    def __init__(
        self, session: Session, theme: Theme, families: FontFamilies, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._families = families
        self.canvas = TextCanvas(self)
        self.canvas.setAccessibleName("Article")
        self.acts = Acts(session, self.canvas, self)
        self.queue = Queue(session, theme, self)
        self.queue.setObjectName("side")
        self.labels = LabelBar(self)
        self.labels.setObjectName("bar")
        self.inspector = Inspector(session, self.acts, theme, self)
        self.set_theme(theme)
        self.canvas.set_scheme(session.scheme)
        self.labels.show_scheme(session.scheme, theme)
        self._hint = plain("", "quiet")
        self.labels.add_hint(self._hint)
        self._lay_out()
        self._connect()
        self._tell_hint()

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self.canvas.set_theme(theme, self._families)
        self.queue.set_theme(theme)
        self.labels.show_scheme(self._session.scheme, theme)
        self.inspector.set_theme(theme)

    def stop(self) -> None:
        """Refresh nothing more: the project is about to be closed."""
        self.queue.stop()
        self.inspector.stop()

    def commands(self) -> list[Command]:
        """List what can be done here; keys of letters work while the article has the keyboard."""
        return [
            *self._label_commands(),
            *self._span_commands(),
            *self._edge_commands(),
            *self._queue_commands(),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer attributes by their letters, and choose among numbered candidates."""
        text = event.text()
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain_key and text.isdigit() and self.acts.link_number(int(text)):
            return
        if plain_key and text and self._answer_by(text.casefold()):
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QFrame(middle)
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        column.addWidget(self.canvas, 1)
        column.addWidget(rule)
        column.addWidget(self.labels)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget in (self.queue, middle, self.inspector):
            splitter.addWidget(widget)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setStretchFactor(2, 0)
        splitter.setSizes([_QUEUE_WIDTH, 800, _INSPECTOR_WIDTH])
        self.queue.setMinimumWidth(180)
        self.inspector.setMinimumWidth(240)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def _connect(self) -> None:
        session, canvas = self._session, self.canvas
        self.queue.chosen.connect(self.open_article)
        self.labels.chosen.connect(self._label)
        self.inspector.jumped.connect(self._jump)
        canvas.current_changed.connect(self.inspector.refresh_soon)
        self.acts.linking_changed.connect(self._tell_hint)
        session.article_opened.connect(self._article_opened)
        session.layer_changed.connect(self._layer_changed)

    def open_article(self, article_id: str) -> None:
        """Show an article, and give it the keyboard."""
        self._session.open_article(article_id)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _article_opened(self) -> None:
        self.canvas.set_layer(self._session.layer)
        self.inspector.refresh_soon()

    def _layer_changed(self, deltas: list[object]) -> None:
        self.canvas.follow(deltas)  # type: ignore[arg-type]  # Qt's signals carry plain lists
        self.inspector.refresh_soon()

    def _jump(self, span_id: str) -> None:
        self.canvas.select_span(span_id)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_hint(self) -> None:
        if self.acts.linking:
            self._hint.setText("Link with: press its number, Esc to leave")
        else:
            self._hint.setText(f"Link  L      Done, next  {shown_key('Ctrl+Return')}")

    def _label(self, name: str) -> None:
        self.acts.label(name)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press_label(self, name: str, key: str) -> None:
        # While candidates are numbered, a digit means the number.
        if not (key.isdigit() and self.acts.link_number(int(key))):
            self.acts.label(name)

    def _answer_by(self, letter: str) -> bool:
        span = self.acts.current
        label = self._session.scheme.label(span.label) if span else None
        for (name, value), key in attribute_keys(label).items() if label else ():
            if key == letter and label is not None:
                attribute = label.attribute(name)
                if attribute is not None:
                    self.inspector.selected.answer(attribute, value)
                    return True
        return False

    def _leave(self) -> None:
        if self.acts.linking:
            self.acts.stop_linking()
        elif self.canvas.selected_range[0] != self.canvas.selected_range[1]:
            caret = self.canvas.selection()[1]
            self.canvas.set_selection(caret, caret, reveal=False)
        else:
            self.canvas.select_span(None)

    def _has_article(self) -> bool:
        return self._session.layer is not None

    def _has_span(self) -> bool:
        return self.acts.current is not None

    def _has_both(self) -> bool:
        start, end = self.canvas.selected_range
        return self._has_span() and start < end

    def _several_fragments(self) -> bool:
        span = self.acts.current
        return isinstance(span, Span) and len(span.fragments) > 1

    def _done_next(self) -> None:
        self.acts.set_status("done")
        self.queue.next_unfinished()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label_commands(self) -> list[Command]:
        def command(name: str, key: str) -> Command:
            return Command(
                id=f"label.{name}",
                title=f"Label {name}",
                group="Label",
                keys=(key,) if key else (),
                run=lambda: self._press_label(name, key),
                enabled=self._has_article,
                article=True,
            )

        return [command(label.name, label.key or "") for label in self._session.scheme.labels]

    def _span_commands(self) -> list[Command]:
        acts, canvas, has = self.acts, self.canvas, self._has_span

        def command(
            id: str,
            title: str,
            run: Callable[[], object],
            *keys: str,
            enabled: Callable[[], bool] = self._has_article,
        ) -> Command:
            return Command(f"span.{id}", title, "Span", run, keys, enabled, article=True)

        return [
            command("next", "Next span", lambda: canvas.cycle(1), "Tab"),
            command("previous", "Previous span", lambda: canvas.cycle(-1), "Shift+Tab"),
            command("depth", "Next span at this place", canvas.cycle_depth, "`"),
            command("leave", "Select nothing", self._leave, "Esc"),
            command("link", "Link with …", acts.toggle_linking, "L", enabled=has),
            command(
                "fragment",
                "Add selection as fragment",
                acts.add_fragment,
                "F",
                enabled=self._has_both,
            ),
            command(
                "drop_fragment",
                "Remove fragment",
                acts.delete_fragment,
                "Shift+Del",
                enabled=self._several_fragments,
            ),
            command("delete", "Delete span", acts.delete, "Del", "Backspace", enabled=has),
            command("doubt", "Mark as doubtful", acts.toggle_doubt, "Alt+D", enabled=has),
        ]

    def _edge_commands(self) -> list[Command]:
        def command(
            edge: Literal["start", "end"], direction: int, key: str, *, by_word: bool
        ) -> Command:
            way = "right" if direction > 0 else "left"
            unit = "word" if by_word else "character"
            return Command(
                id=f"edge.{edge}.{way}.{unit}",
                title=f"Move {edge} {way} by a {unit}",
                group="Span",
                keys=(key,),
                run=lambda: self.acts.move_edge(edge, direction, by_word=by_word),
                enabled=self._has_span,
                article=True,
            )

        return [
            command("end", 1, "Alt+Right", by_word=True),
            command("end", -1, "Alt+Left", by_word=True),
            command("start", 1, "Alt+Shift+Right", by_word=True),
            command("start", -1, "Alt+Shift+Left", by_word=True),
            command("end", 1, "Ctrl+Alt+Right", by_word=False),
            command("end", -1, "Ctrl+Alt+Left", by_word=False),
            command("start", 1, "Ctrl+Alt+Shift+Right", by_word=False),
            command("start", -1, "Ctrl+Alt+Shift+Left", by_word=False),
        ]

    def _queue_commands(self) -> list[Command]:
        queue, has = self.queue, self._has_article
        return [
            Command("queue.next", "Next article", "Article", lambda: queue.step(1), ("Ctrl+Down",)),
            Command(
                "queue.previous",
                "Previous article",
                "Article",
                lambda: queue.step(-1),
                ("Ctrl+Up",),
            ),
            Command(
                "queue.done",
                "Done, next unfinished",
                "Article",
                self._done_next,
                ("Ctrl+Return", "Ctrl+Enter"),
                has,
            ),
            Command(
                "queue.skip",
                "Skip this article",
                "Article",
                lambda: self.acts.set_status("skipped"),
                ("Ctrl+Shift+K",),
                has,
            ),
            Command(
                "queue.flag",
                "Flag this article",
                "Article",
                lambda: self.acts.set_status("flagged"),
                ("Ctrl+Shift+F",),
                has,
            ),
            Command(
                "queue.filter",
                "Filter articles",
                "Article",
                lambda: self.queue.filter.setFocus(Qt.FocusReason.ShortcutFocusReason),
                ("Ctrl+F",),
            ),
        ]
