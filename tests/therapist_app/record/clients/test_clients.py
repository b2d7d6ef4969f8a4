"""People in treatment, by code, and the list of them."""

import re
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.record.effort import effort
from tests.support.record.records import a_client, a_filled_form, an_alert, an_appointment
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_moves,
    fidelity,
    filled_forms,
    identities,
)
from therapist_app.record.database.database import Caseload, Parameters
from therapist_app.record.errors import NoSuchRow, RecordBug
from therapist_app.record.model import (
    Acknowledgement,
    AppointmentState,
    Client,
    Identity,
    Restriction,
)
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def test_a_client_is_read_back_as_added(caseload: Caseload) -> None:
    client = a_client(
        caseload, adaptations=("autism", "low_literacy"), age_band="25-34", gender="man"
    )

    clients.add(caseload, client)

    assert clients.load(caseload, client.id) == client


def test_a_client_is_saved_under_the_same_id(caseload: Caseload, client: Client) -> None:
    changed = a_client(caseload, id=client.id, status="paused", track="second")

    clients.save(caseload, changed)

    assert clients.load(caseload, client.id) == changed


def test_who_is_named_and_not_there_is_missing_in_a_reading_of_several(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    asked = (client.id, "0" * 32)

    codes, found = clients.codes(caseload, asked), clients.with_ids(caseload, asked)

    assert (codes, found) == ({client.id: client.code}, {client.id: client})
    assert codes.get("0" * 32) is None
    for each in (codes, found):
        with pytest.raises(NoSuchRow):
            each["0" * 32]


def test_a_client_who_is_not_there_is_missing(caseload: Caseload) -> None:
    with pytest.raises(NoSuchRow):
        clients.load(caseload, "0" * 32)
    with pytest.raises(RecordBug):
        clients.save(caseload, a_client(caseload))


def test_a_new_client_has_an_empty_line(caseload: Caseload, client: Client) -> None:
    [row] = clients.list_rows(caseload)

    followed = (client.programme_id, client.programme_version)
    assert (row.id, row.code, row.status) == (client.id, "K4-207", "active")
    assert (row.programme_id, row.programme_version) == followed
    assert (row.sessions_held, row.last_plan, row.last_seen) == (0, "", None)
    assert (row.next_planned, row.open_alerts) == (None, 0)


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ([{"plan_id": "S15", "merged_with": "S16"}], 2),
        ([{"plan_id": "S15", "merged_with": "S16"}, {"plan_id": "S16"}], 2),
        ([{"plan_id": "S04", "rest_follows": True}], 0),
        ([{"plan_id": "S04", "rest_follows": True}, {"plan_id": "S04"}], 1),
        ([{"plan_id": "S04"}, {"plan_id": "EX"}], 1),
    ],
)
def test_a_line_counts_sessions_held_to_their_end_each_once_and_no_extra_one(
    caseload: Caseload, client: Client, held: list[dict[str, object]], count: int
) -> None:
    for each in held:
        appointments.add(caseload, an_appointment(caseload, client, state="signed", **each))

    [row] = clients.list_rows(caseload, extra={"EX"})

    assert row.sessions_held == count


def test_a_line_sums_up_appointments_and_alerts(caseload: Caseload, client: Client) -> None:
    start = caseload.now()
    states = ["signed", "signed", "held", "missed", "planned", "planned"]
    for week, state in enumerate(states):
        appointments.add(
            caseload,
            an_appointment(
                caseload,
                client,
                plan_id=f"S0{min(week, 1) + 1}",
                planned_for=start + timedelta(weeks=week),
                started_at=start + timedelta(weeks=week, minutes=5) if week < 2 else None,
                state=state,
            ),
        )
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    first, second = an_alert(caseload, filled), an_alert(caseload, filled, level="urgent")
    alerts.open_alert(caseload, first)
    alerts.open_alert(caseload, second)
    alerts.acknowledge(
        caseload, first.id, Acknowledgement(("rang",), "", "", "", "", "", "Ana Example")
    )

    [row] = clients.list_rows(caseload)

    assert (row.sessions_held, row.last_plan) == (2, "S02")
    assert row.last_seen == start + timedelta(weeks=2)
    assert row.next_planned == start + timedelta(weeks=4)
    assert row.open_alerts == 1


def test_the_codes_of_several_clients_are_read_at_once(caseload: Caseload) -> None:
    one, other = a_client(caseload, code="A1-101"), a_client(caseload, code="B2-202")
    for each in (one, other):
        clients.add(caseload, each)

    assert clients.codes(caseload, (other.id, "0" * 32)) == {other.id: "B2-202"}
    assert clients.codes(caseload, ()) == {}


def test_codes_without_those_whose_record_is_restricted(caseload: Caseload) -> None:
    hidden, shown = a_client(caseload, code="A1-101"), a_client(caseload, code="B2-202")
    for each in (hidden, shown):
        clients.add(caseload, each)
        identities.save(caseload, Identity(each.id, "named", f"{each.code} by name", "012 34"))
    protection.restrict(
        caseload, Restriction(caseload.new_id(), hidden.id, "objection", caseload.now())
    )
    both = [(hidden.id, "A1-101", True), (shown.id, "B2-202", False)]

    assert clients.codes(caseload, (hidden.id, shown.id), restricted=False) == {shown.id: "B2-202"}
    assert clients.all_codes(caseload, restricted=True) == both
    assert clients.all_codes(caseload) == both[1:]
    assert identities.names(caseload) == {shown.id: "B2-202 by name"}
    assert set(identities.names(caseload, restricted=True)) == {hidden.id, shown.id}
    assert identities.contacts(caseload) == {shown.id: "012 34"}
    assert set(identities.contacts(caseload, restricted=True)) == {hidden.id, shown.id}


def test_in_treatment_is_whose_course_has_not_ended_and_whose_record_may_be_used(
    caseload: Caseload,
) -> None:
    here, ended, hidden = (
        a_client(caseload, code=f"B2-20{at}", status=status)
        for at, status in enumerate(("active", "ended", "active"))
    )
    for each in (here, ended, hidden):
        clients.add(caseload, each)
    protection.restrict(
        caseload, Restriction(caseload.new_id(), hidden.id, "objection", caseload.now())
    )

    assert clients.in_treatment(caseload) == (here.id,)


def test_the_next_appointment_of_each_client_is_the_first_that_is_planned(
    caseload: Caseload, client: Client
) -> None:
    start = caseload.now()
    for week, state in ((1, "signed"), (3, "planned"), (2, "planned"), (4, "planned")):
        at = start + timedelta(weeks=week)
        appointments.add(
            caseload,
            an_appointment(caseload, client, planned_for=at, state=state, plan_id=f"S0{week}"),
        )

    found = appointments.next_planned(caseload, [client.id, "0" * 32])

    assert found == [(client.id, start + timedelta(weeks=2), "S02")]


def test_the_list_is_searched_filtered_and_paged_by_code(caseload: Caseload) -> None:
    for number in range(10):
        status = "active" if number % 2 else "ended"
        clients.add(caseload, a_client(caseload, code=f"B{number}-10{number}", status=status))

    def codes(**wanted: object) -> list[str]:
        return [row.code for row in clients.list_rows(caseload, **wanted)]

    assert codes() == [f"B{number}-10{number}" for number in range(10)]
    assert codes(places=range(3, 5)) == ["B3-103", "B4-104"]
    assert codes(search="b7") == ["B7-107"]
    assert codes(search="-104") == ["B4-104"]
    assert codes(search="%") == []
    assert codes(status="active", places=range(2)) == ["B1-101", "B3-103"]
    assert clients.count(caseload) == 10
    assert clients.count(caseload, search="b", status="ended") == 5
    away = [row.id for row in clients.list_rows(caseload, search="B1")]
    assert codes(status="active", without=away)[0] == "B3-103"
    assert clients.count(caseload, status="active", without=away) == 4


def test_the_list_can_be_narrowed_to_some_clients(caseload: Caseload, client: Client) -> None:
    others = [a_client(caseload, code=f"B0-00{number}") for number in range(3)]
    for other in others:
        clients.add(caseload, other)
    wanted = {client.id, others[0].id, "0" * 32}

    found = clients.list_rows(caseload, among=wanted)

    assert [row.code for row in found] == ["B0-000", "K4-207"]
    assert clients.count(caseload, among=wanted) == 2
    assert clients.count(caseload, among=()) == 0


@pytest.mark.parametrize("state", ["in_progress", "on_hold"])
def test_a_session_that_is_under_way_is_told_and_not_counted_as_held(
    caseload: Caseload, client: Client, state: AppointmentState
) -> None:
    [before] = clients.list_rows(caseload)
    running = an_appointment(caseload, client, state=state)
    appointments.add(caseload, running)

    [row] = clients.list_rows(caseload)

    assert (before.running_plan, row.running_plan) == ("", running.plan_id)
    assert (row.last_plan, row.sessions_held) == ("", 0)


def test_the_list_looks_into_indexes_only(caseload: Caseload) -> None:
    plan = [
        row[3]
        for sql in (clients._MEETINGS, clients._ALERTS)
        for row in caseload.rows(f"EXPLAIN QUERY PLAN {sql}", ("[]",))
    ]

    by_client = "SEARCH appointments USING COVERING INDEX appointments_by_client (client_id=?)"
    assert by_client in plan
    assert "SEARCH alerts USING INDEX alerts_open (client_id=?)" in plan
    assert not any("TEMP B-TREE" in step for step in plan)


def test_codes_are_a_letter_a_digit_a_hyphen_and_three_digits(vault: Vault) -> None:
    codes = [clients.new_code(vault.service) for _ in range(50)]

    assert len(set(codes)) == 50
    assert all(re.fullmatch(r"[A-HJKMNP-Z]\d-\d{3}", code) for code in codes)
    assert codes != sorted(codes)


def test_a_code_is_never_given_out_twice(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter(["K4-207", "K4-207", "K4-208"])
    monkeypatch.setattr(clients, "_random_code", lambda _service: next(draws))

    assert clients.new_code(vault.service) == "K4-207"
    assert clients.new_code(vault.service) == "K4-208"


def test_when_no_code_is_left_it_says_so(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "_random_code", lambda _service: "K4-207")
    clients.new_code(vault.service)

    with pytest.raises(RecordBug, match="no-codes-left"):
        clients.new_code(vault.service)


def test_an_identity_stands_in_its_own_table(caseload: Caseload, client: Client) -> None:
    nobody = identities.load(caseload, client.id)
    identity = Identity(client.id, "named", "Someone", "07700 900000", "1990-01-01", "A friend")

    identities.save(caseload, Identity(client.id, "pseudonym", "Somebody"))
    identities.save(caseload, identity)

    assert nobody == Identity(client.id, "code_only")
    assert identities.load(caseload, client.id) == identity


def test_whatever_an_identity_holds_is_among_what_a_search_for_leaks_looks_for():
    texts = {each.name for each in fields(Identity) if each.type is str} - {"client_id"}
    held = {each: f"held in {each}" for each in texts}

    found = identities.identifiers(Identity("c1", "named", **held))

    assert {*found.names, *found.contacts, found.birth_date} == set(held.values())
    assert found.names == ("held in name",)


def test_an_empty_identity_gives_a_search_for_leaks_nothing_to_look_for():
    found = identities.identifiers(Identity("c1", "code_only"))

    assert found == identities.ClientIdentifiers((), (), "")


@pytest.fixture
def plan(caseload: Caseload, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return how SQLite would answer what is asked from now on, in place of the answers."""
    steps: list[str] = []

    def explain(sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        steps.extend(row[3] for row in caseload.run(f"EXPLAIN QUERY PLAN {sql}", parameters))
        return []

    monkeypatch.setattr(caseload, "rows", explain)
    monkeypatch.setattr(caseload, "read", lambda sql, given, _make: tuple(explain(sql, given)))
    return steps


def test_what_today_asks_of_all_clients_is_answered_by_indexes(
    caseload: Caseload, plan: list[str]
) -> None:
    now = caseload.now()
    appointments.sessions_since(caseload, now)
    appointments.met_since(caseload, now)
    appointments.missed_last(caseload, now)
    filled_forms.reviews_due(caseload, "safety-plan", now.date())
    consents.given_by(caseload, "figures")
    clients.before_the_course(caseload, "first-contact", "0" * 32)
    clients.before_the_course(caseload, "first-contact")
    appointments.nothing_planned(caseload, now)

    assert "SEARCH second_ratings USING PRIMARY KEY (appointment_id=?)" in plan
    assert "SEARCH clients USING PRIMARY KEY (id=?)" in plan
    assert not any(step.startswith("SCAN clients") for step in plan)
    assert "SEARCH appointments USING COVERING INDEX appointments_held (planned_for>?)" in plan
    assert "SEARCH last USING COVERING INDEX appointments_missed (planned_for>?)" in plan
    assert any("plan USING COVERING INDEX plans_by_review" in step for step in plan)
    by_status = "SEARCH others USING COVERING INDEX clients_by_status (status=?)"
    assert plan.count(by_status) == len(("before the course", "nothing planned"))
    assert "SEARCH consents USING COVERING INDEX consents_by_topic (topic=?)" in plan


def test_what_is_asked_of_one_client_needs_no_table_of_its_own(
    client: Client, caseload: Caseload, plan: list[str]
) -> None:
    def asked(*client_ids: str) -> list[str]:
        plan.clear()
        clients.codes(caseload, client_ids, restricted=True)
        clients.with_ids(caseload, client_ids)
        consents.newest(caseload, client_ids, "figures")
        course_moves.of_clients(caseload, client_ids)
        fidelity.of_clients(caseload, client_ids)
        appointments.of_clients(caseload, client_ids)
        filled_forms.slots_finished(caseload, client_ids)
        filled_forms.for_client(caseload, client_ids[0])
        filled_forms.for_client(caseload, client_ids[0], "safety-plan")
        # Who is restricted is a list too, but an index holds it.
        return [step for step in plan if "TEMP B-TREE" in step or "json_each" in step]

    assert asked(client.id) == []
    assert asked(client.id, "0" * 32) != []


def test_some_of_many_clients_are_counted_without_a_look_at_the_others(
    caseload: Caseload,
) -> None:
    ids = [f"{number:032x}" for number in range(60)]
    for number, client_id in enumerate(ids):
        clients.add(caseload, a_client(caseload, id=client_id, code=f"A1-{number:03}"))

    with effort(caseload) as spent:
        found = clients.count(caseload, among=ids[:3])
        rows = clients.list_rows(caseload, among=ids[:3])

    assert (found, [each.id for each in rows]) == (3, ids[:3])
    assert spent.instructions < 600


def test_each_filter_is_counted_and_a_restricted_record_under_its_own(caseload: Caseload) -> None:
    for number, status in enumerate(("active", "active", "ended")):
        clients.add(caseload, a_client(caseload, code=f"C{number}-100", status=status))
    hidden = a_client(caseload, code="C9-100")
    clients.add(caseload, hidden)
    protection.restrict(
        caseload, Restriction(caseload.new_id(), hidden.id, "retention", caseload.now())
    )

    assert clients.counts(caseload) == {"active": 2, "ended": 1, "restricted": 1}


def test_a_client_was_last_seen_when_the_session_began_or_at_its_hour_if_written_down_later(
    caseload: Caseload, client: Client
) -> None:
    due = caseload.now()

    def seen(planned_for: datetime, started_at: datetime) -> datetime | None:
        appointment = an_appointment(
            caseload, client, state="held", planned_for=planned_for, started_at=started_at
        )
        appointments.add(caseload, appointment)
        [row] = clients.list_rows(caseload)
        assert row.last_seen == appointment.took_place_at
        return row.last_seen

    assert seen(due, due + timedelta(minutes=20)) == due + timedelta(minutes=20)
    later = due + timedelta(days=1)
    assert seen(later, later + timedelta(days=2)) == later


def test_whose_record_something_was_added_to_since_a_moment_is_told_with_the_last_day(
    caseload: Caseload, client: Client
) -> None:
    before = caseload.now()
    other = a_client(caseload, code="B2-118", created_on=before.date())
    newcomer = a_client(
        caseload, code="C3-511", created_on=before.astimezone().date() + timedelta(days=1)
    )
    for each in (other, newcomer):
        clients.add(caseload, each)
    met = before + timedelta(days=2)
    held = an_appointment(caseload, client, state="held", planned_for=met, started_at=met)
    appointments.add(caseload, held)

    found = clients.worked_with_since(caseload, before)

    assert found == [
        ("C3-511", newcomer.created_on),
        (client.code, met.astimezone().date()),
    ]
    assert clients.worked_with_since(caseload, met) == []
