"""Finding clients by code, name and number, forms and sessions by title.

What is typed is kept nowhere. Names are read for one search and forgotten with it; while a session
is open they are not read at all.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from session_forms.words.folding import folded, is_found, typed_words, words_in
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import appointments, clients, identities
from therapist_app.record.clients.begun_words import client_behind
from therapist_app.record.model import Appointment
from therapist_app.workflows.entering.access_scope import caseload_in_use
from therapist_app.workflows.overviews.plan_choices import session_words
from therapist_app.workflows.overviews.seeing_clients import next_planned
from therapist_app.workflows.overviews.seeing_today import on_day
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies.form_use import usable_forms
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.left_running import is_running
from therapist_app.workflows.workspace import Workspace

STILL_TO_SAY = timedelta(weeks=1)
"""For how long after its hour it is offered to say what became of an appointment."""
MOST_OFFERED = 8
FIGURES, BETWEEN_FIGURES = "0123456789", "+ ()/.-\N{NO-BREAK SPACE}"
LEAST_FIGURES = 5
"""With fewer figures too many numbers would be meant."""
WHOLE_NUMBER = 7
_NUMBER = re.compile(r"[+(]?\d[\d ()/.\-\u00a0]*\d")


@dataclass(frozen=True, slots=True)
class KnownClient:
    """One client as a search looks at them.

    Attributes:
        name: The name they are kept by; empty without one, and where names are not looked at.
        words: The words of the name as they are compared.
        bare_code: The code as it is compared, without its hyphen.
        numbers: The telephone numbers in how they are reached, as figures alone; none where names
            are not looked at.

    """

    client_id: str
    code: str
    name: str
    words: tuple[str, ...]
    bare_code: str
    is_restricted: bool
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentTitle:
    """One form, or one session of the programme, by its title.

    Attributes:
        words: The words of the title, and its id, as they are compared.
        minutes: How long a form takes, where it says so.

    """

    shelf: Literal["forms", "sessions"]
    id: str
    title: str
    words: tuple[str, ...]
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The appointment that comes next, in local time."""

    at: datetime
    plan_id: str


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """An appointment that is planned and has not begun, in local time."""

    appointment_id: str
    client_id: str
    code: str
    at: datetime


def clients_to_find(workspace: Workspace, *, with_names: bool) -> tuple[KnownClient, ...]:
    """Return every client who may be found, by code; none without clients in use.

    A restricted record is found by its owner alone, who may lift the restriction.
    """
    if not may(workspace.vault, "work_with_clients"):
        return ()
    is_own = _is_own(workspace)
    caseload = workspace.caseload
    names = identities.names(caseload, restricted=is_own) if with_names else {}
    contacts = identities.contacts(caseload, restricted=is_own) if with_names else {}
    return tuple(
        replace(
            _known(client_id, code, names.get(client_id, ""), is_restricted=is_restricted),
            numbers=numbers_in(contacts.get(client_id, "")),
        )
        for client_id, code, is_restricted in clients.all_codes(caseload, restricted=is_own)
    )


def clients_to_choose_from(workspace: Workspace) -> tuple[KnownClient, ...]:
    """Return every client who may be found, by name as well, which is noted, if no session runs."""
    with_names = not is_running(workspace)
    if with_names:
        note_names_searched(workspace)
    return clients_to_find(workspace, with_names=with_names)


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What is open now, each by its id and empty where there is none.

    Attributes:
        client_id: The client of the session.
        appointment_id: The session whose clock runs, or the only one that is open; empty too where
            several are on hold, since whose is meant only a person knows.
        alert_id: The most pressing alert; while the session runs, of its client alone, who sees
            what is opened.
        is_running: Whether the clock of that session runs; on hold nobody need sit there.

    """

    client_id: str = ""
    appointment_id: str = ""
    alert_id: str = ""
    is_running: bool = False


def open_now(workspace: Workspace) -> OpenNow:
    """Return the session and the alert that are open; nothing to who works with no clients."""
    if not may(workspace.vault, "work_with_clients"):
        return OpenNow()
    running = appointments.open_now(workspace.caseload)
    counted = [each for each in running if each.resumed_at is not None] or running
    one = counted[0] if len(counted) == 1 else None
    client_id, appointment_id = (one.client_id, one.id) if one is not None else ("", "")
    found = open_alerts(workspace, client_id) if client_id else ()
    is_running = one is not None and one.resumed_at is not None
    if not is_running:
        found = found or open_alerts(workspace)
    return OpenNow(client_id, appointment_id, found[0].id if found else "", is_running=is_running)


def client_of_page(workspace: Workspace, ids: Sequence[str]) -> str:
    """Return the client whom a page is about, by the ids in its destination; "" where nobody."""
    if not ids or not may(workspace.vault, "work_with_clients"):
        return ""
    return client_behind(workspace.caseload, ids) or ""


def has_plans_to_open(workspace: Workspace, client_id: str) -> bool:
    """Return whether somebody who works with clients may write in this one's plans."""
    if not may(workspace.vault, "work_with_clients"):
        return False
    return protection.restriction_of(workspace.caseload, client_id) is None


def note_names_searched(workspace: Workspace) -> None:
    """Note once that somebody looks for a client by name, before any is shown."""
    if may(workspace.vault, "work_with_clients"):
        identities.note_search(workspace.caseload)


def find_clients(known: Sequence[KnownClient], typed: str) -> tuple[KnownClient, ...]:
    """Return those whose code, name or telephone number is meant, or a part of a code.

    Codes that begin so come first, then names in their order, then numbers, then other codes.
    """
    wanted, code, number = typed_words(typed), _bare(typed), number_in(typed)
    if not code:
        return ()
    begun: list[KnownClient] = []
    named: list[KnownClient] = []
    reached: list[KnownClient] = []
    other: list[KnownClient] = []
    for each in known:
        if each.bare_code.startswith(code):
            begun.append(each)
        elif each.words and is_found(wanted, each.words):
            named.append(each)
        elif number and any(_is_number(number, known) for known in each.numbers):
            reached.append(each)
        elif code in each.bare_code:
            other.append(each)
    by_name = sorted(named, key=lambda each: (each.words, each.code))
    return (*begun, *by_name, *reached, *other)


def with_a_code(known: Sequence[KnownClient], typed: str) -> tuple[str, str]:
    """Return the client whose whole code stands beside other words, and those words.

    The client is empty where no code stands there, or those of several, or nothing else.
    """
    codes = {each.bare_code: each.client_id for each in known}
    parts = typed.split()
    meant = {codes[_bare(each)] for each in parts if _bare(each) in codes}
    others = [each for each in parts if _bare(each) not in codes]
    return (meant.pop(), " ".join(others)) if len(meant) == 1 and others else ("", typed)


def number_in(typed: str) -> str:
    """Return the figures of what can be a telephone number or the most of one; else nothing."""
    figures = "".join(each for each in typed if each in FIGURES)
    is_a_number = all(each in FIGURES or each in BETWEEN_FIGURES for each in typed.strip())
    return figures if is_a_number and len(figures) >= LEAST_FIGURES else ""


def numbers_in(contact: str) -> tuple[str, ...]:
    """Return each telephone number in how somebody is reached, as figures alone."""
    found = (number_in(each) for each in _NUMBER.findall(contact))
    return tuple(each for each in found if each)


def _is_number(typed: str, known: str) -> bool:
    """Return whether it is that number, a part of it, or it with what is dialled from abroad."""
    return typed in known or (len(known) >= WHOLE_NUMBER and typed.endswith(known.lstrip("0")))


def next_meetings(workspace: Workspace, client_ids: Sequence[str]) -> Mapping[str, NextMeeting]:
    """Return the next appointment of each of these clients who has one."""
    if not client_ids:
        return {}
    found = appointments.next_planned(workspace.caseload, client_ids)
    return {client_id: NextMeeting(at.astimezone(), plan_id) for client_id, at, plan_id in found}


def may_be_off(workspace: Workspace, client_id: str = "") -> tuple[PlannedMeeting, ...]:
    """Return the next planned appointment of clients of whom it may be said now that it is off.

    First of the client whose page is open, then of those whose hour has come, the last one first
    and for a week, then of those who come today. None without clients in use.
    """
    if not may(workspace.vault, "work_with_clients"):
        return ()
    now, today = workspace.now(), workspace.today()
    until = datetime.combine(today + timedelta(days=1), time()).astimezone()
    near = appointments.on_day(workspace.caseload, now - STILL_TO_SAY, until)
    planned = [each for each in near if each.state == "planned"]
    over = [each.client_id for each in reversed(planned) if each.planned_for <= now]
    coming = [each.client_id for each in planned if each.planned_for > now]
    wanted = [each for each in dict.fromkeys((client_id, *over, *coming)) if each][:MOST_OFFERED]
    codes = codes_of(workspace, wanted)
    theirs: defaultdict[str, list[Appointment]] = defaultdict(list)
    for each in appointments.of_clients(workspace.caseload, codes):
        theirs[each.client_id].append(each)
    return tuple(
        PlannedMeeting(found.id, client, codes[client], found.planned_for.astimezone())
        for client in wanted
        if (found := next_planned(theirs[client], today)) is not None
    )


def codes_of(workspace: Workspace, client_ids: Sequence[str]) -> Mapping[str, str]:
    """Return the code of each of these clients who is there and whose record is not restricted."""
    if not client_ids or not may(workspace.vault, "work_with_clients"):
        return {}
    return clients.codes(workspace.caseload, client_ids, restricted=False)


def clients_of_today(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of the clients with an appointment today, in its order."""
    if not may(workspace.vault, "work_with_clients"):
        return ()
    found = on_day(workspace, workspace.today())
    return tuple(dict.fromkeys(each.client_id for each in found))


def content_titles(workspace: Workspace) -> tuple[ContentTitle, ...]:
    """Return the sessions of the programme in its order, then the forms by their titles.

    A session is called as everywhere where a client may read along, and is found as well by what
    the programme calls it.
    """
    plans = workspace.programme.session_plans.values()
    sessions = [
        _titled("sessions", each.id, session_words(each.id, each.public_title), also=each.title)
        for each in plans
    ]
    forms = [
        replace(_titled("forms", each.id, each.title), minutes=each.minutes)
        for each in usable_forms(workspace)
    ]
    return (*sessions, *sorted(forms, key=lambda each: each.words))


def _titled(
    shelf: Literal["forms", "sessions"], item_id: str, title: str, also: str = ""
) -> ContentTitle:
    words = (*words_in(title), *words_in(also), *words_in(item_id))
    return ContentTitle(shelf, item_id, title, tuple(each.folded for each in words))


def _is_own(workspace: Workspace) -> bool:
    in_use = caseload_in_use(workspace.vault)
    return in_use is not None and in_use.owner == workspace.vault.person.uid


def _known(client_id: str, code: str, name: str, *, is_restricted: bool) -> KnownClient:
    words = tuple(each.folded for each in words_in(name))
    return KnownClient(client_id, code, name, words, _bare(code), is_restricted)


def _bare(code: str) -> str:
    return "".join(each for each in folded(code) if each.isalnum())
