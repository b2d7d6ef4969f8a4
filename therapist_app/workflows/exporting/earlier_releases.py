"""What left before: which release can be issued again, and where the last one was put."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from exports.purposes import ONE_CLIENT
from therapist_app.record.model import Release as LedgerEntry
from therapist_app.record.service import releases, settings
from therapist_app.workflows.exporting.readers import readers_now
from therapist_app.workflows.workspace import Workspace

PLACES_KEY = "export_places"
"""The setting that says where each person put their last release, by uid."""


@dataclass(frozen=True, slots=True)
class EarlierRelease:
    """A release that left, and may be issued again for the same recipient.

    Attributes:
        profile: For which readers it is, as it would be made now.
        corrections: How many corrections since then change it.
        course: The id of the course that a report is of; empty of a client's summary.

    """

    id: str
    profile: str
    recipient: str
    purpose: str
    made_at: datetime
    corrections: int
    course: str = ""


def earlier_releases(workspace: Workspace) -> tuple[EarlierRelease, ...]:
    """Return what left, the newest first, with how many corrections change each."""
    corrected = Counter(each.release_id for each in releases.corrections(workspace.service))
    return tuple(
        EarlierRelease(
            each.id,
            readers_now(each.profile, each.recipient, each.purpose),
            each.recipient,
            each.purpose,
            each.made_at,
            corrected[each.id],
            _course_of(workspace, each),
        )
        for each in reversed(releases.all_releases(workspace.service))
        if each.standing == "released"
    )


def _course_of(workspace: Workspace, release: LedgerEntry) -> str:
    """Return the id of the course that a report is of; of one that noted none, the one in use."""
    if release.profile == ONE_CLIENT:
        return ""
    noted: str | None = None
    with suppress(AttributeError, ValueError):
        noted = json.loads(release.unprotected).get("course")
    return noted or workspace.programme.id


def last_place(workspace: Workspace) -> Path | None:
    """Return the folder that the person signed in put their last release into.

    None where they put none anywhere yet, or where that folder is not here: another laptop had it.
    """
    kept = _places(workspace).get(workspace.vault.person.uid)
    return Path(kept) if kept and Path(kept).is_dir() else None


def note_place(workspace: Workspace, folder: Path) -> None:
    """Keep where the person signed in put a release, so that the next is asked for there.

    Raises:
        RecordError: The service file could not be written.

    """
    place = str(folder.absolute())
    if _places(workspace).get(workspace.vault.person.uid) != place:
        here = {each.uid for each in workspace.vault.header.people}
        kept = {uid: each for uid, each in _places(workspace).items() if uid in here}
        now = {**kept, workspace.vault.person.uid: place}
        settings.save(workspace.service, PLACES_KEY, now)


def _places(workspace: Workspace) -> dict[str, str]:
    kept: dict[str, str] = settings.load(workspace.service, PLACES_KEY, {})
    return kept
