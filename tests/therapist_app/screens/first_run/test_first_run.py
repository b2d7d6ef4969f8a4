"""The first run, from nothing to a service whose sheets are safe."""

import io
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from session_forms.words.day_words import written_day
from tests.support.exports.tags_reading import Reading
from tests.support.record.records import lay_out
from tests.support.record.services import no_keys
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.build import Build
from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check
from therapist_app.key_widgets import sheet_view, suggesting
from therapist_app.key_widgets.sheet_paper import (
    print_sheet,
    save_sheet,
    service_words,
    sheet_pdf,
)
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.key_widgets.sheets import SheetViewModel
from therapist_app.record.crypto.passphrases import check_passphrase
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.errors import DiskFull, PassphraseTooWeak
from therapist_app.record.header.header_file import service_number
from therapist_app.record.sign_in.unlocking import Created
from therapist_app.screens.first_run.view import FirstRunView
from therapist_app.screens.first_run.viewmodel import FirstRunViewModel
from therapist_app.widgets.controls.options import Option
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.entering.first_run import WORDS

pytestmark = pytest.mark.usefixtures("wear")
SECRET = "seven lanterns over mud"
SHEET, CONTINUITY = make_sheet(bytes(range(20))), make_sheet(bytes(range(20, 40)))


def look_here(folder: Path) -> tuple[EnvironmentCheck, ...]:
    """Find an encrypted disk, wherever the tests run."""
    return (place_check(folder, "ext4"), encryption_check("disk", encrypted=True))


class Screen:
    """The first run, and what was made."""

    def __init__(self, qtbot, folder: Path, look=look_here, build: Build | None = None) -> None:
        self.qtbot = qtbot
        self.answer: Exception | None = None
        self.made: list[tuple[object, ...]] = []
        self.confirmed: list[tuple[str, str]] = []
        self.refusal: Exception | None = None
        self.finished: list[bool] = []
        self.viewmodel = FirstRunViewModel(
            folder, found=self._found, confirm=self._confirm, look=look, build=build
        )
        self.view = FirstRunView(self.viewmodel)
        self.viewmodel.setParent(self.view)
        self.viewmodel.finished.connect(lambda: self.finished.append(True))
        qtbot.addWidget(self.view)
        self.view.resize(1366, 768)
        self.view.show()
        self.view.focus_first()
        qtbot.waitUntil(lambda: bool(self.viewmodel.state.checks))
        QApplication.processEvents()

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def go_to_person(self) -> None:
        self.press(self.view.welcome.real)
        self.press(self.view.laptop.go_on)

    def fill_in(self, *, name: str = "A. Sample", again: str = SECRET) -> None:
        person = self.view.person
        self.qtbot.keyClicks(person.name, name)
        self.qtbot.keyClicks(person.secret.first.line, SECRET)
        self.qtbot.keyClicks(person.secret.again.line, again)
        self.press(person.with_continuity)

    def make(self) -> None:
        self.press(self.view.person.make)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)

    def type_back(self, words: str) -> None:
        sheet = self.view.sheet
        if not sheet.typed.isVisible():
            self.press(sheet.on_paper)
        sheet.typed.clear()
        self.qtbot.keyClicks(sheet.typed, words)
        self.press(sheet.confirm)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)

    def _confirm(self, _folder, created, kind):
        if self.refusal is not None:
            raise self.refusal
        self.confirmed.append((created.uid, kind))

    def _found(self, _folder, name, passphrase, *, leads, continuity, treats):
        self.made.append((name, passphrase.decode(), leads, continuity))
        self.treats = treats
        if self.answer is not None:
            raise self.answer
        return Created("uid", SHEET, CONTINUITY if continuity else None, no_keys())


@pytest.fixture
def screen(qtbot, tmp_path):
    return Screen(qtbot, tmp_path / "service")


def test_enter_after_the_name_goes_on_and_without_one_says_that_it_lacks(qtbot, tmp_path):
    screen = Screen(qtbot, tmp_path / "record")
    screen.go_to_person()
    person = screen.view.person

    qtbot.keyClick(person.name, Qt.Key.Key_Return)
    assert "Please write a name, or initials." in screen.words
    assert person.name.hasFocus()

    qtbot.keyClicks(person.name, "A. Sample")
    assert "Please write a name, or initials." not in screen.words
    qtbot.keyClick(person.name, Qt.Key.Key_Return)
    assert person.leads.hasFocus()


def test_it_leads_to_a_service_whose_sheets_were_typed_back(screen):
    screen.go_to_person()
    screen.fill_in()
    screen.make()
    assert screen.made == [("A. Sample", SECRET, False, True)]
    screen.type_back(SHEET.text.lower())
    assert screen.viewmodel.state.step == "continuity_sheet"
    assert not screen.finished

    screen.type_back(CONTINUITY.text)

    assert screen.finished == [True]
    assert screen.confirmed == [("uid", "recovery"), ("uid", "continuity")]


def test_who_only_reads_reports_gets_a_key_with_one_sheet_and_nothing_of_clients(screen):
    screen.press(screen.view.welcome.reading)
    screen.press(screen.view.laptop.go_on)
    reader = screen.view.reader
    assert reader.isVisible()
    assert not screen.view.person.isVisible()
    assert "continuity" not in screen.words
    screen.press(reader.make)
    assert "Please write a name, or initials." in screen.words
    screen.qtbot.keyClicks(reader.name, "L. Reader")
    screen.qtbot.keyClicks(reader.secret.first.line, SECRET)
    screen.qtbot.keyClicks(reader.secret.again.line, SECRET)

    screen.press(reader.make)
    screen.qtbot.waitUntil(lambda: not screen.viewmodel.state.is_busy)
    screen.type_back(SHEET.text)

    assert screen.made == [("L. Reader", SECRET, True, False)]
    assert not screen.treats
    assert screen.finished == [True]


def test_from_a_readers_first_page_one_can_still_set_up_for_real_work(screen):
    screen.press(screen.view.welcome.reading)
    screen.press(screen.view.laptop.go_back)
    screen.go_to_person()
    assert screen.view.person.isVisible()
    screen.fill_in()
    screen.make()
    assert screen.treats


def test_a_sheet_that_cannot_be_noted_as_typed_back_stays_and_says_so(screen):
    screen.go_to_person()
    screen.fill_in()
    screen.make()
    screen.refusal = DiskFull()

    screen.type_back(SHEET.text)

    assert screen.viewmodel.state.step == "sheet"
    assert screen.view.sheet.typed_field.problem.text()
    screen.refusal = None
    screen.type_back(SHEET.text)
    assert screen.viewmodel.state.step == "continuity_sheet"


def test_leaving_asks_once_while_a_sheet_is_not_typed_back(screen):
    assert not screen.view.guards
    assert not screen.view.hold_back()
    screen.go_to_person()
    screen.fill_in()
    screen.make()

    assert screen.view.guards
    assert screen.view.hold_back()
    assert "you get a new sheet at the next sign-in" in screen.words
    assert not screen.view.hold_back()


def test_whether_there_is_a_continuity_sheet_is_not_chosen_beforehand(screen):
    screen.go_to_person()
    person = screen.view.person
    screen.qtbot.keyClicks(person.name, "A. Sample")
    screen.qtbot.keyClicks(person.secret.first.line, SECRET)
    screen.qtbot.keyClicks(person.secret.again.line, SECRET)

    screen.press(person.make)

    assert screen.made == []
    assert "With a continuity sheet for emergencies, or without?" in screen.words
    assert screen.view.focusWidget() is person.with_continuity
    assert person.secret.first.line.text() == SECRET


def test_without_a_continuity_sheet_one_sheet_is_enough(screen):
    screen.go_to_person()
    screen.fill_in()
    screen.press(screen.view.person.without_continuity)
    screen.press(screen.view.person.leads)
    screen.make()

    screen.type_back(SHEET.text)

    assert screen.made == [("A. Sample", SECRET, True, False)]
    assert screen.finished == [True]


def test_a_mistyped_group_is_named_and_nothing_is_finished(screen):
    screen.go_to_person()
    screen.fill_in()
    screen.make()
    groups = SHEET.text.split("-")
    groups[2] = "ZZZZZ"

    screen.type_back("-".join(groups))

    assert "Group 3 is mistyped" in screen.view.sheet.typed_field.problem.text()
    assert screen.viewmodel.state.step == "sheet"


def test_another_sheet_is_not_accepted(screen):
    screen.go_to_person()
    screen.fill_in()
    screen.make()

    screen.type_back(CONTINUITY.text)

    assert screen.view.sheet.typed_field.problem.text() != ""
    assert screen.viewmodel.state.step == "sheet"


def test_two_passphrases_that_differ_make_nothing(screen):
    screen.go_to_person()
    screen.fill_in(again="something else")

    screen.press(screen.view.person.make)

    assert screen.made == []
    assert screen.view.person.problem.title == "The two passphrases differ"
    assert screen.view.focusWidget() is screen.view.person.secret.again.line


def test_the_enter_key_leads_from_one_field_to_the_next_and_makes_it(screen):
    screen.go_to_person()
    screen.fill_in()
    fields = screen.view.person.secret

    screen.qtbot.keyClick(fields.first.line, Qt.Key.Key_Return)
    assert screen.view.focusWidget() is fields.again.line
    screen.qtbot.keyClick(fields.again.line, Qt.Key.Key_Return)
    screen.qtbot.waitUntil(lambda: screen.viewmodel.state.step == "sheet")

    assert len(screen.made) == 1


def test_while_the_service_is_set_up_nothing_is_written_and_the_keyboard_is_kept(screen):
    screen.answer = PassphraseTooWeak("guessable")
    screen.go_to_person()
    screen.fill_in()
    person, seen = screen.view.person, []
    fields = (person.name, person.leads, person.secret.first.line, person.with_continuity)
    screen.viewmodel.state_changed.connect(
        lambda state: seen.append((state.is_busy, *(each.isEnabled() for each in fields)))
    )

    screen.make()

    assert seen == [(True, *[False] * 4), (False, *[True] * 4)]
    assert person.secret.isAncestorOf(screen.view.focusWidget())


def test_a_suggestion_takes_no_room_before_it_is_asked_for(screen):
    screen.go_to_person()
    suggested = screen.view.person.secret.suggested
    assert not suggested.isVisible()

    screen.press(screen.view.person.secret.suggest)

    assert suggested.isVisible()


def test_a_name_is_needed(screen):
    screen.go_to_person()
    screen.fill_in(name="")

    screen.press(screen.view.person.make)

    assert screen.made == []
    assert "name" in screen.view.person.name_field.problem.text()


def test_a_weak_passphrase_is_said_and_can_be_mended(screen):
    screen.answer = PassphraseTooWeak("guessable")
    screen.go_to_person()
    screen.fill_in()
    screen.make()
    assert screen.view.person.problem.title == "This passphrase is too easy to guess"

    screen.answer = None
    screen.fill_in(name="")
    screen.make()

    assert screen.viewmodel.state.step == "sheet"


def test_a_suggested_passphrase_is_strong_shown_and_has_to_be_typed_once_more(screen):
    screen.go_to_person()

    screen.press(screen.view.person.secret.suggest)

    words = screen.view.person.secret.suggested.text()
    check_passphrase(bytearray(words.encode()), ("A. Sample",))
    assert screen.view.person.secret.first.line.text() == words
    assert screen.view.person.secret.again.line.text() == ""


def test_a_suggested_passphrase_is_said_to_be_there_and_no_word_of_it(screen, monkeypatch):
    screen.go_to_person()
    hearing = Hearing(monkeypatch)

    screen.press(screen.view.person.secret.suggest)

    [said] = hearing.words
    assert said.startswith("A passphrase is suggested")
    assert screen.view.person.secret.read_aloud.findChild(QPushButton).accessibleName() in said
    assert not set(screen.view.person.secret.suggested.text().split()) & set(said.split())


def test_the_words_suggested_are_seen_in_a_low_window(screen):
    screen.view.resize(900, 420)
    screen.go_to_person()
    secret = screen.view.person.secret

    secret.suggest.click()
    settle()

    seen = secret.suggested.visibleRegion().boundingRect().height()
    assert seen == secret.suggested.height()


def test_suggestions_come_from_a_list_of_short_plain_words():
    words = suggesting.words()

    assert len(set(words)) == len(words) >= 512
    assert all(each.isascii() and each.islower() and 3 <= len(each) <= 5 for each in words)
    assert suggesting.suggest(lambda each: each[0]) == " ".join(["acid"] * 7)


# Acceptance B40
def test_a_synchronised_folder_is_refused_with_a_way_out(qtbot, tmp_path):
    screen = Screen(qtbot, tmp_path / "OneDrive" / "service")
    screen.press(screen.view.welcome.real)

    assert not screen.view.laptop.go_on.isEnabled()
    screen.viewmodel.ask_who()

    assert screen.viewmodel.state.step == "laptop"


def test_until_the_laptop_was_looked_at_nobody_goes_on(qtbot, tmp_path):
    viewmodel = FirstRunViewModel(tmp_path, look=lambda _folder: ())
    view = FirstRunView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)

    assert not view.laptop.go_on.isEnabled()


def test_while_the_laptop_is_looked_at_the_keyboard_is_where_that_is_said(qtbot, tmp_path):
    viewmodel = FirstRunViewModel(tmp_path, look=lambda _folder: ())
    view = FirstRunView(viewmodel)
    viewmodel.setParent(view)
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.welcome.real.click()
    while_looking = view.focusWidget().text()

    viewmodel._on_looked(look_here(tmp_path))

    assert while_looking == "Looking at this laptop …"
    assert view.focusWidget() is view.laptop.go_on


def test_with_the_second_sheet_it_is_said_that_the_first_is_done(screen, monkeypatch):
    screen.go_to_person()
    screen.fill_in()
    screen.make()
    hearing = Hearing(monkeypatch)

    screen.type_back(SHEET.text.lower())

    assert hearing.words[-1].startswith("The recovery sheet is done. Continuity sheet.")


def test_a_disk_that_is_not_encrypted_is_said_and_one_may_go_on(qtbot, tmp_path):
    plain = encryption_check("disk", encrypted=False)
    screen = Screen(qtbot, tmp_path / "service", lambda folder: (*look_here(folder)[:1], plain))
    screen.go_to_person()

    title, why, to_do = WORDS[("disk", "plain")]
    said = [each.text() for each in screen.view.laptop.findings[1].findChildren(QLabel)]
    assert screen.viewmodel.state.step == "you"
    assert title in said
    assert f"{why} {to_do}" in said


def test_what_was_found_on_the_laptop_is_heard_line_by_line_and_f1_explains_it(
    qtbot, tmp_path, monkeypatch
):
    plain = encryption_check("disk", encrypted=False)
    screen = Screen(qtbot, tmp_path / "service", lambda folder: (*look_here(folder)[:1], plain))
    screen.press(screen.view.welcome.real)
    settle()
    laptop = screen.view.laptop
    laptop.read.setFocus()
    hearing = Hearing(monkeypatch)

    for _line in laptop.read.lines:
        QTest.keyClick(laptop.read, Qt.Key.Key_Down)

    title, why, to_do = WORDS[("disk", "plain")]
    assert hearing.words[-2:] == [f"{title}.", f"{why} {to_do}"]
    assert "this laptop" in screen.view.page_help.about


def test_one_can_go_back_until_the_service_is_made(screen):
    screen.go_to_person()

    screen.press(screen.view.person.go_back)
    screen.press(screen.view.laptop.go_back)

    assert screen.viewmodel.state.step == "welcome"


def test_practice_is_one_press_away(screen):
    with screen.qtbot.waitSignal(screen.viewmodel.practice_requested):
        screen.press(screen.view.welcome.practice)


def test_every_finding_has_words():
    reasons = {
        "place": ("local", "synchronised", "network", "without-rights"),
        "disk": ("encrypted", "plain", "not-told"),
        "swap": ("none", "encrypted", "plain", "not-told"),
    }

    assert set(WORDS) == {(kind, each) for kind, all_of in reasons.items() for each in all_of}


def pdf_printer(path: str) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    return printer


class Paper:
    """A sheet's page, with the dialogs answered by the test."""

    def __init__(self, qtbot, folder: Path, path: str) -> None:
        self.offered: list[str] = []
        self.viewmodel = SheetViewModel(SHEET, "recovery", "A. Sample", folder=folder)
        self.view = SheetView(
            self.viewmodel,
            choose_printer=lambda _parent: pdf_printer(path) if path else None,
            choose_file=lambda _parent, name: self.offered.append(name) or path,
        )
        qtbot.addWidget(self.view)
        self.view.show()

    @property
    def words(self) -> str:
        return " ".join(each.text() for each in self.view.findChildren(QLabel))


def test_whoever_hears_a_sheet_hears_whose_it_is(qtbot, tmp_path):
    said = arrival_words(Paper(qtbot, tmp_path, "").view)

    assert "Recovery sheet. A. Sample. Shown only once." in said


def test_the_file_of_a_sheet_is_offered_under_its_kind_and_name(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path, "")

    paper.view.save_button.click()

    assert paper.offered == ["Recovery sheet A. Sample"], "a second sheet would write over it"


def test_a_sheet_on_the_screen_bears_kind_name_and_day_as_its_paper_does(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path, "")
    day = written_day(paper.viewmodel.state.made_on)

    assert "Recovery sheet" in paper.words
    assert f"A. Sample, made on {day}." in paper.words


@pytest.mark.parametrize("way", ["print_button", "save_button"])
def test_a_sheet_is_put_on_paper_with_a_plain_warning(qtbot, tmp_path, way):
    file = tmp_path / "sheet.pdf"
    paper = Paper(qtbot, tmp_path / "service", str(file))

    getattr(paper.view, way).click()

    assert file.read_bytes().startswith(b"%PDF")
    assert paper.view.message.title == "Now check the paper"
    assert f"Saved as a PDF: {file}" in paper.words
    assert "Whoever has this file can open the record" in paper.words
    assert paper.view.focusWidget() is paper.view.typed


def test_that_a_sheet_lies_in_a_file_is_still_said_after_a_mistyped_group(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path / "service", str(tmp_path / "sheet.pdf"))
    paper.view.save_button.click()
    paper.view.typed.setText("AAAAA-" * 8)

    paper.view.confirm.click()

    assert "Group 1 is mistyped." in paper.words
    assert "Whoever has this file can open the record" in paper.words


def test_a_sheet_on_a_real_printer_is_said_with_its_name(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_view, "print_sheet", lambda _state, _printer: True)
    printer = QPrinter()
    monkeypatch.setattr(printer, "printerName", lambda: "Second floor")
    paper = Paper(qtbot, tmp_path, "")
    paper.view._choose_printer = lambda _parent: printer

    paper.view.print_button.click()

    assert "Sent to the printer Second floor." in paper.words
    assert "Whoever has this file" not in paper.words


def test_a_sheet_is_not_on_the_screen_while_it_is_typed_back(qtbot, tmp_path, monkeypatch):
    paper = Paper(qtbot, tmp_path, "")
    groups = SHEET.text.split("-")
    assert all(each in paper.words for each in groups)
    assert not paper.view.typed.isVisible()

    paper.view.on_paper.click()

    spoken = [each.accessibleName() for each in paper.view.findChildren(QLabel)]
    assert not any(each in paper.words for each in groups)
    assert not any(" ".join(group) in name for group in groups for name in spoken)
    qtbot.keyClicks(paper.view.typed, "half of it")
    hearing = Hearing(monkeypatch)
    paper.view.show_again.click()
    assert hearing.words == ["The sheet is shown again."]
    assert all(each in paper.words for each in groups)
    assert (paper.view.typed.text(), paper.view.typed.isVisible()) == ("", False)


@pytest.mark.parametrize("way", ["key", "middle button", "menu"])
def test_a_sheet_cannot_be_pasted(qtbot, tmp_path, way):
    paper = Paper(qtbot, tmp_path, "")
    paper.view.on_paper.click()
    board = QApplication.clipboard()
    board.setText(SHEET.text)
    line = paper.view.typed

    if way == "key":
        qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    elif way == "middle button":
        qtbot.mouseClick(line, Qt.MouseButton.MiddleButton)
    else:
        qtbot.mouseClick(line, Qt.MouseButton.RightButton)
        assert QApplication.activePopupWidget() is None
    board.clear()

    assert line.text() == ""
    if way != "menu":
        assert "It cannot be pasted" in paper.view.typed_field.problem.text()


@pytest.mark.parametrize("way", ["print_button", "save_button"])
def test_a_sheet_is_never_saved_beside_what_it_opens(qtbot, tmp_path, way):
    file = tmp_path / "service" / "deep" / "sheet.pdf"
    paper = Paper(qtbot, tmp_path / "service", str(file))

    getattr(paper.view, way).click()

    assert paper.view.message.title == "Not there"
    assert not file.exists()


def test_nothing_happens_when_no_place_is_chosen(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path / "service", "")

    paper.view.save_button.click()
    paper.view.print_button.click()

    assert paper.view.message.title == ""


def test_a_printer_that_refuses_is_said(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path / "service", str(tmp_path / "nowhere" / "sheet.pdf"))

    paper.view.save_button.click()

    assert paper.view.message.title == "It was not printed"


def test_the_letters_of_a_sheet_are_read_one_by_one_once_that_is_asked_for(qtbot, tmp_path):
    paper = Paper(qtbot, tmp_path, "")
    first = " ".join(SHEET.text.split("-")[0])
    labels = paper.view.findChildren(QLabel)
    assert not any(first in each.accessibleName() for each in labels)

    paper.view.read_aloud.press.click()

    assert f"Group 1: {first}" in [each.accessibleName() for each in labels]
    paper.view.on_paper.click()
    assert not any(first in each.accessibleName() for each in labels)


def test_a_practice_sheet_says_so(tmp_path):
    from therapist_app.key_widgets.sheet_paper import _lines

    viewmodel = SheetViewModel(SHEET, "recovery", "A", folder=tmp_path, practice=True)

    assert ("Practice: invented data", 11, True) in _lines(viewmodel.state)
    assert print_sheet(viewmodel.state, pdf_printer(str(tmp_path / "s.pdf")))


def test_a_printed_sheet_says_when_it_was_made(tmp_path):
    from therapist_app.key_widgets.sheet_paper import _lines

    state = SheetViewModel(SHEET, "recovery", "A", folder=tmp_path).state
    made = replace(state, made_on=date(2026, 11, 24))

    assert ("Made on 24 November 2026.", 11, False) in _lines(made)
    assert state.made_on == datetime.now().astimezone().date()


def test_a_sheet_carries_the_number_of_its_service(tmp_path):
    one, two = (lay_out(tmp_path / name, seed=at) for at, name in enumerate(("one", "two"), 1))

    states = [
        SheetViewModel(SHEET, "recovery", "A", folder=each.folder).state for each in (one, two)
    ]

    numbers = [service_number(each.folder) for each in (one, two)]
    assert [each.service for each in states] == numbers
    assert numbers[0] != numbers[1]
    assert [len(each) for each in numbers] == [19, 19]
    assert numbers[0] in service_words(states[0])


def test_a_packed_copy_says_its_fingerprint_before_a_passphrase_is_typed(qtbot, tmp_path):
    packed = Build("0123456789abcdef" * 4, is_for_proofs=False)

    assert "0123 4567 89ab cdef 0123" in Screen(qtbot, tmp_path / "a", build=packed).words
    assert "Fingerprint" not in Screen(qtbot, tmp_path / "b").words
    proof = Screen(qtbot, tmp_path / "c", build=Build("00" * 32, is_for_proofs=True))
    assert "PROOF-ONLY" in proof.words


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(qtbot, tmp_path, wear, scale):
    wear("light", scale)
    packed = Build("0123456789abcdef" * 4, is_for_proofs=True)
    screen = Screen(qtbot, tmp_path / "service", build=packed)
    found = clipped(screen.view)
    screen.press(screen.view.welcome.real)
    found += clipped(screen.view)
    screen.press(screen.view.laptop.go_on)
    screen.press(screen.view.person.secret.suggest)
    settle()
    found += clipped(screen.view)
    screen.fill_in(again=screen.view.person.secret.suggested.text())
    screen.view.person.secret.first.line.setText(screen.view.person.secret.again.line.text())
    screen.make()
    QApplication.processEvents()
    found += clipped(screen.view)

    assert found == []


@pytest.mark.parametrize("page", ["reader", "person"])
def test_in_large_text_a_passphrase_has_the_width_of_the_page(qtbot, tmp_path, wear, page):
    wear("light", 2.0)
    screen = Screen(qtbot, tmp_path / "service")
    screen.view.resize(1024, 700)
    welcome = screen.view.welcome
    screen.press(welcome.reading if page == "reader" else welcome.real)
    screen.press(screen.view.laptop.go_on)
    settle()

    line = getattr(screen.view, page).secret.first.line
    assert line.isVisible()
    assert line.width() > 1024 / 2


def test_whether_one_can_read_it_is_asked_before_anything_else(qtbot, tmp_path) -> None:
    screen = Screen(qtbot, tmp_path / "service")
    chosen = []
    look = screen.view.welcome.look
    look.chosen.connect(chosen.append)
    top = look.mapTo(screen.view, look.rect().topLeft()).y()

    screen.press(look.scales[3])
    screen.press(look.schemes[3])

    assert top < screen.view.welcome.real.mapTo(screen.view, QPoint(0, 0)).y()
    assert [(each.text_scale, each.scheme) for each in chosen] == [
        (2.0, "system"),
        (2.0, "contrast-high"),
    ]


@pytest.mark.parametrize("kind", ["recovery", "continuity"])
def test_a_saved_sheet_can_be_read_aloud_and_says_its_letters_one_by_one(tmp_path, kind):
    viewmodel = SheetViewModel(SHEET, kind, "A. Sample", folder=tmp_path, practice=True)
    groups = viewmodel.state.groups
    reading = Reading(sheet_pdf(viewmodel.state))

    assert reading.problems == []
    assert reading.top.of("H1")
    said = [node.alt for node in reading.top.of("P") if node.alt]
    assert len(said) == 2
    assert said[1].startswith(f"Group 5: {' '.join(groups[4])}. Group 6: ")
    assert "Practice: invented data" in reading.reader.pages[0].extract_text()


def test_a_saved_sheet_is_readable_by_its_owner_alone_and_typed_back_from_its_text(tmp_path):
    state = SheetViewModel(SHEET, "recovery", "A", folder=tmp_path).state
    file = tmp_path / "sheet.pdf"

    assert save_sheet(state, str(file))
    assert not save_sheet(state, str(tmp_path / "nowhere" / "sheet.pdf"))

    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0
    [page] = PdfReader(file).pages
    assert [each for each in page.extract_text().split() if each in state.groups] == [*state.groups]


def test_a_sheet_drawn_by_the_system_has_no_tags_which_is_seen(tmp_path):
    state = SheetViewModel(SHEET, "recovery", "A", folder=tmp_path).state
    file = tmp_path / "drawn.pdf"
    assert print_sheet(state, pdf_printer(str(file)))

    assert "/StructTreeRoot" not in PdfReader(file).root_object
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(sheet_pdf(state))).root_object


def test_whoever_lost_a_laptop_is_told_on_the_first_page_where_to_go(screen: Screen) -> None:
    assert "after a laptop was lost, stolen or broken" in screen.words


def test_enter_on_a_choice_of_the_first_page_says_what_chooses(screen, monkeypatch):
    option = next(each for each in screen.view.findChildren(Option) if each.isVisible())
    option.setFocus()
    hearing = Hearing(monkeypatch)

    screen.qtbot.keyClick(option, Qt.Key.Key_Return)

    assert hearing.words == ["Enter does nothing here: the space bar chooses."]
