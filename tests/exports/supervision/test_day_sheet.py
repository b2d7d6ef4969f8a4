"""A week and the day sheet on paper: what stands there, and that nobody is named."""

import io
from dataclasses import fields, replace
from datetime import date

import pytest
from pypdf import PdfReader

from exports.errors import LeakFound
from exports.paper.take_home.client_copy import CopyLine, Passage
from exports.supervision.day_sheet import AppointmentRow, day_sheet_pdf, week_pdf
from tests.support.exports.packs import KNOWN
from tests.support.exports.papers import DAY_SHEET, PAPER_DAY


def words(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_week_holds_each_appointment_by_code_and_what_has_no_hour():
    said = words(week_pdf([PAPER_DAY], date(2026, 11, 23), KNOWN, practice=False))

    for each in ("Tuesday 24 November 2026", "09:30 to 10:30", "K7-412", "L4-903: Be in contact"):
        assert each in said


def test_whatever_a_row_holds_stands_on_the_week_and_on_the_day_sheet():
    row = AppointmentRow(**{each.name: f"of-{each.name}" for each in fields(AppointmentRow)})
    day = replace(PAPER_DAY, rows=(row,))

    week = words(week_pdf([day], date(2026, 11, 23), KNOWN, practice=False))
    sheet = words(day_sheet_pdf(replace(DAY_SHEET, day=day), KNOWN, practice=False))

    for each in fields(AppointmentRow):
        assert f"of-{each.name}" in week
        assert f"of-{each.name}" in sheet


def test_a_place_stands_where_there_is_one_and_is_left_out_where_it_names_a_client():
    [row] = PAPER_DAY.rows
    named = replace(row, place="home of Wilhelmina")
    placed = replace(PAPER_DAY, rows=(replace(row, place="Room 2"), named))

    said = words(week_pdf([placed], date(2026, 11, 23), KNOWN, practice=False))
    without = words(week_pdf([PAPER_DAY], date(2026, 11, 23), KNOWN, practice=False))

    assert "Place" in said
    assert "Room 2" in said
    assert "Wilhelmina" not in said
    assert "Place" not in without


def test_a_day_without_appointments_says_so():
    bare = replace(PAPER_DAY, rows=(), notes=())

    assert "Nothing planned" in words(week_pdf([bare], date(2026, 11, 23), KNOWN, practice=False))


def test_the_day_sheet_holds_the_numbers_and_each_plan():
    said = words(day_sheet_pdf(DAY_SHEET, KNOWN, practice=False))

    for each in ("112", "116 123", "Safety plan, K7-412", "What helps", "Go for a walk"):
        assert each in said
    assert "There is no finished safety plan yet." in said


def test_a_plan_in_progress_says_so_and_names_its_empty_parts():
    sheet = replace(DAY_SHEET, in_progress=(("K7-412", ("3", "4", "5")),))

    said = words(day_sheet_pdf(sheet, KNOWN, practice=False))

    assert "This plan is in progress: it is not whole." in said
    assert "Parts 3, 4, 5 are empty." in said
    assert "Go for a walk" in said


def test_a_plan_in_progress_with_every_part_begun_names_none():
    sheet = replace(DAY_SHEET, in_progress=(("L4-903", ()),))

    said = words(day_sheet_pdf(sheet, KNOWN, practice=False))

    assert "This plan is in progress: it is not whole." in said
    assert "empty" not in said
    assert "There is no finished safety plan yet." not in said


def test_a_newer_plan_that_cannot_be_printed_is_told_beside_the_older_one_or_none():
    sheet = replace(
        DAY_SHEET, not_shown=tuple((code, PAPER_DAY.day) for code in ("K7-412", "L4-903"))
    )

    said = words(day_sheet_pdf(sheet, KNOWN, practice=False))

    assert said.count("The newest plan, of 24 November 2026, is in the record") == 2
    assert said.count("What follows is an older plan.") == 1
    assert "There is no finished safety plan yet." not in said


def test_what_is_open_about_who_comes_stands_there_without_a_name():
    open_ones = (
        ("K7-412", "Alert answered · Be in contact again · due today"),
        ("L4-903", "To be told of the alert: Wilhelmina's mother"),
    )

    said = words(day_sheet_pdf(replace(DAY_SHEET, alerts=open_ones), KNOWN, practice=False))

    assert "K7-412: Alert answered · Be in contact again · due today" in said
    assert "L4-903: left out: it contains a name" in said


def test_the_day_sheet_says_whom_of_the_service_to_reach():
    said = words(day_sheet_pdf(DAY_SHEET, KNOWN, practice=False))

    for each in ("Whom to reach", "Clinical lead · Bo Example: 030 1234", "0170 99"):
        assert each in said


def test_a_colleague_who_is_called_as_a_client_stands_there_and_the_clients_own_lines_do_not():
    plan = Passage(
        "Who helps", (CopyLine("Say: I am Wilhelmina Oakenshaw1"), CopyLine("My neighbour"))
    )
    sheet = replace(
        DAY_SHEET,
        plans=(("K7-412", (plan,)),),
        reach=("Clinical lead · Wilhelmina Oakenshaw1: 030 1234",),
    )

    said = words(day_sheet_pdf(sheet, KNOWN, practice=False))

    assert said.count("Wilhelmina Oakenshaw1") == 1
    assert "My neighbour" in said
    assert "left out: it contains a name" in said


def test_a_line_of_a_plan_that_names_a_client_is_left_out_and_says_so():
    plan = Passage(
        "Who helps", (CopyLine("My sister Wilhelmina Oakenshaw1"), CopyLine("My neighbour"))
    )
    sheet = replace(DAY_SHEET, plans=(("K7-412", (plan,)),))

    said = words(day_sheet_pdf(sheet, KNOWN, practice=False))

    assert "Oakenshaw" not in said
    assert "left out: it contains a name" in said
    assert "My neighbour" in said


def test_a_promise_with_a_part_of_a_name_is_left_out_and_says_so():
    day = replace(PAPER_DAY, notes=(("K7-412", "To be told: Wilhelmina's mother"),))

    for data in (
        week_pdf([day], date(2026, 11, 23), KNOWN, practice=False),
        day_sheet_pdf(replace(DAY_SHEET, day=day), KNOWN, practice=False),
    ):
        assert "Wilhelmina" not in words(data)
        assert "K7-412: left out: it contains a name" in words(data)


def test_a_name_anywhere_else_is_never_handed_over():
    row = replace(PAPER_DAY.rows[0], session="Wilhelmina Oakenshaw1")

    with pytest.raises(LeakFound):
        week_pdf([replace(PAPER_DAY, rows=(row,))], date(2026, 11, 23), KNOWN, practice=False)
