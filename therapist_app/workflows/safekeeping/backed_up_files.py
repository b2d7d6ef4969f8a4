"""Every file that the service has, whether there is a backup of it, and where.

A person's session backs up what they can open. Whether the backups are all is a matter of the
whole service: the list says it of each caseload, also of those that nobody here can open.
"""

from dataclasses import dataclass
from datetime import datetime

from session_forms.words.list_words import together
from session_forms.words.texts import _
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.people import awaits_first_sign_in
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.backup_words import when
from therapist_app.workflows.safekeeping.check_words import file_name_here


@dataclass(frozen=True, slots=True)
class FileOfService:
    """One file, and its newest whole backup.

    Attributes:
        name: The service file, or whose caseload it is.
        newest: When its newest backup was made, wherever that lies; None where there is none.
        second: When the newest in the second location was made; None where there is none there.
        asks_second: Whether there is a second location that can be reached, as was last seen.
        awaits: Who has to sign in for the first time before there is anything in it; empty where
            there may be.
        is_invented: Whether it is of practice, which needs no backup.

    """

    name: str
    newest: datetime | None
    second: datetime | None = None
    asks_second: bool = False
    awaits: str = ""
    is_invented: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether there is a backup of it in each place where one should be."""
        if self.is_invented or (self.newest is None and self.awaits):
            return True
        return self.newest is not None and (self.second is not None or not self.asks_second)


def files_of_service(vault: Vault) -> tuple[FileOfService, ...]:
    """Return every file of the service, the service file first."""
    made = backups.made_by(backups.last_seen(vault), vault.service.now())
    there = [each for each in made if each.is_whole]
    place = backups.second_place(vault.service)
    asks_second = bool(place) and place not in vault.places_seen.away

    def newest(database: str, where: str | None) -> datetime | None:
        made = (
            each.made_at
            for each in there
            if each.database == database and where in (None, each.place)
        )
        return max(made, default=None)

    names = {each.uid: each.name for each in vault.header.people}
    awaits = {
        each.id: names.get(owner_now(vault.header, each), "")
        for each in vault.header.caseloads
        if awaits_first_sign_in(vault, each)
    }
    return tuple(
        FileOfService(
            file_name_here(each, vault),
            newest(each, None),
            newest(each, place) if asks_second else None,
            asks_second,
            awaits.get(each, ""),
            vault.practice,
        )
        for each in (SERVICE, *(grant.id for grant in vault.header.caseloads))
    )


def file_in_words(file: FileOfService) -> str:
    """Return how a file is backed up, in a sentence."""
    if file.newest is None and file.awaits:
        words = _("{file}: empty so far. {name} has not signed in yet.")
        return words.format(file=file.name, name=file.awaits)
    if file.newest is None and file.is_invented:
        words = _("{file}: no backup. Practice needs none, since its clients are invented.")
        return words.format(file=file.name)
    if file.newest is None:
        words = _("{file}: NO BACKUP. It is made when somebody signs in who can open it.")
        return words.format(file=file.name)
    at = when(file.newest)
    if not file.asks_second:
        return _("{file}: {when}").format(file=file.name, when=at)
    if file.second is None:
        return _("{file}: {when}, NOT in the second location").format(file=file.name, when=at)
    words = _("{file}: {when}; in the second location: {second}")
    return words.format(file=file.name, when=at, second=when(file.second))


def not_all_in_words(vault: Vault) -> str:
    """Return which files of the service have no backup where one should be; empty if all have."""
    lacking = [each for each in files_of_service(vault) if not each.is_kept]
    if not lacking:
        return ""
    words = _(
        "Not every file of the service is backed up where it should be. Missing: {files}. A "
        "backup is made when somebody signs in who can open the file."
    )
    return words.format(files=together(each.name for each in lacking))
