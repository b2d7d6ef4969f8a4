"""What may leave, from the command line.

    python -m exports --help

It ends with 0 when all is well, 1 when something named is wrong, 2 on bad usage.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from typing_extensions import override

from exports.errors import ExportError
from programme.errors import ProgrammeError
from session_forms.commands.reader_left import run_command
from session_forms.errors import FormError

COMMANDS: Mapping[str, str] = {
    "verify": "check a package (folder, tar, sealed) or a pack",
    "audit": "attack the figures of releases",
    "combine": "add up the packages of many services",
    "parquet": "write the tables of a package as Parquet",
    "fingerprint": "what is compared of an age key",
    "sign": "sign a content pack with your own key",
    "open": "open the encrypted copy of a record",
    "worksheet": "print a form as a blank page",
    "manual": "print the whole programme, or one session",
    "description": "print the programme on one page",
    "hand-over-page": "print a page for a helpline",
    "training": "print courses for the first line",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    @override
    def error(self, message: str) -> NoReturn:
        """Leave with 2."""
        self.exit(2, f"{self.prog}: {message}; --help shows how it is used.\n")


def main(arguments: Sequence[str] | None = None, prog: str = "python -m exports") -> int:
    """Run one command and return how it ended; `prog` is how the program is called."""
    given = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(given, prog).parse_args(given)
    try:
        print(chosen.command(chosen))
    except (ExportError, FormError, ProgrammeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser(given: Sequence[str], prog: str) -> argparse.ArgumentParser:
    """Return what knows every command, and the arguments of the one that is given."""
    parser = _Parser(prog=prog, description="What may leave the clinic.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if name in given[:1]:
            _set_up(name, command)
    return parser


def _set_up(name: str, parser: argparse.ArgumentParser) -> None:
    """Load one command alone: what the others print and add up with takes a second."""
    if name == "audit":
        from exports.auditing import set_up_audit

        set_up_audit(parser)
    elif name == "combine":
        from exports.combining.combine_command import set_up_combine

        set_up_combine(parser)
    elif name in ("verify", "parquet", "fingerprint", "sign", "open"):
        from exports.commands import SET_UP

        SET_UP[name](parser)
    else:
        from exports.print_commands import SET_UP

        SET_UP[name](parser)


if __name__ == "__main__":
    sys.exit(run_command(main))
