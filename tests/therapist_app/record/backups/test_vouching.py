"""Who vouches for a backup: who signed it, and whether they were allowed to when they did."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.forging import backup_by, signer, unsigned
from tests.support.record.safekeeping import (
    add_clients,
    back_up_quietly,
    backups_of,
    codes_in,
    newest_path,
)
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backup_format import backup_making
from therapist_app.record.backup_format.backup_file import (
    BackupFile,
    add_tail,
    open_backup,
    read_tail,
)
from therapist_app.record.backup_format.backup_signature import BackupSigner, signed
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.backups.comparing import Comparison, compare, figures_now, fitting_backup
from therapist_app.record.backups.reading_back import read_again, readings, strays
from therapist_app.record.backups.restoring import rehearse, restore
from therapist_app.record.backups.vouching import Vouched, vouched_for
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import BackupDamaged, BackupRefused, KnownRecordError
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.statements import with_statement
from therapist_app.record.keyring.covering import end_cover, grant_cover, hand_over
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.vault.vault import Vault

COVER = timedelta(days=5)


@dataclass
class Case:
    """Ana keeps the service and has clients, for whom Bo covered for some days."""

    team: Team
    during: Path
    header_then: Header

    @property
    def ana(self) -> str:
        return self.team.uid("Ana")

    @property
    def bo(self) -> str:
        return self.team.uid("Bo")

    def owner(self, name: str = "Ana") -> KeyHolder:
        member, place = self.team.members[name], self.team.service.place
        header = load_header(place.header)
        return KeyHolder(place, header, member.uid, member.keys(), self.team.service.sources)

    def opened(self, path: Path, name: str = "Ana") -> BackupFile:
        return open_backup(path, self.team.uid(name), self.team.members[name].keys().opening)

    def vouched(self, path: Path, name: str = "Ana") -> Vouched:
        return vouched_for(self.owner().header, self.opened(path, name))

    def asked(self, path: Path, name: str = "Ana") -> Comparison:
        owner = self.owner(name)
        backup = fitting_backup(owner, path)
        return compare(owner, backup, figures_now(owner, backup.label.database))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Case:
    team = lay_out_team(tmp_path_factory.mktemp("vouching"), Bo=("therapist",))
    ana = team.uid("Ana")
    with team.open("Ana") as vault:
        add_clients(vault, "A-100")
        grant_cover(vault, ana, team.uid("Bo"), vault.today() + COVER)
        agree(vault)
        back_up_quietly(vault)
    team.service.clock.advance(3600)
    with team.open("Bo") as vault:
        vault.use_caseload(ana)
        back_up_quietly(vault)
        during, header = newest_path(vault, ana), vault.header
    return Case(team, during, header)


@pytest.fixture
def case(begun: Case, tmp_path: Path) -> Case:
    team = begun.team.apart(tmp_path)
    return Case(team, team.service.place.backups / begun.during.name, begun.header_then)


Forge = Callable[[Case, Vault, BackupSigner, datetime], Path]


def as_themselves(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    return backup_by(vault, case.ana, bo, at=now)


def with_the_list_of_then(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    return backup_by(vault, case.ana, bo, header=case.header_then, at=now)


def in_the_owners_name(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    return backup_by(vault, case.ana, replace(bo, uid=case.ana), at=now)


def with_the_owners_key_named(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    ana = vault.header.person(case.ana)
    assert ana is not None
    return backup_by(vault, case.ana, BackupSigner(case.ana, ana.verify, bo.sign), at=now)


def with_a_list_of_their_own(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    people = tuple(replace(each, name="Nobody") for each in case.header_then.people)
    header = replace(case.header_then, people=people)
    return backup_by(vault, case.ana, bo, header=header, at=now)


def with_another_chain(case: Case, vault: Vault, bo: BackupSigner, now: datetime) -> Path:
    """As with a keeper of before, who signs another statement in the place of a later one."""
    header = replace(case.header_then, trail=case.header_then.trail[:1])
    seed = case.team.members["Ana"].keys().signing
    header = with_statement(header, case.ana, seed, moment_text(now))
    return backup_by(vault, case.ana, bo, header=header, at=now)


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (as_themselves, "backup-refused: forged"),
        (with_the_list_of_then, "backup-refused: signed-late"),
        (in_the_owners_name, "backup-refused: forged"),
        (with_the_owners_key_named, "backup-damaged: signature"),
        (with_a_list_of_their_own, "backup-refused: forged"),
        (with_another_chain, "backup-refused: forged"),
    ],
)
def test_whoever_once_had_a_cover_makes_no_backup_that_is_taken(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forge: Forge, why: str
) -> None:
    stolen = case.team.copied(tmp_path / "stolen")
    with case.team.open("Ana") as vault:
        end_cover(vault, case.ana, case.bo)
    now = case.team.service.clock() + timedelta(hours=1)
    with stolen.open("Bo") as vault:
        vault.use_caseload(case.ana)
        add_clients(vault, "F-666")
        vault.header = case.owner().header  # they may read the list of today
        member = stolen.members["Bo"]
        bo = signer(case.bo, vault.header, member.keys().signing)
        with monkeypatch.context() as theirs:  # another program reads nothing back
            theirs.setattr(backup_making, "read_back", lambda _path, _secret: "")
            made = forge(case, vault, bo, now)
    forged = made.rename(case.team.service.place.backups / made.name)
    case.team.service.clock.advance(2 * 86400)

    with pytest.raises(KnownRecordError) as refused:
        case.asked(forged)

    assert str(refused.value) == why
    with case.team.open("Ana") as vault:
        assert codes_in(vault) == ["A-100"]
        with pytest.raises(KnownRecordError):
            rehearse(vault, forged)
        assert [each.path for each in strays(vault)] == []


def test_what_the_owner_signed_is_theirs(case: Case) -> None:
    with case.team.open("Ana") as vault:
        mine = next(each for each in backups_of(vault, case.ana) if each.made_by == case.ana)
        path = mine.path(vault.place)

    assert case.vouched(path) == Vouched("own", case.ana, "Ana Example")
    assert not case.asked(path).needs_choice


def test_what_a_cover_signed_in_their_days_is_named_and_chosen(case: Case) -> None:
    with case.team.open("Ana") as vault:
        end_cover(vault, case.ana, case.bo)
    asked = case.asked(case.during)

    assert asked.vouched == Vouched("then", case.bo, "Bo Example")
    with pytest.raises(BackupRefused, match="nobody-vouches"):
        restore(case.owner(), case.during, asked)
    restore(case.owner(), case.during, replace(asked, is_accepted=True))

    with case.team.open("Ana") as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_cover_whose_last_day_is_over_signs_nothing_more(case: Case, tmp_path: Path) -> None:
    stolen = case.team.copied(tmp_path / "stolen")
    late = case.team.service.clock() + COVER + timedelta(days=2)
    with stolen.open("Bo") as vault:
        vault.use_caseload(case.ana)
        bo = signer(case.bo, vault.header, stolen.members["Bo"].keys().signing)
        forged = backup_by(vault, case.ana, bo, at=late)

    with pytest.raises(BackupRefused, match="forged"):
        case.vouched(forged)


def test_leaving_ends_a_signature_from_that_day(case: Case, tmp_path: Path) -> None:
    with case.team.open("Bo") as vault:
        before = newest_path(vault, SERVICE)
    stolen = case.team.copied(tmp_path / "stolen")
    with case.team.open("Ana") as vault:
        hand_over(vault, case.bo, case.ana)
    case.team.visit("Bo", "Ana")
    case.team.service.clock.advance(3600)
    assert case.vouched(before).standing == "own"
    with case.team.open("Ana") as vault:
        remove_person(vault, case.bo)
    with stolen.open("Bo") as vault:
        bo = signer(case.bo, vault.header, stolen.members["Bo"].keys().signing)
        at = case.team.service.clock() + timedelta(hours=1)
        late = backup_by(vault, SERVICE, bo, at=at)

    assert case.vouched(before) == Vouched("then", case.bo, "Bo Example")
    with pytest.raises(BackupRefused, match="signed-late"):
        case.vouched(late)


def test_a_list_that_is_newer_than_the_one_here_is_told_as_such(case: Case) -> None:
    older = replace(case.owner().header, trail=case.owner().header.trail[:1])
    backup = case.opened(case.during)

    with pytest.raises(BackupRefused, match="older-header"):
        vouched_for(older, backup)


def test_without_statements_nobody_but_the_owner_vouches(case: Case, tmp_path: Path) -> None:
    bare = replace(case.header_then, trail=())
    with case.team.copied(tmp_path / "copy").open("Bo") as vault:
        vault.use_caseload(case.ana)
        bo = signer(case.bo, vault.header, case.team.members["Bo"].keys().signing)
        path = backup_by(vault, case.ana, bo, header=bare)

    assert case.vouched(path).standing == "nobody"


def test_who_made_it_is_who_signed_it(case: Case) -> None:
    backup = case.opened(case.during)
    other = replace(backup.manifest, made_by=case.ana)

    with pytest.raises(BackupRefused, match="forged"):
        vouched_for(case.owner().header, replace(backup, manifest=other))


# The first version of the format
def test_an_unsigned_backup_is_read_and_is_taken_only_if_somebody_chose_it(case: Case) -> None:
    with case.team.open("Ana") as vault:
        path = next(e for e in backups_of(vault, case.ana) if e.made_by == case.ana).path(
            vault.place
        )
        add_clients(vault, "A-200")
    unsigned(path, case.ana, case.team.members["Ana"].keys(), case.owner().header)
    assert fault_of(path, case.opened(path).secret) == ""
    asked = case.asked(path)

    assert asked.vouched == Vouched("nobody")
    with pytest.raises(BackupRefused, match="nobody-vouches"):
        restore(case.owner(), path, asked)
    with case.team.open("Ana") as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
    restore(case.owner(), path, replace(asked, is_accepted=True))
    with case.team.open("Ana") as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_signature_that_was_taken_away_or_is_of_another_database_is_found(case: Case) -> None:
    opened = case.opened(case.during)
    tail, start = read_tail(case.during), read_tail(case.during).start
    pages = case.during.read_bytes()[:start]
    bo = signer(case.bo, case.header_then, case.team.members["Bo"].keys().signing)
    others = (b"", b"{}", signed(tail.label, tail.manifest, bytes(32), bo))

    for signature in others:
        case.during.write_bytes(pages)
        add_tail(case.during, tail.label, tail.manifest, signature)
        assert fault_of(case.during, opened.secret) == "signature"
        with pytest.raises(BackupDamaged, match="signature"):
            case.opened(case.during)


def test_a_listed_backup_whose_maker_might_not_is_marked_when_it_is_read_again(
    case: Case,
) -> None:
    with case.team.open("Ana") as vault:
        row = next(each for each in backups_of(vault, case.ana) if each.made_by == case.bo)
        bo = signer(case.bo, vault.header, case.team.members["Bo"].keys().signing)
        forged = backup_by(vault, case.ana, bo, at=vault.sources.now() + 3 * COVER)
        forged.replace(row.path(vault.place))
        [found] = [each for each in readings(vault) if each.backup.id == row.id]

        assert read_again(found, vault.sources.now()).fault == "forged"
