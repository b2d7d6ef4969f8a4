"""Going on with another course: what counts as held there, and what an undo puts back."""

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from therapist_app.record.database.columns import (
    MOMENT,
    OPTIONAL_DAY,
    OPTIONAL_MOMENT,
    WORDS,
    Column,
    moment_text,
)
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
from therapist_app.record.model import CountedLine, CourseMove, PlannedBefore


def _written(rows: Sequence[CountedLine | PlannedBefore]) -> str:
    return json.dumps([dataclasses.asdict(each) for each in rows], ensure_ascii=False)


def _lines_from(text: str) -> tuple[CountedLine, ...]:
    found: list[dict[str, Any]] = json.loads(text)
    return tuple(CountedLine(**each) for each in found)


def _planned_from(text: str) -> tuple[PlannedBefore, ...]:
    found: list[dict[str, Any]] = json.loads(text)
    return tuple(PlannedBefore(**each) for each in found)


_TABLE = Table(
    "course_moves",
    CourseMove,
    columns={
        "from_held_before": WORDS,
        "from_held_before_on": OPTIONAL_DAY,
        "lines": Column(_written, _lines_from),
        "planned": Column(_written, _planned_from),
        "decided_at": MOMENT,
        "undone_at": OPTIONAL_MOMENT,
    },
)


def add(caseload: Caseload, move: CourseMove) -> None:
    """Keep that a client goes on with another course; what they met for before stays of its own.

    The audit entry names the two courses, never a reason.
    """
    subject = f"client:{move.client_id}"
    courses = (
        f"{move.from_programme} {move.from_version}",
        f"{move.to_programme} {move.to_version}",
    )
    with caseload.change("course_moved", subject, courses) as change:
        _TABLE.insert(change, move)
        change.execute(
            "UPDATE appointments SET earlier_programme = ?, earlier_version = ?"
            " WHERE client_id = ? AND state <> 'planned' AND earlier_programme = ''",
            (move.from_programme, move.from_version, move.client_id),
        )


def take_back(caseload: Caseload, move: CourseMove, by: str, reason: str) -> None:
    """Keep that a move was undone; what was met for before is of the client's course again."""
    with caseload.change("course_move_undone", f"client:{move.client_id}") as change:
        change.execute(
            "UPDATE course_moves SET undone_at = ?, undone_by = ?, undo_reason = ? WHERE id = ?",
            (moment_text(caseload.now()), by, reason, move.id),
        )
        change.execute(
            "UPDATE appointments SET earlier_programme = '', earlier_version = ''"
            " WHERE client_id = ? AND earlier_programme = ? AND earlier_version = ?",
            (move.client_id, move.from_programme, move.from_version),
        )


def of_clients(caseload: Caseload, client_ids: Sequence[str]) -> tuple[CourseMove, ...]:
    """Return every move of these clients, the undone ones too, oldest first, in one reading."""
    whose, wanted = one_of("client_id", client_ids)
    found = _TABLE.select(caseload, f"WHERE {whose}", (wanted,))
    return tuple(sorted(found, key=lambda each: (each.decided_at, each.id)))


def moved_clients(caseload: Caseload) -> frozenset[str]:
    """Return whoever goes on with another course, by a move that was not undone."""
    found = caseload.rows("SELECT DISTINCT client_id FROM course_moves WHERE undone_at IS NULL")
    return frozenset(each for (each,) in found)


def that_stand(caseload: Caseload, client_ids: Sequence[str]) -> tuple[CourseMove, ...]:
    """Return the moves of these clients that were not undone, oldest first."""
    return tuple(each for each in of_clients(caseload, client_ids) if each.undone_at is None)
