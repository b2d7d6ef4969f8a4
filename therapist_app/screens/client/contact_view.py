"""Writing down a call or another contact with a client, from the page of that client."""

from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.contact_sheet import ContactSheet
from therapist_app.screens.client.logging_contact import ContactState, LoggingContact
from therapist_app.widgets.layout.page_view import TurnedPage, client_in_words, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    Tick,
    button,
    keep_aside,
    scroll_cards,
    stack,
    text,
)


class ContactView(TurnedPage):
    """A page of a client: a contact that nobody promised, or a try at one."""

    HELP = PageHelp(
        "Here you write down that you were in contact with this client, or that you tried. It "
        "stands in the timeline, and keeps what was promised of contact and is due.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: LoggingContact, code: str) -> None:
        super().__init__()
        self._code = code
        viewmodel.start()
        state = viewmodel.state
        stays = _("Today shows that the client is still to be reached.")
        saved = _("The attempt is saved.")
        helps = {
            "spoke": _("It is added to the timeline, and keeps contact promises that are due."),
            "no_answer": stays if state.stays_open else saved,
        }
        self.sheet = ContactSheet(viewmodel.look_up_reach, helps, viewmodel.today)
        self.back = button(pgettext("button", "Back"), "quiet")
        self.is_else = Tick(_("It is about something else"))
        about: list[Part] = [text(state.about, wrap=True)] if state.about else []
        if state.may_be_else:
            about.append(self.is_else)
        else:
            keep_aside(self, self.is_else)
        margins = ("page", "l", "page", "l")
        page = stack(*about, self.sheet, STRETCH, gap="m", margins=margins)
        self.setLayout(whole_page(None, scroll_cards(page), foot_bar(self.back, STRETCH)))
        self.back.clicked.connect(self.back_chosen)
        self.is_else.turned.connect(viewmodel.choose_else)
        self.sheet.written.connect(viewmodel.write_contact)
        self.sheet.noted.connect(viewmodel.note)
        viewmodel.state_changed.connect(self.show_state)
        self.show_state(state)

    @property
    @override
    def place(self) -> str:
        """What is written down here, and of whom."""
        words = _("Log a contact. {client}.")
        return words.format(client=client_in_words(self._code))

    def show_state(self, state: ContactState) -> None:
        """Show what is chosen so far."""
        self.sheet.show_written(state.contact)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first choice, which it does not take."""
        self.sheet.hows[0].setFocus()
