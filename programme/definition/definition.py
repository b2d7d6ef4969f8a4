"""What a programme is: frozen, complete, and with every name resolved.

A programme is read once, at start-up, and never changes afterwards. From the outside in:
programme, phase, module, session plan, step. A *session plan* says how a session goes; the
*session* is the one that is held. What a part and its file say alike stands once, as `...Part`.
"""

from typing import Annotated

from pydantic import Field

from programme.definition.on_track_rules import OnTrackRules
from programme.definition.parts import (
    ARRIVAL,
    Evidence,
    Exclusion,
    FidelityBand,
    FidelityItem,
    Guidance,
    Imprint,
    Link,
    Minutes,
    OpenAlert,
    PartOfMinutes,
    PlannedSession,
    Practice,
    Shows,
    Skippable,
    Split,
    Status,
    Table,
    Track,
    Words,
)
from programme.definition.requirements import AnswerRequirement, Gate
from programme.definition.training import TrainingFiles
from programme.errors import UnknownSession
from session_forms.files.frozen import Definition

HEADING = "# "
Version = Annotated[int, Field(ge=1)]


class StepPart(Definition):
    """One step, without its guidance, which stands in therapist.md."""

    id: Words
    code: str = ""
    """The printed code of a step that every session shares, as FR1."""
    title: Words
    minutes: Minutes
    form_id: str | None = None
    skippable: Skippable
    not_skippable_when: OpenAlert | None = None
    opens_after: AnswerRequirement | None = None
    shows: Shows = ""
    """What the screen adds to the guidance: `scores`, the client's own so far."""
    sheets: PartOfMinutes = 0
    """How many of its minutes are for the sheets that fall due."""
    measures: tuple[Words, ...] = ()
    """What of the measures due is handed over at this step, and not with the others."""


class Step(StepPart):
    """One part of a session, with its minutes, its worksheet and its guidance."""

    from_frame: bool = False
    guidance: Guidance


class SessionPart(Definition):
    """What session.toml says of a session as it stands."""

    id: Words
    version: Version
    title: Words
    aim: Words
    rationale: Words
    minutes: Minutes
    status: Status
    evidence: tuple[Evidence, ...]
    prepares: tuple[Words, ...]
    links: tuple[Link, ...] = ()
    """What this session takes from earlier ones and hands to later ones, in one sentence each."""
    practice: tuple[Practice, ...]
    fidelity: tuple[FidelityItem, ...]


class SessionPlan(SessionPart):
    """How one session goes, from what to prepare to what to do afterwards.

    Its fidelity items are the frame's first, then its own.
    """

    module_id: Words
    steps: tuple[Step, ...]
    """All steps in order, those of the shared frame among them."""
    measures: tuple[Words, ...]
    """The forms that fall due; each is one slot."""
    optional_measures: tuple[Words, ...] = ()
    """The forms that a clinic may have fall due here besides."""
    measures_given_at: Words
    """`arrival`, or the step at which they are handed over, but for those that a step names."""
    split: Split
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    handout: Words
    """One page for the client, in Markdown with placeholders."""

    @property
    def public_title(self) -> str:
        """What whoever sits beside, or finds a page, may read: the heading of the client's page.

        Of two sessions in one meeting, both; nothing where a page has none: the working title
        never stands in.
        """
        return " / ".join(page_headings(self.handout))

    def step(self, step_id: str) -> Step:
        """Return one step; raises `KeyError` when there is none of that id."""
        return {step.id: step for step in self.steps}[step_id]

    def given_at(self, form_id: str) -> str:
        """Return the step at which a measure due is handed over, or `arrival`."""
        own = (step.id for step in self.steps if form_id in step.measures)
        return next(own, self.measures_given_at)

    @property
    def measures_by_place(self) -> dict[str, tuple[str, ...]]:
        """The measures due by where they are handed over: a step, or `arrival`; in order."""
        places = (ARRIVAL, *(step.id for step in self.steps))
        found = {
            place: tuple(each for each in self.measures if self.given_at(each) == place)
            for place in places
        }
        return {place: given for place, given in found.items() if given}


def page_headings(handout: str) -> tuple[str, ...]:
    """Return the headings of the pages in a handout, of each its first."""
    lines = handout.splitlines()
    return tuple(each.removeprefix(HEADING).strip() for each in lines if each.startswith(HEADING))


class SharedFrame(Definition):
    """The steps that most sessions share, round a core of their own."""

    version: Version
    title: Words
    aim: Words
    status: Status
    core_after: Words
    """The step of the frame after which a session's own steps stand."""
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    fidelity: tuple[FidelityItem, ...]
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    handout: Words


class ModulePart(Definition):
    """What module.toml says of a module as it stands."""

    id: Words
    version: Version
    title: Words
    aim: Words
    rationale: Words


class Module(ModulePart):
    """Sessions that belong together, with what they are for."""

    completion: Words
    """What completes it: `fidelity`, every applicable item of its sessions rated 1 or 2."""
    session_ids: tuple[Words, ...]


class PhasePart(Definition):
    """A phase and the modules in it."""

    id: Words
    title: Words
    modules: tuple[Words, ...]


class Phase(PhasePart):
    """A stretch of the course, with all its sessions, shipped in this version or not."""

    sessions: tuple[PlannedSession, ...]


class CoursePart(Imprint):
    """What programme.toml says of the course as it stands."""

    tracks: tuple[Track, ...]
    exclusions: tuple[Exclusion, ...]
    adaptations: Table[str, Words]
    """What each adaptation flag stands for."""
    forms: Table[str, Version]
    """The version of each form that this programme uses."""
    placeholders: Table[str, Words]
    """What each placeholder in the texts is filled with."""
    fidelity_bands: tuple[FidelityBand, ...]
    """Highest first."""
    second_rated_one_in: Annotated[int, Field(ge=1, le=1000)] = 10
    """One session in so many is rated by a second rater too."""
    gates: tuple[Gate, ...]


class Programme(CoursePart):
    """A whole course, as this version of it can be delivered."""

    phases: tuple[Phase, ...]
    modules: Table[str, Module]
    session_plans: Table[str, SessionPlan]
    """The session plans of this version by id, in course order."""
    clinic_choice: Words
    """The brief wellbeing measures that are given each session."""
    frame: SharedFrame | None = None
    """What most sessions share, as one text; their plans hold its steps as well."""
    on_track: OnTrackRules = OnTrackRules()
    """When to stop and ask how the work goes."""
    training: TrainingFiles = TrainingFiles()
    """Knowledge checks and hints for a first session, as written."""

    @property
    def sessions(self) -> tuple[PlannedSession, ...]:
        """All sessions of the course, shipped in this version or not, in order."""
        return tuple(session for phase in self.phases for session in phase.sessions)

    @property
    def planned_sessions(self) -> tuple[str, ...]:
        """The ids of all sessions of the course, shipped in this version or not, in order."""
        return tuple(session.id for session in self.sessions)

    def planned_session(self, session_id: str) -> PlannedSession:
        """Return a session of the course by its id.

        Raises:
            UnknownSession: The course has no such session.

        """
        for phase in self.phases:
            for session in phase.sessions:
                if session.id == session_id:
                    return session
        raise UnknownSession(session_id)

    def phase_of(self, session_id: str) -> Phase:
        """Return the phase that a session of the course belongs to.

        Raises:
            UnknownSession: The course has no such session.

        """
        module_id = self.planned_session(session_id).module
        return next(phase for phase in self.phases if module_id in phase.modules)

    def session_plan(self, session_id: str) -> SessionPlan:
        """Return the plan of a session that this version holds.

        Raises:
            UnknownSession: This version holds no such plan.

        """
        if session_id not in self.session_plans:
            raise UnknownSession(session_id)
        return self.session_plans[session_id]
