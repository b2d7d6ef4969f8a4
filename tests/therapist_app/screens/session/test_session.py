"""A session while it is held, driven as a person would drive it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from session_forms.words.day_words import written_day
from tests.support.sampling import sampled
from tests.support.screens.session_screen import SessionScreen
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.left_behind import shown_alone
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import Workplace, answered, open_workplace
from therapist_app.accessibility.in_short import READ_BEFORE
from therapist_app.commands import (
    MEASURES,
    AlertPage,
    ClientPage,
    ClosePage,
    FilledFormPage,
    FormPage,
    HandOver,
    LocalTextPage,
    SessionPage,
)
from therapist_app.form_widgets.alert_banner import AlertLine
from therapist_app.record.clients import appointments, clients
from therapist_app.screens.session.guidance_view import SaidView
from therapist_app.screens.session.plan_view import (
    SHIELD,
    SIGNS,
    PlanView,
    pace_in_words,
)
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import FOOT_HEIGHT
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.closing_a_session import (
    amend_note,
    close_page_data,
    sign_note,
)
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step
from therapist_app.workflows.sessions.promising import promise_to_reach

pytestmark = pytest.mark.usefixtures("wear")
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
SMALL = (640, 480)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Iterator[SessionScreen]:
    shown = SessionScreen(qtbot, work, work.start(work.add_client(), "S01"))
    yield shown
    shown.view.flush()  # as the window does before it leaves a page


@pytest.mark.parametrize("window", [(1366, 768), (1024, 700)])
def test_the_plan_shows_every_step_at_once_beside_the_step(
    qtbot: QtBot, work: Workplace, window: tuple[int, int]
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S02")
    screen = SessionScreen(qtbot, work, work.start(client, "S02"))  # eleven steps: the longest plan
    rail = look().size("rail_narrow")
    screen.come_back((window[0] - rail, window[1]))

    area = screen.view.plan.area
    shown = [area.viewport().rect().contains(_stands_in(each, area)) for each in screen.rows]

    assert len(shown) == 11
    assert all(shown)
    assert screen.view.step.isVisible()
    assert clipped(screen.view) == []


def test_more_than_twelve_steps_scroll_and_the_one_in_hand_is_in_sight(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    line = screen.record.agenda[0]
    plan = PlanView((line,) * 14, 60, 14)
    qtbot.addWidget(plan)
    plan.resize(284, 500)
    plan.show()
    state = screen.viewmodel.state
    page = replace(state.page, agenda=(line,) * 14)

    plan.show_state(replace(state, page=page, place=14))
    settle()

    assert plan.area.verticalScrollBar().maximum() > 0
    assert plan.area.viewport().rect().contains(_stands_in(plan.agenda.rows[-1], plan.area))


@pytest.mark.parametrize(("height", "cut"), [(800, False), (250, True)])
def test_titles_in_the_plan_stand_whole_where_there_is_room(
    screen: SessionScreen, height: int, *, cut: bool
) -> None:
    screen.view.resize(1366, height)
    settle()
    agenda = screen.view.plan.agenda
    room = screen.view.plan.area.viewport().height()

    shown = [each._lines(each._most, each.width())[0] for each in agenda.rows]

    assert sum(each.height() for each in agenda.rows) <= room or cut
    assert any(lines[-1].endswith("…") for lines in shown) is cut


def test_the_title_of_the_step_on_the_screen_is_never_cut(screen: SessionScreen) -> None:
    for step in [each.id for each in screen.record.plan.steps][:4]:
        finish_step(screen.work.workspace, screen.appointment_id, step)

    for height in (700, 600, 400):
        screen.come_back((1366, height))
        rows = screen.view.plan.agenda.rows
        here = rows[screen.viewmodel.state.place - 1]
        shown = here._lines(here._most, here.width())[0]
        assert " ".join(shown) == screen.record.agenda[screen.viewmodel.state.place - 1].step.title


def test_the_minutes_gone_stand_against_those_planned_in_words() -> None:
    assert pace_in_words(18, (18, 30)) == "18 min used, 18 to 30 planned: on time"
    assert pace_in_words(36, (18, 30)) == "36 min used, 30 planned: 6 min over"
    assert pace_in_words(10, (18, 30)) == "10 min used, 18 planned: 8 min left over"


def test_the_plan_counts_what_is_done_and_the_step_in_hand(screen: SessionScreen) -> None:
    first, second, *_rest = [each.step for each in screen.record.agenda]
    screen.done()
    screen.work.clock.advance(15 * 60)

    screen.viewmodel._on_minute_timeout()

    planned = first.minutes, first.minutes + second.minutes
    assert screen.record.minutes_by_plan == planned
    assert screen.view.plan.pace.text() == pace_in_words(15, planned)


def test_where_sessions_were_held_before_this_record_none_is_called_the_first(
    qtbot: QtBot, work: Workplace
) -> None:
    client = replace(work.add_client(), held_before=("S01",), held_before_on=date(2026, 1, 5))
    clients.save(work.workspace.caseload, client)
    work.pass_gates(client, "S02")
    screen = SessionScreen(qtbot, work, work.start(client, "S02"))

    assert "This is the first session" not in screen.words()
    assert "held before this record" in screen.words()
    screen.view.flush()


def test_alt_down_and_alt_up_look_at_a_step_from_wherever_the_keyboard_is(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    screen.go_to("limits")
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()

    for key, place in ((Qt.Key.Key_Down, 3), (Qt.Key.Key_Up, 2), (Qt.Key.Key_Up, 1)):
        now = screen.view.focusWidget()
        assert now is not None
        qtbot.keyClick(now, key, Qt.KeyboardModifier.AltModifier)
        assert screen.viewmodel.state.place == place

    qtbot.keyClick(screen.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert screen.viewmodel.state.place == 1


def test_a_step_with_a_form_says_so_and_a_key_leads_to_it(
    screen: SessionScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    module = "therapist_app.screens.session.view.announce"
    monkeypatch.setattr(module, lambda _widget, words: heard.append(words))
    said = "This step has a form: “What stays private and what cannot”. F2 leads to it."
    assert said not in screen.words()

    screen.go_to("limits")
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.view.plan.agenda.rows[0].setFocus()
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)

    panel = screen.view.step.panel
    assert heard[-1].endswith(said)
    assert said in screen.words()
    assert panel.isAncestorOf(screen.view.focusWidget())
    assert "Form: F2." in screen.view.most_urgent
    hearing = Hearing(monkeypatch)
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    assert hearing.words == ["The keyboard is in the form already."]


def test_in_a_form_of_several_pages_the_same_keys_turn_them(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    screen.go_to("limits")
    screen.press_named("One question a page")
    panel = screen.view.step.panel
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    panel.focus_first()
    here = panel.current
    place = screen.viewmodel.state.place

    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        now = screen.view.focusWidget()
        qtbot.keyClick(now, key, Qt.KeyboardModifier.AltModifier)
        assert (panel.current is here) == (key == Qt.Key.Key_Up)

    assert screen.viewmodel.state.place == place


def test_every_step_that_is_never_left_out_says_so_until_it_is_done(screen: SessionScreen) -> None:
    never = {at for at, each in enumerate(screen.record.agenda) if each.step.skippable == "never"}

    said = {at for at, row in enumerate(screen.rows) if "cannot be" in row.accessibleName()}
    assert said == never
    assert len(never) > 1
    finish_step(screen.work.workspace, screen.appointment_id, "welcome")
    screen.come_back()

    assert screen.rows[0].accessibleName().endswith("done")


def test_a_safety_check_that_is_done_bears_the_sign_of_every_step_that_is(
    screen: SessionScreen,
) -> None:
    at = [each.step.id for each in screen.record.agenda].index("safety-check")
    assert screen.rows[at].sign[0] == SHIELD

    finish_step(screen.work.workspace, screen.appointment_id, "safety-check")
    screen.come_back()

    assert screen.rows[at].sign == SIGNS["done"]


def test_the_safety_check_has_a_shield_and_says_that_it_is_never_left_out(
    screen: SessionScreen,
) -> None:
    check = next(each for each in screen.record.agenda if each.step.id == "safety-check")
    row = screen.rows[screen.record.agenda.index(check)]

    assert check.is_safety_check
    assert sum(each.is_safety_check for each in screen.record.agenda) == 1
    assert row.accessibleName().endswith("to come, cannot be skipped")
    screen.go_to("safety-check")
    assert not screen.view.foot.skip.isVisible()


def test_nothing_of_a_step_is_a_window_before_it_stands_on_the_page(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    viewmodel = SessionViewModel(work.workspace, work.start(client, "S20"))
    flashes = shown_alone(monkeypatch)

    view = SessionView(viewmodel)

    assert flashes == []
    assert not view.step.guidance.bodies[0].findChild(SaidView).all_lines.isHidden()


def test_a_step_left_out_says_why_in_the_plan(screen: SessionScreen) -> None:
    screen.go_to("hopes")
    screen.viewmodel.skip("agreed with the client")

    row = screen.rows[[each.step.id for each in screen.record.agenda].index("hopes")]

    assert row.accessibleName().endswith("5 min, skipped: agreed with the client")


def test_alerts_stand_in_one_line_without_what_they_are_about(screen: SessionScreen) -> None:
    client = clients.load(screen.work.workspace.caseload, screen.record.appointment.client_id)
    screen.work.fill(client, "phq-9", {"q9": 2}, screen.appointment_id)
    screen.work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    screen.work.fill(
        client, "risk-check", {"concern_for_identifiable_child": True}, screen.appointment_id
    )
    screen.come_back()

    shown = screen.view.step.alert.shown
    labels = [each.text() for each in shown.findChildren(QLabel) if each.text()]

    count = len(screen.record.alerts)
    assert count > 1
    assert labels == [f"{count} alerts are open: answer the first of them now"]  # one is urgent
    facts = screen.record.alert_facts.values()
    assert not any(each in label for each in facts for label in labels)


def test_coming_back_the_plan_shows_the_step_that_is_held(screen: SessionScreen) -> None:
    for step in [each.id for each in screen.record.plan.steps][:6]:
        finish_step(screen.work.workspace, screen.appointment_id, step)

    screen.come_back((1302, 520))

    plan = screen.view.plan
    here = plan.agenda.rows[screen.viewmodel.state.place - 1]
    top = here.mapTo(plan.area.viewport(), here.rect().topLeft()).y()
    assert 0 <= top <= plan.area.viewport().height() - here.height()


def test_after_the_last_step_the_keyboard_is_on_the_close(screen: SessionScreen) -> None:
    steps = [each.id for each in screen.record.plan.steps]
    for step in steps[:-1]:
        finish_step(screen.work.workspace, screen.appointment_id, step)
    screen.come_back()
    screen.go_to(steps[-1])
    screen.viewmodel.finish_step()
    settle()
    screen.viewmodel.finish_step()
    settle()

    assert screen.record.is_through
    assert screen.view.focusWidget() is screen.view.foot.close_session
    assert not screen.view.foot.skip.isVisible()
    assert not screen.view.foot.why_not.isVisible()


def test_enter_turns_to_a_step_of_the_plan(screen: SessionScreen, qtbot: QtBot) -> None:
    row = screen.view.plan.agenda.rows[3]
    row.setFocus()

    qtbot.keyClick(row, Qt.Key.Key_Return)

    assert screen.viewmodel.state.place == 4


def test_the_measures_take_the_keyboard_and_one_key_hands_over_all(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    screen.go_to("safety-check")
    screen.press(screen.view.plan.due)
    due = screen.view.step.due
    assert due is not None
    due.focus_first()
    focus = screen.view.focusWidget()

    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    qtbot.keyClick(screen.view, Qt.Key.Key_F7)

    assert focus is due.all
    assert "F7" in due.all.text()
    assert "F7" in screen.view.hand_over.text()
    [left] = screen.left
    assert isinstance(left, HandOver)


def test_an_alert_is_answered_before_the_guidance_in_the_order_of_tab(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    work = screen.work
    client = screen.record.appointment.client_id
    work.fill(
        clients.load(work.workspace.caseload, client), "phq-9", {"q9": 2}, screen.appointment_id
    )
    screen.come_back()
    screen.go_to("welcome")
    guidance = screen.view.step.guidance
    assert guidance is not None
    guidance.buttons[0].setFocus()

    qtbot.keyClick(guidance.buttons[0], Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    focus = screen.view.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("Answer the alert")


def test_a_step_without_a_form_is_done_with_one_key(screen: SessionScreen, qtbot: QtBot) -> None:
    screen.go_to("welcome")

    qtbot.keyClick(screen.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert screen.states["welcome"] == "done"
    assert screen.record.current.id != "welcome"


def test_done_points_once_at_what_is_unanswered_then_keeps_the_form(screen: SessionScreen) -> None:
    screen.go_to("close")
    screen.answer("change_next_time", "A shorter form, please.")

    screen.done()
    assert screen.states["close"] == "now"
    screen.done()

    assert screen.states["close"] == "done"
    [kept] = screen.filled("session-feedback")
    assert kept.status == "finished"


def test_a_form_that_nobody_touched_is_not_kept_as_finished(screen: SessionScreen) -> None:
    screen.go_to("close")

    screen.done()
    screen.done()

    assert screen.states["close"] == "done"
    assert screen.filled("session-feedback") == ()


def test_what_the_session_proposes_to_practise_stands_where_it_is_agreed(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S02")
    screen = SessionScreen(qtbot, work, work.start(client, "S02"))
    screen.go_to("practice-plan")

    screen.press_named("Practice of this session, 2 lines")

    practice = work.workspace.programme.session_plan("S02").practice
    assert all(each.text in screen.words() for each in practice)


def test_before_and_after_the_session_stand_at_its_first_and_last_step(
    screen: SessionScreen,
) -> None:
    plan = screen.viewmodel.state.page.plan
    before = f"Before you begin, {len(plan.before) + len(plan.prepares)} lines"
    screen.press_named(before)
    assert plan.before[0] in screen.words()

    screen.go_to(plan.steps[-1].id)

    named = [each.accessibleName() for each in screen.view.step.guidance.buttons]
    assert any(each.startswith("Afterwards") for each in named)
    assert before not in named


def test_the_form_of_a_step_can_stand_one_question_a_page(screen: SessionScreen) -> None:
    screen.go_to("limits")
    panel = screen.view.step.panel
    together = sum(each.isVisible() for each in panel.questions)

    screen.press_named("One question a page")
    alone = sum(each.isVisible() for each in panel.questions)
    screen.press_named("All on one page")

    assert (together > 1, alone) == (True, 1)
    assert sum(each.isVisible() for each in panel.questions) == together


def test_a_step_is_left_out_only_with_a_reason(screen: SessionScreen, qtbot: QtBot) -> None:
    screen.go_to("hopes")
    screen.press(screen.view.foot.skip)

    screen.press(screen.view.foot.leave_out)
    assert screen.states["hopes"] == "now"
    qtbot.keyClicks(screen.view.foot.reason, "4")
    qtbot.keyClick(screen.view.foot.reason, Qt.Key.Key_Return)
    assert screen.states["hopes"] == "now", "a figure is no reason"
    assert QToolTip.text() == "Say why, in a word or more."
    screen.view.foot.reason.clear()
    qtbot.keyClicks(screen.view.foot.reason, "client tired")
    qtbot.keyClick(screen.view.foot.reason, Qt.Key.Key_Return)

    [skipped] = [each for each in screen.record.agenda if each.step.id == "hopes"]
    assert (skipped.state, skipped.reason) == ("skipped", "client tired")


def test_a_step_that_is_never_left_out_says_so(screen: SessionScreen) -> None:
    first = screen.record.agenda[0].step
    screen.go_to(first.id)
    assert first.skippable == "never"

    assert not screen.view.foot.skip.isVisible()
    assert "cannot be skipped" in screen.view.foot.why_not.text()


def test_what_never_to_do_is_one_key_away(screen: SessionScreen) -> None:
    screen.go_to("welcome")
    never = screen.record.current.guidance.never
    assert never[0] not in screen.words()

    screen.press_named(f"Never, {len(never)} lines")

    assert never[0] in screen.words()


def test_key_lines_stand_out(screen: SessionScreen) -> None:
    screen.go_to("welcome")

    marked = [
        label.accessibleName().strip()
        for label in screen.view.findChildren(QLabel)
        if label.parentWidget().property("current") is True
    ]

    assert marked == [each.text for each in screen.record.current.guidance.say if each.key]


def test_a_step_that_is_not_open_yet_says_what_comes_first(screen: SessionScreen) -> None:
    screen.go_to("story")
    assert not screen.view.foot.done.isEnabled()
    lacks = screen.viewmodel.state.opens_after
    assert screen.view.foot.done.accessibleDescription() == (f"This step is not open yet: {lacks}")

    screen.press_named(f"Go there: {screen.viewmodel.state.opens_after}")

    assert [each.form_id for each in screen.left] == ["limits"]


def test_a_step_that_is_not_open_yet_is_told_as_such_on_coming_to_it(
    screen: SessionScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.go_to("welcome")
    hearing = Hearing(monkeypatch)

    screen.go_to("story")

    lacks = screen.viewmodel.state.opens_after
    heard_there = outline(screen.view.step)
    assert 'Grouping "This step is not open yet"' in heard_there
    assert lacks in heard_there
    assert screen.view.step.focusWidget().text() == "Go there"
    assert not any("not open yet" in each for each in hearing.words)  # it is heard on coming in


def test_a_first_session_without_a_local_text_waits(qtbot: QtBot, tmp_path: Path, wear) -> None:
    wear("light")
    with open_workplace(tmp_path, practice=False) as real:
        sign_off(real.workspace, real.workspace.programme, "Clinical lead")
        session = real.plan(real.add_client(), "S01")
        screen = SessionScreen(qtbot, real, session)

        assert "Something must be done before this session" in screen.words()
        assert screen.record.appointment.state == "planned"


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_without_a_local_text_its_step_says_what_to_do_and_is_not_done(
    qtbot: QtBot, tmp_path: Path, wear, scale: float
) -> None:
    wear("light", scale)
    with open_workplace(tmp_path, practice=False) as real:
        sign_off(real.workspace, real.workspace.programme, "Clinical lead")
        bring_into_force(real.workspace, days=1)
        session = real.start(real.add_client(), "S01")
        real.clock.advance(2 * 24 * 3600)  # the text expired while the session was on hold
        screen = SessionScreen(qtbot, real, session)
        screen.go_to("limits")

        screen.viewmodel.finish_step()
        settle()

        sentence = (
            "There is no approved and valid local text. Stop here. The service writes it under"
        )
        assert sentence in screen.words()
        assert screen.view.step.panel is None
        assert not screen.view.foot.done.isEnabled()
        assert screen.record.current.id == "limits"
        assert screen.states["limits"] != "done"
        assert screen.filled("limits") == ()
        assert clipped(screen.view) == []
        screen.press_named("Look at the text")
        assert screen.left == [LocalTextPage()]
        screen.go_to("close")
        assert screen.view.step.panel is not None
        screen.view.flush()


def test_where_the_measures_stand_in_the_step_already_the_plan_leads_to_them(
    screen: SessionScreen,
) -> None:
    screen.go_to("safety-check")
    assert screen.viewmodel.state.shows_due
    screen.view.step.focus_top()

    screen.press(screen.view.plan.due)

    due = screen.view.step.due
    assert due is not None
    assert screen.view.focusWidget() is due.all


def test_a_key_asks_why_a_step_is_skipped_and_says_where_none_may_be(
    screen: SessionScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)
    screen.go_to(screen.record.agenda[0].step.id)
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_F4)
    assert hearing.words[-1] == "This step cannot be skipped."
    assert QToolTip.text() == "This step cannot be skipped."
    screen.go_to("hopes")
    assert screen.view.foot.skip.text().endswith("F4")

    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_F4)
    assert screen.view.focusWidget() is screen.view.foot.reason
    qtbot.keyClicks(screen.view.foot.reason, "No time today")
    qtbot.keyClick(screen.view.foot.reason, Qt.Key.Key_Return)

    assert screen.states["hopes"] == "skipped"


def test_where_scores_are_looked_at_it_is_said_which_of_today_lack(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    screen = SessionScreen(qtbot, work, work.start(client, "S03"))
    agenda = screen.record.agenda
    shows = next(each.step.id for each in agenda if each.step.shows == "scores")
    assert "not filled in yet" not in outline(screen.view)

    screen.go_to(shows)
    assert "2 measures of this session are not filled in yet: PHQ-4, My week" in outline(
        screen.view
    )
    screen.press_named("Go to the measures")
    due = screen.view.step.due
    assert due is not None
    assert due.isAncestorOf(screen.view.focusWidget())

    for measure in ("phq-4", "urge-week"):
        work.fill(client, measure, {}, screen.appointment_id)
    screen.come_back()
    assert screen.record.current.id == shows
    assert "not filled in yet" not in outline(screen.view)


def test_the_way_from_the_close_to_the_measures_ends_at_them(screen: SessionScreen) -> None:
    screen.work.do_every_step(screen.appointment_id)
    screen.come_back()
    screen.go_to("safety-check")
    screen.viewmodel.part = MEASURES

    screen.view.focus_first()

    due = screen.view.step.due
    assert due is not None
    assert screen.view.focusWidget() is due.all
    screen.view.focus_first()
    assert screen.view.focusWidget() is not due.all


def test_measures_due_are_handed_over_or_filled_in_together(screen: SessionScreen) -> None:
    screen.press(screen.view.plan.due)

    buttons = screen.view.step.findChildren(QPushButton)
    told = {each.accessibleName(): each.accessibleDescription() for each in buttons}
    assert told["Hand over: PHQ-9"] == told["Fill in together: PHQ-9"] == "due · 3 min"
    screen.press_named("Hand over: PHQ-9")
    screen.press_named("Fill in together: GAD-7")

    client_id = screen.record.appointment.client_id
    assert screen.left == [
        HandOver(client_id, ("phq-9",), screen.appointment_id),
        FormPage(client_id, "gad-7", screen.appointment_id),
    ]


def test_who_comes_back_from_a_measure_is_at_the_measures_again(screen: SessionScreen) -> None:
    screen.go_to("safety-check")
    due = screen.view.step.due
    assert due is not None
    screen.view.step.area.verticalScrollBar().setValue(0)
    due.focus_first()
    screen.view.step.area.verticalScrollBar().setValue(0)

    back = screen.view.comes_back_to
    assert isinstance(back, SessionPage)
    screen.viewmodel.scrolled = back.scrolled
    screen.view.focus_first()

    assert screen.view.step.due.isAncestorOf(screen.view.focusWidget())


def test_everything_due_is_handed_over_at_once(screen: SessionScreen) -> None:
    screen.go_to("safety-check")
    screen.press_named("Hand over all measures")

    [handed] = screen.left
    assert isinstance(handed, HandOver)
    assert handed.form_ids[:2] == ("phq-9", "gad-7")


def test_f7_hands_over_the_sheets_of_the_step_and_the_page_says_which_come_later(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    screen = SessionScreen(qtbot, work, work.start(client, "S20"))

    screen.press_named("Hand over what is due now")
    words = screen.words()
    screen.go_to("change")
    screen.press_named("Hand over what is due now")
    screen.go_to("goodbye")
    screen.press_named("Hand over all measures")

    assert [each.form_ids for each in screen.left if isinstance(each, HandOver)] == [
        ("phq-9", "target-complaint"),
        ("phq-9", "gad-7", "target-complaint"),
        ("phq-9", "gad-7", "target-complaint", "experience"),
    ]
    assert "Later, at “Look at change: scores, goals, map then and now”" in words
    assert "Later, at “Ending: what I leave with, what is unfinished”" in words
    screen.view.flush()


def test_the_two_plans_are_one_click_away(screen: SessionScreen) -> None:
    screen.press(screen.view.last_time.safety)
    screen.press(screen.view.last_time.boundaries)

    assert [each.form_id for each in screen.left] == ["safety-plan", "boundaries"]


def test_the_page_to_take_home_is_one_press_away_and_goes_again(screen: SessionScreen) -> None:
    screen.press(screen.view.last_time.page)
    home = screen.view.step.home

    assert screen.view.focusWidget() is home.paper.sizes["a4"]
    assert "Write by hand before you give it: emergency number" in screen.words()
    assert "call ______________________, by day or by night" in screen.words()
    screen.qtbot.keyClick(home.paper, Qt.Key.Key_Escape)
    settle()
    assert screen.view.step.home is None
    screen.press(screen.view.last_time.page)
    screen.press(screen.view.last_time.page)
    assert screen.view.step.home is None


@pytest.mark.parametrize("opens", ["page", "due", "note"])
def test_what_opens_over_a_form_is_in_sight_and_has_the_keyboard(
    qtbot: QtBot, work: Workplace, opens: str
) -> None:
    client = work.add_client()
    work.hold(client, "S01", "2222")
    work.pass_gates(client, "S20")
    screen = SessionScreen(qtbot, work, work.start(client, "S20"))
    screen.go_to("next-dates")
    step = screen.view.step
    step.panel.focus_first()
    settle()
    step.area.verticalScrollBar().setValue(step.area.verticalScrollBar().maximum())

    column = screen.view.last_time
    screen.press({"page": column.page, "due": screen.view.plan.due, "note": column.note}[opens])

    opened = {"page": step.home, "due": step.due, "note": step.note}[opens]

    def is_in_sight() -> bool:
        top = opened.mapTo(step.area.viewport(), QPoint(0, 0)).y()
        return 0 <= top < step.area.viewport().height() // 2

    qtbot.waitUntil(is_in_sight)
    settle()
    assert is_in_sight()
    assert opened.isAncestorOf(screen.view.focusWidget())
    screen.view.flush()


def test_where_nothing_was_agreed_at_the_first_contact_its_note_tells_the_rest(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"source": "self"}, None)

    column = SessionScreen(qtbot, work, work.start(client, "S01")).view.last_time

    shown = [each.text() for each in column.findChildren(QLabel)]
    assert "Nothing was agreed for this session. The rest stands with the whole note." in shown
    assert column.note.isVisible()


def test_beside_an_open_alert_it_is_not_said_that_there_is_nothing_to_come_back_to(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"source": "self", "life_in_danger": "thoughts"}, None)
    assert open_alerts(work.workspace, client.id)

    column = SessionScreen(qtbot, work, work.start(client, "S01")).view.last_time

    shown = [each.text() for each in column.findChildren(QLabel)]
    assert "An alert is open: it comes first." in shown
    assert "There is nothing to come back to." not in shown


def test_the_pathway_leads_to_the_safety_check_and_then_to_the_open_alert(
    screen: SessionScreen,
) -> None:
    client = clients.load(screen.work.workspace.caseload, screen.record.appointment.client_id)
    screen.work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    screen.come_back()
    screen.go_to("limits")

    screen.press(screen.view.last_time.pathway)
    assert screen.record.current.id == "safety-check"
    screen.answer("self_harm_thoughts", "active_no_plan")
    screen.view.flush()
    screen.go_to("hopes")
    screen.press(screen.view.last_time.pathway)

    assert screen.left == [AlertPage(screen.record.alerts[0].id)]


def test_where_a_session_has_no_safety_check_the_pathway_opens_its_form(qtbot, work) -> None:
    programme = work.workspace.programme
    plan = programme.session_plan("FU12")
    steps = tuple(each for each in plan.steps if each.id != "safety-check")
    plans = {**programme.session_plans, plan.id: plan.model_copy(update={"steps": steps})}
    before = programme.model_copy(update={"session_plans": plans})
    work.workspace = replace(work.workspace, programme=before)
    client = work.add_client()
    work.pass_gates(client, "FU12")
    shown = SessionScreen(qtbot, work, work.start(client, "FU12"))

    shown.press(shown.view.last_time.pathway)

    assert shown.left == [FormPage(client.id, "risk-check", shown.appointment_id)]
    shown.view.flush()


def test_an_alert_shows_at_once_and_the_field_keeps_the_keyboard(screen: SessionScreen) -> None:
    client = clients.load(screen.work.workspace.caseload, screen.record.appointment.client_id)
    screen.work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    screen.come_back()
    screen.go_to("safety-check")
    screen.view.step.panel.focus_first()
    before = screen.view.focusWidget()

    screen.answer("self_harm_thoughts", "active_no_plan")
    screen.view.flush()
    settle()

    [alert] = screen.record.alerts
    assert "An alert is open" in screen.words()
    assert screen.view.focusWidget() is before
    screen.press_named(f"Answer the alert: {alert.states}")
    assert screen.left == [AlertPage(alert.id)]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_an_alert_comes_into_sight_and_the_answer_stays_where_it_was_pressed(
    screen: SessionScreen, size: tuple[int, int]
) -> None:
    client = clients.load(screen.work.workspace.caseload, screen.record.appointment.client_id)
    screen.work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    screen.come_back(size)
    screen.go_to("safety-check")
    step = screen.view.step
    question = next(
        each for each in step.panel.questions if each.question_id == "self_harm_thoughts"
    )
    step.area.ensureWidgetVisible(question)
    question.take_keyboard()
    settle()

    def stands_at() -> int:
        return screen.view.focusWidget().mapTo(screen.view, QPoint(0, 0)).y()

    before = stands_at()
    screen.answer("self_harm_thoughts", "active_no_plan")
    screen.view.flush()
    settle()

    [shown] = step.findChildren(AlertLine)
    assert screen.view.rect().contains(shown.mapTo(screen.view, shown.rect().bottomRight()))
    assert shown.mapTo(step, QPoint(0, 0)).y() >= 0
    assert abs(stands_at() - before) <= 2


def test_what_became_of_a_step_is_said_and_the_next_one_only_on_coming_into_it(
    screen: SessionScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, second, third, *_rest = [each.step for each in screen.record.agenda]
    hearing = Hearing(monkeypatch)

    def step_around_the_keyboard() -> list[str]:
        above, names = screen.view.window().focusWidget(), []
        while above is not None:
            names.append(above.accessibleName())
            above = above.parentWidget()
        return [each for each in names if each.startswith("Step ")]

    screen.done()
    done, around = hearing.words[-1], step_around_the_keyboard()
    screen.go_to(third.id)
    gone, around_then = hearing.words[-1], step_around_the_keyboard()

    count = len(screen.record.agenda)
    form = "This step has a form: “{form}”. F2 leads to it."
    assert done == f"Step done. {form.format(form='What stays private and what cannot')}"
    assert gone == form.format(form="Working agreement")
    assert around == [f"Step 2 of {count}: {second.title}"]
    assert around_then == [f"Step 3 of {count}: {third.title}"]


def test_after_every_step_the_way_to_the_close_is_said(
    screen: SessionScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in screen.record.agenda[:-1]:
        finish_step(screen.work.workspace, screen.appointment_id, line.step.id)
    screen.come_back()
    hearing = Hearing(monkeypatch)

    screen.done()
    screen.done()

    assert hearing.words[-1] == ("Step done. All steps are marked. Ctrl+Enter: Close the session")


def test_the_button_bears_the_sign_of_what_it_does_now(screen: SessionScreen) -> None:
    hold = screen.view.foot.hold
    pausing = hold.icon().pixmap(16).toImage()

    screen.press(hold)
    resuming = hold.icon().pixmap(16).toImage()
    screen.press(hold)

    assert resuming != pausing
    assert hold.icon().pixmap(16).toImage() == pausing


def test_holding_stops_the_clock_and_resuming_lets_it_go_on(screen: SessionScreen) -> None:
    screen.work.clock.advance(10 * 60)
    screen.press(screen.view.foot.hold)
    screen.work.clock.advance(30 * 60)
    assert screen.view.foot.hold.accessibleName() == "Resume"
    assert screen.view.minutes.text() == "10 min, stopped"

    screen.press(screen.view.foot.hold)
    assert screen.view.minutes.text() == "10 min"
    screen.work.clock.advance(5 * 60)

    assert screen.record.minutes_used == 15


def test_the_minutes_are_shown_without_seconds(screen: SessionScreen) -> None:
    screen.work.clock.advance(18 * 60 + 40)

    screen.viewmodel._on_minute_timeout()

    assert screen.view.minutes.text() == "18 min"


def test_after_the_last_step_the_way_leads_to_the_close(screen: SessionScreen) -> None:
    for line in screen.record.agenda[:-1]:
        finish_step(screen.work.workspace, screen.appointment_id, line.step.id)
    screen.come_back()
    screen.done()
    screen.done()

    screen.press(screen.view.foot.close_session)

    assert screen.record.appointment.state == "in_progress"  # the close asks how it ended
    assert screen.left == [ClosePage(screen.appointment_id)]


def test_a_form_answered_after_every_step_was_marked_is_finished_before_the_close(
    screen: SessionScreen,
) -> None:
    for line in screen.record.agenda:
        finish_step(screen.work.workspace, screen.appointment_id, line.step.id)
    screen.come_back()
    screen.go_to("close")
    assert screen.view.foot.close_session.isVisible()

    screen.answer("change_next_time", "A shorter form, please.")
    assert not screen.view.foot.close_session.isVisible()
    screen.done()
    screen.done()

    [kept] = screen.filled("session-feedback")
    assert kept.status == "finished"
    assert screen.view.foot.close_session.isVisible()
    assert screen.view.focusWidget() is screen.view.foot.close_session


def test_a_form_of_several_steps_must_have_its_answers_at_the_last_of_them(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    screen = SessionScreen(qtbot, work, work.start(client, "S03"))
    of_it = [each.id for each in screen.record.plan.steps if each.form_id == "history"]
    screen.go_to(of_it[0])

    for step in of_it[1:]:
        screen.press(screen.view.foot.done)
        if screen.viewmodel.state.left:  # three measures are given at one of them
            screen.press(screen.view.foot.done)
        assert screen.record.current.id == step
    assert screen.filled("history") == ()
    screen.press(screen.view.foot.done)

    assert screen.record.current.id == of_it[-1]
    assert "Safety needs an answer here." in screen.words()


def test_a_form_come_back_to_at_another_step_says_only_which_key_reads_what_comes_first(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    screen = SessionScreen(qtbot, work, work.start(client, "S01"))
    work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    first, second, *_more = (
        each.id for each in screen.record.plan.steps if each.form_id == "agreement"
    )
    screen.go_to(first)
    at_first = screen.view.step.panel.accessibleDescription()
    screen.answer("signed", True)

    screen.go_to(second)

    panel = screen.view.step.panel
    assert at_first.startswith("This page says how we work together.")
    assert panel.accessibleDescription() == "Shift+F1 reads what comes first."
    assert panel.property(READ_BEFORE) == at_first


def test_the_questions_of_a_step_are_counted_as_they_are_numbered(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    screen = SessionScreen(qtbot, work, work.start(client, "S01"))
    work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    screen.go_to("safety-check")

    panel = screen.view.step.panel
    sheets = screen.view.step.findChildren(QWidget)
    told = [each.accessibleDescription() for each in sheets if each.isAncestorOf(panel)]
    place = panel.questions[0].accessibleDescription()
    assert len(panel.questions) == 14
    assert place.startswith("Question 1 of 7")
    assert "7 questions" in told


def test_a_day_that_is_none_is_not_lost_at_a_step_whose_form_goes_on_later(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    screen = SessionScreen(qtbot, work, work.start(client, "S01"))
    work.fill(client, "limits", {"teach_back": True}, screen.appointment_id)
    of_it = [each.id for each in screen.record.plan.steps if each.form_id == "agreement"]
    screen.go_to(of_it[0])
    screen.answer("signed", True)
    screen.answer("date", "31 November")

    for _each in range(2):
        screen.press(screen.view.foot.done)
        assert screen.record.current.id == of_it[0]
    assert "This cannot be read as a day." in screen.words()


def test_a_step_is_done_without_its_measures_only_once_that_was_said(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)
    client = work.add_client()
    work.pass_gates(client, "S03")
    screen = SessionScreen(qtbot, work, work.start(client, "S03"))
    screen.go_to("health")
    left = screen.view.foot.left
    assert left.isHidden()

    screen.press(screen.view.foot.done)
    assert screen.record.current.id == "health"
    assert left.isVisible()
    assert left.text() == hearing.words[-1]
    assert left.text().startswith("5 measures are not filled in yet: ")
    work.fill(client, "who-5", {}, screen.appointment_id)
    screen.viewmodel.refresh()
    assert left.text().startswith("4 measures are not filled in yet: ")
    screen.press(screen.view.foot.done)

    assert screen.states["health"] == "done"
    assert left.isHidden()
    screen.go_to("health")
    screen.press(screen.view.foot.done)
    assert screen.record.current.id != "health"


def test_measures_left_are_said_at_the_press_that_points_at_open_questions(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    screen = SessionScreen(qtbot, work, work.start(client, "S20"))
    given = next(each.id for each in screen.record.plan.steps if each.measures and each.form_id)
    screen.go_to(given)

    screen.press(screen.view.foot.done)
    assert screen.viewmodel.state.left
    assert "questions are open" in screen.words()
    screen.press(screen.view.foot.done)

    assert screen.states[given] == "done"


def test_the_measures_begin_with_the_first_that_is_still_to_be_filled_in(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    screen = SessionScreen(qtbot, work, work.start(client, "S03"))
    for form_id in ("phq-4", "urge-week", "who-5"):
        work.fill(client, form_id, {}, screen.appointment_id)
    screen.go_to("development")

    screen.press(screen.view.plan.due)

    assert screen.view.focusWidget().accessibleName() == "Enter from paper: CSBD-7"


def test_a_form_emptied_again_leads_to_the_close(screen: SessionScreen) -> None:
    for line in screen.record.agenda:
        finish_step(screen.work.workspace, screen.appointment_id, line.step.id)
    screen.come_back()
    screen.go_to("close")
    screen.answer("change_next_time", "A shorter form, please.")

    screen.answer("change_next_time", None)

    assert screen.view.foot.close_session.isVisible()


def test_a_session_can_be_ended_before_its_last_step(screen: SessionScreen) -> None:
    screen.press(screen.view.foot.end)

    assert screen.left == [ClosePage(screen.appointment_id)]


def test_a_gate_keeps_a_planned_session_from_starting(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    screen = SessionScreen(qtbot, work, work.plan(client, "S02"))
    assert screen.record.appointment.state == "planned"
    assert not screen.view.foot.done.isEnabled()

    screen.press_named("Go to the client")

    assert screen.left == [ClientPage(client.id)]


def test_the_title_names_no_problem(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S05")
    first = work.start(client, "S05")
    end_session(work.workspace, first, "finished")
    work.clock.advance(7 * 24 * 3600)

    screen = SessionScreen(qtbot, work, work.start(client, "S05"))

    plan = screen.record.plan
    assert f"Session 5 · {plan.public_title}" in screen.words()
    assert screen.record.last_time.title == plan.public_title
    assert plan.title not in screen.words()


def test_what_the_session_before_left_stands_beside(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    work.fill(client, "practice-plan", {"what": "Evening walk after supper"}, first)
    end_session(work.workspace, first, "finished")
    work.clock.advance(7 * 24 * 3600)

    screen = SessionScreen(qtbot, work, work.start(client, "S01"))

    assert "Evening walk after supper" in screen.words()


def test_last_time_stands_under_words_of_its_own(qtbot: QtBot, work: Workplace) -> None:
    screen = _second_session(qtbot, work)

    said = [(each.label, each.words) for each in screen.record.last_time.items]

    until = written_day(screen.work.workspace.today() + timedelta(days=1))
    assert said == [
        ("Agreed practice", "Evening walk"),
        ("When and where", "Mondays, in the park"),
        ("In the client's words", "“A shorter form, please.”"),
        ("To come back to", "Sleep before early shifts"),
        ("Promised", f"A call or a meeting by {until}"),
    ]
    assert all(words in screen.words() for each in said for words in each)


def test_one_key_opens_the_whole_note_of_last_time_to_read_and_puts_it_away(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = _second_session(qtbot, work)
    screen.go_to("limits")
    screen.view.step.panel.focus_first()
    before = screen.view.focusWidget()
    assert "Told the story so far" not in screen.words()
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()

    for away in (Qt.Key.Key_Escape, Qt.Key.Key_N):
        qtbot.keyClick(before, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        settle()
        shown = screen.words()
        for words in ("Told the story so far", "Amended since", "It was his brother's story"):
            assert words in shown
        assert "Signed by " in shown
        assert not screen.view.step.note.findChildren(QLineEdit)
        how = Qt.KeyboardModifier.AltModifier if away == Qt.Key.Key_N else NO_MODIFIER
        qtbot.keyClick(screen.view.focusWidget(), away, how)
        settle()
        assert "Told the story so far" not in screen.words()
        assert screen.view.focusWidget() is before
    screen.view.flush()


def test_without_a_note_there_is_nothing_to_open(screen: SessionScreen) -> None:
    screen.view.step.toggle_note()

    assert screen.view.step.note is None
    assert not screen.view.last_time.note.isVisible()


def _second_session(qtbot: QtBot, work: Workplace) -> SessionScreen:
    """A second session after one of which everything was kept, and its note signed and amended."""
    client = work.add_client()
    first = work.start(client, "S01")
    practice = {"what": "Evening walk", "when_where": "Mondays, in the park"}
    work.fill(client, "practice-plan", practice, first)
    work.fill(client, "session-feedback", {"change_next_time": "A shorter form, please."}, first)
    work.do_every_step(first)
    end_session(work.workspace, first, "finished")
    work.rate(first, "2" * 20)
    note = close_page_data(work.workspace, first).note
    said = {"summary": "Told the story so far", "plan": "Sleep before early shifts"}
    sign_note(work.workspace, first, note, answered(note.state, said))
    amend_note(work.workspace, first, "It was his brother's story", "misheard")
    work.clock.advance(7 * 24 * 3600)
    second = work.start(client, "S01")
    promise_to_reach(work.workspace, appointments.load(work.workspace.caseload, second))
    return SessionScreen(qtbot, work, second)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the guidance has a screen reader say."""
    said: list[str] = []
    monkeypatch.setattr(
        "therapist_app.screens.session.guidance_view.announce",
        lambda _widget, words: said.append(words),
    )
    return said


def test_whoever_cannot_see_the_guidance_hears_what_is_open(
    screen: SessionScreen, heard: list[str]
) -> None:
    guidance = screen.record.current.guidance
    say, *_others, never = screen.view.step.guidance.buttons[:4]

    assert say.accessibleDescription() == "Down reads line by line."
    assert never.accessibleDescription() == ""

    never.setFocus()
    screen.qtbot.keyClick(never, Qt.Key.Key_Space)

    assert never.accessibleDescription() == "Down reads line by line."
    assert heard == [" ".join(guidance.never)]

    screen.qtbot.keyClick(never, Qt.Key.Key_Space)

    assert never.accessibleDescription() == ""
    assert len(heard) == 1


def test_what_to_say_is_read_line_by_line_to_whoever_cannot_see_it(
    screen: SessionScreen, heard: list[str]
) -> None:
    lines = [each.text for each in screen.record.current.guidance.say]
    say = screen.view.step.guidance.buttons[0]
    say.setFocus()

    for _line in range(len(lines) + 1):
        screen.qtbot.keyClick(say, Qt.Key.Key_Down)
    for _line in range(2):
        screen.qtbot.keyClick(say, Qt.Key.Key_Up)

    assert heard == [*lines, "There is no other line.", lines[-1], lines[-2]]


def test_lines_that_wait_for_want_of_room_are_read_with_the_others(
    screen: SessionScreen, heard: list[str]
) -> None:
    screen.go_to("limits")  # whose form leaves room for the key lines alone
    guidance = screen.view.step.guidance
    lines = [each.text for each in screen.record.current.guidance.say]
    shown = [each.text() for each in guidance.bodies[0].findChildren(QLabel) if each.isVisible()]
    say = guidance.buttons[0]
    say.setFocus()
    heard.clear()

    for _line in range(len(lines) + 1):
        screen.qtbot.keyClick(say, Qt.Key.Key_Down)

    assert len([each for each in shown if each]) < len(lines)
    assert heard == [*lines, "There is no other line."]


def test_a_key_that_leads_nowhere_in_a_session_says_so(
    screen: SessionScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.go_to("welcome")
    screen.view.activateWindow()
    screen.view.hand_over.setEnabled(False)
    hearing = Hearing(monkeypatch)

    told = {}
    for key, modifier in (
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier),
    ):
        screen.qtbot.keyClick(screen.view, key, modifier)
        told[key] = [each.words for each in hearing.take()]

    assert told == {
        Qt.Key.Key_F2: ["This step has no form to fill in."],
        Qt.Key.Key_F7: [
            "Nothing to hand over at this step. It is handed over at: "
            + next(each.later for each in screen.record.due if each.later)
        ],
        Qt.Key.Key_N: ["There is no note of last time."],
        Qt.Key.Key_Up: ["There is no step beyond this one."],
    }


def test_why_nothing_is_handed_over_is_seen_by_key_as_well(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    screen = SessionScreen(qtbot, work, work.start(client, "S01"))
    with qtbot.waitActive(screen.view):
        screen.view.show()
        screen.view.activateWindow()
    why = screen.viewmodel.state.nothing_to_hand_over
    screen.view.hand_over.setEnabled(False)
    screen.view.hand_over.explain(why)

    qtbot.keyClick(screen.view, Qt.Key.Key_F7)

    assert QToolTip.isVisible()
    assert QToolTip.text() == why
    QToolTip.hideText()


def test_guidance_for_this_client_is_shown_beside_the_purpose(
    qtbot: QtBot, work: Workplace
) -> None:
    client = adapted(work, ("visual",))
    screen = SessionScreen(qtbot, work, work.start(client, "S01"))
    step = next(s.step for s in screen.record.agenda if "visual" in s.step.guidance.adapt)

    screen.go_to(step.id)

    assert "For this client" in screen.words()
    assert step.guidance.adapt["visual"] in screen.words()


def test_a_small_window_has_tabs_instead_of_columns(screen: SessionScreen) -> None:
    screen.come_back(SMALL)
    assert not screen.view.plan.isVisible()
    assert 'List "What is shown"' in outline(screen.view)

    tab = screen.view.columns.tabs[0]
    chip = next(
        each for each in screen.view.findChildren(QFrame) if each.property("kind") == "chip"
    )
    edges = [each.mapTo(screen.view, QPoint()).x() for each in (chip, tab)]
    assert edges[0] == edges[1]

    screen.qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)

    assert screen.view.plan.isVisible()
    assert not screen.view.step.isVisible()


def test_choosing_a_step_behind_the_plan_tab_turns_to_it(screen: SessionScreen) -> None:
    screen.come_back(SMALL)
    screen.qtbot.mouseClick(screen.view.columns.tabs[0], Qt.MouseButton.LeftButton)

    screen.go_to("hopes")

    assert screen.view.step.isVisible()
    assert screen.record.current.id == "hopes"


def test_the_outline_reads_as_agreed(screen: SessionScreen, golden) -> None:
    screen.go_to("welcome")

    golden("screens/session.txt", outline(screen.view).replace(screen.record.code, "K7-412"))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: SessionScreen, wear, scale: float) -> None:
    wear("light", scale)

    screen.come_back()

    assert clipped(screen.view) == []


def _stands_in(widget: QWidget, area: QScrollArea) -> QRect:
    return QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())


def adapted(work: Workplace, flags: tuple[str, ...]):
    """Return a client for whom the guidance differs."""
    client = replace(work.add_client(), adaptations=flags)
    clients.save(work.workspace.caseload, client)
    return client


def test_the_foot_stays_one_line_where_what_is_next_has_no_room(screen: SessionScreen) -> None:
    foot = screen.view.foot
    wide = foot.following.isVisible(), foot.height()

    screen.view.resize(780, 600)
    settle()

    assert wide[0]
    assert not foot.following.isVisible()
    assert FOOT_HEIGHT <= foot.height() == wide[1] < 1.1 * FOOT_HEIGHT


def test_a_step_says_before_it_is_finished_that_the_next_waits_for_an_answer(
    screen: SessionScreen,
) -> None:
    screen.go_to("agreement")
    screen.done()

    panel = screen.view.step.panel
    assert panel is not None
    assert not panel.found.awaited.isHidden()
    assert panel.current is not None
    assert panel.current.question_id == "signed"


def test_a_step_that_is_not_open_has_the_keyboard_on_the_way_to_what_opens_it(
    screen: SessionScreen,
) -> None:
    screen.go_to("story")

    at = screen.view.focusWidget()
    assert at is not None
    assert at.accessibleName() == f"Go there: {screen.viewmodel.state.opens_after}"


def test_a_finished_form_without_what_the_course_waits_for_leads_to_its_correction(
    screen: SessionScreen, qtbot: QtBot
) -> None:
    client = screen.work.workspace.client(screen.record.appointment.client_id)
    screen.work.fill(client, "limits", {"teach_back": False}, screen.appointment_id)
    screen.come_back()
    screen.go_to("limits")

    assert "The course waits for one answer" in screen.words()
    at = screen.view.focusWidget()
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    assert screen.view.focusWidget() is screen.view.step.correct
    assert at is not None
    screen.press(screen.view.step.correct)
    assert isinstance(screen.left[-1], FilledFormPage)


def test_an_answer_does_not_turn_the_clock_of_the_session_back(screen: SessionScreen) -> None:
    before = screen.record.minutes_used
    screen.work.clock.advance(3 * 60)
    screen.viewmodel._on_minute_timeout()

    screen.view.show_state(screen.viewmodel.state)

    assert screen.view.minutes.text() == f"{before + 3} min"


def test_the_head_stands_still_while_the_minutes_go_by(screen: SessionScreen) -> None:
    at: set[int] = set()
    for minutes in (9, 10, 11, 99, 100, 101):
        screen.view.show_minutes(minutes)
        settle()
        at.add(screen.view.hand_over.mapTo(screen.view, QPoint(0, 0)).y())

    assert len(at) == 1


def test_a_plan_says_which_of_its_steps_are_for_the_next_meeting(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    shown = SessionScreen(qtbot, work, work.start(client, "S20"))
    half = work.workspace.programme.session_plan("S20").split.part_1
    later = shown.view.plan.agenda.later

    assert f"{len(half)} of {len(shown.rows)} steps" in shown.words()
    assert later.text() == "In the next meeting"
    assert shown.rows[len(half) - 1].y() < later.y() < shown.rows[len(half)].y()
    assert clipped(shown.view) == []


def test_a_session_meant_for_two_meetings_can_be_finished_in_one(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    shown = SessionScreen(qtbot, work, work.start(client, "S20"))
    for step in work.workspace.programme.session_plan("S20").split.part_1:
        finish_step(work.workspace, shown.appointment_id, step)
    shown.come_back()
    assert shown.view.foot.close_session.isVisible(), "the rest is for the next meeting"

    end_session(work.workspace, shown.appointment_id, "finished")
    shown.come_back()

    assert shown.view.foot.done.isVisible()
    assert not shown.view.foot.close_session.isVisible()


def test_where_one_meeting_holds_all_steps_no_other_is_named(screen: SessionScreen) -> None:
    assert not screen.view.plan.agenda.later.isVisible()
    assert f"{len(screen.rows)} steps" in screen.words()


AGREED = {
    "purpose_explained": True,
    "voluntary": True,
    "record_keeping_explained": True,
    "anonymity_mode": "code_only",
    "pseudonymised_use": "declined",
    "contact_rules": "text, evenings",
    "emergency_contact_consent": "no",
    "early_aim": "Sleep six hours",
    "first_practice": "Read the sheet",
    "signed": True,
}


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_step_begins_at_its_top_and_goes_on_in_its_form_where_an_answer_is_open(
    screen: SessionScreen, *, is_whole: bool
) -> None:
    work, client_id = screen.work, screen.record.appointment.client_id
    opened = open_form(work.workspace, client_id, "agreement", appointment_id=screen.appointment_id)
    day = {"date": work.workspace.today().isoformat()} if is_whole else {}
    state = answered(opened.state, AGREED | day)
    assert bool(state.unanswered) is not is_whole
    keep_draft(work.workspace, opened, state)
    screen.come_back()

    gone_on: list[bool] = []
    screen.view.went_on.connect(lambda: gone_on.append(True))

    screen.go_to("agreement")

    step = screen.view.step
    assert step.panel is not None
    assert screen.view.focusWidget() is step.guidance.buttons[0]
    assert gone_on == [True]
    screen.view.focus_first()  # as when one comes back to the session
    at = screen.view.focusWidget()
    assert (at is step.guidance.buttons[0]) is is_whole
    assert step.panel.isAncestorOf(at) is not is_whole
