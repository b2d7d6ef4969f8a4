"""A list is shown as it would be written, written as a whole, and undone as a whole."""

import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from programme.course.order import course_order
from session_forms.form.licences import Contexts
from session_forms.library.library import FormLibrary
from session_forms.scoring.scoring import scores_in
from tests.support.record.team import lay_out_team
from tests.support.workflows.workspaces import answered, workspace_for
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.clients import appointments, clients, filled_forms, identities
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed, NotPossibleYet
from therapist_app.record.keyring import covering
from therapist_app.record.model import Restriction
from therapist_app.record.service import settings
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.course.planning import offers, record_missed, what_needs_a_reason
from therapist_app.workflows.errors import GateClosed, ListRefused
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.importing import importing_a_list
from therapist_app.workflows.importing.earlier_scores import filled_score, score_entries
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    surroundings,
    undo_import,
)
from therapist_app.workflows.importing.list_columns import FIELDS, recognised
from therapist_app.workflows.importing.list_days import can_be_two_days, order_told, read_list_day
from therapist_app.workflows.importing.list_template import example, save_template
from therapist_app.workflows.importing.planning_an_import import (
    ImportPlan,
    Reading,
    has_two_ways,
    plan_import,
    suggested_order,
)
from therapist_app.workflows.importing.spreadsheet import read_file, read_list
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.overviews.seeing_clients import (
    AGE_BANDS,
    NewClient,
    add_client,
    client_page,
    client_page_data,
)
from therapist_app.workflows.permissions import may
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import note_form
from therapist_app.workflows.sessions.following_the_pathway import safety_check_of
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.limits_first import limits_to_tell
from therapist_app.workflows.sessions.passing_gates import gates_before

HEADS = "Name,Date of birth,Telephone,Emergency contact,Track,Age group,Gender\n"
TRACK = "T-PREV"


def plan_of(work, text: str, *, order=None, track=TRACK) -> ImportPlan:
    sheet = read_list(text.encode())
    reading = Reading(recognised(sheet.heads), order, track)
    return plan_import(sheet, reading, surroundings(work.workspace))


def blockers_of(work, appointment_id: str):
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    return blockers(work.workspace, appointment, note_form(work.workspace, appointment).state)


def problems(plan: ImportPlan) -> dict[int, list[tuple[str, str]]]:
    return {
        each.row: [(one.kind, one.head) for one in each.problems]
        for each in plan.lines
        if each.problems
    }


def kept(work) -> list[NewClient]:
    """Return all clients of the record in the shape in which they are asked for."""
    found = []
    for client_id, _code, _hidden in clients.all_codes(work.workspace.caseload):
        client = clients.load(work.workspace.caseload, client_id)
        identity = identities.load(work.workspace.caseload, client_id)
        found.append(
            NewClient(
                anonymity=identity.anonymity,
                name=identity.name,
                contact=identity.contact,
                birth_date=identity.birth_date,
                emergency_contact=identity.emergency_contact,
                track=client.track,
                age_band=client.age_band,
                gender=client.gender,
                held_before=client.held_before,
                held_before_on=client.held_before_on,
            )
        )
    return found


def test_each_row_becomes_a_client_with_all_that_its_cells_say(work):
    title = next(each.title for each in work.workspace.programme.tracks if each.id != TRACK)
    plan = plan_of(
        work, HEADS + f'Bo Ek,28.02.1990,0123,A sister,"{title}",35-44,Woman\n,,0456,,,,\n'
    )

    added = import_list(work.workspace, plan)

    assert [each.row for each in added] == [2, 3]
    whole, bare = (clients.load(work.workspace.caseload, each.client_id) for each in added)
    identity = identities.load(work.workspace.caseload, whole.id)
    assert (identity.anonymity, identity.name, identity.birth_date) == (
        "named",
        "Bo Ek",
        "1990-02-28",
    )
    assert (identity.contact, identity.emergency_contact) == ("0123", "A sister")
    assert (whole.age_band, whole.gender) == ("35-44", "woman")
    assert (whole.track != TRACK, bare.track) == (True, TRACK)
    assert identities.load(work.workspace.caseload, bare.id).anonymity == "code_only"
    assert {len(each.code) for each in added} == {6}
    assert len({each.code for each in added}) == 2


def test_a_row_with_a_problem_is_left_out_and_comes_first_with_its_column(work):
    plan = plan_of(
        work,
        HEADS
        + "Al,,,,,,\n"
        + "=1+1,31.02.1990,,,sideways,12,?\n"
        + ",1990-02-28,,,,,\n"
        + "Cy,2999-01-01,,,,,\n"
        + "Di,1.2.1990,,,,,\n"
        + "Ed,,,,,,,extra\n"
        + f"Fo,,{'x' * 301},,,,\n",
    )

    assert [each.row for each in plan.lines] == [3, 4, 5, 6, 7, 8, 2]
    assert problems(plan) == {
        3: [
            ("formula", "Name"),
            ("no_day", "Date of birth"),
            ("track", "Track"),
            ("age_band", "Age group"),
            ("gender", "Gender"),
        ],
        4: [("birth_without_name", "Date of birth")],
        5: [("day_to_come", "Date of birth")],
        6: [("two_days", "Date of birth")],
        7: [("more_cells", "")],
        8: [("too_long", "Telephone")],
    }


def test_a_day_that_could_be_two_is_asked_about_and_read_as_told(work):
    text = HEADS + "Al,2/1/1990,,,,,\n"
    plan = plan_of(work, text)

    assert plan.lacks_order
    with pytest.raises(ListRefused, match="settled"):
        import_list(work.workspace, plan)
    for order, day in (("day_first", "1990-01-02"), ("month_first", "1990-02-01")):
        plan = plan_of(work, text, order=order)
        assert not plan.lacks_order
        assert plan.ready[0].new.birth_date == day


@pytest.mark.parametrize(
    ("words", "order", "day"),
    [
        ("1990-02-28", None, date(1990, 2, 28)),
        ("1990/2/8", "day_first", date(1990, 2, 8)),
        ("1990-02-28 00:00:00", None, date(1990, 2, 28)),
        ("28. 2. 1990", None, date(1990, 2, 28)),
        ("2/28/1990", None, date(1990, 2, 28)),
        ("2/28/1990", "day_first", None),
        ("28.2.1990", "month_first", None),
        ("3.3.1990", None, date(1990, 3, 3)),
        ("1.2.1990", None, None),
        ("1.2.90", "day_first", None),
        ("30.2.1990", "day_first", None),
        ("soon", "day_first", None),
    ],
)
def test_a_day_is_read_in_one_way_or_not_at_all(words, order, day):
    assert read_list_day(words, order) == day


def test_days_tell_their_order_where_all_tell_the_same():
    assert order_told(["1.2.1990", "28.2.1990"]) == "day_first"
    assert order_told(["1.2.1990", "2/28/1990"]) == "month_first"
    assert order_told(["28.2.1990", "2/28/1990"]) is None
    assert [can_be_two_days(each) for each in ("1.2.1990", "3.3.1990", "28.2.1990")] == [
        True,
        False,
        False,
    ]
    sheet = read_list(b"Name,Born\nAl,28.2.1990\nBo,1.2.1990\n")
    fields = recognised(sheet.heads)
    assert (suggested_order(sheet, fields), has_two_ways(sheet, fields)) == ("day_first", True)


def test_who_is_there_already_or_twice_in_the_list_is_not_written_again(work):
    add_client(
        work.workspace,
        NewClient(anonymity="named", name="Édouard Morrow", birth_date="1980-01-01", track=TRACK),
    )
    plan = plan_of(
        work,
        HEADS
        + "edouard  morrow,1980-01-01,,,,,\n"
        + "Edouard Morrow,1981-01-01,,,,,\n"
        + "Édouard Morrow,,,,,,\n"
        + "Bo Ek,1990-02-28,,,,,\n"
        + "Bo Ek,1990-02-28,,,,,\n",
    )

    assert problems(plan) == {
        2: [("in_record", "")],
        4: [("in_record", "")],
        6: [("twice_here", "")],
    }
    assert {each.problems[0].other_row for each in plan.lines if each.row == 6} == {5}


def test_a_track_that_is_none_is_told_with_those_that_there_are(work):
    plan = plan_of(work, HEADS + "Al,,,,sideways,,\n")

    [problem] = plan.lines[0].problems
    assert problem.known == tuple(each.title for each in work.workspace.programme.tracks)


def test_where_a_track_is_not_said_it_must_be_chosen(work):
    plan = plan_of(work, HEADS + "Al,,,,,,\n", track="")

    assert plan.lacks_track
    with pytest.raises(ListRefused, match="settled"):
        import_list(work.workspace, plan)


def test_with_no_row_to_import_nothing_is(work):
    with pytest.raises(ListRefused, match="nothing"):
        import_list(work.workspace, plan_of(work, HEADS + "=x,,,,,,\n"))
    assert imported_lists(work.workspace) == ()


def test_an_error_half_way_leaves_nothing(work, monkeypatch):
    plan = plan_of(work, HEADS + "Al,,,,,,\nBo,,,,,,\n")
    real, calls = importing_a_list.add_client, []

    def fails_at_the_second(*args, **named):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **named)

    monkeypatch.setattr(importing_a_list, "add_client", fails_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        import_list(work.workspace, plan)

    assert kept(work) == []
    assert "clients_imported" not in {
        each.action for each in audit.entries(work.workspace.caseload)
    }


def test_a_list_is_undone_as_a_whole_and_nobody_else_goes(work):
    other = work.add_client()
    import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\n"))
    import_list(work.workspace, plan_of(work, HEADS + "Bo,,,,,,\nCy,,,,,,\n"))
    newest, oldest = imported_lists(work.workspace)
    assert (newest.clients, oldest.clients) == (2, 1)

    assert undo_import(work.workspace, newest.at) == 2

    assert {each.name for each in kept(work)} == {"", "Al"}
    assert imported_lists(work.workspace) == (oldest,)
    assert clients.load(work.workspace.caseload, other.id) == other
    told = [(each.action, each.fields) for each in audit.entries(work.workspace.caseload)]
    assert ("import_undone", ("2",)) in told
    assert ("clients_imported", ("2",)) in told


HELD = "Name,Sessions held so far,Day of the last session\n"


def test_after_sessions_held_elsewhere_a_course_stands_right_after_the_last(work):
    plan = plan_of(work, HELD + "Al,S05,2026-02-20\nBo,5,2026-02-20\nCy,0,\n")
    al, bo, cy = (each.client_id for each in import_list(work.workspace, plan))
    order = course_order(work.workspace.programme, TRACK)
    at = order.index("S05")

    assert [offers(work.workspace, each)[0].plan.id for each in (al, bo, cy)] == [
        order[at + 1],
        order[5],
        order[0],
    ]
    page = client_page_data(work.workspace, al)
    assert page.held == at + 1
    assert page.next_plan is not None
    assert page.next_plan.id == order[at + 1]
    states = {stop.plan_id: stop.state for phase in page.phases for stop in phase.stops}
    assert {states[each] for each in order[: at + 1]} == {"done"}
    listed = {each.id: each for each in client_page(work.workspace).rows}
    assert (listed[al].sessions_held, listed[al].last_plan) == (at + 1, "S05")
    assert listed[al].last_seen is not None
    assert listed[al].last_seen.astimezone().date() == date(2026, 2, 20)
    assert listed[cy].sessions_held == 0
    assert what_needs_a_reason(work.workspace, al, order[at + 1]) == ()
    assert what_needs_a_reason(work.workspace, al, "S05") == ("repeated",)


def test_no_gate_is_opened_by_sessions_held_elsewhere_and_safety_is_asked(work):
    plan = plan_of(work, HELD + "Al,S05,2026-02-20\n")
    [al] = import_list(work.workspace, plan)
    following = offers(work.workspace, al.client_id)[0].plan.id
    newcomer = work.add_client()

    gates = {each.id for each in gates_before(work.workspace, al.client_id, following)}
    assert gates == {each.id for each in gates_before(work.workspace, newcomer.id, following)}
    assert {"G1", "G2"} <= gates
    assert limits_to_tell(work.workspace, al.client_id, ["phq-9"]) == "limits"
    client = clients.load(work.workspace.caseload, al.client_id)
    appointment_id = work.plan(client, following)
    with pytest.raises(GateClosed):
        start_session(work.workspace, appointment_id)
    work.pass_gates(client, following)
    start_session(work.workspace, appointment_id)
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    assert safety_check_of(work.workspace, appointment) is not None
    end_session(work.workspace, appointment_id, "finished")
    assert "safety" in {each.kind for each in blockers_of(work, appointment_id)}


def test_sessions_held_elsewhere_are_no_meetings_of_this_record(work):
    [al] = import_list(work.workspace, plan_of(work, HELD + "Al,S05,2026-02-20\n"))

    assert appointments.for_client(work.workspace.caseload, al.client_id) == ()
    [imported] = imported_lists(work.workspace)
    assert not imported.in_use
    assert undo_import(work.workspace, imported.at) == 1


def test_what_was_held_is_refused_where_it_cannot_be_or_its_day_is_missing(work):
    plan = plan_of(
        work,
        HELD
        + "Al,99,2026-02-20\nBo,FU99,2026-02-20\nCy,3,\nDi,,2026-02-20\nEd,3,2026-03-20\n"
        + "Fo,-1,2026-02-20\n",
    )

    held, day = "Sessions held so far", "Day of the last session"
    assert problems(plan) == {
        2: [("no_session", held)],
        3: [("no_session", held)],
        4: [("held_without_day", held)],
        5: [("day_without_held", day)],
        6: [("day_to_come", day)],
        7: [("no_session", held)],
    }


SCORED = "Name,Measure,Score,Day of the score\n"


def test_an_earlier_total_is_entered_as_from_another_service_with_its_day(work):
    plan = plan_of(work, SCORED + "Al,ors,23,2026-02-20\nBo,,,\n")
    assert [each.score is not None for each in plan.ready] == [True, False]

    al, bo = (each.client_id for each in import_list(work.workspace, plan))

    [filled] = filled_forms.for_client(work.workspace.caseload, al)
    assert (filled.form_id, filled.status, filled.slot) == ("ors", "finished", None)
    assert (filled.filled_by, filled.rater) == ("paper", "other_service")
    assert filled.filled_on == date(2026, 2, 20)
    scores = scores_in(work.workspace.form_of(filled), work.workspace.answers_of(filled))
    assert [each.value for each in scores.values()] == [23]
    assert measure_series(work.workspace, al) == ()
    said = client_page_data(work.workspace, al).beside
    assert said == "Outside the sessions: ORS 23 on 20 February 2026."
    assert client_page_data(work.workspace, bo).beside == ""
    assert filled_forms.for_client(work.workspace.caseload, bo) == ()
    [imported] = imported_lists(work.workspace)
    assert not imported.in_use
    undo_import(work.workspace, imported.at)


@pytest.mark.parametrize(
    ("written", "total"),
    [("22", 220), ("22.5", 225), ('"22,5"', 225), ("40.0", 400), ("0", 0)],
)
def test_a_list_tells_the_score_and_the_form_gets_its_millimetres(work, written, total):
    plan = plan_of(work, f"{SCORED}Al,ORS,{written},2026-02-20\n")

    [line] = plan.ready
    assert line.score is not None
    assert (line.score.total, line.score.value) == (total, total / 10)


@pytest.mark.parametrize("written", ["225", "22.55", "40.1", "-1", "1e1", "٢٢", "22.", "1/2"])
def test_what_is_no_score_of_the_measure_is_never_taken_for_its_millimetres(work, written):
    plan = plan_of(work, f"{SCORED}Al,ORS,{written},2026-02-20\n")

    assert problems(plan) == {2: [("no_score", "Score")]}


def test_an_earlier_score_that_cannot_be_entered_as_a_total_is_refused_with_its_column(work):
    plan = plan_of(
        work,
        SCORED
        + "Al,phq-9,4,2026-02-20\nBo,mood,4,2026-02-20\nCy,ORS,41,2026-02-20\n"
        + "Di,ORS,4,2025-02-20\nEd,ORS,4,\nFo,ORS,4,soon\nGo,ORS,x,2026-02-20\n",
    )

    assert problems(plan) == {
        2: [("no_total", "Measure")],
        3: [("no_measure", "Measure")],
        4: [("no_score", "Score")],
        5: [("score_too_old", "Day of the score")],
        6: [("score_not_whole", "Measure")],
        7: [("no_day", "Day of the score")],
        8: [("no_score", "Score")],
    }


def test_no_total_comes_in_of_a_measure_whose_publisher_does_not_allow_the_use(work):
    forms = work.workspace.forms
    ors = forms.latest("ors")
    licence = ors.licence.model_copy(update={"contexts": Contexts(clinical="no")})
    changed = FormLibrary((*forms.all(), ors.model_copy(update={"licence": licence})))
    work.workspace = replace(work.workspace, forms=changed)

    plan = plan_of(work, SCORED + "Al,ORS,23,2026-02-20\n")

    assert problems(plan) == {2: [("no_total", "Measure")]}


def test_whatever_measure_takes_a_total_alone_is_kept_as_its_form_takes_it(work):
    entries = {each.form_id: each for each in score_entries(work.workspace).values()}
    taken = {form_id: each for form_id, each in entries.items() if each.score is not None}
    assert set(taken) == {"ceq", "csq-8", "ors", "srs", "ssps"}
    assert {"phq-9", "c-ssrs-screener", "audit-c"} <= set(entries) - set(taken)
    client = work.add_client()

    for form_id, entry in taken.items():
        score = entry.read(f"{entry.score.range.high}", date(2026, 2, 20))
        filled = filled_score(work.workspace, client, score, work.workspace.now())
        state = answered(
            open_form(work.workspace, client.id, form_id).state,
            dict(work.workspace.answers_of(filled)),
        )
        assert not state.rejected, form_id
        assert state.alerts == (), form_id


CONSENTED = (
    "Name,Use of figures without a name,Day of that decision,Paper that was signed,"
    "Version of that paper\n"
)


def test_a_decision_on_figures_comes_in_as_the_page_records_one_on_paper_and_goes_with_the_list(
    work,
):
    plan = plan_of(
        work,
        CONSENTED
        + "Al,Agreed,2025-11-03,Leaflet,2\nBo,declined,2025-11-04,Leaflet,2\n"
        + "Cy,not asked,,,\nDi,,,,\n",
    )
    assert problems(plan) == {}

    ids = [each.client_id for each in import_list(work.workspace, plan)]

    caseload = work.workspace.caseload
    al, bo, *others = (consents.for_client(caseload, each) for each in ids)
    assert others == [(), ()]
    by_hand = work.add_client()
    noon = datetime(2025, 11, 3, 12).astimezone()
    decision = PaperConsent(FIGURES_USED, "Leaflet", "2", "given", "signed_paper", noon)
    write_down(work.workspace, by_hand.id, decision)
    [page] = consents.for_client(caseload, by_hand.id)
    [imported] = imported_lists(work.workspace)
    assert al == (replace(page, id=al[0].id, client_id=ids[0], imported_at=imported.at),)
    assert [each.decision for each in bo] == ["refused"]
    assert consents.given_by(caseload, FIGURES_USED) == tuple(sorted((ids[0], by_hand.id)))
    told = [each.fields for each in audit.entries(caseload) if each.action == "consent_recorded"]
    assert told.count((FIGURES_USED, "given")) == 2
    assert not imported.in_use

    undo_import(work.workspace, imported.at)

    assert consents.given_by(caseload, FIGURES_USED) == (by_hand.id,)


def test_what_a_list_says_of_figures_is_whole_or_its_row_is_left_out(work):
    head, day = "Use of figures without a name", "Day of that decision"
    plan = plan_of(
        work,
        CONSENTED
        + "Al,yes,2025-11-03,Leaflet,2\nBo,agreed,,Leaflet,2\nCy,agreed,2025-11-03,,2\n"
        + "Di,agreed,2025-11-03,Leaflet,\nEd,not asked,2025-11-03,,\nFo,,,Leaflet,2\n"
        + "Gu,declined,2999-01-01,Leaflet,2\nHe,agreed,soon,Leaflet,2\n",
    )

    assert problems(plan) == {
        2: [("consent", head)],
        **{row: [("consent_not_whole", head)] for row in (3, 4, 5, 6, 7)},
        8: [("day_to_come", day)],
        9: [("no_day", day)],
    }


def test_nobody_comes_back_to_a_place_of_a_list_that_was_undone(work):
    [al] = import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\n"))
    client = clients.load(work.workspace.caseload, al.client_id)
    meeting, other = work.plan(client, "S01"), work.plan(work.add_client(), "S01")
    service = work.workspace.service
    for key, place in (("a", al.client_id), ("b", meeting), ("c", other)):
        settings.save(service, f"came_from:{key}", {"ids": [place]})

    undo_import(work.workspace, imported_lists(work.workspace)[0].at)

    kept_places = [settings.load(service, f"came_from:{key}", object) for key in "abc"]
    assert kept_places == [{}, {}, {"ids": [other]}]


def begin_session(work, client) -> None:
    work.pass_gates(client, "S01")
    work.start(client, "S01")


def fill_a_form(work, client) -> None:
    work.tell_limits(client)


def miss_a_session(work, client) -> None:
    record_missed(work.workspace, work.plan(client, "S01"), "did_not_attend")


def pause(work, client) -> None:
    change_status(work.workspace, client.id, "paused", "Away for the summer")


def restrict(work, client) -> None:
    caseload = work.workspace.caseload
    now = caseload.now()
    protection.restrict(caseload, Restriction(caseload.new_id(), client.id, "objection", now))


def record_a_decision(work, client) -> None:
    at = work.workspace.now()
    decision = PaperConsent(FIGURES_USED, "Leaflet", "1", "given", "spoken", at)
    write_down(work.workspace, client.id, decision)


@pytest.mark.parametrize(
    "begin", [begin_session, miss_a_session, fill_a_form, pause, restrict, record_a_decision]
)
def test_once_work_with_one_of_them_has_begun_a_list_stays(work, begin):
    first, _second = import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\nBo,,,,,,\n"))
    work.clock.advance(60)
    begin(work, clients.load(work.workspace.caseload, first.client_id))
    [imported] = imported_lists(work.workspace)

    assert imported.in_use
    with pytest.raises(NotPossibleYet, match="list-in-use"):
        undo_import(work.workspace, imported.at)
    assert (
        clients.count(work.workspace.caseload)
        + clients.count(work.workspace.caseload, status="restricted")
        == 2
    )


def test_who_covers_a_caseload_imports_no_list_into_it(tmp_path: Path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), date(2026, 12, 3))
    team.visit("Ana")
    with team.open("Ben") as vault:
        workspace = workspace_for(vault)
        assert may(vault, "import_list")

        vault.use_caseload(team.uid("Ana"))

        assert not may(vault, "import_list")
        with pytest.raises(NotAllowed, match="caseload"):
            surroundings(workspace)


@pytest.mark.parametrize("name", ["clients.csv", "clients.xlsx"])
def test_the_empty_list_is_read_back_with_every_column_recognised_and_its_example_alone_refused(
    work, tmp_path: Path, name
):
    path = tmp_path / name
    save_template(work.workspace, path)

    sheet = read_file(path)
    assert recognised(sheet.heads) == FIELDS
    plan = plan_import(sheet, Reading(recognised(sheet.heads)), surroundings(work.workspace))
    assert problems(plan) == {2: [("example", "Name")]}
    assert sheet.rows[0].cells == tuple(example(work.workspace))


def test_what_is_written_equals_what_was_shown_in_two_hundred_random_lists(work):
    chance = random.Random(14)
    names = ["Al", "Bo Ek", "Čy", "=x", "", "", "Di\u200b", "Ed, Jr", 'Fo "F"', "x" * 301]
    days = ["1990-02-28", "28.2.1990", "1.2.1990", "31.2.1990", "", "", "2999-01-01", "soon"]
    tracks = [each.title for each in work.workspace.programme.tracks]
    shown: list[NewClient] = []
    for _number in range(200):
        lines = [HEADS.strip() + ",Sessions held,Last session\n"]
        for _row in range(chance.randrange(1, 4)):
            cells = [
                chance.choice(names) + chance.choice(["", str(chance.randrange(10**6))]),
                chance.choice(days),
                chance.choice(["", "0123", "a\nb"]),
                chance.choice(["", "A sister"]),
                chance.choice(["", *tracks, "sideways"]),
                chance.choice(["", *AGE_BANDS, "x"]),
                chance.choice(["", *GENDERS, "x"]),
                chance.choice(["", "0", "3", "s05", "99"]),
                chance.choice(["", "2026-02-03", "3.2.2026"]),
            ]
            quoted = ('"' + each.replace('"', '""') + '"' for each in cells)
            lines.append(",".join(quoted) + chance.choice(["\n", "\r\n"]))
        plan = plan_of(work, "".join(lines), order=chance.choice(["day_first", "month_first"]))
        if plan.ready:
            import_list(work.workspace, plan)
            shown += [each.new for each in plan.ready]

    assert len(shown) > 30
    assert sorted(map(repr, kept(work))) == sorted(map(repr, shown))
