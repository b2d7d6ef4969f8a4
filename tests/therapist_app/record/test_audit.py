"""The audit: nothing can be changed, left out or put in unnoticed."""

import pytest

from tests.support.records import ServiceOnDisk
from therapist_app.record import audit, settings
from therapist_app.record.database import Caseload, ServiceFile
from therapist_app.record.opened import Vault


@pytest.fixture
def chain(caseload: Caseload) -> Caseload:
    for number in range(10):
        audit.note(caseload, "record_opened", f"client:{number}")
    return caseload


def test_a_chain_that_nobody_touched_is_whole(chain: Caseload) -> None:
    report = audit.verify(chain)

    assert report.is_whole
    assert report.entries == len(audit.entries(chain))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("DELETE FROM audit WHERE n = 5", 5),
        ("UPDATE audit SET entry = replace(entry, 'opened', 'closed') WHERE n = 5", 5),
        ("UPDATE audit SET head = zeroblob(32) WHERE n = 5", 5),
        ("UPDATE audit SET n = n + 1 WHERE n = (SELECT max(n) FROM audit)", 12),
        ("UPDATE audit SET entry = (SELECT entry FROM audit WHERE n = 6) WHERE n = 5", 5),
    ],
)
def test_what_a_key_holder_changes_by_hand_is_found(
    chain: Caseload, statement: str, broken_at: int
) -> None:
    statement = statement.replace("replace(entry", "CAST(replace(CAST(entry AS TEXT)").replace(
        "'closed')", "'closed') AS BLOB)"
    )
    chain.run(statement)

    report = audit.verify(chain)

    assert not report.is_whole
    assert report.broken_at == broken_at


def test_far_reaching_actions_are_signed_and_everyday_ones_are_not(vault: Vault) -> None:
    settings.save(vault.service, "idle_minutes", 5)
    audit.note(vault.service, "list_opened", "list")

    signed = {entry.action: entry.is_signed for entry in audit.entries(vault.service)}

    assert signed["settings_changed"]
    assert not signed["list_opened"]
    assert audit.verify(vault.service).is_whole


@pytest.mark.parametrize("signature", ["NULL", "zeroblob(64)"])
def test_a_signed_entry_without_its_persons_signature_is_found(
    service: ServiceFile, signature: str
) -> None:
    settings.save(service, "idle_minutes", 5)
    [entry] = audit.entries(service, newest=1)

    service.run(f"UPDATE audit SET signature = {signature} WHERE n = {entry.n}")

    report = audit.verify(service)
    assert report.forged == (entry.n,)
    assert not report.is_whole


def test_a_signature_by_somebody_unknown_is_found(service: ServiceFile) -> None:
    settings.save(service, "idle_minutes", 5)

    service.verify_keys = {}

    assert audit.verify(service).forged


def test_the_newest_entries_come_in_order(chain: Caseload) -> None:
    newest = audit.entries(chain, newest=3)

    assert [entry.subject for entry in newest] == ["client:7", "client:8", "client:9"]


def test_the_chain_goes_on_after_reopening(on_disk: ServiceOnDisk) -> None:
    for _ in range(3):
        with on_disk.open() as vault:
            audit.note(vault.caseload, "record_opened", "client:1")

    with on_disk.open() as vault:
        assert audit.verify(vault.caseload).is_whole
        assert audit.verify(vault.service).is_whole
        by = {entry.by for entry in audit.entries(vault.caseload)}
    assert by == {on_disk.uid}
