"""Which plan an appointment follows: the client's own version, two merged, the rest of one."""

from collections.abc import Iterable

from programme.course.merging import merged_plan
from programme.course.progress import SessionFact
from programme.course.slots import MeasureSlot
from programme.definition.definition import Programme, SessionPlan, Step
from therapist_app.record.clients import appointments
from therapist_app.record.model import Appointment, Client, StepMark, Stream
from therapist_app.workflows.course.chosen_measures import measures_of
from therapist_app.workflows.errors import ProgrammeMissing
from therapist_app.workflows.workspace import Workspace

NEVER = "never"  # how a step says that it is never left out
BOTH_STREAMS: frozenset[Stream] = frozenset({"suicide", "child_safety"})
SHORT_SESSIONS = "short_sessions"
"""The adaptation of a client who comes for two short meetings instead of a long one."""


def plan_of(workspace: Workspace, appointment: Appointment) -> SessionPlan:
    """Return the plan that an appointment follows; two sessions in one meeting are one plan.

    Raises:
        ProgrammeMissing: The client's version is not installed, and what stands in lacks the plan.
        UnknownSession: The client's version holds no such plan.

    """
    require_plans(workspace, appointment)
    programme = programme_of_meeting(workspace, appointment)
    plan = programme.session_plan(appointment.plan_id)
    if not appointment.merged_with:
        return plan
    return merged_plan(plan, programme.session_plan(appointment.merged_with))


def programme_of_meeting(workspace: Workspace, appointment: Appointment) -> Programme:
    """Return the programme in the version in which an appointment was held, or will be.

    That is the client's, but for what was held before they went on with another course.
    """
    return workspace.programme_at(*_version_of(workspace, appointment))


def _version_of(workspace: Workspace, appointment: Appointment) -> tuple[str, str]:
    if appointment.earlier_programme:
        return appointment.earlier_programme, appointment.earlier_version
    client = workspace.client(appointment.client_id)
    return client.programme_id, client.programme_version


def known_plan(workspace: Workspace, appointment: Appointment) -> SessionPlan | None:
    """Return the same, or None where the version that has it is not installed."""
    try:
        return plan_of(workspace, appointment)
    except ProgrammeMissing:
        return None


def require_plans(workspace: Workspace, appointment: Appointment) -> None:
    """Refuse an appointment whose plan belongs to a version that is not installed.

    Raises:
        ProgrammeMissing: And what stands in for it is another programme, or lacks the plan.

    """
    programme_id, version = _version_of(workspace, appointment)
    missing = workspace.missing_version(programme_id, version)
    standing_in = workspace.programme_at(programme_id, version)
    plans = plan_ids_of(appointment)
    is_the_same = standing_in.id == programme_id
    if missing and not (is_the_same and all(each in standing_in.session_plans for each in plans)):
        raise ProgrammeMissing(missing)


def plan_ids_of(appointment: Appointment) -> tuple[str, ...]:
    """Return the one or two plans that an appointment follows."""
    return fact_of(appointment).plan_ids


def facts_of(found: Iterable[Appointment]) -> tuple[SessionFact, ...]:
    """Return appointments as the programme's rules look at them."""
    return tuple(fact_of(each) for each in found)


def course_facts(client: Client, found: Iterable[Appointment]) -> tuple[SessionFact, ...]:
    """Return what was held of a course: before this record, and in its appointments.

    What asks where a course stands asks this. No gate is opened by it, no form takes its place.
    What was held before the client went on with this course is not of it, but for the sessions
    that a person counted as held: they stand among those before this record.
    """
    before = (SessionFact(plan_id, "signed") for plan_id in client.held_before)
    return (*before, *facts_of(of_present_course(found)))


def of_present_course(found: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Return the appointments of the course that a client follows now, in their order."""
    return tuple(each for each in found if not each.earlier_programme)


def begins_again(client: Client, found: Iterable[Appointment]) -> bool:
    """Return whether a client follows their course for the second time in this record."""
    return any(each.earlier_programme == client.programme_id for each in found)


def fact_of(appointment: Appointment) -> SessionFact:
    """Return an appointment as the programme's rules look at it."""
    return SessionFact(
        appointment.plan_id,
        appointment.state,
        appointment.rest_follows,
        appointment.merged_with,
        appointment.occurrence,
    )


def agenda_of(workspace: Workspace, appointment: Appointment) -> tuple[Step, ...]:
    """Return the steps of a meeting in order.

    The rest of a split session holds what was neither done nor left out before, and asks again
    what no meeting goes without. A client who comes for short meetings gets the first half first,
    and so does everybody in a session that takes two.
    """
    plan = plan_of(workspace, appointment)
    by_id = {step.id: step for step in plan.steps}
    steps = plan.steps
    if _is_in_halves(workspace, appointment, plan):
        steps = tuple(by_id[each] for each in (*plan.split.part_1, *plan.split.part_2))
    if appointment.continues is None:
        return steps
    done = {mark.step_id for mark in marks_before(workspace, appointment)}
    return tuple(step for step in steps if step.id not in done or is_asked_again(workspace, step))


def pause_after(workspace: Workspace, appointment: Appointment) -> str:
    """Return the step after which a short meeting ends, or "" where there is no second half."""
    if appointment.continues is not None:
        return ""
    plan = plan_of(workspace, appointment)
    in_halves = plan.split.part_2 and _is_in_halves(workspace, appointment, plan)
    return plan.split.part_1[-1] if in_halves else ""


def is_asked_again(workspace: Workspace, step: Step) -> bool:
    """Return whether every meeting of a split session asks this."""
    return (step.from_frame and step.skippable == NEVER) or is_safety_check(workspace, step)


def is_safety_check(workspace: Workspace, step: Step) -> bool:
    """Return whether a step always happens and asks about the client's safety and children's."""
    if step.skippable != NEVER or step.form_id is None:
        return False
    questions = workspace.forms.latest(step.form_id).questions
    return {alert.stream for each in questions for alert in each.alerts} >= BOTH_STREAMS


def meetings_before(workspace: Workspace, appointment: Appointment) -> tuple[Appointment, ...]:
    """Return the earlier meetings of a split session, the latest first.

    Rows that somebody wrote by hand may lead in a circle: no meeting is returned twice.
    """
    found: dict[str, Appointment] = {}
    before = appointment.continues
    while before is not None and before not in {appointment.id, *found}:
        found[before] = appointments.load(workspace.caseload, before)
        before = found[before].continues
    return tuple(found.values())


def marks_before(workspace: Workspace, appointment: Appointment) -> tuple[StepMark, ...]:
    """Return what became of the steps in the earlier meetings of a split session."""
    return tuple(
        mark
        for each in meetings_before(workspace, appointment)
        for mark in appointments.step_marks(workspace.caseload, each.id)
    )


def slots_of(workspace: Workspace, appointment: Appointment) -> tuple[MeasureSlot, ...]:
    """Return the slots of the measures due at an appointment; one due twice is given once.

    None are known where the version of the programme that says so is not installed.
    """
    if known_plan(workspace, appointment) is None:
        return ()
    programme = programme_of_meeting(workspace, appointment)
    found: dict[str, MeasureSlot] = {}
    for plan_id in plan_ids_of(appointment):
        for form_id in measures_of(workspace, programme.session_plan(plan_id)):
            slot = MeasureSlot(form_id, plan_id, appointment.occurrence)
            found.setdefault(form_id, slot)
    return tuple(found.values())


def places_of(appointment: Appointment) -> tuple[str, ...]:
    """Return the places in the course that an appointment stands for, as `S02` or `EX#2`."""
    return tuple(
        MeasureSlot("", plan_id, appointment.occurrence).place
        for plan_id in plan_ids_of(appointment)
    )


def _is_in_halves(workspace: Workspace, appointment: Appointment, plan: SessionPlan) -> bool:
    client: Client = workspace.client(appointment.client_id)
    return plan.split.usual or SHORT_SESSIONS in client.adaptations
