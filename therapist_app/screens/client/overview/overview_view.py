"""The page of a client: where we are, how it goes, what keeps everybody safe, what was done."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from session_forms.scoring.goal_attainment import FORM, LEVEL_WORDS, Goal
from session_forms.words.day_words import day_in_words, moment_in_words, written_day
from session_forms.words.list_words import facts_in_a_line, together
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.commands import ClosePage
from therapist_app.form_widgets.alert_banner import AlertBanner
from therapist_app.form_widgets.off_buttons import OffButtons
from therapist_app.form_widgets.ready_light import ReadyList, light
from therapist_app.record.model import Alert, Consent
from therapist_app.screens.client.case_reading import CaseWords
from therapist_app.screens.client.overview.map_view import ProgrammeMap
from therapist_app.screens.client.overview.safety_view import safety_card
from therapist_app.screens.client.overview.thread_view import SafetyThreads
from therapist_app.screens.client.overview.timeline_view import ALL, Timeline
from therapist_app.screens.client.overview.waiting_view import WaitingCard
from therapist_app.screens.client.viewmodel import ClientState, ClientViewModel, WorkLine
from therapist_app.theme.look import look
from therapist_app.widgets.charts.scores_card import ScoresCard
from therapist_app.widgets.controls.buttons import ChoosingButton, LeavingButton
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.layout.layouts import keep_aside, sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    button,
    card,
    chip,
    hold,
    lay_in,
    reading,
    row,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.course.changed_wordings import ChangedWording, wording_words
from therapist_app.workflows.fitting_forms import SetAside
from therapist_app.workflows.measures.measuring import MeasurePrompt
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.measures.staying_on_track import CoursePrompt, OnTrackData
from therapist_app.workflows.overviews.plan_choices import WHY_MISSED
from therapist_app.workflows.overviews.seeing_clients import ClientPageData
from therapist_app.workflows.overviews.waiting import WaitingPerson

OUTCOMES = {
    "done": (NP_("practice", "done"), "good", "check"),
    "partly": (NP_("practice", "partly"), "attention", "clock"),
    "not_done": (NP_("practice", "not yet"), "quiet", "circle"),
    "": (NP_("practice", "agreed"), "quiet", "work"),
}
AGREED_AS: dict[str, str] = {
    "named": N_("In the agreement the client chose: with my name. Change it here, or ask again."),
    "pseudonym": N_(
        "In the agreement the client chose: with another name. Change it here, or ask again."
    ),
    "code_only": N_(
        "In the agreement the client chose: with a code only. Change it here, or ask again."
    ),
}
SET_ASIDE_NAMED = 5
"""So many filled forms that cannot be shown are named; the rest is counted."""
TAKEN = "taken"
MOST_WORK, MOST_MISSED = 4, 3
DID_NOT_TAKE_PLACE = N_("It did not take place: {when}")


def _line(goal: Goal) -> QLayout:
    level = _("not rated yet") if goal.level is None else _(LEVEL_WORDS[goal.level])
    words = stack(text(goal.text, wrap=True), text(level, "small", tone="muted"), gap="hair")
    line = row(symbol("next"), words, gap="s")
    line.setStretch(1, 1)
    return line


def _suggestions(prompts: Sequence[MeasurePrompt]) -> list[QFrame]:
    """Return one line for each suggestion, with its measure and its day."""
    parts = [part for each in prompts for part in _suggestion(each)]
    return [card(pgettext("card", "To consider"), *parts, gap="xs")] if parts else []


def _suggestion(prompt: MeasurePrompt) -> list[Part]:
    when = _("{measure}, {day}").format(measure=prompt.title, day=day_in_words(prompt.day))
    if prompt.is_unverified:
        when = _("{when}; this rule has not been verified").format(when=when)
    return [reading(prompt.says), text(when, "caption", wrap=True)]


def choice_words() -> str:
    """Return what may be done about a prompt."""
    return _("Talk about it, change something, or continue as planned: you decide.")


def reviewed_words(state: OnTrackData) -> str:
    """Return when the course was looked at last, and until when it goes to supervision."""
    assert state.reviewed_on is not None
    words = _("The last course review was on {day}.").format(day=day_in_words(state.reviewed_on))
    if state.discuss_by is None:
        return words
    until = _("Discuss it in supervision by {day}.").format(day=day_in_words(state.discuss_by))
    return f"{words} {until}"


def _sentences(prompts: Sequence[CoursePrompt]) -> list[str]:
    """Return the facts of each rule, and the rule behind them where they do not say it."""
    rule = _("{facts} (Rule: {rule}.)")
    return [
        " ".join(each.facts)
        if each.says_its_rule
        else rule.format(facts=" ".join(each.facts), rule=each.rule)
        for each in prompts
    ]


def _quiet(sign: str, words: str) -> QWidget:
    return hold(sign_line(sign, words, "small"))


class OverviewView(QWidget):
    """Everything about one client on one page, codes only.

    Signals:
        case_chosen: The worked case is to be read.
        hand_on_chosen: The first contact is to be handed over to another service.
        course_chosen: The course is to be paused, ended or changed.
        identity_chosen: Who the client is is to be put right.
        paper_chosen: A form on paper is to be entered; the id of the one that was due first.

    """

    case_chosen = Signal()
    course_chosen = Signal()
    hand_on_chosen = Signal()
    identity_chosen = Signal()
    paper_chosen = Signal(str)

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.threads: SafetyThreads | None = None
        self.ready: ReadyList | None = None
        self.off: OffButtons | None = None
        self.log_contact: QPushButton | None = None
        self.last_note: LeavingButton | None = None
        self.undo: QPushButton | None = None
        self.enter_paper: QPushButton | None = None
        self.timeline: Timeline | None = None
        self.map: ProgrammeMap | None = None
        self.correct_identity: QPushButton | None = None
        self.ask_again: QPushButton | None = None
        self._shown = ALL
        self.area = scroll(stack())
        self.setLayout(stack(self.area))

    def show_state(self, state: ClientState) -> None:
        """Draw the page afresh."""
        data = state.page
        self.threads = SafetyThreads(data.threads, may_write=not data.is_restricted)
        self.threads.left.connect(self._viewmodel.leave_requested)
        self.timeline = Timeline(data.timeline, state.today, self._shown)
        self.timeline.left.connect(self._viewmodel.leave_requested)
        self.timeline.filtered.connect(self._on_timeline_filtered)
        said = [each.for_client for each in data.series]
        scores = ScoresCard(data.tiles, state.charts, said, data.beside)
        safety = safety_card(state, self._viewmodel.open_form)
        goals = [self._goals(state)] if data.asks_goals else []
        right = stack(safety, _work(state.work), *goals, STRETCH, gap="m")
        course = stack(scores, *_suggestions(data.suggestions), STRETCH, gap="m")
        first, last = ([self.threads], []) if self.threads.has_open else ([], [self.threads])
        page = stack(
            *self._taken(),
            *(self._alert(each, state) for each in data.alerts),
            *first,
            *self._refused(None if data.is_restricted else data.refused),
            *self._reworded(None if data.is_restricted else data.changed_wording),
            *self._known_as(None if data.is_restricted else data.wishes_to_be),
            *_missing(data.missing_programme),
            *_cannot_show(data.set_aside),
            *self._on_track(data.on_track, may_write=not data.is_restricted),
            *self._case(state.case),
            *self._before(state),
            *self._waiting(data.waiting, may_write=not data.is_restricted),
            self._programme(state),
            *last,
            Columns(course, right, shares=(17, 10), gap="m"),
            self.timeline,
            STRETCH,
            gap="m",
            margins=("page", "m", "page", "m"),
        )
        lay_in(self.area, page)

    @property
    def line(self) -> int:
        """The line of the timeline that has the keyboard; 0 where none has."""
        return self.timeline.line if self.timeline is not None else 0

    def go_to_line(self, line: int) -> bool:
        """Put the keyboard on a line of the timeline; return whether it is there."""
        return self.timeline is not None and self.timeline.go_to(line)

    def _on_timeline_filtered(self, name: str) -> None:
        self._shown = name

    def _programme(self, state: ClientState) -> QWidget:
        """Return the map with what it cannot show beneath it."""
        self.map = ProgrammeMap(state.page.phases, self._viewmodel.opened_by)
        self.map.chosen.connect(self._viewmodel.open_stop)
        left_out = any(
            stop.state == "not_included" for phase in state.page.phases for stop in phase.stops
        )
        parts: list[Part] = [self.map, self.map.words]
        if left_out:
            legend = _("A dash on the line: this session is not in this version yet.")
            parts.append(text(legend, "caption", wrap=True))
        parts += self._planned(state)
        parts += self._missed(state)
        parts += self._ways(state.page)
        parts += self._never_filled(state.page)
        return card(pgettext("card", "Programme"), *parts, gap="xs")

    def _missed(self, state: ClientState) -> list[Part]:
        """Return what did not take place; what was said today can be taken back beside it."""
        self.undo = None
        said: list[Part] = [_quiet("info", each) for each in _missed_words(state.page, state.today)]
        last = state.may_be_undone
        if last is not None:
            self.undo = button(pgettext("button", "Undo"), "quiet", "undo")
            self.undo.setAccessibleName(_("Undo: the session did not take place"))
            self.undo.clicked.connect(partial(self._viewmodel.starting.undo_missed, last.id))
            said.append(row(self.undo, STRETCH))
        return said

    def _never_filled(self, page: ClientPageData) -> list[Part]:
        """Return the measures that were due and are not there, and the way to enter their paper."""
        self.enter_paper = None
        said: list[Part] = [_quiet("form", each) for each in never_filled_words(page)]
        if said and not page.is_restricted:
            self.enter_paper = button(_("Enter a paper form"), "quiet", "form")
            first = page.never_filled[0].form_id
            self.enter_paper.clicked.connect(partial(self.paper_chosen.emit, first))
            said.append(row(self.enter_paper, STRETCH))
        return said

    def _ways(self, page: ClientPageData) -> list[Part]:
        """Return the ways to note a contact that was tried, and to the note of the last session."""
        self.log_contact = self.last_note = None
        if page.is_restricted:
            return []
        self.log_contact = button(_("Log a contact"), "quiet")
        self.log_contact.clicked.connect(self._viewmodel.log_contact)
        ways = [self.log_contact]
        notes = (each.destination for each in page.timeline)
        last = next((each for each in notes if isinstance(each, ClosePage)), None)
        if last is not None:
            self.last_note = LeavingButton(_("Open the last note"), last, "quiet")
            self.last_note.left.connect(self._viewmodel.leave_requested)
            ways.append(self.last_note)
        return [row(*ways, STRETCH)]

    def _planned(self, state: ClientState) -> list[Part]:
        """Return for when the next session is planned, with what may become of it."""
        page = state.page
        planned, self.off = page.next_appointment, None
        if planned is None or page.is_restricted:
            return []
        self.off = OffButtons(page.client.code, is_before=state.is_of_another_day)
        self.off.chosen.connect(self._viewmodel.ask_about_planned)
        when = moment_in_words(planned.planned_for.astimezone())
        said = _("Planned for {when}").format(when=when)
        if look().is_large:
            return [_quiet("calendar", said), self.off]
        return [row(symbol("calendar"), text(said, "small"), self.off, gap="s", grows=2)]

    def _before(self, state: ClientState) -> list[QWidget]:
        """Return what the next session still lacks, each with its way; nothing once it is ready."""
        planned, self.ready = state.page.next_appointment, None
        if state.readiness is None or not state.readiness.lacking:
            return []
        at = planned.id if planned else None
        self.ready = ReadyList(state.readiness, state.page.client.id, at, is_at_client=True)
        self.ready.left.connect(self._viewmodel.leave_requested)
        title = _("Before session {number}").format(number=state.number)
        return [card(title, self.ready, action=light(state.readiness), gap="s")]

    def _waiting(self, waiting: WaitingPerson | None, *, may_write: bool) -> list[QWidget]:
        """Return how a client waits for a place, with what is to be done about it."""
        if waiting is None:
            return []
        shown = WaitingCard(waiting, may_write=may_write)
        shown.form_chosen.connect(self._viewmodel.open_form)
        shown.opening_chosen.connect(self._viewmodel.open_kept)
        shown.hand_on_chosen.connect(self.hand_on_chosen)
        return [shown]

    def _alert(self, alert: Alert, state: ClientState) -> QWidget:
        threads = (each for each in state.page.threads if each.is_about(alert.id))
        fact = next((each.said_of(alert) for each in threads), alert.states)
        since = moment_in_words(alert.opened_at.astimezone())
        detail = _("{fact} · opened {since}").format(fact=fact, since=since)
        shown = AlertBanner(alert, _("An alert is open"), detail)
        shown.answer.chosen.connect(self._viewmodel.answer_alert)
        return shown

    def _taken(self) -> list[QWidget]:
        """Return that the client was taken over just now."""
        if self._viewmodel.part != TAKEN:
            return []
        detail = _("The whole record is with you. Your colleague can no longer read it.")
        return [banner("good", _("This client is yours now"), detail)]

    def _refused(self, decision: Consent | None) -> list[QWidget]:
        """Return that the client does not agree to work together; whoever works decides on it."""
        if decision is None:
            return []
        title = _("The client does not agree to work together")
        if decision.decision == "withdrawn":
            title = _("Agreement to work together taken back")
        words = _(
            "Decided on {day}. Talk about it before another session. If it stays so, end the "
            "course and tell your clinical lead; what safety needs may be done at any time."
        )
        detail = words.format(day=day_in_words(decision.decided_at.astimezone().date()))
        change = button(_("Change the course"))
        change.clicked.connect(self.course_chosen)
        return [banner("attention", title, detail, change)]

    def _reworded(self, found: ChangedWording | None) -> list[QWidget]:
        """Return that the client agreed to another wording than is asked today."""
        self.ask_again = None
        if found is None:
            return []
        self.ask_again = button(pgettext("button", "Ask again"))
        self.ask_again.clicked.connect(self._viewmodel.ask_about_figures)
        title = _("The question about using figures has a new wording")
        counts = _("The agreement counts until you ask again. Ask at the next review.")
        return [banner("info", title, f"{wording_words(found)} {counts}", self.ask_again)]

    def _known_as(self, wished: str | None) -> list[QWidget]:
        """Return that the client chose in the agreement to stand otherwise in the record."""
        self.correct_identity = None
        if wished is None:
            return []
        self.correct_identity = button(_("Correct the identity"))
        self.correct_identity.clicked.connect(self.identity_chosen)
        title = _("The identity in the record differs from the agreement")
        return [banner("info", title, _(AGREED_AS[wished]), self.correct_identity)]

    def _on_track(self, state: OnTrackData, *, may_write: bool) -> list[QWidget]:
        """Return a calm prompt: facts, rules, choices. It is no alert and holds nothing up."""
        parts: list[QWidget] = []
        if state.asking:
            name = _("Course review: five questions")
            review = ChoosingButton(
                pgettext("button", "Start the course review"), state.form_id, name=name
            )
            review.chosen.connect(self._viewmodel.open_form)
            detail = "\n".join((*_sentences(state.asking), choice_words()))
            title = _("Course review suggested")
            if may_write:
                parts.append(banner("info", title, detail, review))
            else:
                keep_aside(self, review)
                parts.append(banner("info", title, detail))
        if state.watching:
            words = " ".join(
                (_("For information. There is nothing to do yet."), *_sentences(state.watching))
            )
            parts.append(_quiet("info", words))
        if state.reviewed_on is not None:
            parts.append(_quiet("check", reviewed_words(state)))
        return [hold(stack(*parts, gap="s"))] if parts else []

    def _case(self, words: CaseWords | None) -> list[QFrame]:
        """Return that the client is a worked case, with the way to reading it."""
        if words is None:
            return []
        read = button(_("Read it session by session"), "secondary", "library")
        read.clicked.connect(self.case_chosen)
        title = _("Worked case: {title}").format(title=words.title)
        return [quiet_card(title, (words.about, words.notice), read, symbol_name="library")]

    def _goals(self, state: ClientState) -> QFrame:
        goals = state.page.goals
        rate = ChoosingButton(
            pgettext("button", "Rate") if goals else pgettext("button", "Write"),
            FORM,
            "quiet",
            name=_("Rate the goals") if goals else _("Write the goals"),
        )
        rate.chosen.connect(self._viewmodel.open_form)
        parts: list[Part] = [hold(_line(each)) for each in goals]
        if not parts:
            parts = [text(_("No goals are written yet."), "small", tone="muted", wrap=True)]
        if state.together:
            parts.append(text(state.together, "small", wrap=True))
        made = card(pgettext("card", "Goals"), *parts, action=rate, gap="xs")
        rate.setVisible(not state.page.is_restricted)
        return made


def _missed_words(page: ClientPageData, today: date) -> Iterator[str]:
    for each in page.missed[-MOST_MISSED:]:
        at = each.planned_for.astimezone()
        why = dict(WHY_MISSED).get(each.attendance, "")
        is_to_come = at.date() > today
        words = _("It will not take place: {when}") if is_to_come else _(DID_NOT_TAKE_PLACE)
        said = words.format(when=moment_in_words(at))
        yield facts_in_a_line(said, _(why) if why else "")


def never_filled_words(page: ClientPageData) -> Iterator[str]:
    """Yield a line for each measure that was due and is not there, with its session and day."""
    words = _("Not filled in: {measure}, due in session {number} on {day}")
    for each in page.never_filled:
        day, number = day_in_words(each.day), session_number(each.place)
        yield words.format(measure=each.title, number=number, day=day)


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


def _cannot_show(found: tuple[SetAside, ...]) -> list[QFrame]:
    """Return what says which filled forms are not on the page, and that nothing is lost."""
    if not found:
        return []
    named = [
        _("{form} of {day}").format(form=each.title, day=written_day(each.day))
        for each in found[:SET_ASIDE_NAMED]
    ]
    more = len(found) - len(named)
    if more:
        named.append(ngettext("{count} more", "{count} more", more).format(count=more))
    title = ngettext(
        "{count} filled form cannot be shown", "{count} filled forms cannot be shown", len(found)
    ).format(count=len(found))
    detail = _(
        "{forms}: no form that is installed fits the answers. Nothing is lost: they stay in the"
        " record and in the client's copy, and count in no score, report or export. If a form"
        " was removed, install its pack again, or put its file back into the folder of forms."
    )
    return [banner("attention", title, detail.format(forms=together(named)))]


def _missing(pack: str) -> list[QFrame]:
    if not pack:
        return []
    detail = _(
        "Nothing is lost. What is shown follows the version in use instead. To get it back, install"
        " {pack} again from its file under Programme, Versions, or ask a lead to; a client"
        " can also be moved to the version in use."
    )
    title = _("The programme that this client follows is not installed")
    return [banner("attention", title, detail.format(pack=pack))]
