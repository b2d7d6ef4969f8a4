"""A session in large text in a small window: most of the window is the step."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tests.support.windows.clipping import clipped
from tests.support.windows.page_states import ready_window, wait_for_work
from tests.support.windows.reflow import misfits
from therapist_app import commands
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.sessions.looking_back import LastItem, LastTime

SMALL = (1024, 700)


@pytest.fixture
def opened(tmp_path, wear):
    with ready_window(tmp_path) as (work, window):
        wear("light", 2.0)
        window.resize(*SMALL)

        def open_session(plan_id: str) -> MainWindow:
            client = work.add_client()
            work.pass_gates(client, plan_id)
            window.go_to(commands.SessionPage(work.start(client, plan_id)))
            wait_for_work()
            return window

        yield open_session


def seen_of(widget: QWidget, window: MainWindow) -> tuple[int, int]:
    top = widget.mapTo(window.page.step.area.viewport(), QPoint(0, 0)).y()
    return top, top + widget.height()


@pytest.mark.parametrize(("plan_id", "width"), [("S01", SMALL[0]), ("S10", SMALL[0]), ("S01", 988)])
def test_the_step_has_half_of_the_window_whatever_may_be_done_and_however_late_it_is(
    opened, plan_id, width
):
    window = opened(plan_id)
    window.resize(width, SMALL[1])
    wait_for_work()
    page, half = window.page, SMALL[1] / 2

    for _step in page._viewmodel.state.page.agenda:
        assert page.step.height() >= half, page._viewmodel.state.page.current.id
        page._viewmodel.look_at(1)
        wait_for_work()
    page.show_minutes(123)
    wait_for_work()
    assert page.step.height() >= half
    page._viewmodel.hold_or_resume()
    wait_for_work()
    assert page.step.height() >= half
    assert page.minutes.accessibleName().endswith("stopped")
    assert clipped(page) == []


def test_a_sign_that_stands_for_its_words_says_them_to_pointer_and_screen_reader(opened):
    page = opened("S01").page

    for folded, words in ((page.beside, "Beside the client"), (page.hand_over, "Hand over")):
        assert folded.text() == ""
        assert not folded.icon().isNull()
        assert folded.accessibleName() == words
        assert folded.toolTip().startswith(words)


def test_a_step_that_cannot_be_skipped_bars_the_button_and_says_why(opened):
    foot = opened("S01").page.foot

    assert foot.skip.isVisible()
    assert not foot.skip.isEnabled()
    assert foot.skip.toolTip() == "This step cannot be skipped."
    assert foot.skip.accessibleDescription() == "This step cannot be skipped."


def test_with_more_room_the_words_are_back(opened):
    window = opened("S01")

    window.resize(1366, 700)
    wait_for_work()

    assert window.page.beside.text() == "Beside the client"
    assert window.page.hand_over.text().strip() == "Hand over"
    assert window.page.planned.isVisible()


def test_under_an_open_alert_a_question_is_seen_from_its_first_word(opened):
    window = opened("S03")
    panel, filling = window.page.step.panel, window.page._viewmodel.filling
    panel.go_to("worry_about_acting")
    filling.answer("worry_about_acting", 8)
    window.page.flush()
    wait_for_work()
    assert window.page.step.alert.shown is not None

    panel.go_to("action")
    wait_for_work()

    field = window.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    assert seen_of(panel.current, window)[0] >= 0


def test_whoever_writes_on_in_a_field_sees_the_line_that_is_written(opened):
    window = opened("S03")
    panel, filling = window.page.step.panel, window.page._viewmodel.filling
    filling.answer("worry_about_acting", 8)
    window.page.flush()
    panel.go_to("action")
    wait_for_work()
    field = window.focusWidget()

    for _line in range(3):
        QTest.keyClicks(field, "One line.")
        QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for_work()

    cursor = seen_of(field, window)[0] + field.cursorRect().bottom()
    assert 0 < cursor <= window.page.step.area.viewport().height()


def test_behind_its_tab_last_time_has_the_room_and_one_bar(opened):
    window = opened("S02")
    page = window.page
    agreed = tuple(LastItem(f"Practice {at}", "After work, by the river.") for at in range(9))
    page.last_time.show_last_time(
        LastTime("Welcome", datetime(2026, 2, 1, 9, tzinfo=UTC), agreed, (), "")
    )
    page.columns.tabs[2].click()
    wait_for_work()

    assert page.last_time.area.height() >= SMALL[1] / 2
    assert list(misfits(window)) == []
    bar = page.last_time.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    wait_for_work()
    shown = page.last_time.pathway
    assert not shown.visibleRegion().isEmpty()
    assert not page.last_time.more.isVisible()
