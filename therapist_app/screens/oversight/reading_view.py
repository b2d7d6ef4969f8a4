"""One page at a time of a report that left, above everything else on the page of oversight."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _
from therapist_app.screens.oversight.reading import ReadingState, ReadingViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import stack, text
from therapist_app.widgets.report_card import ReportCard
from therapist_app.workflows.supervision.what_left import WhatLeft


class ReadingView(QWidget):
    """The page that is open; gone while no report is."""

    def __init__(self, viewmodel: ReadingViewModel) -> None:
        super().__init__()
        self.message = MessagePlace()
        self.made = text("", "small", wrap=True)
        self.report = ReportCard(above=[self.made])
        self.setLayout(stack(self.message, self.report, gap="m"))
        self.report.turned.connect(viewmodel.turn_page)
        self.report.closed.connect(viewmodel.close)
        viewmodel.follow(self.show_state)

    def show_state(self, state: ReadingState) -> None:
        """Show the page that is open, why there is none, or nothing."""
        if state.refused:
            self.message.show_message("attention", _("The report cannot be shown"), state.refused)
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        else:
            self.message.clear()
        self.setVisible(state.read is not None or bool(state.refused or state.problem))
        if state.read is None:
            self.report.show_none()
        else:
            self.made.setText(made_words(state.read))
            self.report.show_page(state.read.id, state.read.pages, state.page)


def made_words(read: WhatLeft) -> str:
    """Return how what is shown stands to what left."""
    if read.is_to_the_byte:
        return _(
            "Made again from the same figures: its tables are those that left, sign for sign. "
            "Nothing of it is saved here."
        )
    return _(
        "Made again from the same figures, in the words and tables of this version or language: "
        "those that left may be arranged otherwise. Nothing of it is saved here."
    )
