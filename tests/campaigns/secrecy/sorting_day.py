"""A day of big sorts with little room for pages, in a process that is recorded; run by `traces`.

    python -m tests.campaigns.secrecy.sorting_day SERVICE SORTS CONTROL

SERVICE is a pickled `ServiceOnDisk`. CONTROL is `sound`, or `files` to let sorts use files.
"""

import os
import pickle
import sys
from pathlib import Path
from random import Random

from tests.campaigns.harness.shift import Shift
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database import audit
from therapist_app.record.database.database import Database

THINGS = 30
SORTS = (
    "SELECT answers || x FROM filled_forms, numbers ORDER BY 1",
    "SELECT answers || x, count(*) FROM filled_forms, numbers GROUP BY 1 ORDER BY 2, 1",
    "SELECT DISTINCT entry || x FROM audit, numbers ORDER BY 1 DESC",
)
NUMBERS = "WITH RECURSIVE numbers(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM numbers LIMIT 400) "


def main(arguments: list[str]) -> None:
    """Work, sort, rebuild, verify; does not return."""
    service: ServiceOnDisk = pickle.loads(Path(arguments[0]).read_bytes())
    sorts, control = int(arguments[1]), arguments[2]
    with service.open() as vault:
        shift = Shift(service, vault, Random(1))
        for _ in range(THINGS):
            shift.do_something()
        sort(vault.caseload, sorts, in_files=control == "files")
        vault.caseload.rows("REINDEX")
        audit.verify(vault.caseload)
    os._exit(0)


def sort(caseload: Database, sorts: int, *, in_files: bool) -> None:
    """Sort far more than there is room for."""
    caseload.rows("PRAGMA cache_size = 10")
    if in_files:
        caseload.rows("PRAGMA temp_store = FILE")
    for number in range(sorts):
        caseload.rows(NUMBERS + SORTS[number % len(SORTS)])


if __name__ == "__main__":
    main(sys.argv[1:])
