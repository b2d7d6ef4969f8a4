"""What comes with the program, in the shape in which the workflows get all content."""

from dataclasses import dataclass
from pathlib import Path

from programme.definition.definition import Programme
from programme.loading import library as programmes
from programme.loading.earlier_versions import earlier_versions
from session_forms.files.toml_file import TomlFile
from session_forms.library import library as forms
from session_forms.library.library import FormLibrary
from session_forms.reference.directory import DirectoryEntry, installed_directory
from session_forms.reference.jurisdictions import Jurisdiction, installed_jurisdictions
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.packs_in_use import NO_PACKS, PacksInUse
from therapist_app.workflows.workspace import AsWritten, Workspace


@dataclass(frozen=True)
class ContentInUse:
    """Everything that is read from files, as the workflows get it.

    Attributes:
        earlier_programmes: Every other programme that is here, since a client may follow it.
        service: The service folder with what the clinic added, if there is one.
        texts: The files of texts in another language that packs bring, by pack.
        as_written: Programmes and forms as they are written, where they are shown otherwise.

    """

    programme: Programme
    earlier_programmes: tuple[Programme, ...]
    forms: FormLibrary
    directory: tuple[DirectoryEntry, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    packs: PacksInUse = NO_PACKS
    service: Path | None = None
    texts: tuple[tuple[str, tuple[TomlFile, ...]], ...] = ()
    as_written: AsWritten | None = None

    def workspace(self, vault: Vault) -> Workspace:
        """Return what the workflows need, over an open record."""
        return Workspace(
            vault,
            self.programme,
            self.forms,
            self.directory,
            self.jurisdictions,
            earlier_programmes=self.earlier_programmes,
            packs=self.packs,
            translated_from=self.as_written,
        )


def shipped() -> ContentInUse:
    """Return what comes with the program, and nothing else."""
    return ContentInUse(
        programmes.installed(),
        tuple(each.programme for each in earlier_versions()),
        forms.installed(),
        installed_directory(),
        installed_jurisdictions(),
    )
