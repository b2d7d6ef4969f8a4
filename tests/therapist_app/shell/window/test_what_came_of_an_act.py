"""What came of an act that ends its page is read on the page that one comes to."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.support.windows.office import Office
from tests.support.windows.page_states import RAISES, wait_for_work
from therapist_app import commands
from therapist_app.record.model import Client
from therapist_app.widgets.controls.buttons import MainButton
from therapist_app.widgets.layout.frames import PageHead
from therapist_app.workflows.sessions.answering_alerts import open_alerts


def answer_an_alert(office: Office, client: Client) -> None:
    """Answer an alert that a measure opened, and come back to the client."""
    form, answers = RAISES["watch"]
    office.work.fill(client, form, answers, None)
    [alert] = open_alerts(office.work.workspace, client.id)
    office.window.go_to(commands.ClientPage(client.id))
    office.window.go_to(commands.AlertPage(alert.id))
    wait_for_work()
    viewmodel = office.window.page._viewmodel
    for each in office.window.page.answer.ticks:
        viewmodel.toggle(each.action_id)
    viewmodel.write_facts("The item was talked about; there is no plan.")
    viewmodel.write_reason("It was done by telephone.")
    viewmodel.choose_day(viewmodel.state.days[0].isoformat())
    assert viewmodel.state.missing == ()
    office.window.page.answer.record.click()
    wait_for_work()


def test_that_an_answer_is_recorded_is_read_where_one_comes_back_to(office: Office) -> None:
    answer_an_alert(office, office.work.add_client())

    assert isinstance(office.window.here, commands.ClientPage)
    assert office.window.frame.act is not None
    assert office.window.frame.act.words.isVisible()
    assert office.window.frame.act.words.text() == "The answer is recorded."
    office.window.page.went_on.emit()
    assert office.window.frame.act is None


def test_it_is_gone_with_the_next_page(office: Office) -> None:
    answer_an_alert(office, office.work.add_client())

    office.window.go_to(commands.Today())

    assert office.window.frame.act is None


def test_what_was_done_within_a_page_is_not_told_on_the_next(office: Office) -> None:
    client = office.work.add_client()
    office.window.go_to(commands.ClientPage(client.id))
    wait_for_work()

    office.window.page._viewmodel.act_done.emit("The pause is saved.")
    wait_for_work()
    office.window.go_to(commands.Today())

    assert office.window.frame.act is None


def led_to_the_signature(office: Office) -> MainButton:
    """Fill a sign-off in, and press Ctrl+Enter."""
    office.window.go_to(commands.Library("versions"))
    wait_for_work()
    versions = office.window.page.versions
    versions.page.rows[0].sign.click()
    wait_for_work()
    QTest.keyClicks(versions.page.role, "Clinical lead")
    versions.page.agreed.click()
    office.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return versions.page.sign


def test_whoever_leaves_what_ctrl_enter_only_led_to_is_told_once(office: Office) -> None:
    sign = led_to_the_signature(office)
    assert sign.text() == "Sign off (press Enter)"

    office.window.go_to(commands.Today())
    wait_for_work()

    assert isinstance(office.window.here, commands.Library)
    assert office.window.frame.act.words.isVisible()
    assert office.window.frame.act.words.text().startswith("Not done yet: Sign off.")
    office.window.go_to(commands.Today())
    assert office.window.here == commands.Today()
    assert office.window.frame.act is None


@pytest.mark.parametrize("way", ["escape", "button"])
def test_the_ways_back_from_a_sign_off_tell_once_what_was_typed(office: Office, way: str) -> None:
    office.window.go_to(commands.Library("versions"))
    wait_for_work()
    versions = office.window.page.versions
    versions.page.rows[0].sign.click()
    wait_for_work()
    asked = versions.page
    QTest.keyClicks(asked.role, "Clinical lead")

    def leave() -> None:
        if way == "escape":
            QTest.keyClick(asked.role, Qt.Key.Key_Escape)
        else:
            asked.back.click()
        wait_for_work()

    leave()
    assert versions.page is asked
    assert asked.role.text() == "Clinical lead"
    assert office.window.frame.act.words.text().startswith("Not done yet: Sign off.")
    leave()

    assert versions.page is not asked


def test_what_is_done_after_all_is_no_longer_called_undone(office: Office) -> None:
    sign = led_to_the_signature(office)
    office.window.go_to(commands.Today())

    sign.click()
    wait_for_work()

    assert office.window.frame.act is None
    office.window.go_to(commands.Today())
    assert office.window.here == commands.Today()


def filled_sign_off(office: Office) -> None:
    office.window.go_to(commands.Library("versions"))
    wait_for_work()
    office.window.page.versions.page.rows[0].sign.click()
    wait_for_work()
    QTest.keyClicks(office.window.page.versions.page.role, "Clinical lead")
    office.window.page.versions.page.agreed.click()


def filled_number_of_years(office: Office) -> None:
    office.window.go_to(commands.Retention())
    wait_for_work()
    QTest.keyClicks(office.window.page.years, "10")
    QTest.keyClicks(office.window.page.basis, "The law on health records")


@pytest.mark.parametrize(
    ("fill", "act"), [(filled_sign_off, "Sign off"), (filled_number_of_years, "Approve")]
)
@pytest.mark.parametrize("is_back", [False, True])
def test_whoever_leaves_what_is_filled_in_and_not_signed_is_asked_once(
    office: Office, fill, act, is_back
) -> None:
    def leave() -> None:
        if is_back:
            office.window.go_back()
        else:
            office.window.go_to(commands.Today())
        wait_for_work()

    fill(office)
    page = office.window.page

    leave()

    assert office.window.page is page
    assert office.window.frame.act.words.text().startswith(f"Not done yet: {act}.")
    leave()
    assert office.window.frame.act is None
    assert office.window.page is not page or page.versions.page.rows
    office.window.go_to(commands.Today())
    assert office.window.here == commands.Today()


def test_nobody_is_asked_about_what_was_not_filled_in_or_is_saved(office: Office) -> None:
    office.window.go_to(commands.Retention())
    office.window.go_to(commands.Today())
    assert office.window.here == commands.Today()

    filled_number_of_years(office)
    office.window.page.approve.click()
    wait_for_work()
    office.window.go_to(commands.Today())

    assert office.window.here == commands.Today()


def reason_for_a_change_of_course(office: Office) -> QWidget:
    office.window.go_to(commands.ClientPage(office.work.add_client().id, part="course"))
    wait_for_work()
    turned = office.window.page.page
    turned.change.reason.setFocus()
    QTest.keyClicks(turned.change.reason, "She moves to another town")
    return turned.back


def reason_for_a_hold(office: Office) -> QWidget:
    office.window.go_to(commands.DataRights(office.work.add_client().id))
    wait_for_work()
    office.window.page._on_overview_chosen("hold")
    QTest.keyClicks(office.window.page.page.reason, "A court has asked")
    return office.window.page.back


def words_of_a_new_client(office: Office) -> QWidget:
    office.window.go_to(commands.Clients("new_client"))
    wait_for_work()
    newcomer = office.window.page.newcomer
    newcomer.known.kinds["named"].click()
    QTest.keyClicks(newcomer.known.name, "Ada Hill")
    return newcomer.go_back


@pytest.mark.parametrize(
    ("write", "act"),
    [
        (reason_for_a_change_of_course, "Change the course"),
        (reason_for_a_hold, "Put on legal hold"),
        (words_of_a_new_client, "Add the client"),
    ],
)
@pytest.mark.parametrize("way", ["button", "Escape", "key", "Today"])
def test_whoever_leaves_words_that_are_not_saved_is_told_once_whatever_way_they_go(
    office: Office, write, act, way
) -> None:
    back = write(office)
    page = office.window.page
    turned = getattr(page, "page", None) or page.newcomer

    def leave() -> None:
        if way == "button":
            back.click()
        elif way == "Escape":
            office.press(Qt.Key.Key_Escape)
        elif way == "key":
            office.window.go_back()
        else:
            office.window.go_to(commands.Today())
        wait_for_work()

    leave()

    assert office.window.page is page
    assert turned in {getattr(page, "page", None), getattr(page, "newcomer", None)}
    assert office.window.frame.act.words.text().startswith(f"Not done yet: {act}.")
    leave()
    gone = {getattr(page, "page", None), getattr(page, "newcomer", None)}
    assert office.window.page is not page or turned not in gone


def test_what_return_in_its_field_has_done_is_not_called_undone(office: Office) -> None:
    reason_for_a_change_of_course(office)
    card = office.window.page.page.change
    [ends] = [each for each in card.options if "End the course" in each.text()]
    ends.click()

    QTest.keyClick(card.reason, Qt.Key.Key_Return)
    wait_for_work()

    assert isinstance(office.window.here, commands.FormPage)


def test_escape_that_leads_nowhere_asks_nothing(office: Office) -> None:
    filled_number_of_years(office)

    office.press(Qt.Key.Key_Escape)

    assert office.window.frame.act is None


@pytest.mark.parametrize("where", ["client", "today", "clients", "course"])
def test_what_is_pressed_in_a_head_or_a_foot_stays_where_it_is(office: Office, where: str) -> None:
    client = office.work.add_client()
    places = {"today": commands.Today(), "clients": commands.Clients()}
    office.window.go_to(places.get(where, commands.ClientPage(client.id)))
    wait_for_work()
    if where == "course":
        office.window.page.head.course_chosen.emit()
        wait_for_work()
    heads = office.window.page.findChildren(PageHead)
    pressed = [button for head in heads for button in head.findChildren(QPushButton)]
    shown = [each for each in pressed if each.isVisible()]
    assert shown
    before = [each.mapTo(office.window, QPoint()) for each in shown]

    office.window.frame.tell_undone("Save")
    wait_for_work()

    assert office.window.frame.act.words.isVisible()
    assert [each.mapTo(office.window, QPoint()) for each in shown] == before
    head = next(each for each in heads if each.isVisible())
    line = office.window.frame.act
    assert (
        line.mapTo(office.window, QPoint()).y()
        >= head.mapTo(office.window, QPoint(0, head.height())).y()
    )


def test_a_page_that_is_gone_takes_along_what_stood_in_it(office: Office) -> None:
    office.window.go_to(commands.Today())
    wait_for_work()
    office.window.frame.tell_undone("Save")
    office.window.go_to(commands.Clients())
    wait_for_work()

    office.window.frame.tell_undone("Add")
    wait_for_work()

    assert office.window.frame.act.words.text().startswith("Not done yet: Add.")
