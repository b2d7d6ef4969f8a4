"""Signing in at the terminal, for the commands that look after a record."""

import argparse
import getpass
import sys
from pathlib import Path

from therapist_app.paths import places
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.header.header_file import people
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.sign_in.key_holder import FileKeys, keys_for
from therapist_app.terminal.command_line import OneSentence


def add_signing_in(parser: OneSentence) -> None:
    """Let a command ask which service, and who looks after it."""
    parser.add_argument("--service", type=Path, metavar="FOLDER", help="the service folder")
    parser.add_argument("--person", metavar="NAME", help="who you are, where there are several")
    parser.add_argument("--key-file", type=Path, metavar="FILE", help="where you use one")
    parser.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="read the passphrase from the first line of standard input, not from the keyboard",
    )


def sign_in(asked: argparse.Namespace) -> FileKeys:
    """Return the keys of the person named, after asking for their passphrase.

    Raises:
        Misunderstood: Nobody, or more than one person, goes by the name given.
        KnownRecordError: As `keys_for` raises.

    """
    folder = service_folder(asked)
    person = choose_person(people(folder), asked.person)
    passphrase = ask_passphrase(person, from_stdin=asked.passphrase_stdin)
    return keys_for(folder, person.uid, passphrase, system_sources(), asked.key_file)


def service_folder(asked: argparse.Namespace) -> Path:
    """Return the service folder named, or the usual one."""
    named: Path | None = asked.service
    return places().service if named is None else named


class Misunderstood(Exception):
    """The command cannot tell what is meant; the text is one plain sentence."""


def choose_person(there: tuple[PersonEntry, ...], name: str | None) -> PersonEntry:
    """Return the one person who goes by a name, or the only one there is.

    Raises:
        Misunderstood: Nobody, or more than one person, does.

    """
    if not there:
        raise Misunderstood("There is no service in this folder; name it with --service.")
    fitting = [each for each in there if name in (None, each.name)]
    if len(fitting) != 1:
        names = ", ".join(each.name for each in there)
        raise Misunderstood(f"Say who you are with --person, one of: {names}.")
    return fitting[0]


def ask_passphrase(person: PersonEntry, *, from_stdin: bool) -> bytearray:
    """Return what a person types as their passphrase, to be wiped."""
    if from_stdin:
        return bytearray(sys.stdin.buffer.readline().rstrip(b"\r\n"))
    return bytearray(getpass.getpass(f"Passphrase of {person.name}: ").encode())


def ask_lock(*, from_stdin: bool) -> str:
    """Return a new passphrase for a file, typed twice at a keyboard.

    Raises:
        Misunderstood: It was typed in two ways.

    """
    if from_stdin:
        return sys.stdin.buffer.readline().decode("utf-8", "replace").rstrip("\r\n")
    typed = getpass.getpass("A passphrase for the file: ")
    if getpass.getpass("The same once more: ") != typed:
        raise Misunderstood("The two are not the same. Nothing was written.")
    return typed


def ask_sheet(of: str, *, from_stdin: bool) -> str:
    """Return what a person types from a sheet; `of` says from which."""
    if from_stdin:
        return sys.stdin.buffer.readline().decode("ascii", "replace").strip()
    return getpass.getpass(f"{of}: ").strip()
