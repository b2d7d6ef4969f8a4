"""What the service uses forms for decides which of them are offered."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from session_forms.form.licences import Contexts
from session_forms.library.library import FormLibrary, installed
from tests.support.record.records import lay_out
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.errors import NotAllowed
from therapist_app.record.model import Client
from therapist_app.record.service import settings
from therapist_app.workflows.errors import FormExcluded
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.forms.paper_entry import PaperForm, begin_paper_form
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies.form_use import (
    KEY,
    settle_use,
    usable_forms,
    use_of_forms,
)
from therapist_app.workflows.sessions.seeing_a_session import measures_due, session_page_data


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def offered(work: Workplace) -> set[str]:
    return {form.id for form in usable_forms(work.workspace)}


def test_where_nothing_was_settled_forms_are_for_clinical_work(work: Workplace) -> None:
    assert use_of_forms(work.workspace.service) == "clinical"
    settings.save(work.workspace.service, KEY, "gardening")
    assert use_of_forms(work.workspace.service) == "clinical"


def test_a_form_whose_holder_excludes_the_use_is_not_offered(work: Workplace) -> None:
    before = offered(work)

    settle_use(work.workspace, "commercial")

    assert before == set(installed().ids())
    assert before - offered(work) == {"audit", "audit-c", "gbo"}


def test_an_excluded_form_cannot_be_begun_and_one_begun_before_goes_on(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    begun = open_form(work.workspace, client.id, "audit-c", appointment_id=appointment)
    keep_draft(work.workspace, begun, answered(begun.state, {"q1": 1}))
    settle_use(work.workspace, "commercial")

    again = open_form(work.workspace, client.id, "audit-c", appointment_id=appointment)

    assert again.filled.id == begun.filled.id
    with pytest.raises(FormExcluded, match="audit"):
        open_form(work.workspace, client.id, "audit")
    paper = PaperForm(client.id, "audit", work.workspace.today(), "client")
    with pytest.raises(FormExcluded):
        begin_paper_form(work.workspace, paper)


def test_an_excluded_measure_is_not_due(work: Workplace, client: Client) -> None:
    appointment = work.start(client, "S01")
    due = {
        each.form_id
        for each in measures_due(
            work.workspace, session_page_data(work.workspace, appointment).appointment
        )
    }
    forms = work.workspace.forms
    phq = forms.latest("phq-9")
    excluded = phq.licence.model_copy(update={"contexts": Contexts(clinical="no")})
    changed = FormLibrary((*forms.all(), phq.model_copy(update={"licence": excluded})))
    workspace = replace(work.workspace, forms=changed)

    now_due = {
        each.form_id
        for each in measures_due(workspace, session_page_data(workspace, appointment).appointment)
    }

    assert due - now_due == {"phq-9"}


def test_who_keeps_the_people_or_leads_settles_the_use(work: Workplace, tmp_path: Path) -> None:
    assert may(work.workspace.vault, "settle_policies")

    with lay_out(tmp_path / "other", roles=("therapist",)).open() as vault:
        therapist = replace(work.workspace, vault=vault)

        assert not may(therapist.vault, "settle_policies")
        with pytest.raises(NotAllowed):
            settle_use(therapist, "commercial")


def test_suggestions_come_from_the_last_answers_and_say_what_is_unverified(
    work: Workplace, client: Client
) -> None:
    from therapist_app.workflows.overviews.seeing_clients import client_page_data

    work.fill(client, "audit", {"q4": 3, "q9": 4}, None)
    work.clock.advance(60)
    work.fill(client, "audit", {"q4": 3, "q9": 0}, None)
    work.clock.advance(60)
    work.fill(client, "reqol-10", {"q6": 2}, None)

    found = client_page_data(work.workspace, client.id).suggestions

    assert [(each.title, each.is_unverified) for each in found] == [
        ("ReQoL-10", True),
        ("AUDIT", False),
    ]
    assert found[1].says == "Item 4: consider the intervention of the next zone."
    assert isinstance(found[0].day, date)
