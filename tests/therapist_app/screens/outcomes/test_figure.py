"""A figure of the report opened on the page, by keyboard, and what is heard of it."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exports.errors import NotForExport
from exports.opened_figures import OpenedNumber
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.first_sessions import Q1, hold_first
from tests.support.workflows.workspaces import Workplace
from therapist_app.screens.outcomes import viewmodel as outcomes
from therapist_app.screens.outcomes.figure_view import caseloads_words, codes_words
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.workflows.exporting.figures_in_window import FigureInWindow, NumberInWindow
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.quarters import close_quarter

pytestmark = pytest.mark.usefixtures("wear")
CAME = "attendance/attendance.came"


@pytest.fixture
def codes(work: Workplace) -> list[str]:
    found = sorted(hold_first(work).code for _each in range(12))
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    close_quarter(work.workspace, Q1)
    return found


@pytest.fixture
def view(qtbot: QtBot, work: Workplace, codes: list[str]) -> OutcomesView:
    """Return the screen with the report of a quarter prepared."""
    assert codes
    viewmodel = OutcomesViewModel(work.workspace)
    made = OutcomesView(viewmodel)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    made.activateWindow()
    viewmodel.choose_recipient(OWN_LEAD)
    viewmodel.choose_purpose("clinical_lead")
    with qtbot.waitSignal(made.record_released):
        viewmodel.prepare()
    settle()
    while made.figure.figures.findData(CAME) < 0:
        assert made.preview.following.isEnabled(), "the figure stands on no page"
        qtbot.mouseClick(made.preview.following, Qt.MouseButton.LeftButton)
        settle()
    return made


def place_of(view: OutcomesView) -> str:
    """Return which page of how many is shown."""
    shown = (each for each in view.preview.findChildren(QLabel) if each.isVisible())
    said = (each.text() for each in shown)
    return next(each for each in said if each.startswith("Page "))


def words_of(view: OutcomesView) -> str:
    labels = view.figure.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def open_by_keyboard(qtbot: QtBot, view: OutcomesView, figure: str) -> None:
    box = view.figure.figures
    box.setFocus()
    box.setCurrentIndex(box.findData(figure))
    with qtbot.waitSignal(view.record_released):
        box.activated.emit(box.currentIndex())
    settle()


def test_a_figure_is_opened_by_keyboard_which_stays_where_it_is(
    qtbot: QtBot, view: OutcomesView, codes: list[str]
) -> None:
    said: list[str] = []
    view._viewmodel.act_done.connect(said.append)
    assert view.figure.isVisible()
    before = place_of(view)

    open_by_keyboard(qtbot, view, CAME)

    words = words_of(view)
    assert "Sessions that were due · Took place" in words
    assert f"12 clients in caseloads that you can open: {', '.join(codes)}" in words
    assert "Each count was changed by 10 at most" in words
    assert "Clients are shown of 1 of 1 caseload" in words
    assert said == ["Sessions that were due · Took place"]
    assert view.focusWidget() is view.figure.figures
    assert place_of(view) == before
    for code in codes:
        assert code not in repr(view._viewmodel.state.pages)


def test_it_is_closed_by_choosing_none_and_by_turning_the_page(
    qtbot: QtBot, view: OutcomesView
) -> None:
    open_by_keyboard(qtbot, view, CAME)

    box = view.figure.figures
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert view._viewmodel.state.made.figure is None
    open_by_keyboard(qtbot, view, CAME)
    qtbot.mouseClick(view.preview.following, Qt.MouseButton.LeftButton)
    settle()

    assert view._viewmodel.state.made.figure is None
    assert box.chosen_id == ""
    assert all(not box.itemData(at).startswith("classes") for at in range(box.count()))


def test_what_cannot_be_opened_is_said(
    qtbot: QtBot, view: OutcomesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object, **_more: object) -> None:
        raise NotForExport("The report has no such figure.")

    monkeypatch.setattr(outcomes, "figure_in_window", refuse)
    said: list[str] = []
    view._viewmodel.act_done.connect(said.append)

    open_by_keyboard(qtbot, view, CAME)

    assert said == ["The report has no such figure."]
    assert view._viewmodel.state.made.figure is None
    assert view._viewmodel.state.is_prepared


@pytest.mark.usefixtures("codes")
def test_before_anything_is_prepared_there_is_no_figure(qtbot: QtBot, work: Workplace) -> None:
    viewmodel = OutcomesViewModel(work.workspace)
    made = OutcomesView(viewmodel)
    qtbot.addWidget(made)
    made.show()

    viewmodel.open_figure(CAME)

    assert not made.figure.isVisible()
    assert viewmodel.state.made.figure is None
    assert viewmodel.state.figures == ()


def test_nothing_of_it_is_cut_at_twice_the_text(qtbot: QtBot, view: OutcomesView, wear) -> None:
    open_by_keyboard(qtbot, view, CAME)
    wear("light", 2.0)
    again = OutcomesView(view._viewmodel)
    qtbot.addWidget(again)
    again.resize(960, 700)
    again.show()
    settle()

    assert clipped(again) == []


def test_of_caseloads_that_cannot_be_opened_it_is_said_that_nobody_is_shown() -> None:
    number = OpenedNumber("clients", "Clients", "14", "Clients", "")
    none = FigureInWindow(CAME, "x", (NumberInWindow(number, ()),), (), 10, 0, 2)

    assert caseloads_words(none) == (
        "You can open none of the caseloads behind it: no client is shown."
    )
    assert codes_words(()) == "Nobody in caseloads that you can open."
    assert codes_words(("A1-203",)) == "1 client in caseloads that you can open: A1-203"
