"""The close of a session, driven as a person would drive it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from session_forms.words.texts import counted
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, BegunOnce, Workplace, open_workplace
from therapist_app.commands import (
    MEASURES,
    AlertPage,
    ClientPage,
    PromisePage,
    SecondRatingPage,
    SessionPage,
)
from therapist_app.form_widgets.alert_banner import AlertLine
from therapist_app.form_widgets.letter_run import TWICE, WITHIN
from therapist_app.practice.answering import Situation
from therapist_app.practice.courses import fill_measures
from therapist_app.practice.simulation import Week
from therapist_app.record.clients import alerts, appointments, clients, fidelity
from therapist_app.record.model import Acknowledgement
from therapist_app.screens.close.view import UNANSWERED, CloseView
from therapist_app.screens.close.viewmodel import CloseViewModel
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.workflows.sessions.closing_a_session import amend_note, close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step, skip_step
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The screen of one close, and where it led."""

    def __init__(
        self,
        qtbot: QtBot,
        work: Workplace,
        appointment_id: str,
        size: tuple[int, int] = (1302, 768),
    ) -> None:
        super().__init__(qtbot)
        self.work, self.appointment_id = work, appointment_id
        self.size = size
        self.come_back()

    def come_back(self) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = CloseViewModel(self.work.workspace, self.appointment_id)
        self.show_page(CloseView(self.viewmodel), self.size)

    def key(self, keys: str | tuple[Qt.Key, ...]) -> None:
        for key in keys:
            self.qtbot.keyClick(self.view.focusWidget(), key)

    def press_ending(self, ending: str) -> None:
        self.press(self.view.ending.options[ending])

    def press_named(self, words: str) -> None:
        buttons = self.view.findChildren(QPushButton)
        self.press(next(each for each in buttons if each.text() == words))

    @property
    def record(self):
        """What the record holds now."""
        return close_page_data(self.work.workspace, self.appointment_id)

    @property
    def ratings(self) -> list[str | None]:
        return [each.rating for each in self.record.items]


@pytest.fixture
def begun(work: Workplace) -> str:
    """A first session that has run for 55 minutes, with one of its steps ticked off."""
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.clock.advance(5 * 60)
    finish_step(work.workspace, appointment, "welcome")
    work.clock.advance(50 * 60)
    return appointment


def first_held(work: Workplace) -> str:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.do_every_step(appointment)
    work.clock.advance(55 * 60)
    end_session(work.workspace, appointment, "finished")
    return appointment


HELD = BegunOnce(first_held)


@pytest.fixture
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    begins_with = HELD.opened if "held" in request.fixturenames else open_workplace
    with begins_with(tmp_path) as workplace:
        yield workplace


@pytest.fixture
def held(work: Workplace) -> str:
    """A first session that has been held for 55 minutes, to its end."""
    return work.appointment(HELD.found).id


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, held: str) -> Iterator[Screen]:
    shown = Screen(qtbot, work, held)
    yield shown
    shown.view.flush()  # as the window does before it leaves a page


def test_one_row_of_keys_rates_one_item_after_the_other(screen: Screen) -> None:
    screen.view.fidelity.start_focus()

    screen.key("2102")

    assert screen.ratings == ["2", "1", "0", "2", None]
    assert screen.view.fidelity.count.text() == "4 of 5 answered"
    assert "when every item is rated" in screen.view.fidelity.result.text()


def test_beside_the_ratings_stands_what_was_skipped(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    assert not screen.view.fidelity.skipped.isVisible()
    skip_step(work.workspace, begun, "hopes", "No time")

    screen.come_back()

    assert screen.view.fidelity.skipped.isVisible()
    assert screen.view.fidelity.skipped.text() == "Skipped: Hopes and one early goal"
    screen.view.flush()


def test_saying_that_it_is_finished_leaves_the_keyboard_there_and_the_ratings_are_near(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    work.rate(begun, "2")
    screen = Screen(qtbot, work, begun)
    finished = screen.view.ending.options["finished"]
    assert screen.view.focusWidget() is finished

    for _each in range(2):
        screen.key((Qt.Key.Key_Space,))
        assert screen.view.focusWidget() is finished
    assert screen.record.appointment.state == "held"
    assert screen.ratings == ["2", None, None, None, None]

    screen.press(screen.view.still_open.to_ratings)
    screen.key("10")
    assert screen.ratings == ["2", "1", "0", None, None]


def type_words(screen: Screen, words: str, *, at: int, apart: int = 100) -> None:
    """Type where the keyboard is, from a moment in milliseconds on."""
    for place, sign in enumerate(words):
        key = Qt.Key.Key_Space if sign == " " else Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(at + place * apart)
            QApplication.sendEvent(screen.view.focusWidget(), event)


@pytest.mark.parametrize("words", ["Client is now calmer ", "none of them today ", "Nn"])
def test_words_that_are_typed_over_the_ratings_rate_nothing_and_that_is_said(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    hearing = Hearing(monkeypatch)
    screen.view.fidelity.start_focus()

    type_words(screen, words, at=10_000)

    assert screen.ratings == [None] * 5
    assert not any(each.isChecked() for row in screen.view.fidelity.rows for each in row.options)
    assert screen.view.fidelity.rows[0].reason.text() == ""
    told = "Words were typed: they are not saved and answer nothing. Answers: 2, 1, 0, N."
    assert hearing.words.count(told) == 1
    type_words(screen, "2", at=20_000)
    assert screen.ratings == ["2", None, None, None, None]


def test_who_waits_for_the_field_that_n_opens_writes_the_reason_there(screen: Screen) -> None:
    screen.view.fidelity.start_focus()

    type_words(screen, "nnot needed", at=10_000, apart=WITHIN + 1)

    assert screen.view.fidelity.rows[0].reason.text() == "not needed"


def test_a_click_on_the_words_of_an_item_gives_it_the_keyboard(screen: Screen) -> None:
    row = screen.view.fidelity.rows[2]
    words = next(each for each in row.findChildren(QLabel) if len(each.text()) > 2)

    screen.qtbot.mouseClick(words, Qt.MouseButton.LeftButton)
    screen.key("1")

    assert screen.ratings == [None, None, "1", None, None]


def test_up_and_down_go_from_item_to_item_and_choose_nothing(screen: Screen) -> None:
    screen.view.fidelity.start_focus()

    screen.key("22")
    screen.key((Qt.Key.Key_Up,))
    screen.key("1")
    screen.key((Qt.Key.Key_Down, Qt.Key.Key_Down))
    screen.key("0")

    assert screen.ratings == ["2", "1", None, None, "0"]


def test_how_a_session_ended_is_asked_and_nothing_is_chosen_beforehand(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    ending = screen.view.ending
    assert ending.isVisible()
    assert not any(each.isChecked() for each in ending.options.values())
    assert screen.view.focusWidget() is ending.options["finished"]
    assert screen.record.appointment.state == "in_progress"
    assert not screen.view.sign.isEnabled()

    screen.press(ending.options["to_be_continued"])

    assert screen.record.appointment.state == "held"
    assert screen.record.appointment.rest_follows
    assert [key for key, each in ending.options.items() if each.isChecked()] == ["to_be_continued"]
    assert screen.view.focusWidget() is ending.options["to_be_continued"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_ending_that_the_keyboard_stands_on_is_in_sight(
    qtbot: QtBot, work: Workplace, begun: str, wear: Callable[..., None], scale: float
) -> None:
    wear("light", scale)
    screen = Screen(qtbot, work, begun, size=(928, 700))

    ending = screen.view.ending.options["finished"]
    assert screen.view.focusWidget() is ending
    assert ending.visibleRegion().boundingRect() == ending.rect()


def test_a_session_to_which_nobody_came_is_missed_and_has_no_note(
    qtbot: QtBot, work: Workplace
) -> None:
    appointment = work.start(work.add_client(), "S01")
    screen = Screen(qtbot, work, appointment)

    screen.press(screen.view.ending.options["did_not_attend"])

    found = screen.record.appointment
    assert (found.state, found.attendance) == ("missed", "did_not_attend")
    assert screen.left == [ClientPage(found.client_id)]


def test_what_is_still_open_is_said_before_the_signature_and_forbids_nothing(
    qtbot: QtBot, work: Workplace
) -> None:
    appointment = work.start(work.add_client(), "S01")
    work.clock.advance(55 * 60)
    screen = Screen(qtbot, work, appointment)
    still_open = screen.view.still_open
    assert not still_open.isVisible()

    screen.press_ending("finished")

    titles = screen.record.open_measures
    assert titles
    assert still_open.measures.isVisible()
    assert all(each in still_open.measures.text() for each in titles)
    items = len(screen.record.items)
    assert still_open.ratings.text().startswith(f"{items} items of")
    screen.press(still_open.to_ratings)
    assert screen.view.fidelity.rows[0].options[0].hasFocus()
    screen.key("2")
    assert still_open.ratings.text().startswith(f"{items - 1} items of")
    screen.press(still_open.to_measures)
    assert screen.left == [SessionPage(appointment)]
    shown = SessionViewModel(work.workspace, appointment)
    assert shown.state.shows_due
    assert screen.left[0].part == MEASURES


def test_measures_that_another_meeting_will_ask_for_are_not_called_open(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, work.start(work.add_client(), "S01"))

    screen.press_ending("to_be_continued")

    assert not screen.view.still_open.isVisible()


def test_where_all_is_rated_and_filled_in_nothing_is_called_open(
    screen: Screen, work: Workplace
) -> None:
    work.rate(screen.appointment_id, "2" * len(screen.ratings))
    screen.view.refresh()
    assert not screen.view.still_open.ratings.isVisible()
    assert screen.view.still_open.measures.isVisible()

    week = Week("attended", 0.2, 1, event=False, leaves_out=0, forgets_measures=False)
    page = session_page_data(work.workspace, screen.appointment_id)
    fill_measures(
        work.workspace,
        page,
        Situation(week, "in_person", agrees_to_data_use=True, chance=random.Random(7)),
    )
    screen.view.refresh()

    assert not screen.view.still_open.isVisible()


def test_no_minutes_at_all_are_asked_about_once(qtbot: QtBot, work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    screen = Screen(qtbot, work, appointment)

    screen.press(screen.view.sign)

    assert screen.record.signature is None
    assert screen.view.note.minutes.hasFocus()
    assert "0 minutes" in screen.view.why_not.text()
    screen.view.note.minutes.setText("50")
    screen.view.note.minutes.edited.emit("50")
    assert screen.view.why_not.text() == ""
    screen.view.note.minutes.setText("0")
    screen.view.note.minutes.edited.emit("0")

    screen.press(screen.view.sign)

    assert screen.record.signature is not None


def test_a_supervision_without_a_question_is_asked_about_once(screen: Screen) -> None:
    note = screen.view.note
    screen.press(note.supervision)

    screen.press(screen.view.sign)

    assert screen.record.signature is None
    assert note.question.hasFocus()
    assert "asked in supervision" in screen.view.why_not.text()

    screen.press(screen.view.sign)

    assert screen.record.signature is not None


def test_a_chosen_rating_stands_on_one_line(qtbot: QtBot, work: Workplace, begun: str) -> None:
    screen = Screen(qtbot, work, begun, size=(1270, 700))
    first = screen.view.fidelity.rows[0]
    settle()

    heights = [each.heightForWidth(each.width()) for each in first.options]

    assert heights == [each.sizeHint().height() for each in first.options]


def test_a_note_that_says_nothing_of_safety_after_an_alert_is_asked_about_once(
    qtbot: QtBot, work: Workplace, held: str
) -> None:
    client_id = close_page_data(work.workspace, held).appointment.client_id
    work.fill(_client(work, client_id), "phq-9", {"q9": 2}, held)
    answer = Acknowledgement((), "", "", "", "2026-03-04", "", "Ana Example")
    for each in alerts.unacknowledged(work.workspace.caseload, client_id):
        alerts.acknowledge(work.workspace.caseload, each.id, answer)
    screen = Screen(qtbot, work, held)

    screen.press(screen.view.sign)

    assert screen.record.signature is None
    assert screen.view.note.risk.hasFocus()
    assert "what changed for safety" in screen.view.why_not.text()

    screen.press(screen.view.sign)

    assert screen.record.signature is not None


def test_a_session_begun_by_mistake_is_planned_again_from_its_close(
    qtbot: QtBot, work: Workplace
) -> None:
    appointment = work.start(work.add_client(), "S01")
    screen = Screen(qtbot, work, appointment)
    assert screen.view.ending.options["by_mistake"].isVisible()
    assert not screen.view.ending.recorded.isVisible()

    screen.press_ending("by_mistake")

    found = screen.record.appointment
    assert (found.state, found.started_at, found.attendance) == ("planned", None, "")
    assert screen.left == [ClientPage(found.client_id)]


@pytest.mark.parametrize("ending", ["finished", "to_be_continued", "broken_off"])
def test_what_follows_from_an_ending_is_heard_as_it_is_seen(
    qtbot: QtBot, work: Workplace, begun: str, ending: str
) -> None:
    screen = Screen(qtbot, work, begun)
    told: list[str] = []
    screen.viewmodel.act_done.connect(told.append)

    screen.press_ending(ending)

    assert told == [f"Saved: how the session ended. {screen.view.ending.means.text()}"]


def test_of_steps_a_finished_session_speaks_only_where_one_is_open(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.press_ending("finished")
    assert "each step is done, or skipped" in screen.view.ending.means.text()

    page = replace(screen.viewmodel.state.page, open_steps=())
    screen.view.ending.show_state(replace(screen.viewmodel.state, page=page))

    assert screen.view.ending.means.text() == "It counts as held."


def test_where_something_was_recorded_the_close_says_why_its_start_stands(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)

    assert not screen.view.ending.options["by_mistake"].isVisible()
    assert screen.view.ending.recorded.isVisible()
    assert "something was recorded" in screen.view.ending.recorded.text()

    screen.press_ending("broken_off")
    assert not screen.view.ending.recorded.isVisible()


@pytest.mark.parametrize("said_before", ["to_be_continued", "broken_off"])
def test_that_nobody_came_can_still_be_said_after_another_ending(
    qtbot: QtBot, work: Workplace, said_before: str
) -> None:
    appointment = work.start(work.add_client(), "S01")
    screen = Screen(qtbot, work, appointment)
    screen.press_ending(said_before)

    screen.press_ending("did_not_attend")

    found = screen.record.appointment
    assert (found.state, found.rest_follows, found.broken_off) == ("missed", False, False)
    assert open_promises(work.workspace, found.client_id) == ()


def test_a_session_of_which_something_was_done_took_place(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)

    assert not screen.view.ending.options["did_not_attend"].isVisible()


def test_the_ending_can_be_said_anew_until_the_note_is_signed(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    options = screen.view.ending.options

    screen.press(options["broken_off"])
    assert "The client left before the end" in screen.view.note.summary.toPlainText()
    assert screen.view.sign.isEnabled()
    screen.press(options["finished"])

    assert not screen.record.appointment.broken_off
    assert "left before" not in screen.view.note.summary.toPlainText()
    assert not screen.view.sign.isEnabled()


def test_the_key_of_the_main_act_says_why_a_note_cannot_be_signed(
    qtbot: QtBot, work: Workplace, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.press(screen.view.ending.options["finished"])
    hearing = Hearing(monkeypatch)

    here = screen.view.focusWidget()
    qtbot.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert hearing.words == [f"Not yet: Sign the note. {screen.view.why_not.text()}"]
    assert QToolTip.text() == hearing.words[0]


def test_an_alert_without_an_answer_is_heard_on_coming_to_the_close(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    client = work.add_client()
    alarmed = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": 2}, alarmed)

    assert Screen(qtbot, work, begun).view.most_urgent == ""
    assert Screen(qtbot, work, alarmed).view.most_urgent == counted(UNANSWERED, 1)


@pytest.mark.parametrize("ending", ["finished", "to_be_continued"])
def test_without_its_safety_check_no_held_session_is_signed(
    qtbot: QtBot, work: Workplace, begun: str, ending: str
) -> None:
    screen = Screen(qtbot, work, begun)

    screen.press(screen.view.ending.options[ending])

    assert "safety check" in screen.view.why_not.text()
    screen.press_named("Go to the safety check")
    assert screen.left == [SessionPage(begun)]
    [left] = screen.left
    assert isinstance(left, SessionPage)
    assert left.question_id == "mood"
    assert screen.record.appointment.current_step == "safety-check"
    assert screen.record.signature is None


def test_a_form_that_the_course_needs_is_named_with_its_question_and_the_way_is_in_the_foot(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    session = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, session)
    work.fill(client, "limits", {"teach_back": False}, session)
    work.do_every_step(session)
    screen = Screen(qtbot, work, session)
    assert screen.view.mend.isHidden()
    screen.press(screen.view.ending.options["finished"])

    words = screen.view.why_not.text()
    assert "Explain the limits of confidentiality" in words
    assert "Can you tell me in your own words what stays private here" in words
    assert words in outline(screen.view.blocked)
    assert screen.view.mend.isVisible()
    screen.press(screen.view.mend)
    assert screen.left == [SessionPage(session)]
    assert screen.record.appointment.current_step == "limits"


def test_where_every_step_is_done_nothing_can_follow(screen: Screen) -> None:
    assert not screen.view.ending.options["to_be_continued"].isEnabled()
    assert not screen.view.ending.left.isVisible()


def test_a_session_that_was_to_be_continued_is_finished_with_its_last_step(
    qtbot: QtBot, work: Workplace
) -> None:
    appointment = work.start(work.add_client(), "S01")
    Screen(qtbot, work, appointment).press_ending("to_be_continued")
    work.do_every_step(appointment)

    screen = Screen(qtbot, work, appointment)

    options = screen.view.ending.options
    assert [key for key, each in options.items() if each.isChecked()] == ["finished"]
    assert "another meeting" not in screen.view.note.summary.toPlainText()


def test_a_session_takes_one_key_an_item_and_no_other(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S09")
    appointment = work.start(client, "S09")
    end_session(work.workspace, appointment, "finished")
    screen = Screen(qtbot, work, appointment)
    screen.view.fidelity.start_focus()
    keys = "21222022"

    screen.key(keys)

    assert len(keys) == len(screen.ratings)
    assert screen.ratings == list(keys)
    assert "Adherence 81 %" in screen.view.fidelity.result.text()


@pytest.mark.parametrize(("apart", "repeats"), [(TWICE - 1, 0), (TWICE, 1)])
def test_a_figure_that_slips_or_is_held_rates_one_item(
    screen: Screen, apart: int, repeats: int
) -> None:
    screen.view.fidelity.start_focus()
    for at in (10_000, 10_000 + apart):
        key = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_2,
            Qt.KeyboardModifier.NoModifier,
            "2",
            autorep=bool(repeats) and at > 10_000,
        )
        key.setTimestamp(at)
        QApplication.sendEvent(QApplication.focusWidget(), key)

    assert screen.ratings == ["2", None, None, None, None]


def test_a_figure_that_slips_is_said(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    hearing = Hearing(monkeypatch)
    screen.view.fidelity.start_focus()

    type_words(screen, "22", at=10_000, apart=TWICE - 1)

    assert hearing.words[-1] == "2 came twice at once and was taken once."
    assert QToolTip.text() == hearing.words[-1]


def test_a_figure_for_a_reason_is_said_to_be_none_once_another_item_is_rated(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rating and the figure were gone without a word."""
    second = screen.view.fidelity.rows[1]
    second.start_focus()
    type_words(screen, "n", at=10_000)
    type_words(screen, "2", at=20_000)
    hearing = Hearing(monkeypatch)

    screen.press(screen.view.fidelity.rows[3].options[0])

    assert screen.ratings == [None, None, None, "2", None]
    told = "Item 2: not applicable needs a reason in words. It stays as it was."
    assert hearing.words[-1] == told
    assert QToolTip.text() == told


def test_not_applicable_is_kept_only_with_its_reason(screen: Screen, qtbot: QtBot) -> None:
    first = screen.view.fidelity.rows[0]
    first.start_focus()

    type_words(screen, "n", at=10_000)
    assert screen.ratings[0] is None
    assert first.reason.hasFocus()
    type_words(screen, "agreed with the client", at=20_000)
    qtbot.keyClick(first.reason, Qt.Key.Key_Return)

    line = screen.record.items[0]
    assert (line.rating, line.reason) == ("na", "agreed with the client")


def test_enter_after_a_reason_goes_on_to_the_next_item(screen: Screen, qtbot: QtBot) -> None:
    """A figure meant for the next item would be written into the reason."""
    first, second = screen.view.fidelity.rows[:2]
    first.start_focus()
    type_words(screen, "n", at=10_000)
    qtbot.keyClick(first.reason, Qt.Key.Key_Return)
    assert first.reason.hasFocus()

    type_words(screen, "agreed with the client", at=20_000)
    qtbot.keyClick(first.reason, Qt.Key.Key_Return)
    screen.key("2")

    assert second.options[0].isChecked()
    assert screen.record.items[0].reason == "agreed with the client"
    assert screen.ratings[1] == "2"


def test_the_reason_that_is_asked_for_is_in_sight(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S09")
    appointment = work.start(client, "S09")
    end_session(work.workspace, appointment, "finished")
    screen = Screen(qtbot, work, appointment, size=(1366, 700))
    for number, row in enumerate(screen.view.fidelity.rows, start=1):
        row.start_focus()
        type_words(screen, "n", at=number * 20_000)
        settle()

        assert row.reason.visibleRegion().boundingRect() == row.reason.rect()
        type_words(screen, "short", at=number * 20_000 + 10_000)


def test_a_letter_of_the_reason_is_written_and_rates_nothing(screen: Screen) -> None:
    screen.view.fidelity.rows[0].start_focus()
    type_words(screen, "n", at=10_000)

    type_words(screen, "2 minutes", at=20_000)

    assert screen.view.fidelity.rows[0].reason.text() == "2 minutes"
    assert screen.ratings[0] is None


def test_the_note_is_drafted_and_kept_by_itself(screen: Screen, qtbot: QtBot) -> None:
    note = screen.view.note
    assert note.minutes.text() == "55"
    assert "All steps of the session were done" in note.summary.toPlainText()

    qtbot.keyClicks(note.plan, "Ring on Thursday")
    screen.view.flush()

    assert screen.record.note.state.answers["plan"] == "Ring on Thursday"
    assert note.saved.text().startswith("saved ")


def test_that_the_draft_is_saved_stands_beside_the_button(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    assert not screen.view.kept.isVisible()

    screen.press(screen.view.draft)

    assert screen.view.kept.isVisible()
    assert screen.view.kept.text().startswith("Saved as a draft at ")


def test_the_head_of_a_signed_session_says_the_minutes_of_its_note(screen: Screen) -> None:
    assert "55 minutes, " in outline(screen.view)
    screen.view.note.minutes.setText("50")
    screen.view.note.minutes.edited.emit("50")
    assert "55 minutes, " in outline(screen.view)

    screen.press(screen.view.sign)
    assert screen.view.signed is not None
    assert "50 minutes, " in outline(screen.view)
    assert "55 minutes" not in outline(screen.view)
    screen.come_back()
    assert "50 minutes, " in outline(screen.view)


def test_what_is_done_after_the_note_was_opened_stands_in_it_too(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.press(screen.view.draft)
    work.do_every_step(begun)
    work.clock.advance(5 * 60)

    screen.come_back()

    note = screen.view.note
    assert "All steps of the session were done" in note.summary.toPlainText()
    assert note.minutes.text() == "60"


def test_what_somebody_wrote_is_never_drafted_over(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.view.note.summary.setPlainText("My own words.")
    screen.press(screen.view.draft)
    work.do_every_step(begun)

    screen.come_back()
    screen.press(screen.view.ending.options["finished"])

    assert screen.view.note.summary.toPlainText() == "My own words."


def test_a_note_that_was_written_on_says_anew_that_the_session_was_broken_off(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    work.do_every_step(begun)
    screen = Screen(qtbot, work, begun)
    drafted = screen.view.note.summary.toPlainText()
    screen.view.note.summary.setPlainText(f"{drafted}\nMy own words.")

    screen.press(screen.view.ending.options["broken_off"])

    kept = str(screen.record.note.state.answers["summary"])
    assert screen.view.note.summary.toPlainText() == kept
    assert "The client left before the end, and the session was broken off." in kept
    assert kept.endswith("\nMy own words.")


def test_a_session_broken_off_before_its_safety_check_says_so_on_the_page_and_in_the_note(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.press(screen.view.ending.options["broken_off"])
    said = "The safety check of this session was not completed."

    assert screen.view.still_open.safety.isVisible()
    assert said in screen.view.note.summary.toPlainText()
    client = work.workspace.client(work.appointment(begun).client_id)
    work.fill(client, "risk-check", CALM, begun)
    screen.come_back()
    assert not screen.view.still_open.safety.isVisible()
    assert said not in screen.view.note.summary.toPlainText()


def test_a_note_that_was_written_on_calls_no_measure_open_that_was_filled_in_since(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    work.do_every_step(begun)
    screen = Screen(qtbot, work, begun)
    screen.press(screen.view.ending.options["finished"])
    drafted = screen.view.note.summary.toPlainText()
    screen.view.note.summary.setPlainText(f"{drafted}\nMy own words.")
    screen.press(screen.view.draft)
    client = work.workspace.client(work.appointment(begun).client_id)
    work.fill(client, "gad-7", {}, begun)

    again = Screen(qtbot, work, begun)
    written = again.view.note.summary.toPlainText()

    assert "GAD-7 was due and was not filled in." in drafted
    assert written == drafted.replace(" GAD-7 was due and was not filled in.", "") + (
        "\nMy own words."
    )


def test_why_a_session_with_no_step_left_is_not_continued_is_said(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    assert screen.view.ending.left.text().startswith("Open: ")
    work.do_every_step(begun)

    screen.come_back()

    assert not screen.view.ending.options["to_be_continued"].isEnabled()
    assert screen.view.ending.left.text().startswith("All steps are done or skipped")
    screen.press(screen.view.ending.options["finished"])
    assert not screen.view.ending.left.isVisible()


def test_writing_starts_the_clock_once_and_typing_on_does_not_put_it_off(screen: Screen) -> None:
    screen.viewmodel.write("plan", "a")
    first = screen.viewmodel._autosave.remainingTime()

    screen.viewmodel.write("plan", "ab")

    assert screen.viewmodel._autosave.isActive()
    assert screen.viewmodel._autosave.remainingTime() <= first


def test_too_long_a_note_says_so_and_cannot_be_signed(screen: Screen) -> None:
    note = screen.view.note

    note.summary.setPlainText("word " * 700)

    assert "3000" in note._fields["summary"].problem.text()
    assert note.summary.toPlainText().startswith("word word")
    assert not screen.view.sign.isEnabled()


def test_a_word_of_advice_holds_nothing_up(screen: Screen) -> None:
    note = screen.view.note

    note.summary.setPlainText("Look at www.example.org")

    assert note._fields["summary"].hint.isVisible()
    assert screen.view.sign.isEnabled()


def test_signing_shows_who_and_when_and_takes_the_fields_away(screen: Screen) -> None:
    screen.press(screen.view.sign)

    assert screen.record.signature is not None
    assert screen.view.signed is not None
    assert not screen.view.note.isVisible()
    assert "signed by Ana Example" in outline(screen.view)
    assert screen.view.focusWidget() is screen.view.plan
    assert screen.view.body.verticalScrollBar().value() == 0


def test_a_signed_session_that_is_opened_again_is_headed_by_its_note(
    screen: Screen, qtbot: QtBot, work: Workplace
) -> None:
    assert "Session 1 · Close" in outline(screen.view)
    screen.press(screen.view.sign)

    assert "Session 1 · Note" in outline(Screen(qtbot, work, screen.appointment_id).view)


def test_who_stands_in_is_told_who_held_it_and_the_signed_note_names_both(
    qtbot: QtBot, work: Workplace, held: str
) -> None:
    meeting = appointments.load(work.workspace.caseload, held)
    assert meeting.held_by == "Ana Example"
    appointments.save(work.workspace.caseload, replace(meeting, held_by="Ben Example"))
    screen = Screen(qtbot, work, held)
    assert "Ben Example held this session. If you sign" in outline(screen.view)

    screen.press(screen.view.sign)

    said = outline(screen.view)
    assert "held by Ben Example" in said
    assert "signed by Ana Example" in said


def test_a_note_signed_by_who_held_it_names_them_once(screen: Screen) -> None:
    assert "held this session" not in outline(screen.view)

    screen.press(screen.view.sign)

    assert "held by" not in outline(screen.view)


def test_a_signed_note_is_amended_beside_the_original(screen: Screen, qtbot: QtBot) -> None:
    screen.press(screen.view.sign)
    signed = screen.view.signed

    screen.view.resize(1024, 500)
    screen.press(signed.amend)
    settle()
    assert not signed.words.visibleRegion().isEmpty()
    assert not signed.keep.isEnabled()
    qtbot.keyClicks(signed.words, "It was 50 minutes.")
    qtbot.keyClicks(signed.reason, "clock was fast")
    screen.press(signed.keep)

    [amendment] = screen.record.amendments
    assert (amendment.text, amendment.reason) == ("It was 50 minutes.", "clock was fast")
    assert "It was 50 minutes." in outline(screen.view)
    assert screen.record.note.state.answers["duration_min"] == 55


@pytest.mark.parametrize("is_amendment", [False, True])
def test_what_was_looked_for_in_a_signed_note_is_in_sight(
    work: Workplace, screen: Screen, *, is_amendment: bool
) -> None:
    screen.qtbot.keyClicks(screen.view.note.plan, "See her brother as well")
    screen.view.note.summary.setPlainText("\n".join(["A long note."] * 60))
    screen.press(screen.view.sign)
    work.clock.advance(60)
    amend_note(work.workspace, screen.appointment_id, "Her brother called.", "Left out")
    [amended] = screen.record.amendments
    place = amended.signature.filled_form_id if is_amendment else "plan"
    viewmodel = CloseViewModel(work.workspace, screen.appointment_id, place)
    screen.show_page(CloseView(viewmodel), screen.size)

    found = screen.view.signed.places[place]
    assert found.visibleRegion().boundingRect() == found.rect()
    assert screen.view.signed.read.hasFocus()
    screen.come_back()
    assert screen.view.signed.places[place].visibleRegion().isEmpty()


def test_a_rating_of_a_signed_session_is_corrected_beside_the_first(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.view.fidelity.start_focus()
    screen.key("22222")
    screen.press(screen.view.sign)
    rated = screen.view.rated
    assert "Adherence 100 %" in outline(screen.view)

    screen.press(rated.amend)
    assert (rated.item.chosen_id, rated.rating.chosen_id) == ("", "")
    for box, place in ((rated.item, 1), (rated.rating, 2)):
        box.setCurrentIndex(place)
        box.activated.emit(place)
    assert not rated.keep.isEnabled()
    qtbot.keyClicks(rated.reason, "a slip of the finger")
    screen.press(rated.keep)

    assert screen.ratings == ["2", "0", "2", "2", "2"]
    assert "Adherence 80 %" in outline(screen.view)
    assert "a slip of the finger" in outline(screen.view)
    client_id = screen.record.appointment.client_id
    first = fidelity.first_for_appointment(screen.work.workspace.caseload, screen.appointment_id)
    assert [each.rating for each in first] == ["2"] * 5
    counted = fidelity.for_client(screen.work.workspace.caseload, client_id)
    assert sorted(counted[screen.appointment_id].values()) == ["0", "2", "2", "2", "2"]


def test_each_rating_is_said_and_after_the_last_what_they_come_to(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.view.fidelity.start_focus()
    hearing = Hearing(monkeypatch)

    screen.key("22122")

    assert hearing.words[2] == "Item 3: Partly."
    assert hearing.words[-1].startswith("Item 5: Done. Adherence 90 %")


def test_a_signed_note_is_read_by_its_lines_with_what_was_amended(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.press(screen.view.sign)
    screen.press(screen.view.signed.amend)
    qtbot.keyClicks(screen.view.signed.words, "It was 50 minutes.")
    qtbot.keyClicks(screen.view.signed.reason, "clock was fast")
    screen.press(screen.view.signed.keep)
    read = screen.view.signed.read
    assert read.focusPolicy() & Qt.FocusPolicy.TabFocus
    read.setFocus()
    hearing = Hearing(monkeypatch)

    while "There is no other line." not in hearing.words:
        screen.key((Qt.Key.Key_Down,))

    said = "\n".join(hearing.words)
    assert "signed by Ana Example" in said
    for line in screen.viewmodel.state.lines:
        assert line.words.splitlines()[0] in said
    assert "clock was fast\nIt was 50 minutes." in said


def test_the_key_of_the_main_act_says_what_an_amendment_lacks_and_leads_to_saving_it(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.press(screen.view.sign)
    signed = screen.view.signed
    hearing = Hearing(monkeypatch)
    screen.press(signed.amend)
    assert hearing.words == ["The signed note stays as it is; the amendment is shown below it."]
    hearing.take()

    qtbot.keyClick(signed.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hearing.words == [
        "Not yet: Save the amendment. Enter what is right instead, and why, first.",
    ]
    qtbot.keyClicks(signed.words, "It was 50 minutes.")
    qtbot.keyClicks(signed.reason, "clock was fast")
    qtbot.keyClick(signed.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert signed.keep.hasFocus()
    assert signed.keep.accessibleDescription() == ""
    assert not screen.record.amendments


def test_a_part_of_the_ratings_says_nothing_of_the_whole(screen: Screen) -> None:
    screen.view.fidelity.start_focus()

    screen.key("2222")

    assert "%" not in screen.view.fidelity.result.text()


def test_the_wheel_over_a_list_of_the_note_changes_nothing(screen: Screen) -> None:
    box = screen.view.note.attendance
    before = box.chosen_id
    centre = QPointF(box.rect().center())
    for turned in (-120, 120):
        event = QWheelEvent(
            centre,
            QPointF(box.mapToGlobal(box.rect().center())),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, event)

    assert box.chosen_id == before == "attended"


def test_an_open_alert_stands_before_the_signature(
    qtbot: QtBot, work: Workplace, held: str
) -> None:
    client_id = close_page_data(work.workspace, held).appointment.client_id
    work.fill(_client(work, client_id), "phq-9", {"q9": 2}, held)
    screen = Screen(qtbot, work, held)
    assert not screen.view.sign.isEnabled()
    assert "no answer yet" in screen.view.why_not.text()

    screen.press(screen.view.alert.answer)

    assert isinstance(screen.left[0], AlertPage)


def test_the_way_back_leads_to_the_steps_and_after_signing_to_the_client(screen: Screen) -> None:
    screen.press(screen.view.back)
    screen.press(screen.view.sign)
    screen.press(screen.view.back)

    client_id = screen.record.appointment.client_id
    assert screen.left == [SessionPage(screen.appointment_id), ClientPage(client_id)]


def test_back_at_the_steps_the_clock_runs_on_and_the_ending_is_asked_anew(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.press_ending("to_be_continued")
    work.clock.advance(60)
    screen.press(screen.view.back)
    work.clock.advance(5 * 60)

    steps = SessionViewModel(work.workspace, begun)

    assert steps.state.is_running
    assert steps.state.page.minutes_used == 60
    assert CloseViewModel(work.workspace, begun).state.ending == ""


def test_a_meeting_that_is_long_over_does_not_run_on_for_who_looks_at_its_steps(
    screen: Screen,
) -> None:
    screen.work.clock.advance(2 * 3600)
    screen.press(screen.view.back)

    assert not SessionViewModel(screen.work.workspace, screen.appointment_id).state.is_running


def test_after_signing_the_next_session_is_planned_from_right_there(screen: Screen) -> None:
    assert not screen.view.plan.isVisible()
    screen.press(screen.view.sign)

    assert screen.view.focusWidget() is screen.view.plan
    words = [each.text() for each in screen.view.follows.findChildren(QLabel)]
    assert "Session 2 is not planned yet." in words
    screen.key((Qt.Key.Key_Return,))

    assert screen.left == [ClientPage(screen.record.appointment.client_id, "plan")]


def test_what_is_planned_already_is_said_with_its_day_and_not_offered(screen: Screen) -> None:
    client = screen.work.workspace.client(screen.record.appointment.client_id)
    screen.work.plan(client, "S02", screen.work.clock() + timedelta(days=7))

    screen.press(screen.view.sign)

    words = " ".join(each.text() for each in screen.view.follows.findChildren(QLabel))
    assert "Session 2 is planned: " in words
    assert not screen.view.plan.isVisible()
    assert screen.view.focusWidget() is screen.view.back


def test_a_contact_that_was_promised_stands_there_with_its_day_and_the_way_to_it(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    work.do_every_step(begun)
    screen = Screen(qtbot, work, begun)
    screen.press_ending("broken_off")
    screen.press(screen.view.sign)

    promise = open_promises(work.workspace)[0]
    words = " ".join(each.text() for each in screen.view.follows.findChildren(QLabel))
    assert "Reach the client, who left early" in words
    screen.press(screen.view.follows.ways[0])
    assert screen.left == [PromisePage(promise.id)]


def test_a_note_of_another_day_offers_nothing_to_plan(screen: Screen) -> None:
    screen.press(screen.view.sign)
    screen.work.clock.advance(24 * 3600)
    screen.come_back()

    assert screen.view.focusWidget() is screen.view.signed.read
    assert not screen.view.follows.isVisible()
    assert not screen.view.plan.isVisible()


def test_somebody_else_can_rate_once_the_session_is_over(qtbot: QtBot, work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")
    screen = Screen(qtbot, work, appointment)
    assert not screen.view.second.isVisible()

    screen.press(screen.view.ending.options["to_be_continued"])
    screen.press(screen.view.second)

    assert screen.left == [SecondRatingPage(appointment)]


def test_the_note_has_the_keyboard_so_that_no_letter_rates_anything(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.view.note.summary
    before = screen.view.note.summary.toPlainText()

    screen.key("2n")

    assert screen.ratings == [None] * 5
    assert len(screen.view.note.summary.toPlainText()) == len(before) + 2


def test_every_question_of_the_note_has_its_field_on_this_page(screen: Screen) -> None:
    asked = {each.id for each in screen.viewmodel.state.note.form.questions}

    assert {*screen.view.note._fields, "supervision_flag"} == asked


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/close.txt", outline(screen.view).replace(screen.record.code, "K7-412"))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)

    screen.come_back()

    assert clipped(screen.view) == []


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_of_a_session_that_runs_is_cut(
    qtbot: QtBot, work: Workplace, begun: str, wear, scale: float
) -> None:
    wear("light", scale)

    screen = Screen(qtbot, work, begun)

    assert clipped(screen.view) == []


def _client(work: Workplace, client_id: str):
    return clients.load(work.workspace.caseload, client_id)


def test_open_alerts_are_one_quiet_line_over_the_note_that_leads_to_the_most_pressing(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    session = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": 2}, session)
    work.fill(client, "risk-check", {**CALM, "concern_for_identifiable_child": True}, session)
    end_session(work.workspace, session, "broken_off")

    screen = Screen(qtbot, work, session)

    [line] = [each for each in screen.view.findChildren(AlertLine) if each.isVisible()]
    assert screen.view.body.widget().isAncestorOf(line)
    said = [each.text() for each in screen.view.findChildren(QLabel) if each.isVisible()]
    both = "2 alerts have no answer yet. Answer them, then sign."
    assert said.count(both) == 2, "over the note and in the foot alike"
    assert line.answer.text() == "Answer the first"
    steps = screen.viewmodel.state.page.open_steps
    assert f"Open: {' · '.join(steps)}" in said, "a step may hold a semicolon"
    first, words = screen.viewmodel.state.alerts[0]
    assert first.level == "urgent"
    assert not [each for each in said if words in each]
    assert line.answer.accessibleName() == f"Answer the alert: {words}"
    screen.press(line.answer)
    assert screen.left == [AlertPage(first.id)]


def test_what_bars_the_signature_stands_in_words_without_a_colour(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    session = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, "concern_for_identifiable_child": True}, session)
    end_session(work.workspace, session, "finished")

    alone = Screen(qtbot, work, session)
    others = Screen(qtbot, work, work.start(work.add_client(), "S01"))

    assert alone.view.blocked is None  # the line over the note says it already
    assert others.view.blocked is not None
    for screen in (alone, others):
        shown = [each for each in screen.view.findChildren(QFrame) if each.isVisible()]
        tones = {each.property("tone") for each in shown if each.property("kind") == "banner"}
        assert not tones & {"urgent", "attention"}


def test_the_arrows_point_at_an_ending_and_end_nothing(qtbot: QtBot, work: Workplace) -> None:
    session = work.start(work.add_client(), "S01")
    screen = Screen(qtbot, work, session)
    options = list(screen.view.ending.options.values())
    screen.press(options[0])
    before = screen.viewmodel.state.ending
    options[0].setFocus()

    screen.key((Qt.Key.Key_Down,))

    assert screen.view.focusWidget() is next(each for each in options[1:] if each.isVisible())
    assert screen.viewmodel.state.ending == before == "finished"
    screen.key((Qt.Key.Key_Space,))
    assert screen.viewmodel.state.ending != before


def test_the_key_of_the_main_act_leads_to_what_stands_before_the_signature(
    qtbot: QtBot, work: Workplace, begun: str
) -> None:
    screen = Screen(qtbot, work, begun)
    screen.view.note.summary.setFocus()

    def led_to() -> object:
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(screen.view.note.summary, Qt.Key.Key_Return, control)
        return screen.view.focusWidget()

    assert led_to() is screen.view.ending.options["finished"]
    screen.press_ending("finished")
    assert led_to() is screen.view.mend
