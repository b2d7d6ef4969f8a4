"""What an answer can raise: one plain fact, its stream, its level, and what to open."""

from pydantic import Field

from session_forms.answers import AnswerValue
from session_forms.conditions.answer_tests import AnswerTest
from session_forms.conditions.conditions import Condition, Facts, Level, Stream
from session_forms.files.frozen import Definition


class Alert(Definition):
    """States one fact when an answer passes a test. A person decides what follows.

    Attributes:
        stream: Which of the two safety paths it belongs to.
        level: How soon somebody has to act.
        when: The test of the answer.
        only_if: Must hold as well.
        states: The fact, in words a therapist reads aloud.
        opens: The forms to offer.

    """

    stream: Stream
    level: Level
    when: AnswerTest
    only_if: Condition | None = None
    states: str = Field(min_length=1)
    opens: tuple[str, ...] = ()

    def raised_by(self, answer: AnswerValue | None, facts: Facts) -> bool:
        """Return whether `answer` raises the alert."""
        return self.when.passes(answer) and (self.only_if is None or self.only_if.holds(facts))
