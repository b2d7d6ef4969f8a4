"""The backups screen: how old the last one is, a new one, where else to, and putting one back."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from session_forms.words.texts import N_, _, pgettext
from therapist_app import commands
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.screens.safekeeping.drill_view import DrillView
from therapist_app.screens.safekeeping.list_view import AskingView, BackupList
from therapist_app.screens.safekeeping.viewmodel import SafekeepingState, SafekeepingViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs.choosing_files import ask_for_folder
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    MainButton,
    TwoColumns,
    button,
    card,
    empty,
    hold,
    page_head,
    progress_bar,
    read_in_order,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.safekeeping.backed_up_files import FileOfService, file_in_words
from therapist_app.workflows.safekeeping.backup_words import (
    age,
    ahead_in_words,
    elsewhere_in_words,
    thinning_in_words,
    when,
)
from therapist_app.workflows.safekeeping.safekeeping import CheckLine

WORK_WORDS = {
    "choosing": N_("Looking at the second location …"),
    "comparing": N_("Reading what this backup holds …"),
    "copying": N_("Copying. The buttons here cannot be used for a moment …"),
    "reading": N_(
        "Verifying in the background. You can go on working; the buttons here can be "
        "used again when it is done …"
    ),
    "rehearsing": N_("Testing a restore. The buttons here can be used again when it is done …"),
    "drilling": N_(
        "Making the service anew in a scratch folder. The buttons here can be used again when "
        "it is done …"
    ),
    "restoring": N_("Restoring the backup. Do not switch the laptop off …"),
}
TONES = {"fresh": ("check", "good"), "old": ("alert", "attention"), "too_old": ("urgent", "urgent")}
WHERE = N_(
    "If the laptop is lost, so are the backups on it. Choose a folder on a USB "
    "stick or another disk: each backup is copied there too and verified. It is "
    "encrypted, as the record is."
)
SHARES = (5, 3)
AskFolder = Callable[[QWidget], str]


class KeptView(QWidget):
    """A sentence for each thing that is kept, and one button for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.throw_away = button(_("Delete replaced files now"), "secondary")
        self.words = text("", wrap=True)
        sheet = card(pgettext("card", "Replaced files"), self.words, row(self.throw_away, STRETCH))
        self.setLayout(stack(sheet))

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show what is kept, or nothing."""
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))


def ask_for_place(parent: QWidget) -> str:
    """Return the folder that the person picks, or nothing."""
    return ask_for_folder(parent, _("A second location for backups"))


class SafekeepingView(PageView[SafekeepingViewModel]):
    """Calm while backups are fresh; what is to be done stands first.

    Signals:
        record_released: A job gave the record back.

    """

    HELP = PageHelp(
        N_(
            "Backups are made by themselves once the last one is four hours old, at sign-in or "
            "while you work, and verified; what you write after that is in none of them. Here you "
            "see how old they are, make one now, choose a second location for them, or restore "
            "one. Use a USB stick or a drive that is not always plugged in as the second location."
        ),
        read_on="docs/guides/drill.md",
    )

    record_released = Signal()

    def __init__(
        self,
        viewmodel: SafekeepingViewModel,
        parent: QWidget | None = None,
        *,
        choose_folder: AskFolder = ask_for_place,
        ask: PaperAsk | None = None,
    ) -> None:
        super().__init__("safekeeping", viewmodel, parent)
        self._choose_folder = choose_folder
        self.back = button(pgettext("button", "Back"), "quiet")
        self.back_up = MainButton(_("Back up now"), shows_key=False)
        self.read_all = button(_("Verify all backups"), "secondary")
        self.second = button(_("Choose a folder …"), "secondary")
        self.who_chooses = text(_("An administrator or a clinical lead chooses it."), wrap=True)
        self.no_second = button(_("Stop using a second location"), "quiet")
        self.lock = button(_("Lock, then sign in again"), "primary", "lock")
        self.kept = KeptView()
        self.last = text("", "strong", wrap=True)
        self.elsewhere = text("", "small", wrap=True)
        self.ahead = text("", "small", wrap=True)
        self._signs = {name: symbol(*look_of) for name, look_of in TONES.items()}
        self.work = text("", "small", tone="muted", wrap=True)
        self.progress = progress_bar(name=_("Progress of this task"), width=None)
        self.place = text("", wrap=True)
        self.message = MessagePlace()
        self.asking = AskingView(viewmodel)
        self.backups = BackupList(viewmodel)
        self.drill = DrillView(viewmodel, ask or PaperAsk())
        self._checks = stack(gap="xs")
        self._shown_checks: tuple[CheckLine, ...] | None = None
        self._files = stack(gap="xs")
        self._shown_files: tuple[FileOfService, ...] | None = None
        self._compose()
        self._listen()
        self.drill.begin.clicked.connect(self._on_drill_begun)
        viewmodel.begin()

    @property
    def comes_back_to(self) -> commands.Safekeeping:
        """The page itself: one comes back to no drill that was only opened."""
        return commands.Safekeeping()

    @property
    def is_holding(self) -> bool:
        """Whether the record is held, so that nobody goes elsewhere before it is free."""
        return self._viewmodel.is_holding

    @property
    def is_closed(self) -> bool:
        """Whether a job closed the record for good."""
        return self._viewmodel.is_closed

    def focus_first(self) -> None:
        """Put the keyboard on a new backup, or on a second place for those that are made.

        Where a drill is open, its sheet comes first; for a restore, the newest backup does.
        """
        if self._viewmodel.state.drill.is_open:
            self.drill.sheet.setFocus()
            return
        if self._viewmodel.is_to_restore and self.backups.focus_first():
            return
        page = self._viewmodel.state.page
        is_kept = page.standing.last is not None
        is_for_second = is_kept or self._viewmodel.is_to_drill
        lacks_second = is_for_second and not page.second_place and page.may_choose
        (self.second if lacks_second else self.back_up).setFocus()

    def show_state(self, state: SafekeepingState) -> None:
        """Show `state`."""
        self._keyboard.note(is_busy=bool(state.work))
        before = self.backups.rows
        self._show_age(state)
        self._show_work(state)
        page = state.page
        where = page.second_place or _("None is chosen.")
        if page.second_place and not page.second_is_there:
            where = _("{place} (not connected)").format(place=page.second_place)
        elif page.second_is_out:
            where = _(
                "{place} (not connected): a folder of this name on the laptop takes the copies. "
                "Connect the USB stick or disk, then back up once more."
            ).format(place=page.second_place)
        elif page.second_on_same_disk:
            where = _(
                "{place}: on the same disk as the record. It is lost too if the laptop is lost "
                "or its disk fails: choose a folder on a USB stick or another disk."
            ).format(place=page.second_place)
        self.place.setText(where)
        self.second.setVisible(page.may_choose)
        self.no_second.setVisible(page.may_choose and bool(page.second_place))
        self.who_chooses.setVisible(not page.may_choose)
        self.backups.show_lines(page.lines)
        self._show_checks(page.checks)
        self._show_files(page.files)
        self.kept.show_lines(state.kept)
        self.drill.show_drill(state.drill)
        if state.message is None:
            self.message.clear()
        else:
            self.message.show_message(state.message.tone, state.message.title, state.message.detail)
        asked_of = self.asking.asked_of
        self.asking.show_asked(state.asked)
        if asked_of is not None and state.asked is None and not state.work:
            self.backups.go_back_to(asked_of)
        if state.work == "restored":
            self.lock.setFocus()
        if self.backups.rows is not before and self._keyboard.was_in(self.backups):
            self.backups.focus_first()  # the row that had it was made anew
        self._keyboard.bring_back()

    @Slot()
    def _on_drill_begun(self) -> None:
        """Lead to what a drill needs first, where there is none."""
        if not self._viewmodel.state.drill.is_open:
            self.second.setFocus()

    def _show_age(self, state: SafekeepingState) -> None:
        standing = state.page.standing
        if standing.last is None and state.page.practice:
            words = _("Practice needs no backup: its clients are invented. Make one to try it out.")
        elif standing.last is None:
            words = _("There is no verified backup of all your files yet.")
        else:
            words = _(
                "Last verified backup: {when}, {age}. What was written since then is in none."
            ).format(when=when(standing.last), age=age(state.page.now - standing.last))
        self.last.setText(words)
        told = elsewhere_in_words(standing.last, standing.elsewhere, state.page.now)
        self.elsewhere.setText(told)
        self.elsewhere.setVisible(bool(told))
        self.ahead.setText(ahead_in_words(standing.ahead) if standing.ahead else "")
        self.ahead.setVisible(standing.ahead is not None)
        for name, sign in self._signs.items():
            is_right = name == "fresh" or not state.page.practice
            sign.setVisible(is_right and name == standing.freshness)

    def _show_work(self, state: SafekeepingState) -> None:
        self.work.setText(_(WORK_WORDS[state.work]) if state.work in WORK_WORDS else "")
        self.work.setVisible(state.work in WORK_WORDS)
        self.progress.setVisible(state.work in ("copying", "reading", "restoring"))
        self.progress.setValue(state.percent)
        self.lock.setVisible(state.work == "restored")
        is_free = not state.work
        for each in (self.back_up, self.read_all, self.second, self.no_second):
            each.setEnabled(is_free)
        for page in (self.backups, self.asking, self.kept, self.drill):
            page.setEnabled(is_free)
        self.back.setEnabled(not self.is_holding)

    def _show_checks(self, checks: tuple[CheckLine, ...]) -> None:
        if checks == self._shown_checks:
            return
        self._shown_checks = checks
        empty(self._checks)
        for each in checks:
            if each.under_way:
                self._checks.addWidget(hold(sign_line("clock", each.under_way, ink="text-muted")))
            self._checks.addWidget(hold(_check_line(each)))
        read_in_order(self._checks)

    def _show_files(self, files: tuple[FileOfService, ...]) -> None:
        if files == self._shown_files:
            return
        self._shown_files = files
        empty(self._files)
        for each in files:
            sign, tone = ("check", "good") if each.is_kept else ("urgent", "urgent")
            if each.newest is None and each.is_kept:
                sign, tone = "circle", "text-muted"
            self._files.addWidget(hold(sign_line(sign, file_in_words(each), ink=tone)))
        read_in_order(self._files)

    def _compose(self) -> None:
        self._keyboard = KeyboardPlace(self)
        sides: list[QWidget] = [
            self._now(),
            self._elsewhere(),
            self._all_files(),
            self._checked(),
            self.kept,
        ]
        first = (self.message, self.lock, self.asking)
        kept: list[QWidget] = [self._listed(), self.drill]
        if look().is_large:  # where one column stands under the other, the list is the longest
            left, right = (*first, *sides), kept[::-1]
        else:
            left, right = (*first, *kept), sides
        columns = TwoColumns(
            stack(*left, STRETCH, gap="l"), stack(*right, STRETCH, gap="l"), shares=SHARES
        )
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        head = page_head(
            pgettext("page", "Backups"),
            _("Encrypted, and each one verified after copying"),
            actions=(self.back,),
        )
        self.setLayout(whole_page(head, self.message.page_of(body)))

    def _now(self) -> QFrame:
        line = row(*self._signs.values(), self.last, grows=len(self._signs))
        return card(
            pgettext("card", "Backup status"),
            line,
            self.elsewhere,
            self.ahead,
            self.work,
            self.progress,
            Flow(self.back_up, self.read_all, STRETCH),
        )

    def _elsewhere(self) -> QFrame:
        buttons = Flow(self.second, self.no_second, STRETCH)
        return card(
            pgettext("card", "Second location"),
            self.place,
            buttons,
            self.who_chooses,
            text(_(WHERE), "small", wrap=True),
        )

    def _all_files(self) -> QFrame:
        words = _("The newest backup of each file, also of those that you cannot open:")
        head = pgettext("card", "Every file of the service")
        return card(head, text(words, "small", wrap=True), self._files)

    def _checked(self) -> QFrame:
        words = _(
            "A full check reads every page, table and audit entry of the files. It runs once a "
            "week while you work:"
        )
        return card(_("Last full check"), text(words, "small", wrap=True), self._checks)

    def _listed(self) -> QFrame:
        thinned = text(thinning_in_words(), "small", tone="muted", wrap=True)
        return card(pgettext("card", "Your backups"), self.backups, thinned)

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.back.clicked.connect(viewmodel.go_back)
        self.back_up.clicked.connect(viewmodel.back_up)
        self.read_all.clicked.connect(viewmodel.read_all)
        self.second.clicked.connect(self._on_second_clicked)
        self.no_second.clicked.connect(self._on_no_second_clicked)
        self.lock.clicked.connect(viewmodel.lock)
        self.kept.throw_away.clicked.connect(viewmodel.throw_away_kept)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.record_released.connect(self.record_released)

    @Slot()
    def _on_second_clicked(self) -> None:
        place = self._choose_folder(self)
        if place:
            self._viewmodel.choose_second_place(place)

    @Slot()
    def _on_no_second_clicked(self) -> None:
        self._viewmodel.choose_second_place("")


def _check_line(line: CheckLine) -> QLayout:
    if line.checked_at is None:
        words, sign, tone = _("{file}: not checked yet"), "circle", "text-muted"
    elif line.is_sound:
        words, sign, tone = _("{file}: no problem found, {when}"), "check", "good"
    else:
        words, sign, tone = _("{file}: PROBLEM FOUND, {when}"), "urgent", "urgent"
    at = when(line.checked_at) if line.checked_at else ""
    return sign_line(sign, words.format(file=line.file, when=at), ink=tone)
