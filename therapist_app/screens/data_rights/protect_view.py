"""Restricting a record, putting it on hold, and lifting either; each with its reason."""

from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import read_day
from therapist_app.key_widgets.second_view import SecondView, wait_for_second
from therapist_app.record.model import RESTRICTION_REASONS
from therapist_app.screens.data_rights.seconding import second_view
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Option,
    Part,
    TextLine,
    card,
    choices,
    one_of,
    reading,
    row,
    scroll_cards,
    stack,
)
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.rights.access_words import REASONS


class ReviewDay(LabelledField):
    """The day on which something is looked at again; it may stay empty."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.line = DayLine(today=today)
        self.line.show_limits(today, None)
        super().__init__(_("&Review it on"), self.line, hint=_("It may stay empty."))

    def is_right(self) -> bool:
        """Return whether it is a day to come or empty, and say so where it is neither."""
        problem = self._problem()
        self.show_problem(problem, again=True)
        return not problem

    def _problem(self) -> str:
        if not self.line.text().strip():
            return ""
        day = self.day()
        if day is None:
            return self.line.how_to_write
        return _("This day has passed. Write one to come.") if day < self._today else ""

    def day(self) -> date | None:
        """Return the day that was written."""
        return read_day(self.line.text())


class RestrictView(TurnedPage):
    """Why the record is restricted."""

    HELP = PageHelp(
        "You can read a restricted record, but not change it, and it is not counted in "
        "any figure. Write down why; the restriction can be lifted later.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.options = [Option(_(REASONS[each])) for each in RESTRICTION_REASONS]
        self.group = one_of(self, self.options)
        self.review = ReviewDay(viewmodel.today)
        self.keep = MainButton(_("Restrict the record"), loses_words=True)
        self.keep.wait_for(pgettext("message", "Choose why."))
        words = _(
            "The record is kept as it is and cannot be changed. It is in no list, no count and no "
            "export until the restriction is lifted. You find it under Clients, Restricted, and "
            "by the search."
        )
        _lay_out(
            self,
            _("Restrict the record"),
            [
                reading(words),
                choices(pgettext("fact", "Why"), *self.options, gap="m"),
                self.review,
                row(STRETCH, self.keep),
            ],
        )
        self.group.chosen.connect(self._on_chosen)
        self.keep.clicked.connect(self._on_keep_clicked)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first reason."""
        self.options[0].setFocus()

    def _on_chosen(self) -> None:
        self.keep.wait_for("")

    def _on_keep_clicked(self) -> None:
        if self.review.is_right():
            reason = RESTRICTION_REASONS[self.group.checkedId()]
            self._viewmodel.restrict(reason, self.review.day())
        else:
            self.review.line.setFocus()


class HoldView(TurnedPage):
    """The legal reason to keep a record."""

    HELP = PageHelp(
        "A legal hold keeps this record from being erased, for example because a court "
        "asked for it. Write down the reason and when somebody looks at it again.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.reason = TextLine()
        self.review = ReviewDay(viewmodel.today)
        self.keep = MainButton(_("Put on legal hold"), loses_words=True)
        self.keep.wait_for(_("Say why, in one line."))
        words = _("During the legal hold nobody can erase this client, whatever the rule says.")
        hint = _("Such as: a court asks for it. No names.")
        _lay_out(
            self,
            pgettext("card", "Legal hold"),
            [
                reading(words),
                LabelledField(_("The &reason, in one line"), self.reason, hint=hint),
                self.review,
                row(STRETCH, self.keep),
            ],
        )
        self.reason.edited.connect(self._on_reason_edited)
        self.keep.clicked.connect(self._on_keep_clicked)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the reason."""
        self.reason.setFocus()

    def _on_reason_edited(self, words: str) -> None:
        self.keep.wait_for("" if words.strip() else _("Say why, in one line."))

    def _on_keep_clicked(self) -> None:
        if self.review.is_right():
            self._viewmodel.hold(self.reason.text(), self.review.day())
        else:
            self.review.line.setFocus()


class LiftView(TurnedPage):
    """Why a restriction or a hold ends."""

    def __init__(self, title: str, second: SecondView | None = None) -> None:
        super().__init__()
        self.second = second
        self.reason = TextLine()
        self.keep = MainButton(title, loses_words=True)
        hint = _("It stays in the record. No names.")
        field = LabelledField(_("&Why, in one line"), self.reason, hint=hint)
        parts: list[Part] = [field, *([second] if second else []), row(STRETCH, self.keep)]
        _lay_out(self, title, parts)
        self.reason.edited.connect(self._on_edited)
        self.reason.returnPressed.connect(self.keep.click)
        self.keep.clicked.connect(self._on_keep_clicked)
        if second is not None:
            second.edited.connect(self._on_edited)
        self._on_edited()

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the reason."""
        self.reason.setFocus()

    def lift(self) -> None:
        """Have it lifted for the reason that is written."""
        raise NotImplementedError

    def _on_edited(self) -> None:
        is_seconded = self.second is None or self.second.is_ready
        missing = "" if is_seconded else _("A second person is missing.")
        self.keep.wait_for(missing if self.reason.text().strip() else _("Say why, in one line."))

    def _on_keep_clicked(self) -> None:
        self.lift()


class LiftRestrictionView(LiftView):
    """Why a restriction ends."""

    HELP = PageHelp(
        "Here you lift a restriction. Write down why; from then on the record can be used as "
        "before.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        super().__init__(_("Lift the restriction"))
        self._viewmodel = viewmodel

    @override
    def lift(self) -> None:
        """Lift the restriction."""
        self._viewmodel.lift_restriction(self.reason.text())


class LiftHoldView(LiftView):
    """Why a legal hold ends, and who confirms it beside."""

    HELP = PageHelp(
        "Here you lift a legal hold. Write down why, and have a second person confirm it; from "
        "then on the record can be erased as before.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        alone = _("Nobody else can come: lift it alone. Everybody in the service is told")
        second = second_view(viewmodel, alone) if viewmodel.colleagues else None
        super().__init__(_("Lift the legal hold"), second)
        self._viewmodel = viewmodel
        viewmodel.confirming.connect(self._on_confirming)

    @override
    def lift(self) -> None:
        """Lift the hold, once the second person's passphrase was looked at."""
        given = self.second.take() if self.second else None
        second = SecondPerson(*given) if given else None
        self._viewmodel.lift_hold(self.reason.text(), second)

    def _on_confirming(self, is_under_way: bool) -> None:  # noqa: FBT001 as the signal has it
        wait_for_second(self, self.second, is_under_way=is_under_way)
        self._on_edited()


def _lay_out(page: QWidget, title: str, parts: list[Part]) -> None:
    sheet = card(title, *parts, gap="m")
    page.setLayout(stack(scroll_cards(stack(sheet, STRETCH, margins=("page", "m", "page", "l")))))
