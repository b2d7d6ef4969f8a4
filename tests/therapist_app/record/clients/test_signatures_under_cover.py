"""A note that its owner signed, and what whoever covers does to it with another program."""

from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_appointment
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.clients import appointments, clients, filled_forms, signatures
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Signature


@pytest.fixture
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


@pytest.mark.parametrize("entered", ["by Bo", "in Ana's name", "nothing"])
def test_a_note_that_its_owner_signed_is_altered_whatever_whoever_covers_signs_of_it(
    team: Team, entered: str
) -> None:
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [(written,)] = caseload.rows("SELECT filled_form_id FROM signatures")
        caseload.run("""UPDATE filled_forms SET answers = '{"other": "words"}'""").fetchall()
        chain, bo = caseload.audit, caseload.audit._actor
        if entered != "nothing":
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
