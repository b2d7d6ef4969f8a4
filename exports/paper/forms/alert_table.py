"""Every answer that opens an alert, with its level and the reason: what a clinical lead signs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exports.paper.forms.condition_words import alert_in_words
from programme.words.part_words import ALERT_LEVELS, STREAMS
from session_forms.form.definition import FormDefinition
from session_forms.words.texts import _


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One rule in words.

    Attributes:
        form: The short title of the form.
        when: Which answers open it, as half a sentence.
        level: How soon somebody has to act.
        stream: Whose safety it is about.
        states: The fact that it states.
        because: Why this level; "" where the form does not say.

    """

    form: str
    when: str
    level: str
    stream: str
    states: str
    because: str


def alert_rows(forms: Iterable[FormDefinition]) -> Iterator[AlertRow]:
    """Yield each rule of these forms, in their order and that of their questions."""
    for form in forms:
        for question in form.questions:
            for alert in question.alerts:
                yield AlertRow(
                    form.short_title,
                    alert_in_words(form, question, alert),
                    _(ALERT_LEVELS[alert.level]),
                    _(STREAMS[alert.stream]),
                    alert.states,
                    alert.because,
                )
