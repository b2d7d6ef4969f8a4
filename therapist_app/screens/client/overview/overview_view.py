"""The page of a client: where we are, how it goes, what keeps everybody safe, what was done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.screens.client.case_view import CaseCard
from therapist_app.screens.client.overview.course_view import CourseView
from therapist_app.screens.client.overview.goals_view import GoalsView
from therapist_app.screens.client.overview.map_view import ProgrammeMap
from therapist_app.screens.client.overview.on_track_view import OnTrackNote
from therapist_app.screens.client.overview.safety_view import SafetyView
from therapist_app.screens.client.overview.suggestions_view import SuggestionsView
from therapist_app.screens.client.viewmodel import ClientState, WorkLine
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    button,
    card,
    chip,
    hold,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.answering_alerts import Alert

OUTCOMES = {
    "done": (N_("done"), "good", "check"),
    "partly": (N_("partly"), "attention", "clock"),
    "not_done": (N_("not yet"), "quiet", "circle"),
    "": (N_("agreed"), "quiet", "work"),
}
MOST_WORK = 4


class AlertBanner(QWidget):
    """One open alert; it has no cross.

    Signals:
        alert_chosen: The alert to answer.

    """

    alert_chosen = Signal(str)

    def __init__(self, alert: Alert) -> None:
        super().__init__()
        self._alert_id = alert.id
        self.answer = button(_("Answer it"))
        self.answer.setAccessibleName(_("Answer it: {fact}").format(fact=alert.states))
        opened = alert.opened_at.astimezone()
        since = moment_in_words(opened)
        tone = "urgent" if alert.level == "urgent" else "attention"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            banner(
                tone,
                _("An alert is open"),
                _("{fact} · opened {since}").format(fact=alert.states, since=since),
                self.answer,
            )
        )
        self.answer.clicked.connect(self._on_answer_clicked)

    def _on_answer_clicked(self) -> None:
        self.alert_chosen.emit(self._alert_id)


class OverviewView(QWidget):
    """Everything about one client on one page, codes only.

    Signals:
        form_chosen: A form to open.
        alert_chosen: An alert to answer.
        case_chosen: The worked case is to be read.

    """

    form_chosen = Signal(str)
    alert_chosen = Signal(str)
    case_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.area = scroll(stack())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def show_state(self, state: ClientState) -> None:
        """Draw the page afresh."""
        alerts = [AlertBanner(each) for each in state.page.alerts]
        safety = SafetyView(state)
        may_write = not state.page.is_restricted
        goals = GoalsView(state.page.goals, state.together, may_write=may_write)
        right = stack(safety, _work(state.work), goals, STRETCH, gap="m")
        course = stack(CourseView(state), SuggestionsView(state.page.suggestions), STRETCH, gap="m")
        columns = Columns(course, right, shares=(17, 10), gap="m")
        note = OnTrackNote(state.page.on_track)
        case = [CaseCard(state.case)] if state.case else []
        page = stack(
            *alerts,
            *_missing(state.page.missing_programme),
            note,
            *case,
            _map(state),
            columns,
            STRETCH,
            gap="m",
            margins=("page", "m", "page", "m"),
        )
        self.area.setWidget(hold(page))
        for each_form in (safety, goals, note):
            each_form.form_chosen.connect(self.form_chosen)
        for each in alerts:
            each.alert_chosen.connect(self.alert_chosen)
        for each_case in case:
            each_case.read_chosen.connect(self.case_chosen)


def _map(state: ClientState) -> QWidget:
    left_out = any(
        stop.state == "not_included" for phase in state.page.phases for stop in phase.stops
    )
    parts: list[Part] = [ProgrammeMap(state.page.phases)]
    if left_out:
        legend = _("A dash on the line: this session is not in this version yet.")
        parts.append(text(legend, "caption", wrap=True))
    return card(_("Programme"), *parts, gap="xs")


def _work(lines: tuple[WorkLine, ...]) -> QWidget:
    parts: list[Part] = [hold(_work_line(each)) for each in lines[:MOST_WORK]]
    if not parts:
        parts = [text(_("Nothing is agreed yet."), "small", tone="muted", wrap=True)]
    return card(_("Work between sessions"), *parts, gap="xs")


def _work_line(line: WorkLine) -> QLayout:
    words, tone, sign = OUTCOMES.get(line.outcome, OUTCOMES[""])
    when = _("session {number}").format(number=line.session)
    shown = row(
        chip(_(words), tone, sign),
        text(line.what, wrap=True),
        text(when, "small", tone="muted"),
        gap="s",
    )
    shown.setStretch(1, 1)
    return shown


def _missing(pack: str) -> list[QFrame]:
    if not pack:
        return []
    detail = _(
        "Nothing is lost. What is shown follows the version in use instead. To get it back, install"
        " {pack} again from its file under Programme (Ctrl+3), Versions, or ask a lead to; a client"
        " can also be moved to the version in use."
    )
    title = _("The programme that this client follows is not installed")
    return [banner("attention", title, detail.format(pack=pack))]
