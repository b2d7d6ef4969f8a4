"""The settings."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _
from therapist_app import commands
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.key_widgets.role_words import roles_in_words
from therapist_app.screens.settings.service_view import LockingView, NumbersView, RulesView, UseView
from therapist_app.screens.settings.viewmodel import (
    JurisdictionLine,
    SettingsState,
    SettingsViewModel,
)
from therapist_app.settings import LookSettings
from therapist_app.theme.look import look
from therapist_app.widgets.fields.look_choices import LookChoices
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LeavingButton,
    Part,
    Tick,
    card,
    chip,
    name_of,
    page_head,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.entering.first_run import EnvironmentCheck, tell_finding
from therapist_app.workflows.policies.idle_limits import IdleLimits
from therapist_app.workflows.policies.page_numbers import PageNumbers

SIGNS = {"good": "check", "info": "info", "attention": "alert", "urgent": "urgent"}
KEYS = N_("Your passphrase, your recovery sheet, and a key file if you want one.")


class LaptopView(QWidget):
    """Each finding: a sign, a title, what it means and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = text(_("Looking at this laptop …"), "muted")
        self._lines = stack(self._waiting)
        self.setLayout(row(card(_("This laptop"), self._lines)))

    def show_checks(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        """Show what was found, once."""
        if not checks or self._waiting.isHidden():
            return
        self._waiting.hide()
        for each in checks:
            tone, title, words = tell_finding(each)
            beside = stack(text(title, "strong", wrap=True), gap="hair")
            if words:
                beside.addWidget(text(words, "small", wrap=True))
            line = row(symbol(SIGNS[tone]), beside, grows=1)
            self._lines.addLayout(line)


class LookView(QWidget):
    """The look; each choice takes effect at once.

    Signals:
        chosen: The new settings.

    """

    chosen = Signal(LookSettings)

    def __init__(self, look: LookSettings) -> None:
        super().__init__()
        self._look = look
        self.choices = LookChoices(look)
        self.schemes, self.scales = self.choices.schemes, self.choices.scales
        self.still = Tick(_("Nothing moves"), checked=look.reduced_motion)
        self.one_by_one = Tick(_("Forms begin with one question a page"), checked=look.one_by_one)
        self.setLayout(row(card(_("Look"), self.choices, self.still, self.one_by_one)))
        self.choices.chosen.connect(self.chosen)
        self.still.clicked.connect(self._on_clicked)
        self.one_by_one.clicked.connect(self._on_clicked)

    def focus_chosen(self) -> None:
        """Put the keyboard on the size in force."""
        self.choices.focus_chosen()

    @Slot()
    def _on_clicked(self) -> None:
        still, one_by_one = self.still.isChecked(), self.one_by_one.isChecked()
        self.chosen.emit(replace(self._look, reduced_motion=still, one_by_one=one_by_one))


class SettingsView(PageView[SettingsViewModel]):
    """What can be changed, what is settled elsewhere, and what is not there yet.

    Signals:
        limits_settled: After how long it locks was settled.

    """

    limits_settled = Signal()

    def __init__(self, viewmodel: SettingsViewModel, parent: QWidget | None = None) -> None:
        super().__init__("settings", viewmodel, parent)
        state = viewmodel.state
        self.look = LookView(state.look)
        self.message = MessagePlace()
        about = _("Keys, and about this application  F1")
        self.about = LeavingButton(about, commands.About(), "secondary", "info")
        self.laptop = LaptopView()
        self.backups = LeavingButton(_("Backups"), commands.Safekeeping(), "secondary", "backup")
        self.trail = LeavingButton(_("Audit trail"), commands.AuditTrail(), "secondary", "note")
        self.use = UseView(state.use, state.file_problems, may_settle=state.may_settle)
        self.locking = LockingView(state.limits, may_settle=state.may_settle)
        self.rules = RulesView(state.rules)
        self.numbers = NumbersView(state.numbers, may_settle=state.may_settle)
        people = _("Keep the list") if state.keeps_people else _("Open the list")
        self.people = LeavingButton(people, commands.People())
        self.keys = LeavingButton(_("Change them"), commands.OwnKeys())
        self.keys.setAccessibleName(_("Change your keys"))
        write = _("Write or renew the text of your service")
        self.local_text = LeavingButton(write, commands.LocalTextPage())
        self.retention = LeavingButton(_("How long records are kept"), commands.Retention())
        self._compose(state)
        self._listen()
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the scheme in force."""
        self.look.focus_chosen()

    def _compose(self, state: SettingsState) -> None:
        keys = card(_("Your keys"), text(_(KEYS), wrap=True), row(self.keys, STRETCH))
        own = (self.locking, keys, self.numbers, self.rules)
        people = _people(state, self.people)
        left = stack(self.message, self.look, *own, STRETCH, gap="l")
        texts = _jurisdictions(state, row(self.local_text, STRETCH))
        kept = card(_("Retention"), row(self.retention, STRETCH))
        rest = (texts, kept, self.use, self.laptop)
        right = stack(people, *rest, STRETCH, gap="l")
        columns = stack(left, right, gap="l") if look().is_large else Columns(left, right)
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        head = page_head(_("Settings"), "", actions=(self.trail, self.backups, self.about))
        self.setLayout(whole_page(head, self.message.page_of(body)))
        self.rules.setVisible(state.may_settle)

    def _listen(self) -> None:
        self.look.chosen.connect(self._viewmodel.choose)
        self.locking.chosen.connect(self._on_locking_chosen)
        self.rules.switched.connect(self._viewmodel.switch_rule)
        self.numbers.settled.connect(self._on_numbers_settled)
        self.use.chosen.connect(self._viewmodel.settle_use)
        for way in (
            self.trail,
            self.backups,
            self.about,
            self.people,
            self.keys,
            self.local_text,
            self.retention,
        ):
            way.left.connect(self.leave_requested)
        self._viewmodel.state_changed.connect(self.show_state)

    def show_state(self, state: SettingsState) -> None:
        """Show whether the look is kept, after how long it locks and, once, the laptop."""
        self.locking.show_limits(state.limits)
        self.laptop.show_checks(state.laptop)
        if state.is_kept:
            self.message.clear()
        else:
            self.message.show_message(
                "info",
                _("This look holds until you lock"),
                _("It could not be kept for next time."),
            )

    @Slot(IdleLimits)
    def _on_locking_chosen(self, chosen: IdleLimits) -> None:
        self._viewmodel.settle_limits(chosen)
        self.limits_settled.emit()

    @Slot(PageNumbers)
    def _on_numbers_settled(self, numbers: PageNumbers) -> None:
        self._viewmodel.settle_numbers(numbers)
        self.numbers.say_kept()


def _people(state: SettingsState, opens: QWidget) -> QFrame:
    lines: list[QLayout] = []
    for person in state.people:
        roles = roles_in_words(person.roles)
        you = [chip(pgettext("mark", "you"), "accent")] if person.uid == state.you else []
        name = row(name_of(person.name), *you, STRETCH)
        lines.append(stack(name, text(roles, "small", wrap=True), gap="hair"))
    return card(_("People"), *lines, action=opens)


def _jurisdictions(state: SettingsState, way: QLayout) -> QFrame:
    title = _("Limits of confidentiality")
    lines: list[Part] = [_jurisdiction(each) for each in state.jurisdictions]
    if not lines:
        lines.append(text(_("No jurisdiction text is installed."), wrap=True))
    if state.templates:
        words = _("Templates to work through, to be read in the library: {count}.")
        lines.append(text(words.format(count=state.templates), "small", wrap=True))
    return card(title, *lines, way)


def _jurisdiction(line: JurisdictionLine) -> QLayout:
    expires = _("until {day}").format(day=day_in_words(line.expires_on)) if line.expires_on else ""
    usable = (
        chip(_("can be used"), "good") if line.is_usable else chip(_("not to be used"), "attention")
    )
    words = facts_in_a_line(_status(line.status), expires)
    name = row(name_of(line.name), usable, STRETCH)
    return stack(name, text(words, "small", wrap=True), gap="hair")


def _status(status: str) -> str:
    return _("approved") if status == "approved" else _("draft, not approved by anybody")
