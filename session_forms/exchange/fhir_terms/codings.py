"""Options and labelled points as FHIR codings, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from session_forms.conditions.conditions import PlainValue
from session_forms.exchange.fhir_terms.extensions import OURS
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion
from session_forms.questions.columns import ChoiceColumn
from session_forms.questions.options import ListedOption
from session_forms.questions.ratings import RatingQuestion, ScaleAnchor

Choice = ListedOption | ScaleAnchor

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Choices:
    """What one question or column offers to choose from; nothing for most kinds.

    Attributes:
        system: The address of the codes of those that have no code of their own.
        choices: The options, or the points that all have their words.

    """

    system: str
    choices: tuple[Choice, ...]

    def __bool__(self) -> bool:
        return bool(self.choices)

    def coding(self, value: object) -> Tree | None:
        """Return the choice with this id or number as a coding, or None."""
        return next((self._coded(each) for each in self.choices if plain(each) == value), None)

    def coded(self, coding: Mapping[str, Any]) -> PlainValue | None:
        """Return the id or number of the choice with this coding, or None.

        A coding without a system will do while only one choice has its code, and one without
        a code while only one has its words.
        """
        wanted = code_of(coding)
        if not coding.get("code"):
            words = [each for each in self.choices if each.label == coding.get("display")]
            return plain(words[0]) if len(words) == 1 else None
        if "system" not in coding:
            ends = [each for each in self.choices if self._code(each).endswith(wanted)]
            return plain(ends[0]) if len(ends) == 1 else None
        return next((plain(each) for each in self.choices if self._code(each) == wanted), None)

    def labelled(self, words: str) -> PlainValue | None:
        """Return the id or number of the choice with these words, or None."""
        return next((plain(each) for each in self.choices if each.label == words), None)

    def _coded(self, choice: Choice) -> Tree:
        system, _, code = self._code(choice).rpartition(_BETWEEN)
        spelled = {"system": system, "code": code, "display": choice.label}
        return {key: value for key, value in spelled.items() if value}

    def _code(self, choice: Choice) -> str:
        return choice.source_id or f"{self.system}{_BETWEEN}{plain(choice)}"


def choices_of(form_id: str, asked: object, name: str) -> Choices:
    """Return the choices of a question or a column that is called `name` in the form."""
    match asked:
        case ChoiceQuestion() | MultiQuestion() | ChoiceColumn() | RatingQuestion():
            return Choices(f"{OURS}/CodeSystem/{form_id}.{name}", asked.options)
        case _:
            return Choices("", ())


def plain(choice: Choice) -> PlainValue:
    """Return what stands in the answers for a choice: its id, or its number."""
    return choice.value if isinstance(choice, ScaleAnchor) else choice.id


def is_our_code(source_id: str) -> bool:
    """Return whether the code is one that we made up for a choice without its own."""
    return source_id.startswith(f"{OURS}/CodeSystem/")


def code_of(coding: Mapping[str, Any]) -> str:
    """Return a coding as an option remembers it: `system|code`."""
    return f"{coding.get('system', '')}{_BETWEEN}{coding.get('code', '')}"
