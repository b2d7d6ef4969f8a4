"""Our scores against those of a program that somebody else wrote, on complete random sets.

    python -m tests.campaigns.content.peers --python PATH [--sets N] [--seed N]

PATH is a Python that has CamCOPS (package camcops-server). Prints one line for each measure that
both know; leaves with 0 only when every score is the same.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from session_forms.library.library import installed
from tests.campaigns.content.camcops_peer import TASKS
from tests.support.session_forms.measure_sets import Answers, ends, engine, random_sets
from tests.support.session_forms.reference_scorers import REFERENCES, turned

SCORES = {"core-10": "clinical"}
KEPT_TURNED = {"core-10": {2, 3}}
"""Items that CamCOPS keeps as they count, turned round already, by form; 0 to 4."""


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; return 0 when nothing differs, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", required=True, help="a Python that has CamCOPS")
    parser.add_argument("--sets", type=int, default=10_000, help="complete sets for each measure")
    parser.add_argument("--seed", type=int, default=20261124)
    chosen = parser.parse_args(arguments)
    sets = {form_id: _sets(form_id, chosen.sets, chosen.seed) for form_id in TASKS}
    theirs = _asked(chosen.python, sets)
    wrong = 0
    for form_id, answers in sets.items():
        ours = [_ours(form_id, each) for each in answers]
        differ = sum(a != b for a, b in zip(ours, theirs[form_id], strict=True))
        print(f"{form_id:10} {len(answers):7} sets {differ:5} differ")
        wrong += differ
    return 1 if wrong else 0


def _sets(form_id: str, count: int, seed: int) -> list[Answers]:
    reference = REFERENCES[form_id][0]
    return [*ends(reference), *random_sets(reference, count, seed)]


def _ours(form_id: str, answers: Answers) -> float | None:
    told = engine(installed().latest(form_id), REFERENCES[form_id][0], answers)
    return told[SCORES.get(form_id, "total")][0]


def _asked(python: str, sets: dict[str, list[Answers]]) -> dict[str, list[float]]:
    sent = {
        form_id: [_as_kept(form_id, each) for each in answers] for form_id, answers in sets.items()
    }
    script = Path(__file__).with_name("camcops_peer.py")
    done = subprocess.run(
        [python, script], input=json.dumps(sent), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout[done.stdout.index("{") :])


def _as_kept(form_id: str, answers: Answers) -> list[int | None]:
    kept = turned(answers, KEPT_TURNED.get(form_id, ()), 4)
    return [kept[item] for item in sorted(kept)]


if __name__ == "__main__":
    sys.exit(main())
