"""The commands of the annotate workspace, as one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from annotator.app.annotate.queue_model import ORDERS
from annotator.app.annotate.steps import STEPS, Step
from annotator.app.annotate.zones import zone_commands
from annotator.app.commands import Command
from annotator.model import Scheme
from annotator.model.edits import Edge

if TYPE_CHECKING:
    from annotator.app.annotate.acts import Acts
    from annotator.app.annotate.linking import Linking
    from annotator.app.annotate.selecting import Selecting
    from annotator.app.annotate.workspace import AnnotateWorkspace
    from annotator.app.canvas import TextCanvas


class SpanTools(Protocol):
    """What commands for spans work with: a page, and what may be done on it just now."""

    canvas: TextCanvas
    acts: Acts
    linking: Linking
    selecting: Selecting

    def has_article(self) -> bool: ...
    def has_span(self) -> bool: ...
    def several_fragments(self) -> bool: ...
    def names_actor(self) -> bool: ...
    def ask_actor(self) -> None: ...
    def ask_note(self) -> None: ...
    def leave(self) -> None: ...


def span_commands(tools: SpanTools, scheme: Scheme) -> list[Command]:
    """List what can be done with spans on a page."""
    return [
        *_labels(tools, scheme),
        *_selecting(tools),
        *_spans(tools),
        *_edges(tools),
    ]


def commands(workspace: AnnotateWorkspace, scheme: Scheme) -> list[Command]:
    """List what can be done in the workspace; letters work while the article has the keyboard."""
    return [
        *span_commands(workspace, scheme),
        *_searching(workspace),
        *_attributions(workspace),
        *_actors(workspace),
        *_queue(workspace),
        *zone_commands(workspace),
    ]


def _labels(tools: SpanTools, scheme: Scheme) -> list[Command]:
    def command(name: str, key: str) -> Command:
        return Command(
            id=f"label.{name}",
            title=f"Label {name}",
            group="Label",
            keys=(key,) if key else (),
            run=lambda: tools.acts.label(name),
            enabled=tools.has_article,
            article=True,
        )

    repeat = Command(
        "label.repeat",
        "Repeat the last label",
        "Label",
        tools.acts.repeat_label,
        ("R",),
        tools.has_article,
        article=True,
    )
    return [*(command(label.name, label.key or "") for label in scheme.labels), repeat]


def _selecting(tools: SpanTools) -> list[Command]:
    selecting = tools.selecting

    def command(id: str, title: str, run: Callable[[], object], key: str) -> Command:
        enabled = tools.has_article
        return Command(f"select.{id}", title, "Select", run, (key,), enabled, article=True)

    def step(step: Step) -> Command:
        return command(step.id, step.title, lambda: selecting.take(step), step.key)

    return [
        *map(step, STEPS),
        command("expand", "Select more", selecting.expand, "E"),
        command("shrink", "Select less", selecting.shrink, "Shift+E"),
    ]


def _spans(tools: SpanTools) -> list[Command]:
    acts, canvas, has = tools.acts, tools.canvas, tools.has_span
    linking = tools.linking

    def command(
        id: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], bool] = tools.has_article,
    ) -> Command:
        return Command(f"span.{id}", title, "Span", run, keys, enabled, article=True)

    several = tools.several_fragments
    return [
        command("next", "Next span", lambda: canvas.cycle(1), "Tab"),
        command("previous", "Previous span", lambda: canvas.cycle(-1), "Shift+Tab"),
        command("depth", "Next span at this place", canvas.cycle_depth, "V", "`"),
        command("leave", "Select nothing", tools.leave, "Esc"),
        command("link", "Link with …", linking.number_candidates, "L", enabled=has),
        command("unlink", "Remove a link …", linking.number_links, "Shift+L", enabled=has),
        command("fragment", "Add fragment", acts.add_fragment, "F", enabled=has),
        command(
            "drop_fragment", "Remove fragment", acts.delete_fragment, "Shift+Del", enabled=several
        ),
        command("delete", "Delete span", acts.delete, "Del", "Backspace", enabled=has),
        command("actor", "Name the actor", tools.ask_actor, "A", enabled=tools.names_actor),
        command("doubt", "Mark as doubtful", acts.toggle_doubt, "Alt+D", enabled=has),
        command("note", "Note on this span", tools.ask_note, "Alt+N", enabled=has),
    ]


def _edges(tools: SpanTools) -> list[Command]:
    def command(edge: Edge, direction: int, key: str, *, by_word: bool) -> Command:
        way = "right" if direction > 0 else "left"
        unit = "word" if by_word else "character"
        return Command(
            id=f"edge.{edge}.{way}.{unit}",
            title=f"Move {edge} {way} by a {unit}",
            group="Span",
            keys=(key,),
            run=lambda: tools.acts.move_edge(edge, direction, by_word=by_word),
            enabled=tools.has_span,
            article=True,
        )

    return [
        command("end", 1, "Alt+Right", by_word=True),
        command("end", -1, "Alt+Left", by_word=True),
        command("start", 1, "Alt+Shift+Right", by_word=True),
        command("start", -1, "Alt+Shift+Left", by_word=True),
        command("end", 1, "Alt+E", by_word=False),
        command("end", -1, "Alt+Shift+E", by_word=False),
        command("start", 1, "Alt+S", by_word=False),
        command("start", -1, "Alt+Shift+S", by_word=False),
    ]


def _searching(workspace: AnnotateWorkspace) -> list[Command]:
    def command(
        id: str, title: str, run: Callable[[], object], key: str, enabled: Callable[[], bool]
    ) -> Command:
        group = id.partition(".")[0].capitalize()
        return Command(id, title, group, run, (key,), enabled, article=True)

    find, others = workspace.find_bar.open, workspace.label_others
    return [
        command("select.find", "Find in the article", find, "/", workspace.has_article),
        command("span.others", "Label other places …", others, "O", workspace.has_span),
    ]


def _attributions(workspace: AnnotateWorkspace) -> list[Command]:
    stepping, panel, has = workspace.stepping, workspace.inspector.panel, workspace.has_article

    def command(
        id: str,
        title: str,
        run: Callable[[], object],
        key: str,
        enabled: Callable[[], bool] = has,
        *,
        article: bool = False,
    ) -> Command:
        return Command(
            f"attribution.{id}", title, "Attribution", run, (key,), enabled, article=article
        )

    def toggle_todo() -> None:
        panel.show_todo(not panel.todo.isChecked())

    part, one = workspace.has_span, "Next part of this attribution"
    return [
        command("part", one, lambda: stepping.part(1), "Alt+.", part, article=True),
        command(
            "part_before", "Previous part", lambda: stepping.part(-1), "Alt+,", part, article=True
        ),
        command("next", "Next attribution", lambda: stepping.attribution(1), "Alt+Down"),
        command("previous", "Previous attribution", lambda: stepping.attribution(-1), "Alt+Up"),
        command("filter", "Filter attributions", panel.focus_filter, "Ctrl+J"),
        command("todo", "Next thing that is missing", lambda: stepping.todo(1), "F8"),
        command("todo_before", "Previous thing missing", lambda: stepping.todo(-1), "Shift+F8"),
        command("show_todo", "List what is missing, or all", toggle_todo, "Ctrl+Shift+M"),
    ]


def _actors(workspace: AnnotateWorkspace) -> list[Command]:
    actors, mention = workspace.actors, workspace.stepping.mention

    def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
        return Command(f"actor.{id}", title, "Actor", run, keys, actors.has_actor, article=True)

    return [
        command("mentions", "Mentions of this actor …", actors.show_mentions, "Shift+A"),
        command("next", "Next mention of this actor", lambda: mention(1), "F3"),
        command("previous", "Previous mention of this actor", lambda: mention(-1), "Shift+F3"),
        Command(
            "actor.register",
            "Register of actors",
            "Actor",
            workspace.open_register,
            ("Ctrl+Shift+A",),
        ),
        command("rename", "Rename this actor …", actors.ask_name),
        command("merge", "This actor is the same as …", actors.ask_merge),
        command("split", "This mention is someone else …", actors.ask_split),
    ]


def _queue(workspace: AnnotateWorkspace) -> list[Command]:
    queue, has = workspace.queue, workspace.has_article

    def command(
        id: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], bool] = has,
    ) -> Command:
        return Command(f"queue.{id}", title, "Article", run, keys, enabled)

    return [
        command("next", "Next article", lambda: queue.step(1), "Ctrl+Down"),
        command("previous", "Previous article", lambda: queue.step(-1), "Ctrl+Up"),
        command(
            "done", "Done, next unfinished", workspace.finishing.done, "Ctrl+Return", "Ctrl+Enter"
        ),
        command(
            "skip",
            "Skip this article …",
            lambda: workspace.ask_status("skipped", "Skip: why?"),
            "Ctrl+Shift+K",
        ),
        command(
            "flag",
            "Flag this article …",
            lambda: workspace.ask_status("flagged", "Flag: what about it?"),
            "Ctrl+Shift+F",
        ),
        command("begin", "Take up again", lambda: workspace.acts.set_status("started")),
        command("filter", "Filter articles", queue.focus_filter, "Ctrl+F"),
        command("unfinished", "Next unfinished", lambda: queue.unfinished(1), "Ctrl+PgDown"),
        command(
            "unfinished_before",
            "Previous unfinished",
            lambda: queue.unfinished(-1),
            "Ctrl+PgUp",
        ),
        *(
            command(f"order.{order}", f"Order articles {title}", partial(queue.set_order, order))
            for order, title in ORDERS.items()
        ),
        command("compare", "Compare with gold", workspace.training.compare, "Ctrl+G"),
        Command(
            "queue.training",
            "Training: compare with gold once done",
            "Article",
            workspace.training.toggle,
            now=lambda: f"Training: turn it {'off' if workspace.training.mode else 'on'}",
        ),
        Command("view.guidelines", "Guidelines", "View", workspace.toggle_guidelines, ("F1",)),
        Command(
            "view.write_guidelines",
            "Write the project's guidelines",
            "View",
            workspace.write_guidelines,
        ),
    ]
