"""Which programmes a new client may begin with: the one in use, and others that a lead signed."""

from programme.course.order import track_of
from programme.definition.definition import Programme
from therapist_app.record.model import Client
from therapist_app.workflows.content.signing_off import is_signed_off
from therapist_app.workflows.workspace import Workspace


def offered_programmes(workspace: Workspace) -> tuple[Programme, ...]:
    """Return the programme in use, then each other one that is here and signed off.

    Of another programme the version that came last counts. A version that is here for those under
    way alone is never offered; in practice nobody needs to have signed.
    """
    others = {
        each.id: each
        for each in workspace.earlier_programmes
        if each.id != workspace.programme.id
        and not workspace.is_for_those_under_way(each.id, each.version)
        and (workspace.practice or is_signed_off(workspace, each))
    }
    return (workspace.programme, *others.values())


def programme_with(workspace: Workspace, track_id: str) -> Programme:
    """Return the first programme on offer that has a track; the one in use where none has."""
    return next(
        (each for each in offered_programmes(workspace) if track_of(each, track_id)),
        workspace.programme,
    )


def follows_one_on_offer(workspace: Workspace, client: Client) -> bool:
    """Return whether a client follows a programme on offer, so that no newer one waits for them."""
    followed = (client.programme_id, client.programme_version)
    return any((each.id, each.version) == followed for each in offered_programmes(workspace))
