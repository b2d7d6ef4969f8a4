"""What a form is told about the moment, and what it says about each question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from session_forms.answers import AnswerValue, QuestionId, Row
from session_forms.conditions.alert_levels import Level, Stream
from session_forms.errors import KindsMissing, Problem, TooFew
from session_forms.questions.from_form import EarlierForm
from session_forms.questions.kinds import Question
from session_forms.questions.options import Option
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.scores.score_rules import Figure


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day that was said before, so that nobody types it again.

    Attributes:
        day: The day.
        where: The title of the form in which it stands; empty where it was promised.

    """

    day: date
    where: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a form is told about the moment it is filled in.

    Attributes:
        today: The day.
        first_use: Whether this is the first time that this person fills in the form.
        earlier_version: Whether there is an earlier filled form of this kind.
        open_streams: The streams with an alert that is still open.
        own_menu: The entries of the client's own menu.
        directory: The ids of the services that can be chosen.
        jurisdictions: The local texts that can be chosen, as `sample@1`.
        directory_kinds: The kind of each service, by id; without it neither `directory_kinds` nor
            `must_include` of a question is judged.
        near: The ids of those that are near; empty where nothing is known of that.
        services: Every service that is known, by id, to be read; also one that is not offered.
        local_texts: Every local text that is known, by its reference, to be read.
        earlier: The forms that were finished before, by id, as far as this one takes over.
        bands: The bands of the measures this form goes by, by form and score, as last finished.
        last_rows: The rows of its tables as last finished, by question, where cells are asked anew.
        offered_days: Days that were said before, by the question that asks for one of them again.

    """

    today: date
    first_use: bool = False
    earlier_version: bool = False
    open_streams: frozenset[str] = frozenset()
    own_menu: tuple[str, ...] = ()
    directory: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    directory_kinds: Mapping[str, str] = field(default_factory=dict)
    near: frozenset[str] = frozenset()
    services: Mapping[str, DirectoryEntry] = field(default_factory=dict, repr=False)
    local_texts: Mapping[str, Jurisdiction] = field(default_factory=dict, repr=False)
    earlier: Mapping[str, EarlierForm] = field(default_factory=dict)
    bands: Mapping[tuple[str, str], str] = field(default_factory=dict)
    last_rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict, repr=False)
    offered_days: Mapping[str, OfferedDay] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question as it stands.

    Attributes:
        question: The question.
        shown: Whether it is shown.
        required: Whether safety needs an answer now.
        answer: Its answer, shown or not.
        problem: What is wrong with the answer, or was with the last value given.
        prompt: The words to ask it in.
        warning: A word of advice, or "".
        options: What can be chosen now.
        earliest: The first day that can be given now.
        latest: The last day that can be given now.
        figure: What a computed line says; None while an answer is missing.
        earlier: The form that lines are taken over from, if there is one.
        services: What a list of services can speak of, by id.
        local_texts: What a question about a local text can speak of, by reference.
        last_rows: The rows of a table as last finished, where cells are asked anew.
        offered: A day that was said before, while there is no answer and it can be given now.

    """

    question: Question
    shown: bool
    required: bool
    answer: AnswerValue | None
    problem: Problem | None
    prompt: str
    warning: str
    options: tuple[Option, ...]
    earliest: date | None
    latest: date | None
    figure: Figure | None = None
    earlier: EarlierForm | None = None
    services: Mapping[str, DirectoryEntry] = field(default_factory=dict, repr=False)
    local_texts: Mapping[str, Jurisdiction] = field(default_factory=dict, repr=False)
    last_rows: tuple[Row, ...] = field(default=(), repr=False)
    offered: OfferedDay | None = None

    @property
    def is_kept_out(self) -> bool:
        """Whether the last value given is no answer, so that it may be put right where it stands.

        That something is missing is no such value: nothing need have been given.
        """
        is_missing = self.problem is None or isinstance(self.problem, TooFew | KindsMissing)
        return self.answer is None and not is_missing


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """An alert that an answer raises, with the fact it states and the forms to offer."""

    question_id: QuestionId
    stream: Stream
    level: Level
    states: str
    opens: tuple[str, ...]
