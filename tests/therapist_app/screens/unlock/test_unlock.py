"""The unlock screen, driven as a person would drive it; a fake answers in place of the keys."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.support.record.damage import PAGE, caseload_opening, fill, first_page_of, flip
from tests.support.record.records import laid_out, lay_out
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.left_behind import OpenedWindows
from tests.support.windows.settling import settle
from therapist_app import earlier_program as earlier
from therapist_app.earlier_program import EarlierProgram
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.errors import (
    HeaderAltered,
    KeyFileUnfit,
    NoRoom,
    RecordLocked,
    RecordTooNew,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.header import listed_people
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.sign_in import unlocking as records
from therapist_app.screens.unlock import view as unlock_view
from therapist_app.screens.unlock.view import HillsView, UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel

pytestmark = pytest.mark.usefixtures("wear")
SECRET = "seven lanterns over mud"


class Screen:
    """The unlock screen over a service; `answer` is what the record says to a try."""

    def __init__(
        self,
        qtbot,
        service,
        monkeypatch,
        *,
        filled_in: str = "",
        locked_by: str = "",
        was_due: bool = False,
    ) -> None:
        self.qtbot, self.service = qtbot, service
        self.answer: Exception | None = None
        self.tried: list[tuple[str, ...]] = []
        self.opened: list[records.Vault] = []
        self.renewed: list[tuple[object, ...]] = []
        self.threads: set[int] = set()
        self.sheet = make_sheet(bytes(20))
        monkeypatch.setattr(records, "unlock", self._unlock)
        monkeypatch.setattr(records, "unlock_with_sheet", self._unlock_with_sheet)
        self.viewmodel = UnlockViewModel(
            service.folder, practice=False, locked_by=locked_by, was_due=was_due
        )
        self.view = UnlockView(self.viewmodel, filled_in=filled_in)
        self.viewmodel.unlocked.connect(self.opened.append)
        self.viewmodel.sheet_renewed.connect(lambda *both: self.renewed.append(both))
        qtbot.addWidget(self.view)
        self.view.resize(1366, 768)
        self.view.show()
        self.view.focus_first()
        QApplication.processEvents()

    def write(self, field: QLineEdit, words: str) -> None:
        field.setFocus()
        self.qtbot.keyClicks(field, words)

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def press_enter(self) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()

    def wait(self) -> None:
        self.qtbot.waitUntil(
            lambda: bool(self.opened or self.renewed) or not self.viewmodel.state.is_busy
        )

    def _unlock(self, _folder, uid, passphrase, **_circumstances):
        self.threads.add(threading.get_ident())
        self.tried.append((uid, passphrase.decode()))
        return self._result()

    def _unlock_with_sheet(self, _folder, uid, sheet, passphrase, **_circumstances):
        self.tried.append((uid, sheet, passphrase.decode()))
        return self._result(), self.sheet

    def _result(self):
        if self.answer is not None:
            raise self.answer
        return self.service.open()


@pytest.fixture
def service(tmp_path):
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def show(qtbot, service, monkeypatch):
    """Show the screen, and close what it opened."""
    shown: list[Screen] = []

    def show_it() -> Screen:
        shown.append(Screen(qtbot, service, monkeypatch))
        return shown[-1]

    yield show_it
    for screen in shown:
        for vault in (*screen.opened, *(each[0] for each in screen.renewed)):
            vault.close()


@pytest.fixture
def screen(show):
    return show()


def test_one_person_is_chosen_already_and_the_keyboard_is_in_the_passphrase(screen):
    assert [each.isChecked() for each in screen.view.people] == [True]
    assert screen.view.focusWidget() is screen.view.passphrase.line


@pytest.mark.parametrize("has_sheet", [True, False])
def test_the_continuity_sheet_is_offered_where_the_service_has_one(
    qtbot, tmp_path, monkeypatch, has_sheet
):
    service = lay_out(tmp_path, practice=False, continuity=has_sheet)
    screen = Screen(qtbot, service, monkeypatch)

    assert screen.view.nobody_left.isVisible() is has_sheet
    assert screen.view.join.isVisible()


def test_enter_unlocks_off_the_windows_thread(screen):
    screen.write(screen.view.passphrase.line, SECRET)

    screen.qtbot.keyClick(screen.view.passphrase.line, Qt.Key.Key_Return)
    screen.wait()

    assert screen.tried == [(screen.service.uid, SECRET)]
    assert len(screen.opened) == 1
    assert threading.get_ident() not in screen.threads
    assert screen.view.passphrase.line.text() == ""


def test_while_it_opens_it_says_so_and_cannot_be_pressed_twice(screen):
    screen.write(screen.view.passphrase.line, SECRET)

    screen.view.unlock.click()

    assert screen.view.unlock.text() == "Signing in …"
    assert not screen.view.unlock.isEnabled()
    screen.wait()


def test_what_is_typed_while_it_opens_does_not_wait_in_the_field_for_the_next_try(screen):
    screen.answer = WrongPassphrase()
    screen.write(screen.view.passphrase.line, "wrong")
    screen.view.unlock.click()

    screen.qtbot.keyClicks(screen.view.passphrase.line, "again")
    screen.wait()

    assert screen.view.passphrase.line.text() == ""
    screen.write(screen.view.passphrase.line, "a")
    assert screen.view.passphrase.line.text() == "a"


@pytest.mark.parametrize("with_sheet", [False, True])
def test_while_it_opens_nothing_on_the_page_can_be_changed_and_then_all_of_it_again(
    screen, with_sheet
):
    view = screen.view
    if with_sheet:
        screen.press(view.other_way)
    ways = [view.who, view.key_file, view.other_way, view.practise, view.join, view.nobody_left]
    lines = [view.passphrase.line]
    if with_sheet:
        ways.append(view.new_passphrase)
        lines.append(view.sheet)

    screen.viewmodel._change(replace(screen.viewmodel.state, is_busy=True))
    assert [each for each in ways if each.isEnabled()] == []
    assert [each for each in lines if not each.isReadOnly()] == []
    assert view.focusWidget() is lines[-1]
    screen.viewmodel._change(replace(screen.viewmodel.state, is_busy=False))

    assert [each for each in ways if not each.isEnabled()] == []
    assert [each for each in lines if each.isReadOnly()] == []


def test_what_takes_long_is_said_while_it_does_and_no_longer(screen):
    view = screen.view
    assert view._takes_long.interval() == 3_000
    screen.viewmodel._change(replace(screen.viewmodel.state, is_busy=True))
    assert view._takes_long.isActive()
    assert view.problem.title == ""

    view._takes_long.timeout.emit()
    assert view.problem.title == "It is still opening"
    screen.viewmodel._change(replace(screen.viewmodel.state, is_busy=False))

    assert view.problem.title == ""
    assert not view._takes_long.isActive()


def test_a_wrong_passphrase_is_said_in_words_and_the_right_one_works_next(screen):
    screen.answer = WrongPassphrase()
    screen.write(screen.view.passphrase.line, "wrong")
    screen.press(screen.view.unlock)
    screen.wait()
    assert screen.view.problem.title == "This passphrase does not open it"
    assert screen.view.focusWidget() is screen.view.passphrase.line

    screen.answer = None
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press(screen.view.unlock)
    screen.wait()

    assert len(screen.opened) == 1
    assert screen.view.problem.title == ""


WAY_BACK = "Sessions, the version before"


def told(screen) -> str:
    return " ".join(each.text() for each in screen.view.problem.findChildren(QLabel))


@pytest.mark.parametrize(
    ("error", "is_said"),
    [(NoRoom(9), True), (RecordTooNew("service"), True), (WrongPassphrase(), False)],
)
def test_where_the_version_before_still_opens_it_that_is_said(screen, monkeypatch, error, is_said):
    before = EarlierProgram(Path("earlier"), Path("entry"))
    monkeypatch.setattr(earlier, "earlier_program", lambda: before)
    screen.answer = error
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press(screen.view.unlock)
    screen.wait()

    assert (WAY_BACK in told(screen)) is is_said


def test_where_no_version_before_is_there_none_is_promised(screen):
    screen.answer = RecordTooNew("service")
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press(screen.view.unlock)
    screen.wait()

    assert screen.view.problem.title == "This record needs a later version"
    assert "Install that version on this laptop." in told(screen)
    assert WAY_BACK not in told(screen)


def test_damaged_pages_are_told_apart_from_a_wrong_passphrase_and_nothing_opens(screen):
    with screen.service.open() as vault:
        fill(vault.caseload)
    opening = caseload_opening(screen.service)
    flip(opening.path, (first_page_of(opening, "identities") - 1) * PAGE + 1500)
    screen.write(screen.view.passphrase.line, SECRET)

    screen.press(screen.view.unlock)
    screen.wait()

    assert screen.view.problem.title == "A file of the record is damaged"
    assert "Your passphrase is right" in screen.viewmodel.state.problem.sentence
    assert "record salvage" in screen.viewmodel.state.problem.sentence
    assert screen.opened == []
    with screen.service.open() as vault:
        assert vault.service.rows("SELECT count(*) FROM settings") == [(0,)]


def test_a_wait_is_said_once_and_ends_by_itself(screen):
    screen.answer = Throttled(15.0)
    screen.write(screen.view.passphrase.line, "wrong")
    screen.press(screen.view.unlock)
    screen.wait()
    assert "16 seconds" not in screen.view.problem.title
    assert not screen.view.unlock.isEnabled()
    assert screen.viewmodel.state.wait == 16

    screen.viewmodel._wait_over.timeout.emit()

    assert screen.view.unlock.isEnabled()
    assert screen.view.problem.title == ""


def test_a_mistake_of_ours_is_not_taken_for_a_wrong_passphrase(screen):
    screen.answer = ValueError()
    screen.write(screen.view.passphrase.line, SECRET)

    with screen.qtbot.captureExceptions() as caught:
        screen.press(screen.view.unlock)
        screen.qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ValueError
    assert screen.view.unlock.isEnabled()


def test_with_several_people_one_is_chosen_first(show, service, monkeypatch):
    [one] = records.people(service.folder)
    other = PersonEntry("other", "T. Olsen", ("therapist",), practice=False)
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: (one, other))
    screen = show()
    assert screen.view.focusWidget() is screen.view.people[0]

    screen.press(screen.view.unlock)
    assert screen.view.problem.title == "Who is working?"
    screen.press(screen.view.people[1])
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press(screen.view.unlock)
    screen.wait()

    assert screen.tried == [("other", SECRET)]


@pytest.mark.parametrize("many", [2, 40])
def test_who_locked_it_is_chosen_and_only_types_the_passphrase(qtbot, service, monkeypatch, many):
    people = tuple(
        PersonEntry(f"{at:032x}", f"Person{at:02}", ("therapist",), False) for at in range(many)
    )
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: people)
    screen = Screen(qtbot, service, monkeypatch, locked_by=people[1].uid)

    qtbot.keyClicks(screen.view.focusWidget(), SECRET)
    screen.press_enter()
    screen.wait()

    assert screen.tried == [(people[1].uid, SECRET)]
    gone = Screen(qtbot, service, monkeypatch, locked_by="somebody who left")
    assert gone.viewmodel.state.chosen == ""


@pytest.mark.parametrize("was_due", [False, True])
def test_whoever_locks_is_told_that_something_is_due(qtbot, service, monkeypatch, was_due):
    screen = Screen(qtbot, service, monkeypatch, was_due=was_due)

    assert screen.view.due.isVisible() is was_due
    assert ("still due" in screen.view.most_urgent) is was_due


def test_whoever_has_the_laptop_from_a_client_reads_nothing_of_what_is_due(qtbot, service):
    viewmodel = UnlockViewModel(service.folder, practice=False, held=True, was_due=True)
    qtbot.addWidget(UnlockView(viewmodel))

    assert not viewmodel.state.was_due


def test_the_recovery_sheet_opens_it_with_a_new_passphrase(screen):
    screen.press(screen.view.other_way)
    assert screen.view.focusWidget() is screen.view.sheet
    screen.write(screen.view.sheet, screen.sheet.text)
    screen.press_enter()
    assert screen.view.focusWidget() is screen.view.new_passphrase.first.line
    screen.write(screen.view.new_passphrase.first.line, SECRET)
    screen.press_enter()
    screen.write(screen.view.new_passphrase.again.line, SECRET)
    screen.press_enter()
    screen.wait()

    assert screen.tried == [(screen.service.uid, screen.sheet.text, SECRET)]
    assert screen.renewed[0][1] is screen.sheet
    assert screen.viewmodel.state.is_busy  # until the page of the next sheet is there


def test_a_new_passphrase_that_was_mistyped_once_uses_no_sheet_up(screen):
    screen.press(screen.view.other_way)
    screen.write(screen.view.sheet, screen.sheet.text)
    screen.write(screen.view.new_passphrase.first.line, SECRET)
    screen.write(screen.view.new_passphrase.again.line, "seven lanterns over mist")

    screen.press(screen.view.unlock)

    assert screen.view.problem.title == "The two new passphrases differ"
    assert screen.view.focusWidget() is screen.view.new_passphrase.again.line
    assert screen.tried == []


def test_the_picture_gives_way_in_a_narrow_window(screen):
    picture = screen.view.findChild(HillsView)
    assert picture.isVisible()

    screen.view.resize(640, 480)
    settle()

    assert not picture.isVisible()
    assert clipped(screen.view) == []


def test_building_it_opens_no_other_window(qtbot, service, monkeypatch, wear):
    for scale in (1.0, 2.0):
        wear("light", scale)
        opened = OpenedWindows(qtbot)

        screen = Screen(qtbot, service, monkeypatch)

        assert opened.seen == [screen.view]


def test_with_many_people_one_box_leaves_the_passphrase_in_sight(qtbot, service, monkeypatch):
    people = tuple(
        PersonEntry(f"{at:032x}", f"Person{at:02}", ("therapist",), False) for at in range(40)
    )
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: people)
    screen = Screen(qtbot, service, monkeypatch)
    who = screen.view.who
    assert screen.view.focusWidget() is who.box
    assert screen.viewmodel.state.chosen == ""
    screen.press(screen.view.unlock)
    assert screen.view.problem.title == "Who is working?"

    qtbot.keyClicks(who.box, "Person31")
    qtbot.keyClick(who.box, Qt.Key.Key_Tab)

    assert screen.viewmodel.state.chosen == people[31].uid
    assert screen.view.focusWidget() is screen.view.passphrase.line
    assert screen.view.passphrase.y() < screen.view.height()
    assert clipped(screen.view) == []


def test_a_wrong_sheet_is_said_and_the_passphrase_can_be_used_after_all(screen):
    screen.press(screen.view.other_way)
    screen.answer = WrongSheet("another-sheet")
    screen.write(screen.view.sheet, screen.sheet.text)
    screen.press(screen.view.unlock)
    screen.wait()
    assert screen.view.problem.title == "This sheet does not open it"

    screen.press(screen.view.other_way)

    assert screen.view.problem.title == ""
    assert screen.view.passphrase.isVisible()
    assert not screen.view.sheet.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            lambda right: f"{right[:-1]}{'A' if right[-1] != 'A' else 'B'}",
            "Group 8 cannot be right",
        ),
        (lambda right: right[:-6], "eight groups of five characters"),
    ],
)
def test_a_mistyped_group_is_named_and_what_was_typed_for_the_passphrase_stays(screen, typed, said):
    screen.press(screen.view.other_way)
    screen.write(screen.view.sheet, typed(screen.sheet.text))
    for field in (screen.view.new_passphrase.first, screen.view.new_passphrase.again):
        screen.write(field.line, SECRET)

    screen.press(screen.view.unlock)

    assert said in words_in(screen.view.problem)
    assert screen.tried == []
    assert screen.view.new_passphrase.again.line.text() == SECRET
    assert screen.view.focusWidget() is screen.view.sheet


def words_in(place) -> str:
    return " ".join(each.text() for each in place.findChildren(QLabel))


def test_a_second_program_on_the_record_is_told_who_has_it_open_and_since_when(screen, service):
    screen.answer = RecordLocked()
    with service.open():
        screen.write(screen.view.passphrase.line, SECRET)
        screen.press_enter()
        screen.wait()
        QApplication.processEvents()

    assert "Ana Example is signed in on this record, since Monday 2 March 2026" in words_in(
        screen.view.problem
    )
    assert screen.view.problem.title == "It is open in another window"


def test_where_nobody_can_tell_who_has_it_open_that_it_is_open_is_still_said(screen):
    screen.answer = RecordLocked()
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press_enter()
    screen.wait()
    QApplication.processEvents()

    assert "Another window of this application" in words_in(screen.view.problem)


def test_show_shows_the_passphrase_and_taking_it_hides_the_next(screen):
    field = screen.view.passphrase
    screen.press(field.show_button)
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal

    assert field.take() == bytearray()

    assert field.line.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("letter", "modifier", "on"),
    [
        ("A", Qt.KeyboardModifier.NoModifier, True),
        ("a", Qt.KeyboardModifier.NoModifier, False),
        ("A", Qt.KeyboardModifier.ShiftModifier, False),
        ("a", Qt.KeyboardModifier.ShiftModifier, True),
        ("7", Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_caps_lock_is_noticed_by_the_letters(screen, letter, modifier, on):
    field = screen.view.passphrase

    event = (Qt.Key.Key_A, modifier)
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    field.line.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, *event, letter))

    assert field.caps.isVisible() == on


def test_who_is_new_is_told_how_they_join_and_in_practice_nobody_does(qtbot, tmp_path, screen):
    screen.press(screen.view.join)

    assert screen.view.problem.title == "Ask an administrator to add you"
    view = UnlockView(
        UnlockViewModel(laid_out(tmp_path / "p", practice=True).folder, practice=True)
    )
    qtbot.addWidget(view)
    view.show()
    assert not view.join.isVisible()


def test_practice_asks_to_begin_afresh_and_real_work_to_practise(qtbot, tmp_path, screen):
    with qtbot.waitSignal(screen.viewmodel.practice_requested):
        screen.press(screen.view.practise)

    practice = UnlockViewModel(laid_out(tmp_path / "p").folder, practice=True)
    view = UnlockView(practice, filled_in=SECRET)
    qtbot.addWidget(view)

    assert view.passphrase.line.text() == SECRET
    assert view.most_urgent == "The passphrase of practice is filled in: Enter signs in."
    with qtbot.waitSignal(practice.fresh_practice_requested):
        view.practise.click()


@pytest.mark.parametrize("may_leave", [True, False])
def test_practice_leads_back_to_ones_own_service_where_one_came_from_it(qtbot, tmp_path, may_leave):
    folder = laid_out(tmp_path / "p").folder
    practice = UnlockViewModel(folder, practice=True, may_leave_practice=may_leave)
    view = UnlockView(practice, filled_in=SECRET)
    qtbot.addWidget(view)
    view.show()

    assert view.leave_practice.isVisible() == may_leave
    if may_leave:
        with qtbot.waitSignal(practice.practice_left):
            view.leave_practice.click()


def test_a_list_of_people_that_was_altered_is_not_shown(service):
    header = service.place.header
    header.write_bytes(header.read_bytes()[:-20])

    with pytest.raises(HeaderAltered):
        UnlockViewModel(service.folder, practice=False)


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_knows_the_hour(hour, words):
    assert unlock_view._greeting(datetime(2026, 3, 2, hour, tzinfo=UTC)) == words


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 1.5, 2.0], every=4, first=3))
@pytest.mark.parametrize("with_sheet", [False, True])
def test_nothing_is_cut_or_unnamed(show, wear, scale, with_sheet):
    wear("dark", scale)
    screen = show()
    if with_sheet:
        screen.press(screen.view.other_way)
    screen.viewmodel._on_failed(Throttled(15.0))
    settle()

    assert clipped(screen.view) == []


class Chosen:
    """A key file that somebody picks."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, _parent) -> str:
        return self.path


@pytest.fixture
def with_key_file(show, service, monkeypatch):
    """Two people, the second of whom signs in with a key file besides."""
    [one] = records.people(service.folder)
    other = PersonEntry("other", "T. Olsen", ("therapist",), practice=False, key_file=True)
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: (one, other))
    return show()


def test_a_key_file_is_asked_for_where_the_person_uses_one(with_key_file):
    screen = with_key_file
    screen.press(screen.view.people[0])
    assert not screen.view.key_file.isVisible()

    screen.press(screen.view.people[1])

    assert screen.view.key_file.isVisible()
    assert screen.view.focusWidget() is screen.view.key_file.choose


def test_the_key_file_goes_with_the_passphrase_and_is_shown_by_its_name_alone(
    with_key_file, tmp_path, monkeypatch
):
    given = []

    def unlock(_folder, uid, _passphrase, **circumstances):
        given.append((uid, circumstances["key_file"]))
        raise KeyFileUnfit("missing")

    monkeypatch.setattr(records, "unlock", unlock)
    screen = with_key_file
    screen.view.key_file._choose_file = Chosen(str(tmp_path / "stick" / "key"))
    screen.press(screen.view.people[1])
    screen.press(screen.view.key_file.choose)
    assert screen.view.key_file.name.text() == "key"
    assert screen.view.focusWidget() is screen.view.passphrase.line
    screen.write(screen.view.passphrase.line, SECRET)

    screen.press(screen.view.unlock)
    screen.wait()

    assert given == [("other", tmp_path / "stick" / "key")]
    assert screen.view.problem.title == "The key file is not there"


def test_the_key_file_of_one_person_is_not_kept_for_another(with_key_file, tmp_path):
    screen = with_key_file
    screen.view.key_file._choose_file = Chosen(str(tmp_path / "key"))
    screen.press(screen.view.people[1])
    screen.press(screen.view.key_file.choose)

    screen.press(screen.view.people[0])
    screen.press(screen.view.people[1])

    assert screen.view.key_file.path is None


def test_picking_no_file_leaves_all_as_it_was(with_key_file):
    screen = with_key_file
    screen.view.key_file._choose_file = Chosen("")
    screen.press(screen.view.people[1])

    screen.press(screen.view.key_file.choose)

    assert screen.view.key_file.name.text() == "none chosen"


def test_the_arrow_keys_take_the_name_beside_and_stay_on_the_names(show, service, monkeypatch):
    [one] = listed_people.listed_people(service.folder)
    other = PersonEntry("other", "T. Olsen", ("therapist",), practice=False)
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: (one, other))
    screen = show()
    names = screen.view.people

    screen.qtbot.keyClick(names[0], Qt.Key.Key_Right)
    assert screen.viewmodel.state.chosen == "other"
    assert screen.view.focusWidget() is names[1]

    screen.qtbot.keyClick(names[1], Qt.Key.Key_Right)
    assert screen.viewmodel.state.chosen == one.uid
    assert [each.isChecked() for each in names] == [True, False]
    assert screen.view.focusWidget() is names[0]


def test_the_space_bar_takes_a_name_and_tab_leads_to_the_passphrase(show, service, monkeypatch):
    [one] = listed_people.listed_people(service.folder)
    other = PersonEntry("other", "T. Olsen", ("therapist",), practice=False)
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: (one, other))
    screen = show()
    names = screen.view.people

    screen.qtbot.keyClick(names[1], Qt.Key.Key_Space)
    assert screen.viewmodel.state.chosen == "other"
    assert screen.view.focusWidget() is names[1]
    screen.qtbot.keyClick(names[1], Qt.Key.Key_Tab)

    assert screen.view.focusWidget() is screen.view.passphrase.line


def test_enter_takes_the_name_that_has_the_keyboard(show, service, monkeypatch):
    [one] = listed_people.listed_people(service.folder)
    other = PersonEntry("other", "T. Olsen", ("therapist",), practice=False)
    monkeypatch.setattr(listed_people, "listed_people", lambda _folder: (one, other))
    screen = show()

    screen.press_enter()

    assert screen.viewmodel.state.chosen == one.uid
    assert screen.view.focusWidget() is screen.view.passphrase.line


def test_once_it_is_open_it_cannot_be_opened_again_while_something_is_awaited(screen):
    screen.write(screen.view.passphrase.line, SECRET)
    screen.press_enter()
    screen.wait()

    assert len(screen.opened) == 1
    assert not screen.view.unlock.isEnabled()
    assert screen.view.unlock.text().strip() == "Signing in …"


def test_in_practice_the_passphrase_stands_there_again_after_a_refusal(qtbot, service, monkeypatch):
    screen = Screen(qtbot, service, monkeypatch, filled_in=SECRET)
    screen.answer = WrongPassphrase()
    screen.press_enter()
    screen.wait()
    QApplication.processEvents()

    assert screen.view.problem.title
    assert screen.view.passphrase.line.text() == SECRET
