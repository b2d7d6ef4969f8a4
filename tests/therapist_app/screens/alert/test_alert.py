"""The alert screen, driven as a person would drive it."""

import gc
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, PLANS, Workplace
from therapist_app.commands import AlertPage, Back, FormPage
from therapist_app.record.database import audit
from therapist_app.screens.alert.view import AlertView
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.policies.staff_numbers import StaffNumbers, settle_staff_numbers
from therapist_app.workflows.sessions.answering_alerts import alert_page_data, open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import open_promises

pytestmark = pytest.mark.usefixtures("wear")
CONTROL = Qt.KeyboardModifier.ControlModifier
FACTS = "Asked directly. No plan, no intent. Plan gone through together."


class Screen(ShownPage):
    """The screen of one alert, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, alert_id: str) -> None:
        super().__init__(qtbot)
        self.work, self.alert_id = work, alert_id
        self.come_back()

    def come_back(self) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = AlertViewModel(self.work.workspace, self.alert_id)
        self.show_page(AlertView(self.viewmodel), (1302, 768))

    @property
    def answer(self):
        assert self.view.answer is not None
        return self.view.answer

    def tick(self, *action_ids: str) -> None:
        for tick in self.answer.ticks:
            if tick.action_id in action_ids:
                self.qtbot.mouseClick(tick, Qt.MouseButton.LeftButton)

    def write(self, facts: str = FACTS, told: str = "Clinical lead") -> None:
        self.qtbot.keyClicks(self.answer.facts, facts)
        self.qtbot.keyClicks(self.answer.told, told)

    def choose_day(self, number: int) -> None:
        self.answer.contact.setFocus()
        for _press in range(number):
            self.qtbot.keyClick(self.answer.contact, Qt.Key.Key_Down)
        self.answer.contact.activated.emit(self.answer.contact.currentIndex())

    def fill_in(self, *form_ids: str) -> None:
        """Fill forms in as the alert asks for them, and come back to it."""
        alert = alert_page_data(self.work.workspace, self.alert_id).alert
        client = self.work.workspace.client(alert.client_id)
        for form_id in form_ids:
            if form_id in PLANS:
                self.work.write_plan(client, form_id, alert.appointment_id)
            else:
                self.work.fill(client, form_id, {}, alert.appointment_id)
        self.come_back()

    def open_form(self, title: str) -> None:
        buttons = self.answer.findChildren(QPushButton)
        self.press(next(each for each in buttons if each.text() == title))

    @property
    def kept(self):
        return alert_page_data(self.work.workspace, self.alert_id).alert.acknowledgement


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": 2}, appointment)
    [alert] = open_alerts(work.workspace, client.id)
    return Screen(qtbot, work, alert.id)


def test_an_answer_is_recorded_once_nothing_is_missing(screen: Screen) -> None:
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor", "contact")
    screen.write()
    screen.choose_day(1)

    screen.press(screen.answer.record)

    assert screen.kept is not None
    assert screen.kept.facts == FACTS
    assert screen.kept.told == "Clinical lead"
    assert screen.kept.by == "Ana Example"
    assert screen.kept.actions == ("enquiry", "plan", "supervisor", "contact")
    assert screen.left == [Back()]


def test_after_an_answer_the_next_open_alert_of_the_client_is_there_at_once(
    screen: Screen, work: Workplace
) -> None:
    client = work.workspace.client(screen.viewmodel.state.page.alert.client_id)
    work.fill(client, "risk-check", {"concern_for_identifiable_child": True}, None)
    found = open_alerts(work.workspace, client.id)
    [other] = [each.id for each in found if each.id != screen.alert_id]
    said: list[str] = []
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.viewmodel.act_done.connect(said.append)
    screen.tick("supervisor", "contact")
    screen.write()
    screen.choose_day(1)

    screen.press(screen.answer.record)

    assert screen.left == [AlertPage(other)]
    assert said[-1] == "The answer is recorded. Another alert of this client is open: here it is."


def test_a_form_that_is_not_in_the_record_cannot_be_ticked(screen: Screen) -> None:
    assert [each.action_id for each in screen.answer.ticks] == ["supervisor", "contact"]
    assert [each.action_id for each in screen.answer.recorded] == ["enquiry", "plan"]
    assert "4 of 4 still open" in screen.answer.missing.text()

    screen.fill_in("safety-plan")

    enquiry, plan = screen.answer.recorded
    assert [each.text() for each in enquiry.forms] == ["Safety questions"]
    assert plan.forms == []
    said = [each.text() for each in plan.findChildren(QLabel)]
    assert any(each.startswith("in the record, Monday 2 March 2026") for each in said)
    screen.tick("contact")
    assert "2 of 4 still open" in screen.answer.missing.text()


def test_a_plan_of_a_few_lines_is_said_to_lack_its_parts(screen: Screen) -> None:
    alert = alert_page_data(screen.work.workspace, screen.alert_id).alert
    client = screen.work.workspace.client(alert.client_id)
    given = {"status": "in_progress", "signs": ["I stop answering"], "own_steps": ["A walk"]}
    screen.work.fill(client, "safety-plan", given, alert.appointment_id)

    screen.come_back()

    plan = screen.answer.recorded[1]
    said = [each.text() for each in plan.findChildren(QLabel)]
    assert any(each.startswith("The plan is not complete yet. Still open: ") for each in said)
    assert [each.text() for each in plan.forms] == ["Safety plan"]
    assert "4 of 4 still open" in screen.answer.missing.text()


def test_the_answer_that_opened_it_is_said_in_the_words_of_the_form(
    screen: Screen,
) -> None:
    said = [each.accessibleName() for each in screen.view.facts.findChildren(QLabel)]

    assert any("More than half the days" in each for each in said)
    assert not any("2 or 3" in each for each in said)


def test_an_answer_that_was_changed_afterwards_does_not_speak_for_the_one_that_opened_it(
    screen: Screen,
) -> None:
    alert = alert_page_data(screen.work.workspace, screen.alert_id).alert
    workspace = screen.work.workspace
    opened = begin_correction(workspace, alert.filled_form_id, "Read the wrong line")
    finish_form(workspace, opened, answer(opened.state, QuestionId("q9"), 0))

    page = alert_page_data(screen.work.workspace, screen.alert_id)

    now = "The answer was corrected afterwards, to: 0 · Not at all."
    assert page.said == f"{alert.states} {now}"


def test_somebody_who_is_still_to_be_told_becomes_a_promise(screen: Screen, qtbot: QtBot) -> None:
    screen.tick("contact")
    screen.write(told="The supervisor")
    screen.choose_day(1)
    screen.press(screen.answer.give_reason)
    qtbot.keyClicks(screen.answer.reason, "The client had to leave.")
    screen.press(screen.answer.not_told)
    assert not screen.answer.told_when.isVisible()
    assert "by when" in screen.answer.missing.text()

    screen.answer.tell_by.setCurrentIndex(2)
    screen.answer.tell_by.activated.emit(2)
    assert screen.answer.missing.text() == ""
    screen.press(screen.answer.record)

    assert screen.kept.told == ""
    made = {each.kind: each for each in open_promises(screen.work.workspace)}
    assert made["tell_somebody"].words == "The supervisor"
    assert made["tell_somebody"].due_on == screen.viewmodel.state.days[1]
    screen.come_back()
    assert "The supervisor, by Tuesday 3 March 2026" in outline(screen.view)


def test_the_tick_for_who_is_not_told_yet_stays_under_the_pointer(screen: Screen) -> None:
    place = screen.answer.not_told.mapTo(screen.view, screen.answer.not_told.rect().topLeft())

    screen.press(screen.answer.not_told)
    settle()

    now = screen.answer.not_told.mapTo(screen.view, screen.answer.not_told.rect().topLeft())
    assert now == place


def test_whoever_was_told_after_all_is_no_promise(screen: Screen) -> None:
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor", "contact")
    screen.write()
    screen.choose_day(1)
    screen.press(screen.answer.not_told)
    screen.press(screen.answer.not_told)

    screen.press(screen.answer.record)

    assert screen.kept.told == "Clinical lead"
    assert [each.kind for each in open_promises(screen.work.workspace)] == ["next_contact"]


def test_what_is_missing_is_said_in_words_and_the_button_waits(screen: Screen) -> None:
    assert not screen.answer.record.isEnabled()

    screen.tick("supervisor", "contact")

    assert "2 of 4 still open" in screen.answer.missing.text()
    assert "Say who was told, or is to be told." in screen.answer.missing.text()
    assert screen.answer.record.accessibleDescription() == screen.answer.missing.text()


def test_what_is_open_is_said_with_the_place_for_a_reason_which_moves_once_it_is_asked(
    screen: Screen,
) -> None:
    screen.fill_in("suicide-enquiry")
    screen.tick("supervisor", "contact")
    before = screen.answer.missing.text().splitlines()[0]

    screen.press(screen.answer.give_reason)

    assert before == (
        "1 of 4 still open: Plan gone through together and updated. "
        "Do what is open, or say why at “Give a reason”."
    )
    after = screen.answer.record.accessibleDescription().splitlines()[0]
    assert after == before.replace("Give a reason", "Why something stays open")


def test_a_reason_stands_in_for_what_stays_open(screen: Screen, qtbot: QtBot) -> None:
    screen.tick("supervisor")
    screen.write()
    screen.choose_day(2)

    screen.press(screen.answer.give_reason)
    qtbot.keyClicks(screen.answer.reason, "Client left; call is arranged.")
    screen.press(screen.answer.record)

    assert screen.kept.reason_for_open_actions == "Client left; call is arranged."
    screen.come_back()
    said = outline(screen.view)
    assert said.index('"Done"') < said.index("Supervisor told") < said.index('"Not done"')
    assert said.index('"Not done"') < said.index("Plan gone through")


def test_not_now_leaves_it_open(screen: Screen) -> None:
    screen.tick("supervisor")

    screen.press(screen.view.not_now)

    assert screen.left == [Back()]
    assert screen.kept is None


def test_what_is_written_waits_while_a_named_form_is_filled_in(screen: Screen) -> None:
    screen.tick("supervisor")
    screen.write()

    screen.open_form("Safety plan")
    screen.come_back()

    assert isinstance(screen.left[0], FormPage)
    assert screen.left[0].form_id == "safety-plan"
    assert screen.answer.facts.toPlainText() == FACTS
    assert screen.answer.ticks[0].isChecked()


def test_the_keyboard_starts_on_the_first_thing_that_is_open(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.answer.recorded[0].forms[0]
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor")

    screen.view.focus_first()

    assert screen.view.focusWidget() is screen.answer.ticks[1]


def test_the_next_contact_is_within_the_limit_of_the_level(screen: Screen) -> None:
    days = screen.viewmodel.state.days

    assert len(days) == 4
    assert days[-1] == screen.viewmodel.state.page.contact_by


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("0930", "2 March 2026, 09:30"),
        ("1.3.2026", "1 March 2026"),
        ("1 3 2026, 17:05", "1 March 2026, 17:05"),
    ],
)
def test_when_somebody_was_told_is_what_a_person_wrote(
    screen: Screen, qtbot: QtBot, typed: str, kept: str
) -> None:
    screen.work.clock.advance(3600)
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick(*(each.action_id for each in screen.answer.ticks))
    screen.write(told="Clinical lead", facts=FACTS)
    screen.choose_day(1)
    assert screen.answer.told_when.text() == ""

    qtbot.keyClicks(screen.answer.told_when, typed)
    screen.press(screen.answer.record)

    assert screen.kept is not None
    assert screen.kept.told_when == kept


def test_a_time_before_the_alert_opened_is_pointed_out_and_may_be_recorded(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.work.clock.advance(3600)
    told_when, hint = screen.answer.told_when, screen.answer._when.hint
    opened = screen.viewmodel.state.page.alert.opened_at.astimezone()
    screen.write(told="Clinical lead", facts=FACTS)

    qtbot.keyClicks(told_when, (opened - timedelta(minutes=1)).strftime("%H:%M"))

    assert hint.isVisible()
    assert hint.text().startswith("This is before the alert opened: ")
    assert told_when.accessibleDescription() == hint.text()
    hearing = Hearing(monkeypatch)
    qtbot.keyClick(told_when, Qt.Key.Key_Return)  # done with it, as when it is left
    assert hearing.words == [hint.text()]
    assert "When they were told" not in screen.answer.missing.text()
    for words in (opened.strftime("%H:%M"), opened.strftime("%d %m %Y"), "soon", ""):
        told_when.selectAll()
        qtbot.keyClick(told_when, Qt.Key.Key_Backspace)
        qtbot.keyClicks(told_when, words)
        assert hint.text() == "A time of today, or a day."
    qtbot.keyClicks(told_when, (opened - timedelta(days=1)).strftime("%d %m %Y"))
    assert hint.text().startswith("This is before the alert opened: ")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soon", "a time of today as 14:30"),
        ("25:00", "a time of today as 14:30"),
        ("23:59", "still to come"),
        ("3.3.2026", "still to come"),
        ("1 3 2026, 99:99", "a time of today as 14:30"),
    ],
)
def test_when_somebody_was_told_is_no_other_words_and_does_not_lie_ahead(
    screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, typed: str, why: str
) -> None:
    screen.write(told="Clinical lead")

    qtbot.keyClicks(screen.answer.told_when, typed)

    assert why in screen.answer.missing.text()
    assert not screen.answer.record.isEnabled()
    hearing = Hearing(monkeypatch)
    qtbot.keyClick(screen.answer.told_when, Qt.Key.Key_Return)  # done with it, as when it is left
    assert len(hearing.words) == 1
    assert hearing.words[0] in screen.answer.missing.text()


@pytest.mark.parametrize(("value", "level"), [(1, "watch"), (2, "act")])
def test_an_alert_of_each_level_opens_twice_and_is_answered(
    qtbot: QtBot, work: Workplace, value: int, level: str
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": value}, appointment)
    [alert] = open_alerts(work.workspace, client.id)
    screen = Screen(qtbot, work, alert.id)
    gc.collect()
    screen.fill_in("suicide-enquiry", "safety-plan")
    gc.collect()

    screen.tick(*(each.action_id for each in screen.answer.ticks))
    qtbot.keyClicks(screen.answer.facts, FACTS)
    if level == "act":
        qtbot.keyClicks(screen.answer.told, "Clinical lead")
    screen.choose_day(1)
    screen.press(screen.answer.record)

    assert screen.viewmodel.state.page.alert.level == level
    assert screen.answer.told.isVisible() == (level == "act")
    assert screen.kept is not None


def test_an_answered_alert_is_only_read(screen: Screen) -> None:
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor", "contact")
    screen.write()
    screen.choose_day(1)
    screen.press(screen.answer.record)

    screen.come_back()

    assert screen.view.answer is None
    assert f'"{FACTS}"' in outline(screen.view)


def test_what_the_pathway_asks_since_an_answer_is_not_told_as_left_undone(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor", "contact")
    screen.write()
    screen.choose_day(1)
    screen.press(screen.answer.record)

    rules = pathway()
    monkeypatch.setitem(rules["act"], "asks", ["enquiry", "contact", "emergency_route"])
    screen.come_back()

    said = outline(screen.view)
    assert '"Not done"' not in said
    assert "Supervisor told the same day" in said


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    text = outline(screen.view).replace(screen.viewmodel.state.page.code, "K7-412")

    golden("screens/alert.txt", text)


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)

    screen.come_back()

    assert clipped(screen.view) == []


def test_an_alert_says_whom_to_call_and_the_client_is_looked_up_where_it_stands(
    qtbot: QtBot, work: Workplace
) -> None:
    settle_numbers(work.workspace, PageNumbers(emergency_number="112", crisis_line="116 123"))
    settle_staff_numbers(work.workspace, StaffNumbers("030 123", "0170 99", "day and night"))
    client = add_client(
        work.workspace,
        NewClient(
            anonymity="named",
            name="A. Sample",
            contact="030 1234",
            emergency_contact="Her brother, 030 99",
            age_band="25-34",
        ),
    )
    session = work.start(client, "S01")
    work.fill(client, "agreement", {"emergency_contact_consent": "yes"}, session)
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 9}, session)
    end_session(work.workspace, session, "broken_off")
    [alert] = open_alerts(work.workspace, client.id)
    screen = Screen(qtbot, work, alert.id)
    assert screen.view.reach is not None

    def said() -> str:
        shown = screen.view.reach.findChildren(QLabel)
        return "\n".join(each.text() for each in shown if each.isVisible())

    found = said().replace("\N{NO-BREAK SPACE}", " ")
    places = [found.index(f">{each}<") for each in ("030 123", "0170 99", "112", "116 123")]
    assert places == sorted(places)
    assert "On call for urgent advice · day and night" in found
    assert "The client has left" in said()
    assert "030 1234" not in said()
    assert [each.action for each in audit.entries(work.workspace.caseload, newest=1)] != [
        "identity_read"
    ]

    screen.press(screen.view.reach.look_up)
    settle()

    assert "030 1234" in said()
    assert "Her brother, 030 99" in said()
    assert "If your life is in danger, may I call somebody you choose?" in said()
    assert screen.view.focusWidget().accessibleName() == "Contact details"
    [entry] = audit.entries(work.workspace.caseload, newest=1)
    assert entry.action == "identity_read"


INTENT = {"wish_to_be_dead": True, "thoughts": True, "method_thought": False, "intent": True}


def test_an_alert_that_is_continued_keeps_what_was_written_and_shows_all_of_it(
    screen: Screen,
) -> None:
    screen.write()
    alert = alert_page_data(screen.work.workspace, screen.alert_id).alert
    client = screen.work.workspace.client(alert.client_id)
    screen.work.clock.advance(600)
    screen.work.fill(client, "suicide-enquiry", INTENT, alert.appointment_id)

    screen.come_back()

    state = screen.viewmodel.state
    assert state.page.alert.level == "urgent"
    assert (state.answer.facts, state.answer.told) == (FACTS, "Clinical lead")
    said = [each.text() for each in screen.view.facts.findChildren(QLabel)]
    assert "One answer on this page counts for all of it." in said
    assert any(each.startswith("Continued from the alert of") for each in said)
    assert sum(each.startswith("Also told, ") for each in said) == 1
    assert clipped(screen.view) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_whoever_does_not_agree_to_be_contacted_is_reached_through_others(
    qtbot: QtBot, work: Workplace, *, agrees: bool
) -> None:
    client = work.add_client()
    said = {"life_in_danger": "not_asked", "child_in_danger": "no", "may_contact": agrees}
    work.fill(client, "first-contact", said, None)
    [alert] = open_alerts(work.workspace, client.id)
    screen = Screen(qtbot, work, alert.id)

    words = " ".join(each.text() for each in screen.view.findChildren(QLabel))

    assert ("reach them through whoever made the first contact" in words) is not agrees


def test_who_was_told_and_when_stand_in_one_line(screen: Screen) -> None:
    who, when = (
        each.mapTo(screen.view, each.rect().topLeft()).y()
        for each in (screen.answer.told, screen.answer.told_when)
    )

    assert who == when


def test_what_the_safety_check_says_stands_in_the_answer_and_is_read_through(qtbot, work) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    day = work.workspace.today() + timedelta(days=2)
    told = {"self_harm_thoughts": "passive", "action_kinds": ["enquiry"], "action": FACTS}
    work.fill(client, "risk-check", {**CALM, **told, "next_contact": day.isoformat()}, appointment)
    [alert] = open_alerts(work.workspace, client.id)

    screen = Screen(qtbot, work, alert.id)

    assert screen.answer.facts.toPlainText() == FACTS
    assert screen.viewmodel.state.answer.next_contact == day.isoformat()
    assert screen.answer.already.isVisible()
    assert screen.answer.already.text().startswith("Already written in: Safety check.")
    assert screen.kept is None
    screen.viewmodel.write_facts("Something else was decided since.")
    settle()
    same_day = "The day of the next contact is the one in: Safety check."
    assert screen.answer.already.text() == same_day
    screen.viewmodel.choose_day(work.workspace.today().isoformat())
    settle()
    assert not screen.answer.already.isVisible()


def test_what_an_enquiry_says_stands_there_also_once_the_answer_was_begun(qtbot, work) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "thoughts"}, None)
    [alert] = open_alerts(work.workspace, client.id)
    screen = Screen(qtbot, work, alert.id)
    screen.qtbot.keyClicks(screen.answer.told, "Clinical lead")
    day = (work.workspace.today() + timedelta(days=1)).isoformat()
    told = {"what_i_do_now": "act", "action": FACTS, "next_contact": day}
    work.fill(client, "suicide-enquiry", told, None)

    screen.come_back()

    answer = screen.viewmodel.state.answer
    assert (answer.told, answer.facts, answer.next_contact) == ("Clinical lead", FACTS, day)


def test_where_one_day_alone_can_be_chosen_it_stands_there_beforehand(
    screen: Screen, qtbot: QtBot, work: Workplace
) -> None:
    assert (screen.viewmodel.state.answer.next_contact, len(screen.viewmodel.state.days)) == ("", 4)
    client = work.add_client()
    work.fill(client, "risk-check", {"concern_for_identifiable_child": True}, None)
    [alert] = open_alerts(work.workspace, client.id)
    assert alert.level == "urgent"
    urgent, today = Screen(qtbot, work, alert.id), work.workspace.today().isoformat()

    urgent.press(urgent.answer.not_told)

    state = urgent.viewmodel.state
    assert (state.answer.next_contact, state.tell_by) == (today, today)
    assert "contact" not in state.answer.actions, "that it was agreed is said by a person"
    assert not urgent.viewmodel.state.is_answered


def test_the_button_stays_under_the_hand_when_nothing_is_missing_any_more(screen: Screen) -> None:
    screen.fill_in("suicide-enquiry", "safety-plan")
    screen.tick("supervisor", "contact")
    screen.write()
    settle()
    before = screen.answer.record.mapTo(screen.view, QPoint()).y()

    screen.choose_day(1)
    settle()

    assert not screen.answer.missing.isVisible()
    assert screen.answer.record.mapTo(screen.view, QPoint()).y() == before


def test_in_large_text_the_page_opens_at_what_opened_the_alert(screen: Screen, wear) -> None:
    wear("light", 2.0)

    screen.come_back()

    opened = screen.view.facts.opened
    assert screen.view.focusWidget() is opened
    assert opened.accessibleName() == "What opened it"
    assert screen.viewmodel.state.page.said in opened.lines
    assert not opened.visibleRegion().isEmpty()
    assert stands_over(opened, screen.view.reach)
    screen.viewmodel.write_facts("The item was talked about.")
    screen.come_back()
    assert screen.view.focusWidget() is screen.answer.recorded[0].forms[0]


def stands_over(upper: QWidget, lower: QWidget) -> bool:
    return upper.mapToGlobal(QPoint(0, 0)).y() < lower.mapToGlobal(QPoint(0, 0)).y()


def test_the_key_of_the_main_act_leads_to_what_the_answer_lacks(screen: Screen) -> None:
    def led_to() -> QWidget | None:
        screen.qtbot.keyClick(screen.view.not_now, Qt.Key.Key_Return, CONTROL)
        return screen.view.focusWidget()

    assert led_to() is screen.answer.recorded[0].forms[0]
    screen.tick(*(each.action_id for each in screen.answer.ticks))
    screen.viewmodel.write_reason("The plan is gone through tomorrow")
    assert led_to() is screen.answer.facts
    screen.viewmodel.write_facts(FACTS)
    assert led_to() is screen.answer.told
    screen.viewmodel.toggle_to_tell()
    screen.viewmodel.write_told("Clinical lead")
    assert led_to() is screen.answer.tell_by
