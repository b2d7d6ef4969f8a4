"""Training: what there is to learn with, and questions answered by keyboard alone."""

from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from programme.definition.training import TrainingFiles, TrainingPlace
from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app.commands import ClientPage, SessionPage
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.practice import worked_cases
from therapist_app.practice.case_files import shipped_case
from therapist_app.practice.check_results import known
from therapist_app.practice.guided_session import begin, progress
from therapist_app.practice.worked_cases import add_worked_cases
from therapist_app.screens.training.asking import Round, choose, go_on, tell
from therapist_app.screens.training.places import reading_of
from therapist_app.screens.training.view import TrainingView
from therapist_app.screens.training.viewmodel import TrainingViewModel
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.sessions.holding_a_session import finish_step, start_session

pytestmark = pytest.mark.usefixtures("wear")
LOOKS = [("light", 1.0), ("dark", 1.0), ("light", 2.0), ("dark", 2.0), ("contrast-high", 1.0)]


class Screen(ShownPage):
    """The training screen, and where it led."""

    def __init__(self, qtbot, workspace, ask=None) -> None:
        super().__init__(qtbot)
        self.workspace = workspace
        self.viewmodel = TrainingViewModel(workspace)
        self.show_page(TrainingView(self.viewmodel, ask=ask))

    @property
    def words(self) -> str:
        shown = [each for each in self.view.findChildren(QLabel) if each.isVisible()]
        return "\n".join(f"{each.text()}\n{each.accessibleName()}" for each in shown)

    def settle(self) -> None:
        settle()

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.view.focusWidget(), key)
            self.settle()

    def press(self, name: str) -> None:
        buttons = [each for each in self.view.findChildren(QPushButton) if each.isVisible()]
        found = next(each for each in buttons if each.accessibleName() == name)
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()

    def answer_rightly(self) -> None:
        asked = self.viewmodel.state.asked
        right = next(at for at, each in enumerate(asked.question.options) if each.right)
        self.key(Qt.Key(Qt.Key.Key_A + right), Qt.Key.Key_Return, Qt.Key.Key_Return)

    def answer_wrongly(self) -> None:
        asked = self.viewmodel.state.asked
        wrong = next(at for at, each in enumerate(asked.question.options) if not each.right)
        self.key(Qt.Key(Qt.Key.Key_A + wrong), Qt.Key.Key_Return, Qt.Key.Key_Return)


@pytest.fixture
def show(qtbot, work):
    return lambda: Screen(qtbot, work.workspace)


def with_checks(workspace, text: str):
    training = TrainingFiles(knowledge_checks=text)
    return replace(
        workspace, programme=workspace.programme.model_copy(update={"training": training})
    )


def test_a_guided_session_begins_with_one_key(show):
    screen = show()

    screen.key(Qt.Key.Key_Space)

    found = progress(screen.workspace)
    assert screen.left == [SessionPage(found.appointment_id)]


def test_a_session_under_way_is_gone_on_with_begun_anew_or_left(show, work):
    appointment_id = begin(work.workspace)
    start_session(work.workspace, appointment_id)
    finish_step(work.workspace, appointment_id, "welcome")
    screen = show()
    assert "1 of 13 done" in screen.words
    assert "Say the line in bold, done" in screen.words

    screen.press("Continue")
    screen.press("Start again")
    screen.press("Stop the hints")

    assert screen.left[0] == SessionPage(appointment_id)
    assert screen.left[1] != screen.left[0]
    assert progress(work.workspace) is None
    assert "Begin" in [each.text() for each in screen.view.findChildren(QPushButton)]


def test_a_worked_case_is_opened_from_here(show, work, monkeypatch):
    short = shipped_case("online")
    short = short.model_copy(update={"meetings": short.meetings[:1]})
    monkeypatch.setattr(worked_cases, "shipped_cases", lambda: (short,))
    [client_id] = add_worked_cases(work.workspace, work.clock, lambda _done: None)
    screen = show()

    screen.press(f"Read: {short.title}")

    assert screen.left == [ClientPage(client_id)]


def test_letters_choose_enter_shows_why_and_enter_goes_on(show):
    screen = show()
    screen.press("Ask: Suicide")
    question = screen.viewmodel.state.asked.question

    screen.key(Qt.Key.Key_A)
    assert screen.viewmodel.state.asked.answer is question.options[0]
    assert question.options[0].why not in screen.words
    screen.key(Qt.Key.Key_B, Qt.Key.Key_Return)

    assert f"Your answer: {question.options[1].text}" in screen.words
    for option in question.options:
        assert option.why in screen.words
    screen.key(Qt.Key.Key_Return)
    assert screen.viewmodel.state.asked.at == 1


def test_a_letter_beside_the_options_changes_nothing(show):
    screen = show()
    screen.press("Ask: Suicide")
    screen.key(Qt.Key.Key_A)
    beside = next(
        each
        for each in screen.view.findChildren(QPushButton)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    beside.setFocus()

    screen.key(Qt.Key.Key_B)

    assert screen.viewmodel.state.asked.chosen == 0


def test_arrows_and_space_choose_as_well(show):
    screen = show()
    screen.press("Ask: Suicide")

    screen.key(Qt.Key.Key_Space)
    screen.key(Qt.Key.Key_Down)

    assert screen.viewmodel.state.asked.chosen == 1


def test_without_an_answer_enter_does_nothing_and_no_letter_beyond_the_options_counts(show):
    screen = show()
    screen.press("Ask: Suicide")

    screen.key(Qt.Key.Key_Return, Qt.Key.Key_F, Qt.Key.Key_Return)

    assert screen.viewmodel.state.asked.at == 0
    assert not screen.viewmodel.state.asked.is_told


def test_at_the_end_it_says_what_to_read_again_and_opens_it(show):
    screen = show()
    screen.press("Ask: Suicide")
    wrong = screen.viewmodel.state.asked.question
    screen.answer_wrongly()
    screen.answer_rightly()
    screen.answer_rightly()

    assert "2 of 3 known at once" in screen.words
    again = screen.viewmodel.state.again
    assert [each.place for each in again] == list(wrong.rests_on)
    screen.key(Qt.Key.Key_Space)
    assert again[0].title in screen.words
    assert "Never" in screen.words
    screen.key(Qt.Key.Key_Escape)
    assert "2 of 3 known at once" in screen.words
    screen.key(Qt.Key.Key_Escape)
    assert screen.viewmodel.state.page == "overview"


def test_all_right_leaves_nothing_to_read(show):
    screen = show()
    screen.press("Ask: Exports")
    screen.answer_rightly()
    screen.answer_rightly()

    assert "Nothing to read again." in screen.words


def test_every_question_can_be_asked_in_one_go(show):
    screen = show()
    screen.press("All 23 questions")
    asked = screen.viewmodel.state.asked

    assert len(asked.questions) == 23
    for _question in asked.questions:
        screen.answer_rightly()

    assert "23 of 23 known at once" in screen.words


def test_what_was_known_is_kept_in_practice(show, work):
    screen = show()
    screen.press("Ask: Exports")
    screen.answer_rightly()
    screen.answer_wrongly()

    assert sorted(known(work.workspace).values()) == [False, True]
    assert "1 of 2 known" in show().words


def test_in_a_real_record_nothing_is_kept_and_nothing_is_guided(qtbot, tmp_path):
    with open_workplace(tmp_path, practice=False) as work:
        before = work.workspace.service.audit.mark.n
        screen = Screen(qtbot, work.workspace)
        screen.press("Ask: Exports")
        screen.answer_wrongly()
        screen.answer_wrongly()

        assert "0 of 2 known at once" in screen.words
        assert work.workspace.service.audit.mark.n == before
        screen.key(Qt.Key.Key_Escape)
        assert "Your answers are not saved." in screen.words
        assert "held in practice" in screen.words


def test_a_round_goes_back_with_escape_and_keeps_nothing_of_the_open_question(show, work):
    screen = show()
    screen.press("Ask: Exports")
    screen.key(Qt.Key.Key_A, Qt.Key.Key_Escape)

    assert screen.viewmodel.state.page == "overview"
    assert known(work.workspace) == {}


def test_a_fault_in_the_file_is_said_with_its_line(qtbot, work):
    screen = Screen(qtbot, with_checks(work.workspace, "title ="))

    assert "training/knowledge-checks.toml, line 1" in screen.words


def test_a_programme_without_questions_says_so(qtbot, work):
    screen = Screen(qtbot, with_checks(work.workspace, ""))

    assert "This programme has none." in screen.words


def test_once_told_an_answer_stands_and_nothing_is_counted_twice(show):
    asked = Round(show().viewmodel.state.checks.questions[:1])

    assert choose(asked, 9) is asked
    assert tell(asked) is asked
    assert go_on(asked) is asked
    told = tell(choose(asked, 0))
    assert choose(told, 1) is told
    assert tell(told) is told
    assert go_on(told).is_over


def test_a_place_that_is_no_longer_there_is_named_and_not_opened(work):
    for place in (
        TrainingPlace(session="S99"),
        TrainingPlace(form="unheard-of"),
        TrainingPlace(gate="G99"),
        TrainingPlace(document="docs/programme.md"),
    ):
        found = reading_of(work.workspace, place)
        assert found.title
        assert found.passages == ()
    whole = reading_of(work.workspace, TrainingPlace(session="S02"))
    assert [each.head for each in whole.passages] == ["Aim", "Why"]


@pytest.mark.parametrize(("scheme", "scale"), sampled(LOOKS, every=5, first=3))
def test_nothing_is_cut_or_unnamed_in_any_look(show, work, wear, scheme, scale):
    wear(scheme, scale)
    begin(work.workspace)
    screen = show()

    assert clipped(screen.view) == []
    screen.press("Ask: Children's safety")
    assert clipped(screen.view) == []
    screen.key(Qt.Key.Key_A, Qt.Key.Key_Return)
    assert clipped(screen.view) == []
    screen.key(Qt.Key.Key_Return)
    screen.answer_wrongly()
    screen.answer_wrongly()
    assert clipped(screen.view) == []
    screen.key(Qt.Key.Key_Space)
    assert clipped(screen.view) == []


def test_the_outline_of_a_question(show, golden):
    screen = show()
    screen.press("Ask: Suicide")

    golden("screens/training_question.txt", outline(screen.view))


class Asked:
    """Answers where to save, and has no printer."""

    def __init__(self, path) -> None:
        self.path = path
        self.offered = []

    def place(self, _parent, name):
        self.offered.append(name)
        return str(self.path)

    @property
    def ask(self):
        return PaperAsk(lambda _parent: None, self.place)


def open_course(screen):
    screen.press("Open: Police: before, on and after the day of an arrest")
    return screen


def test_a_course_shows_its_time_and_begins_with_its_first_paper(show):
    screen = open_course(show())

    assert "90 minutes" in screen.words
    assert "When a child may be in danger now" in screen.words
    assert screen.view.focusWidget().accessibleName() == "Print …: Trainer's guide"
    screen.key(Qt.Key.Key_Escape)
    assert screen.viewmodel.state.page == "overview"


@pytest.mark.parametrize(
    ("which", "words"), [("Trainer's guide", "Debrief"), ("Handouts", "Evaluation")]
)
def test_each_paper_is_saved_with_the_numbers_of_the_service(qtbot, work, tmp_path, which, words):
    settle_numbers(work.workspace, PageNumbers(crisis_line="0800 111 222"))
    asked = Asked(tmp_path / "out.pdf")
    screen = Screen(qtbot, work.workspace, ask=asked.ask)
    open_course(screen)

    screen.press(f"Save as PDF …: {which}")
    assert "Saved as a PDF" in screen.words
    screen.press(f"Print …: {which}")

    told = " ".join(page.extract_text() for page in PdfReader(asked.path).pages)
    assert asked.offered == [f"police, {which.lower()}"]
    assert words in told
    if which == "Handouts":
        assert "0800 111 222" in " ".join(told.split())


def test_no_file_is_written_where_nobody_chose_one(qtbot, work):
    screen = Screen(qtbot, work.workspace, ask=PaperAsk(lambda _parent: None, lambda *_: ""))
    open_course(screen)

    screen.press("Save as PDF …: Handouts")

    assert "Saved" not in screen.words


def test_the_questions_of_a_course_are_asked_kept_and_lead_back_to_it(show, work):
    screen = open_course(show())
    screen.press("Ask: Police: before, on and after the day of an arrest")
    asked = screen.viewmodel.state.asked
    assert "Police: before" in screen.viewmodel.state.group
    screen.answer_wrongly()
    for _question in asked.questions[1:]:
        screen.answer_rightly()

    assert screen.viewmodel.state.again[0].place == asked.questions[0].rests_on[0]
    screen.key(Qt.Key.Key_Space)
    assert "Thank you for telling me" in screen.words
    screen.key(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert screen.viewmodel.state.page == "course"
    assert f"{len(asked.questions) - 1} of {len(asked.questions)} known" in screen.words
    assert all(each.startswith("police.") for each in known(work.workspace))


def test_the_questions_of_a_course_are_asked_where_the_programme_has_none(qtbot, work):
    screen = open_course(Screen(qtbot, with_checks(work.workspace, "")))
    screen.press("Ask: Police: before, on and after the day of an arrest")

    assert screen.viewmodel.state.page == "question"


def test_a_part_that_a_course_does_not_have_is_named_and_not_opened(work):
    for place in (TrainingPlace(course="unheard-of"), TrainingPlace(course="police", step="gone")):
        assert reading_of(work.workspace, place).passages == ()


@pytest.mark.parametrize(("scheme", "scale"), sampled(LOOKS, every=5, first=2))
def test_nothing_of_a_course_is_cut_in_any_look(show, wear, scheme, scale):
    wear(scheme, scale)
    screen = open_course(show())

    assert clipped(screen.view) == []
