"""The backups of a service once somebody may know the keys that they are sealed to.

A new backup is made first, under the keys of now. The older ones then go, or are sealed anew to
the holders of now and signed by whoever gave up their keys. A backup of somebody's clients that
a colleague made while they covered is never signed as the owner's: it goes. So does what is not
the file that the list knows: whoever knows the keys of before could have put it there.

    plan_giving_up(vault, keep=True)   # before `revoke`
    give_up_backups(vault, tell, keep=True)

Cut off between, the next session of this person finds what was planned, and finishes it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from session_forms.flushing import flush_file
from session_forms.held_files import remove_file, rename_over
from therapist_app.record.backup_format.backup_file import (
    FIRST,
    VERSION,
    BackupFile,
    add_tail,
    digest_of,
    halves,
    lock_manifest,
    open_backup,
    spell_label,
    with_boxes,
)
from therapist_app.record.backup_format.backup_making import UNFINISHED, Tell, header_text
from therapist_app.record.backup_format.backup_signature import BackupSigner, signed
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import back_up, known_header
from therapist_app.record.backups.backup_list import Backup, folder_of
from therapist_app.record.backups.kept_copies import throw_away_beside
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.reading_back import strays
from therapist_app.record.backups.vouching import vouched_for
from therapist_app.record.database.audit import mark_of, signed_about
from therapist_app.record.database.facts import Fact
from therapist_app.record.errors import BackupDamaged, KnownRecordError
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    translate_os_error,
)
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.key_boxes import holders
from therapist_app.record.vault.openings import signer_of
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What became of the backups of before.

    Attributes:
        sealed_anew: How many open with the keys of now alone.
        destroyed: How many files are gone.
        out_of_reach: The folders that are not there, whose backups still open with the old keys.
        of_others: Of how many colleagues' clients backups here still open with the old keys.
        copies: How many files are gone that a restore, or saved rows, had been put in place of.
        damaged_kept: How many damaged files beside a database still open with the old keys.

    """

    sealed_anew: int
    destroyed: int
    out_of_reach: tuple[str, ...]
    of_others: int
    copies: int = 0
    damaged_kept: int = 0


def plan_giving_up(vault: Vault, *, keep: bool) -> None:
    """Note what is to become of the older backups once the next key pair is in force.

    Those that somebody took out of the list are entered again while the keys of now vouch for them.
    """
    for each in strays(vault):
        assert each.secret is not None
        each.secret.forget()
        backups.enter(vault.service, each.backup)
    plan = json.dumps({"pair": _pair(vault) + 1, "keep": keep})
    with vault.service.change(_TO_DO, f"person:{vault.person.uid}", (_told(plan),)) as change:
        change.keep(_fact(vault), plan)


def is_giving_up_unfinished(vault: Vault) -> bool:
    """Whether keys were made new and the older backups were not, or not all, dealt with.

    A folder that was not there is waited for: it counts once it is there again.
    """
    planned = _planned(vault)
    if planned is None or _pair(vault) < planned["pair"]:
        return False
    places = planned.get("places")
    return places is None or any(Path(each).is_dir() for each in places)


def finish_giving_up(vault: Vault, tell: Tell) -> GivenUp:
    """Do what was planned and cut off; `is_giving_up_unfinished` says whether there is anything.

    Raises:
        KnownRecordError: As `give_up_backups` raises; it stays unfinished.

    """
    planned = _planned(vault)
    return give_up_backups(vault, tell, keep=planned is not None and bool(planned["keep"]))


_TO_GIVE_UP = "backups_to_give_up:"
_TO_DO = "backups_to_give_up"
_DONE = "backups_given_up"


def _plan_from(text: str) -> dict[str, Any]:
    said = json.loads(text)
    places = [str(each) for each in said.get("places", ())]
    return (
        dict(said)
        | {"pair": int(said["pair"]), "keep": bool(said["keep"])}
        | ({"places": places} if "places" in said else {})
    )


_PLANS = Fact(_TO_GIVE_UP, _plan_from)


def _fact(vault: Vault) -> str:
    return f"{_TO_GIVE_UP}{vault.person.uid}"


def _pair(vault: Vault) -> int:
    return vault.header.pair_of(vault.person.uid)


def _planned(vault: Vault) -> dict[str, Any] | None:
    """Return what the person signed is to be done; by a plan of others their backups would go.

    One of an earlier version, which told nothing of it, counts until there is another.
    """
    uid, service = vault.person.uid, vault.service
    found = service.row("SELECT value FROM about WHERE key = ?", (_fact(vault),))
    done = signed_about(service, (_TO_DO, _DONE), f"person:{uid}")
    newest = next((each for each in done if each.by == uid), None)
    if found is None or newest is None or newest.fields not in {(), (_told(str(found[0])),)}:
        return None
    return _PLANS.of(service, uid)


def _told(plan: str) -> str:
    return f"plan={mark_of(plan)}"


def _settle(vault: Vault, missing: set[str], *, keep: bool) -> None:
    """Note that it is done, but for folders that were not there."""
    waits = json.dumps({"pair": _pair(vault), "keep": keep, "places": sorted(missing)})
    with vault.service.change(_DONE, f"person:{vault.person.uid}", (_told(waits),)) as change:
        if missing:
            change.keep(_fact(vault), waits)
        else:
            change.execute("DELETE FROM about WHERE key = ?", (_fact(vault),))


def give_up_backups(vault: Vault, tell: Tell, *, keep: bool) -> GivenUp:
    """Let no backup that the person signed in may decide about open with keys of before.

    Args:
        vault: Theirs, after `revoke`.
        tell: Gets how many pages of the new backup are done, of how many.
        keep: Whether the older backups are sealed anew; else they are destroyed.

    Raises:
        KnownRecordError: The new backup was not made or is not whole; the older ones are there.

    """
    before = backups.listed(vault.service)
    run = back_up(vault, tell)
    mine = {SERVICE, *(grant.id for grant in owned_by(vault.header, vault.person.uid))}
    made = {each.database for each in run.backups if each.is_whole and each.place == backups.HERE}
    if not mine <= made:
        raise next((error for _place, error in run.problems), BackupDamaged("not-made"))
    still = {(each.id, each.place) for each in backups.listed(vault.service)}
    sealed_anew = destroyed = 0
    missing: set[str] = set()
    for each in (old for old in before if (old.id, old.place) in still and old.database in mine):
        if not folder_of(vault.place, each.place).is_dir():
            missing.add(each.place)
        elif not _is_of_before(vault, each):
            continue
        elif keep and _seal_anew(vault, each):
            sealed_anew += 1
        else:
            _destroy(vault, each)
            destroyed += 1
    copies = damaged_kept = 0
    for database in sorted(mine):
        thrown, kept = throw_away_beside(vault, database, damaged=not keep)
        copies, damaged_kept = copies + thrown, damaged_kept + kept
    _settle(vault, missing, keep=keep)
    others = len(set(_of_others(vault, before)) - mine)
    places = tuple(sorted(missing))
    return GivenUp(sealed_anew, destroyed, places, others, copies, damaged_kept)


def _is_of_before(vault: Vault, backup: Backup) -> bool:
    """Whether a backup may open with a pair that was given up: it does not with that of now."""
    path, opening = backup.path(vault.place), vault.credentials.keys.opening
    try:
        open_backup(path, vault.person.uid, opening).secret.forget()
    except KnownRecordError as error:
        return error.detail != "not-yours"
    return False


def _of_others(vault: Vault, before: tuple[Backup, ...]) -> Iterator[str]:
    """Yield the caseloads of colleagues of which a backup here is sealed to the person."""
    for each in before:
        if each.database != SERVICE:
            try:
                backup = _opened(vault, each)
            except KnownRecordError:
                continue
            backup.secret.forget()
            yield each.database


def _opened(vault: Vault, backup: Backup) -> BackupFile:
    path, opening = backup.path(vault.place), vault.credentials.keys.opening
    return open_with_any_pair(vault.header, path, vault.person.uid, opening)


def _destroy(vault: Vault, backup: Backup) -> None:
    backups.enter(vault.service, replace(backup, removed_at=vault.service.now()))
    try:
        remove_file(backup.path(vault.place))
    except OSError as error:
        raise translate_os_error(error) from None


def _seal_anew(vault: Vault, backup: Backup) -> bool:
    """Seal a backup to the holders of now; return whether it may stay."""
    try:
        opened = _opened(vault, backup)
    except KnownRecordError:
        return False
    try:
        is_own = backup.database == SERVICE or opened.manifest.made_by == vault.person.uid
        manifest = opened.manifest
        is_own = is_own and (manifest.id, manifest.sha256) == (backup.id, backup.sha256)
        vouched_for(vault.header, opened)
        if is_own:
            _write(vault, opened)
    except KnownRecordError:
        return False
    finally:
        opened.secret.forget()
    if is_own:
        backups.enter(vault.service, replace(backup, made_by=vault.person.uid))
    return is_own


def _write(vault: Vault, opened: BackupFile) -> None:
    """Put the same database with another tail in the place of a backup."""
    signer, text = (
        signer_of(vault.header, vault.author.actor),
        header_text(vault.place, vault.header),
    )
    fresh = opened.path.with_name(opened.path.name + UNFINISHED)
    try:
        _copy_database(opened, fresh)
        _add_tail(vault, opened, fresh, signer, text)
        rename_over(fresh, opened.path)
        flush_folder(opened.path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        remove_file(fresh)


def _copy_database(opened: BackupFile, fresh: Path) -> None:
    create_private_file(fresh)
    with opened.path.open("rb") as source, fresh.open("wb", buffering=0) as target:
        left = opened.manifest.size
        while left and (part := source.read(min(left, 1 << 20))):
            target.write(part)
            left -= len(part)
        flush_file(target.fileno())
    if digest_of(fresh, opened.manifest.size) != opened.manifest.sha256:
        raise BackupDamaged("digest")


def _add_tail(
    vault: Vault, opened: BackupFile, fresh: Path, signer: BackupSigner, text: str
) -> None:
    of_service = opened.label.database == SERVICE
    is_signed = opened.signature is not None
    version = VERSION if is_signed else FIRST
    bare = replace(opened.label, version=version, header=text if of_service else "")
    database = vault.service if of_service else vault.open_caseload(bare.database)
    recipients = holders(known_header(vault, bare.database, database), bare.database)
    label = spell_label(with_boxes(bare, opened.secret, recipients, vault.sources))
    manifest = replace(
        opened.manifest,
        header_generation=vault.header.generation,
        made_by=vault.person.uid,
        header="" if of_service else text,
    )
    key, audit_key = halves(opened.secret)
    audit_key.forget()
    locked = lock_manifest(manifest, key, label, vault.sources.random_bytes(12))
    key.forget()
    signature = signed(label, locked, manifest.sha256, signer) if is_signed else b""
    add_tail(fresh, label, locked, signature)  # nobody signs what nobody vouched for
