"""A service from its backups alone, in an empty folder."""

import shutil
from pathlib import Path

import pytest

from tests.support.record.records import START
from tests.support.record.safekeeping import (
    Holder,
    add_clients,
    back_up_quietly,
    codes_in,
    put_back,
)
from tests.support.record.services import PASSPHRASE, Place
from tests.support.record.sheets import replace_sheet
from therapist_app.record.backups import rebuilding
from therapist_app.record.backups.rebuilding import (
    CaseloadOf,
    Rebuilding,
    Rebuilt,
    begin_rebuilding,
    finish_rebuilding,
)
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    CannotWrite,
    FolderInUse,
    WrongPassphrase,
)
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in.key_holder import keys_for
from therapist_app.record.sign_in.unlocking import Created, NewPerson, people, unlock

pytestmark = pytest.mark.usefixtures("read_here")
BO = "plain lantern walks along"


def fill(place: Place) -> str:
    """Take a second person into a service, and back up for both; return the second's uid."""
    newcomer = NewPerson("Bo Example", ("therapist",), bytearray(BO.encode()))
    with place.unlock() as vault:
        add_clients(vault, "A-100")
        bo = add_person(vault, newcomer, FLOOR).uid
        back_up_quietly(vault)
    place.clock.advance(3600)
    with place.unlock(BO, bo) as vault:
        add_clients(vault, "B-100", "B-200")
        back_up_quietly(vault)
    return bo


class Stick:
    """A stick with the backups of two people, and a new laptop."""

    def __init__(self, place: Place, bo: str, tmp_path: Path) -> None:
        self.place = place
        self.bo = bo
        self.path = tmp_path / "stick"
        self.folder = tmp_path / "new" / "service"
        shutil.copytree(place.folder / "backups", self.path)

    @property
    def ana(self) -> str:
        return self.place.created.uid

    def begin(self) -> Rebuilding:
        return begin_rebuilding(self.folder, self.path.glob("*.tvb"), self.place.clock())

    def finish(self, begun: Rebuilding, uid: str, passphrase: str) -> Rebuilt:
        return finish_rebuilding(begun, uid, bytearray(passphrase.encode()), self.place.sources)

    def unlock(self, uid: str, passphrase: str):
        return unlock(
            self.folder,
            uid,
            bytearray(passphrase.encode()),
            practice=False,
            sources=self.place.sources,
        )

    def spoil(self, pattern: str) -> list[Path]:
        """Change a byte in the database part of each file that fits."""
        found = sorted(self.path.glob(pattern))
        for path in found:
            whole = bytearray(path.read_bytes())
            whole[5000] ^= 1
            path.write_bytes(whole)
        return found


@pytest.fixture(scope="module")
def filled(
    made: tuple[Path, Created], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Created, str]:
    folder, created = made
    lent = tmp_path_factory.mktemp("filled") / "service"
    shutil.copytree(folder, lent)
    return lent, created, fill(Place(lent, created, SeededClock(START)))


@pytest.fixture
def stick(filled: tuple[Path, Created, str], tmp_path: Path) -> Stick:
    folder, created, bo = filled
    shutil.copytree(folder, tmp_path / "old")
    clock = SeededClock(START)
    clock.advance(7200)
    return Stick(Place(tmp_path / "old", created, clock), bo, tmp_path)


def test_each_gets_their_own_back_on_a_new_laptop(stick: Stick) -> None:
    begun = stick.begin()
    assert [each.name for each in begun.people] == ["Ana Example", "Bo Example"]

    rebuilt = stick.finish(begun, stick.ana, PASSPHRASE)

    assert rebuilt.restored == ("service", stick.ana)
    assert rebuilt.waiting == (stick.bo,)
    assert rebuilt.refused == ()
    assert rebuilt.missing == begun.missing == ()
    assert rebuilt.is_whole
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]
        assert vault.warnings == ()
        assert audit.verify(vault.service).is_whole
    with pytest.raises(Exception, match="damaged: missing"):
        stick.unlock(stick.bo, BO)
    put_back_own(stick)
    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def test_whose_clients_no_backup_was_found_of_is_named_before_and_after(stick: Stick) -> None:
    for path in stick.path.glob(f"caseload-{stick.bo[:8]}-*"):
        path.unlink()

    begun = stick.begin()
    rebuilt = stick.finish(begun, stick.ana, PASSPHRASE)

    assert begun.missing == (CaseloadOf(stick.bo, "Bo Example"),)
    assert rebuilt.missing == begun.missing
    assert not rebuilt.is_whole


def test_a_backup_from_the_future_counts_only_where_there_is_no_other(stick: Stick) -> None:
    clock = stick.place.clock
    clock.advance(400 * 86400)
    with stick.place.unlock() as vault:
        back_up_quietly(vault)
    clock.advance(-399 * 86400)
    with stick.place.unlock() as vault:
        add_clients(vault, "A-200")
        back_up_quietly(vault)
    shutil.rmtree(stick.path)
    shutil.copytree(stick.place.folder / "backups", stick.path)

    stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100", "A-200"]


def put_back_own(stick: Stick) -> None:
    owner = keys_for(
        stick.folder,
        stick.bo,
        bytearray(BO.encode()),
        stick.place.sources,
    ).checked()
    with owner.keys.opening.revealed() as opening, owner.keys.signing.revealed() as signing:
        holder = Holder(stick.folder, stick.bo, bytes(opening), bytes(signing), stick.place.sources)
    [path] = (stick.folder / "backups").glob(f"caseload-{stick.bo[:8]}*.tvb")
    put_back(holder, path)


def test_a_wrong_passphrase_can_be_tried_again(stick: Stick) -> None:
    begun = stick.begin()
    with pytest.raises(WrongPassphrase):
        stick.finish(begun, stick.ana, "something else altogether")
    assert not stick.folder.exists()

    stick.folder.mkdir()
    stick.finish(begun, stick.ana, PASSPHRASE)

    assert len(people(stick.folder)) == 2


def test_a_damaged_backup_gives_way_to_an_older_one(stick: Stick) -> None:
    with stick.place.unlock() as vault:
        stick.place.clock.advance(86400)
        add_clients(vault, "A-200")
        back_up_quietly(vault)
    shutil.copytree(stick.place.folder / "backups", stick.path, dirs_exist_ok=True)
    newest = max(stick.path.glob(f"caseload-{stick.ana[:8]}*.tvb"))
    spoilt = stick.spoil(newest.name) + stick.spoil(max(stick.path.glob("service-*")).name)
    assert len(spoilt) == 2

    stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_caseload_without_a_whole_backup_is_told_and_the_rest_is_there(stick: Stick) -> None:
    stick.spoil(f"caseload-{stick.ana[:8]}*.tvb")
    (stick.path / "notes.tvb").write_bytes(b"no backup")

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    [(database, why)] = rebuilt.refused
    assert database == stick.ana
    assert isinstance(why, BackupDamaged)
    assert rebuilt.restored == ("service",)


# Acceptance B38
def test_a_caseload_backed_up_under_a_newer_header_is_refused(stick: Stick) -> None:
    with stick.place.unlock() as vault:
        replace_sheet(vault)
        stick.place.clock.advance(86400)
        back_up_quietly(vault)
    for path in stick.path.glob("caseload-*.tvb"):
        path.unlink()
    for path in (stick.place.folder / "backups").glob(f"caseload-{stick.ana[:8]}*.tvb"):
        shutil.copy(path, stick.path)

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert [str(why) for _, why in rebuilt.refused] == ["backup-refused: older-header"]
    assert rebuilt.restored == ("service",)


def test_without_the_service_file_or_an_empty_folder_nothing_is_begun(stick: Stick) -> None:
    for path in stick.path.glob("service-*"):
        path.unlink()
    with pytest.raises(BackupRefused, match="no-service-file"):
        stick.begin()
    stick.folder.mkdir(parents=True)
    (stick.folder / "something").write_text("here")

    with pytest.raises(FolderInUse):
        stick.begin()


def test_a_disk_that_refuses_is_said(stick: Stick, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = stick.begin()

    def refuse(_given: object) -> None:
        raise OSError(30, "read-only")

    monkeypatch.setattr(rebuilding, "_put_in_place", refuse)
    with pytest.raises(CannotWrite):
        stick.finish(begun, stick.ana, PASSPHRASE)
    monkeypatch.setattr(rebuilding, "make_private_folder", refuse)
    with pytest.raises(CannotWrite):
        stick.begin()

    assert not stick.folder.exists()
