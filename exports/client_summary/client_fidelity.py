"""How closely one client's sessions kept to their plans, for the summary."""

from collections import Counter
from collections.abc import Sequence

from exports.case.case import CaseSession, PseudonymisedCase
from exports.client_summary.client_tables import score_cell
from exports.document.tables import NONE, Cell, Table, column
from exports.reports.fidelity_tables import (
    bands_in_words,
    deviation_column,
    item_columns,
    module_column,
    module_in_words,
)
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import agreement, agreement_in_words
from programme.fidelity.fidelity import adherence, fidelity_items, item_tallies
from session_forms.words.texts import _


def adherence_in_words(case: PseudonymisedCase, programme: Programme) -> str:
    """Return how closely the sessions that were rated whole kept to their plans."""
    percent, band = (each.text for each in _adherence_cells(case.held_sessions, programme))
    if percent == NONE:
        return _("No session is rated yet.")
    return _("{percent} % of the plan: {band}.").format(percent=percent, band=band)


def fidelity_in_words(case: PseudonymisedCase, programme: Programme) -> str:
    """Return adherence, second ratings, gates overridden and what was out of the ordinary."""
    found = Counter(case.deviations)
    unusual = [
        _("{what}: {count}").format(what=_(words), count=found[kind])
        for kind, words in DEVIATION_WORDS.items()
        if found[kind]
    ]
    sentences = [
        adherence_in_words(case, programme),
        _second_in_words(case),
        _overrides_in_words(case),
    ]
    if unusual:
        words = _("Out of the ordinary: {list}.")
        sentences.append(words.format(list="; ".join(unusual)))
    return " ".join(sentences)


def fidelity_tables(case: PseudonymisedCase, programme: Programme) -> tuple[Table, ...]:
    """Return adherence by module, the items most often missed, and the deviations."""
    return (_module_table(case, programme), _missed_table(case, programme), _deviation_table(case))


def _module_table(case: PseudonymisedCase, programme: Programme) -> Table:
    by_module: dict[str, list[CaseSession]] = {}
    planned = set(programme.planned_sessions)
    for session in case.held_sessions:
        if session.plan_id in planned:
            module = programme.planned_session(session.plan_id).module
            by_module.setdefault(module, []).append(session)
    rows = tuple(
        (Cell(module_in_words(programme, module)), *_module_cells(sessions, programme))
        for module, sessions in by_module.items()
    )
    return Table(
        id="fidelity_modules",
        title=_("Adherence by module"),
        columns=(
            module_column(),
            column("held", "Held", "count", "Sessions held"),
            column("twice", "Rated twice", "count", "Sessions with a second rating"),
            column("adherence", "Adherence, %", "figure", "Over all items that applied"),
            column("band", "Band", "text", "The programme's own word for it"),
        ),
        rows=rows,
        notes=(bands_in_words(programme),),
    )


def _module_cells(sessions: Sequence[CaseSession], programme: Programme) -> tuple[Cell, ...]:
    twice = sum(each.is_double_rated for each in sessions)
    return (
        Cell(str(len(sessions)), len(sessions)),
        Cell(str(twice), twice),
        *_adherence_cells(sessions, programme),
    )


def _adherence_cells(sessions: Sequence[CaseSession], programme: Programme) -> tuple[Cell, Cell]:
    """Return the adherence over all items of the sessions that were rated whole, and its word."""
    whole = [each for each in sessions if each.adherence_percent is not None]
    ratings = {
        f"{place} {item_id}": rating
        for place, session in enumerate(whole)
        for item_id, rating in session.ratings.items()
    }
    found = adherence(ratings, programme.fidelity_bands)
    return score_cell(found.percent), Cell(found.band or NONE)


def _missed_table(case: PseudonymisedCase, programme: Programme) -> Table:
    texts = fidelity_items(programme)
    tallies = item_tallies(session.ratings for session in case.held_sessions)
    rows = tuple(
        (
            Cell(each.item_id),
            Cell(texts[each.item_id].text),
            Cell(str(each.missed), each.missed),
            Cell(str(each.applicable), each.applicable),
        )
        for each in tallies
        if each.missed
    )
    return Table(
        id="items_missed",
        title=_("Items most often missed"),
        columns=(
            *item_columns(),
            column("missed", "Not done", "count", "Rated 0"),
            column("applied", "Applied", "count", "Rated 0, 1 or 2"),
        ),
        rows=rows,
        notes=() if rows else (_("No item that applied was left out."),),
    )


def _deviation_table(case: PseudonymisedCase) -> Table:
    found = Counter(case.deviations)
    rows = tuple(
        (Cell(_(words)), Cell(str(found[kind]), found[kind]))
        for kind, words in DEVIATION_WORDS.items()
    )
    return Table(
        id="deviations",
        title=_("Out of the ordinary"),
        columns=(
            deviation_column(),
            column("often", "How often", "count", "How often it happened"),
        ),
        rows=rows,
    )


def _second_in_words(case: PseudonymisedCase) -> str:
    twice = sum(each.is_double_rated for each in case.held_sessions)
    if not twice:
        return _("No session was rated by a second rater.")
    pairs = [(pair.first, pair.second) for each in case.held_sessions for pair in each.pairs]
    words = _("Sessions rated by a second rater: {twice}.").format(twice=twice)
    return " ".join((words, *agreement_in_words(agreement(pairs))))


def _overrides_in_words(case: PseudonymisedCase) -> str:
    if not case.overrides:
        return _("No gate was overridden.")
    return _("Gates overridden: {gates}.").format(gates=", ".join(case.overrides))
