"""What a form asks.

A definition file is read into these models once, at start-up, and never changes
afterwards. Every model is frozen and refuses unknown keys, so a misspelt key in a file is
an error on the author's desk, not a question missing in a session.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from typing_extensions import override

from session_forms.answers import PlainAnswers
from session_forms.files.frozen import Definition, KebabCase, SnakeCase, Words, check_once
from session_forms.form.dependencies import Dependencies, dependencies_among
from session_forms.form.licences import ClientCopy, Licence
from session_forms.questions.kinds import AnyQuestion, Question, ScoredQuestion
from session_forms.scores.item_rules import (
    NO_RULES,
    ItemRules,
)
from session_forms.scores.score_rules import Evidence, Figure, RowTest, exact
from session_forms.scores.scores import Score


class SourcedFact(Definition):
    """One fact about an instrument.

    Attributes:
        value: The figure or the words; left out where none was found.
        about: What the figure is, such as "alpha" or "retest, three weeks".
        source: Where it was read.
        status: How well it is sourced; `memory` is shown as unverified.

    """

    value: Figure | Words | None = None
    about: str = ""
    source: str = ""
    status: Evidence


class Disagreement(Definition):
    """A point on which sources differ, and what was decided.

    Attributes:
        about: The point.
        one: What some sources say.
        other: What others say.
        chosen: Which of them is followed here.
        why: The reason.

    """

    about: Words
    one: Words
    other: Words
    chosen: Words
    why: Words


class Measure(Definition):
    """An instrument.

    Attributes:
        name: Its full name.
        authors: Who made it.
        year: When it was first published.
        citation: How to cite it.
        population: Whom it is for.
        time_frame: The time that it asks about, where somebody saw it written.
        used_for: What it is good for here, where that is limited.
        prints: What a paper form prints beside the boxes: the plain numbers, numbers that are
            already turned round, or letters.
        translations: In which languages it exists; no validated measure is translated here.
        reliability: Published reliabilities.
        spread: Published standard deviations.
        norms: Published means and ranges.
        meaningful_change: Published smallest changes that people notice.
        disagreements: Where sources differ.

    """

    name: Words
    authors: Words
    year: Annotated[int, Field(ge=1900, le=2100)]
    citation: Words
    population: SourcedFact
    time_frame: SourcedFact | None = None
    used_for: str = ""
    prints: Literal["raw", "scored", "letters"] = "raw"
    translations: SourcedFact | None = None
    reliability: tuple[SourcedFact, ...] = ()
    spread: tuple[SourcedFact, ...] = ()
    norms: tuple[SourcedFact, ...] = ()
    meaningful_change: tuple[SourcedFact, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


class FormPart(Definition):
    """A part of a form; its questions name it and stand together.

    Attributes:
        id: Its name in the questions' `part`.
        title: Its heading.
        introduction: Read below the heading.
        new_page: Whether it begins a page of its own, on screen.

    """

    id: int | Words
    title: Words
    introduction: str = ""
    new_page: bool = False


class Prompt(Definition):
    """A suggestion that an answer opens.

    Attributes:
        question: The question whose answer is tested.
        at_least: It counts this or more.
        at_most: It counts this or less.
        where: For a table: some row passes all of these.
        says: The suggestion, in one sentence.
        source: Where it is published.
        status: How well it is sourced.
        policy: Where the rule is a choice of this project, which one.

    """

    question: SnakeCase
    at_least: Figure | None = None
    at_most: Figure | None = None
    where: Annotated[tuple[RowTest, ...], Field(min_length=1)] | None = None
    says: Words
    source: str = ""
    status: Evidence | None = None
    policy: str = ""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = (self.at_least, self.at_most, self.where)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("needs exactly one of at_least, at_most and where")
        return self

    def holds_for(self, value: int) -> bool:
        """Return whether an item that counts `value` opens the prompt."""
        if self.at_least is not None:
            return value >= exact(self.at_least)
        return self.at_most is not None and value <= exact(self.at_most)


class SameScore(Definition):
    """A score of an earlier version, and the score of this one that goes on from it."""

    old: str
    new: str


class Continues(Definition):
    """An earlier version whose scores mean the same as those of this one.

    Attributes:
        version: The earlier version.
        scores: Which of its scores goes on as which.
        why: Why they may be compared.

    """

    version: int = Field(ge=1)
    scores: Annotated[tuple[SameScore, ...], Field(min_length=1)]
    why: Words

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        check_once("the score", (each.new for each in self.scores))
        return self


class FormDefinition(Definition):
    """A form, in one version.

    Attributes:
        id: Its name, in lower case with hyphens.
        version: Counts from 1; a released version never changes.
        title: Its heading.
        short_title: Its name where there is little room.
        language: The language of its words.
        status: `draft` until it is signed off, then `released`; `retired` when replaced.
        filled_by: Who fills it in.
        time_frame: The time that the questions are about.
        minutes: How long it takes.
        licence: Whose words these are.
        validated: Whether it is a published, validated measure.
        introduction: Read before the first question.
        standing_note: Stands beside every long text.
        always_available: Can be opened without a session.
        needs_local_text: Is begun only while a local text is approved and in date.
        carries_on: Begins with what the last finished filling held, to be looked at and changed.
        client_copy: What the client's copy leaves out, if there is one.
        parts: The parts that the questions name, in reading order.
        questions: The questions, in reading order.
        scores: What is computed from the answers.
        item_rules: Rules of the instrument about its items, before anything is added up.
        prompts: What an answer suggests to the therapist; unlike an alert it holds nothing up.
        continues: The earlier versions whose scores go on in this one.
        measure: What is known about the instrument, with sources.
        source_id: Its address and version in the file that it was imported from.

    """

    id: KebabCase
    version: int = Field(ge=1, le=10_000)
    title: Words
    short_title: str = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    status: Literal["draft", "released", "retired"] = "draft"
    filled_by: Literal["client", "therapist", "therapist_with_client", "lead"] = (
        "therapist_with_client"
    )
    time_frame: str = ""
    minutes: int | None = Field(default=None, ge=1, le=240)
    licence: Licence
    validated: bool = False
    introduction: str = ""
    standing_note: str = ""
    always_available: bool = False
    needs_local_text: bool = False
    carries_on: bool = False
    client_copy: ClientCopy | None = None
    parts: tuple[FormPart, ...] = ()
    questions: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]
    scores: tuple[Score, ...] = ()
    item_rules: ItemRules = NO_RULES
    prompts: tuple[Prompt, ...] = ()
    continues: tuple[Continues, ...] = ()
    measure: Measure | None = None
    source_id: str = ""

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, given: object) -> object:
        """Take `licence = "own wording"` for what it means, and the title for a short one."""
        if not isinstance(given, dict):
            return given
        full = dict(given)
        if full.get("licence") == "own wording":
            full["licence"] = {"status": "own", "notice": "Own wording."}
        if "title" in full and "short_title" not in full:
            full["short_title"] = full["title"]
        return full

    @model_validator(mode="after")
    def _published_words_are_credited(self) -> Self:
        if self.licence.status != "own" and not (self.licence.notice and self.licence.source):
            raise ValueError("licence needs a notice and a source unless the wording is our own")
        return self

    @model_validator(mode="after")
    def _client_can_answer_all(self) -> Self:
        if self.filled_by == "client" and any(each.for_therapist for each in self.questions):
            raise ValueError("is filled in by the client, so no question has for_therapist")
        return self

    @property
    def is_typed_from_paper(self) -> bool:
        """Whether the form shows no wording of its own, so that numbers come from paper."""
        licence = self.licence
        return licence.status == "score-entry" or (
            licence.status == "skeleton" and not licence.permission
        )

    @override
    def __copy__(self) -> Self:
        """Return a copy that works out afresh what follows from its questions."""
        copy = super().__copy__()
        for each in ("dependencies", "plain_answers", "sums_of_ends"):
            vars(copy).pop(each, None)
        return copy

    @cached_property
    def dependencies(self) -> Dependencies:
        """What depends on what among the questions."""
        return dependencies_among(self.questions)

    @cached_property
    def plain_answers(self) -> Mapping[str, PlainAnswers]:
        """The stored answers to each question that are taken as they are, where it has any."""
        found = {each.id: each.plain_answers for each in reversed(self.questions)}
        return {
            name: PlainAnswers(type(next(iter(values))), {each: each for each in values})
            for name, values in found.items()
            if values
        }

    def plain(self) -> Mapping[str, PlainAnswers]:
        """Return the same, as reading answers asks for it."""
        return self.plain_answers

    @cached_property
    def sums_of_ends(self) -> Mapping[str, int]:
        """The lowest number of each question that can be scored, added to its highest.

        An answer that counts the other way round is taken from it.
        """
        return {
            each.id: each.lowest + each.highest
            for each in reversed(self.questions)
            if isinstance(each, ScoredQuestion)
        }

    def question(self, question_id: str) -> Question:
        """Return one question.

        Raises:
            KeyError: The form has no such question.

        """
        return self.questions[self.dependencies.position[question_id]]

    def score(self, score_id: str) -> Score:
        """Return one score.

        Raises:
            KeyError: The form has no such score.

        """
        for score in self.scores:
            if score.id == score_id:
                return score
        raise KeyError(score_id)


def comparable(old: FormDefinition, new: FormDefinition, score_id: str) -> str | None:
    """Return the score of `old` that goes on as `score_id` of `new`, or None for a break.

    Two versions of a form are two instruments until the newer one says otherwise: a word, an
    item or an order that changed can move every answer. The same version is always comparable;
    another one only where `new` declares it, or where `old` does because it is the newer one.
    """
    if old.id != new.id:
        return None
    if old.version == new.version:
        return score_id
    if old.version > new.version:
        return _found(old, new.version, score_id, backwards=True)
    return _found(new, old.version, score_id, backwards=False)


def _found(newer: FormDefinition, version: int, score_id: str, *, backwards: bool) -> str | None:
    for declared in newer.continues:
        if declared.version == version:
            for each in declared.scores:
                wanted, found = (each.old, each.new) if backwards else (each.new, each.old)
                if wanted == score_id:
                    return found
    return None
