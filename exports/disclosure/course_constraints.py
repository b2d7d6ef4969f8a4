"""What anybody can read in the programme about the counts of a report.

Each constraint is a weighted sum of counts and its limits. It is made from one model client:
what holds for each client by order and nesting of the course, by the forms due in each session
and by the definitions of the report, holds for any number of them together. Nothing here comes
from data, and nothing is declared by hand for one report. Counts of figures that were kept before
ADR 108 have their constraints still.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from programme.course.order import after_the_end, brought_forward, course_order
from programme.definition.definition import Programme

CLIENTS = "clients"
CAME = "came"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A weighted sum of counts that lies within limits.

    Attributes:
        terms: The weight of each count, by its key.

    """

    terms: Mapping[str, int]
    low: float
    high: float


def within(part: str, wholes: Iterable[str]) -> Constraint:
    """Return that whoever is in a part is in at least one of the wholes."""
    return Constraint({**dict.fromkeys(wholes, -1), part: 1}, -inf, 0)


def apart(whole: str, parts: Iterable[str]) -> Constraint:
    """Return that nobody is in two of the parts, and all of them are in the whole."""
    return Constraint({**dict.fromkeys(parts, 1), whole: -1}, -inf, 0)


def divided(whole: str, parts: Iterable[str]) -> Constraint:
    """Return that everybody of the whole is in exactly one of the parts."""
    return Constraint({**dict.fromkeys(parts, 1), whole: -1}, 0, 0)


def course_constraints(programme: Programme, keys: Collection[str]) -> tuple[Constraint, ...]:
    """Return the constraints among the counts with these keys.

    A constraint that needs a count of another key is left out.
    """
    known = frozenset(keys)
    made = (
        *_by_name(known),
        *_stages(programme, known),
        *_sessions(programme),
        *_forms(programme),
        *_groups(known),
        *_endings(programme, known),
    )
    return tuple(each for each in made if len(each.terms) > 1 and known.issuperset(each.terms))


def _by_name(known: Collection[str]) -> Iterator[Constraint]:
    """Yield what the definitions of the report say of counts, by their names."""
    for key in known:
        if key != CLIENTS:
            yield within(key, (CLIENTS,))
        stem, _dot, last = key.rpartition(".")
        if whole := _WHOLES.get(last):
            yield within(key, (f"{stem}.{whole}" if whole != "." else stem,))
    stems = {key.rpartition(".")[0] for key in known}
    for stem in stems:
        yield divided(f"{stem}.known", [f"{stem}.{each}" for each in _CLASSES])
        yield apart(f"{stem}.case", (f"{stem}.recovered", f"{stem}.recovery_not_known"))
        yield apart(f"{stem}.scored", (f"{stem}.paired", f"{stem}.recovery_not_known"))
    states = [each for each in known if each.startswith("status.")]
    yield divided(CLIENTS, states)
    for stem, one in (("attendance", "due"), ("alerts", "alerts.all"), ("deviating", _DEVIATING)):
        parts = [
            key
            for key in known
            if key.startswith(f"{stem}.") and not key.endswith(".open") and key != one
        ]
        yield from (within(each, (one,)) for each in parts)
        yield within(one, parts)
    yield within("attendance.came", ("attendance.attended", "attendance.late"))
    yield within("attendance.attended", ("attendance.came",))
    yield within("attendance.late", ("attendance.came",))
    yield within(CAME, ("attendance.attended", "attendance.late"))
    yield within("attendance.attended", (CAME,))
    yield within("attendance.late", (CAME,))
    yield within("twice.rated", ("twice.held",))
    yield within("pairs.clients", ("twice.rated",))


_DEVIATING = "deviating.any"
_CLASSES = ("improved", "unchanged", "deteriorated")
_WHOLES = {
    "rated": "held",
    "missed": ".",
    "open": ".",
    "paired": "scored",
    "known": "paired",
    "case": "scored",
    "recovered": "paired",
    "reached": "rated",
    "fell": "twice",
    "with": ".",
}
"""For the last word of a key, that of the count that holds all of it; a dot for none at all."""


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
    yield divided(CAME, stages[:1])
    for phase in programme.phases:
        starts = [_start(programme, phase.id, each) for each in tracks]
        places = list(zip(orders, starts, strict=True))
        ever = [each for each in programme.planned_sessions if any(_from(each, *p) for p in places)]
        yield within(f"reached.{phase.id}", [_held(each) for each in ever])
        for plan in ever:
            if all(_from(plan, *place) for place in places):
                yield within(_held(plan), (f"reached.{phase.id}",))
    last = sorted({order[-1] for order in orders if order})
    yield within("reached.last", [_held(each) for each in last])
    yield from (
        within(_held(each), ("reached.last",))
        for each in last
        if all(order[-1:] == (each,) for order in orders)
    )
    yield within("reached.after", [_held(each.id) for each in after_the_end(programme)])


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
    yield divided("twice.held", (CAME,))


def _forms(programme: Programme) -> Iterator[Constraint]:
    """Yield that a form is due in each held session whose plan names it, and gives its scores."""
    due: dict[str, list[str]] = {}
    for plan_id, plan in programme.session_plans.items():
        for form_id in plan.measures:
            due.setdefault(form_id, []).append(plan_id)
    for form_id, plans in due.items():
        asked = f"due.{form_id}"
        yield within(asked, [_held(each) for each in plans])
        yield from (within(_held(each), (asked,)) for each in plans)
        yield within(f"{form_id}.scored", (asked,))
        if len(plans) > 1:
            yield within(f"{form_id}.paired", [_held(each) for each in plans[1:]])
    yield within("goals.rated", ("due.goals",))
    yield from _added(programme, frozenset(due))


def _added(programme: Programme, due: frozenset[str]) -> Iterator[Constraint]:
    """Yield that what a clinic may add gives its scores in sessions that were held."""
    added: dict[str, list[str]] = {}
    for plan_id, plan in programme.session_plans.items():
        for form_id in plan.optional_measures:
            if form_id not in due:
                added.setdefault(form_id, []).append(plan_id)
    for form_id, plans in added.items():
        yield within(f"{form_id}.scored", [_held(each) for each in plans])
        if len(plans) > 1:
            yield within(f"{form_id}.paired", [_held(each) for each in plans[1:]])


def _groups(known: Collection[str]) -> Iterator[Constraint]:
    """Yield that groups divide the clients, and those who improved."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for key in known:
        named, sign, _group = key.partition("=")
        whole, _dot, dimension = named.rpartition(".")
        if sign:
            grouped.setdefault((whole, dimension), []).append(key)
    for (whole, dimension), parts in grouped.items():
        yield apart(whole, parts)
        if whole != CLIENTS:
            for part in parts:
                yield within(part, (f"{CLIENTS}.{dimension}={part.partition('=')[2]}",))


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
    for wait in ("waits.first", "waits.second"):
        yield divided(CLIENTS, (wait, f"{wait}.left_out"))
    named = [f"follow_up.{each.id}" for each in after_the_end(programme)]
    for each in (each for each in named if f"{each}.due" in known):
        yield within(f"{each}.better_at_end", (f"{each}.due",))
        yield apart(f"{each}.due", [f"{each}.{name}" for name in ("kept", "lost", "not_known")])
        yield apart(CLIENTS, (f"{each}.due", f"{each}.not_due"))


_PARTS_OF_A_POINT = (
    ("stopped", "left_out", "reached"),
    ("stopped", "otherwise", "not_yet", "reached"),
)
