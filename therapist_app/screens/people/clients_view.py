"""One caseload, to a keeper: who else may open it, and giving or taking back that leave."""

from datetime import timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, read_day
from therapist_app.screens.people.list_view import waiting, what_waits
from therapist_app.screens.people.people_words import (
    barred_words,
    clients_of,
    leave_in_words,
    stands_in_words,
)
from therapist_app.screens.people.viewmodel import PeopleViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Option,
    Part,
    banner,
    button,
    card,
    choices,
    hold,
    one_of,
    reading,
    row,
    rule,
    stack,
    text,
)
from therapist_app.workflows.people.keeping_people import (
    AgreeToCover,
    EndCover,
    HandOverClients,
    LetCover,
    SheetKind,
    UseSheet,
)
from therapist_app.workflows.people.seeing_people import CaseloadLine, LeaveLine, PeoplePageData

USUALLY = timedelta(days=14)


class SheetUseView(QWidget):
    """Which sheet, and what is printed on it."""

    def __init__(
        self, viewmodel: PeopleViewModel, line: CaseloadLine, *, has_continuity: bool
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._line = line
        self.owners = Option(
            _("Recovery sheet of {name}").format(name=line.owner_name),
            help_words=_("It can be used again, so they should make a new one afterwards."),
        )
        self.continuity = Option(
            _("The continuity sheet"),
            help_words=_("From the sealed envelope. Make a new one straight after."),
        )
        one_of(self, (self.owners, self.continuity), chosen=None if has_continuity else 0)
        self.typed = TextLine()
        self.typed.kept_over_lock = False
        field = LabelledField(
            _("&Type the sheet"),
            self.typed,
            hint=_("Eight groups of five characters, as printed. Hyphens do not matter."),
        )
        self.use = button(_("Use the sheet"))
        loud = banner(
            "attention",
            _("If {name} cannot come").format(name=line.owner_name),
            _(
                "With a sheet the others can open these clients now. The audit trail keeps each "
                "use under your name for good."
            ),
        )
        using = row(self.use, STRETCH)
        title = _("If {name} cannot come").format(name=line.owner_name)
        ways = choices(title, self.owners, self.continuity, gap="m")
        self.setLayout(stack(loud, ways, field, using))
        self.continuity.setHidden(not has_continuity)
        self.use.clicked.connect(self._on_use_clicked)
        self.typed.returnPressed.connect(self._on_use_clicked)

    @Slot()
    def _on_use_clicked(self) -> None:
        typed = self.typed.text()
        if not (self.owners.isChecked() or self.continuity.isChecked()):
            self.owners.setFocus()
            return
        if not typed.strip():
            self.typed.setFocus()
            return
        whose: SheetKind = "continuity" if self.continuity.isChecked() else "owner"
        self._viewmodel.ask(UseSheet(self._line.id, whose, typed))


class StandInView(QWidget):
    """Who stands in, until when; and for good."""

    def __init__(
        self, viewmodel: PeopleViewModel, line: CaseloadLine, page: PeoplePageData
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._line = line
        candidates = page.may_take_over(line)
        self._covers = page.stands_in_for(line.owner)
        self.ends: list[QPushButton] = []
        self.agrees: list[QPushButton] = []
        self.who = {each.uid: Option(each.name) for each in candidates}
        self.cover = Option(
            _("Cover until a day"),
            help_words=_(
                "The clients stay theirs. It begins at once, or as soon as they agree: arrange "
                "it shortly before it is needed."
            ),
        )
        self.for_good = Option(
            _("Hand over for good"), help_words=_("The clients become somebody else's.")
        )
        self.day = DayLine(today=page.today)
        self.day.show_limits(page.today, None)
        self.day.setText(day_in_figures(page.today + USUALLY))
        self.day_field = LabelledField(_("Until and including"), self.day)
        self.sign = button(pgettext("button", "Confirm"))
        self.sheet = SheetUseView(viewmodel, line, has_continuity=page.has_continuity)
        one_of(self, self.who.values())
        one_of(self, (self.cover, self.for_good))
        self.warning = text("", tone="attention", wrap=True)
        self._warned_of = ""
        self._compose()
        self.sign.clicked.connect(self._on_sign_clicked)
        self.for_good.toggled.connect(self.day_field.setHidden)
        self.for_good.toggled.connect(self._forget_warning)

    def focus_first(self) -> bool:
        """Put the keyboard on who could stand in; return whether there is anything to stand on."""
        who = [each for each in self.who.values() if not each.isHidden()]
        first = [*who, *self.ends][:1]  # the key that signed must not end what it signed
        for each in first:
            each.setFocus()
        return bool(first)

    def _compose(self) -> None:
        parts: list[Part] = [self._leave(each) for each in self._line.leaves]
        parts += [
            sign_line("alert", stands_in_words(self._line.owner_name, whose, leave))
            for whose, leave in self._covers
        ]
        parts += what_waits(self._line)
        if self._line.leave_waits and not self._line.is_barred:
            parts.append(self.sheet)
        else:
            parts += [waiting(barred_words(self._line), "alert")] if self._line.is_barred else []
            self.sheet.setParent(self)
            self.sheet.hide()
        giving = self._giving()
        self.setLayout(stack(card(clients_of(self._line), *parts, giving, gap="m")))

    def _giving(self) -> QWidget:
        self.warning.hide()
        fields = (
            *self.who.values(),
            self.cover,
            self.for_good,
            self.day_field,
            self.warning,
            self.sign,
        )
        going = any(each.standing == "hand_over_waits" for each in self._line.leaves)
        if going or not self.who:
            for each in fields:
                each.setParent(self)
                each.hide()
            nobody = _("There is no other therapist who could take these clients.")
            goes = _("They are being handed over to somebody else. End that first to change it.")
            return reading(goes if going else nobody)
        layout = stack(
            rule(),
            text(_("Who else may open them?"), "strong"),
            choices(_("Who else may open them?"), *self.who.values()),
            text(pgettext("field", "How long?"), "strong"),
            choices(pgettext("field", "How long?"), self.cover, self.for_good),
            self.day_field,
            self.warning,
            row(self.sign, STRETCH),
            gap="s",
        )
        return hold(layout)

    def _leave(self, leave: LeaveLine) -> QLayout:
        words = text(leave_in_words(leave), wrap=True)
        if leave.standing == "handed_over":
            return row(words)
        if leave.standing == "over":
            ends = pgettext("button", "Remove")
        elif leave.until is None:
            ends = _("Cancel the hand-over")
        else:
            ends = pgettext("button", "End cover")
        end = ChoosingButton(ends, leave.to, name=f"{ends}: {leave.name}")
        end.chosen.connect(self._on_end_chosen)
        self.ends.append(end)
        if leave.may_agree:
            agree = pgettext("button", "Agree")
            second = ChoosingButton(agree, leave.to, name=f"{agree}: {leave.name}")
            second.chosen.connect(self._on_agreed)
            self.agrees.append(second)
            line = row(words, second, end)
        else:
            line = row(words, end)
        line.setStretch(0, 1)
        return line

    @Slot(str)
    def _on_end_chosen(self, to: str) -> None:
        self._viewmodel.ask(EndCover(self._line.id, to))

    @Slot(str)
    def _on_agreed(self, to: str) -> None:
        self._viewmodel.ask(AgreeToCover(self._line.id, to))

    @Slot()
    def _forget_warning(self) -> None:
        self._warned_of = ""
        self.warning.hide()

    def _is_warned_of(self, to: str) -> bool:
        """Return whether it was said what goes to them for good; else say it, once."""
        if self._warned_of == to:
            return True
        self._warned_of = to
        words = _(
            "All of these clients go to {name} for good, with every session under way, every "
            "note to sign and every promise. Press again to confirm."
        ).format(name=self.who[to].text())
        self.warning.setText(words)
        self.warning.show()
        announcing.announce(self.warning, words, "problem")
        return False

    @Slot()
    def _on_sign_clicked(self) -> None:
        to = next((uid for uid, option in self.who.items() if option.isChecked()), "")
        day = read_day(self.day.text())
        self.day_field.show_problem("" if day else self.day.how_to_write, again=True)
        if not to:
            next(iter(self.who.values())).setFocus()
        elif not (self.cover.isChecked() or self.for_good.isChecked()):
            self.cover.setFocus()
        elif self.for_good.isChecked():
            if self._is_warned_of(to):
                self._viewmodel.ask(HandOverClients(self._line.id, to))
        elif day is None:
            self.day.setFocus()
        else:
            self._viewmodel.ask(LetCover(self._line.id, to, day))
