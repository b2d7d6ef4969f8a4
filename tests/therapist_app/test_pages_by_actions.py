"""The shell and its pages driven by what assistive technology does: no mouse, no key."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.support.windows.acting import open_row, pick, press, take_from_menu, told, turn, write
from tests.support.windows.page_states import STATES, Page, lead_to, wait_for_work
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.model import Client
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.rail import Rail, RailEntry
from therapist_app.workflows.sessions.answering_alerts import open_alerts

pytestmark = [
    pytest.mark.usefixtures("wear"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True),
]
Show = Callable[..., Page]


@pytest.fixture
def show(opened: tuple[Workplace, MainWindow]) -> Show:
    """Return what opens a page in one of its states."""
    work, window = opened

    def do(kind: type[Destination], name: str = "as it is") -> Page:
        state = next(each for each in STATES[kind] if each.name == name)
        lead_to(window, state.leads(work))
        wait_for_work()
        for act in state.acts:
            act(window.page)
            wait_for_work()
        return window.page

    return do


def places(window: MainWindow) -> list[RailEntry]:
    """Return the places at the edge, as they are now."""
    rail = window.findChild(Rail)
    assert rail is not None
    return rail.places


def test_each_place_at_the_edge_is_gone_to(opened: tuple[Workplace, MainWindow]) -> None:
    _work, window = opened
    window.go_to(commands.About())

    for entry in places(window):
        turn(entry)
        settle()

        assert window.here == entry.command.destination
        assert [each for each in places(window) if each.isChecked()] == [entry]


def test_the_place_that_is_shown_stays_marked(opened: tuple[Workplace, MainWindow]) -> None:
    _work, window = opened
    window.go_to(commands.Today())
    entry = next(each for each in places(window) if each.isChecked())

    turn(entry)
    settle()

    assert entry.isChecked()
    assert window.here == entry.command.destination


def test_clients_are_filtered_looked_for_and_opened(
    opened: tuple[Workplace, MainWindow], show: Show
) -> None:
    work, window = opened
    client: Client = work.add_client()
    page = show(commands.Clients)

    turn(next(each for each in page.options if each.choice == "ended"))
    assert page._viewmodel.state.only == "ended"
    turn(next(each for each in page.options if each.choice == "all"))
    write(page.search, client.code)
    settle()
    assert [each.code for each in page._viewmodel.state.lines] == [client.code]

    open_row(page.table, 0)
    settle()
    assert window.here == commands.ClientPage(client.id)


def test_a_line_of_the_menu_of_a_client_is_taken_and_the_menu_closes(
    opened: tuple[Workplace, MainWindow], show: Show
) -> None:
    _work, window = opened
    page = show(commands.ClientPage, "planned")

    take_from_menu(page.head.record, "Data rights")
    settle()

    assert isinstance(window.here, commands.DataRights)
    assert QApplication.activePopupWidget() is None


def test_which_measure_is_handed_over_is_taken_from_a_menu(
    opened: tuple[Workplace, MainWindow], show: Show
) -> None:
    _work, window = opened
    page = show(commands.SessionPage, "running")
    page._viewmodel.go_to("safety-check")

    take_from_menu(page.hand_over, "GAD-7")
    settle()

    assert isinstance(window.here, commands.HandOver)
    assert window.here.form_ids == ("gad-7",)
    assert QApplication.activePopupWidget() is None


def test_each_shelf_is_turned_to(show: Show) -> None:
    page = show(commands.Library, "sessions")

    for option in reversed(page.options):
        turn(option)
        assert page._viewmodel.state.shelf == option.choice


def test_settings_take_effect(show: Show) -> None:
    page = show(commands.Settings)
    was = page._viewmodel.state.look

    turn(page.look.still)
    settle()
    assert page._viewmodel.state.look.reduced_motion is not was.reduced_motion

    turn(page.look.still)
    settle()
    assert page._viewmodel.state.look == was


def test_a_rule_about_the_course_is_switched(show: Show) -> None:
    page = show(commands.Settings)
    was = [each.is_on for each in page._viewmodel.state.rules]

    turn(page.rules.ticks[0])

    assert [each.is_on for each in page._viewmodel.state.rules] == [not was[0], *was[1:]]


def test_a_part_of_the_guidance_unfolds_and_a_step_is_done(show: Show) -> None:
    page = show(commands.SessionPage, "running")
    viewmodel = page._viewmodel
    before = viewmodel.state

    press(page.foot.done)
    settle()

    assert viewmodel.state != before


def test_an_alert_is_answered(opened: tuple[Workplace, MainWindow], show: Show) -> None:
    work, _window = opened
    page = show(commands.AlertPage, "act")
    answer = page.answer
    alert_id = page._viewmodel.state.page.alert.id

    for tick in answer.ticks:
        turn(tick)
    write(answer.told, "The supervisor")
    write(answer.told_when, f"{work.workspace.today():%d %m %Y}")
    write(answer.facts, "Asked directly. No plan was named.")
    pick(answer.contact, 1)
    press(answer.give_reason)
    write(answer.reason, "The rest follows today.")
    press(answer.record)
    settle()

    assert alert_id not in {each.id for each in open_alerts(work.workspace)}


def test_who_is_still_to_be_told_is_said(show: Show) -> None:
    page = show(commands.AlertPage, "watch")

    turn(page.answer.not_told)

    assert page._viewmodel.state.is_to_tell
    assert page.answer.not_told.isChecked()


def test_a_decision_about_data_is_written_down(show: Show) -> None:
    page = show(commands.DataRights, "consent")
    sheet = page.page

    pick(sheet.topic, 0)
    turn(sheet.decisions.button(0))
    turn(sheet.how.button(0))
    write(sheet.text_name, "Information sheet")
    write(sheet.version, "1")
    press(sheet.keep)
    wait_for_work()

    kept = [each for each in page._viewmodel.state.consents if each.history]
    assert [each.topic.id for each in kept] == [sheet._topics[0].topic.id]


@pytest.mark.parametrize("what", ["restrict", "erase"])
def test_a_reason_is_chosen_before_anything_of_a_record_is_done(show: Show, what: str) -> None:
    sheet = show(commands.DataRights, what).page
    assert not sheet.keep.isEnabled()

    turn(sheet.group.button(0))
    if what == "erase":
        write(sheet.typed, sheet._code)

    assert sheet.keep.isEnabled()


def test_what_leaves_in_a_copy_is_ticked(show: Show) -> None:
    page = show(commands.DataRights, "copy")
    items = [item for card in page.page.cards for item in card.items]
    item = next(each for each in items if each.tick.isEnabled())
    was = item.tick.isChecked()

    turn(item.tick)
    assert item.tick.isChecked() is not was

    turn(item.tick)
    assert item.tick.isChecked() is was


def test_a_knowledge_check_is_answered(show: Show) -> None:
    page = show(commands.Training, "a question")

    turn(page.page.options[1])
    assert page._viewmodel.state.asked.chosen == 1

    press(page.page.go)
    settle()
    assert page._viewmodel.state.asked.is_told


def test_an_export_is_chosen(opened: tuple[Workplace, MainWindow], show: Show) -> None:
    opened[0].hold(opened[0].add_client(), "S01")
    page = show(commands.Outcomes)
    choices = page.choices

    turn(choices.options["client_summary"])
    assert page._viewmodel.state.kind == "client_summary"

    pick(choices.client, 1)
    pick(choices.purpose, 0)
    assert page._viewmodel.state.client_id
    assert page._viewmodel.state.purpose == "supervision"

    turn(choices.options["service_report"])
    assert page._viewmodel.state.kind != "client_summary"


def test_a_session_is_rated_and_its_end_and_note_are_kept(show: Show) -> None:
    page = show(commands.ClosePage, "running")
    row = page.fidelity.rows[0]

    turn(row.options[-1])
    write(row.reason, "Nobody was in the room.")
    turn(page.ending.options["broken_off"])
    write(page.note.summary, "We stopped early.")
    turn(page.note.supervision)
    settle()

    state = page._viewmodel.state
    assert state.page.items[0].rating == "na"
    assert state.page.items[0].reason == "Nobody was in the room."
    assert state.ending == "broken_off"
    assert state.note.question_state("summary").answer == "We stopped early."
    assert state.note.question_state("supervision_flag").answer is True


def test_the_client_answers_on_their_own_pages(show: Show) -> None:
    page = show(commands.HandOver, "the client's turn")
    turn_page = page.turn
    first = turn_page.question.question_id

    turn(turn_page.question.grid.buttons[1])
    assert page._viewmodel.state.question.answer == 1

    press(turn_page.go_on)
    settle()
    assert turn_page.question.question_id != first


@pytest.mark.qt_log_ignore("Invalid index", extend=True)
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (commands.SessionPage, "running"),
        (commands.ClosePage, "running"),
        (commands.Settings, "as it is"),
        (commands.ClientPage, "with much"),
    ],
)
def test_a_part_that_is_not_there_is_none_and_ends_nothing(
    show: Show, kind: type[Destination], name: str
) -> None:
    page = show(kind, name)
    left = [told(page.window())]

    while left:
        thing = left.pop()
        parts = [thing.child(at) for at in range(thing.childCount())]
        if thing.role() != QAccessible.Role.Table:  # Qt's own makes up a cell there
            assert thing.child(len(parts)) is None
        left += [each for each in parts if each is not None]
