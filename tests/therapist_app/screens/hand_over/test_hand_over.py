"""The hand-over screen: prepared by the therapist, filled in by the client, given back."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget

from session_forms.library import library
from tests.support.sampling import sampled
from tests.support.session_forms.forms import gad_shaped, make_form, phq_shaped, sleep_check
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.hearing import Hearing
from tests.support.windows.open_forms import FakeStore, an_open_alert
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import answered
from therapist_app.accessibility.speaking import all_at
from therapist_app.commands import (
    AlertPage,
    Back,
    FilledFormPage,
    FormPage,
    HandOver,
    Lock,
    Today,
)
from therapist_app.record.clients import filled_forms
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.header.header import NewPerson
from therapist_app.record.sign_in.unlocking import create_service, unlock
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.screens.hand_over.pin import Pin, what_is_wrong
from therapist_app.screens.hand_over.view import HandOverView
from therapist_app.screens.hand_over.viewmodel import (
    HandOverViewModel,
    Stage,
    is_own_passphrase,
)
from therapist_app.settings import TEXT_SCALES
from therapist_app.shell.navigation.trail import Trail
from therapist_app.theme.look import look
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

PIN = "482913"
PASSPHRASE = "walk the long way home"
WORDS = """
[[questions]]
id = "word"
kind = "short_text"
prompt = "One word for the week?"
max_characters = 10

[[questions]]
id = "nights"
kind = "number"
prompt = "How many good nights?"
maximum = 7
required = true
"""


class Screen:
    """The screen under test, and what it has kept."""

    def __init__(self, qtbot, *forms, answers=None) -> None:
        self.qtbot = qtbot
        self.store = FakeStore({form.id: form for form in forms}, answers or {})
        self.tried = []
        ids = tuple(self.store.forms)
        self.viewmodel = HandOverViewModel(
            None, "client", ids, "held", store=self.store, is_passphrase=self.is_passphrase
        )
        self.view = HandOverView(self.viewmodel)
        self.left_for = []
        self.view.leave_requested.connect(self.left_for.append)
        qtbot.addWidget(self.view)
        self.view.resize(1366, 768)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()
        self.view.focus_first()

    def is_passphrase(self, _workspace, typed: bytearray) -> bool:
        self.tried.append(bytes(typed))
        return typed.decode() == PASSPHRASE

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)

    def click(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def begin(self, pin: str = PIN, again: str = PIN) -> None:
        self.type(pin)
        self.press(Qt.Key.Key_Tab)
        self.type(again)
        self.click(self.view.prepare.start)
        settle()

    def give_back(self, *typed: str) -> None:
        self.click(self.view.turn.give_back)
        for words in typed:
            self.view.give_back.typed.setText(words)
            self.click(self.view.give_back.take_back)

    @property
    def words(self) -> list[str]:
        return [each.text() for each in self.view.findChildren(QLabel) if each.isVisible()]

    @property
    def asked(self) -> str:
        return self.view.turn.question.question_id

    def end(self) -> None:
        self.view.flush()


@pytest.fixture
def show(qtbot, wear):
    wear()
    screens = []

    def open_one(*forms) -> Screen:
        screens.append(Screen(qtbot, *(forms or (sleep_check(),))))
        return screens[-1]

    yield open_one
    for screen in screens:
        screen.end()


@pytest.mark.parametrize(
    ("pin", "again", "wrong"),
    [
        (PIN, PIN, ""),
        ("", "", "short"),
        ("12345", "12345", "short"),
        ("48291a", "48291a", "digits"),
        ("٤٨٢٩١٣", "٤٨٢٩١٣", "digits"),
        ("111111", "111111", "simple"),
        ("123456", "123456", "simple"),
        ("987654", "987654", "simple"),
        (PIN, "482914", "differ"),
        (PIN, "", "again"),
        ("19283746", "19283746", ""),
    ],
)
def test_a_pin_is_six_digits_that_nobody_guesses(pin, again, wrong):
    assert what_is_wrong(pin, again) == wrong


def test_a_forgotten_pin_is_never_right():
    pin = Pin(PIN)
    assert pin.is_right(PIN)

    pin.forget()

    assert not pin.is_right(PIN)
    assert not pin.is_right("")
    assert not pin._digits


@pytest.mark.parametrize("stage", ["preparing", "turn", "giving_back"])
def test_outline_of_each_stage(show, golden, stage):
    screen = show()
    if stage != "preparing":
        screen.begin()
    if stage == "giving_back":
        screen.give_back("000000")

    golden(f"screens/hand-over-{stage}.txt", outline(screen.view))


@pytest.mark.parametrize(
    ("pin", "again", "words"),
    [
        ("1234", "1234", "A little longer: at least 6 digits."),
        (
            "222222",
            "222222",
            ("Somebody beside you could guess this PIN easily. Choose another one."),
        ),
        (PIN, "482914", "The two PINs are different."),
        (PIN, "", "Type the PIN again here."),
        ("letters", "letters", "Digits only, please."),
    ],
)
def test_a_weak_pin_is_said_and_nothing_is_handed_over(show, pin, again, words):
    screen = show()

    screen.begin(pin, again)

    assert words in screen.words
    assert screen.viewmodel.state.stage == Stage.PREPARING
    prepare = screen.view.prepare
    differs = words in {"The two PINs are different.", "Type the PIN again here."}
    assert (prepare.again if differs else prepare.pin).hasFocus()
    assert prepare.pin.text() == (pin if differs else "")
    assert prepare.again.text() == ""


def test_not_now_goes_back_without_handing_over(show):
    screen = show()

    screen.click(screen.view.prepare.not_now)

    assert screen.left_for == [Back()]


def test_the_therapist_sees_which_forms_are_handed_over(show):
    screen = show(phq_shaped(), gad_shaped())

    assert screen.words.count("Sleep check") == 2
    assert "K7-412" in screen.words
    assert screen.store.filled_by == ["client", "client"]


def test_the_whole_window_takes_the_clients_colour(show):
    screen = show()
    before = screen.view.grab().toImage().pixelColor(3, 600).name()

    screen.begin()

    image = screen.view.grab().toImage()
    turn = look().color("client-turn").lower()
    assert before != turn
    corners = ((3, 3), (1360, 3), (3, 760), (1360, 760), (3, 400), (1360, 400))
    assert {image.pixelColor(*each).name() for each in corners} == {turn}


def test_one_question_is_asked_at_a_time_and_the_code_is_gone(show):
    screen = show()

    screen.begin()

    assert screen.asked == "rested"
    assert "Question 1 of 2" in screen.words
    assert "How often did you wake in the night?" not in screen.words
    assert "K7-412" not in screen.words
    assert not screen.view.prepare.isVisible()


def test_the_pin_does_not_stay_in_its_fields(show):
    screen = show()

    screen.begin()

    assert screen.view.prepare.pin.text() == ""
    assert screen.view.prepare.again.text() == ""


def test_everything_that_can_be_hit_is_large(show):
    screen = show()

    screen.begin()

    controls = [
        each
        for each in screen.view.turn.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.ClickFocus
    ]
    assert min(each.height() for each in controls) >= 52


def test_a_form_is_filled_in_by_keyboard_alone(show):
    screen = show(gad_shaped())
    screen.begin()

    for value in "0123012":
        screen.type(value)
        screen.press(Qt.Key.Key_Return)
        settle()

    assert screen.viewmodel.state.question is None
    assert "That was the last question. Thank you." in screen.words
    screen.viewmodel.flush()
    kept = screen.store.drafts[-1].answers
    assert [kept[f"q{at}"] for at in range(1, 8)] == [0, 1, 2, 3, 0, 1, 2]


def test_the_keyboard_goes_with_the_question(show):
    screen = show()
    screen.begin()

    screen.click(screen.view.turn.leave_out)
    settle()
    screen.type("2")

    assert screen.viewmodel.state.question.answer == 2
    assert screen.asked == "woke"


def test_once_it_is_answered_nobody_is_told_that_it_has_no_answer(show):
    screen = show()
    screen.begin()
    settle()
    screen.press(Qt.Key.Key_Return)
    assert "Press Next again" in " ".join(screen.words)

    screen.type("2")
    settle()

    assert screen.asked == "rested"
    assert "Press Next again" not in " ".join(screen.words)


@pytest.mark.parametrize("pressed", ["go_on", "give_back", "leave_out"])
def test_an_answer_typed_while_a_button_has_the_keyboard_answers_the_question(show, pressed):
    screen = show()
    screen.begin()
    turn = screen.view.turn
    if pressed == "go_on":
        screen.click(turn.go_on)  # nothing is chosen: it asks again, and the button has focus
    getattr(turn, pressed).setFocus()
    settle()

    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    settle()

    assert screen.asked == "woke"
    screen.viewmodel.flush()
    assert screen.store.drafts[-1].answers["rested"] == 2


def test_words_typed_while_a_button_has_the_keyboard_are_written(show):
    screen = show(make_form(WORDS))
    screen.begin()
    screen.click(screen.view.turn.go_on)
    screen.view.turn.go_on.setFocus()

    for letter in "calm":  # each where the keyboard is by then
        screen.type(letter)
    screen.press(Qt.Key.Key_Return)
    settle()

    screen.viewmodel.flush()
    assert screen.store.drafts[-1].answers["word"] == "calm"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("4829", "A little longer: at least 6 digits."),
        ("48291a", "Digits only, please."),
        ("123456", "Somebody beside you could guess this PIN easily. Choose another one."),
        (PIN, ""),
        ("", ""),
    ],
)
def test_a_pin_that_will_not_do_is_said_when_it_is_left(show, monkeypatch, typed, words):
    screen = show()
    hearing = Hearing(monkeypatch)

    screen.type(typed)
    assert words not in [*hearing.words, *screen.words] or not words
    hearing.take()
    screen.press(Qt.Key.Key_Tab)
    settle()

    assert hearing.words == ([words] if words else [])
    assert screen.view.prepare.again.hasFocus()
    assert screen.view.prepare.pin.text() == typed
    assert screen.view.prepare.pin_field.problem.text() == words


def test_enter_in_the_first_pin_goes_to_the_second(show):
    screen = show()
    prepare = screen.view.prepare

    screen.qtbot.keyClick(prepare.pin, Qt.Key.Key_Return)

    assert prepare.again.hasFocus() or screen.view.focusWidget() is prepare.again


def test_enter_passes_no_question_by_unseen(show):
    screen = show()
    screen.begin()
    settle()

    screen.press(Qt.Key.Key_Return)
    assert screen.asked == "rested"
    assert "Press Next again to skip it" in " ".join(screen.words)
    screen.press(Qt.Key.Key_Return)

    assert screen.asked == "woke"
    assert "Press Next again" not in " ".join(screen.words)


def test_the_last_page_lists_what_is_open_and_leads_back_to_it(show):
    screen = show()
    screen.begin()
    screen.type("2")
    screen.click(screen.view.turn.go_on)
    screen.click(screen.view.turn.leave_out)
    settle()
    assert "1 question has no answer. You may leave it empty, or choose it." in screen.words

    [listed] = screen.view.turn.open_ones.findChildren(QPushButton)
    screen.click(listed)
    settle()

    assert screen.asked == "woke"
    screen.type("0")
    screen.click(screen.view.turn.go_on)
    assert screen.view.turn.end.isVisible()
    assert not screen.view.turn.open_ones.isVisible()


def test_the_keyboard_comes_back_to_the_question_in_turn(show):
    screen = show()
    screen.begin()
    screen.view.turn.give_back.setFocus()

    screen.view.focus_first()  # as the window does when F9 shows it again

    assert screen.view.turn.question.isAncestorOf(QApplication.focusWidget())


def test_what_is_read_before_the_questions_is_heard_once_also_after_help(show):
    QAccessible.setActive(True)
    screen = show(phq_shaped())
    screen.begin()
    turn = screen.view.turn
    first = turn.place.accessibleDescription()

    turn.give_back.setFocus()  # as to the sheet with the help
    settle()
    turn.focus_first()

    assert first.startswith(phq_shaped().introduction)
    assert turn.place.accessibleDescription() == "Shift+F1 reads what comes first."
    assert phq_shaped().introduction in all_at(QApplication.focusWidget())

    screen.type("1")
    screen.click(turn.go_on)

    assert turn.place.accessibleDescription() == "Shift+F1 reads what comes first."


def test_back_from_the_last_page_nothing_has_the_keyboard_before_the_question(show):
    screen = show(sleep_check())
    screen.begin()
    while screen.view.turn.question is not None:
        screen.viewmodel.leave_out()
    settle()
    turn = screen.view.turn
    app = QApplication.instance()
    heard = []
    note = lambda _old, new: heard.append(new) if new else None  # noqa: E731
    turn.open_ones.findChild(QPushButton).setFocus()
    app.focusChanged.connect(note)

    screen.press(Qt.Key.Key_Backspace)
    settle()
    app.focusChanged.disconnect(note)

    assert heard
    assert all(turn.question.isAncestorOf(each) for each in heard)


def test_back_returns_to_the_answer_that_was_given(show):
    screen = show()
    screen.begin()
    screen.type("3")
    screen.click(screen.view.turn.go_on)

    screen.click(screen.view.turn.back)

    assert screen.asked == "rested"
    assert screen.viewmodel.state.question.answer == 3
    assert not screen.view.turn.back.isVisible()


def test_backspace_leads_back_from_the_last_page_and_says_where_there_is_no_way_back(
    show, monkeypatch
):
    screen = show()
    screen.begin()
    hearing = Hearing(monkeypatch)
    screen.press(Qt.Key.Key_Backspace)
    assert hearing.words == ["This is the first question."]
    for _question in range(2):
        screen.click(screen.view.turn.leave_out)

    screen.press(Qt.Key.Key_Backspace)

    assert screen.asked == "woke"


def test_a_question_can_be_left_out(show):
    screen = show()
    screen.begin()
    screen.type("3")

    screen.click(screen.view.turn.leave_out)

    assert screen.asked == "woke"
    assert "rested" not in screen.viewmodel._fillings[0].state.answers


def test_a_follow_up_is_asked_next(show):
    screen = show()
    screen.begin()
    screen.click(screen.view.turn.leave_out)
    screen.type("2")

    screen.click(screen.view.turn.go_on)

    assert screen.asked == "what_woke_you"
    assert "Question 2a of 2" in screen.words


def test_the_second_form_follows_the_first(show):
    screen = show(sleep_check(), make_form(WORDS, form_id="words"))
    screen.begin()

    for _question in range(2):
        screen.click(screen.view.turn.leave_out)

    assert screen.asked == "word"
    assert "Question 3 of 4" in screen.words


def test_back_from_the_end_returns_to_the_last_question(show):
    screen = show()
    screen.begin()
    for _question in range(2):
        screen.click(screen.view.turn.leave_out)

    screen.click(screen.view.turn.back)

    assert screen.asked == "woke"


def test_what_does_not_fit_is_said_before_going_on(show):
    screen = show(make_form(WORDS))
    screen.begin()
    screen.type("far too long a word")

    screen.click(screen.view.turn.go_on)

    assert screen.asked == "word"
    assert "Too long: 10 characters at most." in screen.words


def test_half_a_number_is_said_before_going_on(show):
    screen = show(make_form(WORDS))
    screen.begin()
    screen.click(screen.view.turn.leave_out)
    settle()
    screen.type("4x")

    screen.click(screen.view.turn.go_on)

    assert screen.asked == "nights"
    assert "Write a whole number in figures." in screen.words


def test_a_critical_answer_changes_nothing_on_screen(show):
    said = []

    for value in ("0", "3"):
        screen = show(phq_shaped())
        screen.begin()
        for _question in range(8):
            screen.viewmodel.go_on()
        settle()
        screen.type(value)
        screen.viewmodel.flush()
        settle()
        said.append((screen.words, screen.left_for))

    assert said[0] == said[1]
    assert said[0][1] == []


@pytest.mark.parametrize("is_whole", [False, True])
def test_of_an_alert_the_client_hears_and_sees_nothing(show, monkeypatch, is_whole):
    screen = show(phq_shaped())
    screen.begin()
    if is_whole:
        screen.click(screen.view.turn.whole)
    hearing = Hearing(monkeypatch)

    screen.viewmodel._fillings[0].answer("q9", 3)
    screen.viewmodel.flush()
    settle()

    assert [alert.id for alert in screen.viewmodel._alerts] == ["q9-act"]
    heard = " ".join(hearing.words)
    assert "lert" not in heard
    assert "tem 9" not in heard
    assert not any("lert" in each for each in screen.words)


def test_the_client_hears_whose_turn_it_is_what_is_asked_again_and_the_end(show, monkeypatch):
    screen = show(make_form(WORDS))
    hearing = Hearing(monkeypatch)

    screen.begin()
    screen.viewmodel.go_on()
    screen.viewmodel.go_on()
    screen.viewmodel.leave_out()
    screen.click(screen.view.turn.give_back)

    assert [each for each in hearing.words if each != "dot"] == [  # of the PIN
        "Only these questions can be seen. Your therapist sees your answers afterwards.",
        "This question has no answer yet. Press Next again to skip it.",
        (
            "That was the last question. Thank you. 2 questions have no answer. "
            "You may leave them empty, or choose one. Give the laptop back."
        ),
        "Thank you. Your answers are saved. Please give the laptop back now.",
    ]


def test_next_stays_under_the_pointer_when_it_is_said_that_no_answer_was_given(show):
    screen = show(make_form(WORDS))
    screen.begin()
    go_on = screen.view.turn.go_on
    before = go_on.mapTo(screen.view, go_on.rect().topLeft())

    screen.click(go_on)
    settle()

    assert screen.view.turn.again.isVisible()
    assert go_on.mapTo(screen.view, go_on.rect().topLeft()) == before


def test_nothing_is_called_saved_before_the_first_answer(show):
    screen = show(gad_shaped())
    screen.begin()
    before = screen.view.turn.saved.text()

    screen.viewmodel._fillings[0].answer("q1", 1)
    screen.viewmodel.flush()

    assert (before, screen.view.turn.saved.text()) == ("", "Saved")


def test_the_key_that_goes_on_leads_to_giving_back_once_nothing_comes_any_more(show, monkeypatch):
    screen = show()
    screen.begin()
    for _question in range(2):
        screen.click(screen.view.turn.leave_out)
    screen.view.turn.back.setFocus()
    hearing = Hearing(monkeypatch)

    QTest.keyClick(screen.view.turn.back, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert screen.view.turn.give_back.hasFocus()
    assert hearing.words == ["Enter: Give the laptop back"]


def test_who_goes_on_later_hears_that_it_goes_on_where_they_stopped(qtbot, wear):
    wear()
    told = "Only these questions can be seen. Your therapist sees your answers afterwards."

    assert Screen(qtbot, sleep_check()).view.turn.told == told
    begun = Screen(qtbot, sleep_check(), answers={"rested": 3})
    assert begun.view.turn.told == f"It goes on where you stopped. {told}"


def test_another_form_is_met_anew_so_that_what_it_asks_about_is_heard(show):
    screen = show(sleep_check(), gad_shaped())
    screen.begin()
    QAccessible.setActive(True)
    turn = screen.view.turn
    met = []

    while screen.view.turn.question is not None:
        heard = QAccessible.queryAccessibleInterface(turn.place)
        met.append((screen.viewmodel.filling.state.form.id, QAccessible.uniqueId(heard)))
        screen.viewmodel.leave_out()

    assert len(met) > len(set(met)) == 2
    assert [form for form, _number in dict.fromkeys(met)] == [sleep_check().id, gad_shaped().id]
    assert len({number for _form, number in met}) == 2


def test_on_the_way_to_a_stage_nothing_but_its_first_thing_is_heard(show):
    screen = show(sleep_check())
    QAccessible.setActive(True)
    heard = []
    app = QApplication.instance()
    note = lambda _old, new: heard.append(new) if QAccessible.isActive() and new else None  # noqa: E731
    screen.type(PIN)
    screen.press(Qt.Key.Key_Tab)
    screen.type(PIN)
    screen.view.prepare.start.setFocus()
    app.focusChanged.connect(note)

    screen.press(Qt.Key.Key_Space)
    settle()
    [first] = heard
    assert screen.view.turn.question.isAncestorOf(first)
    screen.view.turn.give_back.setFocus()
    heard.clear()
    screen.press(Qt.Key.Key_Space)
    app.focusChanged.disconnect(note)

    assert heard == [screen.view.give_back.typed]


def test_the_therapist_meets_the_alert_when_it_is_given_back(show):
    screen = show(phq_shaped())
    screen.begin()
    for _question in range(8):
        screen.viewmodel.leave_out()
    settle()
    screen.type("3")

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage("q9-act")]
    assert isinstance(screen.view.comes_back_to, HandOver)  # no score, nothing to show


def test_the_scores_wait_behind_the_alert_that_is_met_first(show):
    screen = show(phq_shaped())
    screen.store.moment = SimpleNamespace()  # that there is one is all that is asked here
    screen.begin()
    assert isinstance(screen.view.comes_back_to, HandOver)
    for at in range(1, 10):
        screen.viewmodel.answer(f"q{at}", 3)
        screen.viewmodel.go_on()

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage("q9-act")]
    scores = FilledFormPage("0" * 32)
    assert screen.view.comes_back_to == scores
    trail = Trail((Today(), screen.view.comes_back_to)).going(screen.left_for[0])
    assert trail.back().here == scores


LEVELS = """
[[questions]]
id = "%(id)s"
kind = "yes_no"
prompt = "How is %(id)s?"

[[questions.alerts]]
stream = "child_safety"
level = "%(level)s"
when = { equals = true }
states = "%(id)s was answered with yes."
"""


@pytest.mark.parametrize(
    ("levels", "met"),
    [
        (("urgent", "act", "watch"), "q0-urgent"),
        (("watch", "urgent", "act"), "q1-urgent"),
        (("act", "watch", "act"), "q0-act"),
    ],
)
def test_the_therapist_meets_the_most_pressing_alert_and_of_equals_the_first(show, levels, met):
    questions = [LEVELS % {"id": f"q{at}", "level": level} for at, level in enumerate(levels)]
    screen = show(make_form("".join(questions)))
    screen.begin()
    for at in range(len(levels)):
        screen.viewmodel.filling.answer(f"q{at}", True)
        screen.viewmodel.flush()

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage(met)]


def test_the_most_pressing_alert_is_met_when_a_form_before_opened_it(show):
    first = make_form(LEVELS % {"id": "q0", "level": "urgent"})
    screen = show(first, phq_shaped())
    screen.begin()
    screen.viewmodel.filling.answer("q0", True)
    while screen.viewmodel.state.stage == Stage.TURN and screen.asked != "q9":
        screen.viewmodel.go_on()
        settle()
    screen.viewmodel.filling.answer("q9", 1)

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage("q0-urgent")]


def test_an_alert_that_was_open_is_met_when_the_client_told_more_of_it(show, monkeypatch):
    screen = show(phq_shaped())
    screen.store.asked_by = an_open_alert("urgent")
    screen.begin()
    hearing = Hearing(monkeypatch)
    screen.viewmodel._fillings[0].answer("q9", 3)
    screen.viewmodel.flush()
    settle()
    assert "lert" not in " ".join(hearing.words)

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage("before-urgent")]


def test_giving_back_finishes_what_was_gone_through(show):
    screen = show()
    screen.begin()
    screen.type("3")
    screen.click(screen.view.turn.go_on)
    screen.click(screen.view.turn.leave_out)

    screen.give_back(PIN)

    assert [state.answers for state in screen.store.finished] == [{"rested": 3}]
    assert screen.left_for == [Back()]
    assert screen.viewmodel.state.stage == Stage.BACK


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_form_in_which_the_client_stopped_stays_begun_and_is_looked_at(show, is_whole):
    screen = show()
    screen.begin()
    if is_whole:
        screen.viewmodel.turn_whole()
    screen.viewmodel.answer("rested", 3)

    screen.give_back(PIN)

    assert screen.store.finished == []
    assert screen.store.drafts[-1].answers == {"rested": 3}
    assert screen.left_for == [FormPage("client", sleep_check().id, "held")]


def test_a_question_that_was_skipped_before_the_client_stopped_finishes_nothing(show):
    screen = show(phq_shaped())
    screen.begin()
    screen.viewmodel.leave_out()
    screen.viewmodel.answer("q2", 1)

    screen.give_back(PIN)

    assert screen.store.finished == []


def test_the_last_answer_finishes_a_form_also_without_going_on(show):
    screen = show()
    screen.begin()
    screen.viewmodel.leave_out()
    screen.viewmodel.answer("woke", 0)

    screen.give_back(PIN)

    assert [state.answers for state in screen.store.finished] == [{"woke": 0}]


def test_a_form_that_was_begun_waits_behind_the_alert_that_is_met_first(show):
    screen = show(phq_shaped())
    screen.begin()
    screen.viewmodel.filling.answer("q9", 3)

    screen.give_back(PIN)

    assert screen.left_for == [AlertPage("q9-act")]
    assert screen.view.comes_back_to == FormPage("client", phq_shaped().id, "held")


def test_a_form_that_the_client_did_not_reach_is_not_finished(show):
    screen = show(phq_shaped(), gad_shaped())
    screen.begin()
    for at in range(1, 10):
        screen.viewmodel.answer(f"q{at}", 0)
        screen.viewmodel.go_on()

    screen.give_back(PIN)

    assert [state.form.id for state in screen.store.finished] == [phq_shaped().id]
    assert [each.form.id for each in screen.store.drafts] == [phq_shaped().id]


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_form_with_everything_left_out_is_finished_once_it_was_gone_through(show, is_whole):
    screen = show(phq_shaped(), gad_shaped())
    screen.begin()
    if is_whole:
        screen.viewmodel.turn_whole()
        screen.viewmodel.go_on()
    while screen.viewmodel.place is not None and screen.viewmodel.place.form == 0:
        screen.viewmodel.leave_out()

    screen.give_back(PIN)

    assert [(state.form.id, state.answers) for state in screen.store.finished] == [
        (phq_shaped().id, {})
    ]


def test_a_form_that_the_client_only_looked_at_is_not_finished(show):
    screen = show(phq_shaped())
    screen.begin()

    screen.give_back(PIN)

    assert screen.store.finished == []
    assert screen.store.drafts == []
    assert screen.left_for == [Back()]


def test_a_form_that_safety_needs_more_of_stays_a_draft(show):
    screen = show(make_form(WORDS))
    screen.begin()
    screen.type("calm")

    screen.give_back(PIN)

    assert screen.store.finished == []
    assert screen.store.drafts[-1].answers == {"word": "calm"}


def test_the_passphrase_opens_as_well(show):
    screen = show()
    screen.begin()

    screen.give_back(PASSPHRASE)

    assert screen.left_for == [Back()]


def test_a_wrong_pin_opens_nothing_and_says_how_many_tries_are_left(show):
    screen = show()
    screen.begin()

    screen.give_back("000000")

    assert (
        "That is not the PIN or the passphrase. After 4 more wrong tries the application locks."
        in screen.words
    )
    assert screen.view.give_back.typed.text() == ""
    assert screen.left_for == []


def test_short_figures_are_never_tried_as_a_passphrase(show):
    screen = show()
    screen.begin()

    screen.give_back("000000", "not the passphrase")

    assert screen.tried == [b"not the passphrase"]


def test_five_wrong_ones_lock_with_the_answers_kept(show):
    screen = show()
    screen.begin()
    screen.type("3")

    screen.give_back(*["000000"] * 4)
    warned = (
        "That is not the PIN or the passphrase. After one more wrong try the application locks."
    ) in screen.words
    screen.view.give_back.typed.setText("000001")
    screen.click(screen.view.give_back.take_back)

    assert warned
    assert screen.left_for == [Lock()]
    assert screen.store.drafts[-1].answers == {"rested": 3}
    assert not screen.viewmodel._pin.is_right(PIN)


def test_going_back_to_the_questions_does_not_give_new_tries(show):
    screen = show()
    screen.begin()
    screen.give_back(*["000000"] * 3)

    screen.click(screen.view.give_back.keep_going)
    screen.give_back("000000")

    assert screen.viewmodel.state.tries_left == 1


def test_nothing_typed_is_no_try(show):
    screen = show()
    screen.begin()

    screen.give_back("")

    assert screen.viewmodel.state.tries_left is None
    assert screen.view.give_back.field.problem.text() == "Type the PIN or the passphrase first."


@pytest.mark.parametrize("typed", ["", "000000"])
def test_what_was_wrong_or_lacks_is_typed_where_the_keyboard_is_then(show, typed):
    screen = show()
    screen.begin()
    screen.give_back()
    screen.view.give_back.take_back.setFocus()
    screen.view.give_back.typed.setText(typed)

    screen.press(Qt.Key.Key_Space)

    assert screen.view.give_back.typed.hasFocus()


def test_how_the_questions_stand_now_is_said_on_each_page(show, monkeypatch):
    screen = show()
    screen.begin()
    hearing = Hearing(monkeypatch)

    screen.click(screen.view.turn.whole)
    screen.click(screen.view.turn.whole)

    said = [each for each in hearing.words if each.endswith("now.")]
    assert said == [
        "All questions are on one page now.",
        "Each question has a page of its own now.",
    ]


def test_given_back_too_early_the_client_goes_on_where_they_were(show):
    screen = show()
    screen.begin()
    screen.click(screen.view.turn.leave_out)
    screen.give_back()

    screen.click(screen.view.give_back.keep_going)

    assert screen.asked == "woke"
    assert screen.view.turn.isVisible()


def test_give_it_back_always_stands_in_the_same_corner(show):
    screen = show(sleep_check(), phq_shaped())
    screen.begin()
    places = set()

    for _question in range(11):
        settle()
        button = screen.view.turn.give_back
        places.add(button.mapTo(screen.view, button.rect().bottomRight()).toTuple())
        screen.viewmodel.go_on()

    assert len(places) == 1


def test_tab_reaches_only_the_question_its_buttons_and_give_it_back(show):
    screen = show()
    screen.begin()
    settle()

    turn = screen.view.turn
    reached = []
    for _stop in range(6):
        reached.append(QApplication.focusWidget())
        screen.press(Qt.Key.Key_Tab)

    first = turn.question.grid.buttons[0]
    assert reached == [first, turn.leave_out, turn.go_on, turn.give_back, turn.whole, first]


def test_escape_and_other_keys_lead_nowhere(show):
    screen = show()
    screen.begin()

    screen.press(Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Backspace)

    assert screen.viewmodel.state.stage == Stage.TURN
    assert screen.left_for == []


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_a_key_that_leads_back_says_why_it_does_not(show, qtbot, monkeypatch, key, modifier):
    screen = show()
    hearing = Hearing(monkeypatch)
    screen.begin()

    said = []
    for stage in (Stage.TURN, Stage.GIVING_BACK):
        assert screen.viewmodel.state.stage == stage
        hearing.take()
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        said += hearing.words
        screen.viewmodel.give_back()

    assert len(said) == 2
    assert "press “Give the laptop back”" in said[0]
    assert "Hand the laptop back" in said[1]
    assert screen.left_for == []


def test_before_the_client_has_it_escape_leads_back(show):
    screen = show()

    screen.press(Qt.Key.Key_Escape)

    assert len(screen.left_for) == 1


def test_help_tells_the_therapist_first_and_then_the_client(show):
    screen = show()
    told = [screen.view.page_help.about]
    screen.begin()
    told.append(screen.view.page_help.about)
    screen.viewmodel.give_back()
    told.append(screen.view.page_help.about)

    assert "Choose a PIN" in told[0]
    assert "Answer each question in your own time" in told[1]
    assert "hand the laptop back" in told[2]


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_nothing_is_cut_at_any_text_size(show, wear, scale):
    wear("light", scale)
    screen = show(phq_shaped())
    settle()
    assert clipped(screen.view) == []

    screen.begin()
    for _question in range(9):
        settle()
        assert clipped(screen.view) == []
        assert outside(screen.view) == []
        screen.viewmodel.go_on()

    screen.give_back("000000")
    settle()
    assert clipped(screen.view) == []


def test_only_the_passphrase_of_the_person_signed_in_is_taken_and_it_is_wiped(tmp_path):
    sources = system_sources()
    person = NewPerson("Ana Example", ("keeper", "therapist"), bytearray(PASSPHRASE.encode()))
    created = create_service(
        tmp_path / "service", person, practice=False, cost=FLOOR, sources=sources
    )
    right, wrong = bytearray(PASSPHRASE.encode()), bytearray(b"walk the short way home")

    passphrase = bytearray(PASSPHRASE.encode())
    with unlock(
        tmp_path / "service", created.uid, passphrase, practice=False, sources=sources
    ) as vault:
        workspace = SimpleNamespace(vault=vault)
        taken = is_own_passphrase(workspace, right), is_own_passphrase(workspace, wrong)

    assert taken == (True, False)
    assert not any(right)
    assert not any(wrong)


def test_which_form_it_is_and_its_keys_are_told_in_one_place_and_before_anybody_listens(show):
    screen = show(sleep_check(), gad_shaped())
    turn = screen.view.turn
    before = turn.place.accessibleName(), turn.place.accessibleDescription()
    screen.begin()
    begun = turn.place.accessibleName(), turn.place.accessibleDescription()

    screen.click(turn.whole)
    settle()

    keys = "With the keyboard: a number or letter chooses, Enter goes on, Backspace goes back."
    assert before == begun == ("Sleep check", keys)
    assert (turn.place.accessibleName(), turn.place.accessibleDescription()) == ("", "")
    assert turn.panel.accessibleName() == "Sleep check"
    assert turn.panel.accessibleDescription() == keys


def test_the_client_sees_the_keys_of_the_question_in_turn(show):
    screen = show(sleep_check())
    screen.begin()
    chosen = screen.view.turn.keys.text()

    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    screen.type("2")
    screen.press(Qt.Key.Key_Return)

    assert "a number or letter chooses" in chosen
    assert screen.asked == "what_woke_you"
    assert screen.view.turn.keys.text() == "With the keyboard: Enter goes on."
    screen.type("rain")
    screen.press(Qt.Key.Key_Return)
    assert screen.viewmodel.state.question is None


def test_a_figure_answers_and_never_leads_past_what_the_client_has_not_seen(show):
    screen = show(sleep_check())
    screen.begin()
    asked = screen.asked

    screen.type("2")
    stayed = screen.asked
    screen.press(Qt.Key.Key_Return)
    gone_on = screen.asked
    screen.press(Qt.Key.Key_Backspace)

    assert (stayed, screen.asked) == (asked, asked)
    assert gone_on != asked


def test_a_form_can_be_filled_in_as_a_whole(show):
    screen = show(sleep_check(), gad_shaped())
    screen.begin()

    screen.click(screen.view.turn.whole)
    settle()
    screen.type("3")
    screen.press(Qt.Key.Key_Return)
    screen.type("0")

    turn = screen.view.turn
    assert turn.count.text() == "2 of 2 answered"
    assert turn.whole.text() == "One question a page"
    assert not turn.leave_out.isVisible()
    screen.click(turn.go_on)
    settle()
    assert turn.panel.questions[0].question_id == "q1"
    screen.click(turn.back)
    settle()
    assert turn.panel.questions[0].question_id == "rested"


def test_a_form_as_a_whole_is_not_left_with_a_value_that_does_not_fit(show):
    screen = show(make_form(WORDS, form_id="words"))
    screen.begin()
    screen.click(screen.view.turn.whole)
    settle()

    screen.type("far too long a word")
    screen.click(screen.view.turn.go_on)
    stayed = screen.viewmodel.place
    screen.view.turn.panel.question("word").line.setText("")
    screen.viewmodel.filling.answer("word", None)
    screen.click(screen.view.turn.go_on)

    assert stayed is not None
    assert screen.viewmodel.place is None


def test_going_back_to_one_question_keeps_the_place_and_the_answers(show):
    screen = show(sleep_check())
    screen.begin()
    screen.click(screen.view.turn.whole)
    settle()
    screen.type("2")

    screen.click(screen.view.turn.whole)
    settle()

    assert screen.asked == "rested"
    assert screen.viewmodel.state.question.answer == 2


def test_the_client_is_told_at_the_end_what_is_not_kept(show):
    screen = show(sleep_check())
    screen.begin()
    screen.viewmodel.answer("rested", 3)
    screen.viewmodel.go_on()
    screen.viewmodel.answer("woke", 2)
    screen.viewmodel.go_on()
    screen.viewmodel.answer("what_woke_you", "rain")
    screen.viewmodel.go_back()
    screen.viewmodel.answer("woke", 0)
    screen.viewmodel.go_on()

    assert screen.view.turn.dropped.text() == (
        "Not saved, because another answer changed: What woke you?"
    )
    assert screen.view.turn.dropped.isVisible()


def test_a_question_in_turn_that_is_hidden_gives_way_to_the_first_of_its_form(show):
    screen = show(sleep_check())
    screen.begin()
    screen.viewmodel.answer("rested", 3)
    screen.viewmodel.go_on()
    screen.viewmodel.answer("woke", 2)
    screen.viewmodel.go_on()
    screen.viewmodel.turn_whole()

    screen.viewmodel.filling.answer("woke", 0)

    assert screen.viewmodel.place.question_id == "rested"


def test_after_a_measure_was_given_back_its_score_comes_first(show):
    screen = show()
    screen.store.moment = SimpleNamespace()  # that there is one is all that is asked here
    screen.begin()
    screen.viewmodel.answer("rested", 3)
    screen.viewmodel.go_on()
    screen.viewmodel.answer("woke", 0)

    screen.give_back(PIN)

    assert screen.left_for == [FilledFormPage("0" * 32)]


def test_an_answer_that_does_not_fit_is_said_each_time_the_client_goes_on(show, monkeypatch):
    screen = show(make_form(WORDS))
    screen.begin()
    screen.viewmodel.leave_out()
    screen.type("9")
    screen.press(Qt.Key.Key_Return)
    hearing = Hearing(monkeypatch)

    screen.press(Qt.Key.Key_Return)

    assert hearing.words == [screen.view.turn.question.problem_said]
    assert screen.viewmodel.place.question_id == "nights"


def test_whoever_hands_over_several_forms_hears_which(qtbot, wear):
    wear()
    forms = [library.installed().latest(each) for each in ("phq-9", "gad-7", "target-complaint")]
    viewmodel = HandOverViewModel(
        None,
        "client",
        tuple(each.id for each in forms),
        "held",
        store=FakeStore({each.id: each for each in forms}),
    )
    view = HandOverView(viewmodel)
    qtbot.addWidget(view)

    told = [each.accessibleDescription() for each in view.prepare.findChildren(QFrame)]
    assert "3 forms: PHQ-9, GAD-7, My measure." in told


def test_what_is_finished_is_not_handed_to_the_client_again(qtbot, wear):
    wear()
    store = FakeStore({"sleep": sleep_check()}, read_only=True)
    viewmodel = HandOverViewModel(None, "client", ("sleep",), "held", store=store)
    view = HandOverView(viewmodel)
    qtbot.addWidget(view)

    assert viewmodel.titles == ()
    assert not view.prepare.start.isEnabled()
    words = [each.text() for each in view.prepare.findChildren(QLabel)]
    assert "Everything is already filled in." in words


def test_before_the_limits_were_told_it_says_so_and_does_not_go_on(qtbot, wear) -> None:
    wear()
    store = FakeStore({"sleep-check": sleep_check()}, untold="limits")
    viewmodel = HandOverViewModel(None, "client", ("sleep-check",), "held", store=store)
    view = HandOverView(viewmodel)
    left_for = []
    view.leave_requested.connect(left_for.append)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.focus_first()
    said = [each.text() for each in view.findChildren(QLabel) if each.isVisible()]

    viewmodel.hand_over(PIN, PIN)

    assert any(
        each.startswith("You have not explained the limits of confidentiality") for each in said
    )
    assert viewmodel.state.stage == Stage.PREPARING
    assert not view.prepare.start.isVisible()
    assert not view.prepare.pin.isVisible()
    assert view.focusWidget() is view.prepare.tell_limits
    qtbot.mouseClick(view.prepare.tell_limits, Qt.MouseButton.LeftButton)
    assert left_for == [FormPage("client", "limits", "held")]


def test_the_question_on_how_difficult_it_was_does_not_stand_under_how_often(show):
    screen = show(library.installed().latest("phq-9"))
    screen.begin()
    read = {}

    while (question := screen.viewmodel.state.question) is not None:
        read[question.question.id] = screen.viewmodel.state.introduction
        screen.viewmodel.leave_out()

    assert read.pop("difficulty") == ""
    assert all("how often" in each for each in read.values())
    assert screen.viewmodel.state.introduction == ""


@pytest.mark.usefixtures("qtbot")
def test_after_the_scores_what_was_answered_without_one_is_shown(work):
    client = work.add_client()
    work.pass_gates(client, "FU3")
    appointment = work.start(client, "FU3")
    viewmodel = HandOverViewModel(
        work.workspace, client.id, ("maintenance-check", "gad-7"), appointment
    )
    left = []
    viewmodel.leave_requested.connect(left.append)
    viewmodel.hand_over(PIN, PIN)
    for form in viewmodel._fillings:
        for question in form.state.form.questions:
            form.answer(question.id, 1 if form.state.form.scores else "yes")

    viewmodel.take_back(PIN)

    [gad] = filled_forms.for_client(work.workspace.caseload, client.id, "gad-7")
    [kept] = filled_forms.for_client(work.workspace.caseload, client.id, "maintenance-check")
    assert left == [FilledFormPage(gad.id, (kept.id,))]


@pytest.mark.usefixtures("qtbot")
def test_after_the_scores_the_clients_own_measure_is_shown(work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "limits", {"teach_back": True}, appointment)
    viewmodel = HandOverViewModel(
        work.workspace, client.id, ("target-complaint", "gad-7"), appointment
    )
    left = []
    viewmodel.leave_requested.connect(left.append)
    viewmodel.hand_over(PIN, PIN)
    for form in viewmodel._fillings:
        form.answer(form.state.form.questions[0].id, 1 if form.state.form.scores else "sleep")
    while viewmodel.place is not None:
        viewmodel.go_on()

    viewmodel.take_back(PIN)

    [gad] = filled_forms.for_client(work.workspace.caseload, client.id, "gad-7")
    [own] = filled_forms.for_client(work.workspace.caseload, client.id, "target-complaint")
    assert left == [FilledFormPage(gad.id, (own.id,))]


@pytest.mark.usefixtures("qtbot")
def test_outside_a_session_a_form_without_a_score_that_was_given_back_is_shown_as_it_is_kept(work):
    client = work.add_client()
    work.tell_limits(client)
    viewmodel = HandOverViewModel(work.workspace, client.id, ("urge-week",))
    left = []
    viewmodel.leave_requested.connect(left.append)
    viewmodel.hand_over(PIN, PIN)
    while viewmodel.place is not None:
        viewmodel.leave_out()

    viewmodel.take_back(PIN)

    [kept] = filled_forms.for_client(work.workspace.caseload, client.id, "urge-week")
    assert kept.status == "finished"
    assert left == [viewmodel.comes_back_to] == [FilledFormPage(kept.id)]


@pytest.mark.usefixtures("qtbot")
def test_a_measure_in_which_the_client_stopped_is_begun_and_due_as_one_not_reached_is(work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "limits", {"teach_back": True}, appointment)
    viewmodel = HandOverViewModel(work.workspace, client.id, ("phq-9", "gad-7"), appointment)
    viewmodel.hand_over(PIN, PIN)
    viewmodel.answer("q1", 1)

    viewmodel.take_back(PIN)

    due = session_page_data(work.workspace, appointment).due
    stands = {each.form_id: each.state for each in due}
    assert (stands["phq-9"], stands["gad-7"]) == ("draft", "due")
    assert filled_forms.begun_by_clients(work.workspace.caseload)
    assert not filled_forms.for_client(work.workspace.caseload, client.id, "gad-7")


@pytest.mark.usefixtures("qtbot")
def test_a_measure_that_was_not_planned_is_due_in_the_session_in_which_the_client_stopped(work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "limits", {"teach_back": True}, appointment)
    planned = {each.form_id for each in session_page_data(work.workspace, appointment).due}
    viewmodel = HandOverViewModel(work.workspace, client.id, ("k10",), appointment)
    viewmodel.hand_over(PIN, PIN)
    viewmodel.answer(viewmodel.filling.state.form.questions[0].id, 1)

    viewmodel.take_back(PIN)

    due = {each.form_id: each for each in session_page_data(work.workspace, appointment).due}
    assert set(due) - planned == {"k10"}
    assert due["k10"].state == "draft"


@pytest.mark.usefixtures("qtbot")
def test_a_form_begun_together_in_which_the_client_stopped_is_theirs_to_go_on_with(work):
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "limits", {"teach_back": True}, appointment)
    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=appointment)
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 1}))
    viewmodel = HandOverViewModel(work.workspace, client.id, ("phq-9",), appointment)
    assert not filled_forms.begun_by_clients(work.workspace.caseload)
    viewmodel.hand_over(PIN, PIN)
    viewmodel.answer("q2", 1)

    viewmodel.take_back(PIN)

    [begun] = filled_forms.begun_by_clients(work.workspace.caseload)
    assert begun.form_id == "phq-9"
    assert FormViewModel.of_client(work.workspace, client.id, "phq-9", appointment).was_stopped
