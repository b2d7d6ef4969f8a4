"""A session that runs while nobody is there: its clock stops with the application.

Closing puts it on hold. Whoever locks talks on, for a while, and so does whoever is locked out by
idleness: where the record is opened within an hour the clock has run on. Otherwise, and after a
crash, it stopped when the record last heard of whoever started it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from therapist_app.record.clients import appointments
from therapist_app.record.database import audit
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.model import Appointment
from therapist_app.record.service import caseload_figures
from therapist_app.workflows.sessions.holding_a_session import TALKED_ON, hold
from therapist_app.workflows.workspace import Workspace

LOOKED_BACK = 5_000  # entries of the audit: more than a session writes


def is_running(workspace: Workspace) -> bool:
    """Return whether a session runs in a caseload that is open; not where that cannot be read."""
    with suppress(KnownRecordError):
        return any(_running(beside) for _caseload, beside in _open(workspace))
    return False


def hold_at_closing(workspace: Workspace) -> None:
    """Put on hold what runs in every caseload that is open; closing goes on whatever fails."""
    with suppress(KnownRecordError):
        for _caseload, beside in _open(workspace):
            _hold(beside, beside.now())


def hold_what_was_left(workspace: Workspace) -> None:
    """Put on hold what was left running in a caseload that opened just now, over an hour ago."""
    with suppress(KnownRecordError):
        for caseload, beside in _open(workspace):
            if not _running(beside):
                continue
            heard_at = _last_heard(beside, caseload)
            if beside.now() - heard_at > TALKED_ON:
                _hold(beside, heard_at)


def _open(workspace: Workspace) -> Iterator[tuple[str, Workspace]]:
    if not workspace.vault.is_open:  # a backup was put back
        return
    for caseload, each in tuple(workspace.vault.open_caseloads.items()):
        yield caseload, replace(workspace, beside=each)


def _hold(workspace: Workspace, at: datetime) -> None:
    for each in _running(workspace):
        hold(workspace, each.id, at)


def _running(workspace: Workspace) -> tuple[Appointment, ...]:
    begun = appointments.open_now(workspace.caseload)
    return tuple(each for each in begun if each.resumed_at is not None)


def _last_heard(workspace: Workspace, caseload: str) -> datetime:
    """Return when whoever started a session last did something before this opening, or locked.

    Long ago where no session was started lately.
    """
    found = list(audit.entries(workspace.caseload, newest=LOOKED_BACK))
    while found and found.pop().action != "opened":
        continue
    who = next((each.by for each in reversed(found) if each.action == "session_started"), None)
    done = [each.at for each in found if each.by == who and each.action != "opened"]
    written = caseload_figures.all_figures(workspace.service).get(caseload)
    if written and written.written_by == who and written.occasion == "locked":
        done.append(written.written_at)
    return max(done, default=datetime.min.replace(tzinfo=UTC))
