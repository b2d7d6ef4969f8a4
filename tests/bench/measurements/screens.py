"""Opening a client, the list, the day; turning to another step of a session."""

from collections.abc import Callable, Iterator, Sequence

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.painted import settle, until_painted
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place, Workplace
from therapist_app.commands import (
    AuditTrail,
    Calendar,
    ClientPage,
    Clients,
    ClosePage,
    Destination,
    Library,
    Outcomes,
    SessionPage,
    Settings,
    Today,
)
from therapist_app.screens.session.view import SessionView
from therapist_app.workflows.overviews.seeing_calendar import A_WEEK, monday_of
from therapist_app.workflows.overviews.seeing_today import on_day

ROUNDS = 21
AT_ONCE = Budget(100)
_OF_CLIENT = (
    "SELECT * FROM appointments WHERE client_id = ?",
    "SELECT * FROM filled_forms WHERE client_id = ?",
    "SELECT * FROM alerts WHERE client_id = ?",
)
_LIST = ("SELECT * FROM clients ORDER BY code LIMIT 200",)
_DAY = ("SELECT * FROM appointments WHERE planned_for BETWEEN ? AND ?",)


def client_lines(place: Place) -> Iterator[Line]:
    """Open a client; the floor reads the rows of another one, bare."""
    at = place.workplace
    spread = at.crowd.copies[:: max(1, len(at.crowd.copies) // (2 * ROUNDS))]
    shown, read = spread[::2], spread[1::2]
    yield _opening(
        at,
        "client opened",
        [ClientPage(shown[number % len(shown)]) for number in range(ROUNDS)],
        lambda number: _query(at, _OF_CLIENT, read[number % len(read)]),
    )


def list_lines(place: Place) -> Iterator[Line]:
    """Open the list of clients; the floor reads the first two hundred, bare."""
    at = place.workplace
    yield _opening(at, "list of clients", [Clients()] * ROUNDS, lambda _: _query(at, _LIST))


def today_lines(place: Place) -> Iterator[Line]:
    """Open the day; the floor reads its appointments, bare."""
    at = place.workplace
    day = at.workspace.today().isoformat()
    yield _opening(at, "today", [Today()] * ROUNDS, lambda _: _query(at, _DAY, day, f"{day}T23:59"))


def calendar_lines(place: Place) -> Iterator[Line]:
    """Open the calendar of this week; the floor reads its appointments, bare."""
    at = place.workplace
    monday = monday_of(at.workspace.today())
    days = (monday.isoformat(), (monday + A_WEEK).isoformat())
    yield _opening(at, "calendar", [Calendar()] * ROUNDS, lambda _: _query(at, _DAY, *days))


def page_lines(place: Place) -> Iterator[Line]:
    """Open the other pages that read much; the floor reads the first of the list, bare."""
    at = place.workplace
    planned = next(
        each for each in on_day(at.workspace, at.workspace.today()) if each.state == "planned"
    )
    pages: dict[str, Destination] = {
        "library of the programme": Library(),
        "outcomes": Outcomes(),
        "outcomes of one client": Outcomes(at.crowd.copies[0]),
        "audit trail": AuditTrail(),
        "session to close": ClosePage(planned.id),
        "settings": Settings(),
    }
    for name, destination in pages.items():
        yield _opening(at, name, [destination] * ROUNDS, lambda _: _query(at, _LIST))


def session_lines(place: Place) -> Iterator[Line]:
    """Open a session of today and turn to each of its steps in turn."""
    at = place.workplace
    appointment = next(
        each for each in on_day(at.workspace, at.workspace.today()) if each.state == "planned"
    )
    at.open(SessionPage(appointment.id))
    steps = [each.id for each in at.workspace.programme.session_plans[appointment.plan_id].steps]
    rows = dict(zip(steps, at.page(SessionView).plan.agenda.rows, strict=True))
    settled: list[Span] = []

    def turn(number: int) -> Span:
        settle(at.count)
        step = steps[(number + 1) % len(steps)]
        painted, all_of_it = until_painted(at.count, lambda: rows[step].step_chosen.emit(step))
        settled.append(all_of_it)
        return painted

    def bare(_number: int) -> Span:
        return _query(at, _OF_CLIENT, appointment.client_id)

    floor, taken = alternate(bare, turn, 2 * len(steps))
    yield Line("step of a session", AT_ONCE, floor, taken, settled)
    place.workplace.clear()
    opened = [SessionPage(appointment.id)] * ROUNDS
    yield _opening(at, "session opened", opened, bare)


def _opening(
    at: Workplace, name: str, destinations: Sequence[Destination], bare: Callable[[int], Span]
) -> Line:
    settled: list[Span] = []

    def ours(number: int) -> Span:
        painted, all_of_it = at.open(destinations[number])
        settled.append(all_of_it)
        return painted

    floor, taken = alternate(bare, ours, len(destinations))
    return Line(name, AT_ONCE, floor, taken, settled)


def _query(at: Workplace, statements: tuple[str, ...], *parameters: object) -> Span:
    return timed(lambda: [at.workspace.caseload.rows(each, parameters) for each in statements])
