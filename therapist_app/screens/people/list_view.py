"""Everybody who works here; for a keeper also whose clients are whose, and what waits."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from session_forms.words.day_words import written_day
from session_forms.words.list_words import listed, together
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.needs_card import NeedsCard
from therapist_app.form_widgets.told_card import told_again_card, told_card
from therapist_app.screens.people.people_words import (
    clients_of,
    cost_in_words,
    leave_in_words,
    no_to_sheet_words,
    not_agreed_words,
    removed_words,
    told,
)
from therapist_app.screens.people.viewmodel import PeopleState, PeopleViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TwoColumns,
    button,
    card,
    chip,
    hold,
    name_of,
    page_head,
    row,
    rule,
    stack,
    text,
)
from therapist_app.workflows.people.keeping_people import CorrectClock
from therapist_app.workflows.people.role_words import roles_in_words
from therapist_app.workflows.people.seeing_people import CaseloadLine, OldSheet, PersonLine
from therapist_app.workflows.safekeeping.unconfirmed_sheets import ToldSheet, told_in_words


class ListView(StyledInPlace, QWidget):
    """Who works here, in the order in which they came."""

    def __init__(self, viewmodel: PeopleViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        state = viewmodel.state
        self.message = MessagePlace()
        self.add = button(_("Add a person"), "primary", "plus")
        renew = (
            _("Make a new continuity sheet")
            if state.page.has_continuity
            else _("Make a continuity sheet")
        )
        self.renew = button(renew)
        self.keep = button(_("Keep the old sheet"))
        self.sheet_of_now = SecretLine(shown=True)
        self._may_be_lost = False
        self.harder = button(_("Make protection stronger"))
        self.answer = button(_("Read and answer"))
        self.back = button(pgettext("button", "Back"), "quiet")
        self.right_day = button(_("Confirm the clock"))
        self.opens: list[QPushButton] = []
        back = [] if state.is_home else [self.back]
        actions = [*back, *([self.add] if state.may_keep else [])]
        head = page_head(
            pgettext("page", "People"), _("Who works here, and as what"), actions=actions
        )
        self.needs = NeedsCard(viewmodel.needs, _("Waiting for you"))
        self.needs.left.connect(viewmodel.leave_requested)
        body = stack(
            self.message,
            *told_card(state.told, viewmodel.note_told),
            self.needs,
            self._columns(state),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(whole_page(head, self.message.page_of(body)))
        for each in (
            self.right_day,
            self.back,
            self.add,
            self.renew,
            self.keep,
            self.sheet_of_now,
            self.harder,
            self.answer,
        ):
            if each.parent() is None:  # not everybody is shown it
                each.setParent(self)
                each.hide()
        self.add.clicked.connect(partial(viewmodel.turn_to, "newcomer"))
        self.back.clicked.connect(viewmodel.go_back)
        self.right_day.clicked.connect(partial(viewmodel.ask, CorrectClock()))
        self.renew.clicked.connect(self._on_renew_clicked)
        self.sheet_of_now.returnPressed.connect(self._on_renew_clicked)
        self.keep.clicked.connect(viewmodel.keep_old_continuity)
        self.harder.clicked.connect(partial(viewmodel.turn_to, "guessing"))
        self.answer.clicked.connect(partial(viewmodel.turn_to, "agreeing"))

    def focus_first(self) -> None:
        """Put the keyboard on what a keeper most often does here; others can only go back.

        Cover is arranged on the page of whoever is away, so for it the first person comes first.
        """
        if not self._viewmodel.state.may_keep:
            self.back.setFocus()
        else:
            (self.opens[0] if self._viewmodel.is_to_cover else self.add).setFocus()

    @property
    def most_urgent(self) -> str:
        """Where cover is arranged, for who came to do it; for others, who arranges it."""
        state = self._viewmodel.state
        if not state.may_keep:
            return _who_arranges(state)
        if self._viewmodel.is_to_cover:
            return _("Open whoever is away: cover is arranged on their page.")
        return ""

    def show_state(self, state: PeopleState) -> None:
        """Say what was done last, or why it was not."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.outcome is not None:
            title, words = told(state.outcome)
            anew = removed_words(state.to_compare)
            self.message.show_message("good", title, f"{words} {anew}".strip())
        elif state.joined is not None:
            title = _("{name} was added").format(name=state.joined.name)
            self.message.show_message("good", title, _joined_words(state))
        elif state.is_agreed:
            self.message.show_message(
                "good",
                _("The continuity sheet can open your clients now"),
                _("Whoever has it can use it in an emergency, and everybody is told."),
            )
        elif state.is_renewed:
            self.message.show_message(
                "good",
                _("The new continuity sheet is in use"),
                _renewed_words(state),
            )
        else:
            self.message.clear()

    def _columns(self, state: PeopleState) -> QWidget:
        people, before = self._people(state), told_again_card(state.told_before)
        if not state.may_keep:
            said = text(_who_arranges(state), "small", wrap=True)
            mine = _own_clients(state)
            return hold(stack(people, said, *self._own_sheet(state), *mine, *before, gap="m"))
        right = stack(
            *self._own_sheet(state),
            _caseloads(state.page.caseloads, pgettext("card", "Caseloads")),
            *self._service(state),
            STRETCH,
            gap="l",
        )
        left = stack(people, *before, STRETCH, gap="l")
        return TwoColumns(left, right)

    def _people(self, state: PeopleState) -> QFrame:
        lines: list[Part] = []
        for person in state.page.people:
            lines += [rule()] if lines else []
            lacks_clients = state.page.lacks_clients(person)
            lines.append(self._person(person, may_keep=state.may_keep, lacks_clients=lacks_clients))
        return card(_("Who works here"), *lines, gap="m")

    def _person(self, person: PersonLine, *, may_keep: bool, lacks_clients: bool) -> QLayout:
        chips = [chip(pgettext("mark", "you"), "accent")] if person.is_you else []
        chips += [chip(_("with a key file"), "quiet", "lock")] if person.key_file else []
        name = row(name_of(person.name), *chips, STRETCH)
        held = roles_in_words(person.roles)
        roles = text(held, "small", wrap=True, told="aside" if may_keep else None)
        lack = [waiting(_lack(person, may_keep=may_keep))] if lacks_clients else []
        words = hold(stack(name, roles, *lack, gap="hair"))
        if not may_keep:
            return row(words)
        spoken = _("Open: {name}").format(name=person.name)
        opens = ChoosingButton(pgettext("button", "Open"), person.uid, name=spoken)
        opens.setAccessibleDescription(held)
        opens.chosen.connect(partial(self._viewmodel.turn_to, "person"))
        self.opens.append(opens)
        line = row(words, opens)
        line.setStretch(0, 1)
        return line

    def _service(self, state: PeopleState) -> list[QFrame]:
        used = (
            [waiting(_("It was used. Whoever saw it can use it again: make a new one."), "alert")]
            if state.page.continuity_used
            else []
        )
        has = _(
            "A sheet in a sealed envelope, kept outside this room, can open every caseload, and "
            "make somebody an administrator where none can sign in. Everybody is told of each use."
        )
        older = _(
            "An earlier version made this sheet: it opens caseloads only while an administrator "
            "is signed in. Make a new one, so that it helps when none can sign in."
        )
        old = [waiting(older, "alert")] if state.page.is_older_continuity else []
        old += [waiting(each, "alert") for each in _old_sheet_words(state.page.old_sheet)]
        none = _(
            "This service has none. If a therapist and their recovery sheet are gone, nobody can "
            "open their clients."
        )
        continuity = (
            [text(has, wrap=True), *used, *old, *self._renewing(state)]
            if state.page.has_continuity
            else [waiting(none, "alert"), row(self.renew, STRETCH)]
        )
        cost = text(cost_in_words(state.page.cost), wrap=True)
        return [
            *self._clock(state),
            card(pgettext("card", "Continuity sheet"), *continuity),
            card(pgettext("card", "Passphrase protection"), cost, row(self.harder, STRETCH)),
        ]

    def _own_sheet(self, state: PeopleState) -> list[QFrame]:
        if state.asked is None:
            return []
        words = waiting(not_agreed_words(state.asked), "alert")
        return [card(_("The continuity sheet and your clients"), words, row(self.answer, STRETCH))]

    def _clock(self, state: PeopleState) -> list[QFrame]:
        ahead = state.page.signed_ahead
        if ahead is None:
            return []
        words = _(
            "Something was signed under {day}, and this laptop's clock says an earlier day. Covers "
            "count from the later one. If the clock is right now, confirm it."
        ).format(day=written_day(ahead))
        return [
            card(
                pgettext("card", "The date"),
                text(words, "attention", wrap=True),
                row(self.right_day, STRETCH),
            )
        ]

    def _renewing(self, state: PeopleState) -> list[Part]:
        field = LabelledField(
            _("&Type the present sheet to make a new one"),
            self.sheet_of_now,
            hint=_(
                "For every caseload at once. Each therapist is asked about the new sheet at "
                "sign-in, and a no takes their clients back from it."
            ),
        )
        at = state.page.unconfirmed_at
        if at is None:
            return [field, row(self.renew, STRETCH)]
        _title, words = told_in_words(ToldSheet("continuity", at))
        return [waiting(words, "alert"), field, row(self.renew, self.keep, STRETCH)]

    @Slot()
    def _on_renew_clicked(self) -> None:
        typed = self.sheet_of_now.text()
        if typed.strip() or self._may_be_lost or not self._viewmodel.state.page.has_continuity:
            self._viewmodel.renew_continuity(typed)
            return
        self._may_be_lost = True
        self.message.show_message(
            "attention",
            _("The present sheet was not typed"),
            _(
                "Without it the new sheet works for a therapist's clients only after that "
                "therapist has agreed to it at sign-in; until then the present sheet still works. "
                "If it is lost, press the button again."
            ),
        )
        self.sheet_of_now.setFocus()


def waiting(words: str, sign: str = "clock") -> QLayout:
    """Return a line about something that waits, or needs care."""
    return sign_line(sign, words, ink="attention" if sign == "alert" else "text-muted")


def what_waits(line: CaseloadLine) -> list[QLayout]:
    """Return what waits for the owner of a caseload to sign in."""
    lines = []
    if line.is_asked:
        words = _("This takes effect when {name} next signs in and agrees.")
        lines.append(waiting(words.format(name=line.owner_name)))
    if line.on_older_continuity:
        words = _(
            "The new continuity sheet works for these clients once {name} has agreed to it. Until "
            "then the old one works."
        )
        lines.append(waiting(words.format(name=line.owner_name), "alert"))
    if line.awaits_owner:
        words = _("{name} has not signed in yet, so this caseload is empty.")
        lines.append(waiting(words.format(name=line.owner_name)))
    elif line.key_waits:
        words = _("The key is changed when {name} next signs in.")
        lines.append(waiting(words.format(name=line.owner_name)))
    return lines


def _lack(person: PersonLine, *, may_keep: bool) -> str:
    if person.is_you and not may_keep:
        return _("You have no caseload. An administrator can add one.")
    return _("Has no caseload.")


def _own_clients(state: PeopleState) -> list[QFrame]:
    """Return who else can open the clients of the person signed in, if they have any."""
    me = next((each.uid for each in state.page.people if each.is_you), "")
    # What they answered about the continuity sheet stands above, with the way to agree.
    mine = [replace(each, no_to_sheet_on=None) for each in state.page.caseloads_of(me)]
    return [_caseloads(mine, _("Who else can open your clients"))] if mine else []


def _caseloads(caseloads: Sequence[CaseloadLine], title: str) -> QFrame:
    lines: list[Part] = []
    for each in caseloads:
        lines += [rule()] if lines else []
        lines.append(text(clients_of(each), "strong", wrap=True))
        lines += [waiting(leave_in_words(leave)) for leave in each.leaves]
        lines += what_waits(each)
        if each.no_to_sheet_on is not None:
            lines.append(waiting(no_to_sheet_words(each), "alert"))
        if also := _sheet_or_nobody(each):
            lines.append(text(also, "small", wrap=True))
    return card(title, *lines)


def _sheet_or_nobody(line: CaseloadLine) -> str:
    has_sheet = line.on_continuity or line.on_older_continuity
    if line.leaves:
        return _("The continuity sheet opens them too, in an emergency.") if has_sheet else ""
    if has_sheet:
        return _("Nobody else can open them, except with the continuity sheet in an emergency.")
    return _("Nobody else can open them.")


def _renewed_words(state: PeopleState) -> str:
    if state.is_first_sheet:
        return _("It works for a therapist's clients once that therapist has agreed to it.")
    if not state.page.old_sheet.is_needed:
        return _(
            "The new sheet works for every caseload and every backup that the old one opened, "
            "until a therapist answers no at sign-in. Destroy the old sheet: it opens nothing "
            "that is written once each therapist has answered."
        )
    return " ".join(_old_sheet_words(state.page.old_sheet))


def _old_sheet_words(old: OldSheet) -> list[str]:
    """Return why the sheet of before must be kept, a sentence each."""
    said: list[str] = []
    if old.names:
        words = _(
            "Keep the old sheet locked away if you still have it: until they sign in and agree, "
            "only the old sheet opens the clients of {names}, or their backups."
        )
        said.append(words.format(names=together(old.names)))
    if old.second_place:
        words = _(
            "Keep the old sheet: only it opens the backups in the second location, {place}, until "
            "a backup is made there. Connect it, and press Back up now under Settings, Backups."
        )
        said.append(words.format(place=old.second_place))
    if old.is_here:
        said.append(
            _(
                "Keep the old sheet: no backup could be made on this laptop, and only the old "
                "sheet opens those of before. Press Back up now under Settings, Backups."
            )
        )
    return said


def _joined_words(state: PeopleState) -> str:
    assert state.joined is not None
    name = state.joined.name
    if "therapist" in state.joined.roles:
        return _("{name} can sign in on this laptop now, and has no clients yet.").format(name=name)
    return _("{name} can sign in on this laptop now.").format(name=name)


def _who_arranges(state: PeopleState) -> str:
    """Return who adds people and arranges cover, by name: whoever goes away has to ask them."""
    names = [each.name for each in state.page.people if "keeper" in each.roles]
    words = _("{names} can add people and arrange cover, as an administrator.")
    return words.format(names=listed(names))
