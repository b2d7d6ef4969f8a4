"""Whom the entries of a caseload since a moment are about."""

from contextlib import suppress

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.clients import (
    alerts,
    appointments,
    changed_clients,
    clients,
    filled_forms,
)
from therapist_app.record.clients.changed_clients import changed_since
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import Appointment, Client


@pytest.fixture
def two(caseload: Caseload) -> tuple[Client, Client]:
    """Two clients who are there before."""
    found = a_client(caseload), a_client(caseload, code="Z9-999")
    for each in found:
        clients.add(caseload, each)
    return found


def planned(caseload: Caseload, client: Client) -> Appointment:
    made = an_appointment(caseload, client)
    appointments.add(caseload, made)
    return made


def test_a_change_of_any_row_is_about_the_client_whose_it_is(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    first, second = two
    appointment = planned(caseload, first)
    mark = caseload.audit.mark
    assert changed_since(caseload, mark) == frozenset()

    filled = a_filled_form(caseload, second)
    filled_forms.add(caseload, filled)
    assert changed_since(caseload, mark) == {second.id}
    alerts.open_alert(caseload, an_alert(caseload, filled))
    assert changed_since(caseload, mark) == {second.id}
    note(
        caseload, "session_started", appointment.id
    )  # as what several changes make tells of itself
    assert changed_since(caseload, mark) == {first.id, second.id}
    assert changed_since(caseload, caseload.audit.mark) == frozenset()


def test_of_what_is_gone_or_is_of_nobody_in_particular_nobody_can_say_whom_it_is_about(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    appointment = planned(caseload, two[0])
    mark = caseload.audit.mark
    appointments.remove(caseload, appointment)
    assert changed_since(caseload, mark) is None

    mark = caseload.audit.mark
    note(caseload, "clients_imported", "caseload", ("2",))
    assert changed_since(caseload, mark) is None


@pytest.mark.usefixtures("two")
def test_a_mark_of_a_change_that_was_undone_tells_of_nobody(caseload: Caseload) -> None:
    known = caseload.audit.mark
    with suppress(ZeroDivisionError), caseload.change("client_changed", "client:gone") as change:
        change.audit("client_changed", "client:gone")
        undone = caseload.audit.mark
        raise ZeroDivisionError
    assert changed_since(caseload, undone) is None

    note(caseload, "record_opened", "client:gone")  # another entry of the same number
    assert caseload.audit.mark.n == undone.n
    assert changed_since(caseload, undone) is None
    assert changed_since(caseload, known) is None  # there is no such client


def test_of_too_many_entries_nobody_is_looked_up(
    caseload: Caseload, two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_clients, "MOST_ENTRIES", 2)
    mark = caseload.audit.mark
    for _each in range(2):
        note(caseload, "record_opened", f"client:{two[0].id}")
    assert changed_since(caseload, mark) == {two[0].id}

    note(caseload, "record_opened", f"client:{two[0].id}")

    assert changed_since(caseload, mark) is None


def test_an_entry_that_cannot_be_read_may_be_about_anybody(
    caseload: Caseload, two: tuple[Client, Client]
) -> None:
    mark = caseload.audit.mark
    note(caseload, "record_opened", f"client:{two[0].id}")
    caseload.run("UPDATE audit SET entry = x'00' WHERE n = ?", (mark.n + 1,)).fetchall()

    assert changed_since(caseload, mark) is None
