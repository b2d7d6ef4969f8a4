"""What left before: where it was put, and what was cut off is settled at the next sign-in."""

from pathlib import Path

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.record.errors import CannotWrite
from therapist_app.record.service import releases, settings
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting import exporting
from therapist_app.workflows.exporting.earlier_releases import PLACES_KEY, last_place, note_place
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.settling_releases import (
    CUT_OFF,
    FOUND,
    NOT_LOOKED_AT,
    settle_releases,
)
from therapist_app.workflows.sessions.holding_a_session import end_session

ID = "R-2026-03-ABCDEF12"


@pytest.fixture
def place(work: Workplace, tmp_path: Path) -> Path:
    """The folder into which a release was being written when the process ended."""
    folder = tmp_path / "stick"
    folder.mkdir()
    begun = Release(
        id=ID,
        profile="external",
        recipient="A",
        purpose="b",
        made_at=work.workspace.now(),
        approved_by="c",
        manifest="{}",
        unprotected="{}",
        standing="begun",
        place=str(folder),
    )
    releases.add(work.workspace.service, begun)
    return folder


def settled(work: Workplace) -> tuple[str, str, tuple[str, ...]]:
    """Settle; return the standing of the one release, its place, and what is told."""
    settle_releases(work.workspace)
    [found] = releases.all_releases(work.workspace.service)
    return found.standing, found.place, work.workspace.vault.warnings


def test_what_stands_whole_in_its_place_counts_as_released(work: Workplace, place: Path) -> None:
    (place / ID).mkdir()

    assert settled(work) == ("released", "", (FOUND,))
    assert audit.entries(work.workspace.service)[-1].action == "released"
    assert (place / ID).exists()


def test_what_is_not_in_its_place_was_cut_off_and_what_it_left_hidden_goes(
    work: Workplace, place: Path
) -> None:
    (place / f".{ID}.0011223344556677.part").mkdir()
    (place / f".{ID}.0011223344556677.part" / "report.pdf").write_bytes(b"half")
    (place / ".R-2026-03-00000000.0011223344556677.part").mkdir()
    (place / "letter.txt").write_bytes(b"somebody else's")

    assert settled(work) == ("interrupted", "", (CUT_OFF,))
    assert {each.name for each in place.iterdir()} == {
        ".R-2026-03-00000000.0011223344556677.part",
        "letter.txt",
    }
    told = audit.entries(work.workspace.service)[-1]
    assert (told.action, told.is_signed) == ("release_interrupted", True)


def test_what_cannot_be_looked_for_stays_begun_and_is_told_each_time(
    work: Workplace, place: Path
) -> None:
    place.rename(place.with_name("taken out"))

    assert settled(work) == ("begun", str(place), (NOT_LOOKED_AT,))

    place.with_name("taken out").rename(place)
    assert settled(work)[0] == "interrupted"


def test_what_is_settled_is_left_alone(work: Workplace, place: Path) -> None:
    assert place.is_dir()
    settle_releases(work.workspace)
    before = work.workspace.service.audit.mark

    settle_releases(work.workspace)

    assert work.workspace.service.audit.mark == before


def test_a_disk_that_refuses_keeps_nobody_from_working(
    work: Workplace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise CannotWrite

    monkeypatch.setattr(exporting.releases, "settle", refuse)

    assert settled(work) == ("begun", str(place), ())


def test_the_last_place_is_where_this_person_put_something_and_only_if_it_is_here(
    work: Workplace, tmp_path: Path
) -> None:
    workspace, me = work.workspace, work.workspace.vault.person.uid
    assert last_place(workspace) is None
    settings.save(workspace.service, PLACES_KEY, {"of somebody who left": str(tmp_path)})
    assert last_place(workspace) is None

    note_place(workspace, tmp_path)

    assert last_place(workspace) == tmp_path
    assert settings.load(workspace.service, PLACES_KEY, dict[str, str]) == {me: str(tmp_path)}
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
