"""The unlock screen: who, passphrase, in."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time, moment_in_words
from session_forms.words.texts import NP_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.key_widgets.who_view import WhoView
from therapist_app.messages.errors import UserFacingError
from therapist_app.screens.unlock.viewmodel import UnlockState, UnlockViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.passphrase_field import PassphraseField, SecretLine
from therapist_app.widgets.layout.frames import rule
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.words import reading, symbol, text

if TYPE_CHECKING:
    from therapist_app.key_widgets.new_passphrase import NewPassphrase
    from therapist_app.screens.unlock.by_sheet_view import BySheetView

HILLS = (  # colour, left, top and width as shares of the frame
    ("band-3", 0.26, 0.64, 1.30),
    ("band-4", -0.62, 0.70, 1.40),
    ("accent-soft", -0.42, 0.80, 1.84),
)
FLATTENED = 0.9
WIDTH = 520
FORM_WIDTH = 460
NOON, EVENING = 12, 18
LONG_MS = 3_000
"""After which it is said what an opening that is still under way does."""


class HillsView(QFrame):
    """Low hills in the paper colours: something quiet to look at, with nothing to read into it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setLayout(
            stack(
                row(
                    symbol("plan", "accent"),
                    text(pgettext("program", "Sessions"), "lead", told="words"),
                    STRETCH,
                ),
                STRETCH,
                text(_("A quiet place"), "display", told="words"),
                text(_("for careful work"), "display", told="words"),
                look().space("s"),
                reading(
                    _(
                        "Everything you write stays on this laptop, encrypted. "
                        "Nothing is sent anywhere."
                    )
                ),
                STRETCH,
                STRETCH,
                gap="hair",
                margins=(56, 48, 48, 40),
            )
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hills."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().qcolor("surface-sunken"))
        painter.drawRect(self.rect())
        wide, tall = self.width(), self.height()
        for color, left, top, width in HILLS:
            painter.setBrush(look().qcolor(color))
            across = wide * width
            painter.drawEllipse(QRectF(wide * left, tall * top, across, across * FLATTENED))


class UnlockView(QWidget):
    """Three decisions in reading order; the picture gives way to large text."""

    HELP = PageHelp(
        "Choose your name and type your passphrase: the words that only you know and that "
        "open your clients' records. If you have forgotten it, press “Forgotten? Use the "
        "recovery sheet” and take the sheet that you printed; nobody can open the records "
        "without one of the two. If you have lost both, tell an administrator: they add you "
        "anew, and with the continuity sheet give you your clients again; where no "
        "administrator can sign in, that sheet makes one.",
        read_on="SECURITY.md",
        title=NP_("page", "Signing in"),
    )
    HELP_WITH_SHEET = PageHelp(
        "Type the recovery sheet as it is printed on your paper, then a new passphrase "
        "twice. After that the sheet no longer works, and you get a new one to print. "
        "“Use the passphrase” leads back.",
        read_on="SECURITY.md",
        title=NP_("page", "Signing in"),
    )

    def __init__(self, viewmodel: UnlockViewModel, *, filled_in: str = "") -> None:
        """In practice the passphrase is no secret and stands `filled_in`."""
        super().__init__()
        self.setObjectName("unlock")
        state = viewmodel.state
        self._viewmodel = viewmodel
        self._was_busy = False
        self._takes_long = QTimer(self, singleShot=True, interval=LONG_MS)
        self._takes_long.timeout.connect(self._on_takes_long)
        self.who = WhoView([(each.uid, each.name) for each in state.people])
        self.people = self.who.options
        self.passphrase = PassphraseField(pgettext("field", "&Passphrase"))
        self._filled_in = filled_in
        self.passphrase.line.setText(filled_in)
        self.key_file = KeyFilePlace(pgettext("field", "Key file"))
        self.unlock = button(pgettext("button", "Sign in"), "primary")
        self.other_way = button(_("Forgotten? Use the recovery sheet"), "quiet", "form")
        self.practise = button(_practise_words(state), "quiet", "library")
        self.leave_practice = button(pgettext("button", "Leave practice"), "quiet", "person")
        self.leave_practice.setVisible(state.may_leave_practice)
        self.join = button(_("New here? Join this service"), "quiet", "clients")
        self.nobody_left = button(
            _("Use the continuity sheet: no administrator is left"), "quiet", "person"
        )
        if state.practice or state.held:
            self.join.hide()
            self.nobody_left.hide()
        if state.has_no_sheet:
            self.nobody_left.hide()
        if state.held:
            self.practise.hide()
        self.held = text(_held_words(), "small", tone="muted", wrap=True)
        if not state.held:
            self.held.hide()
        self.due = text(_due_words(), "small", wrap=True)
        sign = [symbol("clock", "attention")] if state.was_due else []
        self._due_line = hold(row(*sign, self.due, grows=len(sign)))
        self._due_line.setVisible(state.was_due)
        self.problem = MessagePlace()
        self.mend = button(_("Restore a backup"), "secondary", "backup")
        ways = (self.key_file, self.passphrase, *_hint(filled_in))
        self._passphrase_way = hold(stack(*ways, gap="s"))
        self._sheet_place = QWidget()
        self._compose()
        self._listen()
        viewmodel.begin()

    @cached_property
    def _by_sheet(self) -> "BySheetView":
        from therapist_app.screens.unlock.by_sheet_view import BySheetView

        made = BySheetView()
        made.entered.connect(self._on_unlock_asked)
        return made

    @property
    def sheet(self) -> SecretLine:
        """The line for a recovery sheet."""
        return self._by_sheet.sheet

    @property
    def new_passphrase(self) -> "NewPassphrase":
        """The passphrase that the sheet leads to."""
        return self._by_sheet.new_passphrase

    def focus_first(self) -> None:
        """Put the keyboard where something is missing: the person, then the passphrase."""
        state = self._viewmodel.state
        if state.people and not state.chosen:
            self.who.setFocus()
        elif state.with_sheet:
            self.sheet.setFocus()
        elif state.needs_key_file and self.key_file.path is None:
            self.key_file.setFocus()
        else:
            self.passphrase.setFocus()

    @property
    def page_help(self) -> PageHelp:
        """What F1 says of signing in, by passphrase or by sheet."""
        return self.HELP_WITH_SHEET if self._viewmodel.state.with_sheet else self.HELP

    @property
    def most_urgent(self) -> str:
        """What stands in the way of unlocking; else that it is locked."""
        if self._viewmodel.state.held:
            return _("It was locked while a client had the laptop.")
        if self._filled_in and not self.problem.title:
            return _("The passphrase of practice is filled in: Enter signs in.")
        locked = _("It is locked. Sign in with your passphrase.")
        due = [_due_words()] if self._viewmodel.state.was_due else []
        return self.problem.title or " ".join((locked, *due))

    def show_state(self, state: UnlockState) -> None:
        """Show `state`."""
        self.who.show_chosen(state.chosen)
        self.key_file.setVisible(state.needs_key_file)
        self._passphrase_way.setVisible(not state.with_sheet)
        if state.with_sheet and self._sheet_place.layout() is None:
            self._sheet_place.setLayout(row(self._by_sheet))
        self._sheet_place.setVisible(state.with_sheet)
        if state.is_busy and not self._was_busy:
            announce(self, pgettext("button", "Signing in …"))
            self._takes_long.start()
        elif not state.is_busy:
            self._takes_long.stop()
        self._was_busy = state.is_busy
        self._hold_still(state)
        self.unlock.setText(
            pgettext("button", "Signing in …") if state.is_busy else pgettext("button", "Sign in")
        )
        self.unlock.setEnabled(not (state.is_busy or state.wait))
        asked = (
            _("Use the passphrase") if state.with_sheet else _("Forgotten? Use the recovery sheet")
        )
        self.other_way.setText(f" {asked}")
        self.other_way.setAccessibleName(asked)
        self.mend.setVisible(state.is_damaged and not state.held)
        self._show_problem(state.problem, state)

    def _hold_still(self, state: UnlockState) -> None:
        """Take nothing while it opens: it would stand there, unseen, for the next try."""
        is_free = not state.is_busy
        lines = [self.passphrase.line]
        if self._sheet_place.layout() is not None:
            lines.append(self.sheet)
            self.new_passphrase.setEnabled(is_free)
        for line in lines:
            line.setReadOnly(state.is_busy)
        if state.is_busy:  # the keyboard stays where it is of no use to others
            lines[-1 if state.with_sheet else 0].setFocus()
        ways = (self.other_way, self.practise, self.join, self.nobody_left, self.mend)
        for each in (self.who, self.key_file, *ways, self.leave_practice):
            each.setEnabled(is_free)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Say nothing of opening any more: what was opened stands in its place."""
        self._takes_long.stop()
        if self._was_busy:
            self.problem.clear()
        super().hideEvent(event)

    @Slot()
    def _on_takes_long(self) -> None:
        self.problem.show_message(
            "info",
            _("It is still opening"),
            _(
                "What you typed is checked, and your records are opened. On a slow laptop, or "
                "when much has to be brought up to date, this takes a few minutes. Keep the "
                "laptop on."
            ),
        )

    def _show_problem(self, problem: UserFacingError | None, state: UnlockState) -> None:
        if problem is None:
            self.problem.clear()
            return
        if self._filled_in:  # of practice: nobody knows it by heart
            self.passphrase.line.setText(self._filled_in)
        wait = state.wait
        if state.open_by is not None:
            words = _("{name} is signed in on this record, since {when}.").format(
                name=state.open_by.name, when=moment_in_words(state.open_by.since.astimezone())
            )
            self.problem.show_message("attention", problem.title, f"{words} {problem.to_do}")
            self.focus_first()
            return
        until = datetime.now().astimezone() + timedelta(seconds=wait)
        waiting = (
            ngettext(
                "You can try again in {seconds} second, at {time}.",
                "You can try again in {seconds} seconds, at {time}.",
                wait,
            ).format(seconds=wait, time=clock_time(until, seconds=True))
            if wait
            else problem.to_do
        )
        before = (
            _("The version before is still here, in the Start menu: Sessions, the version before.")
            if state.has_version_before
            else ""
        )
        said = " ".join(each for each in (problem.what_happened, waiting, before) if each)
        self.problem.show_message("attention", problem.title, said)
        self.focus_first()

    def _compose(self) -> None:
        form = hold(
            stack(
                text(_greeting(datetime.now().astimezone()), "title"),
                self.held,
                self._due_line,
                text(_("Who is working?"), "strong"),
                self.who,
                self._passphrase_way,
                self._sheet_place,
                self.problem,
                self.mend,
                self.unlock,
                rule(),
                row(self.other_way, STRETCH),
                row(self.join, STRETCH),
                row(self.nobody_left, STRETCH),
                row(self.practise, STRETCH),
                row(self.leave_practice, STRETCH),
                gap="s",
            )
        )
        form.setMaximumWidth(look().scaled(FORM_WIDTH))
        self._welcome = HillsView()
        centred = row(STRETCH, form, STRETCH)
        centred.setStretch(1, 1000)
        middle = stack(STRETCH, centred, STRETCH, margins=("l",) * 4)
        whole = row(self._welcome, self.problem.page_of(middle), gap="hair", grows=1)
        self.setLayout(whole)
        self._make_room(self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the picture give way in a narrow window."""
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def _make_room(self, width: int) -> None:
        beside = width >= self._welcome.minimumWidth() + FORM_WIDTH
        self._welcome.setVisible(beside and not look().is_large)

    def _listen(self) -> None:
        self.who.chosen.connect(self._on_person_chosen)
        self.who.pointed.connect(self._on_person_pointed)
        self.passphrase.entered.connect(self._on_unlock_asked)
        self.key_file.chosen.connect(self.passphrase.setFocus)
        self.unlock.clicked.connect(self._on_unlock_asked)
        self.other_way.clicked.connect(self._on_other_way_clicked)
        self.practise.clicked.connect(self._on_practise_clicked)
        self.leave_practice.clicked.connect(self._viewmodel.practice_left)
        self.join.clicked.connect(self._on_join_clicked)
        self.nobody_left.clicked.connect(self._viewmodel.continuity_requested)
        self.mend.clicked.connect(self._viewmodel.ask_for_mending)
        self._viewmodel.state_changed.connect(self.show_state)

    @Slot(str)
    def _on_person_pointed(self, uid: str) -> None:
        if uid != self._viewmodel.state.chosen:
            self.key_file.clear()
        self._viewmodel.choose(uid)

    @Slot(str)
    def _on_person_chosen(self, uid: str) -> None:
        self._on_person_pointed(uid)
        if self.who.box is None:  # in the box a name may still be being typed
            self.focus_first()

    @Slot()
    def _on_unlock_asked(self) -> None:
        state = self._viewmodel.state
        if not state.chosen:
            self.problem.show_message(
                "info", _("Who is working?"), _("Choose your name first."), again=True
            )
            self.focus_first()
        elif not self.unlock.isEnabled():
            return
        elif state.with_sheet:
            self._open_with_sheet()
        else:
            self._viewmodel.open_with_passphrase(self.passphrase.take(), self.key_file.path)

    def _open_with_sheet(self) -> None:
        if not self._viewmodel.is_sheet(self.sheet.text()):
            return  # what was typed for the passphrase stays
        if self.new_passphrase.is_typed_twice():
            self._viewmodel.open_with_sheet(self.sheet.text(), self.new_passphrase.take())
            return
        self.problem.show_message(
            "attention",
            _("The two new passphrases differ"),
            _("Nothing was tried yet. Type the new passphrase again in the second field."),
        )

    @Slot()
    def _on_other_way_clicked(self) -> None:
        self._viewmodel.ask_for_sheet()
        self.focus_first()

    @Slot()
    def _on_join_clicked(self) -> None:
        self.problem.show_message(
            "info",
            _("Ask an administrator to add you"),
            _(
                "They sign in here, open Settings, People and add you. Sit beside them: you type a "
                "passphrase that only you know, and print your own recovery sheet."
            ),
            again=True,
        )

    @Slot()
    def _on_practise_clicked(self) -> None:
        if self._viewmodel.state.practice:
            self._viewmodel.fresh_practice_requested.emit()
        else:
            self._viewmodel.practice_requested.emit()


def _greeting(now: datetime) -> str:
    if now.hour < NOON:
        return pgettext("greeting", "Good morning")
    return (
        pgettext("greeting", "Good afternoon")
        if now.hour < EVENING
        else pgettext("greeting", "Good evening")
    )


def _held_words() -> str:
    return _(
        "It was locked while a client had the laptop. It fills the screen and does not "
        "close until somebody signs in. For anything else, restart the laptop."
    )


def _due_words() -> str:
    return _("Something was still due when it was locked. Sign in, and Today shows it.")


def _practise_words(state: UnlockState) -> str:
    if state.practice:
        return _("Start again with new invented clients")
    return _("Practise with invented clients")


def _hint(filled_in: str) -> list[QWidget]:
    words = _("In practice the passphrase is no secret: it is filled in.")
    return [text(words, "caption", wrap=True)] if filled_in else []
