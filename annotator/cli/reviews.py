"""Commands that compare annotators' work: adjudicate."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from annotator.cli.console import DONE, NOTHING_DONE, complain, count, say, say_json, show_progress


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    gold = commands.add_parser(
        "adjudicate",
        help="make gold by a rule, unattended",
        description="Settle by a rule where annotators differ, and so make the gold layer of "
        "every article that several people finished. What a reviewer decided stays.",
    )
    gold.add_argument("project", metavar="PROJECT", type=Path)
    gold.add_argument(
        "--rule",
        required=True,
        metavar="majority|unanimous|prefer:NAME",
        help="what counts where annotators differ",
    )
    gold.add_argument("--json", action="store_true", help="the result as one JSON document")
    gold.set_defaults(run=adjudicate)


def adjudicate(options: Namespace) -> int:
    """Make gold by a rule."""
    from annotator.review.adjudicating import Rule
    from annotator.review.adjudicating import adjudicate as settle
    from annotator.store.project import Project

    rule = Rule.parse(options.rule)
    with Project.open(options.project) as project:
        result = settle(project, rule, progress=show_progress)
        titles = {i: project.article(i).title for i, _ in result.left_out} if options.json else {}
    if options.json:
        left_out = [{"article": i, "title": titles[i], "why": w} for i, w in result.left_out]
        say_json(
            {
                "rule": str(rule),
                "articles": result.articles,
                "cases": result.cases,
                "spans": result.spans,
                "relations": result.relations,
                "left_out": left_out,
            }
        )
    if not result.articles:
        complain("There is nothing to adjudicate: no article was finished by two people or more.")
        return NOTHING_DONE
    if not options.json:
        say(
            f"Settled {count(result.cases, 'case')} by {rule}. Gold of "
            f"{count(result.articles, 'article')} has {count(result.spans, 'span')} and "
            f"{count(result.relations, 'link')}."
        )
        if result.left_out:
            say(f"{count(len(result.left_out), 'article')} fewer than two people finished.")
    return DONE
