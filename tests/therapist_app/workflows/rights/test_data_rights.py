"""Restriction, hold and erasure as a person asks for them, and what is told about an erasure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exports.errors import NotForExport
from tests.support.record.colleagues import Colleague
from tests.support.record.records import a_client, laid_out
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.commands import DataRights, Today
from therapist_app.record.backups.backup_list import Backup, enter
from therapist_app.record.backups.kept_copies import KeptCopy
from therapist_app.record.client_rights.erasing import Erased
from therapist_app.record.client_rights.residue import ErasureProof
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.record.errors import ClientProtected, NotAllowed
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Client
from therapist_app.record.service_model import Tombstone
from therapist_app.workflows.entering.access_scope import first_places, remember_place
from therapist_app.workflows.errors import ErasureRefused
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.exporting.exporting import summary_choices
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.rights.data_rights import erase_client, erasure_account, protections
from therapist_app.workflows.rights.erasure_words import erasure_report, goes, stays

MADE = datetime(2026, 1, 5, 8, tzinfo=UTC)
BACKUP = Backup("1" * 32, "mine", "", "a.tvb", 1, bytes(32), MADE, "me", None)


@pytest.fixture
def client(work: Workplace) -> Client:
    client = work.add_client()
    work.pass_gates(client, "S01")
    work.hold(client, "S01", "22")
    return client


def test_a_restricted_record_leaves_in_no_export(work: Workplace, client: Client) -> None:
    before = summary_choices(work.workspace)

    data_rights.restrict(work.workspace, client.id, "accuracy", date(2026, 6, 1))

    assert [each.client_id for each in before] == [client.id]
    assert summary_choices(work.workspace) == ()
    with pytest.raises(NotForExport, match="restricted"):
        case_file(work.workspace, client.id)
    standing = protections(work.workspace, client.id).restriction
    assert standing is not None
    assert standing.review_on == date(2026, 6, 1)


def test_a_restriction_is_lifted_with_its_reason(work: Workplace, client: Client) -> None:
    data_rights.restrict(work.workspace, client.id, "accuracy")

    data_rights.lift_restriction(work.workspace, client.id, " Checked ")

    assert protections(work.workspace, client.id).restriction is None
    assert case_file(work.workspace, client.id).code == client.code


# Acceptance G96
def test_a_hold_refuses_the_erasure_and_its_reason_can_be_read(
    work: Workplace, client: Client
) -> None:
    data_rights.hold(work.workspace, client.id, " A court has asked for it ")

    with pytest.raises(ClientProtected, match="legal-hold"):
        erase_client(work.workspace, client.id, client.code, "retention_over")

    standing = protections(work.workspace, client.id).hold
    assert standing is not None
    assert standing.reason == "A court has asked for it"
    data_rights.lift_hold(work.workspace, client.id, "Settled")
    assert erase_client(work.workspace, client.id, client.code, "retention_over").proof is not None


def test_signed_notes_and_open_alerts_do_not_block_and_are_counted(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "phq-9", {"self_harm": 3} if _asks(work, "self_harm") else {}, None)
    work.plan(client, "S02")

    account = erasure_account(work.workspace, client.id)
    erased = erase_client(work.workspace, client.id, f" {client.code.lower()} ", "no_longer_needed")

    assert (account.sessions, account.signed_notes, account.to_come) == (1, 1, 1)
    assert account.forms >= 2
    assert erased.proof is not None
    assert erased.proof.is_clean
    assert clients.count(work.workspace.caseload) == 0


def _asks(work: Workplace, question: str) -> bool:
    return any(each.id == question for each in work.workspace.forms.latest("phq-9").questions)


@pytest.mark.parametrize("typed", ["", "A0-000", "the code"])
def test_another_code_erases_nobody(work: Workplace, client: Client, typed: str) -> None:
    with pytest.raises(ErasureRefused):
        erase_client(work.workspace, client.id, typed, "unlawful")

    assert clients.load(work.workspace.caseload, client.id) == client


def test_nobody_comes_back_to_the_page_of_an_erased_client(work: Workplace, client: Client) -> None:
    remember_place(work.workspace.vault, DataRights(client.id))

    erase_client(work.workspace, client.id, client.code, "unlawful")

    assert first_places(work.workspace.vault)[-1] == Today()


def test_opening_a_client_is_noted(work: Workplace, client: Client) -> None:
    data_rights.note_opened(work.workspace, client.id)

    newest = audit.entries(work.workspace.caseload, newest=1)[0]
    assert (newest.action, newest.subject) == ("client_opened", f"client:{client.id}")


def test_who_stands_in_may_not_use_the_rights_of_anothers_clients(tmp_path: Path) -> None:
    service = laid_out(tmp_path, practice=True)
    with service.open() as vault:
        client = a_client(vault.caseload)
        clients.add(vault.caseload, client)
    colleague = Colleague(service)
    with service.open() as vault:
        assert data_rights.may_use_rights(workspace_for(vault))
        grant_cover(vault, service.uid, colleague.uid, date(2026, 3, 9))
    with service.open():
        pass  # the owner's session seals the key to whoever stands in

    with colleague.open() as vault:
        vault.use_caseload(service.uid)
        workspace = workspace_for(vault)
        for deed in (
            lambda: data_rights.restrict(workspace, client.id, "accuracy"),
            lambda: data_rights.lift_restriction(workspace, client.id, "Why"),
            lambda: data_rights.hold(workspace, client.id, "Why"),
            lambda: data_rights.lift_hold(workspace, client.id, "Why"),
            lambda: erase_client(workspace, client.id, client.code, "unlawful"),
            lambda: data_rights.throw_away_kept(workspace),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert not data_rights.may_use_rights(workspace)


def an_erased(proof: ErasureProof | None) -> Erased:
    return Erased(Tombstone(bytes(32), MADE, "unlawful"), proof)


TODAY = date(2026, 3, 1)


def test_before_an_erasure_it_is_said_what_goes_and_what_stays(
    work: Workplace, client: Client
) -> None:
    account = erasure_account(work.workspace, client.id)

    told = " ".join(goes(account))
    left = " ".join(stays((BACKUP,), TODAY))

    assert "Signed notes: 1" in told
    assert "answered yet" not in told
    assert "audit trail" in left
    assert "5 January 2026" in left
    assert "1 November 2026" in left
    late = " ".join(stays((BACKUP,), date(2028, 3, 1)))
    assert "November" not in late
    assert "It is deleted once backups are made there again." in late
    assert "No backup in the list contains the record." in " ".join(stays((), TODAY))


def test_each_place_in_which_a_record_stays_is_named_and_none_is_told_twice() -> None:
    found = [
        replace(BACKUP, database=database, place=place)
        for database in (BACKUP.database, SERVICE)
        for place in ("", "/media/stick")
    ]

    lines = [each for each in stays((*found, found[0]), TODAY) if "5 January 2026" in each]

    assert len(lines) == len(set(lines)) == 4
    assert sum("/media/stick" in each for each in lines) == 2
    assert sum("service file" in each for each in lines) == 2
    assert sum("on this laptop" in each for each in lines) == 2


def listed(work: Workplace, client: Client) -> list[str]:
    return [
        each.file.removesuffix(".tvb")
        for each in erasure_account(work.workspace, client.id).backups
    ]


def enter_backup(work: Workplace, name: str) -> None:
    mine = work.workspace.vault.caseload_id
    made_at = work.workspace.now()
    made = replace(BACKUP, id=work.workspace.caseload.new_id(), file=f"{name}.tvb", database=mine)
    enter(work.workspace.service, replace(made, made_at=made_at))


def test_only_backups_made_since_a_client_was_first_kept_hold_them(work: Workplace) -> None:
    early = work.add_client()
    work.clock.advance(60)
    enter_backup(work, "before")
    work.clock.advance(60)
    client = work.add_client()
    enter_backup(work, "at once")
    work.clock.advance(86400)
    enter_backup(work, "after")

    assert listed(work, client) == ["at once", "after"]
    assert listed(work, early) == ["before", "at once", "after"]


def test_a_client_added_under_a_clock_ahead_hides_no_backup_made_after_it_was_put_right(
    work: Workplace,
) -> None:
    work.clock.advance(400 * 86400)
    client = work.add_client()
    work.clock.advance(-400 * 86400)
    audit.note(work.workspace.caseload, "client_opened", f"client:{client.id}")
    work.clock.advance(60)
    enter_backup(work, "after")

    assert listed(work, client) == ["after"]


def test_where_it_is_not_known_when_a_client_was_first_kept_every_backup_is_told(
    work: Workplace,
) -> None:
    enter_backup(work, "some day")
    work.clock.advance(60)
    client = work.add_client()
    caseload = work.workspace.caseload
    saved_from_damage = replace(client, id=caseload.new_id(), code="Z9-999")
    audit.note(caseload, "client_opened", f"client:{saved_from_damage.id}")

    assert listed(work, client) == []
    assert listed(work, saved_from_damage) == ["some day"]
    assert audit.since(caseload, ("client_added",), "client:of nobody") is None


@pytest.mark.parametrize(
    ("proof", "state", "words"),
    [
        (ErasureProof(12, 0, 40), "clean", "No piece was left over in unused space."),
        (ErasureProof(12, 0, 40), "clean", "Different ones looked for: 12."),
        (ErasureProof(12, 5, 40), "clean", "bare numbers such as minutes. Different ones: 5."),
        (ErasureProof(12, 0, 40, elsewhere=3), "clean", "letter for letter: 3."),
        (ErasureProof(12, 0, 40, mentions=2), "clean", "that stay there: 2."),
        (ErasureProof(12, 0, 40, overwritten=6), "clean", "after a first search: 6."),
        (ErasureProof(12, 0, 40, residue=2), "found", "left over in unused space: 2."),
        (ErasureProof(12, 0, 40, rows=1), "found", "still lead to the client: 1."),
        (ErasureProof(12, 0, 40, unread=4), "found", "could not be read: 4."),
        (ErasureProof(12, 0, 40, log_is_empty=False), "found", "not empty"),
        (None, "found", "could not be searched"),
    ],
)
def test_after_an_erasure_it_is_said_what_was_searched_and_what_was_found(
    proof: ErasureProof | None, state: str, words: str
) -> None:
    report = erasure_report("K4-207", an_erased(proof), (), TODAY)

    unproven = "" if state == "clean" else ", but it is not proven that nothing is left"
    assert report.title == f"K4-207 is erased{unproven}"
    assert report.is_clean is (state == "clean")
    assert words in " ".join(report.lines)


RESTORED = KeptCopy((Path("a.db.before-restore"),), MADE, is_thrown_away=True)
UNTOLD = KeptCopy((Path("a.db.before-restore"),), None, is_thrown_away=True)
DAMAGED = KeptCopy((Path("a.db.before-salvage"),), None, is_thrown_away=False)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (RESTORED, "The first backup after 19 January 2026 deletes it."),
        (UNTOLD, "The next backup deletes it."),
        (DAMAGED, "It stays until you delete it."),
    ],
)
def test_what_stood_here_before_is_named_before_and_after_an_erasure(
    kept: KeptCopy, words: str
) -> None:
    sound, unsearched = an_erased(ErasureProof(12, 0, 40)), an_erased(None)

    for told in (
        stays((), TODAY, (kept,)),
        erasure_report("K4-207", sound, (), TODAY, kept=(kept,)).lines,
        erasure_report("K4-207", unsearched, (), TODAY, kept=(kept,)).lines,
    ):
        assert told[-1].endswith(words)
        assert "may still contain the erased client" in told[-1]


def test_what_stood_here_before_is_told_by_the_account_and_thrown_away_by_its_owner_alone(
    work: Workplace, client: Client
) -> None:
    vault = work.workspace.vault
    path = vault.place.caseload(vault.caseload_id or "")
    assert erasure_account(work.workspace, client.id).kept == ()
    kept = path.with_name(path.name + ".before-restore")
    kept.write_bytes(b"as it was")

    [told] = erasure_account(work.workspace, client.id).kept
    data_rights.throw_away_kept(work.workspace)

    assert told.files == (kept,)
    assert not kept.exists()
    assert erasure_account(work.workspace, client.id).kept == ()
