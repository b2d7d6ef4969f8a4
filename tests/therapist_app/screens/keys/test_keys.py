"""One's own keys, changed as a person would; nothing without the passphrase of now."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from tests.support.record.records import START
from tests.support.record.safekeeping import silent
from tests.support.record.services import NEW, PASSPHRASE, Place, founder
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.jobs import WorkCrashed
from therapist_app.record.backups.backing_up import back_up
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.errors import DiskFull, WrongPassphrase, WrongSheet
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.keyring.new_sheets import (
    new_own_sheet,
    unconfirmed_sheets,
)
from therapist_app.record.sign_in.unlocking import confirm_first_of, create_service, unlock
from therapist_app.screens.keys.view import OwnKeysView
from therapist_app.screens.keys.viewmodel import OwnKeysViewModel
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.workflows.people import giving_up_keys

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """One's own keys, over a real service with a passphrase."""

    def __init__(self, qtbot, place: Place, key_file: Path | None = None) -> None:
        self.qtbot, self.place = qtbot, place
        self.vault = unlock(
            place.folder,
            place.created.uid,
            bytearray(PASSPHRASE.encode()),
            practice=False,
            sources=place.sources,
            key_file=key_file,
        )
        self.viewmodel = OwnKeysViewModel(workspace_for(self.vault))
        self.view = OwnKeysView(self.viewmodel)
        self.left: list[commands.Destination] = []
        self.view.leave_requested.connect(self.left.append)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()
        self.view.focus_first()

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, button: QAbstractButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        QApplication.processEvents()

    def write(self, field, words: str) -> None:
        field.line.setText(words)

    def change_passphrase(self, now: str = PASSPHRASE, again: str = NEW) -> None:
        card = self.view.passphrase
        self.write(card.proof.passphrase, now)
        self.write(card.secret.first, NEW)
        self.write(card.secret.again, again)
        self.press(card.change)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Place:
    folder = tmp_path_factory.mktemp("made") / "service"
    made = create_service(folder, founder(), practice=False, cost=FLOOR, sources=system_sources())
    for holder in (made.uid, CONTINUITY):
        confirm_first_of(folder, made, holder, system_sources())
    return Place(folder, made, SeededClock(START))


@pytest.fixture
def place(made, tmp_path) -> Place:
    shutil.copytree(made.folder, tmp_path / "service")
    return Place(tmp_path / "service", made.created, SeededClock(START))


@pytest.fixture
def show(qtbot, place):
    shown: list[Screen] = []

    def show_it(key_file: Path | None = None) -> Screen:
        shown.append(Screen(qtbot, place, key_file))
        return shown[-1]

    yield show_it
    for screen in shown:
        screen.vault.close()


@pytest.fixture
def screen(show):
    return show()


def test_each_line_for_a_passphrase_says_which_it_is(screen):
    names = [each.accessibleName() for each in screen.view.findChildren(SecretLine)]

    assert "Your present passphrase (Recovery sheet)" in names
    assert len(names) == len(set(names)) == 8


def test_another_passphrase_opens_it_from_then_on(screen):
    assert QApplication.focusWidget() is screen.view.passphrase.proof.passphrase.line

    screen.change_passphrase()

    assert "Your passphrase was changed" in screen.words
    assert screen.view.passphrase.secret.first.line.text() == ""
    screen.vault.close()
    screen.place.unlock(NEW).close()
    with pytest.raises(WrongPassphrase):
        screen.place.unlock()


def test_it_is_changed_with_the_enter_key_alone(screen):
    for words in (PASSPHRASE, NEW, NEW):
        QApplication.focusWidget().setText(words)
        screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    screen.qtbot.waitUntil(lambda: not screen.viewmodel.state.is_busy)

    assert screen.viewmodel.state.done == "passphrase_changed"


def test_enter_behind_new_keys_leads_to_what_makes_them_and_makes_none(screen):
    card = screen.view.new_keys
    card.proof.passphrase.setFocus()

    for words in (PASSPHRASE, NEW, NEW):
        QApplication.focusWidget().setText(words)
        screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert QApplication.focusWidget() is card.seal
    assert not screen.viewmodel.state.is_busy
    assert screen.view.sheet is None


def test_after_a_wrong_one_the_keyboard_is_where_it_was(screen):
    screen.view.passphrase.change.setFocus()

    screen.change_passphrase("not what they sign in with")

    assert "That is not your passphrase" in screen.words
    assert QApplication.focusWidget() is screen.view.passphrase.change


def test_a_sheet_that_was_not_typed_back_is_left_at_the_second_wish_only(screen):
    assert not screen.view.guards
    assert not screen.view.hold_back()
    screen.write(screen.view.new_sheet.proof.passphrase, PASSPHRASE)
    screen.press(screen.view.new_sheet.make)

    assert screen.view.guards
    assert screen.view.hold_back()
    assert "This sheet was not typed back yet" in screen.words
    assert QApplication.focusWidget() is screen.view.sheet.print_button
    assert not screen.view.hold_back()


def test_it_leads_back(screen):
    screen.press(screen.view.back)

    assert screen.left == [commands.Back()]


def test_two_new_ones_that_differ_change_nothing(screen):
    screen.press(screen.view.passphrase.change)

    screen.change_passphrase(again="seven lanterns over mist")

    assert "The two new ones differ." in screen.words
    assert screen.viewmodel.state.done == ""


def test_the_fifth_passphrase_that_is_not_theirs_locks(screen):
    for _time in range(4):
        screen.change_passphrase("not what they sign in with")
    assert "That is not your passphrase" in screen.words
    assert screen.left == []

    screen.change_passphrase("not what they sign in with")

    assert screen.left == [commands.Lock()]


def test_a_new_sheet_is_shown_typed_back_and_the_old_one_opens_nothing(screen):
    screen.press(screen.view.new_sheet.make)
    assert screen.view.sheet is None
    screen.write(screen.view.new_sheet.proof.passphrase, PASSPHRASE)
    screen.press(screen.view.new_sheet.make)
    groups = screen.viewmodel.sheet.state.groups

    screen.press(screen.view.sheet.on_paper)
    screen.view.sheet.typed.setText("-".join(groups))
    screen.press(screen.view.sheet.confirm)

    assert screen.view.sheet is None
    assert "You have a new recovery sheet" in screen.words
    screen.vault.close()
    with pytest.raises(WrongSheet):
        screen.place.unlock_with_sheet()


def test_the_old_sheet_is_kept_where_a_newest_backup_opens_with_it_alone(screen, monkeypatch):
    from therapist_app.screens.keys import viewmodel

    monkeypatch.setattr(viewmodel, "needing_own_old_sheet", lambda _vault: ("the stick",))
    screen.write(screen.view.new_sheet.proof.passphrase, PASSPHRASE)
    screen.press(screen.view.new_sheet.make)
    screen.press(screen.view.sheet.on_paper)
    screen.view.sheet.typed.setText("-".join(screen.viewmodel.sheet.state.groups))
    screen.press(screen.view.sheet.confirm)

    assert "You have a new recovery sheet. Keep the old one for now" in screen.words
    assert "The backups on the stick open with the old sheet alone" in screen.words
    assert "Destroy" not in screen.words.split("Keep the old one for now")[1][:250]


def test_a_sheet_that_was_not_typed_back_is_said_until_it_is_settled(show, place):
    with place.unlock() as vault:
        new_own_sheet(vault)
    screen = show()
    assert "Your new recovery sheet was not typed back" in screen.words

    screen.press(screen.view.new_sheet.keep)

    assert "Your old sheet stays in use" in screen.words
    assert not screen.view.new_sheet.keep.isVisible()
    assert unconfirmed_sheets(screen.vault) == ()
    screen.vault.close()
    vault, _new = place.unlock_with_sheet()
    vault.close()


def test_what_cannot_be_put_in_force_is_said_on_the_sheet_that_stays(screen, monkeypatch):
    from therapist_app.record.errors import DiskFull
    from therapist_app.screens.keys import viewmodel

    def refused(_vault, _new):
        raise DiskFull

    monkeypatch.setattr(viewmodel, "confirm_sheet", refused)
    screen.write(screen.view.new_sheet.proof.passphrase, PASSPHRASE)
    screen.press(screen.view.new_sheet.make)
    screen.press(screen.view.sheet.on_paper)
    screen.view.sheet.typed.setText("-".join(screen.viewmodel.sheet.state.groups))

    screen.press(screen.view.sheet.confirm)

    assert screen.view.sheet is not None
    assert screen.view.sheet.typed_field.problem.text()
    assert "It is being put into use" not in screen.words


def test_a_sheet_typed_back_right_says_that_it_is_being_put_into_use(screen):
    said = []
    screen.write(screen.view.new_sheet.proof.passphrase, PASSPHRASE)
    screen.press(screen.view.new_sheet.make)
    screen.press(screen.view.sheet.on_paper)
    screen.viewmodel.sheet.confirmed.connect(lambda: said.append(screen.words))
    screen.view.sheet.typed.setText("-".join(screen.viewmodel.sheet.state.groups))

    screen.press(screen.view.sheet.confirm)

    assert ["It is being put into use" in each for each in said] == [True]


def test_a_key_file_is_made_and_used_and_then_asked_for(screen, tmp_path):
    card, file = screen.view.key_file, tmp_path / "key"
    card._ask_where = lambda _parent: str(file)
    card.after._choose_file = lambda _parent: str(file)
    assert not card.stop.isVisible()
    screen.press(card.make)
    assert "The key file is saved" in screen.words
    screen.press(card.use)
    assert QApplication.focusWidget() is card.after.choose
    screen.press(card.after.choose)
    screen.write(card.proof.passphrase, PASSPHRASE)

    screen.press(card.use)

    assert "The key file is in use" in screen.words
    assert screen.view.passphrase.proof.key_file.isVisible()
    assert "none chosen" in screen.words
    assert str(tmp_path) not in screen.words


def test_a_key_file_is_not_asked_for_any_more_once_that_is_meant(show, place, tmp_path):
    from therapist_app.workflows.people.keeping_own_keys import Proof, make_key_file, use_key_file

    file = tmp_path / "key"
    with place.unlock() as vault:
        make_key_file(vault, file)
        use_key_file(vault, Proof(bytearray(PASSPHRASE.encode())), file)
    screen = show(file)
    card = screen.view.key_file
    screen.press(card.stop)
    screen.write(card.proof.passphrase, PASSPHRASE)
    screen.press(card.stop)
    assert "Your key file is needed as well" in screen.words
    card.proof.key_file._choose_file = lambda _parent: str(file)
    screen.press(card.proof.key_file.choose)
    assert card.proof.key_file.name.text() == "key"
    screen.write(card.proof.passphrase, PASSPHRASE)

    screen.press(card.stop)

    assert "The key file is no longer used" in screen.words
    assert not card.stop.isVisible()


def test_a_key_file_is_not_made_beside_the_record(screen, place):
    card = screen.view.key_file
    card._ask_where = lambda _parent: ""
    screen.press(card.make)
    assert screen.viewmodel.state.done == ""
    card._ask_where = lambda _parent: str(place.folder / "key")

    screen.press(card.make)

    assert "Not in the record's folder" in screen.words


def test_while_a_key_is_derived_the_page_can_do_nothing_else(screen):
    card = screen.view.new_sheet
    screen.write(card.proof.passphrase, PASSPHRASE)
    card.make.click()
    assert screen.view.is_holding
    assert not card.make.isEnabled()
    assert "It takes a few seconds" in screen.words
    screen.viewmodel.make_key_file(Path("elsewhere"))

    screen.qtbot.waitUntil(lambda: not screen.view.is_holding)

    assert screen.viewmodel.state.done == "sheet_shown"


def test_a_mistake_of_ours_is_not_hidden(screen, monkeypatch):
    from therapist_app.screens.keys import viewmodel

    def broken(_vault, _path):
        raise ValueError("ours")

    monkeypatch.setattr(viewmodel, "make_key_file", broken)

    with screen.qtbot.captureExceptions() as caught:
        screen.viewmodel.make_key_file(Path("elsewhere"))
        screen.qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ValueError
    assert not screen.view.is_holding


def test_a_panic_of_a_library_lets_go_of_the_page(screen, monkeypatch):
    from therapist_app.screens.keys import viewmodel

    class PanicException(BaseException):
        """What a library in Rust raises."""

    def broken(_vault, _path):
        raise PanicException

    monkeypatch.setattr(viewmodel, "make_key_file", broken)

    with screen.qtbot.captureExceptions() as caught:
        screen.viewmodel.make_key_file(Path("elsewhere"))
        screen.qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is WorkCrashed
    assert not screen.view.is_holding


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(show, wear, scale):
    wear("dark", scale)
    screen = show()
    settle()

    assert clipped(screen.view) == []
    assert outside(screen.view) == []


def begin_new_keys(screen, *, destroy: bool = False, again: str = NEW) -> None:
    card = screen.view.new_keys
    screen.write(card.proof.passphrase, PASSPHRASE)
    screen.write(card.secret.first, NEW)
    screen.write(card.secret.again, again)
    screen.press(card.destroy_backups if destroy else card.seal)


def type_sheet_back(screen) -> None:
    screen.press(screen.view.sheet.on_paper)
    screen.view.sheet.typed.setText("-".join(screen.viewmodel.sheet.state.groups))
    screen.qtbot.mouseClick(screen.view.sheet.confirm, Qt.MouseButton.LeftButton)
    screen.qtbot.waitUntil(lambda: not screen.viewmodel.state.is_busy)
    QApplication.processEvents()


@pytest.mark.parametrize("destroy", [False, True])
def test_once_somebody_may_know_them_the_keys_are_new_when_the_sheet_was_typed_back(
    screen, *, destroy
):
    older = screen.vault.header
    back_up(screen.vault, silent)
    screen.place.clock.advance(86400)

    begin_new_keys(screen, destroy=destroy)
    assert screen.vault.header == older
    type_sheet_back(screen)

    assert "Your keys are new" in screen.words
    assert ("2 older backups were destroyed." in screen.words) is destroy
    assert ("2 older backups were sealed anew." in screen.words) is not destroy
    screen.vault.close()
    screen.place.unlock(NEW).close()
    with pytest.raises(WrongPassphrase):
        screen.place.unlock()


def test_a_sheet_that_is_shown_for_the_first_time_is_not_told_as_one_to_destroy(
    screen, monkeypatch
):
    hearing = Hearing(monkeypatch)

    begin_new_keys(screen)
    settle()

    assert not any("not typed back" in each for each in hearing.words)
    assert any(each.startswith("Recovery sheet.") for each in hearing.words)


def test_once_keys_are_new_that_is_said_after_the_sheet(screen, monkeypatch):
    begin_new_keys(screen)
    screen.press(screen.view.sheet.on_paper)
    hearing = Hearing(monkeypatch)
    screen.view.sheet.typed.setText("-".join(screen.viewmodel.sheet.state.groups))
    screen.press(screen.view.sheet.confirm)
    settle()

    [said] = [each for each in hearing.words if "Your keys are new." in each]
    assert "Destroy the old sheet." in said


def test_nothing_is_made_new_while_the_two_new_passphrases_differ_or_none_was_typed(screen):
    before = screen.vault.header

    begin_new_keys(screen, again="another one altogether")
    assert "The two new ones differ" in screen.words
    screen.press(screen.view.new_keys.seal)

    assert screen.view.sheet is None
    assert screen.vault.header == before


def test_a_plain_change_says_what_it_does_not_undo(screen):
    screen.change_passphrase()

    assert "still opens it with the old passphrase" in screen.words
    assert "make your keys new instead" in screen.words


def test_a_backup_that_cannot_be_made_is_told_and_the_keys_are_new(screen, monkeypatch):
    def full(*_arguments, **_named):
        raise DiskFull

    monkeypatch.setattr(giving_up_keys, "give_up_backups", full)
    begin_new_keys(screen)
    type_sheet_back(screen)

    assert "The older backups are as they were" in screen.words
    assert "disk" in screen.words


@pytest.mark.parametrize("is_typed", [True, False])
def test_the_key_that_changes_a_passphrase_is_not_said_to_do_nothing(screen, monkeypatch, is_typed):
    own = screen.view.passphrase
    if is_typed:
        own.proof.passphrase.line.setText(PASSPHRASE)
        own.secret.first.line.setText(NEW)
        own.secret.again.line.setText(NEW)
    own.secret.again.setFocus()
    hearing = Hearing(monkeypatch)

    ctrl = Qt.KeyboardModifier.ControlModifier
    screen.qtbot.keyClick(own.secret.again.line, Qt.Key.Key_Return, ctrl)
    screen.qtbot.waitUntil(lambda: not screen.viewmodel.state.is_busy)

    assert not any("does nothing" in each for each in hearing.words)
    assert own.proof.passphrase.line.text() == ""
