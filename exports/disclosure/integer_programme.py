"""The audit's arithmetic solved whole, as an integer programme, where HiGHS is installed.

HiGHS is no part of the installer: the review program has it (`./dev package review`), and so has
a folder of code.
"""

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from math import ceil, floor, inf

from exports.disclosure.constraints import Constraint
from exports.disclosure.narrowing import CountRange

EXACT = 1e-6


def is_installed() -> bool:
    """Return whether HiGHS is there."""
    return find_spec("highspy") is not None


def solved(
    ranges: Mapping[str, CountRange], constraints: Sequence[Constraint]
) -> dict[str, CountRange]:
    """Return the least and the greatest number of each count in any solution.

    Ends are those of the linear relaxation, rounded inwards: none is narrower than the truth.
    A count whose end is not found keeps its range.
    """
    import highspy  # noqa: PLC0415 - it is not there for everybody

    places = {key: at for at, key in enumerate(ranges)}
    with _silence():
        model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    for each in ranges.values():
        model.addVar(float(each.low), float(each.high))
    for constraint in constraints:
        columns = [places[key] for key in constraint.terms]
        weights = [float(each) for each in constraint.terms.values()]
        low, high = constraint.low, constraint.high
        model.addRow(
            -highspy.kHighsInf if low == -inf else low,
            highspy.kHighsInf if high == inf else high,
            len(columns),
            columns,
            weights,
        )
    found: dict[str, CountRange] = {}
    for key, at in places.items():
        ends: list[float] = []
        model.changeColCost(at, 1.0)
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            model.changeObjectiveSense(sense)
            model.run()
            if model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                ends.append(model.getInfo().objective_function_value)
        model.changeColCost(at, 0.0)
        is_found = len(ends) == len(("low", "high"))
        found[key] = (
            CountRange(ceil(ends[0] - EXACT), floor(ends[1] + EXACT)) if is_found else ranges[key]
        )
    return found


@contextmanager
def _silence() -> Generator[None]:
    """Keep from standard output what HiGHS says of itself before any option can be set."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
