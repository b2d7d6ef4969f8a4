"""Questions that are answered by choosing: one option, several, yes or no."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.conditions.conditions import Condition
from session_forms.errors import (
    AnswerRejected,
    ExclusiveChoice,
    NotAnOption,
    Problem,
    TooFew,
    WrongKind,
)
from session_forms.questions.options import Options, check_options, chosen_option, conditions_of
from session_forms.questions.question import Limits, QuestionBase
from session_forms.questions.writing import plain_text

MOST_MENU_CHARACTERS = 200


class OptionsQuestion(QuestionBase):
    """What questions with options have."""

    options: Options

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is the id of an option."""
        return any(option.id == value for option in self.options)

    @override
    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield each condition with the key it stands under."""
        yield from super().conditions()
        yield from conditions_of(self.options)


class ChoiceQuestion(OptionsQuestion):
    """One of several options, or one entry of the client's own menu."""

    kind: Literal["choice"]
    options: Options = ()
    options_from: Literal["own_menu"] | None = None

    @model_validator(mode="after")
    def _options_are_sound(self) -> Self:
        if bool(self.options) == (self.options_from is not None):
            raise ValueError("needs either options or options_from")
        if self.options_from is not None and self.export == "keep":
            raise ValueError("export must be drop, since the menu is in the client's own words")
        check_options(self.options)
        return self

    @property
    @override
    def plain_answers(self) -> frozenset[int | str]:
        """The id of every option; an entry of the client's own menu is read as text."""
        return frozenset(option.id for option in self.options)

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if self.options_from is None:
            return chosen_option(value, self.options, limits)
        text = plain_text(value, MOST_MENU_CHARACTERS)
        if text and limits.offered is not None and text not in limits.offered:
            raise AnswerRejected(NotAnOption())
        return text or None


class MultiQuestion(OptionsQuestion):
    """Any number of options; the answer keeps them in the order of the form."""

    kind: Literal["multi"]
    min_choices: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _options_are_sound(self) -> Self:
        check_options(self.options)
        together = sum(not option.exclusive for option in self.options)
        if self.min_choices > max(together, 1):
            raise ValueError("min_choices is more than can be chosen together")
        return self

    @override
    def shortfall(self, answer: AnswerValue | None, least: int = 0) -> Problem | None:
        """Return `TooFew` while too few are chosen, unless one that stands alone is."""
        if not isinstance(answer, tuple) or len(answer) >= self.min_choices:
            return None
        alone = {option.id for option in self.options if option.exclusive}
        return None if alone.intersection(map(str, answer)) else TooFew(self.min_choices)

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if not isinstance(value, list | tuple) or len(value) > len(self.options):
            raise AnswerRejected(WrongKind())
        chosen = {chosen_option(each, self.options, limits) for each in value}
        if len(chosen) != len(value):
            raise AnswerRejected(WrongKind())
        picked = [option for option in self.options if option.id in chosen]
        if len(picked) > 1 and any(option.exclusive for option in picked):
            raise AnswerRejected(ExclusiveChoice())
        return tuple(option.id for option in picked) or None


class YesNoQuestion(QuestionBase):
    """Yes or no."""

    kind: Literal["yes_no"]

    @property
    @override
    def plain_answers(self) -> frozenset[int | str]:
        """Yes and no."""
        return frozenset((True, False))

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is true or false."""
        return type(value) is bool

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if type(value) is not bool:
            raise AnswerRejected(WrongKind())
        return value
