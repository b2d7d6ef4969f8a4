"""Looks after the record from the command line: ``python -m therapist_app record``."""

import argparse
import sys
from collections.abc import Sequence

from therapist_app.command_line import DONE, FAILED, MISUSED, OneSentence
from therapist_app.errors import explain, is_known
from therapist_app.record.checking import check_file
from therapist_app.signing_in import Misunderstood, add_signing_in, sign_in
from therapist_app.workflows.wording_checks import words_of


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; return the exit code: 0, 1 when it failed or found damage, 2 misused."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.act(asked)
    except Misunderstood as unclear:
        print(unclear, file=sys.stderr)
        return MISUSED
    except Exception as error:
        if not is_known(error):
            raise
        told = explain(error)
        print(f"{told.title}. {told.sentence}", file=sys.stderr)
        return FAILED
    return code


def _parser() -> OneSentence:
    parser = OneSentence(prog="therapist_app record", description="Looks after the record.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=OneSentence)
    check = commands.add_parser("check", help="read every page of your files and say what is wrong")
    add_signing_in(check)
    check.set_defaults(act=_check)
    return parser


def _check(asked: argparse.Namespace) -> int:
    with sign_in(asked) as keys:
        reports = [check_file(opening) for opening in keys.openings()]
        for report in reports:
            print(*words_of(report, keys.header), sep="\n")
    return DONE if all(report.is_sound for report in reports) else FAILED
