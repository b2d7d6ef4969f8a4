"""Beside the client: what is shared in a step, and nothing that is not."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from session_forms.library.library import installed
from tests.support.sampling import sampled
from tests.support.screens.session_screen import SessionScreen
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import BesideClient, SessionPage
from therapist_app.forms.form_store import RecordStore
from therapist_app.screens.session.beside_view import BesideView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView
from therapist_app.widgets.charts.scores_card import ScoresCard
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.sessions.holding_a_session import finish_step, go_to_step

pytestmark = pytest.mark.usefixtures("wear")
SHARED, TALKED = "formulation", "risk-check"


class Beside(ShownPage):
    """What the client sees of one session, and where it led."""

    def __init__(
        self,
        qtbot: QtBot,
        work: Workplace,
        step: str,
        question_id: str = "",
        session: str = "S04",
    ) -> None:
        super().__init__(qtbot)
        self.work = work
        self.client = client = work.add_client()
        work.pass_gates(client, session)
        self.id = work.start(client, session)
        work.fill(client, "phq-9", {"q9": 2}, self.id)
        agenda = SessionViewModel(work.workspace, self.id).state.page.agenda
        found = next(each.step.id for each in agenda if each.step.form_id == step)
        go_to_step(work.workspace, self.id, found)
        self.code = client.code
        self.show(question_id)

    def show(self, question_id: str = "", size: tuple[int, int] = (1366, 768)) -> None:
        self.left = []
        self.viewmodel = SessionViewModel(self.work.workspace, self.id, question_id)
        self.show_page(BesideView(self.viewmodel), size)

    def press(self, key: Qt.Key) -> None:
        with self.qtbot.waitActive(self.view):
            self.view.activateWindow()
        self.qtbot.keyClick(self.view, key)
        settle()

    def words(self) -> str:
        shown = [each for each in self.view.findChildren(QWidget) if each.isVisible()]
        told = [each.accessibleName() for each in shown]
        told += [each.accessibleDescription() for each in shown]
        told += [each.toolTip() for each in shown]
        told += [each.text() for each in shown if isinstance(each, QLabel | QPushButton)]
        return "\n".join(told)


@pytest.fixture
def shared(qtbot: QtBot, work: Workplace) -> Iterator[Beside]:
    shown = Beside(qtbot, work, SHARED)
    yield shown
    shown.view.flush()


@pytest.fixture
def talked(qtbot: QtBot, work: Workplace) -> Beside:
    return Beside(qtbot, work, TALKED)


def test_it_shows_the_neutral_title_the_time_and_what_is_shared(shared: Beside) -> None:
    page = shared.viewmodel.state.page
    words = shared.words()

    assert page.plan.public_title in words
    assert f"0 min of {page.minutes}" in words
    assert all(each.prompt in words for each in installed().latest(SHARED).questions)


@pytest.mark.parametrize("step", [SHARED, TALKED])
def test_nothing_stands_there_that_is_not_for_the_client(
    qtbot: QtBot, work: Workplace, step: str
) -> None:
    shown = Beside(qtbot, work, step)
    page = shown.viewmodel.state.page
    words = shown.words()

    assert page.alerts
    guidance = page.current.guidance
    kept_back = [shown.code, page.plan.title, guidance.purpose, *page.alert_facts.values()]
    kept_back += [each.step.title for each in page.agenda]
    kept_back += [each.text for each in guidance.say] + list(guidance.listen_for)
    kept_back.append(page.current_form.standing_note)
    kept_back += [each.help for each in page.current_form.questions]
    assert [each for each in kept_back if each and each in words] == []
    assert "lert" not in words
    shown.view.flush()


@pytest.mark.parametrize("is_kept", [False, True])
def test_the_page_of_the_ending_keeps_what_is_for_the_record_to_the_therapist(
    qtbot: QtBot, work: Workplace, *, is_kept: bool
) -> None:
    shown = Beside(qtbot, work, "ending", session="S20")
    if is_kept:
        asks = [
            each.step.id
            for each in shown.viewmodel.state.page.agenda
            if each.step.form_id == "ending"
        ]
        for step in asks:
            go_to_step(work.workspace, shown.id, step)
            finish_step(work.workspace, shown.id, step)
        answers = {"change_summary": "I sleep again.", "reason": "completed"}
        work.fill(shown.client, "ending", answers, shown.id)
        go_to_step(work.workspace, shown.id, asks[-1])
        shown.show()
        assert shown.viewmodel.state.kept is not None

    words = shown.words()

    asked = installed().latest("ending").questions
    kept_back = [each.prompt for each in asked if each.for_therapist]
    kept_back += ["custody", "died", "As planned", "still open", "For the record"]
    assert [each for each in kept_back if each in words] == []
    assert "What is different now" in words
    assert shown.view.go_on.isVisible() is is_kept  # what is asked unseen is not finished here
    shown.view.flush()


def test_a_step_whose_form_is_asked_aloud_shows_one_calm_line(talked: Beside) -> None:
    assert talked.viewmodel.filling is not None
    assert talked.view.panel is None
    assert "We talk." in talked.words()


def test_scores_are_pictures_and_plain_words(shared: Beside) -> None:
    page = shared.viewmodel.state.page
    shows = next(each.step.id for each in page.agenda if each.step.shows == "scores")
    go_to_step(shared.work.workspace, shared.id, shows)

    shared.show()

    assert shared.view.findChild(ScoresCard) is not None
    for chart in shared.view.findChildren(ChartView):
        told = f"{chart.accessibleName()} {chart.accessibleDescription()}"
        assert not [each for each in ("cut-off", "reliabl") if each in told]
    assert [
        each for each in shared.view.findChildren(QFrame) if each.property("kind") == "tile"
    ] == []


def test_an_alert_is_a_second_ring_and_neither_a_colour_nor_a_word(shared: Beside) -> None:
    mark = shared.view.mark
    assert mark.rings == 2
    assert (mark.accessibleName(), mark.toolTip()) == ("", "")
    two = mark.grab().toImage()

    mark.show_rings(1)
    one = mark.grab().toImage()

    assert one != two
    width, height = two.width(), two.height()
    drawn = {two.pixelColor(x, y).name() for x in range(width) for y in range(height)}
    assert look().qcolor("text-muted").name() in drawn
    assert not drawn & {look().qcolor(each).name() for each in ("urgent", "attention", "accent")}


def test_the_ring_moves_once_a_minute(shared: Beside) -> None:
    before = shared.view.ring.grab().toImage()
    shared.work.clock.advance(18 * 60 + 40)

    shared.viewmodel._on_minute_timeout()

    assert shared.view.time.text() == f"18 min of {shared.viewmodel.state.page.minutes}"
    assert shared.view.ring.grab().toImage() != before


def test_f8_goes_there_and_back_to_the_same_step_and_question(
    qtbot: QtBot, work: Workplace
) -> None:
    beside = Beside(qtbot, work, SHARED)
    third, fifth = (beside.view.panel.questions[at].question_id for at in (2, 4))
    own = SessionScreen(qtbot, work, beside.id)
    own.view.step.panel.go_to(third)
    with qtbot.waitActive(own.view):
        own.view.activateWindow()

    qtbot.keyClick(own.view, Qt.Key.Key_F8)
    [there] = own.left
    assert isinstance(there, BesideClient)
    assert (there.appointment_id, there.question_id) == (beside.id, third)
    assert own.view.comes_back_to.question_id == third

    beside.show(there.question_id)
    assert beside.view.panel.place == third
    beside.view.panel.go_to(fifth)
    beside.press(Qt.Key.Key_F8)
    [back] = beside.left
    assert isinstance(back, SessionPage)
    assert (back.appointment_id, back.question_id) == (beside.id, fifth)

    viewmodel = SessionViewModel(work.workspace, back.appointment_id, back.question_id)
    assert viewmodel.state.page.current.form_id == SHARED
    own.viewmodel.question_id = back.question_id
    own.view.focus_first()
    assert own.view.step.question_id == fifth


def test_an_answer_given_beside_the_client_is_kept_on_the_way_back(shared: Beside) -> None:
    shared.viewmodel.filling.answer("one_sentence", "I rest first.")

    shared.press(Qt.Key.Key_F8)

    again = SessionViewModel(shared.work.workspace, shared.id)
    assert again.filling.state.answers["one_sentence"] == "I rest first."


def test_when_saving_fails_it_says_so_under_the_sheet_and_the_mark_doubles(
    shared: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, filling = shared.view, shared.viewmodel.filling
    once = page.mark.grab().toImage()
    filling.answer("one_sentence", "I rest first.")
    with monkeypatch.context() as full:
        full.setattr(RecordStore, "keep_draft", no_room)

        with pytest.raises(OSError, match="no room"):
            filling.flush()

    settle()
    assert page.not_saved.isVisible()
    assert page.not_saved.text() == "Not saved yet"
    sheet = shared.view.panel.parentWidget()
    under = page.not_saved.mapTo(page, QPoint(0, 0)).y()
    assert under >= page.area.mapTo(page, QPoint(0, page.area.height())).y()
    assert sheet.isVisible()
    assert page.mark.grab().toImage() != once

    filling.flush()

    assert not page.not_saved.isVisible()
    assert page.mark.grab().toImage() == once


def no_room(*_args: object) -> None:
    raise OSError("no room")


def test_next_marks_the_step_says_so_and_stays_beside_the_client(
    shared: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shared.viewmodel.state.page.current
    hearing = Hearing(monkeypatch)

    for _press in range(2):  # the first one points at what is open
        shared.qtbot.mouseClick(shared.view.go_on, Qt.MouseButton.LeftButton)
        settle()

    page = shared.viewmodel.state.page
    assert page.current.id != first.id
    assert shared.left == []
    assert shared.view.panel is None or shared.view.panel.accessibleName() != first.title
    assert hearing.words[-1] in {"The next step.", "It goes on in your own view."}
    assert not any(page.current.title in each for each in hearing.words)  # two listen


def test_where_the_next_step_is_not_for_two_it_is_said_where_it_goes_on(
    talked: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = talked.viewmodel.state.page.current.id
    agenda = [each.step.id for each in talked.viewmodel.state.page.agenda]
    go_to_step(talked.work.workspace, talked.id, agenda[agenda.index(alone) - 1])
    talked.show()
    hearing = Hearing(monkeypatch)

    go_to_step(talked.work.workspace, talked.id, alone)
    talked.viewmodel.refresh()
    settle()

    assert hearing.words == ["It goes on in your own view."]


def test_what_is_asked_aloud_is_not_marked_done_from_here(talked: Beside) -> None:
    assert not talked.view.go_on.isVisible()
    assert talked.view.focusWidget() is talked.view.back


def test_after_the_last_step_nothing_goes_on(shared: Beside) -> None:
    for line in shared.viewmodel.state.page.agenda:
        finish_step(shared.work.workspace, shared.id, line.step.id)

    shared.show()

    assert not shared.view.go_on.isVisible()
    assert shared.view.back.isVisible()


def test_arriving_says_where_one_is_the_title_and_the_time_and_no_more(talked: Beside) -> None:
    page = talked.viewmodel.state.page

    said = arrival_words(talked.view)

    title, minutes = page.plan.public_title, f"0 min of {page.minutes}"
    assert said == f"Beside the client. {title}, {minutes}."


def test_coming_back_says_the_page_whose_it_is_and_what_is_open(
    qtbot: QtBot, work: Workplace
) -> None:
    own = SessionScreen(qtbot, work, Beside(qtbot, work, TALKED).id)

    said = arrival_words(own.view)

    page = own.record
    assert said.startswith(f"Session 4, {page.plan.public_title}. Client {page.code}. 1 alert open")


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], 3, 2))
def test_nothing_is_cut_beside_the_client(shared: Beside, wear, scale: float) -> None:
    wear("light", scale)

    shared.show(size=(1024, 700))

    assert clipped(shared.view) == []
