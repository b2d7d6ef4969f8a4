"""What a service still needs stands on Today until it is done, each with its way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, answered, open_workplace
from therapist_app.commands import Destination, LocalTextPage, Retention, Safekeeping, Settings
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import open_alerts

pytestmark = pytest.mark.usefixtures("wear")


def shown(qtbot: QtBot, workspace) -> TodayView:
    view = TodayView(TodayViewModel(workspace))
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    settle()
    return view


def words(view: TodayView) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_a_new_service_sees_what_it_needs_and_each_leads_to_where_it_is_settled(
    qtbot: QtBot, tmp_path: Path, wear, scale: float
) -> None:
    wear("light", scale)
    with open_workplace(tmp_path, practice=False) as real:
        view = shown(qtbot, real.workspace)
        left: list[Destination] = []
        view.leave_requested.connect(left.append)
        said = words(view)
        assert "Your service still needs" in said
        assert "No first session can begin until one is approved." in said
        assert clipped(view) == []

        for line in view.needs.lines:
            QTest.keyClick(line.open, Qt.Key.Key_Space)

        assert left == [LocalTextPage(), Safekeeping(), Retention(), Settings("numbers")]


def test_practice_shows_no_such_list(qtbot: QtBot, work) -> None:
    view = shown(qtbot, work.workspace)

    assert view.needs.lines == []
    assert not view.needs.isVisible()
    assert "Your service still needs" not in words(view)


def test_what_was_promised_to_a_client_stands_over_what_the_service_needs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_workplace(tmp_path, practice=False) as real:
        client = real.add_client()
        real.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
        [alert] = open_alerts(real.workspace, client.id)
        real.answer_alert(alert, 3)

        view = shown(qtbot, real.workspace)

        [promise] = view.promises
        at, needs = (each.mapTo(view, each.rect().topLeft()) for each in (promise, view.needs))
        assert view.needs.isVisible()
        assert at.y() < needs.y()
        assert at.x() > view.width() // 2


def test_what_is_to_finish_with_clients_stands_over_what_the_service_needs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_workplace(tmp_path, practice=False) as real:
        client = real.add_client()
        opened = open_form(real.workspace, client.id, "practice-plan")
        keep_draft(real.workspace, opened, answered(opened.state, {"what": "Walk"}))

        view = shown(qtbot, real.workspace)

        [task] = view.tasks
        at, needs = (each.mapTo(view, each.rect().topLeft()) for each in (task, view.needs))
        assert view.needs.isVisible()
        assert at.y() < needs.y()
