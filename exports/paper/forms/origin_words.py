"""Where a line comes from that nobody answers as such: taken over, or worked out."""

from session_forms.filling.states import QuestionState
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.units import counted_in_words
from session_forms.words.day_words import written_day
from session_forms.words.list_words import listed
from session_forms.words.texts import N_, _

WORKED_OUT = {
    "sum": N_("Worked out: {places} added up."),
    "mean": N_("Worked out: the mean of {places}."),
    "count": N_("Worked out: how many are given at {places}."),
    "difference": N_("Worked out: {first} less {last}."),
    "weeks_between": N_("Worked out: the whole weeks from {first} to {last}."),
}


def origin_words(form: FormDefinition, question: Question) -> str:
    """Return how a line on a blank form comes about; empty for what is asked."""
    match question:
        case FromFormQuestion():
            words = (
                _(
                    "Copied from the form \N{LEFT DOUBLE QUOTATION MARK}{form}"
                    "\N{RIGHT DOUBLE QUOTATION MARK}, and changed where needed."
                )
                if question.editable
                else _(
                    "Copied from the form \N{LEFT DOUBLE QUOTATION MARK}{form}"
                    "\N{RIGHT DOUBLE QUOTATION MARK}."
                )
            )
            return words.format(form=question.form.replace("-", " "))
        case ComputedQuestion():
            number_of = numbers(form)
            places = [number_of[each] for each in question.of]
            return _(WORKED_OUT[question.compute]).format(
                places=listed(places), first=places[0], last=places[-1]
            )
        case _:
            return ""


def origin_of(state: QuestionState) -> str:
    """Return from which form and day the lines of a filled form were taken over."""
    if state.earlier is None:
        return ""
    return _("From {form}, {day}").format(
        form=state.earlier.title, day=written_day(state.earlier.day)
    )


def figure_of(state: QuestionState) -> str:
    """Return what a computed line says, with its unit; empty while it says nothing."""
    if state.figure is None:
        return ""
    return counted_in_words(state.question, f"{state.figure}")
