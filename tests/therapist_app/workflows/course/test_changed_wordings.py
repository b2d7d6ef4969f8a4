"""Whoever agreed to words that were changed since is to be asked again, and is told why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from session_forms.library.library import FormLibrary
from session_forms.questions.choices import ChoiceQuestion
from tests.support.workflows.second_wording import ADDED, GONE, with_second_wording
from tests.support.workflows.workspaces import PLANS, Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client, Decision
from therapist_app.workflows.course.changed_wordings import (
    ChangedWording,
    changed_wording,
    wording_words,
)
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.sessions.readiness import readiness_before

AGREES = {"signed": True, "pseudonymised_use": "agreed"}


@pytest.fixture
def client(work: Workplace) -> Client:
    client = work.add_client()
    work.fill(client, "agreement", AGREES, None)
    work.clock.advance(60)
    return client


def changed(work: Workplace, client: Client) -> ChangedWording | None:
    return changed_wording(work.workspace, work.workspace.client(client.id))


def decide(
    work: Workplace,
    client: Client,
    text: str,
    version: str,
    decision: Decision = "given",
) -> None:
    found = PaperConsent(FIGURES_USED, text, version, decision, "spoken", work.clock())
    write_down(work.workspace, client.id, found)
    work.clock.advance(60)


def lacks(work: Workplace, client: Client, plan_id: str) -> set[str]:
    plan = work.workspace.programme_for(client.id).session_plans[plan_id]
    found = readiness_before(work.workspace, client.id, plan)
    assert found is not None
    return {each.kind for each in found.lacking}


def test_who_agreed_to_an_earlier_wording_is_told_what_changed_and_counts_on(
    work: Workplace, client: Client
) -> None:
    assert changed(work, client) is None

    newer = with_second_wording(work)

    found = changed(newer, client)
    assert found is not None
    assert (found.new, found.left_out) == ((ADDED,), (GONE,))
    assert found.to_read[0].endswith("to see whether this programme helps?")
    assert found.to_read[-1] == ADDED
    assert found.version == "2"
    said = wording_words(found)
    assert f"New since then: “{ADDED}”" in said
    assert f"No longer said: “{GONE}”" in said
    assert agreed_clients(newer.workspace) == (client.id,)


def test_it_is_asked_again_where_the_course_or_a_plan_is_reviewed_and_nowhere_else(
    work: Workplace, client: Client
) -> None:
    newer = with_second_wording(work)

    assert [each for each in ("S05", "S06", "S07") if "figures" in lacks(newer, client, each)] == [
        "S06"
    ]
    assert "figures" not in lacks(work, client, "S06")

    review = (work.clock() + timedelta(days=1)).date()
    work.fill(client, "boundaries", PLANS["boundaries"] | {"review_date": review.isoformat()}, None)
    assert "figures" not in lacks(newer, client, "S05")
    work.clock.advance(timedelta(days=2).total_seconds())
    assert {"figures", "boundaries"} <= lacks(newer, client, "S05")


@pytest.mark.parametrize("decision", ["given", "refused"])
def test_the_answer_to_the_newer_wording_ends_it(
    work: Workplace, client: Client, decision: Decision
) -> None:
    newer = with_second_wording(work)

    decide(newer, client, "Working  AGREEMENT", "2")
    assert changed(newer, client) is None
    decide(newer, client, "agreement", "2", decision)

    assert changed(newer, client) is None
    assert "figures" not in lacks(newer, client, "S06")


def test_who_begins_with_the_newer_agreement_answers_it(work: Workplace, client: Client) -> None:
    newer = with_second_wording(work)
    begins = newer.add_client()

    newer.fill(begins, "agreement", AGREES, None)

    assert changed(newer, begins) is None
    assert changed(newer, client) is not None


def _never_asked(work: Workplace) -> Client:
    return work.add_client()


def _refuses(work: Workplace) -> Client:
    client = work.add_client()
    work.fill(client, "agreement", {"pseudonymised_use": "declined"}, None)
    return client


def _takes_back(work: Workplace) -> Client:
    client = work.add_client()
    work.fill(client, "agreement", AGREES, None)
    work.clock.advance(60)
    decide(work, client, "agreement", "1", "refused")
    return client


def _has_ended(work: Workplace) -> Client:
    client = work.add_client()
    work.fill(client, "agreement", AGREES, None)
    clients.save(work.workspace.caseload, replace(client, status="ended"))
    return client


@pytest.mark.parametrize("make", [_never_asked, _refuses, _takes_back, _has_ended])
def test_nobody_is_asked_again_who_did_not_agree_or_whose_course_has_ended(
    work: Workplace, make: Callable[[Workplace], Client]
) -> None:
    client = make(work)

    assert changed(with_second_wording(work), client) is None


def test_a_newer_form_that_asks_this_question_in_the_same_words_makes_nothing_old(
    work: Workplace, client: Client
) -> None:
    assert changed(with_second_wording(work, "contact_rules"), client) is None


def test_an_answer_in_other_words_is_a_change_as_well(work: Workplace, client: Client) -> None:
    ours = work.workspace
    first = ours.forms.latest("agreement")
    question = first.question("pseudonymised_use")
    assert isinstance(question, ChoiceQuestion)
    yes, no = question.options
    changed_yes = question.model_copy(
        update={"options": (yes.model_copy(update={"label": "Yes, also later"}), no)}
    )
    questions = tuple(changed_yes if each.id == question.id else each for each in first.questions)
    second = first.model_copy(update={"version": 2, "questions": questions})
    course = ours.programme.model_copy(update={"forms": {**ours.programme.forms, "agreement": 2}})
    newer = replace(ours, forms=ours.forms.with_more((second,)), programme=course)

    found = changed(replace(work, workspace=newer), client)

    assert found is not None
    assert (found.new, found.left_out) == (("Yes, also later",), ("Yes, I agree",))
    assert "Yes, also later" not in found.to_read


def test_where_the_earlier_form_is_not_installed_it_is_said_that_the_change_cannot_be_shown(
    work: Workplace, client: Client
) -> None:
    newer = with_second_wording(work)
    left = [
        each for each in newer.workspace.forms.all() if (each.id, each.version) != ("agreement", 1)
    ]
    alone = replace(newer, workspace=replace(newer.workspace, forms=FormLibrary(left)))

    found = changed(alone, client)

    assert found is not None
    assert (found.new, found.left_out) == ((), ())
    assert "cannot be shown here" in wording_words(found)


@pytest.mark.parametrize("version", ["2", "3", "May 2026"])
def test_a_version_of_the_form_that_is_not_earlier_is_not_old(
    work: Workplace, version: str
) -> None:
    newer, client = with_second_wording(work), work.add_client()

    decide(newer, client, "agreement", version)

    assert changed(newer, client) is None


def test_a_paper_is_old_once_two_clients_decided_about_one_that_came_into_use_later(
    work: Workplace,
) -> None:
    first, second, third = (work.add_client() for _each in range(3))
    decide(work, first, "Our leaflet", "2026")
    decide(work, second, "Our leaflet", "2027")
    assert changed(work, first) is None

    decide(work, third, "Our leaflet", "2027")

    found = changed(work, first)
    assert found is not None
    assert (found.version, found.to_read) == ("2027", ())
    assert "Compare the two papers" in wording_words(found)
    assert changed(work, second) is None
    decide(work, first, "Our leaflet", "2027")
    assert changed(work, first) is None


def test_another_paper_says_nothing_about_this_one(work: Workplace) -> None:
    first, *others = (work.add_client() for _each in range(3))
    decide(work, first, "Our leaflet", "2026")
    for each in others:
        decide(work, each, "Another leaflet", "2027")

    assert changed(work, first) is None


@pytest.mark.parametrize(
    ("says", "agreed_to", "new"),
    [
        ("We count figures.", "1", None),
        ("We count figures.", "2", None),
        ("Others count them.", "1", ("Others count them.",)),
        ("Others count them.", "0", ()),
    ],
)
def test_a_local_text_is_old_once_a_later_version_counts_that_says_something_else(
    work: Workplace, client: Client, says: str, agreed_to: str, new: tuple[str, ...] | None
) -> None:
    today = work.workspace.today()
    text = next(each for each in work.workspace.local_texts if each.id == "de")
    counts = {
        "status": "approved",
        "approved_on": today,
        "expires_on": today + timedelta(days=90),
        "open_questions": (),
        "name": "Our text",
    }
    texts = tuple(
        text.model_copy(update={**counts, "version": version, "client_text": words})
        for version, words in ((1, "We count figures."), (2, says))
    )
    ours = replace(work, workspace=replace(work.workspace, jurisdictions=texts))

    decide(ours, client, "DE", agreed_to)

    found = changed(ours, client)
    assert (found and found.new) == new
    if found is not None:
        assert (found.title, found.version) == ("Our text", "2")
