"""What is known to have left the service about one client, for whom, and in which form.

The ledger names no client: of a summary it holds a keyed mark of whom it is about. What was
printed, and reports in which many are counted, are not in here.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from exports.purposes import purpose_in_words
from therapist_app.record.service import releases
from therapist_app.record.service_model import ReadableCopy, Release
from therapist_app.workflows.forms.outdated_releases import mark_of
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.people.signed_names import who_approved, who_saved
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LeftOfClient:
    """One summary of a client.

    Attributes:
        recipient: For whom it was made, in words.
        purpose: What for, in words.
        is_known_to_have_left: Whether it was written to its end; else it may have left.
        copies: The copies of it that anybody can read, oldest first.

    """

    id: str
    made_at: datetime
    recipient: str
    purpose: str
    approved_by: str
    is_known_to_have_left: bool
    copies: tuple[ReadableCopy, ...]


def left_of_client(workspace: Workspace, client_id: str) -> tuple[LeftOfClient, ...]:
    """Return every summary of a client that left or may have, oldest first."""
    summaries = [
        (each, mark)
        for each in releases.all_releases(workspace.service)
        if each.standing != "interrupted" and (mark := _mark_in(each))
    ]
    if not summaries:
        return ()
    whose = mark_of(workspace, client_id)
    copies = releases.readable_copies(workspace.service)
    return tuple(
        LeftOfClient(
            each.id,
            each.made_at,
            recipient_in_words(each.recipient),
            purpose_in_words(each.purpose),
            who_approved(workspace.vault, each),
            each.standing == "released",
            tuple(
                replace(copy, saved_by=who_saved(workspace.vault, copy))
                for copy in copies
                if copy.release_id == each.id
            ),
        )
        for each, mark in summaries
        if mark == whose
    )


def _mark_in(release: Release) -> str:
    """Return of whom a summary is, as a mark; empty where the ledger does not say it."""
    with suppress(AttributeError, ValueError):  # an early version kept a list here
        return str(json.loads(release.unprotected).get("client", ""))
    return ""
