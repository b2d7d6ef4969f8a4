"""A guided first session: a fresh invented client, hints, and what ticks each of them off.

Every tick is a fact of the practice record. Whether the laptop was handed over is the one thing
that the record does not say; it is noted beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from programme.definition.training import FirstSession, TaskDone
from programme.errors import ProgrammeError
from therapist_app.record.clients import alerts, appointments, fidelity, filled_forms, signatures
from therapist_app.record.model import Appointment
from therapist_app.record.service import settings
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.workspace import Workspace

KEY = "first_session"
BEGUN, GIVEN_BACK = "begun", "given_back"


@dataclass(frozen=True, slots=True)
class PracticeTask:
    """One thing to try."""

    id: str
    title: str
    hint: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a guided session is.

    Attributes:
        title: Its heading.
        appointment_id: The session.
        tasks: Everything to try, in order.
        closing: What is said at its end.

    """

    title: str
    appointment_id: str
    client_id: str
    tasks: tuple[PracticeTask, ...]
    closing: str

    @property
    def done(self) -> int:
        """How many tasks are ticked off."""
        return sum(each.is_done for each in self.tasks)

    @property
    def is_through(self) -> bool:
        """Whether the last thing was done."""
        return self.tasks[-1].is_done

    @property
    def current(self) -> PracticeTask | None:
        """The task to hint at: the first one open after what was done last."""
        if self.is_through:
            return None
        last = max((at for at, each in enumerate(self.tasks) if each.is_done), default=-1)
        return next(each for each in self.tasks[last + 1 :] if not each.is_done)


def hints(workspace: Workspace) -> FirstSession | None:
    """Return the hints of the programme; None where there are none, or nobody to hold it."""
    if len(workspace.vault.databases) == 1:  # the service file alone: this person keeps no clients
        return None
    try:
        first = workspace.programme.training.read_first_session()
    except ProgrammeError:
        return None
    return (
        first if first is not None and first.session in workspace.programme.session_plans else None
    )


def begin(workspace: Workspace) -> str:
    """Add a fresh invented client, plan the first session, and return its appointment.

    Raises:
        ValueError: The record is a real one, or the programme has no hints.

    """
    first = hints(workspace)
    if first is None or not workspace.practice:
        raise ValueError("a guided session is held in practice, with a programme that has hints")
    client = add_client(workspace, NewClient(anonymity="code_only", track=first.track))
    appointment = plan_appointment(workspace, client.id, first.session, workspace.now())
    settings.save(workspace.service, KEY, {"appointment": appointment.id, "seen": []})
    return appointment.id


def leave(workspace: Workspace) -> None:
    """Show no more hints; the client and the session stay."""
    settings.save(workspace.service, KEY, {})


def note_hand_over(workspace: Workspace, what: str) -> None:
    """Note that the laptop was handed over, or given back."""
    stored = _stored(workspace)
    seen = stored.get("seen", [])
    if stored and isinstance(seen, list) and what not in seen:
        settings.save(workspace.service, KEY, {**stored, "seen": [*seen, what]})


def progress(workspace: Workspace) -> Progress | None:
    """Return how far the guided session is; None where there is none."""
    stored = _stored(workspace)
    first = hints(workspace) if stored else None
    if first is None:
        return None
    appointment = appointments.load(workspace.caseload, str(stored["appointment"]))
    facts = _Facts(workspace, appointment, frozenset(map(str, _list(stored.get("seen")))))
    return Progress(
        title=first.title,
        appointment_id=appointment.id,
        client_id=appointment.client_id,
        tasks=tuple(
            PracticeTask(each.id, each.title, each.hint, facts.holds(each.done))
            for each in first.tasks
        ),
        closing=first.closing,
    )


def stamp(workspace: Workspace) -> int:
    """Return a number that grows with every change of the record."""
    return sum(each.audit.mark.n for each in workspace.vault.databases)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the record says about the session."""

    workspace: Workspace
    appointment: Appointment
    seen: frozenset[str]

    def holds(self, done: TaskDone) -> bool:
        checks: Mapping[str, Callable[[str], bool]] = {
            "step": self._step,
            "form": self._form,
            "measures": self._measures,
            "hand_over": self._hand_over,
            "alerts": self._alerts,
            "fidelity": self._fidelity,
            "note": self._note,
        }
        return any(
            check(wanted) for name, check in checks.items() if (wanted := getattr(done, name))
        )

    def _step(self, wanted: str) -> bool:
        marks = appointments.step_marks(self.workspace.caseload, self.appointment.id)
        return any(each.step_id == wanted for each in marks)

    def _form(self, wanted: str) -> bool:
        found = filled_forms.for_appointment(self.workspace.caseload, self.appointment.id)
        return any(each.form_id == wanted and each.status == "finished" for each in found)

    def _measures(self, _given: str) -> bool:
        return all(
            each.state == "finished" for each in measures_due(self.workspace, self.appointment)
        )

    def _hand_over(self, wanted: str) -> bool:
        if wanted not in self.seen:
            return False
        found = filled_forms.for_appointment(self.workspace.caseload, self.appointment.id)
        return wanted == BEGUN or any(each.filled_by == "client" for each in found)

    def _alerts(self, _answered: str) -> bool:
        found = alerts.for_appointment(self.workspace.caseload, self.appointment.id)
        return bool(found) and all(each.acknowledgement is not None for each in found)

    def _fidelity(self, _rated: str) -> bool:
        rated = fidelity.for_appointment(self.workspace.caseload, self.appointment.id)
        wanted = {item.id for item in plan_of(self.workspace, self.appointment).fidelity}
        return wanted <= {each.item_id for each in rated}

    def _note(self, _signed: str) -> bool:
        return bool(signatures.for_appointment(self.workspace.caseload, self.appointment.id))


def _stored(workspace: Workspace) -> Mapping[str, object]:
    if not workspace.practice:
        return {}
    return settings.load(workspace.service, KEY, dict[str, object]) or {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
