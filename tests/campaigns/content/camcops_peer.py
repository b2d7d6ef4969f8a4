"""Scores sets of answers with CamCOPS, run by a Python that has it; used by `peers`.

Reads one JSON object from standard input, by form id the sets of answers as lists in item
order, and writes the scores in the same order. Needs the package camcops-server and the
system library of ImageMagick; imports nothing of ours.
"""

import json
import sys
from importlib import import_module

TASKS = {
    "phq-9": ("phq9", "Phq9", "total_score"),
    "gad-7": ("gad7", "Gad7", "total_score"),
    "core-10": ("core10", "Core10", "clinical_score"),
    "wsas": ("wsas", "Wsas", "total_score"),
    "audit": ("audit", "Audit", "total_score"),
    "audit-c": ("audit", "AuditC", "total_score"),
}


def main() -> None:
    """Score all that was sent."""
    told = {}
    for form_id, sets in json.load(sys.stdin).items():
        module, task, score = TASKS[form_id]
        make = getattr(import_module(f"camcops_server.tasks.{module}"), task)
        told[form_id] = [
            getattr(make(**{f"q{item}": value for item, value in enumerate(answers, 1)}), score)()
            for answers in sets
        ]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
