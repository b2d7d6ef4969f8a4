"""An invented client's course, session by session, through the workflows that the screens call."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from programme.course.progress import next_plan, step_may_be_skipped
from programme.definition.requirements import AnswerRequirement
from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from therapist_app.practice.answering import Situation, fill_in, form_follows
from therapist_app.practice.simulation import InventedClient
from therapist_app.record.clients import appointments
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.model import CAME, Acknowledgement, Client, Rating
from therapist_app.workflows.course.following_a_plan import course_facts, plan_of
from therapist_app.workflows.course.planning import Arrangement, plan_appointment, record_missed
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    asked_actions,
    contact_by,
    open_alerts,
)
from therapist_app.workflows.sessions.closing_a_session import note_form, rate, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    skip_step,
    start_session,
)
from therapist_app.workflows.sessions.promising import note_contact, open_promises
from therapist_app.workflows.sessions.second_rating import rate_second
from therapist_app.workflows.sessions.seeing_a_session import SessionPageData
from therapist_app.workflows.workspace import Workspace

WEEK = timedelta(weeks=1)
SUPERVISOR = "S. Novak (practice)"
SECOND_RATED = 0.12
ALIKE = 0.85
NAMED = 4
"""Of so many clients one is kept by name, so that practice has some to look for by it."""
NAMES = (
    "Alva Morrow",
    "Tarek Lindqvist",
    "Milan Dvořák",
    "Rui Almada",
    "Édouard Vasseur",
    "Søren Thygesen",
    "Łukasz Wronka",
    "Noor Haddad",
    "Jonas Ehrling",
    "Pavel Zorin",
)
LEFT_OVERDUE = 12
"""Of so many clients one waits for a call that was promised, so that practice has some to make."""


def live(
    workspace: Workspace, clock: SeededClock, invented: InventedClient, seed: int, until: datetime
) -> Client:
    """Add `invented` and let every week of the course so far happen, the last before `until`."""
    chance = random.Random(f"course {seed} {invented.number}")
    begins = until - timedelta(weeks=max(1, invented.weeks_ago), days=invented.number % 5)
    clock.move_to(begins.replace(hour=9 + invented.number % 7, minute=0))
    name = _name_of(invented.number)
    client = add_client(
        workspace,
        NewClient(
            anonymity="named" if name else "code_only",
            name=name,
            track=invented.track,
            adaptations=invented.adaptations,
            age_band=invented.age_band,
            gender=invented.gender,
        ),
    )
    with workspace.caseload.change("practice_course", client.id):  # one flush to the disk
        for at, week in enumerate(invented.weeks):
            if at > 0:
                clock.advance(WEEK.total_seconds())
            situation = Situation(week, invented.mode, invented.agrees_to_data_use, chance)
            _live_week(workspace, clock, client.id, situation)
        if invented.number % LEFT_OVERDUE:
            _make_calls(workspace, clock, client.id, until)
    return client


def _name_of(number: int) -> str:
    """Return the name that an invented client is kept by; most have none."""
    at, rest = divmod(number, NAMED)
    return NAMES[at % len(NAMES)] if rest == 0 else ""


def _make_calls(workspace: Workspace, clock: SeededClock, client_id: str, until: datetime) -> None:
    """Keep what was promised of contact by a call on its day, as far as that day has come."""
    for promise in open_promises(workspace, client_id):
        days = (promise.due_on - clock().astimezone().date()).days
        at = clock() + timedelta(days=max(0, days))
        still_open = {each.id for each in open_promises(workspace, client_id)}
        if promise.id in still_open and at < until:
            clock.move_to(at)
            note_contact(workspace, promise.id, "telephone", "spoke")


def _live_week(
    workspace: Workspace, clock: SeededClock, client_id: str, situation: Situation
) -> None:
    client = workspace.client(client_id)
    facts = course_facts(client, appointments.for_client(workspace.caseload, client_id))
    following = next_plan(workspace.programme_of(client), facts, client.track)
    if following is None:
        return
    begins = clock()
    attendance = situation.week.attendance
    arrangement = Arrangement(situation.mode)
    appointment = plan_appointment(workspace, client_id, following.id, begins, arrangement)
    if attendance not in CAME:
        record_missed(workspace, appointment.id, attendance)
        return
    page = start_session(workspace, appointment.id)
    hold_every_step(workspace, clock, page, situation)
    end_session(workspace, appointment.id, "finished")
    answer_alerts(workspace, client_id)
    rate_and_sign(workspace, appointment.id, situation)
    clock.move_to(begins)


def hold_every_step(
    workspace: Workspace, clock: SeededClock, page: SessionPageData, situation: Situation
) -> None:
    """Go through the agenda: measures when they are due, each step's form, now and then a skip."""
    appointment_id = page.appointment.id
    given_at = page.plan.measures_given_at
    needed = _asked_by_gates(workspace)
    if given_at == "arrival":
        fill_measures(workspace, page, situation)
    for step in page.plan.steps:
        if step.id == given_at:
            fill_measures(workspace, page, situation)
        alerts = open_alerts(workspace, page.appointment.client_id)
        open_streams = frozenset(each.stream for each in alerts)
        may_skip = step_may_be_skipped(step, open_streams) and step.form_id not in needed
        if may_skip and situation.chance.random() < 0.06:
            skip_step(workspace, appointment_id, step.id, "Agreed with the client")
            continue
        if step.form_id is not None:
            _fill_step_form(workspace, page, step.form_id, situation)
        clock.advance(60 * max(1, step.minutes + situation.chance.choice((-1, 0, 0, 1))))
        finish_step(workspace, appointment_id, step.id)


def _asked_by_gates(workspace: Workspace) -> frozenset[str]:
    """Return the forms without which a hard gate would stay closed."""
    return frozenset(
        each.form
        for gate in workspace.programme.gates
        if gate.kind == "hard"
        for each in gate.requires
        if isinstance(each, AnswerRequirement)
    )


def fill_measures(workspace: Workspace, page: SessionPageData, situation: Situation) -> None:
    """Fill in the measures due, unless this week they are forgotten."""
    if situation.week.forgets_measures:
        return
    for due in page.due:
        opened = open_form(
            workspace,
            page.appointment.client_id,
            due.form_id,
            appointment_id=page.appointment.id,
            filled_by="paper" if due.on_paper else "client",
        )
        finish_form(workspace, opened, fill_in(opened.state, situation))


def answer_alerts(workspace: Workspace, client_id: str) -> None:
    """Answer every open alert with the actions its level asks for.

    What only a form in the record can show stays open where there is none, and says why.
    """
    for each in open_alerts(workspace, client_id):
        answered = Acknowledgement(
            actions=tuple(action.id for action in asked_actions(each.level)),
            facts="Talked through today; plans gone through; the client rings on Thursday.",
            told="Clinical lead",
            told_when="the same day",
            next_contact=contact_by(each.level, workspace.today()).isoformat(),
            reason_for_open_actions=form_follows(workspace, each.id),
            by=workspace.vault.person.name,
        )
        acknowledge(workspace, each.id, answered)


def rate_and_sign(workspace: Workspace, appointment_id: str, situation: Situation) -> None:
    """Rate fidelity and sign the note as it was drafted."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    given: dict[str, Rating] = {}
    for item in plan_of(workspace, appointment).fidelity:
        ratings: tuple[Rating, ...] = ("2", "1", "0", "na")
        rating = situation.chance.choices(ratings, weights=(14, 4, 1, 1))[0]
        given[item.id] = rating
        rate(workspace, appointment_id, item.id, rating, "left out" if rating == "na" else "")
    note = note_form(workspace, appointment)
    state = answer(note.state, QuestionId("attendance"), situation.week.attendance)
    sign_note(workspace, appointment_id, note, state)
    _rate_again(workspace, appointment_id, given)


def _rate_again(workspace: Workspace, appointment_id: str, given: Mapping[str, Rating]) -> None:
    """Let a supervisor rate about one session in eight too, mostly as the therapist did."""
    chance = random.Random(f"second rater {appointment_id}")
    if chance.random() > SECOND_RATED:
        return
    for item_id, rating in given.items():
        seen = rating if chance.random() < ALIKE else chance.choice(("0", "1", "2"))
        rate_second(workspace, appointment_id, item_id, seen, SUPERVISOR)


def _fill_step_form(
    workspace: Workspace, page: SessionPageData, form_id: str, situation: Situation
) -> None:
    opened = open_form(
        workspace, page.appointment.client_id, form_id, appointment_id=page.appointment.id
    )
    if not opened.read_only:
        finish_form(workspace, opened, fill_in(opened.state, situation))
