"""Going on with another course, as rows: kept whole, taken back whole."""

from datetime import date, timedelta

from tests.support.record.records import a_client, an_appointment
from therapist_app.record.clients import appointments, clients, course_moves
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import Client, CountedLine, CourseMove, PlannedBefore


def a_move(caseload: Caseload, client: Client, planned: str = "") -> CourseMove:
    before = (PlannedBefore(planned, "BC3", 1, "", None, 1),) if planned else ()
    return CourseMove(
        id=caseload.new_id(),
        client_id=client.id,
        from_programme="pps-brief",
        from_version="0.1.0",
        from_track="T-SHORT",
        from_status="active",
        from_held_before=("S01",),
        from_held_before_on=date(2026, 2, 2),
        to_programme="pps-core",
        to_version="0.3.0",
        to_track="T-PREV",
        lines=(CountedLine("S01", True, "Held word for word"), CountedLine("S02", False, "")),
        planned=before,
        reason="Wants more time",
        decided_by="Ana Example",
        decided_at=caseload.now(),
    )


def test_a_move_is_read_as_it_was_kept_and_marks_what_was_met_for(caseload: Caseload) -> None:
    client, other = a_client(caseload, code="K4-501"), a_client(caseload, code="K4-502")
    for each in (client, other):
        clients.add(caseload, each)
    held = an_appointment(caseload, client, state="signed")
    to_come = an_appointment(
        caseload, client, state="planned", planned_for=held.planned_for + timedelta(days=7)
    )
    elses = an_appointment(caseload, other, state="signed")
    for meeting in (held, to_come, elses):
        appointments.add(caseload, meeting)
    move = a_move(caseload, client, to_come.id)

    course_moves.add(caseload, move)

    assert course_moves.of_clients(caseload, (client.id, other.id)) == (move,)
    assert course_moves.that_stand(caseload, (client.id,)) == (move,)
    assert course_moves.moved_clients(caseload) == {client.id}
    marked = {
        each: appointments.load(caseload, each).earlier_programme
        for each in (held.id, to_come.id, elses.id)
    }
    assert marked == {held.id: "pps-brief", to_come.id: "", elses.id: ""}

    course_moves.take_back(caseload, move, "Bo Example", "Stays after all")

    assert appointments.load(caseload, held.id) == held
    assert course_moves.that_stand(caseload, (client.id,)) == ()
    assert course_moves.moved_clients(caseload) == frozenset()
    [kept] = course_moves.of_clients(caseload, (client.id,))
    assert (kept.undone_by, kept.undo_reason) == ("Bo Example", "Stays after all")
    assert kept.undone_at is not None


def test_in_the_list_what_was_held_before_was_seen_and_is_not_held(caseload: Caseload) -> None:
    client = a_client(caseload, code="K4-503")
    clients.add(caseload, client)
    held = an_appointment(caseload, client, state="signed", plan_id="S01")
    missed = an_appointment(
        caseload, client, state="missed", planned_for=held.planned_for + timedelta(days=7)
    )
    for meeting in (held, missed):
        appointments.add(caseload, meeting)
    course_moves.add(caseload, a_move(caseload, client))

    [row] = clients.list_rows(caseload)

    assert (row.sessions_held, row.last_plan) == (0, "")
    assert row.last_seen == held.planned_for
