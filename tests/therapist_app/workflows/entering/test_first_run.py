"""Making a service, and where none is made."""

import pytest

from therapist_app import commands
from therapist_app.hygiene.laptop.findings import encryption_check, place_check
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.database import audit
from therapist_app.record.errors import FolderInUse
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.new_sheets import unconfirmed_sheets
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.shell.navigation.places import entries_of
from therapist_app.workflows.entering import first_run
from therapist_app.workflows.entering.access_scope import AccessScope, access_scope
from therapist_app.workflows.entering.first_run import (
    ACCEPTED,
    confirm_first,
    found_service,
    is_moving_unfinished,
)
from therapist_app.workflows.errors import PlaceRefused

WORDS = b"seven lanterns over mud"


def fit(folder):
    return (
        place_check(folder, "ext4"),
        encryption_check("disk", encrypted=True),
        encryption_check("swap", encrypted=True),
    )


def not_quite(folder):
    return (
        place_check(folder, "ext4"),
        encryption_check("disk", encrypted=False),
        encryption_check("swap", encrypted=None),
    )


@pytest.fixture(autouse=True)
def _a_fit_laptop(monkeypatch):
    monkeypatch.setattr(first_run, "look_at_laptop", fit)


@pytest.mark.parametrize("leads", [False, True])
def test_a_service_is_made_with_its_sheets(tmp_path, leads):
    folder = tmp_path / "deep" / "service"
    secret = bytearray(b"seven lanterns over mud")

    created = found_service(folder, "Ana", secret, leads=leads, continuity=leads)

    [person] = records.people(folder)
    assert person.uid == created.uid
    assert ("lead" in person.roles) == leads
    assert (created.continuity_sheet is not None) == leads
    assert set(secret) <= {0}
    confirm_first(folder, created, "recovery")
    if leads:
        confirm_first(folder, created, "continuity")
    words = bytearray(b"seven lanterns over mud")
    with unlock(folder, created.uid, words, practice=False, sources=system_sources()) as vault:
        assert unconfirmed_sheets(vault) == ()


def test_making_a_service_clears_away_what_a_move_that_was_cut_off_left(tmp_path):
    folder = tmp_path / "service"
    (tmp_path / "service.rebuilding" / "caseloads").mkdir(parents=True)
    assert is_moving_unfinished(folder)

    found_service(folder, "Ana", bytearray(WORDS), leads=False, continuity=False)

    assert not is_moving_unfinished(folder)


def test_a_folder_that_is_in_use_stays_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(FolderInUse):
        found_service(tmp_path, "Ana", bytearray(WORDS), leads=False, continuity=False)

    assert (tmp_path / "letter.txt").read_text() == "mine"


# Acceptance B40
@pytest.mark.parametrize(
    ("place", "file_system", "why"),
    [
        ("OneDrive/service", "ntfs", "synchronised"),
        ("service", "nfs4", "network"),
        ("service", "exfat", "without-rights"),
    ],
)
def test_where_a_record_must_not_stand_none_is_made(tmp_path, monkeypatch, place, file_system, why):
    folder, secret = tmp_path / place, bytearray(WORDS)
    monkeypatch.setattr(
        first_run, "look_at_laptop", lambda folder: (place_check(folder, file_system),)
    )

    with pytest.raises(PlaceRefused) as refused:
        found_service(
            folder,
            "Ana",
            secret,
            leads=False,
            continuity=False,
        )

    assert refused.value.why == why
    assert list(tmp_path.iterdir()) == []
    assert set(secret) == {0}


# Acceptance B40
@pytest.mark.parametrize(("look", "noted"), [(fit, []), (not_quite, ["disk:plain"])])
def test_going_on_with_a_disk_that_is_not_encrypted_is_in_the_audit_trail(
    tmp_path, monkeypatch, look, noted
):
    monkeypatch.setattr(first_run, "look_at_laptop", look)
    folder = tmp_path / "service"
    created = found_service(folder, "Ana", bytearray(WORDS), leads=False, continuity=False)

    sources = system_sources()
    with records.unlock(
        folder, created.uid, bytearray(WORDS), practice=False, sources=sources
    ) as vault:
        entries = audit.entries(vault.service)

    assert [each.subject for each in entries if each.action == ACCEPTED] == noted


def test_who_only_reads_reports_leads_a_service_without_a_caseload_and_begins_with_review(tmp_path):
    folder = tmp_path / "service"

    created = found_service(
        folder, "Lea", bytearray(WORDS), leads=True, continuity=False, treats=False
    )

    confirm_first(folder, created, "recovery")
    assert list((folder / "caseloads").iterdir()) == []
    with unlock(
        folder, created.uid, bytearray(WORDS), practice=False, sources=system_sources()
    ) as vault:
        assert set(vault.person.roles) == {"keeper", "lead"}
        found = access_scope(vault)
        assert found == AccessScope(commands.Review(), has_clients=False)
        shown = [each.destination for each in entries_of(found)]
        assert shown == [commands.Library(), commands.Review(), commands.Settings()]


def test_once_a_therapist_is_added_a_readers_service_is_like_any_other(tmp_path):
    folder = tmp_path / "service"
    created = found_service(
        folder, "Lea", bytearray(WORDS), leads=True, continuity=False, treats=False
    )
    with unlock(
        folder, created.uid, bytearray(WORDS), practice=False, sources=system_sources()
    ) as vault:
        add_person(vault, NewPerson("Ben", ("therapist",), bytearray(b"copper lantern drifts far")))

        assert access_scope(vault) == AccessScope(
            commands.Oversight(), has_clients=False, leads=True
        )
