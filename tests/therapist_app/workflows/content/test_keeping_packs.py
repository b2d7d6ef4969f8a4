"""Packs travel with the backups of the service file, and what is missing all the same is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from session_forms.clinic.site_folder import FOLDER
from tests.support.programme.packs import form_text, write_folder
from tests.support.record.records import an_appointment
from tests.support.record.safekeeping import back_up_quietly
from tests.support.workflows.clinics import Clinic, actions, everything
from therapist_app.record.backups import rebuilding
from therapist_app.record.clients import appointments, clients
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.errors import CannotWrite
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header_file import load_header
from therapist_app.record.service import content_files
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.workflows.content import keeping_content
from therapist_app.workflows.course.course_changes import newer_programme
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.errors import ProgrammeMissing
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client, client_page_data
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.packs_in_use import trouble_words
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.sessions.holding_a_session import start_session
from therapist_app.workflows.supervision.caseload_figures import figures_of
from therapist_app.workflows.workspace import Workspace

COURSE = ("programme", "pps-core", "0.9.0")


def place_of(clinic: Clinic) -> Path:
    return clinic.packs / COURSE[0] / COURSE[1] / f"{COURSE[2]}.pack"


def rebuilt(clinic: Clinic, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """Return the clinic in a new folder, made from its backups alone by its founder."""
    service = clinic.service
    back_up_quietly(clinic.workspace.vault)
    clinic.lock()

    def owner(draft: Path, uid: str, *_given: object) -> KeyHolder:
        place = ServiceFolder(draft)
        return KeyHolder(place, load_header(place.header), uid, service.keys(), service.sources)

    monkeypatch.setattr(rebuilding, "keys_for", owner)
    begun = rebuilding.begin_rebuilding(
        folder, (clinic.folder / "backups").glob("*.tvb"), system_sources().now()
    )
    rebuilding.finish_rebuilding(begun, service.uid, bytearray(), service.sources)
    return Clinic(replace(service, folder=folder))


def test_a_service_that_was_rebuilt_has_the_version_that_its_clients_follow(
    clinic: Clinic, course: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.install(course)
    clinic.install(first)
    own = write_folder(clinic.folder / FOLDER, {"own-form.v1.toml": form_text("own-form")})
    clinic.come_back()
    assert "own-form" in clinic.workspace.forms.ids()
    client = add_client(clinic.workspace, NewClient(anonymity="code_only"))
    before = everything(clinic.workspace)

    again = rebuilt(clinic, tmp_path / "new", monkeypatch)

    assert everything(again.workspace) == before
    assert (again.folder / FOLDER / "own-form.v1.toml").read_bytes() == (
        own / "own-form.v1.toml"
    ).read_bytes()
    found = client_page_data(again.workspace, client.id)
    assert (found.client.programme_version, found.missing_programme) == ("0.9.0", "")
    told = trouble_words(again.workspace.packs)
    assert "Restored from the record" in told
    assert "programme pps-core 0.9.0" in told
    assert "did not match the record" not in told
    assert again.come_back().packs.put_back == ()
    again.lock()
    clinic.unlock()


@pytest.mark.parametrize("spoil", ["missing", "changed"])
def test_a_file_that_is_gone_or_another_is_put_back_and_that_is_told(
    clinic: Clinic, course: Path, spoil: str
) -> None:
    clinic.install(course)
    clinic.come_back()
    whole = place_of(clinic).read_bytes()
    place_of(clinic).unlink() if spoil == "missing" else place_of(clinic).write_bytes(b"x")

    workspace = clinic.come_back()

    assert place_of(clinic).read_bytes() == whole
    assert (workspace.programme.version, workspace.packs.problems) == ("0.9.0", ())
    assert workspace.packs.put_back == ("programme pps-core 0.9.0",)


def test_a_pack_from_before_is_kept_at_the_next_sign_in(clinic: Clinic, course: Path) -> None:
    clinic.install(course)
    clinic.workspace.service.run("DELETE FROM pack_files")

    clinic.come_back()
    clinic.come_back()

    assert len(content_files.kept_packs(clinic.workspace.service)) == 1
    assert actions(clinic.workspace, "pack_kept") == ["pack_kept"]


def test_a_disk_that_refuses_leaves_the_pack_named_as_missing(
    clinic: Clinic, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise CannotWrite

    clinic.install(course)
    clinic.come_back()
    place_of(clinic).unlink()
    monkeypatch.setattr(keeping_content, "replace_file", refuse)

    assert [each.why for each in clinic.come_back().packs.problems] == ["missing"]


def pinned_elsewhere(clinic: Clinic) -> str:
    """Return a client of a course that nobody can get back, with a session today and one held."""
    workspace = clinic.workspace
    client = add_client(workspace, NewClient(anonymity="code_only"))
    other = replace(client, programme_id="our-course", programme_version="1.0")
    clients.save(workspace.caseload, other)
    for state in ("held", "planned"):
        appointments.add(
            workspace.caseload,
            an_appointment(workspace.caseload, client, state=state, plan_id="X01"),
        )
    return client.id


def an_unknown(workspace: Workspace, client_id: str, state: str) -> str:
    found = appointments.for_client(workspace.caseload, client_id)
    return next(each.id for each in found if each.state == state)


def test_without_its_programme_a_client_opens_and_it_is_told_which_pack_is_missing(
    clinic: Clinic,
) -> None:
    client_id = pinned_elsewhere(clinic)

    found = client_page_data(clinic.workspace, client_id)
    today = today_page_data(clinic.workspace)

    assert found.missing_programme == "programme our-course 1.0"
    assert [each.plan_title for each in today.appointments if each.client_id == client_id] == [
        "X01",
        "X01",
    ]
    assert figures_of(clinic.workspace, clinic.workspace.caseload).measures_overdue == 0
    assert "X01" in json.dumps(
        [
            item.title
            for part in access_record(clinic.workspace, client_id).parts
            for item in part.items
        ]
    )
    assert found.client.programme_id == "our-course"


def test_without_its_programme_no_session_starts_and_the_pack_is_named(clinic: Clinic) -> None:
    client_id = pinned_elsewhere(clinic)
    planned = an_unknown(clinic.workspace, client_id, "planned")

    with pytest.raises(ProgrammeMissing) as refused:
        start_session(clinic.workspace, planned, "as agreed")
    with pytest.raises(ProgrammeMissing):
        plan_of(clinic.workspace, appointments.load(clinic.workspace.caseload, planned))

    assert refused.value.pack == "programme our-course 1.0"
    assert appointments.load(clinic.workspace.caseload, planned).state == "planned"


def test_another_version_of_the_same_programme_stands_in_and_the_client_can_be_moved_to_it(
    clinic: Clinic,
) -> None:
    workspace = clinic.workspace
    client = add_client(workspace, NewClient(anonymity="code_only"))
    pinned = replace(client, programme_version="0.0.1")
    clients.save(workspace.caseload, pinned)
    planned = plan_appointment(workspace, client.id, "S01", workspace.now())

    assert client_page_data(workspace, client.id).missing_programme == "programme pps-core 0.0.1"
    assert plan_of(workspace, planned).id == "S01"
    assert newer_programme(workspace, pinned) == workspace.programme
    assert newer_programme(workspace, client) is None


def test_what_is_kept_is_the_pack_as_it_was_signed(clinic: Clinic, course: Path) -> None:
    clinic.install(course)

    [sha256] = content_files.kept_packs(clinic.workspace.service)

    assert content_files.load_pack(clinic.workspace.service, sha256) == course.read_bytes()
    assert content_files.load_pack(clinic.workspace.service, "0" * 64) is None
