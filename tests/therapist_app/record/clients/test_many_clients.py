"""What is asked of many clients at once: one reading each, and nothing of who is restricted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.client_rights import client_imports, consents, protection
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    filled_forms,
    identities,
    promises,
)
from therapist_app.record.clients.appointments import NothingPlanned
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.model import (
    Appointment,
    Client,
    Consent,
    CourseEvent,
    GateOverride,
    Identity,
    Promise,
    Restriction,
)
from therapist_app.record.vault.vault import Vault

DAY = timedelta(days=1)


def added(caseload: Caseload, code: str, **changes: Any) -> Client:
    client = a_client(caseload, code=code, **changes)
    clients.add(caseload, client)
    return client


def met(caseload: Caseload, client: Client, **changes: Any) -> Appointment:
    appointment = an_appointment(caseload, client, **changes)
    appointments.add(caseload, appointment)
    return appointment


@pytest.fixture
def three(caseload: Caseload) -> tuple[Client, Client, Client]:
    """Three clients; the record of the last one is restricted."""
    first, second, hidden = (added(caseload, f"K4-20{number}") for number in range(3))
    return first, second, hidden


def restrict(caseload: Caseload, client: Client) -> None:
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "accuracy", caseload.now())
    )


def test_clients_and_their_appointments_and_forms_are_read_together(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, second, _other = three
    later = met(caseload, first, planned_for=caseload.now() + DAY)
    sooner = met(caseload, second)
    filled = a_filled_form(caseload, first)
    filled_forms.add(caseload, filled)
    ids = [first.id, second.id]

    assert clients.with_ids(caseload, ids) == {first.id: first, second.id: second}
    assert appointments.of_clients(caseload, ids) == (sooner, later)
    assert filled_forms.for_clients(caseload, ids) == (filled,)
    assert filled_forms.every_version(caseload, first.id) == (filled,)


def test_whom_to_offer_a_session_is_found_by_what_was_held_and_what_is_planned(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, second, hidden = three
    met(caseload, first, state="held")
    since = caseload.now() - DAY

    found = appointments.nothing_planned(caseload, since)
    assert set(found.newcomers) == {second.id, hidden.id}
    assert (found.seen, found.out_of_sight) == ((first.id,), ())
    assert clients.met(caseload) == ((first.id, first.code),)
    assert clients.met(caseload, first.id) == ((first.id, first.code),)
    assert clients.met(caseload, second.id) == ()

    restrict(caseload, hidden)
    restrict(caseload, first)
    assert appointments.nothing_planned(caseload, since) == NothingPlanned((second.id,), (), ())
    assert clients.met(caseload) == ()


def test_who_was_not_seen_since_and_has_nothing_planned_is_out_of_sight(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, second, hidden = three
    restrict(caseload, hidden)
    long_ago = met(caseload, first, state="signed")
    later = long_ago.planned_for + 60 * DAY

    def found() -> NothingPlanned:
        return appointments.nothing_planned(caseload, later)

    assert set(found().out_of_sight) == {first.id, second.id}
    assert found().seen == found().newcomers == ()
    met(caseload, first, planned_for=later + DAY)
    assert found().out_of_sight == (second.id,)
    met(caseload, second, planned_for=later, state="missed")
    assert found() == NothingPlanned((), (second.id,), ())
    assert appointments.nothing_planned(caseload, long_ago.planned_for).out_of_sight == ()


def test_what_was_planned_before_and_never_answered_is_still_planned(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, _third = three
    long_ago = met(caseload, first)

    found = appointments.nothing_planned(caseload, long_ago.planned_for + 60 * DAY)

    assert first.id not in (*found.newcomers, *found.seen, *found.out_of_sight)


def test_who_has_something_planned_is_offered_nothing_more(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, _third = three
    met(caseload, first, state="held")
    met(caseload, first, planned_for=caseload.now() + DAY)

    assert appointments.nothing_planned(caseload, caseload.now() - DAY).seen == ()


def test_who_is_in_follow_up_comes_with_the_days_on_which_the_work_may_have_ended(
    caseload: Caseload,
) -> None:
    ended = added(caseload, "K4-300", status="follow_up")
    held = met(caseload, ended, state="held")

    [(client_id, days)] = clients.in_follow_up(caseload)

    assert client_id == ended.id
    assert days == {held.planned_for.astimezone().date()}


def test_who_has_a_form_and_began_no_session_is_before_the_course(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, second, restricted = three
    filled = [a_filled_form(caseload, each) for each in three]
    for each in filled:
        filled_forms.add(caseload, each)
    form = filled[0].form_id
    restrict(caseload, restricted)
    met(caseload, first, planned_for=caseload.now() + DAY)
    assert [each for each, _, _ in clients.before_the_course(caseload, form)] == [
        first.id,
        second.id,
    ]

    met(caseload, first, state="held")

    [(client_id, code, added_on)] = clients.before_the_course(caseload, form)
    assert (client_id, code, added_on) == (second.id, second.code, second.created_on)
    assert clients.before_the_course(caseload, form, first.id) == ()
    assert clients.before_the_course(caseload, "another-form") == ()


def test_where_an_appointment_was_agreed_for_at_first_is_found_while_it_is_planned(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, _third = three
    at = caseload.now()
    moved = met(caseload, first, planned_for=at + DAY, first_planned_for=at)

    assert appointments.moved_away(caseload, at, at + DAY, limit=9) == (moved,)
    assert appointments.moved_away(caseload, at + DAY, at + 2 * DAY, limit=9) == ()


def test_a_session_held_before_this_record_counts_as_the_last_that_was_seen(
    caseload: Caseload,
) -> None:
    client = added(caseload, "K4-301", held_before=("S01", "S02"), held_before_on=date(2026, 2, 2))

    [row] = clients.list_rows(caseload)

    assert (row.id, row.last_plan) == (client.id, "S02")
    assert row.last_seen is not None
    assert row.last_seen.astimezone().date() == date(2026, 2, 2)


def test_what_was_decided_in_all_courses_is_read_from_a_moment_on(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, hidden = three
    at = caseload.now()
    event = CourseEvent(caseload.new_id(), first.id, "status", "", "paused", "Ill", at)
    override = GateOverride(caseload.new_id(), first.id, "G3", "S05", "Why", "Bo Example", at)
    course_events.add(caseload, event)
    course_events.add_override(caseload, override)
    course_events.add(
        caseload, CourseEvent(caseload.new_id(), hidden.id, "status", "", "paused", "Ill", at)
    )
    restrict(caseload, hidden)

    assert course_events.since(caseload, at) == (event,)
    assert course_events.overrides_since(caseload, at) == (override,)
    assert course_events.since(caseload, at + DAY) == ()
    assert course_events.overrides_since(caseload, at + DAY) == ()


def test_promises_are_found_by_the_day_on_which_they_fall_due(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, _third = three
    due = date(2026, 3, 4)
    promise = Promise(
        caseload.new_id(), first.id, "next_contact", None, None, due, "", caseload.now(), "Ana"
    )
    promises.add(caseload, promise)

    assert promises.due_between(caseload, due, due) == (promise,)
    assert promises.due_between(caseload, due + DAY, due + 2 * DAY) == ()


def test_a_search_by_name_reads_names_and_is_noted_each_time(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, second, hidden = three
    for client, name in ((first, "Ruben Halloway"), (second, ""), (hidden, "Merike Tamm")):
        identities.save(caseload, Identity(client.id, "named", name, "", "1990-02-28", ""))
    restrict(caseload, hidden)

    identities.note_search(caseload)
    known = identities.names_and_birth_dates(caseload)

    assert sorted(known) == [("Merike Tamm", "1990-02-28"), ("Ruben Halloway", "1990-02-28")]
    assert {each.client_id for each in identities.everybody(caseload)} == {
        client.id for client in three
    }
    searched = [each for each in audit.entries(caseload) if each.action == "names_searched"]
    assert len(searched) == 2


def test_an_alert_that_is_continued_is_answered_with_the_later_one_until_it_opens_again(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    filled = a_filled_form(caseload, three[0])
    filled_forms.add(caseload, filled)
    lower, added_one, higher = (
        an_alert(caseload, filled, question_id=question, level=level)
        for question, level in (("q9", "watch"), ("q8", "watch"), ("q7", "urgent"))
    )
    alerts.open_alert(caseload, lower)
    alerts.open_alert(caseload, higher)
    alerts.continue_in(caseload, lower, higher)

    assert lower.is_open
    assert not alerts.load(caseload, lower.id).is_open
    assert alerts.answering(caseload, lower.id).id == higher.id
    assert alerts.answering(caseload, higher.id).id == higher.id
    assert [each.id for each in alerts.added_to(caseload, higher.id)] == [lower.id]

    alerts.open_alert(caseload, added_one)
    alerts.open_again(caseload, lower, [added_one])
    assert alerts.answering(caseload, lower.id).id == lower.id
    assert [each.id for each in alerts.added_to(caseload, lower.id)] == [added_one.id]


def test_a_list_that_was_imported_is_undone_as_a_whole(vault: Vault) -> None:
    caseload = vault.caseload
    at = caseload.now()
    for number in range(2):
        added(caseload, f"K4-40{number}", imported_at=at)
    stays = added(caseload, "K4-409")
    [before] = client_imports.all_lists(caseload)

    assert (before.at, before.clients, before.in_use) == (at, 2, False)
    assert client_imports.undo(caseload, vault.service, at) == 2

    assert [each.id for each in clients.list_rows(caseload)] == [stays.id]
    assert client_imports.all_lists(caseload) == ()


def test_a_list_stays_once_work_with_one_of_its_clients_has_begun(vault: Vault) -> None:
    caseload = vault.caseload
    at = caseload.now()
    brought = added(caseload, "K4-400", imported_at=at)
    met(caseload, brought, state="in_progress", started_at=at)

    with pytest.raises(NotPossibleYet):
        client_imports.undo(caseload, vault.service, at)

    assert [each.id for each in clients.list_rows(caseload)] == [brought.id]


def test_a_decision_that_came_with_a_list_goes_with_it_and_one_of_later_keeps_it(
    vault: Vault,
) -> None:
    caseload = vault.caseload
    at = caseload.now()
    brought = added(caseload, "K4-400", imported_at=at)
    came = Consent(
        id=caseload.new_id(),
        client_id=brought.id,
        topic="figures_used",
        text_id="Leaflet",
        text_version="1",
        decision="given",
        given_how="signed_paper",
        decided_at=at - DAY,
        imported_at=at,
    )
    consents.add(caseload, came)
    assert consents.for_client(caseload, brought.id) == (came,)
    assert [each.in_use for each in client_imports.all_lists(caseload)] == [False]

    later = replace(came, id=caseload.new_id(), decided_at=at, imported_at=None)
    consents.add(caseload, later)

    assert [each.in_use for each in client_imports.all_lists(caseload)] == [True]


def test_nobody_is_asked_what_became_of_the_appointment_of_a_restricted_client(
    caseload: Caseload, three: tuple[Client, Client, Client]
) -> None:
    first, _second, hidden = three
    asked = met(caseload, first, planned_for=caseload.now() - DAY)
    met(caseload, hidden, planned_for=caseload.now() - DAY)
    restrict(caseload, hidden)

    assert appointments.unanswered(caseload, caseload.now(), limit=9) == (asked,)


def test_who_was_taken_in_lately_is_not_out_of_sight_by_what_was_held_before_that(
    caseload: Caseload,
) -> None:
    since = caseload.now() + 60 * DAY
    lately = added(caseload, "K4-300", created_on=since.date())
    met(caseload, lately, state="signed")

    assert appointments.nothing_planned(caseload, since) == NothingPlanned((), (lately.id,), ())
    assert appointments.nothing_planned(caseload, since + DAY).out_of_sight == (lately.id,)
