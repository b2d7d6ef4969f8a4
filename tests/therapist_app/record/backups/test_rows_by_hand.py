"""What a colleague writes into the list of backups with a program of her own."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.record.safekeeping import back_up_quietly, silent
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.backup_format.backup_file import ENDING
from therapist_app.record.backups.backing_up import (
    complete_run,
    copy_databases,
    enter_run,
    is_due,
)
from therapist_app.record.backups.backup_list import choose_second_place, enter, listed, own_newest
from therapist_app.record.backups.giving_up import plan_giving_up
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile

DAY = 86400
LISTED = """
    INSERT INTO backups (id, database, place, file, generation, sha256, made_at, made_by,
        verified_at, fault, removed_at, disk)
    SELECT ?, ?, ?, ?, generation, sha256, ?, made_by, ?, '', NULL, ''
    FROM backups ORDER BY id LIMIT 1
"""


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    with team.open("Cy") as vault:
        back_up_quietly(vault)
    return team


def list_one(service: ServiceFile, database: str, place: str, file: str, made_at: datetime) -> None:
    at = moment_text(made_at)
    row_id = service.sources.random_bytes(16).hex()
    service.run(LISTED, (row_id, database, place, file, at, at)).fetchall()


def test_of_ones_own_backups_those_down_to_the_newest_that_is_whole_count(team: Team) -> None:
    with team.open("Cy") as vault:
        mine = team.uid("Cy")
        first = next(each for each in listed(vault.service) if each.database == mine)
        for hours, fault in ((1, ""), (2, "unreadable"), (3, "unreadable")):
            later = first.made_at + timedelta(hours=hours)
            made = replace(first, id=vault.service.new_id(), made_at=later, fault=fault)
            enter(vault.service, made)

        own = own_newest(vault.service, listed(vault.service), [mine])

    assert [each.made_at - first.made_at for each in own] == [
        timedelta(hours=3),
        timedelta(hours=2),
        timedelta(hours=1),
    ]


@pytest.mark.parametrize("place", ["", "/not/there"])
def test_no_row_that_somebody_wrote_lets_a_backup_count_that_was_never_made(
    team: Team, place: str
) -> None:
    now = team.service.clock()
    with team.open("Cy") as vault:
        file = listed(vault.service)[0].file
    with by_hand(team, "Ben") as service:
        for hours in range(0, 24 * 30, 3):
            for database in ("service", team.uid("Cy")):
                list_one(service, database, place, file, now + timedelta(hours=hours))
    team.service.clock.advance(20 * DAY)

    with team.open("Cy") as vault:
        assert is_due(vault)


@pytest.mark.parametrize("is_elsewhere", [True, False])
def test_no_row_that_somebody_wrote_has_a_file_removed(
    team: Team, tmp_path: Path, *, is_elsewhere: bool
) -> None:
    theirs = tmp_path / "letters" / "letter.tvb"
    theirs.parent.mkdir()
    theirs.write_bytes(b"of months")
    place = str(theirs.parent) if is_elsewhere else ""
    name = theirs.name if is_elsewhere else f"../../letters/{theirs.name}"
    before = team.service.clock() - timedelta(days=2)
    with by_hand(team, "Ben") as service:
        list_one(service, "service", place, name, before)
        for minutes in range(1, 9):
            other = theirs.with_name(f"{minutes}.tvb")
            other.write_bytes(b"another")
            list_one(
                service,
                "service",
                place,
                name.replace(theirs.name, other.name),
                before + timedelta(minutes=minutes),
            )

    with team.open("Cy") as vault:
        back_up_quietly(vault)

    assert theirs.exists()


def files_in(folder: Path) -> set[str]:
    return {each.name for each in folder.glob(f"*{ENDING}")}


@pytest.fixture
def stick(team: Team, tmp_path: Path) -> Path:
    """Backups of five days lie in a second place, which Ben cannot reach."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with team.open("Ana") as vault:
        choose_second_place(vault.service, str(stick))
    for _day in range(5):
        team.service.clock.advance(DAY)
        with team.open("Cy") as vault:
            back_up_quietly(vault)
    return stick


@pytest.mark.parametrize("how", ["pushed out", "twice", "not read back", "not whole"])
def test_no_row_that_somebody_wrote_takes_true_backups_off_another_disk(
    team: Team, stick: Path, how: str
) -> None:
    before = files_in(stick)
    with by_hand(team, "Ben") as service:
        now = service.now()
        if how == "pushed out":
            for database in ("service", team.uid("Cy")):
                for day in range(400):
                    file = f"{database}-{day}{ENDING}"
                    at = now - timedelta(days=day, seconds=1)
                    list_one(service, database, str(stick), file, at)
        elif how == "twice":
            for each in listed(service):
                list_one(service, each.database, each.place, each.file, each.made_at)
        elif how == "not read back":
            newer = moment_text(now - timedelta(days=4, hours=12))
            service.run("UPDATE backups SET verified_at = NULL WHERE made_at > ?", (newer,))
        else:
            newer = moment_text(now - timedelta(days=4, hours=12))
            service.run("UPDATE backups SET fault = 'digest' WHERE made_at > ?", (newer,))

    for _session in range(2):
        team.service.clock.advance(DAY)
        with team.open("Cy") as vault:
            back_up_quietly(vault)

    assert before <= files_in(stick)


@pytest.mark.usefixtures("stick")
@pytest.mark.parametrize("how", ["taken out", "marked as removed"])
def test_a_backup_whose_row_somebody_took_out_is_listed_again(team: Team, how: str) -> None:
    mine = {"service", team.uid("Cy")}
    with team.open("Cy") as vault:
        before = {(each.id, each.place) for each in listed(vault.service)}
    take_out(team, how)

    team.service.clock.advance(DAY)
    with team.open("Cy") as vault:
        back_up_quietly(vault)
        after = [each for each in listed(vault.service) if each.database in mine]

    assert before <= {(each.id, each.place) for each in after}
    assert all(each.is_whole and each.disk == "record" for each in after if each.place)


def take_out(team: Team, how: str) -> None:
    """Have Ben take every row of a backup out of the list."""
    with by_hand(team, "Ben") as service:
        if how == "taken out":
            service.run("DELETE FROM backups").fetchall()
        else:
            service.run("UPDATE backups SET removed_at = made_at").fetchall()


@pytest.mark.usefixtures("stick")
def test_a_backup_on_another_disk_that_no_session_of_ones_own_entered_stays_out_of_the_list(
    team: Team,
) -> None:
    """It may be that of another copy of the record, which went on elsewhere."""
    take_out(team, "taken out")

    with team.open("Ana") as vault:
        back_up_quietly(vault)

        assert {each.made_by for each in listed(vault.service) if each.place} == {team.uid("Ana")}


def test_whoever_makes_their_keys_new_reaches_what_somebody_took_out_of_the_list(
    team: Team, stick: Path
) -> None:
    take_out(team, "taken out")

    with team.open("Cy") as vault:
        plan_giving_up(vault, keep=True)

        found = {each.file for each in listed(vault.service) if each.place}
    assert found == files_in(stick)


def test_whoever_reads_a_backup_back_signs_for_what_its_file_is(team: Team) -> None:
    """The oldest one, of which somebody wrote that it was made today, and read a month ago."""
    team.service.clock.advance(20 * DAY)
    now = team.service.clock()
    late, long_ago = moment_text(now), moment_text(now - timedelta(days=30))
    with by_hand(team, "Ben") as service:
        service.run("UPDATE backups SET made_at = ?, verified_at = ?", (late, long_ago)).fetchall()
    with team.open("Cy") as vault:
        run = complete_run(copied := replace(copy_databases(vault, silent), drafts=()))
        assert copied.readings
        enter_run(vault, run)

        assert is_due(vault)


def test_a_row_of_a_file_that_is_listed_under_another_id_goes_once_it_is_read(team: Team) -> None:
    team.service.clock.advance(20 * DAY)
    with team.open("Cy") as vault:
        [file] = [each.file for each in listed(vault.service) if each.database == "service"]
    with by_hand(team, "Ben") as service:
        long_ago = service.now() - timedelta(days=30)
        list_one(service, "service", "", file, long_ago)

    with team.open("Cy") as vault:
        back_up_quietly(vault)

        [kept] = [each for each in listed(vault.service) if each.file == file]
        assert kept.made_at != long_ago
    assert (team.service.place.backups / file).exists()


def test_no_row_makes_a_copy_count_on_another_disk_that_was_never_made(
    team: Team, tmp_path: Path
) -> None:
    """Of a backup that Cy made here Ben writes that a copy of it lies in a second place."""
    copied = (
        "INSERT INTO backups SELECT id, database, ?, file, generation, sha256, made_at, made_by"
    )
    with by_hand(team, "Ben") as service:
        columns = "verified_at, fault, removed_at, 'other' FROM backups"
        service.run(f"{copied}, {columns}", (str(tmp_path / "stick"),)).fetchall()

    with team.open("Cy") as vault:
        own = own_newest(vault.service, listed(vault.service), ["service", team.uid("Cy")])

    assert {each.place for each in own} == {""}
