"""Keeping one more answer, against bare commits.

Two floors: the same row of the same record, written and committed by hand, which is what the
record's care costs (audit, anchor, alerts, signed sessions); and a file of one table with one row
of two columns, which is what SQLCipher costs at the very least.
"""

from collections.abc import Iterator
from pathlib import Path

from session_forms.answers import QuestionId, answers_to_json
from session_forms.filling.filling import answer
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import create_connection
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_today import on_day
from therapist_app.workflows.workspace import Workspace

ROUNDS = 300
WARM = 20
TWICE = Budget(2, "times the floor")
AT_MOST = Budget(3, "times the floor")
_BY_HAND = "UPDATE filled_forms SET answers = ?, changed_at = ? WHERE id = ?"


class BareDatabase:
    """One table and one row, encrypted, with the settings of the record."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._connection = create_connection(path, Masked(bytearray(range(32))))
        self._connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, answers TEXT) STRICT")
        self._connection.execute("INSERT INTO kept VALUES (1, '')")

    def keep(self, answers: str) -> None:
        """Put a text in the place of the one before."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE kept SET answers = ? WHERE id = 1", (answers,))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def save_lines(place: Place) -> Iterator[Line]:
    """Keep a PHQ-9 with one more answer."""
    workspace = place.workplace.workspace
    appointment = on_day(workspace, workspace.today())[0]
    opened = open_form(workspace, appointment.client_id, "phq-9", appointment_id=appointment.id)
    state = opened.state
    for number in range(1, 9):
        state = answer(state, QuestionId(f"q{number}"), number % 4)
    states = [answer(state, QuestionId("difficulty"), value) for value in (0, 1, 2)]
    bare = BareDatabase(place.folder / "bare.db")

    def kept(number: int) -> Span:
        fresh = states[number % len(states)]
        place.workplace.clock.advance(1)
        return timed(lambda: keep_draft(workspace, opened, fresh))

    def committed(number: int) -> Span:
        text = answers_to_json(states[number % len(states)].answers)
        return timed(lambda: bare.keep(text))

    def by_hand(number: int) -> Span:
        row = (
            answers_to_json(states[number % len(states)].answers),
            workspace.now().isoformat(),
            opened.filled.id,
        )
        return timed(lambda: _committed_by_hand(workspace, row))

    alternate(by_hand, kept, WARM)
    yield Line("one answer kept", TWICE, *alternate(by_hand, kept, ROUNDS))
    alternate(committed, kept, WARM)
    yield Line("one answer kept, smallest file", AT_MOST, *alternate(committed, kept, ROUNDS))
    bare.close()


def _committed_by_hand(workspace: Workspace, row: tuple[str, str, str]) -> None:
    caseload = workspace.caseload
    caseload.run("BEGIN IMMEDIATE")
    caseload.run(_BY_HAND, row)
    caseload.run("COMMIT")
