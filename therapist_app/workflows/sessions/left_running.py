"""A session that runs while nobody is there: its clock stops with the application.

Closing puts it on hold. Whoever locks talks on, for a while, and so does whoever is locked out by
idleness: where the same person is back within an hour the clock has run on. Otherwise, and after
a crash, it stopped when the record last heard of them.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from therapist_app.record.clients import appointments
from therapist_app.record.database import audit
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.service import caseload_figures
from therapist_app.workflows.sessions.holding_a_session import hold
from therapist_app.workflows.workspace import Workspace

TALKED_ON = timedelta(hours=1)
LOOKED_BACK = (
    200  # entries of the audit; a session is among them, or its clock stops where it began
)


def hold_at_closing(workspace: Workspace) -> None:
    """Put on hold what runs in every caseload that is open; closing goes on whatever fails."""
    with suppress(KnownRecordError):
        for beside in _open(workspace):
            _hold(beside, beside.now())


def hold_what_was_left(workspace: Workspace) -> None:
    """Put on hold what was left running by whoever signs in now, if that was over an hour ago."""
    with suppress(KnownRecordError):
        for beside in _open(workspace):
            heard_at = _last_heard(beside)
            if beside.now() - heard_at > TALKED_ON:
                _hold(beside, heard_at)


def _open(workspace: Workspace) -> Iterator[Workspace]:
    if not workspace.vault.is_open:  # a backup was put back
        return
    for each in tuple(workspace.vault.open_caseloads.values()):
        yield replace(workspace, beside=each)


def _hold(workspace: Workspace, at: datetime) -> None:
    for each in appointments.open_now(workspace.caseload):
        if each.resumed_at is not None:
            hold(workspace, each.id, at)


def _last_heard(workspace: Workspace) -> datetime:
    """Return when the person signed in last did something before this opening, or locked."""
    who = workspace.vault.person.uid
    found = list(audit.entries(workspace.caseload, newest=LOOKED_BACK))
    while found and found.pop().action != "opened":
        continue
    done = [each.at for each in found if each.by == who and each.action != "opened"]
    written = caseload_figures.all_figures(workspace.service).values()
    locked = [
        each.written_at for each in written if each.written_by == who and each.occasion == "locked"
    ]
    return max((*done, *locked), default=datetime.min.replace(tzinfo=workspace.now().tzinfo))
