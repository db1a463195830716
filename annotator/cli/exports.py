"""Commands that write data out: export, formats."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import (
    DONE,
    as_dict,
    complain_of,
    count,
    say,
    say_json,
    shows_progress,
)
from annotator.errors import FormatError

if TYPE_CHECKING:
    from annotator.dataset.making import Made
    from annotator.dataset.recipe import Recipe
    from annotator.store.project import Project

_ANY = "any"


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    export = commands.add_parser(
        "export",
        help="write articles and annotations as data",
        description="Write articles and annotations: just what the format writes or, with a "
        "split, views or --card, a folder with a file for each part, a data card, the scheme, "
        "what was lost and checksums. What is there is replaced once all is written.",
    )
    export.add_argument("project", metavar="PROJECT", type=Path)
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--format", metavar="F", help="see: annotator formats")
    what.add_argument("--recipe", metavar="NAME", help="all as in a recipe that the project has")
    target = export.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", metavar="PATH", type=Path, help="the file or folder to write")
    target.add_argument(
        "--dry-run",
        action="store_true",
        help="write nothing, but list everything that this format cannot hold",
    )
    export.add_argument("--save-recipe", metavar="NAME", help="keep all this under a name")
    export.add_argument("--card", action="store_true", help="a folder with a data card")
    _add_selection(export)
    _add_split(export)
    export.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a choice that the format leaves to you; see: annotator formats",
    )
    export.add_argument("--licence", default="", metavar="TEXT", help="what the card says of reuse")
    export.add_argument(
        "--names", action="store_true", help="the card and the losses may name annotators"
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


def _add_selection(export: Any) -> None:
    export.add_argument(
        "--layer",
        default="all",
        metavar="NAME|gold|all",
        help="whose annotations (default: all)",
    )
    export.add_argument(
        "--views", action="store_true", help="each annotator's layers in a folder of their own"
    )
    export.add_argument(
        "--status",
        metavar="S,...|any",
        help="layers of which status (default: done; any, for jsonl)",
    )
    export.add_argument(
        "--min-agreement",
        type=float,
        metavar="F1",
        help="leave out articles whose annotators agree less (mean F1 of overlapping spans)",
    )
    export.add_argument(
        "--boilerplate",
        choices=("drop", "keep"),
        help="what belongs to the site (default: drop; keep, for jsonl)",
    )
    export.add_argument(
        "--label",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="call a label otherwise; several may get one name, and an empty one leaves it out",
    )


def _add_split(export: Any) -> None:
    export.add_argument(
        "--split", metavar="PART=SHARE,...", help="parts, as in train=0.8,dev=0.1,test=0.1"
    )
    export.add_argument("--seed", type=int, default=0, metavar="N", help="for another split (0)")
    export.add_argument(
        "--group-by",
        action="append",
        default=[],
        metavar="FIELD",
        help="never part articles that share it: source, date, … or a key of their metadata",
    )
    export.add_argument("--temporal", action="store_true", help="parts follow each other in time")
    export.add_argument(
        "--freeze", metavar="PART", help="keep this part's articles as they are from now on"
    )


def write_out(options: Namespace) -> int:
    """Write articles and annotations, or say what that would lose."""
    from annotator.dataset.making import export
    from annotator.dataset.recipe import recipe_named, save
    from annotator.formats.joining import IMPORTER
    from annotator.store.project import Project

    with Project.open(options.project) as project:
        if options.recipe:
            _refuse_choices(options)
        recipe = recipe_named(project, options.recipe) if options.recipe else _recipe(options)
        if options.save_recipe:
            project.apply(save(recipe, options.save_recipe, IMPORTER))
        if options.dry_run:
            return _tell_losses(project, recipe, as_json=options.json)
        made = export(
            project,
            recipe,
            options.to,
            author=IMPORTER,
            progress=shows_progress(),
        )
    if options.json:
        say_json(_told(made))
    else:
        complain_of((f"{kind} × {n:,}", why) for (kind, why), n in made.losses.items())
        complain_of((f"left out × {n:,}", why) for why, n in made.left_out.items())
    if not options.json:
        say(
            f"Wrote {made.path}: {count(made.articles, 'article')}, "
            f"{count(made.layers, 'layer')}, {count(made.spans, 'span')}, "
            f"{count(made.relations, 'link')} as {made.recipe.format}."
        )
        for part, tally in made.parts.items() if len(made.parts) > 1 else ():
            say(f"  {part:<12} {count(len(tally.articles), 'article')}")
            if not tally.articles:
                complain_of([(part, "It is empty: there are too few articles that may be parted.")])
    return DONE


#: The options that a recipe has a say in, with what they are if nobody gives them.
_CHOICES: dict[str, Any] = {
    "layer": "all",
    "seed": 0,
    "licence": "",
    **dict.fromkeys(("status", "min_agreement", "boilerplate", "split", "freeze")),
    **dict.fromkeys(("views", "temporal", "card", "names"), False),
}
_LISTS = ("label", "group_by", "option")


def _refuse_choices(options: Namespace) -> None:
    """Refuse options beside a recipe, which would be passed over."""
    given = [name for name, usual in _CHOICES.items() if getattr(options, name) != usual]
    given += [name for name in _LISTS if getattr(options, name)]
    if given:
        said = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise FormatError(
            f"The recipe {options.recipe} says all of this itself: leave out {said}, or write "
            "--format instead of --recipe."
        )


def _recipe(options: Namespace) -> Recipe:
    from annotator.dataset.recipe import Recipe
    from annotator.dataset.splits import Shares

    values: dict[str, Any] = {}
    if options.status is not None:
        statuses = tuple(word.strip() for word in options.status.split(","))
        values["statuses"] = None if statuses == (_ANY,) else statuses
    if options.boilerplate is not None:
        values["boilerplate"] = options.boilerplate == "keep"
    return Recipe.usual(
        options.format,
        layer=options.layer,
        views=options.views,
        agreement=options.min_agreement,
        labels=dict(_pair(label, "a new name of a label") for label in options.label),
        split=Shares.parse(options.split) if options.split else None,
        seed=options.seed,
        group_by=tuple(options.group_by),
        temporal=options.temporal,
        freeze=options.freeze,
        options=dict(_pair(option, "an option of a format") for option in options.option),
        card=options.card,
        names=options.names,
        licence=options.licence,
        **values,
    )


def _pair(text: str, what: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise FormatError(f'"{text}" is not {what}; write NAME=VALUE.')
    return name, value


def _told(made: Made) -> dict[str, Any]:
    return {
        "format": made.recipe.format,
        "path": str(made.path),
        "articles": made.articles,
        "layers": made.layers,
        "spans": made.spans,
        "relations": made.relations,
        "bytes": made.bytes,
        "parts": {
            part: {
                "articles": len(tally.articles),
                "layers": tally.layers.total(),
                "spans": dict(sorted(tally.labels.items())),
                "relations": dict(sorted(tally.relations.items())),
            }
            for part, tally in made.parts.items()
        },
        "files": made.files,
        "losses": [
            {"kind": kind, "reason": reason, "count": number}
            for (kind, reason), number in made.losses.items()
        ],
        "left_out": [{"why": why, "count": number} for why, number in made.left_out.items()],
    }


def _tell_losses(project: Project, recipe: Recipe, *, as_json: bool) -> int:
    from dataclasses import asdict

    from annotator.dataset.making import losses

    rows = losses(project, recipe, progress=shows_progress())
    if as_json:
        say_json([asdict(row) for row in rows])
        return DONE
    number = 0
    for row in rows:
        number += 1
        whose = f", {row.annotator}" if row.annotator else ""
        say(f"{row.kind}: {row.title}{whose}: {row.what}. {row.reason}")
    say(f"{count(number, 'thing')} that {recipe.format} cannot hold; nothing is written.")
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
                    "reads": format.reads,
                    "unit": format.unit,
                    "options": [as_dict(option) for option in format.options],
                    "holds": as_dict(format.holds),
                }
                for format in known
            ]
        )
        return DONE
    for format in known:
        lacks = [name for name, holds in as_dict(format.holds).items() if not holds]
        said = f"cannot hold: {', '.join(lacks)}" if lacks else "holds everything"
        said += "" if format.reads else "; is written only"
        made = "folder of" if format.folder else "file"
        say(f"{format.name:<14} {format.title} ({made} {' '.join(format.suffixes)}); {said}")
        for option in format.options:
            values = "|".join(option.values)
            say(f"{'':<14} {option.name}={values}: {option.definition} ({option.default})")
    return DONE
