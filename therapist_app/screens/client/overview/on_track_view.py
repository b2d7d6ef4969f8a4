"""How the work is going: what asks for a look, what is only shown, and what was answered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.widgets.parts import Part, banner, button, hold, row, symbol, text
from therapist_app.workflows.measures.staying_on_track import OnTrackData, Prompt


class OnTrackNote(QWidget):
    """A calm prompt: the facts, the rules, the choices. It is no alert and holds nothing up.

    Signals:
        form_chosen: The form with the five questions.

    """

    form_chosen = Signal(str)

    def __init__(self, state: OnTrackData) -> None:
        super().__init__()
        self._form_id = state.form_id
        self.review = button(_("Five questions"))
        self.review.setAccessibleName(_("Five questions: how is the work going?"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        parts = self._parts(state)
        for part in parts:
            layout.addWidget(part)
        if not parts:
            self.hide()
        self.review.clicked.connect(self._on_review_clicked)

    def _parts(self, state: OnTrackData) -> list[QWidget]:
        parts: list[QWidget] = []
        if state.asking:
            detail = "\n".join((*_sentences(state.asking), choice_words()))
            title = _("Worth a look: how is the work going?")
            parts.append(banner("info", title, detail, self.review))
        if state.watching:
            words = " ".join((_("Only shown, nothing is asked yet."), *_sentences(state.watching)))
            parts.append(_quiet("info", words))
        if state.reviewed_on is not None:
            parts.append(_quiet("check", reviewed_words(state)))
        return parts

    def _on_review_clicked(self) -> None:
        self.form_chosen.emit(self._form_id)


def choice_words() -> str:
    """Return what may be done about a prompt."""
    return _("Talk it over, change something, or go on as planned: you decide.")


def reviewed_words(state: OnTrackData) -> str:
    """Return when the course was looked at last, and until when it goes to supervision."""
    assert state.reviewed_on is not None
    words = _("The course was last looked at on {day}.").format(day=day_in_words(state.reviewed_on))
    if state.discuss_by is None:
        return words
    until = _("Discuss it in supervision by {day}.").format(day=day_in_words(state.discuss_by))
    return f"{words} {until}"


def _sentences(prompts: Sequence[Prompt]) -> list[str]:
    """Return the facts of each rule, and the rule behind them."""
    rule = _("{facts} (Rule {rule}.)")
    return [rule.format(facts=" ".join(each.facts), rule=each.rule) for each in prompts]


def _quiet(sign: str, words: str) -> QWidget:
    parts: tuple[Part, ...] = (symbol(sign), text(words, "small", wrap=True))
    line = row(*parts, gap="s")
    line.setStretch(1, 1)
    return hold(line)
