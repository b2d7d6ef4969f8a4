"""`python -m programme local-text COUNTRY FOLDER`: a template is worked through and approved."""

import argparse
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from programme.errors import PackRefused
from programme.local_texts import (
    UNCLEAR,
    Ask,
    NotTaken,
    answered,
    approved,
    asks,
    file_name,
    file_text,
    next_draft,
    waits_for,
)
from session_forms.file_names import fault_in_place
from session_forms.held_files import rename_over
from session_forms.reference.jurisdictions import (
    Jurisdiction,
    installed_jurisdictions,
    load_jurisdiction,
    standing,
)
from session_forms.words.day_words import written_day
from session_forms.words.texts import NP_, _

HEAD = """kind = "jurisdictions"
id = "our-local-texts"
version = "{version}"
title = "Our local texts"
"""
AGREED = NP_("typed by whoever approves", "I approve")
VERSION = re.compile(r'^version = ".*"$', re.MULTILINE)


def set_up_local_text(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("id", metavar="ID", help="a template, such as de or gb")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where your texts stand")
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        metavar="DAY",
        help="the day of approval; today if left out",
    )
    parser.set_defaults(command=local_text)


def local_text(chosen: argparse.Namespace) -> int:
    """Ask for what is missing, keep each answer at once, and have the whole approved.

    Raises:
        PackRefused: There is no such template, or the folder cannot be written.
        FormError: A text in the folder is wrong.

    """
    text = _begun(chosen.id, chosen.folder)
    print(_("{name}, version {version}.").format(name=text.name, version=text.version))
    print(_("Enter alone leaves a question for later; each answer is kept at once."))
    text = _worked_through(text, chosen.folder)
    left = waits_for(text)
    if left:
        print(_("Kept. Still to be settled: {count}. Run it again to go on.").format(count=left))
        return 0
    return _approve(text, chosen.folder, chosen.on or datetime.now(UTC).astimezone().date())


def _begun(text_id: str, folder: Path) -> Jurisdiction:
    """Return the text to go on with: the newest of the folder, else the template that ships."""
    here = [load_jurisdiction(each) for each in folder.glob(f"{text_id}.v*.toml")]
    shipped = [each for each in installed_jurisdictions() if each.id == text_id]
    if not here and not shipped:
        known = ", ".join(each.id for each in installed_jurisdictions())
        raise PackRefused(f"There is no local text {text_id}. There are: {known}.")
    newest = max((*here, *shipped), key=lambda each: each.version)
    is_ours = newest in here and newest.status == "draft"
    return newest if is_ours else next_draft(newest)


def _worked_through(text: Jurisdiction, folder: Path) -> Jurisdiction:
    later: set[tuple[str, str]] = set()
    while ask := next((each for each in asks(text) if (each.key, each.shows) not in later), None):
        count = sum(1 for _each in asks(text))
        print(f"\n{ask.title} ({count})\n\n{ask.words}\n\n{ask.wants}")
        words = _said()
        if not words:
            later.add((ask.key, ask.shows))
            continue
        try:
            text = answered(text, ask, words, _source(ask))
        except NotTaken as reason:
            print(reason)
            continue
        if words == UNCLEAR:
            later.add((ask.key, ask.shows))
        _keep(text, folder)
    return text


def _source(ask: Ask) -> str:
    if not ask.needs_source:
        return ""
    print(_("Who answered it, and when?"))
    return _said()


def _approve(text: Jurisdiction, folder: Path, day: date) -> int:
    for title, words in (
        (_("What the client hears"), text.client_text),
        (_("For the client to take home"), text.take_home_text),
        (_("For the therapist"), text.therapist_text),
    ):
        print(f"\n--- {title} ---\n{words.strip()}")
    print("\n" + _("Name and role of the person who approves this text for use here:"))
    by = _said()
    final = approved(text, by, day)
    assert final.expires_on is not None
    until = written_day(final.expires_on)
    print(_("From {day} on it starts no new agreement.").format(day=until))
    print(_("Whoever approves it has read all of it. Write: {words}").format(words=_(AGREED)))
    if not by or _said() != _(AGREED):
        print(_("Not approved. Everything is kept; run it again to go on."))
        return 0
    _keep(final, folder)
    _write(folder / "pack.toml", _head(folder))
    assert standing(final, day) == "in_force"
    print(_("Approved: {file}, until {day}.").format(file=file_name(final), day=until))
    print(_("Now pack, sign and install the folder, as docs/packs.md says."))
    return 0


def _head(folder: Path) -> str:
    """Return what the folder says of itself, with a version that no earlier approval had."""
    count = sum(load_jurisdiction(each).status == "approved" for each in folder.glob("*.v*.toml"))
    version = f"1.{count - 1}"
    place = folder / "pack.toml"
    if not place.is_file():
        return HEAD.format(version=version)
    return VERSION.sub(f'version = "{version}"', place.read_text("utf-8"), count=1)


def _keep(text: Jurisdiction, folder: Path) -> None:
    _write(folder / file_name(text), file_text(text))


def _write(place: Path, words: str) -> None:
    """Write a file whole or leave the old one."""
    fault = "" if place.parent.is_dir() else fault_in_place(place.parent)
    if fault:
        raise PackRefused(f"{place.parent.name}: {fault}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}.new")
        beside.write_text(words, "utf-8")
        rename_over(beside, place)
    except OSError:
        raise PackRefused(f"{place.name} cannot be written: choose another folder.") from None


def _said() -> str:
    """Return a line that was typed; nothing when the typing ended."""
    print("> ", end="", flush=True)
    return sys.stdin.readline().strip()
