"""The page on which a client goes on with another course, and on which that is undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.two_courses import add_short, go_on, with_short_course
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.record.clients import clients, course_moves
from therapist_app.record.model import Client
from therapist_app.screens.client.another_course_view import STILL, AnotherCourseView
from therapist_app.screens.client.changes_view import ChangesView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield with_short_course(workplace)


@pytest.fixture
def client(work: Workplace) -> Client:
    client = add_short(work)
    work.hold(client, "S01")
    return client


def shown(qtbot: QtBot, work: Workplace, client: Client) -> ClientView:
    viewmodel = ClientViewModel(work.workspace, client.id)
    view = ClientView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)
    view.resize(1170, 800)
    view.show()
    return view


def turned(view: ClientView) -> AnotherCourseView:
    view.head.course_chosen.emit()
    assert isinstance(view.page, ChangesView)
    view.page.another.click()
    assert isinstance(view.page, AnotherCourseView)
    settle()
    return view.page


def words(page: AnotherCourseView) -> str:
    return "\n".join(each.text() for each in page.area.widget().findChildren(QLabel))


def pressed(button: QPushButton | None) -> None:
    assert button is not None
    button.click()


def test_nothing_is_chosen_beforehand_and_what_lacks_is_said_one_after_the_other(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    view = shown(qtbot, work, client)
    page = turned(view)
    assert page.track is not None
    assert [page.track.chosen_id, *(each.decision.chosen_id for each in page.lines)] == [""] * (
        1 + len(page.lines)
    )
    assert "held Monday 2 March 2026 in the course before" in words(page)
    assert "it counts" in words(page)

    pressed(page.go)
    assert page.track.problem.text() == "Choose one."
    page.track.button(0).click()
    pressed(page.go)
    assert {each.decision.problem.text() for each in page.lines} == {"Choose one."}
    settle()
    first = page.lines[0].decision.button(0)
    assert first.hasFocus()
    assert page.area.viewport().rect().contains(first.mapTo(page.area.viewport(), QPoint(1, 1)))

    page.lines[0].decision.button(0).click()
    assert page.lines[0].why.isVisible()
    pressed(page.rest)
    assert {each.decision.chosen_id for each in page.lines[1:]} == {STILL}
    pressed(page.go)
    assert page.lines[0].why.problem.text() == "Write why it counts, in one line."
    qtbot.keyClicks(page.lines[0].reason, "Held word for word")
    assert page.lines[0].why.problem.text() == ""
    pressed(page.go)
    assert page.reason.hasFocus()

    qtbot.keyClicks(page.reason, "Wants more time")
    pressed(page.go)

    assert view.page is None
    kept = clients.load(work.workspace.caseload, client.id)
    assert (kept.programme_id, kept.held_before) == ("pps-core", ("S01",))


def test_it_is_undone_on_the_same_page_with_a_reason(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    go_on(work, client, "S01")
    view = shown(qtbot, work, client)
    page = turned(view)
    assert "Short prevention course" in words(page)
    assert page.go is None

    assert page.undo_reason.hasFocus()
    pressed(page.undo)
    qtbot.keyClicks(page.undo_reason, "Stays after all")
    pressed(page.undo)

    assert clients.load(work.workspace.caseload, client.id).programme_id == "pps-brief"
    [move] = course_moves.of_clients(work.workspace.caseload, (client.id,))
    assert move.undo_reason == "Stays after all"


def test_of_several_courses_one_is_chosen_first(qtbot: QtBot, work: Workplace) -> None:
    plain = work.add_client()
    short = next(each for each in work.workspace.courses if each.id == "pps-brief")
    third = short.model_copy(update={"id": "pps-third", "title": "A third course"})
    courses = (*work.workspace.earlier_programmes, third)
    wider = replace(work, workspace=replace(work.workspace, earlier_programmes=courses))
    view = shown(qtbot, wider, plain)
    page = turned(view)
    assert page.which is not None
    assert page.lines == ()

    page.which.button(1).click()

    assert "Go on with: A third course" in words(page)
    assert page.lines


def test_where_no_other_course_is_on_offer_no_way_leads_there(qtbot: QtBot, tmp_path: Path) -> None:
    with open_workplace(tmp_path / "alone") as alone:
        view = shown(qtbot, alone, alone.add_client())
        view.head.course_chosen.emit()
        assert isinstance(view.page, ChangesView)
        assert not view.page.another.isVisible()


def test_nothing_is_cut_in_large_text(
    qtbot: QtBot, work: Workplace, client: Client, wear: Callable[[str, float], None]
) -> None:
    wear("light", 2.0)
    view = shown(qtbot, work, client)
    page = turned(view)
    page.lines[0].decision.button(0).click()
    settle()

    assert clipped(page) == []
