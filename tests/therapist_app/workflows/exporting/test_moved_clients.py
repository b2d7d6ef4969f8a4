"""A client who went over to a colleague leaves as the same one person, and once."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.support.record.team import lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.client_rights import consents
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Consent
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.people.moving_clients import (
    arriving_clients,
    offer_client,
    take_client_over,
)

UNTIL = date(2026, 12, 3)


def agreed(vault: Vault) -> Counter[str]:
    """Return how often each client who agreed is met, over every caseload that is open to one."""
    workspace = workspace_for(vault)
    beside = [vault.open_caseload(each.id) for each in vault.caseload_choices()]
    return Counter(
        client_id
        for each in beside
        for client_id in agreed_clients(replace(workspace, beside=each))
    )


def test_the_same_case_is_met_once_whoever_covers_whom(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, practice=True, Ben=("therapist",))
    with team.open("Ana") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        client = work.add_client()
        work.hold(client, "S01")
        now, new_id = vault.caseload.now(), vault.caseload.new_id()
        given = Consent(new_id, client.id, "figures_used", "sheet", "1", "given", "spoken", now)
        consents.add(vault.caseload, given)
        before = case_file(work.workspace, client.id)
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), UNTIL)
        grant_cover(vault, team.uid("Ben"), team.uid("Ana"), UNTIL)
        offer_client(vault, client.id, team.uid("Ben"))
    team.visit("Ben")
    with team.open("Ben") as vault:
        assert agreed(vault) == {client.id: 1}

        take_client_over(vault, arriving_clients(vault)[0].id)

        assert agreed(vault) == {client.id: 1}
        assert case_file(workspace_for(vault), client.id) == before
    with team.open("Ana") as vault:
        assert agreed(vault) == {client.id: 1}
        assert vault.caseload.rows("SELECT id FROM clients") == []
