"""Of every fact of an appointment it is decided whether the calendar shows it and says it."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from tests.support.record.other_values import others
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import AppointmentState
from therapist_app.screens.calendar.entry_view import entry_in_words
from therapist_app.screens.calendar.panel_view import PanelView
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.workflows.overviews.seeing_calendar import CalendarEntry

pytestmark = pytest.mark.usefixtures("wear")
STATES: tuple[AppointmentState, ...] = ("planned", "held", "missed")
BOTH = {"panel", "heard"}
TOLD = {
    "appointment_id": set(),
    "client_id": set(),
    "code": BOTH,
    "at": BOTH,
    "minutes": BOTH,
    "plan_id": BOTH,
    "plan_title": {"panel"},  # what is heard has the number alone
    "mode": BOTH,
    "state": BOTH,
    "attendance": BOTH,
    "ending": BOTH,
    "moved_from": BOTH,
    "overlaps": BOTH,
    "asks": BOTH,
    "place": BOTH,
    "may_undo_missed": set(),  # a button of the panel alone
}


def test_of_every_fact_of_an_entry_it_is_decided_whether_it_is_shown_and_heard(
    qtbot: QtBot, work: Workplace
) -> None:
    at = datetime(2026, 3, 3, 9, tzinfo=work.clock().tzinfo).astimezone()
    work.plan(work.add_client(), "S01", at)
    viewmodel = CalendarViewModel(work.workspace)
    panel = PanelView(viewmodel)
    qtbot.addWidget(panel)
    [plain] = viewmodel.state.page.entries

    def shown(entry: CalendarEntry) -> tuple[str, ...]:
        page = replace(viewmodel.state.page, entries=(entry,))
        panel.show_state(replace(viewmodel.state, page=page, chosen_id=entry.appointment_id))
        words = (panel.code, panel.session, panel.when)
        standing = panel.standing.text() if panel.standing.isVisibleTo(panel) else ""
        return (*(each.text() for each in words), standing)

    ways = {"panel": shown, "heard": entry_in_words}
    later = at + timedelta(days=1)
    told: dict[str, set[str]] = {}
    for state in STATES:
        standing = replace(plain, state=state)
        before = {where: tell(standing) for where, tell in ways.items()}
        known = {"at": later, "moved_from": later, "minutes": 5, "attendance": "cancelled_client"}
        for name, entry in others(standing, **known).items():
            found = {where for where, tell in ways.items() if tell(entry) != before[where]}
            told[name] = told.get(name, set()) | found

    assert told == TOLD
    assert {each.name for each in fields(CalendarEntry)} == TOLD.keys()
