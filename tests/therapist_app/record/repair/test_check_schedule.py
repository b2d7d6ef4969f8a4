"""Checks come when they are due, are remembered, and stop work only over damaged pages."""

import json
from datetime import timedelta

import pytest

from tests.support.record.checking_here import ProcessHere
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
from therapist_app.record.database import audit, audit_chain
from therapist_app.record.database.audit_chain import SIGNED_ROWS, Actor
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import CannotWrite, RecordDamaged
from therapist_app.record.header.key_boxes import DataKey
from therapist_app.record.repair import check_schedule, checking_beside
from therapist_app.record.repair.check_schedule import (
    DueChecks,
    _data_key,
    is_due,
    keep_place,
    keep_report,
    look_before_work,
    past_checks,
    place_of,
)
from therapist_app.record.repair.checking import STEPS, CheckFinding, FullCheckReport
from therapist_app.record.repair.checking_beside import CheckPlace
from therapist_app.record.vault.vault import UnderWay, Vault


@pytest.fixture(autouse=True)
def without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check here: that a process does the same, test_checking_beside holds."""
    monkeypatch.setattr(checking_beside.subprocess, "Popen", ProcessHere)


def begun(vault: Vault) -> DueChecks:
    """Due checks of which the first is under way."""
    checks = DueChecks(vault)
    checks.look()
    return checks


def awaited(checks: DueChecks) -> FullCheckReport | None:
    """Let the check under way come to its end, and take it in."""
    assert checks._check is not None
    checks._check._process.wait()
    return checks.look()


def all_reports(checks: DueChecks) -> list[FullCheckReport]:
    reports: list[FullCheckReport] = []
    while checks._check is not None:
        report = awaited(checks)
        reports += [report] if report else []
        checks.look()
    return reports


def test_the_first_session_checks_all_and_the_next_does_not(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        first = all_reports(begun(vault))
    with on_disk.open() as vault:
        second = begun(vault)
        past = past_checks(vault.service)

    assert [each.database for each in first] == ["service", on_disk.uid]
    assert all(each.is_sound for each in first)
    assert second._check is None
    assert {each.database for each in past} == {"service", on_disk.uid}
    assert {(each.checked_at, each.checked_by) for each in past} == {(on_disk.clock(), on_disk.uid)}


def test_signing_in_waits_for_no_check(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        look_before_work(vault)

        assert past_checks(vault.service) == ()


def test_how_far_a_check_is_can_be_seen(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        checks = begun(vault)
        seen = vault.check_under_way
        checks.look()
        awaited(checks)
        between = vault.check_under_way

    assert seen == UnderWay("service", 1, len(STEPS))
    assert between is None


def test_a_check_that_is_cut_off_goes_on_at_the_next_session(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (CheckFinding("references", 2),)
    with on_disk.open() as vault:
        checks = begun(vault)
        assert checks._check is not None
        checks._check.place = CheckPlace(4, found)
        monkeypatch.setattr(checks._check, "look", lambda: "under-way")
    with on_disk.open() as vault:
        kept = place_of(vault.service, "service")
        [report, _own] = all_reports(begun(vault))
        after = place_of(vault.service, "service")
        said = [each.action for each in audit.entries(vault.service)]

    assert kept == CheckPlace(4, found)
    assert report == FullCheckReport("service", found)
    assert after == CheckPlace()
    assert said.count("check_paused") == 1


@pytest.mark.parametrize("days", [-1, 7])
def test_one_that_was_cut_off_too_long_ago_begins_again(
    service: ServiceFile, on_disk: ServiceOnDisk, days: int
) -> None:
    keep_place(service, "it", CheckPlace(4))
    assert place_of(service, "it") == CheckPlace(4)

    on_disk.clock.move_to(on_disk.clock() + timedelta(days=days))

    assert place_of(service, "it") == CheckPlace()


def test_a_check_cut_off_before_its_first_step_leaves_nothing_to_go_on_from(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        checks = begun(vault)
        checks.stop(keep=False)
        checks.stop(keep=True)
        begun(vault)
        vault.abandon()
        said = checks.look()
    with on_disk.open() as vault:
        actions = [each.action for each in audit.entries(vault.service)]

    assert said is None
    assert "check_paused" not in actions


def test_a_file_that_changed_under_its_check_is_checked_again(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        checks = begun(vault)
        vault.service.fold_log()
        assert awaited(checks) is None
        checks.look()
        [report, _own] = all_reports(checks)

    assert report == FullCheckReport("service", ())


def test_a_process_that_fails_is_not_started_again_in_the_session(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProcessHere, "wait", lambda process: process.kill())
    with on_disk.open() as vault:
        checks = begun(vault)
        assert all_reports(checks) == []

        assert checks.given_up == {"service", on_disk.uid}
        assert past_checks(vault.service) == ()


def test_one_that_cannot_begin_is_left_for_another_session(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise CannotWrite("disk")

    monkeypatch.setattr(check_schedule, "begin_beside", refuse)
    with on_disk.open() as vault:
        checks = begun(vault)

        assert checks.given_up == {"service"}
        assert vault.check_under_way is None


def test_what_is_found_is_told_once_in_a_session_and_looked_for_in_the_next(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload, 1)
        vault.caseload.run("UPDATE filled_forms SET started_at = 'some day'")
        first = all_reports(begun(vault))
    with on_disk.open() as vault:
        second = all_reports(begun(vault))

    assert first[1] == FullCheckReport(on_disk.uid, (CheckFinding("unreadable-values", 2),))
    assert second == [first[1]]


def test_the_key_in_use_is_the_one_that_the_check_gets(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        held = vault.data_keys(on_disk.uid)
        older = DataKey(held[0].label, 0, held[0].key.copied())
        vault.data_keys = lambda _name: (older, *held)  # type: ignore[method-assign]

        key = _data_key(vault, on_disk.uid)

    assert key is held[0].key
    assert not any([*older.key._pad, *older.key._rest])


@pytest.mark.parametrize(
    ("days", "due"), [(0, False), (6.9, False), (7, True), (60, True), (-1, True)]
)
def test_a_check_is_due_after_a_week_and_when_the_clock_went_back(
    service: ServiceFile,
    on_disk: ServiceOnDisk,
    days: float,
    due: bool,  # noqa: FBT001
) -> None:
    keep_report(service, FullCheckReport("service", ()), service.audit.author)

    on_disk.clock.move_to(on_disk.clock() + timedelta(days=days))

    assert is_due(service, "service") == due


def test_what_a_colleague_says_of_a_check_keeps_nobody_from_making_it(
    service: ServiceFile,
) -> None:
    """Not even as they signed it: the check is what would find an audit that they made anew."""
    mine, me = service.audit._actor, service.audit.author
    service.audit.sign_as(Actor("b" * 32, mine.sign))
    keep_report(service, FullCheckReport("service", ()), "b" * 32)
    keep_place(service, "service", CheckPlace(len(STEPS)))
    service.audit.sign_as(mine)

    assert is_due(service, "service")
    assert place_of(service, "service") == CheckPlace()

    keep_report(service, FullCheckReport("service", ()), me)
    assert not is_due(service, "service")
    keep_place(service, "service", CheckPlace(1))
    service.run("UPDATE about SET value = replace(value, '\"done\": 1', '\"done\": 4')")
    assert place_of(service, "service") == CheckPlace()


def test_a_check_that_nobody_signed_is_shown_to_nobody_and_told(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        keep_report(vault.service, FullCheckReport("service", ()), vault.person.uid)
        assert len(past_checks(vault.service)) == 1
        vault.service.run(
            "UPDATE record_checks SET checked_at = '2026-03-02T12:00:00.000000+00:00'"
        )

        assert past_checks(vault.service) == ()
        assert is_due(vault.service, "service")
        look_before_work(vault)
        assert [each.subject for each in audit.entries_of(vault.service, "row_unsigned")] == [
            "table:record_checks:service"
        ]


def test_a_check_by_an_earlier_version_is_shown_as_it_was_and_told_to_nobody(
    on_disk: ServiceOnDisk,
) -> None:
    """That one signed rows of other kinds already, and entered its checks without a signature."""
    with on_disk.open() as vault:
        service = vault.service
        audit.note(service, "quarter_closed", "quarter:2025-Q4", ("quarters:a=b",))
        with pytest.MonkeyPatch.context() as before:
            before.setattr(audit_chain, "SIGNED_ROWS", SIGNED_ROWS - {"record_checked"})
            before.setattr(check_schedule._TABLE, "told", lambda _past: "pages")
            for name in ("service", on_disk.uid):
                keep_report(service, FullCheckReport(name, ()), vault.person.uid)
        assert [each.is_signed for each in audit.entries_of(service, "record_checked")] == [
            False,
            False,
        ]
        look_before_work(vault)

        assert len(past_checks(service)) == 2
        assert audit.entries_of(service, "row_unsigned") == ()
        assert is_due(service, "service"), "none of this version's is there"

        keep_report(service, FullCheckReport("service", ()), vault.person.uid)
        look_before_work(vault)
        assert audit.entries_of(service, "row_unsigned") == ()
        assert not is_due(service, "service")


def keep_own(service: ServiceFile, *found: CheckFinding) -> None:
    keep_report(service, FullCheckReport("it", found), service.audit.author)


def test_a_check_is_due_until_what_was_found_is_gone(service: ServiceFile) -> None:
    assert is_due(service, "it")

    keep_report(
        service, FullCheckReport("it", (CheckFinding("references", 2),)), service.audit.author
    )
    assert is_due(service, "it")

    keep_report(
        service, FullCheckReport("it", (CheckFinding("anchor-torn"),)), service.audit.author
    )
    assert not is_due(service, "it")


@pytest.mark.parametrize("finding", [["fine", 1, 0], ["pages", "1", 0], ["pages", 1, None]])
def test_a_report_of_which_a_finding_makes_no_sense_is_none_and_the_check_is_due(
    service: ServiceFile, finding: list[object]
) -> None:
    keep_report(
        service, FullCheckReport("it", (CheckFinding("declared-gaps"),)), service.audit.author
    )
    assert not is_due(service, "it")

    service.run("UPDATE record_checks SET findings = ?", (json.dumps([finding]),))

    assert past_checks(service) == ()
    assert is_due(service, "it")


@pytest.mark.parametrize("done", [-1, len(STEPS) + 1])
def test_a_check_that_came_further_than_there_are_steps_begins_again(
    service: ServiceFile, done: int
) -> None:
    keep_place(service, "it", CheckPlace(len(STEPS)))
    assert place_of(service, "it") == CheckPlace(len(STEPS))

    keep_place(service, "it", CheckPlace(done))

    assert place_of(service, "it") == CheckPlace()


def test_a_report_is_kept_as_it_was_and_told_in_the_audit(service: ServiceFile) -> None:
    report = FullCheckReport("it", (CheckFinding("pages", 2, 7), CheckFinding("structure")))

    keep_report(service, report, service.audit.author)
    keep_report(service, report, service.audit.author)

    [past] = past_checks(service)
    [entry] = audit.entries(service, newest=1)
    assert (past.database, past.findings) == (report.database, report.findings)
    assert (entry.action, entry.subject) == ("record_checked", "database:it")
    assert entry.fields[:2] == ("pages", "structure")
    assert entry.is_signed


def test_a_file_changed_while_closed_is_told_at_once_and_checked_whatever_the_day(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload, 3)
        all_reports(begun(vault))
    path = on_disk.place.caseload(on_disk.uid)
    older = path.read_bytes()
    with on_disk.open() as vault:
        vault.caseload.run("UPDATE identities SET contact = 'another'")
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    page = first_page_of(caseload_opening(on_disk), "identities")
    put_page(path, page, older[(page - 1) * PAGE : page * PAGE])

    with on_disk.open() as vault:
        look_before_work(vault)
        told = {each.database: each.findings for each in past_checks(vault.service)}
        reports = all_reports(begun(vault))

    assert told == {"service": (), on_disk.uid: (CheckFinding("changed-outside"),)}
    assert reports == [FullCheckReport(on_disk.uid, (CheckFinding("changed-outside"),))]


def test_damage_that_was_found_beside_the_work_closes_the_record_at_the_next_sign_in(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload)
        [page] = (
            vault.caseload.row("SELECT rootpage FROM sqlite_schema WHERE name = 'second_ratings'")
            or ()
        )
        vault.caseload.fold_log()
        flip(vault.caseload.place, (page - 1) * PAGE + 1500)
        [_service, report] = all_reports(begun(vault))

    assert report.findings == (CheckFinding("pages", 1, page),)
    with pytest.raises(RecordDamaged, match="page"):
        look_before_work(on_disk.open())

    flip(on_disk.place.caseload(on_disk.uid), (page - 1) * PAGE + 1500)
    with on_disk.open() as vault:
        look_before_work(vault)
        vault.caseload._is_damaged = True
        with pytest.raises(RecordDamaged, match="page"):
            look_before_work(vault)


def test_a_damaged_page_of_the_service_file_keeps_it_from_being_opened(
    on_disk: ServiceOnDisk,
) -> None:
    opening = service_opening(on_disk)
    page = first_page_of(opening, "recipients")
    flip(opening.path, (page - 1) * PAGE + 1500)

    with pytest.raises(RecordDamaged, match="page"):
        on_disk.open()


def test_what_is_found_in_the_service_file_itself_is_written_nowhere_in_it(
    on_disk: ServiceOnDisk,
) -> None:
    vault = on_disk.open()
    service = vault.service
    [page] = service.row("SELECT rootpage FROM sqlite_schema WHERE name = 'recipients'") or ()
    service.fold_log()
    flip(service.place, (page - 1) * PAGE + 1500)
    service.anchor.was_changed = True
    before = service.place.read_bytes()

    with pytest.raises(RecordDamaged, match="page"):
        look_before_work(vault)

    assert not vault._is_open
    assert service.place.read_bytes() == before


def test_damaged_pages_close_the_record_and_are_remembered(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        fill(vault.caseload)
    opening = caseload_opening(on_disk)
    page = first_page_of(opening, "identities")
    flip(opening.path, (page - 1) * PAGE + 1500)
    vault = on_disk.open()

    with pytest.raises(RecordDamaged, match="page"):
        look_before_work(vault)

    assert not vault._is_open
    with on_disk.open() as vault:
        kept = {each.database: each.findings for each in past_checks(vault.service)}
    assert kept[on_disk.uid] == (
        CheckFinding("changed-outside"),
        CheckFinding("pages", 1, page),
    )


def test_somebody_without_a_caseload_checks_the_service_file(tmp_path_factory) -> None:
    on_disk = lay_out(tmp_path_factory.mktemp("keeper"), practice=False, roles=("keeper",))

    with on_disk.open() as vault:
        look_before_work(vault)
        reports = all_reports(begun(vault))

    assert [each.database for each in reports] == ["service"]


def test_what_is_told_of_pages_stops_work_and_of_other_things_does_not() -> None:
    assert CheckFinding("pages").stops_work
    assert not CheckFinding("altered-notes").stops_work
    assert CheckFinding("missing").is_elsewhere
    assert not FullCheckReport("it", (CheckFinding("altered-notes"),)).is_sound
    assert FullCheckReport("it", (CheckFinding("declared-gaps"),)).is_sound


def test_a_check_of_the_open_vault_leaves_it_in_working_order(vault: Vault) -> None:
    all_reports(begun(vault))

    clients.add(vault.caseload, a_client(vault.caseload))

    assert clients.count(vault.caseload) == 1
    assert audit.verify(vault.caseload).is_whole


def test_keys_of_a_caseload_reach_its_file(on_disk: ServiceOnDisk) -> None:
    assert caseload_opening(on_disk).path == on_disk.place.caseload(on_disk.uid)
