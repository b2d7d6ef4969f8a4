"""What a backup says of itself to anybody who holds the file.

It names the service and the database, when it was made, and to whom its secret is sealed; of
what is inside it says nothing. The service file's backup also carries the header, which stands
in plain sight in the service folder too: without it no key could be found on a new laptop.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.errors import BackupDamaged, BackupRefused, HeaderAltered, RecordTooNew
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.strict_json import canonical

FORMAT = "therapist record backup"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Label:
    """The part of a backup that stands in the clear.

    Attributes:
        database: `SERVICE`, or the uid of a caseload's owner.
        generation: Of the database's data key when the backup was made.
        boxes: Pairs of a uid, or `CONTINUITY`, and the backup's secret sealed to it.
        header: The service's header as it was, in the service file's backup; else empty.

    """

    service_id: str
    database: str
    made_at: datetime
    generation: int
    boxes: tuple[tuple[str, bytes], ...] = ()
    header: str = ""


def with_boxes(
    label: Label, secret: Masked, holders: Iterable[tuple[str, bytes]], sources: ClockAndRandom
) -> Label:
    """Return the label with the backup's secret sealed to each of its holders."""
    boxes = []
    for uid, public in holders:
        with secret.revealed() as whole:
            boxes.append((uid, seal(whole, public, _context(label, uid), sources)))
    return replace(label, boxes=tuple(boxes))


def open_box(label: Label, uid: str, private_key: Masked) -> Masked:
    """Return the backup's secret.

    Raises:
        BackupRefused: It is not sealed to this person.
        BackupDamaged: The box, or the label around it, was changed.

    """
    box = dict(label.boxes).get(uid)
    if box is None:
        raise BackupRefused("not-yours")
    try:
        return Masked(unseal(box, private_key, _context(label, uid)))
    except HeaderAltered:
        raise BackupDamaged("label") from None


def spell_label(label: Label) -> bytes:
    """Return the one spelling of a label."""
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "service_id": label.service_id,
            "database": label.database,
            "made_at": moment_text(label.made_at),
            "generation": label.generation,
            "boxes": [[uid, box.hex()] for uid, box in label.boxes],
            "header": label.header,
        }
    )


def read_label(spelt: bytes) -> Label:
    """Return the label that was spelt.

    Raises:
        BackupDamaged: It is not as it was written.
        RecordTooNew: A later version wrote it.

    """
    try:
        fields = strict_json.parse(spelt)
        if fields["format"] != FORMAT:
            raise BackupDamaged("label")
        if fields["version"] != VERSION:
            raise RecordTooNew("backup")
        return _label(fields)
    except (strict_json.BadJson, KeyError, TypeError, ValueError):
        raise BackupDamaged("label") from None


def _label(fields: dict[str, Any]) -> Label:
    return Label(
        service_id=fields["service_id"],
        database=fields["database"],
        made_at=moment_from(fields["made_at"]),
        generation=int(fields["generation"]),
        boxes=tuple((uid, bytes.fromhex(box)) for uid, box in fields["boxes"]),
        header=fields["header"],
    )


def _context(label: Label, recipient: str) -> bytes:
    return canonical(
        {
            "use": "backup",
            "service": label.service_id,
            "database": label.database,
            "made_at": moment_text(label.made_at),
            "to": recipient,
        }
    )
