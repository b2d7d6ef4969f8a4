"""An invented supervision pack with a line of every kind, and an empty one."""

from dataclasses import replace
from datetime import date

from exports.case.leak_search import identifiers_of
from exports.supervision.supervision import (
    AnsweredLine,
    AsideLine,
    AskedLine,
    MonthLine,
    OffLine,
    OverdueLine,
    PackAlertLine,
    PackClientLine,
    PackCourseLine,
    PackFacts,
    PackFidelity,
    PackPlanLine,
    RatedTwice,
    ReasonLine,
)
from programme.fidelity.agreement import agreement
from programme.fidelity.fidelity import ItemTally
from tests.support.exports.cases import case_file

DAY = date(2026, 11, 24)
KNOWN = identifiers_of([case_file(1)])
BANDS = ((80, "high"), (60, "acceptable"), (0, "discuss in supervision"))
NOTHING = PackFidelity((), (), 0, 0, (), None, agreement([]), BANDS)
EMPTY = PackFacts(DAY, date(2026, 8, 25), (), (), (), (), (), NOTHING, ())
MONTHS = (
    MonthLine("2026-09", 4, 4, 0, 71),
    MonthLine("2026-10", 3, 0, 0, None),
    MonthLine("2026-11", 5, 5, 1, 86),
)
FIDELITY = PackFidelity(
    months=MONTHS,
    missed=((ItemTally("FI4", 2, 9), "Practice agreed and written down"),),
    held=12,
    wanted=1,
    twice=(RatedTwice(DAY, "K1-401", "S03", 9, 8),),
    following=RatedTwice(DAY, "K2-402", "S05"),
    agreed=agreement([("2", "2")] * 8 + [("1", "2")]),
    bands=BANDS,
)
FULL = replace(
    EMPTY,
    aside=(AsideLine("K1-401", 2), AsideLine("K2-402", 1)),
    clients=(
        PackClientLine("K1-401", "active", 3, DAY, None, 1, True),
        PackClientLine("K2-402", "paused", 0, None, DAY, 0, False),
    ),
    courses=(
        PackCourseLine("K1-401", "review", "NOT1: worse", ("PHQ-9: 9 at first, 17 now.",), DAY),
        PackCourseLine("K2-402", "watch", "NOT2: not better", ("GAD-7: 12 at first, 12 now.",)),
    ),
    alerts=(PackAlertLine("K1-401", "act", "suicide", "Item 9 answered 2 or 3.", DAY, 3),),
    overrides=(
        ReasonLine(DAY, "K1-401", "G2: two plans exist", "S03", "Agreed by telephone", "Bo Lead"),
    ),
    deviations=(ReasonLine(DAY, "K2-402", "Held out of order", "S07", "A hard week at home"),),
    fidelity=FIDELITY,
    plans=(PackPlanLine("K1-401", "Safety plan", DAY),),
    overdue=(OverdueLine("K2-402", "next_contact", DAY, 2),),
    asked=(AskedLine("K1-401", "S02", DAY),),
    off=(OffLine(DAY, "K2-402", "S04", "Did not come"),),
    answered=(AnsweredLine("K1-401", "urgent", "suicide", "Item 9 answered 1.", DAY, DAY),),
    undecided=("K2-402",),
)
