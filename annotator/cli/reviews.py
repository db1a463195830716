"""Commands that compare annotators' work with each other and with gold: adjudicate, feedback."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import DONE, NOTHING_DONE, complain, count, say, say_json, shows_progress

if TYPE_CHECKING:
    from annotator.model import Span
    from annotator.store.project import Project


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
    told = commands.add_parser(
        "feedback",
        help="tell annotators what gold has otherwise, and why",
        description="Compare what annotators finished with the gold that is done: what was "
        "changed, and the reason that the reviewer gave.",
    )
    told.add_argument("project", metavar="PROJECT", type=Path)
    told.add_argument(
        "--annotator", metavar="NAME", action="append", default=[], help="whose work; usually all"
    )
    told.add_argument(
        "--layer", metavar="NAME", default="gold", help="whose gold to compare with; usually gold"
    )
    told.add_argument("--html", metavar="FILE", type=Path, help="write a report as one HTML page")
    told.add_argument("--json", action="store_true", help="the result as one JSON document")
    told.set_defaults(run=feedback)


def feedback(options: Namespace) -> int:
    """Tell annotators what gold has otherwise."""
    from annotator.agreement.saving import write
    from annotator.model.edits import shorten
    from annotator.review.feedback import feedback as compare
    from annotator.review.report import html_report, summary
    from annotator.store.project import Project

    with Project.open(options.project) as project:
        found = compare(project, options.annotator, layer=options.layer, progress=shows_progress())
        name = project.name
    if not any(one.articles for one in found):
        complain("There is no feedback yet: no article that somebody finished has gold.")
        return NOTHING_DONE
    if options.html is not None:
        write(options.html, html_report(name, found))
    if options.json:
        say_json([{**asdict(one), "aspects": one.aspects} for one in found])
    else:
        for one in found:
            say(f"{one.annotator}: {summary(one)}")
            for change in one.corrections if options.html is None else ():
                quote = shorten(change.theirs or change.gold or "", 50)
                why = f" Why: {change.reason}" if change.reason else ""
                say(f"  {shorten(change.title, 40)}: {change.label} “{quote}”: {change.what}.{why}")
    return DONE


def adjudicate(options: Namespace) -> int:
    """Make gold by a rule."""
    from annotator.review.adjudicating import Rule
    from annotator.review.adjudicating import adjudicate as settle
    from annotator.store.project import Project

    rule = Rule.parse(options.rule)
    with Project.open(options.project) as project:
        result = settle(project, rule, progress=shows_progress())
        titles = {i: project.article(i).title for i, _ in result.left_out} if options.json else {}
        likeness = _with_gold(project) if result.articles else {}
    if options.json:
        left_out = [{"article": i, "title": titles[i], "why": w} for i, w in result.left_out]
        say_json(
            {
                "rule": str(rule),
                "articles": result.articles,
                "cases": result.cases,
                "spans": result.spans,
                "relations": result.relations,
                "annotators": [{"annotator": who, **f1} for who, f1 in likeness.items()],
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
        for who, f1 in likeness.items():
            told = ", ".join(f"{name} {_figure(value)}" for name, value in f1.items())
            say(f"{who} with gold: {told}")
        if result.left_out:
            say(f"{count(len(result.left_out), 'article')} fewer than two people finished.")
    return DONE


def _with_gold(project: Project) -> dict[str, dict[str, float | None]]:
    """Return for each annotator F1 of their spans, and of those that only overlap, with gold."""
    from annotator.agreement import span_f1
    from annotator.model.annotation import GOLD
    from annotator.review.adjudicating import compared

    wanted = compared(project)
    held: dict[str, tuple[list[Span], list[Span]]] = {name: ([], []) for name in sorted(wanted)}
    for article in project.article_ids():
        gold = project.layer(article, GOLD)
        for layer in project.layers(article) if gold.status == "done" else ():
            if layer.annotator in wanted and layer.status == "done":
                held[layer.annotator][0].extend(gold.spans)
                held[layer.annotator][1].extend(layer.spans)
    return {
        who: {
            "f1_exact": span_f1(gold_spans, spans).f1,
            "f1_overlap": span_f1(gold_spans, spans, "overlap").f1,
        }
        for who, (gold_spans, spans) in held.items()
        if gold_spans or spans
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
