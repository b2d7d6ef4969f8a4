"""Who is in the service, whose clients are whose, and what still waits for somebody to sign in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from session_forms.words.texts import pgettext
from therapist_app.record.backups.awaiting import MOVED
from therapist_app.record.backups.backup_list import HERE
from therapist_app.record.backups.older_sheets import needing_old_sheet
from therapist_app.record.crypto.slots import KdfCost
from therapist_app.record.database import audit
from therapist_app.record.header.caseload_access import (
    first_owner,
    has_ended,
    owned_by,
    owner_now,
    waits_for_owner,
)
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    CaseloadGrant,
    Cover,
    Header,
    Person,
)
from therapist_app.record.header.statements import keepers_ever, lacks_a_second, signers
from therapist_app.record.keyring.people import awaits_first_sign_in, may_keep_people
from therapist_app.record.service.former_people import known_former, names_ever
from therapist_app.record.service.sheets_before import lacks_sheet, noes
from therapist_app.record.service.unconfirmed_sheets import unconfirmed
from therapist_app.record.vault.uses_of_continuity import NOTED
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.declined_covers import is_declined
from therapist_app.workflows.people.standing_noes import is_barred, said_no_at

Obstacle = Literal["yourself", "caseloads", "last-keeper"]
Leave = Literal[
    "begun",
    "waits",
    "needs_second",
    "over",
    "handed_over",
    "hand_over_waits",
    "declined",
    "hand_over_declined",
    "hand_over_needs_second",
]


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Leave to open somebody else's caseload, as a keeper signed it.

    Attributes:
        to: The uid of who has it.
        until: The last day; None where the caseload changes hands for good.
        standing: Whether its key has reached them.
        may_agree: Whether it waits for another keeper, and the person signed in is one.
        said_no_on: When whose clients they are said no to it, which stands.
        is_barred: Whether no sheet may do instead of their yes.

    """

    to: str
    name: str
    until: date | None
    standing: Leave
    may_agree: bool = False
    said_no_on: date | None = None
    is_barred: bool = False


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """One caseload, without a word about who is in it.

    Attributes:
        owner: The uid of whose it is now.
        first_owner: The name of whom it was made for, where that is somebody else.
        leaves: Who else has leave to open it.
        key_waits: Whether its key is changed when its owner next signs in.
        on_continuity: Whether the continuity sheet in force opens it today.
        on_older_continuity: Whether one of before does instead.
        awaits_owner: Whether its owner has not signed in yet, so that it is empty.
        no_to_sheet_on: When its owner said no to the continuity sheet in force, which stands.

    """

    id: str
    owner: str
    owner_name: str
    first_owner: str
    leaves: tuple[LeaveLine, ...]
    key_waits: bool
    on_continuity: bool
    on_older_continuity: bool
    awaits_owner: bool = False
    no_to_sheet_on: date | None = None

    @property
    def leave_waits(self) -> bool:
        """Whether somebody has leave whom the key has not reached."""
        reached = {"begun", "over", "handed_over"}
        return any(each.standing not in reached for each in self.leaves)

    @property
    def is_asked(self) -> bool:
        """Whether its owner is asked to agree at their next sign-in."""
        said = {"begun", "over", "handed_over", "declined", "hand_over_declined"}
        return any(each.standing not in said for each in self.leaves)

    @property
    def is_barred(self) -> bool:
        """Whether no sheet may do, since its owner said no and is at work."""
        return any(each.is_barred for each in self.leaves)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the service.

    Attributes:
        is_you: Whether they are the one signed in.
        key_file: Whether they sign in with a key file besides.
        obstacles: Why they cannot be taken out yet.

    """

    uid: str
    name: str
    roles: tuple[str, ...]
    is_you: bool
    key_file: bool
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class OldSheet:
    """What still needs the continuity sheet of before, so that it must be kept.

    Attributes:
        is_here: Whether the backups on this laptop do.
        second_place: The second location, where its backups do; else empty.
        names: Whose clients, or whose newest backups, it alone opens beside themselves.

    """

    is_here: bool = False
    second_place: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether it must be kept."""
        return self.is_here or bool(self.second_place or self.names)


@dataclass(frozen=True, slots=True)
class PeoplePageData:
    """The service as those who keep it see it.

    Attributes:
        has_continuity: Whether there is a continuity sheet at all.
        continuity_used: Whether it was used and not renewed since.
        unconfirmed_at: When a new continuity sheet was shown that nobody typed back.
        cost: What a guess at a passphrase costs that is set from now on.
        today: The local day.
        signed_ahead: The day under which something was signed, where the clock says an earlier
            one; covers count by it.
        is_older_continuity: Whether the continuity sheet makes nobody an administrator, since an
            earlier version made it.
        old_sheet: What still needs the continuity sheet of before.

    """

    people: tuple[PersonLine, ...]
    caseloads: tuple[CaseloadLine, ...]
    has_continuity: bool
    continuity_used: bool
    unconfirmed_at: datetime | None
    cost: KdfCost
    today: date
    signed_ahead: date | None = None
    is_older_continuity: bool = False
    old_sheet: OldSheet = field(default_factory=OldSheet)

    def person(self, uid: str) -> PersonLine:
        """Return somebody by their uid."""
        return next(each for each in self.people if each.uid == uid)

    def caseloads_of(self, uid: str) -> tuple[CaseloadLine, ...]:
        """Return the caseloads that are somebody's now."""
        return tuple(each for each in self.caseloads if each.owner == uid)

    def lacks_clients(self, person: PersonLine) -> bool:
        """Whether somebody is a therapist and no caseload is theirs, since they handed it over."""
        return "therapist" in person.roles and not self.caseloads_of(person.uid)

    def stands_in_for(self, uid: str) -> tuple[tuple[CaseloadLine, LeaveLine], ...]:
        """Return whose clients somebody opens, or is to open, in place of their therapist."""
        return tuple(
            (caseload, leave)
            for caseload in self.caseloads
            for leave in caseload.leaves
            if leave.to == uid and leave.standing in {"begun", "waits", "needs_second"}
        )

    def may_take_over(self, caseload: CaseloadLine) -> tuple[PersonLine, ...]:
        """Return who could be given leave to open a caseload: other therapists."""
        return tuple(
            each for each in self.people if "therapist" in each.roles and each.uid != caseload.owner
        )


def names_of(vault: Vault) -> dict[str, str]:
    """Return names by uid, as the people list has them; of who left, as it had them."""
    names = names_ever(vault.service, vault.header)
    if vault.header.continuity_verify is not None:
        names[CONTINUITY] = pgettext("who did it", "the continuity sheet")
    return names


def came_from(vault: Vault, grant: CaseloadGrant) -> str:
    """Return the name of who handed a caseload over to whose it is; empty where nobody did."""
    names, owner = names_of(vault), owner_now(vault.header, grant)
    first = first_owner(vault.header, grant, names)
    return "" if first == owner else names.get(first, "")


def left_or_leaving(vault: Vault, leaving: str = "") -> dict[str, str]:
    """Return the names of who left, by uid, and of who is taken for having left as well."""
    header = vault.header
    listed = known_former(vault.service, keepers_ever(header), signers(header))
    former = dict.fromkeys(vault.service.left_at, "")  # also where their row was taken out
    former |= {uid: each.name for uid, each in listed.items()}
    return former | {each.uid: each.name for each in vault.header.people if each.uid == leaving}


def people_page_data(vault: Vault) -> PeoplePageData:
    """Return who is in the service, and what waits."""
    header = vault.header
    said_no = noes(vault.service, header)
    return PeoplePageData(
        people=tuple(_person(vault, each) for each in header.people),
        caseloads=tuple(_caseload(vault, each, said_no) for each in header.caseloads),
        has_continuity=header.continuity is not None,
        continuity_used=is_envelope_open(vault),
        unconfirmed_at=_unconfirmed_at(vault),
        cost=header.cost,
        today=vault.today(),
        signed_ahead=_signed_ahead(vault),
        is_older_continuity=header.continuity is not None and header.continuity_verify is None,
        old_sheet=old_sheet(vault),
    )


def old_sheet(vault: Vault) -> OldSheet:
    """Return what still needs the continuity sheet of before."""
    found = needing_old_sheet(vault)
    away = next((each for each in found.places if each != HERE), "")
    names = tuple(_name(vault.header, each) for each in found.owners)
    return OldSheet(HERE in found.places, away, names)


def caseload_line(vault: Vault, caseload: str) -> CaseloadLine:
    """Return how one caseload stands."""
    return next(each for each in people_page_data(vault).caseloads if each.id == caseload)


def _signed_ahead(vault: Vault) -> date | None:
    latest, now = vault.day_of_covers(), vault.service.now().astimezone().date()
    return latest if latest > now else None


def _person(vault: Vault, person: Person) -> PersonLine:
    return PersonLine(
        uid=person.uid,
        name=person.name,
        roles=person.roles,
        is_you=person.uid == vault.person.uid,
        key_file=person.passphrase.terms.key_file,
        obstacles=tuple(_obstacles(vault, person)),
    )


def _obstacles(vault: Vault, person: Person) -> Iterator[Obstacle]:
    header = vault.header
    keepers = [each.uid for each in header.people if "keeper" in each.roles]
    if person.uid == vault.person.uid:
        yield "yourself"
    if owned_by(header, person.uid):
        yield "caseloads"
    if keepers == [person.uid]:
        yield "last-keeper"


def _caseload(vault: Vault, grant: CaseloadGrant, said_no: Mapping[str, datetime]) -> CaseloadLine:
    header, today = vault.header, vault.day_of_covers()
    owner = owner_now(header, grant)
    first = came_from(vault, grant)
    is_older = lacks_sheet(vault.service, header, grant)
    leaves = [_with_no(vault, each, today) for each in header.covers_of(grant.id)]
    no = said_no.get(owner)
    return CaseloadLine(
        id=grant.id,
        owner=owner,
        owner_name=_name(header, owner),
        first_owner=first,
        leaves=tuple(leaves),
        key_waits=grant.is_stale or _is_known_to_others(header, grant, owner, today),
        on_continuity=bool(grant.boxes_for(CONTINUITY)) and not is_older,
        on_older_continuity=is_older,
        awaits_owner=awaits_first_sign_in(vault, grant),
        no_to_sheet_on=no.astimezone().date() if no is not None else None,
    )


def _with_no(vault: Vault, cover: Cover, today: date) -> LeaveLine:
    leave, no = _leave(vault, cover, today), said_no_at(vault, cover.caseload, cover.to)
    if no is None or leave.standing == "over":
        return leave
    barred = is_barred(vault, cover.caseload, cover.to)
    return replace(leave, said_no_on=no.astimezone().date(), is_barred=barred)


def _leave(vault: Vault, cover: Cover, today: date) -> LeaveLine:
    header = vault.header
    name, is_begun = _name(header, cover.to), not waits_for_owner(header, cover)
    until = None if cover.until == HANDED_OVER else date.fromisoformat(cover.until)
    if has_ended(cover.until, today):
        return LeaveLine(cover.to, name, until, "over")
    if lacks_a_second(header, cover):
        standing: Leave = "hand_over_needs_second" if until is None else "needs_second"
        may_agree = may_keep_people(vault) and vault.person.uid != cover.to
        return LeaveLine(cover.to, name, until, standing, may_agree)
    if not is_begun and is_declined(vault, cover):
        declined: Leave = "hand_over_declined" if until is None else "declined"
        return LeaveLine(cover.to, name, until, declined)
    if until is None:
        return LeaveLine(cover.to, name, until, "handed_over" if is_begun else "hand_over_waits")
    return LeaveLine(cover.to, name, until, "begun" if is_begun else "waits")


def _is_known_to_others(header: Header, grant: CaseloadGrant, owner: str, today: date) -> bool:
    covering = [each.to for each in header.covers_of(grant.id) if not has_ended(each.until, today)]
    return not {box.to for box in grant.boxes} <= {owner, CONTINUITY, *covering}


def _unconfirmed_at(vault: Vault) -> datetime | None:
    found = unconfirmed(vault.service, vault.header, CONTINUITY)
    return found.shown_at if found is not None and not found.is_only_one else None


def is_envelope_open(vault: Vault) -> bool:
    """Whether the continuity sheet was used, and no new one was made since.

    A service that was moved to another laptop with it, or of which it restored a file, tells so by
    who is said to have done that.
    """
    found = audit.believed(
        vault.service, ("continuity_used", NOTED, "restored", MOVED, "continuity_renewed")
    )
    told = [e for e in found if e.action not in {"restored", MOVED} or e.by == CONTINUITY]
    return any(each.action != "continuity_renewed" for each in told[-1:])


def _name(header: Header, uid: str) -> str:
    person = header.person(uid)
    return person.name if person is not None else ""
