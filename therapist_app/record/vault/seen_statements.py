"""What a caseload remembers of the header, inside its own encryption, where no colleague reaches.

The service's key is everybody's, and so is the file of the header: whoever was a keeper once could
put back what was signed then, or sign another list beside it. So each caseload keeps the newest
statement that its owner has seen, by its number and hash, and how often they changed what is
theirs alone. What is older, or not a continuation of it, is refused.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from sqlcipher3 import dbapi2

from therapist_app.record.database.audit import believed, entries_of, mark_of
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import Caseload, Change, Database
from therapist_app.record.database.facts import Fact
from therapist_app.record.errors import StatementRefused
from therapist_app.record.header.caseload_access import (
    LetIn,
    let_in,
    owner_now,
    sheet_in_force,
)
from therapist_app.record.header.header import CONTINUITY, Header, Person, Statement
from therapist_app.record.header.notices import NOTICE
from therapist_app.record.header.statements import has_statements, hash_of, notices_in

KEY = "statement_seen"
REMEMBERED = "statement_remembered"
LOOKED = "statements_looked_at"
_LOOKED = Fact(LOOKED, moment_from)
SLIP = timedelta(days=1)
"""How far apart the clocks of two laptops may be."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest statement that the owner of a caseload has seen.

    Attributes:
        n: Its number.
        hash: Of it, and so of all before, in hexadecimal.
        keepers: The verify keys of those who may sign the next one, in hexadecimal.
        by: The name of who signed it.
        on: The day, as an ISO date.
        owner: The uid of whose the caseload was.
        slots: How often they had changed their slots.
        boxes: How often an owner had changed boxes and flag of this caseload.
        generation: Of the caseload's key.
        holders: To whom that generation was ever seen sealed, as `holder_of` spells them, and
            to which continuity sheet.
        pairs: Of each person, how many key pairs they had given up, and the pair in force in
            hexadecimal: the verify key, then the public one, which earlier versions left out.
        agreed: To whom else the owner's own sessions sealed the key, and until when: nobody else
            was agreed to, whatever boxes a keeper states. None where an earlier version kept it.
        sheet: The public key of the continuity sheet that the owner knows, in hexadecimal, empty
            where there was none, or they said no to one that opened what theirs did: the key is
            sealed to no other. None as `agreed`.

    """

    n: int
    hash: str
    keepers: tuple[str, ...]
    by: str
    on: str
    owner: str
    slots: int
    boxes: int
    generation: int = 0
    holders: tuple[str, ...] = ()
    pairs: tuple[tuple[str, int, str], ...] = ()
    agreed: tuple[LetIn, ...] | None = None
    sheet: str | None = None


def seen_by_owner(caseload: Database) -> Seen | None:
    """Return what a caseload remembers; None where no owner has opened it since version 3.

    What whoever covers wrote there, and makes no sense, is nothing: its owner forgets it.
    """
    return _SEEN.of(caseload)


def _seen_from(text: str) -> Seen:
    seen = Seen(**json.loads(text))
    return replace(
        seen,
        keepers=tuple(seen.keepers),
        holders=tuple(seen.holders),
        pairs=tuple((uid, given_up, pair) for uid, given_up, pair in seen.pairs),
        agreed=None if seen.agreed is None else tuple((to, until) for to, until in seen.agreed),
    )


_SEEN = Fact(KEY, _seen_from)


def sheet_known(connection: dbapi2.Connection) -> str | None:
    """Return `Seen.sheet` of a caseload that is open by its connection alone."""
    found = connection.execute("SELECT value FROM about WHERE key = ?", (KEY,)).fetchone()
    seen = None if found is None else _SEEN.in_text(str(found[0]))
    return None if seen is None else seen.sheet


def check_goes_on(seen: Seen | None, header: Header, grant: str, owner: str) -> None:
    """Check that a header goes on from what the owner of a caseload has seen.

    Args:
        seen: What the caseload remembers; None where that is nothing.
        header: As it was read, and checked.
        grant: The id of the caseload.
        owner: The uid of whose it is now.

    Raises:
        StatementRefused: It is older, or another one beside it.

    """
    if seen is None:
        return
    if len(header.trail) < seen.n:
        raise _refused("older", header, header.trail[-1] if header.trail else None, seen)
    if hash_of(header, seen.n).hex() != seen.hash:
        raise _refused("forked", header, header.trail[seen.n - 1], seen)
    if not all(_goes_on_with(header, *each) for each in seen.pairs):
        raise _refused("pairs", header, header.trail[-1], seen)
    listed, person = header.grant(grant), header.person(owner)
    boxes = listed.count if listed else 0
    slots = person.count if person else 0
    if boxes < seen.boxes or (owner == seen.owner and slots < seen.slots):
        raise _refused("own-older", header, header.trail[-1], seen)


def seen_in(header: Header, grant: str, owner: str) -> Seen | None:
    """Return what the owner of a caseload sees in a header; None before version 3."""
    listed, person = header.grant(grant), header.person(owner)
    if not has_statements(header) or listed is None or person is None:
        return None
    newest = header.trail[-1]
    generation = max(box.generation for box in listed.boxes)
    holders = {box.holder for box in listed.boxes if box.generation == generation}
    if header.continuity is not None and CONTINUITY in holders:
        holders.add(sheet_in_force(header.continuity))
    return Seen(
        n=newest.n,
        hash=hash_of(header, newest.n).hex(),
        keepers=tuple(key.hex() for key in newest.keepers),
        by=_name(header, newest.by),
        on=_day(newest).isoformat(),
        owner=owner,
        slots=person.count,
        boxes=listed.count,
        generation=generation,
        holders=tuple(sorted(holders)),
        pairs=tuple((each.uid, len(each.renewals), _pairs(each)[-1]) for each in header.people),
        agreed=tuple(sorted(let_in(listed, owner))),
        sheet=header.continuity.hex() if header.continuity is not None else "",
    )


def following(before: Seen | None, now: Seen, opened: Collection[LetIn] = ()) -> Seen:
    """Return what is remembered next.

    Who held this generation before, held it. Whom the owner's own session let in is agreed to:
    who is in now, and was neither before nor as that session found it. The continuity sheet that
    was known stays the one that is, until its owner knows another (`remember_sheet`).

    Args:
        before: What was remembered; None where that is nothing, and nobody was agreed to.
        now: What is seen; its `agreed` is whoever is in.
        opened: Who was in as the session found it; as long as it wrote nothing, the same.

    """
    known = before.agreed if before is not None else ()
    if known is not None:
        kept = [each for each in now.agreed or () if each in known or each not in opened]
        now = replace(now, agreed=tuple(kept))
    if before is not None and before.sheet not in (None, now.sheet):
        now = _knowing(now, before.sheet or "")
    if before is None or before.generation != now.generation:
        return now
    return replace(now, holders=tuple(sorted({*before.holders, *now.holders})))


def _knowing(now: Seen, sheet: str) -> Seen:
    """Return what is seen by who knows another sheet than the one in force."""
    is_sealed = bool(sheet) and CONTINUITY in now.holders
    to = {sheet_in_force(bytes.fromhex(sheet))} if is_sealed else set[str]()
    return replace(now, sheet=sheet, holders=tuple(sorted({*now.holders, *to})))


def check_seen(caseload: Caseload, header: Header, grant: str, owner: str) -> bool:
    """Check that a header goes on from what a caseload, which is open, remembers.

    Returns:
        As `check_notice` does.

    Raises:
        StatementRefused: As `check_goes_on` and `check_notice` raise.

    """
    seen = seen_by_owner(caseload)
    check_goes_on(seen, header, grant, owner)
    looked = _LOOKED.of(caseload)
    if seen is None or looked is None:  # one that makes no sense keeps nobody out
        return False
    return check_notice(seen, header, looked, caseload.now())


def keep_looked(change: Change, caseload: Caseload) -> None:
    """Keep that the owner of a caseload looks at the list of people now."""
    change.keep(LOOKED, moment_text(caseload.now()))


def check_notice(seen: Seen, header: Header, looked: datetime, now: datetime) -> bool:
    """Check that no keeper's role was taken alone by notice that was dated back.

    Notice in a statement that was not there when the owner last looked was given later than
    that; and none has run out at a moment that has not come. Where the owner was away for so long
    that it may be right, they must be told: nobody but who took it may ever have seen the notice.

    Returns:
        Whether to tell that a role was taken by notice that the owner has not seen.

    Raises:
        StatementRefused: "hurried".

    """
    unseen = [each for each in notices_in(header).taken if each.noticed > seen.n]
    for each in unseen:
        statement = header.trail[each.taken - 1]
        at = moment_from(statement.at)
        if looked <= now and not looked + NOTICE - SLIP <= at <= now + SLIP:
            raise _refused("hurried", header, statement, seen)
    return bool(unseen)


def remember_seen(
    caseload: Caseload, header: Header, grant: str, owner: str, found: Header | None = None
) -> None:
    """Keep what the owner of a caseload, who is signed in, sees now; nothing where it is known.

    Args:
        caseload: Open.
        header: What it says now.
        grant: The id of the caseload.
        owner: The uid of whose it is.
        found: What it said before their session changed it; the same where it did not.

    """
    now, before = seen_in(header, grant, owner), seen_by_owner(caseload)
    listed = (found or header).grant(grant)
    opened = let_in(listed, owner) if listed is not None else ()
    seen = following(before, now, opened) if now is not None else None
    if seen is None or (seen == before and believed(caseload, (REMEMBERED,))):
        return
    _keep(caseload, seen)


def forget_what_others_wrote(
    caseload: Caseload, header: Header, grant: str, owners: Collection[str]
) -> bool:
    """Forget what a caseload remembers, where whose it is, or was, did not sign it; say whether.

    Whoever covers holds the key, and could write there that its owner let somebody in. Then
    nobody else was, and no continuity sheet is known, until its owner agrees anew. What an earlier
    version remembered is signed by nobody, and counts until it is kept again.

    Args:
        caseload: Open, and knowing everybody's keys; whose it is, is signed in.
        header: What it says now.
        grant: The id of the caseload.
        owners: The uids of whose it is and was.

    """
    written = [each for each in entries_of(caseload, REMEMBERED) if each.by in owners]
    signed = [each for each in believed(caseload, (REMEMBERED,)) if each.by in owners]
    found = caseload.row("SELECT value FROM about WHERE key = ?", (KEY,))
    told = (mark_of(str(found[0]) if found else ""),)
    if not written or (signed[-1:] == written[-1:] and signed[-1].fields[1:] == told):
        return False
    listed = header.grant(grant)
    now = seen_in(header, grant, owner_now(header, listed)) if listed is not None else None
    if now is None:
        return False
    _keep(caseload, replace(now, agreed=(), sheet=""))
    return True


def _keep(caseload: Caseload, seen: Seen) -> None:
    spelt = json.dumps(asdict(seen), ensure_ascii=False)
    with caseload.change(REMEMBERED, "header", (f"{seen.n}", mark_of(spelt))) as change:
        change.keep(KEY, spelt)


def remember_sheet(caseload: Caseload, header: Header) -> None:
    """Keep that the owner of a caseload, who is signed in, knows the continuity sheet in force."""
    if header.continuity is not None:
        _keep_sheet(caseload, header.continuity.hex())


def forget_sheet(caseload: Caseload) -> None:
    """Keep that the owner of a caseload, who is signed in, lets no continuity sheet open it."""
    _keep_sheet(caseload, "")


def _keep_sheet(caseload: Caseload, sheet: str) -> None:
    seen = seen_by_owner(caseload)
    if seen is None:
        return
    _keep(caseload, replace(seen, sheet=sheet))


def _goes_on_with(header: Header, uid: str, given_up: int, pair: str) -> bool:
    """Whether somebody, unless they left, has the key pair that was seen, or a later one."""
    person = header.person(uid)
    if person is None:
        return True
    pairs = _pairs(person)
    return len(pairs) > given_up and pairs[given_up].startswith(pair)


def _pairs(person: Person) -> list[str]:
    """Return each key pair that somebody ever had, the first one first."""
    before = [(each.verify + each.public).hex() for each in person.renewals]
    return [*before, (person.verify + person.public).hex()]


def _refused(detail: str, header: Header, found: Statement | None, seen: Seen) -> StatementRefused:
    return StatementRefused(
        detail,
        by=_name(header, found.by) if found else "",
        on=_day(found) if found else None,
        seen_by=seen.by,
        seen_on=date.fromisoformat(seen.on),
    )


def _name(header: Header, uid: str) -> str:
    person = header.person(uid)
    return person.name if person else ""


def _day(statement: Statement) -> date:
    return moment_from(statement.at).astimezone().date()
