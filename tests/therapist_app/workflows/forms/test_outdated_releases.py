"""A correction names the releases that it changes, and a release is issued again with a link."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from exports.errors import NotForExport
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.database import audit
from therapist_app.record.model import Client
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting.earlier_releases import earlier_releases
from therapist_app.workflows.exporting.exporting import (
    ReleaseRequest,
    approve,
    prepare,
)
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.forms.correcting_forms import begin_correction, corrections
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.sessions.holding_a_session import end_session

ZEROS: dict[str, object] = {f"q{number}": 0 for number in range(1, 10)}


@pytest.fixture
def client(work: Workplace) -> Client:
    return met(work)


def met(work: Workplace) -> Client:
    """Add somebody who agreed, with a measure and a form of which nothing leaves."""
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    work.fill(client, "phq-9", dict(ZEROS), appointment)
    end_session(work.workspace, appointment, "finished")
    return client


def released(work: Workplace, client: Client, folder: Path, replaces: str = "") -> Release:
    request = ReleaseRequest(
        "client_summary", OWN_LEAD, "supervision", client.id, replaces=replaces
    )
    prepared = prepare(work.workspace, request)
    approve(work.workspace, prepared, folder)
    return releases.load(work.workspace.service, prepared.release.id)


def correct(work: Workplace, client: Client, form_id: str, answers: dict[str, object]):
    """Correct a form; return its corrections, as the page of the form tells them."""
    [first, *_others] = filled_forms.for_client(work.workspace.caseload, client.id, form_id)
    work.clock.advance(timedelta(days=1).total_seconds())
    opened = begin_correction(work.workspace, first.id, "Slip")
    finish_form(work.workspace, opened, answered(opened.state, answers))
    return corrections(work.workspace, reopen_form(work.workspace, first.id).filled)


def test_a_correction_names_the_releases_that_it_changes_and_no_others(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    other = met(work)
    mine, theirs = released(work, client, tmp_path), released(work, other, tmp_path)

    [told] = correct(work, client, "phq-9", {"q1": 1})

    assert told.releases == (mine.id,)
    [noted] = releases.corrections(work.workspace.service)
    assert (noted.release_id, noted.form_id) == (mine.id, "phq-9")
    assert client.id not in repr(noted)
    entry = next(
        each for each in audit.entries(work.workspace.service) if each.action == "release_outdated"
    )
    assert entry.subject == f"release:{mine.id}"
    standing = {each.id: each.corrections for each in earlier_releases(work.workspace)}
    assert standing == {mine.id: 1, theirs.id: 0}


def test_what_left_after_a_correction_is_not_changed_by_it(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    before = correct(work, client, "phq-9", {"q1": 1})
    after = released(work, client, tmp_path)

    assert [each.releases for each in before] == [()]
    assert releases.corrections(work.workspace.service) == ()
    assert correct(work, client, "phq-9", {"q1": 2})[-1].releases == (after.id,)


def test_a_report_is_changed_by_a_form_of_its_caseload_and_its_time_alone(
    work: Workplace, client: Client
) -> None:
    workspace = work.workspace
    facts = {
        "caseloads": [workspace.vault.caseload_id],
        "forms": ["phq-9"],
        "until": "2026-03",
    }
    told = {
        "R-whole": facts,
        "R-earlier": {**facts, "until": "2026-02"},
        "R-elsewhere": {**facts, "caseloads": ["another"]},
        "R-without": {**facts, "forms": ["gad-7"]},
        "R-of-before": {"tables_hash": ""},
    }
    for name, noted in told.items():
        made = Release(
            name, "internal-review", "A", "b", workspace.now(), "c", "{}", json.dumps(noted)
        )
        releases.add(workspace.service, made)
    begun = replace(made, id="R-begun", unprotected=json.dumps(facts), standing="begun")
    releases.add(workspace.service, begun)

    [correction] = correct(work, client, "phq-9", {"q1": 1})

    assert (correction.releases, correction.reports) == ((), ("R-whole",))


def test_a_report_that_once_went_outside_as_if_within_is_issued_again_for_outside(
    work: Workplace,
) -> None:
    workspace = work.workspace
    noted = json.dumps({"course": workspace.programme.id})
    made = Release(
        "R-1", "internal-review", "Ministry", "funder", workspace.now(), "c", "{}", noted
    )
    releases.add(workspace.service, made)

    [earlier] = earlier_releases(workspace)

    again = ReleaseRequest("service_report", "Ministry", "funder", replaces="R-1")
    assert (earlier.profile, earlier.course) == (again.profile, workspace.programme.id)


def test_a_release_is_issued_again_with_a_link_to_the_earlier_one(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    first = released(work, client, tmp_path)
    request = ReleaseRequest(
        "client_summary", OWN_LEAD, "supervision", client.id, replaces=first.id
    )
    files = prepare(work.workspace, request).release.files
    assert json.loads(files["datapackage.json"])["release"]["replaces"] == first.id
    assert f"It takes the place of release {first.id}." in files["README.txt"].decode()

    again = released(work, client, tmp_path, replaces=first.id)

    assert (first.reissue_of, again.reissue_of) == ("", first.id)
    assert [each.id for each in earlier_releases(work.workspace)] == [again.id]


def test_a_report_takes_the_place_of_no_report_of_another_quarter(work: Workplace) -> None:
    workspace = work.workspace
    for name, quarter in (("R-1", "2025-Q4"), ("R-2", "2026-Q1")):
        noted = json.dumps({"course": workspace.programme.id, "quarter": quarter})
        made = Release(
            name, "internal-review", OWN_LEAD, "supervision", workspace.now(), "c", "{}", noted
        )
        releases.add(workspace.service, made)
    request = ReleaseRequest("service_report", OWN_LEAD, "supervision", quarter="2026-Q1")

    assert {each.id: each.quarter for each in earlier_releases(workspace)} == {
        "R-1": "2025-Q4",
        "R-2": "2026-Q1",
    }
    with pytest.raises(NotForExport, match="place only"):
        prepare(workspace, replace(request, replaces="R-1"))
    with pytest.raises(NotForExport) as refused:
        prepare(workspace, replace(request, replaces="R-2"))
    assert "place only" not in str(refused.value), "that no such quarter was closed is another"


def test_nothing_takes_the_place_of_another_kind_or_of_another_recipients(
    work: Workplace, client: Client, tmp_path: Path
) -> None:
    first = released(work, client, tmp_path)
    for name, replaces in (("University", first.id), (OWN_LEAD, "R-nowhere")):
        request = ReleaseRequest(
            "client_summary", name, "supervision", client.id, replaces=replaces
        )
        with pytest.raises(NotForExport, match="place only"):
            prepare(work.workspace, request)
