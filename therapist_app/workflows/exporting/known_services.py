"""Whose packages Review opens: services whose number somebody here compared, and who did, when.

What stands on somebody's word ends with them, as for recipients and for signers of packs (ADR 92):
once who compared a number has left, packages under it are opened after it was compared again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from session_forms.words.texts import _
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.service import settings
from therapist_app.workflows.people.seeing_people import left_or_leaving, names_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KNOWN_SIGNERS = "known_signers"
SERVICE_NAMES = "service_names"
MONTH = len("2026-11")
COMPARERS_KEY = "known_signer_people"
"""The setting that says who compared the number of each service, by uid, and at which moment."""


ENDED_KEY = "ended_signers"
"""The setting that says which number took the place of another, by that one, and its last day."""


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service whose number was compared.

    Attributes:
        number: The fingerprint under which it signs.
        name: What it is called here; empty where nobody gave it a name.
        compared_by: The name of who compared it; empty where an earlier version kept nobody.
        compared_on: The local day on which they did; None where it was not kept.
        ended_on: The last day of a number that another one took the place of.
        comparer_left: Whether they left since, so that nothing of it is opened.

    """

    number: str
    name: str
    compared_by: str
    compared_on: date | None
    comparer_left: bool
    ended_on: date | None = None


def known_services(workspace: Workspace, leaving: str = "") -> tuple[KnownService, ...]:
    """Return the services whose numbers were compared, those to compare anew first, then by name.

    `leaving` is the uid of somebody who is taken for having left as well.
    """
    vault = workspace.vault
    former, everybody = left_or_leaving(vault, leaving), names_of(vault)
    called, by, ended = service_names(workspace), _comparers(workspace), _ended(workspace)

    def known(number: str) -> KnownService:
        uid, at = by.get(number, ("", ""))
        day = moment_from(at).astimezone().date() if at else None
        name, over = called.get(number, ""), ended.get(number)
        until = date.fromisoformat(over[1]) if over is not None else None
        return KnownService(number, name, everybody.get(uid, ""), day, uid in former, until)

    found = map(known, _numbers(workspace))
    return tuple(sorted(found, key=lambda each: (not each.comparer_left, each.name, each.number)))


def trusted_services(workspace: Workspace) -> frozenset[str]:
    """Return the numbers whose packages are opened."""
    return frozenset(each.number for each in known_services(workspace) if not each.comparer_left)


def why_not_trusted(workspace: Workspace) -> dict[str, str]:
    """Return for each number that must be compared anew why, as a sentence."""
    words = _("{name}, who compared the number {number}, left the service. Compare it again.")
    return {
        each.number: words.format(name=each.compared_by, number=each.number)
        for each in known_services(workspace)
        if each.comparer_left
    }


def remember_services(workspace: Workspace, services: Mapping[str, str]) -> None:
    """Note that the person signed in compared numbers; each with the service's name, or empty.

    A number that counts already keeps who compared it first.
    """
    require(workspace.vault, "read_packages")
    service, kept, trusted = workspace.service, _comparers(workspace), trusted_services(workspace)
    uid, now = workspace.vault.person.uid, moment_text(workspace.service.now())
    anew = {each: (uid, now) for each in services if each not in kept or each not in trusted}
    named = {site: name for site, name in services.items() if name}
    with service.together() as change:
        settings.save_within(change, COMPARERS_KEY, {**kept, **anew})
        settings.save_within(change, SERVICE_NAMES, {**service_names(workspace), **named})
        settings.save(service, KNOWN_SIGNERS, sorted({*_numbers(workspace), *services}))


def note_new_number(workspace: Workspace, before: str, after: str, day: date) -> None:
    """Note that a service was called and signs under another number since a day.

    The earlier number opens what was released until the month of that day; it keeps its name.
    """
    name = service_names(workspace).get(before, "")
    with workspace.service.together():
        remember_services(workspace, {after: name})
        ended = {**_ended(workspace), before: (after, day.isoformat())}
        settings.save(workspace.service, ENDED_KEY, ended)


def later_numbers(workspace: Workspace) -> dict[str, str]:
    """Return which number took the place of another, by that one."""
    return {before: after for before, (after, _day) in _ended(workspace).items()}


def last_months(workspace: Workspace) -> dict[str, str]:
    """Return the last month of each number that another took the place of, as 2026-11."""
    return {before: day[:MONTH] for before, (_after, day) in _ended(workspace).items()}


def forget_services(workspace: Workspace, numbers: Collection[str]) -> None:
    """Open nothing more under some numbers before they are compared anew."""
    require(workspace.vault, "read_packages")
    service, gone = workspace.service, frozenset(numbers)
    left = [each for each in _numbers(workspace) if each not in gone]
    by = {number: each for number, each in _comparers(workspace).items() if number not in gone}
    with service.together() as change:
        settings.save_within(change, COMPARERS_KEY, by)
        settings.save(service, KNOWN_SIGNERS, left)


def service_names(workspace: Workspace) -> dict[str, str]:
    """Return what services are called here, by number."""
    return settings.load(workspace.service, SERVICE_NAMES, dict[str, str]) or {}


def _numbers(workspace: Workspace) -> list[str]:
    return settings.load(workspace.service, KNOWN_SIGNERS, list[str]) or []


def _ended(workspace: Workspace) -> dict[str, tuple[str, str]]:
    return settings.load(workspace.service, ENDED_KEY, dict[str, tuple[str, str]]) or {}


def _comparers(workspace: Workspace) -> dict[str, tuple[str, str]]:
    return settings.load(workspace.service, COMPARERS_KEY, dict[str, tuple[str, str]]) or {}
