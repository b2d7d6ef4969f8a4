"""The audit of each file in words that name nobody."""

from datetime import UTC, date, datetime

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.records import laid_out
from therapist_app.record.database.audit import AuditReport
from therapist_app.record.keyring import covering
from therapist_app.record.repair.audit_account import AuditAccount
from therapist_app.workflows.safekeeping.check_words import (
    ENDS,
    names_of_files,
    words_of_account,
)

FIRST, LAST = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 4, 7, 12, tzinfo=UTC)
WHOLE = AuditReport(213, None, (), signed_by=(("a", 4), ("b", 5)))


def account(report=WHOLE, **changes):
    return AuditAccount(**{"report": report, "first": FIRST, "last": LAST, "epochs": ()} | changes)


def test_a_whole_audit_is_three_lines():
    assert words_of_account("Service file", account()) == (
        "Service file: nothing missing, nothing changed.",
        "  Entries: 213, from 2 March 2026 to 7 April 2026; signed: 9.",
        "  Parts: 1, from the first entry on.",
    )


def test_later_epochs_are_said_with_the_entry_they_began_with():
    assert "Parts: 3; after the first they began with entry 14, 57." in "\n".join(
        words_of_account("f", account(epochs=(14, 57)))
    )


def test_everything_that_is_wrong_has_its_place():
    spoilt = AuditReport(213, 7, (9, 11), gaps=2)

    said = "\n".join(words_of_account("f", account(spoilt, first=None)))

    assert said.startswith("f: SOMETHING MISSING OR CHANGED.")
    for words in ("changed at entry 7:", ": 2; the first is 9.", "says: 2.", "from a day that can"):
        assert words in said


@pytest.mark.parametrize("end", [each for each in ENDS if each != "as-remembered"])
def test_an_end_that_is_not_as_remembered_is_not_whole_and_said(end):
    said = words_of_account("f", account(end=end, missing=3))

    assert said[0] == "f: SOMETHING MISSING OR CHANGED."
    assert said[-1].strip() == ENDS[end].format(count=3)


def test_no_file_is_called_by_a_name_or_an_id(tmp_path):
    disk = laid_out(tmp_path)
    others = [Colleague(disk, ("therapist",), name) for name in ("Bo Marten", "Cy Sommer")]
    with disk.open() as vault:
        for each in others:
            covering.grant_cover(vault, each.uid, disk.uid, date(2026, 4, 1))
    for each in others:
        each.visit()
    with disk.open() as vault:
        found = names_of_files(vault.header, disk.uid, vault.today())

    assert found == (
        "Service file",
        "Your caseload",
        "Caseload that you cover",
        "Caseload that you cover, 2",
    )
