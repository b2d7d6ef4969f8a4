"""The page that the client takes home: on paper, and as it reads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.paper_card import PaperCard
from therapist_app.widgets.parts import card, reading, stack
from therapist_app.workflows.sessions.take_home import OFFERS, TakeHomePage


class HomeView(QWidget):
    """Prints the page of this session, and shows its words.

    Signals:
        closed: The person is done with it.

    """

    closed = Signal()

    def __init__(self, page: TakeHomePage) -> None:
        super().__init__()
        self.paper = PaperCard(page.copies, OFFERS, "copy", note=page.note)
        words = card(_("What it says"), reading(page.words), gap="s")
        self.setLayout(stack(self.paper, words, gap="m"))
        self.paper.closed.connect(self.closed)
