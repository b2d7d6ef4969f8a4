"""Which sheets were shown and never typed back: facts of the service file, judged by the header.

A fact names the sheet that it is about. Which sheet is in force is said by the header alone, so
a fact that a cut-off left behind misleads nobody: a first sheet is unconfirmed while it is the
one in force, a new one while another is.
"""

from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.database.audit import believed
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.header.header import CONTINUITY, Header

FIRST, NEW = "first_sheet:", "new_sheet:"
_FORGET = "DELETE FROM about WHERE key IN (?, ?)"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A sheet that was shown and not typed back.

    Attributes:
        holder: The uid of whose recovery sheet it is, or `CONTINUITY`.
        is_only_one: Whether there is no other: nobody knows whether it is on paper. Else it opens
            nothing, and the one before is as good as ever.
        shown_at: When it was shown.

    """

    holder: str
    is_only_one: bool
    shown_at: datetime


def sheet_in_force(header: Header, holder: str) -> str:
    """Return what tells the sheet in force from every other one; empty where there is none."""
    if holder == CONTINUITY:
        return header.continuity.hex() if header.continuity else ""
    person = header.person(holder)
    return person.sheet.commitment.hex() if person else ""


def fact_of_first(header: Header, holder: str, at: datetime) -> tuple[str, str]:
    """Return the fact that the first sheet of somebody was shown, before it was typed back."""
    return FIRST + holder, f"{moment_text(at)} {sheet_in_force(header, holder)}"


def _shown_from(text: str) -> tuple[datetime, str]:
    at, which = text.split()
    return moment_from(at), which


_SHOWN = {each: Fact(each, _shown_from) for each in (FIRST, NEW)}


def unconfirmed(service: ServiceFile, header: Header, holder: str) -> Unconfirmed | None:
    """Return the sheet of somebody that was shown and never typed back, if there is one."""
    in_force = sheet_in_force(header, holder)
    if not in_force and holder != CONTINUITY:
        return None
    for beginning in (FIRST, NEW):
        found = _SHOWN[beginning].of(service, holder)
        if found is None:
            continue
        at, which = found
        is_first = beginning == FIRST
        if is_first == (which == in_force):
            return Unconfirmed(holder, is_first or not in_force, at)
    return None


def note_shown(service: ServiceFile, holder: str, which: str) -> None:
    """Note that a new sheet is shown, beside the one in force."""
    with service.change("sheet_shown", _subject(holder)) as change:
        change.keep(NEW + holder, f"{moment_text(service.now())} {which}")


def note_settled(
    service: ServiceFile, holder: str, action: str, fields: tuple[str, ...] = ()
) -> None:
    """Note that no sheet of somebody waits any more: it was typed back, or given up."""
    with service.change(action, _subject(holder), fields) as change:
        change.execute(_FORGET, (FIRST + holder, NEW + holder))


def own_sheet_since(service: ServiceFile, uid: str) -> datetime | None:
    """Return since when somebody's recovery sheet is another than before; None where it is not.

    One that came with new keys does not count: those seal the backups of before anew.
    """
    renewed = [each.n for each in believed(service, ("keys_renewed",)) if each.by == uid]
    counts_from = max(renewed, default=-1) + 1  # the entry after it tells of the sheet beside
    found = [
        each.at
        for each in believed(service, ("sheet_replaced",))
        if each.subject == _subject(uid) and each.n > counts_from
    ]
    return found[-1] if found else None


def _subject(holder: str) -> str:
    return "service" if holder == CONTINUITY else f"person:{holder}"
