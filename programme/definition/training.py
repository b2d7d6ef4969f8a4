"""Training that comes with a programme: knowledge checks, hints for a first session, vignettes.

All are files in `training/`, so that a clinic can change them. They are read only when somebody
practises: a fault in them never keeps a programme from being used.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from programme.definition.parts import Words
from programme.definition.vignettes import Vignettes, VignettesOfCourse
from programme.errors import ContentError
from session_forms.errors import DefinitionError
from session_forms.files.frozen import Definition
from session_forms.files.toml_file import parse_toml

FOLDER = "training"
KNOWLEDGE_CHECKS = f"{FOLDER}/knowledge-checks.toml"
FIRST_SESSION = f"{FOLDER}/first-session.toml"
PACKED_VIGNETTES = "rating-vignettes.toml"
"""The one file of a pack of vignettes; in a programme it stands among its training."""
VIGNETTES = f"{FOLDER}/{PACKED_VIGNETTES}"

Model = TypeVar("Model", bound=Definition)


class TrainingFiles(Definition):
    """The files of training as they are written; empty where a programme has none."""

    knowledge_checks: str = ""
    first_session: str = ""
    vignettes: str = ""

    def read_knowledge_checks(self) -> "KnowledgeChecks | None":
        """Return the knowledge checks; None where there are none.

        Raises:
            ContentError: The file is wrong.

        """
        return _read(KNOWLEDGE_CHECKS, self.knowledge_checks, KnowledgeChecks)

    def read_first_session(self) -> "FirstSession | None":
        """Return the hints for a first session; None where there are none.

        Raises:
            ContentError: The file is wrong.

        """
        return _read(FIRST_SESSION, self.first_session, FirstSession)

    def read_vignettes(self) -> Vignettes | None:
        """Return the vignettes for raters; None where there are none.

        Raises:
            ContentError: The file is wrong.

        """
        return _read(VIGNETTES, self.vignettes, Vignettes)


def read_packed_vignettes(text: str) -> VignettesOfCourse:
    """Return the vignettes of a pack of their own from its file, as it is written.

    Raises:
        ContentError: The file is wrong.

    """
    found = _read(PACKED_VIGNETTES, text, VignettesOfCourse)
    if found is None:
        raise ContentError(PACKED_VIGNETTES, 1, "", "the file is empty", "write its vignettes")
    return found


class TrainingPlace(Definition):
    """Where something stands: in a session, a form, a gate, a document, or a course."""

    session: str = ""
    step: str = ""
    """A step of that session."""
    form: str = ""
    gate: str = ""
    document: str = ""
    """A page of the documents, as `docs/programme.md`."""
    course: str = ""
    """A course for the first line; its `step` is a part of it."""

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        named = (self.session, self.form, self.gate, self.document, self.course)
        if sum(map(bool, named)) != 1:
            raise ValueError("exactly one of session, form, gate and document is needed")
        if self.step and not (self.session or self.course):
            raise ValueError("a step needs its session")
        return self


class CheckOption(Definition):
    """One answer to choose, with a sentence that says why it is right or not."""

    text: Words
    why: Words
    right: bool = False


def check_options(options: Sequence[CheckOption]) -> None:
    """Check that one option is right and none stands there twice.

    Raises:
        ValueError: It is not so; the sentence says what.

    """
    if sum(each.right for each in options) != 1:
        raise ValueError("exactly one option needs right = true")
    if len({each.text for each in options}) != len(options):
        raise ValueError("has an option twice")


class CheckGroup(Definition):
    """Questions about one thing."""

    id: Words
    title: Words


class KnowledgeCheck(Definition):
    """One question with exactly one right answer."""

    id: Words
    group: Words
    asks: Words
    options: Annotated[tuple[CheckOption, ...], Field(min_length=2, max_length=6)]
    rests_on: Annotated[tuple[TrainingPlace, ...], Field(min_length=1)]
    """What to read again."""

    @model_validator(mode="after")
    def _has_one_right_answer(self) -> Self:
        check_options(self.options)
        return self


class KnowledgeChecks(Definition):
    """knowledge-checks.toml: questions about what must not be got wrong."""

    title: Words
    introduction: Words
    groups: Annotated[tuple[CheckGroup, ...], Field(min_length=1)]
    questions: Annotated[tuple[KnowledgeCheck, ...], Field(min_length=1)]


class TaskDone(Definition):
    """The fact of the record that ticks a task off."""

    step: str = ""
    """A step that was done or left out."""
    form: str = ""
    """A form that was finished in this session."""
    measures: Literal["", "given"] = ""
    hand_over: Literal["", "begun", "given_back"] = ""
    alerts: Literal["", "answered"] = ""
    fidelity: Literal["", "rated"] = ""
    note: Literal["", "signed"] = ""

    @model_validator(mode="after")
    def _asks_one_fact(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("exactly one fact is needed")
        return self


class TrainingTask(Definition):
    """One thing to try on the screen."""

    id: Words
    title: Words
    hint: Words
    done: TaskDone


class FirstSession(Definition):
    """first-session.toml: what to try in a first session, step by step."""

    session: Words
    track: str = ""
    title: Words
    introduction: Words
    tasks: Annotated[tuple[TrainingTask, ...], Field(min_length=1)]
    closing: Words
    """Said when everything is done."""


def _read(path: str, text: str, model: type[Model]) -> Model | None:
    if not text:
        return None
    try:
        return parse_toml(path, text.encode()).model(model)
    except DefinitionError as error:
        raise ContentError(*error.args) from None
