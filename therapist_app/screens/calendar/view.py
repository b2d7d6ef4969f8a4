"""The calendar: the days with their appointments, and beside them what can be done with one."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time, day_of_week, day_of_year, days_from_to
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.commands import Calendar, Destination
from therapist_app.screens.calendar.entry_view import OVER
from therapist_app.screens.calendar.panel_view import ASKED, PanelView
from therapist_app.screens.calendar.viewmodel import Asking, CalendarState, CalendarViewModel
from therapist_app.screens.calendar.week_view import SLOT, DayNames, DayNotes, WeekView
from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import labels_in
from therapist_app.widgets.layout.once_painted import OncePainted
from therapist_app.widgets.layout.page_scroll import PAGE_STEPS, PageScroll
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.layout.reflow import is_slim
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Flow,
    MainButton,
    button,
    foot_bar,
    hold,
    lay_in,
    page_head,
    stack,
    text,
)
from therapist_app.workflows.overviews.seeing_calendar import MOST_A_DAY, DueSession

WEEK_WIDTH = 1000
"""Below this width of the page the calendar opens as a day."""
LARGE = 1.25
STAYS_MS = 150
"""After which somebody stays, and what the appointment rests on and what is offered is read."""
ACTS: dict[str, Asking] = {each: each for each in ASKED.values()}
KEYS = (
    NP_("keys", "Arrows: choose"),
    NP_("keys", "M: move"),
    NP_("keys", "T: today"),
)


class Hours(PageScroll):
    """The days, which scroll; page keys turn to other days instead."""

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Leave page keys to the page."""
        if arg__1.key() in PAGE_STEPS:
            arg__1.ignore()
        else:
            super().keyPressEvent(arg__1)


class CalendarView(PageView[CalendarViewModel]):
    """One's own appointments of a week or a day; the chosen one with its acts beside."""

    HELP = PageHelp(
        "The calendar shows your appointments of a week or a day, by code. Choose one "
        "to open or move it, or to say that it was cancelled or that nobody came; "
        "double-click an empty time to add one there. A move can be undone until you do "
        "something else or leave the page.",
        (
            (NP_("keys", "Arrow keys"), N_("Choose an appointment")),
            (NP_("keys", "Enter"), N_("Open its session, note or client")),
            (
                NP_("keys", "M"),
                N_(
                    "Move it to another day or time; in these fields Page Up and Page Down go by a "
                    "day or by 15 minutes"
                ),
            ),
            (NP_("keys", "Alt+Shift+Up, Alt+Shift+Down"), N_("Make it shorter or longer")),
            (NP_("keys", "D"), N_("Say that the client did not come")),
            (NP_("keys", "C"), N_("Say that it was cancelled")),
            (NP_("keys", "Ctrl+Z"), N_("Undo the last move")),
            (NP_("keys", "Ctrl+P"), N_("Print the calendar")),
            (NP_("keys", "T"), N_("Go to today")),
            (NP_("keys", "Page Up, Page Down"), N_("Go to the week or day before or after")),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: CalendarViewModel) -> None:
        super().__init__("calendar", viewmodel)
        self.earlier = button(pgettext("button", "Earlier"))
        self.now = button("")
        self.later = button(pgettext("button", "Later"))
        self.turn = button("", "quiet")
        self.paper = button(pgettext("button", "Print …"), "quiet", "print")
        self.add = MainButton(pgettext("button", "Add appointment"), "plus", shows_key=False)
        self.names, self.notes, self.week = DayNames(), DayNotes(), WeekView()
        self.panel = PanelView(viewmodel)
        self.last_move = text("", "small")
        self.undo = button(_("Undo  Ctrl+Z"), "quiet", "undo")
        self._was_turned = False
        head = page_head(
            _title(viewmodel.state),
            _beneath(viewmodel.state),
            actions=(
                Flow(self.earlier, self.now, self.later, self.turn, self.paper, self.add, gap="m"),
            ),
            place=pgettext("command", "Calendar"),
        )
        self._title, self._beneath, *_rest = labels_in(head)
        self._shown: CalendarState | None = None
        self._left = left = hold(stack(self.notes, self.week, STRETCH, gap="hair"))
        page = (
            stack(left, self.panel, gap="l")
            if look().is_large
            else Columns(left, self.panel, shares=(1, 0), gap="l")
        )
        area = Hours()
        lay_in(area, stack(page, margins=("page", "hair", "page", "m")))
        self.area = area
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_scrolled)
        area.viewport().installEventFilter(self)
        self.keys = [text(_(each), "caption") for each in KEYS] if not look().is_large else []
        self.foot = foot_bar(self.last_move, self.undo, STRETCH, *self.keys)
        body = stack(self.names, area)  # the names stay in sight while the hours scroll
        body.setSpacing(0)
        self.setLayout(whole_page(head, hold(body), self.foot))
        if not look().is_large:  # there it stands beneath, and is measured as wide as the page
            self.panel.setFixedWidth(look().size("aside"))
        self._stays = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._stays.timeout.connect(viewmodel.read_readiness)
        self._stays.timeout.connect(viewmodel.read_offers)
        self._listen()
        viewmodel.begin()
        OncePainted(self, viewmodel.read_offers)

    @property
    def comes_back_to(self) -> Destination:
        """The same days with the same appointment chosen."""
        state = self._viewmodel.state
        return Calendar(self._viewmodel.day.isoformat(), state.chosen_id)

    def show_state(self, state: CalendarState) -> None:
        """Show the days, the chosen appointment and the last move."""
        before, self._shown = self._shown, state
        keyboard = self.focusWidget()  # before what has it is taken away
        is_new = before is None or state.page is not before.page
        if is_new:
            self._show_head(state)
            self.names.show_page(state.page)
            self.notes.show_page(state.page)
        self.week.show_state(state)
        if is_new:  # once both know the days, since filling places the one over the other
            self._fill()
        self.panel.show_state(state)
        if before is None or state.chosen_id != before.chosen_id or state.page is not before.page:
            self._stays.start()
        moved = state.moved
        self.undo.setVisible(moved is not None)
        self.last_move.setVisible(moved is not None)
        self.last_move.setText(_moved_words(state))
        self._show_keys(state)
        self.foot.setVisible(moved is not None or self._names_keys())
        if before is None or keyboard is None:
            return
        if _asked(state) != _asked(before) and state.asking:
            self.panel.focus_sheet()
        elif (before.asking and not state.asking) or (
            state.page is not before.page and keyboard not in self._turning
        ):
            self.focus_first()
        if state.page.days_used != before.page.days_used:
            self.say(f"{_title(state)}. {_beneath(state)}")

    @override
    def turn_back(self) -> bool:
        """Ask nothing any more."""
        was_asking = bool(self._viewmodel.state.asking)
        if was_asking:
            self._viewmodel.ask("")
            self.say(_("Nothing was changed."))
        return was_asking

    @property
    @override
    def most_urgent(self) -> str:
        """How many appointments there are."""
        return _beneath(self._viewmodel.state)

    def focus_first(self) -> None:
        """Put the keyboard on what is asked, else on the chosen appointment or on the first."""
        if self._viewmodel.state.asking:
            self.panel.focus_sheet()
        elif not self.week.focus_chosen():
            self.add.setFocus()

    def put_on_paper(self) -> None:
        """Go to where the days that are shown are printed."""
        self._viewmodel.put_on_paper()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to today, to the week before or after, unless something is asked; undo a move."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._viewmodel.undo()
        elif event.matches(QKeySequence.StandardKey.Print):
            self._viewmodel.put_on_paper()
        elif self._viewmodel.state.asking:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_T and not event.modifiers():
            self._on_now_chosen()
        elif event.key() == Qt.Key.Key_PageUp:
            self._viewmodel.show_earlier()
        elif event.key() == Qt.Key.Key_PageDown:
            self._viewmodel.show_later()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show a day where a week has no room, unless the person chose it."""
        super().resizeEvent(event)
        if not self._was_turned:
            self._viewmodel.show_span("day" if self._is_narrow else "week")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the hours fill what is in sight whenever that has another size."""
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_scrolled(self) -> None:
        """Let what is beside the hours stay in sight while these scroll, as far as it has room."""
        panel, before = self.panel, self.panel.contentsMargins().top()
        needed = max(panel.sizeHint().height(), panel.heightForWidth(panel.width())) - before
        is_beside = panel.y() < self._left.geometry().bottom()
        room = self._left.height() - needed if is_beside else 0
        at = min(self.area.verticalScrollBar().value(), max(0, room))
        if at != before:
            panel.setContentsMargins(0, at, 0, 0)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < WEEK_WIDTH or look().text_scale >= LARGE

    @Slot()
    def _place_days(self) -> None:
        columns = self.week.columns()
        self.notes.place(columns)
        left = self.week.mapTo(self, QPoint()).x() - self.names.mapTo(self, QPoint()).x()
        self.names.place([each.translated(left, 0) for each in columns])

    def _fill(self) -> None:
        """Let the hours fill what is in sight; not where there is more beneath them."""
        around = self.notes.minimumHeight() + 2 * look().space("hair") + look().space("m")
        room = self.area.viewport().height() - around
        self.week.fill(0 if self._is_narrow or self.area.stands_whole else room)

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.earlier.clicked.connect(viewmodel.show_earlier)
        self.now.clicked.connect(self._on_now_chosen)
        self.later.clicked.connect(viewmodel.show_later)
        self.turn.clicked.connect(self._on_turn_clicked)
        self.paper.clicked.connect(viewmodel.put_on_paper)
        self.add.clicked.connect(partial(self._ask, "plan"))
        self.undo.clicked.connect(viewmodel.undo)
        self.week.acts.chosen.connect(viewmodel.choose)
        self.week.acts.opened.connect(viewmodel.open_chosen)
        self.week.acts.lengthened.connect(self._on_week_lengthened)
        self.week.put.connect(viewmodel.move_to)
        self.week.acts.asked.connect(self._on_week_asked)
        self.week.pointed.connect(self._on_week_pointed)
        self.week.laid_out.connect(self._place_days)
        self.notes.left.connect(self.leave_requested)
        self.panel.act_chosen.connect(self._on_panel_act_chosen)
        self.panel.offer_put.connect(self._on_panel_offer_put)
        viewmodel.state_changed.connect(self.show_state)

    def _names_keys(self) -> bool:
        """Return whether the foot has keys to name; a wide one stays, so that nothing jumps."""
        stays = not is_slim(self.window().width())
        return any(stays or not each.isHidden() for each in self.keys)

    def _show_keys(self, state: CalendarState) -> None:
        """Name the keys that do something now; what is asked has its own."""
        chosen = state.chosen
        can = (
            bool(state.page.entries),
            chosen is not None and self._viewmodel.may_ask("move", chosen),
            True,
        )
        for label, does in zip(self.keys, can, strict=False):
            label.setVisible(does and not state.asking)

    def _show_head(self, state: CalendarState) -> None:
        is_week = state.span == "week"
        now = pgettext("button", "This week") if is_week else pgettext("button", "Today")
        self.now.setText(now)
        self.now.setAccessibleName(now)
        words = pgettext("button", "Day") if is_week else pgettext("button", "Week")
        self.turn.setText(words)
        self.turn.setAccessibleName(words)
        self._title.setText(_title(state))
        self._beneath.setText(_beneath(state))

    @property
    def _turning(self) -> tuple[QWidget, ...]:
        """What turns to other days: pressed again it goes on, so the keyboard stays on it."""
        return self.earlier, self.now, self.later, self.turn

    @Slot()
    def _on_now_chosen(self) -> None:
        before = self._viewmodel.state.page.days_used
        self._viewmodel.show_today()
        if self._viewmodel.state.page.days_used == before:  # else it is said as what is new
            self.say(f"{_title(self._viewmodel.state)}. {_beneath(self._viewmodel.state)}")

    def _on_turn_clicked(self) -> None:
        self._was_turned = True
        self._viewmodel.show_span("day" if self._viewmodel.state.span == "week" else "week")

    def _ask(self, asking: Asking) -> None:
        """Ask for it; where that is asked for already, lead there again."""
        is_asked = self._viewmodel.state.asking == asking
        self._viewmodel.ask(asking)
        if is_asked:
            self.panel.focus_sheet()

    @Slot(int)
    def _on_week_lengthened(self, steps: int) -> None:
        self._viewmodel.lengthen_by(steps * SLOT)

    @Slot(str)
    def _on_week_asked(self, letter: str) -> None:
        self._ask(ASKED[letter])

    @Slot(DueSession, QPoint)
    def _on_panel_offer_put(self, offer: DueSession, place: QPoint) -> None:
        at = self.week.moment_under(place)
        if at is not None:
            self._viewmodel.plan_offered(offer, at)

    @Slot(datetime)
    def _on_week_pointed(self, at: datetime) -> None:
        """Write the moment where one is asked for; else begin an appointment there."""
        if not self.panel.write_moment(at):
            self._viewmodel.ask("plan", at)

    @Slot(str)
    def _on_panel_act_chosen(self, act: str) -> None:
        if act == "open":
            self._viewmodel.open_chosen()
        elif act == "contact":
            self._viewmodel.write_contact()
        elif act == "undo":
            self._viewmodel.undo_missed()
        else:
            self._ask(ACTS[act])


def _asked(state: CalendarState) -> tuple[object, ...]:
    return state.asking, state.planned_at, state.offered


def _title(state: CalendarState) -> str:
    days = state.page.days_used
    return day_of_year(days[0]) if state.span == "day" else days_from_to(days[0], days[-1])


def _beneath(state: CalendarState) -> str:
    entries = [each for each in state.page.entries if each.state != "missed"]
    if not entries:
        return pgettext("calendar", "Nothing planned")
    many = ngettext("{count} appointment", "{count} appointments", len(entries))
    if state.page.crowded:
        return _("Only the first {count} of each day are shown").format(count=MOST_A_DAY)
    held = sum(each.state in OVER for each in entries)
    words = pgettext("figure", "{count} held").format(count=held) if held else ""
    return facts_in_a_line(many.format(count=len(entries)), words)


def _moved_words(state: CalendarState) -> str:
    moved = state.moved
    if moved is None:
        return ""
    if moved.at == moved.was_at:
        words = ngettext("{code}: {count} minute now", "{code}: {count} minutes now", moved.minutes)
        return words.format(code=moved.code, count=moved.minutes)
    return _("Moved: {code}, {before} to {after}").format(
        code=moved.code, before=_short(moved.was_at), after=_short(moved.at)
    )


def _short(at: datetime) -> str:
    return _("{day} {time}").format(day=day_of_week(at.date()), time=clock_time(at))
