"""Taking somebody in: they sit at the keyboard for their own passphrase."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, _, pgettext
from therapist_app.key_widgets.new_person_view import NewPersonView
from therapist_app.messages.rules import with_rules
from therapist_app.screens.people.people_words import ROLE_HELP
from therapist_app.screens.people.viewmodel import NewColleague, PeopleState, PeopleViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    Tick,
    TwoColumns,
    card,
    page_head,
    reading,
    stack,
)

ROLE_TITLES = {
    "therapist": NP_("role", "Therapist"),
    "lead": NP_("role", "Clinical lead"),
    "keeper": NP_("role", "Administrator"),
}


class RoleTicks(QWidget):
    """What somebody is in the service; one role at least."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        super().__init__()
        self.ticks = {
            each: Tick(_(title), checked=each in roles, help_words=_(ROLE_HELP[each]))
            for each, title in ROLE_TITLES.items()
        }
        self.setLayout(stack(*self.ticks.values(), gap="s"))

    @property
    def roles(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(each for each, tick in self.ticks.items() if tick.isChecked())


class NewcomerView(NewPersonView):
    """Name, roles, and a passphrase that only they know."""

    def __init__(self, viewmodel: PeopleViewModel) -> None:
        super().__init__(
            pgettext("field", "Their &name"),
            _("Add this person"),
            pgettext("button at work", "Adding …"),
        )
        self._viewmodel = viewmodel
        self.roles = RoleTicks(())
        self._compose()
        self.go_back.clicked.connect(viewmodel.show_list)

    def show_state(self, state: PeopleState) -> None:
        """Say that it is being done, or why it was not."""
        self.show_work(state)

    def _compose(self) -> None:
        who = card(pgettext("card", "Who"), self.name_field, self.roles, gap="m")
        secret = card(
            pgettext("card", "Their passphrase"),
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
        head = page_head(_("Add a person"), _("They choose their own passphrase"))
        columns = TwoColumns(stack(who, STRETCH), stack(secret, STRETCH))
        self._lay_out(head, columns)

    @override
    def _on_make_clicked(self) -> None:
        name = self._name()
        if not name:
            return
        if not self.roles.roles:
            words = _("Choose at least one role. Nothing was changed.")
            self.problem.show_message("attention", _("No role yet"), words, again=True)
            self.roles.ticks["therapist"].setFocus()
            return
        retype = _("Nothing was changed. Type the passphrase again in the second field.")
        if self._is_typed_twice(retype):
            self._viewmodel.take_in(NewColleague(name, self.roles.roles), self.secret.take())
