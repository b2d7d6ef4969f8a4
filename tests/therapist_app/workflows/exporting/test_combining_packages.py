"""A report that a service made, from its record to a sum over services."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from exports.combining.combined import combine
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.disclosure.cell_keys import MOST
from exports.errors import FilesNotWritten, NotForExport
from exports.package.release import write_readable_copy
from exports.quarters import Quarter
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.service import releases, service_keys
from therapist_app.workflows.exporting import quarters
from therapist_app.workflows.exporting.combining_packages import (
    note_combined,
    save_combined,
    take_back_combined,
)
from therapist_app.workflows.exporting.exporting import ReleaseRequest, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.readable_copies import save_readable_copy
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import end_session

Q1 = Quarter(2026, 1)


def hold_first(work: Workplace) -> None:
    client = add_client(work.workspace, NewClient(anonymity="code_only", age_band="25-34"))
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")


def reported(work: Workplace, recipient: str, folder: Path) -> str:
    """Write the report of the quarter for a recipient, and return its id."""
    request = ReleaseRequest("service_report", recipient, "service_quality", quarter=Q1.name)
    prepared = prepare(work.workspace, request)
    folder.mkdir(exist_ok=True)
    if prepared.needs_second:
        service = work.workspace.service
        sign = partial(service_keys.sign_export, service, recipient)
        public = service_keys.export_public_key(service, recipient)
        write_readable_copy(folder, prepared.release, sign, public_key=public)
    else:
        save_readable_copy(work.workspace, prepared, folder, "For a test")
    return prepared.release.id


def test_a_report_from_the_record_is_added_up_once_whomever_it_was_made_for(
    work: Workplace, tmp_path: Path
) -> None:
    for _each in range(14):
        hold_first(work)
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    work.have_colleague("Lea Example", "lead")
    quarters.close_quarter(work.workspace, Q1)
    first = reported(work, OWN_LEAD, tmp_path / "out")
    second = reported(work, "University", tmp_path / "out")

    combined = combine(gather(packages_in([tmp_path / "out"]), Opener()))

    assert combined.refused == ()
    assert combined.quarters == (Q1.name,)
    [counted] = combined.counted
    [left] = combined.left_out
    assert {counted.release_id, left.release.release_id} == {first, second}
    assert counted.site != left.release.site
    assert left.reason == "same_figures"
    [clients] = [each for each in combined.totals(Q1.name) if each.key.measure == "clients"]
    assert abs(clients.n - 14) <= MOST * clients.caseloads


def test_what_is_made_of_packages_is_noted_with_its_reason_before_it_is_written(
    work: Workplace, tmp_path: Path
) -> None:
    service = work.workspace.service
    with pytest.raises(NotForExport, match="Write down why"):
        note_combined(work.workspace, Q1.name, "  ")
    assert releases.readable_copies(service) == ()

    copy = note_combined(work.workspace, Q1.name, "For the board")
    save_combined(work.workspace, b"pages", tmp_path / "all.pdf", copy)

    assert (tmp_path / "all.pdf").read_bytes() == b"pages"
    [noted] = releases.readable_copies(service)
    assert (noted.release_id, noted.reason) == ("combined-2026-Q1", "For the board")


def test_what_could_not_be_written_or_printed_is_not_noted(work: Workplace, tmp_path: Path) -> None:
    copy = note_combined(work.workspace, Q1.name, "For the board")
    with pytest.raises(FilesNotWritten):
        save_combined(work.workspace, b"pages", tmp_path / "nowhere" / "all.pdf", copy)
    again = note_combined(work.workspace, Q1.name, "For the board")

    take_back_combined(work.workspace, again)

    assert releases.readable_copies(work.workspace.service) == ()
