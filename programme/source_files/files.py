"""The content files of a programme, each as it is written.

programme.toml, frame/frame.toml, module.toml and session.toml. Names are resolved later, in
`assembling`.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from programme.definition.definition import (
    CoursePart,
    ModulePart,
    PhasePart,
    SessionPart,
    StepPart,
    Version,
)
from programme.definition.parts import (
    Evidence,
    FidelityItem,
    Minutes,
    PlannedSession,
    Split,
    Status,
    Table,
    Words,
)
from session_forms.files.frozen import Definition

WELLBEING_BRIEF = "m_wellbeing_brief"

FolderName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""One folder below the file that names it, never one that lies elsewhere."""


class ModuleEntry(Definition):
    """Where a module of this version lives."""

    id: Words
    folder: FolderName


class MeasureRules(Definition):
    """Which measures fall due in every session, and what the working names stand for."""

    clinic_choice: Words
    """Which of `wellbeing_brief` is given when a clinic has not chosen."""
    wellbeing_brief: Table[str, tuple[Words, ...]]
    """The choices for the alias `m_wellbeing_brief`, as form ids."""
    aliases: Table[str, tuple[Words, ...]]
    every_session: tuple[Words, ...]
    not_due: Table[str, tuple[Words, ...]]
    """What of `every_session` is left out, by session."""

    def resolve(self, name: str, clinic_choice: str) -> tuple[str, ...]:
        """Return the form ids that a name of a measure stands for; a form id is its own."""
        if name == WELLBEING_BRIEF:
            return self.wellbeing_brief.get(clinic_choice, ())
        return self.aliases.get(name, (name,))

    def forms_of(self, names: Iterable[str], clinic_choice: str) -> tuple[str, ...]:
        """Return the form ids that names of measures stand for, in their order, each once."""
        forms = (form for name in names for form in self.resolve(name, clinic_choice))
        return tuple(dict.fromkeys(forms))


class ProgrammeFile(CoursePart):
    """programme.toml: the course as a whole."""

    phases: tuple[PhasePart, ...]
    planned_sessions: tuple[PlannedSession, ...]
    modules: tuple[ModuleEntry, ...]
    measures: MeasureRules


class StepEntry(StepPart):
    """One step as it is written, its form under the key `form`."""

    form_id: str | None = Field(default=None, alias="form")


class FrameFile(Definition):
    """frame.toml: the steps that sessions share, round a core of their own."""

    id: Literal["frame"]
    version: Version
    title: Words
    aim: Words
    minutes: Minutes
    core_minutes: Minutes
    core_after: Words
    """The frame step after which a session's own steps stand."""
    status: Status
    evidence: tuple[Evidence, ...]
    steps: tuple[StepEntry, ...]
    fidelity: tuple[FidelityItem, ...]


class ModuleFile(ModulePart):
    """module.toml: what a module is for and which sessions it has."""

    completion: Literal["fidelity"]
    sessions: tuple[FolderName, ...]
    """The folders of its sessions, in order."""


class MeasuresDue(Definition):
    """What a session adds to the measures of every session."""

    due: tuple[Words, ...]
    optional: tuple[Words, ...] = ()
    """What falls due besides where a clinic has chosen it, as form ids."""
    given_at: Words


class SessionFile(SessionPart):
    """session.toml: the structure of one session."""

    module: Words
    frame: bool
    steps: tuple[StepEntry, ...]
    split: Split
    measures: MeasuresDue

    def forms_due(self, rules: MeasureRules, clinic_choice: str) -> tuple[str, ...]:
        """Return the form ids due in the session: those of every session first, each once."""
        left_out = rules.not_due.get(self.id, ())
        every = (name for name in rules.every_session if name not in left_out)
        return rules.forms_of((*every, *self.measures.due), clinic_choice)
