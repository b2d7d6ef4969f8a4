"""Discarding a first contact that was opened by mistake: what goes, and the one button."""

from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.screens.client.turned_sheet import TurnedSheet
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import STRETCH, MainButton, card, lay_in, reading, row, stack


class DiscardView(TurnedSheet):
    """A page of a client of whom nothing is known but what they may be called."""

    HELP = PageHelp(
        "A first contact that was opened by mistake can be deleted while nothing is known "
        "but a name or a number. As soon as an answer is saved, only “Erase this client” "
        "under Data rights takes the client out of the record.",
        read_on="docs/way-in.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        self.discard = MainButton(_("Delete for good"), is_final=True)
        sheet = card(
            _("Delete this first contact"),
            reading(
                _(
                    "It was begun, and no question is answered. The name and the number go, and "
                    "the code {code} is not used again. It cannot be undone."
                ).format(code=viewmodel.state.page.client.code)
            ),
            *(
                [reading(_("Everybody in the service is told once, without the code."))]
                if viewmodel.has_colleagues
                else []
            ),
            row(STRETCH, self.discard),
            gap="m",
        )
        lay_in(self.area, stack(sheet, STRETCH, margins=("page", "l", "page", "l")))
        self.discard.clicked.connect(viewmodel.discard)

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return _("Delete this first contact")

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the way back: nothing goes by an Enter too many."""
        self.back.setFocus()
