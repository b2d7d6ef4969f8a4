"""Closing a quarter: one after the other, each caseload once, and nobody in it afterwards."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import fmean

import pytest

from exports.errors import DamagedFigures, NotForExport
from exports.quarters import Quarter
from exports.reports.service_report import Tabulated
from tests.support.exports.cohorts import case
from tests.support.workflows.first_sessions import Q1, hold_first
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.header.caseload_access import made_for
from therapist_app.record.model import Client
from therapist_app.record.service import quarters as kept
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.course.consenting import PaperConsent, write_down
from therapist_app.workflows.exporting import quarters
from therapist_app.workflows.exporting.exporting import ReleaseRequest, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form

Q2 = Quarter(2026, 2)
COURSE = "pps-core"
APRIL = datetime(2026, 4, 2, 9, tzinfo=UTC)


@pytest.fixture
def client(work: Workplace) -> Client:
    """Return who was met in March; the clock stands in April."""
    found = hold_first(work)
    work.clock.move_to(APRIL)
    return found


def kept_people(work: Workplace, quarter: Quarter) -> list[int]:
    found: tuple[Tabulated, ...] = quarters.given(work.workspace, quarter, COURSE).caseloads
    return [each.people for each in found]


def test_the_first_quarter_to_close_is_the_one_that_ended_last(work: Workplace) -> None:
    assert quarters.quarter_to_close(work.workspace) == Quarter(2025, 4)

    work.clock.move_to(APRIL)

    assert quarters.quarter_to_close(work.workspace) == Q1


@pytest.mark.usefixtures("client")
def test_a_quarter_follows_the_other_and_none_is_closed_before_it_is_over(work: Workplace) -> None:
    with pytest.raises(NotForExport, match="one after the other"):
        quarters.close_quarter(work.workspace, Q2)
    quarters.close_quarter(work.workspace, Q1)

    assert quarters.quarter_to_close(work.workspace) is None
    work.clock.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    assert quarters.quarter_to_close(work.workspace) == Q2
    assert [each.quarter for each in quarters.closed_quarters(work.workspace)] == [Q1]


def test_what_was_given_stays_as_it_is_when_a_client_takes_consent_back(
    work: Workplace, client: Client
) -> None:
    quarters.close_quarter(work.workspace, Q1)
    before = kept.given(work.workspace.service, Q1.name)

    at = work.workspace.now() + timedelta(seconds=1)
    taken_back = PaperConsent("figures_used", "leaflet", "1", "withdrawn", "spoken", at)
    write_down(work.workspace, client.id, taken_back)
    work.clock.move_to(datetime(2026, 7, 3, tzinfo=UTC))
    quarters.close_quarter(work.workspace, Q2)

    assert kept.given(work.workspace.service, Q1.name) == before
    assert (kept_people(work, Q1), kept_people(work, Q2)) == ([1], [])


def test_what_was_given_stays_as_it_is_when_an_answer_is_corrected(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "phq-9", {f"q{number}": 0 for number in range(1, 10)}, None)
    quarters.close_quarter(work.workspace, Q1)
    before = quarters.given(work.workspace, Q1, COURSE)
    [first, *_others] = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")

    opened = begin_correction(work.workspace, first.id, "Typed wrong")
    finish_form(work.workspace, opened, answered(opened.state, {"q1": 3}))

    assert quarters.given(work.workspace, Q1, COURSE) == before
    with pytest.raises(NotForExport):
        quarters.close_quarter(work.workspace, Q1)


@pytest.mark.usefixtures("client")
def test_no_file_says_in_which_month_the_first_of_them_began(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(9):
        hold_first(work)
    work.clock.move_to(datetime(2026, 7, 3, tzinfo=UTC))
    monkeypatch.setattr(quarters, "quarter_to_close", lambda _workspace: Q2)
    quarters.close_quarter(work.workspace, Q2)
    request = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead", quarter=Q2.name)

    release = prepare(work.workspace, request).release

    said = "".join(each.decode("latin-1") for each in release.files.values())
    assert "June 2026" in said
    assert not re.search("March 2026|2026-03|2026-04", said)


@pytest.mark.usefixtures("client")
def test_a_client_who_was_met_later_is_not_in_a_quarter_before(work: Workplace) -> None:
    hold_first(work)

    quarters.close_quarter(work.workspace, Q1)

    assert kept_people(work, Q1) == [1]


@pytest.mark.usefixtures("client")
def test_nobody_is_named_in_what_is_kept(work: Workplace) -> None:
    quarters.close_quarter(work.workspace, Q1)

    [row] = kept.given(work.workspace.service, Q1.name)
    for each in ("code", "pseudonym", "record_key"):
        assert each not in row.figures


def test_a_report_is_made_of_a_closed_quarter_alone(work: Workplace, client: Client) -> None:
    request = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead", quarter=Q1.name)

    with pytest.raises(NotForExport, match="close it first"):
        prepare(work.workspace, request)
    quarters.close_quarter(work.workspace, Q1)
    with pytest.raises(NotForExport, match="fewer than 10 clients"):
        prepare(work.workspace, request)
    assert client


@pytest.mark.usefixtures("client")
def test_two_recipients_of_one_quarter_get_the_same_figures_whoever_makes_them(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(9):
        hold_first(work)
    work.clock.move_to(datetime(2026, 7, 3, tzinfo=UTC))
    monkeypatch.setattr(quarters, "quarter_to_close", lambda _workspace: Q2)
    quarters.close_quarter(work.workspace, Q2)
    work.have_colleague("Lea Example", "lead")
    figures: list[dict[str, bytes]] = []
    for whom in ("Board", "University"):
        if whom == "University":  # the second is made by a lead, with no caseload open
            work.have_roles("lead")
            monkeypatch.setattr(work.workspace.vault, "caseload_choices", tuple)
        request = ReleaseRequest("service_report", whom, "service_quality", quarter=Q2.name)
        prepared = prepare(work.workspace, request)
        release = prepared.release
        is_unknown = release.checks[0].how.endswith("no client is known here")
        assert is_unknown == (whom == "University")
        assert (release.profile, prepared.needs_second) == ("external", True)
        assert b"Means and rates need 8 clients" in release.files["README.txt"]
        tables = {name: data for name, data in release.files.items() if "tables/" in name}
        assert all(release.id.encode() in data for data in tables.values())
        figures.append(
            {name: data.replace(release.id.encode(), b"") for name, data in tables.items()}
        )

    assert len(figures[0]) > 10
    assert figures[0] == figures[1]


@pytest.mark.usefixtures("client")
def test_whether_ones_own_caseload_gave_nothing_yet_is_known(work: Workplace) -> None:
    vault = work.workspace.vault
    closed = kept.ClosedQuarter(Q1.name, vault.person.uid, work.workspace.now())
    kept.close(vault.service, closed)

    assert quarters.lacks_figures(work.workspace)
    assert quarters.given(work.workspace, Q1, COURSE).shown == ()
    quarters.give_figures(work.workspace)
    assert not quarters.lacks_figures(work.workspace)
    assert quarters.given(work.workspace, Q1, COURSE).shown == (vault.caseload_id,)


@pytest.mark.usefixtures("client")
def test_figures_that_cannot_be_read_are_told_as_damaged(work: Workplace) -> None:
    vault = work.workspace.vault
    quarters.close_quarter(work.workspace, Q1)
    [_first, second] = islice(made_for(vault.person.uid), 2)
    row = kept.QuarterFigures(Q1.name, second, vault.person.uid, work.workspace.now(), "[1]")
    kept.give(vault.service, row)

    with pytest.raises(DamagedFigures):
        quarters.given(work.workspace, Q1, COURSE)


def give_q1_and_q2(work: Workplace, newcomers: int) -> list[dict[str, object]]:
    """Close two quarters, so many people being met in the second; return what was given."""
    quarters.close_quarter(work.workspace, Q1)
    for _each in range(newcomers):
        hold_first(work)
    work.clock.move_to(datetime(2026, 7, 3, tzinfo=UTC))
    quarters.close_quarter(work.workspace, Q2)
    return [
        json.loads(row.figures)["courses"][COURSE]
        for quarter in (Q1, Q2)
        for row in kept.given(work.workspace.service, quarter.name)
    ]


@pytest.mark.usefixtures("client")
def test_with_news_of_few_people_the_figures_of_before_stand(work: Workplace) -> None:
    before, now = give_q1_and_q2(work, newcomers=1)

    assert (now["tables"], now["people"], now["since"]) == (before["tables"], 1, "2026-Q1")
    assert quarters.given(work.workspace, Q2, COURSE).standing == 1


@pytest.mark.usefixtures("client")
def test_with_news_of_nine_people_they_are_counted(work: Workplace) -> None:
    _before, now = give_q1_and_q2(work, newcomers=9)

    assert (now["people"], now["since"]) == (10, "")


def test_whether_figures_stand_says_of_nobody_that_they_had_news_but_once_in_256() -> None:
    """A number that everybody knows would say it of the fifth, to whoever knows the others."""
    often = {
        news: fmean(
            not quarters.stands(
                dict.fromkeys(map(str, range(10)), ""),
                {str(who): f"{seed}" if who < news else "" for who in range(10)},
            )
            for seed in range(400)
        )
        for news in range(1, 10)
    }

    assert often[1] < 0.02
    assert 0.25 < often[4] < 0.5 < often[5] < 0.75
    assert often[8] > 0.98
    assert often[9] == 1.0


def test_weeks_that_pass_after_a_course_are_no_news_and_a_follow_up_that_was_missed_is(
    work: Workplace,
) -> None:
    then, later, missed = (
        quarters.marks_of(
            [case(20, key=key, since=since) for key in range(9)], work.workspace.programme
        )
        for since in (0, 13, 26)
    )

    assert quarters.stands(then, later | {"one": "more"})
    assert not quarters.stands(then, missed)


def give(work: Workplace, caseload: str, people: int) -> None:
    """Let another caseload give figures about so many people."""
    figures = {"tables": [], "forms": [], "people": people, "since": ""}
    who = work.workspace.vault.person.uid
    row = kept.QuarterFigures(Q1.name, caseload, who, work.workspace.now(), json.dumps(figures))
    kept.give(work.workspace.service, row)


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(("late", "joined"), [(9, 1), (10, 2)])
def test_caseloads_that_came_late_join_a_report_only_with_ten_people(
    work: Workplace, late: int, joined: int
) -> None:
    quarters.close_quarter(work.workspace, Q1)
    [own] = quarters.given(work.workspace, Q1, COURSE).shown
    noted = json.dumps({"quarter": Q1.name, "caseloads": [own]})
    for number, unprotected in enumerate((noted, "{}", "[]")):
        releases.add(work.workspace.service, a_release(work, f"R-{number}", unprotected))

    [_first, second] = islice(made_for(own), 2)
    give(work, second, late)

    assert {*quarters.given(work.workspace, Q1, COURSE).shown} == {*(own, second)[:joined]}


def a_release(work: Workplace, release_id: str, unprotected: str) -> Release:
    return Release(
        id=release_id,
        profile="internal-review",
        recipient="Lead",
        purpose="review",
        made_at=work.workspace.now(),
        approved_by="Ana",
        manifest="{}",
        unprotected=unprotected,
    )


@pytest.mark.usefixtures("client")
def test_figures_of_before_that_cannot_be_read_are_no_hindrance(work: Workplace) -> None:
    quarters.close_quarter(work.workspace, Q1)
    service = work.workspace.service
    for damage in ("[1]", '{"tables": []}'):
        with service.change("damaged", "quarter") as change:
            change.execute(
                "UPDATE quarter_figures SET figures = ? WHERE quarter = ?", (damage, Q1.name)
            )
        assert quarters._newest_of(work.workspace, work.workspace.vault.caseload_id or "") == {}


@pytest.mark.usefixtures("client")
def test_a_report_looks_back_at_the_quarters_that_were_closed_before(work: Workplace) -> None:
    quarters.close_quarter(work.workspace, Q1)
    work.clock.move_to(datetime(2026, 7, 2, 9, tzinfo=UTC))
    quarters.close_quarter(work.workspace, Q2)

    assert quarters.given_before(work.workspace, Q1, COURSE) == ()
    [before] = quarters.given_before(work.workspace, Q2, COURSE)
    assert before.name == "2026-Q1"
    assert [each.people for each in before.caseloads] == kept_people(work, Q1)


@pytest.mark.usefixtures("client")
def test_figures_are_counted_without_reading_who_anybody_is(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("who a client is was read")

    for name in ("identities", "filled_forms.every_version"):
        monkeypatch.setattr(f"therapist_app.workflows.exporting.case_files.{name}", refuse)

    quarters.close_quarter(work.workspace, Q1)

    assert kept_people(work, Q1) == [1]
