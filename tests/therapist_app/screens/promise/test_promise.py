"""The page of a promise, driven as a person would drive it."""

import gc
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.commands import Back, ClientPage
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import promises
from therapist_app.record.database import audit
from therapist_app.record.model import Acknowledgement, Client, PromiseKind
from therapist_app.screens.promise.view import PromiseView
from therapist_app.screens.promise.viewmodel import PromiseViewModel
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions import promising
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")
DAY = 24 * 3600


class Screen(ShownPage):
    """The page of one promise, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, kind: PromiseKind, client: Client) -> None:
        super().__init__(qtbot)
        self.work, self.client = work, client
        self.promise_id = next(
            each.id
            for each in promising.open_promises(work.workspace, client.id)
            if each.kind == kind
        )
        self.show_page(PromiseView(PromiseViewModel(work.workspace, self.promise_id)))

    def press(self, widget: QPushButton) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    @property
    def attempt(self):
        assert self.view.attempt is not None
        return self.view.attempt

    @property
    def kept(self):
        return promises.load(self.work.workspace.caseload, self.promise_id)


@pytest.fixture
def client(work: Workplace) -> Client:
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    today = work.workspace.today()
    acknowledge(
        work.workspace,
        alert.id,
        Acknowledgement(
            actions=("contact", "told"),
            facts="Asked directly; the plan was gone through.",
            told="Clinical lead",
            told_when="10:10",
            next_contact=(today + timedelta(days=2)).isoformat(),
            reason_for_open_actions="Not needed today",
            by="Ana Example",
        ),
    )
    promising.promise_to_tell(work.workspace, alert, today, "The supervisor")
    return client


def test_nothing_is_chosen_beforehand_and_nothing_is_noted_until_both_are(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    screen = Screen(qtbot, work, "next_contact", client)
    attempt = screen.attempt
    assert not any(each.isChecked() for each in (*attempt.hows, *attempt.outcomes))
    assert not attempt.note.isEnabled()

    screen.press(attempt.hows[0])
    assert not attempt.note.isEnabled()
    screen.press(attempt.outcomes[1])

    assert attempt.note.isEnabled()
    assert [each.isChecked() for each in attempt.outcomes] == [False, True]


def test_no_answer_is_kept_as_a_try_and_the_promise_stays(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    screen = Screen(qtbot, work, "next_contact", client)

    screen.press(screen.attempt.hows[0])
    screen.press(screen.attempt.outcomes[1])
    qtbot.keyClicks(screen.attempt.words, "rang twice")
    told: list[str] = []
    screen.view.act_done.connect(told.append)
    screen.press(screen.attempt.note)

    assert told == ["The contact is saved."]
    assert screen.kept.closed_at is None
    [contact] = promises.contacts_for_client(work.workspace.caseload, client.id)
    assert (contact.how, contact.outcome, contact.words) == ("telephone", "no_answer", "rang twice")
    assert screen.left == [Back()]


def test_a_talk_keeps_it_by_keyboard_alone(qtbot: QtBot, work: Workplace, client: Client) -> None:
    screen = Screen(qtbot, work, "reach_client", client)
    assert screen.view.focusWidget() is screen.attempt.hows[0]

    qtbot.keyClick(screen.attempt.hows[0], Qt.Key.Key_Space)
    for _press in range(12):
        if screen.view.focusWidget() is screen.attempt.outcomes[0]:
            break
        qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Space)
    told: list[str] = []
    screen.view.act_done.connect(told.append)
    screen.attempt.note.setFocus()
    qtbot.keyClick(screen.attempt.note, Qt.Key.Key_Return)

    assert told == ["The contact is saved, and the promise is kept."]
    assert screen.kept.closed_how == "contact"
    assert screen.left == [Back()]


def test_arrows_walk_over_the_choices_and_choose_nothing(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    screen = Screen(qtbot, work, "next_contact", client)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(screen.view.focusWidget(), key)

    attempt = screen.attempt
    assert not any(each.isChecked() for each in (*attempt.hows, *attempt.outcomes))


def test_somebody_who_is_to_be_told_is_told_by_one_button_and_by_no_call(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    screen = Screen(qtbot, work, "tell_somebody", client)
    assert screen.view.attempt is None
    assert screen.view.focusWidget() is screen.view.told

    screen.press(screen.view.told)

    assert screen.kept.closed_how == "told"
    assert screen.left == [Back()]


def test_it_is_let_go_with_a_reason_alone(qtbot: QtBot, work: Workplace, client: Client) -> None:
    screen = Screen(qtbot, work, "next_contact", client)
    assert not screen.view.let_go.isEnabled()

    qtbot.keyClicks(screen.view.reason, "  ")
    assert not screen.view.let_go.isEnabled()
    screen.view.reason.clear()
    qtbot.keyClicks(screen.view.reason, "moved away")
    screen.press(screen.view.let_go)

    assert (screen.kept.closed_how, screen.kept.reason) == ("let_go", "moved away")
    assert screen.left == [Back()]


def test_a_closed_promise_and_a_restricted_record_are_only_read(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    screen = Screen(qtbot, work, "tell_somebody", client)
    promising.keep_by_telling(work.workspace, screen.promise_id)
    closed = PromiseView(PromiseViewModel(work.workspace, screen.promise_id))
    qtbot.addWidget(closed)
    restrict(work.workspace, client.id, "accuracy")
    assert protection.restriction_of(work.workspace.caseload, client.id) is not None
    restricted = Screen(qtbot, work, "next_contact", client).view

    for view in (closed, restricted):
        view.show()
        view.focus_first()
        gc.collect()
        settle()
        assert view.attempt is None
        assert not view.told.isVisible()
        assert not view.let_go.isVisible()
        assert view.focusWidget() is view.back


def test_it_says_where_it_comes_from_and_since_when_it_is_overdue(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    work.clock.advance(4 * DAY)

    screen = Screen(qtbot, work, "next_contact", client)

    said = [each.text() for each in screen.view.findChildren(QLabel)]
    assert "Alert: act" in said
    assert any(each.startswith("overdue since ") for each in said)
    screen.press(screen.view.client)
    assert screen.left == [ClientPage(client.id)]


@pytest.mark.parametrize("kind", ["next_contact", "reach_client", "tell_somebody"])
def test_nothing_is_cut_in_a_small_window_with_large_text(
    qtbot: QtBot, work: Workplace, client: Client, wear, kind: PromiseKind
) -> None:
    wear("light", 2.0)
    screen = Screen(qtbot, work, kind, client)
    screen.view.resize(1024, 700)
    gc.collect()
    settle()

    assert clipped(screen.view) == []


def test_the_page_reads_as_it_was_agreed(
    qtbot: QtBot, work: Workplace, client: Client, golden
) -> None:
    screen = Screen(qtbot, work, "reach_client", client)

    golden("screens/promise.txt", outline(screen.view).replace(client.code, "K7-412"))


def test_what_is_shown_to_call_by_is_in_sight_in_a_low_window(
    qtbot: QtBot, work: Workplace, wear
) -> None:
    wear("light", 2.0)
    client = add_client(
        work.workspace, NewClient(anonymity="named", name="A. Sample", contact="085 777")
    )
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    screen = Screen(qtbot, work, "reach_client", client)
    screen.view.resize(1024, 700)
    settle()

    screen.attempt.details.look_up.click()
    settle()

    assert not screen.attempt.details.found.visibleRegion().isEmpty()


def test_the_page_from_which_one_calls_shows_how_the_client_is_safely_reached(
    qtbot: QtBot, work: Workplace
) -> None:
    agreed = "085 777, evenings, text only"
    client = add_client(
        work.workspace,
        NewClient(anonymity="named", name="A. Sample", contact=agreed, age_band="25-34"),
    )
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.fill(client, "agreement", {"contact_rules": "never say the clinic's name"}, None)
    screen = Screen(qtbot, work, "reach_client", client)
    details = screen.attempt.details
    assert agreed not in outline(screen.view)

    screen.press(details.look_up)
    settle()

    assert agreed in outline(screen.view)
    assert "never say the clinic's name" in outline(screen.view)
    [entry] = audit.entries(work.workspace.caseload, newest=1)
    assert entry.action == "identity_read"
