"""A form of a clinic's own opens an alert that asks for the same as one of a form that ships."""

from dataclasses import replace

import pytest

from session_forms.clinic.site_folder import with_site_files
from tests.support.programme.packs import opening
from therapist_app.record.model import Acknowledgement
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    alert_page_data,
    open_alerts,
)


def test_an_alert_of_a_clinics_own_form_asks_whom_to_tell(work, tmp_path):
    (tmp_path / "own-form.v1.toml").write_text(opening("own-form", "safety-plan"), "utf-8")
    forms = with_site_files(work.workspace.forms, tmp_path)
    assert forms.problems == ()
    work.workspace = replace(work.workspace, forms=forms)
    client = work.add_client()
    question = forms.latest("own-form").questions[0].id

    work.fill(client, "own-form", {question: True}, None)

    [alert] = open_alerts(work.workspace, client.id)
    page = alert_page_data(work.workspace, alert.id)
    assert (alert.level, page.level_title) == ("act", "act: same day")
    answer = Acknowledgement(
        actions=("supervisor",),
        facts="Went through it together.",
        told="",
        told_when="",
        next_contact=work.workspace.today().isoformat(),
        reason_for_open_actions="Nothing else to do today.",
        by="",
    )
    with pytest.raises(AnswerIncomplete) as refused:
        acknowledge(work.workspace, alert.id, answer)
    assert refused.value.missing == ("told",)
