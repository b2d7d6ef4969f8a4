"""One form, to read: what it asks, how it is scored, whose it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from exports.paper.order import paper_offers
from session_forms.definition import FormDefinition
from session_forms.numbering import numbers
from session_forms.texts import N_
from session_forms.texts import translate as _
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard, PaperSource
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    card,
    reading,
    scroll,
    stack,
    text,
)

LICENCES = {
    "own": N_("own wording"),
    "bundle": N_("free to use"),
    "skeleton": N_("the clinic adds the wording"),
    "score-entry": N_("only totals, from paper"),
}


class FormSheetView(QWidget):
    """A form without answers; it can be printed blank where its words may be.

    Signals:
        closed: The person is done with paper.

    """

    closed = Signal()

    def __init__(
        self, form: FormDefinition, copies: PaperSource, *, ask: PaperAsk | None = None
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
        right = stack(_licence(form), *_scores(form), STRETCH, gap="l")
        columns = stack(left, right) if look().is_large else Columns(left, right, shares=(5, 4))
        introduction = [reading(form.introduction)] if form.introduction else []
        paper = [self.paper] if self.paper else []
        body = stack(*paper, *introduction, columns, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


def licence_words(status: str) -> str:
    """Return what may be done with a form."""
    return _(LICENCES.get(status, status))


def _question(number: int, prompt: str) -> QWidget:
    return reading(prompt, strong=f"{number}.")


def _licence(form: FormDefinition) -> QFrame:
    licence = form.licence
    parts: list[Part] = [text(licence_words(licence.status), "strong"), reading(licence.notice)]
    if licence.attribution:
        parts.append(text(licence.attribution, "small", wrap=True))
    if licence.source:
        parts.append(text(licence.source, "caption", wrap=True))
    return card(_("Licence"), *parts, gap="s")


def _scores(form: FormDefinition) -> list[QFrame]:
    cards: list[QFrame] = []
    for score in form.scores:
        bands = [
            text(
                _("from {figure}: {band}").format(figure=each.starts_at, band=each.label), wrap=True
            )
            for each in score.bands
        ]
        sources = [text(each, "caption", wrap=True) for each in score.sources]
        cards.append(card(score.title, *bands, *sources, gap="xs"))
    return cards
