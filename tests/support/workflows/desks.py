"""Who sits at the desk of a service of several people, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.keyring.people import remove_person
from therapist_app.workflows.workspace import Workspace


@contextmanager
def at_desk(team: Team, name: str) -> Iterator[Workspace]:
    """Open the service for one of its people, by their first name."""
    with team.open(name) as vault:
        yield workspace_for(vault)


@contextmanager
def alone_at_desk(folder: Path) -> Iterator[Workplace]:
    """Open a service of one person, who keeps it, treats and leads."""
    team = lay_out_team(folder)
    with team.open("Ana") as vault:
        person = vault.header.person(vault.person.uid)
        assert person is not None
        vault.header = vault.header.with_person(replace(person, roles=(*person.roles, "lead")))
        yield Workplace(workspace_for(vault), team.service.clock)


def remove_lea(team: Team) -> None:
    """Let Ana take Lea out of the service, who leaves."""
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Lea"))
