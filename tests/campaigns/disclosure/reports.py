"""One report: attacked by arithmetic, compared with what another reader gets, and its worth."""

from dataclasses import replace

from exports.disclosure.audit import ranges_of, with_untold
from exports.disclosure.cell_keys import MOST
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.integer_programme import is_installed, solved
from exports.disclosure.narrowing import narrowed
from exports.reports.audit_page import report_constraints
from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.protecting import LEAST, chances, release
from tests.campaigns.disclosure.results import Result
from tests.campaigns.disclosure.services import SIZES, random_service

DEEP = 20
"""Of so many services one is attacked by the integer programme too."""
MANY = 20


def service(attacker: Attacker, at: int) -> Result:
    """Attack one report by arithmetic, and measure what it is worth to its reader."""
    dice = attacker.dice(f"service {at}")
    size = SIZES[at % len(SIZES)]
    made = release(random_service(attacker.content, dice, size).whole, attacker.content)
    constraints = report_constraints(attacker.content.programme, made.printed)
    ranges = ranges_of(with_untold(made.printed, constraints), chances, MOST + LEAST)
    ranges = narrowed(ranges, constraints)
    if at % DEEP == 0 and is_installed():
        ranges = solved(ranges, constraints)
    true = dict.fromkeys(ranges, 0) | made.true
    printed = {key: value for key, value in made.printed.items() if value}
    many = [key for key in printed if true[key] > MANY]
    return {
        "clients": size,
        "figures": len(ranges),
        "wrong": sum(not each.low <= true[key] <= each.high for key, each in ranges.items()),
        "pinned": sum(each.values <= 1 for each in ranges.values()),
        "certain": sum(
            each.high == 0 or each.low >= ranges["clients"].high
            for key, each in ranges.items()
            if key != "clients"
        ),
        "narrowest": min(each.values for each in ranges.values()),
        "may": made.may_be_told,
        "told": made.told,
        "all": made.figures[0],
        "all_told": made.figures[1],
        "why_not": dict(made.why_not),
        "error": [sum(abs(value - true[key]) for key, value in printed.items()), len(printed)],
        "error_of_many": [
            sum(abs(printed[key] - true[key]) / true[key] for key in many),
            len(many),
        ],
    }


def readers(attacker: Attacker, at: int) -> Result:
    """Compare what two readers get of one service: what one is told and the other is told else."""
    dice = attacker.dice(f"readers {at}")
    cases = random_service(attacker.content, dice, SIZES[at % len(SIZES)]).whole
    for_other = [replace(case, pseudonym=f"other {case.pseudonym}") for case in reversed(cases)]
    one = release(cases, attacker.content)
    outside = READER_PROFILES["external"]
    others = [
        release(for_other, attacker.content),
        release(for_other, attacker.content, outside),
    ]
    return {
        "figures": len(one.printed) + len(one.shown),
        "differ": sum(
            bool(mine) and bool(theirs) and mine != theirs
            for other in others
            for told in ("printed", "shown")
            for key, mine in getattr(one, told).items()
            for theirs in (getattr(other, told).get(key),)
        ),
    }
