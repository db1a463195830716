"""Finds the command, runs it, and turns what goes wrong into one line and an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from annotator.cli import agreeing, exports, keeping, projects, reviews, shared, transfers, window
from annotator.cli.console import DONE, NOTHING_DONE, complain
from annotator.errors import AnnotatorError
from annotator.version import __version__

#: What the shell expects of a program that was interrupted.
_INTERRUPTED = 130

_DESCRIPTION = "Label who says what in news articles."
_USAGE = """annotator [PROJECT]            open the window (start page without a project)
       annotator COMMAND ...          see the commands below, and annotator COMMAND --help"""
_EPILOG = """Exit status: 0 all done; 1 done, but some items were refused, each named on stderr;
2 nothing done. A project that is called like a command is opened as ./NAME."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Names of files and texts may hold what the terminal's encoding can't show.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except AnnotatorError as error:
        complain(str(error))
    except BrokenPipeError:
        # Whoever read our output has had enough; what is still buffered has nowhere to go.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as end:
        # argparse ends so, after --help and after arguments that it refuses.
        return end.code if isinstance(end.code, int) else DONE
    except KeyboardInterrupt:
        complain("Interrupted.")
        return _INTERRUPTED
    else:
        return status
    return NOTHING_DONE


def _run(argv: list[str]) -> int:
    if not argv:
        return window.open_window(None)
    parser, commands = _parser()
    if not argv[0].startswith("-") and argv[0] not in commands:
        if len(argv) > 1:
            known = ", ".join(commands)
            parser.error(f'there is no command "{argv[0]}"; there are: {known}')
        return window.open_window(Path(argv[0]))
    options = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see: {self.prog} --help)")
        raise SystemExit(NOTHING_DONE)


def _parser() -> tuple[_Parser, list[str]]:
    parser = _Parser(
        prog="annotator",
        usage=_USAGE,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(
        prog="annotator", metavar="COMMAND", required=True, title="commands"
    )
    window.add_commands(commands)
    projects.add_commands(commands)
    keeping.add_commands(commands)
    transfers.add_commands(commands)
    shared.add_commands(commands)
    exports.add_commands(commands)
    reviews.add_commands(commands)
    agreeing.add_commands(commands)
    return parser, list(commands.choices)
