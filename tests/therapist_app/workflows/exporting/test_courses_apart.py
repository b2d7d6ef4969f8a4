"""Clients of two courses are never counted together: each course has figures and reports."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.document.document import Facts
from exports.errors import NotForExport
from exports.quarters import Quarter
from exports.reports.service_report import tabulated
from programme.definition.definition import Programme
from tests.support.exports.cohorts import case
from tests.support.workflows.first_sessions import hold_first
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database.audit import SALVAGED, note
from therapist_app.record.model import Client
from therapist_app.record.service import quarters as kept
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting import quarters
from therapist_app.workflows.exporting.comparing import compare_with_caseload
from therapist_app.workflows.exporting.course_files import course_file
from therapist_app.workflows.exporting.exporting import (
    ReleaseRequest,
    choices,
    facts_for_ledger,
    prepare,
)
from therapist_app.workflows.exporting.figures_in_window import figure_in_window
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.workspace import Workspace

Q1 = Quarter(2026, 1)
SHORT = "short-course"
REPORT = ReleaseRequest("service_report", OWN_LEAD, "service_quality", quarter=Q1.name)


def short_course(workspace: Workspace, version: str = "0.1.0") -> Programme:
    changed = {"id": SHORT, "version": version, "title": "Short course"}
    return workspace.programme.model_copy(update=changed)


@pytest.fixture
def both(work: Workplace) -> Workspace:
    """Return a workspace with two courses, each followed by one client; April has begun."""
    hold_first(work)
    other = hold_first(work)
    work.workspace = replace(work.workspace, earlier_programmes=(short_course(work.workspace),))
    with work.workspace.caseload.change("changed", "client") as change:
        change.execute(
            "UPDATE clients SET programme_id = ?, programme_version = '0.1.0' WHERE id = ?",
            (SHORT, other.id),
        )
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    return work.workspace


def of_short(workspace: Workspace) -> Client:
    [found] = [
        each
        for each in map(workspace.client, agreed(workspace))
        if workspace.programme_of(each).id == SHORT
    ]
    return found


def agreed(workspace: Workspace) -> list[str]:
    found = workspace.caseload.rows("SELECT id FROM clients ORDER BY code")
    return [client_id for (client_id,) in found]


def people(workspace: Workspace, course: str) -> list[int]:
    return [each.people for each in quarters.given(workspace, Q1, course).caseloads]


def test_each_client_is_counted_in_the_course_that_they_follow(both: Workspace) -> None:
    quarters.close_quarter(both, Q1)

    assert people(both, both.programme.id) == [1]
    assert people(both, SHORT) == [1]
    assert people(both, "elsewhere") == []


def test_figures_that_name_no_course_are_of_the_one_in_use(both: Workspace) -> None:
    made = tabulated([case(3, key=7)], forms=both.forms, programme=both.programme)
    figures = json.dumps({"since": "", **made.as_data()})
    who = both.vault.person.uid
    row = kept.QuarterFigures(Q1.name, who, who, both.now(), figures)
    kept.give(both.service, row)

    assert people(both, both.programme.id) == [1]
    assert people(both, SHORT) == []


def test_a_course_is_told_in_its_newest_version_the_one_in_use_first(work: Workplace) -> None:
    here = work.workspace
    versions = [short_course(here, each) for each in ("0.9.0", "0.10.0", "0.2.0")]
    of_before = here.programme.model_copy(update={"version": "0.0.1"})
    workspace = replace(here, earlier_programmes=(of_before, *versions))

    assert workspace.courses == (here.programme, versions[1])
    assert workspace.course(SHORT) is versions[1]
    assert workspace.course("") is here.programme
    assert [each for each, _title in choices(workspace).courses] == [here.programme.id, SHORT]


def test_a_clients_summary_is_told_by_their_own_course(both: Workspace) -> None:
    client = of_short(both)
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    prepared = prepare(both, request)

    described = json.loads(prepared.release.files["datapackage.json"])
    assert described["programme"]["id"] == SHORT
    assert course_file(both, client.id).programme_id == SHORT
    assert json.loads(facts_for_ledger(both, prepared))["course"] == ""
    assert compare_with_caseload(both, client.id, "supervision", ())


def give_twelve(workspace: Workspace) -> None:
    """Close the quarter with twelve clients of each course in one's own caseload."""
    cases = [case(20, key=each + 1) for each in range(12)]
    courses = {
        each.id: {
            "since": "",
            "marks": {},
            **tabulated(cases, forms=workspace.forms, programme=each).as_data(),
        }
        for each in workspace.courses
    }
    service = workspace.service
    [given] = kept.given(service, Q1.name)
    service.run("DELETE FROM quarter_figures")
    note(service, SALVAGED, "service")
    kept.give(service, replace(given, figures=json.dumps({"courses": courses})))


def test_a_report_is_of_one_course_and_says_of_which(both: Workspace) -> None:
    quarters.close_quarter(both, Q1)
    with pytest.raises(NotForExport, match="fewer than"):
        prepare(both, replace(REPORT, course=SHORT))
    give_twelve(both)

    prepared = prepare(both, replace(REPORT, course=SHORT))

    [facts] = [each for each in prepared.release.preview[0].blocks if isinstance(each, Facts)][:1]
    said = dict(row[:2] for row in facts.rows)
    assert said["Course"] == "Short course. Who follows another course is in a report of its own."
    noted = json.loads(facts_for_ledger(both, prepared))
    assert (noted["course"], noted["questions"]) == (SHORT, [["mood_not_given", 100]])
    figure = figure_in_window(
        both, Q1.name, "internal-review", "attendance/attendance.came", course=SHORT
    )
    behind = {code for number in figure.numbers for code in number.codes}
    assert behind == {of_short(both).code}


def release(workspace: Workspace, name: str, noted: str) -> Release:
    made = Release(
        name,
        "internal-review",
        OWN_LEAD,
        "service_quality",
        workspace.now(),
        "Ana",
        "{}",
        noted,
    )
    releases.add(workspace.service, made)
    return made


def test_a_report_takes_the_place_of_one_of_its_own_course_alone(both: Workspace) -> None:
    quarters.close_quarter(both, Q1)
    release(both, "R-short", json.dumps({"quarter": Q1.name, "course": SHORT, "caseloads": []}))
    release(both, "R-of-before", "[]")

    told = {each.id: each.course for each in choices(both).earlier}
    assert told == {"R-short": SHORT, "R-of-before": both.programme.id}
    for wrong in (
        replace(REPORT, replaces="R-short"),
        replace(REPORT, course=SHORT, replaces="R-of-before"),
    ):
        with pytest.raises(NotForExport, match="place only"):
            prepare(both, wrong)


def test_a_report_of_one_course_has_not_shown_the_figures_of_another(both: Workspace) -> None:
    noted = {"quarter": Q1.name, "course": SHORT, "caseloads": ["f" * 32]}
    release(both, "R-short", json.dumps(noted))

    assert quarters.caseloads_shown(both, Q1.name, SHORT) == {"f" * 32}
    assert quarters.caseloads_shown(both, Q1.name, both.programme.id) == frozenset()
