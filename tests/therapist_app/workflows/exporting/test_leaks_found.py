"""What a release was refused for: said to the person in the window, and marked by people."""

from dataclasses import replace
from pathlib import Path

import pytest

from exports.errors import LeakFound, LeakHit, NotForExport
from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.database import audit
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.exporting.leaks_found import MARKED, Marks, refusal_in_words

HIT = LeakHit("report.pdf", "page 2", 7, "name", "Moore", "moore")


@pytest.fixture
def disk(tmp_path: Path) -> ServiceOnDisk:
    return lay_out(tmp_path)


def marks_in(vault: Vault, profile: str = "single-case", release: str = "one") -> Marks:
    return Marks(workspace_for(vault), profile, "Lead", "transfer", release)


def test_the_window_says_which_word_of_which_page() -> None:
    rows = [replace(HIT, file="a.csv", place=f"row {number}") for number in range(9)]

    assert refusal_in_words(LeakFound([HIT])) == (
        "report.pdf, page 2, word 7: “Moore” may be a name. "
        "Nothing was released. Take out what names somebody."
    )
    assert "5 more places." in refusal_in_words(LeakFound(rows))
    assert refusal_in_words(NotForExport("No.")) == "No."


def test_a_mark_counts_for_its_word_and_its_release_alone(disk: ServiceOnDisk) -> None:
    with disk.open() as vault:
        marks = marks_in(vault)
        assert not marks.is_marked(HIT)

        marks.mark(HIT)

        assert marks.is_marked(replace(HIT, file="README.txt", place="line 1", word="MOORE"))
        assert not marks.is_marked(replace(HIT, compared="moors"))
        assert not marks.is_marked(replace(HIT, kind="note"))
        for other in (replace(marks, release="two"), replace(marks, recipient="Funder")):
            assert not other.is_marked(HIT)


def test_the_audit_holds_who_marked_and_no_word(disk: ServiceOnDisk) -> None:
    with disk.open() as vault:
        marks_in(vault).mark(HIT)

        [entry] = audit.entries(vault.service, newest=1)

        assert (entry.action, entry.by, entry.is_signed) == (MARKED, disk.uid, True)
        assert "moore" not in f"{entry}".casefold()


def test_for_readers_outside_two_people_mark_it(disk: ServiceOnDisk) -> None:
    bo = Colleague(disk, ("therapist",), "Bo Marten")
    with disk.open() as vault:
        for _twice in range(2):
            marks_in(vault, "external").mark(HIT)
        assert not marks_in(vault, "external").is_marked(HIT)

    with bo.open() as vault:
        marks_in(vault, "external").mark(HIT)
        assert marks_in(vault, "external").is_marked(HIT)
