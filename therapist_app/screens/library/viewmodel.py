"""What the library knows: the programme and its forms, to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from programme.definition import SessionPlan
from programme.requirements import Gate
from session_forms.definition import FormDefinition
from session_forms.licences import Context
from therapist_app.workflows.desk import Desk
from therapist_app.workflows.form_use import use_of_forms
from therapist_app.workflows.paper_copies import PaperCopies, blank_copies

Shelf = Literal["sessions", "forms", "gates"]
SHELVES: tuple[Shelf, ...] = ("sessions", "forms", "gates")


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
class LibraryState:
    """What the library shows.

    Attributes:
        shelf: Which list.
        use: What the service uses forms for.
        form_titles: The title of each form by its id.
        plan: The session plan that is open.
        form: The form that is open.

    """

    title: str
    status: str
    shelf: Shelf
    sessions: tuple[SessionLine, ...]
    forms: tuple[FormLine, ...]
    gates: tuple[GateLine, ...]
    use: Context
    form_titles: Mapping[str, str]
    plan: SessionPlan | None = None
    form: FormDefinition | None = None


class LibraryViewModel(QObject):
    """Turns the pages of the programme; nothing of it can be changed here.

    Signals:
        state_changed: The new state; also sent once by `begin()`.

    """

    state_changed = Signal(LibraryState)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        programme = desk.programme
        use = use_of_forms(desk.service)
        self._state = LibraryState(
            title=f"{programme.title} {programme.version}",
            status=programme.status,
            shelf="sessions",
            sessions=tuple(self._session(each) for each in programme.planned_sessions),
            forms=tuple(_form(desk.forms.latest(each), use) for each in desk.forms.ids()),
            gates=tuple(self._gate(each) for each in programme.gates),
            use=use,
            form_titles={each.id: each.title for each in desk.forms.all()},
        )

    @property
    def state(self) -> LibraryState:
        """What is shown."""
        return self._state

    def begin(self) -> None:
        """Announce the first state; call once the view is listening."""
        self.state_changed.emit(self._state)

    @Slot(str)
    def turn_to(self, name: str) -> None:
        """Turn to a list."""
        shelf = next(each for each in SHELVES if each == name)
        self._change(replace(self._state, shelf=shelf, plan=None, form=None))

    @Slot(str)
    def open_session(self, plan_id: str) -> None:
        """Open a session plan, where this version holds it."""
        plan = self._desk.programme.session_plans.get(plan_id)
        if plan is not None:
            self._change(replace(self._state, plan=plan))

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Open a form."""
        self._change(replace(self._state, form=self._desk.forms.latest(form_id)))

    def copies_of(self, form: FormDefinition) -> PaperCopies:
        """Return where the blank sheets of a form come from."""
        return blank_copies(self._desk, form)

    @Slot()
    def put_back(self) -> None:
        """Go back to the list."""
        self._change(replace(self._state, plan=None, form=None))

    def _session(self, plan_id: str) -> SessionLine:
        programme = self._desk.programme
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
        programme = self._desk.programme
        titles = {each.id: each.title for each in programme.phases}
        titles |= {each.id: each.title for each in programme.modules.values()}
        titles |= {
            each: f"{each} {programme.planned_session(each).title}"
            for each in programme.planned_sessions
        }
        return GateLine(gate.id, gate.kind == "hard", titles.get(gate.before, ""), gate.text)

    def _change(self, state: LibraryState) -> None:
        self._state = state
        self.state_changed.emit(state)


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
