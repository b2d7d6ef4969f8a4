"""Figures that wait for what is unfinished, and what was given beside one's work, on Today."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exports.quarters import Quarter
from tests.support.record.team import Team, lay_out_team
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.commands import Outcomes
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.service import quarters
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.today import viewmodel as today
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.exporting.quarters import close_quarter
from therapist_app.workflows.exporting.waiting_figures import give_figures_quietly
from therapist_app.workflows.people import signed_names
from therapist_app.workflows.safekeeping.loud_acts import figures_given, is_something_told
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")
CLOSED = datetime(2026, 4, 1, 9, tzinfo=UTC)


class Screen(ShownPage):
    """The first screen of somebody, and where it led."""

    def __init__(self, qtbot: QtBot, vault: Vault) -> None:
        super().__init__(qtbot)
        self.show_page(TodayView(TodayViewModel(workspace_for(vault))), (1170, 1400))

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ben closed a quarter, while Ana has a note of that time that is not signed."""
    team = lay_out_team(tmp_path_factory.mktemp("figures"), Ben=("therapist",))
    with team.open("Ana") as vault:
        vault.practice = True  # nobody signed the programme off here
        work = Workplace(workspace_for(vault), team.service.clock)
        end_session(work.workspace, work.start(work.add_client(), "S01"), "finished")
    team.service.clock.move_to(CLOSED)
    with team.open("Ben") as vault:
        close_quarter(workspace_for(vault), Quarter(2026, 1))
    return team


@pytest.fixture
def team(closed: Team, tmp_path: Path) -> Team:
    return closed.apart(tmp_path)


def test_who_closed_it_what_is_unfinished_and_until_when_it_waits_is_told(
    qtbot: QtBot, team: Team
) -> None:
    with team.open("Ana") as vault:
        give_figures_quietly(workspace_for(vault))
        screen = Screen(qtbot, vault)
        said = screen.words()
        [way] = screen.view.figures.opens
        qtbot.keyClick(way, Qt.Key.Key_Space)

        assert "Your figures of January to March 2026 wait" in said
        assert (
            "Ben Example closed January to March 2026 on Wednesday 1 April 2026 for the whole "
            "service. Unfinished with you: 1 session of that time has a note that is not signed."
        ) in said
        assert "Your figures wait for it until Wednesday 15 April 2026; after that" in said
        assert screen.left == [Outcomes()]
        assert clipped(screen.view) == []


def test_who_closed_it_is_told_nothing(qtbot: QtBot, team: Team) -> None:
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)

        assert not screen.view.figures.isVisible()
        assert "closed January to March 2026" not in screen.words()
        assert "Your figures were given" not in screen.words()


def test_what_was_given_beside_ones_work_is_told_once_it_was_on_the_page(
    qtbot: QtBot, team: Team
) -> None:
    team.service.clock.move_to(datetime(2026, 4, 20, 9, tzinfo=UTC))
    with team.open("Ana") as vault:
        view_model = TodayViewModel(workspace_for(vault))
        give_figures_quietly(workspace_for(vault))  # beside a page that was made before
        view_model.note_told()
    with team.open("Ana") as vault:
        assert is_something_told(vault)
        screen = Screen(qtbot, vault)

        assert "Your figures were given to a quarter" in screen.words()
        assert (
            "Ben Example closed January to March 2026 on Wednesday 1 April 2026 for the whole "
            "service. Your figures of that time were given at a sign-in as they were: they had "
            "waited as long as figures wait."
        ) in screen.words()
        assert not screen.view.figures.isVisible()
    with team.open("Ana") as vault:
        assert figures_given(vault) == ()
        assert not is_something_told(vault)


def test_who_had_nothing_unfinished_is_told_that_and_who_closed_is_not_in_the_list(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team.open("Ana") as vault:
        service = vault.service
        [closed] = quarters.closed(service)
        with service.change("test", "service") as change:
            change.execute("DELETE FROM quarter_figures", ())
            change.execute("DELETE FROM quarters", ())
        quarters.close(service, replace(closed, confirmed_by=team.uid("Ana")))
    with team.open("Ben") as vault:
        monkeypatch.setattr(signed_names, "names_of", lambda _vault: {})
        give_figures_quietly(workspace_for(vault))

        [told] = figures_given(vault)

    assert told.startswith("Somebody who is not in the list of people closed January to March")
    assert told.endswith("since nothing of it was unfinished with you.")


def test_where_a_caseload_cannot_be_read_the_day_is_shown_all_the_same(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_workspace: object) -> None:
        raise RecordDamaged("caseload")

    monkeypatch.setattr(today, "waiting_figures", damaged)
    with team.open("Ana") as vault:
        assert TodayViewModel(workspace_for(vault)).state.waiting == ()
