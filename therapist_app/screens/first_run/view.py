"""The first run: one page after another, until the service is made and its sheets are safe."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.announcing import announce, with_stop
from therapist_app.build import Build
from therapist_app.key_widgets.new_person_view import NewPersonView
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.messages.rules import with_rules
from therapist_app.messages.this_copy import words_of_copy
from therapist_app.screens.first_run.viewmodel import FirstRunState, FirstRunViewModel, Founder
from therapist_app.settings import DEFAULTS, LookSettings
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.controls.switches import Switch
from therapist_app.widgets.fields.look_choices import LookChoices
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    MainButton,
    Option,
    Tick,
    banner,
    button,
    card,
    choices,
    foot_bar,
    hold,
    one_of,
    page_head,
    read_in_order,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.entering.first_run import tell_finding

ALSO_WHEN_LOST = N_(
    "Also after a laptop was lost, stolen or broken: you need the folder with its backups, and "
    "your passphrase or a sheet on paper."
)


def _way(title: str, words: str, go: QPushButton) -> QFrame:
    return card(title, reading(words), row(go, STRETCH), gap="m")


class WelcomeView(QWidget):
    """Whether one can read this comes first; then there are the ways in."""

    def __init__(self, viewmodel: FirstRunViewModel, look: LookSettings) -> None:
        super().__init__()
        self.look = LookChoices(look)
        self.real = button(_("Set up for real work"), "primary")
        self.practice = button(pgettext("button", "Practise"), "secondary")
        self.reading = button(_("Set up for reading reports"), "secondary")
        self.move_here = button(_("Move a service to this laptop"), "quiet", "backup")
        self.unfinished = banner(
            "attention",
            _("A move to this laptop was not completed"),
            _("Nothing of it is used, and the backups were not changed. Start the move again."),
        )
        if not viewmodel.state.is_moving_unfinished:
            self.unfinished.hide()
        body = stack(
            self.unfinished,
            reading(
                _(
                    "This application guides therapists through a prevention programme. It works "
                    "without any network: what you write stays on this laptop."
                )
            ),
            self.look,
            self._ways(),
            row(self.move_here, STRETCH),
            text(_(ALSO_WHEN_LOST), "small", tone="muted", wrap=True),
            *_this_copy(viewmodel.state.build),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(pgettext("page", "Welcome"), _("There is no record on this laptop yet"))
        self.setLayout(stack(head, scroll(body), gap="hair"))
        self.real.clicked.connect(viewmodel.look_at_laptop)
        self.practice.clicked.connect(viewmodel.practice_requested)
        self.reading.clicked.connect(viewmodel.begin_as_reader)
        self.move_here.clicked.connect(viewmodel.moving_requested)

    def _ways(self) -> Columns:
        real = _(
            "One encrypted record for this laptop. You choose a passphrase and print a "
            "recovery sheet: have a printer or a pen ready. It takes about five minutes."
        )
        practice = _(
            "Invented clients, the whole programme, nothing at stake. "
            "Practice and real work are never mixed."
        )
        reports = _(
            "For a lead without clients on this laptop. You get a key: services encrypt "
            "their reports for it, and you open and read them here."
        )
        return Columns(
            _way(_("For your clinic"), real, self.real),
            _way(pgettext("card", "Practise first"), practice, self.practice),
            _way(_("To read reports only"), reports, self.reading),
        )

    def focus_first(self) -> None:
        """Put the keyboard on the first way."""
        self.real.setFocus()


def _this_copy(build: Build | None) -> list[QWidget]:
    """Return what is compared before a passphrase is typed; nothing for a folder of code."""
    words = () if build is None else words_of_copy(build)
    return [text(each, "small", tone="muted", wrap=True) for each in words]


class LaptopCheckView(QWidget):
    """Each finding in words, and whether one may go on."""

    def __init__(self, viewmodel: FirstRunViewModel) -> None:
        super().__init__()
        self.go_on = MainButton(pgettext("button", "Continue"), shows_key=False)
        self.go_back = button(pgettext("button", "Back"))
        place = _("Place: {folder}").format(folder=viewmodel.state.folder)
        self._waiting = text(_("Looking at this laptop …"), "muted")
        self._waiting.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._body = stack(
            self._waiting,
            text(place, "small", tone="muted", wrap=True),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        self._why = text("", "small", wrap=True)
        self.findings: list[QFrame] = []
        self.read = ReadByLines(_("What was found"))
        head = page_head(
            pgettext("page", "This laptop"),
            _("What protects the record, besides its own encryption"),
        )
        foot = foot_bar(self.go_back, STRETCH, self._why, self.go_on)
        self.setLayout(stack(head, scroll(self._body), foot, gap="hair"))
        self.go_on.clicked.connect(viewmodel.ask_who)
        self.go_back.clicked.connect(viewmodel.go_back)
        self.show_state(viewmodel.state)

    def show_state(self, state: FirstRunState) -> None:
        """Show what was found, once it was."""
        self.go_on.setEnabled(state.may_go_on)
        if self.findings or not state.checks:
            return
        self._waiting.hide()
        self._why.setText(
            _("A record cannot be set up in this folder.") if state.is_refused else ""
        )
        self.go_on.setAccessibleDescription(self._why.text())
        told = [tell_finding(each) for each in state.checks]
        self.findings = [banner(*each) for each in told]
        lines = [with_stop(line) for _tone, *words in told for line in words if line]
        self.read.hold_lines(lines, stack(*self.findings))
        self._body.insertWidget(0, self.read)
        read_in_order(self._body)
        if self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the next step; while the laptop is looked at, where it says so."""
        if not self.findings:
            self._waiting.setFocus()
        else:
            (self.go_on if self.go_on.isEnabled() else self.go_back).setFocus()


class FounderView(NewPersonView):
    """Who makes the service: a name, a passphrase, and what each page settles besides."""

    def __init__(self, viewmodel: FirstRunViewModel, make: str, making: str) -> None:
        super().__init__(pgettext("field", "Your &name"), make, making)
        self._viewmodel = viewmodel
        self._keyboard = KeyboardPlace(self)
        self.go_back.clicked.connect(viewmodel.go_back)

    def show_state(self, state: FirstRunState) -> None:
        """Show `state`; nothing can be written in while the service is set up with it."""
        self._keyboard.note(is_busy=state.is_busy)
        for each in self._fields():
            each.setEnabled(not state.is_busy)
        self.make.setEnabled(not state.is_busy)
        self.go_back.setEnabled(not state.is_busy)
        self.show_work(state)
        self._keyboard.bring_back()

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.name_field, self.secret)

    def _make(self, *, leads: bool, continuity: bool, treats: bool) -> None:
        """Make it, once there is a name and both passphrases are the same."""
        name = self._name()
        retype = _("Nothing was set up yet. Type the passphrase again in the second field.")
        if name and self._is_decided() and self._is_typed_twice(retype):
            self._viewmodel.make(Founder(name, leads, continuity, treats), self.secret.take())

    def _is_decided(self) -> bool:
        """Whether everything was chosen that is to be."""
        return True


class TreatingFounderView(FounderView):
    """The founder of a service that treats."""

    def __init__(self, viewmodel: FirstRunViewModel) -> None:
        super().__init__(
            viewmodel, _("Set up the service"), pgettext("button at work", "Setting up …")
        )
        self.leads = Tick(_("I also lead the service: I approve texts and review exports"))
        self.with_continuity = Option(
            _("With a continuity sheet (recommended)"),
            help_words=_(
                "A sheet in a sealed envelope, kept outside this room, can open every caseload, "
                "and make somebody an administrator if you no longer can."
            ),
        )
        self.without_continuity = Option(
            pgettext("choice", "Without"),
            help_words=_(
                "If a therapist and their recovery sheet are gone, nobody can open their "
                "clients' records."
            ),
        )
        one_of(self, (self.with_continuity, self.without_continuity))
        self._compose()

    @override
    def _fields(self) -> tuple[QWidget, ...]:
        return (*super()._fields(), self.leads, self.with_continuity, self.without_continuity)

    def _compose(self) -> None:
        you = card(pgettext("card", "You"), self.name_field, self.leads, gap="m")
        secret = card(
            pgettext("card", "Your passphrase"),
            reading(
                with_rules(
                    _(
                        "At least {shortest} characters: several words that do not belong "
                        "together. Nobody can look it up or reset it. Your recovery sheet comes "
                        "next."
                    )
                )
            ),
            self.secret,
        )
        continuity = card(
            _("If somebody can no longer work here"),
            reading(
                _(
                    "Only its therapist can open a caseload. With a continuity sheet others can "
                    "open it in an emergency. Every therapist is told what you choose."
                )
            ),
            choices(
                _("If somebody can no longer work here"),
                self.with_continuity,
                self.without_continuity,
            ),
        )
        left, right = stack(you, secret, STRETCH), stack(continuity, STRETCH)
        head = page_head(
            pgettext("page", "You"),
            _("You become the administrator; you can add other people later"),
        )
        self._lay_out(head, _beside(left, right))

    @override
    def _on_make_clicked(self) -> None:
        self._make(
            leads=self.leads.isChecked(),
            continuity=self.with_continuity.isChecked(),
            treats=True,
        )

    @override
    def _is_decided(self) -> bool:
        """Whether it was chosen if there is a continuity sheet; else say that this lacks."""
        is_decided = self.with_continuity.isChecked() or self.without_continuity.isChecked()
        if not is_decided:
            self.problem.show_message(
                "attention",
                _("With a continuity sheet for emergencies, or without?"),
                _(
                    "It opens every caseload if somebody can no longer work here. Nothing was set "
                    "up yet: choose one of the two."
                ),
                again=True,
            )
            self.with_continuity.setFocus()
        return is_decided


def _beside(left: QLayout, right: QLayout) -> QWidget:
    """Return what is filled in beside what is read; in large text a passphrase needs the width."""
    if look().is_large:
        return hold(stack(left, right, gap="l"))
    return Columns(left, right, shares=(5, 4))


class ReaderView(FounderView):
    """Who reads the reports of others: no clients, and so nothing of them to settle."""

    def __init__(self, viewmodel: FirstRunViewModel) -> None:
        super().__init__(viewmodel, _("Make my key"), pgettext("button at work", "Making …"))
        you = card(pgettext("card", "You"), self.name_field, gap="m")
        secret = card(
            pgettext("card", "Your passphrase"),
            reading(
                with_rules(
                    _(
                        "It protects your key. At least {shortest} characters: several words that "
                        "do not belong together. Nobody can look it up or reset it. Your recovery "
                        "sheet comes next."
                    )
                )
            ),
            self.secret,
        )
        after = card(
            pgettext("card", "What comes next"),
            reading(
                _(
                    "After the first sign-in, “Show our own key” under “Received reports” shows "
                    "the half of your key that you give away, and its number to compare by "
                    "telephone. You can add other people who read with you."
                )
            ),
        )
        head = page_head(
            pgettext("page", "Your key"), _("It opens reports that are encrypted for it")
        )
        left = stack(you, secret, STRETCH)
        self._lay_out(head, _beside(left, stack(after, STRETCH)))

    @override
    def _on_make_clicked(self) -> None:
        self._make(leads=True, continuity=False, treats=False)


class FirstRunView(QWidget):
    """Shows the page of the step that the view-model is at."""

    HELP = PageHelp(
        "Here a new service begins, you get a key for reading reports of others, or you try "
        "the application with invented clients. You choose a passphrase that only you know, "
        "and print a sheet for the day on which you forget it. You can go back to any choice "
        "in Settings later.",
        read_on="docs/guides/setting-up.md",
    )

    HELP_LAPTOP = PageHelp(
        "Here you read what protects the record on this laptop besides its own encryption, "
        "and what you can do about each line. You may go on with a line that asks for "
        "attention: that is noted in the record, and Settings shows these lines again.",
        ((NP_("keys", "Down, Up"), N_("Hear what was found line by line, where the keyboard is")),),
        read_on="docs/guides/setting-up.md",
    )

    def __init__(self, viewmodel: FirstRunViewModel, look: LookSettings = DEFAULTS) -> None:
        super().__init__()
        self.setObjectName("first_run")
        self._viewmodel = viewmodel
        self._step = ""
        self.welcome = WelcomeView(viewmodel, look)
        self.laptop = LaptopCheckView(viewmodel)
        self.person = TreatingFounderView(viewmodel)
        self.reader = ReaderView(viewmodel)
        self.sheet: SheetView | None = None
        self._pages = PageStack()
        for page in (self.welcome, self.laptop, self.person, self.reader):
            self._pages.addWidget(page)
        self.setLayout(row(self._pages.place))
        viewmodel.follow(self.show_state)

    @property
    def page_help(self) -> PageHelp:
        """What F1 says of the first steps, of the laptop, or of the sheet while it is shown."""
        page = self._pages.currentWidget()
        if isinstance(page, LaptopCheckView):
            return self.HELP_LAPTOP
        return page.page_help if isinstance(page, SheetView) else self.HELP

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say on a choice that Enter takes none."""
        here = self.window().focusWidget()
        if event.key() in ENTER and isinstance(here, Switch) and not event.isAutoRepeat():
            announce(self, _("Enter does nothing here: the space bar chooses."))
        super().keyPressEvent(event)

    @property
    def guards(self) -> bool:
        """Whether a sheet is shown that was not typed back yet."""
        return self.sheet is not None and self.sheet.guards

    def hold_back(self) -> bool:
        """Say once that the sheet was not typed back yet; return whether that was said now."""
        return self.sheet is not None and self.sheet.hold_back()

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        match self._pages.currentWidget():
            case WelcomeView() | LaptopCheckView() | FounderView() | SheetView() as page:
                page.focus_first()
            case _:
                pass

    def show_state(self, state: FirstRunState) -> None:
        """Show `state`."""
        you = self.reader if state.reads_only else self.person
        you.show_state(state)
        self.laptop.show_state(state)
        if state.step == self._step:
            return
        self._step = state.step
        if state.step in {"sheet", "continuity_sheet"}:
            self._show_sheet()
        else:
            pages = {"welcome": self.welcome, "laptop": self.laptop, "you": you}
            self._pages.turn_to(pages[state.step])
        self.focus_first()
        if self.isVisible():
            is_next = state.step == "continuity_sheet"
            opening = _("The recovery sheet is done.") if is_next else ""
            say_arrival(self, opening=opening)

    def _show_sheet(self) -> None:
        assert self._viewmodel.sheet is not None
        old, self.sheet = self.sheet, SheetView(self._viewmodel.sheet)
        self._pages.addWidget(self.sheet)
        self._pages.turn_to(self.sheet)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
