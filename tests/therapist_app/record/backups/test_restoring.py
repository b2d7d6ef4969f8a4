"""Putting a backup in the place of a database: asked first, whole or not at all, and told."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.checking_here import check_database
from tests.support.record.records import ServiceOnDisk, lay_out, rewrite_header
from tests.support.record.safekeeping import (
    Holder,
    add_clients,
    back_up_quietly,
    backups_of,
    codes_in,
    colleague_of,
    compared,
    holder_of,
    newest_path,
    put_back,
    silent,
)
from tests.support.record.services import PASSPHRASE, Place
from therapist_app.record.backup_format.backup_file import halves
from therapist_app.record.backups import comparing, restoring
from therapist_app.record.backups.backing_up import Run, is_due, is_due_while_open
from therapist_app.record.backups.comparing import compare, fitting_backup
from therapist_app.record.backups.restoring import (
    clear_staged,
    rehearse,
    restore,
    restore_closed,
    restore_over,
)
from therapist_app.record.client_rights import erasing
from therapist_app.record.clients import clients
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.connection import copy_pages, create_copy, read_copy
from therapist_app.record.database.figures import figures_of
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    CannotWrite,
    ChangedMeanwhile,
    HeaderAltered,
    NotAllowed,
    RecordBug,
    RecordDamaged,
    RecordRolledBack,
    RecordTooNew,
    WrongPassphrase,
)
from therapist_app.record.folder.layout import anchor_beside
from therapist_app.record.header.header import SERVICE, caseload_label
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import DataKey, holders, seal_to
from therapist_app.record.keyring import covering, people
from therapist_app.record.keyring.key_care import change_caseload_key, change_service_key
from therapist_app.record.service import own_age_keys, pseudonyms, recipients, releases
from therapist_app.record.service_model import Release
from therapist_app.record.sign_in.key_holder import key_holder_of, keys_for


@pytest.fixture
def ana(backed_up: ServiceOnDisk) -> Holder:
    """The founder: two clients in the backup, a third added since; the record is closed."""
    with backed_up.open() as vault:
        backed_up.clock.advance(86400)
        add_clients(vault, "A-300")
    return holder_of(backed_up)


@pytest.fixture
def caseload_backup(ana: Holder) -> Path:
    [path] = ana.place.backups.glob("caseload-*.tvb")
    return path


@pytest.fixture
def service_backup(ana: Holder) -> Path:
    [path] = ana.place.backups.glob("service-*.tvb")
    return path


def contents(holder: Holder) -> dict[str, bytes]:
    return {
        path.relative_to(holder.folder).as_posix(): path.read_bytes()
        for path in sorted(holder.folder.rglob("*"))
        if path.is_file()
    }


def test_what_would_be_lost_is_counted_and_dated(ana: Holder, caseload_backup: Path) -> None:
    asked = compared(ana, caseload_backup)

    assert asked.lost == {"clients": 1}
    assert asked.returned == {}
    assert asked.now is not None
    assert asked.now.changed_at is not None
    assert asked.made_at < asked.now.changed_at
    assert asked.made_by == ana.uid


def test_a_restored_caseload_opens_and_its_audit_tells_of_it(
    ana: Holder, caseload_backup: Path
) -> None:
    before = figures_before(ana)

    restored = put_back(ana, caseload_backup)

    assert restored.kept is not None
    assert restored.kept.name == f"{ana.uid}.db.before-restore"
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        assert vault.warnings == ()
        told = [each for each in audit.entries(vault.caseload) if each.action == "restored"]
        [entry] = told
        assert entry.fields == (before,)
        assert entry.is_signed
        assert audit.verify(vault.caseload).is_whole
        assert "caseload_restored" in {each.action for each in audit.entries(vault.service)}


def figures_before(holder: Holder) -> str:
    found = comparing.figures_now(holder.owner(), holder.uid)
    assert found is not None
    return f"{found.mark.n}:{found.mark.head.hex()}"


def test_over_an_open_record_what_was_there_is_backed_up_first(ana: Holder) -> None:
    with ana.open() as vault:
        path = newest_path(vault)
        owner = key_holder_of(vault)
        asked = compare(owner, fitting_backup(owner, path), figures_of(vault.caseload.live))

        restore_over(vault, path, asked, silent)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        newest = newest_path(vault)
    assert newest != path
    put_back(ana, newest)
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200", "A-300"]


def test_after_a_restore_a_backup_is_due_at_once_since_the_last_holds_what_was_given_up(
    ana: Holder, backed_up: ServiceOnDisk
) -> None:
    with ana.open() as vault:
        path = newest_path(vault)
        back_up_quietly(vault)
    backed_up.clock.advance(60)
    put_back(ana, path)

    with ana.open() as vault:
        assert is_due(vault)
        assert is_due_while_open(vault)
        backed_up.clock.advance(60)
        back_up_quietly(vault)
        assert not is_due(vault)
        assert not is_due_while_open(vault)


def test_what_cannot_be_backed_up_first_is_not_replaced(
    ana: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ana.open() as vault:
        path = newest_path(vault)
        owner = key_holder_of(vault)
        asked = compare(owner, fitting_backup(owner, path), figures_of(vault.caseload.live))
        damage = BackupDamaged("page")
        monkeypatch.setattr(restoring, "complete_run", lambda _: Run((), (("", damage),)))

        with pytest.raises(BackupDamaged):
            restore_over(vault, path, asked, silent)

        assert codes_in(vault) == ["A-100", "A-200", "A-300"]


def test_a_stick_that_is_away_does_not_stop_a_restore(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ana.open() as vault:
        owner = key_holder_of(vault)
        backup = fitting_backup(owner, caseload_backup)
        asked = compare(owner, backup, figures_of(vault.caseload.live))
        away = BackupPlaceMissing()
        monkeypatch.setattr(restoring, "complete_run", lambda _: Run((), (("/stick", away),)))

        restore_over(vault, caseload_backup, asked, silent)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]


def test_a_restored_service_file_keeps_what_must_not_become_less(
    ana: Holder, service_backup: Path
) -> None:
    with ana.open() as vault:
        generation = vault.header.generation
        with vault.service.change("settings_changed", "setting:test") as change:
            change.execute(
                "INSERT INTO erasures VALUES (?, '2026-03-02T09:00:00+00:00', 'request')",
                (bytes(32),),
            )
            change.execute("INSERT INTO codes VALUES (?)", (bytes(32),))

    put_back(ana, service_backup)

    with ana.open() as vault:
        assert vault.service.rows("SELECT count(*) FROM erasures") == [(1,)]
        assert vault.service.rows("SELECT count(*) FROM codes") == [(1,)]
        assert len(backups_of(vault, SERVICE)) == 1
        [(kept,)] = vault.service.rows("SELECT value FROM about WHERE key = 'header_generation'")
        assert int(kept) == generation
        assert audit.verify(vault.service).is_whole


def test_the_ledger_never_becomes_less_by_a_restore_and_is_not_told_as_lost(
    ana: Holder, service_backup: Path
) -> None:
    with ana.open() as vault:
        begun = Release("R-1", "external", "A", "b", vault.service.now(), "c", "{}", "{}", "begun")
        releases.add(vault.service, begun)
        releases.settle(vault.service, begun, "interrupted")
    asked = compared(ana, service_backup)

    restore(ana.owner(), service_backup, asked)

    assert "releases" not in asked.lost
    with ana.open() as vault:
        assert releases.all_releases(vault.service) == (replace(begun, standing="interrupted"),)


def test_no_key_of_a_recipient_that_was_replaced_comes_back_by_a_restore(
    ana: Holder, service_backup: Path
) -> None:
    with ana.open() as vault:
        service = vault.service
        recipients.enter_key(service, "Board", "age1old")
        before = pseudonyms.pseudonym_for(service, "0" * 32, "Board", "research")
        own = own_age_keys.keep_own_key(service, "age1own", "AGE-SECRET-KEY-1")
        back_up_quietly(vault)
        newest = newest_path(vault, SERVICE)
        changed = recipients.enter_key(service, "Board", "age1new")
        pseudonyms.start_new_key(service, "Board", "research")
        after = pseudonyms.pseudonym_for(service, "0" * 32, "Board", "research")

    for backup in (service_backup, newest):
        put_back(ana, backup)

        with ana.open() as vault:
            assert recipients.load(vault.service, "Board") == changed
            assert own_age_keys.own_keys(vault.service) == (own,)
            known = pseudonyms.pseudonym_for(vault.service, "0" * 32, "Board", "research")
            assert known == after != before


# Acceptance G95
def test_a_client_erased_since_does_not_come_back(ana: Holder, caseload_backup: Path) -> None:
    with ana.open() as vault:
        [(client_id,)] = vault.caseload.rows("SELECT id FROM clients WHERE code = 'A-100'")
        erased = erasing.hash_of(vault.service, client_id)
        with vault.service.change("erased", f"erasure:{erased.hex()[:8]}") as change:
            change.execute(
                "INSERT INTO erasures VALUES (?, '2026-03-03T09:00:00+00:00', 'request')", (erased,)
            )
        with vault.caseload.change("erased", f"client:{client_id}") as change:
            change.execute("DELETE FROM clients WHERE id = ?", (client_id,))

    restored = put_back(ana, caseload_backup)

    assert restored.erased_again == 1
    with ana.open() as vault:
        assert codes_in(vault) == ["A-200"]
        assert audit.verify(vault.caseload).is_whole


@pytest.mark.parametrize("spoil", ["missing", "empty", "cut", "first-page", "text"])
def test_a_damaged_caseload_is_put_back_by_its_owner(
    ana: Holder, caseload_backup: Path, spoil: str
) -> None:
    path = ana.place.caseload(ana.uid)
    spoil_file(path, spoil)
    with pytest.raises(Exception, match=r"damaged|not-a-record"):
        ana.open()

    asked = compared(ana, caseload_backup)
    restored = restore(ana.owner(), caseload_backup, asked)

    assert asked.now is None
    assert (restored.kept is None) == (spoil == "missing")
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        assert vault.warnings == ()


@pytest.mark.parametrize("spoil", ["missing", "cut", "first-page"])
def test_a_damaged_service_file_is_put_back_before_anything_else(
    ana: Holder, caseload_backup: Path, service_backup: Path, spoil: str
) -> None:
    spoil_file(ana.place.service, spoil)
    with pytest.raises(RecordDamaged, match="service-file-first"):
        put_back(ana, caseload_backup)

    put_back(ana, service_backup)

    put_back(ana, caseload_backup)
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]


@pytest.mark.parametrize("last", [4, 1_000], ids=["what-they-hold", "what-tables-are-there"])
def test_a_service_file_whose_middle_is_damaged_is_put_back(
    ana: Holder, service_backup: Path, last: int
) -> None:
    path = ana.place.service
    whole = bytearray(path.read_bytes())
    for at in range(2 * 4096, min(len(whole), last * 4096), 4096):
        whole[at + 50] ^= 1
    path.write_bytes(whole)

    put_back(ana, service_backup)

    with ana.open() as vault:
        assert audit.verify(vault.service).is_whole


def spoil_file(path: Path, how: str) -> None:
    whole = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(whole[:100])
    elif how == "text":
        path.write_text("not a record " * 1000)
    else:
        whole[20] ^= 1
        path.write_bytes(whole)


def test_the_log_of_a_file_that_cannot_be_opened_never_meets_the_new_one(
    ana: Holder, caseload_backup: Path
) -> None:
    path = ana.place.caseload(ana.uid)
    spoil_file(path, "first-page")
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"frames of before")

    put_back(ana, caseload_backup)

    assert not log.exists()
    assert log.with_name(log.name + ".before-restore").read_bytes() == b"frames of before"
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]


# Acceptance G98
def test_a_backup_of_another_service_is_refused(ana: Holder, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with lay_out(tmp_path / "other", practice=False).open() as other:
        back_up_quietly(other)
        path = newest_path(other)
    before = contents(ana)

    with pytest.raises(BackupRefused, match="another-service"):
        compared(ana, path)

    assert contents(ana) == before


# Acceptance G98
def test_a_backup_of_somebody_elses_caseload_is_refused(ana: Holder, backed_up) -> None:
    colleague = colleague_of(backed_up, "therapist")
    with colleague.open() as vault:
        back_up_quietly(vault)
        path = newest_path(vault)

    with pytest.raises(BackupRefused, match="not-yours"):
        compared(ana, path)


# Acceptance G98
def test_a_backup_of_a_caseload_that_is_not_in_the_service_any_more_is_refused(
    ana: Holder, caseload_backup: Path
) -> None:
    owner = ana.owner()
    without = replace(owner, header=replace(owner.header, caseloads=()))

    with pytest.raises(BackupRefused, match="another-caseload"):
        fitting_backup(without, caseload_backup)


# Acceptance G98
def test_a_backup_with_a_newer_schema_is_refused(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "NEWEST", 4)

    with pytest.raises(RecordTooNew):
        compared(ana, caseload_backup)


# Acceptance B38
def test_a_header_older_than_the_backup_is_refused_and_nothing_changes(
    ana: Holder, backed_up: ServiceOnDisk
) -> None:
    older = ana.place.header.read_bytes()
    colleague_of(backed_up, "therapist")
    with ana.open() as vault:
        back_up_quietly(vault)
        path = newest_path(vault)
    ana.place.header.write_bytes(older)
    before = contents(ana)

    with pytest.raises(BackupRefused, match="older-header"):
        compared(ana, path)
    with pytest.raises(HeaderAltered, match="older"):
        ana.open()

    assert {**contents(ana), "service.anchor": b""} == {**before, "service.anchor": b""}


# Acceptance G98
def test_a_damaged_backup_is_refused_and_nothing_changes(
    ana: Holder, caseload_backup: Path
) -> None:
    asked = compared(ana, caseload_backup)
    spoilt = bytearray(caseload_backup.read_bytes())
    spoilt[9000] ^= 1
    caseload_backup.write_bytes(spoilt)
    before = contents(ana)

    with pytest.raises(BackupDamaged, match="digest"):
        restore(ana.owner(), caseload_backup, asked)

    assert contents(ana) == before


def test_a_copy_that_is_not_whole_is_thrown_away(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = compared(ana, caseload_backup)
    before = contents(ana)
    monkeypatch.setattr(restoring, "fault_of_copy", lambda *_: "page")

    with pytest.raises(BackupDamaged, match="page"):
        restore(ana.owner(), caseload_backup, asked)

    assert contents(ana).keys() == before.keys()
    assert not (ana.folder / restoring.STAGING).exists()


def test_what_was_confirmed_must_be_what_happens(ana: Holder, caseload_backup: Path) -> None:
    asked = compared(ana, caseload_backup)
    with ana.open() as vault:
        add_clients(vault, "A-400")

    with pytest.raises(ChangedMeanwhile):
        restore(ana.owner(), caseload_backup, asked)

    with ana.open() as vault:
        assert "A-400" in codes_in(vault)


def test_merely_opening_the_record_does_not_count_as_a_change(
    ana: Holder, caseload_backup: Path
) -> None:
    asked = compared(ana, caseload_backup)
    with ana.open():
        pass

    restore(ana.owner(), caseload_backup, asked)


def test_a_colleague_does_not_put_back_a_service_file_that_can_be_read(
    backed_up: ServiceOnDisk,
) -> None:
    colleague = colleague_of(backed_up, "therapist")
    backed_up.clock.advance(3600)
    with colleague.open() as vault:
        back_up_quietly(vault)
        path = newest_path(vault, SERVICE)

    with pytest.raises(NotAllowed, match="keeper"):
        compared(colleague, path)
    spoil_file(colleague.place.service, "cut")
    put_back(colleague, path)

    with colleague.open() as vault:
        assert audit.verify(vault.service).is_whole


def test_who_stands_in_does_not_put_back_the_caseload(
    ana: Holder, backed_up: ServiceOnDisk
) -> None:
    colleague = colleague_of(backed_up, "therapist")
    with ana.open() as vault:
        covering.grant_cover(vault, ana.uid, colleague.uid, vault.today())
        backed_up.clock.advance(3600)
        back_up_quietly(vault)
        path = newest_path(vault)

    with pytest.raises(NotAllowed, match="owner"):
        compared(colleague, path)


@pytest.mark.parametrize("which", ["caseload", "service"])
def test_a_backup_from_before_a_change_of_key_is_put_back_under_the_new_one(
    ana: Holder, caseload_backup: Path, service_backup: Path, which: str
) -> None:
    with ana.open() as vault:
        change_caseload_key(vault, ana.uid)
        change_service_key(vault, vault.header)

    put_back(ana, caseload_backup if which == "caseload" else service_backup)

    with ana.open() as vault:
        assert audit.verify(vault.caseload).is_whole
        assert audit.verify(vault.service).is_whole
        assert len(codes_in(vault)) == (2 if which == "caseload" else 3)


def test_a_backup_is_put_back_while_a_change_of_key_is_cut_off(
    ana: Holder, caseload_backup: Path
) -> None:
    with ana.open() as vault:
        grant = vault.header.grant(ana.uid)
        assert grant is not None
        following = DataKey(caseload_label(ana.uid), 2, Masked(bytearray(b"\7" * 32)))
        box = seal_to(vault.header, following, ana.uid, vault.sources)
        vault.write_header(vault.header.with_grant(replace(grant, boxes=(*grant.boxes, box))))
    header = load_header(ana.place.header)
    assert [uid for uid, _ in holders(header, ana.uid)] == [ana.uid]

    put_back(ana, caseload_backup)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        assert audit.verify(vault.caseload).is_whole
        assert vault.warnings == ()


@pytest.mark.parametrize("spoil", ["", "first-page"])
def test_closed_it_is_backed_up_first_if_it_can_still_be_opened(
    ana: Holder, caseload_backup: Path, spoil: str
) -> None:
    if spoil:
        spoil_file(ana.place.caseload(ana.uid), spoil)
    owner = ana.owner()

    restore_closed(owner, caseload_backup, compared(ana, caseload_backup), silent)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        assert len(backups_of(vault, ana.uid)) == (1 if spoil else 2)


def test_a_service_file_of_before_has_nothing_to_carry_over(
    ana: Holder, service_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "ONLY_GROW", ("no_such_table", "codes"))

    put_back(ana, service_backup)

    with ana.open() as vault:
        assert audit.verify(vault.service).is_whole


def test_a_copy_that_cannot_be_written_is_told_in_our_words(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = compared(ana, caseload_backup)
    monkeypatch.setattr(restoring, "KEEP_FACT", "no statement")

    with pytest.raises(RecordBug):
        restore(ana.owner(), caseload_backup, asked)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200", "A-300"]


def test_a_backup_from_after_a_change_of_key_carries_the_key_of_the_chain(ana: Holder) -> None:
    with ana.open() as vault:
        change_caseload_key(vault, ana.uid)
        back_up_quietly(vault)
        path = newest_path(vault)
        change_caseload_key(vault, ana.uid)

    put_back(ana, path)

    with ana.open() as vault:
        assert audit.verify(vault.caseload).is_whole
        assert vault.warnings == ()


def test_a_restore_can_be_rehearsed_without_touching_the_record(
    ana: Holder, caseload_backup: Path, service_backup: Path
) -> None:
    with ana.open() as vault:
        caseload = ana.place.caseload(ana.uid).read_bytes()

        rehearse(vault, caseload_backup)
        rehearse(vault, service_backup)

        assert ana.place.caseload(ana.uid).read_bytes() == caseload
        assert not (ana.place.backups / restoring.STAGING).exists()
        assert codes_in(vault) == ["A-100", "A-200", "A-300"]
        actions = [each.action for each in audit.entries(vault.service)]
        assert actions.count("restore_rehearsed") == 2


def test_a_rehearsal_that_fails_says_so_and_is_not_noted(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(errno.EROFS, "read-only")

    with ana.open() as vault:
        monkeypatch.setattr(restoring, "make_private_folder", refuse)
        with pytest.raises(CannotWrite):
            rehearse(vault, caseload_backup)
        monkeypatch.undo()
        caseload_backup.write_bytes(b"gone")
        with pytest.raises(BackupDamaged):
            rehearse(vault, caseload_backup)

        assert "restore_rehearsed" not in {each.action for each in audit.entries(vault.service)}


def test_between_the_file_and_its_anchor_a_restore_is_known_by_its_entry(
    ana: Holder, caseload_backup: Path
) -> None:
    path = ana.place.caseload(ana.uid)
    anchor = anchor_beside(path).read_bytes()
    put_back(ana, caseload_backup)
    anchor_beside(path).write_bytes(anchor)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        assert vault.warnings == ()
        assert check_database(vault.caseload, "caseload").findings == ()

    with ana.open() as vault:
        add_clients(vault, "A-900")


# Acceptance B30
def test_after_a_restore_an_older_copy_is_still_refused(ana: Holder, caseload_backup: Path) -> None:
    path = ana.place.caseload(ana.uid)
    put_back(ana, caseload_backup)
    restored = path.read_bytes()
    with ana.open() as vault:
        add_clients(vault, "A-900")

    path.write_bytes(restored)

    with pytest.raises(RecordRolledBack):
        ana.open()


def test_a_file_system_without_links_keeps_a_copy(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ana.place.caseload(ana.uid).read_bytes()

    def refuse(*_given: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)

    restored = put_back(ana, caseload_backup)

    assert restored.kept is not None
    assert restored.kept.read_bytes() == before
    assert restored.kept.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_refuses_the_last_step_leaves_the_old_file(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = compared(ana, caseload_backup)

    def refuse(*_given: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(restoring, "_swap_in", refuse)

    with pytest.raises(CannotWrite):
        restore(ana.owner(), caseload_backup, asked)

    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200", "A-300"]


def test_what_was_replaced_is_removed_after_two_weeks(
    ana: Holder, caseload_backup: Path, backed_up: ServiceOnDisk
) -> None:
    kept = put_back(ana, caseload_backup).kept
    assert kept is not None
    stray = ana.place.service.with_name("service.db.before-restore")
    stray.write_bytes(b"of a restore that nothing tells of any more")

    with ana.open() as vault:
        back_up_quietly(vault)
        assert kept.exists()
        assert not stray.exists()
        backed_up.clock.advance(15 * 86400)
        back_up_quietly(vault)

        assert not kept.exists()
        actions = [each.action for each in audit.entries(vault.service)]
        assert actions.count("replaced_file_removed") == 2


def test_what_interrupted_restores_left_is_cleared_away(ana: Holder) -> None:
    for folder in (ana.folder, ana.place.backups):
        (folder / restoring.STAGING).mkdir()
        (folder / restoring.STAGING / "service.db").write_bytes(b"left")

    clear_staged(ana.place)

    assert not list(ana.folder.rglob(restoring.STAGING))


def test_an_owner_is_known_by_their_passphrase_alone(place: Place) -> None:
    (place.folder / "service.db").unlink()
    uid = place.created.uid

    owner = keys_for(place.folder, uid, bytearray(PASSPHRASE.encode()), place.sources).checked()

    assert owner.uid == uid
    with pytest.raises(WrongPassphrase):
        keys_for(place.folder, uid, bytearray(b"something else"), place.sources).checked()


def test_a_header_that_somebody_changed_gives_nobody_their_keys(place: Place) -> None:
    rewrite_header(place.header, lambda fields: fields.update(mac="0" * 64))

    with pytest.raises(HeaderAltered, match="mac"):
        keys_for(
            place.folder, place.created.uid, bytearray(PASSPHRASE.encode()), place.sources
        ).checked()


def test_the_clients_of_others_stay_equal_when_one_caseload_is_put_back(
    ana: Holder, backed_up: ServiceOnDisk, caseload_backup: Path
) -> None:
    colleague = colleague_of(backed_up, "therapist")
    with colleague.open() as vault:
        add_clients(vault, "B-100")
    theirs = colleague.place.caseload(colleague.uid).read_bytes()

    put_back(ana, caseload_backup)

    assert colleague.place.caseload(colleague.uid).read_bytes() == theirs
    with colleague.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert people.may_keep_people(vault) is False


@pytest.mark.parametrize("database", ["service", "caseload"])
def test_a_file_that_is_said_to_be_of_a_later_version_is_restored_over(
    ana: Holder, service_backup: Path, caseload_backup: Path, database: str
) -> None:
    with ana.open() as vault:
        file = vault.service if database == "service" else vault.caseload
        later = NEWEST + 1
        with file.change("brought_up", database, (str(later),)) as change:
            change.execute(f"PRAGMA user_version = {later}")
            change.execute(f"CREATE VIEW version_{later} AS SELECT {later}")
    with pytest.raises(RecordTooNew):
        ana.open()

    put_back(ana, service_backup if database == "service" else caseload_backup)

    with ana.open() as vault:
        assert vault.service.rows("PRAGMA user_version") == [(NEWEST,)]
        assert vault.caseload.rows("PRAGMA user_version") == [(NEWEST,)]


def test_a_backup_that_is_exchanged_while_it_is_put_back_brings_nothing(
    ana: Holder, caseload_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = rewritten(ana, caseload_backup)
    read_back = restoring.verify

    def read_back_and_exchange(path: Path, secret: Masked) -> None:
        read_back(path, secret)
        path.write_bytes(other)

    monkeypatch.setattr(restoring, "verify", read_back_and_exchange)
    with pytest.raises(BackupDamaged, match="digest"):
        put_back(ana, caseload_backup)

    assert not (ana.folder / restoring.STAGING).exists()
    with ana.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200", "A-300"]


def rewritten(ana: Holder, path: Path) -> bytes:
    """Return a backup with another code in it, as whoever once held its secret can write one."""
    backup = fitting_backup(ana.owner(), path)
    key, _audit_key = halves(backup.secret)
    rewritten = path.with_name("rewritten")
    rewritten.touch()
    source = read_copy(path, derive_masked(key, "sqlcipher"))
    copy = create_copy(rewritten, derive_masked(key, "sqlcipher"))
    copy_pages(source, copy, silent)
    copy.execute("UPDATE clients SET code = 'Z-100' WHERE code = 'A-100'")
    copy.commit()
    for each in (source, copy):
        each.close()
    pages = rewritten.read_bytes()
    rewritten.unlink()
    return pages + path.read_bytes()[backup.manifest.size :]


def test_another_maker_is_another_backup_than_was_confirmed(
    ana: Holder, caseload_backup: Path
) -> None:
    asked = compared(ana, caseload_backup)
    by_another = replace(asked, vouched=replace(asked.vouched, uid="f" * 32))

    with pytest.raises(ChangedMeanwhile):
        restore(ana.owner(), caseload_backup, by_another)
