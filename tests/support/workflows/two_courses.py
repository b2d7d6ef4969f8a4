"""A client of the short course beside the full one, and the way from one to the other."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from programme.definition.definition import Programme
from programme.loading.loading import load_programme
from session_forms.library.library import installed
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.workflows.content.offered_programmes import offered_programmes
from therapist_app.workflows.course.another_course import (
    DecidedLine,
    NextCourse,
    go_on_with,
    lines_to_decide,
)
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

BRIEF = Path(__file__).parents[3] / "programme" / "modules" / "pps-brief"
TRACK = "T-SHORT"
WHY = "Wants more time"


@cache
def short_course() -> Programme:
    """Return the short course, as its folder says."""
    return load_programme(BRIEF, installed())


def with_short_course(work: Workplace) -> Workplace:
    """Return the same workplace with the short course beside the one in use."""
    courses = (*work.workspace.earlier_programmes, short_course())
    return replace(work, workspace=replace(work.workspace, earlier_programmes=courses))


def add_short(work: Workplace) -> Client:
    """Add a client who begins the short course."""
    return add_client(
        work.workspace, NewClient(anonymity="code_only", age_band="25-34", track=TRACK)
    )


def decided(work: Workplace, client: Client, counting: Iterable[str] = ()) -> NextCourse:
    """Return the decision to go on with the full course, in which some sessions count as held."""
    full, counts = work.workspace.programme, set(counting)
    return NextCourse(
        programme_id=full.id,
        track=full.tracks[0].id,
        lines=tuple(
            DecidedLine(each.plan_id, each.plan_id in counts, WHY if each.plan_id in counts else "")
            for each in lines_to_decide(work.workspace, client.id, full)
        ),
        reason="The boundaries need more than seven meetings",
    )


def go_on(work: Workplace, client: Client, *counting: str) -> None:
    """Let a client go on with the full course, in which these sessions count as held."""
    decide(work, client, decided(work, client, counting))


def decide(work: Workplace, client: Client, decision: NextCourse) -> None:
    """Let a client go on as was decided, with what is on offer."""
    on_offer = offered_programmes(work.workspace)
    go_on_with(work.workspace, client.id, decision, on_offer)
