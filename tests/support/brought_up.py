"""What an upgrade is judged by: the schema of each file of a service, and of each whole backup.

Files are looked at on a copy, which nothing brings up: whoever is judged may have them open next.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.record.safekeeping import Holder
from therapist_app.record.backup_format.backup_file import ENDING, open_backup
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.backups.comparing import figures_now
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.errors import BackupRefused
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.header_file import people
from therapist_app.record.sign_in.key_holder import KeyHolder, keys_for


@dataclass(frozen=True, slots=True)
class Stood:
    """What one person's keys open of a service folder.

    Attributes:
        schemas: The schema of the service file and of their own caseload.
        backups: Of each backup that is sealed to them and whole: database and schema, by its name.

    """

    schemas: Mapping[str, int]
    backups: Mapping[str, tuple[str, int]]


def holder_of(folder: Path, name: str, words: str) -> Holder:
    """Return somebody whose name begins so, by their passphrase.

    Raises:
        KnownRecordError: It does not open the service.

    """
    uid = next(each.uid for each in people(folder) if each.name.startswith(name))
    typed, sources = bytearray(words.encode()), system_sources()
    with (
        keys_for(folder, uid, typed, sources) as own,
        own.keys.opening.revealed() as first,
        own.keys.signing.revealed() as second,
    ):
        return Holder(folder, uid, bytes(first), bytes(second), sources)


def stood(holder: Holder) -> Stood:
    """Return what the keys of somebody open now of their service.

    Raises:
        KnownRecordError: A backup cannot be read.

    """
    with tempfile.TemporaryDirectory() as beside:
        copied = Path(beside, "service")
        shutil.copytree(holder.folder, copied)
        owner = replace(holder, folder=copied).owner()
        figures = {each: figures_now(owner, each) for each in (SERVICE, owner.uid)}
        schemas = {each: found.schema for each, found in figures.items() if found}
        return Stood(schemas, dict(_whole_backups(owner)))


def _whole_backups(owner: KeyHolder) -> Iterator[tuple[str, tuple[str, int]]]:
    for path in sorted(owner.place.backups.glob(f"*{ENDING}")):
        try:
            backup = open_backup(path, owner.uid, owner.keys.opening)
        except BackupRefused:
            continue  # a colleague's
        if not fault_of(path, backup.secret):
            yield path.name, (backup.label.database, backup.manifest.figures.schema)


def wrong_with_upgrade(before: Stood, after: Stood, newest: int) -> str:
    """Return what is wrong with an upgrade, in words; empty where it was as it must be.

    Each file that was older has the newest schema, and a whole backup of it as it was before.
    """
    made = {after.backups[name] for name in after.backups.keys() - before.backups.keys()}
    for database, schema in before.schemas.items():
        what = "the service file" if database == SERVICE else "the caseload"
        if schema >= newest:
            return f"{what} had schema {schema} before: no step was tried"
        if (found := after.schemas.get(database)) != newest:
            return f"{what} has schema {found} instead of {newest}"
        if (database, schema) not in made:
            return f"no whole backup of {what} as it was with schema {schema}"
    return "" if before.schemas else "no file could be read before"
