"""Counts of a caseload in the service file: right, without a client, and read with care."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.record.records import (
    ServiceOnDisk,
    a_client,
    a_filled_form,
    an_alert,
    an_appointment,
)
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    fidelity,
    filled_forms,
)
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import FidelityRating, GateOverride
from therapist_app.record.service import caseload_figures
from therapist_app.record.service.caseload_figures import (
    AlertsWaiting,
    CaseloadCounts,
    CaseloadFigures,
    Waiting,
)
from therapist_app.record.vault.vault import Vault

NOTHING = CaseloadCounts(
    clients={}, alerts=(), unsigned_notes=Waiting(0, 0), held_week=0, held_month=0,
    ratable=0, rated=0, overrides=0, promises=(),
)  # fmt: skip


def add_client(caseload: Caseload, number: int, **changes: str):
    client = a_client(caseload, code=f"K4-{number:03}", **changes)
    clients.add(caseload, client)
    return client


def days_ago(caseload: Caseload, days: float):
    return caseload.now() - timedelta(days=days)


def row(vault: Vault, figures: CaseloadCounts | None = NOTHING) -> CaseloadFigures:
    return CaseloadFigures(
        vault.caseload_id or "", vault.service.now(), vault.person.uid, "locked", figures
    )


def test_an_empty_caseload_counts_nothing(caseload: Caseload) -> None:
    assert caseload_figures.count(caseload) == NOTHING


def test_clients_are_counted_by_status(caseload: Caseload) -> None:
    for number, status in enumerate(("active", "active", "ended")):
        add_client(caseload, number, status=status)

    assert caseload_figures.count(caseload).clients == {"active": 2, "ended": 1}


def test_open_alerts_are_counted_by_stream_and_level_with_the_age_of_the_oldest(
    caseload: Caseload,
) -> None:
    filled = a_filled_form(caseload, add_client(caseload, 1))
    filled_forms.add(caseload, filled)
    for question, days in (("q1", 3), ("q2", 1), ("q3", 0)):
        opened = an_alert(
            caseload, filled, question_id=question, opened_at=days_ago(caseload, days)
        )
        alerts.open_alert(caseload, replace(opened, level="watch" if days == 0 else "urgent"))

    found = caseload_figures.count(caseload).alerts

    assert set(found) == {
        AlertsWaiting("suicide", "urgent", Waiting(2, 3)),
        AlertsWaiting("suicide", "watch", Waiting(1, 0)),
    }


def test_sessions_notes_ratings_and_gates_are_counted_within_their_time(caseload: Caseload) -> None:
    client = add_client(caseload, 1)
    for days, state, rest in (
        (2, "held", False),
        (9, "signed", False),
        (12, "signed", True),
        (40, "signed", False),
        (1, "missed", False),
        (-3, "planned", False),
    ):
        held = an_appointment(
            caseload, client, planned_for=days_ago(caseload, days), state=state, rest_follows=rest
        )
        appointments.add(caseload, held)
        if days == 9:
            fidelity.rate(caseload, FidelityRating(held.id, "F1", "2", "", caseload.now()))
    for days in (10, 100):
        passed = GateOverride(
            caseload.new_id(), client.id, "G1", "S02", "why", "who", days_ago(caseload, days)
        )
        course_events.add_override(caseload, passed)

    found = caseload_figures.count(caseload)

    assert found.unsigned_notes == Waiting(1, 2)
    assert (found.held_week, found.held_month) == (1, 2)  # the rest of one follows
    assert (found.ratable, found.rated) == (2, 1)
    assert found.overrides == 1


def test_a_clock_that_jumped_back_makes_no_age_below_zero(
    on_disk: ServiceOnDisk, caseload: Caseload
) -> None:
    held = an_appointment(caseload, add_client(caseload, 1), state="held")
    appointments.add(caseload, held)
    on_disk.clock.advance(-5 * 86_400)

    assert caseload_figures.count(caseload).unsigned_notes == Waiting(1, 0)


def test_what_was_written_is_read_again_and_the_newer_replaces_the_older(vault: Vault) -> None:
    waiting = AlertsWaiting("child_safety", "act", Waiting(2, 4))
    figures = replace(
        NOTHING,
        clients={"active": 3},
        alerts=(waiting,),
        measures_overdue=5,
        kept_long_enough=Waiting(2, 40),
        promises=(-3, 0, 5),
        plans=(-9, 2),
        courses_asking=2,
        courses_worse=1,
    )
    caseload_figures.write(vault.service, [row(vault)])

    caseload_figures.write(vault.service, [row(vault, figures)])

    assert caseload_figures.all_figures(vault.service) == {vault.caseload_id: row(vault, figures)}


def test_several_caseloads_are_one_change_with_an_entry_each(vault: Vault) -> None:
    other = replace(row(vault), caseload="ab" * 16)

    caseload_figures.write(vault.service, [row(vault), other])

    told = [each for each in audit.entries(vault.service) if each.action == "figures_written"]
    assert [each.subject for each in told] == [
        f"caseload:{vault.caseload_id}",
        "caseload:" + "ab" * 16,
    ]
    assert all(each.is_signed and len(each.fields) == 1 for each in told)


def test_nothing_that_names_a_client_stands_in_what_is_written(vault: Vault) -> None:
    client = add_client(vault.caseload, 207)
    filled = a_filled_form(vault.caseload, client)
    filled_forms.add(vault.caseload, filled)
    alerts.open_alert(vault.caseload, an_alert(vault.caseload, filled))

    caseload_figures.write(vault.service, [row(vault, caseload_figures.count(vault.caseload))])

    [text] = vault.service.rows("SELECT figures FROM caseload_figures")[0]
    assert not any(each in text for each in (client.id, client.code, filled.id, "marked", "q9"))


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"held_week": -1},
        {"held_week": True},
        {"held_week": "3"},
        {"rated": 1.5},
        {"clients": {"active": None}},
        {"unsigned_notes": {"count": 1}},
        {"kept_long_enough": 3},
        {"kept_long_enough": {"count": 1}},
        {"alerts": [{"stream": "weather", "level": "act", "waiting": {}}]},
        {"alerts": [{"stream": "suicide", "level": "low", "waiting": {}}]},
        {"alerts": 3},
    ],
)
def test_figures_in_another_spelling_are_not_read_as_if_they_were_ours(
    vault: Vault, change: dict[str, object]
) -> None:
    caseload_figures.write(vault.service, [row(vault)])
    [text] = vault.service.rows("SELECT figures FROM caseload_figures")[0]
    altered = json.dumps({**json.loads(text), **change})
    vault.service.run("UPDATE caseload_figures SET figures = ?", (altered,))

    [found] = caseload_figures.all_figures(vault.service).values()

    assert found.figures is None
    assert found.written_by == vault.person.uid


def test_figures_are_signed_by_whom_they_name_and_by_nobody_else(vault: Vault) -> None:
    other = replace(row(vault), caseload="ab" * 16, written_by="cd" * 16)
    caseload_figures.write(vault.service, [row(vault), other])

    found = caseload_figures.all_figures(vault.service)

    signed = {name: caseload_figures.is_signed(vault.service, each) for name, each in found.items()}
    assert signed == {vault.caseload_id: True, "ab" * 16: False}


def test_figures_that_a_version_of_before_signed_stay_signed_whatever_is_counted_besides() -> None:
    # A number that came later is left out of what `_written` writes while nobody counted it.
    signed = (
        '{"alerts": [], "clients": {}, "courses_asking": null, "courses_worse": null, '
        '"held_month": 0, "held_week": 0, "kept_long_enough": null, "measures_overdue": null, '
        '"overrides": 0, "plans": null, "promises": [], "ratable": 0, "rated": 0, '
        '"unsigned_notes": {"count": 0, "oldest_days": 0}, "version": 1}'
    )
    found = caseload_figures._read(signed)

    assert found is not None
    assert caseload_figures._written(found) == signed


def test_figures_in_another_spelling_pass_for_nobodys_though_somebody_signed_them(
    vault: Vault,
) -> None:
    caseload_figures.write(vault.service, [row(vault)])
    [text] = vault.service.rows("SELECT figures FROM caseload_figures")[0]
    later = json.dumps({**json.loads(text), "version": 2})
    vault.service.run("UPDATE caseload_figures SET figures = ?", (later,))

    [found] = caseload_figures.all_figures(vault.service).values()

    assert not caseload_figures.is_signed(vault.service, found)


def test_figures_from_before_records_due_were_counted_are_read_without_them(vault: Vault) -> None:
    caseload_figures.write(vault.service, [row(vault)])
    [text] = vault.service.rows("SELECT figures FROM caseload_figures")[0]
    earlier = {key: each for key, each in json.loads(text).items() if key != "kept_long_enough"}
    vault.service.run("UPDATE caseload_figures SET figures = ?", (json.dumps(earlier),))

    [found] = caseload_figures.all_figures(vault.service).values()

    assert found.figures == NOTHING


def test_counting_reads_no_table_of_clients_from_end_to_end(caseload: Caseload) -> None:
    plan = caseload.rows(f"EXPLAIN QUERY PLAN {caseload_figures._CLIENTS}")

    assert any("clients USING COVERING INDEX clients_by_status" in each[3] for each in plan)


def test_a_restricted_client_is_in_no_count(caseload: Caseload) -> None:
    client = add_client(caseload, 1)
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    alerts.open_alert(caseload, an_alert(caseload, filled))
    appointments.add(caseload, an_appointment(caseload, client, state="held"))
    passed = GateOverride(caseload.new_id(), client.id, "G1", "S02", "a", "b", caseload.now())
    course_events.add_override(caseload, passed)

    caseload.run(
        "INSERT INTO restrictions (id, client_id, reason, restricted_at) VALUES (?, ?, ?, ?)",
        (caseload.new_id(), client.id, "objection", caseload.now().isoformat()),
    )

    assert caseload_figures.count(caseload) == NOTHING


def test_promises_past_their_day_are_counted_with_the_oldest_of_them():
    assert replace(NOTHING, promises=(-3, -1, 0, 5)).promises_overdue == Waiting(2, 3)
    assert replace(NOTHING, promises=(0, 5)).promises_overdue == Waiting(0, 0)
    assert replace(NOTHING, promises=None).promises_overdue == Waiting(0, 0)
    assert replace(NOTHING, plans=(-9, -1, 2)).plans_overdue == Waiting(2, 9)
    assert replace(NOTHING, plans=None).plans_overdue is None
