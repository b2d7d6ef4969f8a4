"""A real service of two people moves to a second laptop in the window, from its backups."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.support.record.forging import unsigned
from tests.support.record.safekeeping import add_clients, back_up_quietly, codes_in, rows_in
from tests.support.record.services import PASSPHRASE, founder
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check
from therapist_app.record.backups import rebuilding
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.header.header import NewPerson
from therapist_app.record.header.header_file import service_number
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.sign_in.devices import NEW_DEVICE, note_device
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.first_run.view import FirstRunView
from therapist_app.screens.first_run.viewmodel import FirstRunViewModel
from therapist_app.screens.moving.view import MovingView
from therapist_app.screens.moving.viewmodel import MovingViewModel
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel
from therapist_app.workflows.entering.signing_in import ARRIVED
from therapist_app.workflows.people.seeing_people import is_envelope_open
from therapist_app.workflows.safekeeping import moving
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

pytestmark = pytest.mark.usefixtures("wear")
BO = "plain lantern walks along"
LONGEST = 60_000


@dataclass(frozen=True)
class Clinic:
    """The laptop of before: a service, and who is in it."""

    folder: Path
    ana: str
    bo: str
    sheet: str
    continuity: str

    @property
    def backups(self) -> Path:
        return self.folder / "backups"


def unlocked(folder: Path, uid: str, words: str) -> Vault:
    passphrase = bytearray(words.encode())
    return records.unlock(folder, uid, passphrase, practice=False, sources=system_sources())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    home = tmp_path_factory.mktemp("before")
    folder = home / "service"
    created = records.create_service(
        folder, founder(), practice=False, cost=FLOOR, sources=system_sources()
    )
    with unlocked(folder, created.uid, PASSPHRASE) as vault:
        note_device(vault, home / "laptop")
        add_clients(vault, "A-100")
        newcomer = NewPerson("Bo Example", ("therapist",), bytearray(BO.encode()))
        bo = add_person(vault, newcomer, FLOOR).uid
    with unlocked(folder, bo, BO) as vault:
        add_clients(vault, "B-100", "B-200")
        back_up_quietly(vault)
    with unlocked(folder, created.uid, PASSPHRASE) as vault:
        back_up_quietly(vault)
    assert created.continuity_sheet is not None
    return Clinic(folder, created.uid, bo, created.sheet.text, created.continuity_sheet.text)


@pytest.fixture
def before(made: Clinic, tmp_path: Path) -> Clinic:
    folder = tmp_path / "before" / "service"
    shutil.copytree(made.folder, folder)
    return replace(made, folder=folder)


def fit(folder: Path) -> tuple[EnvironmentCheck, ...]:
    return (place_check(folder, "ext4"), encryption_check("disk", encrypted=True))


class Screen(ShownPage):
    """The screen on a laptop where there is no service yet."""

    def __init__(self, qtbot, folder: Path, stick: Path, look=fit) -> None:
        super().__init__(qtbot)
        self.folder = folder
        self.viewmodel = MovingViewModel(folder, look=look)
        self.show_page(
            MovingView(self.viewmodel, choose_folder=lambda _parent: str(stick)), (1366, 768)
        )
        qtbot.waitUntil(lambda: bool(self.viewmodel.state.checks))
        settle()

    def press(self, control: QWidget) -> None:
        self.qtbot.mouseClick(control, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy, timeout=LONGEST)
        settle()

    def look(self) -> None:
        self.press(self.view.choose)

    def be(self, name: str) -> None:
        self.press(next(each for each in self.view.proof.who.options if each.text() == name))

    def move(self, name: str, words: str) -> None:
        self.be(name)
        self.view.proof.passphrase.line.setText(words)
        self.press(self.view.tick)
        self.press(self.view.go)


@pytest.fixture
def screen(qtbot, before: Clinic, tmp_path: Path) -> Screen:
    return Screen(qtbot, tmp_path / "new" / "service", before.backups)


@contextmanager
def signed_in(qtbot, folder: Path, name: str, words: str) -> Iterator[Vault]:
    """Yield the vault that the unlock window opens."""
    viewmodel = UnlockViewModel(folder, practice=False)
    view = UnlockView(viewmodel)
    opened: list[Vault] = []
    viewmodel.unlocked.connect(opened.append)
    qtbot.addWidget(view)
    view.show()
    person = next(each for each in view.who.options if each.text() == name)
    qtbot.mouseClick(person, Qt.MouseButton.LeftButton)
    view.passphrase.line.setText(words)
    qtbot.mouseClick(view.unlock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=LONGEST)
    with opened[0] as vault:
        yield vault


def test_two_people_find_every_row_on_the_second_laptop(qtbot, before, screen, tmp_path):
    screen.look()
    screen.move("Ana Example", PASSPHRASE)

    assert "Caseload of Ana Example: in place" in screen.words
    assert "Caseload of Bo Example: came along" in screen.words
    assert "Not everything is here" not in screen.words
    assert screen.view.go.hasFocus()
    assert screen.view.go.accessibleName() == screen.view.go.text() == "Continue to sign in"
    screen.press(screen.view.go)
    assert len(screen.left) == 1
    for name, uid, words in (
        ("Ana Example", before.ana, PASSPHRASE),
        ("Bo Example", before.bo, BO),
    ):
        with (
            unlocked(before.folder, uid, words) as old,
            signed_in(qtbot, screen.folder, name, words) as new,
        ):
            assert rows_in(new.caseload) == rows_in(old.caseload)
            assert codes_in(new) == codes_in(old) != []
            assert rows_in(new.service) == rows_in(old.service)
            assert (ARRIVED in new.warnings) == (uid == before.bo)
            note_device(new, tmp_path / "new" / "laptop")
            assert (NEW_DEVICE in new.warnings) == (uid == before.ana)
    assert service_number(screen.folder) == service_number(before.folder)


def test_a_caseload_that_another_copy_of_the_record_wrote_is_said(screen, monkeypatch):
    monkeypatch.setattr(rebuilding, "went_apart", lambda *_given: True)
    screen.look()
    screen.move("Ana Example", PASSPHRASE)

    assert "Caseload of Ana Example: in place" in screen.words
    assert (
        "another laptop, with a copy of this service, wrote it or the service file" in screen.words
    )


def test_before_it_is_confirmed_it_says_what_is_there_and_writes_nothing(screen, before):
    (before.backups / "caseload-cut.tvb").write_bytes(b"cut")
    for path in before.backups.glob(f"caseload-{before.bo[:8]}*"):
        path.unlink()
    there = {each.name for each in before.backups.iterdir()}

    screen.look()

    number = f"Service {service_number(before.folder)}"
    assert number in screen.words
    assert screen.view.found.read.hasFocus()
    first, *more = screen.view.found.read.lines
    assert (first, "Caseload of Bo Example" in more) == (number, True)
    assert screen.view.go.accessibleDescription() == "Choose your name first."
    assert "Who works in it: Ana Example, Bo Example" in screen.words
    assert "Not found here: no backup of these\nCaseload of Bo Example" in screen.words
    assert "caseload-cut.tvb: This backup is damaged" in screen.words
    assert not screen.view.go.isEnabled()
    screen.be("Ana Example")
    said = "Tick first that you have read what was found."
    assert screen.view.go.accessibleDescription() == said
    screen.view.proof.passphrase.line.setText(PASSPHRASE)
    screen.qtbot.keyClick(screen.view.proof.passphrase.line, Qt.Key.Key_Return)
    assert screen.view.tick.hasFocus()
    assert not screen.folder.parent.exists()
    assert {each.name for each in before.backups.iterdir()} == there


def test_a_file_that_is_much_older_than_others_says_what_is_not_here(screen, monkeypatch):
    screen.look()
    assert "Older than other backups here" not in screen.words
    assert "after these backups were made" in screen.words
    monkeypatch.setattr(moving, "MUCH_OLDER", timedelta(0))

    screen.look()

    assert "Older than other backups here: make a backup on the old laptop first" in screen.words
    assert "Caseload of Bo Example: what was written after " in screen.words


def test_what_nobody_signed_moves_only_once_that_was_chosen(qtbot, screen, before):
    with unlocked(before.folder, before.bo, BO) as bo:
        for path in before.backups.glob(f"caseload-{before.bo[:8]}*"):
            unsigned(path, before.bo, bo.credentials.keys.copied(), bo.header)
    screen.look()

    assert "Nobody signed these backups" in screen.words
    assert "Caseload of Bo Example." in screen.words
    screen.move("Ana Example", PASSPHRASE)
    assert screen.viewmodel.state.moved is None
    screen.press(screen.view.unsigned)
    screen.press(screen.view.go)

    assert screen.viewmodel.state.lacking == ()
    with signed_in(qtbot, screen.folder, "Bo Example", BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def test_what_was_not_found_is_named_once_it_is_here(screen, before):
    for path in before.backups.glob(f"caseload-{before.bo[:8]}*"):
        path.unlink()
    screen.look()

    screen.move("Ana Example", PASSPHRASE)

    assert "Caseload of Bo Example: not here, since no backup of it was found." in screen.words
    assert screen.view.go.accessibleName() == screen.view.go.text() == "Continue to sign in"


def test_a_wrong_passphrase_makes_nothing_and_can_be_tried_again(screen):
    screen.look()
    screen.move("Ana Example", "something else altogether")
    assert screen.view.message.title
    assert not screen.folder.exists()
    assert screen.view.proof.passphrase.line.hasFocus()  # it is typed anew

    screen.view.proof.passphrase.line.setText(PASSPHRASE)
    screen.press(screen.view.go)

    assert screen.viewmodel.state.moved is not None
    assert len(records.people(screen.folder)) == 2


def test_with_nobody_there_the_continuity_sheet_moves_everything(qtbot, screen, before):
    screen.look()
    screen.press(screen.view.proof.by_continuity)
    assert screen.view.proof.continuity.hasFocus()
    assert not screen.view.proof.who.isVisible()
    screen.press(screen.view.tick)
    screen.press(screen.view.go)
    assert screen.view.proof.continuity.hasFocus()  # nothing was typed yet
    screen.view.proof.continuity.setText(before.sheet)
    screen.press(screen.view.go)
    assert "This sheet does not open it" in screen.words
    assert not screen.folder.exists()
    screen.view.proof.continuity.setText(before.continuity)
    shown_while_busy = []
    screen.viewmodel.state_changed.connect(
        lambda state: (
            shown_while_busy.append(
                screen.view.proof.continuity.echoMode() == QLineEdit.EchoMode.Normal
            )
            if state.is_busy
            else None
        )
    )
    screen.press(screen.view.go)

    assert shown_while_busy
    assert not any(shown_while_busy), "a colleague may look over one's shoulder"
    assert screen.view.proof.continuity.text() == ""
    assert "Caseload of Ana Example: in place" in screen.words
    assert "Caseload of Bo Example: in place" in screen.words
    for name, words, codes in (
        ("Ana Example", PASSPHRASE, ["A-100"]),
        ("Bo Example", BO, ["B-100", "B-200"]),
    ):
        with signed_in(qtbot, screen.folder, name, words) as new:
            assert codes_in(new) == codes
            assert is_envelope_open(new)
            told = [act_in_words(each) for each in loud_acts(new)]
            assert any(each.startswith("The continuity sheet ") for each in told), told


def test_from_the_continuity_sheet_one_comes_back_to_the_passphrase(screen):
    screen.look()
    proof = screen.view.proof
    screen.press(proof.by_continuity)
    screen.press(proof.other_way)
    assert proof.passphrase.isVisible()
    assert proof.who.isVisible()
    assert proof.by_continuity.isVisible()


def test_the_recovery_sheet_will_do_and_stays_good(qtbot, screen, before):
    screen.look()
    screen.be("Ana Example")
    screen.press(screen.view.proof.other_way)
    screen.qtbot.keyClicks(screen.view.proof.sheet, before.sheet)
    screen.press(screen.view.tick)
    screen.press(screen.view.go)

    assert screen.viewmodel.state.moved is not None
    with signed_in(qtbot, screen.folder, "Ana Example", PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def test_the_other_one_can_come_with_their_recovery_sheet(qtbot, before, screen):
    screen.look()
    screen.move("Bo Example", BO)

    viewmodel = UnlockViewModel(screen.folder, practice=False)
    opened: list[Vault] = []
    viewmodel.sheet_renewed.connect(lambda vault, _sheet: opened.append(vault))
    viewmodel.choose(before.ana)
    viewmodel.open_with_sheet(before.sheet, bytearray(b"seven lanterns over mud"))
    qtbot.waitUntil(lambda: bool(opened), timeout=LONGEST)

    with opened[0] as vault:
        assert codes_in(vault) == ["A-100"]
        assert ARRIVED in vault.warnings


def test_cut_off_in_the_middle_nothing_counts_and_the_first_page_says_so(
    qtbot, screen, before, monkeypatch
):
    monkeypatch.setattr(rebuilding, "_put_in_place", lambda _begun: 1 / 0)
    begun = rebuilding.begin_rebuilding(
        screen.folder, before.backups.glob("*.tvb"), system_sources().now()
    )
    with pytest.raises(ZeroDivisionError):
        rebuilding.finish_rebuilding(
            begun, before.ana, bytearray(PASSPHRASE.encode()), system_sources()
        )
    monkeypatch.undo()
    assert records.people(screen.folder) == ()
    first = first_page(qtbot, screen.folder)
    assert first.welcome.unfinished.isVisible()

    screen.look()
    screen.move("Ana Example", PASSPHRASE)

    assert [each.name for each in screen.folder.parent.iterdir()] == ["service"]
    with signed_in(qtbot, screen.folder, "Ana Example", PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def first_page(qtbot, folder: Path) -> FirstRunView:
    viewmodel = FirstRunViewModel(folder, look=fit)
    view = FirstRunView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)
    view.show()
    settle()
    return view


def test_the_first_page_has_a_quiet_way_here(qtbot, tmp_path):
    view = first_page(qtbot, tmp_path / "service")
    assert not view.welcome.unfinished.isVisible()

    with qtbot.waitSignal(view.welcome.move_here.clicked):
        qtbot.mouseClick(view.welcome.move_here, Qt.MouseButton.LeftButton)


def test_a_folder_without_backups_is_said(qtbot, tmp_path):
    screen = Screen(qtbot, tmp_path / "service", tmp_path)

    screen.look()

    assert "No backup of a service was found in this folder" in screen.words
    assert not screen.view.go.isVisible()
    assert screen.view.choose.isEnabled()


def test_of_two_services_one_is_chosen(screen, before, tmp_path):
    other = tmp_path / "other" / "service"
    created = records.create_service(
        other, founder(), practice=False, cost=FLOOR, sources=system_sources()
    )
    with unlocked(other, created.uid, PASSPHRASE) as vault:
        back_up_quietly(vault)
    shutil.copytree(other / "backups", before.backups, dirs_exist_ok=True)
    screen.look()
    assert screen.viewmodel.state.service is None
    assert not any(each.isChecked() for each in screen.view.found.options)
    assert "Which service moves here?" in screen.words
    assert not screen.view.go.isEnabled()

    number = service_number(before.folder)
    [option] = [each for each in screen.view.found.options if each.choice == number]
    screen.press(option)
    screen.move("Ana Example", PASSPHRASE)

    assert service_number(screen.folder) == number


def test_a_place_where_no_record_may_stand_is_refused(qtbot, before, tmp_path):
    screen = Screen(qtbot, tmp_path / "OneDrive" / "service", before.backups)
    screen.look()
    screen.press(screen.view.tick)

    assert not screen.view.go.isEnabled()
    assert "This folder is copied to other computers" in screen.words


def test_escape_leads_back_to_the_first_page(screen):
    screen.qtbot.keyClick(screen.view, Qt.Key.Key_Escape)

    assert len(screen.left) == 1


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_nothing_is_cut_in_any_state(screen, size):
    screen.view.resize(*size)
    assert clipped(screen.view) == []
    screen.look()
    assert clipped(screen.view) == []
    screen.press(screen.view.proof.other_way)
    assert clipped(screen.view) == []
    screen.press(screen.view.proof.other_way)
    screen.move("Ana Example", PASSPHRASE)
    assert clipped(screen.view) == []


def test_a_clock_that_is_behind_is_told_and_moves_nothing_unseen(
    qtbot, before: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = replace(system_sources(), now=lambda: datetime.now(UTC) - timedelta(days=1))
    monkeypatch.setattr(moving, "system_sources", lambda: behind)
    screen = Screen(qtbot, tmp_path / "new" / "service", before.backups)
    screen.look()
    assert "of a later moment than this laptop's clock" in screen.words

    screen.be("Bo Example")
    screen.view.proof.passphrase.line.setText(BO)
    screen.press(screen.view.tick)
    assert not screen.view.go.isEnabled()
    screen.press(screen.view.clock)
    assert screen.view.go.isEnabled()
    screen.press(screen.view.clock)
    monkeypatch.undo()
    screen.look()

    assert "of a later moment" not in screen.words
    assert not screen.view.clock.isVisible()
