"""Second ratings and their agreement, items most missed, gates and deviations."""

from collections import Counter
from collections.abc import Sequence

from exports.case.case import PseudonymisedCase
from exports.document.tables import Column, Count, Figure, Raw, RawTable, Share, Sum
from exports.reports.course_tables import CLIENTS
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import LEAST_ITEMS, agreement
from programme.fidelity.item_tally import ItemTally, fidelity_items, item_tallies
from session_forms.words.texts import translate as _

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
            Column("held", _("Sessions held"), "count", _("Sessions held")),
            Column("twice", _("Rated twice"), "count", _("Sessions with a second rating")),
            Column("not_twice", _("Not rated twice"), "count", _("Sessions without one")),
            Column("percent", _("Share"), "percent", _("Rated twice, of those held")),
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
            Column("same", _("The same"), "count", _("Items that both rated the same")),
            Column("other", _("Not the same"), "count", _("Items that they rated differently")),
            Column("percent", _("Agreement"), "percent", _("The same, of those both rated")),
            Column("kappa", _("Kappa"), "figure", _("Cohen's kappa with linear weights")),
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
            Column("item", _("Item"), "text", _("Id of the fidelity item")),
            Column("text", _("What was to be done"), "text", _("Text of the item")),
            Column("rated", _("Sessions"), "count", _("Rated sessions that have the item")),
            Column("not_applied", _("Did not apply"), "count", _("Not applicable, or not rated")),
            Column("applied", _("Applied"), "count", _("Rated 0, 1 or 2")),
            Column("missed", _("Not done"), "count", _("Rated 0")),
            Column("done", _("Done, or partly"), "count", _("Rated 1 or 2")),
            Column("percent", _("Share missed"), "percent", _("Not done, of those that applied")),
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
        title=_("Gates overridden"),
        columns=(
            Column("gate", _("Gate"), "text", _("Id of the gate")),
            Column("rule", _("Rule"), "text", _("What the gate asks for")),
            Column("overridden", _("Overridden"), "count", _("Clients for whom it was overridden")),
            Column("kept", _("Not overridden"), "count", _("Clients for whom it was not")),
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
        rows.append((_(words), often, *_clients_with(kind, [kind in c.deviations for c in cases])))
        sums.append(_clients_sum(kind))
    rows.append((_("All"), total, *_clients_with("any", [bool(c.deviations) for c in cases])))
    sums.append(_clients_sum("any"))
    return RawTable(
        id="deviations",
        title=_("Out of the ordinary"),
        columns=(
            Column("kind", _("What"), "text", _("Kind of deviation from the course")),
            Column("often", _("How often"), "count", _("How often it happened")),
            Column("clients", _("Clients with it"), "count", _("Clients with at least one")),
            Column("without", _("Clients without"), "count", _("Clients with none")),
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


def _clients_with(kind: str, has: Sequence[bool]) -> tuple[Count, Count]:
    affected = Count(f"deviating.{kind}", sum(has))
    return affected, Count(f"deviating.{kind}.not", len(has) - affected.value)


def _clients_sum(kind: str) -> Sum:
    return Sum(CLIENTS, (f"deviating.{kind}", f"deviating.{kind}.not"))
