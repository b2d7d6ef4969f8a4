"""The settings."""

from collections.abc import Iterator
from dataclasses import asdict, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QStackedWidget, QVBoxLayout, QWidget

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app import commands
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.key_widgets.role_words import roles_in_words
from therapist_app.screens.settings.index_view import IndexView, Subject, setting_line
from therapist_app.screens.settings.service_view import (
    LockingView,
    MeasuresView,
    NumbersView,
    RulesView,
    UseView,
)
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
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    Part,
    Tick,
    box,
    button,
    card,
    chip,
    hold,
    keep_aside,
    name_of,
    page_head,
    row,
    rule,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.policies.idle_limits import IdleLimits
from therapist_app.workflows.policies.page_numbers import PageNumbers
from therapist_app.workflows.safekeeping.protections import tell_protection

SIGNS = {"good": "check", "info": "info", "attention": "alert", "urgent": "urgent"}
SHEET_WIDTH = 840
ABOUT = N_("What it is for and what it never does, where help is, the version, and the licences.")
KEPT = N_("How long records are kept, who approved that, and which clients have reached that time.")
BACKUPS = N_(
    "Whether the backups are up to date, where the second copy goes, backing up, restoring."
)
TRAIL = N_("Who did what and when, and whether anybody changed these entries.")
KEYS = N_("Your passphrase, your recovery sheet, and a key file if you want one.")


class LaptopView(QWidget):
    """Each finding: a sign, a title, what it means and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = text(_("Looking at this laptop …"), "muted")
        measured = text(_("Measured anew each time this page is opened."), "small", wrap=True)
        self._lines = stack(measured, self._waiting)
        self.setLayout(row(card(_("Protections in force on this laptop"), self._lines)))

    def show_checks(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        """Show what was found, once."""
        if not checks or self._waiting.isHidden():
            return
        self._waiting.hide()
        for each in checks:
            tone, title, words = tell_protection(each)
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
        self.choices = LookChoices(look, setting_line)
        self.schemes, self.scales = self.choices.schemes, self.choices.scales
        self.still = Tick(pgettext("choice", "Reduce motion"), checked=look.reduced_motion)
        self.one_by_one = Tick(_("Show forms one question at a time"), checked=look.one_by_one)
        self.defaults = button(_("Reset display settings"), "quiet")
        kept = _("Saved as you choose, for you on this laptop.")
        self.setLayout(
            row(
                card(
                    pgettext("card", "Display"),
                    self.choices,
                    rule(),
                    setting_line(
                        pgettext("field", "Motion"),
                        _("Questions that follow open at once."),
                        self.still,
                    ),
                    rule(),
                    setting_line(
                        pgettext("field", "Forms"),
                        _("Large, one after the other."),
                        self.one_by_one,
                    ),
                    rule(),
                    row(symbol("check", "good"), text(kept, "small", wrap=True), grows=1),
                    row(STRETCH, self.defaults),
                    gap="m",
                )
            )
        )
        self.choices.chosen.connect(self.chosen)
        self.still.turned.connect(self._on_turned)
        self.one_by_one.turned.connect(self._on_turned)

    def focus_chosen(self) -> None:
        """Put the keyboard on the size in force."""
        self.choices.focus_chosen()

    @Slot()
    def _on_turned(self) -> None:
        still, one_by_one = self.still.isChecked(), self.one_by_one.isChecked()
        self.chosen.emit(replace(self._look, reduced_motion=still, one_by_one=one_by_one))


class SettingsView(PageView[SettingsViewModel]):
    """An index, and one subject at a time.

    Signals:
        limits_settled: After how long it locks was settled.

    """

    HELP = PageHelp(
        N_(
            "Here you choose how the window looks, and what holds for the whole service. "
            "Choose a subject on the left, or type a word to find a setting. Most changes "
            "hold at once; a few ask for your passphrase."
        ),
        ((NP_("keys", "Up, Down"), N_("From one subject to the next")),),
        read_on="docs/accessibility.md",
    )

    limits_settled = Signal()

    def __init__(self, viewmodel: SettingsViewModel, parent: QWidget | None = None) -> None:
        super().__init__("settings", viewmodel, parent)
        state = viewmodel.state
        self.look = LookView(state.look)
        self.message = MessagePlace()
        about = LeavingButton(pgettext("button", "Open"), commands.About())
        about.setAccessibleName(pgettext("page", "About this application"))
        self.about = about
        self.laptop = LaptopView()
        self.backups = LeavingButton(_("Open the backups"), commands.Safekeeping())
        self.trail = LeavingButton(_("Open the audit trail"), commands.AuditTrail())
        self.use = UseView(state.use, state.file_problems, may_settle=state.may_settle)
        self.locking = LockingView(state.limits, may_settle=state.may_settle)
        self.rules = RulesView(state.rules)
        self.measures = MeasuresView(state.measures)
        self.numbers = NumbersView(state.numbers, may_settle=state.may_settle)
        people = _("Manage people and roles") if state.keeps_people else _("Show people and roles")
        self.people = LeavingButton(people, commands.People())
        self.keys = LeavingButton(pgettext("button", "Change them"), commands.OwnKeys())
        self.keys.setAccessibleName(_("Change your passphrase and keys"))
        write = _("Write or update your service's text")
        self.local_text = LeavingButton(write, commands.LocalTextPage())
        self.retention = LeavingButton(pgettext("button", "Open"), commands.Retention())
        self.retention.setAccessibleName(_("How long records are kept"))
        self.subjects = {each.id: each for each in self._subjects(state)}
        self.index = IndexView(tuple(self.subjects.values()))
        self.pages = QStackedWidget()
        keep_aside(self, *(each.page for each in self.subjects.values()))
        self._compose()
        self._listen()
        wanted = viewmodel.subject
        self.turn_to(wanted if wanted in self.subjects else next(iter(self.subjects)))
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard into the index, or into the subject that was asked for."""
        if self._viewmodel.subject in self.subjects:
            self.enter(self._viewmodel.subject)
        else:
            self.index.focus_shown()

    @Slot(str)
    def turn_to(self, subject: str) -> None:
        """Show a subject; until then it stands aside, and is neither styled nor laid out."""
        self.index.show_shown(subject)
        page = self.subjects[subject].page
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    @Slot(str)
    def enter(self, subject: str) -> None:
        """Show a subject and put the keyboard into it; what only leads on is left for."""
        shown = self.subjects[subject]
        self.turn_to(subject)
        if shown.leads and isinstance(shown.first, LeavingButton):
            shown.first.click()
        elif subject == "display":
            self.look.focus_chosen()
        elif shown.first is not None:
            shown.first.setFocus()

    def _subjects(self, state: SettingsState) -> Iterator[Subject]:
        def may(first: QWidget) -> QWidget | None:
            return first if state.may_settle else None

        look_page = self.message.page_of(_column(self.message, self.look))
        yield Subject(
            "display",
            "you",
            pgettext("subject of settings", "Display"),
            look_page,
            self.look.scales[0],
        )
        keys = card(
            pgettext("card", "Your keys"), text(_(KEYS), wrap=True), row(self.keys, STRETCH)
        )
        yield Subject(
            "keys", "you", pgettext("subject of settings", "Your keys"), _page(keys), self.keys
        )
        title = pgettext("page", "About this application")
        yield _leading("about", "you", title, _(ABOUT), self.about)
        people = _page(_people(state, self.people))
        yield Subject("people", "service", _("People and roles"), people, self.people)
        usable = any(each.is_usable for each in state.jurisdictions)
        texts = _page(_jurisdictions(state, row(self.local_text, STRETCH)))
        title = pgettext("subject of settings", "Confidentiality text")
        wants = "" if usable else pgettext("value of a setting", "none")
        yield Subject("texts", "service", title, texts, self.local_text, wants)
        wants = _numbers_want(state.numbers)
        numbers = _page(self.numbers)
        yield Subject(
            "numbers",
            "service",
            pgettext("subject of settings", "Phone numbers"),
            numbers,
            may(self.numbers.first),
            wants,
        )
        locking = _page(self.locking)
        yield Subject(
            "locking",
            "service",
            pgettext("subject of settings", "Locking"),
            locking,
            may(self.locking.first),
        )
        settled = (self.measures, self.rules)
        forms = _page(self.use, *settled) if state.may_settle else _page(self.use)
        keep_aside(self, *(() if state.may_settle else settled))
        title = _("Sessions and forms")
        wants = _("files to look at") if state.file_problems else ""
        yield Subject("forms", "service", title, forms, may(self.use.options[0]), wants)
        yield _leading(
            "retention", "record", _("How long records are kept"), _(KEPT), self.retention
        )
        yield _leading(
            "backups",
            "record",
            pgettext("subject of settings", "Backups"),
            _(BACKUPS),
            self.backups,
        )
        yield _leading(
            "trail", "record", pgettext("subject of settings", "Audit trail"), _(TRAIL), self.trail
        )
        yield Subject(
            "laptop",
            "record",
            pgettext("subject of settings", "This laptop"),
            _page(self.laptop),
            None,
        )

    def _compose(self) -> None:
        if self.index.is_listed:
            index = box("aside", stack(self.index))
            body = hold(row(index, self.pages, gap="hair", grows=1))
        else:
            whole = stack(self.index, self.pages, gap="s")
            whole.setStretch(1, 1)
            body = hold(whole)
        self.setLayout(whole_page(page_head(pgettext("page", "Settings")), body))

    def _listen(self) -> None:
        self.index.turned.connect(self.turn_to)
        self.index.entered.connect(self.enter)
        self.look.chosen.connect(self._viewmodel.choose)
        self.look.defaults.clicked.connect(self._viewmodel.choose_defaults)
        self.locking.chosen.connect(self._on_locking_chosen)
        self.rules.switched.connect(self._viewmodel.switch_rule)
        self.measures.switched.connect(self._viewmodel.choose_measure)
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
                _("These display settings last until you lock"),
                _("They could not be saved for next time."),
            )

    @Slot(IdleLimits)
    def _on_locking_chosen(self, chosen: IdleLimits) -> None:
        self._viewmodel.settle_limits(chosen)
        self.limits_settled.emit()

    @Slot(PageNumbers)
    def _on_numbers_settled(self, numbers: PageNumbers) -> None:
        self._viewmodel.settle_numbers(numbers)
        self.numbers.say_kept()
        self.index.show_wants("numbers", _numbers_want(numbers))

    def flush(self) -> None:
        """Keep the numbers that were written and not kept yet."""
        self.numbers.flush()


def _numbers_want(numbers: PageNumbers) -> str:
    settled = sum(bool(each.strip()) for each in asdict(numbers).values())
    count = len(asdict(numbers))
    return "" if settled == count else _("{done} of {of}").format(done=settled, of=count)


def _column(*parts: Part) -> QVBoxLayout:
    sheet = hold(stack(*parts, gap="l"))
    sheet.setMaximumWidth(round(SHEET_WIDTH * look().text_scale))
    line = row(sheet, STRETCH)
    line.setStretch(0, 1000)
    return stack(line, STRETCH, margins=("page", "l", "page", "l"))


def _page(*parts: Part) -> QWidget:
    return scroll(_column(*parts))


def _leading(subject: str, group: str, title: str, sentence: str, way: LeavingButton) -> Subject:
    page = _page(card(title, text(sentence, wrap=True), row(way, STRETCH)))
    return Subject(subject, group, title, page, way, leads=True)


def _people(state: SettingsState, opens: QWidget) -> QFrame:
    lines: list[QLayout] = []
    for person in state.people:
        roles = roles_in_words(person.roles)
        you = [chip(pgettext("mark", "you"), "accent")] if person.uid == state.you else []
        name = row(name_of(person.name), *you, STRETCH)
        lines.append(stack(name, text(roles, "small", wrap=True), gap="hair"))
    return card(pgettext("card", "People"), *lines, action=opens)


def _jurisdictions(state: SettingsState, way: QLayout) -> QFrame:
    title = _("Limits of confidentiality")
    lines: list[Part] = [_jurisdiction(each) for each in state.jurisdictions]
    if not lines:
        lines.append(text(_("No text on confidentiality is installed."), wrap=True))
    if state.templates:
        words = _("Templates to start from, under Programme, Local texts: {count}.")
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
    return (
        pgettext("programme state", "approved")
        if status == "approved"
        else _("draft, not approved by anybody")
    )
