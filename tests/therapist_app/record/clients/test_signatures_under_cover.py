"""A note that its owner signed, and what whoever covers does to it with another program."""

from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_appointment
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.clients import appointments, clients, filled_forms, signatures
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Signature


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana has signed a note, and Bo covers for her now."""
    team = lay_out_team(tmp_path, Bo=("therapist",))
    team.visit("Bo")
    with team.open("Ana") as vault:
        caseload = vault.caseload
        client = a_client(caseload, code="A-100")
        clients.add(caseload, client)
        held = an_appointment(caseload, client)
        appointments.add(caseload, held)
        written = a_filled_form(caseload, client, appointment_id=held.id)
        filled_forms.add(caseload, written)
        signed = Signature(written.id, held.id, vault.person.name, caseload.now())
        signatures.sign(caseload, signed)
        grant_cover(vault, vault.person.uid, team.uid("Bo"), vault.day_of_covers().replace(day=9))
    team.visit("Ana")
    return team


@pytest.mark.parametrize("entered", ["by Bo", "in Ana's name", "nothing", "that they came"])
def test_a_note_that_its_owner_signed_is_altered_whatever_whoever_covers_signs_of_it(
    team: Team, entered: str
) -> None:
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [(written,)] = caseload.rows("SELECT filled_form_id FROM signatures")
        caseload.run("""UPDATE filled_forms SET answers = '{"other": "words"}'""").fetchall()
        chain, bo = caseload.audit, caseload.audit._actor
        if entered == "that they came":
            [(client,)] = caseload.rows("SELECT id FROM clients")
            note(caseload, signatures.ARRIVED, f"client:{client}", ("a" * 32,))
        elif entered != "nothing":
            chain.sign_as(Actor(team.uid("Ana"), bo.sign) if "Ana" in entered else bo)
            note(
                caseload, "note_signed", f"form:{written}", (signatures._digest(caseload, written),)
            )
            chain.sign_as(bo)

    with team.open("Ana") as vault:
        assert signatures.altered(vault.caseload) == (written,)
        assert signatures.unvouched(vault.caseload) == ()


def test_an_entry_that_names_no_note_says_nothing_of_any(team: Team) -> None:
    with team.open("Ana") as vault:
        note(vault.caseload, "note_signed", "client:nobody", ("0" * 64,))
        [(written,)] = vault.caseload.rows("SELECT filled_form_id FROM signatures")

        assert list(signatures._digests(vault.caseload)) == [written]
        assert signatures.altered(vault.caseload) == ()


@pytest.mark.parametrize(
    ("how", "expected"), [("as Bo", "Bo"), ("in Ana's name", ""), ("with no entry", "")]
)
def test_a_note_has_for_its_signer_whoever_signed_it_and_not_whom_a_row_names(
    team: Team, how: str, expected: str
) -> None:
    with team.open("Ana") as vault:
        caseload = vault.caseload
        [(client,)] = caseload.rows("SELECT id FROM clients")
        held = an_appointment(caseload, clients.load(caseload, client))
        appointments.add(caseload, held)
        begun = a_filled_form(caseload, clients.load(caseload, client), appointment_id=held.id)
        filled_forms.add(caseload, begun)
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        signature = Signature(begun.id, held.id, "Ana Example", caseload.now())
        bo = caseload.audit._actor
        if how == "with no entry":
            with caseload.change("opened", "client:x") as change:
                signatures._TABLE.insert(change, signature)
        else:
            caseload.audit.sign_as(Actor(team.uid("Ana"), bo.sign) if "Ana" in how else bo)
            signatures.sign(caseload, signature)
        caseload.audit.sign_as(bo)

    with team.open("Ana") as vault:
        [under] = signatures.for_appointment(vault.caseload, held.id)
        assert under.signed_by == "Ana Example"
        assert signatures.signer(vault.caseload, begun.id) == (expected and team.uid(expected))


def test_the_signer_of_a_note_is_its_owner_whatever_whoever_covers_signs_of_it(
    team: Team,
) -> None:
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [(written,)] = caseload.rows("SELECT filled_form_id FROM signatures")
        note(caseload, "note_signed", f"form:{written}", ("0" * 64,))

    with team.open("Ana") as vault:
        assert signatures.signer(vault.caseload, written) == team.uid("Ana")
