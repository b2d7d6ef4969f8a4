"""How closely sessions kept to their plans: by session, by module, and beside the outcome."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.case.case import CaseSession, PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Sum, mean_figures
from exports.reports.group_tables import large_groups
from exports.reports.outcome_tables import Followed
from exports.reports.outcomes import outcome_of
from programme.definition.definition import Programme
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

ALL = "all"
OTHERS = "others"
CLASS_TITLES = {
    "improved": (N_("Improved"), N_("Rated sessions of clients who reliably improved")),
    "unchanged": (N_("No change"), N_("Rated sessions of clients without reliable change")),
    "deteriorated": (N_("Worse"), N_("Rated sessions of clients who reliably deteriorated")),
    "not known": (N_("Not known"), N_("Rated sessions of clients without both scores")),
    OTHERS: (N_("All others"), N_("Rated sessions of all other clients together")),
}
LEAST_CLASSES = 2


@dataclass(frozen=True, slots=True)
class _Held:
    """One session that was held, and whose it is: the place of its case."""

    session: CaseSession
    client: int


def fidelity(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return adherence by session plan."""
    held = _held_in(cases, programme)
    plans = [each for each in programme.planned_sessions if each in {_plan(one) for one in held}]
    chosen = {plan: [each for each in held if _plan(each) == plan] for plan in plans}
    rows = [_row(plan, plan, chosen[plan]) for plan in plans]
    rows.append(_row(ALL, _("All"), held))
    sums = [_parts_of(key) for key in (*plans, ALL)]
    for part in ("held", "rated", "not_rated"):
        parts = tuple(f"fidelity.{plan}.{part}" for plan in plans)
        sums.append(Sum(f"fidelity.{ALL}.{part}", parts))
    return RawTable(
        id="fidelity",
        title=_("Adherence to the plan"),
        columns=(Column("session", _("Session"), "text", _("Session plan")), *_adherence_columns()),
        rows=tuple(rows),
        notes=(
            bands_in_words(programme),
            _(
                "A session split between meetings is one session; two sessions in one meeting are "
                "two."
            ),
        ),
        sums=tuple(sums),
    )


def modules(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return adherence by module."""
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for module_id, chosen in _by_module(cases, programme).items():
        key = f"module.{module_id}"
        rows.append(_row(key, module_in_words(programme, module_id), chosen))
        sums.append(_parts_of(key))
        plans = sorted({_plan(each) for each in chosen})
        for part in ("held", "rated", "not_rated"):
            parts = tuple(f"fidelity.{plan}.{part}" for plan in plans)
            sums.append(Sum(f"fidelity.{key}.{part}", parts))
    return RawTable(
        id="fidelity_modules",
        title=_("Adherence by module"),
        columns=(Column("module", _("Module"), "text", _("Module")), *_adherence_columns()),
        rows=tuple(rows),
        sums=tuple(sums),
    )


def beside_outcome(
    cases: Sequence[PseudonymisedCase],
    found: Sequence[Followed],
    programme: Programme,
    least: int,
) -> tuple[RawTable, ...]:
    """Return adherence by module beside the class of change; none where there is nothing to show.

    The measure is the first of those followed that has a criterion: what leads look at first. A
    class stands by itself from `least` clients on; the others stand together.
    """
    followed = next((each for each in found if each.measure.has_criterion), None)
    classes = _classes(cases, followed, least) if followed else ()
    names = [each for each in CLASS_TITLES if each in classes]
    if followed is None or len(names) < LEAST_CLASSES:
        return ()
    by_module = _by_module(cases, programme)
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for module_id, chosen in (*by_module.items(), (ALL, _held_in(cases, programme))):
        key = ALL if module_id == ALL else f"module.{module_id}"
        words = _("All") if module_id == ALL else module_in_words(programme, module_id)
        rows.append((words, *_by_class(key, chosen, classes, names)))
        whole = f"fidelity.{key}.rated"
        sums.append(Sum(whole, tuple(f"{whole}.{name}" for name in names)))
    for name in names:
        parts = tuple(f"fidelity.module.{each}.rated.{name}" for each in by_module)
        sums.append(Sum(f"fidelity.{ALL}.rated.{name}", parts))
    return (
        RawTable(
            id="fidelity_outcome",
            title=_("Adherence beside reliable change on {measure}").format(
                measure=followed.measure.title
            ),
            columns=(Column("module", _("Module"), "text", _("Module")), *_class_columns(names)),
            rows=tuple(rows),
            notes=(
                _(
                    "For each class of change: rated sessions, and their mean adherence in per "
                    "cent. A class of fewer than {least} clients stands with all others. Standing "
                    "side by side is no proof that one brings about the other."
                ).format(least=least),
            ),
            sums=tuple(sums),
        ),
    )


def _classes(cases: Sequence[PseudonymisedCase], followed: Followed, least: int) -> tuple[str, ...]:
    """Return the class of each client, those of small classes as the others."""
    found = [outcome_of(case, followed.measure, followed.read_with) for case in cases]
    shown = large_groups(Counter(found), least)
    return tuple(each if each in shown else OTHERS for each in found)


def module_in_words(programme: Programme, module_id: str) -> str:
    """Return a module's id with its title, where this version holds it."""
    module = programme.modules.get(module_id)
    return f"{module_id} {module.title}" if module else module_id


def bands_in_words(programme: Programme) -> str:
    """Return the words for an adherence, with their limits."""
    bands = (
        _("{label} from {percent} %").format(label=band.label, percent=band.at_least)
        for band in programme.fidelity_bands
    )
    return _("The programme's own bands: {bands}.").format(bands=", ".join(bands))


def _held_in(cases: Sequence[PseudonymisedCase], programme: Programme) -> list[_Held]:
    """Return every session held of a plan that the programme knows."""
    known = set(programme.planned_sessions)
    return [
        _Held(session, place)
        for place, case in enumerate(cases)
        for session in case.held_sessions
        if session.plan_id in known
    ]


def _by_module(cases: Sequence[PseudonymisedCase], programme: Programme) -> dict[str, list[_Held]]:
    """Return the sessions held by module, in the order of the course."""
    order = [each for phase in programme.phases for each in phase.modules]
    found: dict[str, list[_Held]] = {module: [] for module in order}
    for each in _held_in(cases, programme):
        found[programme.planned_session(_plan(each)).module].append(each)
    return {module: chosen for module, chosen in found.items() if chosen}


def _plan(held: _Held) -> str:
    return held.session.plan_id


def _rated(chosen: Sequence[_Held]) -> tuple[list[int], int]:
    """Return the adherence of each rated session, and how many clients they are of."""
    rated = [each for each in chosen if each.session.adherence_percent is not None]
    percents = [each.session.adherence_percent or 0 for each in rated]
    return percents, len({each.client for each in rated})


def _row(key: str, words: str, chosen: Sequence[_Held]) -> tuple[Raw, ...]:
    percents, people = _rated(chosen)
    held = Count(f"fidelity.{key}.held", len(chosen))
    rated = Count(f"fidelity.{key}.rated", len(percents))
    missing = Count(f"fidelity.{key}.not_rated", held.value - rated.value)
    return (words, held, rated, missing, *mean_figures(percents, rated, 0, people=people))


def _by_class(
    key: str, chosen: Sequence[_Held], classes: Sequence[str], names: Sequence[str]
) -> Iterator[Raw]:
    for name in names:
        percents, people = _rated([each for each in chosen if classes[each.client] == name])
        count = Count(f"fidelity.{key}.rated.{name}", len(percents))
        yield count
        yield mean_figures(percents, count, 0, people=people)[0]


def _parts_of(key: str) -> Sum:
    return Sum(f"fidelity.{key}.held", (f"fidelity.{key}.rated", f"fidelity.{key}.not_rated"))


def _adherence_columns() -> tuple[Column, ...]:
    return (
        Column("held", _("Held"), "count", _("Sessions held")),
        Column("rated", _("Rated"), "count", _("Held sessions with fidelity ratings")),
        Column("not_rated", _("Not rated"), "count", _("Held sessions without ratings")),
        Column("mean", _("Mean, %"), "figure", _("Mean adherence in per cent")),
        Column("low", _("95 % from"), "figure", _("Lower end of the 95 % interval")),
        Column("high", _("to"), "figure", _("Upper end of the 95 % interval")),
    )


def _class_columns(names: Sequence[str]) -> Iterator[Column]:
    for name in names:
        title, says = CLASS_TITLES[name]
        column = name.replace(" ", "_")
        yield Column(column, _(title), "count", _(says))
        mean = _("Mean adherence of these sessions in per cent")
        yield Column(f"{column}_mean", _("Mean, %"), "figure", mean)
