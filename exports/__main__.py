"""What may leave, from the command line.

    python -m exports verify PACKAGE [--identity FILE] [--signer FINGERPRINT]
    python -m exports audit PACKAGE [EARLIER ...]
    python -m exports combine FOLDER... [--pdf OUT] [--xlsx OUT] [--quarter NAME] [--services FILE]
    python -m exports parquet PACKAGE --out FOLDER [--identity FILE]
    python -m exports sign PACK --key KEYFILE [--new-key]
    python -m exports open FILE --out FOLDER
    python -m exports worksheet FORM-ID --pdf OUT [--large] [--fillable]
    python -m exports manual [SESSION-ID] --pdf OUT [--programme FOLDER] [--texts FILE]
    python -m exports training [COURSE] --out FOLDER
    python -m exports description --pdf OUT
    python -m exports hand-over-page --pdf OUT

It ends with 0 when all is well, 1 when something named is wrong, 2 on bad usage.
"""

import argparse
import sys
from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from typing_extensions import override

from exports.auditing import set_up_audit
from exports.combining.combine_command import set_up_combine
from exports.commands import (
    set_up_description,
    set_up_fingerprint,
    set_up_hand_over,
    set_up_open,
    set_up_parquet,
    set_up_sign,
    set_up_training,
    set_up_verify,
)
from exports.errors import ExportError
from exports.package.writing import write_file
from exports.paper.forms.worksheet import worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from programme.errors import ProgrammeError
from programme.loading import library as programmes
from programme.loading.loading import load_programme
from programme.loading.translated_texts import translated_texts
from programme.loading.translating import programme_in_language
from session_forms.commands.reader_left import run_command
from session_forms.errors import FormError
from session_forms.files.toml_file import read_toml
from session_forms.library import library as forms


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    @override
    def error(self, message: str) -> NoReturn:
        """Leave with 2."""
        self.exit(2, f"{self.prog}: {message}; --help shows how it is used.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return how it ended."""
    chosen = _parser().parse_args(arguments)
    try:
        print(chosen.command(chosen))
    except (ExportError, FormError, ProgrammeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m exports", description="What may leave the clinic.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help="check a package (folder, tar, sealed) or a pack")
    set_up_verify(verify)
    set_up_audit(commands.add_parser("audit", help="attack the figures of releases"))
    set_up_combine(commands.add_parser("combine", help="add up the packages of many services"))
    set_up_parquet(commands.add_parser("parquet", help="write the tables of a package as Parquet"))
    set_up_fingerprint(commands.add_parser("fingerprint", help="what is compared of an age key"))
    set_up_sign(commands.add_parser("sign", help="sign a content pack with your own key"))
    set_up_open(commands.add_parser("open", help="open the encrypted copy of a record"))
    worksheet = commands.add_parser("worksheet", help="print a form as a blank page")
    worksheet.add_argument("form", metavar="FORM-ID")
    worksheet.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    worksheet.add_argument("--large", action="store_true", help="large print, 18 points")
    worksheet.add_argument("--fillable", action="store_true", help="with fields to type in")
    worksheet.set_defaults(command=_worksheet)
    manual = commands.add_parser("manual", help="print the whole programme, or one session")
    manual.add_argument("session", metavar="SESSION-ID", nargs="?", help="all when left out")
    manual.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    manual.add_argument("--programme", type=Path, metavar="FOLDER", help="one being written")
    manual.add_argument(
        "--texts", type=Path, action="append", metavar="FILE", help="a translation of it"
    )
    manual.set_defaults(command=_manual)
    set_up_description(commands.add_parser("description", help="print the programme on one page"))
    set_up_hand_over(commands.add_parser("hand-over-page", help="print a page for a helpline"))
    set_up_training(commands.add_parser("training", help="print courses for the first line"))
    return parser


def _worksheet(chosen: argparse.Namespace) -> str:
    form = forms.installed().latest(chosen.form)
    data = worksheet_pdf(form, large=chosen.large, fillable=chosen.fillable)
    write_file(chosen.pdf, data)
    return f"Written: {chosen.pdf.name}"


def _manual(chosen: argparse.Namespace) -> str:
    shelf = forms.installed()
    if chosen.programme is None:
        programme = programmes.installed()
    else:
        programme = load_programme(chosen.programme, shelf)
    if chosen.texts:
        files = [read_toml(path) for path in chosen.texts]
        found = translated_texts(files, shelf, [programme])
        said = [each.said for each in found if each.key == (programme.id, programme.version)]
        programme = programme_in_language(programme, ChainMap(*map(dict, said)))
    if chosen.session is None:
        data = whole_manual_pdf(programme, shelf)
    else:
        data = session_manual_pdf(programme, chosen.session, shelf)
    write_file(chosen.pdf, data)
    return f"Written: {chosen.pdf.name}"


if __name__ == "__main__":
    sys.exit(run_command(main))
