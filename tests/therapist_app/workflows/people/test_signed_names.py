"""Whose name stands under a note, where whoever covers wrote another one there by hand."""

from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_appointment
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.desks import at_desk
from therapist_app.record.clients import appointments, clients, filled_forms, signatures
from therapist_app.record.database.audit import note as enter
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Signature
from therapist_app.workflows.people.signed_names import by_who_signed, unsigned
from therapist_app.workflows.rights.form_parts import notes_part
from therapist_app.workflows.sessions.looking_back import last_note


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana began a note and did not sign it, and Bo covers for her now."""
    team = lay_out_team(tmp_path, Bo=("therapist",))
    team.visit("Bo")
    with team.open("Ana") as vault:
        caseload = vault.caseload
        client = a_client(caseload, code="A-100")
        clients.add(caseload, client)
        held = an_appointment(caseload, client)
        appointments.add(caseload, held)
        filled_forms.add(
            caseload,
            a_filled_form(caseload, client, appointment_id=held.id, form_id="session-note"),
        )
        grant_cover(vault, vault.person.uid, team.uid("Bo"), vault.day_of_covers().replace(day=9))
    team.visit("Ana")
    return team


def sign_as_ana(team: Team, how: str) -> None:
    """Have Bo put Ana's name under her note with a program of his own."""
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [(note, held)] = caseload.rows("SELECT id, appointment_id FROM filled_forms")
        signature = Signature(note, held, "Ana Example", caseload.now())
        bo = caseload.audit._actor
        if how == "in her name":
            caseload.audit.sign_as(Actor(team.uid("Ana"), bo.sign))
        if how == "as one that came":
            [(client,)] = caseload.rows("SELECT id FROM clients")
            told = signatures.as_they_came(caseload, [note])
            enter(caseload, signatures.ARRIVED, f"client:{client}", ("a" * 32, *told))
        if how in {"with no entry", "as one that came"}:
            with caseload.change("opened", "client:x") as change:
                signatures._TABLE.insert(change, signature)
        else:
            signatures.sign(caseload, signature)
        caseload.audit.sign_as(bo)


@pytest.mark.parametrize("how", ["as Bo", "in her name", "with no entry", "as one that came"])
def test_a_note_bears_the_name_of_who_signed_it_and_not_of_who_wrote_it(
    team: Team, how: str
) -> None:
    sign_as_ana(team, how)
    expected = "Bo Example" if how == "as Bo" else unsigned()

    with at_desk(team, "Ana") as workspace:
        caseload = workspace.caseload
        [(note, held)] = caseload.rows("SELECT id, appointment_id FROM filled_forms")
        [(client,)] = caseload.rows("SELECT id FROM clients")
        found = signatures.for_appointment(caseload, held)
        [under] = by_who_signed(workspace.vault, caseload, found)
        copied = [each for item in notes_part(workspace, client).items for each in item.lines]

        assert under.signed_by == expected
        assert last_note(workspace, note).signed_by == expected
        assert any(each.value.startswith(expected) for each in copied)


def test_a_note_that_its_owner_signed_bears_their_name(team: Team) -> None:
    with at_desk(team, "Ana") as workspace:
        caseload = workspace.caseload
        [(note, held)] = caseload.rows("SELECT id, appointment_id FROM filled_forms")
        signatures.sign(caseload, Signature(note, held, "Ana Example", caseload.now()))

        assert last_note(workspace, note).signed_by == "Ana Example"
