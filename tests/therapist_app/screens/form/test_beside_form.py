"""A form filled in together, beside the client: what is shown, and the way there and back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import AlertPage, BesideForm, Destination, FormPage
from therapist_app.screens.form.beside import BesideFormViewModel
from therapist_app.screens.form.beside_view import BesideFormView
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.widgets.layout.arriving import arrival_words

pytestmark = pytest.mark.usefixtures("wear")


class Desk:
    """One form of a session, on the therapist's own page or beside the client."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.qtbot, self.work = qtbot, work
        self.client = work.add_client()
        self.session = work.start(self.client, "S01")
        self.views: list[FormView | BesideFormView] = []
        self.left: list[Destination] = []

    def own(self, form_id: str, question_id: str = "") -> FormView:
        viewmodel = FormViewModel.of_client(
            self.work.workspace, self.client.id, form_id, self.session, question_id
        )
        return self._show(FormView(viewmodel))

    def beside(
        self, form_id: str, question_id: str = "", session: str | None = ""
    ) -> BesideFormView:
        at = self.session if session == "" else session
        viewmodel = BesideFormViewModel(
            self.work.workspace, self.client.id, form_id, at, question_id
        )
        return self._show(BesideFormView(viewmodel))

    def _show(self, view):
        view.leave_requested.connect(self.left.append)
        self.qtbot.addWidget(view)
        self.views.append(view)
        view.resize(1024, 700)
        view.show()
        view.focus_first()
        settle()
        return view

    def press_f8(self, view: QWidget) -> Destination:
        with self.qtbot.waitActive(view):
            view.activateWindow()
        self.qtbot.keyClick(view, Qt.Key.Key_F8)
        settle()
        return self.left[-1]


@pytest.fixture
def desk(qtbot: QtBot, work: Workplace) -> Iterator[Desk]:
    desk = Desk(qtbot, work)
    yield desk
    for each in desk.views:
        each.flush()


def words(view: QWidget) -> str:
    shown = [each for each in view.findChildren(QWidget) if each.isVisible()]
    told = [each.accessibleName() for each in shown]
    told += [each.accessibleDescription() for each in shown]
    told += [each.toolTip() for each in shown]
    told += [each.text() for each in shown if isinstance(each, QLabel | QPushButton)]
    return "\n".join(told)


def test_f8_goes_beside_the_client_and_back_to_the_same_question_with_what_was_typed(
    desk: Desk,
) -> None:
    own = desk.own("phq-9")
    own.panel.go_to("q3")
    own.panel.question("q3").answer(2)

    there = desk.press_f8(own)
    assert there == BesideForm(desk.client.id, "phq-9", desk.session)
    assert there.question_id == "q3"

    beside = desk.beside("phq-9", there.question_id)
    assert beside.panel.place == "q3"
    beside.panel.go_to("q5")
    beside.panel.question("q5").answer(1)
    back = desk.press_f8(beside)
    assert back == FormPage(desk.client.id, "phq-9", desk.session)
    assert back.question_id == "q5"

    again = desk.own("phq-9", back.question_id)
    assert again.panel.place == "q5"
    answers = again._viewmodel.state.answers
    assert (answers["q3"], answers["q5"]) == (2, 1)


def test_it_shows_the_neutral_title_the_time_and_the_questions_and_nothing_else(
    desk: Desk,
) -> None:
    desk.work.fill(desk.client, "risk-check", {"self_harm_thoughts": "passive"}, desk.session)
    own = desk.own("phq-9")
    page = own._viewmodel

    beside = desk.beside("phq-9")

    shown = words(beside)
    state = beside._viewmodel.state
    assert state.title in shown
    assert f"0 min of {state.minutes}" in shown
    assert page.state.time_frame in shown.splitlines()
    assert all(each.prompt in shown for each in page.state.form.questions[:3])
    assert beside.panel.questions[0].context.client
    assert beside.mark.rings == 2
    kept_back = (desk.client.code, page.head.title + " ", "saved", "Print", "Hand over", "lert")
    assert [each for each in kept_back if each in shown] == []
    assert arrival_words(beside) == f"Beside the client. {state.title}, 0 min of {state.minutes}."
    assert clipped(beside) == []


def test_an_alert_that_opens_there_is_a_second_ring_alone(desk: Desk) -> None:
    beside = desk.beside("phq-9")
    assert beside.mark.rings == 1

    beside.panel.question("q9").answer(2)
    beside.flush()

    assert beside.mark.rings == 2
    assert "lert" not in words(beside)


def test_an_alert_that_opened_there_stands_beside_the_question_and_is_heard_on_the_way_back(
    desk: Desk,
) -> None:
    beside = desk.beside("phq-9", "q9")
    beside.panel.question("q9").answer(2)
    back = desk.press_f8(beside)

    own = desk.own("phq-9", back.question_id)

    assert own.panel.place == "q9"
    assert own.alert.shown is not None
    assert own.alert.shown.isVisible()
    assert "1 alert open, level act." in arrival_words(own)
    own.alert.shown.answer.click()
    assert isinstance(desk.left[-1], AlertPage)


def test_what_is_asked_aloud_is_one_calm_line(desk: Desk) -> None:
    beside = desk.beside("risk-check")

    assert beside.panel is None
    assert "We talk." in words(beside)
    assert beside.focusWidget() is beside.back


def test_outside_a_session_there_is_no_time_and_a_plain_title(desk: Desk) -> None:
    beside = desk.beside("phq-9", session=None)

    assert beside.most_urgent == "Together"
    assert " min of " not in words(beside)
