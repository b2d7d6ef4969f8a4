"""One client who goes over to a colleague: what the owner offers, what the colleague is told."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from therapist_app.record.client_rights import client_moves
from therapist_app.record.database.columns import NO_SENSE, moment_from
from therapist_app.record.errors import SenselessValue
from therapist_app.record.keyring import moving_clients
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom a client could go."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A client who is on the way to a colleague.

    Attributes:
        name: Whose they are to be.
        since: The local day of the offer.
        can_take: Whether that colleague is in the service still, with clients of their own.

    """

    name: str
    since: date
    can_take: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """What can be said of a client who might go over to a colleague.

    Attributes:
        colleagues: To whom they could go.
        offered: To whom they are to go; None while they stay.
        is_owner: Whether the clients are the person's own to give.
        may_join: Whether they came with a hand-over, and could join the person's own others.

    """

    colleagues: tuple[Colleague, ...]
    offered: Offered | None
    is_owner: bool
    may_join: bool = False


@dataclass(frozen=True, slots=True)
class ArrivingClient:
    """A client whom a colleague offers to the person signed in.

    Attributes:
        code: Empty where the record cannot be had yet: the colleague must sign in and lock again.
        from_name: Whose they are now.
        open_alerts: Alerts that nobody has answered.
        open_promises: Promises that nobody has kept or let go.
        next_planned: The next session in the calendar, if there is one.

    """

    id: str
    code: str
    from_name: str
    open_alerts: int = 0
    open_promises: int = 0
    next_planned: datetime | None = None


def leaving(vault: Vault, client_id: str) -> Leaving:
    """Return whether and to whom a client could go over, or is about to."""
    found = moving_clients.colleagues(vault.header, vault.person.uid)
    move = client_moves.move_of(vault.service, client_id)
    offered = None
    if move is not None:
        name = names_of(vault).get(move.to_person, "")
        can_take = any(each.uid == move.to_person for each in found)
        offered = Offered(name, move.offered_at.astimezone().date(), can_take)
    colleagues = tuple(Colleague(each.uid, each.name) for each in found)
    may_join = bool(moving_clients.own_list(vault))
    return Leaving(colleagues, offered, moving_clients.is_owner(vault), may_join)


def offer_client(vault: Vault, client_id: str, to: str) -> None:
    """Offer a client of the caseload in use to a colleague.

    Raises:
        NotAllowed: They are somebody else's, or the colleague has no clients of their own.
        ClientProtected: The record is restricted.
        NotPossibleYet: A session runs, or the client is offered already.

    """
    require(vault, "move_client")
    moving_clients.offer(vault, client_id, to)


def move_to_own_list(vault: Vault, client_id: str) -> str:
    """Move a client who came with a hand-over to one's own others; return that caseload.

    Raises:
        NotAllowed: The clients in use did not come with a hand-over.
        ClientProtected: The record is restricted.
        NotPossibleYet: A session runs, or the client is offered already.

    """
    require(vault, "move_client")
    require(vault, "take_client_over")
    return moving_clients.move_to_own_list(vault, client_id)


def keep_client(vault: Vault, client_id: str) -> None:
    """Take an offer back.

    Raises:
        NotAllowed: They are somebody else's.
        NotPossibleYet: They are not offered any more.

    """
    require(vault, "move_client")
    moving_clients.take_back(vault, client_id)


def count_arriving(vault: Vault) -> int:
    """Return how many clients are offered to the person signed in."""
    return sum(each.to_person == vault.person.uid for each in client_moves.under_way(vault.service))


def count_gone(vault: Vault) -> int:
    """Return how many clients colleagues took over from this person since their last session."""
    me, since = vault.person.uid, vault.last_session
    return sum(
        each.offered_by == me and since is not None and each.ended_at >= since
        for each in client_moves.all_moves(vault.service)
        if each.taken_sign is not None and each.ended_at is not None
    )


def arriving_clients(vault: Vault) -> tuple[ArrivingClient, ...]:
    """Return the clients whom colleagues offer to the person signed in."""
    names = names_of(vault)
    return tuple(
        ArrivingClient(
            id=each.move.id,
            code=each.code,
            from_name=names.get(each.move.offered_by, ""),
            open_alerts=_open(each.rows, "alerts", "acknowledged_at", "answered_with"),
            open_promises=_open(each.rows, "promises", "closed_at"),
            next_planned=min(_planned(each.rows), default=None),
        )
        for each in moving_clients.arriving(vault)
    )


def take_client_over(vault: Vault, move_id: str) -> str:
    """Take a client over, and return their id; they are in one's own clients from now on.

    Raises:
        NotPossibleYet: Nobody offers them any more, or the colleague must sign in and lock once
            more.

    """
    require(vault, "take_client_over")
    return moving_clients.take_over(vault, move_id)


Rows = Mapping[str, list[dict[str, Any]]]


def _open(rows: Rows | None, table: str, *closed: str) -> int:
    found = (rows or {}).get(table, ())
    return sum(all(each.get(name) is None for name in closed) for each in found)


def _planned(rows: Rows | None) -> Iterator[datetime]:
    for each in (rows or {}).get("appointments", ()):
        if each.get("state") == "planned":
            with suppress(SenselessValue, *NO_SENSE):  # whoever packed it may have put anything
                yield moment_from(each["planned_for"])
