"""What the audit of a file amounts to, read from a file that nobody has open."""

from datetime import timedelta

import pytest

from tests.support.record.damage import by_hand, caseload_opening, service_opening
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database import audit
from therapist_app.record.database.database import Opening
from therapist_app.record.errors import KnownRecordError, NotARecord, RecordDamaged
from therapist_app.record.folder.layout import anchor_beside
from therapist_app.record.repair.audit_account import account_of

DAY = 86_400


@pytest.fixture
def opening(on_disk: ServiceOnDisk) -> Opening:
    """Of a caseload that was opened on two days."""
    on_disk.open().close()
    on_disk.clock.advance(3 * DAY)
    on_disk.open().close()
    return caseload_opening(on_disk)


def test_a_whole_audit_is_counted_with_its_days_and_signed_entries(
    on_disk: ServiceOnDisk, opening: Opening
) -> None:
    with on_disk.open() as vault:
        written = audit.entries(vault.caseload)
        shared = audit.entries(vault.service)
    account, service = account_of(opening), account_of(service_opening(on_disk))

    assert account.is_whole
    assert account.report.entries >= len(written)
    assert account.first == written[0].at
    assert account.last is not None
    assert account.last - written[0].at == timedelta(days=3)
    assert account.epochs == ()
    assert service.is_whole
    by_hand = sum(each.is_signed for each in shared)
    assert by_hand > 0
    assert service.signed == by_hand + 1  # closing a caseload signs how far it went


def test_an_anchor_that_was_missing_begins_an_epoch(
    on_disk: ServiceOnDisk, opening: Opening
) -> None:
    anchor_beside(opening.path).unlink()
    assert account_of(opening).end == "not-remembered"
    assert not account_of(opening).is_whole
    on_disk.open().close()

    account = account_of(opening)

    assert account.is_whole
    assert len(account.epochs) == 1


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET entry = CAST('{}' AS BLOB) WHERE n = 2", 2),
        ("DELETE FROM audit WHERE n = 2", 2),
        ("UPDATE audit SET head = zeroblob(32) WHERE n = 1", 1),
    ],
)
def test_a_change_by_hand_is_placed(opening: Opening, statement: str, broken_at: int) -> None:
    by_hand(opening, statement)

    account = account_of(opening)

    assert not account.is_whole
    assert account.report.broken_at == broken_at


def test_a_first_entry_that_cannot_be_read_has_no_day(opening: Opening) -> None:
    by_hand(opening, "UPDATE audit SET entry = CAST('{}' AS BLOB)")

    account = account_of(opening)

    assert (account.first, account.last) == (None, None)


def test_entries_cut_off_at_the_end_are_missed(opening: Opening) -> None:
    by_hand(opening, "DELETE FROM audit WHERE n > (SELECT max(n) FROM audit) - 2")

    account = account_of(opening)

    assert (account.end, account.missing) == ("shorter", 2)
    assert account.report.is_whole
    assert not account.is_whole


def test_another_history_of_the_same_length_is_not_taken_for_this_one(opening: Opening) -> None:
    by_hand(opening, "UPDATE audit SET head = zeroblob(32) WHERE n = (SELECT max(n) FROM audit)")

    account = account_of(opening)

    assert (account.end, account.missing) == ("another", 0)


def test_a_file_of_another_service_is_said_to_be_one(opening: Opening) -> None:
    by_hand(opening, "UPDATE about SET value = 'x' WHERE key = 'service_id'")

    with pytest.raises(NotARecord, match="belongs-elsewhere"):
        account_of(opening)


def test_a_file_without_its_audit_or_none_at_all_is_damaged(opening: Opening) -> None:
    by_hand(opening, "ALTER TABLE audit RENAME COLUMN entry TO other")
    with pytest.raises(RecordDamaged, match="structure"):
        account_of(opening)

    opening.path.unlink()
    with pytest.raises(KnownRecordError):
        account_of(opening)
