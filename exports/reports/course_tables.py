"""How far clients came and how they attended: funnel, dose and attrition."""

from collections.abc import Mapping, Sequence

from exports.case.case import CAME, PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import Column, Count, Raw, RawTable, Share, column, count, interval
from exports.estimates.influence import Statistic, mean, percentage
from programme.course.order import after_the_end, brought_forward, course_order
from programme.definition.definition import Programme
from session_forms.words.texts import N_, NP_, _, pgettext

CLIENTS = "clients"
LONGEST_COURSE = 104
"""Weeks: a longer course counts as this long."""
MOST_ELSEWHERE = 40
"""Sessions of another course: more count as these."""
LONGEST_SESSION = 120
"""Minutes: longer sessions count as this long."""

ATTENDANCE_WORDS = {
    "attended": NP_("attendance", "Attended"),
    "late": NP_("attendance", "Attended, late"),
    "cancelled_client": N_("Cancelled by the client"),
    "cancelled_service": N_("Cancelled by the service"),
    "did_not_attend": N_("Did not attend"),
    "other": NP_("attendance", "Other"),
    "not said": NP_("attendance", "Not recorded"),
}
CAME_ROWS = tuple(f"attendance.{each}" for each in ATTENDANCE_WORDS if each in CAME)
STATUS_WORDS = {
    "active": N_("In the programme"),
    "paused": NP_("course", "Paused"),
    "follow_up": NP_("course", "Follow-up"),
    "ended": NP_("course", "Ended"),
    "went_on": N_("Went on with another course"),
    "other": NP_("course", "Other"),
    "not said": NP_("course", "Not recorded"),
}


RULES = (
    Rule("some", CLIENTS, tuple(f"attendance.{each}" for each in ATTENDANCE_WORDS), untold=True),
    Rule("part", "attendance.came", CAME_ROWS),
    Rule("some", "attendance.came", CAME_ROWS, untold=True),
    Rule("divided", CLIENTS, tuple(f"status.{each}" for each in STATUS_WORDS), untold=True),
    *same(CLIENTS, "attendance.*.rate"),
    *same("attendance.came", "dose.0", "dose.1", "dose.held", "dose.weeks"),
    *same("dose.2", "dose.minutes"),
    Rule("part", "attendance.came", ("dose.2",)),
    *same("dose.elsewhere", "dose.elsewhere.held"),
    Rule("part", "attendance.came", ("dose.elsewhere",)),
    Rule("part", "status.went_on", ("dose.elsewhere",)),
)
"""Everybody in a report has a session that was due."""


def clients_count(cases: Sequence[PseudonymisedCase]) -> Count:
    """Return how many clients the report is about."""
    return count(CLIENTS, cases)


def funnel(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return how many clients reached each stage.

    A stage is the first session of a phase, the last session of the course, and any session
    after the end. How far a client came is counted in the order of their track.
    """
    reached_by = [(case, _stages_reached(case, programme)) for case in cases]
    everyone = clients_count(cases)
    rows: list[tuple[Raw, ...]] = [(_("In the caseloads covered"), everyone, "")]
    for place, (stage, words) in enumerate(_stages(programme)):
        reached = count(f"reached.{stage}", [case for case, many in reached_by if many > place])
        rows.append((words, reached, Share(reached, everyone)))
    return RawTable(
        id="funnel",
        title=_("How far clients came"),
        columns=(
            column("stage", "Stage", "text", "Point of the course"),
            clients_column(_("Clients who came so far")),
            column("percent", "Of all", "percent", "Share of all clients covered"),
        ),
        rows=tuple(rows),
        notes=(_("A client who is still in the programme may reach a stage later."),),
    )


def attendance(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return what became of the sessions that were due: whom it concerns, and how often."""
    due = [case for case in cases if case.sessions]
    rows: list[tuple[Raw, ...]] = [_took_place(due)]
    for code, words in ATTENDANCE_WORDS.items():
        often = {
            case.record_key: (
                sum(each.attendance == code for each in case.sessions),
                len(case.sessions),
            )
            for case in due
        }
        with_it = count(
            f"attendance.{code}",
            [case for case in due if any(each.attendance == code for each in case.sessions)],
        )
        rate = percentage(f"attendance.{code}.rate", often)
        rows.append((_(words), with_it, *interval(rate, 0)))
    return RawTable(
        id="attendance",
        title=_("Sessions that were due"),
        columns=(
            column("kind", "Sessions that were due", "text", "What became of a session"),
            clients_column(_("Clients with at least one such session")),
            column("sessions", "Of sessions, %", "figure", "Share of all sessions that were due"),
            *interval_columns(),
        ),
        rows=tuple(rows),
        kind="told",
    )


def _took_place(due: Sequence[PseudonymisedCase]) -> tuple[Raw, ...]:
    came = count("attendance.came", [case for case in due if case.held_sessions])
    often = {case.record_key: (len(case.held_sessions), len(case.sessions)) for case in due}
    rate = percentage("attendance.came.rate", often)
    return (pgettext("attendance", "Took place"), came, *interval(rate, 0))


def clients_column(description: str) -> Column:
    """Return the column that counts clients, and which they are."""
    return Column("clients", pgettext("column", "Clients"), "count", description)


def of_all_clients_column() -> Column:
    """Return the column of the share of all clients."""
    words = pgettext("column", "Of all clients")
    return Column("percent", words, "percent", words)


def kind_columns(head: str, said: str) -> tuple[Column, Column, Column]:
    """Return the columns of a table that divides clients by one thing: what, how many, which part.

    `said` is what the first one holds, in words for the code book.
    """
    return (
        Column("kind", head, "text", said),
        clients_column(pgettext("codebook", "How many")),
        column("percent", "Share", "percent", "Share of all in this table"),
    )


def interval_columns() -> tuple[Column, Column]:
    """Return the columns of the two ends of a 95 % interval."""
    return (
        column("low", "95 % from", "figure", "Lower end of the 95 % interval"),
        column("high", "to", "figure", "Upper end of the 95 % interval"),
    )


def dose(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return sessions, weeks and minutes per client who came at least once."""
    return RawTable(
        id="dose",
        title=_("Dose, per client who came at least once"),
        columns=(
            column("figure", "Per client", "text", "What is averaged"),
            clients_column(_("Clients who came at least once, and of whom it is known")),
            column("mean", "Mean", "figure", "Mean per client"),
            *interval_columns(),
        ),
        rows=_dose_rows(cases, len(programme.planned_sessions)),
        notes=(
            _(
                "Whoever went on with another course is counted in the one in which they began, "
                "and in no other. What was measured after that is in the figures of change."
            ),
            _(
                "A session that was written down on a later day without its minutes is left out "
                "of the minutes."
            ),
        ),
        kind="told",
    )


def _dose_rows(cases: Sequence[PseudonymisedCase], most: int) -> tuple[tuple[Raw, ...], ...]:
    came = [case for case in cases if case.held_sessions]
    went_on = [case for case in came if case.held_elsewhere]
    minutes = {c.record_key: found for c in came if (found := _minutes(c)) is not None}
    timed = [case for case in came if case.record_key in minutes]
    elsewhere = {c.record_key: min(c.held_elsewhere, MOST_ELSEWHERE) for c in went_on}
    figures = (
        (
            pgettext("fact", "Sessions held"),
            came,
            _up_to("dose.held", {c.record_key: len(c.held_sessions) for c in came}, most),
        ),
        (
            _("Weeks from first to last session"),
            came,
            _up_to("dose.weeks", {c.record_key: _weeks(c) for c in came}, LONGEST_COURSE),
        ),
        (
            _("Minutes per session"),
            timed,
            _up_to("dose.minutes", minutes, LONGEST_SESSION),
        ),
    )
    return (
        *(
            (words, count(f"dose.{place}", who), *interval(estimate))
            for place, (words, who, estimate) in enumerate(figures)
        ),
        (
            _("Sessions held in another course after it"),
            count("dose.elsewhere", went_on),
            *interval(mean("dose.elsewhere.held", elsewhere, MOST_ELSEWHERE, bounded=True)),
        ),
    )


def _up_to(key: str, values: Mapping[int, float], most: float) -> Statistic:
    """Return the mean of what lies between nought and a most; more counts as that."""
    held = {client: min(value, most) for client, value in values.items()}
    return mean(key, held, most, bounded=True)


def attrition(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return where clients stand now."""
    everyone = clients_count(cases)
    rows: list[tuple[Raw, ...]] = []
    for code, words in STATUS_WORDS.items():
        there = count(f"status.{code}", [case for case in cases if case.status == code])
        rows.append((_(words), there, Share(there, everyone)))
    return RawTable(
        id="status",
        title=_("Where clients are now"),
        columns=kind_columns(_("Where clients are now"), _("Where clients are now")),
        rows=tuple(rows),
        kind="told",
    )


def _stages(programme: Programme) -> tuple[tuple[str, str], ...]:
    """Return the stages of the course by id, in words."""
    course = set(course_order(programme))
    stages = [
        (phase.id, _("Began: {phase}").format(phase=phase.title))
        for phase in programme.phases
        if course & {session.id for session in phase.sessions}
    ]
    stages.append(("last", _("Held the last session of the course")))
    if after_the_end(programme):
        stages.append(("after", _("Seen again after the end")))
    return tuple(stages)


def _stages_reached(case: PseudonymisedCase, programme: Programme) -> int:
    """Return how many stages a client reached, one after the other."""
    order = course_order(programme, case.track)
    held = {session.plan_id for session in case.held_sessions}
    furthest = max((place for place, plan in enumerate(order) if plan in held), default=-1)
    moved = brought_forward(programme, case.track)
    starts = [
        min(order.index(session.id) for session in sessions)
        for phase in programme.phases
        if (
            sessions := [
                each for each in phase.sessions if each.id in order and each.module not in moved
            ]
        )
    ]
    reached = sum(furthest >= start for start in starts)
    if order and order[-1] in held:
        reached += 1 + bool(held & {each.id for each in after_the_end(programme)})
    return reached


def _weeks(case: PseudonymisedCase) -> float:
    return case.held_sessions[-1].week - case.held_sessions[0].week


def _minutes(case: PseudonymisedCase) -> float | None:
    """Return how long the client's sessions were on average; None where of none is known."""
    known = [each.minutes for each in case.held_sessions if each.minutes is not None]
    return sum(known) / len(known) if known else None
