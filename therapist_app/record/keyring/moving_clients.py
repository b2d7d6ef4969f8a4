"""One client who goes over to a colleague: offered by the owner, taken over by the colleague.

Nobody else's key is needed: the owner's session seals the client's rows to the colleague, whose
session takes them into their own caseload. Until then the client stays where they are.
"""

from dataclasses import dataclass, replace

from therapist_app.record.client_rights import client_moves, protection
from therapist_app.record.client_rights.arriving_rows import can_be_taken_in
from therapist_app.record.client_rights.client_moves import Rows
from therapist_app.record.client_rights.client_rows import CLIENTS
from therapist_app.record.client_rights.erasing import hash_of
from therapist_app.record.clients import appointments
from therapist_app.record.crypto.signing import sign
from therapist_app.record.errors import ClientProtected, NotAllowed, NotPossibleYet
from therapist_app.record.header.caseload_access import owned_by, owner_now
from therapist_app.record.header.header import Header, Person
from therapist_app.record.service_model import ClientMove
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Arriving:
    """A client whom somebody offers to the person signed in.

    Attributes:
        rows: All that comes with them, by table; None where it cannot be had now: whoever has
            the caseload open was cut off, or packed it with another version of the program.

    """

    move: ClientMove
    rows: Rows | None

    @property
    def code(self) -> str:
        """The client's code; empty where it cannot be had now."""
        return str(self.rows[CLIENTS][0]["code"]) if self.rows else ""


def colleagues(header: Header, uid: str) -> tuple[Person, ...]:
    """Return to whom somebody's client could go: other therapists with clients of their own."""
    return tuple(
        each
        for each in header.people
        if each.uid != uid and "therapist" in each.roles and owned_by(header, each.uid)
    )


def is_owner(vault: Vault) -> bool:
    """Return whether the clients that are worked with belong to the person signed in."""
    grant = vault.header.grant(vault.caseload_id or "")
    return grant is not None and owner_now(vault.header, grant) == vault.person.uid


def offer(vault: Vault, client_id: str, to: str) -> None:
    """Offer a client of the caseload in use to a colleague.

    Raises:
        NotAllowed: The caseload is somebody else's, or they are no colleague with clients.
        ClientProtected: The record is restricted.
        NotPossibleYet: "session-runs", or "offered-already".

    """
    caseload_id = vault.caseload_id
    if caseload_id is None or not is_owner(vault):
        raise NotAllowed("caseload")
    if to not in {each.uid for each in colleagues(vault.header, vault.person.uid)}:
        raise NotAllowed("not-a-therapist")
    _offer(vault, caseload_id, client_id, to)


def own_list(vault: Vault) -> str:
    """Return the caseload of one's own that clients who were handed over could join; else empty."""
    found = {each.id: each.access for each in vault.caseload_choices()}
    if found.get(vault.caseload_id or "") != "handed_over":
        return ""
    return next((each for each, access in found.items() if access == "own"), "")


def move_to_own_list(vault: Vault, client_id: str) -> str:
    """Move a client who came with a hand-over to one's own others; return that caseload.

    Both caseloads are one person's, so that they offer and take over at once. Cut off in between,
    the client is offered to themselves.

    Raises:
        NotAllowed: Those in use did not come with a hand-over, or there is no list of one's own.
        ClientProtected: The record is restricted.
        NotPossibleYet: "session-runs", or "offered-already".

    """
    caseload_id, own = vault.caseload_id, own_list(vault)
    if caseload_id is None or not own:
        raise NotAllowed("caseload")
    move = _offer(vault, caseload_id, client_id, vault.person.uid)
    take_over(vault, move.id)
    return own


def _offer(vault: Vault, caseload_id: str, client_id: str, to: str) -> ClientMove:
    if protection.restriction_of(vault.caseload, client_id) is not None:
        raise ClientProtected("restricted")
    meetings = appointments.for_client(vault.caseload, client_id)
    if any(each.state in {"in_progress", "on_hold"} for each in meetings):
        raise NotPossibleYet("session-runs")
    if client_moves.move_of(vault.service, client_id) is not None:
        raise NotPossibleYet("offered-already")
    client = hash_of(vault.service, client_id)
    move = ClientMove(
        id=vault.service.new_id(),
        client=client,
        turn=client_moves.next_turn(vault.service, vault.opened(caseload_id), client_id),
        from_caseload=caseload_id,
        to_person=to,
        offered_at=vault.service.now(),
        offered_by=vault.person.uid,
        offered_sign=b"",
    )
    statement = client_moves.offer_statement(vault.header.service_id, move)
    signed = sign(vault.credentials.keys.signing, statement)
    signed_move = replace(move, offered_sign=signed)
    client_moves.add(vault.service, signed_move)
    return signed_move


def take_back(vault: Vault, client_id: str) -> None:
    """Keep a client who was offered and whom nobody has taken over.

    Raises:
        NotAllowed: The caseload is somebody else's.
        NotPossibleYet: "not-offered".

    """
    if not is_owner(vault):
        raise NotAllowed("caseload")
    move = client_moves.move_of(vault.service, client_id)
    if move is None:
        raise NotPossibleYet("not-offered")
    client_moves.remember_taken_back(vault.caseload, move)
    client_moves.withdraw(vault.service, move)


def arriving(vault: Vault) -> tuple[Arriving, ...]:
    """Return the clients whom colleagues offer to the person signed in, the oldest offer first."""
    found = []
    for each in client_moves.under_way(vault.service):
        if each.to_person != vault.person.uid:
            continue
        move = _with_parcel(vault, each)
        opening, day = vault.credentials.keys.opening, vault.day_of_covers()
        rows = client_moves.rows_in(vault.service, vault.header, move, opening, day)
        found.append(Arriving(move, rows))
    return tuple(found)


def take_over(vault: Vault, move_id: str) -> str:
    """Take a client over into one's own caseload, and return their id.

    Killed at any instant, the client is in one of both caseloads, and in one alone as soon as
    both were opened again.

    Raises:
        NotPossibleYet: "not-offered": nobody offers them to this person any more, or they keep no
            caseload; "not-packed": the owner must sign in and lock once more.

    """
    found = next((each for each in arriving(vault) if each.move.id == move_id), None)
    own = next((each.id for each in vault.caseload_choices() if each.access != "cover"), None)
    if found is None or own is None:
        raise NotPossibleYet("not-offered")
    vault.open_caseload(own)
    if found.rows is None or not can_be_taken_in(vault.opened(own), found.rows):
        raise NotPossibleYet("not-packed")
    move = replace(
        found.move,
        ended_at=vault.service.now(),
        to_caseload=own,
        parcel_hash=client_moves.hash_of_parcel(found.move.parcel),
    )
    statement = client_moves.taking_statement(vault.header.service_id, move)
    signed = sign(vault.credentials.keys.signing, statement)
    client_moves.take(vault.service, replace(move, taken_sign=signed))
    for each in (own, move.from_caseload):
        if each in vault.open_caseloads:
            client_moves.settle_moves(vault.service, vault.opened(each))
    return str(found.rows[CLIENTS][0]["id"])


def _with_parcel(vault: Vault, move: ClientMove) -> ClientMove:
    """Pack a client afresh whose caseload is open in this very session, by cover.

    Of others an older parcel is none: it lacks what was written since.
    """
    if move.from_caseload not in vault.open_caseloads:
        day = vault.day_of_covers()
        is_newest = client_moves.is_packed_last(vault.service, vault.header, move, day)
        return move if is_newest else replace(move, parcel=None)
    opened = vault.opened(move.from_caseload)
    return replace(move, parcel=client_moves.parcel_of(vault.service, opened, move))
