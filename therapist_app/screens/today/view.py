"""The first screen: what needs me now, who comes today, what is unfinished."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QVBoxLayout
from typing_extensions import override

from session_forms.words.day_words import clock_time, day_in_words
from session_forms.words.list_words import facts_in_a_line, listed
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app import commands
from therapist_app.accessibility.roles import tell_open
from therapist_app.form_widgets.alert_banner import open_alerts_in_words
from therapist_app.form_widgets.needs_card import NeedsCard
from therapist_app.screens.today.banners_view import (
    BackupBanner,
    ContentBanner,
    FiguresBanner,
    SheetBanner,
    backup_words,
)
from therapist_app.screens.today.lines_view import (
    UNANSWERED_SHOWN,
    AppointmentLine,
    OtherCaseloadLines,
    PromiseLine,
    TaskLine,
    WaitingLine,
    alert_line,
)
from therapist_app.screens.today.viewmodel import TodayState, TodayViewModel
from therapist_app.screens.today.warning_words import FIRST_OF_ALL, WARNINGS
from therapist_app.widgets.controls.buttons import is_main_key, lead_to
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LeavingButton,
    Part,
    TwoColumns,
    banner,
    button,
    card,
    empty_state,
    hold,
    keep_aside,
    page_head,
    row,
    rule,
    ruled,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.content.signing_off import standing_words
from therapist_app.workflows.overviews.seeing_calendar import OFFERED_FOR
from therapist_app.workflows.overviews.seeing_today import (
    TodayAppointment,
    TodayPageData,
    Unfinished,
)
from therapist_app.workflows.safekeeping.backup_words import ahead_in_words, when
from therapist_app.workflows.safekeeping.safekeeping import BACKUP_ELSEWHERE, BACKUP_FAILED

UNSEEN_WEEKS = OFFERED_FOR // timedelta(weeks=1)
SHARES = (5, 3)
TASKS_SHOWN = 6
DUE_SHOWN = 3
WAITING_SHOWN = 5
LOOKS_MS = 500
"""How often it is asked whether the backup of today is done, while it is being made."""
STATUS = {"draft": N_("draft, for training"), "approved": NP_("programme state", "approved")}


class TodayView(PageView[TodayViewModel]):
    """The day at a glance; an alert stands over everything else."""

    HELP = PageHelp(
        "Today shows what needs you: open alerts first, then promises that are due, "
        "today's sessions, earlier appointments of which nobody has said what became, and "
        "work that is not finished. Each line has a button that takes you straight there.",
        (
            (
                NP_("keys", "Ctrl+Enter"),
                N_("Continue the session that runs, or go to the one that is next"),
            ),
            (NP_("keys", "Up, Down"), N_("Choose one of today's sessions")),
            (NP_("keys", "O"), N_("Open its client's page")),
            (NP_("keys", "D"), N_("Say that its client did not come")),
            (NP_("keys", "C"), N_("Say that it was cancelled")),
            (NP_("keys", "M"), N_("Move it in the calendar")),
            (NP_("keys", "Ctrl+P"), N_("Print these days, or the sheet for this day")),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: TodayViewModel) -> None:
        super().__init__("today", viewmodel)
        state = viewmodel.state
        page = state.page
        self._make_ways(page)
        self._make_lines(viewmodel, state)
        self.message = MessagePlace()
        self.content = ContentBanner(page.standing, page.packs)
        self.backup = BackupBanner(state.backup, viewmodel.now)
        self._looks = QTimer(self, interval=LOOKS_MS)
        self._looks.timeout.connect(self._on_looked)
        if state.backup is not None and state.backup.is_being_made:
            self._looks.start()
        title = _("Your service still needs")
        self.needs = NeedsCard(state.needs, title)
        self.figures = FiguresBanner(state.waiting)
        self.sheets = SheetBanner(
            state.sheet_uses,
            state.told_sheets,
            state.loud,
            state.given,
            tells_continuity=state.tells_continuity,
        )
        self.sheets.seen.connect(viewmodel.note_told)
        self._compose(state)
        self._listen()
        viewmodel.begin()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to where the day is printed; go on with what runs, or lead to what is next."""
        following = self._following()
        if event.matches(QKeySequence.StandardKey.Print):
            self._viewmodel.put_on_paper()
        elif is_main_key(event) and following is not None:
            if following.line.state == "planned":  # that key, meant for elsewhere, begins nothing
                lead_to(following.move_on)
            else:
                following.move_on.click()
        else:
            super().keyPressEvent(event)

    def _following(self) -> AppointmentLine | None:
        """Return the appointment that runs, or is next to start; nothing where it may not be."""
        following = self._viewmodel.state.next_id
        lines = (each for each in self.appointments if each.line.appointment_id == following)
        return next((each for each in lines if each.move_on.property("rank") == "primary"), None)

    def _make_ways(self, page: TodayPageData) -> None:
        """Make what leads to other pages."""
        words = pgettext("button", "Search  Ctrl+K")
        self.find_client = LeavingButton(words, commands.Search(), "secondary", "search")
        self.first_contact = LeavingButton(
            pgettext("button", "Record first contact"), commands.FirstContact(), "secondary", "plus"
        )
        self.supervision = LeavingButton(
            pgettext("button", "Supervision pack"), commands.SupervisionPack(), "quiet", "print"
        )
        due = _("Records past the time they are kept: {count}")
        self.retention = LeavingButton(
            due.format(count=page.kept_long_enough), commands.Retention(), "quiet", "clock"
        )
        self.oversight = LeavingButton(
            pgettext("button", "Oversight"), commands.Oversight(), "quiet", "review"
        )
        self.to_backups = LeavingButton(pgettext("button", "Open backups"), commands.Safekeeping())
        self.plan_session = LeavingButton(_("Plan a session"), commands.Clients(), "quiet", "plus")
        self.plan_next = LeavingButton(_("Open the calendar"), commands.Calendar(), "quiet")
        self.find_unseen = LeavingButton(_("Open the list of clients"), commands.Clients(), "quiet")
        self.training = LeavingButton(
            pgettext("button", "Training"), commands.Training(), "secondary", "work"
        )

    def _make_lines(self, viewmodel: TodayViewModel, state: TodayState) -> None:
        """Make the lines of what asks for somebody, and what shows the rest of each list."""
        page = state.page
        whose = Counter(each.client_id for each in page.alerts)
        self.alerts = [
            alert_line(
                each,
                page.codes[each.client_id],
                viewmodel.now,
                is_one_of_several=whose[each.client_id] > 1,
            )
            for each in page.alerts
        ]
        self.promises = [PromiseLine(each) for each in page.promises]
        self.due = [each for each in self.promises if each.line.is_due]
        beyond = len(self.due) - DUE_SHOWN
        words = ngettext("{count} more promise is due", "{count} more promises are due", beyond)
        self.show_due = button(words.format(count=beyond), "quiet")
        self.waiting = [WaitingLine(each) for each in page.waiting[:WAITING_SHOWN]]
        beyond = len(page.waiting) - len(self.waiting)
        words = ngettext("{count} more is waiting", "{count} more are waiting", beyond)
        waiting_list = commands.Clients("waiting")
        self.all_waiting = LeavingButton(words.format(count=beyond), waiting_list, "quiet")
        self.others = [OtherCaseloadLines(each) for each in page.others]
        self.appointments = [
            AppointmentLine(each, viewmodel, is_next=each.appointment_id == state.next_id)
            for each in page.appointments
        ]
        self.unanswered = self._asking_lines(page.unanswered[:UNANSWERED_SHOWN])
        self._asking_list: QVBoxLayout | None = None
        beyond = len(page.unanswered) - UNANSWERED_SHOWN
        words = ngettext("Show {count} older one", "Show {count} older ones", beyond)
        self.show_older = button(words.format(count=beyond), "quiet")
        self.tasks = self._task_lines(page.to_finish[:TASKS_SHOWN])
        count = len(page.to_finish)
        words = ngettext("Show {count} task", "Show all {count} tasks", count)
        self.show_all = button(words.format(count=count), "quiet")
        tell_open(self.show_all, is_open=False)
        self._task_list = stack(*ruled(self.tasks), gap="xs")

    def focus_first(self) -> None:
        """Put the keyboard back where it was, else on what is most urgent, or on the search.

        Where so much stands over the day that the most urgent is further down than one sees, it
        is the search: the page would else open below what it has to tell first.
        """
        wanted, self._viewmodel.appointment_id = self._viewmodel.appointment_id, ""
        lines = (*self.appointments, *self.unanswered)
        left = [each.move_on for each in lines if each.line.appointment_id == wanted]
        (left[0] if left else self._first()).setFocus()
        if not left and self.body.verticalScrollBar().value():
            self.find_client.setFocus()
            self.body.verticalScrollBar().setValue(0)

    @property
    @override
    def most_urgent(self) -> str:
        """What is open by its level, what is due; else how the day looks."""
        page = self._viewmodel.state.page
        said = [open_alerts_in_words(page.alerts)] if page.alerts else []
        if self.due:
            words = ngettext("{count} promise is due.", "{count} promises are due.", len(self.due))
            said.append(words.format(count=len(self.due)))
        return " ".join((*said, _beneath(self._viewmodel.state, self._viewmodel.now)))

    def show_state(self, state: TodayState) -> None:
        """Show why a session did not start; the day itself was shown when it was built."""
        if state.problem is None:
            self.message.clear()
        else:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)

    @override
    def turn_back(self) -> bool:
        """Ask nothing any more."""
        return any(each.ask_no_more() for each in (*self.appointments, *self.unanswered))

    @Slot(int)
    def _on_line_stepped(self, steps: int) -> None:
        lines = (*self.appointments, *self.unanswered)
        places = [each.move_on for each in lines]
        at = next((at for at, each in enumerate(places) if each.hasFocus()), 0) + steps
        if 0 <= at < len(places):
            places[at].setFocus()

    @Slot()
    def _on_looked(self) -> None:
        """Say what came of the backup once it is done."""
        if not self._viewmodel.is_backup_under_way:
            self._looks.stop()
            self.backup.show_standing(self._viewmodel.backups_now(), self._viewmodel.now)

    def _first(self) -> QPushButton:
        if self.alerts:
            return self.alerts[0].answer
        if self.promises and self.promises[0].line.is_due:
            return self.promises[0].open
        following = [
            each
            for each in self.appointments
            if each.line.appointment_id == self._viewmodel.state.next_id
        ]
        if following:
            return following[0].move_on
        waits = (*(each.move_on for each in self.unanswered), *(each.open for each in self.tasks))
        needed = (each.open for each in self.needs.lines)
        return next((each for each in (*waits, *needed) if each.isEnabled()), self.find_client)

    def _compose(self, state: TodayState) -> None:
        left, right = self._of_the_day(state), self._of_the_service(state)
        body = stack(
            self.message,
            *self._first_of_all(state),
            self.sheets,
            self.figures,
            self.backup,
            self.content,
            TwoColumns(left, right, shares=SHARES),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        day = day_in_words(state.page.day)
        head = page_head(
            day,
            _beneath(state, self._viewmodel.now),
            actions=(self.first_contact, self.find_client),
            place=pgettext("command", "Today"),
        )
        self.body = self.message.page_of(body)
        self.setLayout(whole_page(head, self.body))
        keep_aside(
            self,
            self.show_all,
            self.show_older,
            self.training,
            self.to_backups,
            self.plan_session,
            self.plan_next,
            self.find_unseen,
            self.all_waiting,
        )

    def _of_the_day(self, state: TodayState) -> QVBoxLayout:
        """Return what the day is about: what waits for an answer, its sessions, its week."""
        due = self.due
        for line in due[DUE_SHOWN:]:
            line.hide()
        more = [hold(row(self.show_due, STRETCH))] if due[DUE_SHOWN:] else []
        if not more:
            self.show_due.setParent(self)
            self.show_due.hide()
        waiting = (*self.alerts, *due, *more, *self.others)
        return stack(
            *waiting,
            self._sessions(),
            *self._earlier(),
            self._week(state),
            STRETCH,
            gap="l",
        )

    def _of_the_service(self, state: TodayState) -> QVBoxLayout:
        """Return what stands beside it: promises, who waits, what is to be finished."""
        training = [self._training()] if state.practice else []
        to_finish = self._to_finish()
        # the service's own list is long at first, and would push a note to sign out of sight
        lists = (to_finish, self.needs) if self.tasks else (self.needs, to_finish)
        return stack(
            *self._promised(),
            *self._waiting(),
            *lists,
            *training,
            self._laptop(state),
            STRETCH,
            gap="l",
        )

    def _first_of_all(self, state: TodayState) -> list[QFrame]:
        """Return what opening the record had to tell that is not to be found far below."""
        told = [each for each in state.warnings if each in FIRST_OF_ALL]
        return [
            banner(
                "attention",
                _(FIRST_OF_ALL[each]),
                _(WARNINGS[each]),
                *((self.to_backups,) if each in (BACKUP_FAILED, BACKUP_ELSEWHERE) else ()),
            )
            for each in told
        ]

    def _sessions(self) -> QFrame:
        title = _("Today's sessions")
        if not self.appointments:
            return card(
                title,
                empty_state(
                    "today",
                    _("No session today"),
                    _("Add or open a client to plan or start one."),
                    self.plan_session,
                ),
                *self._unplanned(),
            )
        lines = ruled(self.appointments)
        sheet = card(title, *lines, *self._unplanned(), action=self.plan_session, gap="xs")
        many = ngettext("{count} session", "{count} sessions", len(self.appointments))
        sheet.setAccessibleDescription(many.format(count=len(self.appointments)))
        return sheet

    def _unplanned(self) -> list[Part]:
        """Return who has no next session, with the way to where one is planned."""
        page = self._viewmodel.state.page
        found: list[Part] = []
        if page.unplanned:
            words = (
                _("No next session: {codes} and others; the list of clients shows who.")
                if page.are_more_unplanned
                else _("No next session: {codes}")
            )
            found.append(_named(words, page.unplanned, self.plan_next))
        if page.out_of_sight:
            words = (
                ngettext(
                    "Not seen for {weeks} week or more, and nothing planned: {codes} and others. "
                    "Plan a session, or pause or end the course.",
                    "Not seen for {weeks} weeks or more, and nothing planned: {codes} and others. "
                    "Plan a session, or pause or end the course.",
                    UNSEEN_WEEKS,
                )
                if page.are_more_out_of_sight
                else ngettext(
                    "Not seen for {weeks} week or more, and nothing planned: {codes}. Plan a "
                    "session, or pause or end the course.",
                    "Not seen for {weeks} weeks or more, and nothing planned: {codes}. Plan a "
                    "session, or pause or end the course.",
                    UNSEEN_WEEKS,
                )
            )
            found.append(_named(words, page.out_of_sight, self.find_unseen))
        return found

    def _earlier(self) -> list[QFrame]:
        """Return the earlier appointments that ask what became of them; nothing without one."""
        if not self.unanswered:
            return []
        words = _("If a session took place, open its client and start it: it keeps its day.")
        is_more = len(self._viewmodel.state.page.unanswered) > UNANSWERED_SHOWN
        more: list[Part] = [row(self.show_older, STRETCH)] if is_more else []
        self._asking_list = stack(*ruled(self.unanswered), gap="xs")
        sheet = card(
            _("What happened at these appointments?"),
            text(words, "small", tone="muted", wrap=True),
            self._asking_list,
            *more,
            gap="xs",
        )
        return [sheet]

    def _asking_lines(self, asking: Sequence[TodayAppointment]) -> list[AppointmentLine]:
        lines = [AppointmentLine(each, self._viewmodel, is_next=False) for each in asking]
        for line in lines:
            line.stepped.connect(self._on_line_stepped)
            line.code.left.connect(self.leave_requested)
        return lines

    def _promised(self) -> list[QFrame]:
        """Return what is to be kept in the coming days; what is due today stands on the left."""
        later = [each for each in self.promises if not each.line.is_due]
        return [card(pgettext("card", "Promised"), *ruled(later), gap="xs")] if later else []

    def _waiting(self) -> list[QFrame]:
        """Return who waits for a place in the course; nothing where nobody does."""
        if not self.waiting:
            return []
        more: list[Part] = []
        if len(self._viewmodel.state.page.waiting) > len(self.waiting):
            more.append(row(self.all_waiting, STRETCH))
        title = pgettext("card", "Waiting for a place")
        return [card(title, *ruled(self.waiting), *more, gap="xs")]

    def _to_finish(self) -> QFrame:
        if not self.tasks:
            waits = bool(self.promises or self.alerts or self.unanswered)
            words = _("Nothing with your clients is unfinished")
            if waits:
                words = _("Nothing else with your clients is unfinished")
            done = row(
                symbol("check", "good"),
                text(words, wrap=True),
                STRETCH,
            )
            self._task_list.addLayout(done)
            return card(pgettext("card", "To finish"), self._task_list)
        more: list[Part] = []
        if len(self._viewmodel.state.page.to_finish) > TASKS_SHOWN:
            more.append(row(self.show_all, STRETCH))
        return card(pgettext("card", "To finish"), self._task_list, *more, gap="xs")

    def _task_lines(self, tasks: Sequence[Unfinished]) -> list[TaskLine]:
        titles = self._viewmodel.form_titles
        named = [[titles.get(form, "") for form in (each.form_id, *each.also)] for each in tasks]
        return [TaskLine(*each, self._viewmodel) for each in zip(tasks, named, strict=True)]

    @Slot()
    def _on_show_all_clicked(self) -> None:
        rest = self._task_lines(self._viewmodel.state.page.to_finish[TASKS_SHOWN:])
        for line in rest:
            self._task_list.addWidget(rule())
            self._task_list.addWidget(line)
        self.tasks += rest
        self.show_all.hide()
        rest[0].open.setFocus()

    @Slot()
    def _on_show_older_clicked(self) -> None:
        rest = self._asking_lines(self._viewmodel.state.page.unanswered[UNANSWERED_SHOWN:])
        assert self._asking_list is not None
        for line in rest:
            self._asking_list.addWidget(rule())
            self._asking_list.addWidget(line)
        self.unanswered += rest
        self.show_older.hide()
        rest[0].move_on.setFocus()

    @Slot()
    def _on_show_due_clicked(self) -> None:
        for line in self.due:
            line.show()
        self.show_due.hide()
        self.due[DUE_SHOWN].open.setFocus()

    def _week(self, state: TodayState) -> QFrame:
        week = state.page.week
        held, signed, past = week.sessions_held, week.notes_signed, week.alerts_past_time
        figures = [_figure(held, ngettext("session held", "sessions held", held))]
        if week.to_be_continued:
            figures.append(_figure(week.to_be_continued, _("to be continued")))
        if week.broken_off:
            figures.append(_figure(week.broken_off, pgettext("figure", "broken off")))
        figures += [
            _figure(signed, ngettext("note signed", "notes signed", signed)),
            _figure(past, ngettext("alert past its time", "alerts past their time", past)),
        ]
        return card(pgettext("card", "This week so far"), Columns(*figures))

    def _training(self) -> QFrame:
        words = _("A first session with hints, worked cases to read, and short questions.")
        return card(_("Training for practice"), text(words, wrap=True), row(self.training, STRETCH))

    def _laptop(self, state: TodayState) -> QFrame:
        lines = [("library", f"{state.page.programme}: {_status(state)}")]
        if state.last_sign_in is not None:
            at = state.last_sign_in.astimezone()
            day = day_in_words(at.date())
            words = _("You last signed in on {day}, {time}").format(day=day, time=clock_time(at))
            lines.append(("clock", words))
        if state.failed_attempts:
            words = ngettext(
                "{count} wrong passphrase was tried since then. If it was not you, tell your "
                "service.",
                "{count} wrong passphrases were tried since then. If it was not you, tell your "
                "service.",
                state.failed_attempts,
            )
            lines.append(("alert", words.format(count=state.failed_attempts)))
        if state.backup is not None and state.backup.freshness == "fresh":
            lines.append(("check", backup_words(state.backup, self._viewmodel.now)))
        if state.backup is not None and state.backup.ahead is not None:
            lines.append(("alert", ahead_in_words(state.backup.ahead)))
        below = [each for each in state.warnings if each not in FIRST_OF_ALL]
        left = "" if state.left_open_at is None else when(state.left_open_at)
        lines += [("alert", _(WARNINGS[each]).format(when=left)) for each in below]
        lines += [("check" if each.is_sound else "alert", each.words) for each in state.health]
        if not state.page.kept_long_enough:
            self.retention.hide()
        if not state.may_oversee:
            self.oversight.hide()
        return card(
            pgettext("card", "This laptop"),
            *(sign_line(sign, words, "small") for sign, words in lines),
            row(self.retention, STRETCH),
            row(self.supervision, self.oversight, STRETCH),
        )

    def _listen(self) -> None:
        for alert in self.alerts:
            alert.answer.chosen.connect(self._viewmodel.answer_alert)
        self.show_due.clicked.connect(self._on_show_due_clicked)
        self.show_older.clicked.connect(self._on_show_older_clicked)
        self.show_all.clicked.connect(self._on_show_all_clicked)
        for way in (
            *(each.open for each in self.promises),
            *(each.open for each in self.others),
            *(each.open for each in self.waiting),
            *self.figures.opens,
            self.all_waiting,
            self.first_contact,
            self.find_client,
            self.plan_session,
            self.plan_next,
            self.find_unseen,
            self.training,
            self.retention,
            self.supervision,
            self.oversight,
            self.backup.open,
            self.to_backups,
            self.sheets.renew,
            self.content.sign,
            self.content.mend,
        ):
            way.left.connect(self.leave_requested)
        self.needs.left.connect(self.leave_requested)
        for line in self.appointments:
            line.stepped.connect(self._on_line_stepped)
            line.code.left.connect(self.leave_requested)
            if line.ready is not None:
                line.ready.left.connect(self.leave_requested)
        self._viewmodel.state_changed.connect(self.show_state)


def _named(words: str, codes: Sequence[str], way: QPushButton) -> QLayout:
    """Return a line that names clients, with the way to what is to be done."""
    said = words.format(codes=listed(codes), weeks=UNSEEN_WEEKS)
    return row(symbol("calendar"), text(said, "small", wrap=True), way, grows=1)


def _status(state: TodayState) -> str:
    standing = state.page.standing
    if standing is not None and standing.state == "signed":
        return standing_words(standing)
    return _(STATUS.get(state.page.programme_status, state.page.programme_status))


def _beneath(state: TodayState, now: datetime) -> str:
    needing = state.needing_me
    lines = [each for each in state.page.appointments if each.state != "missed"]
    many = ngettext("{count} session today", "{count} sessions today", len(lines))
    following = next((each for each in lines if each.appointment_id == state.next_id), None)
    facts = [many.format(count=len(lines))] if lines else []
    late = [each for each in lines if each.state == "planned" and each.at < now]
    if following is not None and following.state in ("in_progress", "on_hold"):
        is_paused = following.state == "on_hold"
        facts.append(_("one is paused") if is_paused else _("one is under way"))
    elif following is not None:
        at = clock_time(following.at.astimezone())
        words = _("the next at {time}")
        if following.at < now:
            words = ngettext(
                "one was to begin at {time}",
                "{late} were to begin, the first at {time}",
                max(1, len(late)),
            )
        facts.append(words.format(time=at, late=len(late)))
    if needing:
        need = ngettext("{count} client needs you", "{count} clients need you", needing)
        facts.append(need.format(count=needing))
    return facts_in_a_line(*facts)


def _figure(number: int, words: str) -> QLayout:
    return stack(
        text(str(number), "title", told="words"),
        text(words, "small", tone="muted", wrap=True),
        gap="hair",
    )
