"""What a lead sees: counts that each therapist's own session wrote, and nothing more."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from session_forms.conditions.alert_levels import Level
from tests.support.record.colleagues import Colleague
from tests.support.record.effort import Effort, effort
from tests.support.record.records import (
    ServiceOnDisk,
    a_client,
    a_filled_form,
    an_alert,
    an_appointment,
    laid_out,
)
from tests.support.workflows.workspaces import PLANS, Workplace, workspace_for
from therapist_app.record.clients import alerts, appointments, clients, filled_forms
from therapist_app.record.errors import DiskFull, HeaderAltered, NotAllowed
from therapist_app.record.keyring import covering
from therapist_app.record.service import caseload_figures, releases
from therapist_app.record.service.caseload_figures import CaseloadCounts, Waiting
from therapist_app.record.service_model import Release
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.measures.staying_on_track import on_track_of
from therapist_app.workflows.policies.retaining import approve
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.supervision import caseload_figures as publishing
from therapist_app.workflows.supervision.caseload_figures import (
    MOST_COURSES,
    MOST_LOOKED_AT,
    figures_of,
    publish,
    write_figures,
)
from therapist_app.workflows.supervision.oversight import OversightPageData, oversight
from therapist_app.workflows.workspace import Workspace

DAY = 86_400


class Service:
    """A therapist who keeps the people, one more therapist, and a lead."""

    def __init__(self, tmp_path: Path) -> None:
        self.disk: ServiceOnDisk = laid_out(tmp_path)
        self.bo = Colleague(self.disk, ("therapist",), "Bo Marten")
        self.lead = Colleague(self.disk, ("lead",), "Lena Sommer")

    def work(self, who: ServiceOnDisk | Colleague, level: Level | None = None) -> None:
        """Have somebody sign in, meet an alert, and lock."""
        with who.open() as vault:
            if level is not None:
                meet_alert(vault, level)
            write_figures(workspace_for(vault), "locked")

    def seen(self) -> OversightPageData:
        with self.lead.open() as vault:
            return oversight(workspace_for(vault))


def meet_alert(vault: Vault, level: Level) -> None:
    caseload = vault.caseload
    code = f"K4-{clients.count(caseload):03}"
    client = a_client(caseload, code=code)
    clients.add(caseload, client)
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    alerts.open_alert(caseload, an_alert(caseload, filled, level=level))


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


def test_counts_reach_the_lead_who_can_open_no_caseload(service: Service) -> None:
    service.work(service.disk, "watch")
    service.work(service.bo, "urgent")

    with service.lead.open() as vault:
        view = oversight(workspace_for(vault))

        assert vault.open_caseloads == {}
        for each in view.lines:
            with pytest.raises(HeaderAltered):
                vault.open_caseload(each.caseload)
    assert [each.therapist for each in view.lines] == ["Bo Marten", "Ana Example"]
    assert [each.written_by for each in view.lines] == ["Bo Marten", "Ana Example"]
    assert view.total is not None
    assert {each.level: each.waiting.count for each in view.total.alerts} == {
        "urgent": 1,
        "watch": 1,
    }
    assert view.total.clients == {"active": 2}


# Acceptance G100
def test_neither_a_keeper_nor_a_therapist_sees_them(service: Service) -> None:
    for who in (service.disk, service.bo):
        with who.open() as vault, pytest.raises(NotAllowed):
            oversight(workspace_for(vault))


def test_ages_go_on_while_nobody_opens_the_caseload(service: Service) -> None:
    service.work(service.bo, "urgent")
    assert service.seen().lines[0].urgent_days is None

    service.disk.clock.advance(9 * DAY)

    line = service.seen().lines[0]
    assert line.urgent_days == 9
    assert line.figures is not None
    assert line.figures.unsigned_notes == Waiting(0, 0)
    assert (line.days_old, line.is_old) == (9, True)


def test_an_urgent_alert_of_yesterday_evening_is_past_its_time_in_the_morning(
    service: Service,
) -> None:
    service.disk.clock.advance(13 * 3600)
    service.work(service.bo, "urgent")
    service.disk.clock.advance(10 * 3600)

    assert service.seen().lines[0].urgent_days == 1


def test_a_caseload_that_nobody_opened_has_no_figures_and_is_not_in_the_sum(
    service: Service,
) -> None:
    assert service.seen().total is None

    service.work(service.bo)

    view = service.seen()
    assert (len(view.lines), view.silent) == (2, 1)
    assert [each.therapist for each in view.lines if each.figures is None] == ["Ana Example"]


def test_figures_of_another_version_are_said_to_be_there_and_not_read(service: Service) -> None:
    service.work(service.bo)
    with service.lead.open() as vault:
        vault.service.run("UPDATE caseload_figures SET figures = '{}'")

        line = next(each for each in oversight(workspace_for(vault)).lines if each.written)

    assert (line.figures, line.written_by) == (None, "")


def test_who_stands_in_is_named_and_what_they_wrote_says_so(service: Service) -> None:
    with service.disk.open() as vault:
        covering.grant_cover(vault, service.disk.uid, service.bo.uid, date(2026, 4, 1))
    service.disk.open().close()
    with service.bo.open() as vault:
        vault.open_caseload(service.disk.uid)
        write_figures(workspace_for(vault), "locked")

    line = next(each for each in service.seen().lines if each.caseload == service.disk.uid)

    assert (line.therapist, line.covered_by, line.written_by) == (
        "Ana Example",
        ("Bo Marten",),
        "Bo Marten",
    )


def test_what_left_the_service_is_listed_newest_first(service: Service) -> None:
    with service.disk.open() as vault:
        for number in range(23):
            service.disk.clock.advance(60)
            made = Release(f"r{number}", "external", "A", "b", vault.service.now(), "c", "{}", "{}")
            releases.add(vault.service, made)

    view = service.seen()

    assert (view.releases[0].id, len(view.releases), view.released) == ("r22", 20, 23)


def test_measures_missing_from_sessions_without_a_note_are_counted_as_today_does(
    work: Workplace,
) -> None:
    work.hold(work.add_client(), "S01", sign=False)

    found = figures_of(work.workspace, work.workspace.caseload)

    assert found.measures_overdue
    assert (found.unsigned_notes.count, found.held_week) == (1, 1)


def test_with_too_many_notes_to_sign_measures_are_not_counted(work: Workplace) -> None:
    client = work.add_client()
    for _each in range(MOST_LOOKED_AT + 1):
        held = an_appointment(work.workspace.caseload, client, state="held")
        appointments.add(work.workspace.caseload, held)

    assert figures_of(work.workspace, work.workspace.caseload).measures_overdue is None


def test_a_sum_of_measures_is_not_given_where_one_is_missing(service: Service) -> None:
    service.work(service.bo)
    service.work(service.disk)
    with service.disk.open() as vault:
        [first, *rest] = caseload_figures.all_figures(vault.service).values()
        assert first.figures is not None
        unknown = replace(first, figures=replace(first.figures, measures_overdue=None))
        caseload_figures.write(vault.service, [unknown, *rest])

    total = service.seen().total

    assert total is not None
    assert total.measures_overdue is None


def test_records_that_are_due_are_counted_with_the_days_of_the_one_due_longest(
    work: Workplace,
) -> None:
    for days in (0, 3):
        work.clock.advance(days * DAY)
        end_course(work.workspace)
    data_rights.restrict(work.workspace, end_course(work.workspace), "objection")
    assert figures_of(work.workspace, work.workspace.caseload).kept_long_enough is None

    approve(work.workspace, 1, "Our law on records")
    assert figures_of(work.workspace, work.workspace.caseload).kept_long_enough == Waiting(0, 0)
    work.clock.advance(364 * DAY)

    assert figures_of(work.workspace, work.workspace.caseload).kept_long_enough == Waiting(1, 2)
    work.clock.advance(DAY)
    assert figures_of(work.workspace, work.workspace.caseload).kept_long_enough == Waiting(2, 3)


def test_the_lead_sees_how_many_records_are_due_and_for_how_long_by_today(service: Service) -> None:
    service.work(service.bo)
    with service.bo.open() as vault:
        end_course(workspace_for(vault))
    with service.disk.open() as vault:
        approve(workspace_for(vault), 1, "Our law on records")
    assert kept_in(service.seen().total) is None
    service.disk.clock.advance(366 * DAY)
    service.work(service.bo)
    service.work(service.disk)

    service.disk.clock.advance(4 * DAY)

    view = service.seen()
    assert {each.therapist: kept_in(each.figures) for each in view.lines} == {
        "Bo Marten": Waiting(1, 5),
        "Ana Example": Waiting(0, 0),
    }
    assert kept_in(view.total) == Waiting(1, 5)


def kept_in(figures: CaseloadCounts | None) -> Waiting | None:
    assert figures is not None
    return figures.kept_long_enough


def end_course(workspace: Workspace) -> str:
    """Have a course that ended today, and return whose."""
    code = f"K4-{clients.count(workspace.caseload, status='ended'):03}"
    client = a_client(workspace.caseload, code=code, status="ended", created_on=workspace.today())
    clients.add(workspace.caseload, client)
    return client.id


def test_somebody_without_clients_writes_nothing(service: Service) -> None:
    with service.lead.open() as vault:
        before = vault.service.audit.mark

        publish(workspace_for(vault), "signed_in")

        assert vault.service.audit.mark == before


def test_a_disk_that_refuses_keeps_nobody_from_working(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise DiskFull

    monkeypatch.setattr(publishing.caseload_figures, "write", refuse)

    publish(work.workspace, "locked")

    assert caseload_figures.all_figures(work.workspace.service) == {}


def test_counting_asks_no_more_of_four_times_as_many_clients(work: Workplace) -> None:
    few = effort_of_counting(work, range(10))
    many = effort_of_counting(work, range(10, 40))

    assert many.queries == few.queries
    assert many.instructions < 4 * few.instructions


def effort_of_counting(work: Workplace, numbers: range) -> Effort:
    """Return what counting asks once these clients have come, with eight notes to be signed."""
    caseload = work.workspace.caseload
    with caseload.together():
        for number in numbers:
            client = a_client(caseload, code=f"K4-{number:03}")
            clients.add(caseload, client)
            for week in range(12):
                at = caseload.now() - timedelta(weeks=week)
                state = "held" if number < 8 and not week else "signed"
                held = an_appointment(caseload, client, planned_for=at, state=state)
                appointments.add(caseload, held)
    with effort(caseload) as spent:
        figures_of(work.workspace, caseload)
    return spent


def test_a_promise_past_its_day_reaches_the_lead_though_nobody_signs_in_again(
    service: Service,
) -> None:
    with service.bo.open() as vault:
        work = Workplace(workspace_for(vault), service.disk.clock)
        appointment = work.start(work.add_client(), "S01")
        end_session(work.workspace, appointment, "broken_off")
        write_figures(work.workspace, "locked")
    at_first = service.seen()
    service.disk.clock.advance(4 * DAY)

    seen = service.seen()

    assert at_first.total is not None
    assert at_first.total.promises_overdue == Waiting(0, 0)
    assert seen.total is not None
    assert seen.total.promises_overdue.count == 1
    assert seen.lines[0].therapist == "Bo Marten"
    assert seen.lines[0].figures is not None
    assert seen.lines[0].figures.promises_overdue == seen.total.promises_overdue


def phq(total: int) -> dict[str, object]:
    """PHQ-9 answers with a total of up to 24, the ninth kept at zero."""
    return {f"q{at}": min(3, max(0, total - 3 * (at - 1))) for at in range(1, 9)} | {"q9": 0}


def get_worse(work: Workplace, first: int, last: int) -> str:
    """Have a client whose PHQ-9 went from one total to another, and return whose."""
    client = work.add_client()
    for plan_id, total in (("S01", first), ("S02", last)):
        work.pass_gates(client, plan_id)
        appointment = work.start(client, plan_id)
        work.fill(client, "phq-9", phq(total), appointment)
        end_session(work.workspace, appointment, "finished")
        work.clock.advance(7 * DAY)
    return client.id


def test_courses_that_ask_for_a_review_are_counted_as_the_supervision_pack_tells_them(
    work: Workplace,
) -> None:
    clients_of = [get_worse(work, 8, 15), get_worse(work, 8, 9), get_worse(work, 2, 20)]
    restricted = get_worse(work, 2, 20)
    data_rights.restrict(work.workspace, restricted, "objection")

    found = figures_of(work.workspace, work.workspace.caseload)

    courses = on_track_of(work.workspace, clients_of)
    asking = [course.asking for _client, course in courses]
    assert [bool(each) for each in asking] == [True, False, True]
    assert (found.courses_asking, found.courses_worse) == (2, 2)


def test_a_course_that_was_reviewed_is_not_counted(work: Workplace) -> None:
    client_id = get_worse(work, 8, 15)
    work.fill(work.workspace.client(client_id), "on-track-review", {}, None)

    found = figures_of(work.workspace, work.workspace.caseload)

    assert (found.courses_asking, found.courses_worse) == (0, 0)


def test_of_more_courses_than_can_be_read_none_is_counted(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST_COURSES", 1)
    assert MOST_COURSES >= 40
    for _each in range(2):
        work.add_client()

    found = figures_of(work.workspace, work.workspace.caseload)

    assert (found.courses_asking, found.courses_worse) == (None, None)


def test_signing_in_reads_no_course_that_was_counted_as_it_locked(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_worse(work, 8, 15)
    write_figures(work.workspace, "signed_in")
    assert courses_in(work) == (1, 1)
    get_worse(work, 2, 20)
    write_figures(work.workspace, "locked")
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "on_track_of", None)
        write_figures(work.workspace, "signed_in")

    assert courses_in(work) == (2, 2)


def courses_in(work: Workplace) -> tuple[int | None, int | None]:
    """Return what was written of the courses of the caseload that is open."""
    [written] = caseload_figures.all_figures(work.workspace.service).values()
    assert written.figures is not None
    return written.figures.courses_asking, written.figures.courses_worse


def test_a_plan_past_its_day_reaches_the_lead_though_nobody_signs_in_again(
    service: Service,
) -> None:
    with service.bo.open() as vault:
        work = Workplace(workspace_for(vault), service.disk.clock)
        review = (work.workspace.today() + timedelta(days=3)).isoformat()
        answers = PLANS["safety-plan"] | {"review_date": review}
        work.fill(work.add_client(), "safety-plan", answers, None)
        write_figures(work.workspace, "locked")
    service.work(service.disk)
    assert plans_in(service.seen().total) == Waiting(0, 0)

    service.disk.clock.advance(5 * DAY)

    seen = service.seen()
    assert plans_in(seen.total) == Waiting(1, 2)
    assert {each.therapist: plans_in(each.figures) for each in seen.lines} == {
        "Bo Marten": Waiting(1, 2),
        "Ana Example": Waiting(0, 0),
    }


def plans_in(figures: CaseloadCounts | None) -> Waiting | None:
    assert figures is not None
    return figures.plans_overdue


def test_a_sum_of_courses_or_plans_is_not_given_where_one_caseload_was_not_counted(
    service: Service,
) -> None:
    service.work(service.bo)
    service.work(service.disk)
    with service.disk.open() as vault:
        [first, *rest] = caseload_figures.all_figures(vault.service).values()
        assert first.figures is not None
        earlier = replace(first.figures, plans=None, courses_asking=None, courses_worse=None)
        caseload_figures.write(vault.service, [replace(first, figures=earlier), *rest])

    total = service.seen().total

    assert total is not None
    assert (total.plans, total.courses_asking, total.courses_worse) == (None, None, None)
