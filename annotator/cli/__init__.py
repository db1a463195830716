"""The command line: a thin layer over the library, one module for each group of commands.

May import everything. Modules say what a command takes and import what it does when it is run,
so that no command pays for another.
"""

from __future__ import annotations

from annotator.cli.main import main

__all__ = ["main"]
