"""Erasing asks for a second person where there is one; alone it is told to everybody."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.clients import clients
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed, Throttled, WrongPassphrase
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in.attempts import load_tally
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.people.second_person import (
    CAN_COME,
    SecondPerson,
    can_somebody_come,
    colleagues,
    confirm,
)
from therapist_app.workflows.rights.access_copy import write_copy
from therapist_app.workflows.rights.data_rights import erase_client, hold, lift_hold, protections
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

LONG_AGO = (CAN_COME + timedelta(seconds=1)).total_seconds()
CLEO = "quiet harbour keeps a lantern"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Bo=("therapist",))


def cleo_in(vault: Vault) -> str:
    newcomer = NewPerson("Cleo Example", ("lead",), bytearray(CLEO.encode()))
    return add_person(vault, newcomer, FLOOR).uid


def erase(vault: Vault, confirmed_by: str = "") -> None:
    client = a_client(vault.caseload, code="A-100")
    clients.add(vault.caseload, client)
    erase_client(workspace_for(vault), client.id, "A-100", "unlawful", confirmed_by)


def test_a_second_person_confirms_by_their_own_passphrase_and_is_named(team: Team) -> None:
    with team.open("Ana") as vault:
        cleo = cleo_in(vault)
        given = SecondPerson(cleo, bytearray(CLEO.encode()))

        erase(vault, confirm(vault, given))

        assert not any(given.passphrase)
        told = {each.action: each for each in audit.entries(vault.service)}
        assert told["erasure_confirmed"].fields == (cleo,)
        assert told["erasure_confirmed"].is_signed
        assert "erased_alone" not in told


def test_a_wrong_passphrase_counts_and_nobody_confirms_themselves(team: Team) -> None:
    with team.open("Ana") as vault:
        cleo = cleo_in(vault)
        for uid in (vault.person.uid, "0" * 32):
            with pytest.raises(NotAllowed):
                confirm(vault, SecondPerson(uid, bytearray(CLEO.encode())))
        with pytest.raises(WrongPassphrase):
            confirm(vault, SecondPerson(cleo, bytearray(b"another one of somebody")))
        assert load_tally(vault.place.attempts).count == 1
        for _try in range(4):
            team.service.clock.advance(600)
            with pytest.raises(WrongPassphrase):
                confirm(vault, SecondPerson(cleo, bytearray(b"another one of somebody")))
        with pytest.raises(Throttled):
            confirm(vault, SecondPerson(cleo, bytearray(CLEO.encode())))


def test_alone_it_is_told_to_everybody(team: Team) -> None:
    team.visit("Bo")
    team.service.clock.advance(LONG_AGO)
    with team.open("Ana") as vault:
        assert [each.name for each in colleagues(vault)] == ["Bo Example"]
        erase(vault)
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)

    assert act_in_words(act).startswith("Ana Example erased a client on ")


@pytest.mark.parametrize("hours", [1, 14 * 24 - 1])
def test_nobody_erases_alone_while_a_colleague_who_was_here_lately_can_come(
    team: Team, hours: int
) -> None:
    team.visit("Bo")
    team.service.clock.advance(hours * 3600)
    with team.open("Ana") as vault:
        client = a_client(vault.caseload, code="A-100")
        clients.add(vault.caseload, client)
        with pytest.raises(NotAllowed, match="second-can-come"):
            erase_client(workspace_for(vault), client.id, "A-100", "unlawful")

        assert can_somebody_come(vault)
        assert clients.count(vault.caseload) == 1


def test_who_never_signed_in_cannot_come(team: Team) -> None:
    with team.open("Ana") as vault:
        assert colleagues(vault)
        assert not can_somebody_come(vault)


def test_nobody_lifts_a_legal_hold_alone_while_a_colleague_can_come(team: Team) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        work, client = workspace_for(vault), a_client(vault.caseload, code="A-100")
        clients.add(vault.caseload, client)
        hold(work, client.id, "a court has asked")
        with pytest.raises(NotAllowed, match="second-can-come"):
            lift_hold(work, client.id, "not needed")
        assert protections(work, client.id).hold is not None

        lift_hold(work, client.id, "the court has it", team.uid("Bo"))

        assert protections(work, client.id).hold is None
        [entry] = audit.entries_of(vault.service, "hold_lift_confirmed")
        assert (entry.fields, entry.is_signed) == ((team.uid("Bo"),), True)
        assert client.id not in entry.subject


def test_a_legal_hold_that_was_lifted_alone_is_told_to_everybody(team: Team) -> None:
    team.visit("Bo")
    team.service.clock.advance(LONG_AGO)
    with team.open("Ana") as vault:
        work, client = workspace_for(vault), a_client(vault.caseload, code="A-100")
        clients.add(vault.caseload, client)
        hold(work, client.id, "a court has asked")
        lift_hold(work, client.id, "the court has it")
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)

    assert act_in_words(act).startswith("Ana Example lifted the legal hold of a client on ")


def test_where_there_is_nobody_else_nothing_is_told(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path)
    with team.open("Ana") as vault:
        erase(vault)

        assert colleagues(vault) == ()
        assert "erased_alone" not in {each.action for each in audit.entries(vault.service)}
    practice = lay_out_team(tmp_path / "practice", practice=True)
    with practice.open("Ana") as vault:
        assert colleagues(vault) == ()


def test_that_a_whole_record_was_saved_as_a_copy_is_told_to_everybody_and_not_of_whom(
    team: Team, tmp_path: Path
) -> None:
    team.visit("Bo")
    team.service.clock.advance(3600)
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        client = add_client(workspace, NewClient("code_only"))
        write_copy(workspace, client.id, b"sealed", str(tmp_path / "copy"))
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)
        [entry] = [each for each in audit.entries(vault.service) if each.action == act.action]

    said = act_in_words(act)
    assert said.startswith("Ana Example saved a copy of a client's whole record on ")
    assert client.code not in said
    assert client.id not in entry.subject


def test_where_there_is_nobody_else_no_copy_is_told(tmp_path: Path) -> None:
    with lay_out_team(tmp_path / "team").open("Ana") as vault:
        workspace = workspace_for(vault)
        client = add_client(workspace, NewClient("code_only"))
        write_copy(workspace, client.id, b"sealed", str(tmp_path / "copy"))

        assert "access_bundle_made" not in {each.action for each in audit.entries(vault.service)}
