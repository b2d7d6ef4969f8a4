"""Finding own words: in notes and worksheets, in the words that count."""

from dataclasses import replace
from datetime import timedelta

from session_forms.library.library import FormLibrary
from tests.support.workflows.workspaces import answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Acknowledgement
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.overviews.searching_words import find_words, take_words
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.rights.data_rights import erase_client
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    asked_actions,
    contact_by,
    open_alerts,
)
from therapist_app.workflows.sessions.closing_a_session import amend_note

PLAN = {"what": "Walk to the choir on Thursday, and take the long way home"}


def find(work, typed: str):
    take_words(work.workspace, most=100)
    return find_words(work.workspace, typed, limit=5)


def excerpts(work, typed: str) -> list[str]:
    return [each.excerpt for each in find(work, typed).hits]


def test_a_word_in_a_worksheet_is_found_with_three_on_each_side(work):
    client = work.add_client()
    work.fill(client, "practice-plan", PLAN, None)

    [hit] = find(work, "thu").hits

    assert hit.excerpt == "… the choir on Thursday, and take the …"
    assert [hit.excerpt[start:end] for start, end in hit.marks] == ["Thu"]
    assert (hit.client_id, hit.code, hit.note_of) == (client.id, client.code, "")
    assert hit.day == work.workspace.today()
    assert excerpts(work, "walk") == ["Walk to the choir …"]
    assert excerpts(work, "home") == ["… the long way home"]


def test_all_words_that_are_typed_are_wanted(work):
    work.fill(work.add_client(), "practice-plan", PLAN, None)

    assert len(excerpts(work, "choir thurs")) == 1
    assert excerpts(work, "choir friday") == []


def test_fewer_than_three_letters_find_nothing(work):
    work.fill(work.add_client(), "practice-plan", PLAN, None)

    assert excerpts(work, "ch on") == []
    assert len(excerpts(work, "cho on")) == 1


def test_of_a_corrected_form_the_newest_answers_are_found(work):
    client = work.add_client()
    work.fill(client, "practice-plan", PLAN, None)
    [first] = filled_forms.for_client(work.workspace.caseload, client.id)
    assert len(excerpts(work, "choir")) == 1
    opened = begin_correction(work.workspace, first.id, "Read the wrong line")
    changed = answered(opened.state, {"what": "Walk to the library"})
    assert len(excerpts(work, "choir")) == 1

    finish_form(work.workspace, opened, changed)

    assert excerpts(work, "choir") == []
    [hit] = find(work, "library").hits
    assert hit.filled_form_id == first.id


def test_of_a_note_what_was_signed_and_what_was_amended_are_found_and_lead_to_its_session(work):
    client = work.add_client()
    session = work.hold(client, "S01")
    amend_note(work.workspace, session, "Tangerine, an hour later.", "Left out")

    [amended] = find(work, "tangerine").hits
    written = [
        each
        for each in filled_forms.every_version(work.workspace.caseload, client.id)
        if each.form_id == "session-note" and each.amends is None
    ]

    assert (amended.note_of, amended.place != "") == (session, True)
    for note in written:
        words = work.workspace.answers_of(note)["summary"].split()
        longest = max(words, key=len).strip(".,:;")
        assert (session, "summary") in [
            (each.note_of, each.place) for each in find(work, longest).hits
        ]
        assert amended.place not in {note.id, "summary"}


def answer_alert(work, alert_id: str, facts: str) -> None:
    given = Acknowledgement(
        actions=tuple(each.id for each in asked_actions("watch")),
        facts=facts,
        told="The lead",
        told_when="at once",
        next_contact=contact_by("watch", work.workspace.today()).isoformat(),
        reason_for_open_actions="The plan is made tomorrow",
        by="Ana Example",
    )
    acknowledge(work.workspace, alert_id, given)


def test_what_was_answered_to_an_alert_is_found_as_a_note_is_and_leads_to_it(work):
    client = work.add_client()
    work.fill(client, "phq-9", {"q9": 1}, None)
    [alert] = open_alerts(work.workspace, client.id)
    assert excerpts(work, "marmalade") == []

    answer_alert(work, alert.id, "They had marmalade, and no plan at all. Stays with a friend.")

    [hit] = find(work, "marma").hits
    assert hit.excerpt == "They had marmalade, and no plan …"
    assert (hit.alert_id, hit.client_id, hit.code) == (alert.id, client.id, client.code)
    assert (hit.title, hit.day) == ("Answer to an alert", work.workspace.today())
    assert excerpts(work, "marmalade jam") == []
    erase_client(work.workspace, client.id, client.code, "no_longer_needed")
    assert excerpts(work, "marmalade") == []


def test_words_are_taken_some_forms_at_a_time(work):
    client = work.add_client()
    for _each in range(3):
        work.fill(client, "practice-plan", PLAN, None)
        work.clock.advance(timedelta(hours=1).total_seconds())

    assert take_words(work.workspace, most=2)
    assert find_words(work.workspace, "choir", limit=1).count == 2
    assert not take_words(work.workspace, most=2)
    found = find_words(work.workspace, "choir", limit=1)

    assert (len(found.hits), found.count, found.is_all) == (1, 3, True)


def test_the_words_of_a_form_that_is_not_installed_wait_until_it_is(work):
    work.fill(work.add_client(), "practice-plan", PLAN, None)
    without = replace(work.workspace, forms=FormLibrary([work.workspace.forms.latest("phq-9")]))

    assert not take_words(without, most=1)
    assert find_words(without, "choir", limit=5).count == 0
    assert len(excerpts(work, "choir")) == 1


def test_nothing_is_shown_of_a_form_that_is_installed_no_more(work):
    work.fill(work.add_client(), "practice-plan", PLAN, None)
    take_words(work.workspace, most=5)
    without = replace(work.workspace, forms=FormLibrary([work.workspace.forms.latest("phq-9")]))

    assert find_words(without, "choir", limit=5).hits == ()


def test_a_restricted_and_an_erased_client_are_not_found(work):
    hidden, gone = work.add_client(), work.add_client()
    for each in (hidden, gone):
        work.fill(each, "practice-plan", PLAN, None)
    assert find(work, "choir").count == 2

    data_rights.restrict(work.workspace, hidden.id, "objection")
    assert find(work, "choir").count == 1
    erase_client(work.workspace, gone.id, gone.code, "unlawful")

    assert find(work, "choir").count == 0


def test_without_clients_in_use_there_are_no_words(work):
    work.fill(work.add_client(), "practice-plan", PLAN, None)
    take_words(work.workspace, most=5)
    work.have_roles("lead")

    assert not take_words(work.workspace, most=5)
    assert find_words(work.workspace, "choir", limit=5).count == 0
