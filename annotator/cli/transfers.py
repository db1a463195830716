"""Commands that bring data in and out: import, export, formats."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import (
    DONE,
    NOTHING_DONE,
    SOME_REFUSED,
    complain_of,
    count,
    say,
    say_json,
    show_progress,
)
from annotator.errors import FormatError

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.transfer import ImportResult


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    bring = commands.add_parser(
        "import",
        help="bring articles or annotated data into a project",
        description="Bring files and folders into a project, in one change that undo takes back.",
    )
    bring.add_argument("project", metavar="PROJECT", type=Path)
    bring.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder")
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
    bring.add_argument("--json", action="store_true", help="the result as one JSON document")
    bring.set_defaults(run=bring_in)

    export = commands.add_parser(
        "export",
        help="write annotated data",
        description="Write articles and annotations to a file, or to a folder if the format is "
        "made of several; it is replaced if it is there. What the format cannot hold is told.",
    )
    export.add_argument("project", metavar="PROJECT", type=Path)
    export.add_argument("--format", required=True, metavar="F", help="see: annotator formats")
    target = export.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", metavar="PATH", type=Path, help="the file or folder to write")
    target.add_argument(
        "--dry-run",
        action="store_true",
        help="write nothing, but list everything that this format cannot hold",
    )
    export.add_argument(
        "--layer",
        default="all",
        metavar="NAME|gold|all",
        help="whose annotations (default: all, with articles that nobody worked on)",
    )
    export.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a choice that the format leaves to you; see: annotator formats",
    )
    export.add_argument("--json", action="store_true", help="the result as one JSON document")
    export.set_defaults(run=write_out)

    formats = commands.add_parser(
        "formats",
        help="list the formats of annotated data",
        description="List the formats of annotated data, and what each can hold.",
    )
    formats.add_argument("--json", action="store_true", help="as one JSON document")
    formats.set_defaults(run=list_formats)


def bring_in(options: Namespace) -> int:
    """Bring files and folders into a project."""
    from annotator.store.project import Project
    from annotator.transfer import import_paths

    with Project.open(options.project) as project:
        result = import_paths(
            project,
            options.paths,
            format=options.format,
            annotator=options.annotator,
            extend_scheme=options.extend_scheme,
            progress=show_progress,
        )
    complain_of((item.where, item.reason) for item in result.moved)
    complain_of((item.where, item.reason) for item in result.refused)
    if options.json:
        say_json(_as_dict(result))
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
    if result.moved:
        told.append(f"{count(len(result.moved), 'place')} corrected by the quotes; see above.")
    if result.refused:
        told.append(f"{count(len(result.refused), 'item')} refused; see above.")
    return told


def write_out(options: Namespace) -> int:
    """Write articles and annotations, or say what that would lose."""
    from annotator.store.project import Project
    from annotator.transfer import export

    chosen = dict(_pair(option) for option in options.option)
    with Project.open(options.project) as project:
        if options.dry_run:
            return _tell_losses(project, options, chosen)
        result = export(
            project,
            options.format,
            options.to,
            layer=options.layer,
            options=chosen,
            progress=show_progress,
        )
    lost = [
        {"kind": kind, "reason": reason, "count": number}
        for (kind, reason), number in result.losses.items()
    ]
    if options.json:
        say_json(_as_dict(result) | {"path": str(result.path), "losses": lost})
        return DONE
    complain_of((f"{row['kind']} × {row['count']:,}", str(row["reason"])) for row in lost)
    say(
        f"Wrote {result.path}: {count(result.articles, 'article')}, "
        f"{count(result.layers, 'layer')}, {count(result.spans, 'span')}, "
        f"{count(result.relations, 'link')} as {result.format}."
    )
    return DONE


def _pair(option: str) -> tuple[str, str]:
    name, sign, value = option.partition("=")
    if not sign:
        raise FormatError(f'"{option}" is no option of a format; write NAME=VALUE.')
    return name, value


def _tell_losses(project: Project, options: Namespace, chosen: dict[str, str]) -> int:
    from annotator.transfer import losses

    rows = losses(
        project, options.format, layer=options.layer, options=chosen, progress=show_progress
    )
    if options.json:
        say_json([_as_dict(row) for row in rows])
        return DONE
    number = 0
    for row in rows:
        number += 1
        whose = f", {row.annotator}" if row.annotator else ""
        say(f"{row.kind}: {row.title}{whose}: {row.what}. {row.reason}")
    say(f"{count(number, 'thing')} that {options.format} cannot hold; nothing is written.")
    return DONE


def list_formats(options: Namespace) -> int:
    """List the formats of annotated data."""
    from annotator.formats import formats

    known = formats()
    if options.json:
        say_json(
            [
                {
                    "name": format.name,
                    "title": format.title,
                    "suffixes": list(format.suffixes),
                    "folder": format.folder,
                    "unit": format.unit,
                    "options": [_as_dict(option) for option in format.options],
                    "holds": _as_dict(format.holds),
                }
                for format in known
            ]
        )
        return DONE
    for format in known:
        lacks = [name for name, holds in _as_dict(format.holds).items() if not holds]
        said = f"cannot hold: {', '.join(lacks)}" if lacks else "holds everything"
        made = "folder of" if format.folder else "file"
        say(f"{format.name:<12} {format.title} ({made} {' '.join(format.suffixes)}); {said}")
        for option in format.options:
            values = "|".join(option.values)
            say(f"{'':<12} {option.name}={values}: {option.definition} ({option.default})")
    return DONE


def _as_dict(value: Any) -> dict[str, Any]:
    # Only --json needs it, and each start of the window would pay for loading it.
    from dataclasses import asdict

    return asdict(value)
