"""What can be chosen: options with their ids and words, some of them not always open."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from session_forms.conditions.conditions import Condition, Facts
from session_forms.errors import AnswerRejected, NotAnOption, NotAvailable, WrongKind
from session_forms.files.frozen import Definition, SnakeCase, Words
from session_forms.questions.question import Limits


class Option(Definition):
    """Something that can be chosen.

    Attributes:
        id: Its name in answers.
        label: Its words.
        help: A line below the words.
        exclusive: Chosen alone or not at all.
        unavailable_while: Cannot be chosen while this holds.

    """

    id: Words
    label: Words
    help: str = ""
    exclusive: bool = False
    unavailable_while: Condition | None = None

    def is_open(self, facts: Facts) -> bool:
        """Return whether the option can be chosen, given `facts`."""
        return self.unavailable_while is None or not self.unavailable_while.holds(facts)


class ListedOption(Option):
    """An option written in a form.

    Attributes:
        id: Its name in answers.
        source_id: Its code in the file that it was imported from, as `system|code`.

    """

    id: SnakeCase
    source_id: str = ""


Options = Annotated[tuple[ListedOption, ...], Field(min_length=2)]


def chosen_option(value: object, options: tuple[ListedOption, ...], limits: Limits) -> str:
    """Return `value` as the id of an option that can be chosen now.

    Raises:
        AnswerRejected: It is none, or is not open now.

    """
    if type(value) is not str:
        raise AnswerRejected(WrongKind())
    if not any(option.id == value for option in options):
        raise AnswerRejected(NotAnOption())
    if limits.offered is not None and value not in limits.offered:
        raise AnswerRejected(NotAvailable())
    return value


def check_options(options: tuple[ListedOption, ...]) -> None:
    """Refuse two options of one id, as a model's validator does."""
    met = set[str]()
    for option in options:
        if option.id in met:
            raise ValueError(f"has the option {option.id} twice")
        met.add(option.id)


def conditions_of(options: tuple[ListedOption, ...]) -> Iterator[tuple[str, Condition]]:
    """Yield when each option is not open, with the key it stands under."""
    for index, option in enumerate(options):
        if option.unavailable_while is not None:
            yield f"options.{index}.unavailable_while", option.unavailable_while
