"""Going on with another course: line by line what counts as held, why, and undoing it."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.screens.client.another_course import (
    AnotherCourseState,
    AnotherCourseViewModel,
    CourseOffer,
    UndoOffer,
)
from therapist_app.screens.client.turned_sheet import TurnedSheet
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    button,
    card,
    empty,
    hold,
    keep_aside,
    lay_in,
    read_in_order,
    reading,
    row,
    rule,
    stack,
    text,
)
from therapist_app.workflows.course.another_course import Carried, DecidedLine, SessionLine

COUNTS, STILL = "counts", "still"
CARRIED: dict[Carried, str] = {
    "same": N_("Filled in, and the same in both courses: it counts"),
    "other_version": N_("Filled in, in another version: fill it in again"),
    "not_filled": NP_("form", "Not filled in yet"),
    "again": N_("Filled in the first time: it is filled in anew, and what stands there is offered"),
}


class LineField(QWidget):
    """One session of the other course: whether it counts as held, and why."""

    def __init__(self, line: SessionLine) -> None:
        super().__init__()
        self.plan_id = line.plan_id
        title = _("{session}, {title}").format(session=line.plan_id, title=line.title)
        held = _("held {day} in the course before")
        name = (
            facts_in_a_line(title, held.format(day=day_in_words(line.held_on)))
            if line.held_on
            else title
        )
        self.decision = DecisionField(
            ((COUNTS, _("Counts as held")), (STILL, _("Still to be held"))), name=name
        )
        self.reason = TextLine()
        self.why = LabelledField(pgettext("field", "Why it counts"), self.reason)
        self.why.hide()
        self.setLayout(stack(self.decision, self.why, gap="s"))
        self.decision.chosen.connect(self._on_decision_chosen)
        self.reason.edited.connect(self._on_reason_edited)

    @property
    def line(self) -> DecidedLine:
        """What was decided."""
        counts = self.decision.chosen_id == COUNTS
        return DecidedLine(self.plan_id, counts, self.reason.text().strip() if counts else "")

    def leave_for_later(self) -> None:
        """Decide that it is still to be held, where nothing was decided."""
        if not self.decision.chosen_id:
            self.decision.choose(STILL)

    def is_whole(self) -> bool:
        """Return whether it was decided on, and say what lacks."""
        if not self.decision.chosen_id:
            self.decision.show_problem(pgettext("choice", "Choose one."), again=True)
            return False
        if self.line.counts and not self.line.reason:
            self.why.show_problem(_("Write why it counts, in one line."), again=True)
            return False
        return True

    def start_focus(self) -> None:
        """Put the keyboard where something lacks."""
        if self.decision.chosen_id:
            self.reason.setFocus()
        else:
            self.decision.start_focus()

    def _on_decision_chosen(self, chosen: str) -> None:
        self.why.setVisible(chosen == COUNTS)

    def _on_reason_edited(self) -> None:
        self.why.show_problem("")


class AnotherCourseView(TurnedSheet):
    """A page of a client: going on with another course, or undoing that."""

    HELP = PageHelp(
        "Here you decide for each session of another course whether it counts as held, with a "
        "reason; nothing is chosen beforehand. What was held stays as it is. You can undo it "
        "until the first session of that course begins.",
        read_on="docs/dose.md",
    )

    def __init__(self, viewmodel: AnotherCourseViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._offers: dict[str, CourseOffer] = {}
        self.which: DecisionField | None = None
        self.track: DecisionField | None = None
        self.lines: tuple[LineField, ...] = ()
        self.rest: QPushButton | None = None
        self.reason, self.undo_reason = TextLine(), TextLine()
        self.go: QPushButton | None = None
        self.undo: QPushButton | None = None
        self.below = stack(gap="m")
        self._show(viewmodel.state)

    def _show(self, state: AnotherCourseState) -> None:
        self._offers = {each.id: each for each in state.courses}
        parts: list[Part] = []
        if state.undo is not None:
            parts.append(self._undo_card(state.undo))
        if len(state.courses) > 1:
            self.which = DecisionField(
                ((each.id, _title(each)) for each in state.courses),
                name=pgettext("field", "Which course"),
            )
            self.which.chosen.connect(self._on_which_chosen)
            parts.append(card(pgettext("card", "Another course"), self.which, gap="m"))
        elif state.courses:
            parts += self._course_cards(state.courses[0])
        page = stack(*parts, self.below, STRETCH, gap="m", margins=("page", "l", "page", "l"))
        lay_in(self.area, page)
        keep_aside(self, self.reason, self.undo_reason)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on what is asked first."""
        if self.which is not None:
            self.which.start_focus()
        elif self.track is not None:
            self.track.start_focus()
        elif self.lines:
            self.lines[0].decision.start_focus()
        elif self.undo is not None:
            self.undo_reason.setFocus()

    def _on_which_chosen(self, course_id: str) -> None:
        empty(self.below)
        for each in self._course_cards(self._offers[course_id]):
            self.below.addWidget(each)
        read_in_order(self.below)

    def _course_cards(self, course: CourseOffer) -> list[QFrame]:
        self.track = None
        if self.which is not None:  # those of the course chosen before went with its cards
            self.reason = TextLine()
        self.lines = tuple(LineField(each) for each in course.lines)
        self.rest = button(_("Leave all others for later"))
        self.rest.clicked.connect(self._on_rest_clicked)
        go = _("Begin this course once more") if course.is_again else _("Go on with this course")
        self.go = MainButton(go, is_final=True)
        self.go.clicked.connect(self._on_go_clicked)
        self._course = course
        title = _("Go on with: {title}").format(title=course.title)
        if course.is_again:
            title = _title(course)
        head: list[Part] = [
            reading(
                _(
                    "What was held stays in the course in which it was held, with its notes and "
                    "scores. Alerts, promises, consents and the days in the calendar stay."
                )
            ),
            reading(
                _(
                    "The service's figures go on counting this client in the course in which they "
                    "began."
                )
            ),
        ]
        if len(course.tracks) > 1:
            self.track = DecisionField(course.tracks, name=pgettext("field", "Track"))
            head.append(self.track)
        why = LabelledField(
            _("&Why, in one line"), self.reason, hint=_("It is kept in the record. No names.")
        )
        self._why = why
        return [
            card(title, *head, gap="m"),
            card(_("What the course asks for"), *_carried(course), gap="s"),
            card(
                _("Which sessions count as held"),
                *(part for each in self.lines for part in (rule(), each)),
                row(self.rest, STRETCH),
                gap="m",
            ),
            card(go, why, row(STRETCH, self.go), gap="m"),
        ]

    def _undo_card(self, offer: UndoOffer) -> QFrame:
        self.undo = MainButton(_("Undo the change of course"), is_final=True)
        self.undo.clicked.connect(self._on_undo_clicked)
        self._undo_why = LabelledField(
            _("&Why, in one line"),
            self.undo_reason,
            hint=_("It is kept in the record. No names."),
        )
        words = _("Since {day} this client has followed this course, and before: {title}.")
        return card(
            _("Undo the change of course"),
            reading(words.format(day=day_in_words(offer.day), title=offer.title)),
            reading(_("It can be undone until the first session of this course begins.")),
            self._undo_why,
            row(STRETCH, self.undo),
            gap="m",
        )

    def _on_rest_clicked(self) -> None:
        for each in self.lines:
            each.leave_for_later()

    def _on_go_clicked(self) -> None:
        track = self._course.tracks[0][0] if self.track is None else self.track.chosen_id
        if self.track is not None and not track:
            self.track.show_problem(pgettext("choice", "Choose one."), again=True)
            self.track.start_focus()
            return
        lacking = [each for each in self.lines if not each.is_whole()]
        if lacking:
            lacking[0].start_focus()
        elif _is_written(self._why, self.reason):
            lines = tuple(each.line for each in self.lines)
            self._viewmodel.go_on(self._course, track, lines, self.reason.text())

    def _on_undo_clicked(self) -> None:
        if _is_written(self._undo_why, self.undo_reason):
            self._viewmodel.undo(self.undo_reason.text())


def _title(course: CourseOffer) -> str:
    again = _("Once more: {title}").format(title=course.title)
    return again if course.is_again else course.title


def _is_written(field: LabelledField, line: TextLine) -> bool:
    """Return whether a reason stands there; where none does, say so and lead there."""
    if line.text().strip():
        return True
    field.show_problem(_("Write why, in one line."), again=True)
    line.setFocus()
    return False


def _carried(course: CourseOffer) -> list[Part]:
    return [
        hold(
            stack(
                text(each.title, "strong", wrap=True),
                text(_(CARRIED[each.carried]), "small", tone="muted", wrap=True),
                gap="xs",
            )
        )
        for each in course.forms
    ]
