"""The first screen, over a real record."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from session_forms.words.day_words import clock_time, near_day, written_day
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, open_workplace
from therapist_app import commands
from therapist_app.accessibility.in_short import all_of, in_short
from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES
from therapist_app.record.clients import appointments
from therapist_app.record.errors import RecordBug
from therapist_app.record.repair.check_schedule import keep_report
from therapist_app.record.repair.checking import CheckFinding, FullCheckReport
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.screens.today import viewmodel as today_viewmodel
from therapist_app.screens.today.lines_view import session_words
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.screens.today.warning_words import FIRST_OF_ALL, WARNINGS
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.errors import GateClosed
from therapist_app.workflows.exporting.report_questions import Answer, answer_question
from therapist_app.workflows.safekeeping import loud_acts, unconfirmed_sheets, uses_of_sheets
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    hold,
    start_session,
)
from therapist_app.workflows.sessions.seeing_a_session import measures_due

pytestmark = pytest.mark.usefixtures("wear")
ITEMS = tuple(f"q{number}" for number in range(1, 9))
TEN = tuple(f"q{number}" for number in range(1, 11))


class Screen(ShownPage):
    """The first screen, and where it led."""

    def __init__(self, qtbot, work) -> None:
        super().__init__(qtbot)
        self.viewmodel = TodayViewModel(work.workspace)
        self.show_page(TodayView(self.viewmodel))

    def line(self, code: str):
        return next(each for each in self.view.appointments if each.line.code == code)


@pytest.fixture
def show(qtbot, work):
    return lambda: Screen(qtbot, work)


def test_an_empty_day_says_what_to_do(show):
    screen = show()

    assert screen.view.appointments == []
    screen.press(screen.view.plan_session)

    assert screen.left == [commands.Clients()]


def told_of(show, work, *warnings):
    work.workspace.vault.warnings = warnings
    screen = show()
    return [each.text() for each in screen.view.findChildren(QLabel)]


def test_all_that_opening_the_record_had_to_tell_is_told(show, work):
    shown = told_of(show, work, *WARNINGS)

    assert {each.format(when="") for each in WARNINGS.values()} <= set(shown)


@pytest.mark.parametrize("warning", sampled(sorted(WARNINGS), every=7))
def test_what_opening_the_record_had_to_tell_is_told(show, work, warning):
    shown = told_of(show, work, warning, warning)

    assert shown.count(WARNINGS[warning].format(when="")) == 1


@pytest.mark.parametrize("warning", sampled(sorted(FIRST_OF_ALL), every=4))
def test_what_may_be_missing_stands_over_the_day(show, work, warning):
    work.workspace.vault.warnings = (warning,)

    screen = show()

    [told] = [e for e in screen.view.findChildren(QLabel) if e.text() == WARNINGS[warning]]
    [day] = [e for e in screen.view.findChildren(QLabel) if e.text() == "Today's sessions"]
    where = [each.mapTo(screen.view, each.rect().topLeft()).y() for each in (told, day)]
    assert where[0] < where[1]


@pytest.mark.parametrize(("tried", "told"), [(0, []), (1, ["1 wrong passphrase was"])])
def test_wrong_passphrases_are_told_after_when_somebody_last_signed_in(show, work, tried, told):
    vault = work.workspace.vault
    vault.last_sign_in, vault.failed_attempts = work.clock(), tried

    screen = show()

    said = [each.text() for each in screen.view.findChildren(QLabel)]
    [last] = [place for place, each in enumerate(said) if each.startswith("You last signed in on")]
    warned = [each for each in said[last + 1 :] if "wrong passphrase" in each]
    assert [each.partition(" tried since then. ")[0] for each in warned] == told


def test_what_others_did_meanwhile_is_told_over_the_day(show, work, monkeypatch):
    act = loud_acts.LoudAct(min(loud_acts._WORDS), "Bea", "Ana", work.clock())
    use = uses_of_sheets.SheetUse("continuity", "Bea", work.clock())
    sheet = unconfirmed_sheets.ToldSheet("recovery", work.clock())
    for name, told in (("loud_acts", act), ("uses_since_last_time", use), ("told_sheets", sheet)):
        monkeypatch.setattr(today_viewmodel, name, lambda _vault, told=told: (told,))

    screen = show()

    said = [each.text() for each in screen.view.findChildren(QLabel)]
    assert loud_acts.act_in_words(act) in said
    assert set(uses_of_sheets.use_in_words(use)) <= set(said)
    assert set(unconfirmed_sheets.told_in_words(sheet)) <= set(said)


def test_when_the_record_was_checked_and_what_was_found_are_told(show, work):
    vault = work.workspace.vault
    keep_report(vault.service, FullCheckReport("service", ()), vault.person.uid)
    sound = show()
    keep_report(
        vault.service,
        FullCheckReport("service", (CheckFinding("references", 3),)),
        vault.person.uid,
    )
    troubled = show()

    said = [[each.text() for each in one.view.findChildren(QLabel)] for one in (sound, troubled)]
    assert any(each.startswith("Full check on") for each in said[0])
    assert any(each.startswith("Service file: Entries that refer to entries") for each in said[1])


def test_the_next_session_has_the_keyboard_and_starts_with_it(show, work):
    first, second = work.add_client(), work.add_client()
    work.plan(second, "S01", work.clock() + timedelta(hours=2))
    appointment = work.plan(first, "S01", work.clock() + timedelta(hours=1))
    screen = show()
    assert screen.view.focusWidget() is screen.line(first.code).move_on
    assert screen.line(first.code).move_on.text() == "Start session"
    assert screen.line(second.code).move_on.text() == "Open"

    screen.qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Space)

    assert screen.left == [commands.SessionPage(appointment)]


def test_the_day_is_printed_by_the_key_for_printing(show, work):
    screen = show()

    screen.qtbot.keyClick(screen.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    today = work.clock().date().isoformat()
    assert screen.left == [commands.CalendarPaper(today, what="day")]


def test_where_no_session_is_next_the_keyboard_is_on_what_waits_and_else_on_the_search(show, work):
    empty = show()
    assert empty.view.find_client.hasFocus()

    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "finished")
    screen = show()

    assert "1 client needs you" in screen.view.most_urgent
    assert screen.view.tasks[0].open.hasFocus()


def test_what_a_service_still_needs_has_the_keyboard_where_no_client_waits(qtbot, tmp_path):
    with open_workplace(tmp_path, practice=False) as work:
        work.have_roles("keeper", "therapist", "lead")
        screen = Screen(qtbot, work)

        assert screen.view.needs.lines[0].open.hasFocus()


def test_a_session_whose_hour_has_passed_is_not_called_the_next_at_that_hour(show, work):
    at = work.clock() + timedelta(minutes=10)
    work.plan(work.add_client(), "S01", at)
    said = clock_time(at.astimezone())
    assert f"the next at {said}" in show().view.most_urgent

    work.clock.advance(20 * 60)

    assert f"one was to begin at {said}" in show().view.most_urgent

    work.plan(work.add_client(), "S01", work.clock() - timedelta(minutes=2))
    assert f"2 were to begin, the first at {said}" in show().view.most_urgent


def test_a_session_on_hold_is_not_called_under_way(show, work):
    session = work.start(work.add_client(), "S01")
    assert "one is under way" in show().view.most_urgent

    hold(work.workspace, session)

    assert "one is paused" in show().view.most_urgent


def test_a_later_session_opens_its_client(show, work):
    first, second = work.add_client(), work.add_client()
    work.plan(first, "S01", work.clock() + timedelta(hours=1))
    work.plan(second, "S01", work.clock() + timedelta(hours=2))
    screen = show()

    screen.press(screen.line(second.code).move_on)

    assert screen.left == [commands.ClientPage(second.id)]


def test_a_gate_leads_to_what_stands_before_the_session_instead(show, work):
    client = work.add_client()
    work.plan(client, "S02")
    screen = show()

    screen.press(screen.line(client.code).move_on)

    assert screen.left == [commands.ClientPage(client.id, "gates")]


def test_a_danger_told_at_the_first_contact_is_said_before_its_session_starts(show, work):
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "yes"}, None)
    work.fill(client, "eligibility", {"first": ["none"], "decision": "this_programme"}, None)
    work.plan(client, "S01")
    screen = show()

    screen.press(screen.line(client.code).move_on)

    assert screen.left == [commands.ClientPage(client.id, "gates")]


def test_why_a_session_did_not_start_is_said(show, work, monkeypatch):
    client = work.add_client()
    work.plan(client, "S01")
    screen = show()

    def refuse(*_given):
        raise GateClosed(("G1",))

    monkeypatch.setattr(today_viewmodel, "start_session", refuse)
    screen.press(screen.line(client.code).move_on)

    assert screen.left == []
    assert screen.view.message.title == WORKFLOW_MESSAGES[GateClosed].title


def test_a_mistake_of_ours_is_not_worded_away(show, work, monkeypatch):
    client = work.add_client()
    work.plan(client, "S01")
    viewmodel = show().viewmodel

    def break_down(*_given):
        raise RecordBug

    monkeypatch.setattr(today_viewmodel, "start_session", break_down)

    with pytest.raises(RecordBug):
        viewmodel.open_appointment(viewmodel.state.page.appointments[0])


def test_a_running_session_is_gone_on_with(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    hold(work.workspace, appointment)
    screen = show()

    screen.press(screen.line(client.code).move_on)

    assert screen.left == [commands.SessionPage(appointment)]


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("finished", "held"),
        ("to_be_continued", "to be continued"),
        ("broken_off", "broken off"),
    ],
)
def test_a_session_that_is_over_says_how_it_ended(show, work, ending, said):
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), ending)

    screen = show()

    line = screen.line(client.code)
    chips = {each.text() for each in line.findChildren(QLabel)}
    assert said in chips
    assert ("held" in chips) == (ending == "finished")
    told = [each.text() for each in screen.view.findChildren(QLabel)]
    for words in ("to be continued", "broken off"):  # in the line, and in the figures
        assert told.count(words) == (2 if words == said else 0)


def test_a_session_that_was_held_leads_to_its_note_from_both_lists(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    end_session(work.workspace, appointment, "finished")
    screen = show()

    screen.press(screen.line(client.code).move_on)
    [note] = [each for each in screen.view.tasks if each.line.kind == "note"]
    screen.press(note.open)

    assert screen.left == [commands.ClosePage(appointment)] * 2
    assert "session 1" in note.open.accessibleName()


def test_a_missed_session_is_said_without_blame(show, work):
    client = work.add_client()
    appointment = work.plan(client, "S01")
    record_missed(work.workspace, appointment, "did_not_attend")
    screen = show()

    assert screen.line(client.code).line.state == "missed"
    assert "did not take place" in screen.line(client.code).move_on.accessibleDescription()
    assert screen.view.focusWidget() is screen.view.find_client


def test_an_open_alert_stands_first_and_leads_to_its_answer(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    answers = {**dict.fromkeys(ITEMS, 1), "q9": 2}
    work.fill(client, "phq-9", answers, appointment)
    screen = show()
    [alert] = screen.view.alerts
    assert screen.view.focusWidget() is alert.answer
    assert client.code in alert.answer.accessibleName()
    [kept] = screen.viewmodel.state.page.alerts
    assert in_short(kept.states) in alert.answer.accessibleName()
    assert all_of(alert.answer) == kept.states

    screen.press(alert.answer)

    [opened] = screen.viewmodel.state.page.alerts
    assert screen.left == [commands.AlertPage(opened.id)]


def test_of_a_session_to_be_continued_what_was_due_so_far_is_missing(show, work):
    client = work.add_client()
    for plan_id in ("S01", "S02"):
        work.hold(client, plan_id)
    work.pass_gates(client, "S20")
    appointment = work.start(client, "S20")
    for step in work.workspace.programme.session_plan("S20").steps[:4]:
        finish_step(work.workspace, appointment, step.id)
    due = measures_due(work.workspace, work.appointment(appointment))
    later = {each.form_id for each in due if each.later}
    assert later
    assert any(each.on_paper for each in due if not each.later)

    end_session(work.workspace, appointment, "to_be_continued")
    screen = show()

    lines = screen.viewmodel.state.page.to_finish
    [line] = [each for each in lines if each.kind == "measure"]
    assert {line.form_id, *line.also} == {each.form_id for each in due} - later


def test_overdue_measures_are_one_line_that_opens_to_a_list_and_each_leads_to_its_form(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    end_session(work.workspace, appointment, "finished")
    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "measure"]
    assert "Show: 3 measures still to fill in" in line.open.accessibleName()

    screen.press(line.open)
    settle()
    assert line.each_of[0].hasFocus()
    screen.press(line.each_of[2])

    assert not line.open.isVisible()
    assert line.each_of[0].accessibleName() == f"Ask: PHQ-9 · {client.code}"
    assert screen.left == [commands.FormPage(client.id, line.line.also[1], appointment)]


def test_the_only_overdue_measure_leads_to_its_form_at_once(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    for due in measures_due(work.workspace, work.appointment(appointment))[1:]:
        work.fill(client, due.form_id, {}, appointment)
    end_session(work.workspace, appointment, "finished")
    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "measure"]

    screen.press(line.open)

    form = line.line.form_id
    assert screen.left == [commands.FormPage(client.id, form, appointment)]


def test_a_long_list_is_cut_until_all_of_it_is_asked_for(show, work):
    for _client in range(8):
        end_session(work.workspace, work.start(work.add_client(), "S01"), "finished")
    screen = show()
    shown, all_of = len(screen.view.tasks), len(screen.viewmodel.state.page.to_finish)
    assert shown < all_of

    screen.press(screen.view.show_all)
    last = screen.view.tasks[-1]
    screen.press(last.open)
    screen.press(last.each_of[0])

    assert len(screen.view.tasks) == all_of
    assert len(screen.left) == 1
    assert not screen.view.show_all.isVisible()


def test_sessions_are_called_as_in_the_clinic():
    assert session_words("S07", "Good life map") == "Session 7 · Good life map"
    assert session_words("FU3", "Follow-up at 3 months") == "FU3 · Follow-up at 3 months"


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 1.5, 2.0], every=4, first=3))
def test_nothing_is_cut_or_unnamed(show, work, wear, scale):
    wear("light", scale)
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {**dict.fromkeys(ITEMS, 1), "q9": 2}, appointment)
    end_session(work.workspace, appointment, "finished")
    work.plan(work.add_client(), "S01")
    screen = show()
    settle()

    assert clipped(screen.view) == []


def kinds(screen) -> list[str]:
    return [each.line.kind for each in screen.view.tasks]


def test_a_client_who_comes_today_and_whose_course_asks_for_a_look_is_one_line(show, work):
    low, fine, elsewhen = (work.add_client() for _ in range(3))
    for client, value in ((low, 4), (fine, 9), (elsewhen, 4)):
        work.fill(client, "session-feedback", {"felt_respected": value}, None)
    for client in (low, fine):
        work.plan(client, "S01", work.clock() + timedelta(hours=1))
    work.plan(elsewhen, "S01", work.clock() + timedelta(days=2))

    screen = show()

    assert kinds(screen) == ["course"]
    screen.press(screen.view.tasks[0].open)
    assert screen.left == [commands.ClientPage(low.id)]


def test_what_did_not_take_place_is_no_session_of_today(show, work):
    work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=1))
    off = work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=2))
    record_missed(work.workspace, off, "cancelled_client")

    screen = show()
    [told] = [each.text() for each in screen.view.findChildren(QLabel) if " today" in each.text()]

    assert told.startswith("1 session today · ")


def test_a_course_review_stays_after_the_session_until_it_is_made(show, work):
    client, reviewed, ended = (work.add_client() for _ in range(3))
    for each in (client, reviewed, ended):
        work.fill(each, "session-feedback", {"felt_respected": 4}, None)
        work.hold(each, "S01")
    change_status(work.workspace, ended.id, "ended", "Moved away")
    work.fill(reviewed, "on-track-review", {}, None)
    signed = [each.line.code for each in show().view.tasks if each.line.kind == "course"]
    work.clock.advance(6 * 24 * 3600)
    in_the_week = [each.line.code for each in show().view.tasks if each.line.kind == "course"]
    work.clock.advance(2 * 24 * 3600)

    assert (signed, in_the_week) == ([client.code], [client.code])
    assert "course" not in kinds(show())


def test_a_course_to_discuss_is_brought_up_near_its_day_and_not_for_ever(show, work):
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=10)
    work.fill(client, "on-track-review", {"review_date": day.isoformat()}, None)
    early = kinds(show())
    work.clock.advance(timedelta(days=5).total_seconds())
    near = show()
    near.press(near.view.tasks[0].open)

    work.clock.advance(timedelta(days=25).total_seconds())

    assert (early, kinds(near), kinds(show())) == ([], ["supervision"], [])
    assert near.left == [commands.ClientPage(client.id)]


def test_one_session_in_ten_is_asked_for_and_leads_to_the_second_rater(show, work):
    held = [work.hold(work.add_client(), "S01") for _each in range(10)]
    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "second_rating"]

    screen.press(line.open)

    assert "Second rating due (one session in ten)" in line.open.accessibleName()
    assert screen.left == [commands.SecondRatingPage(min(held))]


def test_a_plan_says_that_its_day_is_the_one_by_which_it_is_looked_at(show, work):
    client = work.add_client()
    work.fill(client, "safety-plan", {"review_date": "2026-03-05"}, None)

    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "plan"]

    words = f"{client.code} · Safety plan · by 5 March"
    assert line.open.accessibleName() == f"Open: Plan to review, {words}"


def test_a_plan_whose_day_is_past_says_since_when_it_is_due(show, work):
    client = work.add_client()
    work.fill(client, "safety-plan", {"review_date": "2026-03-05"}, None)
    work.clock.advance(timedelta(days=5).total_seconds())

    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "plan"]

    assert line.open.accessibleName().endswith("Safety plan · due since 5 March")


def test_two_plans_of_a_client_are_one_line_by_the_first_day(show, work):
    client, other = work.add_client(), work.add_client()
    work.fill(client, "boundaries", {"review_date": "2026-03-04"}, None)
    work.fill(other, "boundaries", {"review_date": "2026-03-05"}, None)
    work.fill(client, "safety-plan", {"review_date": "2026-03-06"}, None)

    screen = show()
    names = [each.open.accessibleName() for each in screen.view.tasks if each.line.kind == "plan"]
    screen.press(screen.view.tasks[0].open)

    assert names == [
        f"Open: Plans to review, {client.code} · Boundaries, Safety plan · by 4 March",
        f"Open: Plan to review, {other.code} · Boundaries · by 5 March",
    ]
    assert screen.left == [commands.FormPage(client.id, "boundaries")]


def test_a_plan_gone_through_today_is_not_said_to_be_due_with_the_other(show, work):
    """It is looked at again in a week; the line said that it was due since long."""
    client = work.add_client()
    work.fill(client, "boundaries", {"review_date": "2026-03-04"}, None)
    work.fill(client, "safety-plan", {"review_date": "2026-03-04"}, None)
    work.clock.advance(timedelta(days=15).total_seconds())
    work.fill(client, "safety-plan", {"review_date": "2026-03-20"}, None)

    screen = show()
    names = [each.open.accessibleName() for each in screen.view.tasks if each.line.kind == "plan"]

    assert names == [
        f"Open: Plan to review, {client.code} · Boundaries · due since 4 March",
        f"Open: Plan to review, {client.code} · Safety plan · by 20 March",
    ]


def test_training_is_offered_in_practice(show):
    screen = show()

    screen.press(screen.view.training)

    assert screen.left == [commands.Training()]


def test_training_does_not_stand_beside_the_work_of_a_real_day(qtbot, tmp_path):
    with open_workplace(tmp_path, practice=False) as real:
        screen = Screen(qtbot, real)

        assert not screen.view.training.isVisible()


def test_a_session_whose_note_is_signed_leads_to_the_note_by_its_button(show, work):
    client = work.add_client()
    appointment = work.hold(client, "S01")
    screen = show()
    line = screen.line(client.code)

    screen.press(line.move_on)
    screen.press(line.code)

    assert line.line.state == "signed"
    assert screen.left == [commands.ClosePage(appointment), commands.ClientPage(client.id)]


def test_a_session_that_nobody_ended_stands_on_the_days_after(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    before = [each.line.kind for each in show().view.tasks]
    work.clock.advance(2 * 24 * 3600)

    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "session"]
    screen.press(line.open)
    screen.press(line.close_session)

    assert "session" not in before
    assert screen.view.tasks[0] is line
    assert line.line.code == client.code
    assert screen.left == [commands.SessionPage(appointment), commands.ClosePage(appointment)]


def test_who_missed_twice_stands_to_be_looked_at_also_with_a_later_session_planned(show, work):
    client = work.add_client()
    for _each in range(2):
        appointment = work.plan(client, "S01")
        work.clock.advance(24 * 3600)
        record_missed(work.workspace, appointment, "did_not_attend")
    screen = show()
    [line] = [each for each in screen.view.tasks if each.line.kind == "course"]
    screen.press(line.open)
    work.plan(client, "S01", work.clock() + timedelta(days=7))

    planned = [each.line.kind for each in show().view.tasks]
    work.clock.advance(7 * 24 * 3600)
    on_the_day = [each.line.kind for each in show().view.tasks]

    assert line.line.code == client.code
    heard = f"Open: Course review suggested, {client.code} · "
    assert line.open.accessibleName() == heard + near_day(line.line.day, work.workspace.today())
    assert screen.left == [commands.ClientPage(client.id)]
    assert planned.count("course") == 1
    assert on_the_day.count("course") == 1


def test_who_missed_once_and_has_another_session_planned_does_not_stand_there(show, work):
    client = work.add_client()
    appointment = work.plan(client, "S01")
    work.clock.advance(24 * 3600)
    record_missed(work.workspace, appointment, "did_not_attend")
    work.plan(client, "S01", work.clock() + timedelta(days=7))

    assert "course" not in [each.line.kind for each in show().view.tasks]


def test_going_on_with_a_session_lets_its_clock_run_again(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    hold(work.workspace, appointment)
    screen = show()

    screen.press(screen.line(client.code).move_on)

    assert screen.left == [commands.SessionPage(appointment)]
    assert appointments.load(work.workspace.caseload, appointment).state == "in_progress"


def test_the_key_of_the_main_act_goes_on_with_a_session_and_only_leads_to_one_that_is_next(
    show, work
):
    client = work.add_client()
    appointment = work.plan(client, "S01", work.clock() + timedelta(hours=1))
    screen = show()
    main_key = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    screen.view.find_client.setFocus()
    QTest.keyClick(screen.view.find_client, *main_key)
    move_on = screen.line(client.code).move_on
    assert screen.view.focusWidget() is move_on
    assert move_on.text() == "Start session (press Enter)"
    assert screen.left == []

    start_session(work.workspace, appointment)
    screen = show()
    screen.view.find_client.setFocus()
    QTest.keyClick(screen.view.find_client, *main_key)
    assert screen.left == [commands.SessionPage(appointment)]


def test_two_alerts_of_one_client_are_told_apart_by_ear(show, work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {**dict.fromkeys(ITEMS, 1), "q9": 2}, appointment)
    work.clock.move_to(work.clock() + timedelta(hours=1))
    work.fill(client, "core-10", {**dict.fromkeys(TEN, 1), "q6": 2}, appointment)

    screen = show()
    names = [each.answer.accessibleName() for each in screen.view.alerts]

    assert len(names) == len(set(names)) == 2


def test_two_alerts_of_one_client_are_told_apart_by_eye_where_their_levels_differ(show, work):
    client, alone = work.add_client(), work.add_client()
    appointment = work.start(client, "S01")
    calm = {**CALM, "self_harm_thoughts": "active_plan"}
    work.fill(client, "risk-check", calm, appointment)
    work.fill(client, "phq-9", {**dict.fromkeys(ITEMS, 1), "q9": 1}, None)
    work.fill(alone, "phq-9", {**dict.fromkeys(ITEMS, 1), "q9": 1}, None)

    screen = show()
    said = [said_by(each) for each in screen.view.alerts]

    assert len([each for each in said if f"An alert is open: {client.code} (" in each]) == 2
    assert f"{client.code} (urgent)" in said[0]
    assert f"{client.code} (urgent)" not in said[1]
    assert len([each for each in said if f"An alert is open: {alone.code} " in each]) == 1


@pytest.mark.parametrize("answer", [1, 2], ids=["watch", "act"])
def test_an_alert_past_its_time_says_so_where_it_stands(show, work, answer):
    work.fill(work.add_client(), "phq-9", {"q9": answer}, None)
    early = show()
    assert "Past its time" not in said_by(early.view.alerts[0])
    work.clock.advance(25 * 3600)

    screen = show()

    assert "Past its time" in said_by(screen.view.alerts[0])
    assert screen.viewmodel.state.page.week.alerts_past_time == 1


@pytest.mark.parametrize(
    ("thoughts", "said"),
    [("active_plan", "Answer it now."), ("passive", "Answer it before the note is signed.")],
)
def test_an_urgent_alert_of_a_session_waits_for_no_note(show, work, thoughts, said):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, "self_harm_thoughts": thoughts}, appointment)

    screen = show()

    assert f": {client.code} {said} Opened" in said_by(screen.view.alerts[0])


def said_by(widget) -> str:
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def test_what_follows_from_a_report_stands_under_to_finish_with_its_day(show, work):
    me, day = work.workspace.vault.person.name, work.workspace.today() + timedelta(days=3)
    facts = json.dumps({"quarter": "2026-Q1", "questions": [("attended", 74)]})
    at = work.workspace.now()
    by = {"recipient": "Lead", "purpose": "supervision", "approved_by": "Ana", "manifest": "{}"}
    release = Release("R-0", "internal-review", made_at=at, unprotected=facts, **by)
    releases.add(work.workspace.service, release)
    work.have_roles("therapist", "lead")
    answer = Answer("Text the day before", me, day)
    answer_question(work.workspace, "2026-Q1/attended", answer)

    screen = show()
    [line] = screen.view.tasks
    told = [each.text() for each in line.findChildren(QLabel)]
    assert f"Text the day before · to be done by {written_day(day)}" in told
    screen.press(line.open)
    assert screen.left == [commands.ReportQuestions()]

    work.clock.move_to(work.clock() + timedelta(days=4))
    again = show()
    [late] = again.view.tasks
    told = [each.text() for each in late.findChildren(QLabel)]
    assert f"Text the day before · overdue: it was to be done by {written_day(day)}" in told


def test_a_disk_that_is_nearly_full_stands_over_the_day(show, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=1_000_000))

    screen = show()

    said = [each.text() for each in screen.view.findChildren(QLabel)]
    assert said.count("The disk with the record is nearly full") == 1
    assert said.count(WARNINGS["disk-nearly-full"]) == 1


def test_that_nothing_is_unfinished_is_not_said_beside_a_promise(show, work):
    before = show()
    assert "Nothing with your clients is unfinished" in words_on(before)
    work.fill(work.add_client(), "phq-9", {f"q{at}": 2 for at in range(1, 10)}, None)
    [alert] = open_alerts(work.workspace)
    work.answer_alert(alert)
    work.clock.advance(3 * 86400)

    screen = show()

    assert screen.view.promises
    assert "Nothing with your clients is unfinished" not in words_on(screen)
    assert "Nothing else with your clients is unfinished" in words_on(screen)


def words_on(screen) -> list[str]:
    return [each.text() for each in screen.view.findChildren(QLabel)]


@pytest.mark.parametrize("is_told", [False, True])
def test_what_stands_over_the_day_is_seen_as_it_opens_and_so_is_the_keyboard(office, is_told):
    office.work.fill(office.work.add_client(), "phq-9", {"q9": 2}, None)
    office.work.workspace.vault.warnings = tuple(FIRST_OF_ALL) if is_told else ()
    office.window.resize(1280, 800)

    office.window.go_to(commands.Today())
    settle()

    page = office.window.page
    keyboard = office.window.focusWidget()
    assert keyboard is (page.find_client if is_told else page.alerts[0].answer)
    assert page.body.verticalScrollBar().value() == 0
    assert not keyboard.visibleRegion().isEmpty()
