"""What somebody knew in the knowledge checks, kept in practice and nowhere else."""

from collections.abc import Mapping

from therapist_app.record.service import settings
from therapist_app.workflows.workspace import Desk

KEY = "knowledge_checks"


def known(desk: Desk) -> Mapping[str, bool]:
    """Return whether the last answer to each question was right; nothing outside practice."""
    if not desk.practice:
        return {}
    found: Mapping[str, bool] = settings.load(desk.service, KEY, {})
    return found


def keep(desk: Desk, outcomes: Mapping[str, bool]) -> None:
    """Keep what was known, in practice; in a real record nothing is kept."""
    if desk.practice:
        settings.save(desk.service, KEY, {**known(desk), **outcomes})
