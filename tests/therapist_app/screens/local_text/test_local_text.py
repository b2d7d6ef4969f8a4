"""The page of the local text: from nothing to approved, by keyboard, kept as it was typed."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from programme.local_text_sections import FIELDS, SECTIONS
from tests.support.programme.local_texts import whole_answers
from tests.support.record.team import lay_out_team
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.printers import PaperPrinter, file_printer
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.commands import Back
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.screens.local_text.approval_view import WholeTextPage
from therapist_app.screens.local_text.section_view import ChoiceField, WrittenField
from therapist_app.screens.local_text.view import LocalTextView
from therapist_app.screens.local_text.viewmodel import LocalTextViewModel
from therapist_app.workflows.content.writing_local_texts import (
    approve,
    begin,
    in_force,
    read_again,
    write,
    writing_of,
)
from therapist_app.workflows.forms.opening_forms import open_form

pytestmark = pytest.mark.usefixtures("wear")
DAY = timedelta(days=1)
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = ((1366 - 64, 768), (1024 - 64, 700))


class Screen(ShownPage):
    """The page and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, text_id: str = "") -> None:
        super().__init__(qtbot)
        self.work = work
        self.viewmodel = LocalTextViewModel(work.workspace, text_id)
        self.printer: QPrinter | None = None
        ask = PaperAsk(printer=lambda _parent: self.printer)
        self.show_page(LocalTextView(self.viewmodel, ask=ask), (1302, 768), active=True)

    @property
    def fields(self) -> dict[str, ChoiceField | WrittenField]:
        assert self.view.writing is not None
        assert self.view.writing.section is not None
        return dict(self.view.writing.section.fields)

    def press(self, button: QPushButton) -> None:
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle()

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key, modifier)
        settle()

    def fill_section(self) -> None:
        answers = whole_answers()
        for key, shown in self.fields.items():
            if isinstance(shown, ChoiceField):
                walk_to(shown, answers[key])
                QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            else:
                shown.line.setFocus()
                shown.line.selectAll()
                QTest.keyClicks(shown.line, answers[key])
        settle()

    def kept(self, key: str) -> str:
        found = writing_of(self.work.workspace, "de")
        assert found is not None
        return found.draft.answers.get(key, "")


def walk_to(field: ChoiceField, choice: str) -> None:
    """Walk over the choices by the arrow keys, from where Tab comes to them."""
    field.setFocus()
    for each in field.options:
        here = QApplication.focusWidget()
        assert here is each
        if each.choice == choice:
            return
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            if QApplication.focusWidget() is here:
                QTest.keyClick(here, key)
    pytest.fail(choice)


@contextmanager
def one_person(tmp_path: Path) -> Iterator[Workplace]:
    """One person keeps, treats and leads a real service."""
    team = lay_out_team(tmp_path)
    with team.open("Ana") as vault:
        person = vault.header.person(vault.person.uid)
        assert person is not None
        leading = replace(person, roles=(*person.roles, "lead"))
        vault.header = vault.header.with_person(leading)
        yield Workplace(workspace_for(vault), team.service.clock)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Workplace]:
    with one_person(tmp_path) as work:
        yield work


def write_whole(work: Workplace) -> None:
    begin(work.workspace, "de")
    for key, words in whole_answers().items():
        write(work.workspace, "de", key, words)


def bring_into_force(work: Workplace) -> None:
    write_whole(work)
    work.clock.advance(DAY.total_seconds())
    read_again(work.workspace, "de")
    approve(work.workspace, "de", work.workspace.today() + 200 * DAY)


def test_from_nothing_to_approved_in_the_window_and_a_first_session_can_begin(
    qtbot: QtBot, alone: Workplace
) -> None:
    screen = Screen(qtbot, alone, "de")
    assert screen.view.begin_view is not None
    screen.press(screen.view.begin_view.begin)
    for _section in SECTIONS:
        screen.fill_section()
        screen.keys(Qt.Key.Key_Return)
    approval = screen.view.writing.approval
    assert approval.needed == []
    assert not approval.read_it.isEnabled()
    assert not approval.approve.isEnabled()

    alone.clock.advance(DAY.total_seconds())
    again = Screen(qtbot, alone)
    approval = again.view.writing.approval
    assert again.view.focusWidget() is approval.read_it  # nothing is written by chance
    again.press(approval.read_it)
    assert isinstance(again.view.page, WholeTextPage)
    assert "This is said about danger, hears." in again.words
    assert "Then those that were written here." in again.words
    written = whole_answers()["danger.source"]
    assert again.words.index("Then those that were written here.") < again.words.rindex(written)
    assert "Nobody in your service wrote them" not in again.words
    again.press(again.view.page.agree)
    assert again.view.focusWidget() is approval.approve
    again.press(approval.approve)
    assert isinstance(again.view.page, WholeTextPage)
    again.press(again.view.page.agree)

    assert again.view.message.title == "Approved under your name. It is used from now on."
    assert [each.ref for each in in_force(alone.workspace)] == ["de@2"]
    client = alone.add_client()
    assert open_form(alone.workspace, client.id, "limits").state.context.jurisdictions == ("de@2",)


def test_the_outline_reads_as_agreed(
    qtbot: QtBot, alone: Workplace, golden: Callable[[str, str], None]
) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(2)
    settle()

    golden("screens/local_text.txt", outline(screen.view))


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 2.0], every=3, first=2))
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_in_any_section(qtbot, alone, wear, scale, size) -> None:
    wear("light", scale)
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.view.resize(*size)
    settle()
    for place in range(len(SECTIONS)):
        screen.viewmodel.turn_to(place)
        settle()
        settle()  # choices that went under each other ask for more room

        assert clipped(screen.view) == []


@pytest.mark.parametrize("state", ["begin", "writing", "heard", "whole", "approved"])
def test_each_state_opens_twice_and_is_whole(qtbot, alone, state) -> None:
    for _time in range(2):
        if state in ("writing", "heard", "whole") and _time == 0:
            write_whole(alone)
        if state == "approved" and _time == 0:
            bring_into_force(alone)
        screen = Screen(qtbot, alone)
        if state == "heard":
            screen.press(screen.view.hear)
        if state == "whole":
            alone.clock.advance(DAY.total_seconds())
            screen = Screen(qtbot, alone)
            screen.press(screen.view.writing.approval.read_it)
        gc.collect()
        assert clipped(screen.view) == []
        screen.view.close()


def test_what_is_typed_is_kept_as_it_was_typed_when_the_page_is_left(qtbot, alone) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(2)
    line = screen.fields["danger.hears"].line
    QTest.keyClicks(line, "  If I learn [what")
    assert screen.kept("danger.hears") == ""

    screen.view.flush()

    assert screen.kept("danger.hears") == "  If I learn [what"


def test_nothing_is_chosen_beforehand_and_a_choice_is_kept_at_once(qtbot, alone) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(3)
    choice = screen.fields["past.named"]
    assert isinstance(choice, ChoiceField)
    assert not any(each.isChecked() for each in choice.options)

    QTest.keyClick(choice.options[1], Qt.Key.Key_Space)

    assert screen.kept("past.named") == "may"
    assert [each.isChecked() for each in choice.options] == [False, True, False, False]


def test_keys_lead_from_section_to_section(qtbot, alone) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    for key, place in (
        (Qt.Key.Key_Return, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 8),
        (Qt.Key.Key_Return, 0),
    ):
        screen.keys(key)
        assert screen.viewmodel.state.section == place


def test_what_is_still_needed_leads_to_its_section(qtbot, alone) -> None:
    write_whole(alone)
    write(alone.workspace, "de", "past.told", "")
    write(alone.workspace, "de", "danger.named", "unclear")
    write(alone.workspace, "de", "danger.soon", "")
    screen = Screen(qtbot, alone)
    approval = screen.view.writing.approval
    assert [each.text() for each in approval.needed] == [
        "Section 3: 2 things",
        "Section 4: 1 thing",
    ]

    screen.press(approval.needed[1])

    assert screen.viewmodel.state.section == 3


def test_a_day_that_is_too_far_is_refused_with_its_reason(qtbot, alone) -> None:
    write_whole(alone)
    alone.clock.advance(DAY.total_seconds())
    read_again(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.viewmodel.end_on(alone.workspace.today() + 400 * DAY)

    screen.press(screen.view.writing.approval.approve)
    screen.press(screen.view.page.agree)

    assert screen.view.message.title == "The text cannot be approved until that day"
    assert in_force(alone.workspace) == ()


def test_an_approved_text_is_shown_whole_and_renewed_from_what_was_written(qtbot, alone) -> None:
    bring_into_force(alone)
    screen = Screen(qtbot, alone)
    assert "version 2 (version 1 came with the application)" in screen.words
    assert "This is said about court, hears." in screen.words
    assert "read to nobody" not in screen.words
    assert "[" not in screen.words

    screen.press(screen.view.renew)

    assert screen.view.writing is not None
    assert "Version 2 stays in use until this one is approved." in screen.words
    assert "version 3, draft" in screen.words
    assert "version 1" not in screen.words


def test_what_the_client_hears_is_read_as_far_as_it_is_written(qtbot, alone) -> None:
    begin(alone.workspace, "de")
    write(alone.workspace, "de", "life.hears", "I may call the emergency number.")
    screen = Screen(qtbot, alone)

    screen.press(screen.view.hear)

    assert "I may call the emergency number." in screen.words
    assert not screen.view.page.agree.isVisible()
    QTest.keyClick(screen.view.page.back, Qt.Key.Key_Escape)
    assert screen.view.page is None


def test_back_leads_back(qtbot, alone) -> None:
    screen = Screen(qtbot, alone)

    screen.press(screen.view.back)

    assert screen.left == [Back()]


def test_beginning_without_a_place_asks_for_one(qtbot, alone) -> None:
    screen = Screen(qtbot, alone)

    screen.press(screen.view.begin_view.begin)

    assert screen.view.begin_view is not None
    assert screen.view.begin_view.place.hasFocus()


def test_every_field_stands_in_one_section() -> None:
    assert len(FIELDS) == sum(len(each.fields) for each in SECTIONS)


def test_once_all_is_written_the_last_section_leads_to_what_the_approval_waits_for(
    qtbot: QtBot, alone: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(alone)
    hearing = Hearing(monkeypatch)
    for advance, waits in ((0.0, "You work alone: read it again"), (DAY.total_seconds(), "Not")):
        alone.clock.advance(advance)
        screen = Screen(qtbot, alone)
        screen.viewmodel.turn_to(len(SECTIONS) - 1)
        screen.view.writing.focus_first()

        screen.keys(Qt.Key.Key_Return)

        assert f"Everything is written. {waits}" in hearing.words[-1]
        assert screen.viewmodel.state.section == len(SECTIONS) - 1
    assert screen.view.focusWidget() is screen.view.writing.approval.read_it


def test_what_leads_to_the_approval_is_off_with_its_reason_where_nothing_can_be_done_there(
    qtbot: QtBot, alone: Workplace
) -> None:
    write_whole(alone)
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(len(SECTIONS) - 1)

    leads = screen.view.next_section

    assert leads.text() == leads.accessibleName() == "To the approval"
    assert not leads.isEnabled()
    assert "You work alone: read it again" in leads.accessibleDescription()
    screen.viewmodel.turn_to(0)
    assert leads.isEnabled()
    assert leads.accessibleDescription() == ""
    alone.clock.advance(DAY.total_seconds())
    again = Screen(qtbot, alone)
    again.viewmodel.turn_to(len(SECTIONS) - 1)
    assert again.view.next_section.isEnabled()


def test_after_the_last_section_what_is_still_open_is_said_and_has_the_keyboard(
    qtbot: QtBot, alone: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(alone)
    [*_before, left] = [each for each in SECTIONS[7].fields if not each.options]
    write(alone.workspace, "de", left.key, "")
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(len(SECTIONS) - 1)
    screen.view.focus_first()
    hearing = Hearing(monkeypatch)

    screen.view.next_section.click()

    title = SECTIONS[7].title
    assert hearing.words == [
        f"Section 8 of 9: {title}",
        "Something is still open in section 8.",
    ]
    assert screen.view.focusWidget().objectName() == left.key


def test_where_a_text_begins_its_first_section_is_said(
    qtbot: QtBot, alone: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(qtbot, alone, "de")
    hearing = Hearing(monkeypatch)

    screen.press(screen.view.begin_view.begin)

    assert hearing.words[-1] == "Section 1 of 9: Who is in the team"


def test_what_is_to_be_written_is_said_with_the_fields_and_a_key_reaches_each_question(
    qtbot: QtBot, alone: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone)
    screen.viewmodel.turn_to(2)
    settle()
    section = screen.view.writing.section
    around = QAccessible.queryAccessibleInterface(section)
    told = [around.role(), around.text(QAccessible.Text.Name)]
    needs = screen.viewmodel.hint
    asked = screen.viewmodel.questions
    hearing = Hearing(monkeypatch)

    last = list(section.fields.values())[-1]
    last.setFocus()
    screen.keys(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    for _each in asked:
        screen.keys(Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)

    assert told == [QAccessible.Role.Grouping, "What to write"]
    assert needs in screen.words
    assert around.text(QAccessible.Text.Description) == needs
    assert screen.view.focusWidget() is section.asked
    assert tuple(hearing.words) == asked != ()


def test_reading_and_approving_lead_the_keyboard_to_the_text_and_say_what_came_of_it(
    qtbot: QtBot, alone: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(alone)
    alone.clock.advance(DAY.total_seconds())
    screen = Screen(qtbot, alone)
    hearing = Hearing(monkeypatch)
    came = []
    for act in ("read_it", "approve"):
        screen.press(getattr(screen.view.writing.approval, act))
        assert screen.view.focusWidget() is screen.view.page.first
        hearing.take()
        screen.press(screen.view.page.agree)
        came.append([each.words for each in hearing.take()])

    read, approved = came
    assert read[-1] == "Read a second time, under your name"
    assert approved[-1] == "Approved under your name. It is used from now on."
    assert not any("draft" in each for each in approved)


def test_after_the_last_section_comes_the_first_that_is_still_open(
    qtbot: QtBot, alone: Workplace
) -> None:
    write_whole(alone)
    write(alone.workspace, "de", "past.told", "")
    screen = Screen(qtbot, alone)
    [there] = [at for at, done in enumerate(screen.viewmodel.done_sections) if not done]
    screen.viewmodel.turn_to(len(SECTIONS) - 1)

    screen.keys(Qt.Key.Key_Return)

    assert screen.viewmodel.state.section == there


def test_what_is_still_needed_leads_to_the_field_with_the_head_of_its_section_in_sight(
    qtbot: QtBot, alone: Workplace
) -> None:
    write_whole(alone)
    lacking = "past.told"
    write(alone.workspace, "de", lacking, "")
    screen = Screen(qtbot, alone)
    assert screen.view.writing is not None
    bar = screen.view.writing.body.verticalScrollBar()
    bar.setValue(bar.maximum())
    [needed] = screen.view.writing.approval.needed

    screen.press(needed)

    field = screen.fields[lacking]
    assert isinstance(field, WrittenField)
    assert QApplication.focusWidget() is field.line
    right = screen.view.writing.approval.parentWidget()
    assert right is not None
    assert needed.width() <= right.width()


def test_beginning_without_a_place_says_what_lacks(qtbot: QtBot, alone: Workplace) -> None:
    screen = Screen(qtbot, alone)
    assert screen.view.begin_view is not None

    screen.press(screen.view.begin_view.begin)

    assert "Choose the place first." in screen.words


def test_a_draft_is_printed_for_a_second_reading_and_no_page_passes_for_the_text(
    qtbot: QtBot, work: Workplace, tmp_path: Path
) -> None:
    begin(work.workspace, "de")
    screen = Screen(qtbot, work, "de")
    screen.fill_section()
    screen.press(screen.view.writing.approval.print_it)
    assert screen.view.message.title == ""

    screen.printer = file_printer(tmp_path / "draft.pdf")
    screen.press(screen.view.writing.approval.print_it)

    assert screen.view.message.title == f"Saved as a PDF: {tmp_path / 'draft.pdf'}"
    pages = [each.extract_text() for each in PdfReader(tmp_path / "draft.pdf").pages]
    assert all("Draft, not approved: not to be read to a client" in each for each in pages)
    assert "1. Who is in the team" in pages[0]
    assert whole_answers()["team.hears"].split()[0] in pages[0]
    assert any("Still open" in each for each in pages)

    screen.printer = PaperPrinter(tmp_path / "paper.pdf", "Second floor")
    screen.press(screen.view.writing.approval.print_it)
    assert screen.view.message.title == "Sent to the printer Second floor"


def test_what_asks_for_words_of_the_clinic_is_not_counted_as_read_aloud(
    qtbot: QtBot, alone: Workplace
) -> None:
    begin(alone.workspace, "de")
    screen = Screen(qtbot, alone, "de")
    [spoken] = [each for each in screen.fields.values() if isinstance(each, WrittenField)][:1]

    spoken.show_words("[Clinic: say here whom you would tell, and within how many days.] We tell.")

    assert spoken.labelled.hint.text().endswith("2 words, about 1 second.")
