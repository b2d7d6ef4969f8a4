"""What left about a client is told: in their own copy, and before they are erased."""

from dataclasses import replace
from pathlib import Path

import pytest

from exports.access.access_record import AccessPart
from exports.purposes import purpose_in_words
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.record.service import releases
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.readable_copies import save_readable_copy
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.rights.access_copy import access_record, left_out_at_first
from therapist_app.workflows.rights.data_rights import erase_client, erasure_account
from therapist_app.workflows.rights.erasure_words import erasure_report, left_lines
from therapist_app.workflows.rights.left_of_client import left_of_client
from therapist_app.workflows.sessions.holding_a_session import end_session


@pytest.fixture
def client(work: Workplace) -> Client:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    return client


def released(work: Workplace, client: Client, folder: Path) -> str:
    """Release a summary and a readable copy of it; return its id."""
    folder.mkdir()
    request = ReleaseRequest("client_summary", OWN_LEAD, "clinical_lead", client.id)
    found = prepare(work.workspace, request)
    approve(work.workspace, found, folder)
    save_readable_copy(work.workspace, found, folder, "For Dara, on paper")
    return found.release.id


def part(work: Workplace, client: Client, key: str) -> AccessPart:
    record = access_record(work.workspace, client.id)
    [found] = [each for each in record.parts if each.id == key]
    return found


def test_a_client_reads_who_received_a_summary_of_them_and_of_nobody_else(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    other = work.add_client()
    assert part(work, client, "received").items == ()
    made = released(work, client, tmp_path / "stick")

    [item] = part(work, client, "received").items

    said = [(each.what, each.value) for each in item.lines]
    assert said[:3] == [
        ("For whom", "Clinical lead"),
        ("What for", purpose_in_words("clinical_lead")),
        ("Approved by", "Ana Example"),
    ]
    copy, why = item.lines[3:]
    assert copy.what == "A copy that is not encrypted"
    assert copy.value.startswith("Saved by Ana Example on ")
    assert why.value == "For Dara, on paper"
    out = left_out_at_first(access_record(work.workspace, client.id))
    assert {each.id for each in item.lines} & out == {why.id}
    assert left_of_client(work.workspace, other.id) == ()
    assert [each.id for each in left_of_client(work.workspace, client.id)] == [made]


@pytest.mark.parametrize(("standing", "told"), [("begun", 1), ("interrupted", 0)])
def test_what_may_have_left_is_told_and_what_is_known_not_to_have_is_not(
    work: Workplace, client: Client, tmp_path: Path, standing: str, told: int
) -> None:
    made = releases.load(work.workspace.service, released(work, client, tmp_path / "stick"))
    with work.workspace.service.change("release_begun", f"release:{made.id}") as change:
        change.execute("UPDATE releases SET standing = ?", (standing,))
    nothing = replace(made, id="R-2", unprotected="[]", standing="released")
    releases.add(work.workspace.service, nothing)

    found = part(work, client, "received").items

    assert len(found) == told
    words = [line.value for item in found for line in item.lines]
    assert any("It may have left." in each for each in words) == bool(told)


def test_the_copy_says_how_long_it_is_kept_and_whom_to_ask(work: Workplace, client: Client) -> None:
    long, ask = part(work, client, "kept").items[0].lines
    assert "has not decided yet" in long.value
    assert ask.value == "Your therapist, or the service that gave you this copy."
    retaining.approve(work.workspace, 5, "Our law")
    settle_numbers(
        work.workspace, PageNumbers(clinic_phone="01 234 5678", clinic_hours="Mondays, 9 to 12")
    )

    long, ask = part(work, client, "kept").items[0].lines

    assert long.value.startswith("5 years after the end of your course.")
    assert ask.value.endswith("01 234 5678 · Mondays, 9 to 12")


def test_before_an_erasure_what_left_is_named(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    released(work, client, tmp_path / "stick")

    account = erasure_account(work.workspace, client.id)
    summary, copy = left_lines(account.left)

    assert summary.startswith("A summary for Clinical lead, ")
    assert copy.startswith("A copy of it that is not encrypted, saved by Ana Example on ")
    erased = erase_client(work.workspace, client.id, client.code, "consent_withdrawn")
    assert left_of_client(work.workspace, client.id) == account.left, "the list of exports stays"
    report = erasure_report(client.code, erased, (), work.workspace.today(), sent=account.left)
    assert {summary, copy} <= set(report.lines)
