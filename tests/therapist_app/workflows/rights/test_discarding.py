"""A first contact that was opened by mistake goes without a second person; nothing else does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.client_rights.erasing import all_tombstones
from therapist_app.record.clients import clients
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.errors import NotDiscarded
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.overviews.first_contacts import Caller, open_first_contact, take_in
from therapist_app.workflows.rights.data_rights import hold, restrict
from therapist_app.workflows.rights.discarding import discard, may_discard
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts


def opened_by_mistake(
    work: Workplace, said: Callable[[FormState], FormState] = lambda state: state
) -> str:
    """Keep a first contact of which no more than a name is written, and return whose it is."""
    opened = open_first_contact(work.workspace)
    with work.workspace.caseload.together():
        take_in(work.workspace, opened, Caller("Tom", "912 345 678"), is_added=False)
        keep_draft(work.workspace, opened, said(opened.state))
    return opened.filled.client_id


def test_what_holds_no_more_than_a_name_goes_with_its_tombstone(work: Workplace) -> None:
    client_id = opened_by_mistake(work)
    assert may_discard(work.workspace, client_id)

    discard(work.workspace, client_id)

    assert clients.count(work.workspace.caseload) == 0
    assert len(all_tombstones(work.workspace.service)) == 1


def plan(work: Workplace, client_id: str) -> None:
    work.plan(work.workspace.client(client_id), "S01")


def fill(work: Workplace, client_id: str) -> None:
    work.fill(work.workspace.client(client_id), "gad-7", {"q1": 1}, None)


@pytest.mark.parametrize(
    "happens",
    [
        plan,
        fill,
        lambda work, client_id: hold(work.workspace, client_id, "A court asked"),
        lambda work, client_id: restrict(work.workspace, client_id, "accuracy"),
    ],
    ids=["a session", "a form", "a legal hold", "a restriction"],
)
def test_nothing_goes_of_whom_more_stands_in_the_record(
    work: Workplace, happens: Callable[[Workplace, str], object]
) -> None:
    client_id = opened_by_mistake(work)
    happens(work, client_id)

    with pytest.raises(NotDiscarded):
        discard(work.workspace, client_id)

    assert clients.load(work.workspace.caseload, client_id).id == client_id


def test_one_answer_is_more_than_a_name(work: Workplace) -> None:
    client_id = opened_by_mistake(
        work, lambda state: answer(state, QuestionId("urgency"), "in_turn")
    )

    assert not may_discard(work.workspace, client_id)


def test_a_client_who_was_added_otherwise_is_erased_as_before(work: Workplace) -> None:
    assert not may_discard(work.workspace, work.add_client().id)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Bo=("therapist",))


def work_of(vault: Vault, team: Team) -> Workplace:
    return Workplace(workspace_for(vault), team.service.clock)


def test_no_second_person_is_asked_and_everybody_is_told_once_without_a_name(team: Team) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        work = work_of(vault, team)
        discard(work.workspace, opened_by_mistake(work))
    with team.open("Bo") as vault:
        [act] = loud_acts(vault)

    words = act_in_words(act)
    assert words.startswith("Ana Example deleted a first contact on ")
    assert "Tom" not in words


def test_who_covers_discards_nobody(team: Team) -> None:
    with team.open("Ana") as vault:
        client_id = opened_by_mistake(work_of(vault, team))
        team.service.clock.advance(60)
        grant_cover(vault, vault.caseload_id, team.uid("Bo"), vault.service.now().date())
    with team.open("Bo") as vault:
        vault.use_caseload(next(each.id for each in vault.caseload_choices() if each.owner_name))

        assert not may_discard(workspace_for(vault), client_id)
