"""What left before, as far as the next release needs it."""

from pathlib import Path

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.errors import CannotWrite
from therapist_app.record.service import releases, settings
from therapist_app.workflows.exporting import exporting
from therapist_app.workflows.exporting.earlier_releases import PLACES_KEY, last_place, note_place
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.sessions.holding_a_session import end_session


def test_the_last_place_is_where_this_person_put_something_and_only_if_it_is_here(
    work: Workplace, tmp_path: Path
) -> None:
    workspace, me = work.workspace, work.workspace.vault.person.uid
    assert last_place(workspace) is None
    settings.save(workspace.service, PLACES_KEY, {"of somebody who left": str(tmp_path)})
    assert last_place(workspace) is None

    note_place(workspace, tmp_path)

    assert last_place(workspace) == tmp_path
    assert settings.load(workspace.service, PLACES_KEY, {}) == {me: str(tmp_path)}
    note_place(workspace, tmp_path / "of another laptop")
    assert last_place(workspace) is None


def test_a_release_that_left_stands_though_its_place_cannot_be_kept(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    def full(*_given: object) -> None:
        raise CannotWrite

    monkeypatch.setattr(exporting, "note_place", full)
    written = approve(work.workspace, prepare(work.workspace, request), tmp_path)

    assert written.container.is_file()
    [entry] = releases.all_releases(work.workspace.service)
    assert entry.standing == "released"
