"""The ledger of what left, for whom, and who approved it.

A release is entered as begun before anything of it is written, and settled afterwards: what may
have left is always in here, and what is in here says whether it is known to have left.
"""

from collections.abc import Iterator
from typing import Any, Literal

from therapist_app.record.database.audit import believed, mark_of, signers_of
from therapist_app.record.database.columns import JSON_OBJECT, MOMENT
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE, SharedTable
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.service_model import ReadableCopy, Release, ReleaseCorrection

_TABLE = SharedTable(
    "releases",
    Release,
    columns={"made_at": MOMENT, "manifest": JSON_OBJECT},
    unsigned=("standing", "place"),
)
_COPIES = SharedTable("readable_copies", ReadableCopy, columns={"saved_at": MOMENT})
_CORRECTIONS = SharedTable(
    "release_corrections", ReleaseCorrection, columns={"corrected_at": MOMENT}
)
ASKED = "release_asked"
ENDS = ("release_called_back", "release_expired", "release_refused", "release_seconded")
"""The actions with which one waits no longer."""
_SAVED = "readable_copy_saved"
_UNDONE = "readable_copy_undone"
_OUTDATED = "release_outdated"
_TAKEN_BACK = "release_taken_back"
_ACTIONS = {"begun": "release_begun", "released": "released", "interrupted": "release_interrupted"}


def add(service: ServiceFile, release: Release) -> None:
    """Enter a release."""
    action = _ACTIONS[release.standing]
    told = (release.profile, _TABLE.told(release))
    with service.change(action, f"release:{release.id}", told) as change:
        _TABLE.insert(change, release)


def settle(
    service: ServiceFile, release: Release, standing: Literal["released", "interrupted"]
) -> None:
    """Say what became of a release that was begun."""
    with service.change(_ACTIONS[standing], f"release:{release.id}", (release.profile,)) as change:
        _TABLE.assign(change, (release.id,), {"standing": standing, "place": ""})


def take_back(service: ServiceFile, release: Release) -> None:
    """Take a release out that was begun and of which nothing could be written."""
    told = (release.profile, _TABLE.told(release))
    with service.change(_TAKEN_BACK, f"release:{release.id}", told) as change:
        change.execute("DELETE FROM releases WHERE id = ?", (release.id,))


def all_releases(service: ServiceFile) -> tuple[Release, ...]:
    """Return every release, oldest first."""
    return _TABLE.select(service, "ORDER BY made_at, id")


def unsettled(service: ServiceFile) -> tuple[Release, ...]:
    """Return the releases that were begun and of which it is not known what became of them.

    Only those that somebody signed that they began: whoever settles one signs what became of it,
    and would have made it with that.
    """
    begun = _TABLE.select(service, "WHERE standing = 'begun' ORDER BY made_at, id")
    return tuple(each for each in begun if _is_begun(service, each))


def _is_begun(service: ServiceFile, release: Release) -> bool:
    about = f"release:{release.id}"
    return bool(_TABLE.signers(service, release, (_ACTIONS["begun"],), about))


def newest(service: ServiceFile, limit: int) -> tuple[Release, ...]:
    """Return so many releases, the newest first."""
    return _TABLE.select(service, "ORDER BY made_at DESC, id LIMIT +?", (limit,))


def count(service: ServiceFile) -> int:
    """Return how many releases there are."""
    [found] = service.rows("SELECT count(*) FROM releases")
    return int(found[0])


def enter_readable(service: ServiceFile, release_id: str, by: str, reason: str) -> ReadableCopy:
    """Enter a copy of a release that anybody can read, before anything of it is written."""
    copy = ReadableCopy(service.new_id(), release_id, service.now(), by, reason)
    with service.change(_SAVED, f"release:{release_id}", (_COPIES.told(copy),)) as change:
        _COPIES.insert(change, copy)
    return copy


def take_back_readable(service: ServiceFile, copy: ReadableCopy) -> None:
    """Take a readable copy out of which nothing could be written."""
    told = (_COPIES.told(copy),)
    with service.change(_UNDONE, f"release:{copy.release_id}", told) as change:
        change.execute("DELETE FROM readable_copies WHERE id = ?", (copy.id,))


def note_correction(
    service: ServiceFile, release_id: str, form_id: str, by: str, *, key: str
) -> None:
    """Note that a form was corrected after a release that this changes.

    `key` is the random number of the correction in its caseload.
    """
    noted = ReleaseCorrection(f"{key}/{release_id}", release_id, service.now(), by, form_id)
    told = (_CORRECTIONS.told(noted),)
    with service.change(_OUTDATED, f"release:{release_id}", told) as change:
        _CORRECTIONS.replace(change, noted)


def corrections(service: ServiceFile) -> tuple[ReleaseCorrection, ...]:
    """Return every correction that changes a release, oldest first."""
    return _CORRECTIONS.select(service, "ORDER BY corrected_at, id")


def corrected_by(service: ServiceFile, key: str) -> tuple[str, ...]:
    """Return the ids of the releases that one correction changes."""
    found = _CORRECTIONS.select(service, "WHERE substr(id, 1, ?) = ? ORDER BY id", (len(key), key))
    return tuple(each.release_id for each in found)


def readable_copies(service: ServiceFile) -> tuple[ReadableCopy, ...]:
    """Return every readable copy, oldest first."""
    return _COPIES.select(service, "ORDER BY saved_at, id")


def told_of_asked(
    *, manifest: str, recipient: str, purpose: str, unprotected: str, reissue_of: str
) -> str:
    """Return what the entry of a first approval tells: what of the ledger's row was approved."""
    approved = {
        "manifest": manifest,
        "recipient": recipient,
        "purpose": purpose,
        "unprotected": unprotected,
        "reissue_of": reissue_of,
    }
    return mark_of(canonical(approved).decode())


def approvers(service: ServiceFile, release: Release) -> frozenset[str]:
    """Return who signed that they approved a release as the ledger has it, by uid.

    The entry of a first approval of an earlier version says nothing of what was approved.
    """
    subject = f"release:{release.id}"
    made = _TABLE.signers(service, release, (_ACTIONS["begun"], _ACTIONS["released"]), subject)
    asked = told_of_asked(
        manifest=release.manifest,
        recipient=release.recipient,
        purpose=release.purpose,
        unprotected=release.unprotected,
        reissue_of=release.reissue_of,
    )
    return made | (signers_of(service, ASKED, subject, {(), (asked,)}) if made else frozenset())


def who_saved(service: ServiceFile, copy: ReadableCopy) -> frozenset[str]:
    """Return who signed that they saved a readable copy as the ledger has it, by uid."""
    return _COPIES.signers(service, copy, (_SAVED,), f"release:{copy.release_id}")


def not_as_entered(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield what is gone of the ledger, or stands as nobody entered or settled it, with a mark.

    What became of a release is what was signed first since it was begun.
    """
    settled: dict[str, str] = {}
    for each in believed(service, tuple(_ACTIONS.values())):
        is_begun = each.action == _ACTIONS["begun"]
        before = settled.setdefault(each.subject, each.action)
        if before == _ACTIONS["begun"] and not is_begun:
            settled[each.subject] = each.action
    for release in all_releases(service):
        said = settled.get(f"release:{release.id}")
        if said is not None and said != _ACTIONS.get(release.standing):
            yield f"releases:{release.id}", mark_of(release.standing)
    tables: tuple[tuple[SharedTable[Any], tuple[str, ...], str], ...] = (
        (_TABLE, (_ACTIONS["begun"], _ACTIONS["released"]), _TAKEN_BACK),
        (_COPIES, (_SAVED,), _UNDONE),
        (_CORRECTIONS, (_OUTDATED,), ""),
    )
    for table, actions, undone in tables:
        yield from table.not_as_told(service, actions, undone)


def no_longer_there(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield what somebody signed that it waits, that nobody ended, and that is gone."""
    waits: dict[str, None] = {}
    for each in believed(service, (ASKED, *ENDS)):
        if each.action == ASKED:
            waits[each.subject] = None
        else:
            waits.pop(each.subject, None)
    there = {f"release:{found}" for (found,) in service.rows("SELECT id FROM waiting_releases")}
    for subject in waits:
        if subject not in there:
            yield f"waiting_releases:{subject.partition(':')[2]}", GONE


load = _TABLE.load
