"""A second rater looks at a session, without the first ratings; then both stand side by side.

The first ratings are not read before the second rater has rated every item and the note is
signed, so that neither rater follows the other. Somebody of the service rates under their own
passphrase; what is typed in for somebody from outside is told with who typed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from programme.definition.definition import SessionPlan
from programme.definition.parts import FidelityItem
from programme.fidelity.agreement import Agreement, agreement
from therapist_app.record.clients import appointments, fidelity
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.second_raters import (
    SecondRater,
    about_session,
    not_signed,
    raters_key,
)
from therapist_app.record.model import Appointment, Rating, SecondRating
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.errors import SecondRatingRefused
from therapist_app.workflows.people.second_person import SecondPerson, colleagues, confirm
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.sessions.fidelity_so_far import HELD, agreement_so_far
from therapist_app.workflows.workspace import Workspace

RATINGS: Mapping[str, Rating] = {each: each for each in get_args(Rating)}


@dataclass(frozen=True, slots=True)
class SecondLine:
    """One fidelity item, and how the second rater saw it; None while it is open."""

    item: FidelityItem
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class SecondRatingPageData:
    """What the second rater is shown.

    Attributes:
        rater: Who has begun to rate; empty before anybody has.
        entered_by: The names of who typed in ratings that the rater did not sign, as far as entries
            tell.
        is_signed: Whether who rated signed every rating.

    """

    appointment: Appointment
    code: str
    title: str
    items: tuple[SecondLine, ...]
    rater: str
    entered_by: tuple[str, ...] = ()
    is_signed: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether every item is rated."""
        return all(each.rating is not None for each in self.items)

    @property
    def can_be_compared(self) -> bool:
        """Whether both ratings are there to stay."""
        return self.is_complete and self.appointment.state == "signed"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One item as both raters saw it; `first` is None where the therapist left it open."""

    item: FidelityItem
    first: Rating | None
    second: Rating


@dataclass(frozen=True, slots=True)
class RatingComparison:
    """Both ratings of one session, and all sessions of the caseload that were rated twice.

    Attributes:
        here: How far both agree on this session.
        so_far: How far both agree over all sessions.
        entered_by: Who typed in ratings of this session that the rater did not sign.
        is_signed: Whether who rated signed every rating of this session.
        entered: In how many of all sessions that is not so.

    """

    lines: tuple[ComparedLine, ...]
    rater: str
    here: Agreement
    so_far: Agreement
    entered_by: tuple[str, ...] = ()
    is_signed: bool = True
    entered: int = 0


def second_rating_page_data(workspace: Workspace, appointment_id: str) -> SecondRatingPageData:
    """Return the items of a session as the second rater meets them.

    Raises:
        SecondRatingRefused: The session was not held to its end.

    """
    appointment, plan = _held(workspace, appointment_id)
    given = fidelity.second_for_appointment(workspace.caseload, appointment_id)
    by_item: dict[str, Rating] = {each.item_id: each.rating for each in given}
    names = names_of(workspace.vault)
    by = not_signed(workspace.vault, appointment_id).get(appointment_id)
    return SecondRatingPageData(
        appointment=appointment,
        code=workspace.client(appointment.client_id).code,
        title=plan.public_title,
        items=tuple(SecondLine(item, by_item.get(item.id)) for item in plan.fidelity),
        rater=given[-1].rater if given else "",
        entered_by=tuple(sorted(names[each] for each in by or () if each in names)),
        is_signed=by is None,
    )


def rate_second(
    workspace: Workspace,
    appointment_id: str,
    item_id: str,
    rating: str,
    rater: str,
    *,
    confirmed: SecondRater | None = None,
) -> None:
    """Keep how the second rater saw one item, as `0`, `1`, `2` or `na`.

    Somebody of the service rates under their own name alone once their passphrase was right
    (`confirm_rater`), and signs each rating.

    Raises:
        SecondRatingRefused: The session still runs, or the rater has no name or is the therapist;
            "unconfirmed": they are in the service and did not confirm it.

    """
    named = colleague_named(workspace, rater)
    if named is not None and (confirmed is None or named.uid != confirmed.uid):
        raise SecondRatingRefused("unconfirmed")
    if not may_rate(workspace, rater):
        raise SecondRatingRefused("rater")
    _held(workspace, appointment_id)
    name = rater.strip() if named is None else named.name
    row = SecondRating(appointment_id, item_id, RATINGS[rating], name, workspace.now())
    signed = () if named is None or confirmed is None else confirmed.signed(row)
    fidelity.rate_second(workspace.caseload, row, signed)


def confirm_rater(workspace: Workspace, second: SecondPerson, appointment_id: str) -> SecondRater:
    """Return a colleague whose passphrase is right as who rates a session; it touches no database.

    Raises:
        RecordError: As for `second_person.confirm`.

    """
    key = raters_key(workspace.vault.sources)
    about = about_session(appointment_id, key.public)
    return SecondRater(confirm(workspace.vault, second, about), key)


def colleague_named(workspace: Workspace, rater: str) -> PersonEntry | None:
    """Return who else in the service has a name; practice asks nobody."""
    name = _folded(rater)
    people = colleagues(workspace.vault)
    return next((each for each in people if _folded(each.name) == name), None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def may_rate(workspace: Workspace, rater: str) -> bool:
    """Return whether somebody of that name may be the second rater: anybody but the therapist."""
    name = _folded(rater)
    return bool(name) and name != _folded(workspace.vault.person.name)


def comparison(workspace: Workspace, appointment_id: str) -> RatingComparison:
    """Return both ratings side by side.

    Raises:
        SecondRatingRefused: An item has no second rating yet, or the note is not signed.

    """
    page = second_rating_page_data(workspace, appointment_id)
    if not page.can_be_compared:
        raise SecondRatingRefused("open")
    rated = fidelity.for_appointment(workspace.caseload, appointment_id)
    first: dict[str, Rating] = {each.item_id: each.rating for each in rated}
    lines = tuple(
        ComparedLine(each.item, first.get(each.item.id), each.rating)
        for each in page.items
        if each.rating is not None
    )
    pairs = [(line.first, line.second) for line in lines if line.first is not None]
    return RatingComparison(
        lines=lines,
        rater=page.rater,
        here=agreement(pairs),
        so_far=agreement_so_far(workspace),
        entered_by=page.entered_by,
        is_signed=page.is_signed,
        entered=len(not_signed(workspace.vault)),
    )


def _held(workspace: Workspace, appointment_id: str) -> tuple[Appointment, SessionPlan]:
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state not in HELD:
        raise SecondRatingRefused("running")
    return appointment, plan_of(workspace, appointment)
