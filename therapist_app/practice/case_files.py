"""Worked cases: whole invented courses to learn from, one file each in `cases/`.

A file says what was written, given and decided in every meeting, and what a trainee may notice.
Days are whole numbers: days after the meeting in which they are written down.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from session_forms.files.frozen import Definition, Words
from session_forms.files.toml_file import read_toml
from session_forms.scoring.change import Outcome
from therapist_app.record.model import CAME, ClientStatus, Mode, Rating

Attendance = Literal["attended", "late", "cancelled_client", "did_not_attend", "ahead"]
Given = Mapping[str, object]
"""The answers to one form by question, as a file spells them."""


class AnsweredAlert(Definition):
    """How an alert was answered."""

    form: Words
    question: Words
    after: str = ""
    """The step after which it was answered; empty for the end of the meeting."""
    actions: tuple[Words, ...]
    facts: Words
    told: str = ""
    contact_in: Annotated[int, Field(ge=0, le=7)]
    """Days until the next contact."""
    left_open: str = ""
    """Why something that its level asks for was not done."""


class CaseNote(Definition):
    """The therapist's own words in the note; what was done is drafted before them."""

    summary: Words
    plan: str = ""
    risk_changes: str = ""
    supervision: bool = False


class StatusChange(Definition):
    """Where the course went after a meeting, and why."""

    to: ClientStatus
    reason: Words


class CaseMeeting(Definition):
    """One meeting of a worked case, or one that did not take place, or the one ahead."""

    plan: Words
    week: Annotated[int, Field(ge=0, le=200)]
    """Weeks after the first meeting."""
    day: Annotated[int, Field(ge=0, le=6)] = 0
    """Days after that, for a meeting in between."""
    attendance: Attendance = "attended"
    mode: Mode = "in_person"
    merged_with: str = ""
    until: str = ""
    """The step after which the meeting ended; the rest of the session follows."""
    reason: str = ""
    """Why it was held although something about it was out of the ordinary."""
    soft_gates: tuple[Words, ...] = ()
    """The soft gates that stood closed when it started."""
    comment: Words
    """What a trainee may notice; what the therapist decided, and why."""
    measures: Mapping[str, tuple[int, ...] | Given] = {}
    """Item answers in the order of the questions, or answers by question."""
    totals: Mapping[str, float] = {}
    """What the first score of each measure comes to."""
    not_given: Mapping[str, Words] = {}
    """Measures that were due and not given, each with the reason."""
    forms: Mapping[str, Given] = {}
    also: Mapping[str, tuple[int, ...] | Given] = {}
    """Forms that were filled in although no step asks for them."""
    left_out: Mapping[str, Words] = {}
    """Steps that were left out, each with the reason."""
    alerts: tuple[AnsweredAlert, ...] = ()
    fidelity: Mapping[str, Rating] = {}
    """What was not rated 2."""
    not_applicable: str = ""
    """Why an item did not apply."""
    note: CaseNote | None = None
    status_after: StatusChange | None = None

    @property
    def was_held(self) -> bool:
        """Whether it took place."""
        return self.attendance in CAME


class WorkedCase(Definition):
    """One invented course from the first meeting to the last one so far."""

    id: Words
    title: Words
    track: Words
    adaptations: tuple[Words, ...] = ()
    age_band: Words
    gender: Words
    about: Words
    """Who comes, and with what."""
    notice: Words
    """What to look for over the whole course."""
    courses: Mapping[str, Outcome]
    """How the first score of a measure changed, from the first time to the last one so far."""
    usual: Mapping[str, Given] = {}
    """Answers that hold in every meeting that says nothing else, by form."""
    meetings: tuple[CaseMeeting, ...]

    @property
    def held(self) -> tuple[CaseMeeting, ...]:
        """The meetings that took place."""
        return tuple(each for each in self.meetings if each.was_held)


CASES = ("prevention", "online", "distress")
"""One worked case for each track, by the name of its file."""


def shipped_cases() -> tuple[WorkedCase, ...]:
    """Return every worked case; this reads all their files."""
    return tuple(shipped_case(each) for each in CASES)


@cache
def shipped_case(case_id: str) -> WorkedCase:
    """Return one worked case; its file is read once.

    Raises:
        DefinitionError: The file was changed and is wrong now.

    """
    path = files("therapist_app.practice").joinpath("cases", f"{case_id}.toml")
    return read_toml(path).model(WorkedCase)
