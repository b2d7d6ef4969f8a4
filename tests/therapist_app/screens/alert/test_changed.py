"""The page of an alert whose answer was changed before its form was finished."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.workflows.workspaces import CALM, Workplace, answered
from therapist_app.commands import Back
from therapist_app.screens.alert.view import AlertView
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge_changed,
    alert_page_data,
    open_alerts,
)

pytestmark = pytest.mark.usefixtures("wear")
WORDS = "Meant another line; asked directly."
ENQUIRY: dict[str, object] = {
    "wish_to_be_dead": True,
    "method_thought": False,
    "intent": False,
    "plan": False,
    "past_behaviour": "never",
    "what_i_do_now": "act",
    "action": "Safety plan and lead today",
}


class Screen(ShownPage):
    """The page of one alert, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        super().__init__(qtbot)
        self.work = work
        client = work.add_client()
        session = work.start(client, "S01")
        opened = open_form(work.workspace, client.id, "phq-9", appointment_id=session)
        keep_draft(work.workspace, opened, answered(opened.state, {"q9": 3}))
        finish_form(work.workspace, opened, answered(opened.state, {"q9": 0}))
        [alert] = open_alerts(work.workspace, client.id)
        self.alert_id = alert.id
        self.open()

    def open(self) -> None:
        self.viewmodel = AlertViewModel(self.work.workspace, self.alert_id)
        self.show_page(AlertView(self.viewmodel), (1302, 768))

    @property
    def changed(self):
        assert self.view.changed is not None
        return self.view.changed

    @property
    def kept(self):
        return alert_page_data(self.work.workspace, self.alert_id).alert.acknowledgement


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def test_it_says_what_became_of_the_answer_and_which_rule_the_first_fell_under(
    screen: Screen,
) -> None:
    said = outline(screen.view.facts)

    assert "The answer was changed before the form was finished, to: 0 · Not at all." in said
    assert "The rule for the first answer: " in said


def test_of_what_is_answered_together_a_slip_leaves_the_rest_open_and_the_page_says_so(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "suicide-enquiry")
    state = opened.state
    for said in ({"thoughts": True}, {"plan": True}):
        state = answered(state, said)
        keep_draft(work.workspace, opened, state)
    rest = {**ENQUIRY, "next_contact": work.workspace.today().isoformat()}
    finish_form(work.workspace, opened, answered(state, rest))
    [alert] = open_alerts(work.workspace, client.id)
    page = AlertView(AlertViewModel(work.workspace, alert.id))
    qtbot.addWidget(page)

    words = [each.text() for each in page.facts.findChildren(QLabel)]
    acknowledge_changed(work.workspace, alert.id, "slip", WORDS)

    assert "To say what happened answers the first of it alone; the rest stays open." in words
    assert "One answer on this page counts for all of it." not in words
    [left] = open_alerts(work.workspace, client.id)
    assert (left.level, left.id == alert.id) == ("act", False)


def test_nothing_is_chosen_beforehand_and_the_button_waits(screen: Screen) -> None:
    assert [each.isChecked() for each in screen.changed.ways] == [False, False]
    assert not screen.changed.record.isEnabled()
    assert screen.view.focusWidget() is screen.changed.ways[0]
    assert screen.view.answer is not None
    assert not screen.view.answer.isVisible()


def test_the_key_of_the_main_act_leads_to_what_is_still_to_be_said(screen: Screen) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    screen.qtbot.keyClick(screen.view.not_now, Qt.Key.Key_Return, control)
    assert screen.view.focusWidget() is screen.changed.ways[0]

    screen.press(screen.changed.ways[1])
    screen.qtbot.keyClick(screen.view.not_now, Qt.Key.Key_Return, control)
    assert screen.view.focusWidget() is screen.changed.facts


def test_what_was_done_about_another_answer_of_the_form_is_no_word_about_this_one(
    work: Workplace,
) -> None:
    client = work.add_client()
    session = work.start(client, "S01")
    opened = open_form(work.workspace, client.id, "risk-check", appointment_id=session)
    done = {"self_harm_thoughts": "passive", "action_kinds": ["enquiry"], "action": WORDS}
    keep_draft(
        work.workspace,
        opened,
        answered(opened.state, {**CALM, **done, "concern_for_identifiable_child": True}),
    )
    finish_form(work.workspace, opened, answered(opened.state, {**CALM, **done}))
    about = {
        page.standing: AlertViewModel(work.workspace, each.id).state.answer.facts
        for each in open_alerts(work.workspace, client.id)
        for page in [alert_page_data(work.workspace, each.id)]
    }

    assert about == {"stands": WORDS, "changed": ""}


def test_one_choice_and_a_sentence_answer_it(screen: Screen, qtbot: QtBot) -> None:
    slip = next(each for each in screen.changed.ways if each.choice == "slip")
    screen.press(slip)
    assert "one sentence at least" in screen.changed.missing.text()
    qtbot.keyClicks(screen.changed.facts, WORDS)

    screen.press(screen.changed.record)

    assert screen.kept.actions == ("slip",)
    assert screen.left == [Back()]
    screen.open()
    assert "A slip: the first answer was not meant" in outline(screen.view)
    assert "Not done" not in outline(screen.view)


def test_the_button_stays_where_it_is_once_nothing_is_missing(screen: Screen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.changed.facts, WORDS)
    record = screen.changed.record
    at = record.mapTo(screen.view, record.rect().topLeft())

    screen.press(screen.changed.ways[0])

    assert record.isEnabled()
    assert record.mapTo(screen.view, record.rect().topLeft()) == at


def test_it_can_be_answered_in_full_instead(screen: Screen) -> None:
    screen.press(screen.changed.in_full)

    assert screen.view.answer is not None
    assert screen.view.answer.isVisible()
    assert not screen.changed.isVisible()


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)

    screen.open()

    assert clipped(screen.view) == []
