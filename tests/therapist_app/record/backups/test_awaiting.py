"""What a colleague writes into the service file puts no older file in the place of a caseload."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.record.forging import unsigned
from tests.support.record.records import a_client
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.backups.awaiting import is_awaited, note_awaited, put_back_awaited
from therapist_app.record.clients import clients
from therapist_app.record.database.audit import note
from therapist_app.record.folder.layout import anchor_beside
from therapist_app.record.header.header_file import load_header
from therapist_app.record.sign_in.key_holder import FileKeys
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana wrote something after her last backup; everybody was here since."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",))
    team.visit("Bo", "Cy")
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
        back_up_quietly(vault)
    team.service.clock.advance(600)
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-200"))
    team.visit("Bo", "Cy")
    return team


def take_away(team: Team) -> None:
    path = team.service.place.caseload(team.uid("Ana"))
    path.unlink()
    anchor_beside(path).unlink()


def come_back(team: Team) -> tuple[str, ...]:
    """Let Ana's sign-in put in its place what is awaited."""
    ana, place = team.members["Ana"], team.service.place
    header = load_header(place.header)
    return put_back_awaited(FileKeys(place, header, ana.uid, ana.keys(), team.service.sources))


def by_hand(vault: Vault, ana: str) -> None:
    vault.service.run("INSERT INTO about VALUES (?, 'unsigned')", (f"awaited:{ana}",))


def in_anas_name(vault: Vault, ana: str) -> None:
    """Entered as hers, and signed with another key than hers."""
    by_hand(vault, ana)
    note(vault.service, "service_moved", "service", (ana,))
    n = vault.service.audit.mark.n
    vault.service.run(
        "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), ?, ?) AS BLOB) WHERE n = ?",
        (vault.person.uid, ana, n),
    )


@pytest.mark.parametrize("write", [by_hand, in_anas_name])
def test_what_nobody_moved_is_put_in_the_place_of_no_caseload(
    team: Team, write: Callable[[Vault, str], None]
) -> None:
    with team.open("Bo") as vault:
        write(vault, team.uid("Ana"))
        assert not is_awaited(vault, team.uid("Ana"))
    take_away(team)

    assert come_back(team) == ()
    with team.open("Bo") as vault:
        assert not is_awaited(vault, team.uid("Ana"))


def test_what_came_with_a_move_and_was_closed_since_is_awaited_no_more(team: Team) -> None:
    with team.open("Bo") as vault:
        note_awaited(vault.service, (team.uid("Ana"),))
    team.visit("Ana")
    take_away(team)

    assert come_back(team) == ()


def test_whoever_signs_that_they_moved_the_service_is_named_to_everybody(team: Team) -> None:
    with team.open("Bo") as vault:
        note_awaited(vault.service, (team.uid("Ana"),))
    take_away(team)
    assert come_back(team) == (team.uid("Ana"),)

    for name in ("Ana", "Cy"):
        with team.open(name) as vault:
            told = [act_in_words(each) for each in loud_acts(vault)]
        assert any(
            ", Bo Example put the whole service together from its backups, " in each
            for each in told
        )


def test_that_unsigned_backups_are_taken_stands_in_what_was_signed_alone(team: Team) -> None:
    ana = team.uid("Ana")
    with team.open("Bo") as vault:
        note_awaited(vault.service, (ana,))
        vault.service.run("UPDATE about SET value = 'unsigned' WHERE key = ?", (f"awaited:{ana}",))
    header = load_header(team.service.place.header)
    for path in (team.service.folder / "backups").glob(f"caseload-{ana[:8]}-*.tvb"):
        unsigned(path, ana, team.members["Ana"].keys(), header)
    take_away(team)

    assert come_back(team) == ()
