"""What somebody knew in the knowledge checks, kept in practice and nowhere else."""

from collections.abc import Mapping

from therapist_app.record.service import settings
from therapist_app.workflows.workspace import Workspace

KEY = "knowledge_checks"


def known(workspace: Workspace) -> Mapping[str, bool]:
    """Return whether the last answer to each question was right; nothing outside practice."""
    if not workspace.practice:
        return {}
    return settings.load(workspace.service, KEY, dict[str, bool]) or {}


def keep(workspace: Workspace, outcomes: Mapping[str, bool]) -> None:
    """Keep what was known, in practice; in a real record nothing is kept."""
    if workspace.practice:
        settings.save(workspace.service, KEY, {**known(workspace), **outcomes})
