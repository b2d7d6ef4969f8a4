"""In which course somebody is counted who went on with another one, and by which they are told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from exports.case.casefile import ELSEWHERE, CaseFile
from exports.quarters import quarter_of
from tests.support.workflows.two_courses import add_short, go_on, with_short_course
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.record.client_rights import consents
from therapist_app.record.model import Client, Consent
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.course.course_changes import programme_when
from therapist_app.workflows.exporting import quarters
from therapist_app.workflows.exporting.before_closing import quarter_ahead
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.exporting.course_files import course_files
from therapist_app.workflows.exporting.under_way import unwatched
from therapist_app.workflows.forms.outdated_releases import counted_in

WELL: dict[str, object] = dict.fromkeys([f"q{number}" for number in range(1, 10)], 1)
WEEK = 7 * 24 * 3600


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield with_short_course(workplace)


@pytest.fixture
def moved(work: Workplace) -> Client:
    """Have a client who held S01 in the short course and S02 in the full one."""
    client = add_short(work)
    agreed = Consent(
        work.workspace.caseload.new_id(),
        client.id,
        FIGURES_USED,
        "Our text",
        "1",
        "given",
        "spoken",
        work.workspace.now(),
    )
    consents.add(work.workspace.caseload, agreed)
    work.hold(client, "S01", "22222")
    work.clock.advance(WEEK)
    go_on(work, client, "S01")
    work.clock.advance(WEEK)
    work.pass_gates(client, "S02")
    meeting = work.start(client, "S02")
    work.fill(client, "phq-9", WELL, meeting)
    return client


def as_begun(work: Workplace, client: Client, until=None) -> CaseFile:
    [found] = course_files(work.workspace, (client.id,), until, as_begun=True)
    return found


def test_they_are_counted_in_the_course_in_which_they_began_with_what_followed(
    work: Workplace, moved: Client
) -> None:
    counted = as_begun(work, moved)

    assert (counted.programme_id, counted.status, counted.track) == (
        "pps-brief",
        "went_on",
        "T-SHORT",
    )
    assert [each.plan_id for each in counted.sessions] == ["S01"]
    assert [each.plan_id for each in counted.filled if each.form_id == "phq-9"] == [ELSEWHERE]
    assert counted.weeks_waited == 0
    assert counted.overrides == ()
    assert counted_in(work.workspace, moved.id) == "pps-brief"


def test_before_a_quarter_is_closed_they_are_counted_by_their_first_course(
    work: Workplace, moved: Client
) -> None:
    assert moved
    quarter = quarter_of(work.workspace.today())

    assert quarter_ahead(work.workspace, quarter).counted == 1
    assert quarter_ahead(work.workspace, quarter.before).counted == 0


def test_they_are_told_by_the_course_that_they_follow(work: Workplace, moved: Client) -> None:
    told = case_file(work.workspace, moved.id)

    assert (told.programme_id, told.status) == ("pps-core", "active")
    assert told.sessions == ()
    assert told.held_before == ("S01",)
    assert told.held_elsewhere == 1
    assert "The boundaries need more than seven meetings" in told.note_texts
    [check] = (each for each in told.filled if each.form_id == "risk-check")
    assert check.plan_id == ELSEWHERE


def test_a_quarter_that_was_over_before_knows_nothing_of_it(work: Workplace, moved: Client) -> None:
    began = work.clock() - timedelta(seconds=2 * WEEK)

    counted = as_begun(work, moved, began + timedelta(days=1))

    assert (counted.programme_id, counted.status) == ("pps-brief", "active")
    assert counted.held_elsewhere == 0


def test_nobody_is_counted_in_two_courses(work: Workplace, moved: Client) -> None:
    plain = work.add_client()
    today = work.workspace.today()

    found = quarters.cases_of(work.workspace, quarter_of(today), unwatched())

    assert {course: list(cases) for course, cases in found.items()} == {"pps-brief": [moved.id]}
    assert counted_in(work.workspace, plain.id) == "pps-core"


def test_news_of_another_course_are_news_and_marks_of_before_still_stand(
    work: Workplace, moved: Client
) -> None:
    assert counted_in(work.workspace, moved.id) == "pps-brief"
    [case] = quarters.cases_of(work.workspace, quarter_of(work.workspace.today()), unwatched())[
        "pps-brief"
    ].values()
    course = work.workspace.course("pps-brief")
    plain = type(case)(**{name: getattr(case, name) for name in case.__dataclass_fields__})
    more = type(case)(
        **{name: getattr(case, name) for name in case.__dataclass_fields__} | {"held_elsewhere": 4}
    )

    assert quarters.marks_of([plain], course) == quarters.marks_of([case], course)
    assert quarters.marks_of([more], course) != quarters.marks_of([case], course)
    assert "held_elsewhere" not in repr(case)


def test_what_programme_was_followed_is_known_of_each_moment(
    work: Workplace, moved: Client
) -> None:
    now = work.clock()

    assert programme_when(work.workspace, moved.id, now).id == "pps-core"
    before = now - timedelta(seconds=2 * WEEK)
    assert programme_when(work.workspace, moved.id, before).id == "pps-brief"
