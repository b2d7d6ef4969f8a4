"""From when retention is counted, and which backups hold a caseload."""

from datetime import UTC, date, datetime, timedelta

from tests.support.record.records import a_client, an_appointment
from therapist_app.record.backups.backup_list import backups_of
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import appointments, clients, course_events
from therapist_app.record.clients.clients import EndedCourse, ended_courses
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.model import Client, CourseEvent, LegalHold, Restriction


def an_ended(caseload: Caseload, code: str) -> Client:
    client = a_client(caseload, code=code, status="ended")
    clients.add(caseload, client)
    return client


def test_a_course_ended_with_the_last_that_happened_in_it(caseload: Caseload) -> None:
    now = caseload.now()
    met, decided, nothing = (an_ended(caseload, f"A{at}-000") for at in range(3))
    for days, state in ((3, "signed"), (20, "missed"), (90, "planned")):
        appointments.add(
            caseload,
            an_appointment(caseload, met, planned_for=now + timedelta(days=days), state=state),
        )
    event = CourseEvent(
        caseload.new_id(), decided.id, "status", "", "ended", "Why", now + timedelta(days=30)
    )
    course_events.add(caseload, event)

    found = ended_courses(caseload)

    assert [(each.client_id, each.ended_on) for each in found] == [
        (met.id, date(2026, 3, 22)),
        (decided.id, date(2026, 4, 1)),
        (nothing.id, date(2026, 3, 2)),
    ]
    assert ended_courses(caseload, decided.id) == (found[1],)


def test_the_events_of_several_courses_are_read_at_once(caseload: Caseload) -> None:
    first, second, other = (an_ended(caseload, f"D{at}-000") for at in range(3))
    for days, client in ((3, second), (1, first), (2, other)):
        at = caseload.now() + timedelta(days=days)
        course_events.add(
            caseload, CourseEvent(caseload.new_id(), client.id, "status", "", "ended", "Why", at)
        )

    found = course_events.of_clients(caseload, [second.id, first.id])

    assert [each.client_id for each in found] == [first.id, second.id]


def test_a_course_that_goes_on_or_is_on_hold_is_not_among_them(caseload: Caseload) -> None:
    clients.add(caseload, a_client(caseload))
    held = an_ended(caseload, "B0-000")
    protection.hold(caseload, LegalHold(caseload.new_id(), held.id, "A claim", caseload.now()))

    assert ended_courses(caseload) == ()


def test_a_restricted_record_is_among_them_and_marked(caseload: Caseload) -> None:
    client = an_ended(caseload, "C0-000")
    restriction = Restriction(caseload.new_id(), client.id, "retention", caseload.now())
    protection.restrict(caseload, restriction)

    assert ended_courses(caseload) == (EndedCourse(client.id, "C0-000", date(2026, 3, 2), True),)


def test_only_backups_of_that_caseload_that_are_still_there_are_told(service: ServiceFile) -> None:
    made = datetime(2026, 1, 5, 8, tzinfo=UTC)
    rows = [
        ("1", "mine", None),
        ("2", "mine", "2026-02-01T00:00:00.000000+00:00"),
        ("3", "service", None),
    ]
    with service.change("test", "test") as change:
        for key, database, removed_at in rows:
            change.execute(
                "INSERT INTO backups (id, database, place, file, generation, sha256, made_at,"
                " made_by, removed_at) VALUES (?, ?, '', ?, 1, ?, ?, 'me', ?)",
                (key * 32, database, f"{key}.tvb", bytes(32), made.isoformat(), removed_at),
            )

    [told] = backups_of(service, "mine")
    assert (told.file, told.place, told.made_at) == ("1.tvb", "", made)
