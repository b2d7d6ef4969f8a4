"""What left before: which release can be issued again, and where the last one was put."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from exports.purposes import ONE_CLIENT
from therapist_app.record.service import releases, settings
from therapist_app.record.service_model import Release as LedgerEntry
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
        quarter: The name of the quarter that a report is of; empty of a client's summary.

    """

    id: str
    profile: str
    recipient: str
    purpose: str
    made_at: datetime
    corrections: int
    course: str = ""
    quarter: str = ""


def earlier_releases(workspace: Workspace) -> tuple[EarlierRelease, ...]:
    """Return what left, the newest first, with how many corrections change each.

    Nothing in whose place another stands: that one is issued again.
    """
    corrected = Counter(each.release_id for each in releases.corrections(workspace.service))
    left = [
        each for each in releases.all_releases(workspace.service) if each.standing == "released"
    ]
    replaced = in_whose_place(left)
    return tuple(
        EarlierRelease(
            each.id,
            readers_now(each.profile, each.recipient, each.purpose),
            each.recipient,
            each.purpose,
            each.made_at,
            corrected[each.id],
            "" if each.profile == ONE_CLIENT else _noted(each, "course") or workspace.programme.id,
            "" if each.profile == ONE_CLIENT else _noted(each, "quarter"),
        )
        for each in reversed(left)
        if each.id not in replaced
    )


def in_whose_place(left: Iterable[LedgerEntry]) -> Mapping[str, str]:
    """Return by the id of what left which release stands in its place."""
    return {
        each.reissue_of: each.id for each in left if each.standing == "released" and each.reissue_of
    }


def _noted(release: LedgerEntry, what: str) -> str:
    """Return what the list of releases notes of a report; empty where it notes none."""
    with suppress(AttributeError, ValueError):
        return str(json.loads(release.unprotected).get(what) or "")
    return ""


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
    return settings.load(workspace.service, PLACES_KEY, dict[str, str]) or {}
