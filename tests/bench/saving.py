"""Keeping one more answer, against a bare commit of a row of the same size."""

from collections.abc import Iterator
from pathlib import Path

from session_forms.answers import answers_to_json
from session_forms.definition import QuestionId
from session_forms.filling import answer
from tests.bench.lines import Budget, Line
from tests.bench.place import Place
from tests.bench.rounds import Span, alternate, timed
from therapist_app.record.connection import create_connection
from therapist_app.record.wiping import Masked
from therapist_app.workflows.keeping_forms import keep_draft, open_form
from therapist_app.workflows.seeing_today import on_day

ROUNDS = 300
WARM = 20
TWICE = Budget(2, "times the floor")


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
    desk = place.workplace.desk
    appointment = on_day(desk, desk.today())[0]
    opened = open_form(desk, appointment.client_id, "phq-9", appointment_id=appointment.id)
    state = opened.state
    for number in range(1, 9):
        state = answer(state, QuestionId(f"q{number}"), number % 4)
    states = [answer(state, QuestionId("difficulty"), value) for value in (0, 1, 2)]
    bare = BareDatabase(place.folder / "bare.db")

    def kept(number: int) -> Span:
        fresh = states[number % len(states)]
        place.workplace.clock.advance(1)
        return timed(lambda: keep_draft(desk, opened, fresh))

    def committed(number: int) -> Span:
        text = answers_to_json(states[number % len(states)].answers)
        return timed(lambda: bare.keep(text))

    alternate(committed, kept, WARM)
    yield Line("one answer kept", TWICE, *alternate(committed, kept, ROUNDS))
    bare.close()
