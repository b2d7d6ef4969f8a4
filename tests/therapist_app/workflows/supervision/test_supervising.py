"""The supervision pack from the record: the therapist's caseload, by code."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.supervision.supervision import AsideLine
from programme.loading.library import installed_folder
from programme.loading.loading import load_programme
from tests.support.record.records import a_filled_form
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import clients, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.model import Client
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.closing_a_session import (
    amend_note,
    close_page_data,
    sign_note,
)
from therapist_app.workflows.sessions.fidelity_so_far import QUARTER
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    start_session,
)
from therapist_app.workflows.sessions.promising import note_contact_with
from therapist_app.workflows.sessions.second_rating import rate_second, second_rating_page_data
from therapist_app.workflows.supervision.supervising import finished, save_pack, supervision_pack


def words(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def end(work: Workplace, client: Client) -> None:
    clients.save(work.workspace.caseload, replace(client, status="ended"))


def test_every_client_but_those_who_ended_is_at_a_glance(work: Workplace) -> None:
    here, gone, waiting = (work.add_client() for _each in range(3))
    work.hold(here, "S01", "22222")
    work.plan(here, "S02", work.clock() + timedelta(days=7))
    end(work, gone)
    work.fill(waiting, "phq-9", {"q9": 2}, None)
    end(work, waiting)

    lines = {each.code: each for each in supervision_pack(work.workspace).clients}

    assert set(lines) == {here.code, waiting.code}
    assert (lines[here.code].held, lines[here.code].last_held) == (1, work.workspace.today())
    assert lines[here.code].next_planned == work.workspace.today() + timedelta(days=7)
    assert lines[waiting.code].open_alerts == 1


def test_filled_forms_that_no_form_fits_are_counted_by_client(work: Workplace) -> None:
    client, other = work.add_client(), work.add_client()
    left = a_filled_form(work.workspace.caseload, client, form_id="gone-form")
    filled_forms.add(work.workspace.caseload, left)
    work.fill(other, "phq-9", {"q9": 0}, None)

    assert supervision_pack(work.workspace).aside == (AsideLine(client.code, 1),)


def test_open_alerts_stand_with_their_age_the_most_pressing_first(work: Workplace) -> None:
    first, second = work.add_client(), work.add_client()
    work.fill(first, "phq-9", {"q9": 1}, None)
    work.clock.advance(timedelta(days=3).total_seconds())
    work.fill(second, "phq-9", {"q9": 3}, None)

    alerts = supervision_pack(work.workspace).alerts

    assert [(each.code, each.level, each.days_open) for each in alerts] == [
        (second.code, "act", 0),
        (first.code, "watch", 3),
    ]


def test_a_course_that_asks_for_a_look_stands_with_fact_and_rule(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "session-feedback", {"felt_respected": 4}, None)

    [line] = supervision_pack(work.workspace).courses

    assert (line.code, line.stage) == (client.code, "review")
    assert "4" in line.facts[0]
    assert "NOT3" not in line.rule


def test_who_is_reliably_worse_stands_first_then_who_has_an_open_alert(work: Workplace) -> None:
    _calm, asking, alerted, worse = (work.add_client() for _each in range(4))
    work.fill(asking, "session-feedback", {"felt_respected": 4}, None)
    work.fill(alerted, "phq-9", {"q9": 3}, None)
    for plan_id, answer in (("S01", 1), ("S02", 2)):
        work.pass_gates(worse, plan_id)
        appointment = work.start(worse, plan_id)
        work.fill(
            worse, "phq-9", {**{f"q{at}": answer for at in range(1, 9)}, "q9": 0}, appointment
        )
        end_session(work.workspace, appointment, "finished")
        work.clock.advance(timedelta(days=7).total_seconds())

    pack = supervision_pack(work.workspace)

    assert [each.code for each in pack.clients][:3] == [worse.code, alerted.code, asking.code]
    assert pack.courses[0].code == worse.code


def test_who_was_promised_something_and_whose_alert_was_answered_come_before_the_others(
    work: Workplace,
) -> None:
    calm, alerted, missed = sorted(
        (work.add_client() for _each in range(3)), key=lambda each: each.code
    )
    work.fill(alerted, "phq-9", {"q9": 1}, None)
    [alert] = open_alerts(work.workspace, alerted.id)
    work.answer_alert(alert, days=2)
    booked = work.plan(missed, "S01", work.clock() + timedelta(hours=1))
    record_missed(work.workspace, booked, "did_not_attend")
    note_contact_with(work.workspace, missed.id, ("telephone", "no_answer"))
    work.clock.advance(timedelta(days=2).total_seconds())

    pack = supervision_pack(work.workspace)

    assert [each.code for each in pack.clients] == [missed.code, alerted.code, calm.code]
    [line] = pack.answered
    assert (line.code, line.states) == (alerted.code, alert.states)
    assert (pack.made_on - line.answered_on).days == 2
    assert line.has_open_steps


def test_who_began_without_a_decision_on_the_right_help_is_told(work: Workplace) -> None:
    begun, decided, plain, waiting = (work.add_client() for _each in range(4))
    for each in (begun, decided, waiting):
        work.fill(each, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    work.fill(decided, "eligibility", {"first": ("none",), "decision": "this_programme"}, None)
    for each in (begun, decided, plain):
        work.hold(each, "S01")

    assert supervision_pack(work.workspace).undecided == (begun.code,)


@pytest.mark.parametrize("answers", [{}, {"decision": "open"}])
def test_a_form_without_a_decision_on_the_right_help_decides_nothing(
    work: Workplace, answers: dict[str, object]
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    work.fill(client, "eligibility", {"first": ("none",), **answers}, None)

    work.hold(client, "S01")

    assert supervision_pack(work.workspace).undecided == (client.code,)


def test_an_alert_answered_before_the_quarter_is_told_no_more(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", {"q9": 1}, None)
    [alert] = open_alerts(work.workspace, client.id)
    work.answer_alert(alert, days=2)

    work.clock.advance((QUARTER + timedelta(days=1)).total_seconds())

    assert supervision_pack(work.workspace).answered == ()


def test_a_course_that_was_reviewed_is_to_be_discussed_by_its_day(work: Workplace) -> None:
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=10)
    work.fill(client, "on-track-review", {"review_date": day.isoformat()}, None)

    [line] = supervision_pack(work.workspace).courses
    work.clock.advance(timedelta(days=40).total_seconds())

    assert (line.stage, line.discuss_by) == ("discuss", day)
    assert supervision_pack(work.workspace).courses == ()


def test_gates_and_deviations_of_the_quarter_stand_with_their_reasons(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    start_session(work.workspace, work.plan(client, "S03"), "Her sister is ill")

    pack = supervision_pack(work.workspace)
    work.clock.advance(timedelta(weeks=14).total_seconds())

    gates = {each.id: each.text for each in work.workspace.programme.gates}
    assert {each.what for each in pack.overrides} == {gates["G1"], gates["G2"]}
    assert {each.reason for each in pack.overrides} == {"As the test of S03 needs it"}
    assert all(each.agreed for each in pack.overrides)
    [line] = pack.deviations
    assert (line.what, line.plan_id, line.reason) == (
        "Held out of order",
        "S03",
        "Her sister is ill",
    )
    assert supervision_pack(work.workspace).overrides == ()
    assert supervision_pack(work.workspace).deviations == ()


def test_what_was_advised_before_a_session_is_told_in_words(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    start_session(work.workspace, work.plan(client, "S20"), "Agreed with the lead")

    told = {each.what for each in supervision_pack(work.workspace).deviations}

    advised = [each.text for each in work.workspace.programme.gates if each.kind == "soft"]
    assert advised
    assert {f"Started before it was advised: {each}" for each in advised} <= told


def test_fidelity_is_told_by_month_with_items_missed_and_second_ratings(work: Workplace) -> None:
    assert supervision_pack(work.workspace).fidelity.months == ()
    first = work.hold(work.add_client(), "S01", "22222")
    work.clock.advance(timedelta(days=31).total_seconds())
    work.hold(work.add_client(), "S01", "02222")
    work.hold(work.add_client(), "S01", "00222")
    for line in second_rating_page_data(work.workspace, first).items:
        rate_second(work.workspace, first, line.item.id, "2", "B. Second")

    view = supervision_pack(work.workspace).fidelity

    assert [(each.month, each.held, each.percent, each.twice) for each in view.months] == [
        ("2026-03", 1, 100, 1),
        ("2026-04", 2, 70, 0),
    ]
    assert [(t.item_id, t.missed, t.applicable) for t, _words in view.missed] == [
        ("S01-1", 2, 3),
        ("S01-2", 1, 3),
    ]
    [twice] = view.twice
    assert (twice.plan_id, twice.items, twice.same) == ("S01", 5, 5)
    assert view.entered == 1
    assert (view.held, view.wanted, view.following) == (3, 0, None)


def test_the_session_to_rate_next_is_named_once_one_is_due(work: Workplace) -> None:
    codes = set()
    for _each in range(10):
        client = work.add_client()
        codes.add(client.code)
        work.hold(client, "S01")

    following = supervision_pack(work.workspace).fidelity.following

    assert following is not None
    assert following.code in codes


def test_plans_to_look_at_within_four_weeks_are_listed(work: Workplace) -> None:
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=20)
    answers = {"status": "complete", "review_date": day.isoformat()}
    work.fill(client, "boundaries", answers, None)

    plans = supervision_pack(work.workspace).plans

    assert [(each.code, each.review) for each in plans] == [(client.code, day)]


def test_a_missed_meeting_and_plans_that_are_not_written_are_in_the_pack(work: Workplace) -> None:
    client, waiting = work.add_client(), work.add_client()
    work.hold(client, "S01")
    missed = work.plan(client, "S02", work.clock() - timedelta(days=1))
    record_missed(work.workspace, missed, "did_not_attend")
    work.fill(waiting, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)

    pack = supervision_pack(work.workspace)

    assert [(each.code, each.plan_id, each.why) for each in pack.off] == [
        (client.code, "S02", "Did not come")
    ]
    assert {(each.code, each.review) for each in pack.plans} == {(client.code, None)}
    assert len(pack.plans) == 2
    assert {each.code: each.status for each in pack.clients} == {
        client.code: "active",
        waiting.code: "waiting",
    }


def test_a_plan_that_no_gate_of_their_course_asks_for_is_not_missed(work: Workplace) -> None:
    folder = Path(str(installed_folder())).parent / "pps-consultation"
    once = load_programme(folder, work.workspace.forms)
    work.workspace = replace(work.workspace, earlier_programmes=(once,))
    client = add_client(work.workspace, NewClient("code_only", "25-34", track="T-ONCE"))
    work.hold(client, "K1")

    pack = supervision_pack(work.workspace)

    assert [each.code for each in pack.clients] == [client.code]
    assert pack.plans == ()


def test_the_pack_names_no_client_and_making_it_is_in_the_audit(work: Workplace) -> None:
    new = NewClient(anonymity="named", name="Wilhelmina Quastenberg", contact="020 7946 0958")
    client = add_client(work.workspace, new)
    work.pass_gates(client, "S03")
    start_session(work.workspace, work.plan(client, "S03"), "Wilhelmina asked for it")

    made = finished(work.workspace)

    told = words(made.pdf)
    assert client.code in told
    assert "Wilhelmina" not in told
    assert made.withheld == 1
    assert "supervision_pack_made" in str(audit.entries(work.workspace.caseload)[-1])


def test_who_is_restricted_is_named_in_no_reason_about_another(work: Workplace) -> None:
    hidden = add_client(work.workspace, NewClient(anonymity="named", name="Merike Tamm"))
    client = work.add_client()
    work.pass_gates(client, "S03")
    start_session(work.workspace, work.plan(client, "S03"), "As we did with Merike")
    data_rights.restrict(work.workspace, hidden.id, "objection")

    made = finished(work.workspace)

    assert "Merike" not in words(made.pdf)
    assert made.withheld == 1


def test_it_is_written_only_where_the_person_says_and_never_beside_the_record(
    work: Workplace, tmp_path: Path
) -> None:
    made = finished(work.workspace)
    beside, chosen = work.workspace.vault.place.path / "pack.pdf", tmp_path / "pack.pdf"

    outcomes = [save_pack(work.workspace, made, str(each)) for each in (beside, chosen)]

    assert outcomes == ["wrong_place", "written"]
    assert not beside.exists()
    assert chosen.read_bytes() == made.pdf


def test_promises_past_their_day_and_notes_that_ask_for_it_are_in_the_pack(
    work: Workplace,
) -> None:
    left, asked, other = (work.add_client() for _each in range(3))
    end_session(work.workspace, work.start(left, "S01"), "broken_off")
    for client, flag in ((asked, True), (other, False)):
        appointment = work.start(client, "S01")
        work.do_every_step(appointment)
        end_session(work.workspace, appointment, "finished")
        note = close_page_data(work.workspace, appointment).note
        state = answered(note.state, {"summary": "Done.", "supervision_flag": flag})
        sign_note(work.workspace, appointment, note, state)
        amend_note(work.workspace, appointment, "An hour later.", "A slip")
    at_first = supervision_pack(work.workspace)
    work.clock.advance(timedelta(days=5).total_seconds())

    pack = supervision_pack(work.workspace)

    assert at_first.overdue == ()
    assert [(each.code, each.plan_id) for each in at_first.asked] == [(asked.code, "S01")]
    [overdue] = pack.overdue
    assert (overdue.code, overdue.kind) == (left.code, "reach_client")
    assert overdue.days_over == (work.workspace.today() - overdue.due_on).days > 0


def test_a_session_has_one_day_and_one_that_nobody_answered_is_none_that_comes_next(
    work: Workplace,
) -> None:
    client, waits = work.add_client(), work.add_client()
    day = work.clock() - timedelta(days=7)
    held = work.plan(client, "S01", day)
    work.plan(waits, "S01", day)
    start_session(work.workspace, held)
    work.do_every_step(held)
    end_session(work.workspace, held, "finished")
    note = close_page_data(work.workspace, held).note
    asks = {"supervision_flag": True, "supervision_question": "Is the plan enough?"}
    state = answered(note.state, {"summary": "Done.", **asks})
    sign_note(work.workspace, held, note, state)

    pack = supervision_pack(work.workspace)

    lines = {each.code: each for each in pack.clients}
    [asked] = pack.asked
    assert asked.question == "Is the plan enough?"
    assert asked.day == lines[client.code].last_held == day.date()
    assert lines[waits.code].next_planned is None
