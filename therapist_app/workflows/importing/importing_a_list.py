"""Importing a list as a whole, and undoing it as a whole."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from programme.course.order import course_order
from therapist_app.record.client_rights import client_imports
from therapist_app.record.client_rights.client_imports import ImportedList
from therapist_app.record.clients import clients, filled_forms, identities
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.earlier_scores import filled_score, score_entries
from therapist_app.workflows.importing.planning_an_import import (
    EarlierConsent,
    ImportPlan,
    Surroundings,
)
from therapist_app.workflows.overviews.seeing_clients import add_client
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row that was imported, and the code of its client, who may be found by a name as well."""

    row: int
    client_id: str
    code: str
    has_name: bool


def surroundings(workspace: Workspace) -> Surroundings:
    """Return what the rows of a list are held against.

    Raises:
        NotAllowed: The clients are somebody else's.

    """
    require(workspace.vault, "import_list")
    return Surroundings(
        people=identities.names_and_birth_dates(workspace.caseload),
        tracks={each.id: each.title for each in workspace.programme.tracks},
        courses={
            track: course_order(workspace.programme, track)
            for track in ("", *(each.id for each in workspace.programme.tracks))
        },
        measures=score_entries(workspace),
        today=workspace.today(),
    )


def import_list(workspace: Workspace, plan: ImportPlan) -> tuple[AddedRow, ...]:
    """Add a client for each row of a plan that is imported, all of them or none.

    Raises:
        NotAllowed: The clients are somebody else's.
        ListRefused: `detail` is "settled": an order of days or a track is not chosen; "nothing":
            no row can be imported.

    """
    require(workspace.vault, "import_list")
    if plan.lacks_order or plan.lacks_track:
        raise ListRefused("settled")
    if not plan.ready:
        raise ListRefused("nothing")
    # Codes first: one that is drawn and not used is lost, one that is used must be known as drawn.
    with workspace.service.together():
        codes = [clients.new_code(workspace.service) for _line in plan.ready]
    at = _moment_of_its_own(workspace)
    added: list[AddedRow] = []
    with workspace.caseload.change("clients_imported", "caseload", (str(len(codes)),)):
        for line, code in zip(plan.ready, codes, strict=True):
            client = add_client(workspace, line.new, code=code, imported_at=at)
            if line.score is not None:
                filled = filled_score(workspace, client, line.score, at)
                filled_forms.add(workspace.caseload, filled)
            if line.consent is not None:
                write_down(workspace, client.id, _as_recorded(line.consent, at))
            added.append(AddedRow(line.row, client.id, client.code, bool(line.new.name)))
    return tuple(added)


def _as_recorded(found: EarlierConsent, at: datetime) -> PaperConsent:
    """Return a decision of a list as the page of data rights records one that was signed."""
    noon = datetime.combine(found.day, time(12)).astimezone()
    return PaperConsent(
        FIGURES_USED, found.text, found.version, found.decision, "signed_paper", noon, at
    )


def imported_lists(workspace: Workspace) -> tuple[ImportedList, ...]:
    """Return the lists that were imported and are there still, the newest first."""
    return client_imports.all_lists(workspace.caseload)


def undo_import(workspace: Workspace, at: datetime) -> int:
    """Remove all the clients of a list, and return how many there were.

    Raises:
        NotAllowed: The clients are somebody else's.
        NotPossibleYet: Work with one of them has begun; nothing was changed.

    """
    require(workspace.vault, "import_list")
    return client_imports.undo(workspace.caseload, workspace.service, at)


def _moment_of_its_own(workspace: Workspace) -> datetime:
    """Return now, or the moment after the newest list: lists are told apart by their moment."""
    earlier = [each.at + timedelta(microseconds=1) for each in imported_lists(workspace)]
    return max([workspace.now(), *earlier])
