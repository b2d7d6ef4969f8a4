"""Beside the calendar: the appointment that is chosen, and what is being asked about it."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time, day_of_year, moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.arrangement_fields import PlaceField
from therapist_app.form_widgets.planning_sheet import (
    MissedSheet,
    PlanningSheet,
    WhenFields,
)
from therapist_app.form_widgets.ready_light import light
from therapist_app.screens.calendar.entry_view import how_and_where, standing_of
from therapist_app.screens.calendar.note_view import OfferButton
from therapist_app.screens.calendar.viewmodel import Asking, CalendarState, CalendarViewModel
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER, ChoosingButton
from therapist_app.widgets.fields.found_told import FoundTold
from therapist_app.widgets.layout.layouts import empty
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TextLine,
    box,
    button,
    card,
    chip,
    hold,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.overviews.plan_choices import session_words
from therapist_app.workflows.overviews.seeing_calendar import CalendarEntry, DueSession


class MoveSheet(QWidget):
    """Another day and hour for an appointment, or another place.

    Signals:
        moved: The local moment, and where.

    """

    moved = Signal(datetime, str)

    def __init__(self, viewmodel: CalendarViewModel, entry: CalendarEntry) -> None:
        super().__init__()
        self.when = WhenFields(viewmodel.today, entry.at)
        self.place = PlaceField(entry.place)
        self.keep = MainButton(pgettext("button", "Move"))
        title = _("Move {code}").format(code=entry.code)
        sheet = card(title, self.when, self.place, row(STRETCH, self.keep), gap="m")
        self.setLayout(stack(sheet))
        self.keep.clicked.connect(self._on_keep_clicked)

    def focus_first(self) -> None:
        """Put the keyboard on the day, all of it marked to be written over."""
        self.when.day.setFocus()
        self.when.day.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Enter from a field."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self._on_keep_clicked()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_keep_clicked(self) -> None:
        at = self.when.moment
        if at is not None:
            self.moved.emit(at, self.place.written)


class NewSheet(QWidget):
    """A new appointment: whose, then which session and when."""

    def __init__(
        self, viewmodel: CalendarViewModel, at: datetime | None, offered: DueSession | None
    ) -> None:
        """Begin at a moment or with a session that is offered, where there is one."""
        super().__init__()
        self._viewmodel = viewmodel
        self._at = at
        self.client = TextLine()
        self.client.kept_over_lock = False
        self.client_field = LabelledField(
            pgettext("field", "&Client"),
            self.client,
            hint=_("The code or the name, or a part of it"),
        )
        self.found: list[ChoosingButton] = []
        self.planning: PlanningSheet | None = None
        self._found = stack(gap="xs")
        self.moment = text(moment_in_words(at) if at else "", "small", tone="muted", wrap=True)
        self.moment.setVisible(at is not None)
        sheet = card(_("Add an appointment"), self.moment, self.client_field, self._found, gap="s")
        self._layout = stack(sheet)
        self.setLayout(self._layout)
        self.client.edited.connect(self._on_client_edited)
        self.client.returnPressed.connect(self._on_return)
        FoundTold(self.client, self._codes_found)
        if offered is not None:
            self._plan(offered.client_id, offered.code)

    def focus_first(self) -> None:
        """Put the keyboard on the field for the client, or on the day of one that is known."""
        (self.client if self.planning is None else self.planning.day).setFocus()

    @Slot(str)
    def _on_client_edited(self, words: str) -> None:
        empty(self._found)
        rows = self._viewmodel.find_clients(words)
        self.found = [ChoosingButton(each.code, each.client_id) for each in rows]
        for each in self.found:
            self._found.addWidget(each)
            each.chosen.connect(self._on_found_chosen)
        problem = "" if rows or not words.strip() else _("No client with this code or name.")
        self.client_field.show_problem(problem)

    def _codes_found(self) -> list[str]:
        return [each.text() for each in self.found]

    @Slot()
    def _on_return(self) -> None:
        if self.found:
            self.found[0].click()

    @Slot(str)
    def _on_found_chosen(self, client_id: str) -> None:
        code = next(each.text() for each in self.found if each.choice == client_id)
        self._plan(client_id, code).session.setFocus()

    def _plan(self, client_id: str, code: str) -> PlanningSheet:
        if self.planning is not None:
            self.planning.hide()
            self.planning.deleteLater()
        self.client.setText(code)
        self.moment.hide()  # it stands in the fields from here on
        empty(self._found)
        self.found = []
        planning = PlanningSheet(
            self._viewmodel.plan_choices(client_id),
            self._viewmodel.today,
            title=_("Plan a session with {code}").format(code=code),
            at=self._at,
            may_start=False,
            begun=None if self._at else self._viewmodel.begun_plan(client_id),
        )
        planning.written.connect(partial(self._viewmodel.keep_begun, client_id))
        planning.planned.connect(partial(self._viewmodel.plan, client_id))
        self.planning = planning
        self._layout.addWidget(planning)
        return planning


ASKED: dict[str, Asking] = {"m": "move", "d": "missed", "c": "cancelled"}
"""What each letter asks about an appointment."""


class PanelView(QWidget):
    """The chosen appointment with all that can be done with it.

    Signals:
        act_chosen: What is to be done: open, move, missed or cancelled.
        offer_put: What is offered was drawn to a place on the screen.

    """

    act_chosen = Signal(str)
    offer_put = Signal(DueSession, QPoint)

    def __init__(self, viewmodel: CalendarViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.sheet: MissedSheet | MoveSheet | NewSheet | None = None
        self.code = text("", "lead", tone="accent", wrap=True)
        self.session = text("", wrap=True)
        self.when = text("", "small", tone="muted", wrap=True)
        self.sign = symbol("check")
        self.standing = text("", "small", wrap=True)
        self._standing_line = hold(row(self.sign, self.standing, grows=1))
        self.acts = {
            "open": _act(pgettext("button", "Open"), pgettext("key", "Enter")),
            "move": _act(pgettext("button", "Move"), "M"),
            "missed": _act(_("Did not come"), "D"),
            "cancelled": _act(pgettext("button", "Cancel it"), "C"),
            "undo": _act(pgettext("button", "Undo"), ""),
            "contact": _act(_("Log a contact"), ""),
        }
        keys = {act: chip(each.accessibleDescription()) for act, each in self.acts.items()}
        self._keys: list[tuple[QWidget, QWidget]] = []
        self._lines = {}
        for act, each in self.acts.items():
            if not each.accessibleDescription():
                keys[act].setParent(self)
                keys[act].hide()
                self._lines[act] = hold(row(each))
                continue
            place = hold(row(keys[act], STRETCH))
            self._keys.append((keys[act], place))
            self._lines[act] = hold(row(each, place, gap="s", grows=0))
        self._ready = stack()
        self._ready_holder = hold(self._ready)
        self._ready_shown: tuple[object, ...] = ()
        about = (self.code, self.session, self.when, self._standing_line, self._ready_holder)
        layout = stack(*about, *self._lines.values(), gap="s", margins=("l", "m", "l", "m"))
        self._sheet_place = stack()
        self._sheet_holder = hold(self._sheet_place)  # it is read where it stands
        self._sheet_holder.hide()
        self.offers: list[OfferButton] = []
        self._offers = stack(gap="xs")
        title = text(_("Offered by the programme"), "strong", wrap=True)
        self._offers_place = hold(stack(title, self._offers, gap="s"))
        self._offers_place.hide()
        self.about_it = box("card", layout)
        self.setLayout(
            stack(self.about_it, self._sheet_holder, self._offers_place, STRETCH, gap="m")
        )
        for each in self.acts.values():
            each.clicked.connect(self._on_act_clicked)
        self._shown: tuple[object, ...] = ()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys one width, else each button would have a width of its own."""
        super().showEvent(event)
        widest = max(key.sizeHint().width() for key, _place in self._keys)
        for _key, place in self._keys:
            place.setFixedWidth(widest)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the letter that a button names also while one of the buttons has the keyboard."""
        act = ASKED.get(event.text().lower())
        is_at_one = any(each.hasFocus() for each in self.acts.values())
        if (
            act is not None
            and is_at_one
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self.act_chosen.emit(act)
        else:
            super().keyPressEvent(event)

    def show_state(self, state: CalendarState) -> None:
        """Show what is chosen and what is asked; nothing is built anew that stays the same."""
        chosen_id = state.chosen_id if state.asking else ""
        asked = (state.asking, state.planned_at, state.offered, chosen_id)
        self._show_offers(state)
        self._show_readiness(state)
        self._show_chosen(state)
        self.about_it.setVisible(state.asking != "plan")  # what it offers is about somebody else
        if asked != self._shown:
            self._shown = asked
            empty(self._sheet_place)
            self.sheet = self._sheet(state)
            if self.sheet is not None:
                self._sheet_place.addWidget(self.sheet)
            self._sheet_holder.setVisible(self.sheet is not None)

    def write_moment(self, at: datetime) -> bool:
        """Write a local moment where the day and the hour are asked for; say whether they are."""
        if isinstance(self.sheet, NewSheet) and self.sheet.planning is not None:
            self.sheet.planning.write_moment(at)
            return True
        if isinstance(self.sheet, MoveSheet):
            self.sheet.when.write(at)
            self.sheet.keep.setFocus()
            return True
        return False

    def focus_sheet(self) -> None:
        """Put the keyboard on what is asked."""
        if self.sheet is not None:
            self.sheet.focus_first()

    def _sheet(self, state: CalendarState) -> MissedSheet | MoveSheet | NewSheet | None:
        if state.asking == "plan":
            return NewSheet(self._viewmodel, state.planned_at, state.offered)
        if state.chosen is None or not state.asking:
            return None
        if state.asking == "move":
            sheet = MoveSheet(self._viewmodel, state.chosen)
            sheet.moved.connect(self._viewmodel.move_to)
            return sheet
        missed = MissedSheet(
            state.chosen.at,
            self._viewmodel.is_to_come,
            said=state.asking,
            today=self._viewmodel.today,
            may_remove=self._viewmodel.may_remove(),
            code=state.chosen.code,
        )
        missed.recorded.connect(self._viewmodel.record_missed)
        return missed

    def _show_offers(self, state: CalendarState) -> None:
        offers = state.offers or ()
        if [each.offer for each in self.offers] == list(offers):
            return
        empty(self._offers)
        self.offers = [OfferButton(each) for each in offers]
        for each in self.offers:
            self._offers.addWidget(each)
            each.taken.connect(self._viewmodel.plan_offered)
            each.put.connect(self.offer_put)
        self._offers_place.setVisible(bool(offers))

    def _show_readiness(self, state: CalendarState) -> None:
        """Show the light of the chosen one, and none before it was read."""
        found = state.readiness if state.ready_id == state.chosen_id else None
        now = (state.chosen_id, found)
        if now == self._ready_shown:
            return
        self._ready_shown = now
        empty(self._ready)
        if found is not None:
            self._ready.addWidget(light(found))
        self._ready_holder.setVisible(found is not None)

    def _show_chosen(self, state: CalendarState) -> None:
        entry = state.chosen
        for act, each in self._lines.items():
            may = act == "open" or (entry is not None and self._viewmodel.may_ask(act, entry))
            each.setVisible(entry is not None and may)
        self.when.setVisible(entry is not None)
        self._standing_line.setVisible(False)
        if entry is None:
            title, words = _nothing_chosen(state)
            self.code.setText(title)
            self.session.setText(words)
            return
        self.code.setText(entry.code)
        for each in self.acts.values():
            each.setAccessibleName(f"{each.text()}, {entry.code}")
        self.session.setText(session_words(entry.plan_id, entry.plan_title))
        when = _("{day}, {start} to {end}").format(
            day=day_of_year(entry.day), start=clock_time(entry.at), end=clock_time(entry.until)
        )
        self.when.setText(facts_in_a_line(when, *how_and_where(entry)))
        words, sign, ink = standing_of(entry)
        if sign:
            self.sign.setPixmap(pixmap(sign, ink, look().size("icon")))
            self.standing.setText(words)
            self._standing_line.setVisible(True)

    @Slot()
    def _on_act_clicked(self) -> None:
        pressed = self.sender()
        for act, each in self.acts.items():
            if each is pressed:
                self.act_chosen.emit(act)


def _act(words: str, key: str) -> QPushButton:
    made = button(words)
    made.setAccessibleDescription(key)
    return made


def _nothing_chosen(state: CalendarState) -> tuple[str, str]:
    if state.page.entries:
        return (
            _("No appointment is chosen"),
            _("Choose one, or double-click an empty time to add one there."),
        )
    return (
        pgettext("calendar", "Nothing planned"),
        _("Double-click an empty time, or press Add appointment."),
    )
