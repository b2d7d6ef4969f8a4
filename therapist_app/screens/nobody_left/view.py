"""The screen on which the continuity sheet makes an administrator."""

from PySide6.QtCore import Qt, Slot
from typing_extensions import override

from session_forms.words.texts import NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.messages.rules import with_rules
from therapist_app.screens.nobody_left.viewmodel import (
    SOMEBODY_NEW,
    NobodyLeftState,
    NobodyLeftViewModel,
)
from therapist_app.widgets.controls.buttons import say_on
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    TextLine,
    Tick,
    button,
    card,
    choices,
    foot_bar,
    hold,
    one_of,
    page_head,
    reading,
    stack,
)


class NobodyLeftView(PageView[NobodyLeftViewModel]):
    """The sheet, who becomes an administrator, what follows from it; then it is done."""

    HELP = PageHelp(
        "Use this page when no administrator can sign in any more. Type the continuity sheet "
        "from its envelope and choose who becomes an administrator; everybody in the service "
        "is told. No client's record opens by it alone.",
        read_on="SECURITY.md",
        title=NP_("page", "Continuity sheet"),
    )

    def __init__(self, viewmodel: NobodyLeftViewModel) -> None:
        super().__init__("nobody-left", viewmodel)
        self._keyboard = KeyboardPlace(self)
        self.sheet = SecretLine(shown=True)
        self.options = [
            ChoosingOption(each.name, each.uid, help_words=_("Signs in with their own passphrase"))
            for each in viewmodel.state.people
        ]
        self.options.append(
            ChoosingOption(
                pgettext("who becomes one", "Somebody new"),
                SOMEBODY_NEW,
                help_words=_("Chooses a passphrase of their own"),
            )
        )
        self._group = one_of(self, self.options)
        self.name = TextLine()
        hint = _("As it is shown where you sign in. Initials are enough.")
        self.name_field = LabelledField(pgettext("field", "&Name"), self.name, hint=hint)
        self.works_with_clients = Tick(_("Will also see clients or take them over"), checked=True)
        self.secret = NewPassphrase()
        self.tick = Tick(_("No administrator can sign in, and the service knows what I do here"))
        self.go = MainButton(_("Make an administrator"), is_final=True)
        self.back = button(pgettext("button", "Back"))
        self.message = MessagePlace()
        self._compose()
        self._listen()
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the sheet, or on the way on once it is done."""
        (self.sheet if self._viewmodel.state.made is None else self.go).setFocus()

    def show_state(self, state: NobodyLeftState) -> None:
        """Show `state`."""
        self._keyboard.note(is_busy=state.is_busy)
        is_asked = state.made is None
        for option in self.options:
            option.setChecked(option.choice == state.chosen)
        self._new.setVisible(state.chosen == SOMEBODY_NEW)
        self._asked.setVisible(is_asked)
        self._asked.setEnabled(not state.is_busy)
        self.back.setVisible(is_asked)
        self.back.setEnabled(not state.is_busy)
        self._show_move(state)
        self._show_message(state)
        self._keyboard.bring_back()
        if not is_asked:
            self.go.setFocus()

    @override
    def turn_back(self) -> bool:
        """Go back to signing in, unless something is under way."""
        return self._go_back_where(may=self.back.isEnabled())

    def _show_move(self, state: NobodyLeftState) -> None:
        if state.made is not None:
            say_on(self.go, _("Continue to sign in"))
        elif state.is_busy:
            say_on(self.go, pgettext("button", "Making them one …"))
        else:
            say_on(self.go, _("Make an administrator"))
        missing = "" if self.tick.isChecked() else _("Tick the box first.")
        if not state.chosen:
            missing = _("Choose who is to be an administrator first.")
        self.go.wait_for(missing if state.made is None else "")
        self.go.setEnabled(self.go.isEnabled() and not state.is_busy)

    def _show_message(self, state: NobodyLeftState) -> None:
        if state.made is not None:
            words = _(
                "Sign in as {name} now. Everybody is told at their next sign-in. Clients of "
                "somebody who cannot come are reached under People and roles, with the same "
                "sheet. Then make a new continuity sheet there: the envelope has been opened."
            )
            title = _("{name} is an administrator now").format(name=state.made.name)
            self.message.show_message("good", title, words.format(name=state.made.name))
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        else:
            self.message.clear()

    def _compose(self) -> None:
        why = _(
            "The continuity sheet lies in a sealed envelope. It makes one more administrator, "
            "takes nobody's role, and opens no client's record by itself. Everybody in the "
            "service is told at their next sign-in who became an administrator and when, and it "
            "stays in the audit trail."
        )
        hint = _("Eight groups of five characters, as printed. Hyphens do not matter.")
        field = LabelledField(pgettext("field", "&Continuity sheet"), self.sheet, hint=hint)
        who = _("Who becomes an administrator?")
        passphrase = with_rules(
            _(
                "At least {shortest} characters: several words that do not belong together. "
                "Nobody else should see it. Their recovery sheet comes at their first sign-in."
            )
        )
        self._new = hold(
            stack(
                self.name_field,
                self.works_with_clients,
                reading(passphrase),
                self.secret,
                gap="m",
            )
        )
        self._asked = Columns(
            stack(card(_("From the envelope"), reading(why), field), self.tick, STRETCH, gap="l"),
            stack(card(who, choices(who, *self.options), self._new), STRETCH),
        )
        body = stack(
            self.message, self._asked, STRETCH, gap="l", margins=("page", "l", "page", "l")
        )
        head = page_head(
            _("No administrator can sign in"), _("The continuity sheet makes somebody one")
        )
        foot = foot_bar(self.back, STRETCH, self.go)
        self.setLayout(stack(whole_page(head, self.message.page_of(body)), foot, gap="hair"))

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.sheet.returnPressed.connect(self._on_sheet_entered)
        for option in self.options:
            option.chosen.connect(viewmodel.choose)
        self.tick.turned.connect(self._on_tick_turned)
        self.go.clicked.connect(self._on_go_clicked)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_sheet_entered(self) -> None:
        """Go on to who becomes one; say that the sheet comes first while nothing is typed."""
        if not self.sheet.text().strip():
            announce(self, _("Type the continuity sheet first."), "problem")
            return
        chosen = (each for each in self.options if each.isChecked())
        next(chosen, self.options[0]).setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_tick_turned(self) -> None:
        self._show_move(self._viewmodel.state)

    @Slot()
    def _on_go_clicked(self) -> None:
        state = self._viewmodel.state
        if state.made is not None:
            self._viewmodel.go_back()
        elif not self.sheet.text().strip():
            self.sheet.setFocus()
        elif state.chosen != SOMEBODY_NEW:
            self._viewmodel.make(self.sheet.text())
        else:
            self._make_somebody_new()

    def _make_somebody_new(self) -> None:
        name = self.name.text().strip()
        self.name_field.show_problem(
            "" if name else _("Please write a name, or initials."), again=True
        )
        if not name:
            self.name.setFocus()
            return
        if not self.secret.is_typed_twice():
            words = _("Nothing was changed. Type the passphrase again in the second field.")
            self.message.show_message(
                "attention", _("The two passphrases differ"), words, again=True
            )
            return
        self._viewmodel.make_somebody_new(
            self.sheet.text(),
            name,
            self.secret.take(),
            sees_clients=self.works_with_clients.isChecked(),
        )
