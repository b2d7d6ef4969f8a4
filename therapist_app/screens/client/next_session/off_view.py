"""Saying that the session that is planned did not take place, from the page of its client."""

from functools import partial

from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.planning_sheet import MissedSheet
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.layout.page_view import TurnedPage, client_in_words, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import STRETCH, button, scroll_cards, stack


class OffView(TurnedPage):
    """A page of a client: why the session that is planned did not take place."""

    HELP = PageHelp(
        "Here you say why the planned session did not take place. It does not count as a "
        "session: the same one stays next, and you can plan it again.",
        (
            (NP_("keys", "Digit"), N_("Choose the reason that has it")),
            (NP_("keys", "Enter"), N_("Record that it did not take place")),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel, asked: str) -> None:
        """Take what was said already: missed or cancelled."""
        super().__init__()
        self._starting = viewmodel.starting
        self._code = viewmodel.state.page.client.code
        planned = viewmodel.state.page.next_appointment
        assert planned is not None
        self._planned_id = planned.id
        self.sheet = MissedSheet(
            planned.planned_for.astimezone(),
            self._is_to_come,
            said=asked,
            today=viewmodel.state.today,
            may_remove=self._starting.may_remove(self._planned_id),
        )
        self.back = button(pgettext("button", "Back"), "quiet")
        margins = ("page", "l", "page", "l")
        page = stack(self.sheet, STRETCH, gap="m", margins=margins)
        self.setLayout(whole_page(None, scroll_cards(page), foot_bar(self.back, STRETCH)))
        self.back.clicked.connect(self.back_chosen)
        self.sheet.recorded.connect(partial(self._starting.record_missed, self._planned_id))

    @property
    @override
    def place(self) -> str:
        """What is said here, and of whom."""
        words = _("It did not take place. {client}.")
        return words.format(client=client_in_words(self._code))

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first reason."""
        self.sheet.focus_first()

    def _is_to_come(self) -> bool:
        return self._starting.is_to_come(self._planned_id)
