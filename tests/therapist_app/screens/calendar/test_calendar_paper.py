"""The calendar on paper: printed, saved, and locked to be carried along."""

import io
from datetime import timedelta
from typing import get_args

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel

from session_forms.words.day_words import day_in_words
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, PLANS
from therapist_app import commands
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.record.database import audit
from therapist_app.screens.calendar.paper import CalendarPaperViewModel
from therapist_app.screens.calendar.paper_view import WHAT, CalendarPaperView
from therapist_app.screens.calendar.view import CalendarView
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.policies.staff_numbers import StaffNumbers, settle_staff_numbers
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import note_contact_with
from therapist_app.workflows.supervision.day_sheets import What, calendar_pdf

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page, and the place that is picked."""

    def __init__(self, qtbot, work, place) -> None:
        super().__init__(qtbot)
        self.proposed: list[str] = []

        def pick(_parent, name) -> str:
            self.proposed.append(name)
            return str(place)

        ask = PaperAsk(lambda _parent: None, pick)
        self.viewmodel = CalendarPaperViewModel(work.workspace)
        self.show_page(CalendarPaperView(self.viewmodel, ask=ask), (1170, 900))

    @property
    def words(self):
        return " ".join(each.text() for each in self.view.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def named(work):
    """A client kept by name who comes today and has a safety plan that names them."""
    new = NewClient(anonymity="named", name="Nora Quist", age_band="25-34")
    client = add_client(work.workspace, new)
    plan = {**PLANS["safety-plan"], "own_steps": ["Go for a walk", "Say: I am Nora Quist"]}
    work.fill(client, "safety-plan", plan, None)
    work.plan(client, "S01", work.clock() + timedelta(hours=1))
    return client


def text_of(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def actions(work):
    return [each.action for each in audit.entries(work.workspace.caseload)]


def test_the_day_sheet_has_code_plan_and_numbers_and_no_name(qtbot, work, named, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.what.button(1).click()

    screen.press(screen.view.save_button)

    said = text_of((tmp_path / "sheet.pdf").read_bytes())
    for each in (named.code, "Safety plan", "Go for a walk", "call"):
        assert each in said
    assert "Quist" not in said
    assert {"calendar_on_paper", "calendar_saved"} <= set(actions(work))


def test_the_day_sheet_says_what_of_a_plan_is_empty_and_what_was_promised(work):
    client = work.add_client()
    begun = {"status": "in_progress", "signs": ["I stop answering"], "own_steps": ["Walk"]}
    work.fill(client, "safety-plan", begun, None)
    work.plan(client, "S01", work.clock() + timedelta(hours=1))
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    before = text_of(calendar_pdf(work.workspace, "day", work.workspace.today()))
    work.answer_alert(alert)

    after = text_of(calendar_pdf(work.workspace, "day", work.workspace.today()))

    assert f"{client.code}: Alert: " in before
    assert "Parts 3, 4, 5, 6 are empty." in after
    assert "Contact promised, due tomorrow" in after
    assert "Walk" in after
    assert "planned" in after


def test_the_sheet_for_tomorrow_names_who_is_still_to_be_reached_from_today(work):
    client = work.add_client()
    booked = work.plan(client, "S01", work.clock() + timedelta(hours=1))
    record_missed(work.workspace, booked, "did_not_attend")
    note_contact_with(work.workspace, client.id, ("telephone", "no_answer"))
    today = work.workspace.today()

    [on_today, on_tomorrow] = [
        text_of(calendar_pdf(work.workspace, "day", today + timedelta(days=days)))
        for days in (0, 1)
    ]

    assert on_today.count(f"{client.code}: Reach the client: did not come") == 1
    assert on_tomorrow.count(f"{client.code}: Reach the client: did not come") == 1
    assert "overdue since" in on_tomorrow


def test_the_sheet_for_tomorrow_says_of_who_comes_what_is_due_as_it_is_read_tomorrow(work):
    client = work.add_client()
    work.plan(client, "S01", work.clock() + timedelta(days=1, hours=1))
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    tomorrow = work.workspace.today() + timedelta(days=1)
    work.answer_alert(alert)

    said = text_of(calendar_pdf(work.workspace, "day", tomorrow))

    assert "Contact promised, due today" in said


def test_the_day_sheet_has_each_open_alert_also_of_who_does_not_come(work):
    client = work.add_client()
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    tomorrow = work.workspace.today() + timedelta(days=1)

    said = text_of(calendar_pdf(work.workspace, "day", tomorrow))

    assert said.count(f"{client.code}: Alert: ") == 1


def test_a_plan_to_look_at_again_says_so_on_the_day_sheet(work):
    client = work.add_client()
    work.write_plan(client, "safety-plan")
    day = work.workspace.today() + timedelta(days=2)

    said = text_of(calendar_pdf(work.workspace, "day", day))

    assert f"{client.code}: Safety plan: to be looked at again" in said


def test_the_day_sheet_says_whom_to_reach_also_where_a_client_has_the_name_of_a_lead(
    qtbot, work, tmp_path
):
    work.have_roles("keeper", "therapist", "lead")
    lead = work.workspace.vault.person.name
    add_client(work.workspace, NewClient(anonymity="named", name=lead, age_band="25-34"))
    settle_staff_numbers(work.workspace, StaffNumbers(lead_phone="030 1234"))
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.what.button(1).click()

    screen.press(screen.view.save_button)

    said = text_of((tmp_path / "sheet.pdf").read_bytes()).replace("\N{NO-BREAK SPACE}", " ")
    assert "Whom to reach" in said
    assert f"Clinical lead · {lead}: 030 1234" in said
    assert "On call for urgent advice: ____" in said


@pytest.mark.parametrize(
    ("attendance", "said"),
    [("cancelled_client", "cancelled"), ("did_not_attend", "did not come")],
)
def test_the_week_says_what_became_of_an_appointment_as_the_calendar_does(work, attendance, said):
    """One that is cancelled for Thursday read on Tuesday as if it had been waited for."""
    client = work.add_client()
    record_missed(work.workspace, work.plan(client, "S01"), attendance)

    made = calendar_pdf(work.workspace, "week", work.workspace.today())

    assert said in text_of(made)
    assert "did not take place" not in text_of(made)


def test_the_week_is_saved_by_codes_alone(qtbot, work, named, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "week.pdf")

    screen.press(screen.view.save_button)

    said = text_of((tmp_path / "week.pdf").read_bytes())
    assert named.code in said
    assert "Quist" not in said
    assert "Go for a walk" not in said


def test_a_locked_sheet_opens_with_the_passphrase_alone(qtbot, work, named, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.what.button(1).click()
    passphrase = screen.view.passphrase.text()

    screen.press(screen.view.lock_button)

    data = (tmp_path / "sheet.pdf").read_bytes()
    reader = PdfReader(io.BytesIO(data))
    assert reader.is_encrypted
    assert not reader.decrypt("another passphrase")
    assert reader.decrypt(passphrase)
    assert any(named.code in page.extract_text() for page in reader.pages)


def test_a_short_passphrase_locks_nothing(qtbot, work, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.passphrase.setText("short")

    screen.press(screen.view.lock_button)

    assert "The passphrase is too short." in screen.words
    assert not (tmp_path / "sheet.pdf").exists()


def test_another_day_is_typed_and_one_that_is_none_prints_nothing(qtbot, work, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.day.selectAll()
    screen.view.day.insert("no day")

    screen.press(screen.view.save_button)

    assert not (tmp_path / "sheet.pdf").exists()
    assert "Write the day as" in screen.words
    assert not screen.view.day_field.hint.isVisible()


def test_a_day_needs_no_year_and_what_is_said_beneath_is_the_day_that_is_typed(
    qtbot, work, tmp_path
):
    screen = Screen(qtbot, work, tmp_path / "sheet.pdf")
    screen.view.what.button(1).click()
    day = work.workspace.today() + timedelta(days=1)
    screen.view.day.selectAll()

    screen.view.day.insert(f"{day.day} {day.month}")

    assert screen.viewmodel.state.day == day
    assert screen.view.day_field.hint.text() == day_in_words(day)


def test_it_is_reached_from_the_calendar_for_the_days_in_sight(qtbot, work):
    view, left = CalendarView(CalendarViewModel(work.workspace)), []
    view.leave_requested.connect(left.append)
    qtbot.addWidget(view)

    view.paper.click()

    assert left == [commands.CalendarPaper(work.workspace.today().isoformat())]


def test_nothing_is_cut(qtbot, work, tmp_path):
    assert clipped(Screen(qtbot, work, tmp_path / "x.pdf").view) == []


def test_each_kind_of_paper_is_offered():
    assert [what for what, _words, _detail in WHAT] == list(get_args(What))


def test_a_week_and_each_day_are_proposed_under_names_of_their_own(qtbot, work, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "any.pdf")
    today = work.workspace.today()
    screen.press(screen.view.save_button)
    screen.view.what.button(1).click()

    screen.press(screen.view.save_button)

    monday = screen.viewmodel.state.first_day
    assert screen.proposed == [f"Calendar from {monday}", f"Day sheet {today}"]


def test_before_a_day_sheet_is_printed_it_is_said_that_a_number_is_missing(qtbot, work, tmp_path):
    screen = Screen(qtbot, work, tmp_path / "any.pdf")
    before = screen.view.lacking.isVisible()
    screen.view.what.button(1).click()
    settle()
    shown = screen.view.lacking.isVisible()

    settle_numbers(work.workspace, PageNumbers("112", "116 123", clinic_phone="030 1"))
    settle_staff_numbers(work.workspace, StaffNumbers("030 2", "030 3"))
    again = Screen(qtbot, work, tmp_path / "any.pdf")
    again.view.what.button(1).click()
    settle()

    assert (before, shown) == (False, True)
    assert not again.view.lacking.isVisible()


@pytest.mark.parametrize(
    ("ending", "said"), [("to_be_continued", "to be continued"), ("broken_off", "broken off")]
)
def test_the_day_sheet_calls_no_session_held_that_was_not_held_to_its_end(work, ending, said):
    end_session(work.workspace, work.start(work.add_client(), "S01"), ending)

    sheet = text_of(calendar_pdf(work.workspace, "day", work.workspace.today()))

    assert said in " ".join(sheet.split())


def test_who_asks_for_the_day_sheet_finds_it_chosen(qtbot, work):
    view = CalendarPaperView(CalendarPaperViewModel(work.workspace, what="day"))
    qtbot.addWidget(view)

    assert view.what.checkedId() == [each for each, *_words in WHAT].index("day")
