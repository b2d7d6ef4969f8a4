"""The form screen, driven as a person would drive it."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QScrollArea, QWidget

from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from session_forms.reference.directory import installed_directory
from tests.support.sampling import sampled
from tests.support.session_forms.forms import make_form, phq_shaped, sleep_check
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.hearing import Hearing, Said
from tests.support.windows.open_forms import SAVED_AT, FakeStore, an_open_alert
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM
from therapist_app.commands import AlertPage, Back, FilledFormPage, HandOver, ShownScore
from therapist_app.form_widgets.alert_banner import AlertLine
from therapist_app.form_widgets.panel.following import ROUNDS
from therapist_app.form_widgets.question.question_widget import KeptLine
from therapist_app.form_widgets.reading import AnswersInWords
from therapist_app.record.clients import filled_forms
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.settings import TEXT_SCALES
from therapist_app.widgets.layout.frames import Banner
from therapist_app.widgets.parts import hold, row
from therapist_app.workflows.forms.correcting_forms import Changed, Correction
from therapist_app.workflows.measures.score_moment import AnswerLine, ScoreMoment
from therapist_app.workflows.sessions.seeing_a_session import DueMeasure

SAFETY = """
[[questions]]
id = "safe"
kind = "yes_no"
prompt = "Is everybody safe?"
required = true

[[questions]]
id = "nights"
kind = "number"
prompt = "How many good nights?"
maximum = 7
"""


class Screen:
    """The screen under test, and what it has kept."""

    def __init__(self, qtbot, form: FormDefinition, **store) -> None:
        self.qtbot = qtbot
        self.store = FakeStore({form.id: form}, **store)
        self.viewmodel = FormViewModel.of_client(None, "client", form.id, "held", store=self.store)
        self.view = FormView(self.viewmodel)
        self.left_for = []
        self.view.leave_requested.connect(self.left_for.append)
        qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()
        self.view.focus_first()
        settle()

    def question(self, question_id: str):
        return self.view.panel.question(question_id)

    def rate(self, question_id: str, value: int) -> None:
        button = self.question(question_id).grid.buttons[value]
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def click(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def finish(self) -> None:
        self.click(self.view.finish)

    @property
    def words(self) -> list[str]:
        return [each.text() for each in self.view.findChildren(QLabel) if each.isVisible()]

    def end(self) -> None:
        self.view.flush()


@pytest.fixture
def show(qtbot, wear):
    wear()
    screens = []

    def open_one(form: FormDefinition, **store) -> Screen:
        screens.append(Screen(qtbot, form, **store))
        return screens[-1]

    yield open_one
    for screen in screens:
        screen.end()


def test_outline_of_the_form_screen(show, golden):
    screen = show(sleep_check())
    screen.rate("woke", 2)

    golden("screens/form.txt", outline(screen.view))


def test_rating_high_opens_the_follow_up(show):
    screen = show(sleep_check())
    follow_up = screen.question("what_woke_you")
    before = follow_up.isVisible()

    screen.rate("woke", 2)

    assert not before
    assert follow_up.isVisible()


def test_finish_lists_what_is_unanswered_and_goes_there(show):
    screen = show(sleep_check())
    screen.rate("rested", 3)

    screen.finish()

    assert screen.view.panel.found.open_ones.isVisible()
    assert screen.view.panel.found.needed.isHidden()
    assert screen.question("woke").isAncestorOf(screen.view.focusWidget())
    assert screen.store.finished == []


def test_finish_asked_again_keeps_the_answers_and_leaves(show):
    screen = show(sleep_check())
    screen.rate("rested", 3)
    screen.finish()

    screen.finish()

    [kept] = screen.store.finished
    assert kept.answers == {"rested": 3}
    assert screen.left_for == [Back()]


def test_finish_stays_usable_whatever_is_open(show):
    screen = show(make_form(SAFETY))

    screen.finish()
    screen.finish()

    assert screen.view.finish.isEnabled()
    assert screen.store.finished == []
    assert "Safety needs an answer here." in screen.words


def test_a_whole_form_is_filled_in_and_finished_by_keyboard(show):
    screen = show(phq_shaped())

    for value in "012301230":
        screen.type(value)
    screen.press(Qt.Key.Key_Return, ctrl=True)

    [kept] = screen.store.finished
    assert [kept.answers[f"q{at}"] for at in range(1, 10)] == [0, 1, 2, 3, 0, 1, 2, 3, 0]


def test_the_phq_9_takes_eleven_keys_together(show):
    screen = show(installed().latest("phq-9"))
    figures = "0123012301"

    for each in figures:
        screen.type(each)
    screen.press(Qt.Key.Key_Return, ctrl=True)

    [kept] = screen.store.finished
    assert [str(each) for each in kept.answers.values()] == list(figures)
    assert len(figures) + 1 == 11


def test_what_is_half_written_is_said_before_finishing(show):
    screen = show(make_form(SAFETY))
    screen.type("a")
    screen.type("4x")

    screen.press(Qt.Key.Key_Return, ctrl=True)

    assert screen.store.finished == []
    assert "Write a whole number in figures." in screen.words


def test_the_foot_counts_what_is_answered_among_what_is_shown(show):
    screen = show(sleep_check())
    before = screen.view.count.text()

    screen.rate("woke", 2)

    assert before == "0 of 2 answered"
    assert screen.view.count.text() == "1 of 3 answered"
    assert screen.view.progress.value() == 33


def test_the_head_names_the_client_by_code_and_says_how_long(show):
    screen = show(installed().latest("gad-7"))

    assert "K7-412" in screen.words
    assert any(words.endswith("about 2 minutes") for words in screen.words)


def test_saving_is_said_at_the_head_and_never_in_the_way(show):
    screen = show(sleep_check())
    screen.rate("rested", 1)
    before = screen.view.saved.words.text()

    screen.view.flush()

    assert before == "not saved yet"
    assert screen.view.saved.words.text() == f"saved {SAVED_AT.astimezone():%H:%M}"
    assert len(screen.store.drafts) == 1


def test_the_time_of_a_draft_from_before_is_shown(show):
    screen = show(sleep_check(), saved_at=SAVED_AT)

    assert screen.view.saved.words.text().startswith("saved ")


def test_a_saved_chip_goes_quiet_after_a_while(show):
    screen = show(sleep_check())
    screen.view.saved.show_time(SAVED_AT)
    fresh = screen.view.saved.words.property("tone")

    screen.view.saved._timer.timeout.emit()

    assert fresh == ""
    assert screen.view.saved.words.property("tone") == "muted"


OPEN = "An alert is open: answer it now, or before the note is signed"
FACT = "Item 9 was answered with 2 or 3 today."
STILL_OPEN = "An alert stays open: the answer was changed since"
CHANGED = "The answer was changed since. The alert stays open: write there what happened."


def test_an_alert_is_one_quiet_line_when_it_is_kept_and_leads_to_its_page(show):
    screen = show(phq_shaped())
    screen.rate("q9", 2)
    before = screen.words

    screen.view.flush()
    settle()

    assert OPEN not in before
    assert OPEN in screen.words
    assert not [each for each in screen.words if FACT in each]  # the client reads along
    assert screen.view.alert.shown.answer.accessibleName() == f"Answer the alert: {FACT}"
    banners = [
        each for each in screen.view.findChildren(QFrame) if each.property("tone") == "urgent"
    ]
    assert not banners
    screen.click(screen.view.alert.shown.answer)
    assert screen.left_for == [AlertPage("q9-act")]


def stands_at(widget: QWidget, view: QWidget) -> QRect:
    return QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("edge", ["bottom", "top"])
@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_an_alert_stands_in_sight_and_moves_neither_the_question_nor_the_keyboard(
    show, wear, scale, edge
):
    wear("light", scale)
    screen = show(phq_shaped())
    screen.view.resize(952, 700)  # the smallest laptop, beside the narrow rail
    settle()
    screen.rate("q9", 2)
    bar = screen.view.area.verticalScrollBar()
    pressed = screen.question("q9").grid.buttons[2]
    inside = screen.view.area.viewport()
    before = stands_at(pressed, inside).top()
    shift = before - 8 if edge == "top" else before + pressed.height() + 8 - inside.height()
    bar.setValue(bar.value() + shift)
    settle()
    was = stands_at(pressed, screen.view)

    screen.view.flush()
    settle()

    shown = screen.view.alert.shown
    assert screen.view.rect().contains(stands_at(shown, screen.view))
    assert stands_at(pressed, screen.view) == was
    assert not was.intersects(stands_at(shown, screen.view))
    assert (
        stands_at(pressed, screen.view).bottom()
        <= stands_at(screen.view.area, screen.view).bottom()
    )
    assert screen.view.focusWidget() is pressed
    assert clipped(shown) == []


@pytest.mark.parametrize(("scale", "size"), [(1.0, (547, 373)), (2.0, (570, 600))])
def test_in_a_small_window_an_alert_is_not_cut(show, wear, scale, size):
    wear("light", scale)
    screen = show(phq_shaped())
    screen.view.resize(*size)
    settle()
    screen.rate("q9", 2)

    screen.view.flush()
    settle()

    shown = screen.view.alert.shown
    assert clipped(shown) == []
    assert screen.view.rect().contains(stands_at(shown, screen.view))
    said = "Answer the alert: Item 9 was answered with 2 or 3 today."
    assert shown.answer.accessibleName() == said
    screen.view.resize(1200, 900)
    settle()
    assert OPEN in screen.words


def test_an_alert_interrupts_a_screen_reader_with_its_level_and_its_rule(show, monkeypatch):
    screen = show(phq_shaped())
    screen.rate("q9", 2)
    hearing = Hearing(monkeypatch)

    screen.view.flush()

    words = "Alert opened, level act. Item 9 was answered with 2 or 3 today. F6 leads to it."
    assert hearing.said == [Said(words, "Assertive")]


def test_an_alert_whose_answer_is_changed_is_said_to_stay_open_once(show, monkeypatch):
    screen = show(phq_shaped())
    screen.rate("q9", 2)
    screen.view.flush()
    hearing = Hearing(monkeypatch)

    screen.rate("q9", 0)
    screen.view.flush()
    changed = [each for each in hearing.take() if "alert" in each.words]
    screen.rate("q9", 1)
    screen.view.flush()

    words = "The answer was changed; its alert stays open. F6 leads to it."
    assert changed == [Said(words, "Polite")]
    assert not any(words == each.words for each in hearing.said)
    assert screen.view.alert.shown is not None


def test_an_answer_that_an_open_alert_asked_for_leads_to_that_alert(show, monkeypatch):
    screen = show(phq_shaped(), asked_by=an_open_alert())
    screen.rate("q9", 2)
    hearing = Hearing(monkeypatch)

    screen.view.flush()
    settle()

    words = "This belongs to the alert that is open, level act. F6 leads to it."
    assert hearing.said == [Said(words, "Polite")]
    assert "This belongs to the open alert" in screen.words
    said = screen.view.alert.shown.answer.accessibleName()
    assert said == "Answer the alert: The morning sheet said so."
    screen.click(screen.view.alert.shown.answer)
    assert screen.left_for == [AlertPage("before-act")]


def test_one_key_leads_from_the_question_to_the_alert(show):
    screen = show(phq_shaped())
    screen.rate("q9", 2)
    screen.view.flush()
    settle()

    screen.press(Qt.Key.Key_F6)

    assert screen.view.focusWidget() is screen.view.alert.shown.answer
    screen.press(Qt.Key.Key_Return)
    assert screen.left_for == [AlertPage("q9-act")]


def test_a_form_that_is_kept_says_so_as_it_is_left(show, monkeypatch):
    screen = show(sleep_check())
    screen.rate("rested", 3)
    screen.finish()
    hearing = Hearing(monkeypatch)

    screen.finish()

    assert hearing.words == ["Saved: Sleep check"]
    assert screen.left_for == [Back()]


def test_two_alerts_are_one_line_that_counts_them(show):
    screen = show(phq_shaped())
    screen.rate("q9", 1)
    screen.view.flush()
    screen.rate("q9", 3)

    screen.view.flush()
    settle()

    shown = [each for each in screen.view.findChildren(AlertLine) if each.isVisible()]
    assert shown == [screen.view.alert.shown]
    words = "2 alerts are open: answer them now, or before the note is signed"
    assert words in screen.words


def test_the_line_says_and_leads_to_the_most_pressing_alert_and_not_to_the_newest(show):
    screen = show(phq_shaped())
    for value in (3, 1):
        screen.rate("q9", value)
        screen.view.flush()
    settle()

    assert [alert.id for alert in screen.viewmodel.alerts] == ["q9-act", "q9-watch"]
    assert screen.view.alert.shown.answer.accessibleName() == f"Answer the alert: {CHANGED}"
    assert "2 alerts stay open: the answer to the first was changed since" in screen.words
    screen.click(screen.view.alert.shown.answer)
    assert screen.left_for == [AlertPage("q9-act")]


def test_an_alert_at_an_answer_that_is_changed_quotes_it_no_longer(show):
    screen = show(phq_shaped())

    for value, said in ((3, FACT), (0, CHANGED), (2, FACT)):
        screen.rate("q9", value)
        screen.view.flush()
        settle()

        assert screen.view.alert.shown.answer.accessibleName() == f"Answer the alert: {said}"
        assert (STILL_OPEN in screen.words) is (said == CHANGED)


def test_a_more_pressing_alert_takes_the_place_of_the_one_before(show):
    screen = show(phq_shaped())
    for value in (1, 3):
        screen.rate("q9", value)
        screen.view.flush()
    settle()

    screen.click(screen.view.alert.shown.answer)
    assert screen.left_for == [AlertPage("q9-act")]


def test_the_question_in_hand_is_left_out_by_the_button_in_the_foot(show):
    screen = show(sleep_check())
    screen.rate("rested", 3)
    screen.view.panel.go_to("rested")  # a click leaves the next one in hand

    screen.click(screen.view.leave_out)
    [kept] = screen.view.findChildren(KeptLine)
    screen.click(kept.remove)
    assert "rested" not in screen.viewmodel.state.answers
    screen.click(screen.view.leave_out)

    assert screen.view.panel.place == "woke"


def test_a_form_for_the_client_is_handed_over_with_what_is_written_kept(show):
    screen = show(installed().latest("gad-7"))
    screen.rate("q1", 1)

    screen.click(screen.view.hand_over)

    assert len(screen.store.drafts) == 1
    assert screen.left_for == [HandOver("client", ("gad-7",), "held")]


def test_the_key_of_a_session_hands_a_form_over_on_its_own_page_as_well(show):
    screen = show(installed().latest("gad-7"))

    screen.press(Qt.Key.Key_F7)

    assert screen.left_for == [HandOver("client", ("gad-7",), "held")]


def test_a_form_of_the_therapist_is_not_handed_over(show):
    screen = show(installed().latest("risk-check"))

    screen.press(Qt.Key.Key_F7)

    assert not screen.view.hand_over.isVisible()
    assert screen.left_for == []


def test_what_is_clicked_stays_where_it_is_while_the_list_above_grows_shorter(show):
    screen = show(installed().latest("risk-check"))
    filling = screen.viewmodel.filling
    calm = {**CALM, "boundaries_kept": "mostly", "boundary_area": ["online"]}
    for question_id, value in calm.items():
        filling.answer(question_id, value)
    screen.finish()
    settle()
    kinds = screen.question("action_kinds")
    kinds.take_keyboard()
    settle()
    area = next(each for each in screen.view.findChildren(QScrollArea) if each.isAncestorOf(kinds))
    tick = kinds.grid.buttons[3]

    def stands_at() -> int:
        return tick.mapTo(area.viewport(), QPoint(0, 0)).y()

    before = stands_at()
    screen.click(tick)
    for _round in range(ROUNDS):
        settle()

    assert filling.state.question_state("action_kinds").answer == ("boundaries",)
    assert stands_at() == before


def test_paper_is_offered_at_the_top_and_closed_with_escape(show):
    screen = show(sleep_check())
    screen.rate("rested", 3)

    screen.click(screen.view.print)
    opened = screen.view.paper
    focused = opened.whats["filled"].hasFocus()
    screen.press(Qt.Key.Key_Escape)

    assert focused
    assert set(opened.whats) == {"blank", "filled"}
    assert screen.view.paper is None
    assert screen.view.print.hasFocus()


def test_paper_begins_with_the_answers_once_there_are_any(show):
    screen = show(sleep_check())

    screen.click(screen.view.print)
    empty = screen.view.paper.order.what
    screen.click(screen.view.paper.close_button)
    screen.rate("rested", 3)
    screen.click(screen.view.print)

    assert (empty, screen.view.paper.order.what) == ("blank", "filled")


def test_a_form_whose_words_are_not_ours_is_not_printed(show):
    words_of_others = sleep_check().licence.model_copy(update={"permission": "A letter."})

    screen = show(sleep_check().model_copy(update={"licence": words_of_others}))

    assert not screen.view.print.isVisible()


def test_a_finished_plan_offers_the_copy_for_the_client_before_it_is_left(show):
    screen = show(installed().latest("boundaries"))
    screen.viewmodel.filling.answer("quick_digital_steps", ["Off at ten"])
    assert screen.view.keys.isVisible()

    screen.viewmodel.filling.finish_as_it_is()
    left = list(screen.left_for)
    screen.click(screen.view.copy)

    assert left == []
    assert not screen.view.keys.isVisible(), "it finishes nothing any more"
    assert screen.view.panel is None
    assert not screen.view.finish.isVisible()
    assert screen.view.paper.order.what == "copy"
    assert set(screen.view.paper.whats) == {"blank", "filled", "copy"}
    screen.click(screen.view.go_back)
    assert screen.left_for == [Back()]


def test_a_plan_that_is_not_answered_whole_is_not_called_finished(show):
    screen = show(installed().latest("boundaries"))
    screen.viewmodel.filling.answer("quick_digital_steps", ["Off at ten"])

    screen.viewmodel.filling.finish_as_it_is()

    told = screen.view.copy.parentWidget()
    while not isinstance(told, Banner):
        told = told.parentWidget()
    shown = screen.viewmodel.state.shown_count
    assert told.accessibleName() == f"Saved, with 1 of {shown} answered"
    assert told.tone == "info"


def test_the_copy_is_printed_before_it_is_said_that_it_was_given(show):
    screen = show(installed().latest("safety-plan"))
    filling = screen.viewmodel.filling
    filling.answer("status", "in_progress")
    filling.answer("signs", ["I stop answering"])
    filling.answer("copy_form", "paper")
    before = {each.what for each in screen.viewmodel.offers}
    filling.answer("review_date", date(2026, 3, 9).isoformat())

    screen.click(screen.view.print)

    assert before == {"blank", "filled"}
    assert set(screen.view.paper.whats) == {"blank", "filled", "copy"}
    assert screen.question("copy_given").isVisible()
    filling.finish()
    filling.finish_as_it_is()
    assert "copy_given" not in screen.store.finished[0].answers


def test_a_form_from_paper_says_its_day_and_is_entered_by_figures_alone(show):
    row = {"filled_on": date(2026, 2, 27), "rater": "client", "filled_by": "paper"}
    screen = show(phq_shaped(), row=row)

    for value in "012301230":
        screen.type(value)
    screen.press(Qt.Key.Key_Return, ctrl=True)

    [kept] = screen.store.finished
    assert [kept.answers[f"q{at}"] for at in range(1, 10)] == [0, 1, 2, 3, 0, 1, 2, 3, 0]
    said = "On paper, 27 February 2026, by the client alone, entered later, 2 March 2026"
    assert said in screen.words
    assert not screen.view.hand_over.isVisible()


def test_a_figure_that_can_become_a_longer_one_waits_for_it(show):
    row = {"filled_on": date(2026, 2, 27), "rater": "client", "filled_by": "paper"}
    screen = show(installed().latest("session-feedback"), row=row)

    screen.type("10")
    screen.type("1")
    waiting = screen.view.panel.current.question_id
    screen.press(Qt.Key.Key_Return)
    screen.type("7")

    ids = [question.id for question in screen.viewmodel.state.form.questions]
    answers = screen.viewmodel.state.answers
    assert [answers[each] for each in ids[:3]] == [10, 1, 7]
    assert waiting == ids[1]
    assert screen.view.panel.current.question_id == ids[3]


@pytest.mark.usefixtures("qapp")
def test_a_form_that_is_in_the_record_is_shown_as_it_was_kept():
    form = sleep_check()
    store = FakeStore({form.id: form}, answers={"rested": 3}, read_only=True)

    viewmodel = FormViewModel.kept(None, form.id, store=store)

    assert viewmodel.head.read_only
    assert viewmodel.words[0] == ("1.  On waking, how rested did you feel?", "3")


def test_what_was_looked_for_in_a_finished_form_is_in_sight(qtbot):
    form = installed().latest("safety-plan")
    store = FakeStore({form.id: form}, answers={"status": "complete"}, read_only=True)
    viewmodel = FormViewModel.kept(None, form.id, store=store)
    last = [each.question.id for each in viewmodel.state.question_states() if each.shown][-1]
    for question_id in ("", last):
        view = FormView(FormViewModel.kept(None, form.id, question_id=question_id, store=store))
        qtbot.addWidget(view)
        view.resize(1302, 500)
        view.show()
        view.focus_first()
        settle()

        answer = view.findChild(AnswersInWords).answers[-1]
        assert answer.visibleRegion().isEmpty() is (question_id == "")


def test_a_signed_form_is_words_on_paper(show):
    screen = show(sleep_check(), read_only=True, answers={"rested": 3})

    assert screen.view.panel is None
    assert "3" in screen.words
    assert "not answered" in screen.words
    assert "It can be read, not changed." in screen.words
    screen.click(screen.view.back)
    assert screen.left_for == [Back()]


@pytest.mark.parametrize(
    ("day", "mark"), [(date(2026, 7, 28), ""), (date(2026, 7, 29), " (check before giving)")]
)
def test_a_signed_plan_names_its_services_and_says_which_to_check(show, day, mark):
    services = {each.id: each for each in installed_directory()}

    screen = show(
        installed().latest("safety-plan"),
        read_only=True,
        answers={"status": "complete", "services": ("fr-stop",)},
        context=Context(today=day, directory=tuple(services), services=services),
    )

    assert f"S.T.O.P. (FFCRIAVS), 0 806 23 10 63{mark}" in screen.words


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
@pytest.mark.parametrize("form_id", ["phq-9", "risk-check", "boundaries"])
def test_nothing_is_cut_at_any_text_size(show, wear, scale, form_id):
    wear("light", scale)

    screen = show(installed().latest(form_id))
    screen.finish()
    settle()

    assert clipped(screen.view) == []
    assert outside(screen.view) == []


@pytest.mark.parametrize("way", ["back", "escape"])
def test_a_form_is_left_before_it_is_finished_and_what_is_written_is_kept(show, way):
    screen = show(sleep_check())
    screen.rate("rested", 1)

    if way == "back":
        screen.click(screen.view.back)
    else:
        screen.press(Qt.Key.Key_Escape)

    assert len(screen.store.drafts) == 1
    assert screen.left_for == [Back()]


def kept_form(show, **store) -> Screen:
    return show(
        phq_shaped(),
        read_only=True,
        may_correct=True,
        answers={f"q{at}": 1 for at in range(1, 10)},
        row={"status": "finished", "id": "a" * 32},
        **store,
    )


def test_a_finished_form_is_words_on_paper_without_a_field(show):
    screen = kept_form(show)

    fields = [
        each
        for each in screen.view.area.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]

    assert screen.view.panel is None
    [read] = [each for each in fields if not isinstance(each, QScrollArea)]
    assert isinstance(read, AnswersInWords)  # where the keyboard stops, to hear the answers
    assert screen.view.correct.isVisible()
    assert screen.view.most_urgent == "Finished."


def test_keys_and_wheel_change_nothing_in_a_finished_form(show):
    screen = kept_form(show)
    before = screen.viewmodel.state

    for key in "0123s":
        QTest.keyClicks(screen.view, key)

    assert screen.viewmodel.state == before
    assert screen.store.drafts == screen.store.finished == []


def test_ctrl_enter_goes_back_from_a_finished_form_as_enter_does(show):
    screen = kept_form(show)

    screen.press(Qt.Key.Key_Return, ctrl=True)

    assert screen.left_for == [Back()]
    assert screen.store.drafts == screen.store.finished == []


def test_a_finished_form_begins_at_its_answers_and_enter_goes_back_from_there(show):
    screen = kept_form(show)

    here = QApplication.focusWidget()
    assert isinstance(here, AnswersInWords)
    QTest.keyClick(here, Qt.Key.Key_Return)

    assert screen.left_for == [Back()]


@pytest.mark.parametrize(("reason", "said"), [("", ""), ("A slip of the pen.", "A correction.")])
def test_a_correction_says_that_it_is_one(show, reason, said):
    screen = show(phq_shaped(), row={"id": "a" * 32, "amend_reason": reason})

    assert screen.view.most_urgent == said


@pytest.mark.parametrize("has_score", [False, True])
def test_ctrl_enter_leaves_no_reason_that_is_being_written(show, has_score):
    screen = kept_form(show, moment=MOMENT if has_score else None)
    screen.click(screen.view.correct)
    settle()

    screen.press(Qt.Key.Key_Return, ctrl=True)
    nowhere = list(screen.left_for)
    screen.type("Read the wrong line")
    screen.press(Qt.Key.Key_Return, ctrl=True)

    assert nowhere == []
    assert screen.store.reasons == ["Read the wrong line"]


@pytest.mark.parametrize("reason", ["", "A slip of the pen."])
def test_a_correction_begins_at_the_top_and_a_form_at_what_is_open(show, reason):
    row = {"id": "a" * 32, "amend_reason": reason}

    screen = show(phq_shaped(), answers={"q1": 1, "q2": 1}, row=row)

    here = QApplication.focusWidget()
    [where] = [each.question_id for each in screen.view.panel.questions if each.isAncestorOf(here)]
    assert where == ("q1" if reason else "q3")


def test_correcting_asks_why_before_anything_opens(show):
    screen = kept_form(show)

    screen.click(screen.view.correct)
    settle()
    asking = screen.view.asking
    before = asking.go.isEnabled()
    screen.press(Qt.Key.Key_Return)
    nowhere = list(screen.left_for)
    screen.type("Read the wrong line")
    screen.press(Qt.Key.Key_Return)

    assert not before
    assert nowhere == []
    assert screen.store.reasons == ["Read the wrong line"]
    assert screen.left_for == [FilledFormPage("a" * 32)]


def test_asking_why_can_be_put_away_again(show):
    screen = kept_form(show)
    screen.click(screen.view.correct)

    screen.click(screen.view.asking.cancel)
    settle()

    assert screen.view.asking is None
    assert screen.view.correct.hasFocus()
    screen.click(screen.view.correct)
    settle()
    assert screen.view.asking.isVisible()


def test_what_was_corrected_stands_beside_the_answers_with_its_reason(show):
    changed = Changed("q1", "Little interest", "0 · Not at all", "2 · Often")
    made = (Correction(date(2026, 3, 5), "Ana Example", "Read the wrong line", (changed,)),)
    screen = kept_form(show, made=made)

    words = "\n".join(screen.words)

    assert "Corrected on 5 March 2026 by Ana Example: Read the wrong line" in words
    assert "first: 0 · Not at all; corrected: 2 · Often" in words


def test_a_correction_of_before_names_were_kept_says_what_is_known(show):
    made = (Correction(date(2026, 3, 5), "", "Read the wrong line", ()),)

    assert "Corrected on 5 March 2026: Read the wrong line" in kept_form(show, made=made).words


MOMENT = ScoreMoment(
    title="PHQ-9, session 4",
    answered="9 of 9 answered",
    value="7",
    band="mild, below cut-off",
    named="mild",
    change="10 lower, reliable",
    tone="good",
    say="“At the start this was 17; now it is 7. What has helped?”",
    alert="",
    alert_id="",
    critical=("Question 9 is 0; it was 1 at the start. No alert.",),
    lines=(AnswerLine("1", "Little interest", "1", "2"),),
    chart=None,
)


def test_outline_of_the_page_after_a_measure(show, golden):
    screen = kept_form(show, moment=MOMENT)

    golden("screens/score_moment.txt", outline(screen.view))


def test_enter_goes_on_from_the_score(show):
    screen = kept_form(show, moment=MOMENT)

    screen.press(Qt.Key.Key_Return)

    assert screen.left_for == [Back()]


def test_what_was_left_out_is_a_dash_among_the_numbers_and_told_in_words(show):
    screen = kept_form(show, moment=replace(MOMENT, lines=(AnswerLine("4", "Tired", "", "2"),)))

    [dash] = [each for each in screen.view.findChildren(QLabel) if each.text() == "\N{EN DASH}"]

    assert dash.accessibleName() == "not answered"


def test_f7_and_its_button_show_the_score_to_the_client(show):
    screen = kept_form(show, moment=MOMENT)

    screen.press(Qt.Key.Key_F7)
    screen.click(screen.view.show_client)

    assert screen.left_for == [ShownScore("a" * 32)] * 2


def test_f7_shows_it_also_while_the_keyboard_is_on_a_place_beside_the_page(show, qtbot):
    screen = kept_form(show, moment=MOMENT)
    place = QPushButton("Calendar")
    window = hold(row(place, screen.view))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    place.setFocus()

    qtbot.keyClick(place, Qt.Key.Key_F7)

    assert screen.left_for == [ShownScore("a" * 32)]
    screen.view.setParent(None)  # it is taken down by whoever made it


def test_what_has_no_score_is_not_shown_to_the_client(show):
    screen = kept_form(show, moment=replace(MOMENT, value="", band="not scored: 3 of 9 left out"))

    screen.press(Qt.Key.Key_F7)

    assert screen.left_for == []
    assert not screen.view.show_client.isVisible()
    assert screen.view.most_urgent == "Saved. Not scored: 3 of 9 left out"


def test_an_open_alert_stands_where_the_sentence_would_and_leads_to_its_page(show):
    alert = replace(MOMENT, say="", alert="Item 9 was answered with 2 or 3.", alert_id="it")
    screen = kept_form(show, moment=alert)

    assert "A sentence you can say" not in screen.words
    assert "An alert is open" in screen.words
    banners = [
        each for each in screen.view.findChildren(QFrame) if each.property("kind") == "banner"
    ]
    assert not banners  # the client reads along
    answer = screen.view.findChild(QPushButton, "answer_alert")
    assert answer.accessibleName() == "Answer the alert: Item 9 was answered with 2 or 3."
    screen.click(answer)
    assert screen.left_for == [AlertPage("it")]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_open_alert_is_in_sight_with_its_score_on_the_smallest_laptop(show, wear, scale):
    wear("light", scale)
    alert = replace(MOMENT, say="", alert="Item 9 was answered with 2 or 3.", alert_id="it")
    screen = kept_form(show, moment=alert)
    screen.view.resize(928, 700)
    settle()

    answer = screen.view.findChild(QPushButton, "answer_alert")
    assert answer.visibleRegion().boundingRect() == answer.rect()
    assert clipped(screen.view) == []


def test_a_measure_that_was_finished_goes_to_its_score(show):
    screen = show(phq_shaped(), moment=MOMENT)

    screen.viewmodel.filling.finish_as_it_is()

    assert screen.left_for == [FilledFormPage("0" * 32)]


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_nothing_of_a_score_is_cut_at_any_text_size(show, wear, scale):
    wear("light", scale)
    screen = kept_form(show, moment=MOMENT)

    assert clipped(screen.view) == []
    assert outside(screen.view) == []


def test_scores_of_one_hand_over_are_looked_at_one_after_the_other(show):
    first = kept_form(show, moment=MOMENT)
    store = first.store
    store.forms["b" * 32] = store.forms["c" * 32] = phq_shaped()
    viewmodel = FormViewModel.kept(None, "b" * 32, ("b" * 32, "c" * 32), store=store)
    left: list[object] = []
    viewmodel.leave_requested.connect(left.append)

    viewmodel.go_on()

    assert viewmodel.next_title == phq_shaped().short_title
    assert left == [FilledFormPage("b" * 32, ("c" * 32,))]


def test_the_key_of_the_main_act_goes_on_from_a_score(show):
    screen = kept_form(show, moment=MOMENT)
    left: list[object] = []
    screen.viewmodel.leave_requested.connect(left.append)

    screen.qtbot.keyClick(
        screen.view.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )

    assert len(left) == 1


@pytest.mark.parametrize("by", ["key", "search"])
def test_the_print_key_and_the_search_show_what_can_be_put_on_paper(show, by):
    screen = kept_form(show, moment=MOMENT)

    if by == "key":
        screen.qtbot.keyClick(screen.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    else:
        screen.view.put_on_paper()

    assert screen.view.paper is not None


@pytest.mark.parametrize("may_correct", [True, False])
def test_a_form_without_a_score_leads_on_to_what_was_answered_with_it(show, qtbot, may_correct):
    store = kept_form(show).store
    store.forms["b" * 32] = phq_shaped()
    store.may_correct = may_correct
    viewmodel = FormViewModel.kept(None, "b" * 32, ("b" * 32,), store=store)
    view = FormView(viewmodel)
    qtbot.addWidget(view)
    view.show()
    left: list[object] = []
    viewmodel.leave_requested.connect(left.append)

    view.focus_first()

    assert view.focusWidget() is view.go_on
    short = store.forms["b" * 32].short_title
    assert view.go_on.accessibleName() == f"Look at {short}", "it is answered already"
    qtbot.mouseClick(view.go_on, Qt.MouseButton.LeftButton)
    assert left == [FilledFormPage("b" * 32)]


def test_what_was_answered_with_a_measure_and_has_no_score_is_read_beside_it(qtbot, wear, work):
    """It took a page of its own and one more Enter, after each hand-over."""
    wear()
    client = work.add_client()
    work.fill(client, "phq-4", {f"q{at}": 1 for at in range(1, 5)}, None)
    work.fill(client, "gad-7", {f"q{at}": 1 for at in range(1, 8)}, None)
    work.fill(client, "urge-week", {"urge_peak": 3, "boundaries_kept": True}, None)
    phq, gad, week = (
        filled_forms.for_client(work.workspace.caseload, client.id, each)[0].id
        for each in ("phq-4", "gad-7", "urge-week")
    )
    viewmodel = FormViewModel.kept(work.workspace, phq, (gad, week))
    view = FormView(viewmodel)
    qtbot.addWidget(view)
    view.show()
    left: list[object] = []
    viewmodel.leave_requested.connect(left.append)

    words = outline(view)
    view.go_on.click()

    assert "My week in numbers" in words
    assert "How strong was the strongest urge this week?" in words
    assert view.go_on.accessibleName() == "Look at GAD-7"
    assert left == [FilledFormPage(gad)]


@pytest.mark.parametrize(
    ("state", "said"), [("due", "Next: GAD-7"), ("draft", "Next: GAD-7, begun")]
)
def test_what_comes_next_says_that_the_client_stopped_in_it(show, qtbot, monkeypatch, state, said):
    store = kept_form(show, moment=MOMENT).store
    store.forms["b" * 32] = phq_shaped()
    due = DueMeasure("gad-7", "GAD-7", state, on_paper=False, minutes=2)
    monkeypatch.setattr(store, "next_measure", lambda _opened: due)
    view = FormView(FormViewModel.kept(None, "b" * 32, store=store))
    qtbot.addWidget(view)

    assert view.go_on.accessibleName() == said


def test_an_answer_in_words_stands_below_its_question_with_that_of_the_start(show):
    line = AnswerLine("10", "How difficult?", "Somewhat", "Very", in_words=True)
    screen = kept_form(show, moment=replace(MOMENT, lines=(*MOMENT.lines, line)))
    alone = kept_form(show, moment=replace(MOMENT, lines=(replace(line, start=""),)))

    assert {"How difficult?", "Somewhat", "At the start: Very"} <= set(screen.words)
    assert "At the start: Very" not in alone.words
    assert clipped(screen.view) == []


def test_each_answer_stands_under_the_head_of_its_column(show):
    line = AnswerLine("1", "Little interest", "3", "1")
    screen = kept_form(show, moment=replace(MOMENT, lines=(line,)))

    places = {
        each.text(): each.mapTo(screen.view, QPoint()).x()
        for each in screen.view.findChildren(QLabel)
        if each.text() in {"now", "start", "3", "1"}
    }

    assert places["now"] == places["3"]
    assert places["start"] == places["1"]
    assert places["now"] < places["start"]


STOPPED = "The client stopped before the end"


def test_a_form_in_which_the_client_stopped_lets_the_therapist_choose(show):
    row = {"filled_by": "client"}
    screen = show(phq_shaped(), answers={"q1": 2}, saved_at=SAVED_AT, row=row)

    assert STOPPED in screen.words
    assert screen.view.most_urgent == STOPPED
    assert screen.view.later.hasFocus()
    screen.click(screen.view.later)

    assert screen.store.finished == []
    assert screen.left_for == [Back()]


@pytest.mark.parametrize(
    ("filled_by", "given"), [("client", ("phq-9", "my-week")), ("together", ("phq-9",))]
)
def test_handed_over_again_what_was_given_with_it_and_is_open_follows(show, filled_by, given):
    row = {"filled_by": filled_by}
    screen = show(installed().latest("phq-9"), answers={"q1": 2}, row=row, beside=("my-week",))

    screen.click(screen.view.hand_over)

    assert screen.left_for == [HandOver("client", given, "held")]


def test_where_the_client_stopped_the_keyboard_is_in_sight_of_whoever_reads_large(show, wear):
    wear("light", 2.0)
    row = {"filled_by": "client"}
    screen = show(phq_shaped(), answers={"q1": 2}, saved_at=SAVED_AT, row=row)
    screen.view.resize(900, 480)
    settle()

    screen.view.focus_first()
    settle()

    later, page = screen.view.later, screen.view.area.viewport()
    assert page.rect().contains(QRect(later.mapTo(page, QPoint()), later.size()))


def test_a_form_in_which_the_client_stopped_is_finished_as_it_stands_by_choice(show):
    row = {"filled_by": "client"}
    screen = show(phq_shaped(), answers={"q1": 2}, saved_at=SAVED_AT, row=row)

    screen.click(screen.view.as_it_stands)

    assert [state.answers for state in screen.store.finished] == [{"q1": 2}]


def test_what_safety_needs_is_pointed_at_before_a_form_is_finished_as_it_stands(show):
    screen = show(make_form(SAFETY), answers={"nights": 2}, row={"filled_by": "client"})

    screen.click(screen.view.as_it_stands)

    assert screen.store.finished == []
    assert screen.question("safe").isVisible()


@pytest.mark.parametrize(
    ("answers", "row"),
    [
        ({"q1": 2}, {"filled_by": "together"}),
        ({}, {"filled_by": "client"}),
        ({f"q{at}": 0 for at in range(1, 10)}, {"filled_by": "client"}),
    ],
)
def test_nothing_is_said_of_a_form_that_no_client_stopped_in(show, answers, row):
    screen = show(phq_shaped(), answers=answers, row=row)

    assert STOPPED not in screen.words
