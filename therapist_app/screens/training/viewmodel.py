"""What the training screen knows: the guided session, worked cases, questions, raters."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Slot

from programme.definition.training import (
    FirstSession,
    KnowledgeChecks,
    TrainingPlace,
    read_packed_vignettes,
)
from programme.definition.vignettes import Vignettes
from programme.errors import ProgrammeError
from programme.fidelity.rater_training import unfitting_vignettes
from programme.first_line.courses import installed_courses
from therapist_app.commands import ClientPage, SessionPage
from therapist_app.practice.case_files import shipped_case
from therapist_app.practice.check_results import keep, known
from therapist_app.practice.guided_session import Progress, begin, hints, leave, progress
from therapist_app.practice.rating_rounds import (
    RatingRound,
    keep_round,
    kept_round,
)
from therapist_app.practice.worked_cases import worked_case_ids
from therapist_app.screens.training.asking import Round, choose, go_on, tell
from therapist_app.screens.training.places import PlaceText, reading_of
from therapist_app.screens.training.rating import (
    RatedPage,
    RaterLine,
    RatingPage,
    first_open,
    rated_page,
    rater_line,
    rating_page,
)
from therapist_app.view_model import ViewModel
from therapist_app.workflows.forms.course_papers import course_copies
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.workspace import Workspace

Page = Literal["overview", "question", "end", "reading", "course", "rating", "rated"]
EVERY = ""
"""All groups of questions, one after the other."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One worked case."""

    client_id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of questions, and how many were right the last time they were asked."""

    group_id: str
    title: str
    questions: int
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class TaughtCourseLine:
    """One course for the first line, and how many of its questions were known the last time."""

    course_id: str
    title: str
    audience: str
    questions: int
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place to read again."""

    title: str
    place: TrainingPlace
    can_be_read: bool


@dataclass(frozen=True, slots=True)
class TrainingState:
    """What the screen shows.

    Attributes:
        practice: Whether the record is one of invented clients.
        problem: Why the questions cannot be read; empty when they can.
        first: The hints for a first session.
        progress: How far the guided session is, while one is on.
        asked: The questions being asked.
        group: The title of the group of the open question.
        again: What to read again, at the end.
        reading: What is being read.
        courses: The courses for the first line.
        course: The one that is open, with its line.
        raters: How far somebody is who learns to rate; None where there are no vignettes.
        rating: The vignette that is open.
        rated: What a whole round comes to.

    """

    page: Page
    practice: bool
    problem: str
    first: FirstSession | None
    progress: Progress | None
    cases: tuple[CaseLine, ...]
    checks: KnowledgeChecks | None
    groups: tuple[GroupLine, ...]
    courses: tuple[TaughtCourseLine, ...] = ()
    course: TaughtCourseLine | None = None
    asked: Round | None = None
    group: str = ""
    again: tuple[PlaceLine, ...] = ()
    reading: PlaceText | None = None
    raters: RaterLine | None = None
    rating: RatingPage | None = None
    rated: RatedPage | None = None


class TrainingViewModel(ViewModel[TrainingState]):
    """Begins a guided session, leads to the worked cases, asks questions.

    Signals:
        leave_requested: To a session or a client.

    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._checks, self._problem = _read_checks(workspace)
        self._vignettes, self._vignettes_of = _read_vignettes(workspace)
        self._round = kept_round(workspace, self._vignettes_of)
        self._state = self._overview()

    @Slot()
    def begin_session(self) -> None:
        """Begin a guided session with a fresh invented client."""
        self.leave_requested.emit(SessionPage(begin(self._workspace)))

    @Slot()
    def go_on_with_session(self) -> None:
        """Go back to the guided session."""
        if self._state.progress is not None:
            self.leave_requested.emit(SessionPage(self._state.progress.appointment_id))

    @Slot()
    def leave_session(self) -> None:
        """Show no more hints."""
        leave(self._workspace)
        self._change(self._overview())

    @Slot(str)
    def open_case(self, client_id: str) -> None:
        """Go to a worked case."""
        self.leave_requested.emit(ClientPage(client_id))

    @Slot(str)
    def ask(self, group_id: str) -> None:
        """Begin with the questions of a group, or with all of them."""
        if self._checks is not None:
            questions = tuple(
                each for each in self._checks.questions if group_id in (EVERY, each.group)
            )
            self._show_round(Round(questions))

    @Slot(str)
    def open_course(self, course_id: str) -> None:
        """Open a course for the first line."""
        line = next(each for each in self._course_lines() if each.course_id == course_id)
        self._change(replace(self._state, page="course", course=line))

    @Slot(str)
    def ask_course(self, course_id: str) -> None:
        """Begin with the questions of a course."""
        self._show_round(Round(installed_courses()[course_id].knowledge_checks))

    def copies(self, which: str) -> PaperCopies:
        """Return a paper of the course that is open."""
        assert self._state.course is not None
        course = installed_courses()[self._state.course.course_id]
        return course_copies(self._workspace, course, which)

    @Slot(int)
    def choose(self, place: int) -> None:
        """Mark an option of the open question."""
        if self._state.asked is not None:
            self._show_round(choose(self._state.asked, place))

    @Slot()
    def move_on(self) -> None:
        """Show the answer; once it is shown, open the next question."""
        asked = self._state.asked
        if asked is None:
            return
        following = go_on(asked) if asked.is_told else tell(asked)
        if following.is_told and not asked.is_told:
            keep(
                self._workspace, {following.question.id: following.outcomes[following.question.id]}
            )
        self._show_round(following)

    @Slot(TrainingPlace)
    def read(self, place: TrainingPlace) -> None:
        """Open what stands at a place."""
        self._change(
            replace(self._state, page="reading", reading=reading_of(self._workspace, place))
        )

    @Slot()
    def open_rating(self) -> None:
        """Open the first vignette with an item that is not rated, or the result."""
        if self._vignettes is not None:
            self._show_rating(first_open(self._vignettes, self._round))

    @Slot(str, str)
    def rate(self, item_id: str, rating: str) -> None:
        """Take one rating of the open vignette."""
        page = self._state.rating
        if page is not None and self._vignettes is not None:
            self._round = self._round.rated(page.vignette.id, item_id, rating)
            keep_round(self._workspace, self._round)
            self._show_rating(page.at)

    @Slot()
    def next_vignette(self) -> None:
        """Go on once every item of the open vignette is rated; the last leads to the result."""
        page = self._state.rating
        if page is not None and page.is_whole:
            self._show_rating(page.at + 1)

    @Slot()
    def rate_again(self) -> None:
        """Begin anew with the reference known, so that the round is blind no longer."""
        self._begin_round(RatingRound({}, is_blind=False, of=self._vignettes_of))

    @Slot()
    def another_rater(self) -> None:
        """Begin anew for somebody who has not seen the reference."""
        self._begin_round(RatingRound({}, of=self._vignettes_of))

    def _begin_round(self, fresh: RatingRound) -> None:
        self._round = fresh
        keep_round(self._workspace, fresh)
        self.open_rating()

    def _show_rating(self, at: int) -> None:
        vignettes = self._vignettes
        assert vignettes is not None
        if at < len(vignettes.vignettes):
            page = rating_page(self._workspace.programme, vignettes, self._round, at)
            self._change(replace(self._state, page="rating", rating=page))
            return
        found = rated_page(self._workspace.programme, vignettes, self._round)
        self._change(replace(self._state, page="rated", rating=None, rated=found))

    @Slot()
    def put_back(self) -> None:
        """Go back: from reading to the end of the round, from there to where it was begun."""
        course = self._state.course
        if self._state.page == "reading":
            self._change(replace(self._state, page="end", reading=None))
        elif self._state.page != "course" and course is not None:
            self.open_course(course.course_id)
        elif self._state.page != "overview":
            self._change(self._overview())

    def _show_round(self, asked: Round) -> None:
        if asked.is_over:
            again = tuple(self._place_line(each) for each in asked.to_read_again)
            self._change(replace(self._state, page="end", asked=asked, again=again))
            return
        titles = {each.course_id: each.title for each in self._state.courses}
        if self._checks is not None:
            titles |= {each.id: each.title for each in self._checks.groups}
        group = titles.get(asked.question.group, "")
        self._change(replace(self._state, page="question", asked=asked, group=group))

    def _place_line(self, place: TrainingPlace) -> PlaceLine:
        found = reading_of(self._workspace, place)
        return PlaceLine(found.title, place, bool(found.passages))

    def _overview(self) -> TrainingState:
        workspace = self._workspace
        return TrainingState(
            page="overview",
            practice=workspace.practice,
            problem=self._problem,
            first=hints(workspace),
            progress=progress(workspace),
            cases=tuple(
                _case_line(each, case) for each, case in worked_case_ids(workspace).items()
            ),
            checks=self._checks,
            groups=self._groups(),
            courses=self._course_lines(),
            raters=rater_line(self._vignettes, self._round) if self._vignettes else None,
        )

    def _course_lines(self) -> tuple[TaughtCourseLine, ...]:
        outcomes = known(self._workspace)
        lines: list[TaughtCourseLine] = []
        for course in installed_courses().values():
            checks = course.knowledge_checks
            answered = [outcomes[each.id] for each in checks if each.id in outcomes]
            file = course.file
            line = TaughtCourseLine(
                file.id, file.title, file.audience, len(checks), sum(answered), len(answered)
            )
            lines.append(line)
        return tuple(lines)

    def _groups(self) -> tuple[GroupLine, ...]:
        outcomes = known(self._workspace)
        lines: list[GroupLine] = []
        for group in self._checks.groups if self._checks else ():
            assert self._checks is not None
            ids = [each.id for each in self._checks.questions if each.group == group.id]
            answered = [outcomes[each] for each in ids if each in outcomes]
            line = GroupLine(group.id, group.title, len(ids), sum(answered), len(answered))
            lines.append(line)
        return tuple(lines)


def _read_checks(workspace: Workspace) -> tuple[KnowledgeChecks | None, str]:
    try:
        return workspace.programme.training.read_knowledge_checks(), ""
    except ProgrammeError as error:
        return None, str(error)


def _read_vignettes(workspace: Workspace) -> tuple[Vignettes | None, str]:
    """Return the vignettes, and the pack they are from; None where none can be read.

    Those of a pack come first, where they are for the programme in use and fit it.
    """
    packed = workspace.packs.vignettes
    try:
        if packed and not unfitting_vignettes(packed, (workspace.programme,)):
            return read_packed_vignettes(packed), workspace.packs.vignettes_of
        return workspace.programme.training.read_vignettes(), ""
    except ProgrammeError:
        return None, ""


def _case_line(client_id: str, case_id: str) -> CaseLine:
    case = shipped_case(case_id)
    return CaseLine(client_id, case.title, case.about)
