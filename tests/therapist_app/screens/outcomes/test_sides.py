"""The columns of the outcomes screen give way in a small window; nothing is pushed aside."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from exports.document.document import PreviewPage
from exports.paper.charts.interval_chart import IntervalChart, IntervalLine
from exports.quarters import Quarter
from tests.support.exports.cases import occasion
from tests.support.exports.releases import service_report
from tests.support.record.others_rows import close_as_colleague
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.service import quarters
from therapist_app.screens.outcomes.preview_view import page_blocks
from therapist_app.screens.outcomes.release_state import Preparation
from therapist_app.screens.outcomes.sides_view import SidesView
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.workflows.exporting.before_closing import UnfinishedInQuarter
from therapist_app.workflows.exporting.exporting import Prepared, ReleaseRequest
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.quarters import QuarterChoice

pytestmark = pytest.mark.usefixtures("wear")
PICTURE = IntervalChart("Adherence", (IntervalLine("M01", "81 (73 to 87)", "32", 81, 73, 87),), 100)


def shown(qtbot: QtBot, work: Workplace, width: int) -> OutcomesView:
    """Return the screen in a window of this width, with a picture among what would leave."""
    view = OutcomesView(OutcomesViewModel(work.workspace))
    qtbot.addWidget(view)
    view.preview.layout().addWidget(page_blocks(PreviewPage("Fidelity", (PICTURE,))))
    view.resize(width, 700)
    view.show()
    settle()
    return view


def pushed_aside(view: OutcomesView) -> list[int]:
    """Return by how many pixels any part of the screen is wider than its place."""
    bars = [each.horizontalScrollBar() for each in view.findChildren(QScrollArea)]
    return [each.maximum() for each in bars if each.maximum() > 0]


@pytest.mark.parametrize(
    ("scale", "columns"),
    [
        (1.0, {1170: 3, 960: 2, 828: 2, 800: 1}),
        (1.25, {1170: 1}),
        (2.0, {960: 1, 2208: 3}),
    ],
)
def test_as_many_columns_stand_beside_each_other_as_have_room(
    qtbot: QtBot, work: Workplace, wear, scale: float, columns: dict[int, int]
) -> None:
    wear("light", scale)

    for width, wanted in columns.items():
        view = shown(qtbot, work, width)

        assert view.sides.columns == wanted
        assert view.width() == width
        assert pushed_aside(view) == []
        assert clipped(view) == []
        assert view.choices.isVisible()
        assert view.checks.isVisible()


@pytest.mark.parametrize(("scale", "width"), [(1.0, 1170), (1.0, 828), (2.0, 960)])
def test_what_is_chosen_begins_below_the_title(
    qtbot: QtBot, work: Workplace, wear, scale: float, width: int
) -> None:
    wear("light", scale)
    view = shown(qtbot, work, width)

    labels = [each for each in view.findChildren(QLabel) if each.isVisible()]
    places = {each.text(): each.mapTo(view, QPoint()).x() for each in labels}
    assert places["For whom"] == places["Outcomes"]


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    request = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead")
    return Prepared(request, occasion(), service_report())


@pytest.mark.parametrize("width", sampled([1170, 828, 820], every=3, first=2))
def test_no_page_of_what_would_leave_is_pushed_sideways(
    qtbot: QtBot, work: Workplace, wear, prepared: Prepared, width: int
) -> None:
    wear("light", 1.0)
    view = OutcomesView(viewmodel := OutcomesViewModel(work.workspace))
    qtbot.addWidget(view)
    view.resize(width, 700)
    view.show()

    for page in range(len(prepared.release.preview)):
        made = Preparation(prepared=prepared, page=page)
        view.show_state(replace(viewmodel.state, made=made))
        settle()
        assert pushed_aside(view) == [], page


@pytest.mark.parametrize("width", [1170, 828])
def test_the_year_of_a_quarter_is_not_cut(qtbot: QtBot, work: Workplace, wear, width: int) -> None:
    wear("light", 1.0)
    view = shown(qtbot, work, width)
    view.choices.quarter_field.show()
    view.choices.quarter.show_choices((each.name, each.in_words) for each in (Quarter(2026, 4),))
    settle()

    assert view.choices.quarter.isVisible()
    assert view.choices.quarter.width() >= view.choices.quarter.sizeHint().width()


def test_in_a_window_as_most_are_everything_is_arranged_once(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged: list[int] = []
    arrange = SidesView._arrange

    def counted(view: SidesView, columns: int) -> None:
        arranged.append(columns)
        arrange(view, columns)

    monkeypatch.setattr(SidesView, "_arrange", counted)

    shown(qtbot, work, 1302)

    assert arranged == [3]


def test_a_window_made_smaller_keeps_the_keyboard_and_what_is_hidden_hidden(
    qtbot: QtBot, work: Workplace
) -> None:
    view = shown(qtbot, work, 1302)
    view.activateWindow()
    view.choices.purpose.setFocus()

    view.resize(828, 700)
    settle()

    assert view.sides.columns == 2
    assert view.focusWidget() is view.choices.purpose
    assert view.preview.isVisible()
    assert not view.shared.isVisible()
    assert not view.readable.isVisible()
    view.resize(1302, 700)
    settle()
    assert view.sides.columns == 3
    assert pushed_aside(view) == []


def test_the_keyboard_keeps_its_place_also_before_the_window_is_in_front(
    qtbot: QtBot, work: Workplace
) -> None:
    view = OutcomesView(OutcomesViewModel(work.workspace))
    qtbot.addWidget(view)
    view.focus_first()
    first = view.focusWidget()
    view.resize(960, 700)
    view.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    view.show()
    settle()

    assert view.sides.columns == 2
    assert first is not None
    assert view.focusWidget() is first


MENU = 204
"""What the menu takes of the window's width."""


@pytest.mark.parametrize(
    ("size", "scale"), [((1366, 768), 1.0), ((1366, 768), 2.0), ((1024, 700), 2.0)]
)
def test_every_word_of_what_is_chosen_is_reached_by_the_page_keys_from_its_last_stop(
    qtbot: QtBot, work: Workplace, wear, size: tuple[int, int], scale: float
) -> None:
    wear("light", scale)
    work.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    service = work.workspace.service
    close_as_colleague(service, quarters.ClosedQuarter("2026-Q1", "ben", service.now()))
    viewmodel = OutcomesViewModel(work.workspace)
    view = OutcomesView(viewmodel)
    place = PagePlace(view)
    qtbot.addWidget(place)
    place.resize(size[0] - MENU, size[1])
    place.show()
    state = viewmodel.state
    assert state.waiting is not None
    lacking = QuarterChoice(Quarter(2026, 1), ("Anna", "Cy"), date(2026, 4, 15))
    left = replace(state.waiting, unfinished=UnfinishedInQuarter(1, 2, 3, 4), giving=None)
    choices = replace(state.choices, quarters=(lacking,))
    viewmodel._change(replace(state, choices=choices, waiting=left, closed="It is closed."))
    place.activateWindow()
    view.choices.purpose.setFocus()
    settle()

    words = [each for each in view.choices.findChildren(QLabel) if each.isVisible()]
    seen = {each: QRegion() for each in words}
    for key in [Qt.Key.Key_PageUp] * 6 + [Qt.Key.Key_PageDown] * 6:
        QTest.keyClick(view.choices.purpose, key)
        settle()
        for each in words:
            seen[each] = seen[each].united(each.visibleRegion())

    unseen = [each for each in words if not QRegion(each.rect()).subtracted(seen[each]).isEmpty()]
    assert len(words) > 10
    assert [each.text() for each in unseen] == []
    assert view.choices.purpose.chosen_id == ""
