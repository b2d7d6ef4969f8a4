"""What a keeper who was removed still opens with what was made before, and what others are told."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.records import a_client
from tests.support.record.safekeeping import back_up_quietly, codes_in
from tests.support.record.sheets import replace_continuity
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.backups.rebuilding import begin_rebuilding, rebuild
from therapist_app.record.backups.restoring import service_alone
from therapist_app.record.clients import clients
from therapist_app.record.errors import (
    HeaderAltered,
    NotAllowed,
    NotPossibleYet,
    RecordDamaged,
    StatementRefused,
    WrongSheet,
)
from therapist_app.record.folder.layout import ServiceFolder, anchor_beside
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.notices import NOTICE
from therapist_app.record.keyring.covering import grant_cover, hand_over, seal_with_continuity
from therapist_app.record.keyring.people import give_notice, remove_person
from therapist_app.record.sign_in.key_holder import FileKeys
from therapist_app.record.vault.vault import Vault

DAY = date(2026, 6, 30)


def add(vault: Vault, code: str) -> None:
    clients.add(vault.caseload, a_client(vault.caseload, code=code))


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana and Bo are keepers with clients, Cy has clients; all is backed up, and Bo is removed."""
    team = lay_out_team(tmp_path, Bo=("keeper", "therapist"), Cy=("therapist",))
    for name in ("Ana", "Bo", "Cy"):
        with team.open(name) as vault:
            agree(vault)
            add(vault, f"{name}-then")
            back_up_quietly(vault)
        team.service.clock.advance(60)
    shutil.copytree(team.service.folder, tmp_path / "before")
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Bo"), team.uid("Ana"))
    team.visit("Bo", "Ana")
    with team.open("Ana") as vault:
        give_notice(vault, team.uid("Bo"))
    team.service.clock.advance(NOTICE.total_seconds() + 3600)
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Bo"))
        add(vault, "Ana-since")
        back_up_quietly(vault)
    with team.open("Cy") as vault:
        add(vault, "Cy-since")
        back_up_quietly(vault)
    return team


@pytest.fixture
def before(team: Team, tmp_path: Path) -> Team:
    """The whole folder as it was before Bo was removed, wherever he took it."""
    return Team(replace(team.service, folder=tmp_path / "before"), dict(team.members))


def rebuilt_by(name: str, before: Team, folder: Path) -> Team:
    """Let somebody rebuild the service from the backups of before alone."""
    made = Team(replace(before.service, folder=folder), dict(before.members))
    paths = (before.service.folder / "backups").glob("*.tvb")
    begun = begin_rebuilding(folder, paths, before.service.clock())
    member = before.members[name]
    place = ServiceFolder(begun.draft)
    header = load_header(place.header)
    keys = FileKeys(place, header, member.uid, member.keys(), before.service.sources)
    rebuild(begun, keys)
    return made


def reads(vault: Vault) -> dict[str, list[str]]:
    """Return the clients of every caseload that opens, by whose it is."""
    found = {}
    for each in vault.caseload_choices():
        vault.use_caseload(each.id)
        found[each.id] = codes_in(vault)
    return found


def whose(team: Team, name: str) -> str:
    """Return the caseload that was somebody's from the beginning; it has their own id."""
    return team.uid(name)


@pytest.fixture(params=["the whole folder", "the backups alone"])
def taken(before: Team, tmp_path: Path, request: pytest.FixtureRequest) -> Team:
    """What the keeper who left has of before, opened as it is or put together again."""
    if request.param == "the whole folder":
        return before
    return rebuilt_by("Bo", before, tmp_path / "rebuilt" / "service")


def test_a_removed_keeper_opens_of_before_what_was_theirs_then_and_nothing_of_others(
    before: Team, taken: Team
) -> None:
    with taken.open("Bo") as vault:
        assert reads(vault) == {whose(before, "Bo"): ["Bo-then"]}
        assert "keeper" in vault.person.roles
        for name in ("Ana", "Cy"):
            grant_cover(vault, whose(before, name), before.uid("Bo"), DAY)
            with pytest.raises(NotAllowed):
                vault.use_caseload(whose(before, name))


def test_as_a_keeper_of_before_they_reach_nobody_by_a_sheet_of_their_own(
    before: Team, taken: Team
) -> None:
    """A keeper of then can put another continuity sheet in force there; it opens no client."""
    with taken.open("Bo") as vault:
        sheet = replace_continuity(vault)
        grant_cover(vault, whose(before, "Cy"), before.uid("Bo"), DAY)
        with pytest.raises((NotPossibleYet, WrongSheet)):
            seal_with_continuity(vault, whose(before, "Cy"), sheet.text)


def test_nothing_of_before_opens_what_was_written_since(team: Team, before: Team) -> None:
    """Neither with the header of now, nor with the one of before."""
    with pytest.raises(HeaderAltered):
        team.open("Bo")
    shutil.copy(before.service.place.header, team.service.place.header)
    with pytest.raises(RecordDamaged):
        team.open("Bo")


@pytest.mark.parametrize("name", ["Ana", "Cy"])
def test_a_list_of_before_keeps_out_whose_clients_were_opened_since(
    team: Team, before: Team, name: str
) -> None:
    """Bo puts the service file of before, with its header, where those of now were."""
    now, then = team.service.place, before.service.place
    shutil.copy(then.header, now.header)
    for each in (now.service, anchor_beside(now.service)):
        shutil.copy(then.path / each.relative_to(now.path), each)

    with pytest.raises((StatementRefused, HeaderAltered, RecordDamaged)):
        team.open(name).close()


def test_a_service_rebuilt_from_backups_of_before_has_the_removed_one_in_it_again(
    before: Team, tmp_path: Path
) -> None:
    """Nothing in those backups could say that he left; the page of a move does."""
    rebuilt = rebuilt_by("Ana", before, tmp_path / "rebuilt" / "service")

    bo, place = before.members["Bo"], rebuilt.service.place
    keys = FileKeys(place, load_header(place.header), bo.uid, bo.keys(), before.service.sources)
    with keys:
        holder = keys.checked()
        with service_alone(holder) as vault:
            assert "keeper" in vault.person.roles
    with rebuilt.open("Ana") as vault:
        assert "keeper" in next(each for each in vault.header.people if each.uid == bo.uid).roles
