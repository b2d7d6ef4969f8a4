"""What is agreed of an appointment: chosen, begun and not planned, and chosen as the last time."""

from dataclasses import fields
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from therapist_app.form_widgets.arrangement_fields import ArrangementFields
from therapist_app.form_widgets.planning_sheet import WhenFields
from therapist_app.workflows.course.planning import USUAL, Arrangement
from therapist_app.workflows.course.plans_begun import BegunArrangement

AGREED = Arrangement(mode="telephone", place="Room 2")
"""Of each field another value than the usual one."""


@pytest.fixture
def written(qtbot: QtBot) -> ArrangementFields:
    widget = ArrangementFields()
    qtbot.addWidget(widget)
    return widget


def test_whatever_is_agreed_can_be_chosen(written: ArrangementFields) -> None:
    written.write(AGREED)

    assert written.agreed == AGREED
    names = [each.name for each in fields(Arrangement)]
    assert [each for each in names if getattr(AGREED, each) == getattr(USUAL, each)] == []


def test_what_is_begun_stands_there_again(written: ArrangementFields, qtbot: QtBot) -> None:
    assert written.begun == BegunArrangement()
    written.write(AGREED)
    again = ArrangementFields()
    qtbot.addWidget(again)

    again.write(written.begun)

    assert again.agreed == AGREED
    named = [[each.name for each in fields(of)] for of in (BegunArrangement, Arrangement)]
    assert named[0] == named[1]


def test_nothing_is_agreed_before_it_is_said_how_to_meet(written: ArrangementFields) -> None:
    assert written.agreed is None
    assert written.modes.problem.text() == "Choose how you meet."


def test_a_day_that_is_over_says_so_while_it_is_written(qtbot: QtBot) -> None:
    when = WhenFields(date(2026, 11, 30))
    qtbot.addWidget(when)

    qtbot.keyClicks(when.day, "3.11.2026")
    told = when.day_field.hint.text()
    when.write_words("3.12.2026", "10")

    assert told == "Tuesday 3 November 2026, in the past"
    assert when.day_field.hint.text() == "Thursday 3 December 2026"
