"""A page of a client that scrolls above a foot with the way back."""

from session_forms.words.texts import pgettext
from therapist_app.widgets.layout.page_view import TurnedPage, foot_bar, whole_page
from therapist_app.widgets.parts import STRETCH, button, scroll_cards, stack


class TurnedSheet(TurnedPage):
    """What stands in `area` is laid in by the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.back = button(pgettext("button", "Back"), "secondary")
        self.area = scroll_cards(stack())
        self.setLayout(whole_page(None, self.area, foot_bar(self.back, STRETCH)))
        self.back.clicked.connect(self.back_chosen)
