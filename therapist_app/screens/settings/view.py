"""The settings."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import cache, cached_property, partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app import commands
from therapist_app.accessibility.announcing import with_stop
from therapist_app.commands import Destination
from therapist_app.screens.settings.index_view import IndexView, Subject, setting_line
from therapist_app.screens.settings.numbers_view import LinesView, NumbersView, StaffNumbersView
from therapist_app.screens.settings.service_view import (
    LockingView,
    MeasuresView,
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
from therapist_app.widgets.layout.frames import TONE_SIGNS
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
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
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.people.role_words import roles_in_words
from therapist_app.workflows.policies.idle_limits import IdleLimits
from therapist_app.workflows.policies.page_numbers import PageNumbers
from therapist_app.workflows.policies.staff_numbers import StaffNumbers
from therapist_app.workflows.safekeeping.protections import tell_protection
from therapist_app.workflows.safekeeping.uses_of_sheets import emergency_words

SHEET_WIDTH = 840
ABOUT = N_("What it is for and what it never does, where help is, the version, and the licences.")
KEPT = N_("How long records are kept, who approved that, and which clients have reached that time.")
BACKUPS = N_(
    "Whether the backups are up to date, where the second copy goes, backing up, restoring."
)
TRAIL = N_("Who did what and when, and whether anybody changed these entries.")
KEYS = N_("Your passphrase, your recovery sheet, and a key file if you want one.")


class LaptopView(ReadByLines):
    """Each finding: a sign, a title, what it means and what to do."""

    def __init__(self) -> None:
        super().__init__(pgettext("subject of settings", "This laptop"))
        self._waiting = text(_("Looking at this laptop …"), "muted")
        measured = text(_("Measured anew each time this page is opened."), "small", wrap=True)
        self._findings = stack(measured, self._waiting)
        self.setLayout(row(card(_("Protections in force on this laptop"), self._findings)))

    def show_checks(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        """Show what was found, once."""
        if not checks or self._waiting.isHidden():
            return
        self._waiting.hide()
        told = [tell_protection(each) for each in checks]
        self.hold_lines([f"{with_stop(title)} {words}" for _tone, title, words in told])
        for tone, title, words in told:
            beside = stack(text(title, "strong", wrap=True), gap="hair")
            if words:
                beside.addWidget(text(words, "small", wrap=True))
            line = row(symbol(TONE_SIGNS[tone]), beside, grows=1)
            self._findings.addLayout(line)


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

    def show_look(self, look: LookSettings) -> None:
        """Show the look in force: not every other one builds the window anew."""
        self._look = look
        self.choices.show_look(look)
        self.still.setChecked(look.reduced_motion)
        self.one_by_one.setChecked(look.one_by_one)

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
        "Here you choose how the window looks, and what holds for the whole service. "
        "Choose a subject on the left, or type a word to find a setting. Most changes "
        "hold at once; a few ask for your passphrase.",
        ((NP_("keys", "Up, Down"), N_("From one subject to the next")),),
        read_on="docs/guides/administrator.md",
    )

    limits_settled = Signal()

    def __init__(self, viewmodel: SettingsViewModel) -> None:
        super().__init__("settings", viewmodel)
        self._following: list[Callable[[SettingsState], None]] = []
        self.look = LookView(viewmodel.state.look)
        self.message = MessagePlace()
        self.subjects = {each.id: each for each in self._subjects(viewmodel.state)}
        self.index = IndexView(tuple(self.subjects.values()))
        self.pages = PageStack()
        self._compose()
        self._listen()
        wanted = viewmodel.subject
        self.turn_to(wanted if wanted in self.subjects else next(iter(self.subjects)))
        viewmodel.begin()

    @cached_property
    def laptop(self) -> LaptopView:
        """What was found on this laptop."""
        view = LaptopView()
        self._follow(lambda state: view.show_checks(state.laptop))
        return view

    @cached_property
    def locking(self) -> LockingView:
        """After how long it locks."""
        state = self._viewmodel.state
        view = LockingView(state.limits, may_settle=state.may_settle)
        view.chosen.connect(self._on_locking_chosen)
        self._follow(lambda state: view.show_limits(state.limits))
        return view

    @cached_property
    def numbers(self) -> NumbersView:
        """The numbers on what clients take home."""
        state = self._viewmodel.state
        view = NumbersView(state.numbers, may_settle=state.may_settle)
        view.settled.connect(self._on_numbers_settled)
        return view

    @cached_property
    def staff_numbers(self) -> StaffNumbersView:
        """The numbers of colleagues, on the day sheet."""
        state = self._viewmodel.state
        view = StaffNumbersView(state.staff_numbers, may_settle=state.may_settle)
        view.settled.connect(self._on_staff_numbers_settled)
        return view

    @cached_property
    def use(self) -> UseView:
        """What the service uses forms for."""
        state = self._viewmodel.state
        view = UseView(state.use, state.file_problems, may_settle=state.may_settle)
        view.chosen.connect(self._viewmodel.settle_use)
        return view

    @cached_property
    def rules(self) -> RulesView:
        """The rules about the course that the service follows."""
        view = RulesView(self._viewmodel.state.rules)
        view.switched.connect(self._viewmodel.switch_rule)
        return view

    @cached_property
    def measures(self) -> MeasuresView:
        """The measures besides those of the programme."""
        view = MeasuresView(self._viewmodel.state.measures)
        view.switched.connect(self._viewmodel.choose_measure)
        return view

    @cached_property
    def about(self) -> LeavingButton:
        """The way to what the application is."""
        name = pgettext("page", "About this application")
        return self._way(pgettext("button", "Open"), commands.About(), name)

    @cached_property
    def keys(self) -> LeavingButton:
        """The way to one's own keys."""
        name = _("Change your passphrase and keys")
        return self._way(pgettext("button", "Change them"), commands.OwnKeys(), name)

    @cached_property
    def people(self) -> LeavingButton:
        """The way to people and roles."""
        keeps = self._viewmodel.state.keeps_people
        words = _("Manage people and roles") if keeps else _("Show people and roles")
        return self._way(words, commands.People())

    @cached_property
    def local_text(self) -> LeavingButton:
        """The way to the service's own text."""
        return self._way(_("Write or update your service's text"), commands.LocalTextPage())

    @cached_property
    def retention(self) -> LeavingButton:
        """The way to how long records are kept."""
        name = _("How long records are kept")
        return self._way(pgettext("button", "Open"), commands.Retention(), name)

    @cached_property
    def backups(self) -> LeavingButton:
        """The way to the backups."""
        return self._way(_("Open the backups"), commands.Safekeeping())

    @cached_property
    def trail(self) -> LeavingButton:
        """The way to the audit trail."""
        return self._way(_("Open the audit trail"), commands.AuditTrail())

    def _way(self, words: str, to: Destination, name: str = "") -> LeavingButton:
        way = LeavingButton(words, to)
        if name:
            way.setAccessibleName(name)
        way.left.connect(self.leave_requested)
        return way

    def _follow(self, show: Callable[[SettingsState], None]) -> None:
        """Have a part show the state, now and after each change."""
        self._following.append(show)
        show(self._viewmodel.state)

    def focus_first(self) -> None:
        """Put the keyboard into the index, or into the subject that was asked for."""
        if self._viewmodel.subject in self.subjects:
            self.enter(self._viewmodel.subject)
        else:
            self.index.focus_shown()

    @Slot(str)
    def turn_to(self, subject: str) -> None:
        """Show a subject; until then nothing of it is made, unless words are looked for in it."""
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
        yield from self._of_you()
        yield from self._of_service(state)
        yield from self._of_record()

    def _of_you(self) -> Iterator[Subject]:
        yield self._subject(
            "display",
            "you",
            pgettext("subject of settings", "Display"),
            lambda: self.message.page_of(_column(self.message, self.look)),
            lambda: self.look.scales[0],
        )
        yield self._subject(
            "keys",
            "you",
            pgettext("subject of settings", "Your keys"),
            lambda: _page(
                card(
                    pgettext("card", "Your keys"), text(_(KEYS), wrap=True), row(self.keys, STRETCH)
                )
            ),
            lambda: self.keys,
        )
        title = pgettext("page", "About this application")
        yield self._leading("about", "you", title, _(ABOUT), lambda: self.about)

    def _of_service(self, state: SettingsState) -> Iterator[Subject]:
        def may(first: QWidget) -> QWidget | None:
            return first if state.may_settle else None

        yield self._subject(
            "people",
            "service",
            _("People and roles"),
            lambda: _page(_people(state, self.people), *_emergency(state)),
            lambda: self.people,
        )
        usable = any(each.is_usable for each in state.jurisdictions)
        yield self._subject(
            "texts",
            "service",
            pgettext("subject of settings", "Confidentiality text"),
            lambda: _page(_jurisdictions(state, row(self.local_text, STRETCH))),
            lambda: self.local_text,
            wants="" if usable else _text_wants(state),
        )
        yield self._subject(
            "numbers",
            "service",
            pgettext("subject of settings", "Phone numbers"),
            lambda: _page(self.numbers, self.staff_numbers),
            lambda: may(self.numbers.first),
            wants=_numbers_want(state.numbers),
        )
        yield self._subject(
            "locking",
            "service",
            pgettext("subject of settings", "Locking"),
            lambda: _page(self.locking),
            lambda: may(self.locking.first),
        )
        settled = (lambda: self.measures, lambda: self.rules) if state.may_settle else ()
        yield self._subject(
            "forms",
            "service",
            _("Sessions and forms"),
            lambda: _page(self.use, *(each() for each in settled)),
            lambda: may(self.use.options[0]),
            wants=_("files to look at") if state.file_problems else "",
        )

    def _of_record(self) -> Iterator[Subject]:
        kept = _("How long records are kept")
        yield self._leading("retention", "record", kept, _(KEPT), lambda: self.retention)
        title = pgettext("subject of settings", "Backups")
        yield self._leading("backups", "record", title, _(BACKUPS), lambda: self.backups)
        title = pgettext("subject of settings", "Audit trail")
        yield self._leading("trail", "record", title, _(TRAIL), lambda: self.trail)
        yield self._subject(
            "laptop",
            "record",
            pgettext("subject of settings", "This laptop"),
            lambda: _page(self.laptop),
            lambda: self.laptop,
        )

    def _subject(
        self,
        name: str,
        group: str,
        title: str,
        make: Callable[[], QWidget],
        first: Callable[[], QWidget | None],
        *,
        wants: str = "",
        leads: bool = False,
    ) -> Subject:
        return Subject(name, group, title, self._once(make), first, wants, leads)

    def _leading(
        self, name: str, group: str, title: str, sentence: str, way: Callable[[], LeavingButton]
    ) -> Subject:
        page = partial(_leading, title, sentence, way)
        return self._subject(name, group, title, page, way, leads=True)

    def _once(self, make: Callable[[], QWidget]) -> Callable[[], QWidget]:
        """Return what makes a page when it is first asked for, and owns it from then on."""

        @cache
        def made() -> QWidget:
            page = make()
            keep_aside(self, page)
            return page

        return made

    def _compose(self) -> None:
        if self.index.is_listed:
            index = box("aside", stack(self.index))
            body = hold(row(index, self.pages.place, gap="hair", grows=1))
        else:
            whole = stack(self.index, self.pages.place, gap="s")
            whole.setStretch(1, 1)
            body = hold(whole)
        self.setLayout(whole_page(page_head(pgettext("page", "Settings")), body))

    def _listen(self) -> None:
        self.index.turned.connect(self.turn_to)
        self.index.entered.connect(self.enter)
        self.look.chosen.connect(self._viewmodel.choose)
        self.look.defaults.clicked.connect(self._viewmodel.choose_defaults)
        self._viewmodel.state_changed.connect(self.show_state)

    def show_state(self, state: SettingsState) -> None:
        """Show the look and whether it is kept, and what else follows the state."""
        self.look.show_look(state.look)
        for show in self._following:
            show(state)
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

    @Slot(StaffNumbers)
    def _on_staff_numbers_settled(self, numbers: StaffNumbers) -> None:
        self._viewmodel.settle_staff_numbers(numbers)
        self.staff_numbers.say_kept()

    @property
    def guards(self) -> bool:
        """Whether a number is written that is not saved."""
        return any(each.unsaved for each in self._numbers_made)

    def hold_back(self) -> bool:
        """Save what can be; say once what cannot, and return whether that was said just now."""
        self.flush()
        said = [each for each in self._numbers_made if each.hold_back()]
        if said:
            self.turn_to("numbers")
        return bool(said)

    def flush(self) -> None:
        """Keep the numbers that were written and not kept yet."""
        for each in self._numbers_made:
            each.flush()

    @property
    def _numbers_made(self) -> list[LinesView]:
        """Those that somebody turned to; where nobody did there is nothing to keep."""
        made: list[LinesView] = [self.numbers] if "numbers" in vars(self) else []
        return [*made, *([self.staff_numbers] if "staff_numbers" in vars(self) else [])]


def _text_wants(state: SettingsState) -> str:
    if state.is_text_begun:
        return _("draft, not approved")
    return pgettext("value of a setting", "none")


def _numbers_want(numbers: PageNumbers) -> str:
    settled = sum(bool(each.strip()) for each in asdict(numbers).values())
    count = len(asdict(numbers))
    return "" if settled == count else _("{done} of {of}").format(done=settled, of=count)


def _column(*parts: Part) -> QVBoxLayout:
    sheet = hold(stack(*parts, gap="l"))
    sheet.setMaximumWidth(look().scaled(SHEET_WIDTH))
    line = row(sheet, STRETCH)
    line.setStretch(0, 1000)
    return stack(line, STRETCH, margins=("page", "l", "page", "l"))


def _page(*parts: Part) -> QWidget:
    return scroll(_column(*parts))


def _leading(title: str, sentence: str, way: Callable[[], LeavingButton]) -> QWidget:
    return _page(card(title, text(sentence, wrap=True), row(way(), STRETCH)))


def _emergency(state: SettingsState) -> list[QFrame]:
    """Return who can open the clients of the person signed in, whom the set-up promised to tell."""
    if state.has_continuity is None:
        return []
    title, words = emergency_words(has_sheet=state.has_continuity, is_open=state.is_envelope_open)
    return [card(title, text(words, wrap=True))]


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
    name = Flow(name_of(line.name), usable, STRETCH)
    return stack(name, text(words, "small", wrap=True), gap="hair")


def _status(status: str) -> str:
    return (
        pgettext("programme state", "approved")
        if status == "approved"
        else _("draft, not approved by anybody")
    )
