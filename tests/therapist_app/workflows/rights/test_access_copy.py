"""The copy of a record for its client: everything held is in it, in plain words."""

import json
import re
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from exports.access.access_bundle import access_json
from exports.access.access_record import AccessPart, AccessRecord
from exports.errors import FilesNotWritten
from session_forms.library.library import installed
from session_forms.words.day_words import written_day
from tests.support.record.other_values import others
from tests.support.record.whole_clients import a_whole_client, with_past_protection
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.commands import ClientPage
from therapist_app.key_widgets.suggesting import suggest
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.client_rights.protection import all_holds_on, all_restrictions_of
from therapist_app.record.clients import alerts, appointments, course_events, fidelity, identities
from therapist_app.record.database import audit
from therapist_app.record.model import (
    Acknowledgement,
    Client,
    CourseEvent,
    GateOverride,
    Identity,
    SecondRating,
    StepMark,
)
from therapist_app.workflows.course.plans_begun import (
    BegunPlan,
    keep_begun,
    keep_plans_over_lock,
)
from therapist_app.workflows.entering.begun_words import BegunWordsOfVault
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client, identity_of
from therapist_app.workflows.rights import access_copy, course_parts, data_rights
from therapist_app.workflows.rights.access_copy import (
    CopyRequest,
    access_record,
    copy_name,
    left_out_at_first,
    refusal,
    seal_copy,
    write_copy,
)
from therapist_app.workflows.rights.course_parts import identity_part
from therapist_app.workflows.rights.form_parts import alerts_part, third_parties
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.closing_a_session import amend_note

DONE = Acknowledgement(
    actions=("enquiry",),
    facts="Rang the crisis team at noon.",
    told="The supervisor",
    told_when="At once",
    next_contact="2026-03-03",
    reason_for_open_actions="No plan was needed",
    by="Ana Example",
)


NOT_TOLD = {("second_ratings", "rater"), ("signatures", "signed_by")}
"""What a second rater gave is told, who it was is not.

It is a colleague's name, who watches how a therapist works and has never met the client: the
inventory has it about staff and client for the ratings. Nothing about the client is lost with it,
and the colleague's own right to be left out of a copy weighs more. Who acted towards the client,
in an alert or a note, is told by name; of a note that of who signed it, whoever its row names.
"""

IN_WORDS = {"short_text", "long_text", "list", "table", "from_form"}
PEOPLE = re.compile(
    r"\b(who|whom|adults?|people|person|partner|family|friends?|somebody|someone|anybody|them|others)"
    r"\b",
    re.IGNORECASE,
)
NOT_ABOUT_OTHERS = {
    ("acute-2007", "rater"),
    ("c-ssrs-screener", "rater"),
    ("stable-2007", "rater"),
    ("chain", "aftermath_long"),
    ("change-balance", "cost_of_same"),
    ("ending", "safety_next"),
    ("formulation", "long_term_cost"),
    ("formulation", "strengths_and_exits"),
    ("history", "strengths"),
    ("limits", "who_is_told_and_how"),
    ("on-track-review", "what_we_do"),
    ("perspective", "what_a_child_needs_from_adults"),
    ("risk-check", "action"),
    ("safety-plan", "not_needed_reason"),
    ("sexual-wellbeing", "lawful_consenting_ways_or_acceptance"),
    ("suicide-enquiry", "action"),
    ("supervision", "actions"),
    ("telling-someone", "benefits"),
    ("thought-record", "child_view"),
}
"""Staff who act towards the client, adults in general, or the client's own view of themselves."""


@pytest.fixture
def client(work: Workplace) -> Client:
    """A client of whom there is something of every kind."""
    workspace = work.workspace
    client = work.add_client()
    identities.save(
        workspace.caseload,
        Identity(client.id, "named", "Wilhelmina Quast", "a letter", "1990-02-28", "Aunt Berta"),
    )
    work.pass_gates(client, "S01")
    appointment = work.hold(client, "S01", "2n")
    now = workspace.now()
    appointments.mark_step(
        workspace.caseload, StepMark(appointment, "check_in", "skipped", "Too tired that day", now)
    )
    fidelity.rate_second(
        workspace.caseload, SecondRating(appointment, "S01-1", "1", "Cy Rater", now)
    )
    amend_note(workspace, appointment, "It was an hour later.", "A slip of the pen")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, None)
    work.fill(client, "risk-event", {"facts": "A neighbour was named"}, None)
    phq = [each.id for each in workspace.forms.latest("phq-9").questions][:9]
    work.fill(client, "phq-9", dict.fromkeys(phq, 3), None)
    draft = open_form(workspace, client.id, "formulation")
    keep_draft(workspace, draft, draft.state)
    for alert in alerts.unacknowledged(workspace.caseload, client.id)[:1]:
        alerts.acknowledge(workspace.caseload, alert.id, DONE)
    event = CourseEvent(
        workspace.caseload.new_id(), client.id, "status", "", "paused", "Moved", now
    )
    course_events.add(workspace.caseload, event)
    override = GateOverride(
        workspace.caseload.new_id(), client.id, "G1", "S02", "Agreed by phone", "Di Supervisor", now
    )
    course_events.add_override(workspace.caseload, override)
    data_rights.hold(workspace, client.id, "A court has asked")
    data_rights.lift_hold(workspace, client.id, "It was settled")
    identity_of(workspace, client.id)
    return client


@pytest.fixture
def record(work: Workplace, client: Client) -> AccessRecord:
    return access_record(work.workspace, client.id)


def told(record: AccessRecord) -> str:
    return access_json(record).decode()


HELD = [
    "Wilhelmina Quast",
    "1990-02-28",
    "Aunt Berta",
    "Prevention programme 0.3.0",
    "Held; its note is signed",
    "Too tired that day",
    "2 of 2",
    "does not apply, as agreed",
    "1 of 2",
    "It was an hour later.",
    "A slip of the pen",
    "Signed by",
    "Yes, I agree",
    "A neighbour was named",
    "Score: ",
    "27 (severe",
    "Begun and not finished",
    "Rang the crisis team at noon.",
    "Asked directly, with the enquiry form filled in",
    "The supervisor",
    "Moved",
    "Agreed by phone",
    "Di Supervisor",
    "Use of figures without a name",
    "A court has asked",
    "It was settled",
    "wrote in the record",
    "looked up who you are",
    "administrator, therapist",
]


def test_everything_that_is_held_is_told_in_plain_words(record: AccessRecord) -> None:
    copy = told(record)

    assert [words for words in HELD if words not in copy] == []


def test_the_copy_asks_in_the_words_of_the_time(work: Workplace) -> None:
    client = work.add_client()
    check = work.workspace.forms.latest("risk-check")
    mood = check.question("mood")
    assert mood.prompt_first_use
    work.fill(client, "risk-check", {"mood": 6}, None)
    work.clock.advance(timedelta(days=7).total_seconds())
    work.fill(client, "risk-check", {"mood": 5}, None)

    lines = access_record(work.workspace, client.id).lines

    asked = [each.what for each in lines if each.id.endswith(":mood")]
    assert asked == [mood.prompt_first_use, mood.prompt]


def test_days_are_written_for_people_and_left_as_they_are_for_programs(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "safety-plan", {"review_date": "2026-03-05"}, None)
    record = access_record(work.workspace, client.id)

    kept = {"2026-03-05", "2026-03-03", "1990-02-28"}
    values = {each.value for each in record.lines}

    assert {"5 March 2026", "3 March 2026", "28 February 1990"} <= values
    assert kept.isdisjoint(values)
    assert kept <= {
        line["value"]
        for part in json.loads(told(record))["parts"]
        for item in part["items"]
        for line in item["lines"]
    }


def test_every_field_of_an_identity_is_told(work: Workplace) -> None:
    client = work.add_client()
    plain = Identity(client.id, "named")

    def part(identity: Identity) -> AccessPart:
        identities.save(work.workspace.caseload, identity)
        return identity_part(work.workspace, client.id)

    without, changed = part(plain), others(plain, client_id=client.id)
    assert {name for name, each in changed.items() if part(each) == without} == {"client_id"}


def test_a_gender_is_told_in_the_words_of_the_window(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = NewClient(anonymity="code_only", gender="woman")
    client = add_client(work.workspace, new)
    monkeypatch.setattr(course_parts, "GENDERS", {"woman": "as the window says it"})

    assert "as the window says it" in told(access_record(work.workspace, client.id))


def test_every_text_of_every_table_is_told(work: Workplace) -> None:
    caseload = work.workspace.caseload
    client = a_whole_client(caseload, "A1-111", "Anaword")
    with_past_protection(caseload, client, "Anaword")
    caseload.run("UPDATE filled_forms SET answers = '{}'").fetchall()  # told beside their prompts

    words = told(access_record(work.workspace, client.id))

    texts = [
        (table, column, value)
        for table, found in rows_of(caseload, client.id)
        for column, value in found.items()
        if str(value).startswith("Anaword")
    ]
    assert len({table for table, _column, _value in texts}) > 10
    assert {(table, column) for table, column, value in texts if value not in words} == NOT_TOLD


def test_every_day_of_a_hold_and_a_restriction_is_told(work: Workplace) -> None:
    client = work.add_client()
    days = iter(range(1, 9))

    def noted() -> date:
        work.clock.advance(timedelta(days=40).total_seconds())
        return date(2031, 5, next(days))

    data_rights.hold(work.workspace, client.id, "A court has asked", noted())
    noted()
    data_rights.lift_hold(work.workspace, client.id, "It was settled")
    data_rights.restrict(work.workspace, client.id, "accuracy", noted())
    noted()
    data_rights.lift_restriction(work.workspace, client.id, "It was correct")

    words = told(access_record(work.workspace, client.id))

    rows = [*all_holds_on(work.workspace.caseload, client.id)]
    rows += all_restrictions_of(work.workspace.caseload, client.id)
    kept = [value for row in rows for value in asdict(row).values() if isinstance(value, date)]
    said = {
        written_day(each.astimezone().date() if isinstance(each, datetime) else each)
        for each in kept
    }
    assert len(said) == len(kept) == 6
    assert {day for day in said if day not in words} == set()


def test_prompts_stand_beside_the_answers_of_every_form(
    work: Workplace, record: AccessRecord
) -> None:
    lines = json.loads(told(record))["parts"]
    [forms] = [each for each in lines if each["title"] == "Forms"]
    phq = work.workspace.forms.latest("phq-9")

    [item] = [each for each in forms["items"] if each["title"].startswith(phq.title)]

    assert [each["what"] for each in item["lines"]][:9] == [
        each.prompt for each in phq.questions[:9]
    ]


def test_on_which_days_an_alert_was_answered_and_promised_for_is_told(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    work.clock.advance(timedelta(days=3).total_seconds())
    answered, contact = work.workspace.today(), work.workspace.today() + timedelta(days=2)
    done = Acknowledgement(
        actions=("contact",),
        facts="Asked directly.",
        told="Clinical lead",
        told_when="10:10",
        next_contact=contact.isoformat(),
        reason_for_open_actions="Not needed today",
        by="Ana Example",
    )
    acknowledge(work.workspace, alert.id, done)

    [item] = alerts_part(work.workspace, client.id).items

    values = {each.what: each.value for each in item.lines}
    assert values["Answered on"] == written_day(answered)
    assert values["Next contact"] == written_day(contact)


def test_an_alert_that_nobody_answered_is_told_as_such(work: Workplace, client: Client) -> None:
    phq = [each.id for each in work.workspace.forms.latest("phq-9").questions][:9]
    work.clock.advance(timedelta(days=8).total_seconds())
    work.fill(client, "phq-9", dict.fromkeys(phq, 2), None)

    assert "Not answered yet" in told(access_record(work.workspace, client.id))


def test_lines_about_other_people_stay_out_until_somebody_decides(record: AccessRecord) -> None:
    shared = told(record.without(left_out_at_first(record)))

    for words in ("Aunt Berta", "A neighbour was named", "The supervisor", "A court has asked"):
        assert words not in shared
    for words in ("Wilhelmina Quast", "Rang the crisis team at noon.", "It was an hour later."):
        assert words in shared


def test_every_question_about_other_people_is_in_its_form() -> None:
    for form_id, questions in third_parties().items():
        known = {each.id for each in installed().latest(form_id).questions}
        assert questions <= known, form_id


def test_of_every_question_that_asks_for_people_it_is_decided_whether_it_is_about_others() -> None:
    about = {(form, each) for form, asked in third_parties().items() for each in asked}
    written = [
        (form.id, question)
        for form in installed().all()
        for question in form.questions
        if question.kind in IN_WORDS
    ]
    asking = {(form, each.id) for form, each in written if PEOPLE.search(each.prompt)}
    taken_over = {
        (form, each.id)
        for form, each in written
        if each.kind == "from_form" and (each.form, each.question) in about
    }

    assert asking - about == NOT_ABOUT_OTHERS
    assert taken_over <= about


def test_each_line_has_an_id_of_its_own_that_stays_the_same(
    work: Workplace, client: Client, record: AccessRecord
) -> None:
    ids = [each.id for each in record.lines]

    again = [each.id for each in access_record(work.workspace, client.id).lines]

    assert len(ids) == len(set(ids))
    assert set(ids) <= set(again) | {each for each in ids if each.startswith("trail:")}


def test_a_worked_person_who_left_is_told_as_such(
    work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    vault = work.workspace.vault
    monkeypatch.setattr(vault, "header", replace(vault.header, people=()))

    assert "somebody who has left the service" in told(access_record(work.workspace, client.id))


def test_a_copy_is_written_where_the_person_picks_with_its_covering_page(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    names = write_copy(work.workspace, client.id, b"sealed", str(tmp_path / "copy"))

    newest = audit.entries(work.workspace.caseload, newest=1)[0]
    assert names == ("copy.pdf", "copy-how-to-open.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == b"sealed"
    assert (tmp_path / "copy.pdf").stat().st_mode & 0o777 == 0o600
    assert (newest.action, newest.subject, newest.is_signed) == (
        "access_bundle_made",
        f"client:{client.id}",
        True,
    )


def test_beside_the_record_no_copy_is_written(work: Workplace, client: Client) -> None:
    beside = str(work.workspace.vault.place.path / "copy.pdf")
    before = work.workspace.caseload.audit.mark

    assert refusal(work.workspace, "a long passphrase", beside) == "wrong_place"
    with pytest.raises(FilesNotWritten):
        write_copy(work.workspace, client.id, b"sealed", beside)

    assert not Path(beside).exists()
    assert work.workspace.caseload.audit.mark == before


def test_a_copy_that_could_not_be_written_is_not_in_the_audit(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    before = work.workspace.caseload.audit.mark

    with pytest.raises(FilesNotWritten):
        write_copy(work.workspace, client.id, b"sealed", str(tmp_path / "nowhere" / "copy.pdf"))

    assert work.workspace.caseload.audit.mark == before
    assert list(tmp_path.glob("**/*.pdf")) == []


@pytest.mark.parametrize("taken", ["copy.pdf", "copy-how-to-open.pdf"])
def test_nothing_that_is_there_is_written_over(work: Workplace, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_bytes(b"mine")

    assert refusal(work.workspace, "a long passphrase", str(tmp_path / "copy.pdf")) == "taken"


def test_a_short_passphrase_is_refused_and_a_suggested_one_is_not(
    work: Workplace, tmp_path: Path
) -> None:
    place = str(tmp_path / "copy.pdf")

    assert refusal(work.workspace, "fourteen signs", place) == "too_short"
    assert refusal(work.workspace, suggest(), place) is None


def test_the_name_of_the_file_says_nothing_about_anybody(work: Workplace, client: Client) -> None:
    assert copy_name(work.workspace) == "copy-2026-03.pdf"
    assert client.code not in copy_name(work.workspace)


def test_what_is_sealed_is_what_was_chosen(
    record: AccessRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[AccessRecord] = []

    def keep(shared: AccessRecord, _words: str, *, practice: bool) -> bytes:
        assert practice
        seen.append(shared)
        return b"sealed"

    monkeypatch.setattr(access_copy, "sealed_bundle", keep)
    left = left_out_at_first(record)

    assert seal_copy(CopyRequest(record, left, "words", practice=True)) == b"sealed"
    assert seen == [record.without(left)]


def test_a_restricted_record_can_still_be_copied_for_its_client(
    work: Workplace, client: Client
) -> None:
    for alert in alerts.unacknowledged(work.workspace.caseload, client.id):
        alerts.acknowledge(work.workspace.caseload, alert.id, DONE)
    data_rights.restrict(work.workspace, client.id, "accuracy")

    assert "It is being checked whether it is correct" in told(
        access_record(work.workspace, client.id)
    )


def test_what_was_begun_about_a_client_and_not_saved_is_told(work: Workplace) -> None:
    workspace, client = work.workspace, work.add_client()
    keep_begun(workspace, client.id, BegunPlan("S02", is_merged=False, day="7 Dec", time="14"))
    keep_plans_over_lock(workspace.vault)
    typed = (("GateView", "Reason", 0, "Lea agreed by telephone"),)
    BegunWordsOfVault(workspace.vault).keep(ClientPage(client.id), typed)

    words = told(access_record(workspace, client.id))

    assert "Lea agreed by telephone" in words
    assert "7 Dec" in words


def test_every_line_in_free_words_is_marked_and_what_was_chosen_is_not(
    record: AccessRecord,
) -> None:
    free = {each.value for each in record.in_free_words}
    chosen = {each.value for each in record.lines} & {"yes", "no"}

    assert {"Rang the crisis team at noon.", "It was an hour later."} <= free
    assert chosen
    assert not free & chosen
    assert not {each.id for each in record.in_free_words} & left_out_at_first(record)
