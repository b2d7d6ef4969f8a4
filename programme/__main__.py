"""The programme from the command line.

    python -m programme list             the sessions of the installed programme, one a line
    python -m programme check [FOLDER]   everything that is wrong in a programme's folder

It ends with 0 when all is well, 1 when something named is wrong, 2 on bad usage.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.checks import problems_in
from programme.errors import ProgrammeError
from programme.library import DEFAULT, installed
from session_forms import library
from session_forms.errors import FormError
from session_forms.reader_left import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return how it ended."""
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.command == "list":
            return _list()
        return _check(chosen.folder)
    except (ProgrammeError, FormError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m programme", description="Programme content.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the sessions of the installed programme, one a line")
    check = commands.add_parser("check", help="everything that is wrong in a programme's folder")
    check.add_argument("folder", nargs="?", type=Path, help="the installed programme when left out")
    return parser


def _list() -> int:
    for plan in installed().session_plans.values():
        print(f"{plan.id}  {plan.title}")
    return 0


def _check(folder: Path | None) -> int:
    root: Traversable = folder or files("programme").joinpath("modules", DEFAULT)
    problems = problems_in(root, library.installed())
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("The programme is in order.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(run_command(main))
