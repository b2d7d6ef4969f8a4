"""What opens packages that are sealed to the service itself."""

from therapist_app.record.service import own_age_keys
from therapist_app.workflows.exporting.keeping_recipients import newest_own_key
from therapist_app.workflows.workspace import Workspace


def newest_own_identity(workspace: Workspace) -> str:
    """Return the private half of the service's own key, which opens what is sealed to it."""
    return own_age_keys.identity_of(workspace.service, newest_own_key(workspace))
