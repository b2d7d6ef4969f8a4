"""A client's summary beside the open caseload, from a real record."""

from dataclasses import replace
from datetime import date

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.workflows.exporting.comparing import compare_with_caseload
from therapist_app.workflows.rights import data_rights


def met(work: Workplace, *plans: str, gender: str = "man") -> Client:
    """Return a client who came to these sessions."""
    client = replace(work.add_client(), gender=gender)
    clients.save(work.workspace.caseload, client)
    for plan_id in plans:
        work.hold(client, plan_id, sign=False)
    return client


def sharing(work: Workplace, client: Client, *left_out: str) -> dict[str | None, tuple[int, int]]:
    found = compare_with_caseload(work.workspace, client.id, "supervision", left_out)
    return {each.part: (each.sharing, each.of) for each in found}


def test_each_line_says_how_many_of_the_open_caseload_show_the_same(work: Workplace) -> None:
    client, same = met(work, "S01"), met(work, "S01")
    met(work, "S01", gender="woman")
    work.add_client()  # who was never met is not compared

    found = sharing(work, client)

    assert found["person"] == (2, 3)
    assert found["order"] == (3, 3)
    assert found[None] == (2, 3)
    assert "order" not in sharing(work, client, "order")

    data_rights.restrict(work.workspace, same.id, "accuracy", date(2026, 6, 1))

    assert sharing(work, client)["person"] == (1, 2)
