"""What may not wait until tomorrow is said in words, by code; nothing else is."""

from tests.support.workflows.workspaces import Workplace
from therapist_app.workflows.overviews.due_now import due_now
from therapist_app.workflows.sessions.answering_alerts import open_alerts

WORRIED = {"worry_about_acting": 7}


def test_an_open_alert_is_due_and_nothing_is_without_one(work: Workplace) -> None:
    client = work.add_client()
    assert due_now(work.workspace) == ()

    work.fill(client, "risk-check", WORRIED, None)

    assert due_now(work.workspace) == (f"{client.code}: an alert is open (act)",)


def test_a_promise_is_due_on_its_day_and_not_before(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "risk-check", WORRIED, None)
    [alert] = open_alerts(work.workspace, client.id)
    work.answer_alert(alert, days=2)
    assert due_now(work.workspace) == ()

    work.clock.advance(2 * 86_400)

    [said] = due_now(work.workspace)
    assert said.startswith(f"{client.code}: ")
    assert said.endswith(", due today")


def test_closing_goes_on_where_nothing_is_open(work: Workplace) -> None:
    work.workspace.vault.close()

    assert due_now(work.workspace) == ()
