"""A lead without clients, on a laptop of their own, from an empty folder to a report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exports.package.sealing import fingerprint
from tests.support.display.application import Application, wait_until
from tests.support.display.first_steps import WORDS, close_window, keep_sheet, pick_file, unlock
from tests.support.display.person import By, Person, like, says
from tests.support.sampling import beyond
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import open_workplace
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import enter_recipient, note_compared
from therapist_app.workflows.sessions.holding_a_session import end_session

GROUPS = 8
READER = "Lea, national lead"


def sent_to(key: str, place: Path) -> Path:
    """Return the summary of an invented client that a service elsewhere encrypted for a key."""
    out = place / "out"
    out.mkdir()
    with open_workplace(place / "sender", practice=False) as work:
        sign_off(work.workspace, work.workspace.programme, "Clinical lead")
        bring_into_force(work.workspace)
        client = work.add_client()
        appointment = work.start(client, "S01")
        work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)}, appointment)
        work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
        end_session(work.workspace, appointment, "finished")
        name = enter_recipient(work.workspace, READER, key)
        note_compared(work.workspace, name)
        request = ReleaseRequest("client_summary", name, "clinical_lead", client.id)
        sealed = approve(work.workspace, prepare(work.workspace, request), out).place
    [package] = sealed.glob("*.outcomes.age")
    return package


@beyond(
    "test_from_an_empty_folder_to_a_client_who_is_there_after_locking",
    "test_who_only_reads_reports_gets_a_key_with_one_sheet_and_nothing_of_clients",
    "test_the_lead_finds_our_own_key_here_without_a_page_of_outcomes",
    "test_the_lead_reads_a_sealed_report_here_and_saves_it_with_a_reason",
)
@pytest.mark.parametrize("by", ["mouse"])
def test_from_an_empty_folder_to_a_report_that_is_read(
    laptop: Callable[..., Application], tmp_path: Path, by: By
) -> None:
    application = laptop("reader")
    person = Person(application, by)

    person.arrive("first_run")
    person.press(says("Set up for reading reports", "button"))
    person.press(says("Continue", "button"))
    person.write(says("Your &name", "field"), "Lea Reader")
    person.write(says("&Passphrase", "field"), WORDS)
    person.write(says("Passphrase a&gain", "field"), WORDS)
    person.press(says("Make my key", "button"))
    keep_sheet(person, "Recovery sheet", tmp_path / "recovery.pdf")
    unlock(person, arrives="review")

    person.press(says("Show our own key", "button"))
    person.arrive("recipients")
    person.press(says("Save our key …", "button"))
    key_file = tmp_path / "key.txt"
    pick_file(person, key_file)
    wait_until(key_file.exists, "the key to be saved")
    key = key_file.read_text().strip()
    groups = fingerprint(key.encode()).split()
    assert len(groups) == GROUPS
    for each in groups:
        assert person.sees(like(each, "words"))
    person.press(says("Back", "button"))
    person.arrive("review")

    package = sent_to(key, tmp_path)
    person.press(says("Open a file", "button"))
    pick_file(person, package)
    person.press(says("Confirm: the number is right", "button"))
    person.write(says("Name of the service", "field"), "North")
    person.press(says("I compared every group of each number with the service", "option"))
    person.press(says("Save that it was compared", "button"))
    person.press(says("Read it here", "button"))
    person.see(like(r".*, page 1 of \d+", "words"))
    close_window(person)

    assert application.trouble == []
    assert application.told == ""
