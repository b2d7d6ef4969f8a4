"""What was typed and not saved waits in the encrypted record until somebody goes on with it."""

from pathlib import Path

import pytest

from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.record.clients import begun_words as table
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.workflows.course.plans_begun import (
    BegunArrangement,
    BegunPlan,
    _begun,
    begun_plans,
    forget_begun,
    keep_begun,
    keep_plans_over_lock,
)
from therapist_app.workflows.entering.begun_words import KEPT_FOR, BegunWordsOfVault, page_name
from therapist_app.workflows.overviews.begun_answers import _begun as _answers
from therapist_app.workflows.overviews.begun_answers import begun_answers, keep_answers_over_lock
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.answering_alerts import asked_actions, open_alerts

TYPED = (("GateView", "Reason", 0, "The supervisor agreed"), ("GateView", "Name", 0, "Lea"))
VIDEO = BegunArrangement("video", "Room 2")
PLAN = BegunPlan("S02", is_merged=False, day="7 Dec", time="14", arrangement=VIDEO)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Ben=("therapist",), Kim=("keeper",))


def rows(work: Workplace) -> list[tuple[object, ...]]:
    return work.workspace.caseload.rows("SELECT client_id, place, words FROM begun_words")


def test_words_wait_on_their_page_until_each_field_has_them_again(work: Workplace) -> None:
    vault, client = work.workspace.vault, work.add_client()
    here = commands.ClientPage(client.id, "plan")
    BegunWordsOfVault(vault).keep(here, TYPED)

    again = BegunWordsOfVault(vault)
    assert again.waiting(commands.ClientPage(client.id)) == TYPED
    assert again.waiting(commands.ClientPage(work.add_client().id)) == ()
    again.put_back(here, TYPED[0])
    assert again.names == ("Name",)
    assert len(rows(work)) == 1
    again.put_back(here, TYPED[1])

    assert (again.names, rows(work)) == ((), [])


def test_what_waits_still_is_kept_with_what_is_typed_beside_it(work: Workplace) -> None:
    vault, client = work.workspace.vault, work.add_client()
    here = commands.ClientPage(client.id)
    BegunWordsOfVault(vault).keep(here, TYPED)

    BegunWordsOfVault(vault).keep(here, (("GateView", "Reason", 0, "Another reason"),))

    assert len(rows(work)) == 1
    assert BegunWordsOfVault(vault).waiting(here) == (
        ("GateView", "Reason", 0, "Another reason"),
        TYPED[1],
    )


@pytest.mark.parametrize("page", ["client", "session", "form", "alert"])
def test_words_go_with_the_client_whom_their_page_is_about(work: Workplace, page: str) -> None:
    caseload, client = work.workspace.caseload, work.add_client()
    session = work.hold(client, "S01")
    work.fill(client, "phq-9", {"q9": 2}, None)
    [[form]] = caseload.rows("SELECT id FROM filled_forms WHERE form_id = 'phq-9'")
    [[alert], *_] = caseload.rows("SELECT id FROM alerts")
    place = {
        "client": commands.DataRights(client.id),
        "session": commands.ClosePage(session),
        "form": commands.FilledFormPage(str(form)),
        "alert": commands.AlertPage(str(alert)),
    }[page]

    BegunWordsOfVault(work.workspace.vault).keep(place, TYPED)

    assert [each for each, _place, _words in rows(work)] == [client.id]
    caseload.run("DELETE FROM clients WHERE id = ?", (client.id,)).fetchall()
    assert rows(work) == []


def test_nothing_is_kept_about_a_client_whose_record_is_restricted(work: Workplace) -> None:
    client = work.add_client()
    restrict(work.workspace, client.id, "accuracy")

    BegunWordsOfVault(work.workspace.vault).keep(commands.ClientPage(client.id), TYPED)

    assert rows(work) == []


def test_words_of_a_page_about_nobody_wait_as_well(work: Workplace) -> None:
    vault = work.workspace.vault
    BegunWordsOfVault(vault).keep(commands.Clients("new_client"), TYPED)

    assert BegunWordsOfVault(vault).waiting(commands.Clients()) == TYPED
    assert [each for each, _place, _words in rows(work)] == [None]


def test_what_nobody_went_on_with_for_a_month_is_deleted(work: Workplace) -> None:
    vault, here, client = work.workspace.vault, commands.Clients(), work.add_client()
    BegunWordsOfVault(vault).keep(here, TYPED)
    keep_begun(work.workspace, client.id, PLAN)
    keep_plans_over_lock(vault)

    work.clock.advance(KEPT_FOR.total_seconds() + 1)

    assert BegunWordsOfVault(vault).names == ()
    assert [place for _client, place, _words in rows(work)] == [table.PLAN]


def test_who_has_no_clients_finds_their_words_and_nobody_elses(team: Team) -> None:
    here = commands.People()
    with team.open("Kim") as vault:
        BegunWordsOfVault(vault).keep(here, TYPED)
    with team.open("Ben") as vault:
        assert BegunWordsOfVault(vault).waiting(here) == ()
    with team.open("Kim") as vault:
        found = BegunWordsOfVault(vault)
        assert found.waiting(here) == TYPED
        for each in TYPED:
            found.put_back(here, each)
        assert BegunWordsOfVault(vault).names == ()


def test_a_page_is_known_by_what_it_is_about_and_not_by_where_one_is_in_it() -> None:
    a, b = "a" * 32, "b" * 32

    assert page_name(commands.ClientPage(a, "plan")) == page_name(commands.ClientPage(a))
    assert page_name(commands.ClientPage(a)) != page_name(commands.DataRights(a))
    assert page_name(commands.FormPage(a, "gad-7", b)) != page_name(commands.FormPage(a, "gad-7"))
    assert page_name(commands.SessionPage(a, "q1")) == page_name(commands.SessionPage(a))


def test_a_plan_that_is_begun_is_there_after_the_record_was_closed(work: Workplace) -> None:
    workspace, client = work.workspace, work.add_client()
    keep_begun(workspace, client.id, PLAN)

    keep_plans_over_lock(workspace.vault)
    _begun.clear()

    assert begun_plans(workspace) == {client.id: PLAN}
    assert table.of_client(workspace.caseload, client.id) != ()
    forget_begun(workspace, client.id)
    assert begun_plans(workspace) == {}
    assert table.of_client(workspace.caseload, client.id) == ()


def test_a_plan_of_a_client_who_was_erased_meanwhile_is_not_kept(work: Workplace) -> None:
    workspace, client = work.workspace, work.add_client()
    keep_begun(workspace, client.id, PLAN)
    workspace.caseload.run("DELETE FROM clients WHERE id = ?", (client.id,)).fetchall()

    keep_plans_over_lock(workspace.vault)

    assert rows(work) == []


def test_an_answer_to_an_alert_is_there_with_its_ticks_after_the_record_was_closed(
    work: Workplace,
) -> None:
    client, vault = work.add_client(), work.workspace.vault
    work.fill(client, "phq-9", {"q9": 2}, None)
    [alert] = open_alerts(work.workspace, client.id)
    viewmodel = AlertViewModel(work.workspace, alert.id)
    for each in asked_actions(alert.level):
        viewmodel.toggle(each.id)
    viewmodel.write_facts("On the telephone now")
    before = viewmodel.state.answer
    assert before.actions

    keep_answers_over_lock(vault)
    _answers.clear()

    assert AlertViewModel(work.workspace, alert.id).state.answer == before
    assert [each for each, _place, _words in rows(work)] == [client.id]
    assert BegunWordsOfVault(vault).names == ()
    begun_answers(vault).clear()
    keep_answers_over_lock(vault)
    assert rows(work) == []
