"""What the library knows: the programme and its forms, to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Slot

from programme.definition.definition import SessionPlan
from programme.definition.requirements import Gate
from session_forms.form.definition import FormDefinition
from session_forms.form.licences import Context
from session_forms.reference.directory import DirectoryEntry, is_stale
from session_forms.reference.jurisdictions import Jurisdiction, Standing, standing
from session_forms.reference.service_words import people_words, place_of
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.signing_off import is_signed_off
from therapist_app.workflows.forms.paper_copies import PaperCopies, blank_copies
from therapist_app.workflows.policies.form_use import use_of_forms
from therapist_app.workflows.sessions.take_home import TakeHomePage, take_home_page
from therapist_app.workflows.workspace import Workspace

if TYPE_CHECKING:
    from therapist_app.screens.library.versions import VersionsViewModel

Shelf = Literal["sessions", "forms", "gates", "texts", "services", "versions"]
ServiceStanding = Literal["no_contact", "unverified", "check", "fresh"]
SHELVES: tuple[Shelf, ...] = ("sessions", "forms", "gates", "texts", "services", "versions")


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the course.

    Attributes:
        minutes: How long it takes; 0 where this version does not hold its plan.

    """

    plan_id: str
    title: str
    phase: str
    minutes: int
    status: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form."""

    form_id: str
    title: str
    version: int
    status: str
    licence: str
    may: str
    minutes: int


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate.

    Attributes:
        before: The title of what it stands before; empty for the signature under a note.

    """

    gate_id: str
    is_hard: bool
    before: str
    words: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One local text.

    Attributes:
        day: When it begins, where that is ahead; else when it expires.

    """

    ref: str
    name: str
    version: int
    standing: Standing
    day: date | None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service.

    Attributes:
        number: Its telephone number; empty for one that is reached another way.
        checked_on: When somebody last looked.

    """

    entry_id: str
    name: str
    country: str
    audience: str
    number: str
    standing: ServiceStanding
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What the library shows.

    Attributes:
        today: The day, which tells what has expired and what is to be checked.
        shelf: Which list.
        texts: The local texts.
        services: The services.
        use: What the service uses forms for.
        form_titles: The title of each form by its id.
        plan: The session plan that is open.
        form: The form that is open.
        text: The local text that is open.
        service: The service that is open.

    """

    today: date

    title: str
    status: str
    shelf: Shelf
    sessions: tuple[SessionLine, ...]
    forms: tuple[FormLine, ...]
    gates: tuple[GateLine, ...]
    texts: tuple[TextLine, ...]
    services: tuple[ServiceLine, ...]
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

    @property
    def text_line(self) -> TextLine:
        """The line of the local text that is open."""
        assert self.text is not None
        return text_line(self.text, self.today)


class LibraryViewModel(ViewModel[LibraryState]):
    """Turns the pages of the programme; nothing of it can be changed here.

    Signals:
        leave_requested: To the unlock window.

    """

    def __init__(
        self, workspace: Workspace, shelf: str = "sessions", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        programme = workspace.programme
        use = use_of_forms(workspace.service)
        today = workspace.service.now().astimezone().date()
        self._state = LibraryState(
            today=today,
            title=f"{programme.title} {programme.version}",
            status=self._status(),
            shelf=_shelf(shelf),
            sessions=tuple(self._session(each) for each in programme.planned_sessions),
            forms=tuple(_form(workspace.forms.latest(each), use) for each in workspace.forms.ids()),
            gates=tuple(self._gate(each) for each in programme.gates),
            texts=tuple(text_line(each, today) for each in workspace.jurisdictions),
            services=tuple(_service(each, today) for each in workspace.directory),
            use=use,
            form_titles={each.id: each.title for each in workspace.forms.all()},
        )

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

    @Slot(str)
    def open_text(self, ref: str) -> None:
        """Open a local text."""
        text = next(each for each in self._workspace.jurisdictions if each.ref == ref)
        self._change(replace(self._state, text=text))

    @Slot(str)
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

        made = VersionsViewModel(self._workspace)
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

    def _session(self, plan_id: str) -> SessionLine:
        programme = self._workspace.programme
        planned = programme.planned_session(plan_id)
        plan = programme.session_plans.get(plan_id)
        return SessionLine(
            plan_id=plan_id,
            title=planned.title,
            phase=programme.phase_of(plan_id).title,
            minutes=plan.minutes if plan else 0,
            status=plan.status if plan else "",
        )

    def _gate(self, gate: Gate) -> GateLine:
        programme = self._workspace.programme
        titles = {each.id: each.title for each in programme.phases}
        titles |= {each.id: each.title for each in programme.modules.values()}
        titles |= {
            each: f"{each} {programme.planned_session(each).title}"
            for each in programme.planned_sessions
        }
        return GateLine(gate.id, gate.kind == "hard", titles.get(gate.before, ""), gate.text)


def _shelf(name: str) -> Shelf:
    return next(each for each in SHELVES if each == name)


def _form(form: FormDefinition, use: Context) -> FormLine:
    return FormLine(
        form_id=form.id,
        title=form.title,
        version=form.version,
        status=form.status,
        licence="site" if form.licence.permission else form.licence.status,
        may=form.licence.allows(use),
        minutes=form.minutes or 0,
    )


def _closed(state: LibraryState) -> LibraryState:
    return replace(state, plan=None, form=None, text=None, service=None)


def text_line(text: Jurisdiction, today: date) -> TextLine:
    """Return how a local text stands on a day."""
    found = standing(text, today)
    dated = {"not_yet": text.approved_on, "in_force": text.expires_on, "expired": text.expires_on}
    return TextLine(text.ref, text.name, text.version, found, dated.get(found))


def _service(entry: DirectoryEntry, today: date) -> ServiceLine:
    return ServiceLine(
        entry_id=entry.id,
        name=entry.name,
        country=place_of(entry),
        audience=people_words(entry),
        number=entry.phone,
        standing=_standing(entry, today),
        checked_on=entry.verified_on,
    )


def _standing(entry: DirectoryEntry, today: date) -> ServiceStanding:
    if entry.status != "verified":
        return entry.status
    return "check" if is_stale(entry, today) else "fresh"
