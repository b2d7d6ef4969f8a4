"""A client whose first session was held in the first quarter, and who agreed to be counted."""

from exports.quarters import Quarter
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import end_session

Q1 = Quarter(2026, 1)


def hold_first(work: Workplace) -> Client:
    """Hold the first session with a new client, at the time of the clock."""
    client = add_client(work.workspace, NewClient(anonymity="code_only", age_band="25-34"))
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    return client
