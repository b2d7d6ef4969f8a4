"""The continuity sheet of before, locked to the one that followed it.

A backup stays sealed to the sheet that was in force when it was made: whose clients they are
signed it so, and nobody else can sign it anew. So where a sheet was typed to make the next one,
its opening key is locked to the next one and kept in the service file. The new sheet then opens
every backup that the ones before opened, and the ones before open nothing that was written since.

A fact names the sheet in force that it belongs to, so that one whose change of the header was cut
off misleads nobody.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.sealed_box import public_key_of, seal, unseal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import AuditEntry, believed
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.caseload_access import sheet_in_force
from therapist_app.record.header.header import (
    CONTINUITY,
    SERVICE,
    CaseloadGrant,
    Header,
    box_context,
)

_KEY = "continuity_since:"
_LABEL = "continuity sheet of before"
_LACKS = "continuity_lacks:"
_RENEWED = "continuity_renewed"
AGREED = "continuity_agreed"
DECLINED = "continuity_declined"


@dataclass(frozen=True, slots=True)
class SheetInForce:
    """The continuity sheet in force, where it was made after the service was.

    Attributes:
        since: When it was put in force.
        follows: Whether there was one before it.
        opens_older: Whether it opens the backups that the one before opened.

    """

    since: datetime
    follows: bool
    opens_older: bool


def keep_sheet(
    change: Change,
    before: Header,
    public: bytes,
    typed: Masked | None,
    sources: ClockAndRandom,
) -> None:
    """Keep that a continuity sheet is put in force, and lock the one before to it.

    Args:
        change: Of the service file.
        before: The header with the sheet of before, or with none.
        public: The public opening key of the new sheet.
        typed: The private opening key of the sheet of before; None where it was not typed.
        sources: Of time and chance.

    """
    locked = ""
    if typed is not None:
        with typed.revealed() as whole:
            locked = seal(whole, public, _context(before), sources).hex()
    fact = {
        "since": moment_text(sources.now()),
        "before": before.continuity.hex() if before.continuity else "",
        "locked": locked,
    }
    change.keep(_KEY + public.hex(), json.dumps(fact))


def sheet_since(service: ServiceFile, header: Header) -> SheetInForce | None:
    """Return since when the continuity sheet is in force; None where it is the founder's.

    One that an earlier version made anew left no fact, only that it was done: nothing was handed
    on to it.
    """
    fact = _fact(service, header.continuity)
    if fact is None:
        made = believed(service, (_RENEWED,))
        return SheetInForce(made[-1].at, follows=True, opens_older=False) if made else None
    return SheetInForce(moment_from(fact["since"]), bool(fact["before"]), bool(fact["locked"]))


def made_by(service: ServiceFile, header: Header) -> AuditEntry | None:
    """Return the entry, signed, of who put the continuity sheet in force; None where none is."""
    fields = (sheet_in_force(header.continuity or b""),)
    found = (each for each in believed(service, (_RENEWED,)) if each.fields == fields)
    return next(found, None)


def agreed_since(service: ServiceFile, uid: str) -> datetime | None:
    """Return when somebody last agreed to a continuity sheet for their clients."""
    found = [each.at for each in believed(service, (AGREED,)) if each.by == uid]
    return found[-1] if found else None


def noes(service: ServiceFile, header: Header) -> dict[str, datetime]:
    """Return who said no to the sheet in force for their clients, by uid, and when.

    A no is what they signed in the audit, where they did not agree since: nobody says no for
    somebody else.
    """
    sheet = sheet_in_force(header.continuity or b"")
    answers = {
        each.by: each for each in believed(service, (AGREED, DECLINED)) if each.fields == (sheet,)
    }
    return {uid: each.at for uid, each in answers.items() if each.action == DECLINED}


def keep_lacking(change: Change, caseload: str, generation: int, public: bytes) -> None:
    """Keep that a sheet does not open a caseload up to this key of it, and one of before does."""
    change.keep(_LACKS + caseload, f"{generation} {public.hex()}")


def lacks_sheet(service: ServiceFile, header: Header, grant: CaseloadGrant) -> bool:
    """Return whether a continuity sheet of before opens a caseload, and the one in force not.

    So it is where the one in force was made without the one before at hand, until the owner of
    the caseload has agreed to it.
    """
    newest = max(box.generation for box in grant.boxes)
    return newest <= newest_lacking(service, header, grant.id)


def newest_lacking(service: ServiceFile, header: Header, caseload: str) -> int:
    """Return up to which key of a caseload the sheet in force does not open it; 0 for none."""
    found = _LACKING.of(service, caseload)
    if found is None or header.continuity is None:
        return 0
    generation, public = found
    return generation if public == header.continuity.hex() else 0


def _lacking_from(text: str) -> tuple[int, str]:
    generation, public = text.split()
    return int(generation), public


_LACKING = Fact(_LACKS, _lacking_from)


def opens_what_was_sealed_to(service: ServiceFile, header: Header, before: bytes) -> bool:
    """Return whether the keys of each sheet from one of before to that in force were handed on."""
    seen: set[bytes] = set()
    public = header.continuity or b""
    while public not in (before, *seen):
        seen.add(public)
        fact = _fact(service, public)
        if fact is None or not fact["locked"]:
            return False
        public = bytes.fromhex(fact["before"])
    return public == before


def opened_before(service: ServiceFile, header: Header, opening: Masked) -> tuple[Masked, ...]:
    """Return the opening keys of the sheets before, the newest first; forget them.

    Args:
        service: The service file.
        header: Of now.
        opening: The opening key of the sheet in force.

    """
    return tuple(_walk(service, header, opening))


def forget_others(service: ServiceFile, header: Header) -> None:
    """Forget what was kept for a sheet that never came into force: it opens nothing."""
    found = service.rows("SELECT key FROM about WHERE substr(key, 1, ?) = ?", (len(_KEY), _KEY))
    kept: set[str] = set()
    public = header.continuity.hex() if header.continuity else ""
    while public and public not in kept:
        kept.add(public)
        fact = _fact(service, bytes.fromhex(public))
        public = fact["before"] if fact else ""
    others = [key for (key,) in found if key.removeprefix(_KEY) not in kept]
    if others:
        with service.change("new_sheet_given_up", SERVICE) as change:
            for key in others:
                change.execute("DELETE FROM about WHERE key = ?", (key,))


def _walk(service: ServiceFile, header: Header, opening: Masked) -> Iterator[Masked]:
    seen: set[bytes] = set()
    public = header.continuity
    while public is not None and public not in seen:
        seen.add(public)
        fact = _fact(service, public)
        if fact is None or not fact["locked"]:
            return
        try:
            opening = Masked(unseal(bytes.fromhex(fact["locked"]), opening, _context(header)))
        except HeaderAltered:
            return  # somebody of the service changed it: the older backups wait for their owners
        yield opening
        with opening.revealed() as whole:
            public = public_key_of(whole)


def _fact(service: ServiceFile, public: bytes | None) -> dict[str, str] | None:
    return _SHEETS.of(service, public.hex() if public else "")


def _sheet_from(text: str) -> dict[str, str]:
    fact = json.loads(text)
    for name in ("before", "locked"):
        bytes.fromhex(fact[name])
    return {name: str(value) for name, value in fact.items()}


_SHEETS = Fact(_KEY, _sheet_from)


def _context(header: Header) -> bytes:
    return box_context(header.service_id, _LABEL, CONTINUITY, 1)
