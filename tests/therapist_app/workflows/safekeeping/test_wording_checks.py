"""What a check and a salvage found, in words."""

from types import SimpleNamespace

import pytest

from tests.support.record.records import laid_out
from therapist_app.record.repair.check_schedule import keep_report
from therapist_app.record.repair.checking import CODES, CheckFinding, FullCheckReport
from therapist_app.record.repair.filling_anew import TableOutcome
from therapist_app.record.repair.salvaging import SalvageReport
from therapist_app.record.vault.vault import UnderWay
from therapist_app.workflows.safekeeping.check_words import (
    WORDS,
    file_name,
    health_lines,
    sentence,
    told_in_words,
    words_of,
    words_of_salvage,
)


@pytest.fixture
def vault(tmp_path):
    with laid_out(tmp_path, practice=False).open() as vault:
        yield vault


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_its_sentences_and_what_to_do(code):
    words = sentence(CheckFinding(code, 3, 7))

    assert set(WORDS) == set(CODES)
    assert words.endswith(".")
    assert words.count(".") >= 2
    assert "{" not in words


def test_numbers_stand_in_the_sentence():
    assert sentence(CheckFinding("pages", 3, 7)).startswith(
        "Damaged pages: 3; the first is page 7."
    )


def test_each_file_has_one_line_and_one_for_each_finding(vault):
    sound = words_of(FullCheckReport("service", ()), vault.header)
    remark = words_of(FullCheckReport("service", (CheckFinding("anchor-torn"),)), vault.header)
    found = (CheckFinding("pages", 1, 2), CheckFinding("anchor-torn"))
    bad = words_of(FullCheckReport(vault.person.uid, found), vault.header)

    assert sound == ("Service file: no problem found.",)
    assert remark[0] == "Service file: no problem found, with a remark."
    assert bad[0] == "Caseload of Ana Example: PROBLEM FOUND."
    assert len(bad) == 3


def test_a_caseload_whose_owner_is_gone_still_has_a_name(vault):
    grant = vault.header.grant(vault.person.uid)
    header = SimpleNamespace(
        grant=lambda _id: grant, people=(), caseloads=(grant,), covers_of=lambda _id: ()
    )

    assert file_name(vault.person.uid, header) == "Caseload of ?"


def outcome(**changes):
    given = {"kept": 0, "lost": 0, "pages": 0, "orphans": 0, "unlinked": 0, **changes}
    return TableOutcome("clients", **given)


def report(*tables, **changes):
    given = {"damaged": 0, "unplaced": 0, "entries": 0, "log_is_whole": True, **changes}
    return SalvageReport(database="service", tables=tables, **given)


def test_a_whole_salvage_says_so(vault):
    words = words_of_salvage(report(outcome(), outcome(kept=4)), vault.header)

    assert words == ("Service file: all of it was saved.", "  clients: rows saved: 4")


def test_all_that_was_not_saved_is_said(vault):
    poor = outcome(kept=1, lost=2, pages=3, orphans=4, unlinked=5)

    words = words_of_salvage(report(poor, unplaced=6, entries=7, log_is_whole=False), vault.header)

    assert words[0] == "Service file: saved in part."
    for number in ("saved: 1", "least: 2", "unreadable: 3", "lost: 4", "lost: 5"):
        assert number in words[1]
    assert [line.split()[-1] for line in words[2:]] == ["6", "7", "missing."]


def test_the_first_screen_says_when_all_was_checked(vault):
    assert health_lines(vault) == ()

    for name in ("service", vault.person.uid):
        keep_report(vault.service, FullCheckReport(name, ()), vault.person.uid)

    [line] = health_lines(vault)
    assert line.is_sound
    assert "2 March 2026" in line.words


def test_the_first_screen_says_what_was_found_and_what_to_do(vault):
    found = (CheckFinding("altered-notes", 2), CheckFinding("anchor-torn"))
    keep_report(vault.service, FullCheckReport(vault.person.uid, found), vault.person.uid)

    [line] = health_lines(vault)

    assert not line.is_sound
    assert line.words.startswith("Caseload of Ana Example: Signed notes that are no longer")


def test_the_first_screen_says_what_is_being_checked_and_how_far_that_is(vault):
    vault.check_under_way = UnderWay("service", 2, 6)

    [line] = health_lines(vault)

    assert line.is_sound
    assert line.words == "Service file: a full check is running, step 2 of 6"


def test_what_is_told_over_every_screen_says_whose_file_and_what_to_do(vault):
    sound = CheckFinding("anchor-torn")
    notes = FullCheckReport(vault.person.uid, (sound, CheckFinding("altered-notes", 2)))
    pages = FullCheckReport("service", (CheckFinding("pages", 3, 7),))

    title, detail = told_in_words(notes, vault.header)
    _title, of_pages = told_in_words(pages, vault.header)

    assert title == "A full check found a problem: Caseload of Ana Example"
    assert detail.startswith("Signed notes that are no longer what was signed: 2.")
    assert "Ctrl+L" not in detail
    assert of_pages.startswith("Damaged pages: 3; the first is page 7.")
    assert of_pages.endswith("lock (Ctrl+L): the sign-in window leads to your backups.")
