"""Clients who began with an earlier version go on with it, and nobody else begins with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from programme.errors import PackRefused
from programme.loading.earlier_versions import earlier_versions
from programme.loading.library import installed
from tests.support.programme.packs import pack_file, programme_folder
from tests.support.workflows.clinics import Clinic
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.screens.client.changing import CourseViewModel
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.signing_off import is_signed_off, sign_off
from therapist_app.workflows.course.course_changes import move_to_newer, moves_first
from therapist_app.workflows.errors import NewerVersionFirst
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.workspace import Workspace

[EARLIER] = earlier_versions()


def earlier(workspace: Workspace) -> Workspace:
    """Return the workspace as it was while the earlier version was the one that shipped."""
    return replace(workspace, programme=EARLIER.programme, earlier_programmes=())


def began_earlier(work: Workplace, *sessions: str) -> Client:
    """Return a client who was added under the earlier version and had some sessions with it."""
    before = replace(work, workspace=earlier(work.workspace))
    client = before.add_client()
    for plan_id in sessions:
        before.hold(client, plan_id)
    return client


def test_a_client_under_way_goes_on_with_the_version_they_began_with(work: Workplace) -> None:
    client = began_earlier(work, "S01")
    work.pass_gates(client, "S02")

    work.hold(client, "S02")

    kept = work.workspace.client(client.id)
    assert kept.programme_version == EARLIER.programme.version
    assert work.workspace.missing_programme(kept) == ""
    assert work.workspace.programme_of(kept) == EARLIER.programme
    assert not moves_first(work.workspace, client.id)


def test_a_new_client_is_added_to_the_version_that_ships(work: Workplace) -> None:
    assert work.add_client().programme_version == installed().version


def test_nobody_begins_with_an_earlier_version(work: Workplace) -> None:
    client = began_earlier(work)
    with pytest.raises(NewerVersionFirst) as refused:
        work.start(client, "S01")
    assert refused.value.version == EARLIER.programme.version

    move_to_newer(work.workspace, client.id, "Not begun yet")

    work.start(client, "S01")
    moved = clients.load(work.workspace.caseload, client.id)
    assert moved.programme_version == installed().version


def test_that_the_newer_version_is_not_signed_off_is_said_before_a_client_is_moved(
    clinic: Clinic,
) -> None:
    before = earlier(clinic.workspace)
    sign_off(before, EARLIER.programme, "Clinical lead")
    client = add_client(before, NewClient("code_only"))
    workspace = clinic.come_back()

    def words() -> str:
        choices = CourseViewModel(workspace, client.id).state.choices
        return next(each.words for each in choices if each.kind == "programme")

    said = f"Move to version {installed().version} of the programme"
    assert words() == f"{said}: no session starts before it is signed off"
    sign_off(workspace, workspace.programme, "Clinical lead")
    assert words() == said


def test_what_a_lead_signed_under_the_earlier_version_counts_beside_the_newer_one(
    clinic: Clinic,
) -> None:
    sign_off(earlier(clinic.workspace), EARLIER.programme, "Clinical lead")

    workspace = clinic.come_back()

    assert is_signed_off(workspace, EARLIER.programme)
    assert not is_signed_off(workspace, workspace.programme)


def test_a_lead_is_told_of_the_newer_version_until_it_is_signed(clinic: Clinic) -> None:
    def told(workspace: Workspace) -> list[tuple[str, str, str]]:
        found = service_needs(workspace).needs
        return [(each.kind, each.what, each.by) for each in found if "programme" in each.kind]

    title = f"Prevention programme {installed().version}"
    assert told(clinic.workspace) == [("programme", title, "")]
    sign_off(clinic.workspace, EARLIER.programme, "Clinical lead")
    assert told(clinic.workspace) == [("programme_newer", title, EARLIER.programme.version)]

    sign_off(clinic.workspace, installed(), "Clinical lead")

    assert told(clinic.workspace) == []


def test_no_pack_takes_the_name_of_a_version_that_came_earlier(
    clinic: Clinic, tmp_path: Path
) -> None:
    folder = programme_folder(tmp_path / "again", EARLIER.programme.version)

    with pytest.raises(PackRefused, match=r"pps-core 0\.2\.0 comes with the program already"):
        look_at(clinic.workspace, pack_file(folder))


def test_a_session_of_the_earlier_version_starts_with_its_signature(clinic: Clinic) -> None:
    bring_into_force(clinic.workspace)
    sign_off(clinic.workspace, EARLIER.programme, "Clinical lead")
    before = earlier(clinic.workspace)
    work = Workplace(before, clinic.service.clock)
    client = add_client(before, NewClient("code_only"))
    work.hold(client, "S01")
    now = replace(work, workspace=clinic.workspace)
    now.pass_gates(client, "S02")

    assert now.start(client, "S02")
