"""Where the client is: one question after the other, through one form after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from session_forms.filling.states import QuestionState
from session_forms.form.numbering import numbers
from therapist_app.forms.form_filling import FormFilling


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """One question of one of the forms."""

    form: int
    question_id: str


def places(fillings: Sequence[FormFilling]) -> tuple[QuestionPlace, ...]:
    """Return every question that is shown now, in order; lines to read only where there are any."""
    return tuple(
        QuestionPlace(at, each.question.id)
        for at, filling in enumerate(fillings)
        for each in filling.state.question_states()
        if each.shown and (each.question.is_asked or each.answer is not None)
    )


def labels(fillings: Sequence[FormFilling], shown: Sequence[QuestionPlace]) -> tuple[str, ...]:
    """Return the number of each place that is shown, counted on through all forms.

    A question under another, such as 3a, keeps its letter; with a letter it does not count.
    """
    number_of = [numbers(each.state.form) for each in fillings]
    found: list[str] = []
    whole, above = 0, (-1, "")
    for place in shown:
        own = number_of[place.form][place.question_id]
        figures = own.rstrip(ascii_lowercase)
        is_below = own != figures and above == (place.form, figures)
        whole, above = whole + (not is_below), (place.form, figures)
        found.append(f"{whole}{own.removeprefix(figures)}" if is_below else str(whole))
    return tuple(found)


def first_place(fillings: Sequence[FormFilling]) -> QuestionPlace | None:
    """Return the first question without an answer, or the first of all."""
    shown = places(fillings)
    open_ones = (each for each in shown if state_at(fillings, each).answer is None)
    return next(open_ones, shown[0] if shown else None)


def state_at(fillings: Sequence[FormFilling], place: QuestionPlace) -> QuestionState:
    """Return the question at a place, as it stands."""
    return fillings[place.form].state.question_state(place.question_id)


def moved(
    fillings: Sequence[FormFilling], place: QuestionPlace | None, by: int
) -> QuestionPlace | None:
    """Return the place before or after; None is the end, after the last question."""
    shown = places(fillings)
    if place is None:
        return shown[-1] if by < 0 and shown else None
    at = shown.index(place) + by
    if at < 0:
        return place
    return shown[at] if at < len(shown) else None


def beside(
    fillings: Sequence[FormFilling], place: QuestionPlace | None, by: int
) -> QuestionPlace | None:
    """Return the first place of the form before or after; None is the end, after the last."""
    firsts = list({each.form: each for each in reversed(places(fillings))}.values())[::-1]
    if place is None:
        return firsts[-1] if by < 0 and firsts else None
    forms = [each.form for each in firsts]
    at = forms.index(place.form) + by
    if at < 0:
        return place
    return firsts[at] if at < len(firsts) else None
