"""What anybody can read in the programme about the counts of a report.

Each constraint is a weighted sum of counts and its limits. It is made from one model client:
what holds for each client by order and nesting of the course and by the forms due in each session,
holds for any number of them together. What the blocks of the report say of their own counts stands
beside them, as `RULES`. Nothing here comes from data, and nothing is declared by hand for one
report. Counts of figures that were kept before ADR 108 have their constraints still.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from exports.disclosure.constraints import Constraint, divided, within
from programme.course.order import after_the_end, brought_forward, course_order
from programme.definition.definition import Programme

CAME = "attendance.came"
EVERY_SESSION = "fidelity.all.held"
EVERY_FORM = "due.all"


def course_constraints(programme: Programme, keys: Collection[str]) -> tuple[Constraint, ...]:
    """Return the constraints among the counts with these keys.

    One may name a session, a module or a form that stands nowhere: its table leaves out rows that
    tell nothing, so that it is one of few clients. One that needs any other count is left out.
    """
    known = frozenset(keys)
    made = (
        *_stages(programme, known),
        *_sessions(programme),
        *_forms(programme),
        *_endings(programme, known),
    )
    there = known | _untold(programme, known)
    return tuple(
        each
        for each in made
        if len(each.terms) > 1 and there.issuperset(each.terms) and known.intersection(each.terms)
    )


def same_by_course(programme: Programme) -> Mapping[str, str]:
    """Return the counts that are of the same people by the programme, each with what it is as.

    A module may have one session, and forms be due in the same sessions, or in one.
    """
    found: dict[str, str] = {}
    modules: dict[str, list[str]] = {}
    for plan in programme.planned_sessions:
        modules.setdefault(programme.planned_session(plan).module, []).append(plan)
    for module, plans in modules.items():
        if len(plans) == 1:
            for word in ("held", "rated"):
                found[f"fidelity.module.{module}.{word}"] = f"fidelity.{plans[0]}.{word}"
    asked: dict[tuple[str, ...], str] = {}
    for form_id, due in _due(programme).items():
        first = _held(due[0]) if len(due) == 1 else f"due.{form_id}"
        found[f"due.{form_id}"] = asked.setdefault(tuple(sorted(due)), first)
    ends = {course_order(programme, each.id)[-1:] for each in programme.tracks}
    if len(ends) == 1 and any(ends):
        [last] = ends.pop()
        found["reached.last"] = _held(last)
    return found


def _untold(programme: Programme, known: frozenset[str]) -> frozenset[str]:
    """Return the counts that would stand in tables that are there, if they told anything."""
    plans = programme.planned_sessions
    rows = [*plans, *(f"module.{programme.planned_session(each).module}" for each in plans)]
    found = {f"fidelity.{row}.{word}" for row in rows for word in ("held", "rated")}
    due = {f"due.{each}" for plan in programme.session_plans.values() for each in plan.measures}
    return frozenset(
        (*(found if EVERY_SESSION in known else ()), *(due if EVERY_FORM in known else ()))
    )


def _held(plan: str) -> str:
    return f"fidelity.{plan}.held"


def _stages(programme: Programme, known: Collection[str]) -> Iterator[Constraint]:
    """Yield what a held session says about the stages of the course, and the other way round."""
    tracks = [each.id for each in programme.tracks] or [""]
    orders = [course_order(programme, each) for each in tracks]
    stages = [f"reached.{each.id}" for each in programme.phases]
    stages = [each for each in (*stages, "reached.last", "reached.after") if each in known]
    for earlier, later in pairwise(stages):
        yield within(later, (earlier,))
    for phase in programme.phases:
        starts = [_start(programme, phase.id, each) for each in tracks]
        places = list(zip(orders, starts, strict=True))
        ever = [each for each in programme.planned_sessions if any(_from(each, *p) for p in places)]
        yield within(f"reached.{phase.id}", [_held(each) for each in ever])
        for plan in ever:
            if all(_from(plan, *place) for place in places):
                yield within(_held(plan), (f"reached.{phase.id}",))
    yield from _begun(programme, orders, stages[:1])
    last = sorted({order[-1] for order in orders if order})
    yield within("reached.last", [_held(each) for each in last])
    yield from (
        within(_held(each), ("reached.last",))
        for each in last
        if all(order[-1:] == (each,) for order in orders)
    )
    yield within("reached.after", [_held(each.id) for each in after_the_end(programme)])


def _begun(
    programme: Programme, orders: Iterable[tuple[str, ...]], stages: Iterable[str]
) -> Iterator[Constraint]:
    """Yield that whoever came is at the first stage, but for sessions outside of the order."""
    outside = [
        each for each in programme.planned_sessions if not all(each in order for order in orders)
    ]
    for first in stages:
        yield within(first, (CAME,))
        yield within(CAME, (first, *map(_held, outside)))


def _start(programme: Programme, phase_id: str, track: str) -> int | None:
    """Return where a phase begins in the order of a track."""
    order, moved = course_order(programme, track), brought_forward(programme, track)
    places = [
        order.index(each.id)
        for phase in programme.phases
        if phase.id == phase_id
        for each in phase.sessions
        if each.id in order and each.module not in moved
    ]
    return min(places, default=None)


def _from(plan: str, order: tuple[str, ...], start: int | None) -> bool:
    return start is not None and plan in order and order.index(plan) >= start


def _sessions(programme: Programme) -> Iterator[Constraint]:
    """Yield how sessions, their modules and the items of their ratings hang together."""
    modules: dict[str, list[str]] = {}
    items: dict[str, list[str]] = {}
    for plan in programme.planned_sessions:
        modules.setdefault(programme.planned_session(plan).module, []).append(plan)
        rated = programme.session_plans.get(plan)
        for asked in rated.fidelity if rated else ():
            items.setdefault(asked.id, []).append(plan)
        yield within(_held(plan), (CAME,))
    for module, plans in modules.items():
        for word in ("held", "rated"):
            whole, parts = (
                f"fidelity.module.{module}.{word}",
                [f"fidelity.{p}.{word}" for p in plans],
            )
            yield within(whole, parts)
            yield from (within(each, (whole,)) for each in parts)
    for item, plans in items.items():
        yield within(f"item.{item}", [f"fidelity.{each}.rated" for each in plans])
    yield within(CAME, [_held(each) for each in programme.planned_sessions])


def _due(programme: Programme) -> Mapping[str, list[str]]:
    """Return the session plans in which each form is due."""
    due: dict[str, list[str]] = {}
    for plan_id, plan in programme.session_plans.items():
        for form_id in plan.measures:
            due.setdefault(form_id, []).append(plan_id)
    return due


def _forms(programme: Programme) -> Iterator[Constraint]:
    """Yield that a form is due in each held session whose plan names it, and gives its scores."""
    due = _due(programme)
    for form_id, plans in due.items():
        asked = f"due.{form_id}"
        yield within(asked, (EVERY_FORM,))
        yield within(asked, [_held(each) for each in plans])
        yield from (within(_held(each), (asked,)) for each in plans)
        yield from (within(f"{form_id}{each}", (asked,)) for each in (".scored", ".paired"))
        yield within(f"negative.{form_id}", (asked,))
        if len(plans) > 1:
            yield within(f"{form_id}.paired", [_held(each) for each in plans[1:]])
        yield from (
            within(asked, (f"due.{other}",))
            for other, wider in due.items()
            if other != form_id and set(plans) <= set(wider)
        )
    yield within(EVERY_FORM, sorted({_held(each) for plans in due.values() for each in plans}))
    yield from _added(programme, frozenset(due))


def _added(programme: Programme, due: frozenset[str]) -> Iterator[Constraint]:
    """Yield that what a clinic may add gives its scores in sessions that were held."""
    added: dict[str, list[str]] = {}
    for plan_id, plan in programme.session_plans.items():
        for form_id in plan.optional_measures:
            if form_id not in due:
                added.setdefault(form_id, []).append(plan_id)
    for form_id, plans in added.items():
        for count in (f"{form_id}.scored", f"negative.{form_id}"):
            yield within(count, [_held(each) for each in plans])
        if len(plans) > 1:
            yield within(f"{form_id}.paired", [_held(each) for each in plans[1:]])


def _endings(programme: Programme, known: Collection[str]) -> Iterator[Constraint]:
    """Yield how drop-out, waits and follow-ups divide those they are about."""
    points = [*course_order(programme), "end"]
    points = [each for each in points if f"drop_out.{each}.known" in known]
    for point in points:
        key = f"drop_out.{point}"
        for parts in _PARTS_OF_A_POINT:
            yield divided(CAME, [f"{key}.{each}" for each in parts])
        yield divided(f"{key}.known", (f"{key}.stopped", f"{key}.reached"))
        if all(point in course_order(programme, track.id) for track in programme.tracks):
            yield within(_held(point), (f"{key}.reached",))
    for sooner, later in pairwise(points):
        yield within(f"drop_out.{later}.reached", (f"drop_out.{sooner}.reached",))
        for part in ("stopped", "otherwise", "left_out"):
            yield within(f"drop_out.{sooner}.{part}", (f"drop_out.{later}.{part}",))
    yield within("reached.last", ("drop_out.end.reached",))


_PARTS_OF_A_POINT = (
    ("stopped", "left_out", "reached"),
    ("stopped", "otherwise", "not_yet", "reached"),
)
