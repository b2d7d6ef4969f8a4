"""The page of a client from which one moves them to a colleague."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.support.record.team import lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app.commands import UseCaseload
from therapist_app.record.clients import clients
from therapist_app.record.keyring.covering import hand_over
from therapist_app.screens.client.moving import MoveViewModel
from therapist_app.screens.client.moving_view import MoveView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.people.moving_clients import count_arriving

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def team(tmp_path):
    return lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))


@pytest.fixture
def vault(team):
    with team.open("Ana") as vault:
        yield vault


@pytest.fixture
def view(qtbot, vault):
    workspace = workspace_for(vault)
    client = add_client(workspace, NewClient("code_only"))
    viewmodel = MoveViewModel(workspace, client.id)
    view = MoveView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)
    view.resize(1170, 700)
    view.show()
    view.focus_first()
    return view


def words(view):
    return "\n".join(each.text() for each in view.area.widget().findChildren(QLabel))


def test_nobody_is_chosen_beforehand_and_what_goes_over_is_said(qtbot, view):
    assert view.to.chosen_id == ""
    assert "forms, notes, open alerts, promises and appointments" in words(view)
    assert "You can no longer read it, and neither can anybody who covers for you." in words(view)

    qtbot.mouseClick(view.offer, Qt.MouseButton.LeftButton)

    assert view.to.problem.text() == "Choose one."
    assert view.keep is None


def test_a_client_is_offered_and_kept_after_all(qtbot, team, vault, view):
    qtbot.mouseClick(view.to.button(1), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.offer, Qt.MouseButton.LeftButton)

    assert "Being moved to Cy Example, since" in words(view)
    assert "Lock when you have finished" in words(view)
    qtbot.mouseClick(view.keep, Qt.MouseButton.LeftButton)
    assert view.to.chosen_id == ""
    vault.close()
    with team.open("Cy") as theirs:
        assert count_arriving(theirs) == 0


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_who_came_with_a_hand_over_joins_ones_own_clients(qtbot, team, wear, scale):
    wear("light", scale)
    team.visit("Ben")
    with team.open("Ana") as vault:
        client = add_client(workspace_for(vault), NewClient("code_only"))
        hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        viewmodel = ClientViewModel(workspace_for(vault), client.id)
        view = MoveView(viewmodel.moving)
        qtbot.addWidget(view)
        view.resize(1170, 700)
        view.show()
        settle()
        assert clipped(view) == []
        assert "Moved, they stand beside your own clients" in words(view)

        with qtbot.waitSignal(viewmodel.leave_requested) as left:
            view.join.click()

        assert left.args == [UseCaseload(team.uid("Ben"))]
        found = clients.all_codes(vault.use_caseload(team.uid("Ben")))
        assert [client_id for client_id, _code, _hidden in found] == [client.id]


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_nothing_is_cut_or_unnamed(qtbot, vault, wear, scale):
    wear("light", scale)
    workspace = workspace_for(vault)
    client = add_client(workspace, NewClient("code_only"))
    viewmodel = MoveViewModel(workspace, client.id)
    view = MoveView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)
    view.resize(1170, 700)
    view.show()
    settle()

    assert clipped(view) == []


def test_alone_in_a_service_there_is_nobody_to_move_to(qtbot, tmp_path):
    with lay_out_team(tmp_path / "alone").open("Ana") as vault:
        workspace = workspace_for(vault)
        client = add_client(workspace, NewClient("code_only"))
        view = MoveView(MoveViewModel(workspace, client.id))
        qtbot.addWidget(view)

        assert view.to is None
        assert "An administrator adds colleagues" in words(view)
        assert "An administrator adds colleagues" in arrival_words(view)


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_the_head_of_the_page_says_to_whom_the_client_goes(qtbot, vault, wear, scale):
    wear("light", scale)
    workspace = workspace_for(vault)
    client = add_client(workspace, NewClient("code_only"))
    view = ClientView(ClientViewModel(workspace, client.id))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.head.move_chosen.emit()

    view.page.to.button(0).click()
    view.page.offer.click()
    settle()

    said = [each.text() for each in view.head.findChildren(QLabel)]
    assert "Being moved to Ben Example" in said
    assert clipped(view) == []
