"""What full checks find beside the work is said at once; what they could not find out, too."""

import pytest

from tests.support.record.records import laid_out
from therapist_app.record.errors import DiskFull
from therapist_app.record.repair.checking import CheckFinding, FullCheckReport
from therapist_app.workflows.safekeeping.full_checks import NOT_FINISHED, FullChecks


@pytest.fixture
def vault(tmp_path):
    with laid_out(tmp_path, practice=False).open() as vault:
        yield vault


def checks_that_report(vault, monkeypatch, report):
    checks = FullChecks(vault)
    monkeypatch.setattr(checks._checks, "look", lambda: report)
    return checks


@pytest.mark.parametrize("code", [None, "anchor-torn"])
def test_what_needs_nothing_done_is_not_said(vault, monkeypatch, code):
    found = (CheckFinding(code),) if code else ()
    checks = checks_that_report(vault, monkeypatch, FullCheckReport("service", found))

    assert checks.look() is None
    assert vault.warnings == ()


def test_what_was_found_is_said_at_once(vault, monkeypatch):
    checks = checks_that_report(
        vault, monkeypatch, FullCheckReport("service", (CheckFinding("pages"),))
    )

    title, _detail = checks.look()

    assert title == "A full check found a problem: Service file"


def test_a_check_without_an_answer_is_told_once(vault, monkeypatch):
    checks = checks_that_report(vault, monkeypatch, None)
    checks._checks.given_up.add("service")

    assert checks.look() is None
    assert checks.look() is None
    assert vault.warnings == (NOT_FINISHED,)


def test_a_report_that_the_disk_refuses_waits_for_another_day(vault, monkeypatch):
    checks = FullChecks(vault)

    def refuse():
        raise DiskFull

    monkeypatch.setattr(checks._checks, "look", refuse)

    assert checks.look() is None
