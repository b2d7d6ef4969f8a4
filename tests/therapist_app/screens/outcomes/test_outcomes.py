"""The outcomes screen, driven as a person would drive it."""

import gc
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exports.client_summary.summary_lines import SharedLine
from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import Facts
from exports.document.tables import Table
from exports.errors import FilesNotWritten, LeakFound, LeakHit, NotForExport
from exports.package.sealing import new_age_key
from exports.package.verification import verify_package
from exports.purposes import PURPOSES, SummaryPart
from exports.quarters import Quarter
from tests.support.record.others_rows import close_as_colleague
from tests.support.record.records import a_filled_form
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.left_behind import shown_alone
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.own_identity import newest_own_identity
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Clients, DataRights, Recipients
from therapist_app.jobs import is_under_way
from therapist_app.messages.errors import explain
from therapist_app.record.clients import filled_forms
from therapist_app.record.errors import CannotWrite
from therapist_app.record.model import Client
from therapist_app.record.service import quarters, releases
from therapist_app.screens.outcomes import viewmodel as outcomes
from therapist_app.screens.outcomes.choices_view import covers_words
from therapist_app.screens.outcomes.closing_view import ahead_words
from therapist_app.screens.outcomes.preview_table_view import TableView, shared_out
from therapist_app.screens.outcomes.preview_view import page_blocks, recognised_words
from therapist_app.screens.outcomes.release_state import OutcomesState, Preparation, who_opens
from therapist_app.screens.outcomes.shared_lines_view import lines_in_words
from therapist_app.screens.outcomes.view import OutcomesView, promise_words
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.dataclass_table import DataclassTableView
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.course.consenting import PaperConsent, write_down
from therapist_app.workflows.exporting import comparing, exporting
from therapist_app.workflows.exporting import quarters as keeping_quarters
from therapist_app.workflows.exporting.before_closing import QuarterAhead, UnfinishedInQuarter
from therapist_app.workflows.exporting.exporting import Prepared
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
)
from therapist_app.workflows.exporting.quarter_words import (
    missing_words,
    others_words,
    unfinished_words,
    when_given_words,
)
from therapist_app.workflows.exporting.quarters import GivenFigures, OwnFigures
from therapist_app.workflows.exporting.under_way import ReadingProgress, Stopped
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.workspace import Workspace

pytestmark = pytest.mark.usefixtures("wear")

NO_REPORT = (
    "No report can be made of it, now or later: 0 of 10 people are counted. Close October to "
    "December 2025? It cannot be opened again."
)


class Screen:
    """The screen of one release, with the folder that the person picks."""

    def __init__(self, qtbot: QtBot, work: Workplace, client: Client, folder: Path) -> None:
        self.qtbot, self.work, self.client, self.folder = qtbot, work, client, folder
        self.picked: Path | None = folder
        self.began: list[Path | None] = []
        self.come_back(client.id)

    def come_back(self, client_id: str | None = None) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = OutcomesViewModel(self.work.workspace, client_id)
        self.view = OutcomesView(self.viewmodel, choose_folder=self.pick)
        self.qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        self.view.show()
        self.view.focus_first()
        self.choose_recipient()
        settle()

    def choose_recipient(self) -> None:
        self.view.choices.recipient.setCurrentIndex(0)
        self.view.choices.recipient.activated.emit(0)

    def pick(self, _parent: object, begin: Path | None) -> Path | None:
        self.began.append(begin)
        return self.picked

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def choose_purpose(self, purpose: str) -> None:
        box = self.view.choices.purpose
        box.setCurrentIndex(box.findData(purpose))
        box.activated.emit(box.currentIndex())

    def prepare(self, purpose: str = "supervision") -> None:
        self.choose_purpose(purpose)
        with self.qtbot.waitSignal(self.view.record_released):
            self.qtbot.mouseClick(self.view.choices.prepare, Qt.MouseButton.LeftButton)
        settle()

    def look_at_all(self) -> None:
        """Turn to every page that would leave, faster than each is laid out."""
        while self.view.preview.following.isEnabled():
            self.view.preview.following.click()
        settle()

    def approve(self) -> None:
        self.look_at_all()
        self.press(self.view.approve)

    def close_quarter(self) -> None:
        """Close the quarter that comes next, and say yes to the question."""
        closing = self.view.choices.closing
        self.press(closing.act)
        with self.qtbot.waitSignal(self.view.record_released):
            self.press(closing.for_good)
        settle()

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    @property
    def ledger(self):
        return releases.all_releases(self.work.workspace.service)


@pytest.fixture
def told() -> Iterator[list[object]]:
    """What a screen reader is told to have the keyboard, from now on."""
    found: list[object] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def note(_before: object, now: object) -> None:
        if QAccessible.isActive() and now is not None:
            found.append(now)

    QAccessible.setActive(True)
    app.focusChanged.connect(note)
    yield found
    app.focusChanged.disconnect(note)
    QAccessible.setActive(False)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, tmp_path: Path) -> Screen:
    client = work.add_client()
    appointment = work.start(client, "S01")
    answers = {f"q{number}": 1 for number in range(1, 9)}
    work.fill(client, "phq-9", {**answers, "q9": 0}, appointment)
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    folder = tmp_path / "stick"
    folder.mkdir()
    return Screen(qtbot, work, client, folder)


def test_a_part_is_left_out_of_a_summary_and_the_keyboard_stays_at_its_tick(screen: Screen) -> None:
    screen.prepare()
    view, tick = screen.view, screen.view.shared.ticks["mode"]
    assert view.shared.isVisible()
    assert "Only this client" in view.shared.said["mode"].text()
    assert "Usual way of meeting" in repr(screen.viewmodel.state.pages)
    view.activateWindow()
    tick.setFocus()

    with screen.qtbot.waitSignal(view.record_released):
        screen.qtbot.keyClick(tick, Qt.Key.Key_Space)
    settle()

    state = screen.viewmodel.state
    assert (state.left_out, tick.isChecked()) == (("mode",), False)
    assert view.shared.said["mode"].text() == "Left out."
    assert view.focusWidget() is tick
    assert b'"left_out": [\n  "mode"' in state.made.prepared.release.manifest
    shown = [block for page in state.pages for block in page.blocks if isinstance(block, Facts)]
    assert "Usual way of meeting" not in [name for facts in shown for name, _words in facts.rows]

    with screen.qtbot.waitSignal(view.record_released):
        screen.qtbot.keyClick(tick, Qt.Key.Key_Space)
    settle()

    assert screen.viewmodel.state.left_out == ()
    screen.choose_purpose("funder")
    assert not view.shared.isVisible()


def test_who_shares_the_lines_of_a_part_is_said_in_a_sentence_or_two() -> None:
    lines = [
        SharedLine("ranges", "PHQ-9", "mild, mild, no reliable change", 1, 35),
        SharedLine("ranges", "GAD-7", "mild, severe, reliably worse", 4, 35),
        SharedLine("ranges", "WHO-5", "low, low, no criterion", 7, 35),
    ]

    assert lines_in_words(lines) == (
        "Of 35 clients only this one shows: PHQ-9. "
        "4 of 35 clients or more show the same: GAD-7, WHO-5."
    )
    assert lines_in_words(lines[:1]).endswith(
        "no reliable change. Of 35 clients only this one shows it."
    )
    assert lines_in_words([]) == "Nothing is known of it yet."


def test_beneath_stands_what_is_missing_before_a_preview(screen: Screen) -> None:
    assert promise_words(screen.viewmodel.state).startswith("Choose what it is for")
    screen.choose_purpose("supervision")
    assert promise_words(screen.viewmodel.state) == "Look at the preview first."

    screen.viewmodel.choose_client("")
    assert promise_words(screen.viewmodel.state).startswith("Choose the client")
    screen.viewmodel.choose_kind("service_report")
    assert promise_words(screen.viewmodel.state).startswith("Close a quarter first.")
    refused = Preparation(refused="Somebody is named.")
    screen.viewmodel._change(replace(screen.viewmodel.state, made=refused))
    assert promise_words(screen.viewmodel.state) == "Nothing was released. The page says why."


def test_who_can_open_what_was_saved_is_said_as_it_is(screen: Screen) -> None:
    screen.prepare()
    screen.look_at_all()
    assert "It is practice: anybody can open it." in screen.words()
    screen.work.workspace.vault.practice = False

    screen.prepare()
    screen.approve()

    said = (
        "It opens under “Received reports”, for the lead of this service and who approved it alone."
    )
    assert said in screen.words()
    assert "anybody can open it" not in screen.words()
    made = screen.viewmodel.state.made.released
    assert made is not None
    assert who_opens(made.release, "University") == "Only the recipient can open it."
    report = replace(made.release, profile="internal-review")
    assert who_opens(report, OWN_LEAD).endswith("for everybody who signs in here.")


def test_a_summary_is_of_no_quarter(screen: Screen) -> None:
    now = screen.work.workspace.now()
    close_as_colleague(screen.work.workspace.service, quarters.ClosedQuarter("2025-Q4", "one", now))
    screen.come_back(screen.client.id)
    assert screen.viewmodel.state.quarter == "2025-Q4"

    screen.prepare()
    screen.approve()

    [entry] = screen.ledger
    assert json.loads(entry.unprotected)["quarter"] == ""


def test_who_gets_it_is_not_chosen_beforehand(screen: Screen) -> None:
    viewmodel = OutcomesViewModel(screen.work.workspace, screen.client.id)
    viewmodel.choose_purpose("supervision")

    assert viewmodel.state.recipient == ""
    assert not viewmodel.state.can_prepare


def test_every_page_is_seen_before_anything_is_written(screen: Screen) -> None:
    assert not screen.view.approve.isEnabled()

    screen.prepare()

    count = len(screen.viewmodel.state.pages)
    seen = [screen.viewmodel.state.made.page]
    while screen.view.preview.following.isEnabled():
        screen.press(screen.view.preview.following)
        seen.append(screen.viewmodel.state.made.page)
    assert seen == list(range(count))
    assert list(screen.folder.iterdir()) == []


def test_nothing_is_approved_of_which_a_page_was_not_shown(screen: Screen) -> None:
    screen.prepare()
    assert not screen.view.approve.isEnabled()
    assert "not been shown yet" in screen.view.promise.text()

    screen.press(screen.view.approve)
    screen.viewmodel.approve(screen.folder)
    assert (list(screen.folder.iterdir()), screen.ledger) == ([], ())
    screen.look_at_all()

    assert screen.view.approve.isEnabled()


def test_another_choice_forgets_all_that_was_made_of_the_one_before(screen: Screen) -> None:
    screen.prepare()
    screen.viewmodel.turn_page(1)
    screen.viewmodel.write_reason("A court asks for it")
    made = screen.viewmodel.state.made
    assert (made.page, made.seen, made.reason) == (1, {0, 1}, "A court asks for it")

    screen.viewmodel.choose_purpose("research")

    assert screen.viewmodel.state.made == Preparation()
    assert screen.viewmodel.state.pages == ()


def test_while_it_is_prepared_the_window_lives_and_a_click_approves_nothing(
    screen: Screen,
) -> None:
    screen.choose_purpose("supervision")
    with screen.qtbot.waitSignal(screen.view.record_released):
        screen.qtbot.mouseClick(screen.view.choices.prepare, Qt.MouseButton.LeftButton)
        assert screen.view.is_holding
        assert screen.viewmodel.state.made.prepared is None
        screen.qtbot.mouseClick(screen.view.approve, Qt.MouseButton.LeftButton)
        screen.viewmodel.choose_purpose("research")
    settle()

    assert not screen.view.is_holding
    assert screen.viewmodel.state.purpose == "supervision"
    assert list(screen.folder.iterdir()) == []


def test_a_page_that_is_turned_to_is_said_and_the_keyboard_is_lent_to_nothing_beside_it(
    screen: Screen, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.prepare()
    preview, count = screen.view.preview, len(screen.viewmodel.state.pages)
    preview.following.setFocus()
    told.clear()
    hearing = Hearing(monkeypatch)

    for at in range(2, count):
        screen.qtbot.keyClick(preview.following, Qt.Key.Key_Space)
        settle()
        [heard] = hearing.take()
        assert heard.words.startswith(f"Page {at} of {count} · ")
        assert heard.words.endswith("then approve.")
    screen.qtbot.keyClick(preview.following, Qt.Key.Key_Space)
    settle()

    assert hearing.take()[0].words.startswith(f"Page {count} of {count} · ")
    assert set(told) == {preview.previous}
    screen.qtbot.keyClick(preview.previous, Qt.Key.Key_Space)
    settle()
    assert [each.words.partition(" · ")[0] for each in hearing.take()] == [
        f"Page {count - 1} of {count}"
    ]


def test_a_page_shows_its_tables_and_never_the_code(screen: Screen) -> None:
    screen.prepare()

    screen.look_at_all()
    assert screen.view.preview.findChildren(DataclassTableView)
    pages = repr(screen.viewmodel.state.pages)
    assert screen.client.code not in pages


def plain(label: QLabel) -> str:
    """Return the words of a label as they are read."""
    return QTextDocumentFragment.fromHtml(label.text()).toPlainText()


def test_whoever_approves_by_ear_reaches_every_word_of_every_page(screen: Screen) -> None:
    screen.prepare()
    pages = len(screen.viewmodel.state.pages)
    unread: list[str] = []

    for _each in range(pages):
        page = screen.viewmodel.state.pages[screen.viewmodel.state.made.page]
        blocks = page_blocks(page)
        screen.qtbot.addWidget(blocks)
        heads = {block.title for block in page.blocks if isinstance(block, Table)}
        read = {each.lines for each in blocks.findChildren(ReadByLines)}
        said = " ".join(line for lines in read for line in lines)
        seen = [plain(each) for each in blocks.findChildren(QLabel)]
        unread += [each for each in seen if each not in heads and each not in said]
        assert all(each.accessibleName() for each in blocks.findChildren(ReadByLines))
        screen.press(screen.view.preview.following)

    assert pages > 1
    assert unread == []


def test_the_key_of_the_main_act_leads_to_what_lacks(screen: Screen, monkeypatch) -> None:
    screen.come_back()
    screen.view.choices.options["published_report"].setFocus()
    hearing = Hearing(monkeypatch)

    def press() -> None:
        focused = screen.view.window().focusWidget()
        assert focused is not None
        screen.qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    press()
    assert screen.view.window().focusWidget() is screen.view.choices.closing.act
    screen.close_quarter()
    hearing.take()
    press()
    assert screen.view.window().focusWidget() is screen.view.choices.purpose
    assert [each.words for each in hearing.take()] == [
        "Not yet: Approve and save. Choose what it is for, then look at the preview."
    ]
    screen.choose_purpose("supervision")
    hearing.take()
    press()
    assert screen.view.window().focusWidget() is screen.view.choices.prepare
    assert [each.words for each in hearing.take()] == [
        "Not yet: Approve and save. Look at the preview first."
    ]


def test_the_key_of_the_main_act_leads_to_the_pages_that_were_not_shown_yet(
    screen: Screen, monkeypatch
) -> None:
    screen.prepare()
    screen.view.choices.purpose.setFocus()
    hearing = Hearing(monkeypatch)

    screen.qtbot.keyClick(
        screen.view.choices.purpose, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )

    assert screen.view.window().focusWidget() is screen.view.preview.following
    assert "not been shown yet" in hearing.words[-1]


def test_what_was_checked_and_what_stays_is_said(screen: Screen) -> None:
    screen.prepare()

    words = screen.words()
    assert "No name or contact found" in words
    assert "Notes and every free text" in words
    assert "This is everything that will leave." in words


def test_approving_writes_a_package_that_verifies_and_a_ledger_entry(screen: Screen) -> None:
    screen.prepare()

    screen.approve()

    saved = screen.viewmodel.state.made.saved
    identity = newest_own_identity(screen.work.workspace)
    verified = verify_package(Path(saved), identity=identity)
    assert [each.id for each in screen.ledger] == [verified.release_id]
    assert "Signed and saved" in screen.words()
    assert not screen.view.approve.isEnabled()


def test_what_was_saved_says_where_and_the_next_is_asked_for_there(screen: Screen) -> None:
    screen.prepare()
    screen.approve()

    [release] = screen.ledger
    place = screen.folder / release.id / f"{release.id}.outcomes.age"
    assert place.is_file()
    assert f"The file is here: {place}" in screen.words()

    screen.prepare()
    screen.approve()

    assert screen.began == [None, screen.folder]


def test_after_a_release_was_saved_the_next_one_is_prepared_and_its_pages_are_turned(
    screen: Screen,
) -> None:
    for number in (1, 2):
        screen.prepare()
        preview = screen.view.preview
        screen.press(preview.following)
        assert screen.viewmodel.state.made.page == 1
        assert preview.previous.isEnabled()
        screen.press(preview.previous)
        screen.approve()
        gc.collect()
        assert len(screen.ledger) == number


def test_a_readable_copy_is_offered_after_a_release_and_saved_with_a_reason_alone(
    screen: Screen, qtbot: QtBot
) -> None:
    readable = screen.view.readable
    screen.prepare()
    assert not readable.isVisible()
    screen.approve()
    assert readable.isVisible()
    assert not readable.save.isEnabled()
    assert "cannot be called back" in screen.words()

    qtbot.keyClicks(readable.reason, "The court asked for paper")
    screen.press(readable.save)

    place = screen.viewmodel.state.made.readable
    assert verify_package(Path(place)).release_id == screen.ledger[0].id
    assert f"Readable copy saved. The folder is here: {place}" in screen.words()
    assert screen.began == [None, screen.folder]
    assert not readable.save.isEnabled()
    screen.choose_purpose("research")
    assert not readable.isVisible()


def test_somebody_whose_key_was_not_compared_is_marked_and_refused(screen: Screen) -> None:
    enter_recipient(screen.work.workspace, "University", new_age_key()[0])
    screen.work.workspace.vault.practice = False
    screen.come_back(screen.client.id)
    box = screen.view.choices.recipient
    assert box.itemText(1) == "University · key not compared yet"
    box.setCurrentIndex(1)
    box.activated.emit(1)

    screen.prepare()

    assert "has not been compared yet" in screen.words()
    assert not screen.view.approve.isEnabled()


def test_what_a_client_asked_for_leads_to_their_own_copy(screen: Screen) -> None:
    asks = screen.view.choices.client_asks
    screen.choose_purpose("supervision")
    assert not asks.isVisible()

    screen.choose_purpose("client_request")
    settle()

    assert asks.isVisible()
    said = " ".join(each.text() for each in asks.findChildren(QLabel))
    assert "a PDF that opens with a passphrase" in said
    assert clipped(screen.view) == []
    with screen.qtbot.waitSignal(screen.view.leave_requested) as asked:
        screen.press(asks.copy)
    assert asked.args == [DataRights(screen.client.id)]


def test_without_a_client_chosen_what_a_client_asked_for_leads_to_the_clients(
    screen: Screen,
) -> None:
    screen.viewmodel.choose_kind("service_report")
    screen.choose_purpose("client_request")

    with screen.qtbot.waitSignal(screen.view.leave_requested) as asked:
        screen.press(screen.view.choices.client_asks.copy)

    assert asked.args == [Clients()]


def test_what_waits_for_the_second_person_is_a_line_of_the_page_and_no_window(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not screen.view.choices.for_second_line.isVisible()
    monkeypatch.setattr(outcomes, "count_waiting", lambda _workspace: 1)
    flashes = shown_alone(monkeypatch)

    OutcomesView(OutcomesViewModel(screen.work.workspace, None), choose_folder=screen.pick)
    assert flashes == []

    screen.come_back()
    assert screen.view.choices.for_second_line.isVisible()


def test_the_recipients_are_one_button_away(screen: Screen) -> None:
    with screen.qtbot.waitSignal(screen.view.leave_requested) as asked:
        screen.press(screen.view.choices.recipients)

    assert asked.args == [Recipients()]


def test_nothing_is_written_when_no_folder_is_picked(screen: Screen) -> None:
    screen.prepare()
    screen.picked = None

    screen.approve()

    assert screen.ledger == ()
    assert screen.view.approve.isEnabled()


def test_a_change_on_the_left_starts_the_release_again(screen: Screen) -> None:
    screen.prepare()

    screen.choose_purpose("research")

    assert not screen.view.approve.isEnabled()
    assert screen.viewmodel.state.pages == ()


def test_a_refused_release_says_why(screen: Screen) -> None:
    workspace = screen.work.workspace
    at = workspace.now() + timedelta(seconds=1)
    taken_back = PaperConsent("figures_used", "leaflet", "1", "withdrawn", "spoken", at)
    write_down(workspace, screen.client.id, taken_back)
    screen.come_back()
    screen.close_quarter()

    screen.prepare("clinical_lead")

    assert "Nothing was released" in screen.words()
    assert "There is no client to report on yet." in screen.words()


def test_a_word_that_names_nobody_is_marked_and_the_release_made_again(screen: Screen) -> None:
    word = LeakHit("report.pdf", "page 1", 3, "name", "Rose", "rose")
    marked: list[str] = []

    def prepare(_workspace: object, _request: object, _under_way: object) -> object:
        raise NotForExport("Made again.") if marked else LeakFound([word, replace(word, number=9)])

    def mark(_workspace: object, _request: object, hit: LeakHit) -> None:
        marked.append(hit.word)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outcomes, "prepare", prepare)
        patched.setattr(outcomes, "mark_no_identifier", mark)
        screen.prepare()
        [key] = screen.view.preview.marks
        assert "report.pdf, page 1, word 3: “Rose” may be a name." in screen.words()
        assert key.text() == "Record that “Rose” names nobody"

        with screen.qtbot.waitSignal(screen.view.record_released):
            screen.press(key)
        settle()

    assert marked == ["Rose"]
    assert "Made again." in screen.words()
    assert screen.view.preview.marks == []


def test_a_folder_that_cannot_be_written_to_is_said(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise FilesNotWritten("The files could not be written (disk full): nothing was left.")

    screen.prepare()
    monkeypatch.setattr(outcomes, "approve", refuse)

    screen.approve()

    assert "disk full" in screen.words()
    assert screen.view.approve.isEnabled()


def a_shared_line(part: SummaryPart | None, sharing: int, of: int = 22) -> SharedLine:
    return SharedLine(part, "Order", "S01", sharing, of)


@pytest.mark.parametrize(
    ("recipient", "lines", "said"),
    [
        (
            OWN_LEAD,
            (a_shared_line("order", 1), a_shared_line("mode", 3), a_shared_line(None, 1)),
            (
                "1 line fits only this client, of 22 who were compared. What can be seen from "
                "outside, together, fits nobody else. Your clinical lead may know from it who it "
                "is, as may anybody who knows who comes here."
            ),
        ),
        (
            "The network",
            (a_shared_line("order", 1), a_shared_line("scores", 1)),
            (
                "2 lines fit only this client, of 22 who were compared. Whoever knows this client "
                "can tell from it who it is, without a name."
            ),
        ),
        (
            "The network",
            (a_shared_line("order", 1, 1), a_shared_line(None, 1, 1)),
            (
                "There is nobody else in this caseload to compare them with. Whoever knows this "
                "client can tell from it who it is, without a name."
            ),
        ),
        (OWN_LEAD, (a_shared_line("order", 2), a_shared_line(None, 2)), ""),
    ],
)
def test_it_is_said_before_the_pages_how_much_fits_only_this_client(
    screen: Screen, recipient: str, lines: tuple[SharedLine, ...], said: str
) -> None:
    screen.prepare()
    prepared = screen.viewmodel.state.made.prepared
    assert prepared is not None

    made = Preparation(prepared=replace(prepared, shared=lines))
    state = replace(screen.viewmodel.state, recipient=recipient, made=made)

    assert recognised_words(state) == said
    assert recognised_words(replace(state, made=Preparation())) == ""


def test_from_the_warning_the_keyboard_goes_to_what_can_be_left_out(screen: Screen) -> None:
    screen.prepare()
    assert "This summary can point to one person" in screen.words()
    view = screen.view
    view.activateWindow()
    wanted = "Choose what to leave out"
    [show] = [each for each in view.findChildren(QPushButton) if each.text() == wanted]

    screen.press(show)

    assert view.focusWidget() is next(iter(view.shared.ticks.values()))


def test_without_a_purpose_nothing_is_prepared(screen: Screen) -> None:
    assert not screen.view.choices.prepare.isEnabled()
    assert "what it is for" in screen.view.promise.text()


def test_whose_summary_is_asked_for_one_client_only(screen: Screen, qtbot: QtBot) -> None:
    assert screen.view.choices.client_field.isVisible()

    qtbot.mouseClick(screen.view.choices.options["service_report"], Qt.MouseButton.LeftButton)

    assert not screen.view.choices.client_field.isVisible()
    said = screen.view.choices.covers.text()
    assert said.startswith("A report is of the caseloads that gave their figures to its quarter.")


def test_the_keyboard_starts_on_the_kind(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.view.choices.options["client_summary"]


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/outcomes.txt", outline(screen.view).replace(screen.client.code, "K7-412"))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    screen.come_back(screen.client.id)

    screen.prepare()

    assert clipped(screen.view) == []


def test_the_columns_of_a_preview_fit_its_page_and_none_is_narrower_than_its_longest_word() -> None:
    assert shared_out(500, [100, 60, 200], [80, 60, 90]) == [240, 60, 200]
    assert shared_out(300, [100, 60, 200], [80, 60, 90]) == [90, 60, 149]
    assert sum(shared_out(260, [100, 60, 200], [80, 60, 90])) <= 260
    assert shared_out(100, [100, 60, 200], [80, 60, 90]) == [80, 60, 90]


def test_every_column_of_the_table_of_a_summary_is_seen_without_scrolling(screen: Screen) -> None:
    screen.prepare()
    screen.press(screen.view.preview.following)

    [table, *_] = screen.view.preview.findChildren(TableView)
    head = table.horizontalHeader()

    assert head.length() <= table.viewport().width()


def test_the_keyboard_goes_from_the_choice_through_every_page_to_the_approval(
    screen: Screen, qtbot: QtBot
) -> None:
    view = screen.view
    view.activateWindow()
    screen.choose_purpose("supervision")
    view.choices.prepare.setFocus()
    with qtbot.waitSignal(view.record_released):
        qtbot.keyClick(view.choices.prepare, Qt.Key.Key_Space)
    settle()

    for _page in screen.viewmodel.state.pages[1:]:
        assert view.focusWidget() is view.preview.following
        qtbot.keyClick(view.preview.following, Qt.Key.Key_Space)
        settle()
    assert view.focusWidget() is view.preview.previous  # one press too many approves nothing
    qtbot.keyClick(view.approve, Qt.Key.Key_Space)
    settle()

    assert screen.viewmodel.state.made.saved
    assert view.isAncestorOf(view.focusWidget())
    assert view.focusWidget().isEnabled()


def test_while_somebody_chooses_it_is_read_with_whom_a_summary_is_compared(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    found = comparing.course_files

    def watched(workspace: Any, client_ids: Any, **wanted: Any) -> Any:
        read.extend(client_ids)
        return found(workspace, client_ids, **wanted)

    settle()  # the view of the fixture reads as well, once it is painted
    screen.qtbot.waitUntil(lambda: not is_under_way())
    comparing._COMPARED.clear()
    monkeypatch.setattr(comparing, "course_files", watched)
    viewmodel = OutcomesViewModel(screen.work.workspace, screen.client.id)
    view = OutcomesView(viewmodel)
    screen.qtbot.addWidget(view)
    view.show()
    screen.qtbot.waitUntil(lambda: bool(read) and not is_under_way())

    assert read == [screen.client.id]
    assert not viewmodel.state.is_busy
    viewmodel.choose_recipient(OWN_LEAD)
    viewmodel.choose_purpose("supervision")
    viewmodel.prepare()
    screen.qtbot.waitUntil(lambda: not viewmodel.state.is_busy)

    assert viewmodel.state.made.prepared is not None
    assert read == [screen.client.id]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Let a summary be looked at before it is compared, which waits for this."""
    go_on = Event()
    really = outcomes.compared

    def waiting(workspace: Workspace, prepared: Prepared, stop: Event) -> Prepared:
        assert go_on.wait(20)
        return really(workspace, prepared, stop)

    monkeypatch.setattr(comparing, "FEW", -1)
    monkeypatch.setattr(outcomes, "compared", waiting)
    yield go_on
    go_on.set()


def test_the_pages_of_a_summary_are_looked_at_while_it_is_still_compared(
    screen: Screen, compared: Event
) -> None:
    screen.prepare()
    screen.look_at_all()

    view, state = screen.view, screen.viewmodel.state
    assert state.pages
    assert not state.unseen
    assert not view.approve.isEnabled()
    assert view.promise.text().startswith("It is still being compared with other clients.")
    assert not view.shared.isVisible()

    compared.set()
    screen.qtbot.waitUntil(lambda: screen.viewmodel.state.is_compared)
    settle()

    assert view.approve.isEnabled()
    assert view.shared.isVisible()
    assert "This summary can point to one person" in screen.words()
    assert screen.viewmodel.state.made.page == state.made.page
    assert list(screen.folder.iterdir()) == []


def test_what_was_compared_of_a_choice_of_before_is_told_of_no_other(
    screen: Screen, compared: Event
) -> None:
    screen.prepare()

    screen.choose_purpose("clinical_lead")
    compared.set()
    screen.qtbot.waitUntil(lambda: not is_under_way())
    settle()

    assert screen.viewmodel.state.made == Preparation()
    assert not screen.view.approve.isEnabled()


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize("act", ["prepare", "compared"])
def test_a_summary_of_which_the_record_cannot_be_read_is_taken_back_and_says_why(
    screen: Screen, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Prepared:
        raise CannotWrite("disk")

    monkeypatch.setattr(outcomes, act, broken)
    screen.choose_purpose("supervision")
    screen.press(screen.view.choices.prepare)
    screen.qtbot.waitUntil(lambda: screen.viewmodel.state.problem is not None)
    settle()

    assert screen.viewmodel.state.made == Preparation()
    assert not screen.view.approve.isEnabled()
    assert explain(CannotWrite("disk")).title in screen.words()


@dataclass
class Readings:
    """Whom others are read for beforehand, and whether those readings may end."""

    of: list[str]
    may_end: Event


@pytest.fixture
def readings(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readings]:
    settle()
    screen.qtbot.waitUntil(lambda: not is_under_way())
    found = Readings([], Event())

    def watched(_workspace: Workspace, client_id: str, _stop: Event) -> None:
        found.of.append(client_id)
        assert found.may_end.wait(20)

    monkeypatch.setattr(outcomes, "read_beforehand", watched)
    yield found
    found.may_end.set()
    screen.qtbot.waitUntil(lambda: not is_under_way())


def test_whoever_comes_without_a_client_has_it_read_while_they_choose_one(
    screen: Screen, readings: Readings
) -> None:
    viewmodel = OutcomesViewModel(screen.work.workspace)
    view = OutcomesView(viewmodel)
    screen.qtbot.addWidget(view)
    view.show()
    settle()
    assert not is_under_way()  # a report compares nobody

    readings.may_end.set()
    viewmodel.choose_kind("client_summary")
    screen.qtbot.waitUntil(lambda: not is_under_way())
    assert readings.of == [""]

    viewmodel.choose_client(screen.client.id)
    screen.qtbot.waitUntil(lambda: not is_under_way())
    assert readings.of == ["", screen.client.id]


def test_whoever_chooses_several_one_after_the_other_has_one_reading_at_a_time(
    screen: Screen, readings: Readings
) -> None:
    """Two that wait would leave a machine of two processors none for the summary itself."""
    other = screen.work.add_client()
    screen.work.hold(other, "S01")
    viewmodel = OutcomesViewModel(screen.work.workspace)
    viewmodel.choose_kind("client_summary")
    for each in (screen.client, other, screen.client, other):
        viewmodel.choose_client(each.id)
    screen.qtbot.waitUntil(lambda: bool(readings.of))
    settle()
    assert readings.of == [""]

    readings.may_end.set()
    screen.qtbot.waitUntil(lambda: len(readings.of) > 1 and not is_under_way())
    assert readings.of == ["", other.id]


def test_who_else_can_be_chosen_is_read_once_the_page_of_one_client_is_there(
    screen: Screen,
) -> None:
    other = screen.work.add_client()
    screen.work.hold(other, "S01")
    viewmodel = OutcomesViewModel(screen.work.workspace, screen.client.id)
    view = OutcomesView(viewmodel)
    screen.qtbot.addWidget(view)
    chooser = view.choices.client
    settle()

    assert [chooser.itemText(at) for at in range(1, chooser.count())] == [screen.client.code]
    assert chooser.currentText() == screen.client.code
    view.show()
    settle()

    everybody = sorted([screen.client.code, other.code])
    assert [chooser.itemText(at) for at in range(1, chooser.count())] == everybody
    assert chooser.currentText() == screen.client.code


def test_of_one_client_nobody_else_is_counted_before_a_report_is_wanted(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten thousand clients this took two fifths of the time until the page was there."""
    workspace = screen.work.workspace
    close_as_colleague(
        workspace.service, quarters.ClosedQuarter("2025-Q3", "a" * 32, workspace.now())
    )
    screen.viewmodel.deleteLater()
    asked: list[str] = []
    agreed, ahead, given = exporting.agreed_clients, exporting.quarter_ahead, outcomes.given
    noted = (
        (exporting, "agreed_clients", lambda *of: asked.append("agreed") or agreed(*of)),
        (exporting, "quarter_ahead", lambda *of: asked.append("ahead") or ahead(*of)),
        (outcomes, "given", lambda *of: asked.append("given") or given(*of)),
    )
    for module, name, noting in noted:
        monkeypatch.setattr(module, name, noting)

    screen.come_back(screen.client.id)
    assert asked == []
    assert screen.viewmodel.state.choices.agreed is None

    screen.viewmodel.choose_kind("service_report")
    screen.viewmodel.choose_kind("client_summary")
    screen.viewmodel.choose_kind("service_report")

    assert sorted(asked) == ["agreed", "ahead", "given", "given"]
    state = screen.viewmodel.state
    assert (state.choices.agreed, state.counted) == (1, OwnFigures(0, is_lacking=True))
    assert state.choices.ahead is not None


def test_what_a_caseload_gave_is_parsed_once_for_all_that_is_said_of_it(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.come_back()
    screen.press(screen.view.choices.closing.act)
    with screen.qtbot.waitSignal(screen.view.record_released):
        screen.press(screen.view.choices.closing.for_good)
    settle()
    parsed: list[str] = []
    read = keeping_quarters._read
    monkeypatch.setattr(keeping_quarters, "_read", lambda *of: parsed.append("once") or read(*of))

    screen.come_back()

    assert screen.viewmodel.state.counted == OwnFigures(0)
    assert parsed == ["once"]


def test_clients_are_read_once_a_summary_is_wanted(screen: Screen) -> None:
    screen.work.add_client()  # nothing was held with them yet
    screen.come_back()
    assert screen.viewmodel.state.clients == ()

    screen.viewmodel.choose_kind("client_summary")

    assert [each.client_id for each in screen.viewmodel.state.clients] == [screen.client.id]
    shown = screen.view.choices.client
    assert [shown.itemText(at) for at in range(shown.count())] == [
        "Choose a client",
        screen.client.code,
    ]


def test_the_question_whether_a_quarter_is_closed_has_its_way_back_in_sight(
    screen: Screen, qtbot: QtBot
) -> None:
    screen.come_back()
    place = PagePlace(screen.view)
    qtbot.addWidget(place)
    place.resize(1150, 660)
    with qtbot.waitActive(place):
        place.show()
        place.activateWindow()
    closing = screen.view.choices.closing
    closing.act.setFocus()
    settle()

    qtbot.keyClick(closing.act, Qt.Key.Key_Space)
    settle()

    assert place.focusWidget() is closing.leave
    assert closing.leave.visibleRegion().boundingRect() == closing.leave.rect()


def test_a_quarter_is_closed_once_it_was_asked_and_then_it_says_so(screen: Screen) -> None:
    screen.come_back()
    closing = screen.view.choices.closing
    assert "1 of your clients has agreed to it. 0 of them had a session" in closing.said.text()
    assert closing.said.text().endswith(
        "A report needs 10 people who are counted: of this quarter there would be none."
    )
    assert not closing.for_good.isVisible()
    assert not screen.viewmodel.state.quarter

    screen.press(closing.act)
    assert closing.question.text() == NO_REPORT
    assert not screen.viewmodel.state.choices.quarters
    with screen.qtbot.waitSignal(screen.view.record_released):
        screen.press(closing.for_good)
    settle()

    assert [each.quarter.name for each in screen.viewmodel.state.choices.quarters] == ["2025-Q4"]
    assert screen.view.choices.quarter.chosen_id == "2025-Q4"
    assert not closing.act.isVisible()
    assert screen.view.choices.done.text().startswith("October to December 2025 is closed")
    assert screen.view.choices.done.isVisible()
    assert "In this quarter 0 of your clients are counted" in screen.view.choices.covers.text()
    assert "A report needs 10 people" in screen.view.choices.covers.text()


def test_while_a_quarter_is_closed_it_says_that_clients_are_counted(screen: Screen) -> None:
    screen.come_back()
    shown: list[list[str]] = []
    keyboard: list[QWidget | None] = []

    def look(state: OutcomesState) -> None:
        if state.is_busy:
            labels = screen.view.preview.findChildren(QLabel)
            shown.append([screen.view.choices.prepare.text(), *(each.text() for each in labels)])
            keyboard.append(screen.view.window().focusWidget())

    screen.viewmodel.state_changed.connect(look)
    screen.close_quarter()

    assert shown[0][0] == "Show preview"
    assert "Closing October to December 2025: your clients are being counted." in shown[0]
    assert set(keyboard) == {screen.view}  # beside it stands the menu


def test_it_is_said_what_is_asked_and_a_second_press_or_escape_leaves_the_quarter_open(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    screen.come_back()
    hearing = Hearing(monkeypatch)
    view, closing = screen.view, screen.view.choices.closing
    view.activateWindow()
    closing.act.setFocus()
    passed: set[object] = set()

    def note(_before: object, now: object) -> None:
        passed.add(now)

    qapp.focusChanged.connect(note)

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        hearing.take()
        screen.press(closing.act)
        assert hearing.words == [NO_REPORT]
        assert view.focusWidget() is closing.leave
        screen.qtbot.keyClick(view.focusWidget(), key)
        settle()
        assert not screen.viewmodel.state.is_asking
        assert view.focusWidget() is closing.act

    qapp.focusChanged.disconnect(note)
    assert passed == {closing.leave, closing.act, None}
    screen.viewmodel.close_quarter()
    assert not screen.viewmodel.state.choices.quarters


def test_what_is_unfinished_in_a_quarter_is_said_before_it_is_closed() -> None:
    left = UnfinishedInQuarter(notes=1, running=1, measures=3, alerts=2, unanswered=1)
    ahead = QuarterAhead(Quarter(2025, 4), 12, 11, 10, 2, left)

    assert "there are enough" in ahead_words(ahead)
    assert unfinished_words(left) == (
        "Unfinished: 1 session of that time was begun and not ended: it is not counted. 1 "
        "appointment of that time is without an answer: nothing says whether it was held. 1 "
        "session of that time has a note that is not signed. 3 measures of these sessions are "
        "missing. 2 alerts of that time are still open. What is written later is not in the "
        "figures of it."
    )
    assert "depends on the others" in ahead_words(replace(ahead, counted=4))


@pytest.mark.parametrize("is_closed", [False, True])
def test_what_no_form_fits_is_told_with_whose_it_is_before_figures_are_given_for_good(
    screen: Screen, *, is_closed: bool
) -> None:
    caseload, client = screen.work.workspace.caseload, screen.client
    then = screen.work.clock()
    left = a_filled_form(caseload, client, form_id="gone-form", finished_at=then)
    filled_forms.add(caseload, replace(left, status="finished"))
    if is_closed:
        closed_by_a_colleague(screen)
    else:
        screen.work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
        screen.come_back()
    view = screen.view
    asked = view.choices.giving if is_closed else view.choices.closing
    screen.press(asked.act)
    assert "filled form" not in screen.words()

    with screen.qtbot.waitSignal(view.record_released):
        screen.press(asked.for_good)
    settle()

    assert "1 filled form is not in the figures" in asked.unfinished.text()
    assert f"Look at {client.code}." in asked.unfinished.text()
    assert asked.unfinished.isVisible()
    assert view.focusWidget() is asked.leave
    assert quarters.given(screen.work.workspace.service, "2026-Q1") == ()
    screen.press(asked.leave)
    assert "filled form" not in asked.unfinished.text()

    screen.press(asked.act)
    for _each in range(2):
        with screen.qtbot.waitSignal(view.record_released):
            screen.press(asked.for_good)
        settle()
    assert len(quarters.given(screen.work.workspace.service, "2026-Q1")) == 1


def test_a_quarter_is_left_open_where_the_look_for_what_no_form_fits_was_stopped(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object) -> None:
        raise Stopped

    monkeypatch.setattr(outcomes, "left_out_ahead", stopped)
    screen.come_back()
    screen.close_quarter()

    assert screen.viewmodel.state.is_asking
    assert quarters.closed(screen.work.workspace.service) == ()


def test_before_it_is_sealed_it_is_said_what_the_signature_does_not_say(screen: Screen) -> None:
    screen.prepare()
    screen.look_at_all()

    assert screen.view.approve.isEnabled()
    assert "It does not say who approved it, nor that two people did." in screen.view.promise.text()


def test_why_figures_of_an_earlier_quarter_stand_is_said(screen: Screen) -> None:
    screen.come_back()
    state = replace(screen.viewmodel.state, counted=OwnFigures(1, "2025-Q3"))

    assert (
        "Where few people had anything new since July to September 2025, "
        "the figures of that quarter are used."
    ) in covers_words(state)


def test_a_quarter_that_cannot_be_closed_says_why(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise NotForExport("Close one after the other.")

    monkeypatch.setattr(outcomes, "close_quarter", refuse)
    screen.come_back()

    screen.close_quarter()

    assert "Close one after the other." in screen.words()


def test_whose_figures_are_missing_is_said_by_name_with_the_last_day_they_wait() -> None:
    until = date(2026, 1, 15)

    one, two = missing_words(["Anna"], until), missing_words(["Anna", "Cy"], until)

    assert one.startswith("Without the figures of Anna, who gives them at a sign-in: once nothing")
    assert "after Thursday 15 January 2026 in any case" in one
    assert two.startswith("Without the figures of Anna, Cy, who give them at a sign-in each")


def test_who_closes_a_quarter_for_colleagues_is_told_when_theirs_are_given() -> None:
    alone = QuarterAhead(Quarter(2025, 4), 12, 11, 10, 1)

    assert others_words(alone) == ""
    assert others_words(replace(alone, caseloads=2)).endswith("and after 14 days in any case.")


def test_what_closing_means_for_colleagues_stands_with_the_question(screen: Screen) -> None:
    screen.come_back()
    closing = screen.view.choices.closing
    ahead = screen.viewmodel.state.choices.ahead
    assert ahead is not None
    known = replace(screen.viewmodel.state.choices, ahead=replace(ahead, caseloads=2))

    screen.viewmodel._change(replace(screen.viewmodel.state, choices=known))
    assert not closing.more.isVisible()
    screen.viewmodel._change(replace(screen.viewmodel.state, choices=known, is_asking=True))

    assert closing.more.isVisible()
    assert closing.more.text().startswith("It is closed for the whole service.")


def closed_by_a_colleague(screen: Screen) -> None:
    """Let somebody else close the quarter of the session, whose note is not signed."""
    work = screen.work
    work.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    service = work.workspace.service
    close_as_colleague(service, quarters.ClosedQuarter("2026-Q1", "ben", service.now()))
    screen.come_back()


def test_figures_that_wait_are_told_with_who_closed_the_quarter_and_until_when(
    screen: Screen,
) -> None:
    closed_by_a_colleague(screen)
    choices, giving = screen.view.choices, screen.view.choices.giving

    assert giving.said.text().endswith(
        "closed January to March 2026 on Wednesday 1 April 2026 for the whole service."
    )
    assert "1 session of that time has a note that is not signed." in giving.unfinished.text()
    assert giving.more.text().startswith(
        "Your figures wait for it until Wednesday 15 April 2026; after that a sign-in gives them"
    )
    assert not choices.missing.isVisible()
    assert not choices.closing.isVisible()
    assert "of 0 of 1 caseload: those" in choices.covers.text()
    assert "Your figures are not in it yet." in choices.covers.text()


def test_figures_are_given_once_it_was_asked_by_keys_alone(screen: Screen) -> None:
    closed_by_a_colleague(screen)
    view, giving = screen.view, screen.view.choices.giving
    view.activateWindow()
    giving.act.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        screen.qtbot.keyClick(giving.act, Qt.Key.Key_Space)
        settle()
        assert giving.question.text().startswith("Give your figures of January to March 2026 as")
        assert view.focusWidget() is giving.leave
        screen.qtbot.keyClick(giving.leave, key)
        settle()
        assert view.focusWidget() is giving.act
    screen.viewmodel.give_figures()
    assert screen.viewmodel.state.waiting is not None

    screen.qtbot.keyClick(giving.act, Qt.Key.Key_Space)
    settle()
    screen.qtbot.keyClick(giving.leave, Qt.Key.Key_Tab)
    assert view.focusWidget() is giving.for_good
    with screen.qtbot.waitSignal(view.record_released):
        screen.qtbot.keyClick(giving.for_good, Qt.Key.Key_Return)
    settle()

    assert screen.viewmodel.state.waiting is None
    assert not giving.isVisible()
    assert view.choices.done.text().startswith("Your figures of January to March 2026 are given")
    assert "of 1 of 1 caseload: those" in view.choices.covers.text()
    assert view.isAncestorOf(view.focusWidget())


def test_figures_that_cannot_be_given_say_why_and_a_count_that_was_stopped_that_it_was(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_by_a_colleague(screen)
    giving = screen.view.choices.giving
    for error, words in (
        (NotForExport("Not now."), "Not now."),
        (Stopped(), "The counting was stopped. Your figures of January to March 2026 are not"),
    ):

        def refuse(*_arguments: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(outcomes, "give_own_figures", refuse)
        screen.press(giving.act)
        with screen.qtbot.waitSignal(screen.view.record_released):
            screen.press(giving.for_good)
        settle()
        assert words in screen.words()
        assert giving.act.isVisible()


def test_a_quarter_whose_counting_was_stopped_says_that_a_sign_in_gives_the_figures(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(workspace: Workspace, quarter: Quarter, _under_way: ReadingProgress) -> None:
        uid = workspace.vault.person.uid
        closed = quarters.ClosedQuarter(quarter.name, uid, workspace.now())
        quarters.close(workspace.service, closed)
        raise Stopped

    monkeypatch.setattr(outcomes, "close_quarter", stopped)
    screen.come_back()
    screen.close_quarter()

    choices = screen.view.choices
    assert choices.done.text() == "October to December 2025 is closed. The counting was stopped."
    assert choices.giving.said.text().startswith("You closed October to December 2025 on")
    assert choices.giving.more.text().endswith("your next sign-in gives your figures.")


def test_figures_that_a_sign_in_would_give_say_so() -> None:
    day = date(2026, 4, 1)
    waiting = FiguresAhead(Quarter(2026, 1), "Ben", day, day, UnfinishedInQuarter(), "complete")

    assert when_given_words(waiting).startswith("Nothing of it is unfinished with you")
    told = when_given_words(replace(waiting, giving="after_waiting"))
    assert told.startswith("Your figures have waited 14 days")


def test_of_how_many_caseloads_a_report_would_be_and_which_came_late_is_said(
    screen: Screen,
) -> None:
    state = screen.viewmodel.state
    state = replace(state, kind="service_report", counted=OwnFigures(7, is_lacking=True))
    held = GivenFigures((), 3, shown=("a" * 32,), late=1)

    words = covers_words(replace(state, held=held))

    assert words.startswith(
        "A report made now is of 1 of 3 caseloads: those that gave their figures to it. "
        "1 caseload gave its figures after a report of this quarter, and joins once it brings 10"
    )
    assert "Not all of your figures are in it yet." in words
    assert words.endswith(
        "nothing is said about fewer than 5 people, and little about fewer than 10."
    )
    many = replace(held, shown=tuple(letter * 32 for letter in "abc"))
    least = READER_PROFILES["internal-review"].over(3).least
    assert least > 5
    told = covers_words(replace(state, held=many))
    assert told.endswith(
        f"Of 3 together nothing is said about fewer than {least} people, and little about fewer "
        f"than {2 * least}."
    )


def test_figures_for_publication_wait_for_a_second_person(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        outcomes, "ask_for_second", lambda _workspace, prepared: asked.append(prepared)
    )
    screen.prepare()
    state = replace(screen.viewmodel.state, kind="published_report")
    screen.viewmodel._change(state)
    assert screen.view.approve.accessibleName().startswith("Approve for two")

    screen.approve()

    assert len(asked) == 1
    assert (list(screen.folder.iterdir()), screen.ledger) == ([], ())
    assert "Approved by you; it waits" in screen.words()
    assert not screen.view.approve.isEnabled()


def test_what_is_not_decided_waits_for_a_second_person_and_says_why(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        outcomes, "ask_for_second", lambda _workspace, prepared: asked.append(prepared)
    )
    screen.prepare()
    prepared = screen.viewmodel.state.made.prepared
    assert prepared is not None
    release = replace(prepared.release, is_decided=False)
    every_page = frozenset(range(len(release.preview)))
    made = Preparation(prepared=replace(prepared, release=release), seen=every_page)
    screen.viewmodel._change(replace(screen.viewmodel.state, made=made))
    assert screen.view.approve.accessibleName().startswith("Approve for two")
    assert "not decided whether a figure could be worked out" in screen.words()

    screen.approve()

    assert len(asked) == 1
    assert (list(screen.folder.iterdir()), screen.ledger) == ([], ())


def test_who_gets_it_and_what_for_decide_whether_figures_leave_the_service(
    screen: Screen,
) -> None:
    workspace = screen.work.workspace
    enter_recipient(workspace, "South Ministry", new_age_key()[0])
    screen.come_back()
    box, outside = screen.view.choices.recipient, "This leaves the service"
    said = screen.words
    assert (outside in said(), "fewer than 5" in said()) == (False, True)
    assert screen.view.approve.accessibleName().startswith("Approve and save")

    for recipient, purpose, leaves in (
        ("Clinical lead", "service_quality", False),
        ("Clinical lead", "funder", True),
        ("Clinical lead", "supervision", False),
        ("South Ministry", "supervision", True),
    ):
        screen.choose_purpose(purpose)
        box.setCurrentIndex(box.findData(recipient))
        box.activated.emit(box.currentIndex())
        assert (outside in said(), "fewer than 8" in said()) == (leaves, leaves)
        assert screen.view.approve.accessibleName().startswith("Approve for two") == leaves

    screen.viewmodel.choose_kind("client_summary")
    assert outside not in said()
    assert screen.view.approve.accessibleName().startswith("Approve and save")


def test_a_lead_without_clients_has_the_side_of_the_report_alone(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = screen.work.workspace
    closed = quarters.ClosedQuarter("2025-Q4", "somebody", workspace.now())
    screen.work.have_roles("lead")
    monkeypatch.setattr(workspace.vault, "caseload_choices", tuple)
    screen.come_back()
    view = screen.view
    assert [each.text() for each in view.choices.options.values() if each.isVisible()] == [
        "The service, in figures",
        "The service, to publish",
    ]
    assert not view.choices.closing.isVisible()
    assert "ask a therapist to close it under Outcomes" in screen.words()

    close_as_colleague(workspace.service, closed)
    screen.come_back()
    screen.choose_purpose("clinical_lead")

    assert view is not screen.view
    assert "no client and no caseload is opened for it" in screen.words()
    assert "of your clients" not in screen.words()
    assert promise_words(screen.viewmodel.state) == "Look at the preview first."
    assert screen.view.choices.prepare.isEnabled()


@pytest.mark.parametrize(
    ("kind", "unfit"),
    [
        ("service_report", {"transfer", "client_request"}),
        ("published_report", {"transfer", "client_request", "supervision", "clinical_lead"}),
        ("client_summary", set()),
    ],
)
def test_only_purposes_that_fit_the_kind_are_offered(
    screen: Screen, kind: str, unfit: set[str]
) -> None:
    screen.viewmodel.choose_kind(kind)

    box = screen.view.choices.purpose
    offered = {box.itemData(at) for at in range(box.count())}
    assert offered == set(PURPOSES) - unfit
    assert ("Anybody may read it then" in screen.words()) is (kind == "published_report")


def test_a_purpose_that_another_kind_is_not_for_is_chosen_anew(screen: Screen) -> None:
    screen.choose_purpose("supervision")
    screen.viewmodel.choose_kind("service_report")
    assert screen.viewmodel.state.purpose == "supervision"

    screen.viewmodel.choose_kind("published_report")

    assert screen.viewmodel.state.purpose == ""
    assert screen.view.choices.purpose.currentIndex() == -1
    assert not screen.view.choices.prepare.isEnabled()


def test_alone_in_a_service_nobody_publishes_figures(screen: Screen) -> None:
    screen.viewmodel.choose_kind("published_report")
    screen.viewmodel._change(replace(screen.viewmodel.state, quarter="2026-Q1"))

    screen.prepare("service_quality")

    assert "There is nobody else in this service" in screen.words()


def test_an_earlier_export_to_the_same_recipient_can_be_issued_again(screen: Screen) -> None:
    field = screen.view.choices.replaces_field
    screen.choose_purpose("supervision")
    assert not field.isVisible()
    screen.prepare()
    screen.approve()
    [first] = screen.ledger
    assert field.isVisible()
    box = screen.view.choices.replaces
    assert [box.itemData(at) for at in range(box.count())] == ["", first.id]

    box.setCurrentIndex(1)
    box.picked.emit(1)
    screen.prepare()
    screen.approve()

    assert sorted(each.reissue_of for each in screen.ledger) == ["", first.id]
    screen.choose_purpose("research")
    assert not field.isVisible()


def test_while_many_clients_are_read_a_bar_says_how_far_and_it_can_be_stopped(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = screen.view.reading
    assert not reading.isVisible()
    seen: list[tuple[str, int]] = []

    def reads(_workspace: object, _request: object, under_way: ReadingProgress) -> object:
        under_way.expect(200)
        read = count(1)
        for _client in under_way.each(range(200)):
            if next(read) == 50:
                under_way.stop.wait(20)
        raise AssertionError("it was not stopped")

    def look() -> None:
        if reading.isVisible():
            seen.append((reading.words.text(), reading.bar.value()))
            screen.qtbot.mouseClick(reading.stop, Qt.MouseButton.LeftButton)

    monkeypatch.setattr(outcomes, "prepare", reads)
    screen.viewmodel.state_changed.connect(look)
    screen.prepare()

    assert seen[0] == ("50 of 200 clients are read …", 25)
    assert screen.viewmodel.state.made.refused == "It was stopped. Nothing was written."
    assert not reading.isVisible()


def test_the_course_of_a_report_is_asked_for_where_a_service_has_several(screen: Screen) -> None:
    screen.press(screen.view.choices.options["service_report"])
    assert not screen.view.choices.course_field.isVisible()

    here = screen.work.workspace
    short = here.programme.model_copy(update={"id": "short", "title": "Short course"})
    screen.work.workspace = replace(here, earlier_programmes=(short,))
    screen.come_back()
    screen.press(screen.view.choices.options["service_report"])
    box = screen.view.choices.course
    assert box.isVisible()
    assert box.currentText() == here.programme.title
    box.setCurrentIndex(box.findData("short"))
    box.activated.emit(box.currentIndex())

    assert screen.viewmodel.state.course == "short"
    screen.press(screen.view.choices.options["client_summary"])
    assert not screen.view.choices.course_field.isVisible()


def test_before_a_quarter_is_closed_for_good_it_says_that_nobody_agreed(screen: Screen) -> None:
    work = screen.work
    at = work.workspace.now() + timedelta(seconds=1)
    taken_back = PaperConsent("figures_used", "leaflet", "1", "withdrawn", "spoken", at)
    write_down(work.workspace, screen.client.id, taken_back)
    screen.come_back()

    words = screen.view.choices.closing.said.text()
    assert words.endswith("Nobody has agreed to it yet: it would hold no figures of your clients.")


def test_after_it_is_saved_through_a_dialog_the_keyboard_stays_on_the_page(
    screen: Screen, qtbot: QtBot
) -> None:
    view = screen.view
    screen.prepare()
    screen.look_at_all()
    view.approve.setFocus()
    dialog = QWidget()
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()  # the window is not the active one again when the work begins

    view.approve.click()
    settle()

    assert screen.viewmodel.state.made.saved
    assert view.focusWidget() is view.choices.prepare
