"""Who holds the key of a database: to exactly those a backup of it is sealed."""

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import BackupRefused
from therapist_app.record.header.header import (
    CONTINUITY,
    SERVICE,
    Header,
    KeyBox,
    caseload_label,
    newest_first,
)
from therapist_app.record.header.key_boxes import DataKey, open_newest


def holders(header: Header, database: str) -> tuple[tuple[str, bytes], ...]:
    """Return the uid, or `CONTINUITY`, and the public key of everybody who holds a data key.

    Args:
        header: The service's.
        database: `SERVICE`, or the id of a caseload.

    Raises:
        BackupRefused: The header knows no such database.

    """
    publics = {each.uid: each.public for each in header.people}
    if header.continuity is not None:
        publics[CONTINUITY] = header.continuity
    boxes = _boxes(header, database)
    newest = key_generation(header, database)
    return tuple((box.to, publics[box.to]) for box in boxes if box.generation == newest)


def key_generation(header: Header, database: str) -> int:
    """Return the newest generation of a database's data key.

    Raises:
        BackupRefused: The header knows no such database.

    """
    return max(box.generation for box in _boxes(header, database))


def data_keys(header: Header, database: str, uid: str, opening: Masked) -> tuple[DataKey, ...]:
    """Return the data keys of a database that a person holds, newest first; forget them.

    Raises:
        BackupRefused: They hold none.

    """
    boxes = newest_first(_boxes(header, database), uid)
    if not boxes:
        raise BackupRefused("not-yours")
    label = database if database == SERVICE else caseload_label(database)
    return open_newest(header, label, boxes, opening)


def _boxes(header: Header, database: str) -> tuple[KeyBox, ...]:
    if database == SERVICE:
        return header.service_boxes
    grant = header.grant(database)
    if grant is None:
        raise BackupRefused("another-caseload")
    return grant.boxes
