"""Damaging files of a record, and reaching them by their keys without opening the record."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.support.record.records import (
    ServiceOnDisk,
    a_client,
    a_filled_form,
    an_alert,
    an_appointment,
)
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    filled_forms,
    identities,
    signatures,
)
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database.connection import open_connection
from therapist_app.record.database.database import Caseload, Opening
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.header.header_file import load_header
from therapist_app.record.model import Identity, Signature
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.vault.vault import Vault

PAGE = 4096
IN_A_PAGE = (3, 1500, 4020, 4060)
"""One byte in the salt or the beginning of a page, in its body, in its IV and in its HMAC."""


def key_holder(on_disk: ServiceOnDisk) -> KeyHolder:
    header = load_header(on_disk.place.header)
    return KeyHolder(on_disk.place, header, on_disk.uid, on_disk.keys(), on_disk.sources)


def service_opening(on_disk: ServiceOnDisk) -> Opening:
    return key_holder(on_disk).openings()[0]


def caseload_opening(on_disk: ServiceOnDisk) -> Opening:
    return key_holder(on_disk).openings()[1]


def at(opening: Opening, path: Path) -> Opening:
    """The same keys for a file that lies elsewhere."""
    return replace(opening, path=path)


def fill(caseload: Caseload, count: int = 12) -> None:
    """Add clients, each with a name, a signed note, a long form on several pages, an alert."""
    for number in range(count):
        client = a_client(caseload, code=f"K4-{number:03}")
        clients.add(caseload, client)
        identities.save(caseload, Identity(client.id, "named", f"Client {number}"))
        appointment = an_appointment(caseload, client)
        appointments.add(caseload, appointment)
        note = a_filled_form(
            caseload,
            client,
            appointment_id=appointment.id,
            form_id="session-note",
            answers=f'{{"note": "{"word " * 30}{number}"}}',
        )
        filled_forms.add(caseload, note)
        signature = Signature(note.id, appointment.id, "Ana Example", caseload.now())
        signatures.sign(caseload, signature)
        answers = f'{{"long": "{"x" * (9000 if number % 4 == 0 else 90)}"}}'
        long = a_filled_form(caseload, client, answers=answers)
        filled_forms.add(caseload, long)
        alerts.open_alert(caseload, an_alert(caseload, long))


def flip(path: Path, place: int) -> None:
    """Flip one bit."""
    with path.open("r+b") as file:
        file.seek(place)
        [byte] = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def page_of(path: Path, number: int) -> bytes:
    return path.read_bytes()[(number - 1) * PAGE :][:PAGE]


def put_page(path: Path, number: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(data)


def pages_in(path: Path) -> int:
    return path.stat().st_size // PAGE


def first_page_of(opening: Opening, table: str) -> int:
    """The page at which a table begins."""
    connection = open_connection(opening.path, derive_masked(opening.data_key, "sqlcipher"))
    asked = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
    [(number,)] = connection.execute(asked, (table,)).fetchall()
    connection.close()
    return int(number)


def by_hand(opening: Opening, *statements: str) -> None:
    """Change a closed file as somebody does who holds its key."""
    connection = open_connection(opening.path, derive_masked(opening.data_key, "sqlcipher"))
    for statement in statements:
        connection.execute(statement).fetchall()
    connection.close()


def abandon(vault: Vault) -> None:
    """Leave a vault as a killed process does: nothing folded in, nothing noted."""
    kept = [
        each
        for each in vault.place.path.rglob("*")
        if each.is_file() and each.suffix in (".db", ".db-wal", ".anchor")
    ]
    for path in kept:
        shutil.copy(path, path.with_name(path.name + ".killed"))
    for database in vault.databases:
        database._connection.close()
        database.anchor.close()
    for left in vault.place.path.rglob("*.killed"):
        left.replace(left.with_suffix(""))


def restoring(opening: Opening) -> Callable[[], None]:
    """Return what puts a file, its log and its anchor back as they are now."""
    beside = (opening.path, log_beside(opening.path), anchor_beside(opening.path))
    kept = {path: path.read_bytes() if path.is_file() else None for path in beside}

    def put_back() -> None:
        for path, data in kept.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)

    return put_back
