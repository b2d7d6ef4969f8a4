"""No administrator can sign in: the continuity sheet makes one, from the first page on."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from tests.support.record.services import PASSPHRASE, founder
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.header.header import NewPerson
from therapist_app.record.header.header_file import people
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in import unlocking as records
from therapist_app.screens.nobody_left.view import NobodyLeftView
from therapist_app.screens.nobody_left.viewmodel import SOMEBODY_NEW, NobodyLeftViewModel
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

pytestmark = pytest.mark.usefixtures("wear")
BEN, NIA = "plain lantern walks along", "seven thistles under warm slate"
Made = tuple[Path, records.Created, str]


def opened(folder: Path, uid: str, words: str) -> records.Vault:
    secret = bytearray(words.encode())
    return records.unlock(folder, uid, secret, practice=False, sources=system_sources())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("nobody-left") / "service"
    created = records.create_service(
        folder, founder(), practice=False, cost=FLOOR, sources=system_sources()
    )
    with opened(folder, created.uid, PASSPHRASE) as vault:
        newcomer = NewPerson("Ben Example", ("therapist",), bytearray(BEN.encode()))
        ben = add_person(vault, newcomer, FLOOR).uid
    with opened(folder, ben, BEN):
        pass
    return folder, created, ben


class Screen(ShownPage):
    """The screen over a service folder of its own."""

    def __init__(self, qtbot, folder: Path) -> None:
        super().__init__(qtbot)
        self.folder = folder
        self.viewmodel = NobodyLeftViewModel(folder)
        self.show_page(NobodyLeftView(self.viewmodel), (1170, 900))

    def choose(self, choice: str) -> None:
        self.press(next(each for each in self.view.options if each.choice == choice))

    def go(self) -> None:
        self.press(self.view.go)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        settle()


@pytest.fixture
def screen(qtbot, made: Made, tmp_path: Path) -> Screen:
    shutil.copytree(made[0], tmp_path / "service")
    return Screen(qtbot, tmp_path / "service")


def sheet_of(made: Made) -> str:
    sheet = made[1].continuity_sheet
    assert sheet is not None
    return sheet.text


def test_the_first_page_leads_there_but_neither_in_practice_nor_while_a_client_has_it(qtbot, made):
    viewmodel = UnlockViewModel(made[0], practice=False)
    view = UnlockView(viewmodel)
    qtbot.addWidget(view)
    with qtbot.waitSignal(viewmodel.continuity_requested):
        view.nobody_left.click()
    for given in ({"practice": True}, {"practice": False, "held": True}):
        other = UnlockView(UnlockViewModel(made[0], **given))
        qtbot.addWidget(other)
        assert other.nobody_left.isHidden()


def test_only_who_is_no_administrator_can_become_one(screen, made):
    assert [each.choice for each in screen.view.options] == [made[2], SOMEBODY_NEW]
    assert not screen.view.go.isEnabled()
    screen.press(screen.view.tick)
    assert not screen.view.go.isEnabled()
    screen.choose(made[2])
    assert screen.view.go.isEnabled()
    assert not screen.view.name.isVisible()


def test_a_therapist_becomes_one_and_everybody_is_told_where_they_sign_in(screen, made):
    screen.choose(made[2])
    screen.press(screen.view.tick)
    screen.press(screen.view.go)
    assert screen.view.sheet.hasFocus()  # nothing was typed yet
    screen.view.sheet.setText(sheet_of(made))
    screen.go()

    assert "Ben Example is an administrator now" in screen.words
    assert people(screen.folder)[1].roles == ("keeper", "therapist")
    for uid, words in ((made[1].uid, PASSPHRASE), (made[2], BEN)):
        with opened(screen.folder, uid, words) as vault:
            [told] = loud_acts(vault)
            assert "the continuity sheet made Ben Example an administrator" in act_in_words(told)
    assert screen.view.go.accessibleName() == screen.view.go.text() == "Continue to sign in"
    screen.press(screen.view.go)
    assert len(screen.left) == 1


def test_enter_on_the_sheet_goes_on_and_says_that_it_comes_first(screen, made, monkeypatch):
    hearing = Hearing(monkeypatch)
    screen.view.sheet.setFocus()
    screen.qtbot.keyClick(screen.view.sheet, Qt.Key.Key_Return)
    assert hearing.words == ["Type the continuity sheet first."]
    screen.view.sheet.setText(sheet_of(made))
    screen.qtbot.keyClick(screen.view.sheet, Qt.Key.Key_Return)
    assert screen.view.options[0].hasFocus()


def test_a_new_passphrase_that_is_too_short_is_said_once_where_it_is_left(screen, monkeypatch):
    screen.choose(SOMEBODY_NEW)
    secret = screen.view.secret
    secret.first.setFocus()
    screen.qtbot.keyClicks(secret.first.line, "short")
    hearing = Hearing(monkeypatch)

    for _each in range(2):
        screen.qtbot.keyClick(secret.first.line, Qt.Key.Key_Return)
        secret.first.setFocus()

    assert hearing.words == ["Too short: at least 15 characters."]


@pytest.mark.parametrize("sees_clients", [True, False])
def test_somebody_new_gets_a_name_and_signs_in_by_a_passphrase_of_their_own(
    screen, made, sees_clients
):
    view = screen.view
    screen.choose(SOMEBODY_NEW)
    screen.press(view.tick)
    view.sheet.setText(sheet_of(made))
    if not sees_clients:
        screen.press(view.works_with_clients)
    screen.go()
    assert "Please write a name, or initials." in screen.words
    view.name.setText("Nia")
    view.secret.first.line.setText(NIA)
    screen.go()
    assert "The two passphrases differ" in screen.words
    view.secret.first.line.setText(NIA)
    view.secret.again.line.setText(NIA)
    screen.go()

    assert "Nia is an administrator now" in screen.words
    nia = people(screen.folder)[-1]
    assert nia.roles == (("keeper", "therapist") if sees_clients else ("keeper",))
    with opened(screen.folder, nia.uid, NIA) as vault:
        assert bool(vault.caseload_choices()) == sees_clients


def test_another_sheet_changes_nothing_and_says_so(screen, made):
    before = (screen.folder / "header.json").read_bytes()
    screen.choose(made[2])
    screen.press(screen.view.tick)
    screen.view.sheet.setText(made[1].sheet.text)
    screen.go()
    assert "This sheet does not open it" in screen.words
    assert (screen.folder / "header.json").read_bytes() == before


def test_escape_and_back_lead_to_signing_in(screen, qtbot):
    qtbot.keyClick(screen.view, Qt.Key.Key_Escape)
    screen.press(screen.view.back)
    assert len(screen.left) == 2


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(qtbot, wear, made, scale):
    wear("light", scale)
    screen = Screen(qtbot, made[0])
    screen.choose(SOMEBODY_NEW)
    settle()
    [area] = [each for each in screen.view.findChildren(QScrollArea) if each.isVisible()]
    assert area.horizontalScrollBar().maximum() == 0
    assert clipped(screen.view) == []
