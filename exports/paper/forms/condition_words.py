"""When a question applies, in words for paper."""

from collections.abc import Mapping

from session_forms.conditions.alert_levels import Level
from session_forms.conditions.conditions import AlertRule, AnswerTest, BandTest, Condition
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers
from session_forms.questions.kinds import Question
from session_forms.words.list_words import either, together
from session_forms.words.texts import N_, _, pgettext

MOST_NAMED = 3
"""So many answers are named to whom the form is for."""
STREAMS = {
    "suicide": N_("a suicide alert is open"),
    "child_safety": N_("a child-safety alert is open"),
}
RAISED: Mapping[Level, str] = {
    "watch": N_("an answer in this form raised an alert"),
    "act": N_("an answer in this form raised an alert of “act” or “urgent”"),
    "urgent": N_("an answer in this form raised an urgent alert"),
}


def applies_in_words(form: FormDefinition, question: Question) -> str:
    """Return when a question is to be answered; empty when it always is."""
    if question.shown_when is None:
        return ""
    said = condition_in_words(form, question.shown_when)
    return _("Answer only if {condition}.").format(condition=said) if said else ""


def number_of(form: FormDefinition, question_id: str) -> str:
    """Return the printed number of a question, which is its number on screen."""
    return numbers(form)[question_id]


def condition_in_words(form: FormDefinition, condition: Condition, *, whole: bool = False) -> str:
    """Return a condition as half a sentence; empty for one that always holds.

    `whole` is for who answers for it: nothing is left out, however many answers there are.
    """
    if condition.all_of is not None:
        parts = [condition_in_words(form, each, whole=whole) for each in condition.all_of]
        return together(each for each in parts if each)
    if condition.some_of is not None:
        parts = [condition_in_words(form, each, whole=whole) for each in condition.some_of]
        return either(parts) if all(parts) else ""
    if condition.none_of is not None:
        parts = [condition_in_words(form, each, whole=whole) for each in condition.none_of]
        return _("none of this applies: {parts}").format(parts=either(filter(None, parts)))
    if condition.band_of is not None:
        return _band(form, condition.band_of, whole=whole)
    if condition.question is not None:
        return _asked(form, condition.question, condition, whole=whole)
    return _fact(condition, whole=whole)


def alert_in_words(form: FormDefinition, question: Question, rule: AlertRule) -> str:
    """Return when an answer opens an alert, as half a sentence that leaves nothing out."""
    when = _asked(form, question.id, rule.when, whole=True)
    more = condition_in_words(form, rule.only_if, whole=True) if rule.only_if is not None else ""
    return together(each for each in (when, more) if each)


def _band(form: FormDefinition, test: BandTest, *, whole: bool) -> str:
    labels = either(quoted(each) for each in test.any_of)
    if not whole:
        return _("the score is in the band {labels}").format(labels=labels)
    titles = {} if test.measure else {each.id: each.title for each in form.scores}
    score = titles.get(test.score, test.score)
    named = f"{test.measure}, {score}" if test.measure else score
    return _("the score {score} is in the band {labels}").format(score=named, labels=labels)


def _asked(form: FormDefinition, question_id: str, test: AnswerTest, *, whole: bool) -> str:
    number = number_of(form, question_id)
    if test.answered is not None:
        return _("{number} is answered").format(number=number)
    values = _values_in_words(form.question(question_id), test, whole=whole)
    if not values:
        return _("this applies (see {number})").format(number=number)
    return _("{number} is {values}").format(number=number, values=values)


def _fact(condition: Condition, *, whole: bool) -> str:
    if condition.open_alert is not None:
        return _(STREAMS[condition.open_alert])
    if condition.any_alert_at_least is not None:
        return _(RAISED[condition.any_alert_at_least] if whole else RAISED["watch"])
    is_first = condition.first_use
    if condition.earlier_version_exists is not None:
        is_first = not condition.earlier_version_exists
    if is_first is None:
        return ""
    if is_first:
        return _("this form is filled in for the first time")
    return _("this form was filled in before")


def _values_in_words(question: Question, test: AnswerTest, *, whole: bool) -> str:
    if test.cannot_tell is not None:
        return quoted(pgettext("answer", "Cannot tell"))
    if test.declined is not None:
        return quoted(_("Prefer not to say"))
    bounds = _bounds_in_words(test)
    if bounds or (len(test.values_named) > MOST_NAMED and not whole):
        return bounds
    return either(quoted(value_in_words(question, each)) for each in test.values_named)


def value_in_words(question: Question, value: object) -> str:
    """Return what an answer reads: yes or no, the label of an option, or itself."""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    options = getattr(question, "options", ())
    labels: dict[str, str] = {each.id: each.label for each in options if hasattr(each, "id")}
    return labels.get(str(value), str(value))


def _bounds_in_words(test: AnswerTest) -> str:
    low = test.from_ if test.from_ is not None else test.at_least
    high = test.to if test.to is not None else test.at_most
    if low is not None and high is not None:
        return _("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return _("{low} or more").format(low=low)
    if high is not None:
        return _("{high} or less").format(high=high)
    return ""


def quoted(words: str) -> str:
    """Return words in quotation marks."""
    return _("\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}").format(
        words=words
    )
