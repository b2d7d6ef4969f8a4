"""A restricted record is kept and hidden, and cannot be changed by any way of writing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from tests.support.record.whole_clients import a_whole_client, dump
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.client_rights.client_rows import ways_to_clients
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    fidelity,
    filled_forms,
    signatures,
)
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import CannotRestrict, ClientProtected
from therapist_app.record.model import Acknowledgement, Client, Consent, LegalHold, Restriction

DONE = Acknowledgement(("rang",), "Said.", "supervisor", "today", "tomorrow", "", "Ana Example")
MAY_CHANGE = {"consents", "legal_holds", "restrictions"}


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_whole_client(caseload, "A1-111", "Anaword")
    for alert in alerts.unacknowledged(caseload, client.id):
        alerts.acknowledge(caseload, alert.id, DONE)
    return client


@pytest.fixture
def other(caseload: Caseload) -> Client:
    return a_whole_client(caseload, "B2-222", "Benword")


def a_restriction(caseload: Caseload, client: Client, **changes: object) -> Restriction:
    made = Restriction(caseload.new_id(), client.id, "accuracy", caseload.now(), date(2026, 6, 1))
    return replace(made, **changes)  # type: ignore[arg-type]


def restrict(caseload: Caseload, client: Client) -> Restriction:
    made = a_restriction(caseload, client)
    protection.restrict(caseload, made)
    return made


def test_a_restriction_is_read_back_and_lifted_with_its_reason(
    caseload: Caseload, client: Client
) -> None:
    made = restrict(caseload, client)
    standing = protection.restriction_of(caseload, client.id)

    protection.lift_restriction(caseload, client.id, "The date was corrected")

    assert standing == made
    assert protection.restriction_of(caseload, client.id) is None
    assert protection.all_restrictions_of(caseload, client.id) == (
        replace(made, lifted_at=caseload.now(), lift_reason="The date was corrected"),
    )
    told = [each for each in audit.entries(caseload, newest=2) if each.is_signed]
    assert [each.action for each in told] == ["restricted", "restriction_lifted"]
    assert "corrected" not in str(told)


def test_a_restricted_client_is_in_no_list_and_no_count(
    caseload: Caseload, client: Client, other: Client
) -> None:
    now = caseload.now()
    plan = a_filled_form(
        caseload,
        client,
        form_id="safety-plan",
        status="finished",
        answers='{"review_date":"2026-03-03"}',
    )
    filled_forms.add(caseload, plan)
    read: dict[str, Callable[[], object]] = {
        "rows": lambda: [each.code for each in clients.list_rows(caseload)],
        "count": lambda: clients.count(caseload),
        "among": lambda: clients.count(caseload, among=(client.id, other.id)),
        "active": lambda: [each.code for each in clients.list_rows(caseload, status="active")],
        "day": lambda: len(appointments.on_day(caseload, now, now + timedelta(days=1))),
        "held": lambda: appointments.count_held(caseload, now, now + timedelta(days=1)),
        "since": lambda: appointments.sessions_since(caseload, now)[0],
        "met since": lambda: len(appointments.met_since(caseload, now)),
        "unsigned": lambda: len(appointments.unsigned(caseload)),
        "signed": lambda: signatures.count_since(caseload, now - timedelta(days=1)),
        "reviews": lambda: len(filled_forms.reviews_due(caseload, "safety-plan", now.date())),
        "raters": lambda: fidelity.clients_rated(caseload),
        "agreed": lambda: consents.given_by(caseload, "figures_used"),
    }
    with caseload.change("test", "test") as change:
        change.execute('UPDATE filled_forms SET answers = \'{"review_date":"2026-03-01"}\'')
    filled_forms.add(caseload, replace(plan, id=caseload.new_id(), client_id=other.id))
    everybody = {name: look() for name, look in read.items()}

    restrict(caseload, client)

    hidden = {name: look() for name, look in read.items()}
    assert everybody == {
        **dict.fromkeys(
            ("count", "among", "day", "held", "since", "met since", "unsigned", "signed"), 2
        ),
        "rows": ["A1-111", "B2-222"],
        "active": ["A1-111", "B2-222"],
        "reviews": 1,
        "raters": tuple(sorted((client.id, other.id))),
        "agreed": tuple(sorted((client.id, other.id))),
    }
    assert hidden == {
        **dict.fromkeys(
            ("count", "among", "day", "held", "since", "met since", "unsigned", "signed"), 1
        ),
        "rows": ["B2-222"],
        "active": ["B2-222"],
        "reviews": 0,
        "raters": (other.id,),
        "agreed": (other.id,),
    }


@pytest.mark.usefixtures("other")
def test_a_restricted_client_is_found_when_asked_for(caseload: Caseload, client: Client) -> None:
    restrict(caseload, client)

    rows = clients.list_rows(caseload, status="restricted")

    assert [each.code for each in rows] == ["A1-111"]
    assert clients.count(caseload, status="restricted") == 1
    assert clients.load(caseload, client.id) == client


@pytest.mark.parametrize("verb", ["insert", "update", "delete"])
def test_no_way_of_writing_changes_a_restricted_record(
    caseload: Caseload, client: Client, verb: str
) -> None:
    restrict(caseload, client)
    before = dump(caseload)
    refused = set()

    for table, way in ways_to_clients(caseload).items():
        column = caseload.rows("SELECT name FROM pragma_table_info(?)", (table,))[0][0]
        statement = {
            "insert": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {way}",
            "update": f"UPDATE {table} SET {column} = {column} WHERE {way}",
            "delete": f"DELETE FROM {table} WHERE {way}",
        }[verb]
        caseload.run("SAVEPOINT tried").fetchall()
        try:
            caseload.run(statement, {"client": client.id})
        except ClientProtected as error:
            refused.add((table, error.detail))
        caseload.run("ROLLBACK TO tried")
        caseload.run("RELEASE tried")

    expected = set(ways_to_clients(caseload)) - MAY_CHANGE
    assert refused == {(table, "restricted") for table in expected}
    assert dump(caseload) == before


def test_the_writes_of_the_caseload_are_refused_with_an_error_that_can_be_told(
    caseload: Caseload, client: Client
) -> None:
    filled = filled_forms.for_client(caseload, client.id, "chain")[0]
    meeting = appointments.for_client(caseload, client.id)[0]
    restrict(caseload, client)
    writes: list[Callable[[], object]] = [
        lambda: clients.save(caseload, replace(client, status="ended")),
        lambda: appointments.save(caseload, replace(meeting, mode="video")),
        lambda: appointments.add(caseload, an_appointment(caseload, client)),
        lambda: filled_forms.add(caseload, a_filled_form(caseload, client)),
        lambda: filled_forms.keep_answers(caseload, filled, caseload.now()),
        lambda: filled_forms.save(caseload, replace(filled, status="finished")),
        lambda: alerts.open_alert(caseload, an_alert(caseload, filled, level="urgent")),
    ]

    for write in writes:
        with pytest.raises(ClientProtected, match="restricted"):
            write()


def test_another_client_can_still_be_worked_with(
    caseload: Caseload, client: Client, other: Client
) -> None:
    restrict(caseload, client)

    clients.save(caseload, replace(other, status="paused"))

    assert clients.load(caseload, other.id).status == "paused"


def test_a_consent_taken_back_and_a_hold_are_kept_all_the_same(
    caseload: Caseload, client: Client
) -> None:
    restrict(caseload, client)
    taken_back = Consent(
        caseload.new_id(),
        client.id,
        "figures_used",
        "agreement",
        "1",
        "withdrawn",
        "spoken",
        caseload.now() + timedelta(minutes=1),
    )

    consents.add(caseload, taken_back)
    protection.hold(caseload, LegalHold(caseload.new_id(), client.id, "A claim", caseload.now()))

    assert consents.newest(caseload, [client.id], "figures_used")[client.id] == taken_back
    assert protection.hold_on(caseload, client.id) is not None


def test_an_open_alert_is_never_hidden(caseload: Caseload, other: Client) -> None:
    with pytest.raises(CannotRestrict, match="alert"):
        restrict(caseload, other)

    assert alerts.unacknowledged(caseload)


def test_a_session_that_runs_is_never_hidden(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    appointments.add(caseload, an_appointment(caseload, client, state="on_hold"))

    with pytest.raises(CannotRestrict, match="session"):
        restrict(caseload, client)


def test_a_record_is_restricted_once(caseload: Caseload, client: Client) -> None:
    first = restrict(caseload, client)

    with pytest.raises(CannotRestrict, match="restricted"):
        restrict(caseload, client)

    assert protection.all_restrictions_of(caseload, client.id) == (first,)


def test_lifted_without_a_reason_it_stands(caseload: Caseload, client: Client) -> None:
    made = restrict(caseload, client)

    with pytest.raises(Exception, match="record-bug"):
        protection.lift_restriction(caseload, client.id, "")

    assert protection.restriction_of(caseload, client.id) == made
