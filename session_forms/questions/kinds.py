"""Every kind of question: the closed list that a form can hold."""

from typing import Annotated

from pydantic import Field

from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion

Question = (
    RatingQuestion
    | ScaleQuestion
    | ChoiceQuestion
    | MultiQuestion
    | YesNoQuestion
    | NumberQuestion
    | DateQuestion
    | TimeQuestion
    | DatetimeQuestion
    | ShortTextQuestion
    | LongTextQuestion
    | ListQuestion
    | TableQuestion
    | DirectoryListQuestion
    | JurisdictionQuestion
    | FromFormQuestion
    | ComputedQuestion
)
"""Any question of a form; a `match` over it that misses a kind fails type-checking."""

ScoredQuestion = RatingQuestion | ScaleQuestion | NumberQuestion
"""The kinds whose answers can be added up."""

AnyQuestion = Annotated[Question, Field(discriminator="kind")]
