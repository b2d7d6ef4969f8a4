"""Moving one client to a colleague: to whom, what goes over, and who reads it from then on."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, _, pgettext
from therapist_app.screens.client.moving import MoveViewModel
from therapist_app.screens.client.turned_sheet import TurnedSheet
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    card,
    lay_in,
    reading,
    row,
    stack,
)
from therapist_app.workflows.people.moving_clients import Leaving, Offered

NOBODY = N_(
    "Nobody else in this service has clients of their own. An administrator adds "
    "colleagues under Settings, People."
)
THEIRS = N_("This client belongs to a colleague's caseload. Only that colleague can move them.")


class MoveView(TurnedSheet):
    """A page of a client: offering them to a colleague."""

    HELP = PageHelp(
        "Here you move this client to a colleague. They stay yours until the colleague "
        "takes them over; until then you can cancel the move.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: MoveViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.to: DecisionField | None = None
        self.offer: QPushButton | None = None
        self.keep: QPushButton | None = None
        self.join: QPushButton | None = None
        self._why_nobody = ""
        viewmodel.follow(self.show_state)

    def show_state(self, state: Leaving) -> None:
        """Draw the page afresh."""
        self.to = self.offer = self.keep = self.join = None
        self._why_nobody = ""
        if state.offered is not None:
            sheet = self._offered_card(state.offered, is_owner=state.is_owner)
        elif not state.is_owner or not state.colleagues:
            self._why_nobody = _(NOBODY if state.is_owner else THEIRS)
            sheet = card(_("Move to a colleague"), reading(self._why_nobody), gap="m")
        else:
            sheet = self._offer_card(state)
        own = [self._join_card()] if state.may_join and state.offered is None else []
        page = stack(*own, sheet, STRETCH, gap="m", margins=("page", "l", "page", "l"))
        lay_in(self.area, page)
        self.focus_first()

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first colleague, or on the way back."""
        if self.to is not None:
            self.to.start_focus()
        else:
            (self.join or self.back).setFocus()

    @property
    def most_urgent(self) -> str:
        """Why nobody can be chosen: the way back alone has the keyboard then."""
        return self._why_nobody

    def _join_card(self) -> QFrame:
        self.join = button(_("Move to your own clients"))
        self.join.clicked.connect(self._viewmodel.join_own)
        words = _(
            "This client came to you with a hand-over, in a caseload of its own. Moved, they stand "
            "beside your own clients: on Today, in Clients and in the calendar. The record stays "
            "as it is, and nobody need agree."
        )
        return card(_("Your own clients"), reading(words), row(STRETCH, self.join), gap="m")

    def _offer_card(self, state: Leaving) -> QFrame:
        names = ((each.uid, each.name) for each in state.colleagues)
        self.to = DecisionField(names, name=pgettext("field", "To whom"))
        self.offer = MainButton(_("Start the move"), is_final=True)
        self.offer.clicked.connect(self._on_offer_clicked)
        return card(
            _("Move to a colleague"),
            reading(
                _(
                    "The whole record moves: identity, forms, notes, open alerts, promises and "
                    "appointments."
                )
            ),
            reading(
                _(
                    "You continue with this client until your colleague signs in and takes them "
                    "over. Until then you can cancel the move."
                )
            ),
            reading(
                _(
                    "From then on your colleague can read this record. You can no longer read it, "
                    "and neither can anybody who covers for you. Earlier backups contain it until "
                    "they are deleted."
                )
            ),
            self.to,
            row(STRETCH, self.offer),
            gap="m",
        )

    def _offered_card(self, offered: Offered, *, is_owner: bool) -> QFrame:
        title = _("Being moved to {name}, since {day}")
        waits = _(
            "You continue with this client, and what you write moves too. Lock when you "
            "have finished: only then can your colleague take them over."
        )
        left = _("This colleague can no longer take over clients. Cancel the move.")
        actions: list[QWidget] = []
        if is_owner:
            self.keep = button(_("Cancel the move"))
            self.keep.clicked.connect(self._viewmodel.keep)
            actions.append(self.keep)
        return card(
            title.format(name=offered.name, day=day_in_words(offered.since)),
            reading(waits if offered.can_take else left),
            row(STRETCH, *actions),
            gap="m",
        )

    def _on_offer_clicked(self) -> None:
        assert self.to is not None
        if self.to.chosen_id:
            self._viewmodel.offer(self.to.chosen_id)
        else:
            self.to.show_problem(pgettext("choice", "Choose one."), again=True)
            self.to.start_focus()
