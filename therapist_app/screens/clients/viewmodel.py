"""What the list of clients knows: a search, a filter, and the lines read so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Slot

from programme.course.order import extra_sessions
from programme.definition.definition import Programme
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _
from therapist_app import commands
from therapist_app.practice.worked_cases import worked_case_ids
from therapist_app.record.clients.clients import ClientFilter
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.model import ClientRow, Decision
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.offered_programmes import offered_programmes
from therapist_app.workflows.course.consenting import refusals
from therapist_app.workflows.overviews.searching import (
    KnownClient,
    clients_to_choose_from,
    find_clients,
)
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
    add_client,
    client_page,
    filter_counts,
)
from therapist_app.workflows.overviews.seeing_others import covered
from therapist_app.workflows.overviews.seeing_today import Need, who_needs_me
from therapist_app.workflows.overviews.waiting import waiting_list, weeks_words
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

PAGE = 200
Filter = Literal[
    "all", "needs_me", "waiting", "active", "follow_up", "paused", "ended", "restricted"
]
FILTERS: tuple[Filter, ...] = (
    "all", "needs_me", "waiting", "active", "follow_up", "paused", "ended",
)  # fmt: skip
STATUSES: Mapping[str, ClientFilter] = {
    "active": "active",
    "follow_up": "follow_up",
    "paused": "paused",
    "ended": "ended",
    "restricted": "restricted",
}
Needs = Need | Literal[""]


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One line of the list.

    Attributes:
        phase: The title of the phase of the session that runs, else of the last one held; for
            whoever waits for a place, for how long.
        held: How many sessions were held, of `planned`.
        last_seen: The local day of the last session.
        next_at: When the next one is planned, in local time.
        needs: What needs the therapist most.
        is_worked_case: Whether it is a whole invented course to learn from.
        is_running: Whether a session with them is under way.
        refused: How they refuse to work together while the course goes on; "" where they do not.

    """

    client_id: str
    code: str
    phase: str
    held: int
    planned: int
    last_seen: date | None
    next_at: datetime | None
    needs: Needs
    is_worked_case: bool = False
    is_running: bool = False
    refused: Decision | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class ClientsState:
    """What the list shows.

    Attributes:
        search: What is looked for in codes and names.
        only: The filter.
        lines: The lines read so far.
        total: How many there are.
        counts: How many clients each filter holds.
        today: The local day.

    """

    search: str
    only: Filter
    lines: tuple[ClientLine, ...]
    total: int
    counts: Mapping[str, int]
    today: date


@dataclass(frozen=True, slots=True)
class NewClientChoices:
    """What is offered when a client is added: id and title of each."""

    tracks: tuple[tuple[str, str], ...]
    adaptations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CourseWords:
    """What the list says of a programme: how many sessions, and the phase of each."""

    planned: int
    phases: Mapping[str, str]


def _course_words(programme: Programme) -> CourseWords:
    planned = len(set(programme.planned_sessions) - extra_sessions(programme))
    phases = {each: programme.phase_of(each).title for each in programme.planned_sessions}
    return CourseWords(planned, phases)


class ClientsViewModel(ViewModel[ClientsState]):
    """Finds clients; reads the list two hundred at a time.

    Attributes:
        page: What is wanted at once: `new_client`, `waiting`; empty for the whole list.

    Signals:
        leave_requested: To a client.

    """

    def __init__(self, workspace: Workspace, page: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._workspace = workspace
        self._courses = {
            (each.id, each.version): _course_words(each)
            for each in (workspace.programme, *workspace.earlier_programmes)
        }
        self._cases = worked_case_ids(workspace)
        found = who_needs_me(workspace)
        self._needs = {each: found[each] for each in found if each not in self._cases}
        self._waiting = {
            each.client_id: weeks_words(each.weeks) for each in waiting_list(workspace)
        }
        self._known: tuple[KnownClient, ...] | None = None
        self._state = self._read("", "waiting" if page == "waiting" else "all")

    @property
    def choices(self) -> NewClientChoices:
        """What is offered when a client is added."""
        programme, *others = offered_programmes(self._workspace)
        known = {each.id for each in programme.tracks}
        elsewhere = (
            (each.id, facts_in_a_line(other.title, each.title))
            for other in others
            for each in other.tracks
            if each.id not in known
        )
        return NewClientChoices(
            (*((each.id, each.title) for each in programme.tracks), *elsewhere),
            tuple(programme.adaptations.items()),
        )

    @property
    def covered(self) -> tuple[CaseloadChoice, ...]:
        """Whose clients one covers, and until when."""
        return covered(self._workspace)

    @property
    def may_import(self) -> bool:
        """Whether the clients are one's own, so that a list can be imported."""
        return may(self._workspace.vault, "import_list")

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters that are offered: restricted records only where there are any."""
        return (*FILTERS, "restricted") if self._state.counts["restricted"] else FILTERS

    @Slot(str)
    def look_for(self, search: str) -> None:
        """Look for a part of a code, or for the beginnings of a name that somebody is kept by."""
        self._change(self._read(search.strip(), self._state.only))

    @Slot(str)
    def filter_by(self, name: str) -> None:
        """Show only some of the clients."""
        only = next(each for each in self.filters if each == name)
        self._change(self._read(self._state.search, only))

    def read_on(self) -> None:
        """Read the next lines; nothing is announced, the table asked for them."""
        state = self._state
        more = self._lines(state.search, state.only, len(state.lines))[0]
        self._state = replace(state, lines=state.lines + more)

    @Slot(str)
    def open_client(self, client_id: str) -> None:
        """Go to a client."""
        self.leave_requested.emit(commands.ClientPage(client_id))

    def add(self, new: NewClient) -> None:
        """Add a client under a fresh code, and go there."""
        client = add_client(self._workspace, new)
        self.act_done.emit(_("Client {code} is added.").format(code=client.code))
        self.open_client(client.id)

    def _read(self, search: str, only: Filter) -> ClientsState:
        lines, total = self._lines(search, only, 0)
        counts = filter_counts(self._workspace, self._needs, self._waiting)
        return ClientsState(search, only, lines, total, counts, self._workspace.today())

    def _lines(self, search: str, only: Filter, offset: int) -> tuple[tuple[ClientLine, ...], int]:
        shown = partial(client_page, self._workspace, limit=PAGE, offset=offset)
        meant = self._meant(search) if search else None
        found: Mapping[str, Collection[str]] = {"needs_me": self._needs, "waiting": self._waiting}
        among = found.get(only)
        if among is not None:
            page = shown(among=set(among) if meant is None else meant & set(among))
        else:
            without: Collection[str] = self._waiting if only == "active" else ()
            page = shown(only=STATUSES.get(only), among=meant, without=without)
        refused = refusals(
            self._workspace, [each.id for each in page.rows if each.status != "ended"]
        )
        return tuple(self._line(each, refused) for each in page.rows), page.total

    def _meant(self, search: str) -> set[str]:
        """Return the ids of those who are meant; names are read once, and not in a session."""
        if self._known is None:
            self._known = clients_to_choose_from(self._workspace)
        return {each.client_id for each in find_clients(self._known, search)}

    def _line(self, row: ClientRow, refused: Mapping[str, Decision]) -> ClientLine:
        programme = self._workspace.programme
        in_use = self._courses[programme.id, programme.version]
        course = self._courses.get((row.programme_id, row.programme_version), in_use)
        return ClientLine(
            client_id=row.id,
            code=row.code,
            phase=self._waiting.get(row.id)
            or course.phases.get(row.running_plan or row.last_plan, ""),
            held=row.sessions_held,
            planned=course.planned,
            last_seen=row.last_seen.astimezone().date() if row.last_seen else None,
            next_at=row.next_planned.astimezone() if row.next_planned else None,
            needs=self._needs.get(row.id, ""),
            is_worked_case=row.id in self._cases,
            is_running=bool(row.running_plan),
            refused=refused.get(row.id, ""),
        )
