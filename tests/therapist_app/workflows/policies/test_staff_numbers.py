"""Whom of the service to reach on a morning without the laptop, with what it entered."""

from dataclasses import replace

import pytest

from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.errors import NotAllowed
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.policies.staff_numbers import (
    TO_WRITE,
    StaffNumbers,
    are_numbers_settled,
    numbers_to_call,
    problems_in,
    settle_staff_numbers,
    staff_numbers,
    whom_to_reach,
)

KNOWN = StaffNumbers(" 030 123 456 ", "0170 99", "day and night")
UNBROKEN = "\N{NO-BREAK SPACE}"


def test_what_is_settled_is_kept_without_the_blanks_around_it(work: Workplace) -> None:
    work.have_roles("lead")

    settle_staff_numbers(work.workspace, KNOWN)

    assert staff_numbers(work.workspace) == replace(KNOWN, lead_phone="030 123 456")


def test_whoever_does_not_speak_for_the_service_settles_none(work: Workplace) -> None:
    work.have_roles("therapist")

    with pytest.raises(NotAllowed):
        settle_staff_numbers(work.workspace, KNOWN)
    assert staff_numbers(work.workspace) == StaffNumbers()


def test_a_name_is_no_number_and_hours_are_one_short_line(work: Workplace) -> None:
    work.have_roles("lead")
    wrong = StaffNumbers("Anna", "0170 99", "day " * 20)

    assert problems_in(wrong) == {
        "lead_phone": "Write a number as it is dialled, without a name.",
        "on_call_hours": "Say it in one short line.",
    }
    with pytest.raises(ValueError, match="lead_phone, on_call_hours"):
        settle_staff_numbers(work.workspace, wrong)


def test_the_leads_stand_there_by_name_with_what_was_entered(work: Workplace) -> None:
    work.have_roles("keeper", "therapist", "lead")
    settle_staff_numbers(work.workspace, KNOWN)
    settle_numbers(
        work.workspace, PageNumbers("999", "116 123", clinic_phone="030 1", clinic_hours="9 to 17")
    )

    lead, on_call, service, emergency, crisis = whom_to_reach(work.workspace)

    name = work.workspace.vault.person.name
    assert lead == f"Clinical lead · {name}: 030 123 456".replace(
        "030 123 ", f"030{UNBROKEN}123{UNBROKEN}"
    )
    assert on_call == f"On call for urgent advice: 0170{UNBROKEN}99 · day and night"
    assert service == f"Telephone of this service: 030{UNBROKEN}1 · 9 to 17"
    assert emergency == "Emergency number: 999"
    assert crisis == f"Crisis line: 116{UNBROKEN}123"


def test_for_what_nobody_entered_there_is_a_line_to_write_on(work: Workplace) -> None:
    work.have_roles("therapist")

    lead, on_call, service, emergency, crisis = whom_to_reach(work.workspace)

    assert lead == f"Clinical lead: {TO_WRITE}"
    assert all(each.endswith(TO_WRITE) for each in (on_call, service, crisis))
    assert emergency == "Emergency number: Emergency services, 112 (check before giving)"


def test_the_directory_tells_the_emergency_number_of_the_place_of_the_local_text(
    work: Workplace,
) -> None:
    work.workspace = replace(work.workspace, jurisdictions=())
    bring_into_force(work.workspace, "gb")

    emergency = whom_to_reach(work.workspace)[3]

    assert emergency == "Emergency number: Emergency services, 999 (check before giving)"


def test_without_any_in_the_directory_there_is_a_line_to_write_on(work: Workplace) -> None:
    others = tuple(each for each in work.workspace.directory if each.kind != "emergency")
    work.workspace = replace(work.workspace, directory=others)

    assert whom_to_reach(work.workspace)[3] == f"Emergency number: {TO_WRITE}"


@pytest.mark.parametrize(("danger", "first"), [(False, "030 123 456"), (True, "999")])
def test_an_alert_has_the_numbers_that_were_settled_and_no_line_to_write_on(
    work: Workplace, *, danger: bool, first: str
) -> None:
    work.have_roles("keeper", "therapist", "lead")
    settle_staff_numbers(work.workspace, KNOWN)
    settle_numbers(work.workspace, PageNumbers("999", ""))

    found = numbers_to_call(work.workspace, danger=danger)

    assert next(number.replace(UNBROKEN, " ") for _who, number in found) == first
    assert {number.replace(UNBROKEN, " ") for _who, number in found} == {
        "030 123 456",
        "0170 99",
        "999",
    }


@pytest.mark.parametrize("danger", [False, True])
def test_before_any_is_settled_an_alert_has_the_emergency_number_of_the_directory(
    work: Workplace, *, danger: bool
) -> None:
    bring_into_force(work.workspace, "gb")

    found = numbers_to_call(work.workspace, danger=danger)

    assert found == (("Emergency number", "Emergency services, 999 (check before giving)"),)
    assert not are_numbers_settled(work.workspace)


@pytest.mark.parametrize(
    "settled", [PageNumbers(emergency_number="999"), PageNumbers(crisis_line="116 123")]
)
def test_one_number_is_enough_to_be_settled(work: Workplace, settled: PageNumbers) -> None:
    work.have_roles("keeper", "therapist", "lead")

    settle_numbers(work.workspace, settled)

    assert are_numbers_settled(work.workspace)


def test_without_any_in_the_directory_an_alert_has_no_number(work: Workplace) -> None:
    others = tuple(each for each in work.workspace.directory if each.kind != "emergency")
    work.workspace = replace(work.workspace, directory=others)

    assert numbers_to_call(work.workspace, danger=True) == ()
