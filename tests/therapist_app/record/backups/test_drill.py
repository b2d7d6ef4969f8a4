"""A drill: the service made anew from its second location, before that is needed."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.forging import backup_by, of_a_later_version, signer, unsigned
from tests.support.record.safekeeping import add_clients, back_up_quietly, holder_of, put_back
from tests.support.record.services import PASSPHRASE, founder
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups import comparing, rebuilding
from therapist_app.record.backups.drill import (
    EVERY,
    FIRST_AFTER,
    Drilled,
    SecondKeeper,
    hold_drill,
    is_drill_due,
    last_drill,
    note_drill,
    other_keepers,
)
from therapist_app.record.backups.restoring import restore_first
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    BackupPlaceMissing,
    BackupRefused,
    RecordTooNew,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.header.header import SERVICE, NewPerson
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in.attempts import load_tally
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.sign_in.unlocking import create_service, unlock

CLEO = "quiet harbour keeps a lantern"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drill") / "stick"


@pytest.fixture(scope="module")
def begun(stick: Path) -> Team:
    """Ana keeps the service and has clients; Bo has clients; all of it on a stick."""
    team = lay_out_team(stick.parent, Bo=("therapist",))
    stick.mkdir()
    with team.open("Bo") as vault:
        add_clients(vault, "B-100")
        back_up_quietly(vault)
    with team.open("Ana") as vault:
        add_clients(vault, "A-100")
        backups.choose_second_place(vault.service, str(stick))
        back_up_quietly(vault)
    return team


@pytest.fixture
def team(begun: Team, stick: Path, tmp_path: Path) -> Team:
    return begun.apart_with(stick, tmp_path)


def held(team: Team, second: SecondKeeper | None = None) -> Drilled:
    with team.open("Ana") as vault:
        drilled = hold_drill(vault, team.members["Ana"].sheet, second)
        note_drill(vault, drilled)
        assert not (vault.place.backups / "drill").exists()
    return drilled


def states(drilled: Drilled, team: Team) -> dict[str, str]:
    names = {SERVICE: "service", team.uid("Ana"): "Ana", team.uid("Bo"): "Bo"}
    return {names[each.database]: each.state for each in drilled.files}


def test_the_whole_service_comes_back_and_nothing_of_it_stays(team: Team) -> None:
    header = team.service.place.header.read_bytes()
    there = sorted(each.name for each in team.service.folder.rglob("*"))

    drilled = held(team)

    assert states(drilled, team) == {"service": "opened", "Ana": "opened", "Bo": "sealed"}
    assert all(each.made_at is not None for each in drilled.files)
    assert (drilled.second, drilled.is_whole) == ("nobody", True)
    assert team.service.place.header.read_bytes() == header
    assert sorted(each.name for each in team.service.folder.rglob("*")) == there
    with team.open("Ana") as vault:
        [entry] = [each for each in audit.entries(vault.service) if each.action == "drill_held"]
        assert entry.is_signed
        assert f"{team.uid('Bo')}:sealed" in entry.fields


def test_a_caseload_whose_therapist_has_not_signed_in_yet_lacks_nothing(team: Team) -> None:
    cy = team.add("Cy", "therapist").uid

    drilled = held(team)

    assert [each.state for each in drilled.files if each.database == cy] == ["empty"]
    assert drilled.is_whole


@pytest.mark.parametrize("how", ["missing", "damaged", "unsigned", "by nobody here"])
def test_a_caseload_that_would_not_come_back_is_named(team: Team, stick: Path, how: str) -> None:
    [path] = stick.glob(f"caseload-{team.uid('Bo')[:8]}*")
    if how == "missing":
        path.unlink()
    elif how == "damaged":
        spoilt = bytearray(path.read_bytes())
        spoilt[9000] ^= 1
        path.write_bytes(spoilt)
    elif how == "unsigned":
        with team.open("Bo") as vault:
            unsigned(path, team.uid("Bo"), team.members["Bo"].keys(), vault.header)
    else:
        with team.open("Bo") as vault:
            someone = signer(team.uid("Bo"), vault.header, team.members["Bo"].keys().signing)
            strange = type(someone)("0" * 32, someone.key, someone.sign)
            backup_by(vault, team.uid("Bo"), strange, folder=stick).replace(path)

    drilled = held(team)

    assert states(drilled, team)["Bo"] == ("missing" if how == "missing" else "damaged")
    assert not drilled.is_whole
    with team.open("Ana") as vault:
        assert last_drill(vault) is None


def test_a_caseload_that_another_copy_of_the_record_wrote_is_named(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    mine = f"caseload-{team.uid('Ana')[:8]}*"
    (tmp_path / "laptop").mkdir()
    other = team.apart(tmp_path / "laptop")
    for each in (other, team):  # both go on by themselves, this one later
        each.service.clock.advance(6 * 3600 if each is other else 7 * 3600)
        with each.open("Ana") as vault:
            add_clients(vault, "A-200")
        with each.open("Ana") as vault:
            back_up_quietly(vault)
    max(stick.glob(mine)).unlink()  # as where only the service file was open

    drilled = held(team)

    assert states(drilled, team) == {"service": "opened", "Ana": "apart", "Bo": "sealed"}
    assert not drilled.is_whole


def test_a_service_file_that_was_put_back_by_hand_and_went_on_is_no_other_copy(
    team: Team, stick: Path
) -> None:
    mine = f"caseload-{team.uid('Ana')[:8]}*"
    team.service.clock.advance(6 * 3600)
    for _each in range(3):
        team.visit("Ana")
    with team.open("Ana") as vault:
        back_up_quietly(vault)
        of_now = vault.service.audit.mark.n
    kept = max(stick.glob(mine))
    put_back(holder_of(team.service), min(stick.glob("service-*")))
    team.service.clock.advance(6 * 3600)
    for _each in range(12):
        team.visit("Ana")
    with team.open("Ana") as vault:
        assert vault.service.audit.mark.n > of_now
        back_up_quietly(vault)
    assert max(stick.glob(mine)) != kept
    max(stick.glob(mine)).unlink()

    assert states(held(team), team)["Ana"] == "opened"


def test_ones_own_caseload_that_is_damaged_is_named(team: Team, stick: Path) -> None:
    [path] = stick.glob(f"caseload-{team.uid('Ana')[:8]}*")
    spoilt = bytearray(path.read_bytes())
    spoilt[9000] ^= 1
    path.write_bytes(spoilt)

    assert states(held(team), team)["Ana"] == "damaged"


def test_backups_of_a_later_version_are_named_as_that(team: Team, stick: Path) -> None:
    [path] = stick.glob(f"caseload-{team.uid('Ana')[:8]}*")
    of_a_later_version(path)

    assert states(held(team), team) == {"service": "opened", "Ana": "too_new", "Bo": "sealed"}

    [path] = stick.glob("service-*")
    of_a_later_version(path)
    with team.open("Ana") as vault, pytest.raises(RecordTooNew, match="backup"):
        hold_drill(vault, team.members["Ana"].sheet, None)


def test_a_caseload_that_a_later_version_wrote_is_named_as_that(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_new_for_ana(owner: KeyHolder, path: Path, *, unsigned: bool) -> None:
        if path.name.startswith("caseload-"):
            monkeypatch.setattr(comparing, "NEWEST", 4)
        restore_first(owner, path, unsigned=unsigned)

    monkeypatch.setattr(rebuilding, "restore_first", too_new_for_ana)

    assert states(held(team), team)["Ana"] == "too_new"


def test_the_sheet_must_be_the_one_in_force_and_is_not_used_up(team: Team) -> None:
    with team.open("Ana") as vault:
        with pytest.raises(WrongSheet):
            hold_drill(vault, team.members["Bo"].sheet, None)
        hold_drill(vault, team.members["Ana"].sheet, None)
        hold_drill(vault, team.members["Ana"].sheet, None)


def test_without_a_second_location_or_its_backups_that_is_said(team: Team, stick: Path) -> None:
    for path in stick.iterdir():
        path.unlink()
    with team.open("Ana") as vault:
        with pytest.raises(BackupRefused, match="no-service-file"):
            hold_drill(vault, team.members["Ana"].sheet, None)
        stick.rmdir()
        with pytest.raises(BackupPlaceMissing):
            hold_drill(vault, team.members["Ana"].sheet, None)
        backups.choose_second_place(vault.service, "")
        with pytest.raises(BackupPlaceMissing):
            hold_drill(vault, team.members["Ana"].sheet, None)


def test_backups_of_another_service_on_the_same_stick_are_left_alone(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    team.service.clock.advance(3600)
    sources = team.service.sources
    created = create_service(other, founder(), practice=False, cost=FLOOR, sources=sources)
    words = bytearray(PASSPHRASE.encode())
    with unlock(other, created.uid, words, practice=False, sources=sources) as vault:
        back_up_quietly(vault)
        for path in vault.place.backups.glob("*.tvb"):
            path.rename(stick / path.name)

    assert set(states(held(team), team)) == {"service", "Ana", "Bo"}


def test_a_second_keeper_signs_in_there_and_a_wrong_try_counts_at_the_record(team: Team) -> None:
    team.service.clock.advance(3600)
    newcomer = NewPerson("Cleo Example", ("keeper",), bytearray(CLEO.encode()))
    with team.open("Ana") as vault:
        cleo = add_person(vault, newcomer, FLOOR).uid
        back_up_quietly(vault)
        assert other_keepers(vault) == (cleo,)
    assert held(team).second == "left_out"
    with team.open("Ana") as vault:
        assert is_drill_due(vault) is False
        assert last_drill(vault) is None  # it was not whole
        wrong = SecondKeeper(cleo, bytearray(b"another passphrase of hers"))
        with pytest.raises(WrongPassphrase):
            hold_drill(vault, team.members["Ana"].sheet, wrong)
        assert load_tally(vault.place.attempts).count == 1
        assert not any(wrong.passphrase)
        for _try in range(4):
            team.service.clock.advance(600)
            with pytest.raises(WrongPassphrase):
                hold_drill(
                    vault, team.members["Ana"].sheet, SecondKeeper(cleo, bytearray(b"x" * 20))
                )
        right = SecondKeeper(cleo, bytearray(CLEO.encode()))
        with pytest.raises(Throttled):
            hold_drill(vault, team.members["Ana"].sheet, right)
    team.service.clock.advance(3600)

    drilled = held(team, SecondKeeper(cleo, bytearray(CLEO.encode())))

    assert (drilled.second, drilled.second_uid, drilled.is_whole) == ("signed_in", cleo, True)


def test_one_is_due_a_month_after_the_beginning_and_then_twice_a_year(team: Team) -> None:
    with team.open("Ana") as vault:
        assert not is_drill_due(vault)
        team.service.clock.advance(FIRST_AFTER.total_seconds())
        assert is_drill_due(vault)
        note_drill(vault, hold_drill(vault, team.members["Ana"].sheet, None))
        assert not is_drill_due(vault)
        team.service.clock.advance((EVERY - timedelta(hours=1)).total_seconds())
        assert not is_drill_due(vault)
        team.service.clock.advance(7200)
        assert is_drill_due(vault)


def test_what_a_cut_off_drill_left_goes_with_the_next_backup(team: Team) -> None:
    left = team.service.place.backups / "drill" / "service.rebuilding"
    left.mkdir(parents=True)
    with team.open("Ana") as vault:
        back_up_quietly(vault)

    assert not left.parent.exists()


def test_practice_needs_none(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, practice=True)
    with team.open("Ana") as vault:
        team.service.clock.advance(2 * EVERY.total_seconds())
        assert not is_drill_due(vault)
