"""A clinic that installs packs: opened and locked as the application does it, without windows."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, laid_out
from therapist_app.record.database import audit
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.content_in_use import content_in_use
from therapist_app.workflows.content.keeping_content import packs_to_load
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.workspace import Workspace

EVERYTHING = ("keeper", "therapist", "lead")


@dataclass
class Clinic:
    """A service on disk, and the workspace while somebody is signed in."""

    service: ServiceOnDisk | Colleague
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        self.unlock()

    @property
    def folder(self) -> Path:
        return self.service.folder

    @property
    def packs(self) -> Path:
        return self.folder / "packs"

    def unlock(self) -> Workspace:
        vault = self.service.open()
        found = content_in_use(self.folder)
        said = packs_to_load(vault, found.packs)
        if said is not None:
            found = content_in_use(self.folder, said)
        self.workspace = found.workspace(vault)
        return self.workspace

    def lock(self) -> None:
        self.workspace.vault.close()

    def come_back(self) -> Workspace:
        self.lock()
        return self.unlock()

    def install(self, path: Path, name: str = "Mara Lind") -> None:
        packs.install(self.workspace, look_at(self.workspace, path), signer_name=name)

    def files(self) -> dict[str, bytes]:
        """What stands in the folder of the packs."""
        found = self.packs.rglob("*") if self.packs.is_dir() else ()
        return {
            each.relative_to(self.packs).as_posix(): each.read_bytes()
            for each in found
            if each.is_file()
        }


def open_clinic(
    tmp_path: Path, *, practice: bool = False, roles: tuple[str, ...] = EVERYTHING
) -> Clinic:
    """Return a new clinic, unlocked for somebody in these roles; a keeper has founded it."""
    if "keeper" in roles:
        return Clinic(laid_out(tmp_path, practice=practice, roles=roles))
    return Clinic(Colleague(laid_out(tmp_path, practice=practice), roles))


def everything(workspace: Workspace) -> tuple[object, ...]:
    """Return what the workflows work with, to be compared; kept forms last."""
    forms = {(each.id, each.version): each for each in workspace.forms.all()}
    latest = {each: workspace.forms.latest(each).version for each in workspace.forms.ids()}
    return workspace.programme, workspace.directory, workspace.jurisdictions, latest, forms


def actions(workspace: Workspace, *wanted: str) -> list[str]:
    """Return which of some actions the audit of the service tells of, in order."""
    return [each.action for each in audit.entries(workspace.service) if each.action in wanted]
