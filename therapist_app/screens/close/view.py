"""The close of a session: a minute of fidelity, a note mostly written, one signature."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app.form_widgets.alert_banner import AlertLine
from therapist_app.form_widgets.fidelity_rows import RATING
from therapist_app.record.model import Alert
from therapist_app.screens.close.fidelity_view import FidelityView
from therapist_app.screens.close.next_view import NextView
from therapist_app.screens.close.note_view import NoteView, asks_words
from therapist_app.screens.close.signed_view import RatedView, SignedView
from therapist_app.screens.close.viewmodel import (
    BY_MISTAKE,
    DID_NOT_COME,
    CloseState,
    CloseViewModel,
    ending_in_words,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.options import PointedOption, one_of, show_checked
from therapist_app.widgets.fields.begun_fields import mark_saved
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    TwoColumns,
    banner,
    button,
    card,
    choices,
    empty,
    foot_bar,
    hold,
    page_head,
    read_in_order,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.before_signing import Blocker
from therapist_app.workflows.sessions.seeing_a_session import LONGEST_MEETING

MINUTES = NN_("{count} minute", "{count} minutes")
STEPS_DONE = NN_("{done} of {count} step", "{done} of {count} steps")
OPEN = NN_("An alert is open.", "{count} alerts are open.")
UNANSWERED = NN_(
    "An alert has no answer yet. Answer it, then sign.",
    "{count} alerts have no answer yet. Answer them, then sign.",
)
MEASURES_OPEN = NN_(
    "{count} measure of this session is not filled in yet: {titles}",
    "{count} measures of this session are not filled in yet: {titles}",
)
NO_SAFETY_CHECK = N_("The safety check of this session was not completed.")
NOTHING_LEFT = N_("All steps are done or skipped, so no step is left for another meeting.")
RATINGS_OPEN = NN_(
    "{count} item of “How the session went” is not rated yet.",
    "{count} items of “How the session went” are not rated yet.",
)
BLOCKED = {
    "running": N_("Say how the session ended. Until then it runs on."),
    "safety": N_("The safety check of this session is not complete. It cannot be skipped."),
    "steps": N_("Some steps are not marked yet. Mark each as done, or skip it with a reason."),
    "attendance": N_("Something in the note does not fit a session that was held."),
    "empty": N_("The note is empty. One sentence is enough."),
}
LACKS = {
    "answer": N_("The form of the step “{step}” lacks an answer: “{question}”"),
    "finish": N_("The form of the step “{step}” is not finished: press “Step done” there."),
    "correct": N_(
        "The form of the step “{step}” is finished without the answer that the course needs: "
        "“{question}”: {wanted}. Correct it there, with a reason."
    ),
}
MENDED = {
    "safety": N_("Go to the safety check"),
    "gate": N_("Go to the step"),
    "steps": N_("Mark the steps"),
}
ENDINGS = {
    "finished": NP_("how a session ended", "Finished"),
    "to_be_continued": N_("To be continued in another meeting"),
    "broken_off": N_("Broken off: the client left before the end"),
    DID_NOT_COME: N_("It did not take place: the client did not come"),
    BY_MISTAKE: N_("It was started by mistake: undo the start"),
}
NOT_BY_MISTAKE = N_(
    "Its start cannot be undone as a mistake any more, because something was recorded in it."
)


class EndingView(StyledInPlace, QWidget):
    """How the session ended; nothing is chosen beforehand.

    Signals:
        ended: The ending that a person chose.

    """

    ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.options = {each: PointedOption(_(words)) for each, words in ENDINGS.items()}
        self.choices = one_of(self, self.options.values())
        self.left = text("", wrap=True)
        self.means = text("", "small", tone="muted", wrap=True)
        self.recorded = text(_(NOT_BY_MISTAKE), "small", tone="muted", wrap=True)
        self.setLayout(
            stack(
                card(
                    _("How did the session end?"),
                    choices(_("How did the session end?"), *self.options.values()),
                    self.means,
                    self.recorded,
                    self.left,
                    gap="s",
                )
            )
        )
        self.choices.chosen.connect(self._on_chosen)

    def show_state(self, state: CloseState) -> None:
        """Show what was chosen, what that means, and the steps without a word."""
        self.setVisible(not state.is_signed)
        show_checked(self.choices, self.options.get(state.ending))
        self.options["to_be_continued"].setEnabled(bool(state.page.open_steps))
        self.options[DID_NOT_COME].setVisible(state.may_be_missed)
        self.options[BY_MISTAKE].setVisible(state.may_undo_start)
        self.recorded.setVisible(not state.ending and not state.may_undo_start)
        self.means.setText(ending_in_words(state))
        titles = facts_in_a_line(*state.page.open_steps)
        self.left.setText(_("Open: {steps}").format(steps=titles) if titles else _(NOTHING_LEFT))
        self.left.setVisible(bool(titles) or not state.ending)

    def start_focus(self) -> None:
        """Put the keyboard on the first ending."""
        self.options["finished"].setFocus()

    def _on_chosen(self, place: int) -> None:
        self.ended.emit(tuple(ENDINGS)[place])


class StillOpenView(StyledInPlace, QWidget):
    """What is still open and holds nothing up, each with the way there.

    Signals:
        measures_wanted: The person goes to the measures.
        ratings_wanted: The person goes to the ratings.

    """

    measures_wanted = Signal()
    ratings_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.safety = text(_(NO_SAFETY_CHECK), wrap=True)
        self.measures, self.ratings = text("", wrap=True), text("", wrap=True)
        self.to_measures = button(_("Go to the measures"), "quiet")
        self.to_ratings = button(_("Go to the ratings"), "quiet")
        self._lines = [
            _with_its_way(said, way)
            for said, way in ((self.measures, self.to_measures), (self.ratings, self.to_ratings))
        ]
        told = text(_("The note can be signed without it."), "small", tone="muted", wrap=True)
        lines = (told, self.safety, *self._lines)
        self.setLayout(stack(card(_("Still open in this session"), *lines, gap="xs")))
        self.to_measures.clicked.connect(self.measures_wanted)
        self.to_ratings.clicked.connect(self.ratings_wanted)

    def show_state(self, state: CloseState) -> None:
        """Show what is open; nothing where all is done, or the note is signed."""
        titles = state.open_measures
        self.measures.setText(counted(MEASURES_OPEN, len(titles), titles=", ".join(titles)))
        unrated = 0 if state.is_signed else state.unrated
        self.ratings.setText(counted(RATINGS_OPEN, unrated))
        for line, found in zip(self._lines, (bool(titles), bool(unrated)), strict=True):
            line.setVisible(found)
        self.safety.setVisible(state.lacks_safety_check)
        self.setVisible(bool(titles or unrated or state.lacks_safety_check))


def _with_its_way(said: QLabel, way: QWidget) -> QWidget:
    """Return a fact with its button beside it; in large text the words need the whole width."""
    if look().is_large:
        return hold(stack(said, row(way, STRETCH), gap="hair"))
    line = row(said, way, gap="s")
    line.setStretch(0, 1)
    return hold(line)


def _how_far(state: CloseState) -> str:
    page, minutes = state.page, state.minutes
    steps = counted(STEPS_DONE, page.steps, done=page.steps_done)
    if not minutes and page.appointment.is_written_down_later:  # no clock ran
        return steps
    if minutes > LONGEST_MEETING:
        return _("{steps}; the clock was left running, so enter how long the session was").format(
            steps=steps
        )
    return _("{minutes}, {steps}").format(minutes=counted(MINUTES, minutes), steps=steps)


def _told_beneath(state: CloseState) -> str:
    return facts_in_a_line(state.day, _how_far(state))


def _why(blocker: Blocker, alerts: int = 1) -> str:
    """Return what must be done before the note can be signed, in a sentence."""
    if blocker.kind == "alert":
        return counted(UNANSWERED, max(alerts, 1))
    if blocker.kind == "gate":
        words = _(LACKS[blocker.lack])
        return words.format(step=blocker.step, question=blocker.question, wanted=blocker.wanted)
    return _(BLOCKED[blocker.kind])


def _after(state: CloseState) -> QWidget:
    """Return what to see to after the session, as its plan says."""
    shown = card(
        pgettext("card", "Afterwards"), *(reading(each) for each in state.page.after), gap="xs"
    )
    if not state.page.after:
        shown.hide()
    return shown


class CloseView(PageView[CloseViewModel]):
    """Fidelity on the left, the note on the right, what blocks the signature under the note."""

    HELP = PageHelp(
        "The end of a session. Say how it ended, look through the note, which is mostly "
        "written already, and sign it. What must be done before you can sign stands below "
        "the note, and the way to it at the foot of the page.",
        RATING,
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: CloseViewModel) -> None:
        super().__init__("close", viewmodel)
        state = viewmodel.state
        self.fidelity = FidelityView(viewmodel)
        self.note = NoteView(viewmodel)
        self.ending = EndingView()
        self.still_open = StillOpenView()
        self.after = _after(state)
        self.second = button(pgettext("button", "Second rating"), "quiet")
        self.signed: SignedView | None = None
        self.rated: RatedView | None = None
        self.follows: NextView | None = None
        self.blocked: QWidget | None = None
        self._blockers: tuple[Blocker, ...] = ()
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        ends = (self.ending, self.still_open)
        # What the page begins with stands first also where one column stands under the other.
        first, second = (ends, ()) if look().is_large else ((), ends)
        for column, parts in (
            (self._left, (*first, self.fidelity, hold(row(self.second, STRETCH)), self.after)),
            (self._right, (*second, self.note)),
        ):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(look().space("m"))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        self.back = button(_("Back to the steps"), "quiet")
        self.draft = button(_("Save as draft"))
        self.kept = text("", "small", tone="muted")
        self.kept.hide()
        self.sign = MainButton(_("Sign the note"), is_final=True)
        self.plan = MainButton(_("Plan the next session"))
        self.plan.hide()
        self.why_not = text("", "small", tone="muted", wrap=True)
        self.mend = button("")
        self.mend.hide()
        self.alert: AlertLine | None = None
        self._alerts: tuple[tuple[Alert, str], ...] = ()
        self._alert_line = stack()
        self.body = scroll(
            stack(
                self._alert_line,
                TwoColumns(self._left, self._right),
                STRETCH,
                margins=("page", "l", "page", "l"),
            )
        )
        self._build(state)
        self._connect()
        viewmodel.begin()

    @property
    @override
    def most_urgent(self) -> str:
        """An alert that is open, before how the session went."""
        state = self._viewmodel.state
        if not state.alerts:
            return ""
        return counted(OPEN if state.is_signed else UNANSWERED, len(state.alerts))

    @property
    @override
    def what_lacks(self) -> QWidget | None:
        """Where what stands before the signature is done."""
        in_the_way = self._viewmodel.state.in_the_way
        kind = in_the_way[0].kind if in_the_way else ""
        if kind == "alert":
            return self.alert.answer if self.alert is not None else None
        places = {
            "running": self.ending.options["finished"],
            "attendance": self.note.attendance,
            "empty": self.note.summary,
        }
        return places.get(kind, self.mend)

    def show_state(self, state: CloseState) -> None:
        """Show how the session went, the note, and what stands before the signature."""
        self._show_alerts(state)
        self.fidelity.show_state(state)
        self.ending.show_state(state)
        self.still_open.show_state(state)
        self.second.setVisible(state.is_held)
        if state.is_signed:
            self._show_signed(state)
        else:
            self.note.show_state(state)
        self._show_blockers(state.in_the_way)
        words = _why(state.in_the_way[0], len(state.alerts)) if state.in_the_way else ""
        self.sign.setEnabled(not words)
        asked = " ".join(asks_words(each, state.note) for each in state.asks)
        self.why_not.setText(words or asked)
        self._show_way(state.in_the_way)
        self.sign.setAccessibleDescription(words or asked)

    def focus_first(self) -> None:
        """Put the keyboard on the note, or on how the session ended while nobody said.

        A signed one is read; what is looked for in it is in sight.
        """
        wanted, self._viewmodel.place = self._viewmodel.place, ""
        if self.signed is not None:
            self.signed.read.setFocus()
            if wanted in self.signed.places:
                bring_into_view(self.signed.places[wanted])
        elif self._viewmodel.state.ending:
            self.note.summary.setFocus()
        else:
            self.ending.start_focus()

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self._viewmodel.flush()
        mark_saved(self.note)

    def refresh(self) -> None:
        """Show what the record says now."""
        self._viewmodel.refresh()

    def _build(self, state: CloseState) -> None:
        words = _("Session {number} · Note") if state.is_signed else _("Session {number} · Close")
        title = words.format(number=state.number)
        self._head = page_head(title, _told_beneath(state), code=state.page.code)
        acts = (self.mend, self.draft, self.sign, self.plan)
        said = (self.kept, self.why_not)
        foot = (
            foot_bar(*said, self.back, STRETCH, *acts)
            if look().is_large
            else foot_bar(self.back, STRETCH, *said, *acts)
        )
        self.setLayout(whole_page(self._head, self.body, foot))

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        self.fidelity.moved.connect(self._on_fidelity_moved)
        self.ending.ended.connect(viewmodel.end_session)
        self.still_open.measures_wanted.connect(viewmodel.go_to_measures)
        self.still_open.ratings_wanted.connect(self._on_ratings_wanted)
        self.back.clicked.connect(viewmodel.go_back)
        self.second.clicked.connect(viewmodel.rate_again)
        self.mend.clicked.connect(viewmodel.mend)
        self.draft.clicked.connect(self._on_draft_clicked)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.plan.clicked.connect(viewmodel.plan_next)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_draft_clicked(self) -> None:
        self._viewmodel.keep_as_draft()
        saved_at = self._viewmodel.state.saved_at
        if saved_at is not None:
            words = _("Saved as a draft at {time}")
            self.kept.setText(words.format(time=clock_time(saved_at.astimezone())))
            self.kept.show()

    def _show_signed(self, state: CloseState) -> None:
        self._show_next(state)
        if self._head.beneath is not None:
            self._head.beneath.setText(_told_beneath(state))
        for column, before in ((self._left, self.rated), (self._right, self.signed)):
            if before is not None:
                column.removeWidget(before)
                before.hide()
                before.deleteLater()
        if self.signed is None and self.isVisible():
            self._focus_signed()  # else the keyboard goes to the end of the page, and the page too
            self.body.verticalScrollBar().setValue(0)
        self.rated = RatedView(self._viewmodel, state)
        self._left.insertWidget(0, self.rated)
        read_in_order(self._left)
        self.signed = SignedView(self._viewmodel, state)
        self._right.insertWidget(1, self.signed)
        read_in_order(self._right)
        self.fidelity.hide()
        self.note.hide()
        self.draft.hide()
        self.kept.hide()
        self.sign.hide()
        self.back.setText(_("Back to the client"))
        self.back.setAccessibleName(_("Back to the client"))

    def _focus_signed(self) -> None:
        (self.back if self.plan.isHidden() else self.plan).setFocus()

    def _show_next(self, state: CloseState) -> None:
        """Say what comes next, and lead to planning it; one main act stands in the foot."""
        if self.follows is not None:
            self._right.removeWidget(self.follows)
            self.follows.hide()
            self.follows.deleteLater()
        self.follows = NextView(state)
        self.follows.left.connect(self._viewmodel.leave_requested)
        self._right.insertWidget(0, self.follows)
        self.plan.setVisible(state.follows.can_plan)

    def _show_alerts(self, state: CloseState) -> None:
        """Say in one quiet line that alerts are open, and lead to the most pressing."""
        if state.alerts == self._alerts:
            return
        self._alerts = state.alerts
        empty(self._alert_line)
        self.alert = None
        if state.alerts:
            words = counted(OPEN if state.is_signed else UNANSWERED, len(state.alerts))
            alerts, facts = zip(*state.alerts, strict=True)
            self.alert = AlertLine(alerts, facts[0], words=words)
            self.alert.answer.chosen.connect(self._viewmodel.answer_alert)
            self._alert_line.addWidget(self.alert)
            read_in_order(self._alert_line)

    def _show_blockers(self, blockers: tuple[Blocker, ...]) -> None:
        if blockers == self._blockers:
            return
        self._blockers = blockers
        if self.blocked is not None:
            self._right.removeWidget(self.blocked)
            self.blocked.hide()
            self.blocked.deleteLater()
            self.blocked = None
        if blockers and blockers[0].kind != "alert":  # the line over the note says that
            self.blocked = self._make_blocked(blockers[0])
            self._right.insertWidget(self._right.count() - 1, self.blocked)
            read_in_order(self._right)

    def _make_blocked(self, blocker: Blocker) -> QWidget:
        title = _("One thing before you sign")
        words = "\n".join(each for each in (_why(blocker), blocker.words) if each)
        return banner("info", title, words)

    def _show_way(self, blockers: tuple[Blocker, ...]) -> None:
        """Show the way to what is lacking, in the foot, where it is always in sight."""
        words = _(MENDED[blockers[0].kind]) if blockers and blockers[0].kind in MENDED else ""
        self.mend.setText(words)
        self.mend.setAccessibleName(words)
        self.mend.setVisible(bool(words))

    def _on_ratings_wanted(self) -> None:
        self.fidelity.start_focus()
        self._on_fidelity_moved()

    def _on_sign_clicked(self) -> None:
        asked = self._viewmodel.state.asks
        self._viewmodel.sign()
        asks = self._viewmodel.state.asks
        if len(asks) > len(asked):
            self.note.focus_on(next(each for each in asks if each not in asked))

    def _on_fidelity_moved(self) -> None:
        """Show the item with the keyboard; what it opened now has its place a round later."""
        self._show_keyboard()
        QTimer.singleShot(0, self, self._show_keyboard)

    def _show_keyboard(self) -> None:
        here = self.focusWidget()
        if here is not None:
            self.body.ensureWidgetVisible(here, 0, self.body.height() // 4)
