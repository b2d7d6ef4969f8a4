"""Going on with another course: what is decided for it, and taking it back."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.offered_programmes import offered_programmes
from therapist_app.workflows.course.another_course import (
    CarriedForm,
    DecidedLine,
    NextCourse,
    SessionLine,
    courses_to_go_on_with,
    forms_carried,
    go_on_with,
    lines_to_decide,
    move_to_undo,
    undo_going_on,
)
from therapist_app.workflows.course.course_changes import course_title
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CourseOffer:
    """A course with which a client can go on, and what a person decides for it.

    Attributes:
        tracks: Each track by its id, with its title.
        is_again: Whether it is the course that the client followed until it ended.
        forms: What the gates of the course ask for, and whether it is there.

    """

    id: str
    title: str
    tracks: tuple[tuple[str, str], ...]
    lines: tuple[SessionLine, ...]
    forms: tuple[CarriedForm, ...]
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The course from which a client came, and when, while that can be undone."""

    title: str
    day: date


@dataclass(frozen=True, slots=True)
class AnotherCourseState:
    """The courses on offer, and what can be undone."""

    courses: tuple[CourseOffer, ...]
    undo: UndoOffer | None


class AnotherCourseViewModel(ViewModel[AnotherCourseState]):
    """Lets one client go on with another course, as a person decided, or undoes it.

    Signals:
        moved: The client follows another course now.

    """

    moved = Signal()

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id

    @property
    @override
    def state(self) -> AnotherCourseState:
        """What can be done now."""
        workspace, client_id = self._workspace, self._id
        offered = courses_to_go_on_with(workspace, client_id, offered_programmes(workspace))
        followed = workspace.client(client_id).programme_id
        return AnotherCourseState(
            courses=tuple(
                CourseOffer(
                    id=each.id,
                    title=each.title,
                    tracks=tuple((track.id, track.title) for track in each.tracks),
                    lines=lines_to_decide(workspace, client_id, each),
                    forms=forms_carried(workspace, client_id, each),
                    is_again=each.id == followed,
                )
                for each in offered
            ),
            undo=self._undo_offer(),
        )

    def _undo_offer(self) -> UndoOffer | None:
        move = move_to_undo(self._workspace, self._id)
        if move is None:
            return None
        title = course_title(self._workspace, move.from_programme, move.from_version)
        return UndoOffer(title, move.decided_at.astimezone().date())

    def go_on(
        self, course: CourseOffer, track: str, lines: tuple[DecidedLine, ...], reason: str
    ) -> None:
        """Go on with a course."""
        decided = NextCourse(course.id, track, lines, reason)
        go_on_with(self._workspace, self._id, decided, offered_programmes(self._workspace))
        again = _("The client begins the course once more.")
        other = _("The client goes on with another course.")
        self.act_done.emit(again if course.is_again else other)
        self.moved.emit()

    @Slot(str)
    def undo(self, reason: str) -> None:
        """Follow the course before again."""
        undo_going_on(self._workspace, self._id, reason)
        self.act_done.emit(_("The client follows the course before again."))
        self.moved.emit()
