"""What the about page knows."""

from dataclasses import dataclass

from therapist_app import __version__
from therapist_app.build import Build, this_build
from therapist_app.record.header.header_file import service_number
from therapist_app.view_model import ViewModel
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument that is not our own, and the notice its owner asks for."""

    title: str
    notice: str


@dataclass(frozen=True, slots=True)
class AboutState:
    """What the about page shows.

    Attributes:
        version: The application's.
        service: The number that stands on the service's sheets.
        programme: The programme's title and version.
        purpose: What it is meant for, in the programme's own words.
        instruments: Whose wording or name is used.
        build: How this copy was packed; None where it runs from a folder of code.

    """

    version: str
    service: str
    programme: str
    purpose: str
    instruments: tuple[Instrument, ...]
    build: Build | None


class AboutViewModel(ViewModel[AboutState]):
    """Reads what the about page shows; nothing of it changes."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        programme = workspace.programme
        self._state = AboutState(
            version=__version__,
            service=service_number(workspace.vault.place.path),
            programme=f"{programme.title} {programme.version}",
            purpose=programme.intended_purpose,
            instruments=tuple(
                Instrument(each.title, each.licence.notice)
                for each in workspace.forms.all()
                if each.licence.status != "own"
            ),
            build=this_build(),
        )
