"""A real service with several clients, for a monkey: every page of it has somewhere to lead."""

from pathlib import Path

from tests.support.display.first_steps import WORDS
from tests.support.workflows.clinics_ready import approve_all, service_in
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.paths import places
from therapist_app.practice.setting_up import populate
from therapist_app.shell.navigation.places import PLACES
from therapist_app.workflows.content import writing_local_texts as texts
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import open_promises

FATES = 5
"""Clients whose course is lived before; beside them stands one for each page that needs one."""
GIVEN_TO_THE_CLIENT = ("phq-9", "gad-7", "safety-plan")
TURNS = 3
"""Clients that a laptop is handed to, one after the other: one may fill all of it in by chance."""
Way = tuple[str, list[object]]
Ways = dict[str, list[Way]]
"""For each page, the destinations that lead there, as a name and its ids."""


def lay_out_clinic(home: Path) -> Ways:
    """Make the service under a home of the product, and return the ways to its pages."""
    with service_in(places(home).service, WORDS) as work:
        approve_all(work)
        populated = populate(
            work.workspace, work.clock, clients=FATES, seed=1, tell=lambda _done, _of: None
        )
        return _ways(work, populated.client_ids)


def _ways(work: Workplace, client_ids: tuple[str, ...]) -> Ways:
    workspace = work.workspace
    held = work.hold(work.add_client(), "S01")
    running = work.add_client()
    session = work.start(running, "S01")
    work.fill(running, "risk-check", CALM | {"self_harm_thoughts": "passive"}, session)
    work.fill(running, "phq-9", {"q9": 2}, session)
    handed = [work.add_client() for _ in range(TURNS)]
    alone = [work.start(each, "S01") for each in handed]
    for client, first in zip(handed, alone, strict=True):
        work.tell_limits(client, first)
    closing = work.start(work.add_client(), "S01")
    ended = work.start(work.add_client(), "S01")
    end_session(workspace, ended, "broken_off")
    filled = work.add_client()
    work.fill(filled, "gad-7", {"q1": 0}, None)
    kept = next(iter(_filled_forms(work, filled.id)))
    ways: Ways = {
        "ClientPage": [("ClientPage", [each]) for each in client_ids],
        "DataRights": [("DataRights", [each]) for each in client_ids],
        "SessionPage": [("SessionPage", [session])],
        "BesideClient": [("BesideClient", [session])],
        "BesideForm": [("BesideForm", [running.id, "phq-9", session])],
        "ClosePage": [("ClosePage", [each]) for each in (closing, ended, held)],
        "SecondRatingPage": [("SecondRatingPage", [held])],
        "FormPage": [
            ("FormPage", [client_ids[0], each])
            for each in ("safety-plan", "phq-9", "boundaries", "chain", "risk-check")
        ],
        "FilledFormPage": [("FilledFormPage", [kept])],
        "ShownScore": [("ShownScore", [kept])],
        "HandOver": [
            ("HandOver", [client.id, list(GIVEN_TO_THE_CLIENT), first])
            for client, first in zip(handed, alone, strict=True)
        ],
        "AlertPage": [("AlertPage", [each.id]) for each in open_alerts(workspace)],
        "PromisePage": [("PromisePage", [each.id]) for each in open_promises(workspace)],
    }
    text = texts.places(workspace)[0].id
    ways["LocalTextPage"] = [("LocalTextPage", [text])]
    for place in PLACES:
        name = place.destination.__name__
        ways.setdefault(name, [(name, [])])
    assert all(ways.values()), ways
    return ways


def _filled_forms(work: Workplace, client_id: str) -> list[str]:
    rows = work.workspace.caseload.rows(
        "SELECT id FROM filled_forms WHERE client_id = ?", (client_id,)
    )
    return [str(each) for (each,) in rows]
