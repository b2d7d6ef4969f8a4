"""Which releases a correction changes: noted in the ledger before the correction counts.

The ledger names no client. Of a summary it holds a keyed mark of whom it is about; of a report,
the caseloads that it is of. Both hold which forms their figures come from, and up to when.
"""

import json
from collections.abc import Mapping
from typing import Any

from exports.purposes import ONE_CLIENT
from therapist_app.record.client_rights import consents
from therapist_app.record.clients import course_moves, filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.record.service import pseudonyms, releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.workspace import Workspace

LEDGER = ("", "ledger")
"""Under this recipient and purpose, which nobody has, stands the mark of a client in the ledger."""


def mark_of(workspace: Workspace, client_id: str) -> str:
    """Return by what the ledger knows a client; nobody outside knows them by that."""
    return pseudonyms.pseudonym_for(workspace.service, client_id, *LEDGER)


def note_outdated(workspace: Workspace, correction: FilledForm) -> tuple[str, ...]:
    """Note in the ledger which releases a correction changes, and return their ids."""
    changed = [each.id for each in _changed_by(workspace, correction)]
    by = workspace.vault.person.name
    for release_id in changed:
        releases.note_correction(
            workspace.service, release_id, correction.form_id, by, key=correction.id
        )
    return tuple(changed)


def outdated_by(
    workspace: Workspace, correction: FilledForm
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the summaries that a finished correction changed, and of the reports.

    A summary is made anew of the record. The figures of a quarter are given once (ADR 61).
    """
    found = [
        releases.load(workspace.service, each)
        for each in releases.corrected_by(workspace.service, correction.id)
    ]
    summaries = tuple(each.id for each in found if each.profile == ONE_CLIENT)
    return summaries, tuple(each.id for each in found if each.profile != ONE_CLIENT)


def counted_in(workspace: Workspace, client_id: str) -> str:
    """Return the course in whose figures a client is counted: the one in which they began."""
    moves = course_moves.that_stand(workspace.caseload, (client_id,))
    return moves[0].from_programme if moves else workspace.programme_for(client_id).id


def _changed_by(workspace: Workspace, correction: FilledForm) -> list[Release]:
    left = [
        each for each in releases.all_releases(workspace.service) if each.standing == "released"
    ]
    if not left or correction.amends is None:
        return []
    first = filled_forms.load(workspace.caseload, correction.amends)
    agreed = consents.is_given(workspace.caseload, correction.client_id, FIGURES_USED)
    mark = mark_of(workspace, correction.client_id)
    followed = counted_in(workspace, correction.client_id)
    month = (first.finished_at or first.started_at).strftime("%Y-%m")
    found: list[Release] = []
    for release in left:
        noted: Mapping[str, Any] = json.loads(release.unprotected)
        is_of = noted.get("client") == mark or (
            agreed
            and workspace.vault.caseload_id in noted.get("caseloads", ())
            and (noted.get("course") or workspace.programme.id) == followed
        )
        has_form = correction.form_id in noted.get("forms", ())
        if is_of and has_form and month <= noted.get("until", ""):
            found.append(release)
    return found
