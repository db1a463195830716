"""Commands for what all who work on a project share: its guidelines, its register of actors."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import (
    DONE,
    NOTHING_DONE,
    SOME_REFUSED,
    complain,
    count,
    say,
    say_json,
)
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.store.project import Project

_WHO = "who signs the change (default: import)"


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    guide = commands.add_parser(
        "guidelines",
        help="read or write a project's guidelines",
        description="Show the project's own guidelines, a text in Markdown that the window shows "
        "beside each article (F1), or take others from a file.",
    )
    guide.add_argument("project", metavar="PROJECT", type=Path)
    way = guide.add_mutually_exclusive_group()
    way.add_argument("--from", dest="file", metavar="FILE", type=Path, help="take them from here")
    way.add_argument("--to", metavar="FILE", type=Path, help="write them there")
    guide.add_argument("--annotator", metavar="NAME", help=_WHO)
    guide.add_argument("--json", action="store_true", help="as one JSON document")
    guide.set_defaults(run=guidelines)

    actors = commands.add_parser(
        "register",
        help="read or complete a project's register of actors",
        description="Show the register of actors as CSV, or bring the entries of files into it: "
        "those that it knows by id or name gain what is new.",
    )
    actors.add_argument("project", metavar="PROJECT", type=Path)
    actors.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="CSV or JSON lines with name and, if known, kind, aliases, kb_id, note and id",
    )
    actors.add_argument("--to", metavar="FILE", type=Path, help="write the register there, as CSV")
    actors.add_argument("--annotator", metavar="NAME", help=_WHO)
    actors.add_argument("--json", action="store_true", help="the result as one JSON document")
    actors.set_defaults(run=register)


def guidelines(options: Namespace) -> int:
    """Show, write out or replace a project's guidelines."""
    from annotator.intake.encoding import decode
    from annotator.model.guidelines import GUIDELINES, write_guidelines
    from annotator.store.project import Project

    with Project.open(options.project, read_only=options.file is None) as project:
        if options.file is not None:
            text = decode(_read(options.file), name=str(options.file)).text
            project.apply(write_guidelines(text, _signer(project, options.annotator)))
        kept = project.meta(GUIDELINES) or ""
    if options.to is not None:
        _write(options.to, f"{kept}\n" if kept else "")
    if options.json:
        say_json({"guidelines": kept})
    elif options.file is not None or options.to is not None:
        say(f"The guidelines have {count(len(kept), 'character')}.")
    else:
        say(*kept.split("\n"))
    return DONE


def register(options: Namespace) -> int:
    """Show or write out a project's register, or bring entries into it."""
    from annotator.model.register_file import write_register
    from annotator.store.project import Project

    changed, refused = 0, 0
    with Project.open(options.project, read_only=not options.files) as project:
        for file in options.files:
            try:
                changed += _bring(project, file, options.annotator)
            except AnnotatorError as error:
                complain(str(error))
                refused += 1
        actors = project.actors()
    if options.to is not None:
        _write(options.to, write_register(actors))
    if options.json:
        names = [actor.name for actor in actors]
        say_json({"actors": names, "changed": changed, "refused": refused})
    elif options.files or options.to is not None:
        say(f"{count(changed, 'entry', 'entries')} added or completed, {len(actors):,} in all.")
    else:
        say(*write_register(actors).splitlines())
    if refused:
        return SOME_REFUSED if refused < len(options.files) else NOTHING_DONE
    return DONE


def _bring(project: Project, file: Path, annotator: str | None) -> int:
    from annotator.transfer import import_register

    change = import_register(project, file, _signer(project, annotator))
    changed = project.apply(change)
    return len(changed.deltas) if changed is not None else 0


def _signer(project: Project, annotator: str | None) -> str:
    """Return who signs a change; whoever imports without a name is no annotator."""
    from annotator.formats.joining import IMPORTER
    from annotator.model import Annotator, Change, new_id

    if annotator is not None:
        return annotator
    if all(known.name != IMPORTER for known in project.annotators()):
        importer = Annotator(new_id(), IMPORTER, "import")
        project.apply(Change("Add annotators", IMPORTER, put=[importer], undoable=False))
    return IMPORTER


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AnnotatorError(f"{file} cannot be read: {error.strerror}.") from error


def _write(to: Path, text: str) -> None:
    from annotator.formats.files import replacing

    with replacing(to) as file:
        file.write(text.encode("utf-8"))
