"""The sheet on which somebody says why an appointment did not take place."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from therapist_app.form_widgets.planning_sheet import MissedSheet
from therapist_app.widgets.controls.buttons import why_not
from therapist_app.workflows.overviews.plan_choices import CANCELLED

pytestmark = pytest.mark.usefixtures("wear")


def test_until_a_reason_is_chosen_the_sheet_says_what_it_waits_for(qtbot: QtBot) -> None:
    sheet = MissedSheet(datetime(2026, 3, 2, 9, tzinfo=UTC), lambda: True, said=CANCELLED)
    qtbot.addWidget(sheet)
    sheet.show()
    assert why_not(sheet) == "Not yet: Record it. Choose why it did not take place first."

    qtbot.keyClicks(sheet.reasons.button(0), "2")

    assert why_not(sheet) == ""
    assert sheet.keep.accessibleDescription() == ""
