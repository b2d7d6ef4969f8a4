"""What the keeper of a service does with people: take in, let cover, hand over, take out.

    outcome = carry_out(vault, LetCover(caseload, to, until))

Each says what happens next as a fixed word, so that the window can tell it in one sentence.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

from typing_extensions import override

from session_forms.words.list_words import together
from therapist_app.record.backups.awaiting import is_awaited, put_back_by_sheet
from therapist_app.record.backups.older_sheets import back_up_for_new_sheet
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import CONTINUITY, NewPerson, Role
from therapist_app.record.keyring import covering, new_sheets, people
from therapist_app.record.keyring.new_sheets import NewContinuity
from therapist_app.record.keyring.people import Joined, add_person
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.declined_covers import ask_anew
from therapist_app.workflows.people.seeing_people import caseload_line
from therapist_app.workflows.people.standing_noes import check_no
from therapist_app.workflows.permissions import require

Next = Literal[
    "cover_begun",
    "cover_waits",
    "needs_second",
    "handed_over",
    "hand_over_waits",
    "key_changed",
    "key_waits",
    "no_key_to_change",
    "roles_changed",
    "notice_given",
    "notice_runs",
    "begun_anew",
    "begun_anew_yourself",
    "removed",
    "clock_corrected",
    "owner_sheet_used",
    "continuity_sheet_used",
    "owner_sheet_used_in_vain",
    "continuity_sheet_used_in_vain",
]
SheetKind = Literal["owner", "continuity"]


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """Give somebody other roles."""

    uid: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeginAnew:
    """Give an empty caseload to a therapist who handed theirs over."""

    uid: str


@dataclass(frozen=True, slots=True)
class LetCover:
    """Let somebody open a caseload until a day, that day included."""

    caseload: str
    to: str
    until: date


@dataclass(frozen=True, slots=True)
class HandOverClients:
    """Let a caseload become somebody else's."""

    caseload: str
    to: str


@dataclass(frozen=True, slots=True)
class AgreeToCover:
    """Agree, as another keeper, to what a keeper gave to themselves."""

    caseload: str
    to: str


@dataclass(frozen=True, slots=True)
class EndCover:
    """Take leave back, before its day or before it began."""

    caseload: str
    to: str


@dataclass(frozen=True, slots=True)
class UseSheet:
    """Give a caseload's key to everybody with leave, by a sheet, when its owner cannot come.

    Attributes:
        kind: Whose sheet: the owner's own, or the service's continuity sheet.
        typed: What was typed from it.

    """

    caseload: str
    kind: SheetKind
    typed: str

    @override
    def __repr__(self) -> str:
        return "UseSheet()"


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Take somebody out of the service, and change the key that they know."""

    uid: str


@dataclass(frozen=True, slots=True)
class CorrectClock:
    """Say that this laptop's day is right, though a later one was signed."""


Request = (
    ChangeRoles
    | BeginAnew
    | LetCover
    | HandOverClients
    | AgreeToCover
    | EndCover
    | UseSheet
    | TakeOut
    | CorrectClock
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and what happens next.

    Attributes:
        who: The name of whom it is about, or of all who can or could open the clients.
        owner: The name of whose clients they are.
        until: The last day of a cover, or from when a role can be taken.
        first_owner: The name of who had the clients first, where the owner was given them.

    """

    next: Next
    who: str = ""
    owner: str = ""
    until: date | None = None
    first_owner: str = ""


def take_in(vault: Vault, name: str, roles: tuple[str, ...], passphrase: bytearray) -> Joined:
    """Take somebody into the service, who typed their own passphrase; it is wiped.

    Raises:
        NotAllowed: Only a keeper may.
        PassphraseTooWeak: It breaks a rule; nothing was changed.

    """
    try:
        require(vault, "add_person")
    except Exception:
        wipe(passphrase)
        raise
    return add_person(vault, NewPerson(name, _known(roles), passphrase))


def confirm_joined(vault: Vault, joined: Joined) -> None:
    """Note that somebody just taken in typed their sheet back.

    Raises:
        NotAllowed: Only a keeper may.

    """
    require(vault, "add_person")
    new_sheets.confirm_first_sheet(vault, joined.uid)


def renew_continuity(vault: Vault, typed: str) -> NewContinuity:
    """Return a new continuity sheet, or a first one; it opens nothing until it was confirmed.

    Args:
        vault: A keeper's.
        typed: What was typed from the one of now; nothing where that is lost.

    Raises:
        NotAllowed: Only a keeper may.
        WrongSheet: It was mistyped, or is not the one of now.

    """
    require(vault, "renew_continuity_sheet")
    return new_sheets.new_continuity(vault, typed)


def confirm_continuity(vault: Vault, new: NewContinuity) -> None:
    """Put a continuity sheet in force that was typed back, and back up what is open.

    What still needs the sheet of before, `old_sheet` says.

    Raises:
        NotAllowed: Only a keeper may.

    """
    require(vault, "renew_continuity_sheet")
    new_sheets.confirm_continuity(vault, new)
    back_up_for_new_sheet(vault, lambda _done, _whole: None)


def keep_old_continuity(vault: Vault) -> None:
    """Go on with the continuity sheet of before, where a new one was never typed back.

    Raises:
        NotAllowed: Only a keeper may.

    """
    require(vault, "renew_continuity_sheet")
    new_sheets.give_up_new_sheet(vault, CONTINUITY)


def carry_out(vault: Vault, request: Request) -> Outcome:
    """Do what a keeper asks for, and return what happens next.

    Raises:
        NotAllowed: Only a keeper may; the detail says where it makes no sense.
        NotPossibleYet: Something must be done first; the detail says what.
        WrongSheet: A sheet was mistyped, or is another one.

    """
    match request:
        case ChangeRoles():
            return _change_roles(vault, request)
        case BeginAnew():
            return _begin_anew(vault, request)
        case LetCover():
            return _let_cover(vault, request)
        case HandOverClients():
            return _hand_over(vault, request)
        case AgreeToCover():
            return _agree(vault, request)
        case EndCover():
            return _end_cover(vault, request)
        case UseSheet():
            return _use_sheet(vault, request)
        case TakeOut():
            return _take_out(vault, request)
        case CorrectClock():
            require(vault, "correct_clock")
            people.correct_clock(vault)
            return Outcome("clock_corrected", until=vault.day_of_covers())
        case _:
            assert_never(request)


def _change_roles(vault: Vault, asked: ChangeRoles) -> Outcome:
    require(vault, "change_roles")
    try:
        people.change_roles(vault, asked.uid, _known(asked.roles))
    except NotPossibleYet as error:
        return _noticed(vault, asked.uid, error)
    if "therapist" not in asked.roles:  # who sees no clients stands in for nobody
        for each in [cover for cover in vault.header.covers if cover.to == asked.uid]:
            covering.end_cover(vault, each.caseload, asked.uid)
    return Outcome("roles_changed", _name(vault, asked.uid))


def _noticed(vault: Vault, uid: str, error: NotPossibleYet) -> Outcome:
    """Give notice to a keeper whose role cannot be taken yet, and return when it can."""
    if error.detail != "notice":
        raise error
    has_notice = people.notice_ends(vault, uid) is not None
    if not has_notice:
        people.give_notice(vault, uid)
    ends = people.notice_ends(vault, uid)
    until = ends.astimezone().date() if ends is not None else None
    return Outcome("notice_runs" if has_notice else "notice_given", _name(vault, uid), until=until)


def _begin_anew(vault: Vault, asked: BeginAnew) -> Outcome:
    require(vault, "change_roles")
    people.begin_anew(vault, asked.uid)
    if asked.uid != vault.person.uid:
        return Outcome("begun_anew", _name(vault, asked.uid))
    [own, *_others] = vault.caseload_choices()
    vault.use_caseload(own.id)
    return Outcome("begun_anew_yourself")


def _let_cover(vault: Vault, asked: LetCover) -> Outcome:
    require(vault, "grant_cover")
    covering.grant_cover(vault, asked.caseload, asked.to, asked.until)
    ask_anew(vault, asked.caseload, asked.to)
    return _given(vault, asked.caseload, asked.to)


def _hand_over(vault: Vault, asked: HandOverClients) -> Outcome:
    require(vault, "hand_over_caseload")
    before = caseload_line(vault, asked.caseload)
    covering.hand_over(vault, asked.caseload, asked.to)
    ask_anew(vault, asked.caseload, asked.to)
    given = _given(vault, asked.caseload, asked.to)
    return replace(given, owner=before.owner_name, first_owner=before.first_owner)


def _agree(vault: Vault, asked: AgreeToCover) -> Outcome:
    require(vault, "agree_to_cover_of_a_keeper")
    covering.agree_as_second(vault, asked.caseload, asked.to)
    return _given(vault, asked.caseload, asked.to)


def _given(vault: Vault, caseload: str, to: str) -> Outcome:
    leaves = caseload_line(vault, caseload).leaves
    leave = next(each for each in leaves if each.to == to)
    nexts: dict[str, Next] = {
        "begun": "cover_begun",
        "waits": "cover_waits",
        "handed_over": "handed_over",
        "hand_over_waits": "hand_over_waits",
    }
    which = nexts.get(leave.standing, "needs_second")
    return Outcome(which, leave.name, _owner(vault, caseload), leave.until)


def _end_cover(vault: Vault, asked: EndCover) -> Outcome:
    require(vault, "end_cover")
    had_key = _has_key(vault, asked.caseload, asked.to)
    covering.end_cover(vault, asked.caseload, asked.to)
    who, owner = _name(vault, asked.to), _owner(vault, asked.caseload)
    if not had_key:
        return Outcome("no_key_to_change", who, owner)
    waits = caseload_line(vault, asked.caseload).key_waits
    return Outcome("key_waits" if waits else "key_changed", who, owner)


def _use_sheet(vault: Vault, asked: UseSheet) -> Outcome:
    owner = _owner(vault, asked.caseload)
    require(vault, "use_continuity_sheet" if asked.kind == "continuity" else "use_sheet_of_another")
    check_no(vault, asked.caseload)
    if asked.kind == "continuity":
        covering.seal_with_continuity(vault, asked.caseload, asked.typed)
        is_here = _is_in_place(vault, asked, CONTINUITY)
        done: Next = "continuity_sheet_used" if is_here else "continuity_sheet_used_in_vain"
        return Outcome(done, _who_can_open(vault, asked.caseload), owner)
    covering.seal_with_sheet(vault, asked.caseload, asked.typed)
    grant = vault.header.grant(asked.caseload)
    assert grant is not None
    is_here = _is_in_place(vault, asked, owner_now(vault.header, grant))
    done = "owner_sheet_used" if is_here else "owner_sheet_used_in_vain"
    return Outcome(done, _who_can_open(vault, asked.caseload), owner)


def _is_in_place(vault: Vault, asked: UseSheet, holder: str) -> bool:
    """Whether the clients are here: after a move the sheet puts the backup that waits in place."""
    if not is_awaited(vault, asked.caseload):
        return True
    return put_back_by_sheet(vault, asked.caseload, holder, asked.typed)


def _take_out(vault: Vault, asked: TakeOut) -> Outcome:
    require(vault, "remove_person")
    name = _name(vault, asked.uid)
    try:
        people.remove_person(vault, asked.uid)
    except NotPossibleYet as error:
        return _noticed(vault, asked.uid, error)
    return Outcome("removed", name)


def _known(roles: tuple[str, ...]) -> tuple[Role, ...]:
    every: tuple[Role, ...] = ("keeper", "therapist", "lead")
    return tuple(each for each in every if each in roles)


def _has_key(vault: Vault, caseload: str, to: str) -> bool:
    grant = vault.header.grant(caseload)
    return grant is not None and bool(grant.boxes_for(to))


def _who_can_open(vault: Vault, caseload: str) -> str:
    leaves = caseload_line(vault, caseload).leaves
    return together([each.name for each in leaves if each.standing in {"begun", "handed_over"}])


def _name(vault: Vault, uid: str) -> str:
    person = vault.header.person(uid)
    return person.name if person is not None else ""


def _owner(vault: Vault, caseload: str) -> str:
    grant = vault.header.grant(caseload)
    return _name(vault, owner_now(vault.header, grant)) if grant is not None else ""
