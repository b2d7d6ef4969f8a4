"""What the shelf of versions knows: content packs, which are in use, and who signed what off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

from PySide6.QtCore import Slot

from exports.errors import FilesNotWritten
from exports.paper.forms.alert_table import AlertRow, alert_rows
from exports.paper.manual.lines import pinned_forms
from programme.comparing.comparing import Difference
from programme.comparing.differences import differences
from programme.definition.definition import Programme, SessionPlan
from programme.errors import PackRefused
from programme.packs.naming import KINDS, order_of
from therapist_app import commands
from therapist_app.messages.errors import UserFacingError
from therapist_app.screens.library.version_lines import VersionGroup, VersionLine, groups_of
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.content import making_packs, packs, packs_waiting, signing_off
from therapist_app.workflows.content.making_packs import PackDraft
from therapist_app.workflows.content.pack_offers import PackOffer, look_at
from therapist_app.workflows.content.pack_registry import (
    Signer,
    known_signers,
)
from therapist_app.workflows.content.packs_waiting import WaitingPack
from therapist_app.workflows.content.saving_a_folder import save_as_folder
from therapist_app.workflows.content.shipped_courses import ShippedCourse, shipped_courses
from therapist_app.workflows.content.trusted_signers import Ended, compare_again, ended_signers
from therapist_app.workflows.packs_in_use import PacksInUse
from therapist_app.workflows.permissions import may
from therapist_app.workflows.sessions.left_running import is_running
from therapist_app.workflows.sessions.take_home import TakeHomePage, take_home_page
from therapist_app.workflows.workspace import Workspace

Said = Literal[
    "nothing",
    "refused",
    "installed",
    "chosen",
    "set_aside",
    "signed",
    "withdrawn",
    "failed",
    "pack_signed",
    "distrusted",
    "compared_again",
    "put_forward",
    "taken_off",
    "folder_saved",
]

# What was said of the last thing done waits here while the page is built anew over what was chosen.
_said: WeakKeyDictionary[object, tuple[Said, str, tuple[str, str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class VersionsState:
    """What the shelf of versions shows.

    Attributes:
        groups: What is installed, by kind.
        packs: What could not be loaded, and whether the list beside the packs was another.
        may_act: Whether the person signed in answers for the content.
        waits: Whether something is chosen that is not in use yet.
        may_use_now: Whether it can come into use at once: no session is open.
        signers: Whose number was compared here, by name.
        ended: Why that counts no longer, by number.
        own_number: The number of the person signed in; empty where they sign no packs.
        waiting: The packs that were put forward here and not installed yet.
        courses: The courses that came with the application and were never installed here.
        offer: A pack that is being looked at.
        changes: What is other in the programme of that pack, or in the one that is being signed
            off than in the one before it; what touches safety first.
        signing: The programme that is being signed off.
        withdrawing: The programme whose signature is being taken back.
        since: What was signed off before it; empty where nothing was.
        draft: A folder that was read and could be signed as a pack.
        plan: A session of the pack that is being looked at, to read whole.
        wrong: What keeps the folder that was read from becoming one.
        turned: Id and version of the one whose signature was just given or taken back.
        said: What came of the last thing done.
        detail: Its words, where they name something.

    """

    groups: tuple[VersionGroup, ...]
    packs: PacksInUse
    may_act: bool
    waits: bool
    may_use_now: bool
    signers: tuple[Signer, ...] = ()
    ended: Mapping[str, Ended] = field(default_factory=dict)
    own_number: str = ""
    waiting: tuple[WaitingPack, ...] = ()
    courses: tuple[ShippedCourse, ...] = ()
    offer: PackOffer | None = None
    changes: tuple[Difference, ...] = ()
    signing: Programme | None = None
    withdrawing: Programme | None = None
    since: str = ""
    draft: PackDraft | None = None
    wrong: tuple[str, ...] = ()
    plan: SessionPlan | None = None
    turned: tuple[str, str] = ("", "")
    said: Said = "nothing"
    detail: str = ""


class VersionsViewModel(ViewModel[VersionsState]):
    """Installs packs, goes back to earlier ones, and has a lead sign the programme off.

    Signals:
        leave_requested: To the same page over what was chosen, or to the unlock window.

    """

    def __init__(self, workspace: Workspace, pack: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._folder: Path | None = None
        said, detail, turned = _said.pop(workspace.vault, ("nothing", "", ("", "")))
        self._state = replace(self._read(), said=said, detail=detail, turned=turned)
        if pack in {each.sha256 for each in self._state.waiting}:
            self.look_at_waiting(pack)

    @property
    def waits(self) -> bool:
        """Whether the pack that is being looked at was put forward."""
        offer = self._state.offer
        here = {each.sha256 for each in self._state.waiting}
        return offer is not None and offer.signed.sha256 in here

    def page_of(self, plan: SessionPlan) -> TakeHomePage:
        """Return the page that the client would take home after a session."""
        return take_home_page(self._workspace, plan)

    def alerts_of(self, programme: Programme) -> tuple[AlertRow, ...]:
        """Return what opens an alert in a programme, with each reason."""
        return tuple(alert_rows(pinned_forms(programme, self._workspace.forms)))

    @property
    def signed_in(self) -> str:
        """The name of the person signed in."""
        return self._workspace.vault.person.name

    def look_at(self, path: Path) -> None:
        """Look at the pack in a file, without installing it."""
        self._look(lambda: look_at(self._workspace, path))

    @Slot(str)
    def look_at_waiting(self, sha256: str) -> None:
        """Look at a pack that was put forward."""
        self._look(lambda: packs_waiting.look_at_waiting(self._workspace, sha256))

    @Slot()
    def put_forward(self) -> None:
        """Put the pack that is being looked at before those who answer for the content."""
        offer = self._state.offer
        if offer is not None:
            ref = offer.manifest.ref
            self._do(lambda: packs_waiting.put_forward(self._workspace, offer), "put_forward", ref)

    @Slot(str)
    def take_off(self, sha256: str) -> None:
        """Take a pack off the list of those that wait; it is not installed."""
        titles = {each.sha256: each.ref for each in self._state.waiting}
        self._do(
            lambda: packs_waiting.take_off(self._workspace, sha256),
            "taken_off",
            titles.get(sha256, ""),
        )

    @Slot(str)
    def read_plan(self, plan_id: str) -> None:
        """Open a session of the pack that is being looked at, to read it whole."""
        shown = self._state.offer or self._state.draft
        programme = shown.contents.programme if shown is not None else None
        if programme is not None:
            plan = programme.session_plans[plan_id]
            self._change(replace(self._state, plan=plan, said="nothing"))

    def _look(self, look: Callable[[], PackOffer]) -> None:
        try:
            offer = look()
        except PackRefused as error:
            self._change(replace(self._read(), said="refused", detail=str(error)))
            return
        self._change(
            replace(self._read(), offer=offer, changes=self._changes(offer.contents.programme))
        )

    def read_folder(self, folder: Path) -> None:
        """Look at a folder that is to become a pack; nothing is signed."""
        self._folder = folder
        found = attempt(lambda: making_packs.read_folder(self._workspace, folder))
        if isinstance(found, UserFacingError):
            self._change(replace(self._read(), said="failed", detail=found.whole))
        elif isinstance(found, PackDraft):
            changes = self._changes(found.contents.programme)
            self._change(replace(self._read(), draft=found, changes=changes))
        else:
            self._change(replace(self._read(), wrong=found))

    def save_folder(self, line: VersionLine, place: Path) -> None:
        """Save the files of a version of the programme as a folder in a place."""
        try:
            folder = save_as_folder(self._workspace, line.programme, place)
        except FilesNotWritten as error:
            self._change(replace(self._read(), said="failed", detail=str(error)))
            return
        self._change(replace(self._read(), said="folder_saved", detail=folder.name))

    @Slot(str)
    def read_course(self, course_id: str) -> None:
        """Look at a course that came with the application, as a folder that is to become a pack."""
        self.read_folder(next(each.folder for each in self._state.courses if each.id == course_id))

    @Slot()
    def read_again(self) -> None:
        """Read the same folder once more, after something was put right in it."""
        if self._folder is not None:
            self.read_folder(self._folder)

    def sign_pack(self, place: Path) -> None:
        """Sign the pack that was read, save it, and show it as one that can be installed here."""
        draft = self._state.draft
        if draft is None:
            return
        name = place.name
        try:
            making_packs.sign(self._workspace, draft.pack, place)
        except FilesNotWritten as error:
            self._change(replace(self._read(), said="failed", detail=str(error)))
            return
        self.look_at(place)
        self._change(replace(self._state, said="pack_signed", detail=name))

    @Slot(str)
    def distrust(self, number: str) -> None:
        """Take no new packs of a signer; what is installed stays."""
        name = known_signers(self._workspace.service)[number].name
        self._do(lambda: packs.distrust(self._workspace, number), "distrusted", name)

    def compare_again(self, number: str) -> None:
        """Note that a number was compared with its signer once more."""
        name = known_signers(self._workspace.service)[number].name
        vault = self._workspace.vault
        self._do(lambda: compare_again(vault, number), "compared_again", name)

    @Slot(str)
    def install(self, signer_name: str) -> None:
        """Install the pack that was looked at; the name says whose number was compared."""
        offer = self._state.offer
        if offer is not None:
            self._do(
                lambda: self._install(offer, signer_name),
                "installed",
                offer.manifest.ref,
            )

    def _install(self, offer: PackOffer, signer_name: str) -> None:
        packs.install(self._workspace, offer, signer_name=signer_name)
        packs_waiting.take_off(self._workspace, offer.signed.sha256)

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

    def begin_signing(self, line: VersionLine) -> None:
        """Turn to the page on which a version of the programme is signed off."""
        programme = self._programme_of(line)
        earlier = self._signed_before(programme)
        changes = () if earlier is None else self._between(earlier, programme)
        since = "" if earlier is None else f"{earlier.title} {earlier.version}"
        self._change(replace(self._read(), signing=programme, since=since, changes=changes))

    def begin_withdrawing(self, line: VersionLine) -> None:
        """Turn to the page on which the signature under a version is taken back."""
        self._change(replace(self._read(), withdrawing=self._programme_of(line)))

    @Slot(str)
    def withdraw(self, reason: str) -> None:
        """Take the signature back under the programme whose page is open."""
        programme = self._state.withdrawing
        if programme is not None:
            self._turn(
                programme,
                lambda: signing_off.withdraw(self._workspace, programme, reason),
                "withdrawn",
            )

    @Slot(str)
    def sign_off(self, role: str) -> None:
        """Sign off the programme whose page is open."""
        programme = self._state.signing
        if programme is not None:
            self._turn(
                programme,
                lambda: signing_off.sign_off(self._workspace, programme, role),
                "signed",
            )

    @Slot()
    def put_back(self) -> None:
        """Go back to the list, or from a session to the pack that it is in."""
        if self._state.plan is not None:
            self._change(replace(self._state, plan=None))
        else:
            self._change(self._read())

    @Slot()
    def lock(self) -> None:
        """Lock: with the next unlock what was chosen is in use."""
        self.leave_requested.emit(commands.Lock())

    @Slot()
    def use_now(self) -> None:
        """Take what was chosen into use, where no session is open; what was said stays said."""
        state = self._read()
        if not state.may_use_now:
            self._change(state)
            return
        now = self._state
        _said[self._workspace.vault] = (now.said, now.detail, now.turned)
        self.leave_requested.emit(commands.UseContent())

    def _turn(self, programme: Programme, deed: Callable[[], None], said: Said) -> None:
        """Give a signature under a programme, or take it back."""
        name = f"{programme.title} {programme.version}"
        self._do(deed, said, name, (programme.id, programme.version))

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
        if problem is None and state.waits and state.may_use_now:
            self.use_now()

    def _programme_of(self, line: VersionLine) -> Programme:
        here = (self._workspace.programme, *self._workspace.earlier_programmes)
        [programme] = [each for each in here if (each.id, each.version) == line.programme]
        return programme

    def _changes(self, new: Programme | None) -> tuple[Difference, ...]:
        old = self._workspace.as_written.programmes[0]
        if new is None or new.id != old.id:
            return ()
        return differences(old, new, self._workspace.as_written.forms)

    def _signed_before(self, programme: Programme) -> Programme | None:
        """Return the last other version of a programme that is signed off here."""
        here = (self._workspace.programme, *self._workspace.earlier_programmes)
        signed = [
            each
            for each in here
            if each.id == programme.id
            and each.version != programme.version
            and signing_off.standing_of(self._workspace, each).state == "signed"
        ]
        return max(signed, key=lambda each: order_of(each.version), default=None)

    def _between(self, old: Programme, new: Programme) -> tuple[Difference, ...]:
        written = self._workspace.as_written
        said = {(each.id, each.version): each for each in written.programmes}
        pair = (said[old.id, old.version], said[new.id, new.version])
        return differences(*pair, written.forms)

    def _read(self) -> VersionsState:
        workspace = self._workspace
        signs = may(workspace.vault, "sign_pack")
        signers = known_signers(workspace.service).values()
        return VersionsState(
            groups=tuple(groups_of(workspace, kind) for kind in KINDS),
            packs=workspace.packs,
            may_act=may(workspace.vault, "install_pack"),
            waits=packs.waits_for_use(workspace),
            may_use_now=not is_running(workspace),
            signers=tuple(sorted(signers, key=lambda each: each.name.casefold())),
            ended=ended_signers(workspace.vault),
            waiting=packs_waiting.waiting(workspace),
            courses=shipped_courses(workspace),
            own_number=making_packs.own_number(workspace) if signs else "",
        )
