"""Decisions of a client: from finished forms and by hand, and what goes by them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from session_forms.library.library import installed
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.client_rights import consents
from therapist_app.record.database.columns import LAST_MOMENT
from therapist_app.record.errors import SenselessValue
from therapist_app.record.model import Client, Consent, Decision
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.consenting import (
    PaperConsent,
    asked,
    consent_lines,
    topics,
    write_down,
)
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def decisions(work: Workplace, client: Client) -> list[tuple[str, str, str]]:
    kept = consents.for_client(work.workspace.caseload, client.id)
    return [(each.topic, each.decision, each.given_how) for each in kept]


def spoken(work: Workplace, decision: Decision, version: str = "2026") -> PaperConsent:
    return PaperConsent("figures_used", "Our leaflet", version, decision, "spoken", work.clock())


def test_every_question_and_option_that_is_a_decision_is_in_its_form() -> None:
    known = {each.id for each in topics()}
    for each in asked():
        question = installed().latest(each.form).question(each.question)
        assert each.topic in known
        assert question.possible(each.given)
        assert question.possible(each.refused)


def test_a_finished_agreement_keeps_its_decisions_with_its_version(
    work: Workplace, client: Client
) -> None:
    answers = {
        "signed": True,
        "pseudonymised_use": "declined",
        "emergency_contact_consent": "later",
    }

    work.fill(client, "agreement", answers, None)

    kept = consents.for_client(work.workspace.caseload, client.id)
    assert decisions(work, client) == [
        ("figures_used", "refused", "form"),
        ("working_agreement", "given", "form"),
    ]
    assert {(each.text_id, each.text_version) for each in kept} == {("agreement", "1")}


def test_a_draft_keeps_no_decision(work: Workplace, client: Client) -> None:
    from therapist_app.workflows.forms.opening_forms import open_form

    opened = open_form(work.workspace, client.id, "agreement")
    keep_draft(work.workspace, opened, answered(opened.state, {"signed": True}))

    assert decisions(work, client) == []


def test_a_correction_of_the_finished_form_takes_the_agreement_back(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    first = agreed_clients(work.workspace)
    from therapist_app.record.clients import filled_forms

    [filled] = filled_forms.for_client(work.workspace.caseload, client.id)
    work.clock.advance(60)
    again = begin_correction(work.workspace, filled.id, "Ticked the wrong line")
    finish_form(work.workspace, again, answered(again.state, {"pseudonymised_use": "declined"}))

    assert first == (client.id,)
    assert agreed_clients(work.workspace) == ()
    assert decisions(work, client)[-1] == ("figures_used", "withdrawn", "form")


def test_the_same_decision_about_the_same_text_is_kept_once(
    work: Workplace, client: Client
) -> None:
    write_down(work.workspace, client.id, spoken(work, "given"))
    write_down(work.workspace, client.id, spoken(work, "given"))
    work.clock.advance(60)
    write_down(work.workspace, client.id, spoken(work, "given", version="2027"))

    assert len(decisions(work, client)) == 2


def test_a_consent_taken_back_on_paper_takes_the_client_out_of_reports(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    work.clock.advance(60)

    write_down(work.workspace, client.id, spoken(work, "refused"))

    assert agreed_clients(work.workspace) == ()
    [line] = [
        each for each in consent_lines(work.workspace, client.id) if each.topic.id == "figures_used"
    ]
    assert [each.decision for each in line.history] == ["withdrawn", "given"]
    assert line.newest == line.history[0]


def test_of_two_decisions_on_one_day_the_one_written_later_counts(
    work: Workplace, client: Client
) -> None:
    for _time in range(3):
        write_down(work.workspace, client.id, spoken(work, "given"))
        write_down(work.workspace, client.id, spoken(work, "refused"))

    [newest] = consents.newest(work.workspace.caseload, [client.id], "figures_used").values()
    assert newest is not None
    assert newest.decision == "withdrawn"
    assert len(decisions(work, client)) == 6


def test_a_decision_written_down_late_takes_its_place_in_the_history(
    work: Workplace, client: Client
) -> None:
    write_down(work.workspace, client.id, spoken(work, "given"))
    earlier = replace(spoken(work, "refused"), decided_at=work.clock() - timedelta(days=3))

    write_down(work.workspace, client.id, earlier)

    assert [each[1] for each in decisions(work, client)] == ["refused", "given"]
    assert agreed_clients(work.workspace) == (client.id,)


def dated(work: Workplace, client: Client, at: datetime) -> None:
    caseload = work.workspace.caseload
    given = Consent(
        caseload.new_id(), client.id, "figures_used", "Our leaflet", "2026", "given", "spoken", at
    )
    consents.add(caseload, given)


def test_an_agreement_of_a_day_that_has_not_come_keeps_no_later_refusal_from_counting(
    work: Workplace, client: Client
) -> None:
    """The clock was wrong, or whoever covered made it up."""
    dated(work, client, work.clock() + timedelta(days=20_000))

    write_down(work.workspace, client.id, spoken(work, "refused"))

    assert not consents.is_given(work.workspace.caseload, client.id, "figures_used")
    assert agreed_clients(work.workspace) == ()


def test_an_agreement_after_which_none_can_come_is_refused_in_a_sentence(
    work: Workplace, client: Client
) -> None:
    dated(work, client, LAST_MOMENT - timedelta(microseconds=1))

    with pytest.raises(SenselessValue):
        write_down(work.workspace, client.id, spoken(work, "refused"))


def test_a_decision_names_the_form_by_its_title_and_a_paper_as_the_clinic_does(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    work.clock.advance(60)
    write_down(work.workspace, client.id, spoken(work, "refused"))

    [line] = [
        each for each in consent_lines(work.workspace, client.id) if each.topic.id == "figures_used"
    ]

    title = work.workspace.forms.latest("agreement").title
    paper = spoken(work, "refused")
    assert line.texts == (
        f"{paper.text_id}, version {paper.text_version}",
        f"{title}, version {line.history[1].text_version}",
    )


@pytest.mark.parametrize(
    ("topic", "called", "kept"),
    [
        ("figures_used", "Working agreement", "agreement"),
        ("figures_used", " working   AGREEMENT ", "agreement"),
        ("figures_used", "agreement", "agreement"),
        ("contact_after_end", "Working agreement", "Working agreement"),
        ("figures_used", "DE", "de"),
        ("figures_used", "Our leaflet", "Our leaflet"),
    ],
)
def test_a_text_that_is_called_by_its_title_is_kept_under_its_id(
    work: Workplace, client: Client, topic: str, called: str, kept: str
) -> None:
    decision = PaperConsent(topic, called, "1", "given", "signed_paper", work.clock())

    write_down(work.workspace, client.id, decision)

    [found] = consents.for_client(work.workspace.caseload, client.id)
    assert found.text_id == kept


def test_who_was_never_asked_has_no_newest_decision(work: Workplace, client: Client) -> None:
    assert all(each.newest is None for each in consent_lines(work.workspace, client.id))


@pytest.mark.parametrize(
    ("answer", "expected"), [("yes", "yes"), ("no", "no"), ("not_asked", "not_asked")]
)
def test_contact_after_the_end_goes_by_the_decision(
    work: Workplace, client: Client, answer: str, expected: str
) -> None:
    work.fill(client, "ending", {"consent_follow_up": answer}, None)

    assert after_the_end(work.workspace, client.id).consent == expected


def test_a_paper_form_decides_on_the_day_of_the_paper(work: Workplace, client: Client) -> None:
    work.clock.advance(timedelta(days=3).total_seconds())
    from therapist_app.workflows.forms.keeping_forms import finish_form
    from therapist_app.workflows.forms.opening_forms import open_form

    opened = open_form(work.workspace, client.id, "agreement")
    day = (work.clock() - timedelta(days=2)).date()
    paper = replace(
        opened, filled=replace(opened.filled, filled_by="paper", filled_on=day, rater="together")
    )
    finish_form(work.workspace, paper, answered(opened.state, {"signed": True}))

    [kept] = consents.for_client(work.workspace.caseload, client.id)
    assert kept.decided_at.astimezone().date() == day
