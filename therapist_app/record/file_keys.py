"""The keys to the files of a service, without opening any of them.

A check or a salvage has to reach a file that may not open, so what a passphrase opens is
handed out as `Opening`s; `open_with_keys` is for everyday work.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from therapist_app.record import kdf
from therapist_app.record.attempts import load_tally, note_attempt
from therapist_app.record.database import Opening
from therapist_app.record.errors import NotARecord, Throttled, WrongPassphrase
from therapist_app.record.founding import actor_for, caseload_opening, service_opening
from therapist_app.record.header import Header, Person, box_context, slot_context
from therapist_app.record.header_file import load_header
from therapist_app.record.layout import ServiceFolder
from therapist_app.record.passphrases import normalised
from therapist_app.record.person_keys import PersonKeys, open_keys
from therapist_app.record.sealed_box import unseal
from therapist_app.record.sources import Sources
from therapist_app.record.wiping import Masked, wipe


@dataclass(frozen=True, slots=True)
class FileKeys:
    """What a person's passphrase opened.

    Attributes:
        keys: Their private keys; opening a vault takes them over.

    """

    place: ServiceFolder
    header: Header
    uid: str
    keys: PersonKeys
    sources: Sources

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.keys.forget()

    def openings(self) -> tuple[Opening, ...]:
        """Return what it takes to open each file that this person may open, the service first."""
        person = self.header.person(self.uid)
        assert person is not None
        actor = actor_for(self.uid, self.keys)
        service_key = self._unsealed(person.service_box, "service")
        found = [service_opening(self.place, self.header, actor, service_key, self.sources)]
        grant = self.header.grant(self.uid)
        if grant is not None:
            key = self._unsealed(grant.box_for(self.uid) or b"", f"caseload {self.uid}")
            found.append(caseload_opening(self.place, self.header, actor, key, self.sources))
        return tuple(found)

    def _unsealed(self, box: bytes, database: str) -> Masked:
        context = box_context(self.header.service_id, database, self.uid)
        return Masked(unseal(box, self.keys.opening, context))


def keys_for(folder: Path, uid: str, passphrase: bytearray, sources: Sources) -> FileKeys:
    """Return a person's keys; the passphrase is wiped, whatever comes of it.

    Raises:
        WrongPassphrase: It is the wrong one; the try is counted.
        Throttled: The next try must wait.
        HeaderAltered: The header is not as it was written.
        NotARecord: There is no service.

    """
    place = ServiceFolder(folder)
    try:
        header, person = _known(place, uid)
        _check_wait(place, sources)
    except BaseException:
        wipe(passphrase)
        raise
    key = kdf.derive_key(normalised(passphrase), person.passphrase.salt, person.cost)
    context = slot_context(header, uid, person.roles, person.cost)
    keys = open_keys(person.passphrase, key, context)
    if keys is None:
        note_attempt(place.attempts, header, uid, sources)
        raise WrongPassphrase
    return FileKeys(place, header, uid, keys, sources)


def _check_wait(place: ServiceFolder, sources: Sources) -> None:
    wait = load_tally(place.attempts).wait(sources.now())
    if wait > 0:
        raise Throttled(wait)


def _known(place: ServiceFolder, uid: str) -> tuple[Header, Person]:
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        raise NotARecord("no-header") from None
    person = header.person(uid)
    if person is None:
        raise WrongPassphrase
    return header, person
