"""docs/authoring.md names every key of the content files, with its default, and no other."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from programme.definition import parts, requirements, training
from programme.packs import head as packs
from programme.source_files import files
from session_forms.conditions import day_limits
from session_forms.conditions.conditions import Condition
from session_forms.form import definition as forms
from session_forms.library import released
from session_forms.questions import columns, entries
from session_forms.questions.question import QuestionBase
from session_forms.reference import directory_model, jurisdiction_model
from tests.test_documents import table_under

AUTHORING = (Path(__file__).parent.parent / "docs/authoring.md").read_text("utf-8")

Keys = dict[str, tuple[str, str]]

MODELS: Mapping[str, tuple[type[BaseModel], type[BaseModel] | None]] = {
    "The form itself": (forms.FormDefinition, None),
    "`rating`": (forms.RatingQuestion, QuestionBase),
    "`scale`": (forms.ScaleQuestion, QuestionBase),
    "`choice`": (forms.ChoiceQuestion, QuestionBase),
    "`multi`": (forms.MultiQuestion, QuestionBase),
    "`number`": (forms.NumberQuestion, QuestionBase),
    "`date` and `datetime`": (forms.DateQuestion, QuestionBase),
    "`short_text`": (forms.ShortTextQuestion, QuestionBase),
    "`long_text`": (forms.LongTextQuestion, QuestionBase),
    "`list`": (forms.ListQuestion, QuestionBase),
    "`table`": (forms.TableQuestion, QuestionBase),
    "`jurisdiction`": (forms.JurisdictionQuestion, QuestionBase),
    "`directory_list`": (forms.DirectoryListQuestion, QuestionBase),
    "`from_form`": (forms.FromFormQuestion, QuestionBase),
    "`computed`": (forms.ComputedQuestion, QuestionBase),
    "A part": (forms.Part, None),
    "A point": (forms.Anchor, None),
    "An option": (forms.ListedOption, None),
    "Columns of kind `short_text`": (columns.TextColumn, columns.ColumnBase),
    "Columns of kind `choice`": (columns.ChoiceColumn, columns.ColumnBase),
    "Columns of kind `number`": (columns.NumberColumn, columns.ColumnBase),
    "Columns of kind `scale`": (columns.ScaleColumn, columns.ColumnBase),
    "A fixed row": (forms.FixedRow, None),
    "A day limit": (forms.Day, None),
    "Entries needed": (entries.EntriesNeeded, Condition),
    "A test of an answer": (forms.AnswerTest, None),
    "A condition": (Condition, forms.AnswerTest),
    "A band test": (forms.BandTest, None),
    "An alert": (forms.Alert, None),
    "A licence": (forms.Licence, None),
    "Contexts": (forms.Contexts, None),
    "A client copy": (forms.ClientCopy, None),
    "The score itself": (forms.Score, None),
    "A range": (forms.Range, None),
    "A missing-item rule": (forms.Missing, None),
    "A weight": (forms.Weight, None),
    "A row rule": (forms.RowRule, None),
    "A row test": (forms.RowTest, None),
    "A scheme": (forms.Scheme, None),
    "A band": (forms.Band, None),
    "A band set": (forms.BandSet, None),
    "A cut-off": (forms.Cutoff, None),
    "Reliable change": (forms.ReliableChange, None),
    "Item rules": (forms.ItemRules, None),
    "A skip": (forms.Skip, None),
    "A substitute": (forms.Substitute, None),
    "An omission": (forms.Omit, None),
    "Printed numbers": (forms.Printed, None),
    "Editions": (forms.Editions, None),
    "Edition items": (forms.EditionItems, None),
    "A prompt": (forms.Prompt, None),
    "A continued version": (forms.Continues, None),
    "A same score": (forms.SameScore, None),
    "A measure": (forms.Measure, None),
    "A sourced fact": (forms.SourcedFact, None),
    "A disagreement": (forms.Disagreement, None),
    "A released form": (released.ReleasedForm, None),
    "A local text": (jurisdiction_model.Jurisdiction, None),
    "A legal fact": (jurisdiction_model.LegalFact, None),
    "A service": (directory_model.DirectoryEntry, None),
    "`programme.toml`": (files.ProgrammeFile, None),
    "A phase": (files.PhaseEntry, None),
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
    "A place": (training.Place, None),
    "`first-session.toml`": (training.FirstSession, None),
    "A task": (training.TrainingTask, None),
    "What ticks a task off": (training.TaskDone, None),
    "`pack.toml`": (packs.PackHead, None),
}
WITHOUT_KEYS = {
    "`yes_no` and `time`": (
        (forms.YesNoQuestion, forms.TimeQuestion),
        QuestionBase,
    ),
    "Columns of kind `yes_no` and `date`": (
        (columns.YesNoColumn, columns.DateColumn),
        columns.ColumnBase,
    ),
}
SHARED = {"Every question": QuestionBase, "Every column": columns.ColumnBase}


def documented(head: str) -> Keys:
    rows = list(table_under(AUTHORING, f"### {head}\n"))[2:]
    return {row[0].strip("`"): (row[1], row[2]) for row in rows}


def own_keys(model: type[BaseModel], shared: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The keys of a model as a file spells them, without those of the shared part and `kind`."""
    left_out = {"kind"} if shared in (QuestionBase, columns.ColumnBase) else set()
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
    assert set(forms.DateQuestion.model_fields) == set(forms.DatetimeQuestion.model_fields)
    assert set(day_limits.DayWhen.model_fields) == {
        *forms.Day.model_fields,
        *Condition.model_fields,
    }


def test_every_kind_of_question_and_column_has_its_heading() -> None:
    part = AUTHORING.split("## The parts of a question")[0]
    heads = [line for line in part.splitlines() if line.startswith("### `")]
    column_heads = re.findall(r"^### Columns of kind (.+)$", AUTHORING, re.MULTILINE)

    assert kinds_in(heads) == kinds_of(forms.Question)
    assert kinds_in(column_heads) == kinds_of(get_args(columns.Column)[0])


def kinds_in(lines: list[str]) -> set[str]:
    return set(re.findall(r"`(\w+)`", " ".join(lines)))


def kinds_of(union: object) -> set[str]:
    return {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(union)}


def test_no_model_of_a_file_is_left_out_of_the_page() -> None:
    described = {model for model, _ in MODELS.values()} | {day_limits.DayWhen}
    described |= {forms.DatetimeQuestion}
    described |= {model for models, _ in WITHOUT_KEYS.values() for model in models}
    found: set[type[BaseModel]] = set()
    for file in (
        forms.FormDefinition,
        files.ProgrammeFile,
        files.FrameFile,
        files.ModuleFile,
        files.SessionFile,
        jurisdiction_model.Jurisdiction,
        directory_model.DirectoryEntry,
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
