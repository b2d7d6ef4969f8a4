"""Each appointment says whether it can be held as it stands, and leads to what lacks."""

import gc
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from session_forms.words.day_words import clock_time, written_day
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.theme.look import look
from therapist_app.workflows.content.signing_off import sign_off

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def real(tmp_path: Path):
    with open_workplace(tmp_path / "service", practice=False) as work:
        sign_off(work.workspace, work.workspace.programme, "Clinical lead")
        yield work


class Shown:
    """A page, what it says, and where it led."""

    def __init__(self, qtbot: QtBot, view) -> None:
        self.view = view
        self.left: list[Destination] = []
        view.leave_requested.connect(self.left.append)
        qtbot.addWidget(view)
        view.resize(1170, 768)
        view.show()
        settle()

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, button) -> None:
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle()


def today(qtbot: QtBot, work: Workplace) -> Shown:
    return Shown(qtbot, TodayView(TodayViewModel(work.workspace)))


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_a_first_session_without_a_text_says_so_and_leads_there(qtbot, real, wear, scale) -> None:
    wear("light", scale)
    client = real.add_client()
    real.plan(client, "S01")
    page = today(qtbot, real)
    [line] = page.view.appointments
    assert "No text is approved" in page.words
    assert "No first session can be held before a lead approves one." in page.words
    assert line.move_on.text() == "Open"
    assert clipped(page.view) == []

    page.press(line.ready.ways["text"])
    page.press(line.move_on)

    assert page.left == [commands.LocalTextPage(), commands.ClientPage(client.id)]


def test_with_a_text_in_force_it_is_ready_and_starts(qtbot, real) -> None:
    bring_into_force(real.workspace)
    appointment = real.plan(real.add_client(), "S01")
    page = today(qtbot, real)
    [line] = page.view.appointments
    assert "Ready, 6 minutes of measures" in page.words
    until = real.workspace.today() + timedelta(days=300)
    assert f"Confidentiality text: approved to {written_day(until)}" in page.words
    assert line.ready.ways == {}

    page.press(line.move_on)

    assert page.left == [commands.SessionPage(appointment)]


def test_what_must_be_decided_first_leads_to_all_of_it_and_so_does_the_start(qtbot, work) -> None:
    client = work.add_client()
    work.plan(client, "S02")
    page = today(qtbot, work)
    [line] = page.view.appointments

    page.press(line.ready.ways["gates"])
    page.press(line.move_on)

    assert page.left == [commands.ClientPage(client.id, "gates")] * 2


def test_a_follow_up_without_consent_is_not_called(qtbot, work) -> None:
    client = work.add_client()
    work.plan(client, "FU3")
    page = today(qtbot, work)
    assert "No consent to be called" in page.words
    assert "was not asked yet" in page.words

    page.press(page.view.appointments[0].ready.ways["consent"])

    assert page.left == [commands.DataRights(client.id)]


def test_the_page_of_the_client_says_it_of_the_next_session_twice_in_a_row(qtbot, real) -> None:
    client = real.add_client()
    real.plan(client, "S01")
    for _time in range(2):
        page = Shown(qtbot, ClientView(ClientViewModel(real.workspace, client.id)))
        gc.collect()
        assert "Before session 1" in page.words
        page.press(page.view.overview.ready.ways["text"])
        assert page.left == [commands.LocalTextPage()]
        page.view.close()

    bring_into_force(real.workspace)

    ready = Shown(qtbot, ClientView(ClientViewModel(real.workspace, client.id)))
    assert "Before session 1" not in ready.words


def test_what_lacks_has_the_width_of_its_line_and_its_ways_stand_under_the_start(
    qtbot, work
) -> None:
    client = work.add_client()
    work.write_plan(client, "safety-plan")
    work.hold(client, "S01")
    work.clock.advance(9 * 24 * 3600)
    work.plan(client, "S02")
    page = today(qtbot, work)
    line = next(each for each in page.view.appointments if each.ready and each.ready.ways)

    way = next(iter(line.ready.ways.values()))

    edges = [each.mapTo(line, each.rect().topRight()).x() for each in (way, line.move_on)]
    assert way.width() == line.move_on.width()
    assert abs(edges[0] - edges[1]) <= 1
    words = [each for each in line.ready.findChildren(QLabel) if each.isVisible() and each.text()]
    broken = [
        each.text()
        for each in words
        if each.wordWrap()
        and each.heightForWidth(each.width()) >= 2 * each.fontMetrics().lineSpacing()
    ]
    assert broken == []


def test_in_large_text_what_is_in_order_has_the_whole_line_and_the_clock_stands_apart(
    qtbot, work, wear
) -> None:
    wear("light", 2.0)
    client = work.add_client()
    work.hold(client, "S01")
    work.plan(client, "S02")
    page = today(qtbot, work)
    page.view.resize(1254, 700)
    settle()
    line = page.view.appointments[-1]

    broken = [
        each.text()
        for each in line.ready.findChildren(QLabel)
        if each.isVisible() and each.height() >= 2 * each.fontMetrics().lineSpacing()
    ]
    at = clock_time(line.line.at.astimezone())
    [clock] = [each for each in line.findChildren(QLabel) if each.text() == at]

    assert broken == []
    right, left = (
        each.mapTo(line, at).x()
        for each, at in ((clock, clock.rect().topRight()), (line.body, line.body.rect().topLeft()))
    )
    assert left - right >= look().space("m")


@pytest.mark.parametrize(("width", "is_beside"), [(1170, True), (784, False)])
def test_what_is_said_of_what_lacks_goes_under_it_rather_than_into_three_lines(
    qtbot, work, width, is_beside
) -> None:
    client = work.add_client()
    for form_id in ("safety-plan", "boundaries"):
        work.write_plan(client, form_id)
    work.hold(client, "S01")
    work.clock.advance(9 * 24 * 3600)
    work.plan(client, "S02")
    page = today(qtbot, work)
    page.view.resize(width, 700)
    settle()
    line = next(each for each in page.view.appointments if each.ready and each.ready.ways)

    labels = {each.text(): each for each in line.ready.findChildren(QLabel)}
    title = labels["Boundaries plan"]
    detail = next(labels[words] for words in labels if words.startswith("to be looked at"))

    where = [each.mapTo(line, each.rect().topLeft()) for each in (title, detail)]
    lines = detail.height() / detail.fontMetrics().lineSpacing()
    assert (where[1].x() > where[0].x()) is is_beside
    assert is_beside or lines < 3
