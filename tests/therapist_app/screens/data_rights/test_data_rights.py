"""The page of a client's data rights, driven as a person would drive it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, get_ident
from typing import get_type_hints

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from exports.access.access_record import AccessRecord
from session_forms.words.day_words import day_in_words
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.page_states import wait_for_work
from tests.support.windows.settling import settle
from tests.support.workflows.second_wording import ADDED, with_second_wording
from tests.support.workflows.workspaces import BegunOnce, Workplace, open_workplace
from therapist_app.commands import Back, Clients, DataRights, Destination, ReadGuide, Retention
from therapist_app.messages.errors import explain
from therapist_app.record.client_rights import consents
from therapist_app.record.client_rights.protection import hold, restrict
from therapist_app.record.clients import alerts, clients, filled_forms
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import CannotWrite, WrongPassphrase
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.confirmations import Confirmation
from therapist_app.record.model import Client, LegalHold, Restriction
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.data_rights import copying, viewmodel
from therapist_app.screens.data_rights.consent_view import ConsentView
from therapist_app.screens.data_rights.copy_view import CopyAsk, CopyView
from therapist_app.screens.data_rights.protect_view import HoldView
from therapist_app.screens.data_rights.view import DataRightsView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.workflows.forms.opening_forms import open_form, reopen_form
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.rights.access_copy import CopyRequest
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.workspace import Workspace

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page, what it is answered when it asks, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, client: Client, topic: str = "") -> None:
        super().__init__(qtbot)
        self.work, self.client = work, client
        self.place = ""
        self.viewmodel = DataRightsViewModel(work.workspace, client.id, topic)
        ask = CopyAsk(lambda _parent, _name: self.place)
        self.show_page(DataRightsView(self.viewmodel, ask=ask), (1302, 768))

    def press(self, button: QPushButton) -> None:
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle()

    def choose(self, words: str) -> None:
        """Press one of the buttons of the overview."""
        self.press(next(each for each in self.view.overview.buttons if each.text() == words))
        wait_for_work()

    @property
    def page(self):
        return self.view.page


def after_a_session(work: Workplace) -> Client:
    client = work.add_client()
    work.pass_gates(client, "S01")
    work.hold(client, "S01", "22")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, None)
    work.fill(client, "risk-event", {"facts": "A neighbour was named"}, None)
    for alert in alerts.unacknowledged(work.workspace.caseload, client.id):
        work.workspace.caseload.run(
            "UPDATE alerts SET acknowledged_at = '1' WHERE id = ?", (alert.id,)
        )
    return client


WITH_A_CLIENT = BegunOnce(after_a_session)


@pytest.fixture
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    begins_with = WITH_A_CLIENT.opened if "client" in request.fixturenames else open_workplace
    with begins_with(tmp_path) as workplace:
        yield workplace


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.workspace.client(WITH_A_CLIENT.found.id)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, client: Client) -> Screen:
    return Screen(qtbot, work, client)


def test_the_outline_reads_as_agreed(screen: Screen, golden: Callable[[str, str], None]) -> None:
    golden("screens/data_rights.txt", outline(screen.view))


def test_the_keyboard_begins_at_the_first_thing_to_do(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.view.overview.buttons[0]


def test_whoever_is_asked_for_notes_by_others_is_led_to_what_to_do(
    screen: Screen, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.view.overview.read.click()

    assert left.args == [ReadGuide("docs/guides/asked-for-notes.md")]


def test_the_page_of_the_client_leads_there(work: Workplace, client: Client) -> None:
    left: list[Destination] = []
    viewmodel = ClientViewModel(work.workspace, client.id)
    viewmodel.leave_requested.connect(left.append)

    viewmodel.show_rights()

    assert left == [DataRights(client.id)]


def test_a_decision_on_paper_is_written_down_and_the_one_before_stays(screen: Screen) -> None:
    screen.choose("Record a decision")
    page = screen.page
    page.topic.setCurrentIndex(page.topic.findData("figures_used"))
    page.decisions.button(2).click()
    page.how.button(1).click()
    QTest.keyClicks(page.text_name, "Our leaflet")
    QTest.keyClicks(page.version, "May 2026")
    screen.press(page.keep)

    found = consents.newest(screen.work.workspace.caseload, [screen.client.id], "figures_used")
    [kept] = found.values()
    assert (kept.decision, kept.text_id, kept.text_version) == (
        "withdrawn",
        "Our leaflet",
        "May 2026",
    )
    assert screen.page is None
    assert screen.view.message.title == "The decision is saved"
    told = outline(screen.view)
    assert screen.view.focusWidget() is screen.view.overview.buttons[0]
    assert "Agreement taken back, by word of mouth" in told
    assert "Agreed, in a form" in told


def test_writing_a_decision_down_fits_a_small_window(screen: Screen) -> None:
    screen.view.resize(432, 480)
    screen.choose("Record a decision")

    area = screen.page.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0


def test_a_whole_decision_and_its_button_are_in_sight_on_a_usual_laptop(screen: Screen) -> None:
    screen.view.resize(1150, 612)
    screen.choose("Record a decision")

    area = screen.page.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert screen.page.keep.visibleRegion().boundingRect().size() == screen.page.keep.size()


def choose_a_decision(page: ConsentView) -> None:
    page.topic.setCurrentIndex(0)
    page.decisions.button(0).click()
    page.how.button(0).click()


def test_no_decision_of_a_client_is_chosen_beforehand(screen: Screen) -> None:
    screen.choose("Record a decision")
    page = screen.page
    QTest.keyClicks(page.text_name, "Our leaflet")
    QTest.keyClicks(page.version, "May 2026")
    before = consents.for_client(screen.work.workspace.caseload, screen.client.id)
    chosen = (page.topic.chosen_id, page.decisions.chosen_id, page.how.chosen_id)

    screen.press(page.keep)

    assert chosen == ("", "", "")
    assert screen.view.focusWidget() is page.topic
    assert page.decisions.problem.text() == page.how.problem.text() == "Choose one."
    assert consents.for_client(screen.work.workspace.caseload, screen.client.id) == before


def test_a_decision_needs_its_text_and_a_day_that_has_been(screen: Screen) -> None:
    screen.choose("Record a decision")
    page = screen.page
    choose_a_decision(page)
    page.day.setText("01 01 2999")
    before = consents.for_client(screen.work.workspace.caseload, screen.client.id)

    screen.press(page.keep)

    assert screen.view.focusWidget() is page.text_name
    assert "up to today" in page.day_field.problem.text()
    assert consents.for_client(screen.work.workspace.caseload, screen.client.id) == before


def test_a_decision_of_an_earlier_day_is_kept_under_that_day(screen: Screen) -> None:
    screen.choose("Record a decision")
    page = screen.page
    choose_a_decision(page)
    QTest.keyClicks(page.text_name, "Leaflet")
    QTest.keyClicks(page.version, "1")
    page.day.setText("01 02 2026")
    screen.press(page.keep)

    kept = consents.for_client(screen.work.workspace.caseload, screen.client.id)[0]
    assert kept.decided_at.astimezone().date().isoformat() == "2026-02-01"


def test_a_client_who_is_asked_again_hears_the_newer_wording_and_the_answer_ends_it(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    work.clock.advance(60)
    newer = with_second_wording(work)
    told = f"New since then: “{ADDED}”"
    assert told in outline(Screen(qtbot, newer, client).view)

    screen = Screen(qtbot, newer, client, "figures_used")
    page = screen.page
    assert page.topic.chosen_id == "figures_used"
    assert page.to_read.isVisible()
    assert ADDED in page.to_read.text()
    assert "Yes, I agree" not in page.to_read.text()  # the answers stand below
    assert (page.text_name.text(), page.version.text()) == ("Working agreement", "2")
    page.decisions.button(0).click()
    page.how.button(1).click()
    screen.press(page.keep)

    kept = consents.for_client(work.workspace.caseload, client.id)[-1]
    assert (kept.text_id, kept.text_version, kept.decision) == ("agreement", "2", "given")
    assert screen.page is None
    assert told not in outline(screen.view)


def pick(box: ChoiceBox, topic: str) -> None:
    box.setCurrentIndex(box.findData(topic))
    box.activated.emit(box.currentIndex())


def test_a_decision_about_something_else_is_about_a_text_that_is_typed(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    screen = Screen(qtbot, with_second_wording(work), client)
    screen.choose("Record a decision")
    page = screen.page

    pick(page.topic, "contact_after_end")
    shown = page.to_read.isVisible()
    QTest.keyClicks(page.text_name, "Our leaflet")
    pick(page.topic, "figures_used")

    assert not shown
    assert page.to_read.isVisible()
    assert page.text_name.text() == "Our leaflet"


def test_a_record_is_restricted_and_the_restriction_lifted(screen: Screen) -> None:
    screen.choose("Restrict the record")
    page = screen.page
    ready = page.keep.isEnabled()
    page.options[0].click()
    page.review.line.setText("nonsense")
    screen.press(page.keep)
    wrong = screen.page is page
    page.review.line.setText("01 01 2020")
    screen.press(page.keep)
    past = screen.page is page and "This day has passed. Write one to come." in outline(page)
    page.review.line.setText("01 06 2026")
    screen.press(page.keep)
    restricted = data_rights.protections(screen.work.workspace, screen.client.id).restriction
    told = outline(screen.view)
    erase = screen.view.overview.buttons[-1]

    assert not ready
    assert wrong
    assert past
    assert restricted is not None
    assert "Review on Monday 1 June 2026" in told
    assert not erase.isEnabled()

    screen.choose("Lift the restriction")
    QTest.keyClicks(screen.page.reason, "Checked")
    QTest.keyClick(screen.page.reason, Qt.Key.Key_Return)
    settle()

    assert data_rights.protections(screen.work.workspace, screen.client.id).restriction is None
    assert screen.view.message.title == "The restriction is lifted"


def test_an_open_alert_is_told_instead_of_hidden(screen: Screen) -> None:
    workspace = screen.work.workspace
    workspace.caseload.run("UPDATE alerts SET acknowledged_at = NULL")
    if not alerts.unacknowledged(workspace.caseload, screen.client.id):
        phq = [each.id for each in workspace.forms.latest("phq-9").questions][:9]
        screen.work.fill(screen.client, "phq-9", dict.fromkeys(phq, 3), None)
    screen.choose("Restrict the record")
    screen.page.options[0].click()

    screen.press(screen.page.keep)

    assert screen.view.message.title == "An alert of this client is not answered"
    assert screen.page is not None


def test_a_hold_is_noted_and_lifted_and_erasing_waits(screen: Screen) -> None:
    screen.choose("Add a legal hold")
    ready = screen.page.keep.isEnabled()
    QTest.keyClicks(screen.page.reason, "A court has asked for it")
    screen.page.review.line.setText("x")
    screen.press(screen.page.keep)
    screen.page.review.line.clear()
    screen.press(screen.page.keep)
    told = outline(screen.view)

    assert not ready
    assert "A court has asked for it" in told
    assert not screen.view.overview.buttons[-1].isEnabled()

    screen.choose("Lift the legal hold")
    QTest.keyClick(screen.page.reason, Qt.Key.Key_Return)
    QTest.keyClicks(screen.page.reason, "Settled")
    screen.press(screen.page.keep)

    assert screen.view.overview.buttons[-1].isEnabled()


@pytest.mark.parametrize(("kind", "keep"), [(LegalHold, hold), (Restriction, restrict)])
def test_all_that_is_noted_of_a_hold_or_a_restriction_stands_on_the_page(
    qtbot: QtBot,
    work: Workplace,
    client: Client,
    kind: type[LegalHold | Restriction],
    keep: Callable[[Caseload, object], None],
) -> None:
    noted: dict[str, object] = {"client_id": client.id, "reason": "accuracy"}
    told: dict[str, str] = (
        {"reason": "being checked whether it is correct"} if kind is Restriction else {}
    )
    for number, (name, hint) in enumerate(get_type_hints(kind).items()):
        if name.startswith(("id", "client_id", "lift")) or name in told:
            continue
        moment = datetime(2031, 5, number + 2, 12, tzinfo=UTC)
        if hint is str:
            noted[name] = told[name] = f"The {name} that was typed"
        else:
            noted[name] = moment if hint is datetime else moment.date()
            told[name] = day_in_words(moment.date())
    keep(work.workspace.caseload, kind(id=work.workspace.caseload.new_id(), **noted))

    words = outline(Screen(qtbot, work, client).view)

    assert [name for name, each in told.items() if each not in words] == []


def test_erasing_needs_a_reason_and_the_code(screen: Screen) -> None:
    screen.choose("Erase this client")
    page = screen.page
    told = outline(page)
    states = [page.keep.isEnabled()]
    page.bases[1].click()
    states.append(page.keep.isEnabled())
    assert "Type the code of this client." in page.missing.text()
    assert page.keep.accessibleDescription() == page.missing.text()
    QTest.keyClicks(page.typed, screen.client.code.lower().replace("-", ""))
    states.append(page.keep.isEnabled())

    assert states == [False, False, True]
    assert "What stays" in told
    assert "There are signed notes" in told


def test_what_of_a_session_is_not_finished_is_said_before_it_is_erased(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.do_every_step(held := work.start(client, "S01"))
    end_session(work.workspace, held, "finished")
    work.start(client, "S02")
    screen = Screen(qtbot, work, client)

    screen.choose("Erase this client")

    told = outline(screen.page)
    assert "A session was begun and is not over" in told
    assert "A note is not signed" in told
    assert "There are signed notes" not in told


def test_each_decision_that_lacks_is_said_with_its_name(screen: Screen, monkeypatch) -> None:
    screen.choose("Record a decision")
    hearing = Hearing(monkeypatch)

    screen.press(screen.page.keep)

    assert {"The client: Choose one.", "How: Choose one."} <= set(hearing.words)


def test_that_a_client_is_erased_is_what_is_heard_first(screen: Screen, monkeypatch) -> None:
    screen.choose("Erase this client")
    screen.page.bases[1].click()
    QTest.keyClicks(screen.page.typed, screen.client.code)
    hearing = Hearing(monkeypatch)

    screen.press(screen.page.keep)

    assert f"{screen.client.code} is erased" in hearing.words[-1]


def test_an_erased_client_is_gone_and_only_the_list_is_left_to_go_to(screen: Screen) -> None:
    screen.choose("Erase this client")
    screen.page.bases[1].click()
    QTest.keyClicks(screen.page.typed, screen.client.code)
    screen.press(screen.page.keep)
    told = outline(screen.view)
    begins_at = screen.view.focusWidget()
    QTest.keyClick(screen.view, Qt.Key.Key_Escape)
    still = screen.page
    screen.press(screen.view.back)

    assert clients.count(screen.work.workspace.caseload) == 0
    assert f"{screen.client.code} is erased" in told
    assert begins_at is screen.view.back
    assert "No piece was left over in unused space." in told
    assert still is not None
    assert screen.left == [Clients()]


def erase(screen: Screen) -> None:
    screen.choose("Erase this client")
    screen.page.bases[1].click()
    QTest.keyClicks(screen.page.typed, screen.client.code)
    screen.press(screen.page.keep)


@pytest.mark.parametrize("how", ["second", "alone"])
def test_a_second_person_confirms_an_erasure_or_it_is_said_that_none_can_come(
    qtbot: QtBot, work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    bo = PersonEntry("b" * 32, "Bo Example", ("therapist",), practice=False)
    about = data_rights.erasure_of(work.workspace, client.id)
    right = bytearray(b"what Bo signs in with")
    found: list[Confirmation | None] = []

    def look(_vault: Vault, second: SecondPerson, about: str) -> Confirmation:
        if second.passphrase != right:
            raise WrongPassphrase
        return Confirmation(second.uid, about, b"")

    def note(_workspace: object, *given: Confirmation | None) -> None:
        found.append(given[-1])
        raise CannotWrite

    monkeypatch.setattr(viewmodel, "colleagues", lambda _vault: (bo,))
    monkeypatch.setattr(viewmodel, "can_somebody_come", lambda _vault: how == "second")
    monkeypatch.setattr(viewmodel, "confirm", look)
    monkeypatch.setattr(data_rights, "erase_client", note)
    screen = Screen(qtbot, work, client)
    screen.choose("Erase this client")
    page = screen.page
    page.bases[1].click()
    QTest.keyClicks(page.typed, client.code)
    assert not page.keep.isEnabled()
    assert page.second.nobody.isVisible() == (how == "alone")
    if how == "alone":
        page.second.nobody.click()
        screen.press(page.keep)
        assert found == [None]
        return
    QTest.keyClicks(page.second.passphrase.line, "not this one")
    screen.press(page.keep)
    qtbot.waitUntil(lambda: screen.view.message.title != "")
    assert found == []
    assert page.isEnabled()
    assert screen.view.focusWidget() is page.second.passphrase.line
    QTest.keyClicks(page.second.passphrase.line, right.decode())
    screen.press(page.keep)
    qtbot.waitUntil(lambda: bool(found))

    assert found == [Confirmation(bo.uid, about, b"")]


@pytest.mark.parametrize("how", ["second", "alone"])
def test_a_second_person_confirms_that_a_legal_hold_is_lifted(
    qtbot: QtBot, work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    bo = PersonEntry("b" * 32, "Bo Example", ("therapist",), practice=False)
    found: list[Confirmation | None] = []
    data_rights.hold(work.workspace, client.id, "a court has asked")
    about = data_rights.lifting_of(work.workspace, client.id)
    word = Confirmation(bo.uid, about, b"")
    monkeypatch.setattr(viewmodel, "colleagues", lambda _vault: (bo,))
    monkeypatch.setattr(viewmodel, "can_somebody_come", lambda _vault: how == "second")
    monkeypatch.setattr(viewmodel, "confirm", lambda _vault, _second, of: replace(word, about=of))
    monkeypatch.setattr(data_rights, "lift_hold", lambda *given: found.append(given[-1]))
    screen = Screen(qtbot, work, client)
    screen.choose("Lift the legal hold")
    page = screen.page
    QTest.keyClicks(page.reason, "the court has it")
    assert not page.keep.isEnabled()
    assert page.second.nobody.isVisible() == (how == "alone")
    if how == "alone":
        page.second.nobody.click()
    else:
        QTest.keyClicks(page.second.passphrase.line, "what Bo signs in with")
    screen.press(page.keep)
    qtbot.waitUntil(lambda: bool(found))

    assert found == [word if how == "second" else None]


def put_aside(work: Workplace) -> Path:
    """Return what a restore kept beside the caseload."""
    path = work.workspace.vault.place.caseload(work.workspace.vault.caseload_id or "")
    kept = path.with_name(path.name + ".before-restore")
    kept.write_bytes(b"as it was")
    return kept


def test_what_a_restore_kept_is_named_and_can_be_thrown_away_at_once(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    kept = put_aside(work)
    screen = Screen(qtbot, work, client)
    erase(screen)
    told = outline(screen.page)
    assert screen.page.throw_away.isVisible()

    screen.press(screen.page.throw_away)

    assert "may still contain the erased client" in told
    assert not kept.exists()
    assert "may still contain" not in outline(screen.page)
    assert not screen.page.throw_away.isVisible()
    assert screen.view.focusWidget() is screen.view.back
    assert screen.view.message.title == "The replaced files are deleted"


def test_a_disk_that_keeps_what_is_thrown_away_is_said(
    qtbot: QtBot, work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: object) -> None:
        raise CannotWrite

    put_aside(work)
    screen = Screen(qtbot, work, client)
    erase(screen)
    monkeypatch.setattr(data_rights, "throw_away_kept", refuse)

    screen.press(screen.page.throw_away)

    assert screen.view.message.title == "The disk reported an error"
    assert screen.page.throw_away.isVisible()


def test_without_anything_put_aside_there_is_nothing_to_throw_away(screen: Screen) -> None:
    erase(screen)

    assert not screen.page.throw_away.isVisible()


def test_an_open_alert_stands_over_an_erasure(screen: Screen) -> None:
    workspace = screen.work.workspace
    phq = [each.id for each in workspace.forms.latest("phq-9").questions][:9]
    screen.work.fill(screen.client, "phq-9", dict.fromkeys(phq, 3), None)
    again = Screen(screen.qtbot, screen.work, screen.client)

    again.choose("Erase this client")

    assert "An alert of this client is not answered" in outline(again.page)


def test_an_open_promise_is_named_over_an_erasure(screen: Screen) -> None:
    screen.choose("Erase this client")
    assert "What was promised is still open" not in outline(screen.page)
    work = screen.work
    end_session(work.workspace, work.start(screen.client, "S02"), "broken_off")
    again = Screen(screen.qtbot, work, screen.client)

    again.choose("Erase this client")

    told = outline(again.page)
    assert "What was promised is still open" in told
    assert "Reach the client, who left early · due tomorrow" in told


def test_a_code_that_no_longer_fits_erases_nobody(screen: Screen) -> None:
    screen.viewmodel.erase("A0-000", "unlawful")

    assert screen.view.message.title == "This is not the client's code"
    assert clients.count(screen.work.workspace.caseload) == 1


def test_every_line_in_free_words_is_there_to_be_read_through_and_left_out(
    screen: Screen,
) -> None:
    screen.choose("Make a copy")
    page = screen.page
    record = page._viewmodel.state.record
    assert page.free
    assert [each.text() for each in page.free] == [each.what for each in record.in_free_words]
    assert all(each.isChecked() for each in page.free)
    before = page._viewmodel.state.shared

    page.free[0].click()

    assert page._viewmodel.state.shared == before - 1
    assert record.in_free_words[0].id in page._viewmodel.state.left_out


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> list[CopyRequest]:
    """Let nothing be locked, which takes seconds; return what would have been."""
    asked: list[CopyRequest] = []

    def seal(request: CopyRequest) -> bytes:
        asked.append(request)
        return b"sealed"

    monkeypatch.setattr(copying, "seal_copy", seal)
    return asked


def test_a_copy_is_looked_through_then_written_where_the_person_picks(
    screen: Screen, no_lock: list[CopyRequest], tmp_path: Path
) -> None:
    screen.place = str(tmp_path / "copy.pdf")
    screen.choose("Make a copy")
    page = screen.page
    others = [each.isChecked() for each in page.others]
    page.others[0].click()
    items = [item for card in page.cards for item in card.items]
    for each in items:
        if each.tick.text().startswith("Working"):
            each.tick.click()
    with screen.qtbot.waitSignal(page._viewmodel.made):
        screen.press(page.save)
    settle()

    [request] = no_lock
    shared = {line.what for line in request.shared.lines}
    assert others == [False]
    assert "What was said or seen, when, and by whom?" in shared
    assert "Do we both agree to work together in this way?" not in shared
    assert (tmp_path / "copy.pdf").read_bytes() == b"sealed"
    assert (tmp_path / "copy-how-to-open.pdf").exists()
    assert request.passphrase == screen.page.passphrase.text()
    told = outline(screen.page)
    assert "copy-how-to-open.pdf" in told
    assert str(tmp_path) in told

    screen.press(screen.page.confirm)

    assert screen.view.message.title == "Written: copy.pdf, copy-how-to-open.pdf"
    assert screen.page is None


def test_the_passphrase_of_a_copy_goes_only_after_it_was_said_that_it_goes(
    screen: Screen, no_lock: list[CopyRequest], tmp_path: Path
) -> None:
    screen.place = str(tmp_path / "copy.pdf")
    screen.choose("Make a copy")
    with screen.qtbot.waitSignal(screen.page._viewmodel.made):
        screen.press(screen.page.save)
    settle()
    shown = screen.page
    focus = screen.view.focusWidget()
    guards = screen.view.guards

    QTest.keyClick(focus, Qt.Key.Key_Return)
    QTest.keyClick(screen.view, Qt.Key.Key_Escape)

    assert (focus, guards) == (shown.passphrase, True)
    assert screen.page is shown
    assert shown.message.title == "Is the passphrase written down?"
    assert len(no_lock) == 1

    QTest.keyClick(screen.view, Qt.Key.Key_Escape)

    assert screen.page is None
    assert not screen.view.guards


def test_what_is_held_is_collected_beside_the_window_and_only_once(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    go_on = Event()
    collect = viewmodel.access_record

    def collected(workspace: Workspace, client_id: str) -> AccessRecord:
        threads.append(get_ident())
        go_on.wait()
        return collect(workspace, client_id)

    monkeypatch.setattr(viewmodel, "access_record", collected)
    [copy] = [each for each in screen.view.overview.buttons if each.text() == "Make a copy"]
    screen.press(copy)
    screen.press(copy)

    assert (screen.page, screen.view.message.title) == (None, "What is held is being collected …")
    go_on.set()
    wait_for_work()

    assert isinstance(screen.page, CopyView)
    assert screen.view.message.title == ""
    assert len(threads) == 1
    assert threads[0] != get_ident()


def test_who_does_something_else_meanwhile_is_not_led_away_to_the_copy(screen: Screen) -> None:
    [copy] = [each for each in screen.view.overview.buttons if each.text() == "Make a copy"]
    copy.click()
    screen.view.overview.chosen.emit("hold")
    wait_for_work()

    assert isinstance(screen.page, HoldView)


def test_why_nothing_could_be_collected_is_told(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: Workspace, _client_id: str) -> AccessRecord:
        raise CannotWrite("only-read")

    monkeypatch.setattr(viewmodel, "access_record", refuse)
    screen.choose("Make a copy")

    assert screen.page is None
    assert screen.view.message.title == explain(CannotWrite("only-read")).title
    monkeypatch.undo()
    screen.choose("Make a copy")
    assert isinstance(screen.page, CopyView)


def test_lines_of_one_answer_stay_apart(screen: Screen, client: Client) -> None:
    places = ["with my brother", "the club"]
    answers = {"status": "in_progress", "places_people_distraction": places}
    screen.work.fill(client, "safety-plan", answers, None)
    screen.choose("Make a copy")

    assert "with my brother · the club" in outline(screen.page)


def test_single_lines_can_be_left_out(screen: Screen) -> None:
    screen.choose("Make a copy")
    item = screen.page.cards[0].items[0]

    screen.press(item.unfold)
    lines = len(item.lines)
    item.lines[0].click()
    left = screen.page._viewmodel.state.left_out
    screen.press(item.unfold)

    assert lines == len(item._item.lines)
    assert item._item.lines[0].id in left
    assert item.lines[0].isHidden() or not item.lines[0].isVisible()


@pytest.mark.parametrize(
    "case",
    [
        ("short", "copy.pdf", "The passphrase is too short"),
        ("\u00e9" * 64, "copy.pdf", "The passphrase is too long"),
        ("a long passphrase", "taken.pdf", "A file with this name exists already"),
        ("a long passphrase", "", "Not there"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_locked(
    screen: Screen, no_lock: list[CopyRequest], tmp_path: Path, case: tuple[str, str, str]
) -> None:
    words, place, title = case
    (tmp_path / "taken.pdf").write_bytes(b"mine")
    beside = screen.work.workspace.vault.place.path / "copy.pdf"
    screen.place = str(tmp_path / place) if place else str(beside)
    screen.choose("Make a copy")
    screen.page.passphrase.setText(words)

    screen.press(screen.page.save)

    assert screen.page.message.title == title
    assert no_lock == []


def test_a_place_that_refuses_is_told(
    screen: Screen, no_lock: list[CopyRequest], tmp_path: Path
) -> None:
    screen.place = str(tmp_path / "nowhere" / "copy.pdf")
    screen.choose("Make a copy")
    page = screen.page

    with screen.qtbot.waitSignal(
        page._viewmodel.state_changed, check_params_cb=lambda state: bool(state.problem[0])
    ):
        screen.press(page.save)

    assert page.message.title == "The disk reported an error"
    assert "Nothing is lost." in outline(page.message)
    assert len(no_lock) == 1


def test_who_picks_no_place_changed_their_mind(screen: Screen, no_lock: list[CopyRequest]) -> None:
    screen.choose("Make a copy")
    first = screen.page.passphrase.text()

    screen.press(screen.page.save)
    screen.press(screen.page.suggest)

    assert no_lock == []
    assert screen.page.passphrase.text() != first
    assert len(re.findall("[A-Z][a-z]+", first)) == 7
    assert len(first) <= 32


def test_escape_and_back_turn_back_then_leave(screen: Screen) -> None:
    screen.choose("Restrict the record")
    QTest.keyClick(screen.view, Qt.Key.Key_Escape)
    turned = screen.page
    screen.choose("Add a legal hold")
    screen.press(screen.view.back)
    again = screen.page
    screen.press(screen.view.back)

    assert (turned, again) == (None, None)
    assert screen.left == [Back()]


def test_the_rule_of_the_service_can_be_looked_up(screen: Screen) -> None:
    screen.choose("Retention rule of this service")

    assert screen.left == [Retention()]


def test_for_somebody_elses_client_the_page_is_only_read(
    qtbot: QtBot, work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_rights, "may_use_rights", lambda _workspace: False)

    screen = Screen(qtbot, work, client)

    enabled = [each.text() for each in screen.view.overview.buttons if each.isEnabled()]
    assert enabled == ["Read what to do", "Retention rule of this service"]
    assert "somebody else's" in outline(screen.view)


PAGES = (
    "",
    "Record a decision",
    "Make a copy",
    "Restrict the record",
    "Add a legal hold",
    "Erase this client",
)


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(
    qtbot: QtBot, work: Workplace, client: Client, wear, scale: float
) -> None:
    wear("light", scale)
    screen = Screen(qtbot, work, client)
    cut = {}
    for page in PAGES:
        if page:
            screen.choose(page)
        cut[page] = clipped(screen.view)
        screen.view.show_first()
        settle()

    assert not any(cut.values()), cut


def test_restricted_clients_have_a_filter_of_their_own(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    from therapist_app.screens.clients.view import ClientsView
    from therapist_app.screens.clients.viewmodel import ClientsViewModel

    before = ClientsViewModel(work.workspace).filters
    data_rights.restrict(work.workspace, client.id, "accuracy")
    viewmodel = ClientsViewModel(work.workspace)
    view = ClientsView(viewmodel)
    qtbot.addWidget(view)
    hidden = viewmodel.state.total
    viewmodel.filter_by("restricted")

    assert "restricted" not in before
    assert hidden == 0
    assert [each.code for each in viewmodel.state.lines] == [client.code]
    assert view.options[-1].isChecked()


def test_the_page_of_a_restricted_client_can_still_be_opened(
    work: Workplace, client: Client
) -> None:
    clients.save(work.workspace.caseload, replace(client, status="ended"))
    data_rights.restrict(work.workspace, client.id, "retention")

    state = ClientViewModel(work.workspace, client.id).state
    assert state.page.client.code == client.code
    assert (state.action, state.also_start) == ("none", False)


def test_on_the_page_of_a_restricted_client_only_reading_is_offered(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    data_rights.restrict(work.workspace, client.id, "accuracy")
    view = ClientView(ClientViewModel(work.workspace, client.id))
    qtbot.addWidget(view)
    view.show()
    offered = [each.text() for each in view.head.record.menu().actions() if each.isEnabled()]

    buttons = [each for each in view.overview.findChildren(QPushButton) if each.isVisible()]

    assert offered == ["Forms", "Show identity", "Data rights"]
    assert not [each for each in buttons if each.text() in {"Write", "Rate"}]
    assert view.head.main is None
    assert "Record restricted" in outline(view.head)


def test_a_form_of_a_restricted_client_is_only_read(work: Workplace, client: Client) -> None:
    data_rights.restrict(work.workspace, client.id, "accuracy")
    filled = filled_forms.for_client(work.workspace.caseload, client.id)[0]

    assert reopen_form(work.workspace, filled.id).read_only
    assert open_form(work.workspace, client.id, "formulation").read_only
