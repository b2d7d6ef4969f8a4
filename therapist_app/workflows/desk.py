"""What a signed-in person works with: the open record, the programme and the forms."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.definition import Programme
from session_forms.directory import DirectoryEntry
from session_forms.jurisdictions import Jurisdiction
from session_forms.library import FormLibrary
from therapist_app.record.database import Caseload, ServiceFile
from therapist_app.record.opened import Vault


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the workflows need, handed to them first."""

    vault: Vault
    programme: Programme
    forms: FormLibrary
    directory: tuple[DirectoryEntry, ...]
    jurisdictions: tuple[Jurisdiction, ...]

    @property
    def caseload(self) -> Caseload:
        """The caseload file of the person signed in."""
        return self.vault.caseload

    @property
    def service(self) -> ServiceFile:
        """The service file, shared by everybody who works here."""
        return self.vault.service

    @property
    def practice(self) -> bool:
        """Whether the clients are invented."""
        return self.vault.practice

    def now(self) -> datetime:
        """Return the record's time, aware, in UTC."""
        return self.caseload.now()

    def today(self) -> date:
        """Return the local day."""
        return self.now().astimezone().date()
