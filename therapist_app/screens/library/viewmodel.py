"""What the library knows: the programme and its forms, to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Slot

from programme.definition.definition import Programme, SessionPlan
from session_forms.form.definition import FormDefinition
from session_forms.form.licences import Context
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.reference.service_words import place_of
from session_forms.words.folding import folded
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.signing_off import is_signed_off
from therapist_app.workflows.forms.paper_copies import PaperCopies, blank_copies
from therapist_app.workflows.policies.form_use import use_of_forms
from therapist_app.workflows.sessions.take_home import TakeHomePage, take_home_page
from therapist_app.workflows.workspace import Workspace

if TYPE_CHECKING:
    from therapist_app.screens.library.versions import VersionsViewModel

Shelf = Literal["sessions", "forms", "gates", "texts", "services", "versions"]
SHELVES: tuple[Shelf, ...] = ("sessions", "forms", "gates", "texts", "services", "versions")


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What the library shows.

    Attributes:
        today: The day, which tells what has expired and what is to be checked.
        status: Whether a lead signed the programme off here; else what it says of itself.
        shelf: Which list.
        forms: The newest version of each form, by their titles.
        texts: The local texts.
        services: The services, by the names of their countries.
        use: What the service uses forms for.
        form_titles: The title of each form by its id.
        plan: The session plan that is open.
        form: The form that is open.
        text: The local text that is open.
        service: The service that is open.

    """

    today: date
    programme: Programme
    status: str
    shelf: Shelf
    forms: tuple[FormDefinition, ...]
    texts: tuple[Jurisdiction, ...]
    services: tuple[DirectoryEntry, ...]
    use: Context
    form_titles: Mapping[str, str]
    plan: SessionPlan | None = None
    form: FormDefinition | None = None
    text: Jurisdiction | None = None
    service: DirectoryEntry | None = None

    @property
    def is_opened(self) -> bool:
        """Whether something is read on a page of its own."""
        opened = (self.plan, self.form, self.text, self.service)
        return any(each is not None for each in opened)


class LibraryViewModel(ViewModel[LibraryState]):
    """Turns the pages of the programme; nothing of it can be changed here.

    Signals:
        leave_requested: To the versions over what was chosen, or to the unlock window.

    """

    def __init__(
        self, workspace: Workspace, shelf: str = "sessions", pack: str = "", item: str = ""
    ) -> None:
        super().__init__()
        self._pack = pack
        self._workspace = workspace
        newest = (workspace.forms.latest(each) for each in workspace.forms.ids())
        self._state = LibraryState(
            today=workspace.today(),
            programme=workspace.programme,
            status=self._status(),
            shelf=_shelf(shelf),
            forms=tuple(sorted(newest, key=lambda each: folded(each.title))),
            texts=tuple(sorted(workspace.local_texts, key=lambda each: (each.name, each.version))),
            services=tuple(sorted(workspace.directory, key=lambda each: folded(place_of(each)))),
            use=use_of_forms(workspace.service),
            form_titles={each.id: each.title for each in workspace.forms.all()},
        )
        if item and shelf == "forms":
            self.open_form(item)
        elif item:
            self.open_session(item)

    @Slot(str)
    def turn_to(self, name: str) -> None:
        """Turn to a list."""
        self._change(replace(_closed(self._state), shelf=_shelf(name)))

    @Slot(str)
    def open_session(self, plan_id: str) -> None:
        """Open a session plan, where this version holds it."""
        plan = self._workspace.programme.session_plans.get(plan_id)
        if plan is not None:
            self._change(replace(self._state, plan=plan))

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Open a form."""
        self._change(replace(self._state, form=self._workspace.forms.latest(form_id)))

    def open_text(self, ref: str) -> None:
        """Open a local text."""
        text = next(each for each in self._workspace.local_texts if each.ref == ref)
        self._change(replace(self._state, text=text))

    def open_service(self, entry_id: str) -> None:
        """Open a service."""
        service = next(each for each in self._workspace.directory if each.id == entry_id)
        self._change(replace(self._state, service=service))

    def copies_of(self, form: FormDefinition) -> PaperCopies:
        """Return where the blank sheets of a form come from."""
        return blank_copies(self._workspace, form)

    def page_of(self, plan: SessionPlan) -> TakeHomePage:
        """Return the page that the client takes home after a session."""
        return take_home_page(self._workspace, plan)

    def versions(self) -> "VersionsViewModel":
        """Return what the shelf of versions knows."""
        from therapist_app.screens.library.versions import VersionsViewModel

        made = VersionsViewModel(self._workspace, self._pack)
        made.state_changed.connect(self._on_versions_changed)
        return made

    @Slot()
    def put_back(self) -> None:
        """Go back to the list."""
        self._change(_closed(self._state))

    def _status(self) -> str:
        programme = self._workspace.programme
        return "signed_off" if is_signed_off(self._workspace, programme) else programme.status

    @Slot()
    def _on_versions_changed(self) -> None:
        if self._state.status != self._status():
            self._change(replace(self._state, status=self._status()))


def _shelf(name: str) -> Shelf:
    return next(each for each in SHELVES if each == name)


def _closed(state: LibraryState) -> LibraryState:
    return replace(state, plan=None, form=None, text=None, service=None)
