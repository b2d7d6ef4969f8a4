"""One person, to their keeper: roles, whose clients are theirs, and leaving the service."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.screens.people.clients_view import StandInView
from therapist_app.screens.people.newcomer_view import RoleTicks
from therapist_app.screens.people.people_words import (
    OBSTACLES,
    lost_both_words,
    to_compare_words,
    told,
)
from therapist_app.screens.people.viewmodel import PeopleState, PeopleViewModel
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    Tick,
    TwoColumns,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.people.keeping_people import BeginAnew, ChangeRoles, TakeOut
from therapist_app.workflows.people.role_words import roles_in_words


class PersonView(QWidget):
    """What a keeper can do about one person, and why not yet where they cannot."""

    def __init__(self, viewmodel: PeopleViewModel, state: PeopleState) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._person = person = state.page.person(state.opened)
        self.message = MessagePlace()
        self.roles = RoleTicks(person.roles)
        self.change = button(_("Save the roles"))
        self.sure = Tick(_("{name} leaves the service").format(name=person.name))
        self.take_out = button(_("Remove {name}").format(name=person.name))
        self.take_out.setEnabled(False)
        self.begin = button(_("Add a caseload"))
        self._to_compare = state.to_compare
        self._may_have_sheet = state.page.has_continuity and "keeper" in person.roles
        self._lost_both = lost_both_words(person, state.page)
        self._lacks_clients = state.page.lacks_clients(person)
        self.go_back = button(pgettext("button", "Back"))
        self.clients = [
            StandInView(viewmodel, each, state.page) for each in state.page.caseloads_of(person.uid)
        ]
        self._compose()
        self.begin.clicked.connect(partial(viewmodel.ask, BeginAnew(self._person.uid)))
        self.change.clicked.connect(self._on_change_clicked)
        self.sure.turned.connect(self._on_sure_turned)
        self.take_out.clicked.connect(partial(viewmodel.ask, TakeOut(self._person.uid)))
        self.go_back.clicked.connect(viewmodel.show_list)

    def focus_first(self) -> None:
        """Put the keyboard on whose clients are theirs, or on the roles.

        After something was done here on the way back: the key that did it ends nothing of it, and
        what comes next may lie below what is in sight.
        """
        if self._lacks_clients:
            self.begin.setFocus()
        elif self._viewmodel.state.outcome is not None:
            self.go_back.setFocus()
        elif not any(each.focus_first() for each in self.clients[:1]):
            self.roles.ticks["therapist"].setFocus()

    def show_state(self, state: PeopleState) -> None:
        """Say what was done last, or why it was not."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.outcome is not None:
            is_loud = "sheet_used" in state.outcome.next
            self.message.show_message("attention" if is_loud else "good", *told(state.outcome))
        else:
            self.message.clear()

    def _compose(self) -> None:
        person = self._person
        roles = card(pgettext("card", "Roles"), self.roles, row(self.change, STRETCH), gap="m")
        beside: list[Part] = [*self.clients, *self._beginning()] or [roles]
        below: list[Part] = [] if roles in beside else [roles]
        below += [*self._without_keys(), self._leaving()]
        left = stack(*beside, STRETCH, gap="l")
        right = stack(*below, STRETCH, gap="l")
        columns = TwoColumns(left, right)
        body = stack(self.message, columns, STRETCH, margins=("page", "l", "page", "l"))
        head = page_head(person.name, roles_in_words(person.roles))
        foot = foot_bar(self.go_back, STRETCH)
        self.setLayout(stack(head, self.message.page_of(body), foot, gap="hair"))

    def _beginning(self) -> list[QFrame]:
        if not self._lacks_clients:
            self.begin.setParent(self)
            self.begin.hide()
            return []
        said = _(
            "{name} has no caseload: it was handed over. A new caseload begins empty; the "
            "clients who were handed over stay where they are."
        ).format(name=self._person.name)
        return [card(pgettext("card", "Clients"), reading(said), row(self.begin, STRETCH))]

    def _without_keys(self) -> list[QFrame]:
        if self._person.is_you:
            return []
        still, *steps = self._lost_both
        lines = [text(f"{n}. {each}", wrap=True) for n, each in enumerate(steps, start=1)]
        title = pgettext("card", "Passphrase forgotten and sheet lost")
        return [card(title, reading(still), *lines)]

    def _leaving(self) -> QFrame:
        said = _(
            "Whoever is removed can no longer sign in, and the key of the service is changed. "
            "What they signed stays valid."
        )
        parts: list[Part] = [reading(said)]
        if self._may_have_sheet:
            words = _(
                "Ask {name} for the continuity sheet first, and then make a new one, since a copy "
                "of the old one still opens clients. Without the old one you can make a new one "
                "as well: it works for each therapist's clients once that therapist has agreed."
            )
            parts.append(sign_line("alert", words.format(name=self._person.name)))
        anew = to_compare_words(self._to_compare)
        if anew:
            words = _("{name} compared these; once they leave, compare them again:")
            parts.append(text(words.format(name=self._person.name), wrap=True))
            parts += [sign_line("info", each) for each in anew]
        if self._person.obstacles:
            parts.append(text(pgettext("why somebody cannot leave", "Not possible yet:"), "strong"))
            parts += [sign_line("info", _(OBSTACLES[each])) for each in self._person.obstacles]
            self.sure.setParent(self)
            self.take_out.setParent(self)
            self.sure.hide()
            self.take_out.hide()
        else:
            parts += [self.sure, row(self.take_out, STRETCH)]
        return card(pgettext("card", "Leaving"), *parts)

    @Slot()
    def _on_change_clicked(self) -> None:
        if not self.roles.roles:
            title = _("No role left")
            detail = _(
                "Everybody needs at least one role. To remove the person, use Leaving. Nothing was "
                "changed."
            )
            self.message.show_message("attention", title, detail)
            return
        if set(self.roles.roles) == set(self._person.roles):
            title = _("No role was changed")
            self.message.show_message("attention", title, _("Nothing was changed."))
            return
        self._viewmodel.ask(ChangeRoles(self._person.uid, self.roles.roles))

    @Slot()
    def _on_sure_turned(self) -> None:
        self.take_out.setEnabled(self.sure.isChecked())
