"""A service of two people moves to a second laptop, on a real display, from a stick."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.first_month.keeping_safe import move_here
from tests.support.display.application import Application
from tests.support.display.first_steps import close_window, lock, sign_in
from tests.support.display.person import By, Person
from tests.support.record.safekeeping import add_clients, back_up_quietly, rows_in
from tests.support.sampling import beyond
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.new_sheets import confirm_first_sheet
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in.unlocking import create_service, unlock
from therapist_app.record.vault.vault import Vault

ANA, BEN = "Ana Keeper", "Ben Therapist"
ANAS, BENS = "violet harbour teapot walks quietly", "copper lantern slowly drifting north"

SINCE = {"settings", "caseload_figures"}
"""What each session writes: where somebody was, and the counts for the lead."""


def opened(folder: Path, uid: str, words: str) -> Vault:
    passphrase = bytearray(words.encode())
    return unlock(folder, uid, passphrase, practice=False, sources=system_sources())


@beyond("test_two_people_find_every_row_on_the_second_laptop")
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_both_find_every_row_of_their_clients_on_the_second_laptop(
    laptop: Callable[[str], Application], tmp_path: Path, by: By
) -> None:
    first = tmp_path / "first" / "service"
    first.parent.mkdir()
    keeper = NewPerson(ANA, ("keeper", "therapist"), bytearray(ANAS.encode()))
    ana = create_service(
        first, keeper, continuity=False, practice=False, cost=FLOOR, sources=system_sources()
    ).uid
    with opened(first, ana, ANAS) as vault:
        add_clients(vault, "A-100")
        newcomer = NewPerson(BEN, ("therapist",), bytearray(BENS.encode()))
        ben = add_person(vault, newcomer, FLOOR).uid
        for each in (ana, ben):
            confirm_first_sheet(vault, each)
    with opened(first, ben, BENS) as vault:
        add_clients(vault, "B-100", "B-200")
        back_up_quietly(vault)
    with opened(first, ana, ANAS) as vault:
        back_up_quietly(vault)

    second = laptop("second")
    person = Person(second, by)
    move_here(person, first / "backups", ANA, ANAS)
    for name, words in ((BEN, BENS), (ANA, ANAS)):
        sign_in(person, name, words)
        assert person.page() == "today"
        lock(person)
    close_window(person)

    [moved] = (tmp_path / "second").rglob("service.db")
    for uid, words in ((ana, ANAS), (ben, BENS)):
        with opened(first, uid, words) as old, opened(moved.parent, uid, words) as new:
            assert rows_in(new.caseload) == rows_in(old.caseload)
            assert rows_in(new.service, SINCE) == rows_in(old.service, SINCE)
    assert second.trouble == []
    assert second.told == ""
