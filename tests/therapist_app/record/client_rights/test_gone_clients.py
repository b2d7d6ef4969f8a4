"""Whoever takes a client out of their own file with another program is told to everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.client_rights import client_imports, client_moves, erasing
from therapist_app.record.client_rights.client_imports import TAKEN_BACK
from therapist_app.record.client_rights.gone_clients import GONE
from therapist_app.record.clients import clients
from therapist_app.record.crypto.signing import sign
from therapist_app.record.database.audit import AuditEntry, entries_of, note
from therapist_app.record.database.audit_chain import Actor, Deed
from therapist_app.record.database.database import Caseload
from therapist_app.record.keyring.confirmations import confirmed, told_of
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.service_model import ClientMove
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

DAY = date(2026, 6, 30)


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana has a client, and Bo is there as well."""
    team = lay_out_team(tmp_path, Bo=("therapist",))
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
    return team


def the_client(vault: Vault) -> str:
    [[client]] = vault.caseload.rows("SELECT id FROM clients")
    return str(client)


def file_of(vault: Vault) -> Path:
    assert vault.caseload_id is not None
    return vault.place.caseload(vault.caseload_id)


def found(team: Team) -> list[AuditEntry]:
    """Return what was noted once Ana has signed in twice more."""
    team.visit("Ana", "Ana")
    with team.open("Bo") as vault:
        return list(entries_of(vault.service, GONE))


def take_out(vault: Vault) -> None:
    vault.caseload.run("DELETE FROM clients")


def with_an_entry_of_their_own(vault: Vault) -> None:
    client = the_client(vault)
    take_out(vault)
    note(vault.caseload, "erased", f"client:{client}", ("no_longer_needed",))
    note(vault.caseload, "client_moved_away", f"client:{client}", ("b" * 32,))


def erased_with_nobody_told(vault: Vault) -> None:
    place = file_of(vault)
    erasing.erase(vault.caseload, vault.service, the_client(vault), "no_longer_needed", place)


def as_moved_to_themselves(vault: Vault) -> None:
    move_away(vault, vault.person.uid)


def as_moved_to_a_colleague_who_signed_nothing(vault: Vault) -> None:
    move_away(vault, next(each.uid for each in vault.header.people if each.name == "Bo Example"))


def move_away(vault: Vault, to: str) -> None:
    uid, now, client = vault.person.uid, vault.service.now(), the_client(vault)
    own, seed = vault.caseload_id or "", vault.credentials.keys.signing
    move = ClientMove(
        id=vault.service.new_id(),
        client=erasing.hash_of(vault.service, client),
        turn=1,
        from_caseload=own,
        to_person=to,
        offered_at=now,
        offered_by=uid,
        offered_sign=b"",
        ended_at=now,
        to_caseload="b" * 32,
        parcel_hash=b"p" * 32,
    )
    service_id = vault.header.service_id
    move = replace(move, offered_sign=sign(seed, client_moves.offer_statement(service_id, move)))
    signed = sign(seed, client_moves.taking_statement(service_id, move))
    client_moves.add(vault.service, replace(move, taken_sign=signed))
    take_out(vault)


def as_a_list_taken_back(vault: Vault) -> None:
    take_out(vault)
    note(vault.caseload, "import_undone", "caseload", ("1",))


@pytest.mark.parametrize(
    "gone",
    [
        take_out,
        with_an_entry_of_their_own,
        erased_with_nobody_told,
        as_moved_to_themselves,
        as_moved_to_a_colleague_who_signed_nothing,
        as_a_list_taken_back,
    ],
)
def test_a_client_who_is_gone_with_nothing_that_others_know_of_is_noted_once(
    team: Team, gone: Callable[[Vault], None]
) -> None:
    with team.open("Ana") as vault:
        gone(vault)
        caseload = vault.caseload_id

    [entry] = found(team)
    assert (entry.subject, entry.fields[0]) == (f"caseload:{caseload}", "1")
    assert entry.is_signed


def erased_and_told(vault: Vault, subject: str) -> None:
    client = the_client(vault)
    about = subject or erasing.subject_of(erasing.hash_of(vault.service, client))
    reason = erasing.Reason("no_longer_needed", Deed("erased_alone", about))
    erasing.erase_for(vault.caseload, vault.service, client, reason, file_of(vault))


@pytest.mark.parametrize("subject", ["", "erasure"])
def test_who_was_erased_so_that_everybody_is_told_is_not_missed(team: Team, subject: str) -> None:
    with team.open("Ana") as vault:
        erased_and_told(vault, subject)

    assert found(team) == []


@pytest.mark.parametrize(
    ("subject", "of_client", "missed"),
    [("", "", 0), ("erasure", "", 0), ("", "0" * 56, 1), ("erasure", "0" * 56, 1)],
)
def test_a_second_persons_word_accounts_for_whom_it_is_about_alone(
    team: Team, subject: str, of_client: str, missed: int
) -> None:
    """An old word, for somebody whose name begins alike, under a subject that says less."""
    with team.open("Ana") as vault:
        mark = erasing.hash_of(vault.service, the_client(vault))
        about = f"{erasing.subject_of(mark)}{of_client}" if of_client else f"erasure:{mark.hex()}"
        word = told_of(confirmed(vault, team.uid("Bo"), team.members["Bo"].keys(), about))
        deed = Deed("erasure_confirmed", subject or erasing.subject_of(mark), word)
        reason = erasing.Reason("no_longer_needed", deed)
        erasing.erase_for(vault.caseload, vault.service, the_client(vault), reason, file_of(vault))

    assert len(found(team)) == missed


def test_one_notice_of_an_earlier_version_accounts_for_one_client(team: Team) -> None:
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-200"))
        for client, *_rest in vault.caseload.rows("SELECT id FROM clients"):
            about = erasing.subject_of(erasing.hash_of(vault.service, client))
            note(vault.service, "erased", about, ("no_longer_needed",))
        take_out(vault)
        note(vault.service, "erased_alone", "erasure")

    [entry] = found(team)
    assert entry.fields[0] == "1"


def test_an_erasure_that_somebody_else_enters_accounts_for_nobody(team: Team) -> None:
    with team.open("Ana") as vault:
        about = erasing.subject_of(erasing.hash_of(vault.service, the_client(vault)))
        take_out(vault)
    with team.open("Bo") as vault:
        note(vault.service, "erased", about, ("no_longer_needed",))
        note(vault.service, "erased_alone", "erasure")

    assert len(found(team)) == 1


def test_who_was_erased_by_somebody_alone_in_the_service_is_not_missed(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path)
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
        erased_with_nobody_told(vault)
    team.add("Bo", "therapist")

    assert found(team) == []


def import_two(vault: Vault) -> datetime:
    now = vault.caseload.now()
    with vault.caseload.change("clients_imported", "caseload", ("2",)):
        for code in ("A-200", "A-300"):
            clients.add(vault.caseload, a_client(vault.caseload, code=code, imported_at=now))
    return now


def test_a_list_that_was_taken_back_is_not_missed(team: Team) -> None:
    with team.open("Ana") as vault:
        now = import_two(vault)
        assert client_imports.undo(vault.caseload, vault.service, now) == 2
    assert found(team) == []

    with team.open("Ana") as vault:
        take_out(vault)
        note(vault.caseload, "clients_imported", "caseload", ("as many as you like",))
    [entry] = found(team)
    assert entry.fields[0] == "1"


@pytest.mark.parametrize("claim", ["their own", "a colleague's", "of others"])
def test_a_whole_list_is_missed_where_nobody_was_told_that_it_was_taken_back(
    team: Team, claim: str
) -> None:
    """An entry in the own file says nothing, nor does what was signed by others, or of others."""
    with team.open("Ana") as vault:
        import_two(vault)
        ids = vault.caseload.rows("SELECT id FROM clients WHERE imported_at IS NOT NULL")
        hashes = [erasing.hash_of(vault.service, each) for (each,) in ids]
        vault.caseload.run("DELETE FROM clients WHERE imported_at IS NOT NULL")
        note(vault.caseload, "import_undone", "caseload", ("2",))
        about = f"caseload:{vault.caseload_id}"
        if claim == "of others":
            note(vault.service, TAKEN_BACK, about, client_imports.told_of(hashes[:1]))
    with team.open("Bo") as vault:
        if claim == "a colleague's":
            note(vault.service, TAKEN_BACK, about, client_imports.told_of(hashes))

    [entry] = found(team)
    assert entry.fields[0] == "2"


def test_a_list_that_was_taken_back_is_told_to_everybody(team: Team) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        client_imports.undo(vault.caseload, vault.service, import_two(vault))

    with team.open("Bo") as vault:
        [act] = loud_acts(vault)
    words = act_in_words(act)
    assert words.startswith("Ana Example undid the import of a list on ")
    assert words.endswith("which took 2 clients out of their record.")


def test_an_entry_of_a_coming_that_names_nobody_keeps_nobody_out(team: Team) -> None:
    with team.open("Ana") as vault:
        for subject in ("", "client:x", f"client:{'Z' * 32}", "client:\N{EURO SIGN}" * 9):
            for action in ("client_added", "client_arrived"):
                note(vault.caseload, action, subject)

    assert found(team) == []


@pytest.mark.parametrize("count", ["", "many", "9" * 5000, "²"])
def test_an_entry_of_a_list_that_somebody_made_up_keeps_nobody_out(team: Team, count: str) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        note(vault.service, TAKEN_BACK, f"caseload:{vault.caseload_id}", (count,))

    with team.open("Bo") as vault:
        assert [act_in_words(each) for each in loud_acts(vault)]


@pytest.mark.parametrize("told", [(), ("", "2"), ("2", "2"), ("²",)])
def test_a_list_that_whoever_covers_made_up_keeps_nobody_out(
    team: Team, told: tuple[str, ...]
) -> None:
    """Its owner took one back once, and misses somebody."""
    with team.open("Ana") as vault:
        client_imports.undo(vault.caseload, vault.service, import_two(vault))
        take_out(vault)
        note(vault.caseload, "clients_imported", "caseload", told)

    [entry] = found(team)
    assert entry.fields[0] == "1"


def test_one_of_a_list_is_missed_though_an_entry_says_that_it_was_taken_back(team: Team) -> None:
    with team.open("Ana") as vault:
        import_two(vault)
        vault.caseload.run("DELETE FROM clients WHERE code = 'A-200'")
        note(vault.caseload, "import_undone", "caseload", ("1",))

    [entry] = found(team)
    assert entry.fields[0] == "1"


def test_everybody_is_told_of_it_in_a_sentence(team: Team) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        take_out(vault)
    team.visit("Ana")

    with team.open("Bo") as vault:
        [act] = loud_acts(vault)
    words = act_in_words(act)
    assert "clients were missing from Ana Example's file" in words
    assert words.endswith("a backup may still hold them. It was found as Ana Example signed in.")


def let_bo_cover(team: Team) -> None:
    with team.open("Ana") as vault:
        assert vault.caseload_id is not None
        grant_cover(vault, vault.caseload_id, team.uid("Bo"), DAY)
    team.visit("Ana")


def with_anas_clients(vault: Vault, team: Team) -> Caseload:
    grant = next(each for each in vault.header.caseloads if each.owner == team.uid("Ana"))
    return vault.open_caseload(grant.id)


def told_to(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        return [act_in_words(each) for each in loud_acts(vault) if each.action == GONE]


def test_who_covers_and_invents_clients_is_named_and_the_owner_is_said_to_miss_none(
    team: Team,
) -> None:
    team.add("Dee", "therapist")
    team.visit("Dee")
    let_bo_cover(team)
    with team.open("Bo") as vault:
        caseload = with_anas_clients(vault, team)
        for each in "12":
            note(caseload, "client_added", f"client:{each * 32}")
    team.visit("Ana")

    [told] = told_to(team, "Dee")
    assert "clients whom Bo Example had entered in Ana Example's file were not in it" in told
    assert "clients were missing" not in told


@pytest.mark.parametrize("signed_over", [False, True])
def test_what_nobody_signed_of_a_coming_says_of_no_owner_that_they_miss_somebody(
    team: Team, *, signed_over: bool
) -> None:
    """Whoever covers can write in the owner's name, also with a signature of theirs."""
    team.add("Dee", "therapist")
    team.visit("Dee")
    let_bo_cover(team)
    with team.open("Bo") as vault:
        caseload = with_anas_clients(vault, team)
        chain, bo = caseload.audit, caseload.audit._actor
        chain.sign_as(Actor(team.uid("Ana"), bo.sign))
        note(caseload, "client_added", f"client:{'1' * 32}")
        chain.sign_as(bo)
        if not signed_over:
            caseload.run("UPDATE audit SET signature = NULL WHERE n = ?", (chain.mark.n,))
    team.visit("Ana")

    [told] = told_to(team, "Dee")
    assert "nobody who is here signed that" in told
    assert "clients were missing" not in told


def test_a_client_whom_the_owner_entered_is_missed_though_others_say_that_they_did(
    team: Team,
) -> None:
    """A cover's own entry about somebody who came before takes nothing from the owner's."""
    let_bo_cover(team)
    with team.open("Bo") as vault:
        caseload = with_anas_clients(vault, team)
        [[client]] = caseload.rows("SELECT id FROM clients")
        caseload.run("DELETE FROM clients")
        note(caseload, "client_added", f"client:{client}")
    team.visit("Ana")

    [told] = told_to(team, "Bo")
    assert "clients were missing from Ana Example's file" in told


def test_whoever_signs_that_clients_are_gone_from_a_file_they_cannot_open_is_named(
    team: Team,
) -> None:
    with team.open("Bo") as vault:
        [grant] = (each for each in vault.header.caseloads if each.owner == team.uid("Ana"))
        note(vault.service, GONE, f"caseload:{grant.id}", ("1", "f" * 16, team.uid("Ana")))

    [told] = told_to(team, "Ana")
    assert told.endswith("It was found as Bo Example signed in.")
