"""A full check in this process: of what is open, and in place of the one beside the work."""

import json
import os
from contextlib import suppress

from therapist_app.record.database.database import Database
from therapist_app.record.errors import RecordBug, RecordDamaged
from therapist_app.record.repair.checking import CheckFinding, FullCheckReport, _looked_over
from therapist_app.record.repair.checking_beside import _received, _spelt, steps_beside


def check_database(database: Database, name: str) -> FullCheckReport:
    """Check a database that was opened just now and has not been worked with.

    When pages turn out to be damaged the connection is spoilt: close the database.
    """
    found: list[CheckFinding] = []
    try:
        if database.anchor_was_missing:
            found.append(CheckFinding("anchor-missing"))
        if database.anchor.was_changed:
            found.append(CheckFinding("changed-outside"))
        found.extend(_looked_over(database, may_fold=True))
    except RecordDamaged:
        found.append(CheckFinding("pages"))
    except RecordBug:
        found.append(CheckFinding("structure"))
    return FullCheckReport(name, tuple(found))


class ProcessHere:
    """Stands in for the process, which costs most of a second.

    Once it is waited for, all is done here, at one go.
    """

    def __init__(self, *_arguments: object, **_settings: object) -> None:
        self._given, said = os.pipe()
        answers, self._told = os.pipe()
        self.stdin = os.fdopen(said, "wb", buffering=0)
        self.stdout = os.fdopen(answers, "rb", buffering=0)
        self._code: int | None = None

    def wait(self, _timeout: float | None = None) -> int:
        """Do the work, and end."""
        if self._code is None:
            opening, place = _received(self._given)
            for found in steps_beside(opening, place):
                os.write(self._told, json.dumps(_spelt(found)).encode() + b"\n")
            opening.data_key.forget()
            self._end(0)
        return self._code or 0

    def poll(self) -> int | None:
        """Return how it ended; None while it has not."""
        return self._code

    def kill(self) -> None:
        """End without a word more."""
        self._end(-9)

    def _end(self, code: int) -> None:
        if self._code is None:
            self._code = code
            for each in (self._given, self._told):
                with suppress(OSError):
                    os.close(each)
