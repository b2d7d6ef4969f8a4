"""A service from its backups alone, in an empty folder."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.forging import (
    backup_by,
    of_a_later_version,
    relabelled,
    signer,
    unsigned,
)
from tests.support.record.records import START
from tests.support.record.safekeeping import (
    Holder,
    add_clients,
    back_up_quietly,
    codes_in,
    put_back,
)
from tests.support.record.services import NEW, PASSPHRASE, Place, founder
from tests.support.record.sheets import replace_continuity, replace_sheet
from tests.support.record.whole_clients import a_whole_client
from therapist_app.messages.errors import explain
from therapist_app.record.backup_format.backup_file import (
    add_tail,
    label_of,
    read_label,
    read_tail,
    spell_label,
)
from therapist_app.record.backups import awaiting, comparing, rebuilding
from therapist_app.record.backups.awaiting import (
    arrived_at,
    is_awaited,
    lacks_a_caseload,
    put_back_awaited,
    put_back_by_sheet,
)
from therapist_app.record.backups.looking_through import CaseloadOf, look_through, whole_by
from therapist_app.record.backups.rebuilding import (
    Rebuilding,
    Rebuilt,
    begin_rebuilding,
    finish_rebuilding,
    rebuild,
)
from therapist_app.record.backups.restoring import restore_first
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.signing import verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    CannotWrite,
    ChangedMeanwhile,
    FolderInUse,
    HeaderAltered,
    RecordDamaged,
    RecordTooNew,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.layout import ServiceFolder, anchor_beside
from therapist_app.record.header.header import CONTINUITY, Header
from therapist_app.record.header.header_file import header_bytes, load_header, parse_header
from therapist_app.record.header.header_text import with_digest
from therapist_app.record.keyring.covering import (
    grant_cover,
    hand_over,
    seal_with_continuity,
    seal_with_sheet,
)
from therapist_app.record.keyring.moving_clients import arriving, offer, take_over
from therapist_app.record.keyring.people import add_person
from therapist_app.record.repair.checking import CheckFinding, FullCheckReport
from therapist_app.record.sign_in.key_holder import (
    FileKeys,
    keys_by_continuity,
    keys_by_sheet,
    keys_for,
)
from therapist_app.record.sign_in.nobody_left import make_keeper
from therapist_app.record.sign_in.unlocking import (
    Created,
    NewPerson,
    create_service,
    people,
    unlock,
    unlock_with_sheet,
)

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

    def take(self) -> None:
        """Take every backup of the laptop along; a minute later the move begins."""
        for path in self.place.folder.glob("backups/*.tvb"):
            shutil.copy(path, self.path)
        self.place.clock.advance(60)

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

    assert tuple(each.database for each in rebuilt.restored) == ("service", stick.ana)
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


def test_whoever_took_a_client_over_takes_the_service_to_a_new_laptop(stick: Stick) -> None:
    with stick.place.unlock() as vault:
        client = a_whole_client(vault.caseload, "A-300", "Signed")
        offer(vault, client.id, stick.bo)
    with stick.place.unlock(BO, stick.bo) as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
        back_up_quietly(vault)
    stick.take()

    stick.finish(stick.begin(), stick.bo, BO)

    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["A-300", "B-100", "B-200"]


def another_name(header: Header) -> Header:
    [first, *others] = header.people
    return replace(header, people=(replace(first, name="Somebody Else"), *others))


def another_count(header: Header) -> Header:
    return replace(header, generation=header.generation + 1000)


@pytest.mark.parametrize("forged", [another_name, another_count])
def test_a_list_of_people_by_who_has_the_stick_keeps_no_service_from_coming_back(
    stick: Stick, forged: Callable[[Header], Header]
) -> None:
    [newest] = sorted(stick.path.glob("service-*.tvb"))[-1:]
    header = forged(parse_header(label_of(newest).header.encode()))
    at = label_of(newest).made_at + timedelta(minutes=1)
    relabelled(newest, "made-up", header=header_bytes(header).decode(), made_at=at)

    begun = stick.begin()
    assert [each.name for each in begun.people] == ["Ana Example", "Bo Example"]
    rebuilt = stick.finish(begun, stick.ana, PASSPHRASE)

    assert rebuilt.is_whole


@pytest.mark.parametrize("forged", [another_count, lambda header: replace(header, mac=bytes(32))])
def test_a_list_of_people_that_one_of_them_signs_keeps_no_service_from_coming_back(
    stick: Stick, forged: Callable[[Header], Header]
) -> None:
    later = stick.place.clock() + timedelta(minutes=1)
    with stick.place.unlock(BO, stick.bo) as vault:
        bo = signer(stick.bo, vault.header, vault.credentials.keys.signing)
        header = forged(vault.header)
        backup_by(vault, "service", bo, header=header, at=later, folder=stick.path)
    stick.place.clock.advance(3600)

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert rebuilt.is_whole
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def test_where_no_list_of_people_is_the_services_own_nothing_is_rebuilt(stick: Stick) -> None:
    for each in stick.path.glob("service-*.tvb"):
        each.unlink()
    with stick.place.unlock(BO, stick.bo) as vault:
        bo = signer(stick.bo, vault.header, vault.credentials.keys.signing)
        header = replace(vault.header, mac=bytes(32))
        backup_by(vault, "service", bo, header=header, folder=stick.path)

    with pytest.raises(HeaderAltered, match="mac"):
        stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    assert not stick.folder.exists()


def test_a_list_of_people_under_a_key_that_is_nobodys_in_it_is_passed_over(stick: Stick) -> None:
    with stick.place.unlock(BO, stick.bo) as vault:
        nobodys = Masked(bytearray(b"k" * 32))
        bo = signer(stick.bo, vault.header, nobodys)
        bo = replace(bo, key=verify_key_of(bytearray(b"k" * 32)))
        forged = backup_by(vault, "service", bo, folder=stick.path)

    looked = look_through(stick.path.glob("*.tvb"), stick.place.clock())

    assert [path for path, _why in looked.damaged] == [forged]


def test_newer_backups_by_who_has_the_stick_push_no_true_one_out(stick: Stick) -> None:
    for true in (*stick.path.glob(f"caseload-{stick.bo[:8]}-*.tvb"), *newest_of_service(stick)):
        for minute in range(1, 5):
            at = label_of(true).made_at + timedelta(minutes=minute)
            relabelled(true, str(minute), made_at=at)

    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    clock = stick.place.clock()
    laid = stick.folder / "backups"
    assert [made for made, by in made_by(laid, stick.bo) if by == stick.bo and made < clock]
    with keys_for(stick.folder, stick.bo, bytearray(BO.encode()), stick.place.sources) as keys:
        put_back_awaited(keys)
    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def newest_of_service(stick: Stick) -> list[Path]:
    return sorted(stick.path.glob("service-*.tvb"))[-1:]


def made_by(folder: Path, caseload: str) -> list[tuple[datetime, str]]:
    """Return when each backup of a caseload was made, and who signed that it is whole."""
    header = load_header(folder / "header.json")
    found = sorted(folder.glob(f"caseload-{caseload[:8]}-*.tvb"))
    return [(label_of(each).made_at, whole_by(header, each)) for each in found]


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
    assert tuple(each.database for each in rebuilt.restored) == ("service",)


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
    assert tuple(each.database for each in rebuilt.restored) == ("service",)


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


def keys_of_bo(stick: Stick) -> FileKeys:
    return keys_for(stick.folder, stick.bo, bytearray(BO.encode()), stick.place.sources)


def test_the_other_one_signs_in_later_and_finds_their_clients(stick: Stick) -> None:
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        back_up_quietly(vault)
    assert lacks_a_caseload(stick.folder, stick.bo)
    assert not lacks_a_caseload(stick.folder, stick.ana)
    assert not lacks_a_caseload(stick.folder.parent, stick.ana)

    assert put_back_awaited(keys_of_bo(stick)) == (stick.bo,)

    assert not lacks_a_caseload(stick.folder, stick.bo)
    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]
        assert vault.warnings == ()
        assert audit.verify(vault.service).is_whole
        assert audit.verify(vault.caseload).is_whole


def test_a_move_from_backups_of_before_the_last_work_is_no_older_file(
    place: Place, tmp_path: Path
) -> None:
    bo = fill(place)
    place.clock.advance(3600)
    for uid, words in ((bo, BO), (place.created.uid, PASSPHRASE)):
        with place.unlock(words, uid) as vault:
            add_clients(vault, "C-100")
    with place.unlock() as vault:
        back_up_quietly(vault)
        assert arrived_at(vault.service) is None
    stick = Stick(place, bo, tmp_path)
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    assert put_back_awaited(keys_of_bo(stick)) == (bo,)
    path = ServiceFolder(stick.folder).caseload(bo)
    aside = {each: each.read_bytes() for each in (path, anchor_beside(path))}

    with stick.unlock(bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]
        assert vault.warnings == ()
        assert arrived_at(vault.service) is not None
        add_clients(vault, "C-200")

    for each, content in aside.items():
        each.write_bytes(content)
    with stick.unlock(bo, BO) as vault:
        assert vault.warnings == ("caseload-older",)


def test_a_file_that_somebody_took_away_later_is_not_replaced_unasked(stick: Stick) -> None:
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    assert put_back_awaited(keys_of_bo(stick)) == (stick.bo,)
    for path in stick.folder.glob(f"caseloads/{stick.bo}.*"):
        path.unlink()

    assert put_back_awaited(keys_of_bo(stick)) == ()
    assert lacks_a_caseload(stick.folder, stick.bo)


def test_an_awaited_backup_that_is_not_whole_gives_way_to_an_older_one(stick: Stick) -> None:
    stick.place.clock.advance(86400)
    with stick.place.unlock(BO, stick.bo) as vault:
        add_clients(vault, "B-300")
        back_up_quietly(vault)
    shutil.copytree(stick.place.folder / "backups", stick.path, dirs_exist_ok=True)
    stick.spoil(max(stick.path.glob(f"caseload-{stick.bo[:8]}*.tvb")).name)
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert put_back_awaited(keys_of_bo(stick)) == (stick.bo,)

    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def test_without_a_whole_backup_the_caseload_stays_awaited(stick: Stick) -> None:
    stick.spoil(f"caseload-{stick.bo[:8]}*.tvb")
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert put_back_awaited(keys_of_bo(stick)) == ()
    with pytest.raises(RecordDamaged, match="missing"):
        stick.unlock(stick.bo, BO)


@pytest.mark.parametrize("what", ["label", "rows"])
def test_an_awaited_backup_of_a_later_version_is_said_and_no_older_one_takes_its_place(
    stick: Stick, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    stick.place.clock.advance(86400)
    with stick.place.unlock(BO, stick.bo) as vault:
        back_up_quietly(vault)
    shutil.copytree(stick.place.folder / "backups", stick.path, dirs_exist_ok=True)
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    if what == "rows":
        monkeypatch.setattr(comparing, "NEWEST", 4)
    else:
        backups = ServiceFolder(stick.folder).backups
        later = max(backups.glob(f"caseload-{stick.bo[:8]}*.tvb"))
        of_a_later_version(later)

    with pytest.raises(RecordTooNew, match="backup") as refused:
        put_back_awaited(keys_of_bo(stick))
    if what == "label":  # anybody can write such a file there, who can also move it away
        assert later.name in explain(refused.value).what_happened
    assert lacks_a_caseload(stick.folder, stick.bo)
    monkeypatch.setattr(awaiting, "owned_by", lambda *_: ())  # of a colleague it keeps nobody out
    assert put_back_awaited(keys_of_bo(stick)) == ()


def test_who_stands_in_brings_the_clients_of_the_other_along(stick: Stick) -> None:
    with stick.place.unlock() as vault:
        grant_cover(vault, stick.bo, stick.ana, stick.place.clock().date() + timedelta(days=9))
    with stick.place.unlock(BO, stick.bo) as vault:
        agree(vault)
    stick.place.clock.advance(60)
    with stick.place.unlock(BO, stick.bo) as vault:
        back_up_quietly(vault)
    shutil.copytree(stick.place.folder / "backups", stick.path, dirs_exist_ok=True)

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert {each.database for each in rebuilt.restored} == {"service", stick.ana, stick.bo}
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        vault.use_caseload(stick.bo)
        assert codes_in(vault) == ["B-100", "B-200"]


def test_a_sheet_proves_who_one_is_and_stays_good(stick: Stick) -> None:
    begun, sources = stick.begin(), stick.place.sources
    with pytest.raises(WrongSheet):
        keys_by_sheet(begun.draft, stick.bo, stick.place.created.sheet.text, sources)
    sheet = stick.place.created.sheet.text

    rebuild(begun, keys_by_sheet(begun.draft, stick.ana, sheet, sources), ("disk:plain",))

    vault, _fresh = unlock_with_sheet(
        stick.folder, stick.ana, sheet, bytearray(NEW.encode()), practice=False, sources=sources
    )
    with vault:
        told = [
            each.action
            for each in audit.page(vault.service, audit.AuditFilter(), before=None, limit=99)
        ]
        assert "environment_accepted" in told
        assert "service_moved" in told


def test_what_is_in_place_already_is_not_replaced(stick: Stick) -> None:
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    [path] = (stick.folder / "backups").glob(f"caseload-{stick.ana[:8]}*.tvb")
    with (
        keys_for(
            stick.folder, stick.ana, bytearray(PASSPHRASE.encode()), stick.place.sources
        ) as keys,
        pytest.raises(ChangedMeanwhile),
    ):
        restore_first(keys.checked(), path)


@pytest.mark.parametrize("how", ["check", "copy"])
def test_what_does_not_read_back_as_it_was_is_not_put_in_place(
    stick: Stick, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "check":
        damaged = FullCheckReport("service", (CheckFinding("pages"),))
        monkeypatch.setattr(rebuilding, "check_file", lambda _opening: damaged)
    else:
        monkeypatch.setattr(rebuilding.shutil, "copyfile", lambda _old, new: new.write_bytes(b""))

    with pytest.raises(BackupDamaged, match="not-as-copied"):
        stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert not stick.folder.exists()


def test_a_note_that_was_altered_before_keeps_no_service_on_the_old_laptop(
    stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_before = FullCheckReport(
        "service", (CheckFinding("altered-notes"), CheckFinding("unvouched-notes"))
    )
    monkeypatch.setattr(rebuilding, "check_file", lambda _opening: told_before)

    assert not told_before.is_sound, "it is told by each full check"
    assert stick.finish(stick.begin(), stick.ana, PASSPHRASE).restored


def test_a_look_names_services_newest_first_and_what_is_damaged(
    stick: Stick, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    clock = SeededClock(START)
    clock.advance(9000)
    sources = replace(stick.place.sources, now=clock)
    created = create_service(other, founder(), practice=False, cost=FLOOR, sources=sources)
    passphrase = bytearray(PASSPHRASE.encode())
    with unlock(other, created.uid, passphrase, practice=False, sources=sources) as vault:
        back_up_quietly(vault)
    shutil.copytree(other / "backups", stick.path, dirs_exist_ok=True)
    cut = stick.path / "caseload-cut.tvb"
    cut.write_bytes(b"no backup")

    looked = look_through(stick.path.glob("*.tvb"), clock())

    assert [each.header.people[0].uid for each in looked.services] == [created.uid, stick.ana]
    assert [path for path, _why in looked.damaged] == [cut]
    for path in stick.path.glob("service-*"):
        path.unlink()
    assert {str(why) for _path, why in look_through(stick.path.glob("*.tvb"), clock()).damaged} == {
        "backup-damaged: cut-off",
        "backup-refused: no-service-file",
    }


def test_a_list_of_people_that_cannot_be_read_gives_way_to_an_older_one(stick: Stick) -> None:
    newest, *_older = sorted(stick.path.glob("service-*"), reverse=True)
    tail = read_tail(newest)
    label = replace(read_label(tail.label), header="{}")
    whole = newest.read_bytes()[: tail.start]
    newest.write_bytes(whole)
    add_tail(newest, spell_label(label), tail.manifest, tail.signature)

    begun = stick.begin()

    assert [each.name for each in begun.people] == ["Ana Example", "Bo Example"]
    assert [path for path, _why in look_through([newest], stick.place.clock()).damaged] == [newest]


def test_what_a_later_version_made_is_said_and_an_older_one_is_found(stick: Stick) -> None:
    newest, *older = sorted(stick.path.glob("service-*"), reverse=True)
    tail = read_tail(newest)
    label = read_label(tail.label)
    fields = with_digest({**strict_json.parse(label.header.encode()), "version": 99})
    header = strict_json.canonical(fields).decode()
    newest.write_bytes(newest.read_bytes()[: tail.start])
    add_tail(newest, spell_label(replace(label, header=header)), tail.manifest, tail.signature)

    looked = look_through(stick.path.glob("*.tvb"), stick.place.clock())
    assert [(path, str(why)) for path, why in looked.damaged] == [
        (newest, "record-too-new: backup")
    ]
    assert len(looked.services) == 1
    of_a_later_version(max(stick.path.glob(f"caseload-{stick.bo[:8]}*.tvb")))
    assert len(stick.begin().too_new) == 2
    for each in older:
        of_a_later_version(each)
    with pytest.raises(RecordTooNew, match="backup"):
        stick.begin()


def unsigned_on(stick: Stick, pattern: str) -> None:
    """Make some backups on the stick of before backups were signed."""
    with stick.place.unlock() as vault:
        keys, header = vault.credentials.keys.copied(), vault.header
    with stick.place.unlock(BO, stick.bo) as vault:
        others = vault.credentials.keys.copied()
    for path in stick.path.glob(pattern):
        is_ana = stick.ana in dict(label_of(path).boxes)
        unsigned(path, stick.ana if is_ana else stick.bo, keys if is_ana else others, header)


def test_what_nobody_signed_is_named_and_rebuilt_only_if_somebody_chose_it(stick: Stick) -> None:
    unsigned_on(stick, "*.tvb")
    begun = stick.begin()

    assert set(begun.unsigned) == {"service", stick.ana, stick.bo}
    with pytest.raises(BackupRefused, match="nobody-vouches"):
        stick.finish(begun, stick.ana, PASSPHRASE)
    assert not stick.folder.exists()
    secret = bytearray(PASSPHRASE.encode())
    finish_rebuilding(stick.begin(), stick.ana, secret, stick.place.sources, unsigned=True)

    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]
    keys = keys_for(stick.folder, stick.bo, bytearray(BO.encode()), stick.place.sources)
    assert put_back_awaited(keys) == (stick.bo,)


def test_an_unsigned_backup_with_a_late_day_does_not_come_before_a_signed_one(
    stick: Stick,
) -> None:
    stick.place.clock.advance(7200)
    with stick.place.unlock() as vault:
        add_clients(vault, "A-666")
        path = backup_by(vault, stick.ana, signer_of_ana(vault), folder=stick.path)
    unsigned_on(stick, path.name)
    begun = stick.begin()

    assert begun.unsigned == ()
    rebuilt = stick.finish(begun, stick.ana, PASSPHRASE)

    assert rebuilt.is_whole
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_forged_backup_is_passed_over_for_an_older_one(stick: Stick) -> None:
    stick.place.clock.advance(7200)
    with stick.place.unlock(BO, stick.bo) as vault:
        bo = signer(stick.bo, vault.header, vault.credentials.keys.signing.copied())
    with stick.place.unlock() as vault:
        add_clients(vault, "A-666")
        forged = backup_by(vault, stick.ana, bo, folder=stick.path)

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert [each.passed_over for each in rebuilt.restored if each.database == stick.ana] == [
        (forged,)
    ]
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_list_of_people_that_somebody_else_signed_for_gives_way_to_an_older_one(
    stick: Stick,
) -> None:
    stick.place.clock.advance(7200)
    with stick.place.unlock() as vault:
        ana = signer_of_ana(vault)
        forged = backup_by(vault, "service", replace(ana, uid=stick.bo), folder=stick.path)

    rebuilt = stick.finish(stick.begin(), stick.ana, PASSPHRASE)

    assert rebuilt.is_whole
    [service] = [each for each in rebuilt.restored if each.database == "service"]
    assert service.made_at < label_of(forged).made_at


def test_an_unsigned_backup_of_a_colleague_waits_until_somebody_chooses_it(stick: Stick) -> None:
    stick.finish(stick.begin(), stick.ana, PASSPHRASE)
    [path] = (stick.folder / "backups").glob(f"caseload-{stick.bo[:8]}*.tvb")
    with stick.place.unlock(BO, stick.bo) as vault:
        unsigned(path, stick.bo, vault.credentials.keys.copied(), vault.header)

    keys = keys_for(stick.folder, stick.bo, bytearray(BO.encode()), stick.place.sources)

    assert put_back_awaited(keys) == ()


def signer_of_ana(vault):
    return signer(vault.person.uid, vault.header, vault.credentials.keys.signing.copied())


def by_continuity(stick: Stick) -> Rebuilt:
    sheet = stick.place.created.continuity_sheet
    assert sheet is not None
    begun = stick.begin()
    return rebuild(begun, keys_by_continuity(begun.draft, sheet.text, stick.place.sources))


def test_the_continuity_sheet_puts_everything_back_with_nobody_there(stick: Stick) -> None:
    rebuilt = by_continuity(stick)

    assert {each.database for each in rebuilt.restored} == {"service", stick.ana, stick.bo}
    assert (rebuilt.waiting, rebuilt.refused, rebuilt.is_whole) == ((), (), True)
    for uid, words, codes in (
        (stick.ana, PASSPHRASE, ["A-100"]),
        (stick.bo, BO, ["B-100", "B-200"]),
    ):
        with stick.unlock(uid, words) as vault:
            assert codes_in(vault) == codes
            assert audit.verify(vault.service).is_whole
            assert audit.verify(vault.caseload).is_whole
            [moved] = [
                each for each in audit.entries(vault.service) if each.action == "service_moved"
            ]
            assert moved.by == CONTINUITY


def test_after_that_the_sheet_makes_a_keeper_who_reaches_every_client(stick: Stick) -> None:
    by_continuity(stick)
    sheet = stick.place.created.continuity_sheet
    assert sheet is not None
    newcomer = NewPerson("Nia Example", ("keeper", "therapist"), bytearray(NEW.encode()))
    nia = make_keeper(stick.folder, sheet.text, newcomer, stick.place.sources).uid

    with stick.unlock(nia, NEW) as vault:
        hand_over(vault, stick.bo, nia)
        seal_with_continuity(vault, stick.bo, sheet.text)
        vault.use_caseload(stick.bo)
        assert codes_in(vault) == ["B-100", "B-200"]


def test_a_sheet_opens_the_backups_that_the_sheets_before_it_opened(stick: Stick) -> None:
    first = stick.place.created.continuity_sheet
    assert first is not None
    with stick.place.unlock() as vault:
        second = replace_continuity(vault, first.text)
        third = replace_continuity(vault, second.text)
        back_up_quietly(vault)
    stick.take()
    begun = stick.begin()
    rebuilt = rebuild(begun, keys_by_continuity(begun.draft, third.text, stick.place.sources))

    assert {each.database for each in rebuilt.restored} == {"service", stick.ana, stick.bo}
    assert (rebuilt.waiting, rebuilt.refused) == ((), ())
    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def moved_by_ana(stick: Stick) -> str:
    """Move the service by Ana, after the continuity sheet was made anew; return the new one."""
    first = stick.place.created.continuity_sheet
    assert first is not None
    with stick.place.unlock() as vault:
        sheet = replace_continuity(vault, first.text)
        back_up_quietly(vault)
    stick.take()
    assert stick.finish(stick.begin(), stick.ana, PASSPHRASE).waiting == (stick.bo,)
    return sheet.text


def test_after_a_move_the_sheet_puts_awaited_clients_in_place_for_who_covers(stick: Stick) -> None:
    sheet = moved_by_ana(stick)
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        assert is_awaited(vault, stick.bo)
        grant_cover(vault, stick.bo, stick.ana, stick.place.clock().date() + timedelta(days=9))
        seal_with_continuity(vault, stick.bo, sheet)
        with pytest.raises(RecordDamaged) as refused:
            vault.use_caseload(stick.bo)
        assert refused.value.detail == "awaited"

        assert put_back_by_sheet(vault, stick.bo, CONTINUITY, sheet)

        assert not is_awaited(vault, stick.bo)
        vault.use_caseload(stick.bo)
        assert codes_in(vault) == ["B-100", "B-200"]
        assert audit.verify(vault.caseload).is_whole
        [restored] = [e for e in audit.entries(vault.caseload) if e.action == "restored"]
        assert restored.by == stick.ana
    with stick.unlock(stick.bo, BO) as vault:
        assert codes_in(vault) == ["B-100", "B-200"]


def test_after_a_move_their_own_sheet_does_the_same(stick: Stick) -> None:
    with stick.place.unlock(BO, stick.bo) as vault:
        own = replace_sheet(vault)
    moved_by_ana(stick)
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        grant_cover(vault, stick.bo, stick.ana, stick.place.clock().date() + timedelta(days=9))
        seal_with_sheet(vault, stick.bo, own.text)

        assert put_back_by_sheet(vault, stick.bo, stick.bo, own.text)

        vault.use_caseload(stick.bo)
        assert codes_in(vault) == ["B-100", "B-200"]


def test_a_sheet_that_opens_no_backup_of_an_awaited_caseload_leaves_it_awaited(
    stick: Stick,
) -> None:
    sheet = moved_by_ana(stick)
    with stick.unlock(stick.ana, PASSPHRASE) as vault:
        for path in vault.place.backups.glob(f"caseload-{stick.bo[:8]}*"):
            path.unlink()

        assert not put_back_by_sheet(vault, stick.bo, CONTINUITY, sheet)

        assert is_awaited(vault, stick.bo)
        assert not is_awaited(vault, stick.ana), "it is in its place"


def test_what_another_continuity_sheet_opens_waits_for_whose_it_is(stick: Stick) -> None:
    with stick.place.unlock() as vault:
        sheet = replace_continuity(vault)
        back_up_quietly(vault)
    stick.take()
    begun = stick.begin()
    rebuilt = rebuild(begun, keys_by_continuity(begun.draft, sheet.text, stick.place.sources))

    assert {each.database for each in rebuilt.restored} == {"service", stick.ana}
    assert (rebuilt.waiting, rebuilt.refused) == ((stick.bo,), ())
    with keys_for(stick.folder, stick.bo, bytearray(BO.encode()), stick.place.sources) as keys:
        assert put_back_awaited(keys) == (stick.bo,)
