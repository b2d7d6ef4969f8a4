"""When a question applies, in words for paper."""

from session_forms.definition import AnswerTest, FormDefinition, Question
from session_forms.texts import translate as _

MOST_NAMED = 3


def applies_in_words(form: FormDefinition, question: Question) -> str:
    """Return when a question is to be answered; empty when it always is."""
    if question.shown_when is None:
        return ""
    asked = list(question.shown_when.tests_of_questions())
    if len(asked) != 1:
        return _("Only if this applies.")
    question_id, test = asked[0]
    values = _values_in_words(form.question(question_id), test)
    if not values:
        return _("Only if this applies (see {number}).").format(number=number_of(form, question_id))
    return _("Only if {number} is: {values}.").format(
        number=number_of(form, question_id), values=values
    )


def number_of(form: FormDefinition, question_id: str) -> int:
    """Return the printed number of a question."""
    return [question.id for question in form.questions].index(question_id) + 1


def _values_in_words(question: Question, test: AnswerTest) -> str:
    low = test.from_ if test.from_ is not None else test.at_least
    high = test.to if test.to is not None else test.at_most
    if low is not None and high is not None:
        return _("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return _("{low} or more").format(low=low)
    if high is not None:
        return _("{high} or less").format(high=high)
    labels = {
        option.id: option.label
        for option in getattr(question, "options", ())
        if hasattr(option, "id")
    }
    words = {True: _("Yes"), False: _("No")}
    if len(test.values_named) > MOST_NAMED:
        return ""
    named = [
        words[value] if isinstance(value, bool) else labels.get(str(value), str(value))
        for value in test.values_named
    ]
    return _(" or ").join(
        _("\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}").format(words=each)
        for each in named
    )
