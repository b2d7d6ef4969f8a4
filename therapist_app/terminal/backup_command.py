"""Backs up the record, reads backups back and puts one back: ``python -m therapist_app record``."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from session_forms.file_names import reachable
from therapist_app.messages.errors import explain
from therapist_app.record.backup_format.verifying import read_back
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import Run, back_up
from therapist_app.record.backups.backup_list import HERE, Backup
from therapist_app.record.backups.comparing import compare, figures_now, fitting_backup
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.reading_back import read_again, readings
from therapist_app.record.backups.rebuilding import (
    Rebuilding,
    Rebuilt,
    begin_rebuilding,
    finish_rebuilding,
    rebuild,
)
from therapist_app.record.backups.restoring import rehearse, restore_closed
from therapist_app.record.backups.vouching import vouched_for
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_file import load_header
from therapist_app.record.sign_in.key_holder import keys_by_continuity, keys_by_sheet
from therapist_app.record.vault.vault import Vault
from therapist_app.terminal.command_line import OneSentence
from therapist_app.terminal.exit_codes import DONE, FAILED
from therapist_app.terminal.signing_in import (
    Misunderstood,
    add_signing_in,
    ask_passphrase,
    ask_sheet,
    choose_person,
    service_folder,
    sign_in,
)
from therapist_app.workflows.safekeeping.backed_up_files import not_all_in_words
from therapist_app.workflows.safekeeping.backup_words import (
    comparison_in_words,
    signed_in_words,
    standing_of,
    when,
)
from therapist_app.workflows.safekeeping.check_words import file_name
from therapist_app.workflows.safekeeping.looking_at_places import look_now
from therapist_app.workflows.safekeeping.safekeeping import choose_second_place

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[OneSentence]  # noqa: SLF001 it has no other name


UNSIGNED = "take a backup although the signature of whose file it is does not vouch for it"


def add_commands(commands: "Commands") -> None:
    """Add what a person can ask for about backups."""
    make = commands.add_parser("backup", help="back up your files, and read the backups back")
    make.add_argument("--to", metavar="FOLDER", help="a second location from now on; empty: none")
    add_signing_in(make)
    make.set_defaults(act=_back_up)
    check = commands.add_parser("verify", help="read your backups back from where they lie")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="by default, all listed")
    add_signing_in(check)
    check.set_defaults(act=_verify)
    back = commands.add_parser("restore", help="put a backup in the place of its file")
    back.add_argument("file", type=Path, metavar="FILE")
    how = back.add_mutually_exclusive_group()
    how.add_argument("--rehearse", action="store_true", help="do all of it but the last step")
    how.add_argument("--confirm", metavar="DAY", help="the day of the backup, as 2026-03-02")
    back.add_argument("--unsigned", action="store_true", help=UNSIGNED)
    add_signing_in(back)
    back.set_defaults(act=_restore)
    build = commands.add_parser("rebuild", help="make a service in an empty folder from backups")
    build.add_argument("--from", dest="stick", type=Path, required=True, metavar="FOLDER")
    build.add_argument("--unsigned", action="store_true", help=UNSIGNED)
    by = build.add_mutually_exclusive_group()
    by.add_argument("--sheet", action="store_true", help="by your recovery sheet; it stays good")
    by.add_argument(
        "--continuity",
        action="store_true",
        help="by the continuity sheet, if nobody can sign in",
    )
    add_signing_in(build)
    build.set_defaults(act=_rebuild)


def _back_up(asked: argparse.Namespace) -> int:
    with _opened(asked) as vault:
        if asked.to is not None:
            choose_second_place(vault, _place(asked.to, vault))
        run = back_up(vault, lambda _done, _whole: None)
        for backup in run.backups:
            print(f"{_told(vault, backup)}: {backup.path(vault.place)}")
        code = _tell_problems(run)
        look_now(vault)
        lacking = not_all_in_words(vault)
    if lacking:
        print(lacking, file=sys.stderr)
    return FAILED if lacking else code


def _verify(asked: argparse.Namespace) -> int:
    if asked.files:
        return _verify_files(asked)
    with _opened(asked) as vault:
        found = [read_again(each, vault.service.now()) for each in readings(vault)]
        for backup in found:
            backups.enter(vault.service, backup)
            print(f"{_told(vault, backup)}: {backup.path(vault.place)}")
    if not found:
        print("There is no backup to read back.", file=sys.stderr)
    return DONE if found and all(each.is_whole for each in found) else FAILED


def _verify_files(asked: argparse.Namespace) -> int:
    code = DONE
    with sign_in(asked) as keys:
        for path in asked.files:
            try:
                opened = open_with_any_pair(keys.header, path, keys.uid, keys.keys.opening)
                fault = read_back(path, opened.secret)
                opened.secret.forget()
                signed = signed_in_words(vouched_for(keys.header, opened))
            except KnownRecordError as error:
                fault, signed = explain(error).title, ""
            print(f"{path}: {fault or f'no damage found. {signed}'}")
            code = FAILED if fault else code
    return code


def _restore(asked: argparse.Namespace) -> int:
    with sign_in(asked) as keys:
        owner = keys.checked()
        if asked.rehearse:
            with owner.open_vault() as vault:
                rehearse(vault, asked.file)
            print("Restoring this backup would work. Nothing was changed.")
            return DONE
        backup = fitting_backup(owner, asked.file)
        backup.secret.forget()
        comparison = compare(owner, backup, figures_now(owner, backup.label.database))
        print(*comparison_in_words(comparison, owner.header), sep="\n")
        if comparison.needs_choice and not asked.unsigned:
            raise Misunderstood("Nothing was done: to restore it all the same, add --unsigned.")
        comparison = replace(comparison, is_accepted=asked.unsigned)
        _confirm(f"{comparison.made_at.astimezone():%Y-%m-%d}", asked.confirm)
        done = restore_closed(owner, asked.file, comparison, lambda _done, _whole: None)
    print("The backup is restored.")
    if done.erased_again:
        print(f"Erased again, as after this backup was made: {done.erased_again}.")
    if done.kept:
        print(f"The replaced file is kept as {done.kept.name}.")
    return DONE


def _rebuild(asked: argparse.Namespace) -> int:
    folder = service_folder(asked)
    now = system_sources().now()
    begun = begin_rebuilding(folder, sorted(asked.stick.glob("*.tvb")), now)
    for path in begun.too_new:
        words = "a later version of the application made it, and can open it. It is not used."
        print(f"{path.name}: {words}", file=sys.stderr)
    for each in begun.missing:
        print(f"No backup was found of the clients of {each.owner_name}.", file=sys.stderr)
    if begun.unsigned:
        print("Of some files only backups were found that nobody signed.", file=sys.stderr)
        if not asked.unsigned:
            raise Misunderstood("Nothing was done: to take them all the same, add --unsigned.")
    rebuilt = _finish(asked, begun)
    print(f"The service is in {folder}. Files put back: {len(rebuilt.restored)}.")
    header = load_header(ServiceFolder(folder).header)
    if rebuilt.waiting:
        names = ", ".join(file_name(each, header) for each in rebuilt.waiting)
        print(f"To be put back by whose they are, with their own passphrase: {names}.")
    for database, error in rebuilt.refused:
        print(f"{file_name(database, header)}: {explain(error).sentence}", file=sys.stderr)
    for caseload in rebuilt.apart:
        words = "another copy of the record wrote it, or the service file: they went apart."
        print(f"{file_name(caseload, header)}: {words}", file=sys.stderr)
    for each in rebuilt.missing:
        words = f"Not in it, since no backup was found: the clients of {each.owner_name}."
        print(words, file=sys.stderr)
    if asked.continuity:
        print("The continuity sheet stays good. The first page makes somebody an administrator.")
    return DONE if rebuilt.is_whole else FAILED


def _finish(asked: argparse.Namespace, begun: Rebuilding) -> Rebuilt:
    sources, from_stdin, unsigned = system_sources(), asked.passphrase_stdin, asked.unsigned
    if asked.continuity:
        typed = ask_sheet("Continuity sheet", from_stdin=from_stdin)
        keys = keys_by_continuity(begun.draft, typed, sources)
        return rebuild(begun, keys, unsigned=unsigned)
    person = choose_person(begun.people, asked.person)
    if asked.sheet:
        typed = ask_sheet(f"Recovery sheet of {person.name}", from_stdin=from_stdin)
        keys = keys_by_sheet(begun.draft, person.uid, typed, sources)
        return rebuild(begun, keys, unsigned=unsigned)
    passphrase = ask_passphrase(person, from_stdin=from_stdin)
    return finish_rebuilding(
        begun, person.uid, passphrase, sources, asked.key_file, unsigned=unsigned
    )


def _opened(asked: argparse.Namespace) -> Vault:
    with sign_in(asked) as keys:
        return keys.checked().open_vault()


def _place(named: str, vault: Vault) -> str:
    if not named:
        return HERE
    place = reachable(Path(named).absolute())
    if place.is_relative_to(vault.place.path.absolute()):
        raise Misunderstood("The second location must be outside the service folder.")
    return str(place)


def _confirm(day: str, given: str | None) -> None:
    typed = (
        input(f"Type the day of the backup to put it back ({day}): ") if given is None else given
    )
    if typed.strip() != day:
        raise Misunderstood("Nothing was done: the day of the backup was not confirmed.")


def _told(vault: Vault, backup: Backup) -> str:
    name = file_name(backup.database, vault.header)
    return f"{name}, {when(backup.made_at)}, {standing_of(backup)}"


def _tell_problems(run: Run) -> int:
    for place, error in run.problems:
        where = f"{place}: " if place else ""
        print(f"{where}{explain(error).whole}", file=sys.stderr)
    return FAILED if run.problems else DONE
