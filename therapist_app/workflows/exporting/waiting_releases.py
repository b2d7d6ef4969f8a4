"""Releases that wait for a second person: two approve figures that leave the service.

The first prepares, looks at every page and approves; then it waits in the service file. The
second sees the same pages in a session of their own, and approves, which writes it, or refuses.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from exports.errors import NotForExport, PackageRefused
from exports.package.release import PreparedRelease, WrittenRelease
from exports.package.waiting import release_from, waiting_bytes
from exports.purposes import purpose_in_words
from exports.quarters import Quarter, quarter_named
from session_forms.words.texts import N_, _
from therapist_app.record.errors import HeaderAltered, NotAllowed
from therapist_app.record.keyring import second_approval
from therapist_app.record.keyring.second_approval import (
    WAITS_AT_MOST,
    AskedApproval,
    WaitingRelease,
)
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release as LedgerEntry
from therapist_app.workflows.exporting.exporting import (
    NOBODY_ELSE,
    Prepared,
    facts_for_ledger,
    write_approved,
)
from therapist_app.workflows.exporting.keeping_recipients import (
    key_of_recipient,
)
from therapist_app.workflows.exporting.quarters import caseloads_shown
from therapist_app.workflows.exporting.readers import check_readers
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

NOT_WHOLE = N_(
    "What waits is not what your colleague approved, or they are no longer here. Refuse it, and "
    "have it prepared again."
)
NOT_YOURS = N_("You came to this service after this was approved. Somebody else must look at it.")

OUTDATED = N_(
    "A report has since shown more caseloads of the same quarter: the difference would be their "
    "figures alone. Refuse it, and have it prepared again."
)


@dataclass(frozen=True, slots=True)
class ReleaseToApprove:
    """One release that waits for a second person.

    Attributes:
        asked_by: The name of who approved it first.
        until: The last day on which it can be approved.
        is_own: Whether the person signed in approved it first.
        quarter: Which quarter a report is of, as far as they can open what waits.
        replaces: The id of the release that it takes the place of, in the same way.

    """

    id: str
    recipient: str
    purpose: str
    asked_by: str
    asked_at: datetime
    until: date
    is_own: bool
    quarter: Quarter | None = None
    replaces: str = ""


def ask_for_second(workspace: Workspace, prepared: Prepared) -> None:
    """Approve a release as the first of two people, and let it wait.

    Raises:
        ExportError: There is nobody else, or nothing can be released to the recipient.
        NoCaseload: It is of one client, and they keep none.
        NotAllowed: Their role does not allow it.

    """
    require(workspace.vault, prepared.request.action)
    request, release = prepared.request, prepared.release
    key_of_recipient(workspace, request.recipient)
    check_readers(release.profile, request.recipient, request.purpose)
    noted = {
        "unprotected": facts_for_ledger(workspace, prepared),
        "reissue_of": request.replaces,
        "release": waiting_bytes(release).decode(),
    }
    content = json.dumps(noted, ensure_ascii=False).encode()
    told = releases.told_of_asked(
        manifest=release.manifest.decode(),
        recipient=request.recipient,
        purpose=request.purpose,
        unprotected=noted["unprotected"],
        reissue_of=noted["reissue_of"],
    )
    asking = AskedApproval(release.id, request.recipient, request.purpose, content, told)
    try:
        second_approval.ask(workspace.vault, asking)
    except NotAllowed:
        raise NotForExport(_(NOBODY_ELSE)) from None


def waiting_lines(workspace: Workspace) -> tuple[ReleaseToApprove, ...]:
    """Return what waits, the oldest first; what waited too long is deleted, and noted."""
    now = workspace.now()
    for each in second_approval.all_waiting(workspace.service):
        if now - each.asked_at >= WAITS_AT_MOST:
            second_approval.end_waiting(workspace.service, each, "release_expired")
    left = second_approval.unwritten(workspace.service)
    return tuple(_line(workspace, each) for each in left)


def count_waiting(workspace: Workspace) -> int:
    """Return how many wait for the person signed in as the second one."""
    return second_approval.count_for(workspace.vault)


def _line(workspace: Workspace, waiting: WaitingRelease) -> ReleaseToApprove:
    until = (waiting.asked_at + WAITS_AT_MOST).astimezone().date()
    quarter, replaces = _about(workspace, waiting)
    return ReleaseToApprove(
        waiting.id,
        recipient_in_words(waiting.recipient),
        purpose_in_words(waiting.purpose),
        _name_of(workspace, waiting.asked_by),
        waiting.asked_at,
        until,
        waiting.asked_by == workspace.vault.person.uid,
        quarter,
        replaces,
    )


def _about(workspace: Workspace, waiting: WaitingRelease) -> tuple[Quarter | None, str]:
    """Return of which quarter it is and what it takes the place of; neither is known of one's own.

    What cannot be opened is told once somebody looks at it.
    """
    try:
        noted = json.loads(second_approval.open_waiting(workspace.vault, waiting))
        name = json.loads(noted["unprotected"]).get("quarter")
        return (quarter_named(name) if name else None), str(noted["reissue_of"])
    except (NotAllowed, HeaderAltered, AttributeError, KeyError, ValueError):
        return None, ""


def _name_of(workspace: Workspace, uid: str) -> str:
    person = workspace.vault.header.person(uid)
    return person.name if person is not None else ""


def look_at_waiting(workspace: Workspace, release_id: str) -> PreparedRelease:
    """Return a release that waits, with the pages that the first person saw.

    Raises:
        ExportError: It waits no longer, or is not what the first person approved, or is for
            others to look at, or was made for other readers than it is for, or a report has
            since shown more caseloads of its quarter.

    """
    return _opened(workspace, _waiting(workspace, release_id))[0]


def _opened(
    workspace: Workspace, waiting: WaitingRelease
) -> tuple[PreparedRelease, Mapping[str, str]]:
    """Return what waits, and what the first person noted of it for the ledger."""
    require(workspace.vault, "approve_release")
    try:
        noted = json.loads(second_approval.open_waiting(workspace.vault, waiting))
        release = release_from(noted["release"].encode())
    except NotAllowed:
        raise NotForExport(_(NOT_YOURS)) from None
    except (HeaderAltered, PackageRefused):
        raise PackageRefused(_(NOT_WHOLE)) from None
    if release.id != waiting.id or release.practice != workspace.practice:
        raise PackageRefused(_(NOT_WHOLE))
    check_readers(release.profile, waiting.recipient, waiting.purpose)
    facts = json.loads(noted["unprotected"])
    course = facts.get("course") or workspace.programme.id
    if not caseloads_shown(workspace, facts["quarter"], course) <= set(facts["caseloads"]):
        raise NotForExport(_(OUTDATED))
    return release, noted


def _waiting(workspace: Workspace, release_id: str) -> WaitingRelease:
    found = [each for each in second_approval.unwritten(workspace.service) if each.id == release_id]
    too_old = [each for each in found if workspace.now() - each.asked_at >= WAITS_AT_MOST]
    if not found or too_old:
        raise NotForExport(_("It waits no longer: it was approved, refused, or waited too long."))
    return found[0]


def approve_as_second(workspace: Workspace, release_id: str, folder: Path) -> WrittenRelease:
    """Approve a release as the second person, which signs, seals and writes it.

    Raises:
        ExportError: As for `look_at_waiting`; the recipient's key is not compared; or the files
            could not be put there. Then it goes on waiting.
        RecordError: The ledger could not be told.

    """
    waiting = _waiting(workspace, release_id)
    release, noted = _opened(workspace, waiting)
    entry = LedgerEntry(
        id=release.id,
        profile=release.profile,
        recipient=waiting.recipient,
        purpose=waiting.purpose,
        made_at=workspace.now(),
        approved_by=_name_of(workspace, waiting.asked_by),
        manifest=release.manifest.decode(),
        unprotected=noted["unprotected"],
        standing="begun",
        place=str(folder.absolute()),
        second_by=workspace.vault.person.name,
        reissue_of=noted["reissue_of"],
    )
    written = write_approved(workspace, release, entry, folder)
    second_approval.end_waiting(workspace.service, waiting, "release_seconded")
    return written


def refuse_waiting(workspace: Workspace, release_id: str) -> None:
    """Refuse what waits, or call it back where it is one's own; it is deleted."""
    require(workspace.vault, "approve_release")
    for each in second_approval.all_waiting(workspace.service):
        if each.id == release_id:
            is_own = each.asked_by == workspace.vault.person.uid
            action = "release_called_back" if is_own else "release_refused"
            second_approval.end_waiting(workspace.service, each, action)
