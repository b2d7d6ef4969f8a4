"""What the shelf of versions knows: content packs, which are in use, and who signed what off."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Slot

from programme.comparing.difference import Difference
from programme.comparing.differences import differences
from programme.definition.definition import Programme
from programme.errors import PackRefused
from programme.packs.naming import KINDS
from therapist_app import commands
from therapist_app.screens.library.version_lines import VersionGroup, VersionLine, groups_of
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.content import packs, signing_off
from therapist_app.workflows.content.pack_offers import Offer, look_at
from therapist_app.workflows.packs_in_use import PacksInUse
from therapist_app.workflows.workspace import Workspace

Said = Literal[
    "nothing", "refused", "installed", "chosen", "set_aside", "signed", "withdrawn", "failed"
]


@dataclass(frozen=True, slots=True)
class VersionsState:
    """What the shelf of versions shows.

    Attributes:
        groups: What is installed, by kind.
        packs: What could not be loaded, and whether the list beside the packs was another.
        may_act: Whether the person signed in answers for the content.
        waits: Whether something is chosen that comes into use with the next unlock.
        offer: A pack that is being looked at.
        changes: What is other in the programme of that pack, what touches safety first.
        signing: The programme that is being signed off.
        turned: Id and version of the one whose signature was just given or taken back.
        said: What came of the last thing done.
        detail: Its words, where they name something.

    """

    groups: tuple[VersionGroup, ...]
    packs: PacksInUse
    may_act: bool
    waits: bool
    offer: Offer | None = None
    changes: tuple[Difference, ...] = ()
    signing: Programme | None = None
    turned: tuple[str, str] = ("", "")
    said: Said = "nothing"
    detail: str = ""


class VersionsViewModel(ViewModel[VersionsState]):
    """Installs packs, goes back to earlier ones, and has a lead sign the programme off.

    Signals:
        leave_requested: To the unlock window, where what was chosen comes into use.

    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = self._read()

    @property
    def signed_in(self) -> str:
        """The name of the person signed in."""
        return self._workspace.vault.person.name

    def look_at(self, path: Path) -> None:
        """Look at the pack in a file, without installing it."""
        try:
            offer = look_at(self._workspace, path)
        except PackRefused as error:
            self._change(replace(self._read(), said="refused", detail=str(error)))
            return
        self._change(replace(self._read(), offer=offer, changes=self._changes(offer)))

    @Slot(str)
    def install(self, signer_name: str) -> None:
        """Install the pack that was looked at; the name says whose number was compared."""
        offer = self._state.offer
        if offer is not None:
            self._do(
                lambda: packs.install(self._workspace, offer, signer_name=signer_name),
                "installed",
                offer.manifest.ref,
            )

    @Slot(VersionLine)
    def use(self, line: VersionLine) -> None:
        """Use another version; what comes with the program where the line has no pack."""
        if line.pack_id:
            self._do(
                lambda: packs.use(self._workspace, line.kind, line.pack_id, line.version),
                "chosen",
                line.title,
            )
        else:
            self._do(lambda: packs.set_aside(self._workspace, line.kind, ""), "chosen", line.title)

    @Slot(VersionLine)
    def set_aside(self, line: VersionLine) -> None:
        """Use no version of a pack; of a kind that is in use one at a time, what ships."""
        self._do(
            lambda: packs.set_aside(self._workspace, line.kind, line.pack_id),
            "set_aside",
            line.title,
        )

    @Slot(VersionLine)
    def begin_signing(self, line: VersionLine) -> None:
        """Turn to the page on which a version of the programme is signed off."""
        self._change(replace(self._read(), signing=self._programme_of(line)))

    @Slot(VersionLine)
    def withdraw(self, line: VersionLine) -> None:
        """Take the signature under a version of the programme back."""
        programme = self._programme_of(line)
        self._do(
            lambda: signing_off.withdraw(self._workspace, programme),
            "withdrawn",
            line.title,
            line.programme,
        )

    @Slot(str, str)
    def sign_off(self, name: str, role: str) -> None:
        """Sign off the programme whose page is open."""
        programme = self._state.signing
        if programme is not None:
            self._do(
                lambda: signing_off.sign_off(self._workspace, programme, name, role),
                "signed",
                f"{programme.title} {programme.version}",
                (programme.id, programme.version),
            )

    @Slot()
    def put_back(self) -> None:
        """Go back to the list."""
        self._change(self._read())

    @Slot()
    def lock(self) -> None:
        """Lock: with the next unlock what was chosen is in use."""
        self.leave_requested.emit(commands.Lock())

    def _do(
        self,
        deed: Callable[[], None],
        said: Said,
        detail: str,
        turned: tuple[str, str] = ("", ""),
    ) -> None:
        try:
            problem = attempt(deed)
        except PackRefused as error:
            self._change(replace(self._read(), said="refused", detail=str(error)))
            return
        if problem is None:
            state = replace(self._read(), said=said, detail=detail, turned=turned)
        else:
            words = problem.whole
            state = replace(self._read(), said="failed", detail=words)
        self._change(state)

    def _programme_of(self, line: VersionLine) -> Programme:
        here = (self._workspace.programme, *self._workspace.earlier_programmes)
        [programme] = [each for each in here if (each.id, each.version) == line.programme]
        return programme

    def _changes(self, offer: Offer) -> tuple[Difference, ...]:
        new, old = offer.contents.programme, self._workspace.programme
        if new is None or new.id != old.id:
            return ()
        return differences(old, new, self._workspace.forms)

    def _read(self) -> VersionsState:
        workspace = self._workspace
        return VersionsState(
            groups=tuple(groups_of(workspace, kind) for kind in KINDS),
            packs=workspace.packs,
            may_act=packs.may_install(workspace),
            waits=packs.waits_for_unlock(workspace),
        )
