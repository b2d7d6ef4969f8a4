"""docs/authoring.md names every key of the content files, with its default, and no other."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from programme.definition import definition, parts, requirements, training, vignettes
from programme.packs import building as packs
from programme.source_files import files
from session_forms.conditions.conditions import AlertRule, AnswerTest, BandTest, Condition
from session_forms.form.definition import (
    Continues,
    Disagreement,
    FormDefinition,
    FormPart,
    Measure,
    Prompt,
    SameScore,
    SourcedFact,
)
from session_forms.form.licences import ClientCopy, Contexts, Licence
from session_forms.library.library import ReleasedForm
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.columns import (
    ChoiceColumn,
    Column,
    ColumnBase,
    DateColumn,
    NumberColumn,
    ScaleColumn,
    TextColumn,
    YesNoColumn,
)
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, Day, DayWhen, TimeQuestion
from session_forms.questions.entries import EntriesNeeded, ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.options import ListedOption
from session_forms.questions.question import QuestionBase
from session_forms.questions.ratings import (
    NumberQuestion,
    RatingQuestion,
    ScaleAnchor,
    ScaleQuestion,
)
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import ExpectedRows, FixedRow, TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction, LegalFact
from session_forms.scores.item_rules import (
    EditionItems,
    Editions,
    ItemRules,
    Omit,
    Printed,
    Skip,
    Substitute,
)
from session_forms.scores.score_rules import (
    Band,
    BandSet,
    Cutoff,
    Missing,
    Range,
    ReliableChange,
    RowRule,
    RowTest,
    Scheme,
    Weight,
)
from session_forms.scores.scores import Score
from tests.support.pages import table_under

AUTHORING = (Path(__file__).parent.parent / "docs/authoring.md").read_text("utf-8")

Keys = dict[str, tuple[str, str]]

MODELS: Mapping[str, tuple[type[BaseModel], type[BaseModel] | None]] = {
    "The form itself": (FormDefinition, None),
    "`rating`": (RatingQuestion, QuestionBase),
    "`scale`": (ScaleQuestion, QuestionBase),
    "`choice`": (ChoiceQuestion, QuestionBase),
    "`multi`": (MultiQuestion, QuestionBase),
    "`number`": (NumberQuestion, QuestionBase),
    "`date` and `datetime`": (DateQuestion, QuestionBase),
    "`short_text`": (ShortTextQuestion, QuestionBase),
    "`long_text`": (LongTextQuestion, QuestionBase),
    "`list`": (ListQuestion, QuestionBase),
    "`table`": (TableQuestion, QuestionBase),
    "`jurisdiction`": (JurisdictionQuestion, QuestionBase),
    "`directory_list`": (DirectoryListQuestion, QuestionBase),
    "`from_form`": (FromFormQuestion, QuestionBase),
    "`computed`": (ComputedQuestion, QuestionBase),
    "A part": (FormPart, None),
    "A point": (ScaleAnchor, None),
    "An option": (ListedOption, None),
    "Columns of kind `short_text`": (TextColumn, ColumnBase),
    "Columns of kind `choice`": (ChoiceColumn, ColumnBase),
    "Columns of kind `number`": (NumberColumn, ColumnBase),
    "Columns of kind `scale`": (ScaleColumn, ColumnBase),
    "A fixed row": (FixedRow, None),
    "A day limit": (Day, None),
    "Entries needed": (EntriesNeeded, Condition),
    "Expected rows": (ExpectedRows, None),
    "A test of an answer": (AnswerTest, None),
    "A condition": (Condition, AnswerTest),
    "A band test": (BandTest, None),
    "An alert": (AlertRule, None),
    "A licence": (Licence, None),
    "Contexts": (Contexts, None),
    "A client copy": (ClientCopy, None),
    "The score itself": (Score, None),
    "A range": (Range, None),
    "A missing-item rule": (Missing, None),
    "A weight": (Weight, None),
    "A row rule": (RowRule, None),
    "A row test": (RowTest, None),
    "A scheme": (Scheme, None),
    "A band": (Band, None),
    "A band set": (BandSet, None),
    "A cut-off": (Cutoff, None),
    "Reliable change": (ReliableChange, None),
    "Item rules": (ItemRules, None),
    "A skip": (Skip, None),
    "A substitute": (Substitute, None),
    "An omission": (Omit, None),
    "Printed numbers": (Printed, None),
    "Editions": (Editions, None),
    "Edition items": (EditionItems, None),
    "A prompt": (Prompt, None),
    "A continued version": (Continues, None),
    "A same score": (SameScore, None),
    "A measure": (Measure, None),
    "A sourced fact": (SourcedFact, None),
    "A disagreement": (Disagreement, None),
    "A released form": (ReleasedForm, None),
    "A local text": (Jurisdiction, None),
    "A legal fact": (LegalFact, None),
    "A service": (DirectoryEntry, None),
    "`programme.toml`": (files.ProgrammeFile, None),
    "A phase": (definition.PhasePart, None),
    "A planned session": (parts.PlannedSession, None),
    "A time after the end": (parts.AfterEnd, None),
    "A module folder": (files.ModuleEntry, None),
    "Measure rules": (files.MeasureRules, None),
    "A track": (parts.Track, None),
    "A move": (parts.BringForward, None),
    "An exclusion": (parts.Exclusion, None),
    "A fidelity band": (parts.FidelityBand, None),
    "A gate": (requirements.Gate, None),
    "A requirement about an answer": (requirements.AnswerRequirement, None),
    "A requirement about a module": (requirements.ModuleRequirement, None),
    "A requirement about a break": (requirements.BreakRequirement, None),
    "A requirement about alerts": (requirements.AlertsRequirement, None),
    "`frame.toml`": (files.FrameFile, None),
    "`module.toml`": (files.ModuleFile, None),
    "`session.toml`": (files.SessionFile, None),
    "A link": (parts.Link, None),
    "A step": (files.StepEntry, None),
    "An open alert": (parts.OpenAlert, None),
    "Evidence": (parts.Evidence, None),
    "A split": (parts.Split, None),
    "Measures due": (files.MeasuresDue, None),
    "A practice": (parts.Practice, None),
    "A fidelity item": (parts.FidelityItem, None),
    "`knowledge-checks.toml`": (training.KnowledgeChecks, None),
    "A question group": (training.CheckGroup, None),
    "A knowledge check": (training.KnowledgeCheck, None),
    "An answer to choose": (training.CheckOption, None),
    "A place": (training.TrainingPlace, None),
    "`first-session.toml`": (training.FirstSession, None),
    "A task": (training.TrainingTask, None),
    "What ticks a task off": (training.TaskDone, None),
    "`rating-vignettes.toml`": (vignettes.Vignettes, None),
    "Readiness": (vignettes.RaterReadiness, None),
    "A vignette": (vignettes.Vignette, None),
    "A reference rating": (vignettes.ReferenceRating, None),
    "`pack.toml`": (packs.PackHead, None),
}
WITHOUT_KEYS = {
    "`yes_no` and `time`": (
        (YesNoQuestion, TimeQuestion),
        QuestionBase,
    ),
    "Columns of kind `yes_no` and `date`": (
        (YesNoColumn, DateColumn),
        ColumnBase,
    ),
}
SHARED = {"Every question": QuestionBase, "Every column": ColumnBase}


def documented(head: str) -> Keys:
    rows = list(table_under(AUTHORING, f"### {head}\n"))[2:]
    return {row[0].strip("`"): (row[1], row[2]) for row in rows}


def own_keys(model: type[BaseModel], shared: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The keys of a model as a file spells them, without those of the shared part and `kind`."""
    left_out = {"kind"} if shared in (QuestionBase, ColumnBase) else set()
    left_out |= set(shared.model_fields) if shared else set()
    fields = model.model_fields.items()
    return {field.alias or name: field for name, field in fields if name not in left_out}


def default_of(field: FieldInfo) -> str:
    match field.default:
        case _ if field.is_required():
            return "needed"
        case bool() as default:
            return f"`{str(default).lower()}`"
        case None | "" | () | BaseModel():
            return "none"
        case default:
            return f"`{default}`"


def words_allowed(annotation: object) -> Iterator[str]:
    """The values of every closed list in an annotation, models left alone."""
    if get_origin(annotation) is Literal:
        yield from (str(each) for each in get_args(annotation) if type(each) is str and each)
    elif get_origin(annotation) in (tuple, Annotated, Union, UnionType):
        for each in get_args(annotation):
            yield from words_allowed(each)


LIMITS = re.compile(r"number, (\d+ to \d+|(?:above \d+, )?at most \d+)$")


def limits_of(field: FieldInfo) -> str:
    """How the page tells the least and the most that a number may be, where there is a most."""
    found: dict[str, object] = {}
    left = [*field.metadata, field.annotation]
    while left:
        part = left.pop()
        found |= {each: getattr(part, each) for each in ("ge", "gt", "le") if hasattr(part, each)}
        left += getattr(part, "metadata", ()) if not isinstance(part, type) else ()
        left += get_args(part) if get_origin(part) in (Annotated, Union, UnionType) else ()
    match found:
        case {"ge": least, "le": most}:
            return f"{least} to {most}"
        case {"gt": none, "le": most}:
            return f"above {none}, at most {most}"
        case {"le": most}:
            return f"at most {most}"
    return ""


def test_limits_are_read_from_a_field_and_from_what_it_is_of() -> None:
    class Berth(BaseModel):
        depth: Annotated[int, Field(ge=1, le=60)] | None = None
        width: float = Field(default=1, gt=0, le=9)
        length: int = Field(default=1, le=30)
        name: Literal["a"] = "a"

    limits = [limits_of(each) for each in Berth.model_fields.values()]
    assert limits == ["1 to 60", "above 0, at most 9", "at most 30", ""]


@pytest.mark.parametrize("head", MODELS)
def test_the_page_tells_the_limits_of_each_number(head: str) -> None:
    page = documented(head)
    told = {key: "".join(LIMITS.findall(kind)) for key, (kind, _) in page.items()}

    assert told == {key: limits_of(each) for key, each in own_keys(*MODELS[head]).items()}


@pytest.mark.parametrize("head", MODELS)
def test_the_keys_of_the_page_are_those_of_the_files(head: str) -> None:
    page = documented(head)
    fields = own_keys(*MODELS[head])

    assert list(page) == list(fields)
    for key, (kind, default) in page.items():
        assert default == default_of(fields[key]), key
        allowed = list(words_allowed(fields[key].annotation))
        assert [words for words in allowed if f"`{words}`" not in kind] == [], key


@pytest.mark.parametrize(("head", "model"), SHARED.items())
def test_what_every_question_and_column_has_stands_on_the_page(
    head: str, model: type[BaseModel]
) -> None:
    page = documented(head)

    assert page.pop("kind")[1] == "needed"
    assert set(page) == set(model.model_fields)
    assert {key: default for key, (_, default) in page.items()} == {
        key: default_of(field) for key, field in model.model_fields.items()
    }


@pytest.mark.parametrize("head", WITHOUT_KEYS)
def test_what_the_page_says_has_no_keys_has_none(head: str) -> None:
    models, shared = WITHOUT_KEYS[head]

    assert f"### {head}\n" in AUTHORING
    assert [own_keys(model, shared) for model in models] == [{}] * len(models)


def test_questions_about_a_day_and_a_moment_have_the_same_keys() -> None:
    assert set(DateQuestion.model_fields) == set(DatetimeQuestion.model_fields)
    assert set(DayWhen.model_fields) == {
        *Day.model_fields,
        *Condition.model_fields,
    }


def test_every_kind_of_question_and_column_has_its_heading() -> None:
    part = AUTHORING.split("## The parts of a question")[0]
    heads = [line for line in part.splitlines() if line.startswith("### `")]
    column_heads = re.findall(r"^### Columns of kind (.+)$", AUTHORING, re.MULTILINE)

    assert kinds_in(heads) == kinds_of(Question)
    assert kinds_in(column_heads) == kinds_of(get_args(Column)[0])


def kinds_in(lines: list[str]) -> set[str]:
    return set(re.findall(r"`(\w+)`", " ".join(lines)))


def kinds_of(union: object) -> set[str]:
    return {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(union)}


def test_no_model_of_a_file_is_left_out_of_the_page() -> None:
    described = {model for model, _ in MODELS.values()} | {DayWhen}
    described |= {DatetimeQuestion}
    described |= {model for models, _ in WITHOUT_KEYS.values() for model in models}
    found: set[type[BaseModel]] = set()
    for file in (
        FormDefinition,
        files.ProgrammeFile,
        files.FrameFile,
        files.ModuleFile,
        files.SessionFile,
        Jurisdiction,
        DirectoryEntry,
        training.KnowledgeChecks,
        training.FirstSession,
    ):
        found |= models_below(file, found)

    assert found - described == set()


def models_below(annotation: object, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return seen
        seen = seen | {annotation}
        for field in annotation.model_fields.values():
            seen = models_below(field.annotation, seen)
        return seen
    for each in get_args(annotation):
        seen = models_below(each, seen)
    return seen
