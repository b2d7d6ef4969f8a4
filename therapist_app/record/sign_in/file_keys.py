"""The keys to the files of a service, without opening any of them.

A check or a salvage has to reach a file that may not open, so what a passphrase opens is
handed out as `Opening`s; `open_with_keys` is for everyday work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.database import Opening, ServiceFile
from therapist_app.record.database.opening import borrow_connection
from therapist_app.record.errors import NotARecord, RecordError, Throttled, WrongPassphrase
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import choices
from therapist_app.record.header.header import SERVICE, Header, KeyBox, caseload_label, newest_first
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.header_seal import check_header
from therapist_app.record.header.key_boxes import open_newest
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring.own_keys import open_by_passphrase
from therapist_app.record.service.former_people import former_keys
from therapist_app.record.sign_in.attempts import load_tally, note_attempt
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.vault.founding import Author, actor_for, caseload_opening, service_opening


@dataclass(frozen=True, slots=True)
class FileKeys:
    """What a person's passphrase opened; a `with` block forgets it.

    Attributes:
        keys: Their private keys; opening a vault takes them over.

    """

    place: ServiceFolder
    header: Header
    uid: str
    keys: PersonKeys
    sources: ClockAndRandom

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.keys.forget()

    def check_header(self) -> None:
        """Check the header against the keys of the service file.

        Raises:
            HeaderAltered: It was changed by somebody who may not.

        """
        check_header(self.header, self._held(SERVICE, self._service_boxes))

    def openings(self) -> tuple[Opening, ...]:
        """Return what it takes to open each file that this person may open, the service first.

        Raises:
            HeaderAltered: A box of theirs does not open.

        """
        who = Author(actor_for(self.uid, self.keys), self.sources)
        held = self._held(SERVICE, self._service_boxes)
        service = fitting([service_opening(self.place, self.header, key, who) for key in held])
        found = [service]
        former = _former(service)
        today = self.sources.now().astimezone().date()
        for each in choices(self.header, self.uid, today):
            grant = self.header.grant(each.id)
            boxes = grant.boxes_for(self.uid) if grant else ()
            held = self._held(caseload_label(each.id), boxes)
            opening = fitting(
                [caseload_opening(self.place, self.header, each.id, key, who) for key in held]
            )
            found.append(replace(opening, verify_keys={**former, **opening.verify_keys}))
        return tuple(found)

    @property
    def _service_boxes(self) -> tuple[KeyBox, ...]:
        return newest_first(self.header.service_boxes, self.uid)

    def _held(self, label: str, boxes: tuple[KeyBox, ...]) -> list[Masked]:
        return [each.key for each in open_newest(self.header, label, boxes, self.keys.opening)]


def keys_for(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    sources: ClockAndRandom,
    key_file: Path | None = None,
) -> FileKeys:
    """Return a person's keys; the passphrase is wiped, whatever comes of it.

    Raises:
        WrongPassphrase: It is the wrong one; the try is counted.
        Throttled: The next try must wait.
        KeyFileUnfit: A key file is needed and was not given, or cannot be read.
        HeaderAltered: The header is not as it was written.
        NotARecord: There is no service.

    """
    place = ServiceFolder(folder)
    try:
        header = _ready(place, sources)
    except BaseException:
        wipe(passphrase)
        raise
    person = header.person(uid)
    keys = open_by_passphrase(header, person, passphrase, key_file) if person else None
    if keys is None:
        wipe(passphrase)
        note_attempt(place.attempts, header, uid, sources)
        raise WrongPassphrase
    return FileKeys(place, header, uid, keys, sources)


def fitting(openings: Sequence[Opening]) -> Opening:
    """Return the opening whose key is the file's own: there are several while it is changed.

    Pages tell, not the first one alone: it may be the one that is damaged.
    """
    for opening in openings[:-1]:
        key = derive_masked(opening.data_key, "sqlcipher")
        try:
            with PageReader(opening.path, key) as reader:
                if reader.verifies:
                    return opening
        except OSError:
            break
        finally:
            key.forget()
    return openings[-1]


def _ready(place: ServiceFolder, sources: ClockAndRandom) -> Header:
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        raise NotARecord("no-header") from None
    wait = load_tally(place.attempts).wait(sources.now())
    if wait > 0:
        raise Throttled(wait)
    return header


def _former(opening: Opening) -> Mapping[str, bytes]:
    try:
        with borrow_connection(opening) as connection:
            return former_keys(ServiceFile(connection, opening))
    except RecordError:
        return {}
