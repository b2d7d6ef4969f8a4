"""Putting a backup back from the unlock window, when a file of the record cannot be opened."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from tests.support.record.forging import of_a_later_version, unsigned
from tests.support.record.safekeeping import add_clients, back_up_quietly, codes_in
from tests.support.record.services import PASSPHRASE, founder
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.errors import RecordBug, RecordDamaged
from therapist_app.record.keyring import own_keys
from therapist_app.record.sign_in import unlocking as records
from therapist_app.screens.mending import view as view_module
from therapist_app.screens.mending.view import MendingView
from therapist_app.screens.mending.viewmodel import MendingViewModel
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel

pytestmark = pytest.mark.usefixtures("wear")


def unlock(folder: Path, uid: str) -> records.Vault:
    return records.unlock(
        folder, uid, bytearray(PASSPHRASE.encode()), practice=False, sources=system_sources()
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("mending") / "service"
    created = records.create_service(
        folder, founder(), practice=False, cost=FLOOR, sources=system_sources()
    )
    with unlock(folder, created.uid) as vault:
        add_clients(vault, "A-100")
        back_up_quietly(vault)
        add_clients(vault, "A-200")
    return folder, created.uid


class Screen:
    """The screen over a service folder that a test may spoil."""

    def __init__(self, qtbot, folder: Path, uid: str, elsewhere: str = "") -> None:
        self.qtbot = qtbot
        self.folder, self.uid = folder, uid
        self.viewmodel = MendingViewModel(folder, uid)
        self.view = MendingView(self.viewmodel, choose_folder=lambda _: elsewhere)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 900)
        self.view.show()
        self.view.focus_first()
        settle()

    @property
    def words(self) -> str:
        settle()
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def finish(self, button) -> None:
        self.press(button)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        settle()

    def option(self, file: str):
        return next(each for each in self.view.options if each.offer.file.startswith(file))

    def see(self, passphrase: str = PASSPHRASE) -> None:
        self.view.passphrase.line.setText(passphrase)
        self.finish(self.view.ask)


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "service")
    return tmp_path / "service"


@pytest.fixture
def screen(qtbot, folder: Path, made: tuple[Path, str]) -> Screen:
    return Screen(qtbot, folder, made[1])


# Acceptance B26
@pytest.mark.parametrize("length", [0, 100, 4096, 20_000])
def test_the_unlock_window_says_what_is_damaged_and_offers_a_backup(qtbot, folder, made, length):
    path = folder / "caseloads" / f"{made[1]}.db"
    path.write_bytes(path.read_bytes()[:length])
    viewmodel = UnlockViewModel(folder, practice=False)
    view = UnlockView(viewmodel)
    qtbot.addWidget(view)
    view.show()
    assert not view.mend.isVisible()

    view.passphrase.line.setText(PASSPHRASE)
    qtbot.mouseClick(view.unlock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: viewmodel.state.problem is not None)

    assert view.mend.isVisible()
    assert viewmodel.state.problem is not None
    assert "verified backup" in viewmodel.state.problem.to_do
    with qtbot.waitSignal(view.mend.clicked):
        qtbot.mouseClick(view.mend, Qt.MouseButton.LeftButton)


def test_the_newest_is_chosen_and_what_it_would_bring_is_shown_first(screen):
    screen.press(screen.option("Caseload"))
    assert not screen.view.go.isEnabled()

    screen.see()

    assert "You would lose: 1 client." in screen.words
    assert not screen.view.go.isEnabled()
    screen.press(screen.view.tick)
    assert screen.view.go.isEnabled()


def test_a_backup_of_a_later_version_is_told_as_that_and_not_offered(qtbot, folder, made):
    [path] = (folder / "backups").glob("caseload-*")
    of_a_later_version(path)
    (folder / "backups" / "caseload-none.tvb").write_bytes(b"no backup")

    screen = Screen(qtbot, folder, made[1])

    assert [each.offer.file for each in screen.view.options] == ["Service file"]
    assert "1 backup here was made by a later version of the application." in screen.words


def test_what_nobody_signed_is_put_back_only_once_that_was_chosen(screen, folder, made):
    path = screen.option("Caseload").offer.path
    with unlock(folder, made[1]) as vault:
        unsigned(path, made[1], vault.credentials.keys.copied(), vault.header)
    screen.press(screen.option("Caseload"))
    screen.see()

    assert "Nobody vouches for this backup" in screen.words
    screen.press(screen.view.tick)
    assert not screen.view.go.isEnabled()
    screen.press(screen.view.accept)
    screen.finish(screen.view.go)

    assert screen.viewmodel.state.is_done
    with unlock(folder, made[1]) as vault:
        assert codes_in(vault) == ["A-100"]


# Acceptance B26
def test_both_files_are_put_back_one_after_the_other(qtbot, folder, made):
    caseload = folder / "caseloads" / f"{made[1]}.db"
    for path in (caseload, folder / "service.db"):
        path.write_bytes(b"")
    with pytest.raises(RecordDamaged):
        unlock(folder, made[1])

    for file in ("Service file", "Caseload"):
        screen = Screen(qtbot, folder, made[1])
        screen.press(screen.option(file))
        screen.see()
        assert "missing or cannot be read" in screen.words
        screen.press(screen.view.tick)
        screen.finish(screen.view.go)
        assert screen.view.message.title == "The backup is restored"
        assert "What was written after this backup is lost." in screen.words
        assert screen.view.back.hasFocus()

    with unlock(folder, made[1]) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_backup_of_the_file_that_is_sound_is_answered_with_the_name_of_the_other(
    qtbot, folder, made
):
    (folder / "caseloads" / f"{made[1]}.db").write_bytes(b"")
    screen = Screen(qtbot, folder, made[1])
    screen.press(screen.option("Service file"))

    screen.see()

    assert screen.view.message.title == "This is not the file that is damaged"
    assert "What cannot be opened: Caseload of Ana Example." in screen.words
    screen.press(screen.option("Caseload"))
    assert screen.view.message.title == ""
    screen.see()
    assert screen.view.message.title == ""


def test_what_it_would_do_comes_into_view_with_the_keyboard_on_its_tick(qtbot, screen):
    screen.view.resize(700, 420)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()

    screen.see()

    assert screen.view.tick.hasFocus()
    area = screen.view.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)


def test_after_a_wrong_passphrase_the_keyboard_stays_in_its_field(qtbot, screen):
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    line = screen.view.passphrase.line
    line.setFocus()
    line.setText("something else altogether")

    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.viewmodel.state.problem is not None)

    assert line.hasFocus()


def test_older_backups_are_shown_when_asked_for_and_where_each_lies(
    qtbot, folder, made, tmp_path, monkeypatch
):
    monkeypatch.setattr(view_module, "SHOWN", 2)
    stick = tmp_path / "stick"
    shutil.copytree(folder / "backups", stick)
    screen = Screen(qtbot, folder, made[1], elsewhere=str(stick))
    assert not screen.view.more.isVisible()
    screen.press(screen.view.elsewhere)
    assert len(screen.view.options) == 2

    screen.press(screen.view.more)

    assert len(screen.view.options) == 4
    assert screen.view.focusWidget() is screen.view.options[2]
    names = "\n".join(each.accessibleName() for each in screen.view.options)
    assert "On this laptop" in names
    assert str(stick) in names


def test_nothing_typed_is_no_try(screen):
    screen.press(screen.view.ask)

    assert screen.view.message.title == ""
    assert screen.view.focusWidget() is screen.view.passphrase.line
    assert not (screen.folder / "attempts").exists()


def test_escape_leads_back(qtbot, screen):
    with qtbot.waitSignal(screen.viewmodel.leave_requested):
        qtbot.keyClick(screen.view.passphrase.line, Qt.Key.Key_Escape)


def test_the_service_file_comes_first(qtbot, folder, made):
    (folder / "service.db").write_bytes(b"")
    screen = Screen(qtbot, folder, made[1])
    screen.press(screen.option("Caseload"))
    screen.see()
    screen.press(screen.view.tick)

    screen.finish(screen.view.go)

    assert screen.view.message.title == "The service file must be restored first"


def test_a_wrong_passphrase_is_said_and_can_be_tried_again(screen):
    screen.see("something else altogether")
    assert screen.view.message.title == "This passphrase does not open it"
    assert "What would change" not in screen.words

    screen.see()

    assert "What would change" in screen.words
    screen.press(screen.option("Caseload"))
    assert "What would change" not in screen.words


def test_a_person_with_a_key_file_is_asked_for_it_and_gets_through(qtbot, folder, made, tmp_path):
    key_file = tmp_path / "key"
    key_file.write_bytes(bytes(range(64)))
    with unlock(folder, made[1]) as vault:
        own_keys.use_key_file(vault, bytearray(PASSPHRASE.encode()), None, key_file)
    screen = Screen(qtbot, folder, made[1])
    place = screen.view.key_file
    place._choose_file = lambda _: str(key_file)
    assert place.isVisible()
    screen.see()
    assert screen.view.message.title == "Your key file is needed as well"

    screen.press(place.choose)
    assert screen.view.focusWidget() is screen.view.passphrase.line
    screen.see()

    assert "What would change" in screen.words
    assert clipped(screen.view) == []


def test_who_uses_no_key_file_is_not_asked_for_one(screen):
    assert not screen.view.key_file.isVisible()


def test_backups_on_a_stick_are_found(qtbot, folder, made, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    for path in (folder / "backups").glob("*.tvb"):
        path.rename(stick / path.name)
    (stick / "other.tvb").write_bytes(b"something else")
    screen = Screen(qtbot, folder, made[1], elsewhere=str(stick))
    assert "Look on your USB stick." in screen.words
    assert screen.view.focusWidget() is screen.view.elsewhere
    screen.viewmodel.propose(bytearray(b"nothing is chosen"))
    screen.viewmodel.put_back()

    screen.press(screen.view.elsewhere)

    assert len(screen.view.options) == 2


def test_a_dialog_that_is_closed_finds_nothing_new(screen):
    screen.press(screen.view.elsewhere)

    assert len(screen.view.options) == 2


def test_without_the_list_of_people_that_is_said(qtbot, folder, made):
    (folder / "header.json").write_bytes(b"{}")

    screen = Screen(qtbot, folder, made[1])

    assert screen.view.message.title in {
        "There is no record here",
        "The list of people was changed from outside",
    }


def test_it_leads_back_and_forgets_the_keys(screen, qtbot):
    screen.see()

    with qtbot.waitSignal(screen.viewmodel.leave_requested):
        screen.press(screen.view.back)

    assert not any(screen.viewmodel.state.proposal.owner.keys.opening._pad)


def test_a_mistake_of_ours_is_not_swallowed(screen):
    with pytest.raises(RecordBug):
        screen.viewmodel._on_failed(RecordBug("ours"))

    assert not screen.viewmodel.state.is_busy


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_nothing_is_cut_or_unnamed(qtbot, folder, made, wear, scale):
    wear("dark", scale)
    screen = Screen(qtbot, folder, made[1])
    screen.see()

    assert clipped(screen.view) == []
