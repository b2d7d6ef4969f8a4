"""The page of a first contact, driven as somebody on the telephone would drive it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from exports.package.hand_over_file import HandOverFile, sealed_hand_over
from session_forms.answers import QuestionId
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import AlertPage, Back, ClientPage, FirstContact, FormPage
from therapist_app.record.clients import clients, identities
from therapist_app.screens.first_contact.view import FirstContactView
from therapist_app.screens.first_contact.viewmodel import FirstContactViewModel
from therapist_app.workflows.exporting.keeping_recipients import own_key
from therapist_app.workflows.overviews.waiting import waiting_list
from therapist_app.workflows.sessions.answering_alerts import open_alerts

pytestmark = pytest.mark.usefixtures("wear")

CALLED = {"child_in_danger": "no", "urgency": "in_turn", "asks_for": ("one_talk",)}
"""What is said in a call, but for the person's own life."""


class Screen(ShownPage):
    """The page, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        super().__init__(qtbot)
        self.work = work
        self.viewmodel = FirstContactViewModel(work.workspace)
        self.show_page(FirstContactView(self.viewmodel))

    def press(self, widget: QPushButton) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        settle()

    def answer(self, **answers: object) -> None:
        for question_id, value in answers.items():
            self.viewmodel.filling.answer(QuestionId(question_id), value)
        settle()

    @property
    def everybody(self) -> list[tuple[str, str, bool]]:
        return clients.all_codes(self.work.workspace.caseload)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def test_two_answers_and_save_keep_a_person_who_waits_once_the_rest_was_asked_for(
    screen: Screen,
) -> None:
    screen.answer(life_in_danger="no", child_in_danger="no")

    screen.press(screen.view.save)
    assert screen.left == []
    assert screen.view.panel.current.question_id == "urgency"

    screen.answer(urgency="week")
    screen.press(screen.view.save)
    assert screen.left == []
    assert screen.view.panel.current.question_id == "asks_for"
    listed = screen.view.panel.found.open_ones
    more = len(screen.viewmodel.filling.state.unanswered) - 1
    assert listed.title.text() == "One question is open"
    assert listed.detail.text().endswith(
        f"{more} more questions are open. You may leave them open."
    )

    screen.press(screen.view.save)

    [waiting] = waiting_list(screen.work.workspace)
    assert waiting.is_whole
    assert screen.left == [ClientPage(waiting.client_id)]


def test_it_opens_at_its_top_with_the_keyboard_where_a_name_goes_and_enter_leads_on(
    screen: Screen,
) -> None:
    with screen.qtbot.waitActive(screen.view):
        screen.view.activateWindow()  # as the window is before it shows a page
    settle()

    screen.view.focus_first()
    settle()

    assert screen.view.area.verticalScrollBar().value() == 0
    assert screen.view.name.hasFocus()
    screen.qtbot.keyClick(screen.view.name, Qt.Key.Key_Return)
    assert screen.view.contact.hasFocus()
    screen.qtbot.keyClick(screen.view.contact, Qt.Key.Key_Return)
    assert screen.view.panel.questions[0].isAncestorOf(screen.view.focusWidget())


def test_save_points_at_what_safety_needs_and_keeps_nobody(screen: Screen) -> None:
    screen.press(screen.view.save)

    assert screen.left == []
    assert screen.everybody == []
    assert screen.view.panel.found.needed.isVisible()


def test_name_and_number_go_where_who_somebody_is_stands(screen: Screen) -> None:
    screen.qtbot.keyClicks(screen.view.name, "Kim")
    screen.qtbot.keyClicks(screen.view.contact, "0151, after six")
    screen.answer(**CALLED, life_in_danger="no")

    screen.press(screen.view.save)

    [(client_id, _code, _hidden)] = screen.everybody
    identity = identities.load(screen.work.workspace.caseload, client_id)
    assert (identity.name, identity.contact) == ("Kim", "0151, after six")


def test_an_urgent_answer_leads_to_its_alert_and_stands_over_the_page(screen: Screen) -> None:
    screen.answer(**CALLED, life_in_danger="plan")
    screen.view.flush()
    said = screen.view.most_urgent
    pinned = screen.view.alert.shown

    screen.press(screen.view.save)

    [alert] = open_alerts(screen.work.workspace)
    assert pinned is not None
    assert said
    assert screen.left == [AlertPage(alert.id)]


def test_the_line_of_the_alert_leads_to_it(screen: Screen) -> None:
    screen.answer(life_in_danger="thoughts")
    screen.view.flush()

    screen.press(screen.view.alert.shown.answer)

    [alert] = open_alerts(screen.work.workspace)
    assert screen.left == [AlertPage(alert.id)]


def test_who_goes_to_the_alert_comes_back_to_what_was_begun_and_never_to_an_empty_page(
    screen: Screen,
) -> None:
    assert screen.view.comes_back_to == FirstContact()
    screen.answer(life_in_danger="thoughts")
    screen.view.flush()
    [(client_id, _code, _hidden)] = screen.everybody

    assert screen.view.comes_back_to == FormPage(client_id, "first-contact")
    screen.answer(**CALLED)
    screen.press(screen.view.save)

    assert screen.view.comes_back_to == ClientPage(client_id)


def test_going_back_keeps_what_was_written_and_adds_nobody_for_nothing(
    qtbot: QtBot, work: Workplace
) -> None:
    nothing = Screen(qtbot, work)
    nothing.press(nothing.view.back)
    assert nothing.everybody == []
    only_a_number = Screen(qtbot, work)
    only_a_number.qtbot.keyClicks(only_a_number.view.contact, "0151")

    assert only_a_number.view.turn_back()

    [(client_id, _code, _hidden)] = only_a_number.everybody
    assert identities.load(work.workspace.caseload, client_id).contact == "0151"
    assert only_a_number.left == [Back()]
    assert not waiting_list(work.workspace)[0].is_whole


def test_a_name_that_cannot_be_kept_is_said_and_nothing_is_lost(screen: Screen) -> None:
    screen.viewmodel.write_name("Kim\u202e")
    screen.answer(**CALLED, life_in_danger="no")

    screen.press(screen.view.save)

    assert screen.view.message.title
    assert screen.left == []
    screen.viewmodel.write_name("Kim")
    assert not screen.view.message.title
    screen.press(screen.view.save)
    assert [type(each) for each in screen.left] == [ClientPage]


def test_nothing_is_cut_or_unnamed(screen: Screen) -> None:
    assert clipped(screen.view) == []


def test_a_hand_over_file_is_written_down_as_if_read_from_paper(
    qtbot: QtBot, screen: Screen, tmp_path: Path
) -> None:
    workspace = screen.work.workspace
    form = screen.viewmodel.filling.state.form
    said = {QuestionId("source"): "helpline", QuestionId("child_in_danger"): "yes"}
    place = tmp_path / "hand-over.age"
    place.write_bytes(
        sealed_hand_over(
            HandOverFile("Robin", "0700 900 111", said, practice=True),
            form,
            own_key(workspace).public_key,
        )
    )
    picked = ["", str(place)]
    view = FirstContactView(screen.viewmodel, ask=lambda _parent: picked.pop(0))
    qtbot.addWidget(view)
    view.show()

    screen.press(view.receive)
    assert not screen.viewmodel.filling.state.answers.keys() - {"day"}
    screen.press(view.receive)

    assert view.name.text() == "Robin"
    assert view.contact.text() == "0700 900 111"
    assert screen.viewmodel.filling.state.answers["way"] == "page"
    screen.viewmodel.flush()
    assert [each.level for each in screen.viewmodel.alerts] == ["urgent"]
    place.write_bytes(b"x")
    picked.append(str(place))
    screen.press(view.receive)
    assert screen.viewmodel.state.refused
    assert view.name.text() == "Robin"
