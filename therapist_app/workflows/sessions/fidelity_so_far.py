"""The fidelity of sessions that were held, as the programme counts sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from programme.definition.definition import Programme
from programme.fidelity.agreement import Agreement, agreement
from programme.fidelity.rated_sessions import (
    RatedMeeting,
    RatedSession,
    rated_sessions,
    second_ratings_wanted,
)
from therapist_app.record.clients import appointments, fidelity
from therapist_app.record.clients.fidelity import ByMeeting
from therapist_app.record.model import Appointment
from therapist_app.workflows.course.following_a_plan import plan_ids_of, programme_of_meeting
from therapist_app.workflows.workspace import Workspace

QUARTER = timedelta(weeks=13)
HELD = frozenset({"held", "signed"})


@dataclass(frozen=True, slots=True)
class DoubleRating:
    """How many sessions of the last quarter were rated twice.

    Attributes:
        held: How many sessions were held.
        rated: How many of them a second rater has rated.
        wanted: How many that should be by now.
        proposed: A meeting to rate next, picked by chance; None where none is left.

    """

    held: int
    rated: int
    wanted: int
    proposed: Appointment | None

    @property
    def is_due(self) -> bool:
        """Whether too few were rated, and there is one to rate."""
        return self.rated < self.wanted and self.proposed is not None


def sessions_rated(workspace: Workspace, client_id: str) -> tuple[RatedSession, ...]:
    """Return the sessions that were held with a client, with the ratings of both raters."""
    held = [
        each
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.state in HELD
    ]
    return sessions_in(workspace, client_id, held)


def sessions_in(
    workspace: Workspace, client_id: str, held: Iterable[Appointment]
) -> tuple[RatedSession, ...]:
    """Return the sessions that a client's meetings come to, in the order of the meetings."""
    ids = (client_id,)
    first = fidelity.of_clients(workspace.caseload, ids)
    second = fidelity.second_of_clients(workspace.caseload, ids)
    of_course: dict[tuple[str, str], list[Appointment]] = {}
    for each in held:
        of_course.setdefault((each.earlier_programme, each.earlier_version), []).append(each)
    return tuple(
        session
        for meetings in of_course.values()
        for session in sessions_as_rated(
            programme_of_meeting(workspace, meetings[0]), meetings, first, second
        )
    )


def sessions_as_rated(
    programme: Programme, held: Iterable[Appointment], first: ByMeeting, second: ByMeeting
) -> tuple[RatedSession, ...]:
    """Return the same from the ratings of both raters."""
    meetings = [
        RatedMeeting(
            id=each.id,
            plan_ids=plan_ids_of(each),
            occurrence=each.occurrence,
            rest_follows=each.rest_follows,
            first=first.get(each.id, {}),
            second=second.get(each.id, {}),
        )
        for each in held
    ]
    return rated_sessions(programme, meetings)


def agreement_so_far(workspace: Workspace) -> Agreement:
    """Return how far both raters agree over every session of the caseload that has two."""
    return agreement_of(
        session
        for client_id in fidelity.clients_rated(workspace.caseload)
        for session in sessions_rated(workspace, client_id)
    )


def agreement_of(sessions: Iterable[RatedSession]) -> Agreement:
    """Return how far both raters agree over all these sessions."""
    return agreement((pair.first, pair.second) for each in sessions for pair in each.pairs)


def double_rating(workspace: Workspace) -> DoubleRating:
    """Return how many sessions of the last quarter were rated twice, and which to rate next.

    The one to rate is picked by its random id, so that nobody picks the best ones.
    """
    held, twice, proposed = appointments.sessions_since(
        workspace.caseload, quarter_start(workspace)
    )
    return DoubleRating(
        held=held,
        rated=twice,
        wanted=second_ratings_wanted(held, workspace.programme.second_rated_one_in),
        proposed=appointments.load(workspace.caseload, proposed) if proposed else None,
    )


def quarter_start(workspace: Workspace) -> datetime:
    """Return the moment at which the last quarter of a year began."""
    return workspace.now() - QUARTER
