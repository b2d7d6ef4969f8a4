"""What was out of the ordinary in a client's course, and changing the course."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import N_, _
from therapist_app.commands import FormPage
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.offered_programmes import (
    follows_one_on_offer,
    offered_programmes,
)
from therapist_app.workflows.content.signing_off import standing_of
from therapist_app.workflows.course.another_course import courses_to_go_on_with, move_to_undo
from therapist_app.workflows.course.course_changes import (
    ENDING,
    STATUSES,
    change_status,
    change_track,
    course_of,
    events_of,
    is_session_open,
    move_to_newer,
    newer_programme,
)
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.workspace import Workspace

STATUS_CHANGES = (
    ("active", N_("Resume the course")),
    ("paused", N_("Pause the course")),
    ("follow_up", N_("Move to follow-up")),
    ("ended", N_("End the course")),
)


@dataclass(frozen=True, slots=True)
class CourseEventLine:
    """One thing out of the ordinary, with its day and the session it is about."""

    day: date
    session: str
    what: str
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """One change that can be made: its kind, its value, and the words for it."""

    kind: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class CourseState:
    """The course as it stands: its track and version, what can be changed, what was.

    Attributes:
        another: Whether another course can be gone on with, or that can be undone.
        again: Whether this course can be begun once more.
        is_under_way: Whether a session was begun and is not over, whatever is changed here.
        planned: That a session is planned, and for when; empty where none is.

    """

    track: str
    version: str
    choices: tuple[CourseChoice, ...]
    lines: tuple[CourseEventLine, ...]
    another: bool = False
    again: bool = False
    is_under_way: bool = False
    planned: str = ""


class CourseViewModel(ViewModel[CourseState]):
    """Changes the course of one client, each time with a reason.

    Signals:
        course_changed: Something was changed.
        leave_requested: To the form that tells how the course ended.

    """

    course_changed = Signal()

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id

    @property
    @override
    def state(self) -> CourseState:
        """The course as it stands."""
        practice = self._workspace.practice
        client, programme = course_of(self._workspace, self._id)
        tracks = {each.id: each.title for each in programme.tracks}
        choices = [
            CourseChoice("status", status, _(words))
            for status, words in STATUS_CHANGES
            if status != client.status
        ]
        choices += [
            CourseChoice("track", track_id, _("Follow the track: {title}").format(title=title))
            for track_id, title in tracks.items()
            if track_id != client.track
        ]
        offered = courses_to_go_on_with(
            self._workspace, self._id, offered_programmes(self._workspace)
        )
        newer = newer_programme(self._workspace, client)
        if newer is not None and not follows_one_on_offer(self._workspace, client):
            words = _("Move to version {version} of the programme")
            if not practice and standing_of(self._workspace, newer).state != "signed":
                words = _(
                    "Move to version {version} of the programme: no session starts before it is "
                    "signed off"
                )
            words = words.format(version=newer.version)
            choices.append(CourseChoice("programme", newer.version, words))
        return CourseState(
            track=tracks.get(client.track, client.track) or _("no track chosen yet"),
            version=f"{programme.title} {programme.version}",
            choices=tuple(choices),
            another=bool(offered or move_to_undo(self._workspace, self._id)),
            again=any(each.id == client.programme_id for each in offered),
            is_under_way=is_session_open(self._workspace, self._id),
            planned=self._planned_words(),
            lines=tuple(
                CourseEventLine(
                    each.at.astimezone().date(),
                    session_number(each.plan_id) if each.plan_id else "",
                    each.what,
                    each.reason,
                    each.second_person,
                )
                for each in events_of(self._workspace, self._id)
            ),
        )

    def _planned_words(self) -> str:
        planned = client_page_data(self._workspace, self._id).next_appointment
        if planned is None:
            return ""
        return _("Session {number} is planned: {moment}").format(
            number=session_number(planned.plan_id),
            moment=moment_in_words(planned.planned_for.astimezone()),
        )

    @Slot(str, str, str)
    def change(self, kind: str, value: str, reason: str) -> None:
        """Change the course; how it ended is told in a form of its own, if it is not told yet."""
        match kind:
            case "status":
                status = next(each for each in STATUSES if each == value)
                change_status(self._workspace, self._id, status, reason)
            case "track":
                change_track(self._workspace, self._id, value, reason)
            case _:
                move_to_newer(self._workspace, self._id, reason)
        self.act_done.emit(_("The change of the course is saved."))
        self.course_changed.emit()
        self._emit_state()
        if value == "ended" and not client_page_data(self._workspace, self._id).is_ending_told:
            self.leave_requested.emit(FormPage(self._id, ENDING))
