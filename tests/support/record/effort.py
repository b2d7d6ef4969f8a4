"""How much a piece of work asks of the database, whatever else the machine does meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from therapist_app.record.database.database import Database

GRAIN = 20  # how finely SQLite's instructions are counted


@dataclass
class Effort:
    """What was asked.

    Attributes:
        queries: How many statements were run.
        instructions: How many instructions of SQLite's machine they took: reading or sorting a
            table as a whole shows here, however few rows come back.

    """

    queries: int = 0
    instructions: int = 0


@contextmanager
def effort(database: Database) -> Iterator[Effort]:
    """Count what is asked of an open database within the block."""
    spent, connection = Effort(), database.live

    def note_query(_sql: str) -> None:
        spent.queries += 1

    def note_instructions() -> int:
        spent.instructions += GRAIN
        return 0

    connection.set_trace_callback(note_query)
    connection.set_progress_handler(note_instructions, GRAIN)
    try:
        yield spent
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, GRAIN)
