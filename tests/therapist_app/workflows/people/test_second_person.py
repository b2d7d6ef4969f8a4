"""Erasing asks for a second person where there is one; alone it is told to everybody."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.client_rights import erasing
from therapist_app.record.clients import clients
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed, Throttled, WrongPassphrase
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.confirmations import (
    Confirmation,
    confirmed,
    is_valid,
    note_confirmed,
)
from therapist_app.record.keyring.people import add_person, remove_person
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
from therapist_app.workflows.rights.data_rights import (
    erase_client,
    erasure_of,
    hold,
    lift_hold,
    lifting_of,
    protections,
)
from therapist_app.workflows.safekeeping.audit_trail import TrailQuery, trail_page
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

LONG_AGO = (CAN_COME + timedelta(seconds=1)).total_seconds()
CLEO = "quiet harbour keeps a lantern"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Bo=("therapist",))


def cleo_in(vault: Vault) -> str:
    newcomer = NewPerson("Cleo Example", ("lead",), bytearray(CLEO.encode()))
    return add_person(vault, newcomer, FLOOR).uid


def client_in(vault: Vault) -> str:
    client = a_client(vault.caseload, code="A-100")
    clients.add(vault.caseload, client)
    return client.id


def erase(vault: Vault) -> None:
    erase_client(workspace_for(vault), client_in(vault), "A-100", "unlawful")


def word_of(team: Team, name: str, vault: Vault, about: str) -> Confirmation:
    """Return what somebody signs whose passphrase was right."""
    return confirmed(vault, team.uid(name), team.members[name].keys(), about)


def second_named(vault: Vault) -> list[str]:
    """Return whom the audit trail names beside what was confirmed."""
    lines = trail_page(workspace_for(vault), TrailQuery("service", kind="clients")).lines
    return [each.about for each in lines if "second person confirm" in each.what]


def test_a_second_person_confirms_by_their_own_passphrase_and_is_named(team: Team) -> None:
    with team.open("Ana") as vault:
        cleo, work, client = cleo_in(vault), workspace_for(vault), client_in(vault)
        given = SecondPerson(cleo, bytearray(CLEO.encode()))

        word = confirm(vault, given, erasure_of(work, client))
        erase_client(work, client, "A-100", "unlawful", word)

        assert not any(given.passphrase)
        told = {each.action: each for each in audit.entries(vault.service)}
        assert told["erasure_confirmed"].fields[0] == cleo
        assert told["erasure_confirmed"].is_signed
        assert "erased_alone" not in told
        assert second_named(vault) == ["Cleo Example"]
    with team.open("Bo") as vault:
        assert loud_acts(vault) == ()


@pytest.mark.parametrize("how", ["named", "own-keys", "of-another-act", "of-another", "of-before"])
def test_nobody_is_named_as_the_second_person_who_did_not_sign_this_act(
    team: Team, how: str
) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        bo, work, client = team.uid("Bo"), workspace_for(vault), client_in(vault)
        about = erasure_of(work, client)
        word = {
            "named": Confirmation(bo, about, b""),
            "own-keys": replace(word_of(team, "Ana", vault, about), by=bo),
            "of-another-act": replace(
                word_of(team, "Bo", vault, "erasure:" + "0" * 64), about=about
            ),
            "of-another": word_of(team, "Bo", vault, "erasure:" + "0" * 64),
            "of-before": Confirmation(bo, "", b""),
        }[how]
        with pytest.raises(NotAllowed, match="second-person"):
            erase_client(work, client, "A-100", "unlawful", word)
        assert clients.count(vault.caseload) == 1
        told = (bo,) if how == "of-before" else (bo, word.about, word.signature.hex())
        audit.note(vault.service, "erasure_confirmed", about[:16], told)

        assert second_named(vault) == ["Not signed by a second person"]
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)
    assert "named Bo Example as the second person, who did not sign" in act_in_words(act)


def test_who_has_left_confirms_nothing(team: Team) -> None:
    with team.open("Ana") as vault:
        cleo, work, client = cleo_in(vault), workspace_for(vault), client_in(vault)
        about = erasure_of(work, client)
        word = confirm(vault, SecondPerson(cleo, bytearray(CLEO.encode())), about)
        remove_person(vault, cleo)
        with pytest.raises(NotAllowed, match="second-person"):
            erase_client(work, client, "A-100", "unlawful", word)
        note_confirmed(vault, "erasure_confirmed", about[:16], word)

        assert second_named(vault) == ["Not signed by a second person"]


def test_a_word_for_one_person_is_none_for_what_another_one_does(team: Team) -> None:
    with team.open("Ana") as vault:
        word = word_of(team, "Bo", vault, "erasure:" + "0" * 64)
        assert is_valid(vault, word, vault.person.uid)
        assert not is_valid(vault, word, team.uid("Bo"))
        assert not is_valid(vault, word, "c" * 32)


def test_a_wrong_passphrase_counts_and_nobody_confirms_themselves(team: Team) -> None:
    with team.open("Ana") as vault:
        cleo = cleo_in(vault)
        for uid in (vault.person.uid, "0" * 32):
            with pytest.raises(NotAllowed):
                confirm(vault, SecondPerson(uid, bytearray(CLEO.encode())), "")
        with pytest.raises(WrongPassphrase):
            confirm(vault, SecondPerson(cleo, bytearray(b"another one of somebody")), "")
        assert load_tally(vault.place.attempts).count == 1
        for _try in range(4):
            team.service.clock.advance(600)
            with pytest.raises(WrongPassphrase):
                confirm(vault, SecondPerson(cleo, bytearray(b"another one of somebody")), "")
        with pytest.raises(Throttled):
            confirm(vault, SecondPerson(cleo, bytearray(CLEO.encode())), "")


def test_alone_it_is_told_to_everybody(team: Team) -> None:
    team.visit("Bo")
    team.service.clock.advance(LONG_AGO)
    with team.open("Ana") as vault:
        assert [each.name for each in colleagues(vault)] == ["Bo Example"]
        erase(vault)
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)

    assert act_in_words(act).startswith("Ana Example erased a client on ")


def test_a_crash_after_an_erasure_leaves_it_told_that_nobody_confirmed_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_given: object) -> None:
        raise KeyboardInterrupt

    team.visit("Bo")
    team.service.clock.advance(LONG_AGO)
    vault = team.open("Ana")
    monkeypatch.setattr(erasing, "search_and_overwrite", crash)
    with pytest.raises(KeyboardInterrupt):
        erase(vault)
    vault.abandon()
    with team.open("Bo") as vault:
        assert [each.action for each in loud_acts(vault)] == ["erased_alone"]


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

        word = word_of(team, "Bo", vault, lifting_of(work, client.id))
        lift_hold(work, client.id, "the court has it", word)

        assert protections(work, client.id).hold is None
        [entry] = audit.entries_of(vault.service, "hold_lift_confirmed")
        assert (entry.fields[0], entry.is_signed) == (team.uid("Bo"), True)
        assert client.id not in f"{entry}"
        assert second_named(vault) == ["Bo Example"]


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
