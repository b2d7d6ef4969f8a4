"""An older file is backed up before it is brought up, and is old or new and never between."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.safekeeping import Holder
from tests.support.sampling import sampled
from therapist_app.record.backup_format import backup_making
from therapist_app.record.backup_format.backup_file import BackupFile, open_backup
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.backups import comparing, reading_back, restoring
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit, migrations
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.database import Opening
from therapist_app.record.database.figures import Figures
from therapist_app.record.database.opening import borrow_database
from therapist_app.record.database.structure import OTHER_STRUCTURE
from therapist_app.record.errors import NoRoom, RecordDamaged, RecordTooNew
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import SERVICE, CaseloadGrant, caseload_label
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import open_newest
from therapist_app.record.sign_in.key_holder import keys_for
from therapist_app.record.vault import openings
from therapist_app.record.vault.vault import Vault

STORED = Path(__file__).parents[1] / "stored" / "service-v4"
ANA = "vexed otter quilt over mud"
KILLS = (4, 10)


@dataclass(frozen=True)
class Keys:
    """Somebody's keys, worked out once from their passphrase."""

    uid: str
    opening: bytes
    signing: bytes

    def over(self, folder: Path) -> Holder:
        return Holder(folder, self.uid, self.opening, self.signing, system_sources())


@pytest.fixture(scope="module")
def keys(
    tmp_path_factory: pytest.TempPathFactory,
    derived_in_full: Callable[[], AbstractContextManager[None]],
) -> Keys:
    folder = tmp_path_factory.mktemp("stored") / "service"
    shutil.copytree(STORED, folder)
    header = load_header(ServiceFolder(folder).header)
    uid = next(each.uid for each in header.people if each.name.startswith("Ana"))
    with derived_in_full():
        found = keys_for(folder, uid, bytearray(ANA.encode()), system_sources()).keys
    with found.opening.revealed() as first, found.signing.revealed() as second:
        return Keys(uid, bytes(first), bytes(second))


@pytest.fixture
def ana(keys: Keys, tmp_path: Path) -> Holder:
    """A service as version 4 wrote it."""
    shutil.copytree(STORED, tmp_path / "service")
    return keys.over(tmp_path / "service")


def databases(holder: Holder) -> tuple[str, ...]:
    return (SERVICE, holder.uid)


def found(holder: Holder) -> dict[str, Figures]:
    """Return what is in each file, without bringing anything up."""
    figures = {each: comparing.figures_now(holder.owner(), each) for each in databases(holder)}
    assert all(figures.values())
    return {name: each for name, each in figures.items() if each}


def opening_for(holder: Holder, database: str) -> Opening:
    owner = holder.owner()
    [key] = owner.data_keys(database)
    return openings.opening_of(owner.place, owner.header, database, key, owner.author)


def made_before(holder: Holder) -> list[BackupFile]:
    paths = sorted(holder.place.backups.glob("*.tvb"))
    return [open_backup(path, holder.uid, holder.keys().opening) for path in paths]


# Acceptance B41
def test_a_service_of_version_4_is_brought_up_with_every_row(ana: Holder) -> None:
    before = found(ana)

    with ana.open() as vault:
        assert audit.verify(vault.service).is_whole
        assert audit.verify(vault.caseload).is_whole

    after = found(ana)
    for database in databases(ana):
        assert before[database].schema == 4
        assert after[database].schema == migrations.NEWEST
        kept = {name: after[database].content[name] for name in before[database].content}
        assert kept == before[database].content


@pytest.mark.parametrize("database", ["service", "caseload"])
def test_nothing_that_was_left_in_an_older_file_runs_as_it_is_brought_up(
    ana: Holder, database: str
) -> None:
    """Steps of the schema change rows, with every trigger that is there."""
    name = SERVICE if database == "service" else ana.uid
    before = found(ana)[name].content
    with borrow_database(opening_for(ana, name)) as older:
        older.run(
            "CREATE TRIGGER planted AFTER UPDATE ON about BEGIN"
            " INSERT OR REPLACE INTO about (key, value) VALUES ('planted', 'x'); END"
        )

    with ana.open() as vault:
        file = vault.service if database == "service" else vault.caseload
        assert file.rows("SELECT 1 FROM about WHERE key = 'planted'") == []
        assert len(audit.entries_of(file, OTHER_STRUCTURE)) == 1
        assert audit.verify(file).is_whole
    after = found(ana)[name].content
    assert {each: after[each] for each in before} == before


# Acceptance B41
def test_before_that_a_backup_of_each_old_file_is_made_and_read_back(ana: Holder) -> None:
    before = found(ana)

    with ana.open() as vault:
        made = made_before(ana)
        assert sorted(each.label.database for each in made) == sorted(databases(ana))
        for each in made:
            assert each.manifest.figures == before[each.label.database]
            assert fault_of(each.path, each.secret) == ""

        strays = {each.backup.id for each in reading_back.strays(vault)}
        assert {each.manifest.id for each in made} == strays


# Acceptance B41
def test_what_stands_in_the_log_of_an_old_file_is_in_its_backup(
    ana: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = comparing.open_as_it_is(ana.owner(), ana.uid)
    assert connection is not None
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE clients SET gender = 'changed in the log'")
    copied = ana.folder.with_name("copied")
    shutil.copytree(ana.folder, copied)
    connection.close()
    moved = Holder(copied, ana.uid, ana.opening, ana.signing, ana.sources)
    assert moved.place.caseload(ana.uid).with_name(f"{ana.uid}.db-wal").stat().st_size > 0
    seen: list[object] = []
    real = openings.copy_out

    def look(original, folder, tell):
        seen.extend(
            original.connection.execute("SELECT DISTINCT gender FROM clients").fetchall()
            if original.database == ana.uid
            else []
        )
        return real(original, folder, tell)

    monkeypatch.setattr(openings, "copy_out", look)

    moved.open().close()

    assert seen == [("changed in the log",)]


# Acceptance C47
def test_without_room_for_that_backup_nothing_is_brought_up(
    ana: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(ana)
    monkeypatch.setattr(backup_making.shutil, "disk_usage", lambda _: SimpleNamespace(free=0))

    with pytest.raises(NoRoom):
        ana.open()

    monkeypatch.undo()
    assert found(ana) == before


# Acceptance C47
def test_without_a_backup_of_the_caseload_the_service_file_is_not_brought_up_either(
    ana: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(ana)
    real = openings.copy_out

    def copy_out(original, folder, tell):
        if original.database == ana.uid:
            raise NoRoom(1)
        return real(original, folder, tell)

    monkeypatch.setattr(openings, "copy_out", copy_out)

    with pytest.raises(NoRoom):
        ana.open()

    assert found(ana) == before


def test_a_caseload_that_does_not_open_is_told_of_by_its_own_opening(ana: Holder) -> None:
    ana.place.caseload(ana.uid).unlink()

    with pytest.raises(RecordDamaged, match="missing"):
        ana.open()

    assert [each.label.database for each in made_before(ana)] == [SERVICE]


def test_where_the_service_file_alone_is_opened_it_alone_is_copied(ana: Holder) -> None:
    with restoring.service_alone(ana.owner()):
        pass

    assert [each.label.database for each in made_before(ana)] == [SERVICE]


def test_a_caseload_that_is_of_this_version_already_is_not_copied(ana: Holder) -> None:
    with ana.open():
        pass
    before = made_before(ana)
    keys = ana.keys()
    header = ana.owner().header
    [boxes] = [each.boxes_for(ana.uid) for each in owned_by(header, ana.uid)]
    who = openings.Author(openings.actor_for(ana.uid, keys), ana.sources)
    label = caseload_label(ana.uid)
    found = [
        openings.opening_of(ana.place, header, ana.uid, each.key, who)
        for each in open_newest(header, label, boxes, keys.opening)
    ]

    assert not openings.back_up_older(found, ana.place, header)
    assert len(made_before(ana)) == len(before) == 2


# Acceptance B41
def test_a_newer_file_is_refused_without_a_write(ana: Holder) -> None:
    """A version whose step has no other statement makes a view of its number."""
    following = migrations.NEWEST + 1
    with ana.open() as vault, vault.service.change("brought_up", "service") as change:
        change.execute(f"CREATE VIEW version_{following} AS SELECT {following}")
        change.execute(f"PRAGMA user_version = {following}")
    before = {each: each.read_bytes() for each in ana.folder.rglob("*") if each.is_file()}

    with pytest.raises(RecordTooNew):
        ana.open()

    after = {each: each.read_bytes() for each in ana.folder.rglob("*") if each.is_file()}
    assert after == before
    assert ana.place.service in after


# Acceptance C49
@pytest.mark.usefixtures("waits_for_the_disk")
@pytest.mark.parametrize("kills", sampled(KILLS, every=2))
def test_killed_in_the_middle_a_file_is_old_or_new(keys: Keys, tmp_path: Path, kills: int) -> None:
    seen: set[int] = set()
    all_of_them = statements_of_bringing_up()

    for kill in range(kills):
        folder = tmp_path / str(kill)
        shutil.copytree(STORED, folder)
        ana = keys.over(folder)
        before = found(ana)
        open_and_die(ana, after=kill * all_of_them // (kills - 1))

        for database, figures in found(ana).items():
            seen.add(figures.schema)
            assert figures.schema in range(4, migrations.NEWEST + 1)
            kept = {name: figures.content[name] for name in before[database].content}
            assert kept == before[database].content
        with ana.open() as vault:
            assert vault.service.row("PRAGMA user_version") == (migrations.NEWEST,)
            assert audit.verify(vault.caseload).is_whole

    assert {4, migrations.NEWEST} <= seen


def statements_of_bringing_up() -> int:
    """Return of how many statements the steps are, of both files; rows in them can add some."""
    done: list[str] = []
    for kind in (migrations.SERVICE, migrations.CASELOAD):
        connection = dbapi2.connect(":memory:")
        migrations.walk_to(connection, kind, 4)
        connection.set_trace_callback(done.append)
        migrations.bring_up(connection, kind)
        connection.close()
    return len(done)


def open_and_die(holder: Holder, *, after: int) -> None:
    """Open a service in another process, which dies after so many statements of its steps."""
    process = os.fork()
    if process == 0:
        done = [0]

        def die(_statement: str) -> None:
            done[0] += 1
            if done[0] > after:
                os.kill(os.getpid(), signal.SIGKILL)

        real = migrations._take

        def take(connection: dbapi2.Connection, kind: migrations.Kind, step: int) -> None:
            connection.set_trace_callback(die)
            real(connection, kind, step)
            connection.set_trace_callback(None)

        migrations._take = take
        try:
            holder.open().close()
        finally:
            os._exit(0)
    os.waitpid(process, 0)


def test_a_caseload_is_shared_where_somebody_else_has_its_key_or_may_have_it_still(
    vault: Vault,
) -> None:
    """Then its indexes are not believed as it opens."""
    header, me = vault.header, vault.person.uid
    [mine, *_others] = header.caseloads
    [box, *more] = mine.boxes
    another = replace(box, to="ab" * 16)

    def is_shared(grant: CaseloadGrant) -> bool:
        who = openings.Author(Actor(me, bytes), system_sources())
        key = Masked(bytearray(32))
        made = openings.opening_of(vault.place, header.with_grant(grant), mine.id, key, who)
        return made.is_shared

    assert not is_shared(mine)
    assert is_shared(replace(mine, is_stale=True))
    assert is_shared(replace(mine, boxes=(box, *more, another)))
