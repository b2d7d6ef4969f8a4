"""That a keeper used one's sheet stands over the day and among one's own keys."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.record.sheets import replace_sheet
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.record.keyring import covering
from therapist_app.record.keyring.new_sheets import new_continuity, new_own_sheet
from therapist_app.record.vault.told_notices import note_told
from therapist_app.screens.keys.view import OwnKeysView
from therapist_app.screens.keys.viewmodel import OwnKeysViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel

pytestmark = pytest.mark.usefixtures("wear")
TITLE = "Your recovery sheet was used"
UNTIL = date(2026, 12, 3)


@pytest.fixture
@made_once
def team(tmp_path) -> Team:
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    return team


@pytest.fixture
def ben(team):
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ben"), team.uid("Cy"), UNTIL)
        covering.seal_with_continuity(vault, team.uid("Ben"), team.continuity)
        covering.seal_with_sheet(vault, team.uid("Ben"), team.members["Ben"].sheet)
    with team.open("Ben") as vault:
        yield vault


def shown(qtbot, view):
    qtbot.addWidget(view)
    view.resize(1170, 768)
    view.show()
    settle()
    return view


def words_of(view) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


def today(qtbot, vault) -> TodayView:
    return shown(qtbot, TodayView(TodayViewModel(workspace_for(vault))))


def keys(qtbot, vault) -> OwnKeysView:
    return shown(qtbot, OwnKeysView(OwnKeysViewModel(workspace_for(vault))))


def test_it_stands_over_the_day_and_leads_to_a_new_sheet(qtbot, ben):
    view = today(qtbot, ben)

    assert TITLE in words_of(view)
    assert "Ana Example used it on" in words_of(view)
    assert clipped(view) == []
    with qtbot.waitSignal(view.leave_requested) as left:
        view.sheets.renew.click()
    assert left.args == [commands.OwnKeys()]


def test_with_a_new_sheet_it_is_told_no_more(qtbot, ben):
    assert TITLE in words_of(keys(qtbot, ben))

    replace_sheet(ben)

    assert TITLE not in words_of(keys(qtbot, ben))
    assert TITLE not in words_of(today(qtbot, ben))


def test_whoever_is_not_concerned_sees_nothing(qtbot, team):
    with team.open("Cy") as vault:
        note_told(vault)
    with team.open("Cy") as vault:
        view = today(qtbot, vault)
        assert not view.sheets.isVisible()
        assert TITLE not in words_of(keys(qtbot, vault))


def test_a_new_sheet_that_was_not_typed_back_stands_over_the_day(qtbot, ben):
    replace_sheet(ben)
    new_own_sheet(ben)

    view = today(qtbot, ben)

    assert "Your new recovery sheet was not typed back" in words_of(view)
    assert "Keep the old sheet, which still works" in words_of(view)
    assert clipped(view) == []
    with qtbot.waitSignal(view.leave_requested) as left:
        view.sheets.renew.click()
    assert left.args == [commands.OwnKeys()]


def test_a_continuity_sheet_that_was_not_typed_back_stands_over_the_day_of_keepers_alone(
    qtbot, team
):
    with team.open("Ana") as vault:
        new_continuity(vault, "")
        assert "The new continuity sheet was not typed back" in words_of(today(qtbot, vault))
    with team.open("Ben") as vault:
        assert "not typed back" not in words_of(today(qtbot, vault))


def test_each_therapist_reads_once_who_can_open_their_clients_in_an_emergency(qtbot, team):
    about = "Who can open your clients in an emergency"
    with team.open("Cy") as vault:
        view = today(qtbot, vault)

        assert about in words_of(view)
        assert "You can read it again under Settings, People and roles." in words_of(view)
        assert clipped(view) == []
    with team.open("Cy") as vault:
        assert about not in words_of(today(qtbot, vault))
    with team.open("Ben") as vault:
        assert about in words_of(today(qtbot, vault)), "what Cy saw tells Ben nothing"
