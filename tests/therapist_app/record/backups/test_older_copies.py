"""An older copy of the record that writes where the record has its backups is refused, and told."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.forging import relabelled
from tests.support.record.safekeeping import back_up_quietly, silent
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backup_format.backup_file import label_of
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import back_up
from therapist_app.record.backups.backup_list import HERE
from therapist_app.record.backups.older_copies import AHEAD, BY_AN_OLDER_COPY, what_is_wrong
from therapist_app.record.backups.second_place import lacking
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import header_bytes, parse_header
from therapist_app.record.keyring.new_sheets import confirm_own_sheet, new_own_sheet
from therapist_app.record.keyring.people import change_roles

SOON = 60


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("older-copies") / "stick"


@pytest.fixture(scope="module")
def begun(stick: Path) -> Team:
    """Return a service whose second place has a backup of each of its files."""
    team = lay_out_team(stick.parent, Ben=("therapist",))
    stick.mkdir()
    team.visit("Ben")
    with team.open("Ana") as vault:
        backups.choose_second_place(vault.service, str(stick))
        back_up_quietly(vault)
    team.service.clock.advance(SOON)
    return team


@pytest.fixture
def team(begun: Team, stick: Path, tmp_path: Path) -> Team:
    return begun.apart_with(stick, tmp_path)


def go_on(team: Team) -> None:
    """Change something that stands in the list of people, and back up."""
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Ben"), ("therapist", "lead"))
        back_up_quietly(vault)
    team.service.clock.advance(SOON)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_an_older_copy_puts_nothing_where_the_record_went_on(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    copy = team.copied(tmp_path / "copied")
    go_on(team)
    before = names(stick)

    with copy.open("Ana") as vault:
        run = back_up(vault, silent)
        assert lacking(vault).wanted == ()

    assert [(place, error.detail) for place, error in run.problems] == [(str(stick), AHEAD)]
    assert names(stick) == before
    made = {each.place for each in run.backups if each.removed_at is None}
    assert made == {HERE}, "it is made on its own disk alone"


def test_a_backup_by_an_older_copy_is_told_by_the_record_until_it_is_gone(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    copy = team.copied(tmp_path / "copied")
    go_on(team)
    with copy.open("Ana") as vault:
        backups.choose_second_place(vault.service, "")
        kept = set(names(vault.place.backups))
        back_up_quietly(vault)
        made = set(names(vault.place.backups)) - kept
    for each in made:
        shutil.copy(copy.service.place.backups / each, stick)

    with team.open("Ana") as vault:
        run = back_up(vault, silent)
        told = [error.detail for _place, error in run.problems]
        assert told == [BY_AN_OLDER_COPY]
        assert any(each.place for each in run.backups), "the place is used all the same"
        for each in made:
            (stick / each).unlink()
        assert back_up(vault, silent).problems == ()


def counted_further(header: Header) -> Header:
    return replace(header, generation=header.generation + 1000)


def with_another_name(header: Header) -> Header:
    [first, *others] = counted_further(header).people
    return replace(header, people=(replace(first, name="Somebody Else"), *others))


@pytest.mark.parametrize("forged", [counted_further, with_another_name])
def test_who_has_the_stick_and_no_key_stops_no_backup_with_a_list_of_their_own(
    team: Team, stick: Path, forged: Callable[[Header], Header]
) -> None:
    [path] = stick.glob("service-*.tvb")
    header = forged(parse_header(label_of(path).header.encode()))
    relabelled(path, "made-up", header=header_bytes(header).decode())

    assert told_of(team) == []


def by_the_copy(copy: Team, stick: Path) -> None:
    """Have a copy make a backup on its own disk, and carry it to the stick."""
    with copy.open("Ana") as vault:
        backups.choose_second_place(vault.service, "")
        kept = set(names(vault.place.backups))
        back_up_quietly(vault)
        made = set(names(vault.place.backups)) - kept
    for each in made:
        shutil.copy(copy.service.place.backups / each, stick)


def told_of(team: Team) -> list[str]:
    with team.open("Ana") as vault:
        return [error.detail for _place, error in back_up(vault, silent).problems]


@pytest.mark.parametrize("changes", [1, 3])
def test_an_older_copy_that_raised_its_count_by_changes_of_its_own_is_told_all_the_same(
    team: Team, stick: Path, tmp_path: Path, changes: int
) -> None:
    copy = team.copied(tmp_path / "copied")
    go_on(team)
    for _change in range(changes):
        with copy.open("Ana") as vault:
            change_roles(vault, team.uid("Ben"), ("lead", "therapist"))

    by_the_copy(copy, stick)

    assert told_of(team) == [BY_AN_OLDER_COPY]


def test_an_older_copy_whose_people_changed_what_is_their_own_is_told_all_the_same(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    copy = team.copied(tmp_path / "copied")
    for each in (team, copy):
        with each.open("Ana") as vault:
            confirm_own_sheet(vault, new_own_sheet(vault))

    by_the_copy(copy, stick)

    assert told_of(team) == [BY_AN_OLDER_COPY]


def test_a_run_that_was_cut_off_before_its_rows_is_nothing_strange(team: Team, stick: Path) -> None:
    go_on(team)
    with team.open("Ana") as vault:
        listed = {each.file for each in backups.listed(vault.service)}
        assert what_is_wrong(vault.header, stick, set()) is None
        assert what_is_wrong(vault.header, stick, listed) is None


def test_what_is_damaged_forged_or_of_another_service_refuses_nothing(
    team: Team, stick: Path, tmp_path: Path
) -> None:
    copy = team.copied(tmp_path / "copied")
    go_on(team)
    [*_older, newest] = sorted(stick.glob("service-*"))
    with copy.open("Ana") as vault:
        ours = vault.header
    listed = {newest.name}
    assert what_is_wrong(ours, stick, listed) is not None

    elsewhere = replace(ours, service_id=ours.service_id[:8] + "0" * (len(ours.service_id) - 8))
    assert what_is_wrong(elsewhere, stick, listed) is None

    other_chain = replace(ours, trail=(replace(ours.trail[0], at="2020-01-01T00:00:00Z"),))
    assert what_is_wrong(other_chain, stick, listed) is None

    longer = replace(ours, trail=ours.trail * 9)
    assert what_is_wrong(longer, stick, listed) is None

    newest.write_bytes(b"no backup")
    assert what_is_wrong(ours, stick, listed) is None


def test_a_caseload_under_the_name_of_a_service_file_is_passed_over(
    team: Team, stick: Path
) -> None:
    with team.open("Ana") as vault:
        header = vault.header
    [caseload, *_others] = sorted(stick.glob("caseload-*"))
    caseload.rename(stick / f"service-{header.service_id[:8]}-99990101-000000-aaaa.tvb")

    assert what_is_wrong(header, stick, set()) is None
