"""An answer to an earlier alert is offered on the page of a later one, and taken over by hand."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.commands import Back
from therapist_app.record.model import Acknowledgement
from therapist_app.screens.alert.view import AlertView
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.workflows.sessions.answering_alerts import (
    ToTell,
    acknowledge,
    alert_page_data,
    open_alerts,
)
from therapist_app.workflows.sessions.promising import open_promises

pytestmark = pytest.mark.usefixtures("wear")
PASSIVE = {"self_harm_thoughts": "passive"}
FACTS = "Asked directly. No plan, no intent."


class Screen(ShownPage):
    """The page of the second of two alerts of one session; the first one is answered."""

    def __init__(
        self,
        qtbot: QtBot,
        work: Workplace,
        *,
        telling: bool = False,
        then: Mapping[str, object] = PASSIVE,
    ) -> None:
        super().__init__(qtbot)
        self.work = work
        client = work.add_client()
        self.session = work.start(client, "S01")
        work.fill(client, "phq-9", {"q9": 2}, self.session)
        [first] = open_alerts(work.workspace, client.id)
        self.first_id = first.id
        work.clock.advance(60)
        work.fill(client, "suicide-enquiry", {}, self.session)
        work.clock.advance(60)
        self.tomorrow = alert_page_data(work.workspace, first.id).contact_by
        given = Acknowledgement(
            actions=("supervisor", "contact"),
            facts=FACTS,
            told="" if telling else "Clinical lead",
            told_when="" if telling else "10:10",
            next_contact=self.tomorrow.isoformat(),
            reason_for_open_actions="The plan follows",
            by="Ana Example",
        )
        to_tell = ToTell("The supervisor", self.tomorrow) if telling else None
        acknowledge(work.workspace, first.id, given, to_tell)
        work.clock.advance(60)
        work.fill(client, "risk-check", {**CALM, **then}, self.session)
        [second] = open_alerts(work.workspace, client.id)
        self.second_id = second.id
        self.open()

    def open(self) -> None:
        self.viewmodel = AlertViewModel(self.work.workspace, self.second_id)
        self.show_page(AlertView(self.viewmodel), (1302, 768))

    @property
    def answer(self):
        assert self.view.answer is not None
        return self.view.answer

    def take_over(self) -> None:
        [offer] = self.answer.earlier.offers
        self.press(offer)

    @property
    def kept(self):
        return alert_page_data(self.work.workspace, self.second_id).alert.acknowledgement


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def test_nothing_is_taken_over_by_itself(screen: Screen) -> None:
    assert len(screen.answer.earlier.offers) == 1
    assert screen.answer.told.text() == ""
    assert screen.answer.facts.toPlainText() == ""
    assert not any(each.isChecked() for each in screen.answer.ticks)
    assert not screen.answer.record.isEnabled()


def test_one_press_takes_over_what_was_said_and_one_more_records_it(screen: Screen) -> None:
    screen.take_over()

    assert screen.kept is None
    assert screen.answer.told.text() == "Clinical lead"
    assert screen.answer.facts.toPlainText() == FACTS
    assert screen.answer.missing.text() == ""
    said = outline(screen.answer.earlier)
    assert "Taken over: " in said
    assert "counts for both" in said

    screen.press(screen.answer.record)

    assert screen.left == [Back()]
    assert screen.kept.taken_from == screen.first_id
    assert screen.kept.actions == ("enquiry", "contact")
    assert len(open_promises(screen.work.workspace)) == 1


def test_what_was_written_here_already_stays(screen: Screen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.answer.facts, "Something else was said.")

    screen.take_over()

    assert screen.answer.facts.toPlainText() == "Something else was said."
    assert screen.answer.told.text() == "Clinical lead"


def test_taking_it_back_leaves_what_was_written_before(screen: Screen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.answer.facts, "Something else was said.")
    screen.take_over()

    screen.press(screen.answer.earlier.back)

    assert screen.answer.facts.toPlainText() == "Something else was said."
    assert screen.answer.told.text() == ""
    assert screen.answer.contact.currentIndex() == 0
    assert screen.viewmodel.state.answer.taken_from == ""
    assert screen.answer.earlier.offers[0].isVisible()


def test_the_keyboard_goes_from_the_offer_to_taking_it_back_and_returns(
    screen: Screen, qtbot: QtBot
) -> None:
    [offer] = screen.answer.earlier.offers
    offer.setFocus()
    qtbot.keyClick(offer, Qt.Key.Key_Return)
    assert screen.view.focusWidget() is screen.answer.earlier.back

    qtbot.keyClick(screen.answer.earlier.back, Qt.Key.Key_Return)

    assert screen.view.focusWidget() is offer


def test_what_was_taken_over_waits_while_the_page_is_left(screen: Screen) -> None:
    screen.take_over()

    screen.open()

    assert screen.viewmodel.state.taken is not None
    assert screen.answer.facts.toPlainText() == FACTS


def test_a_form_since_the_earlier_alert_shows_at_once(screen: Screen) -> None:
    enquiry = screen.answer.recorded[0]
    assert enquiry.forms

    screen.take_over()

    assert enquiry.forms == []
    assert "in the record, " in outline(enquiry)


def test_a_later_day_is_refused_in_words(screen: Screen) -> None:
    screen.take_over()
    last = screen.answer.contact.count() - 1

    screen.answer.contact.setCurrentIndex(last)
    screen.answer.contact.activated.emit(last)

    assert "already promised for an earlier day" in screen.answer.missing.text()
    assert not screen.answer.record.isEnabled()


def test_somebody_who_is_still_to_be_told_is_taken_over_as_such(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, telling=True)

    screen.take_over()

    assert screen.answer.not_told.isChecked()
    assert screen.answer.told.text() == "The supervisor"
    screen.press(screen.answer.record)
    kinds = sorted(each.kind for each in open_promises(work.workspace))
    assert kinds == ["next_contact", "tell_somebody"]


def test_the_answered_alert_says_that_it_was_taken_over(screen: Screen) -> None:
    screen.take_over()
    screen.press(screen.answer.record)

    screen.open()

    assert "From the answer to another alert, as the same thing" in outline(screen.view)


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
@pytest.mark.parametrize("is_taken", [False, True])
def test_nothing_is_cut_at_any_text_size(
    screen: Screen, wear, scale: float, *, is_taken: bool
) -> None:
    wear("light", scale)
    screen.open()

    if is_taken:
        screen.take_over()

    assert clipped(screen.view) == []


def test_of_an_answer_about_another_matter_the_page_says_that_its_facts_stay_there(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work, then={"contact_with_children_changed": True})
    left_behind = "It is about another matter: facts and decision are written here anew."

    assert left_behind in outline(screen.answer.earlier)
    screen.take_over()

    assert screen.answer.facts.toPlainText() == ""
    assert screen.answer.told.text() == "Clinical lead"
    assert left_behind in outline(screen.answer.earlier)


def test_of_an_answer_about_the_same_matter_nothing_is_said_to_stay(screen: Screen) -> None:
    assert "another matter" not in outline(screen.answer.earlier)
    screen.take_over()
    assert "another matter" not in outline(screen.answer.earlier)
