"""Who sits at the desk of a service of several people, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.record.team import Team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.keyring.people import remove_person
from therapist_app.workflows.workspace import Workspace


@contextmanager
def at_desk(team: Team, name: str) -> Iterator[Workspace]:
    """Open the service for one of its people, by their first name."""
    with team.open(name) as vault:
        yield workspace_for(vault)


def remove_lea(team: Team) -> None:
    """Let Ana take Lea out of the service, who leaves."""
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Lea"))
