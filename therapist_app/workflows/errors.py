"""What a workflow refuses, as facts. The application words them for a person."""

from dataclasses import dataclass


class WorkflowError(Exception):
    """Base of what a workflow refuses."""


@dataclass
class GateClosed(WorkflowError):
    """A hard gate stands before this session."""

    gate_ids: tuple[str, ...]


@dataclass
class ProgrammeMissing(WorkflowError):
    """A session belongs to a version of the programme that is not installed."""

    pack: str


@dataclass
class ReasonNeeded(WorkflowError):
    """Something about this session is out of the ordinary, and nobody said why."""

    kinds: tuple[str, ...]


@dataclass
class StepRefused(WorkflowError):
    """A step cannot be skipped now, or a reason is missing."""

    step_id: str
    why: str


class StartNotUndone(WorkflowError):
    """The start of a session cannot be undone: something was recorded in it, or it is over."""


class NotDiscarded(WorkflowError):
    """Something stands about a client by now, so that a first contact is not simply discarded."""


class NotTakenBack(WorkflowError):
    """It cannot be taken back: it was done on an earlier day, or something rests on it."""


@dataclass
class NotReadyToSign(WorkflowError):
    """Something must be done before the note can be signed."""

    kinds: tuple[str, ...]


@dataclass
class PromiseRefused(WorkflowError):
    """A promise was made without words, or let go without a reason."""

    lacks: str


@dataclass
class AnswerIncomplete(WorkflowError):
    """An alert was answered without what its level asks for."""

    missing: tuple[str, ...]


@dataclass
class VersionLacksSessions(WorkflowError):
    """A newer version of the programme lacks a session that a client has had or planned."""

    plan_ids: tuple[str, ...]


class SessionUnderWay(WorkflowError):
    """A client cannot be moved to another version or course while a session of theirs is begun."""


@dataclass
class CourseMoveRefused(WorkflowError):
    """A client cannot go on with another course, or back, now; `detail` is what stands before it.

    That is not-on-offer, unsigned, undecided or begun.
    """

    detail: str


@dataclass
class SecondRatingRefused(WorkflowError):
    """Not to be rated or compared; `why` is `running`, `rater`, `open`, `unconfirmed`."""

    why: str


@dataclass
class NoLocalText(WorkflowError):
    """No local text is approved and in date, and a form rests on one."""

    form_id: str


@dataclass
class FormExcluded(WorkflowError):
    """The rights holder of a form excludes what this service uses it for."""

    form_id: str


@dataclass
class NotSignedOff(WorkflowError):
    """No lead has signed this version of the programme off, as it is."""

    programme_id: str
    version: str


@dataclass
class NewerVersionFirst(WorkflowError):
    """Nobody begins with this version any more: it is here for clients who are under way."""

    version: str


@dataclass
class RetentionRefused(WorkflowError):
    """The number of years was not approved: `detail` is role, years or basis."""

    detail: str


class ErasureRefused(WorkflowError):
    """What was typed to confirm is not the code of the client who would be erased."""


@dataclass
class PlaceRefused(WorkflowError):
    """A record must not stand in this folder; `why` is synchronised, network or without-rights."""

    why: str


@dataclass
class NotYourPassphrase(WorkflowError):
    """What was typed is not the passphrase of the person signed in, or not with this key file."""


@dataclass
class LocalTextRefused(WorkflowError):
    """A local text was not kept or not approved; `detail` is which rule stood before it."""

    detail: str


@dataclass
class ListRefused(WorkflowError):
    """A list was not read or not imported; `detail` is which rule stood before it."""

    detail: str
