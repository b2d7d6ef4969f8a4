"""Checks come when they are due, are remembered, and stop work only over damaged pages."""

from datetime import timedelta

import pytest

from tests.support.record.damage import (
    PAGE,
    caseload_opening,
    fill,
    first_page_of,
    flip,
    put_page,
    service_opening,
)
from tests.support.record.records import ServiceOnDisk, a_client, lay_out
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.repair.check_schedule import (
    check_when_due,
    is_due,
    keep_report,
    past_checks,
)
from therapist_app.record.repair.checking import CheckReport, Finding
from therapist_app.record.vault.vault import Vault


def test_the_first_session_checks_all_and_the_next_does_not(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        first = check_when_due(vault)
    with on_disk.open() as vault:
        second = check_when_due(vault)
        past = past_checks(vault.service)

    assert {each.database for each in first} == {"service", on_disk.uid}
    assert all(each.is_sound for each in first)
    assert second == ()
    assert {each.database for each in past} == {"service", on_disk.uid}
    assert {(each.checked_at, each.checked_by) for each in past} == {(on_disk.clock(), on_disk.uid)}


@pytest.mark.parametrize(
    ("days", "due"), [(0, False), (6.9, False), (7, True), (60, True), (-1, True)]
)
def test_a_check_is_due_after_a_week_and_when_the_clock_went_back(
    service: ServiceFile,
    on_disk: ServiceOnDisk,
    days: float,
    due: bool,  # noqa: FBT001
) -> None:
    keep_report(service, CheckReport("service", ()), "somebody")

    on_disk.clock.move_to(on_disk.clock() + timedelta(days=days))

    assert is_due(service, "service") == due


def test_a_check_is_due_until_what_was_found_is_gone(service: ServiceFile) -> None:
    assert is_due(service, "it")

    keep_report(service, CheckReport("it", (Finding("references", 2),)), "somebody")
    assert is_due(service, "it")

    keep_report(service, CheckReport("it", (Finding("anchor-torn"),)), "somebody")
    assert not is_due(service, "it")


def test_a_report_is_kept_as_it_was_and_told_in_the_audit(service: ServiceFile) -> None:
    report = CheckReport("it", (Finding("pages", 2, 7), Finding("structure")))

    keep_report(service, report, "somebody")
    keep_report(service, report, "somebody")

    [past] = past_checks(service)
    [entry] = audit.entries(service, newest=1)
    assert (past.database, past.findings) == (report.database, report.findings)
    assert (entry.action, entry.subject) == ("record_checked", "database:it")
    assert entry.fields == ("pages", "structure")


def test_a_file_changed_while_closed_is_checked_whatever_the_day(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload, 3)
        check_when_due(vault)
    path = on_disk.place.caseload(on_disk.uid)
    older = path.read_bytes()
    with on_disk.open() as vault:
        vault.caseload.run("UPDATE identities SET contact = 'another'")
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    page = first_page_of(caseload_opening(on_disk), "identities")
    put_page(path, page, older[(page - 1) * PAGE : page * PAGE])

    with on_disk.open() as vault:
        reports = check_when_due(vault)

    [report] = reports
    assert report.database == on_disk.uid
    assert report.findings == (Finding("changed-outside"),)


@pytest.mark.parametrize("name", ["caseload", "service"])
def test_damaged_pages_close_the_record_and_are_remembered(
    on_disk: ServiceOnDisk, name: str
) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload)
    opening = service_opening(on_disk) if name == "service" else caseload_opening(on_disk)
    page = first_page_of(opening, "recipients" if name == "service" else "identities")
    flip(opening.path, (page - 1) * PAGE + 1500)
    vault = on_disk.open()

    with pytest.raises(RecordDamaged, match="page"):
        check_when_due(vault)

    assert not vault._is_open
    with on_disk.open() as vault:
        kept = {each.database: each.findings for each in past_checks(vault.service)}
    assert kept.get(on_disk.uid, ()) == (
        (Finding("changed-outside"), Finding("pages", 1, page)) if name == "caseload" else ()
    )


def test_somebody_without_a_caseload_checks_the_service_file(tmp_path_factory) -> None:
    on_disk = lay_out(tmp_path_factory.mktemp("keeper"), practice=False, roles=("keeper",))

    with on_disk.open() as vault:
        reports = check_when_due(vault)

    assert [each.database for each in reports] == ["service"]


def test_what_is_told_of_pages_stops_work_and_of_other_things_does_not() -> None:
    assert Finding("pages").stops_work
    assert not Finding("altered-notes").stops_work
    assert Finding("missing").is_elsewhere
    assert not CheckReport("it", (Finding("altered-notes"),)).is_sound
    assert CheckReport("it", (Finding("declared-gaps"),)).is_sound


def test_a_check_of_the_open_vault_leaves_it_in_working_order(vault: Vault) -> None:
    check_when_due(vault)

    clients.add(vault.caseload, a_client(vault.caseload))

    assert clients.count(vault.caseload) == 1
    assert audit.verify(vault.caseload).is_whole


def test_keys_of_a_caseload_reach_its_file(on_disk: ServiceOnDisk) -> None:
    assert caseload_opening(on_disk).path == on_disk.place.caseload(on_disk.uid)
