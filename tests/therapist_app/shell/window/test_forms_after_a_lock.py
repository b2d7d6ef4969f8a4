"""After a lock one stands in the same form, however it was opened; “Back” leads where it led."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.sampling import sampled
from tests.support.windows.office import Office
from tests.support.windows.page_states import RAISES, wait_for_work
from tests.support.workflows.workspaces import answered
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.model import Client
from therapist_app.screens.form.view import FormView
from therapist_app.workflows.course.following_a_plan import agenda_of
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.forms.paper_entry import PaperForm, begin_paper_form
from therapist_app.workflows.policies.page_numbers import PageNumbers, page_numbers
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import go_to_step

WORDS = "Walk to the quarry on Thursday"


def begin(office: Office, client: Client, appointment_id: str | None = None) -> None:
    """Keep a draft of a plan for practice, of which a word is known."""
    work = office.work
    opened = open_form(work.workspace, client.id, "practice-plan", appointment_id=appointment_id)
    keep_draft(work.workspace, opened, answered(opened.state, {"what": WORDS}))


def finished(office: Office, client: Client, form_id: str, answers: dict[str, object]) -> str:
    office.work.fill(client, form_id, answers, None)
    found = filled_forms.for_client(office.work.workspace.caseload, client.id, form_id)
    return found[-1].id


def go(office: Office, place: Destination) -> Any:
    office.window.go_to(place)
    wait_for_work()
    return office.window.page


def search(office: Office, words: str) -> None:
    """Type words into the search, and take what it finds of them."""
    office.window.search()
    wait_for_work()
    QTest.keyClicks(office.window.found.line, words)
    wait_for_work()
    forms = (commands.FormPage, commands.FilledFormPage)
    hits = office.window.found._viewmodel.state.hits
    [found] = [each.destination for each in hits if isinstance(each.destination, forms)][:1]
    office.window._go_by_command(found)
    wait_for_work()


def new_on_the_clients_page(office: Office, client: Client) -> None:
    page = go(office, commands.ClientPage(client.id, "forms"))
    page._viewmodel.open_form("safety-plan")


def begun_on_the_clients_page(office: Office, client: Client) -> None:
    begin(office, client)
    new = go(office, commands.ClientPage(client.id, "forms"))
    new._viewmodel.open_form("practice-plan")


def kept_on_the_clients_page(office: Office, client: Client) -> None:
    kept = finished(office, client, "practice-plan", {"what": WORDS})
    go(office, commands.ClientPage(client.id))._viewmodel.open_kept(kept)


def continued_on_today(office: Office, client: Client) -> None:
    begin(office, client)
    [task] = go(office, commands.Today()).tasks
    task.open.click()


def found_by_its_words(office: Office, client: Client) -> None:
    begin(office, client)
    search(office, "quarry")


def found_by_its_title(office: Office, client: Client) -> None:
    go(office, commands.ClientPage(client.id))
    search(office, "safety plan")


def of_a_running_session(office: Office, client: Client) -> None:
    session = office.work.start(client, "S01")
    go(office, commands.SessionPage(session))._viewmodel.open_form("safety-plan")


def found_in_a_running_session(office: Office, client: Client) -> None:
    go(office, commands.SessionPage(office.work.start(client, "S01")))
    search(office, "safety plan")


def begun_in_a_running_session(office: Office, client: Client) -> None:
    session = office.work.start(client, "S01")
    begin(office, client, session)
    go(office, commands.SessionPage(session))._viewmodel.open_form("practice-plan")


def corrected(office: Office, client: Client) -> None:
    kept = finished(office, client, "practice-plan", {"what": WORDS})
    go(office, commands.FilledFormPage(kept))._viewmodel.correct("It was misheard")


def entered_from_paper(office: Office, client: Client) -> None:
    workspace = office.work.workspace
    day = workspace.today()
    paper = PaperForm(client.id, "practice-plan", day, "client", None)
    opened = begin_paper_form(workspace, paper)
    go(office, commands.FilledFormPage(opened.filled.id))


def named_by_an_alert(office: Office, client: Client) -> None:
    form, answers = RAISES["watch"]
    office.work.fill(client, form, answers, None)
    [alert] = open_alerts(office.work.workspace, client.id)
    go(office, commands.AlertPage(alert.id))._viewmodel.open_form("safety-plan")


def one_of_several_scores(office: Office, client: Client) -> None:
    kept = finished(office, client, "gad-7", {"q1": 1})
    then = finished(office, client, "phq-9", {"q1": 1})
    go(office, commands.ClientPage(client.id))
    go(office, commands.FilledFormPage(kept, (then,)))


def a_first_contact(office: Office, client: Client) -> None:
    del client
    page = go(office, commands.FirstContact())
    page.name.setFocus()
    QTest.keyClicks(page.name, "Tom")
    office.window._flush()
    go(office, page.comes_back_to)


WAYS: tuple[Callable[[Office, Client], None], ...] = (
    new_on_the_clients_page,
    begun_on_the_clients_page,
    kept_on_the_clients_page,
    continued_on_today,
    found_by_its_words,
    found_by_its_title,
    of_a_running_session,
    found_in_a_running_session,
    begun_in_a_running_session,
    corrected,
    entered_from_paper,
    named_by_an_alert,
    one_of_several_scores,
    a_first_contact,
)


def stands(office: Office) -> tuple[object, ...]:
    """Return what form is open, with its answers, and where the keyboard is in it."""
    wait_for_work()
    page = office.window.page
    assert isinstance(page, FormView), page
    opened = page._viewmodel._opened
    kept = opened.filled.id if opened.saved_at is not None else ""
    at = page.panel.place if page.panel is not None else ""
    answers = dict(page._viewmodel.state.answers)
    return (office.window.here, opened.filled.form_id, opened.filled.client_id, kept, answers, at)


@pytest.mark.parametrize("opens", sampled(WAYS, every=4), ids=lambda way: way.__name__)
def test_after_a_lock_one_stands_in_the_same_form_and_back_leads_where_it_led(
    office: Office, opens: Callable[[Office, Client], None]
) -> None:
    opens(office, office.work.add_client())
    before, places = stands(office), office.window._trail.places

    office.lock_and_open_again()

    assert stands(office) == before
    assert office.window._trail.places == places


def test_back_from_a_form_leads_into_the_running_session_after_a_lock(office: Office) -> None:
    of_a_running_session(office, office.work.add_client())
    session = office.window._trail.places[-2]
    assert isinstance(session, commands.SessionPage)
    office.lock_and_open_again()

    office.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert office.window.here == session


def test_the_question_that_was_left_has_the_keyboard_again(office: Office) -> None:
    client = office.work.add_client()
    page = go(office, commands.FormPage(client.id, "phq-9"))
    page.panel.go_to("q4")

    office.press(Qt.Key.Key_F9)
    office.lock_and_open_again()
    wait_for_work()

    assert office.window.page.panel.place == "q4"


def test_the_question_of_a_step_has_the_keyboard_again(office: Office) -> None:
    work = office.work
    session = work.start(work.add_client(), "S01")
    agenda = agenda_of(work.workspace, appointments.load(work.workspace.caseload, session))
    go_to_step(work.workspace, session, next(each.id for each in agenda if each.form_id))
    page = go(office, commands.SessionPage(session))
    asked = page.step.panel._pages[0][1]
    page.step.panel.go_to(asked)

    office.lock_and_open_again()
    wait_for_work()

    assert office.window.page.step.question_id == asked


def test_half_a_number_counts_nowhere_after_a_lock_and_stands_in_its_field(office: Office) -> None:
    page = go(office, commands.Settings("numbers"))
    line = page.numbers.lines["crisis_line"]
    line.setFocus()
    QTest.keyClicks(line, "800 10 20")

    office.lock_and_open_again()
    wait_for_work()
    page = office.window.page
    page.enter("numbers")
    wait_for_work()

    assert page.numbers.lines["crisis_line"].text() == "800 10 20"
    assert page_numbers(office.work.workspace) == PageNumbers()
    page.flush()
    assert page_numbers(office.work.workspace) == PageNumbers()
    page.numbers.keep.click()
    assert page_numbers(office.work.workspace) == PageNumbers(crisis_line="800 10 20")


def test_a_question_that_was_half_answered_is_no_error_on_coming_back_and_has_the_keyboard(
    office: Office,
) -> None:
    client = office.work.add_client()
    page = go(office, commands.FormPage(client.id, "risk-event"))
    page.panel.go_to("facts")
    QTest.keyClicks(QApplication.focusWidget(), "Said at the door")

    office.lock_and_open_again()
    wait_for_work()

    panel = office.window.page.panel
    facts = panel.question("facts")
    assert facts._told.problem is not None
    assert facts._tone == ""
    assert facts.isAncestorOf(QApplication.focusWidget())
    office.window.page.finish.setFocus()
    assert facts._tone == "urgent", "once it is left it is said as before"


def test_the_keyboard_goes_to_a_question_that_is_answered_by_hand(office: Office) -> None:
    client = office.work.add_client()
    opened = open_form(office.work.workspace, client.id, "goals")
    state = answered(opened.state, {"goals": [{"goal_text": "Sleep"}, {"goal_text": "Walk"}]})
    keep_draft(office.work.workspace, opened, state)

    page = go(office, commands.FormPage(client.id, "goals"))

    assert not page._viewmodel.state.unanswered
    assert page.panel.place == "goals"
