"""The form screen: a head, the questions on one sheet, and a foot that says how far it is."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from exports.paper.forms.order import What
from session_forms.filling.filling import FormState
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NN_, NP_, _, counted, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.commands import Destination
from therapist_app.form_widgets.alert_banner import AlertLine, open_alerts_in_words
from therapist_app.form_widgets.beside import BESIDE_KEY, HAND_OVER_KEY, TO_BESIDE, beside_button
from therapist_app.form_widgets.panel.following import Following
from therapist_app.form_widgets.panel.panel import FormPanel, page_toggle
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.form_widgets.reading import CORRECT, AnswersInWords, CorrectionsView, CorrectView
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.record.model import Alert
from therapist_app.screens.form.score_view import ScoreView
from therapist_app.screens.form.viewmodel import FormHead, FormViewModel
from therapist_app.theme.look import look
from therapist_app.theme.tokens import tokens
from therapist_app.widgets.controls.buttons import ENTER, is_main_key, main_act_of
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.page_scroll import PageScroll
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.layout.pinned import Pinned
from therapist_app.widgets.page_help import ANSWERING, PAGING, PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    MainButton,
    Part,
    banner,
    box,
    button,
    empty,
    foot_bar,
    hold,
    keep_aside,
    lay_in,
    page_head,
    progress_bar,
    read_in_order,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.repolish import set_state
from therapist_app.workflows.measures.score_moment import ScoreMoment

CHIP_HEIGHT = 24
CHIP_SIGN = 15
QUESTIONS = NN_("one question", "{count} questions")
MINUTES = NN_("about one minute", "about {count} minutes")
PERCENT = 100
STOPPED = N_("The client stopped before the end")
STOPPED_MORE = N_(
    "It stays begun and due. Hand it over again or go on together, now or later; or finish it as "
    "it stands: a question without an answer is then left out."
)


class SavedChip(QFrame):
    """When the form was last kept; never a pop-up, never in the way."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__()
        self.words = text(_("not saved yet"), "small", tone="muted")
        self._sign = symbol("check", "text-muted", side=look().scaled(CHIP_SIGN))
        self._sign.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(look().space("s"), 1, look().space("s"), 1)
        line.setSpacing(look().space("xs"))
        line.addWidget(self._sign)
        line.addWidget(self.words)
        self.setProperty("kind", "chip")
        self.setProperty("tone", "quiet")
        self.setFixedHeight(look().scaled(CHIP_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=tokens().motion["saved_note"])
        self._timer.timeout.connect(self._mute)
        if at is not None:
            self._write(at)

    def show_time(self, at: datetime) -> None:
        """Say that the form was kept just now."""
        self._write(at)
        set_state(self.words, "tone", value="")
        self._timer.start()

    def _write(self, at: datetime) -> None:
        self._sign.show()
        self.words.setText(_("saved {time}").format(time=at.astimezone().strftime("%H:%M")))

    def _mute(self) -> None:
        set_state(self.words, "tone", value="muted")


HANDING_OVER = ((NP_("keys", "F7"), N_("Hand the laptop to the client")),)
SHOWING = ((NP_("keys", "F7"), N_("Show the score to the client")),)


class FormView(PageView[FormViewModel]):
    """One form, top to bottom; Finish is always possible."""

    HELP = PageHelp(
        "One form, to fill in or to read. You may leave questions open and finish "
        "anyway; what you answer is saved at once. A finished form can be read, and "
        "corrected with a reason.",
        read_on="docs/measures.md",
    )

    def __init__(self, viewmodel: FormViewModel, *, ask: PaperAsk | None = None) -> None:
        super().__init__("form", viewmodel)
        self._ask = ask
        self._following = Following(self)
        head = viewmodel.head
        self.panel = None if head.read_only else FormPanel(viewmodel.filling, mode=self._mode())
        self.one_by_one = page_toggle(self.panel)
        self.print = button(pgettext("button", "Print"), "quiet", "print")
        self.paper: PaperCard | None = None
        keys = "" if look().is_large else f"  {HAND_OVER_KEY}"
        words = pgettext("button", "Hand over")
        self.hand_over = button(words + keys, "secondary", "handover")
        self.hand_over.setAccessibleName(words)
        self.beside = beside_button()
        self.saved = SavedChip(head.saved_at)
        self.finish = MainButton(pgettext("button", "Finish"), shows_key=False)
        self.keys = text(_("Ctrl+Enter: finish"), "small", tone="muted")
        self.back = button(pgettext("button", "Back"), "secondary")
        self.correct = button(_("Correct, with a reason"), "quiet", CORRECT)
        self.correct.setObjectName("correct")
        self.asking: CorrectView | None = None
        self.moment = viewmodel.moment if head.read_only else None
        self._goes_on = self.moment is not None or viewmodel.is_followed
        words = _go_on_words(viewmodel) if self._goes_on else ""
        self.go_on = MainButton(words)
        self.go_on.setObjectName("go_on")
        self.go_on.clicked.connect(viewmodel.go_on)
        shows = _("Show to the client") if look().is_large else _("Show to the client  F7")
        self.show_client = button(shows, "secondary")
        self.show_client.setAccessibleName(_("Show to the client"))
        self.show_client.setObjectName("show_client")
        self.show_client.clicked.connect(viewmodel.show_client)
        words = (
            pgettext("button", "Skip this one") if look().is_large else _("Skip this question  S")
        )
        self.leave_out = button(words, "quiet", "skip")
        self.leave_out.setAccessibleName(_("Skip this question"))
        self.progress = progress_bar(name=pgettext("progress", "Progress"), aside=True)
        self.count = text("", "small")
        self.area = PageScroll()
        self.paper_line = QVBoxLayout()
        self.notice_line = QVBoxLayout()
        self._said_stands: bool | None = None
        self._lay_out(head)
        self.print.clicked.connect(self._on_print_clicked)
        to_paper = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        to_paper.activated.connect(self.print.click)
        self.back.clicked.connect(self._go_back)
        self.correct.clicked.connect(self._on_correct_clicked)
        self._said_stopped = viewmodel.was_stopped
        if self._said_stopped:
            self._show_stopped()
        if self.panel is not None:
            self._listen(self.panel)

    @Slot(FormState)
    def show_state(self, state: FormState) -> None:
        """Show how far the form is."""
        answered, shown = state.answered_count, state.shown_count
        self.count.setText(
            _("{answered} of {shown} answered").format(answered=answered, shown=shown)
        )
        self.progress.setValue(round(PERCENT * answered / max(1, shown)))
        stands = self._viewmodel.alert_stands
        if stands is not None and stands != self._said_stands:
            self.show_alerts(self._viewmodel.alerts)

    @Slot(datetime)
    def show_saved(self, at: datetime) -> None:
        """Say when the draft was kept."""
        self.saved.show_time(at)

    @Slot(tuple)
    def show_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Say in one line beside the question in hand that an alert opened, and lead to it."""
        words, said = "", alerts[0].states
        self._said_stands = self._viewmodel.alert_stands
        if self._viewmodel.alert_is_from_elsewhere:
            words = _("This belongs to the open alert")
        if not self._said_stands:
            words = ngettext(
                "An alert stays open: the answer was changed since",
                "{count} alerts stay open: the answer to the first was changed since",
                len(alerts),
            ).format(count=len(alerts))
            said = _(
                "The answer was changed since. The alert stays open: write there what happened."
            )
        shown = AlertLine(alerts, said, words=words)
        shown.answer.clicked.connect(self._viewmodel.answer_alert)
        self.alert.show_notice(shown)

    @Slot()
    def show_finished(self) -> None:
        """Go back; but where there is a copy for the client, offer that first."""
        if not self._viewmodel.head.correcting and self._viewmodel.moment is not None:
            self._viewmodel.show_score()  # which says that it is kept
            return
        announce(self, _("Saved: {form}").format(form=self._viewmodel.head.title))
        if not any(each.what == "copy" for each in self._viewmodel.offers):
            self._viewmodel.go_back()
            return
        self._turn_to_reading()
        self.copy = button(_("Copy for the client"), "secondary", "print")
        self.go_back = button(pgettext("button", "Back"))
        self.copy.clicked.connect(partial(self.show_paper, "copy"))
        self.go_back.clicked.connect(self._viewmodel.go_back)
        detail = _("The client may want a copy to take along.")
        tone, title = _how_finished(self._viewmodel.state)
        self._show_notice(banner(tone, title, detail, self.copy, self.go_back))
        self._show_top()
        self.copy.setFocus()

    def _show_stopped(self) -> None:
        """Say that the client stopped in it, and let the therapist choose what becomes of it."""
        self.as_it_stands = button(_("Finish as it stands"), "secondary")
        self.as_it_stands.setObjectName("finish_as_it_stands")
        self.later = button(_("Go on later"), "secondary")
        self.as_it_stands.clicked.connect(self._on_as_it_stands_clicked)
        self.later.clicked.connect(self._go_back)
        self.stopped = banner("info", _(STOPPED), _(STOPPED_MORE), self.later, self.as_it_stands)
        self._show_notice(self.stopped)

    def put_on_paper(self) -> None:
        """Offer the form on paper, as its button does, where there is one."""
        if not self.print.isHidden():
            self.print.click()

    def show_paper(self, what: What) -> None:
        """Offer the form on paper at the top of the sheet."""
        self.close_paper()
        offers = self._viewmodel.offers
        self.paper = PaperCard(self._viewmodel.copies, offers, what, ask=self._ask)
        self.paper.closed.connect(self.close_paper)
        self.paper_line.addWidget(self.paper)
        read_in_order(self.paper_line)
        self._show_top()
        self.paper.focus_first()

    @Slot()
    def close_paper(self) -> None:
        """Take the offer away again."""
        if self.paper is not None:
            self.print.setFocus()
            self.paper_line.removeWidget(self.paper)
            self.paper.hide()
            self.paper.deleteLater()
            self.paper = None

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of a form, with how it is answered, or what can be done with its score."""
        if self.panel is not None:
            own = TO_BESIDE if self._viewmodel.may_sit_beside else ()
            if self._viewmodel.head.can_hand_over:
                own = HANDING_OVER + own
            return self.HELP.with_keys(own + ANSWERING + PAGING)
        has_score = self.moment is not None and bool(self.moment.value)
        return self.HELP.with_keys(SHOWING) if has_score else self.HELP

    @property
    @override
    def most_urgent(self) -> str:
        """What came of a measure that was kept, or that an alert opened in the form."""
        moment = self.moment
        if moment is None:
            alerts = self._viewmodel.alerts
            if self._said_stopped and not alerts:
                return _(STOPPED)
            return open_alerts_in_words(alerts) if alerts else self._stands_in_words
        score = _("Score {value}: {band}").format(value=moment.value, band=moment.band)
        result = score if moment.value else _at_the_head(moment.band)
        said = [pgettext("state of a form", "Saved."), result]
        if moment.alert:
            said.insert(1, _("An alert is open."))
        return " ".join(said)

    @property
    def _stands_in_words(self) -> str:
        """Whether it is finished, or a correction of what is."""
        if self.panel is None:
            return pgettext("state of a form", "Finished.")
        is_correction = bool(self._viewmodel.head.correcting)
        return pgettext("state of a form", "A correction.") if is_correction else ""

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first without an answer.

        Where the answers are only read, it is on them, and the one looked for is in sight.

        Where the client stopped, that is chosen about first: no key answers for them unmeant.
        """
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        if self._said_stopped and not wanted and self.panel is not None:
            self.later.setFocus()
            self._following.follow(self.stopped)
        elif self.panel is not None:
            if not (wanted and self.panel.come_back_to(wanted)):
                self.panel.focus_first(also_answered=bool(self._viewmodel.head.correcting))
        elif self._viewmodel.awaited:
            self.correct.setFocus()
        elif self._goes_on:
            self.go_on.setFocus()
        else:
            (*self.findChildren(AnswersInWords), self.back)[0].setFocus()
        if self.panel is None and wanted:
            self._show_answer(wanted)

    def _show_answer(self, question_id: str) -> None:
        place = self._viewmodel.place_of(question_id)
        read = self.findChild(AnswersInWords)
        if place is not None and read is not None:
            bring_into_view(read.answers[place])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Ctrl+Enter from what is finished, where nothing else is to be done.

        So does Enter on its answers, where the keyboard begins.
        """
        is_over = self.panel is None and self.asking is None
        goes = is_main_key(event) or (
            event.key() in ENTER and isinstance(self.focusWidget(), AnswersInWords)
        )
        if is_over and goes and main_act_of(self) is None:
            if not event.isAutoRepeat():
                self._go_back()
            return
        super().keyPressEvent(event)

    @property
    def comes_back_to(self) -> Destination:
        """The form, at the question where the keyboard was last."""
        return self._viewmodel.own_page(self._place)

    def flush(self) -> None:
        """Save what was not saved yet."""
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.filling.flush()

    @property
    def _place(self) -> str:
        """The question where the keyboard is, or where it is wanted once it is shown."""
        here = self.panel.place if self.panel is not None else ""
        return here or self._viewmodel.question_id

    def _show_top(self) -> None:
        if self.panel is not None:
            self.panel.stay()
        self.area.verticalScrollBar().setValue(0)

    def _show_notice(self, notice: QWidget) -> None:
        empty(self.notice_line)
        self.notice_line.addWidget(notice)
        read_in_order(self.notice_line)

    def _lay_out(self, head: FormHead) -> None:
        offered = (
            (self.one_by_one, True),
            (self.print, bool(head.offers)),
            (self.beside, self._viewmodel.may_sit_beside),
            (self.hand_over, head.can_hand_over),
        )
        actions = [action for action, is_offered in offered if action and is_offered]
        above: list[Part] = [Flow(*actions, STRETCH)] if look().is_large else []
        page = page_head(
            head.title,
            _size_words(head),
            code=head.code,
            chips=() if self._viewmodel.state.time_frame else (self.saved,),
            actions=() if look().is_large else actions,
        )
        self.alert = Pinned(
            self.area,
            margins=("page", "s", "page", 0),
            keeps=lambda: self.panel.current if self.panel is not None else None,
        )
        self.setLayout(whole_page(page, self.alert, self._make_foot()))
        lay_in(self.area, self._make_body(above))  # last: what moves with a parent costs
        foot = (
            self.correct,
            self.show_client,
            self.go_on,
            self.finish,
            self.keys,
            self.leave_out,
            self.progress,
            self.count,
        )
        keep_aside(self, self.print, self.beside, self.hand_over, self.saved, *foot)

    def _make_body(self, above: list[Part]) -> QVBoxLayout:
        self.corrections = CorrectionsView(self._viewmodel.corrections)
        if self.moment is not None:
            return self._make_score(self.moment, above)
        heading = self._make_heading(self._viewmodel.state.time_frame)
        paper = self._viewmodel.head.paper
        facts: list[Part] = [text(paper, "strong", wrap=True)] if paper else []
        correcting = self._viewmodel.head.correcting
        if correcting:
            why = _("A correction, because: {reason}").format(reason=correcting)
            facts.append(text(why, "strong", wrap=True))
        if self._viewmodel.head.newest_aside is not None:
            newest = _("The newest one, of {day}, cannot be shown: no installed form fits it.")
            day = written_day(self._viewmodel.head.newest_aside)
            facts.append(text(newest.format(day=day), "strong", wrap=True))
        self.questions = QVBoxLayout()
        self.questions.addWidget(self.panel or AnswersInWords(self._viewmodel.words))
        inside = stack(
            *heading,
            *facts,
            self.paper_line,
            self.notice_line,
            self.questions,
            self.corrections,
            gap="s",
            margins=("l", "m", "l", "m"),
        )
        sheet = box("card", inside, is_long=True)
        sheet.setMaximumWidth(look().size("form_width"))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(sheet, 1000)
        middle.addStretch(1)
        margins = ("page", "m", "page", "m")
        return stack(*above, middle, STRETCH, margins=margins)

    def _make_score(self, moment: ScoreMoment, above: list[Part]) -> QVBoxLayout:
        """Return the parts of the page of a measure that was answered."""
        given = [(each.title, each.words) for each in self._viewmodel.given_with_it]
        score = ScoreView(moment, given)
        score.alert_chosen.connect(self._viewmodel.open_alert)
        if score.alert_line is not None:
            self.alert.show_notice(score.alert_line)
        paper = self._viewmodel.head.paper
        facts: list[Part] = [text(paper, "strong", wrap=True)] if paper else []
        return stack(
            *above,
            *facts,
            self.paper_line,
            self.notice_line,
            score,
            self.corrections,
            STRETCH,
            gap="s",
            margins=("page", "m", "page", "m"),
        )

    def _make_heading(self, time_frame: str) -> list[Part]:
        """Return what the questions are about, with the saved chip; else that is in the head."""
        if not time_frame:
            return []
        words = text(time_frame, "lead", wrap=True, told="words")
        heading = row(words, self.saved)
        heading.setStretch(0, 1)
        return [heading, rule()]

    def _make_foot(self) -> QFrame:
        if self.panel is None:
            self.saved.hide()
            if self.moment is not None:
                return self._make_foot_of_score(self.moment)
            on: list[Part] = [self.go_on] if self._goes_on else []
            if self._viewmodel.head.may_correct:
                said = _("Finished: the answers stay as they are.")
                if awaited := self._viewmodel.awaited:
                    said = _("The course waits for another answer. {what}").format(what=awaited)
                words = text(said, "small", wrap=True)
                return foot_bar(words, STRETCH, self.correct, self.back, *on)
            words = text(_("It can be read, not changed."), "small", wrap=True)
            return foot_bar(words, STRETCH, self.back, *on)
        hints: list[Part] = [] if look().is_large else [self.keys]
        how_far = (
            stack(self.count, self.progress, gap="hair")
            if look().is_large
            else row(self.progress, self.count, gap="m")
        )
        return foot_bar(self.back, hold(how_far), STRETCH, self.leave_out, *hints, self.finish)

    def _make_foot_of_score(self, moment: ScoreMoment) -> QFrame:
        shown: list[Part] = [self.show_client] if moment.value else []
        if moment.value:
            shortcut = QShortcut(QKeySequence("F7"), self)
            shortcut.activated.connect(self._viewmodel.show_client)
        if self._viewmodel.head.may_correct:
            return foot_bar(self.back, STRETCH, self.correct, *shown, self.go_on)
        return foot_bar(self.back, STRETCH, *shown, self.go_on)

    def _turn_to_reading(self) -> None:
        """Put words in the place of the fields: what is finished is only read."""
        self.panel = None
        empty(self.questions)
        self.questions.addWidget(AnswersInWords(self._viewmodel.words))
        read_in_order(self.questions)
        for each in (
            self.finish,
            self.keys,
            self.leave_out,
            self.beside,
            self.hand_over,
            self.one_by_one,
        ):
            if each is not None:
                each.hide()

    def _on_correct_clicked(self) -> None:
        if self.asking is None:
            self.asking = CorrectView()
            self.asking.begun.connect(self._viewmodel.correct)
            self.asking.closed.connect(self._on_correct_closed)
            self._show_notice(self.asking)
            self._show_top()
        self.asking.reason.setFocus()

    @Slot()
    def _on_correct_closed(self) -> None:
        self.asking = None
        empty(self.notice_line)
        self.correct.setFocus()

    def _listen(self, panel: FormPanel) -> None:
        viewmodel = self._viewmodel
        self.finish.clicked.connect(self._on_finish_clicked)
        self.hand_over.clicked.connect(viewmodel.hand_over)
        to_client = QShortcut(QKeySequence(HAND_OVER_KEY), self.hand_over)  # with it, it goes
        to_client.activated.connect(self.hand_over.click)
        self.beside.clicked.connect(self._on_beside_clicked)
        to_beside = QShortcut(QKeySequence(BESIDE_KEY), self)
        to_beside.activated.connect(self._on_beside_clicked)
        self.leave_out.clicked.connect(panel.leave_out_current)
        viewmodel.filling.state_changed.connect(self.show_state)
        viewmodel.filling.saved.connect(self.show_saved)
        viewmodel.alerts_opened.connect(self.show_alerts)
        viewmodel.filling.finished.connect(self.show_finished)
        self.show_state(viewmodel.state)

    def _mode(self) -> FillMode:
        return FillMode(one_by_one=look().one_by_one)

    @override
    def turn_back(self) -> bool:
        """Keep what is written and go back."""
        self._go_back()
        return True

    @Slot()
    def _go_back(self) -> None:
        self.flush()
        self._viewmodel.go_back()

    def _on_finish_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.filling.finish()

    def _on_as_it_stands_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.finish_as_it_stands()

    def _on_beside_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
            self._viewmodel.sit_beside(self.panel.place)

    def _on_print_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self.show_paper(self._viewmodel.first_on_paper)


def _go_on_words(viewmodel: FormViewModel) -> str:
    title = viewmodel.next_title
    if title and viewmodel.is_followed:  # it is answered already
        return _("Look at {measure}").format(measure=title)
    if title and viewmodel.is_next_begun:  # the client stopped in it, which is heard here first
        return _("Next: {measure}, begun").format(measure=title)
    return _("Next: {measure}").format(measure=title) if title else pgettext("button", "Continue")


def _how_finished(state: FormState) -> tuple[str, str]:
    """Return the tone and the words for a form that is kept, whether or not all is answered."""
    answered, shown = state.answered_count, state.shown_count
    if answered >= shown:
        return "good", pgettext("message", "Finished")
    words = pgettext("message", "Saved, with {answered} of {shown} answered")
    return "info", words.format(answered=answered, shown=shown)


def _size_words(head: FormHead) -> str:
    parts = []
    if head.questions is not None:
        parts.append(counted(QUESTIONS, head.questions))
    if head.minutes is not None:
        parts.append(counted(MINUTES, head.minutes))
    return _at_the_head(", ".join(parts))


def _at_the_head(words: str) -> str:
    return words[:1].upper() + words[1:]
