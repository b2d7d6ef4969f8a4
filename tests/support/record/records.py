"""Records for tests: real and encrypted, opened by their keys, without the cost of a passphrase."""

import atexit
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from therapist_app.record.clock_and_random import (
    ClockAndRandom,
    SeededClock,
    seeded_sources,
    system_sources,
)
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.database import Caseload
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import Newcomer, PersonKeys, continuity_key
from therapist_app.record.keyring import people
from therapist_app.record.keyring.new_sheets import confirm_first_sheet
from therapist_app.record.model import Alert, Appointment, Client, FilledForm
from therapist_app.record.sign_in.unlocking import open_with_keys
from therapist_app.record.vault.founding import found_service
from therapist_app.record.vault.vault import Vault

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class ServiceOnDisk:
    """A service whose founder's private keys the test holds, so that it can open it again."""

    folder: Path
    uid: str
    sources: ClockAndRandom
    clock: SeededClock
    passphrase_key: bytes
    sheet_secret: bytes
    continuity_secret: bytes
    opening: bytes
    signing: bytes

    @property
    def place(self) -> ServiceFolder:
        return ServiceFolder(self.folder)

    def keys(self) -> PersonKeys:
        """The founder's keys; opening a vault takes them over."""
        return PersonKeys(Masked(bytearray(self.opening)), Masked(bytearray(self.signing)))

    def open(self) -> Vault:
        """Open it, as after the right passphrase."""
        header = load_header(self.place.header)
        return open_with_keys(self.place, header, self.uid, self.keys(), self.sources)


def newcomer(
    sources: ClockAndRandom,
    passphrase_key: bytes,
    sheet_secret: bytes,
    *,
    name: str = "Ana Example",
    roles: tuple[str, ...] = ("keeper", "therapist"),
) -> Newcomer:
    """Return somebody about to join, without the cost of a passphrase."""
    return Newcomer(
        uid=sources.random_bytes(16).hex(),
        name=name,
        roles=roles,
        cost=kdf.FLOOR,
        salt=sources.random_bytes(16),
        passphrase_key=bytearray(passphrase_key),
        sheet_secret=bytearray(sheet_secret),
    )


def lay_out(
    tmp_path: Path,
    *,
    practice: bool = True,
    seed: int = 1,
    roles: tuple[str, ...] = ("keeper", "therapist"),
    continuity: bool = True,
) -> ServiceOnDisk:
    """Lay out a service in `tmp_path / "service"`, its passphrase slot under a random key.

    A founder always keeps it; for other `roles` they take somebody in, whose keys are returned.
    """
    if "keeper" not in roles:
        return _joined(lay_out(tmp_path, practice=practice, seed=seed), roles)
    clock, sources = _beginning(practice, seed)
    return _founded(tmp_path / "service", clock, sources, roles=roles, continuity=continuity)


def laid_out(
    tmp_path: Path,
    *,
    practice: bool = True,
    seed: int = 1,
    roles: tuple[str, ...] = ("keeper", "therapist"),
) -> ServiceOnDisk:
    """Return what `lay_out` gives, copied from one that was laid out before: founding is slow."""
    made, drawn = _template(practice, seed, roles)
    clock, sources = _beginning(practice, seed)
    for _draw in range(drawn):
        sources.random_bytes(1)
    folder = tmp_path / "service"
    shutil.copytree(made.folder, folder)
    return replace(made, folder=folder, sources=sources, clock=clock)


def _beginning(practice: bool, seed: int) -> tuple[SeededClock, ClockAndRandom]:  # noqa: FBT001
    clock = SeededClock(START)
    if practice:
        return clock, seeded_sources(seed, clock)
    return clock, replace(system_sources(), now=clock)


@cache
def _template(
    practice: bool,  # noqa: FBT001
    seed: int,
    roles: tuple[str, ...],
) -> tuple[ServiceOnDisk, int]:
    """Return a service, and how often its seed was drawn from."""
    folder = Path(tempfile.mkdtemp(prefix="laid-out-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock, sources = _beginning(practice, seed)
    draws = 0

    def draw(count: int) -> bytes:
        nonlocal draws
        draws += 1
        return sources.random_bytes(count)

    counted = replace(sources, random_bytes=draw) if practice else sources
    return _founded(folder / "service", clock, counted, roles), draws


def _founded(
    folder: Path,
    clock: SeededClock,
    sources: ClockAndRandom,
    roles: tuple[str, ...] = ("keeper", "therapist"),
    *,
    continuity: bool = True,
) -> ServiceOnDisk:
    secrets = [sources.random_bytes(length) for length in (32, 20, 20)]
    founder = newcomer(sources, *secrets[:2], roles=roles)
    public = continuity_key(bytearray(secrets[2])) if continuity else None
    practice = sources.seeded
    keys = found_service(
        folder, founder, sources, practice=practice, continuity=public, confirmed=True
    )
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        whole = bytes(opening), bytes(signing)
    return ServiceOnDisk(
        folder=folder,
        uid=founder.uid,
        sources=sources,
        clock=clock,
        passphrase_key=secrets[0],
        sheet_secret=secrets[1],
        continuity_secret=secrets[2],
        opening=whole[0],
        signing=whole[1],
    )


def _joined(service: ServiceOnDisk, roles: tuple[str, ...]) -> ServiceOnDisk:
    random = service.sources.random_bytes
    prepared = newcomer(service.sources, random(32), random(20), name="Bo Example", roles=roles)
    with service.open() as vault:
        keys = people.take_in(vault, prepared).private
        confirm_first_sheet(vault, prepared.uid)
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        whole = bytes(opening), bytes(signing)
    return replace(service, uid=prepared.uid, opening=whole[0], signing=whole[1])


def new_vault(tmp_path: Path, *, practice: bool = True, seed: int = 1) -> Vault:
    """Return a new, empty vault, open; close it at the end of the test."""
    return laid_out(tmp_path, practice=practice, seed=seed).open()


@contextmanager
def open_vault(tmp_path: Path, *, practice: bool = True, seed: int = 1) -> Iterator[Vault]:
    """Yield a new, empty vault, and close it."""
    with new_vault(tmp_path, practice=practice, seed=seed) as vault:
        yield vault


def rewrite_header(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit a header as somebody would who knows the format but holds no key."""
    fields = json.loads(path.read_bytes())
    edit(fields)
    fields.pop("digest", None)
    fields["digest"] = hashlib.sha256(canonical(fields)).hexdigest()
    path.write_bytes(canonical(fields))


def a_client(caseload: Caseload, **changes: Any) -> Client:
    """Return a client, not yet added."""
    client = Client(
        id=caseload.new_id(),
        code="K4-207",
        created_on=date(2026, 3, 2),
        status="active",
        programme_id="a-programme",
        programme_version="1",
        track="main",
    )
    return replace(client, **changes)


def an_appointment(caseload: Caseload, client: Client, **changes: Any) -> Appointment:
    """Return an appointment of a client, not yet added."""
    appointment = Appointment(
        id=caseload.new_id(),
        client_id=client.id,
        plan_id="S01",
        plan_version=1,
        planned_for=caseload.now(),
        mode="in_person",
    )
    return replace(appointment, **changes)


def a_filled_form(caseload: Caseload, client: Client, **changes: Any) -> FilledForm:
    """Return a draft of a client, not yet added."""
    filled = FilledForm(
        id=caseload.new_id(),
        client_id=client.id,
        appointment_id=None,
        form_id="phq-9",
        form_version=1,
        slot=None,
        status="draft",
        filled_by="client",
        answers="{}",
        started_at=caseload.now(),
        changed_at=caseload.now(),
    )
    return replace(filled, **changes)


def an_alert(caseload: Caseload, filled: FilledForm, **changes: Any) -> Alert:
    """Return an alert that a filled form raises, not yet opened."""
    alert = Alert(
        id=caseload.new_id(),
        client_id=filled.client_id,
        appointment_id=filled.appointment_id,
        filled_form_id=filled.id,
        form_id=filled.form_id,
        question_id="q9",
        stream="suicide",
        level="act",
        states="Thoughts were marked.",
        opens=("suicide-enquiry",),
        opened_at=caseload.now(),
    )
    return replace(alert, **changes)
