"""How sessions kept to their plans: adherence, second ratings, items missed, deviations.

Rates are over sessions, and their intervals respect that several sessions belong to one client.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from exports.case.case import CaseSession, PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.disclosure.disclosure import MOST_ROWS
from exports.document.tables import (
    Column,
    Count,
    Figure,
    Raw,
    RawTable,
    Share,
    column,
    count,
    interval,
)
from exports.estimates.influence import Statistic, of_nobody, percentage, ratio
from exports.reports.course_tables import (
    clients_column,
    clients_count,
    interval_columns,
    of_all_clients_column,
)
from exports.reports.outcome_tables import Followed
from exports.reports.outcomes import Outcome
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import (
    LEAST_ITEMS,
    agreement,
    moves_of_kappa,
    rated_by_both,
)
from programme.fidelity.fidelity import DONE, NOT_APPLICABLE, fidelity_items
from session_forms.words.texts import N_, NP_, _, pgettext

ALL = "all"
KAPPA, KAPPA_SPAN = "pairs.kappa", 1.0
"""Kappa is told from 0, no more agreement than by chance, to 1."""
NOT_BETTER = "not_better"
CLASS_TITLES = {
    "improved": (NP_("score", "Improved"), N_("Clients who reliably improved")),
    NOT_BETTER: (
        NP_("score", "Not better"),
        N_("Clients without reliable change, or reliably worse"),
    ),
    "not_known": (NP_("score", "Not known"), N_("Clients without both scores")),
}
"""The classes of change beside which adherence is told, by column."""


_ANY = "deviating.any"
_DEVIATING = tuple(f"deviating.{each}" for each in DEVIATION_WORDS)
RULES = (
    Rule("part", "fidelity.{row}.held", ("fidelity.{row}.rated",)),
    Rule("part", "fidelity.module.{row}.held", ("fidelity.module.{row}.rated",)),
    Rule("part", "fidelity.all.held", ("fidelity.*.held", "fidelity.module.*.held")),
    Rule("part", "fidelity.all.rated", ("fidelity.*.rated", "fidelity.module.*.rated", "item.*")),
    Rule("part", "attendance.came", ("fidelity.all.held",)),
    *same("fidelity.all.held", "twice.held", "twice.part"),
    *same("fidelity.{row}.rated", "fidelity.{row}"),
    *same("fidelity.module.{row}.rated", "fidelity.module.{row}"),
    *same("item.{item}", "item.{item}.part"),
    *same("pairs.clients", "pairs.same", KAPPA),
    Rule("part", "twice.held", ("twice.rated",)),
    Rule("part", "twice.rated", ("pairs.clients",)),
    Rule("part", _ANY, _DEVIATING),
    Rule("some", _ANY, _DEVIATING),
)


@dataclass(frozen=True, slots=True)
class _Held:
    """One session that was held, and whose it is."""

    session: CaseSession
    client: int


def fidelity(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return adherence by session plan."""
    held = _held_in(cases, programme)
    by_plan: dict[str, list[_Held]] = defaultdict(list)
    for each in held:
        by_plan[each.session.plan_id].append(each)
    rows = [_row(plan, plan, by_plan[plan]) for plan in programme.planned_sessions if by_plan[plan]]
    rows.append(_row(ALL, pgettext("row of a table", "All"), held))
    return RawTable(
        id="fidelity",
        title=_("Adherence to the plan"),
        columns=(
            column("session", "Session", "text", "Session plan"),
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
        kind="told",
    )


def modules(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return adherence by module.

    That of a module with one session is the session's own figure: under a key of its own it would
    be told twice, each time changed by another draw.
    """
    only = {module: plans[0] for module, plans in _plans_of(programme).items() if len(plans) == 1}
    return RawTable(
        id="fidelity_modules",
        title=_("Adherence by module"),
        columns=(
            module_column(),
            *_adherence_columns(),
        ),
        rows=tuple(
            _row(
                f"module.{module_id}",
                module_in_words(programme, module_id),
                chosen,
                figure=only.get(module_id, ""),
            )
            for module_id, chosen in _by_module(cases, programme).items()
        ),
        kind="told",
    )


def beside_outcome(
    cases: Sequence[PseudonymisedCase], found: Sequence[Followed], programme: Programme
) -> tuple[RawTable, ...]:
    """Return adherence by phase beside the class of change; none where there is nothing to show.

    Who got worse stands with who did not change: within a phase they are fewer than five in most
    services, and so are those of one module and one class. The measure is the first of those
    followed that has a criterion: what leads look at first.
    """
    each = next((each for each in found if each.measure.has_criterion), None)
    if each is None:
        return ()
    class_of = {case.record_key: _class_in_table(one) for case, one in each.outcomes}
    held = _held_in(cases, programme)
    by_phase = [
        (phase.id, f"{phase.id} {phase.title}", _of_modules(held, phase.modules, programme))
        for phase in programme.phases
    ]
    rows: list[tuple[Raw, ...]] = [
        (words, *_adherence_by_class(phase_id, chosen, class_of))
        for phase_id, words, chosen in (*by_phase, (ALL, pgettext("row of a table", "All"), held))
        if chosen
    ]
    return (
        RawTable(
            id="fidelity_outcome",
            title=_("Adherence beside reliable change on {measure}").format(
                measure=each.measure.title
            ),
            columns=(
                column("phase", "Phase", "text", "Phase of the course"),
                *(
                    Column(name, _(title), "percent", _(says))
                    for name, (title, says) in CLASS_TITLES.items()
                ),
            ),
            rows=tuple(rows),
            notes=(
                _(
                    "For each class of change: the mean adherence of rated sessions in per cent. "
                    "Standing side by side is no proof that one brings about the other."
                ),
            ),
            kind="told",
        ),
    )


def _adherence_by_class(
    phase_id: str, held: Sequence[_Held], class_of: Mapping[int, str]
) -> Iterator[Figure]:
    for name in CLASS_TITLES:
        chosen = [one for one in held if class_of[one.client] == name]
        yield Figure(_adherence(f"fidelity.phase.{phase_id}.{name}", chosen), decimals=0)


def _class_in_table(outcome: Outcome) -> str:
    return outcome.replace(" ", "_") if outcome in {"improved", "not known"} else NOT_BETTER


def _of_modules(
    held: Sequence[_Held], modules: Collection[str], programme: Programme
) -> list[_Held]:
    return [
        each for each in held if programme.planned_session(each.session.plan_id).module in modules
    ]


def module_in_words(programme: Programme, module_id: str) -> str:
    """Return a module's id with its title, where this version holds it."""
    module = programme.modules.get(module_id)
    return f"{module_id} {module.title}" if module else module_id


def module_column() -> Column:
    """Return the column that says which module a row is about."""
    title = pgettext("codebook", "Module")
    return Column("module", title, "text", title)


def item_columns() -> tuple[Column, Column]:
    """Return the columns that say which fidelity item a row is about."""
    return (
        column("item", "Item", "text", "Id of the fidelity item"),
        column("text", "What was to be done", "text", "Text of the item"),
    )


def deviation_column() -> Column:
    """Return the column that says which deviation a row is about."""
    return column("kind", "What", "text", "Kind of deviation from the course")


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
        _Held(session, case.record_key)
        for case in cases
        for session in case.held_sessions
        if session.plan_id in known
    ]


def _by_module(cases: Sequence[PseudonymisedCase], programme: Programme) -> dict[str, list[_Held]]:
    """Return the sessions held by module, in the order of the course."""
    order = [each for phase in programme.phases for each in phase.modules]
    found: dict[str, list[_Held]] = {module: [] for module in order}
    for each in _held_in(cases, programme):
        found[programme.planned_session(each.session.plan_id).module].append(each)
    return {module: chosen for module, chosen in found.items() if chosen}


def _plans_of(programme: Programme) -> dict[str, list[str]]:
    """Return the planned sessions by module."""
    found: dict[str, list[str]] = {}
    for plan in programme.planned_sessions:
        found.setdefault(programme.planned_session(plan).module, []).append(plan)
    return found


def _row(key: str, words: str, chosen: Sequence[_Held], *, figure: str = "") -> tuple[Raw, ...]:
    """Return a row of adherence; `figure` is its key where it is not that of the row."""
    rated = [each for each in chosen if each.session.adherence_percent is not None]
    held = Count(f"fidelity.{key}.held", frozenset(each.client for each in chosen))
    with_ratings = Count(f"fidelity.{key}.rated", frozenset(each.client for each in rated))
    adherence = _adherence(f"fidelity.{figure or key}", chosen)
    return (words, held, with_ratings, *interval(adherence, 0))


def _adherence(key: str, chosen: Sequence[_Held]) -> Statistic:
    """Return the mean adherence of rated sessions in per cent."""
    return ratio(
        key,
        _summed(
            (each.client, percent)
            for each in chosen
            if (percent := each.session.adherence_percent) is not None
        ),
        100,
        bounded=True,
    )


def _summed(values: Iterable[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    """Return the sum of each client's values, and how many they are."""
    found: dict[int, tuple[float, float]] = {}
    for client, value in values:
        total, many = found.get(client, (0.0, 0))
        found[client] = (total + value, many + 1)
    return found


def _adherence_columns() -> tuple[Column, ...]:
    return (
        column("held", "Clients", "count", "Clients who held it"),
        column("rated", "Rated", "count", "Clients with a rated session of it"),
        column("mean", "Mean, %", "figure", "Mean adherence in per cent"),
        *interval_columns(),
    )


def double_rated(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return how many clients, and which part of the sessions held, a second rater has rated."""
    held = _held_in(cases, programme)
    people = Count("twice.held", frozenset(each.client for each in held))
    twice = Count(
        "twice.rated", frozenset(each.client for each in held if each.session.is_double_rated)
    )
    part = percentage(
        "twice.part", _summed((each.client, each.session.is_double_rated) for each in held)
    )
    wanted = _("The programme asks for at least one session in {many} of each therapist.")
    return RawTable(
        id="double_rated",
        title=_("Sessions rated twice"),
        columns=(
            column("held", "Clients", "count", "Clients who came"),
            column("twice", "Rated twice", "count", "Clients with a session that was rated twice"),
            column("part", "Of sessions, %", "figure", "Rated twice, of the sessions held"),
            *interval_columns(),
        ),
        rows=((people, twice, *interval(part, 0)),),
        notes=(wanted.format(many=programme.second_rated_one_in),),
    )


def rater_agreement(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return how far therapists and second raters agree, item by item."""
    by_client = {
        case.record_key: rated_by_both(
            (pair.first, pair.second) for session in case.sessions for pair in session.pairs
        )
        for case in cases
    }
    rated = {client: pairs for client, pairs in by_client.items() if pairs}
    same = percentage(
        "pairs.same",
        {
            client: (sum(first == second for first, second in pairs), len(pairs))
            for client, pairs in rated.items()
        },
    )
    return RawTable(
        id="agreement",
        title=_("Agreement of the two raters"),
        columns=(
            clients_column(_("Clients with items that both rated")),
            column(
                "same",
                "The same, %",
                "figure",
                "Items that both rated the same, of those both rated",
            ),
            *interval_columns(),
            column("kappa", "Kappa", "figure", "Cohen's kappa with linear weights"),
        ),
        rows=(
            (
                Count("pairs.clients", frozenset(rated)),
                *interval(same, 0),
                Figure(_kappa(rated), decimals=2),
            ),
        ),
        notes=(
            _(
                "Kappa is the agreement beyond chance: 1 is always the same, 0 no more than "
                "chance; one step apart counts half of two (Cohen 1968, linear weights). It is "
                "told from {least} items on, and says nothing where both always gave one rating."
            ).format(least=LEAST_ITEMS),
        ),
    )


def _kappa(rated: Mapping[int, Sequence[tuple[str, str]]]) -> Statistic:
    """Return kappa, and by how much the pairs of each client move it."""
    pairs = [pair for each in rated.values() for pair in each]
    found = agreement(pairs).telling_kappa
    if found is None:
        return of_nobody(KAPPA, KAPPA_SPAN)
    moves = moves_of_kappa(pairs)
    return Statistic(
        key=KAPPA,
        value=max(0.0, found),
        influence={client: fsum(moves[pair] for pair in each) for client, each in rated.items()},
        weight={client: len(each) for client, each in rated.items()},
        span=KAPPA_SPAN,
        bounded=True,
    )


def items_missed(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return the items that were most often not done."""
    applied: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for each in _held_in(cases, programme):
        if each.session.adherence_percent is not None:
            for item, rating in each.session.ratings.items():
                if rating != NOT_APPLICABLE:
                    applied[item].append((each.client, rating not in DONE))
    texts = fidelity_items(programme)
    return RawTable(
        id="items_missed",
        title=_("Items most often missed"),
        columns=(
            *item_columns(),
            clients_column(_("Clients in whose rated sessions it applied")),
            column("part", "Of sessions, %", "figure", "Not done, of the sessions it applied to"),
            *interval_columns(),
        ),
        rows=tuple(
            _item_row(item, texts[item].text, applied[item]) for item in texts if applied[item]
        ),
        notes=(
            _("Listed are the items with the largest share not done, at most {most}.").format(
                most=MOST_ROWS
            ),
        ),
        kind="longest",
    )


def _item_row(item: str, text: str, found: Sequence[tuple[int, bool]]) -> tuple[Raw, ...]:
    people = Count(f"item.{item}", frozenset(client for client, _missed in found))
    part = percentage(f"item.{item}.part", _summed(found))
    return (item, text, people, *interval(part, 0))


def overrides(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return for how many clients a gate was overridden.

    Of a single gate they are fewer than five in most services: which one it was is told where
    the therapist's own work is looked at.
    """
    everyone = clients_count(cases)
    gates = [gate for gate in programme.gates if gate.overridable]
    known = {gate.id for gate in gates}
    chosen = count("gate.any", [case for case in cases if known & set(case.overrides)])
    return RawTable(
        id="overrides",
        title=pgettext("table", "Gates overridden"),
        columns=(
            column("gate", "Gate", "text", "Which gates"),
            column(
                "overridden",
                "Overridden",
                "count",
                "Clients for whom one was overridden at least once",
            ),
            of_all_clients_column(),
        ),
        rows=((pgettext("row of a table", "Any gate"), chosen, Share(chosen, everyone)),),
        notes=tuple(_("{gate}: {rule}").format(gate=gate.id, rule=gate.text) for gate in gates),
    )


def deviations(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return for how many clients something was out of the ordinary."""
    everyone = clients_count(cases)
    rows: list[tuple[Raw, ...]] = []
    for kind, words in DEVIATION_WORDS.items():
        chosen = count(f"deviating.{kind}", [case for case in cases if kind in case.deviations])
        rows.append((_(words), chosen, Share(chosen, everyone)))
    any_kind = count("deviating.any", [case for case in cases if case.deviations])
    rows.append((pgettext("row of a table", "All"), any_kind, Share(any_kind, everyone)))
    return RawTable(
        id="deviations",
        title=_("Out of the ordinary"),
        columns=(
            deviation_column(),
            column("clients", "Clients with it", "count", "Clients with at least one"),
            of_all_clients_column(),
        ),
        rows=tuple(rows),
        notes=(_("Each has a reason, which stays in the clinic."),),
    )
