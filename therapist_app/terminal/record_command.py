"""Looks after the record from the command line: ``python -m therapist_app record``."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from exports.errors import ExportError
from exports.package.writing import publish, replace_with
from session_forms.file_names import fault_in_place, reachable
from session_forms.library.library import installed
from therapist_app.messages.errors import explain, is_known
from therapist_app.record.backup_format import verifying
from therapist_app.record.crypto.passphrases import SHORTEST
from therapist_app.record.database.connection import without_wiping
from therapist_app.record.errors import HeaderAltered, KnownRecordError
from therapist_app.record.folder.files import make_private_folder
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.repair import checking_beside
from therapist_app.record.repair.audit_account import account_of
from therapist_app.record.repair.checking import check_file
from therapist_app.record.repair.salvaging import (
    Tell,
    database_of,
    put_in_place,
    salvage,
    unfinished_beside,
)
from therapist_app.record.sign_in.key_holder import FileKeys
from therapist_app.terminal.backup_command import add_commands
from therapist_app.terminal.command_line import OneSentence
from therapist_app.terminal.exit_codes import DONE, FAILED, MISUSED
from therapist_app.terminal.signing_in import Misunderstood, add_signing_in, ask_lock, sign_in
from therapist_app.workflows.content.content_in_use import content_in_use
from therapist_app.workflows.rights.data_inventory import inventory_pages
from therapist_app.workflows.rights.taking_out import (
    TakeOutFault,
    fault_in_taking_out,
    take_out,
)
from therapist_app.workflows.safekeeping.check_words import (
    file_name,
    names_of_files,
    words_of,
    words_of_account,
    words_of_salvage,
)

NOT_TAKEN_OUT: Mapping[TakeOutFault, str] = {
    "too_short": f"The passphrase of the file needs at least {SHORTEST} characters.",
    "too_long": "The passphrase of the file is longer than a PDF takes: choose a shorter one.",
    "wrong_place": "The file would stand in the service folder: choose another place.",
    "no_pdf": "The file is a PDF: give it a name that ends with .pdf.",
    "taken": "A file of that name is there already: choose another name.",
    "nobody": "There are no clients to take out.",
    "two_caseloads": "You have two caseloads: in the window, first move all clients into one.",
}


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; return the exit code: 0, 1 when it failed or found damage, 2 misused."""
    if list(arguments) == [verifying.SUBCOMMAND]:
        return verifying.main()
    if list(arguments) == [checking_beside.SUBCOMMAND]:
        return checking_beside.main()
    asked = asked_for(arguments)
    try:
        code: int = asked.act(asked)
    except Misunderstood as unclear:
        print(unclear, file=sys.stderr)
        return MISUSED
    except Exception as error:
        if not is_known(error):
            raise
        print(explain(error).whole, file=sys.stderr)
        return FAILED
    return code


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what a command line asks for; one that is not understood ends the program."""
    return _parser().parse_args(arguments)


def _parser() -> OneSentence:
    parser = OneSentence(prog="record", description="Looks after the record.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=OneSentence)
    check = commands.add_parser("check", help="read every page of your files and say what is wrong")
    add_signing_in(check)
    check.set_defaults(act=_check)
    trail = commands.add_parser("audit", help="check the audit of your files and say what it holds")
    add_signing_in(trail)
    trail.set_defaults(act=_audit)
    pages = commands.add_parser("inventory", help="write what the record holds, and an assessment")
    pages.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where they go")
    pages.set_defaults(act=_inventory)
    save = commands.add_parser("salvage", help="save what can be read of a damaged file")
    where = save.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--out", type=Path, metavar="FOLDER", help="a folder for what is saved, new or begun"
    )
    where.add_argument(
        "--use", type=Path, metavar="FOLDER", help="work with what was saved there from now on"
    )
    save.add_argument("--all", action="store_true", help="sound files as well")
    add_signing_in(save)
    save.set_defaults(act=_salvage)
    out = commands.add_parser(
        "take-out", help="write all that is held about your clients into one locked file"
    )
    out.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file, *.pdf")
    add_signing_in(out)
    out.set_defaults(act=_take_out)
    add_commands(commands)
    return parser


def _check(asked: argparse.Namespace) -> int:
    with sign_in(asked) as keys:
        is_sound = _header_is_sound(keys)
        for opening in keys.openings():
            report = check_file(opening)
            is_sound = is_sound and report.is_sound
            print(*words_of(report, keys.header), sep="\n")
    return DONE if is_sound else FAILED


def _audit(asked: argparse.Namespace) -> int:
    with sign_in(asked) as keys:
        is_whole = _header_is_sound(keys)
        today = keys.sources.now().astimezone().date()
        names = names_of_files(keys.header, keys.uid, today)
        for name, opening in zip(names, keys.openings(), strict=True):
            try:
                account = account_of(opening)
            except KnownRecordError as error:
                print(f"{name}: {explain(error).whole}", file=sys.stderr)
                is_whole = False
                continue
            is_whole = is_whole and account.is_whole
            print(*words_of_account(name, account), sep="\n")
    return DONE if is_whole else FAILED


def _header_is_sound(keys: FileKeys) -> bool:
    try:
        keys.check_header()
    except HeaderAltered as altered:
        print(explain(altered).whole)
        return False
    return True


def _inventory(asked: argparse.Namespace) -> int:
    try:
        print(write_inventory(asked.out))
    except ExportError as error:
        print(error, file=sys.stderr)
        return FAILED
    return DONE


def write_inventory(folder: Path) -> str:
    """Write both pages into a folder, over those of before, and return what to tell.

    Raises:
        ExportError: The folder is not there, or cannot be written to.

    """
    if not folder.is_dir():
        raise ExportError(f"There is no folder {folder.name}: make it first.")
    pages = inventory_pages(installed())
    for name, data in pages.items():
        place = folder / name
        if place.exists():
            replace_with(place, data)
        else:
            publish({place: data}, {})
    return f"Written: {', '.join(sorted(pages))}."


def _salvage(asked: argparse.Namespace) -> int:
    if asked.use:
        with sign_in(asked) as keys:
            return _use(asked.use, keys)
    with without_wiping(), sign_in(asked) as keys:  # this process ends when all is saved
        return _save(asked.out, keys, every=asked.all)


def _save(out: Path, keys: FileKeys, *, every: bool) -> int:
    goes_on = out.is_dir() and {each.name for each in out.iterdir()} <= set(_names_in(out, keys))
    if out.exists() and not goes_on:
        raise Misunderstood("The folder for what is saved holds other files; name a new one.")
    openings = [
        each
        for each in keys.openings()
        if every or _is_begun(out / each.path.name) or not check_file(each).is_sound
    ]
    if not openings:
        print("Your files are sound; there is nothing to salvage.")
        return DONE
    if not goes_on:
        if fault := fault_in_place(out):
            raise Misunderstood(f"{out.name}: {fault}")
        make_private_folder(out)
    code = DONE
    for opening in openings:
        to = out / opening.path.name
        if to.exists():
            name = file_name(database_of(opening), keys.header)
            print(f"{name}: saved before, to the same folder.")
            continue
        try:
            report = salvage(opening, to, _tenths(to.name))
        except KnownRecordError as error:
            print(f"{to.name}: {explain(error).whole}", file=sys.stderr)
            code = FAILED
            continue
        print(*words_of_salvage(report, keys.header), sep="\n")
        code = code if report.is_whole else FAILED
    print("The damaged files were not changed. To work with what was saved: salvage --use.")
    return code


def _names_in(out: Path, keys: FileKeys) -> Iterator[str]:
    """Yield the name of each file that a salvage to a folder makes there, done or not."""
    for opening in keys.openings():
        to = out / opening.path.name
        for place in (to, unfinished_beside(to)):
            yield from (each.name for each in (place, anchor_beside(place), log_beside(place)))


def _is_begun(to: Path) -> bool:
    return to.exists() or unfinished_beside(to).exists()


def _tenths(name: str) -> Tell:
    """Return what says how far a salvage is, each time a tenth more is done."""
    said = 0

    def tell(done: int, of: int) -> None:
        nonlocal said
        if 10 * done // of > said:
            said = 10 * done // of
            print(f"{name}: {10 * said} %", file=sys.stderr)

    return tell


def _take_out(asked: argparse.Namespace) -> int:
    path: Path = reachable(asked.to.absolute())
    with without_wiping(), sign_in(asked) as keys, keys.checked().open_vault() as vault:
        workspace = content_in_use(keys.place.path).workspace(vault)
        lock = ask_lock(from_stdin=asked.passphrase_stdin)
        if fault := fault_in_taking_out(workspace, lock, path):
            raise Misunderstood(NOT_TAKEN_OUT[fault])
        try:
            count = take_out(workspace, lock, path, _tenths(path.name))
        except ExportError as error:
            print(error, file=sys.stderr)
            return FAILED
    print(
        f"Clients in {path.name}: {count}. Open it with a program for PDF; clients.zip is attached."
    )
    return DONE


def _use(saved: Path, keys: FileKeys) -> int:
    found = [each for each in keys.openings() if (saved / each.path.name).is_file()]
    if not found:
        raise Misunderstood("There is nothing in that folder that was saved from your files.")
    for opening in found:
        fresh = replace(opening, path=saved / opening.path.name)
        report = check_file(fresh)
        if any(each.stops_work or each.is_elsewhere for each in report.findings):
            print(*words_of(report, keys.header), sep="\n", file=sys.stderr)
            return FAILED
        kept = put_in_place(opening, fresh.path)
        name = file_name(report.database, keys.header)
        print(f"{name}: what was saved is in use; the damaged file is kept as {kept.name}.")
    return DONE
