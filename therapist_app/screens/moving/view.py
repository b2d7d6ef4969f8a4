"""The screen on which a service moves to this laptop from its backups."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.list_words import together
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.key_widgets.who_view import WhoView
from therapist_app.screens.moving.viewmodel import MovingState, MovingViewModel
from therapist_app.widgets.controls.buttons import say_on
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.controls.switches import ChoiceGroup
from therapist_app.widgets.dialogs.choosing_files import ask_for_folder
from therapist_app.widgets.fields.passphrase_field import PassphraseField, SecretLine
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    Tick,
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
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.entering.first_run import tell_finding
from therapist_app.workflows.safekeeping.moving import MovedService, ProofOfBelonging, ServiceHere

AskFolder = Callable[[QWidget], str]


def ask_for_place(parent: QWidget) -> str:
    """Return the folder that the person picks, or nothing."""
    return ask_for_folder(parent, _("Where the backups are"))


class FoundView(QWidget):
    """What a folder holds: which service, which files, what is missing, what is damaged."""

    def __init__(self, viewmodel: MovingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._shown: object = None
        self._group = ChoiceGroup(self)
        self.options: list[ChoosingOption] = []
        self.read: ReadByLines | None = None
        self._told: list[str] = []
        self._lines = stack(gap="s")
        self.setLayout(stack(card(_("What was found"), self._lines)))

    def show_state(self, state: MovingState) -> None:
        """Show what was found, and of one service each file."""
        services, service, damaged = state.services, state.service, state.damaged
        self.setVisible(state.moved is None and bool(services or damaged))
        if (services, service, damaged) == self._shown:
            return
        self._shown = (services, service, damaged)
        empty(self._lines)
        self.options = []
        if len(services) > 1:
            self._lines.addWidget(text(_("Which service moves here?"), "strong"))
            for each in services:
                self._add_choice(each, is_chosen=each == service)
            self._lines.addWidget(choices(_("Which service moves here?"), *self.options))
        self._told = []
        told = stack(gap="s")
        if service is not None:
            self._show_service(service, told)
        if damaged:
            title = _("Not used: damaged, of a later version, or not of a service")
            self._add_banner(told, "info", title, damaged)
        self.read = ReadByLines(_("What was found"))
        self.read.hold_lines(self._told, told)
        self._lines.addWidget(self.read)

    def _add_choice(self, service: ServiceHere, *, is_chosen: bool) -> None:
        names = ", ".join(each.name for each in service.people)
        option = ChoosingOption(service.number, service.number, help_words=names)
        self._group.add(option)
        self.options.append(option)
        option.setChecked(is_chosen)
        option.chosen.connect(self._viewmodel.choose_service)

    def _show_service(self, service: ServiceHere, told: QVBoxLayout) -> None:
        names = ", ".join(each.name for each in service.people)
        if service.ahead:
            title = _("Look at this laptop's clock first")
            self._add_banner(told, "urgent", title, (service.ahead,))
        number = _("Service {number}").format(number=service.number)
        who = _("Who works in it: {names}").format(names=names)
        newest = _("The newest backup of each file:")
        for line in (number, who, newest, *service.files):
            told.addWidget(text(line, "strong" if line in {number, newest} else "body", wrap=True))
            self._told.append(line)
        if service.unsigned:
            words = _(
                "Earlier versions did not sign backups. Whoever could open these files once could "
                "have made them, with other contents: {files}."
            ).format(files=together(service.unsigned))
            self._add_banner(told, "attention", _("Nobody signed these backups"), (words,))
        if service.behind:
            title = _("Older than other backups here: make a backup on the old laptop first")
            self._add_banner(told, "attention", title, service.behind)
        if service.missing:
            title = _("Not found here: no backup of these")
            self._add_banner(told, "attention", title, service.missing)

    def _add_banner(self, told: QVBoxLayout, tone: str, title: str, lines: tuple[str, ...]) -> None:
        told.addWidget(banner(tone, title, "\n".join(lines)))
        self._told += [title, *lines]


class BelongingView(QWidget):
    """Who moves it, and what shows that they belong to the service."""

    def __init__(self, viewmodel: MovingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._people: tuple[tuple[str, str], ...] = ()
        self.who = WhoView(())
        self.key_file = KeyFilePlace(pgettext("field", "Key file"))
        self.passphrase = PassphraseField(pgettext("field", "&Passphrase"))
        self.sheet = SecretLine(shown=True)
        hint = _("Eight groups of five characters, as printed. You can use the sheet again later.")
        self._sheet_field = LabelledField(
            pgettext("field", "&Recovery sheet"), self.sheet, hint=hint
        )
        self.continuity = SecretLine(shown=True)
        how = _(
            "Each file that is sealed to the sheet is put in place, and the audit trail says so. "
            "Everybody signs in with their own passphrase afterwards; if no administrator can, "
            "the same sheet makes somebody one on the first page."
        )
        self._continuity_field = LabelledField(
            pgettext("field", "&Continuity sheet"), self.continuity, hint=how
        )
        self.other_way = button("", "quiet", "form")
        self.by_continuity = button(
            _("Use the continuity sheet: nobody can show this"), "quiet", "person"
        )
        self._who_place = QVBoxLayout()
        self._who_place.addWidget(self.who)
        words = _(
            "Your own passphrase, as on the old laptop, shows that you belong to this service."
        )
        self._why = reading(words)
        self.setLayout(
            stack(
                card(
                    _("Who are you?"),
                    self._who_place,
                    self._why,
                    self.key_file,
                    self.passphrase,
                    self._sheet_field,
                    self._continuity_field,
                    row(self.other_way, STRETCH),
                    row(self.by_continuity, STRETCH),
                )
            )
        )
        self.key_file.chosen.connect(self.passphrase.setFocus)
        self.other_way.clicked.connect(self._on_other_way_clicked)
        self.by_continuity.clicked.connect(self._on_by_continuity_clicked)

    def show_state(self, state: MovingState) -> None:
        """Show who can be chosen, and what is asked of them."""
        people = (
            tuple((each.uid, each.name) for each in state.service.people) if state.service else ()
        )
        if people != self._people:
            self._people = people
            empty(self._who_place)
            self.who = WhoView(people)
            self.who.chosen.connect(self._on_person_chosen)
            self.who.pointed.connect(self._on_person_pointed)
            self._who_place.addWidget(self.who)
            read_in_order(self._who_place)
        self.who.show_chosen(state.uid)
        self.who.setVisible(state.way != "continuity")
        self._why.setVisible(state.way != "continuity")
        self.key_file.setVisible(state.needs_key_file)
        self.passphrase.setVisible(state.way == "passphrase")
        self._sheet_field.setVisible(state.way == "recovery")
        self._continuity_field.setVisible(state.way == "continuity")
        for each in (self.sheet, self.continuity):  # minutes may pass, with a colleague behind one
            each.set_shown(shown=not state.is_busy)
            if state.moved is not None:
                each.clear()
        self.by_continuity.setVisible(state.way != "continuity")
        is_passphrase = state.way == "passphrase"
        other = _("Forgotten? Use the recovery sheet") if is_passphrase else _("Use the passphrase")
        self.other_way.setText(f" {other}")
        self.other_way.setAccessibleName(other)

    def focus_first(self) -> None:
        """Put the keyboard where something is missing."""
        state = self._viewmodel.state
        if state.way == "continuity":
            self.continuity.setFocus()
        elif not state.uid:
            self.who.setFocus()
        elif state.way == "recovery":
            self.sheet.setFocus()
        else:
            self.passphrase.setFocus()

    def take(self, uid: str) -> ProofOfBelonging | None:
        """Return what was typed and forget it here; None where nothing was."""
        way = self._viewmodel.state.way
        if way == "continuity":
            typed = self.continuity.text().strip()
            return ProofOfBelonging("", sheet=typed) if typed else None
        if way == "recovery":
            typed = self.sheet.text().strip()
            return ProofOfBelonging(uid, sheet=typed) if typed else None
        if not self.passphrase.line.text():
            return None
        return ProofOfBelonging(uid, self.passphrase.take(), self.key_file.path)

    @Slot(str)
    def _on_person_pointed(self, uid: str) -> None:
        self.key_file.clear()
        self._viewmodel.choose_person(uid)

    @Slot(str)
    def _on_person_chosen(self, uid: str) -> None:
        self._on_person_pointed(uid)
        if self.who.box is None:  # in the box a name may still be being typed
            self.focus_first()

    @Slot()
    def _on_other_way_clicked(self) -> None:
        is_passphrase = self._viewmodel.state.way == "passphrase"
        self._viewmodel.ask_for("recovery" if is_passphrase else "passphrase")
        self.focus_first()

    @Slot()
    def _on_by_continuity_clicked(self) -> None:
        self._viewmodel.ask_for("continuity")
        self.focus_first()


class MovingView(PageView[MovingViewModel]):
    """Where the backups are, what they hold, who one is, what follows; and only then is moved."""

    HELP = PageHelp(
        "Here a whole service moves to this laptop from its backups. Show the folder with "
        "the backups, choose your name and type your passphrase. Nothing is written "
        "before you have seen what was found.",
        read_on="docs/backups-and-moving.md",
    )

    def __init__(
        self, viewmodel: MovingViewModel, *, choose_folder: AskFolder = ask_for_place
    ) -> None:
        super().__init__("moving", viewmodel)
        self._choose_folder = choose_folder
        self._keyboard = KeyboardPlace(self)
        self._is_told = False
        self.place = text(pgettext("file", "none chosen"), "small", tone="muted", wrap=True)
        self.choose = button(_("Choose the folder …"), "secondary", "backup")
        self.found = FoundView(viewmodel)
        self.proof = BelongingView(viewmodel)
        self.tick = Tick(
            _(
                "I have read what was found and what was not. From now on we work only on this "
                "laptop"
            )
        )
        self.clock = Tick(
            _("I compared this laptop's date and time with another clock: they are right")
        )
        self.unsigned = Tick(_("I want the backups that nobody signed all the same"))
        self.go = MainButton(_("Move the service here"), is_final=True)
        self.back = button(pgettext("button", "Back"))
        self.message = MessagePlace()
        self.findings: list[QFrame] = []
        self._compose()
        self._listen()
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on what comes next."""
        state = self._viewmodel.state
        if state.moved is not None:
            self.go.setFocus()
        elif state.service is None:
            self.choose.setFocus()
        else:
            self.proof.focus_first()

    def show_state(self, state: MovingState) -> None:
        """Show `state`."""
        self._keyboard.note(is_busy=state.is_busy)
        is_free = not state.is_busy
        is_asked = state.service is not None and state.moved is None
        self.place.setText(state.place or pgettext("file", "none chosen"))
        before = self.found.read
        self.found.show_state(state)
        self.proof.show_state(state)
        self._show_laptop(state)
        for each in (self.proof, self._consequence, self._laptop):
            each.setVisible(is_asked)
            each.setEnabled(is_free)
        self._where.setVisible(state.moved is None)
        self.choose.setEnabled(is_free)
        self.back.setVisible(state.moved is None)
        self.back.setEnabled(is_free)
        self._show_move(state, is_asked=is_asked)
        self._show_message(state)
        if state.moved is not None and not self._is_told:
            self._show_moved(state.moved, state.lacking)
        self._keyboard.bring_back()
        if state.problem is not None and self.go.hasFocus():
            self.proof.focus_first()  # what was typed is gone: the button would ask for it again
        if self.found.read is not before and self.found.read is not None and self.choose.hasFocus():
            self.found.read.setFocus()  # what was found is heard, and no button a second time

    @override
    def turn_back(self) -> bool:
        """Go back, unless something is under way."""
        is_moved = self._viewmodel.state.moved is not None
        return self._go_back_where(may=self.back.isEnabled() and not is_moved)

    def _show_move(self, state: MovingState, *, is_asked: bool) -> None:
        if state.moved is not None:
            say_on(self.go, _("Continue to sign in"))
        elif state.is_busy and is_asked:
            say_on(self.go, pgettext("button", "Moving it …"))
        else:
            say_on(self.go, _("Move the service here"))
        self.go.setVisible(is_asked or state.moved is not None)
        is_ahead = state.service is not None and bool(state.service.ahead)
        self.clock.setVisible(is_ahead)
        is_unsigned = state.service is not None and bool(state.service.unsigned)
        self.unsigned.setVisible(is_unsigned)
        asked = [(self.clock, is_ahead), (self.unsigned, is_unsigned), (self.tick, True)]
        is_agreed = all(each.isChecked() for each, is_needed in asked if is_needed)
        may_go = state.moved is not None or (state.may_move and is_agreed)
        self.go.setEnabled(may_go and not state.is_busy)
        why = _("Tick first that you have read what was found.") if state.may_move else ""
        if not (state.uid or state.way == "continuity"):
            why = _("Choose your name first.")
        self.go.setAccessibleDescription("" if may_go else why)

    def _show_message(self, state: MovingState) -> None:
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.is_busy and state.service is not None:
            self.message.show_message(
                "info",
                _("Each file is copied and verified"),
                _("This can take a few minutes. Leave the USB stick connected and the laptop on."),
            )
        elif state.place and not state.is_busy and not state.services:
            self.message.show_message(
                "attention",
                _("No backup of a service was found in this folder"),
                _(
                    "Look for the folder that holds files whose names begin with service- and end "
                    "with .tvb."
                ),
            )
        else:
            self.message.clear()

    def _show_laptop(self, state: MovingState) -> None:
        if self.findings or not state.checks:
            return
        worth = [each for each in state.checks if each.finding != "good"]
        self.findings = [banner(*tell_finding(each)) for each in worth]
        for each in self.findings:
            self._laptop_lines.addWidget(each)
        read_in_order(self._laptop_lines)

    def _show_moved(self, moved: MovedService, lacking: tuple[str, ...]) -> None:
        self._is_told = True
        for line in moved.here:
            self._done_lines.addWidget(text(line, wrap=True))
        if lacking:
            title = _("Not everything is here")
            self._done_lines.addWidget(banner("attention", title, "\n".join(lacking)))
        read_in_order(self._done_lines)
        self._done.show()
        self.go.setFocus()
        announce(self, " ".join((_("The service is here."), *moved.here, *lacking)))

    def _compose(self) -> None:
        why = _(
            "You can move a service to this laptop with the backups that another laptop "
            "made: on a USB stick, or in the folder “backups” of its record. Nothing is "
            "written on this laptop before you confirm it, and the backups stay as they "
            "are."
        )
        where = _("Where the backups are")
        self._where = card(where, reading(why), row(self.choose, STRETCH), self.place)
        self._laptop_lines = stack(gap="s")
        self._laptop = hold(self._laptop_lines)
        self._consequence = card(_("From now on"), *self._old_laptop(), *self._ticks())
        self._done_lines = stack(gap="s")
        self._done = card(_("The service is here"), self._done_lines, *self._old_laptop())
        self._done.hide()
        body = stack(
            self.message,
            Columns(
                stack(self._where, self.found, STRETCH, gap="l"),
                stack(self.proof, self._laptop, self._consequence, STRETCH, gap="l"),
            ),
            self._done,
            STRETCH,
            gap="l",
            margins=("page", "l", "page", "l"),
        )
        head = page_head(
            _("Move a service to this laptop"), _("From the backups of another laptop")
        )
        self._area = self.message.page_of(body)
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(self._come_to_found)
        foot = foot_bar(self.back, STRETCH, self.go)
        self.setLayout(stack(whole_page(head, self._area), foot, gap="hair"))

    def _ticks(self) -> tuple[Tick, ...]:
        return (self.clock, self.unsigned, self.tick)

    def _old_laptop(self) -> tuple[QWidget, ...]:
        lines = (
            _(
                "A service has only one record. What was written on the old laptop after these "
                "backups were made, and what anybody writes there later, is not in this record and "
                "cannot be added. If the old laptop still works, make a backup there first."
            ),
            _(
                "Whoever was removed after these backups were made is in the service again, with "
                "their roles and their passphrase of then: look under People, and remove them "
                "again."
            ),
            _(
                "Tell everybody not to sign in on the old laptop again. Keep it and the backups "
                "until each of you has signed in here once. Then whoever looks after the old "
                "laptop deletes its record or wipes its disk."
            ),
        )
        return tuple(reading(each) for each in lines)

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.choose.clicked.connect(self._on_choose_clicked)
        self.proof.passphrase.entered.connect(self._on_move_clicked)
        self.proof.sheet.returnPressed.connect(self._on_move_clicked)
        self.proof.continuity.returnPressed.connect(self._on_move_clicked)
        for each in self._ticks():
            each.turned.connect(self._on_tick_turned)
        self.go.clicked.connect(self._on_move_clicked)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_choose_clicked(self) -> None:
        place = self._choose_folder(self)
        if place:
            for each in self._ticks():
                each.setChecked(False)
            self._viewmodel.look_in(place)
            self._placed.start()

    @Slot()
    def _come_to_found(self) -> None:
        if self.found.isVisible():
            self._area.ensureWidgetVisible(self.found)

    @Slot()
    def _on_tick_turned(self) -> None:
        self.show_state(self._viewmodel.state)

    @Slot()
    def _on_move_clicked(self) -> None:
        state = self._viewmodel.state
        if state.moved is not None:
            self._viewmodel.go_back()
            return
        if not state.uid and state.way != "continuity":
            self.message.show_message(
                "info", _("Who are you?"), _("Choose your name first."), again=True
            )
            self.proof.focus_first()
        elif not self.tick.isChecked():
            self.tick.setFocus()
        elif self.go.isEnabled():
            proof = self.proof.take(state.uid)
            if proof is None:
                self.proof.focus_first()
            else:
                self._viewmodel.move(proof)
