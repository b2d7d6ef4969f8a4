"""Lists of clients as text, what would be imported of them, and what the record then holds."""

from therapist_app.record.clients import clients, identities
from therapist_app.workflows.importing.importing_a_list import (
    surroundings,
)
from therapist_app.workflows.importing.list_columns import recognised
from therapist_app.workflows.importing.planning_an_import import (
    ImportPlan,
    ListReading,
    plan_import,
)
from therapist_app.workflows.importing.spreadsheet import read_list
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
)

HEADS = "Name,Date of birth,Telephone,Emergency contact,Track,Age group,Gender\n"


TRACK = "T-PREV"


def plan_of(work, text: str, *, order=None, track=TRACK) -> ImportPlan:
    sheet = read_list(text.encode())
    reading = ListReading(recognised(sheet.heads), order, track)
    return plan_import(sheet, reading, surroundings(work.workspace))


def problems(plan: ImportPlan) -> dict[int, list[tuple[str, str]]]:
    return {
        each.row: [(one.kind, one.head) for one in each.problems]
        for each in plan.lines
        if each.problems
    }


def kept(work) -> list[NewClient]:
    """Return all clients of the record in the shape in which they are asked for."""
    found = []
    for client_id, _code, _hidden in clients.all_codes(work.workspace.caseload):
        client = clients.load(work.workspace.caseload, client_id)
        identity = identities.load(work.workspace.caseload, client_id)
        found.append(
            NewClient(
                anonymity=identity.anonymity,
                name=identity.name,
                contact=identity.contact,
                birth_date=identity.birth_date,
                emergency_contact=identity.emergency_contact,
                track=client.track,
                age_band=client.age_band,
                gender=client.gender,
                held_before=client.held_before,
                held_before_on=client.held_before_on,
            )
        )
    return found
