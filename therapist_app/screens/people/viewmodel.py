"""What the people of a service are shown as, and what their keeper asks for.

Whatever is asked for runs off the window's thread and has the record alone meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Slot
from typing_extensions import override

from therapist_app.commands import People
from therapist_app.key_widgets.sheets import Kind, SheetViewModel
from therapist_app.record.crypto.recovery_sheet import RecoverySheet
from therapist_app.record.keyring.new_sheets import NewContinuity
from therapist_app.record.keyring.people import Joined
from therapist_app.record.vault.told_notices import note_told
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.entering.access_scope import home
from therapist_app.workflows.overviews.comparing_anew import NOTHING, ToCompare, to_compare_without
from therapist_app.workflows.overviews.service_needs import (
    ServiceNeeds,
    needs_of_comparing,
    service_needs,
)
from therapist_app.workflows.people.agreeing_to_sheets import (
    AskedSheet,
    agree_to,
    sheet_not_agreed_to,
)
from therapist_app.workflows.people.keeping_people import (
    Outcome,
    Request,
    carry_out,
    confirm_continuity,
    confirm_joined,
    keep_old_continuity,
    renew_continuity,
    take_in,
)
from therapist_app.workflows.people.making_guessing_harder import (
    CostProposal,
    make_guessing_harder,
    proposal,
)
from therapist_app.workflows.people.seeing_people import PeoplePageData, people_page_data
from therapist_app.workflows.permissions import may
from therapist_app.workflows.safekeeping.loud_acts import told_lately, told_to_everybody
from therapist_app.workflows.workspace import Workspace

Step = Literal["list", "newcomer", "person", "guessing", "sheet", "agreeing"]


@dataclass(frozen=True, slots=True)
class NewColleague:
    """Somebody about to be taken in."""

    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleState(WorkState):
    """What the people of a service are shown as.

    Attributes:
        step: Which page.
        page: Who is here, whose clients are whose, and what waits.
        may_keep: Whether the person signed in keeps the list.
        opened: Whose page is open, by uid.
        outcome: What was done last, and what happens next.
        joined: The name of somebody just taken in, whose sheet is safe.
        proposal: What was measured about guessing.
        is_harder: Whether the proposal is in force.
        is_renewed: Whether the continuity sheet was renewed just now.
        is_first_sheet: Whether there was none before.
        is_home: Whether the person begins here, so that nothing lies behind it.
        asked: The continuity sheet in force, where it does not open the person's own clients.
        is_agreed: Whether they agreed to it just now.
        told: What everybody is told on their first screen, where this is theirs: one sentence
            each, the most serious first.
        told_before: What everybody was told in the last weeks and does not stand in `told`.
        to_compare: What somebody compared whose page is open, or who was just removed, and what
            is compared anew without them.

    """

    step: Step
    page: PeoplePageData
    may_keep: bool
    opened: str = ""
    outcome: Outcome | None = None
    joined: NewColleague | None = None
    proposal: CostProposal | None = None
    is_harder: bool = False
    is_renewed: bool = False
    is_first_sheet: bool = False
    is_home: bool = False
    asked: AskedSheet | None = None
    is_agreed: bool = False
    told: tuple[str, ...] = ()
    told_before: tuple[str, ...] = ()
    to_compare: ToCompare = NOTHING


class PeopleViewModel(WorkingViewModel[PeopleState]):
    """Shows who is here, and does what a keeper asks for.

    Attributes:
        is_to_cover: Whether somebody came to have a colleague cover.

    """

    def __init__(self, workspace: Workspace, step: str = "") -> None:
        super().__init__()
        self.is_to_cover = step == "cover"
        self._workspace = workspace
        self.sheet: SheetViewModel | None = None
        self._newcomer: NewColleague | None = None
        self._confirm: Callable[[], None] | None = None
        self._is_first_sheet = False
        self._is_home = home(workspace.vault) == People()
        self._state = self._fresh("list")

    def turn_to(self, step: Step, uid: str = "") -> None:
        """Show another page; a person's by their uid."""
        self._change(self._fresh(step, uid))

    @Slot()
    def show_list(self) -> None:
        """Go back to everybody."""
        self.turn_to("list")

    def take_in(self, newcomer: NewColleague, passphrase: bytearray) -> None:
        """Take somebody in, who typed their own passphrase; it is wiped."""
        vault = self._workspace.vault

        def work() -> Joined:
            return take_in(vault, newcomer.name, newcomer.roles, passphrase)

        self._newcomer = newcomer
        self._have(work, self._on_joined)

    def ask(self, request: Request) -> None:
        """Do what a keeper asks for."""
        vault = self._workspace.vault
        self._have(lambda: carry_out(vault, request), self._on_carried_out)

    def renew_continuity(self, typed: str) -> None:
        """Make a new continuity sheet, which is shown, and counts once it was typed back.

        `typed` is what was typed from the one of now; nothing where that is lost.
        """
        vault = self._workspace.vault
        self._have(lambda: renew_continuity(vault, typed), self._on_continuity_made)

    @Slot()
    def keep_old_continuity(self) -> None:
        """Go on with the continuity sheet of before, where a new one was never typed back."""
        vault = self._workspace.vault
        self._have(lambda: keep_old_continuity(vault), self._on_kept)

    @Slot()
    def agree_to_sheet(self) -> None:
        """Let the continuity sheet in force open the person's own clients."""
        vault, asked = self._workspace.vault, self._state.asked
        if asked is not None:
            self._have(lambda: agree_to(vault, asked), self._on_agreed)

    @Slot()
    def note_told(self) -> None:
        """Remember that what everybody is told was in sight."""
        note_told(self._workspace.vault)

    @property
    def needs(self) -> ServiceNeeds:
        """What the service still needs, where the person begins here.

        Elsewhere only what is compared anew, since whoever removes somebody stands here.
        """
        if self._is_home:
            return service_needs(self._workspace)
        return needs_of_comparing(self._workspace)

    @Slot()
    def measure(self) -> None:
        """Measure what a guess costs here, and what it could cost."""
        now = self._state.page.cost
        self._have(lambda: proposal(now), self._on_measured)

    @Slot()
    def make_harder(self) -> None:
        """Ask for what was proposed."""
        vault, found = self._workspace.vault, self._state.proposal
        if found is not None and found.proposed is not None:
            cost = found.proposed
            self._have(lambda: make_guessing_harder(vault, cost), self._on_made_harder)

    def _have(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        if not self._state.is_busy:
            self._state = replace(self._state, outcome=None)
            self._work(work, done)

    def _on_joined(self, joined: Joined) -> None:
        assert self._newcomer is not None
        vault = self._workspace.vault
        self._confirm = lambda: confirm_joined(vault, joined)
        self._show_sheet(joined.sheet, "recovery", self._newcomer.name)

    def _on_carried_out(self, outcome: Outcome) -> None:
        opened, to_compare = self._state.opened, self._state.to_compare
        stays = self._workspace.vault.header.person(opened) is not None
        state = self._fresh("person", opened) if stays else self._fresh("list")
        if not stays:
            state = replace(state, to_compare=to_compare)
        self._release(replace(state, outcome=outcome))

    def _on_continuity_made(self, new: NewContinuity) -> None:
        vault = self._workspace.vault
        self._newcomer = None
        self._confirm = lambda: confirm_continuity(vault, new)
        self._is_first_sheet = vault.header.continuity is None
        self._show_sheet(new.sheet, "continuity", vault.person.name)

    def _on_kept(self, _nothing: object) -> None:
        self._release(self._fresh("list"))

    def _on_agreed(self, _nothing: object) -> None:
        self._release(replace(self._fresh("list"), is_agreed=True))

    def _on_measured(self, found: CostProposal) -> None:
        self._release(replace(self._state, is_busy=False, proposal=found))

    def _on_made_harder(self, _nothing: object) -> None:
        page = people_page_data(self._workspace.vault)
        self._release(replace(self._state, is_busy=False, page=page, is_harder=True))

    def _show_sheet(self, sheet: RecoverySheet, kind: Kind, owner: str) -> None:
        vault = self._workspace.vault
        folder, practice = vault.place.path, vault.practice
        self.sheet = SheetViewModel(
            sheet,
            kind,
            owner,
            folder=folder,
            practice=practice,
            is_only_one=self._newcomer is not None or self._is_first_sheet,
            parent=self,
        )
        self.sheet.confirmed.connect(self._on_sheet_confirmed)
        page = people_page_data(vault)
        self._release(replace(self._state, step="sheet", page=page, is_busy=False))

    @Slot()
    def _on_sheet_confirmed(self) -> None:
        if self._confirm is not None:
            self._have(self._confirm, self._on_confirmed)

    def _on_confirmed(self, _nothing: object) -> None:
        is_renewed = self._newcomer is None
        state = replace(self._fresh("list"), joined=self._newcomer, is_renewed=is_renewed)
        self._release(replace(state, is_first_sheet=is_renewed and self._is_first_sheet))

    @override
    def _on_failed(self, error: Exception) -> None:
        super()._on_failed(error)
        if self._state.step == "sheet" and self.sheet and self._state.problem is not None:
            self.sheet.refuse(self._state.problem)

    def _fresh(self, step: Step, uid: str = "") -> PeopleState:
        vault = self._workspace.vault
        may_keep = may(vault, "add_person")
        told = told_to_everybody(vault) if self._is_home else ()
        before = tuple(each for each in told_lately(vault) if each not in told)
        page = people_page_data(vault)
        state = PeopleState(step, page, may_keep, uid, is_home=self._is_home, told=told)
        asked = sheet_not_agreed_to(vault) if may(vault, "agree_to_cover") else None
        state = replace(state, told_before=before, asked=asked)
        if step != "person":
            return state
        return replace(state, to_compare=to_compare_without(self._workspace, uid))
