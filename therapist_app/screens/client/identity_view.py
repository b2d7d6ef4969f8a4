"""Who stands behind a code: a page of its own, behind a deliberate click."""

from typing_extensions import override

from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    reading,
    row,
    scroll,
    stack,
    symbol,
    text,
)

ANONYMITY = {
    "named": N_("The client gave a name."),
    "pseudonym": N_("The client chose another name; it is not a real one."),
    "code_only": N_("The client is known by the code only."),
}


class IdentityView(TurnedPage):
    """The few words that say who it is; nothing of them stands anywhere else."""

    HELP = PageHelp(
        N_(
            "Who this client is: name, contact, whom to call. This is shown only here and "
            "when you have to reach the client; every other page shows the code only. You "
            "may leave all of it empty."
        ),
        read_on="docs/data-inventory.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        person = viewmodel.look_up_identity()
        self.back = button(pgettext("button", "Hide identity"))
        parts: list[Part] = [text(_(ANONYMITY[person.anonymity]), wrap=True)]
        for label, words in (
            (pgettext("field", "Name"), person.name),
            (pgettext("field", "Contact"), person.contact),
            (_("Date of birth"), person.birth_date),
            (_("In an emergency"), person.emergency_contact),
        ):
            if words:
                parts += [text(label, "strong"), reading(words)]
        noted = row(
            symbol("info"),
            text(_("The record notes that you looked."), "small", tone="muted", wrap=True),
            gap="s",
        )
        noted.setStretch(1, 1)
        sheet = card(pgettext("card", "Identity"), *parts, noted, row(self.back, STRETCH), gap="s")
        page = stack(sheet, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(page)))
        self.back.clicked.connect(self.back_chosen)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the way back."""
        self.back.setFocus()
