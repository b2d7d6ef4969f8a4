"""A change of key that is cut off: whatever stands on the disk, the file opens, and once only."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2

from tests.support.broken.cutting import (
    CUTS,
    Cut,
    after_the_pages,
    before_the_last_header,
    cut_off,
)
from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, a_client
from therapist_app.record.clients import clients
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit, database
from therapist_app.record.database.audit_chain import PREFIX
from therapist_app.record.database.database import Database
from therapist_app.record.errors import CannotWrite, DiskFull, RecordDamaged, RecordError
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring import key_care
from therapist_app.record.vault.vault import LEFT_OPEN, Vault


@pytest.fixture
def with_a_client(on_disk: ServiceOnDisk) -> ServiceOnDisk:
    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    return on_disk


def kept_audit_keys(database: Database) -> int:
    return len(database.rows("SELECT key FROM about WHERE key LIKE ?", (PREFIX + "%",)))


def generations(header: Header, caseload: str) -> set[int]:
    grant = header.grant(caseload)
    assert grant is not None
    return {box.generation for box in grant.boxes}


# Acceptance A17
@pytest.mark.parametrize("where", CUTS)
def test_a_caseloads_key_that_was_being_changed_is_changed_at_the_next_sign_in(
    with_a_client: ServiceOnDisk, where: Cut
) -> None:
    uid = with_a_client.uid
    vault = with_a_client.open()
    cut_off(vault, where, lambda: key_care.change_caseload_key(vault, uid))

    with with_a_client.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert {*vault.warnings} <= {LEFT_OPEN}
        assert audit.verify(vault.caseload).is_whole
        assert kept_audit_keys(vault.caseload) == 1

    is_under_the_next = where in (after_the_pages, before_the_last_header)
    following = 2 if is_under_the_next else 3  # a key that is not in force is never taken
    assert generations(load_header(with_a_client.place.header), uid) == {following}
    with with_a_client.open() as vault:
        assert audit.verify(vault.caseload).is_whole


# Acceptance A17, A18
@pytest.mark.parametrize("where", CUTS)
def test_the_services_key_that_was_being_changed_is_changed_by_whoever_signs_in_next(
    on_disk: ServiceOnDisk, where: Cut
) -> None:
    colleague, leaver = Colleague(on_disk, ("lead",)), Colleague(on_disk, ("lead",))
    vault = on_disk.open()
    header = replace(
        vault.header, people=tuple(p for p in vault.header.people if p.uid != leaver.uid)
    )
    cut_off(vault, where, lambda: key_care.change_service_key(vault, header))

    with colleague.open() as vault:
        assert audit.verify(vault.service).is_whole
        assert kept_audit_keys(vault.service) == 1
        assert {*vault.warnings} <= {LEFT_OPEN}
    header = load_header(on_disk.place.header)
    is_under_the_next = where in (after_the_pages, before_the_last_header)
    following = 2 if is_under_the_next else 3  # a key that is not in force is never taken
    assert {box.generation for box in header.service_boxes} == {following}
    assert leaver.uid not in {box.to for box in header.service_boxes}
    with on_disk.open() as vault:
        assert audit.verify(vault.service).is_whole


def test_keys_changed_again_and_again_leave_one_chain(with_a_client: ServiceOnDisk) -> None:
    uid = with_a_client.uid
    for _round in range(3):
        with with_a_client.open() as vault:
            key_care.change_caseload_key(vault, uid)

    with with_a_client.open() as vault:
        report = audit.verify(vault.caseload)
        assert report.is_whole
        assert report.entries > 10
        assert clients.count(vault.caseload) == 1


def full_disk(_connection: dbapi2.Connection, _key: Masked) -> None:
    error = dbapi2.OperationalError()
    error.sqlite_errorname = "SQLITE_FULL"
    raise error


def left_half_done(connection: dbapi2.Connection, _key: Masked) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO about VALUES ('half', 'done')")


def not_done_at_all(_connection: dbapi2.Connection, _key: Masked) -> None:
    pass


# Acceptance C46, C47
@pytest.mark.parametrize(
    ("goes_wrong", "told"),
    [
        (full_disk, "disk-full"),
        (left_half_done, "key-not-changed"),
        (not_done_at_all, "key-not-changed"),
    ],
)
def test_a_disk_that_refuses_while_the_pages_change_leaves_the_key_of_before(
    with_a_client: ServiceOnDisk,
    monkeypatch: pytest.MonkeyPatch,
    goes_wrong: Callable[[dbapi2.Connection, Masked], None],
    told: str,
) -> None:
    uid = with_a_client.uid
    with with_a_client.open() as vault:
        with monkeypatch.context() as broken:
            broken.setattr(database, "change_key", goes_wrong)
            with pytest.raises((DiskFull, CannotWrite), match=told):
                key_care.change_caseload_key(vault, uid)
        assert clients.count(vault.caseload) == 1
        clients.add(vault.caseload, a_client(vault.caseload, code="B2-118"))

    with with_a_client.open() as vault:
        assert clients.count(vault.caseload) == 2
        assert {*vault.warnings} <= {LEFT_OPEN}
        assert audit.verify(vault.caseload).is_whole
        assert vault.caseload.row("SELECT value FROM about WHERE key = 'half'") is None
    assert generations(load_header(with_a_client.place.header), uid) == {3}


def test_a_file_that_opens_under_neither_key_is_not_used_again_before_the_next_sign_in(
    with_a_client: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> dbapi2.Connection:
        raise CannotWrite("cannot-open")

    uid = with_a_client.uid
    with with_a_client.open() as vault:
        with monkeypatch.context() as broken:
            broken.setattr(database, "open_connection", refuse)
            with pytest.raises(CannotWrite, match="between-keys"):
                key_care.change_caseload_key(vault, uid)
        with pytest.raises(CannotWrite, match="between-keys"):
            clients.count(vault.caseload)

    with with_a_client.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert {*vault.warnings} <= {LEFT_OPEN}
        assert audit.verify(vault.caseload).is_whole


def test_a_damaged_file_is_told_as_damage_though_two_keys_are_tried(
    with_a_client: ServiceOnDisk,
) -> None:
    uid = with_a_client.uid
    vault = with_a_client.open()
    cut_off(vault, CUTS[0], lambda: key_care.change_caseload_key(vault, uid))
    path = with_a_client.place.caseload(uid)
    path.write_bytes(path.read_bytes()[:100] + bytes([1]) * 200 + path.read_bytes()[300:])

    with pytest.raises(RecordDamaged, match="first-page"):
        with_a_client.open()
    path.write_bytes(b"")
    with pytest.raises(RecordDamaged, match="cut-off"):
        with_a_client.open()


def test_a_caseload_that_does_not_open_leaves_nothing_open(
    with_a_client: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_vault: Vault) -> None:
        raise RecordError

    with monkeypatch.context() as patched:
        patched.setattr("therapist_app.record.sign_in.unlocking.look_after_keys", broken)
        with pytest.raises(RecordError):
            with_a_client.open()

    with_a_client.open().close()
