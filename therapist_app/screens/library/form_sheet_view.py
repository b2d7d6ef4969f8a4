"""One form, to read: what it asks, how it is scored, whose it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exports.paper.forms.order import paper_offers
from session_forms.form.definition import FormDefinition, numbers
from session_forms.form.licences import Context
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard, PaperSource
from therapist_app.screens.library.licence_view import licence_card
from therapist_app.screens.library.score_view import score_card
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, Columns, card, reading, scroll, stack


class FormSheetView(QWidget):
    """A form without answers; it can be printed blank where its words may be.

    Signals:
        closed: The person is done with paper.

    """

    closed = Signal()

    def __init__(
        self,
        form: FormDefinition,
        copies: PaperSource,
        *,
        use: Context = "clinical",
        ask: PaperAsk | None = None,
    ) -> None:
        super().__init__()
        offers = paper_offers(form)
        self.paper = PaperCard(copies, offers, ask=ask) if offers else None
        if self.paper is not None:
            self.paper.hide()
            self.paper.closed.connect(self.closed)
        number_of = numbers(form)
        questions = [_question(number_of[each.id], each.prompt) for each in form.questions]
        left = stack(card(_("Questions"), *questions, gap="s"), STRETCH, gap="l")
        scores = [score_card(each) for each in form.scores]
        right = stack(licence_card(form, use), *scores, STRETCH, gap="l")
        columns = stack(left, right) if look().is_large else Columns(left, right, shares=(5, 4))
        introduction = [reading(form.introduction)] if form.introduction else []
        paper = [self.paper] if self.paper else []
        body = stack(*paper, *introduction, columns, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


def _question(number: int, prompt: str) -> QWidget:
    return reading(prompt, strong=f"{number}.")
