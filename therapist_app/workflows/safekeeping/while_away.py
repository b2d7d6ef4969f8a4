"""What others did in one's own caseload, told to whose clients they are when they come back.

The caseload's own audit holds each act by whoever had it open. What was read is remembered in the
caseload itself, so that it is told until its owner says that they have read it. Nobody else's
sign-in changes that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from session_forms.words.list_words import together
from session_forms.words.texts import NN_, _, counted, ngettext
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.database.database import Caseload
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.vault.as_left import NO_CLIENT, NOT_COMPARED, UNACCOUNTED
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.safekeeping.audit_words import (
    ACTIONS,
    is_around_signature,
    sentence_of,
)
from therapist_app.workflows.safekeeping.backup_words import when

TOLD = frozenset({*ACTIONS["clients"], *ACTIONS["sessions"], *ACTIONS["safety"], *ACTIONS["left"]})
MOST = 5_000
"""How many entries are told at the most; who was away that long reads the audit trail."""
FAR = 2_000
"""After how many entries of one's own it is remembered anew where to begin."""
_A_NUMBER = re.compile("[0-9]{1,15}")
_READ = "read_of_others:"
_ENTERED = "others_read"
_ONCE_EACH = frozenset({"alert_acknowledged", "appointment_changed", "form_changed"})
"""What is entered again with each saving of the same thing: each thing is told once."""


KINDS = {
    "clients": NN_("{count} change of details", "{count} changes of details"),
    "identities": NN_("{count} change of identity", "{count} changes of identity"),
    "appointments": NN_("{count} appointment", "{count} appointments"),
    "step_marks": NN_("{count} step of a session", "{count} steps of sessions"),
    "filled_forms": NN_("{count} form", "{count} forms"),
    "signatures": NN_("{count} signature", "{count} signatures"),
    "alerts": NN_("{count} alert", "{count} alerts"),
    "begun_words": NN_(
        "{count} text that you had begun and not saved",
        "{count} texts that you had begun and not saved",
    ),
    "promises": NN_("{count} promise", "{count} promises"),
    "contacts": NN_("{count} contact attempt", "{count} contact attempts"),
    "consents": NN_("{count} consent", "{count} consents"),
    "restrictions": NN_("{count} restriction", "{count} restrictions"),
    "legal_holds": NN_("{count} legal hold", "{count} legal holds"),
    "gate_overrides": NN_("{count} override of a gate", "{count} overrides of gates"),
    "fidelity_ratings": NN_("{count} rating", "{count} ratings"),
    "fidelity_amendments": NN_("{count} corrected rating", "{count} corrected ratings"),
    "second_ratings": NN_("{count} second rating", "{count} second ratings"),
    "course_events": NN_("{count} note on the course", "{count} notes on the course"),
    "course_moves": NN_("{count} change of course", "{count} changes of course"),
}
"""What the rows of each table are, counted."""


@dataclass(frozen=True, slots=True)
class DoneAway:
    """What one person did.

    Attributes:
        sentences: Each thing that was done, and how often, in order of time.
        alerts: The same of alerts and promises, which stand first.

    """

    code: str
    alerts: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeenHere:
    """One person who had the caseload open.

    Attributes:
        name: Theirs, as the list of people has it.
        first: When they first did something.
        last: When they last did.
        signed_in: How often they opened it.
        clients: What they did with each client, by code; an empty code for what is about none.

    """

    name: str
    first: datetime
    last: datetime
    signed_in: int
    clients: tuple[DoneAway, ...]


@dataclass(frozen=True, slots=True)
class WhileAway:
    """What others did in a caseload since its owner last said that they have read it.

    Attributes:
        up_to: The number of the newest entry that is told.
        is_all: Whether there is no more than is told.
        unaccounted: What was changed and no entry tells of, a line for each client.
        is_compared: Whether that can be said.

    """

    caseload: str
    people: tuple[BeenHere, ...]
    up_to: int
    is_all: bool
    unaccounted: tuple[str, ...] = ()
    is_compared: bool = True


def while_away(vault: Vault) -> WhileAway | None:
    """Return what others did in a caseload of the person signed in, if there is something."""
    for grant in owned_by(vault.header, vault.person.uid):
        caseload = vault.open_caseloads.get(grant.id)
        if caseload is not None and (found := _in(vault, grant.id, caseload)) is not None:
            return found
    return None


def have_read(vault: Vault, told: WhileAway) -> None:
    """Remember that whose clients they are has read what others did."""
    _remember(vault, vault.open_caseloads[told.caseload], told.up_to)


def stay_in_words(here: BeenHere) -> str:
    """Return who was here, from when to when and how often, in a sentence."""
    words = ngettext(
        "{name} had your clients open once, on {first}.",
        "{name} had your clients open {count} times, from {first} to {last}.",
        here.signed_in,
    )
    return words.format(
        name=here.name, count=here.signed_in, first=when(here.first), last=when(here.last)
    )


def _in(vault: Vault, caseload_id: str, caseload: Caseload) -> WhileAway | None:
    me, newest = vault.person.uid, caseload.audit.mark.n
    read = _read_up_to(caseload, me)
    if read is None:  # what was before one ever worked here is not for them
        _remember(vault, caseload, newest)
        return None
    found = audit.by_others(caseload, me, after=read, limit=MOST + 1)
    shown = found[:MOST]
    found_out = [
        each
        for each in audit.believed(caseload, (UNACCOUNTED, NOT_COMPARED), after=read)
        if each.by == me
    ]
    if not found_out and not any(each.action in TOLD or each.action == "opened" for each in shown):
        if newest - read > FAR:
            _remember(vault, caseload, newest)
        return None
    people = tuple(_people(vault, caseload, shown))
    up_to = shown[-1].n if len(found) > MOST else newest
    return WhileAway(
        caseload_id,
        people,
        up_to,
        is_all=len(found) <= MOST,
        unaccounted=tuple(_unaccounted(caseload, found_out)),
        is_compared=not any(each.action == NOT_COMPARED for each in found_out),
    )


def _unaccounted(caseload: Caseload, entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield what no entry accounts for, a line for each client."""
    by: dict[str, Counter[str]] = {}
    for each in (each for each in entries if each.action == UNACCOUNTED):
        told = (part.partition("=") for part in each.fields)
        of = by.setdefault(_id_in(each.subject), Counter())
        of.update({table: int(count) for table, _is, count in told if table in KINDS})
    codes = audit.codes_of(caseload, by)
    for client, rows in sorted(by.items(), key=lambda pair: codes.get(pair[0], "")):
        gone = _("A client who is not in the record any more")
        code = codes.get(client) or (_("Of no client") if client == NO_CLIENT else gone)
        parts = [counted(KINDS[table], count) for table, count in sorted(rows.items())]
        yield _("{code}: {what}").format(code=code, what=together(parts))


def _read_up_to(caseload: Caseload, me: str) -> int | None:
    """Return up to which entry somebody signed that they read; None where they never did.

    Whoever covers could write another number into the fact, which is what an earlier version kept
    with no entry that told it, or take the signature away.
    """
    told = [each for each in audit.entries_of(caseload, _ENTERED) if each.fields and each.by == me]
    for each in reversed(told):
        if me in audit.signers_of(caseload, _ENTERED, each.subject, {each.fields}):
            return int(each.fields[0])
    if told:
        return 0  # rather told twice than not at all
    kept = caseload.row("SELECT value FROM about WHERE key = ?", (_READ + me,))
    if not kept:
        return None
    return int(kept[0]) if _A_NUMBER.fullmatch(str(kept[0])) else 0


def _remember(vault: Vault, caseload: Caseload, up_to: int) -> None:
    told = (f"{up_to}",)
    with caseload.change(_ENTERED, f"person:{vault.person.uid}", told) as change:
        change.keep(_READ + vault.person.uid, str(up_to))


def _people(vault: Vault, caseload: Caseload, entries: Iterable[AuditEntry]) -> Iterator[BeenHere]:
    by: dict[str, list[AuditEntry]] = {}
    for each in entries:
        by.setdefault(each.by, []).append(each)
    names = names_of(vault)
    for uid, theirs in by.items():
        told = [each for each in theirs if each.action in TOLD]
        codes = audit.codes_of(caseload, {_id_in(each.subject) for each in told})
        yield BeenHere(
            names.get(uid) or _("somebody who is not in the list of people"),
            theirs[0].at,
            theirs[-1].at,
            sum(each.action == "opened" for each in theirs),
            tuple(_clients(told, codes)),
        )


def _clients(told: Iterable[AuditEntry], codes: dict[str, str]) -> Iterator[DoneAway]:
    by: dict[str, list[AuditEntry]] = {}
    for each in told:
        by.setdefault(codes.get(_id_in(each.subject), ""), []).append(each)
    for code in sorted(by, key=lambda each: (not each, each)):
        alerts = [each for each in by[code] if each.action in ACTIONS["safety"]]
        others = [each for each in by[code] if each.action not in ACTIONS["safety"]]
        yield DoneAway(code, _counted(alerts), _counted(others))


def _counted(entries: Iterable[AuditEntry]) -> tuple[str, ...]:
    counted = Counter(sentence_of(each.action, each.subject) for each in _things(entries))
    words = [
        (sentence, count, ngettext("{what}, once", "{what}, {count} times", count))
        for sentence, count in counted.items()
    ]
    return tuple(each.format(what=sentence, count=count) for sentence, count, each in words)


def _things(entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
    """Return one entry for each thing that was done; the act around a signature is that one."""
    met: set[tuple[str, str]] = set()
    for each in entries:
        thing = (each.action, each.subject)
        is_around = is_around_signature(each.action, each.subject)
        if is_around or (each.action in _ONCE_EACH and thing in met):
            continue
        met.add(thing)
        yield each


def _id_in(subject: str) -> str:
    return subject.rpartition(":")[2]
