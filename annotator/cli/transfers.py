"""The command that brings data in: import."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import (
    DONE,
    NOTHING_DONE,
    SOME_REFUSED,
    as_dict,
    complain,
    complain_of,
    count,
    say,
    say_json,
    shows_progress,
)

if TYPE_CHECKING:
    from annotator.transfer import ImportResult


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    bring = commands.add_parser(
        "import",
        help="bring articles or annotated data into a project",
        description="Bring files and folders into a project, in one change that undo takes back.",
    )
    bring.add_argument("project", metavar="PROJECT", type=Path)
    bring.add_argument(
        "paths", metavar="PATH", nargs="+", help="a file, a folder or, with --web, a web address"
    )
    bring.add_argument(
        "--format",
        default="auto",
        metavar="F",
        help="the format of annotated data (default: auto, by each file's ending and content)",
    )
    bring.add_argument(
        "--annotator", metavar="NAME", help="who imports, and owns annotations that name nobody"
    )
    bring.add_argument(
        "--extend-scheme",
        action="store_true",
        help="add labels, relations and attributes that the scheme lacks, instead of refusing them",
    )
    bring.add_argument(
        "--encoding",
        metavar="NAME",
        help="the encoding of texts and tables, where the program guesses it wrong",
    )
    bring.add_argument(
        "--columns",
        metavar="FIELD=COLUMN,...",
        help="which columns of a table hold text, html, title, url, byline, published, language "
        "and site (default: guessed, or as for the last table with these columns)",
    )
    bring.add_argument(
        "--web",
        action="store_true",
        help="fetch the web addresses that are given; without it nothing leaves this machine",
    )
    bring.add_argument(
        "--near", action="store_true", help="tell which articles share much of their text"
    )
    bring.add_argument(
        "--report", metavar="FILE", type=Path, help="write what was refused, and why, as CSV"
    )
    bring.add_argument("--json", action="store_true", help="the result as one JSON document")
    bring.set_defaults(run=bring_in)


def bring_in(options: Namespace) -> int:
    """Bring files and folders into a project."""
    from annotator.intake import parse_columns
    from annotator.store.project import Project
    from annotator.transfer import Reading, import_paths, write_report

    columns = parse_columns(options.columns) if options.columns else {}
    with Project.open(options.project) as project:
        result = import_paths(
            project,
            options.paths,
            format=options.format,
            reading=Reading(options.encoding, columns),
            near=options.near,
            web=options.web,
            annotator=options.annotator,
            extend_scheme=options.extend_scheme,
            progress=shows_progress(),
        )
    complain_of((item.where, item.reason) for item in result.moved)
    complain_of((item.where, item.reason) for item in result.refused)
    for note in result.notes:
        complain(note)
    if options.report is not None:
        write_report(result, options.report)
    if options.json:
        say_json(as_dict(result))
    elif not result.nothing_done:
        complain_of((item.where, item.reason) for item in result.kept)
        say(*_told(result))
    if result.nothing_done:
        return NOTHING_DONE
    return SOME_REFUSED if result.refused else DONE


def _told(result: ImportResult) -> list[str]:
    counts = {
        "article": result.articles,
        "layer": result.layers,
        "span": result.spans,
        "link": result.relations,
        "actor": result.actors,
    }
    brought = [count(number, name) for name, number in counts.items() if number]
    told = [f"Read {count(n, 'file')} as {name}." for name, n in result.formats.items()]
    told.append(f"Imported {', '.join(brought)}." if brought else "There was nothing new.")
    for item in result.duplicates:
        told.append(f'{item.where}: "{item.title}" is in the project already.')
    for one in result.near:
        told.append(f'{one.where}: {one.share:.0%} of "{one.title}" is also in "{one.near}".')
    if result.moved:
        told.append(f"{count(len(result.moved), 'place')} corrected by the quotes; see above.")
    if result.refused:
        told.append(f"{count(len(result.refused), 'item')} refused; see above.")
    if any("The scheme has no " in item.reason for item in result.refused):
        told.append("With --extend-scheme the scheme gets what it lacks.")
    return told
