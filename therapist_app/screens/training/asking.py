"""One round of knowledge checks: which question, what was chosen, what to read again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from programme.definition.training import CheckOption, KnowledgeCheck, TrainingPlace


@dataclass(frozen=True, slots=True)
class Round:
    """Questions asked one after the other.

    Attributes:
        questions: What is asked, at least one question.
        at: The place of the question that is open; past the last one when all were asked.
        chosen: The option that is marked, by its place; None before one is.
        is_told: Whether the answer to the open question was shown.
        outcomes: Whether the first answer was right, by question.

    """

    questions: tuple[KnowledgeCheck, ...]
    at: int = 0
    chosen: int | None = None
    is_told: bool = False
    outcomes: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether every question was asked."""
        return self.at >= len(self.questions)

    @property
    def question(self) -> KnowledgeCheck:
        """The question that is open."""
        return self.questions[self.at]

    @property
    def answer(self) -> CheckOption | None:
        """The option that is marked."""
        return None if self.chosen is None else self.question.options[self.chosen]

    @property
    def right(self) -> int:
        """How many were right at once."""
        return sum(self.outcomes.values())

    @property
    def to_read_again(self) -> tuple[TrainingPlace, ...]:
        """The places that the questions answered wrong rest on, each once."""
        wrong = [each for each in self.questions if self.outcomes.get(each.id) is False]
        return tuple(dict.fromkeys(place for each in wrong for place in each.rests_on))


def choose(asked: Round, place: int) -> Round:
    """Mark an option; once the answer was shown, nothing changes any more."""
    if asked.is_told or not 0 <= place < len(asked.question.options):
        return asked
    return replace(asked, chosen=place)


def tell(asked: Round) -> Round:
    """Show the answer to the open question, if an option is marked."""
    if asked.answer is None or asked.is_told:
        return asked
    outcomes = {**asked.outcomes, asked.question.id: asked.answer.right}
    return replace(asked, is_told=True, outcomes=outcomes)


def go_on(asked: Round) -> Round:
    """Open the next question, once the answer to this one was shown."""
    if not asked.is_told:
        return asked
    return replace(asked, at=asked.at + 1, chosen=None, is_told=False)
