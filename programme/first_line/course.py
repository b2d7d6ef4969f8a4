"""A course for the first line: police, frontline workers, staff of a helpline.

It is one folder with `course.toml`, and `handouts/ID.md` for each page that people take along.
Nobody's therapy rests on it, so it belongs to no version of a programme.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from programme.definition.parts import Evidence, Minutes, Status, Words
from programme.definition.training import CheckOption, KnowledgeCheck, TrainingPlace, check_options
from session_forms.files.frozen import Definition, KebabCase, check_once

COURSE = "course.toml"

Topic = Literal[
    "what_prevention_is",
    "child_in_danger_now",
    "limits_of_confidentiality",
    "answering_a_disclosure",
    "suicide",
    "first_week_after_an_arrest",
    "referring",
    "what_not_to_say",
    "looking_after_yourself",
]
TOPICS: tuple[Topic, ...] = get_args(Topic)
"""What no course may leave out."""


class Reply(Definition):
    """Something that people in the room say, and what the trainer answers."""

    says: Words
    answer: Words


class TaughtPart(Definition):
    """One part of the time, with what the trainer does in it."""

    id: KebabCase
    title: Words
    minutes: Minutes
    purpose: Words
    covers: tuple[Topic, ...] = ()
    do: Annotated[tuple[Words, ...], Field(min_length=1)]
    say: tuple[Words, ...] = ()
    if_asked: tuple[Reply, ...] = ()
    never: tuple[Words, ...] = ()
    handouts: tuple[KebabCase, ...] = ()
    vignettes: tuple[KebabCase, ...] = ()
    asks_questions: bool = False
    """Whether the knowledge checks are answered here."""
    evaluates: bool = False
    """Whether the evaluation form is filled in here."""


class CourseVignette(Definition):
    """An invented case, without any detail that could hurt, and what its talk must reach."""

    id: KebabCase
    title: Words
    story: Words
    questions: Annotated[tuple[Words, ...], Field(min_length=1)]
    child_first: Words
    """What comes first for the safety of a child."""
    debrief: Annotated[tuple[Words, ...], Field(min_length=2)]


class CourseQuestion(Definition):
    """One knowledge check; exactly one option is right, and each says why it is or is not."""

    id: KebabCase
    asks: Words
    options: Annotated[tuple[CheckOption, ...], Field(min_length=2, max_length=6)]
    rests_on: KebabCase
    """The part to read again."""

    @model_validator(mode="after")
    def _has_one_right_answer(self) -> Self:
        check_options(self.options)
        return self


class CourseEvaluation(Definition):
    """The form at the end, without a name.

    Attributes:
        confidence: Rated 0 to 10 before the first part and after the last one.
        statements: Rated 1 (disagree) to 5 (agree) at the end.
        open: Answered in a line or two.

    """

    introduction: Words
    confidence: Annotated[tuple[Words, ...], Field(min_length=1)]
    statements: Annotated[tuple[Words, ...], Field(min_length=1)]
    open: Annotated[tuple[Words, ...], Field(min_length=1)]


class CourseFile(Definition):
    """course.toml as it is written."""

    id: KebabCase
    version: Annotated[int, Field(ge=1)]
    status: Status
    language: Words
    title: Words
    audience: Words
    group: Words
    minutes: Annotated[int, Field(ge=1)]
    aim: Words
    is_not: Annotated[tuple[Words, ...], Field(min_length=1)]
    goals: Annotated[tuple[Words, ...], Field(min_length=2)]
    prepare: Annotated[tuple[Words, ...], Field(min_length=1)]
    parts: Annotated[tuple[TaughtPart, ...], Field(min_length=1)]
    vignettes: Annotated[tuple[CourseVignette, ...], Field(min_length=1)]
    questions: Annotated[tuple[CourseQuestion, ...], Field(min_length=1)]
    evaluation: CourseEvaluation
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_thing_once(self) -> Self:
        check_once("the part", (each.id for each in self.parts))
        check_once("the case", (each.id for each in self.vignettes))
        check_once("the question", (each.id for each in self.questions))
        check_once("the handout", (each for part in self.parts for each in part.handouts))
        return self

    @property
    def handout_ids(self) -> tuple[str, ...]:
        """The pages to take along, in the order in which they are given."""
        return tuple(each for part in self.parts for each in part.handouts)


class Course(Definition):
    """A course with its pages, as it is taught and printed."""

    file: CourseFile
    handouts: Mapping[str, str]
    """The pages to take along as Markdown, by id, in the order in which they are given."""

    @property
    def knowledge_checks(self) -> tuple[KnowledgeCheck, ...]:
        """The questions as the window asks them; their ids are those of no other course."""
        course = self.file.id
        return tuple(
            KnowledgeCheck(
                id=f"{course}.{each.id}",
                group=course,
                asks=each.asks,
                options=each.options,
                rests_on=(TrainingPlace(course=course, step=each.rests_on),),
            )
            for each in self.file.questions
        )

    def part(self, part_id: str) -> TaughtPart | None:
        """Return a part, or None where the course has none of that id."""
        return next((each for each in self.file.parts if each.id == part_id), None)


def handout_path(handout_id: str) -> str:
    """Return where a page stands in the folder of its course."""
    return f"handouts/{handout_id}.md"
