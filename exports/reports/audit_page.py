"""The attack on a report before it leaves, and the page that says what it came to.

What is known of the counts of a report stands in the programme and beside each of its blocks.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

from exports.disclosure.audit import Audit, audit
from exports.disclosure.cells import counts_in, figure_in_words, key_of
from exports.disclosure.constraints import Constraint, Rule, constraints_of, same_people, within
from exports.disclosure.course_constraints import course_constraints, same_by_course
from exports.disclosure.disclosure import Profile
from exports.document.document import Facts, PreviewPage, Prose
from exports.document.tables import Cell, Table
from exports.errors import FigureCertain
from exports.reports import (
    attrition_tables,
    course_tables,
    fidelity_tables,
    follow_up_tables,
    goal_tables,
    group_tables,
    outcome_tables,
    quality_tables,
    safety_tables,
)
from exports.reports.course_tables import CLIENTS
from programme.definition.definition import Programme
from session_forms.words.texts import _, ngettext, pgettext

BLOCKS = (
    course_tables,
    attrition_tables,
    fidelity_tables,
    quality_tables,
    outcome_tables,
    group_tables,
    goal_tables,
    follow_up_tables,
    safety_tables,
)
OLDER = (
    Rule(
        "divided",
        "{measure}.known",
        tuple(f"{{measure}}.{each}" for each in outcome_tables.CLASSES),
    ),
    Rule("part", "{measure}.paired", ("{measure}.known",)),
    Rule("part", "alerts.{which}", ("alerts.{which}.open",)),
)
"""Of figures that were kept before ADR 108."""
RULES: tuple[Rule, ...] = (
    *chain.from_iterable(each.RULES for each in BLOCKS),
    *OLDER,
)
_BY_RULE = same_people(RULES)


def report_constraints(programme: Programme, keys: Collection[str]) -> tuple[Constraint, ...]:
    """Return the constraints among the counts of a report with these keys.

    They may name a count besides, which stands nowhere and is of few clients.
    """
    found = (
        *(within(each, (CLIENTS,)) for each in keys if each != CLIENTS),
        *constraints_of(RULES, keys),
        *course_constraints(programme, keys),
    )
    return tuple({(each.low, tuple(sorted(each.terms.items()))): each for each in found}.values())


def drawn_as(programme: Programme) -> Callable[[str], str]:
    """Return what gives one name to all figures of the same people by their definition.

    Their counts are changed alike; two groups that are the same by chance alone are not.
    """
    by_course = same_by_course(programme)

    def named(key: str) -> str:
        by_rule = key if key in by_course else _BY_RULE(key)
        return by_course.get(by_rule, by_rule)

    return named


def audited(
    cells: Sequence[Table], profile: Profile, caseloads: int, programme: Programme
) -> Audit:
    """Return what an attack on the first of these tables of cells comes to, beside the others.

    The others are those of earlier quarters, which their readers still have. It needs no solver:
    what this comes to is the same wherever the report is made.

    Raises:
        FigureCertain: A figure would be certain, so that there can be no report.

    """
    printed = [
        {key: number or 0 for key, number in counts_in([*map(_texts, _lines(each))]).items()}
        for each in cells
    ]
    constraints = report_constraints(programme, printed[0])
    found = audit(printed, constraints, least=profile.least, caseloads=caseloads)
    if found.certain:
        raise FigureCertain(
            _(
                "A figure of this report would be certain for somebody who knows the programme "
                "and the earlier reports. No report is made of this quarter: wait for the next."
            )
        )
    return found


def audit_page(
    found: Audit, earlier: int, cells: Table, tables: Mapping[str, Table]
) -> PreviewPage:
    """Return the page: what was tried, how narrow any figure can be, and what it came to."""
    named = {
        key_of(line["measure"].text, line["stratum"].text): figure_in_words(line, tables)
        for line in reversed(_lines(cells))
    }
    facts = [
        (pgettext("fact", "Counts of clients"), str(found.figures)),
        (pgettext("fact", "Rules of the programme"), str(found.constraints)),
        (_("Reports of earlier quarters"), str(earlier)),
        (
            pgettext("fact", "Narrowest"),
            _("“{figure}” may be any number from {low} to {high}.").format(
                figure=named[found.narrowest], low=found.range.low, high=found.range.high
            ),
        ),
    ]
    if found.surest is not None:
        best = _("“{figure}” is {number}: right with a chance of {percent} %.")
        facts.append(
            (
                pgettext("fact", "Best guess"),
                best.format(
                    figure=named[found.surest.key],
                    number=found.surest.number,
                    percent=found.surest.percent,
                ),
            )
        )
    return PreviewPage(
        _("How far the figures can be narrowed"),
        (
            Prose(
                _(
                    "Before it left, this report was attacked as somebody would who knows the "
                    "programme, the rules by which figures are changed, and the reports of every "
                    "earlier quarter of the service, but no client."
                )
            ),
            Facts(tuple(facts)),
            Prose(_came_to(found)),
            Prose(
                _(
                    "A guess is of the true number behind a printed one, and a small one may be "
                    "none. Counts of clients were tried; means and rates are changed by rules of "
                    "their own. Anybody who holds the package can try it again: its README says "
                    "how."
                ),
                small=True,
            ),
        ),
    )


def audit_check(found: Audit, earlier: int) -> tuple[str, str]:
    """Return what was made sure of before the report may leave, and how."""
    tried = _(
        "Counts: {counts}; rules of the programme: {rules}; reports of earlier quarters: {earlier}"
    ).format(counts=found.figures, rules=found.constraints, earlier=earlier)
    if found.undecided:
        return _("Not decided whether a count can be worked out"), tried
    return _("Proved that no count can be worked out"), tried


def _came_to(found: Audit) -> str:
    if not found.undecided:
        return _(
            "Proved: for each count there are two whole sets of numbers that fit all that is "
            "printed and all rules, and that differ in it. So none is certain."
        )
    words = ngettext(
        "Not decided: no count is certain by arithmetic, but for {count} count no two whole sets "
        "of numbers were found that fit all that is printed. It leaves only where two people "
        "approve it.",
        "Not decided: no count is certain by arithmetic, but for {count} counts no two whole sets "
        "of numbers were found that fit all that is printed. It leaves only where two people "
        "approve it.",
        len(found.undecided),
    )
    return words.format(count=len(found.undecided))


def _lines(cells: Table) -> list[Mapping[str, Cell]]:
    ids = [column.id for column in cells.columns]
    return [dict(zip(ids, row, strict=True)) for row in cells.rows]


def _texts(line: Mapping[str, Cell]) -> Mapping[str, str]:
    return {column: cell.text for column, cell in line.items()}
