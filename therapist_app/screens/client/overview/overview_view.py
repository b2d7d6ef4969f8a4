"""The page of a client: where we are, how it goes, what keeps everybody safe, what was done."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from session_forms.scoring.goal_attainment import FORM, LEVEL_WORDS, Goal
from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.screens.client.case_view import CaseCard
from therapist_app.screens.client.overview.map_view import ProgrammeMap
from therapist_app.screens.client.overview.safety_view import SafetyView
from therapist_app.screens.client.viewmodel import ClientState, WorkLine
from therapist_app.widgets.charts.scores_card import ScoresCard
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    button,
    card,
    chip,
    hold,
    reading,
    row,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.measures.measuring import MeasurePrompt
from therapist_app.workflows.measures.staying_on_track import OnTrackData, Prompt
from therapist_app.workflows.sessions.answering_alerts import Alert

OUTCOMES = {
    "done": (N_("done"), "good", "check"),
    "partly": (N_("partly"), "attention", "clock"),
    "not_done": (N_("not yet"), "quiet", "circle"),
    "": (N_("agreed"), "quiet", "work"),
}
MOST_WORK = 4


class CourseView(ScoresCard):
    """The scores of the client."""

    def __init__(self, state: ClientState) -> None:
        super().__init__(
            state.page.tiles, state.charts, [each.for_client for each in state.page.series]
        )


class GoalsView(QWidget):
    """The goals of the client.

    Signals:
        form_chosen: The form of the goals.

    """

    form_chosen = Signal(str)

    def __init__(self, goals: tuple[Goal, ...], together: str, *, may_write: bool = True) -> None:
        super().__init__()
        self.rate = button(_("Rate") if goals else _("Write"), "quiet")
        self.rate.setAccessibleName(_("Rate the goals") if goals else _("Write the goals"))
        parts: list[Part] = [hold(_line(each)) for each in goals]
        if not parts:
            parts = [text(_("No goals are written yet."), "small", tone="muted", wrap=True)]
        if together:
            parts.append(text(together, "small", wrap=True))
        self.setLayout(stack(card(_("Goals"), *parts, action=self.rate, gap="xs")))
        if not may_write:
            self.rate.hide()
        self.rate.clicked.connect(self._on_rate_clicked)

    def _on_rate_clicked(self) -> None:
        self.form_chosen.emit(FORM)


def _line(goal: Goal) -> QLayout:
    level = _("not rated yet") if goal.level is None else _(LEVEL_WORDS[goal.level])
    words = stack(text(goal.text, wrap=True), text(level, "small", tone="muted"), gap="hair")
    line = row(symbol("next"), words, gap="s")
    line.setStretch(1, 1)
    return line


class SuggestionsView(QWidget):
    """One line for each suggestion, with its measure and its day; nothing without any."""

    def __init__(self, prompts: Sequence[MeasurePrompt]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if not prompts:
            self.hide()
        if prompts:
            parts = [part for each in prompts for part in _suggestion(each)]
            layout.addWidget(card(_("To consider"), *parts, gap="xs"))


def _suggestion(prompt: MeasurePrompt) -> list[Part]:
    when = _("{measure}, {day}").format(measure=prompt.title, day=day_in_words(prompt.day))
    if prompt.is_unverified:
        when = _("{when}; the rule is unverified").format(when=when)
    return [reading(prompt.says), text(when, "caption", wrap=True)]


class OnTrackNote(QWidget):
    """A calm prompt: the facts, the rules, the choices. It is no alert and holds nothing up.

    Signals:
        form_chosen: The form with the five questions.

    """

    form_chosen = Signal(str)

    def __init__(self, state: OnTrackData) -> None:
        super().__init__()
        self._form_id = state.form_id
        self.review = button(_("Five questions"))
        self.review.setAccessibleName(_("Five questions: how is the work going?"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        parts = self._parts(state)
        for part in parts:
            layout.addWidget(part)
        if not parts:
            self.hide()
        self.review.clicked.connect(self._on_review_clicked)

    def _parts(self, state: OnTrackData) -> list[QWidget]:
        parts: list[QWidget] = []
        if state.asking:
            detail = "\n".join((*_sentences(state.asking), choice_words()))
            title = _("Worth a look: how is the work going?")
            parts.append(banner("info", title, detail, self.review))
        if state.watching:
            words = " ".join((_("Only shown, nothing is asked yet."), *_sentences(state.watching)))
            parts.append(_quiet("info", words))
        if state.reviewed_on is not None:
            parts.append(_quiet("check", reviewed_words(state)))
        return parts

    def _on_review_clicked(self) -> None:
        self.form_chosen.emit(self._form_id)


def choice_words() -> str:
    """Return what may be done about a prompt."""
    return _("Talk it over, change something, or go on as planned: you decide.")


def reviewed_words(state: OnTrackData) -> str:
    """Return when the course was looked at last, and until when it goes to supervision."""
    assert state.reviewed_on is not None
    words = _("The course was last looked at on {day}.").format(day=day_in_words(state.reviewed_on))
    if state.discuss_by is None:
        return words
    until = _("Discuss it in supervision by {day}.").format(day=day_in_words(state.discuss_by))
    return f"{words} {until}"


def _sentences(prompts: Sequence[Prompt]) -> list[str]:
    """Return the facts of each rule, and the rule behind them."""
    rule = _("{facts} (Rule {rule}.)")
    return [rule.format(facts=" ".join(each.facts), rule=each.rule) for each in prompts]


def _quiet(sign: str, words: str) -> QWidget:
    return hold(sign_line(sign, words, "small"))


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
        self.setLayout(stack(self.area))

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
