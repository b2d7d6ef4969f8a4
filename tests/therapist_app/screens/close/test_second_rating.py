"""The page of a second rater, driven as a person would drive it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Back, SecondRatingPage
from therapist_app.record.errors import WrongPassphrase
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.confirmations import Confirmation
from therapist_app.screens.client.head_view import HeadView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.close.second_rating import SecondRatingViewModel
from therapist_app.screens.close.second_rating_view import SecondRatingView
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.sessions import second_rating as workflow
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.second_rating import second_rating_page_data

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page of a second rater, the keys pressed there, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, appointment_id: str) -> None:
        super().__init__(qtbot)
        self.work, self.appointment_id = work, appointment_id
        self.pressed = 0
        self.come_back()

    def come_back(self) -> None:
        """Build the page afresh, as the window does on each return."""
        self.viewmodel = SecondRatingViewModel(self.work.workspace, self.appointment_id)
        self.show_page(SecondRatingView(self.viewmodel), (1302, 768))

    def write(self, words: str) -> None:
        self.qtbot.keyClicks(self.view.rater, words)

    def key(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.view.focusWidget(), key)
            self.pressed += 1
        settle()

    @property
    def ratings(self) -> list[str | None]:
        """What the record holds now."""
        return [
            each.rating
            for each in second_rating_page_data(self.work.workspace, self.appointment_id).items
        ]


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work, work.hold(work.add_client(), "S01", "22210"))


def test_after_the_name_there_is_one_key_an_item_and_one_to_compare(screen: Screen) -> None:
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return)
    screen.pressed = 0

    screen.key(*"221n0")
    keys = screen.pressed
    screen.key(Qt.Key.Key_Space)

    assert keys == len(screen.ratings)
    assert screen.ratings == ["2", "2", "1", "na", "0"]
    assert screen.viewmodel.state.compared is not None


def test_no_first_rating_is_shown_before_both_are(screen: Screen) -> None:
    assert not any(option.isChecked() for row in screen.view.rows for option in row.options)
    assert "Adherence" not in outline(screen.view)


def test_without_a_name_nothing_is_rated_and_the_name_is_asked_for(screen: Screen) -> None:
    screen.view.rows[0].start_focus()

    screen.key("2")

    assert screen.ratings == [None] * 5
    assert screen.view.rater.hasFocus()
    assert "somebody other than the therapist" in screen.view.rater.accessibleDescription()
    assert not any(option.isChecked() for option in screen.view.rows[0].options)


def test_the_therapist_is_not_taken_for_the_second_rater(screen: Screen) -> None:
    screen.write("Ana Example")
    screen.key(Qt.Key.Key_Return, "2")

    assert screen.ratings == [None] * 5
    assert screen.view.rater.hasFocus()


def test_a_colleague_confirms_by_their_passphrase_that_they_rate(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara = PersonEntry("c" * 32, "Clara", ("lead",), practice=False)
    right = bytearray(b"what Clara signs in with")

    def look(_vault: object, second: SecondPerson, about: str) -> Confirmation:
        if second.passphrase != right:
            raise WrongPassphrase
        return Confirmation(second.uid, about, b"")

    monkeypatch.setattr(workflow, "colleagues", lambda _vault: (clara,))
    monkeypatch.setattr(workflow, "confirm", look)
    screen.write("Clara")
    screen.key(Qt.Key.Key_Return)
    line = screen.view.second.passphrase.line
    assert line.hasFocus()
    assert screen.view.why_not.text() == "Clara confirms it with their passphrase first."
    screen.view.rows[0].start_focus()
    screen.key("2")
    assert screen.ratings == [None] * 5
    assert line.hasFocus()

    QTest.keyClicks(line, "another one")
    screen.key(Qt.Key.Key_Return)
    told = screen.view.rater.accessibleDescription
    screen.qtbot.waitUntil(lambda: "does not open it" in told())
    QTest.keyClicks(line, right.decode())
    with screen.qtbot.waitSignal(screen.viewmodel.act_done) as done:
        screen.key(Qt.Key.Key_Return)
    assert screen.view.second is None
    assert done.args == ["Clara confirmed it with their passphrase."]
    screen.key("2")

    assert screen.ratings[0] == "2"
    screen.view.rater.setFocus()
    screen.key(Qt.Key.Key_Tab)
    assert screen.view.focusWidget() in screen.view.rows[0].options


def test_both_ratings_are_shown_from_their_heading_on(screen: Screen) -> None:
    screen.view.resize(1000, 420)
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return)
    screen.key(*"221n0")
    assert screen.view.body.verticalScrollBar().value() > 0

    screen.key(Qt.Key.Key_Space)

    assert screen.viewmodel.state.compared is not None
    assert screen.view.body.verticalScrollBar().maximum() > 0
    assert screen.view.body.verticalScrollBar().value() == 0


def test_of_a_rater_from_outside_it_is_said_who_entered_it(screen: Screen) -> None:
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return, *"22222", Qt.Key.Key_Space)

    shown = outline(screen.view)
    assert "B. Second did not sign these ratings. Entered by Ana Example." in shown
    assert "In 1 session the second rater did not sign the ratings." in shown


def test_a_slip_can_be_put_right_until_both_are_shown(screen: Screen) -> None:
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return, *"22222")
    screen.view.rows[1].start_focus()
    screen.key("0")

    assert screen.ratings == ["2", "0", "2", "2", "2"]
    screen.press(screen.view.compare)
    screen.viewmodel.rate("S01-1", "0")
    assert screen.ratings == ["2", "0", "2", "2", "2"]


def test_side_by_side_says_how_far_both_agree_in_words(screen: Screen) -> None:
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return, *"22200")
    screen.press(screen.view.compare)

    told = outline(screen.view)

    assert "Partly / Not done" in told
    assert "one step apart" in told
    assert "Both rated 5 items, 4 of them the same: 80 %." in told
    assert "Kappa says nothing when fewer than 18 items were rated by both." in told
    assert screen.view.back.hasFocus()


def test_while_the_note_is_not_signed_both_do_not_stand_side_by_side(
    qtbot: QtBot, work: Workplace
) -> None:
    appointment = work.hold(work.add_client(), "S01", "22210", sign=False)
    screen = Screen(qtbot, work, appointment)
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return, *"22200")
    assert not screen.view.compare.isEnabled()
    assert "once the note is signed" in screen.view.why_not.text()
    screen.viewmodel.compare()
    assert screen.viewmodel.state.compared is None

    work.do_every_step(appointment)
    note = close_page_data(work.workspace, appointment).note
    sign_note(work.workspace, appointment, note, note.state)
    screen.come_back()

    assert "80 %" in outline(screen.view)


def test_what_was_begun_is_gone_on_with_under_the_same_name(screen: Screen) -> None:
    screen.write("B. Second")
    screen.key(Qt.Key.Key_Return, *"22")

    screen.come_back()

    assert screen.view.rater.text() == "B. Second"
    assert screen.view.rows[2].isAncestorOf(screen.view.focusWidget())
    assert screen.view.count.text() == "2 of 5 answered"


@pytest.mark.parametrize("how", ["the button", "Escape"])
def test_the_way_back_leads_to_where_one_came_from(screen: Screen, how: str) -> None:
    if how == "Escape":
        QTest.keyClick(screen.view.focusWidget(), Qt.Key.Key_Escape)
    else:
        screen.press(screen.view.back)

    assert screen.left == [Back()]


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    code = screen.viewmodel.state.page.code

    golden("screens/second_rating.txt", outline(screen.view).replace(code, "K7-412"))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
@pytest.mark.parametrize("ratings", ["", "22n00"])
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float, ratings: str) -> None:
    wear("light", scale)
    screen.come_back()
    if ratings:
        screen.write("B. Second")
        screen.key(Qt.Key.Key_Return, *ratings)
        screen.press(screen.view.compare)

    assert clipped(screen.view) == []


def test_the_record_of_a_client_leads_to_each_session_that_is_signed(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    viewmodel = ClientViewModel(work.workspace, client.id)
    head, left = HeadView(viewmodel), []
    qtbot.addWidget(head)
    viewmodel.leave_requested.connect(left.append)
    head.show_state(viewmodel.state)
    before = [each.text() for each in head.record.menu().actions()]
    appointment = work.hold(client, "S01", "22222")
    viewmodel.refresh()

    head.show_state(viewmodel.state)
    [menu] = [each.menu() for each in head.record.menu().actions() if each.menu() is not None]
    [session] = menu.actions()
    session.trigger()

    assert "Second rating" not in before
    assert session.text() == "Session 1, Monday 2 March 2026"
    assert left == [SecondRatingPage(appointment)]


def test_a_session_that_is_not_signed_is_not_in_the_record_of_its_client(work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01", "22222", sign=False)

    assert ClientViewModel(work.workspace, client.id).state.signed == ()
