"""Taking somebody in: they sit at the keyboard for their own passphrase."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.key_widgets.suggesting import suggest
from therapist_app.messages.rules import with_rules
from therapist_app.screens.people.people_words import ROLE_HELP
from therapist_app.screens.people.viewmodel import Newcomer, PeopleState, PeopleViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    TextLine,
    Tick,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    stack,
)

ROLE_TITLES = {
    "therapist": N_("Therapist"),
    "lead": N_("Leads the service"),
    "keeper": N_("Keeps the list of people"),
}


class RoleTicks(QWidget):
    """What somebody is in the service; one role at least."""

    def __init__(self, roles: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticks = {
            each: Tick(_(title), checked=each in roles, help_words=_(ROLE_HELP[each]))
            for each, title in ROLE_TITLES.items()
        }
        self.setLayout(stack(*self.ticks.values(), gap="s"))

    @property
    def roles(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(each for each, tick in self.ticks.items() if tick.isChecked())


class NewcomerView(QWidget):
    """Name, roles, and a passphrase that only they know."""

    def __init__(
        self,
        viewmodel: PeopleViewModel,
        *,
        suggest_words: Callable[[], str] = suggest,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self.name = TextLine()
        self.name_field = LabelledField(
            _("Their &name"),
            self.name,
            hint=_("As it will stand on the unlock window. Initials will do."),
        )
        self.roles = RoleTicks(("therapist",))
        self.secret = NewPassphrase(suggest_words=suggest_words)
        self.problem = MessagePlace()
        self.make = button(_("Take them in"), "primary")
        self.go_back = button(_("Back"))
        self._compose()
        self.make.clicked.connect(self._on_make_clicked)
        self.secret.entered.connect(self._on_make_clicked)
        self.go_back.clicked.connect(viewmodel.show_list)

    def focus_first(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def show_state(self, state: PeopleState) -> None:
        """Say that it is being done, or why it was not."""
        self.make.setText(_("Taking them in …") if state.is_busy else _("Take them in"))
        if state.problem is None:
            self.problem.clear()
            return
        self.problem.show_message("attention", state.problem.title, state.problem.sentence)
        self.secret.setFocus()

    def _compose(self) -> None:
        who = card(_("Who"), self.name_field, self.roles, gap="m")
        secret = card(
            _("Their passphrase"),
            reading(
                with_rules(
                    _(
                        "Let them sit here. At least {shortest} characters: several words that do "
                        "not belong together. Nobody else should see it. Their recovery sheet "
                        "comes next."
                    )
                )
            ),
            self.secret,
        )
        body = stack(
            self.problem,
            Columns(stack(who, STRETCH), stack(secret, STRETCH)),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(_("Take somebody in"), _("They choose their own passphrase"))
        foot = foot_bar(self.go_back, STRETCH, self.make)
        self.setLayout(stack(head, self.problem.page_of(body), foot, gap="hair"))

    @Slot()
    def _on_make_clicked(self) -> None:
        name = self.name.text().strip()
        self.name_field.show_problem("" if name else _("Please write a name, or initials."))
        if not name:
            self.name.setFocus()
        elif not self.roles.roles:
            self._say(_("No role yet"), _("Choose at least one role. Nothing was changed."))
            self.roles.ticks["therapist"].setFocus()
        elif not self.secret.is_typed_twice():
            self._say(
                _("The two passphrases differ"),
                _("Nothing was changed. Type the passphrase again in the second field."),
            )
        else:
            self._viewmodel.take_in(Newcomer(name, self.roles.roles), self.secret.take())

    def _say(self, title: str, detail: str) -> None:
        self.problem.show_message("attention", title, detail)
