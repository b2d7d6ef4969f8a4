"""An answer to an alert is begun until it is recorded."""

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.workflows.overviews.begun_answers import is_answering
from therapist_app.workflows.sessions.answering_alerts import open_alerts


def test_somebody_answers_from_the_first_word_until_the_alert_is_open_no_more(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 9}, None)
    assert not is_answering(work.workspace)
    [alert] = open_alerts(work.workspace, client.id)
    answering = AlertViewModel(work.workspace, alert.id)
    assert not is_answering(work.workspace)

    answering.write_facts("Called him, he is at home")
    assert is_answering(work.workspace)

    for each in answering.state.page.asked:
        answering.toggle(each.id)
    answering.write_told("the lead")
    answering.write_told_when("09:00")
    answering.choose_day(work.workspace.today().isoformat())
    answering.write_reason("none")
    assert answering.state.missing == ()
    answering.record()

    assert not open_alerts(work.workspace, client.id)
    assert not is_answering(work.workspace)
