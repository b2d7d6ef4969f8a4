"""Ten thousand sets for every measure: the engine against the published rules told again.

    python -m tests.campaigns.content.measures --sets 10000

Prints one line for each measure and ends with 0 when engine and rule agree on every set.
No answers are printed, only how many sets there were and how many differed.
"""

import argparse
import sys
from time import process_time

from session_forms.form.definition import FormDefinition
from tests.support.session_forms import measure_sets
from tests.support.session_forms.measure_sets import (
    disagreements,
    ends,
    name_of,
    random_sets,
    sets_with_missing,
    ways_to_score,
)


def plant_an_answer_that_does_not_count() -> None:
    """Have the engine leave out one answer of each set."""
    real = measure_sets.score_form

    def short_of_one(form: FormDefinition, given: dict[str, object]) -> object:
        return real(form, dict([*given.items()][1:]))

    measure_sets.score_form = short_of_one  # type: ignore[assignment]


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; return 0 when nothing differs, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=10_000, help="complete sets for each measure")
    parser.add_argument("--missing", type=int, default=2_000, help="sets with items missing")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--planted", action="store_true", help="with a fault, as a control")
    chosen = parser.parse_args(arguments)
    if chosen.planted:
        plant_an_answer_that_does_not_count()
    compared = differing = 0
    for way in ways_to_score():
        form_id, reference = way
        started = process_time()
        sets = [
            *ends(reference),
            *random_sets(reference, chosen.sets, chosen.seed),
            *sets_with_missing(reference, chosen.missing, chosen.seed),
        ]
        differ = len(disagreements(form_id, reference, sets))
        spent = process_time() - started
        print(f"{name_of(way):20} {len(sets):7} sets {differ:5} differ {spent:7.1f} s")
        compared, differing = compared + len(sets), differing + differ
    print(f"{'all':20} {compared:7} sets {differing:5} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
