"""The command that measures agreement: agree."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import DONE, NOTHING_DONE, complain, count, say, say_json, shows_progress

if TYPE_CHECKING:
    from annotator.agreement.row import Row
    from annotator.agreement.study import Study


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    agree = commands.add_parser(
        "agree",
        help="measure how far annotators agree",
        description="Measure how far annotators agree, over the articles that two or more of them "
        "have done, with 95 %% bootstrap intervals by article. docs/agreement.md explains each "
        "measure.",
    )
    agree.add_argument("project", metavar="PROJECT", type=Path)
    agree.add_argument(
        "--measure",
        action="append",
        metavar="M",
        help="gamma, f1_exact, cohen_kappa … or all; may be given again (default: a usual set)",
    )
    agree.add_argument("--label", action="append", metavar="L", help="only this label")
    agree.add_argument("--annotator", action="append", metavar="A", help="only among these")
    agree.add_argument(
        "--by",
        choices=("token", "sentence", "span"),
        default="token",
        help="what the measures of ratings are of: tokens, sentences or matched spans",
    )
    agree.add_argument(
        "--average",
        choices=("pooled", "articles", "pairs"),
        default="pooled",
        help="add counts up before the ratio, or take the mean of articles' or pairs' values",
    )
    agree.add_argument(
        "--unfinished", action="store_true", help="count layers that are not done as well"
    )
    agree.add_argument("--since", metavar="DATE", help="only articles published then or later")
    agree.add_argument("--until", metavar="DATE", help="only articles published then or earlier")
    agree.add_argument("--round", action="append", metavar="R", help="only articles of this round")
    agree.add_argument("--seed", type=int, default=0, metavar="N", help="for intervals and chance")
    shape = agree.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as one JSON document")
    shape.add_argument("--csv", type=Path, metavar="FILE", help="write a table")
    shape.add_argument("--html", type=Path, metavar="FILE", help="write a report")
    agree.set_defaults(run=measure)


def measure(options: Namespace) -> int:
    """Measure how far annotators agree."""
    from annotator.agreement.overview import COLUMNS
    from annotator.agreement.saving import write
    from annotator.agreement.scope import Scope
    from annotator.agreement.study import Study
    from annotator.agreement.tables import as_csv, as_dict
    from annotator.store.project import Project

    scope = Scope(
        annotators=tuple(options.annotator) if options.annotator else None,
        labels=tuple(options.label) if options.label else None,
        since=options.since,
        until=options.until,
        rounds=tuple(options.round) if options.round else None,
        by=options.by,
        average=options.average,
        unfinished=options.unfinished,
        seed=options.seed,
    )
    with Project.open(options.project) as project:
        study = Study.of(project, scope, shows_progress())
        rows = study.rows(options.measure)
        if options.html:
            from annotator.agreement.overview import overview
            from annotator.agreement.report import report

            write(options.html, report(overview(study, project, options.measure or COLUMNS)))
    if options.json:
        say_json([as_dict(row) for row in rows])
    elif options.csv:
        write(options.csv, as_csv(rows))
        say(f"Wrote {len(rows):,} figures to {options.csv}.")
    elif options.html:
        say(f"Wrote the report to {options.html}.")
    else:
        _tell(study, rows)
    if all(row.value is None for row in rows):
        complain("Nothing could be measured; see the reasons.")
        return NOTHING_DONE
    return DONE


def _tell(study: Study, rows: list[Row]) -> None:
    for row in rows:
        who = "all" if row.annotators == study.annotators else " – ".join(row.annotators)
        label = row.label or "all labels"
        if row.value is None:
            figure = f"undefined: {row.reason}"
        else:
            interval = "" if row.low is None else f" [{row.low:.2f}, {row.high:.2f}]"
            note = f"  ({row.reason})" if row.reason else ""
            figure = f"{row.value:.2f}{interval}{note}"
        say(f"{row.measure:<22} {label:<16} {who:<20} {figure}")
    if not study.left_out:
        return
    number = len(study.left_out)
    say(f"{count(number, 'article')} {'is' if number == 1 else 'are'} left out:")
    reasons = Counter(item.why for item in study.left_out)
    say(*(f"  {times:,}: {why}" for why, times in sorted(reasons.items())))
