"""A programme's folder as it was read: every file, before names are resolved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from programme.definition.on_track_rules import OnTrackRules
from programme.definition.parts import PlannedSession
from programme.definition.training import (
    FIRST_SESSION,
    KNOWLEDGE_CHECKS,
    VIGNETTES,
    TrainingFiles,
)
from programme.source_files.content import ContentFolder
from programme.source_files.files import (
    FrameFile,
    ModuleFile,
    ProgrammeFile,
    SessionFile,
    StepEntry,
)
from programme.source_files.sections import Section, read_sections

PROGRAMME = "programme.toml"
FRAME = "frame"
ON_TRACK = "on-track.toml"
"""When to stop and ask; a programme may do without."""


PartFile = TypeVar("PartFile", FrameFile, SessionFile)


@dataclass(frozen=True, slots=True)
class PartSource(Generic[PartFile]):
    """The shared frame or a session: its structure, its guidance and its page for the client.

    Attributes:
        path: The file that holds the structure.

    """

    folder: str
    path: str
    file: PartFile
    sections: Mapping[str, Section]
    handout: str


FrameSource = PartSource[FrameFile]
SessionSource = PartSource[SessionFile]


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """One module with its sessions."""

    folder: str
    file: ModuleFile
    sessions: tuple[SessionSource, ...]

    @property
    def path(self) -> str:
        """The file that holds the structure."""
        return f"{self.folder}/module.toml"


@dataclass(frozen=True, slots=True)
class ProgrammeSource:
    """Everything in a programme's folder."""

    file: ProgrammeFile
    frame: FrameSource
    modules: tuple[ModuleSource, ...]
    on_track: OnTrackRules = field(default_factory=OnTrackRules)
    training: TrainingFiles = field(default_factory=TrainingFiles)

    @property
    def parts(self) -> tuple[FrameSource | SessionSource, ...]:
        """The frame and all sessions: whatever has steps."""
        return (self.frame, *self.sessions)

    @property
    def sessions(self) -> tuple[SessionSource, ...]:
        """All sessions, in the order of the modules."""
        return tuple(session for module in self.modules for session in module.sessions)

    @property
    def course(self) -> tuple[PlannedSession, ...]:
        """The sessions as they are held: phase by phase, and in each as they are planned."""
        return tuple(each for phase in self.file.phases for each in self.sessions_in(phase.modules))

    def sessions_in(self, modules: Collection[str]) -> tuple[PlannedSession, ...]:
        """Return the sessions planned in some modules, in the order of the plan."""
        return tuple(each for each in self.file.planned_sessions if each.module in modules)

    def steps_of(self, session: SessionSource) -> tuple[tuple[StepEntry, bool], ...]:
        """Return all steps of a session in order, and whether each comes from the frame."""
        own = tuple((step, False) for step in session.file.steps)
        if not session.file.frame:
            return own
        frame = tuple((step, True) for step in self.frame.file.steps)
        ids = [step.id for step, _ in frame]
        after = self.frame.file.core_after
        core = ids.index(after) + 1 if after in ids else len(ids)
        return frame[:core] + own + frame[core:]


def read_source(content: ContentFolder) -> ProgrammeSource | None:
    """Return everything in a folder; None when a file is missing or wrong, which is reported."""
    file = content.toml(PROGRAMME, ProgrammeFile)
    frame = _read_part(content, FRAME, "frame.toml", FrameFile)
    modules = tuple(_read_module(content, entry.folder) for entry in file.modules) if file else ()
    on_track = content.toml(ON_TRACK, OnTrackRules) if content.has(ON_TRACK) else OnTrackRules()
    read = tuple(module for module in modules if module is not None)
    if file is None or frame is None or on_track is None or content.problems:
        return None
    training = TrainingFiles(
        knowledge_checks=content.unchecked(KNOWLEDGE_CHECKS),
        first_session=content.unchecked(FIRST_SESSION),
        vignettes=content.unchecked(VIGNETTES),
    )
    return ProgrammeSource(file, frame, read, on_track, training)


def _read_module(content: ContentFolder, folder: str) -> ModuleSource | None:
    file = content.toml(f"{folder}/module.toml", ModuleFile)
    if file is None:
        return None
    sessions = tuple(
        _read_part(content, f"{folder}/{name}", "session.toml", SessionFile)
        for name in file.sessions
    )
    return ModuleSource(folder, file, tuple(each for each in sessions if each is not None))


def _read_part(
    content: ContentFolder, folder: str, name: str, model: type[PartFile]
) -> PartSource[PartFile] | None:
    path = f"{folder}/{name}"
    file = content.toml(path, model)
    sections = read_sections(content, f"{folder}/therapist.md")
    handout = content.text(f"{folder}/handout.md")
    return PartSource(folder, path, file, sections, handout) if file else None
