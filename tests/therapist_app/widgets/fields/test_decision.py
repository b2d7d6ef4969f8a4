"""What a person decides on stands beside each other as long as it can be read at a glance."""

import pytest
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from therapist_app.widgets.controls.options import Option
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.layout.layouts import STRETCH, hold, stack

TRACKS = (
    ("prevention", "Prevention: no behaviour of concern reported"),
    ("online", "Online behaviour of concern, past or current"),
    ("distress", "High distress or low mood first"),
)


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize(("width", "columns"), [(420, 1), (560, 1), (720, 3)])
def test_no_choice_breaks_over_more_than_two_lines(qtbot: QtBot, width: int, columns: int) -> None:
    field = DecisionField(TRACKS, name="Track")
    page = hold(stack(field, STRETCH))
    qtbot.addWidget(page)
    page.resize(width, 600)
    page.show()
    settle()

    options = field.findChildren(Option)
    assert len({each.x() for each in options}) == columns
    for each in options:
        assert each.width() >= each.face.width_in(2)
