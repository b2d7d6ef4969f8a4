"""The programme library."""

from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from session_forms.library.library import FormLibrary
from session_forms.reference.service_words import place_of
from session_forms.scores.score_rules import ReliableChange
from session_forms.words.folding import folded
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app.commands import Training
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.sessions.take_home import plain

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """The library."""

    def __init__(self, qtbot, work) -> None:
        self.qtbot = qtbot
        self.workspace = work.workspace
        self.viewmodel = LibraryViewModel(work.workspace)
        self.place = ""
        ask = PaperAsk(printer=lambda _parent: None, place=lambda _parent, _name: self.place)
        self.view = LibraryView(self.viewmodel, ask=ask)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        self.settle()

    @property
    def words(self) -> str:
        return "\n".join(each.text() for each in self.view.findChildren(QLabel) if each.isVisible())

    def settle(self) -> None:
        settle()

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), key)
        self.settle()

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def show(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        yield lambda: Screen(qtbot, work)


def test_what_is_opened_is_said_by_its_title(show, monkeypatch):
    screen = show()
    hearing = Hearing(monkeypatch)

    screen.key(Qt.Key.Key_Return)

    assert [each.partition(",")[0] for each in hearing.words] == ["S01"]
    plan = screen.viewmodel.state.plan
    assert plan.title in hearing.words[0]


@pytest.mark.parametrize("shelf", ["sessions", "forms"])
def test_what_is_opened_is_read_line_by_line_from_its_beginning_to_its_end(
    show, monkeypatch, shelf
):
    screen = show()
    screen.viewmodel.turn_to(shelf)
    screen.settle()
    screen.key(Qt.Key.Key_Return)
    read = screen.view._opened.read
    state, hearing = screen.viewmodel.state, Hearing(monkeypatch)
    shown = [each.text() for each in read.findChildren(QLabel) if each.isVisible() and each.text()]

    read.setFocus(Qt.FocusReason.TabFocusReason)
    for _line in range(len(shown) + 1):
        screen.qtbot.keyClick(read, Qt.Key.Key_Down)

    if shelf == "sessions":
        assert hearing.words[:2] == ["Aim", state.plan.aim]
        assert all(each.text in "\n".join(hearing.words) for each in state.plan.fidelity)
    else:
        prompts = [each.prompt for each in state.form.questions]
        assert all(each in "\n".join(hearing.words) for each in prompts)
    assert hearing.words[-1] == "There is no other line."
    assert hearing.words.count("There is no other line.") == 1
    assert read.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_enter_opens_a_session_plan_and_the_keyboard_can_go_back(show):
    screen = show()
    screen.key(Qt.Key.Key_Down)

    screen.key(Qt.Key.Key_Return)

    assert screen.viewmodel.state.plan.id == "S02"
    assert "S02 · " in screen.words
    assert "Fidelity: rated 2 when" in screen.words
    screen.key(Qt.Key.Key_Space)
    assert screen.viewmodel.state.plan is None
    assert screen.view.focusWidget() is screen.view.sessions


def test_the_field_that_finds_a_line_says_what_stands_in_this_list(show):
    screen = show()
    said = [screen.view.search.placeholderText()]

    screen.press(next(each for each in screen.view.options if each.choice == "forms"))
    said.append(screen.view.search.placeholderText())

    assert said == ["Words of a title or a phase", "Words of a title"]


def test_every_session_of_the_course_is_listed_and_what_is_missing_is_said(show):
    screen = show()
    model = screen.view.sessions.table_model

    assert model.rowCount() == 27
    here = {model.index(row, 0).data(): model.index(row, 3).data() for row in range(27)}
    assert here["S01"] == "60 min"
    assert all(each.endswith(" min") or each == "not in this version" for each in here.values())


def test_a_session_that_is_not_here_does_not_open(show):
    screen = show()

    screen.viewmodel.open_session("S99")

    assert screen.viewmodel.state.plan is None


def test_a_form_shows_its_questions_and_whose_it_is(show):
    screen = show()
    screen.press(screen.view.options[1])
    titles = [each.id for each in screen.viewmodel.state.forms]
    for _line in range(titles.index("phq-9")):
        screen.key(Qt.Key.Key_Down)

    screen.key(Qt.Key.Key_Return)

    assert screen.viewmodel.state.form.id == "phq-9"
    assert "Little interest or pleasure in doing things" in screen.words
    assert "No permission required to reproduce" in screen.words
    assert "from 10: moderate" in screen.words
    screen.press(screen.view.back)
    assert screen.view.focusWidget() is screen.view.forms


def test_a_form_of_our_own_says_so(show):
    screen = show()

    screen.viewmodel.open_form("safety-plan")
    screen.settle()

    assert "own wording" in screen.words


def test_a_form_is_printed_blank_by_keyboard_alone(show, tmp_path):
    screen = show()
    screen.viewmodel.open_form("phq-9")
    screen.settle()
    screen.place = str(tmp_path / "blank.pdf")

    screen.view.print.setFocus()
    screen.key(Qt.Key.Key_Space)
    paper = screen.view._opened.paper
    started = paper.sizes["a4"].hasFocus()
    paper.save_button.setFocus()
    screen.key(Qt.Key.Key_Space)

    assert started
    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF")
    assert f"Saved as a PDF: {tmp_path / 'blank.pdf'}" in screen.words
    screen.key(Qt.Key.Key_Escape)
    assert not paper.isVisible()
    assert screen.view.print.hasFocus()


def test_the_page_for_a_helpline_is_saved_from_the_form_of_a_first_contact(show, tmp_path):
    screen = show()
    open_sheet(screen, "first-contact")
    screen.view.print.click()
    paper = screen.view._opened.paper
    screen.place = str(tmp_path / "page.pdf")

    screen.press(paper.whats["hand_over"])
    screen.press(paper.save_button)

    assert [size for size, each in paper.sizes.items() if each.isVisible()] == ["a4"]
    assert not paper.fillable.isVisible()
    assert "with the caller's yes" in paper.remark.text()
    assert "only with their yes" in PdfReader(screen.place).pages[0].extract_text()


def test_the_page_to_take_home_is_read_and_printed_with_the_numbers_of_the_service(show, tmp_path):
    screen = show()
    settle_numbers(screen.workspace, PageNumbers(crisis_line="0800 77"))
    screen.viewmodel.open_session("S09")
    screen.settle()
    screen.place = str(tmp_path / "page.pdf")

    assert "call 0800\xa077, by day or by night" in screen.words
    assert "Write by hand before you give it: emergency number" in screen.words
    screen.view.print.setFocus()
    screen.key(Qt.Key.Key_Space)
    paper = screen.view._opened.paper
    paper.save_button.setFocus()
    screen.key(Qt.Key.Key_Space)

    text = PdfReader(tmp_path / "page.pdf").pages[-1].extract_text()
    assert "0800" in text
    screen.key(Qt.Key.Key_Escape)
    assert not paper.isVisible()
    assert screen.view.focusWidget() is screen.view.print


def test_gates_say_what_they_stand_before(show):
    screen = show()

    screen.press(screen.view.options[2])

    assert "Before: S02 Two plans" in screen.words
    assert "Before the note is signed" in screen.words
    assert screen.view.focusWidget() is screen.view.options[2]


def test_markdown_is_read_as_plain_paragraphs():
    assert plain("# Two plans\n\nToday we\nmade **two**.\n\n- one\n- two") == (
        "Two plans\n\nToday we made two.\n\n- one\n- two"
    )


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(show, wear, scale):
    wear("light", scale)
    screen = show()
    found = clipped(screen.view)
    screen.viewmodel.open_session("S01")
    screen.settle()
    found += clipped(screen.view)
    screen.viewmodel.turn_to("gates")
    screen.settle()
    found += clipped(screen.view)
    screen.viewmodel.open_form("gad-7")
    screen.settle()
    found += clipped(screen.view)
    screen.press(screen.view.print)

    assert found + clipped(screen.view) == []


def open_sheet(screen, form_id):
    screen.viewmodel.turn_to("forms")
    screen.viewmodel.open_form(form_id)
    screen.settle()
    return screen.words


def test_a_form_says_what_may_be_done_with_it_and_how_well_that_is_known(show):
    words = open_sheet(show(), "audit")

    assert "the clinic adds the wording" in words
    assert "not allowed by the publisher" in words
    assert "(verified)" in words
    assert "Read on 24 November 2026." in words


def test_figures_that_nobody_saw_say_so(show):
    words = open_sheet(show(), "csbd-19")

    assert "range and items (unverified)" in words
    assert "cut-off" not in words.replace("No cut-off", "")


def test_other_bands_schemes_and_reliable_change_are_shown(show):
    screen = show()

    assert "from 30: severe" in open_sheet(screen, "k10")
    assert "counted from 0 to 4: 0 to 40" in screen.words
    assert "(from a third party)" in open_sheet(screen, "hbi-19")
    assert "reliable change: 6 or more" in open_sheet(screen, "core-10")
    assert "reliable change" not in open_sheet(screen, "bscs")
    assert "Needed before the wording can be included:" in screen.words


def test_a_change_reckoned_from_spread_and_reliability_says_so(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        form = work.workspace.forms.latest("bscs")
        change = ReliableChange(sd=7.7, r=0.9, source="A study of the clinic", status="verified")
        scores = tuple(each.model_copy(update={"reliable_change": change}) for each in form.scores)
        reckoned = form.model_copy(update={"scores": scores})
        work.workspace = replace(
            work.workspace, forms=FormLibrary((*work.workspace.forms.all(), reckoned))
        )

        words = open_sheet(Screen(qtbot, work), "bscs")

        assert "reliable change: from spread 7.7 and reliability 0.9" in words


def test_a_figure_at_second_hand_is_said_not_to_be_used(show):
    screen = show()

    assert "from 11: mild (from a third party; not used)" in open_sheet(screen, "core-10")
    words = open_sheet(screen, "phq-9")
    assert "reliable change: from a standard error of measurement of 2.5" in words


def test_words_that_the_clinic_added_are_shown_with_its_permission(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        form = work.workspace.forms.latest("who-5")
        licence = form.licence.model_copy(update={"permission": "Letter of March 2026."})
        worded = form.model_copy(update={"licence": licence})
        work.workspace = replace(
            work.workspace, forms=FormLibrary((*work.workspace.forms.all(), worded))
        )
        screen = Screen(qtbot, work)

        words = open_sheet(screen, "who-5")

        assert "words added by the clinic" in words
        assert "Letter of March 2026." in words
        assert screen.view.findChildren(PaperCard) == []


def test_the_list_shows_the_newest_version_only(show):
    state = show().viewmodel.state

    [listed] = [each for each in state.forms if each.id == "audit-c"]
    assert (listed.version, listed.licence.allows(state.use)) == (2, "free")


def test_it_leads_to_training_and_not_from_a_page_that_is_open(show):
    screen = show()
    left = []
    screen.view.leave_requested.connect(left.append)

    screen.press(screen.view.training)

    assert left == [Training()]
    screen.view.focus_first()
    screen.key(Qt.Key.Key_Return)
    assert not screen.view.training.isVisible()


def test_a_session_and_a_form_of_a_programme_that_is_signed_off_are_no_draft(qtbot, tmp_path):
    with open_workplace(tmp_path / "real", practice=False) as work:
        before = Screen(qtbot, work)
        before.viewmodel.open_session("S02")
        before.settle()
        drafts = before.words
        sign_off(work.workspace, work.workspace.programme, "Clinical lead")
        screen = Screen(qtbot, work)
        for open_it, name in (
            (screen.viewmodel.open_session, "S02"),
            (screen.viewmodel.open_form, "safety-plan"),
        ):
            open_it(name)
            screen.settle()

            assert "draft, for training" in drafts
            assert "draft, for training" not in screen.words
            assert "signed off for use here" in screen.words
            screen.viewmodel.put_back()


def test_a_list_is_searched_by_the_words_of_its_lines(show):
    screen = show()
    view = screen.view

    screen.qtbot.keyClicks(view.search, "goals")
    found = [each.title for each in view.sessions.table_model.rows]
    assert found
    assert all("goals" in each.lower() for each in found)
    screen.qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert view.focusWidget() is view.sessions

    screen.viewmodel.turn_to("forms")
    assert view.search.text() == ""
    everything = view.forms.table_model.rows
    screen.qtbot.keyClicks(view.search, "phq")
    assert 0 < len(view.forms.table_model.rows) < len(everything)
    screen.viewmodel.turn_to("gates")
    assert not view.search.isVisible()
    screen.viewmodel.turn_to("forms")
    assert view.forms.table_model.rows == everything


def test_forms_and_countries_stand_in_the_order_of_their_names(show):
    state = show().viewmodel.state

    titles = [folded(each.title) for each in state.forms]
    countries = [folded(place_of(each)) for each in state.services]
    assert titles == sorted(titles)
    assert countries == sorted(countries)


def test_a_form_and_a_session_can_be_open_at_once(show):
    workspace = show().workspace

    assert LibraryViewModel(workspace, "forms", item="phq-9").state.form.id == "phq-9"
    assert LibraryViewModel(workspace, item="S03").state.plan.id == "S03"
