"""Putting a backup in the place of a file that keeps the record from opening."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from therapist_app.record.backup_format.backup_file import ENDING, label_of
from therapist_app.record.backups.comparing import Comparison, compare, figures_now, fitting_backup
from therapist_app.record.backups.restoring import Restored, restore_closed
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.errors import KnownRecordError, RecordTooNew
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.header_file import load_header, people
from therapist_app.record.sign_in.key_holder import KeyHolder, keys_for
from therapist_app.workflows.safekeeping.backup_words import comparison_in_words, when
from therapist_app.workflows.safekeeping.check_words import file_name


@dataclass(frozen=True, slots=True)
class BackupOffer:
    """A backup that is sealed to this person, as its label tells.

    Attributes:
        place: The folder it lies in; empty for the service folder's own.

    """

    path: Path
    file: str
    made: str
    made_at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class RestoreProposal:
    """What putting one backup back would do; whoever asked for it is known by their passphrase.

    Attributes:
        damaged: Which other files cannot be opened, where the one it would replace can.

    """

    owner: KeyHolder
    comparison: Comparison
    lines: tuple[str, ...]
    damaged: tuple[str, ...] = ()


def offers(service: Path, places: Iterable[Path], uid: str) -> tuple[BackupOffer, ...]:
    """Return the backups in these folders that a person could put back, the newest first.

    Raises:
        KnownRecordError: The list of people cannot be read.

    """
    header = load_header(ServiceFolder(service).header)
    found = []
    for path in (each for place in places for each in sorted(place.glob(f"*{ENDING}"))):
        try:
            label = label_of(path)
        except KnownRecordError:
            continue
        if label.service_id == header.service_id and uid in dict(label.boxes):
            name = file_name(label.database, header)
            is_here = path.parent == ServiceFolder(service).backups
            place = "" if is_here else str(path.parent)
            found.append(BackupOffer(path, name, when(label.made_at), label.made_at, place))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.file), reverse=True))


def made_later(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the backups in these folders that a later version made: none of them is offered."""
    files = (each for place in places for each in place.glob(f"*{ENDING}"))
    return tuple(sorted(each for each in files if _is_too_new(each)))


def needs_key_file(service: Path, uid: str) -> bool:
    """Return whether a person opens the record with a key file besides their passphrase.

    Raises:
        KnownRecordError: The list of people cannot be read.

    """
    return any(each.key_file for each in people(service) if each.uid == uid)


def propose(
    service: Path, uid: str, passphrase: bytearray, path: Path, key_file: Path | None = None
) -> RestoreProposal:
    """Return what putting a backup back would do; the passphrase is wiped.

    Raises:
        KnownRecordError: As `keys_for`, `checked`, `fitting_backup` and `compare` raise.

    """
    owner = keys_for(service, uid, passphrase, system_sources(), key_file).checked()
    try:
        backup = fitting_backup(owner, path)
        backup.secret.forget()
        comparison = compare(owner, backup, figures_now(owner, backup.label.database))
        damaged = _damaged(owner) if comparison.now else ()
    except BaseException:
        owner.keys.forget()
        raise
    return RestoreProposal(
        owner, comparison, comparison_in_words(comparison, owner.header), damaged
    )


def _is_too_new(path: Path) -> bool:
    try:
        label_of(path)
    except KnownRecordError as error:
        return isinstance(error, RecordTooNew)
    return False


def _damaged(owner: KeyHolder) -> tuple[str, ...]:
    """Return the names of this person's files that cannot be opened."""
    own = (each.id for each in owner.header.caseloads if each.boxes_for(owner.uid))
    return tuple(
        file_name(each, owner.header)
        for each in (SERVICE, *own)
        if figures_now(owner, each) is None
    )


def put_back(proposal: RestoreProposal, *, accepted: bool = False) -> Restored:
    """Put back what was proposed; `accepted` although its owner's signature does not vouch for it.

    Raises:
        KnownRecordError: As `restore_closed` raises.

    """
    asked = replace(proposal.comparison, is_accepted=accepted)
    return restore_closed(proposal.owner, asked.path, asked, lambda _done, _whole: None)
