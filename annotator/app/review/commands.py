"""The commands of the review workspace, as one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotator.app.commands import Command
from annotator.app.review.case_card import MOST_KEYS
from annotator.app.review.queue_model import ORDERS

if TYPE_CHECKING:
    from annotator.app.review.workspace import ReviewWorkspace


def commands(workspace: ReviewWorkspace) -> list[Command]:
    """List what can be done in the workspace; letters work while the case has the keyboard."""
    return [*_deciding(workspace), *_moving(workspace), *_articles(workspace)]


def _deciding(workspace: ReviewWorkspace) -> list[Command]:
    reviewing = workspace.reviewing

    def command(
        id: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], bool] = workspace.has_case,
    ) -> Command:
        return Command(f"review.{id}", title, "Review", run, keys, enabled, article=True)

    def take(number: int) -> Command:
        title = f"Take the version of annotator {number}"
        enabled = partial(workspace.has_annotator, number)
        return command(
            f"take.{number}", title, partial(reviewing.take, number), str(number), enabled=enabled
        )

    settled = workspace.has_settled
    return [
        *(take(number) for number in range(1, MOST_KEYS + 1)),
        command(
            "majority",
            "Take the majority's; then the next article",
            workspace.majority_or_on,
            "Return",
            "Enter",
            enabled=workspace.has_article,
        ),
        command("edit", "Edit it in the article", workspace.edit, "E"),
        command("none", "None of them, with a reason …", workspace.ask_rejection, "X"),
        command("note", "Note on this case …", workspace.ask_note, "N"),
        command("later", "Leave it for later", reviewing.leave_for_later, "L"),
        command("again", "Open it again", reviewing.open_again, "O", enabled=settled),
        command("reason", "Why it was decided so …", workspace.ask_reason, "W", enabled=settled),
        command("history", "History of this case …", workspace.show_history, "H"),
    ]


def _moving(workspace: ReviewWorkspace) -> list[Command]:
    reviewing, has = workspace.reviewing, workspace.has_article

    def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
        return Command(f"review.{id}", title, "Review", run, keys, has, article=True)

    return [
        command("next", "Next case", lambda: reviewing.step(1), "Down", "J"),
        command("previous", "Previous case", lambda: reviewing.step(-1), "Up", "K"),
        command("next_open", "Next open case", lambda: reviewing.next_open(1), "Tab"),
        command("open_before", "Previous open case", lambda: reviewing.next_open(-1), "Shift+Tab"),
        command("all", "List all cases, or only open ones", workspace.toggle_all, "A"),
        Command(
            "review.only",
            "Show only cases of a label, a pair, a kind …",
            "Review",
            workspace.ask_filter,
            ("F",),
            workspace.has_queue,
            article=True,
        ),
        Command(
            "review.everything",
            "Show all cases again",
            "Review",
            workspace.drop_filter,
            ("Esc",),
            workspace.has_filter,
            article=True,
        ),
    ]


def _articles(workspace: ReviewWorkspace) -> list[Command]:
    queue = workspace.queue

    def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
        return Command(f"review.{id}", title, "Review", run, keys, workspace.has_queue)

    return [
        command("article", "Next article", lambda: queue.step(1), "Ctrl+Down"),
        command("article_before", "Previous article", lambda: queue.step(-1), "Ctrl+Up"),
        command(
            "unsettled",
            "Next article with open cases",
            lambda: workspace.next_article(1),
            "Ctrl+PgDown",
            "Ctrl+Return",
        ),
        command(
            "unsettled_before",
            "Previous article with open cases",
            lambda: workspace.next_article(-1),
            "Ctrl+PgUp",
        ),
        command("find", "Filter articles by title", queue.focus_filter, "Ctrl+F"),
        *(
            command(f"order.{order}", f"Order articles: {title}", partial(queue.set_order, order))
            for order, title in ORDERS.items()
        ),
        command("feedback", "Feedback to annotators …", workspace.feedback.choose, "Ctrl+B"),
        command("report", "Save the feedback as a report …", workspace.feedback.save),
        Command("review.rules", "How this project reviews …", "Review", workspace.ask_rules),
    ]
