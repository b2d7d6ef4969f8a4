"""What others did in one's own caseload, told to whose clients they are when they come back.

The caseload's own audit holds each act by whoever had it open. What was read is remembered in the
caseload itself, so that it is told until its owner says that they have read it. Nobody else's
sign-in changes that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.database.database import Caseload
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.safekeeping.audit_words import ACTIONS, sentence_of
from therapist_app.workflows.safekeeping.backup_words import when

TOLD = frozenset({*ACTIONS["clients"], *ACTIONS["sessions"], *ACTIONS["safety"], *ACTIONS["left"]})
MOST = 5_000
"""How many entries are told at the most; who was away that long reads the audit trail."""
FAR = 2_000
"""After how many entries of one's own it is remembered anew where to begin."""
_READ = "read_of_others:"
_ONCE_EACH = frozenset({"alert_acknowledged", "appointment_changed", "form_changed"})
"""What is entered again with each saving of the same thing: each thing is told once."""


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

    """

    caseload: str
    people: tuple[BeenHere, ...]
    up_to: int
    is_all: bool


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
    row = caseload.row("SELECT value FROM about WHERE key = ?", (_READ + me,))
    if row is None:  # what was before one ever worked here is not for them
        _remember(vault, caseload, newest)
        return None
    found = audit.by_others(caseload, me, after=int(row[0]), limit=MOST + 1)
    shown = found[:MOST]
    if not any(each.action in TOLD or each.action == "opened" for each in shown):
        if newest - int(row[0]) > FAR:
            _remember(vault, caseload, newest)
        return None
    people = tuple(_people(vault, caseload, shown))
    up_to = shown[-1].n if len(found) > MOST else newest
    return WhileAway(caseload_id, people, up_to, is_all=len(found) <= MOST)


def _remember(vault: Vault, caseload: Caseload, up_to: int) -> None:
    with caseload.change("others_read", f"person:{vault.person.uid}") as change:
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
        is_around = each.action == "note_signed" and not each.subject.startswith("form:")
        if is_around or (each.action in _ONCE_EACH and thing in met):
            continue
        met.add(thing)
        yield each


def _id_in(subject: str) -> str:
    return subject.rpartition(":")[2]
