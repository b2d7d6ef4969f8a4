"""How sessions kept to their plans: adherence, second ratings, items missed, deviations."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.case.case import CaseSession, PseudonymisedCase
from exports.document.tables import Column, Count, Figure, Raw, RawTable, Share, Sum, mean_figures
from exports.reports.course_tables import CLIENTS
from exports.reports.outcome_tables import Followed, large_groups
from exports.reports.outcomes import outcome_of
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import LEAST_ITEMS, agreement
from programme.fidelity.fidelity import ItemTally, fidelity_items, item_tallies
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _

ALL = "all"
OTHERS = "others"
CLASS_TITLES = {
    "improved": (NP_("score", "Improved"), N_("Rated sessions of clients who reliably improved")),
    "unchanged": (
        NP_("score", "No change"),
        N_("Rated sessions of clients without reliable change"),
    ),
    "deteriorated": (
        NP_("score", "Worse"),
        N_("Rated sessions of clients who reliably deteriorated"),
    ),
    "not known": (NP_("score", "Not known"), N_("Rated sessions of clients without both scores")),
    OTHERS: (NP_("score", "All others"), N_("Rated sessions of all other clients together")),
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
    rows.append(_row(ALL, pgettext("row of a table", "All"), held))
    sums = [_parts_of(key) for key in (*plans, ALL)]
    for part in ("held", "rated", "not_rated"):
        parts = tuple(f"fidelity.{plan}.{part}" for plan in plans)
        sums.append(Sum(f"fidelity.{ALL}.{part}", parts))
    return RawTable(
        id="fidelity",
        title=_("Adherence to the plan"),
        columns=(
            Column(
                "session",
                pgettext("column", "Session"),
                "text",
                pgettext("codebook", "Session plan"),
            ),
            *_adherence_columns(),
        ),
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
        columns=(
            Column(
                "module", pgettext("codebook", "Module"), "text", pgettext("codebook", "Module")
            ),
            *_adherence_columns(),
        ),
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
        words = (
            pgettext("row of a table", "All")
            if module_id == ALL
            else module_in_words(programme, module_id)
        )
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
            columns=(
                Column(
                    "module", pgettext("codebook", "Module"), "text", pgettext("codebook", "Module")
                ),
                *_class_columns(names),
            ),
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
        Column("held", pgettext("column", "Held"), "count", pgettext("codebook", "Sessions held")),
        Column(
            "rated", pgettext("column", "Rated"), "count", _("Held sessions with fidelity ratings")
        ),
        Column(
            "not_rated",
            pgettext("column", "Not rated"),
            "count",
            _("Held sessions without ratings"),
        ),
        Column("mean", pgettext("column", "Mean, %"), "figure", _("Mean adherence in per cent")),
        Column(
            "low", pgettext("column", "95 % from"), "figure", _("Lower end of the 95 % interval")
        ),
        Column("high", pgettext("column", "to"), "figure", _("Upper end of the 95 % interval")),
    )


def _class_columns(names: Sequence[str]) -> Iterator[Column]:
    for name in names:
        title, says = CLASS_TITLES[name]
        column = name.replace(" ", "_")
        yield Column(column, _(title), "count", _(says))
        mean = _("Mean adherence of these sessions in per cent")
        yield Column(f"{column}_mean", pgettext("column", "Mean, %"), "figure", mean)


HELD = "fidelity.all.held"
"""All sessions held, as the table of adherence counts them."""
MOST_ITEMS = 12


def double_rated(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return how many of the sessions held a second rater has rated too."""
    known = set(programme.planned_sessions)
    sessions = [one for case in cases for one in case.held_sessions if one.plan_id in known]
    held = Count(HELD, len(sessions))
    twice = Count("twice.rated", sum(each.is_double_rated for each in sessions))
    once = Count("twice.not", held.value - twice.value)
    wanted = _("The programme asks for at least one session in {many} of each therapist.")
    return RawTable(
        id="double_rated",
        title=_("Sessions rated twice"),
        columns=(
            Column(
                "held",
                pgettext("codebook", "Sessions held"),
                "count",
                pgettext("codebook", "Sessions held"),
            ),
            Column(
                "twice",
                pgettext("column", "Rated twice"),
                "count",
                _("Sessions with a second rating"),
            ),
            Column("not_twice", _("Not rated twice"), "count", _("Sessions without one")),
            Column(
                "percent", pgettext("column", "Share"), "percent", _("Rated twice, of those held")
            ),
        ),
        rows=((held, twice, once, Share(twice, held)),),
        notes=(wanted.format(many=programme.second_rated_one_in),),
        sums=(Sum(held.key, (twice.key, once.key)),),
    )


def rater_agreement(cases: Sequence[PseudonymisedCase], small_up_to: int) -> tuple[RawTable, ...]:
    """Return how far therapists and second raters agree, item by item.

    There is no table where few sessions were rated twice: from the items somebody could tell
    how many sessions that were.
    """
    twice = sum(each.is_double_rated for case in cases for each in case.held_sessions)
    if twice <= small_up_to:
        return ()
    by_client = [
        [(pair.first, pair.second) for session in case.sessions for pair in session.pairs]
        for case in cases
    ]
    found = agreement(pair for pairs in by_client for pair in pairs)
    people = sum(bool(agreement(pairs).items) for pairs in by_client)
    items = Count("pairs.items", found.items)
    same = Count("pairs.same", found.same)
    other = Count("pairs.other", found.items - found.same)
    kappa = Figure(found.telling_kappa, items, 2, people)
    table = RawTable(
        id="agreement",
        title=_("Agreement of the two raters"),
        columns=(
            Column("items", _("Items both rated"), "count", _("Items that both rated 0, 1 or 2")),
            Column(
                "same", pgettext("column", "The same"), "count", _("Items that both rated the same")
            ),
            Column("other", _("Not the same"), "count", _("Items that they rated differently")),
            Column(
                "percent",
                pgettext("column", "Agreement"),
                "percent",
                _("The same, of those both rated"),
            ),
            Column(
                "kappa",
                pgettext("column", "Kappa"),
                "figure",
                _("Cohen's kappa with linear weights"),
            ),
        ),
        rows=((items, same, other, Share(same, items), kappa),),
        notes=(
            _(
                "Kappa is the agreement beyond chance: 1 is always the same, 0 no more than "
                "chance; one step apart counts half of two (Cohen 1968, linear weights). It is "
                "told from {least} items on, and says nothing where both always gave one rating."
            ).format(least=LEAST_ITEMS),
        ),
        sums=(Sum(items.key, (same.key, other.key)),),
    )
    return (table,)


def items_missed(
    cases: Sequence[PseudonymisedCase], programme: Programme, small_up_to: int
) -> RawTable:
    """Return the items that were most often not done, where that number may be printed.

    There is no line for all items together: it would tell about sessions whose number is hidden.
    """
    rated = [
        session
        for case in cases
        for session in case.held_sessions
        if session.adherence_percent is not None
    ]
    tallies = item_tallies(session.ratings for session in rated)
    shown = [each for each in tallies if each.missed > small_up_to][:MOST_ITEMS]
    texts = fidelity_items(programme)
    plans = Counter(session.plan_id for session in rated)
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for each in shown:
        asked = [plan for plan in plans if _asks(programme, plan, each.item_id)]
        total = Count(f"item.{each.item_id}", sum(plans[plan] for plan in asked))
        rows.append((each.item_id, texts[each.item_id].text, *_item_cells(total, each)))
        parts = ("missed", "done", "not_applied")
        sums.append(Sum(total.key, tuple(f"{total.key}.{part}" for part in parts)))
        sums.append(Sum(f"{total.key}.applied", tuple(f"{total.key}.{p}" for p in parts[:2])))
        sums.append(Sum(total.key, tuple(f"fidelity.{plan}.rated" for plan in asked)))
    return RawTable(
        id="items_missed",
        title=_("Items most often missed"),
        columns=(
            Column("item", pgettext("column", "Item"), "text", _("Id of the fidelity item")),
            Column("text", _("What was to be done"), "text", _("Text of the item")),
            Column(
                "rated",
                pgettext("column", "Sessions"),
                "count",
                _("Rated sessions that have the item"),
            ),
            Column("not_applied", _("Did not apply"), "count", _("Not applicable, or not rated")),
            Column(
                "applied",
                pgettext("column", "Applied"),
                "count",
                pgettext("codebook", "Rated 0, 1 or 2"),
            ),
            Column(
                "missed", pgettext("column", "Not done"), "count", pgettext("codebook", "Rated 0")
            ),
            Column("done", _("Done, or partly"), "count", pgettext("codebook", "Rated 1 or 2")),
            Column(
                "percent",
                pgettext("column", "Share missed"),
                "percent",
                _("Not done, of those that applied"),
            ),
        ),
        rows=tuple(rows),
        notes=(
            _("Listed are items that were not done at least {least} times, {most} at most.").format(
                least=small_up_to + 1, most=MOST_ITEMS
            ),
        ),
        sums=tuple(sums),
        prized=tuple(f"item.{each.item_id}.missed" for each in shown),
    )


def overrides(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return for how many clients each gate was overridden."""
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for gate in programme.gates:
        if not gate.overridable:
            continue
        overridden = Count(f"gate.{gate.id}", sum(gate.id in case.overrides for case in cases))
        kept = Count(f"gate.{gate.id}.kept", len(cases) - overridden.value)
        rows.append((gate.id, gate.text, overridden, kept))
        sums.append(Sum(CLIENTS, (overridden.key, kept.key)))
    return RawTable(
        id="overrides",
        title=pgettext("table", "Gates overridden"),
        columns=(
            Column("gate", pgettext("column", "Gate"), "text", _("Id of the gate")),
            Column("rule", pgettext("column", "Rule"), "text", _("What the gate asks for")),
            Column(
                "overridden",
                pgettext("column", "Overridden"),
                "count",
                _("Clients for whom it was overridden"),
            ),
            Column(
                "kept",
                pgettext("column", "Not overridden"),
                "count",
                _("Clients for whom it was not"),
            ),
        ),
        rows=tuple(rows),
        sums=tuple(sums),
    )


def deviations(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return what was out of the ordinary: how often, and for how many clients."""
    found = Counter(kind for case in cases for kind in case.deviations)
    total = Count("deviation.all", found.total())
    rows: list[tuple[Raw, ...]] = []
    sums = [Sum(total.key, tuple(f"deviation.{kind}" for kind in DEVIATION_WORDS))]
    for kind, words in DEVIATION_WORDS.items():
        often = Count(f"deviation.{kind}", found[kind])
        counts, clients = _clients_with(kind, [kind in c.deviations for c in cases])
        rows.append((_(words), often, *counts))
        sums.append(clients)
    counts, clients = _clients_with("any", [bool(c.deviations) for c in cases])
    rows.append((pgettext("row of a table", "All"), total, *counts))
    sums.append(clients)
    return RawTable(
        id="deviations",
        title=_("Out of the ordinary"),
        columns=(
            Column(
                "kind", pgettext("column", "What"), "text", _("Kind of deviation from the course")
            ),
            Column("often", pgettext("column", "How often"), "count", _("How often it happened")),
            Column("clients", _("Clients with it"), "count", _("Clients with at least one")),
            Column(
                "without", pgettext("column", "Clients without"), "count", _("Clients with none")
            ),
        ),
        rows=tuple(rows),
        notes=(_("Each has a reason, which stays in the clinic."),),
        sums=tuple(sums),
    )


def _asks(programme: Programme, plan_id: str, item_id: str) -> bool:
    plan = programme.session_plans.get(plan_id)
    return plan is not None and any(item.id == item_id for item in plan.fidelity)


def _item_cells(total: Count, tally: ItemTally) -> tuple[Raw, ...]:
    key = total.key
    applied = Count(f"{key}.applied", tally.applicable)
    missed = Count(f"{key}.missed", tally.missed)
    done = Count(f"{key}.done", tally.applicable - tally.missed)
    not_applied = Count(f"{key}.not_applied", total.value - tally.applicable)
    return total, not_applied, applied, missed, done, Share(missed, applied)


def _clients_with(kind: str, has: Sequence[bool]) -> tuple[tuple[Count, Count], Sum]:
    affected = Count(f"deviating.{kind}", sum(has))
    without = Count(f"deviating.{kind}.not", len(has) - affected.value)
    return (affected, without), Sum(CLIENTS, (affected.key, without.key))
