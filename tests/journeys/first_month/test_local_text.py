"""A new service comes to an approved text in the window, without a file or a command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.first_month.settling_in import sign_programme_off, take_in
from tests.journeys.first_month.writing_the_text import (
    approve_text,
    begin_text,
    read_text_again,
    write_text,
)
from tests.support.display.application import Application
from tests.support.display.first_steps import WORDS, add_client, lock, set_up, sign_in, unlock
from tests.support.display.holding_sessions import start_session
from tests.support.display.person import By, Person, says
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from therapist_app.commands import Today

ANA, BEN, LEA = "Ana Keeper", "Ben Therapist", "Lea Lead"
BENS, LEAS = "copper lantern slowly drifting north", "seven quiet bridges under thunder"


@beyond("test_from_nothing_to_approved_in_the_window_and_a_first_session_can_begin")
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_three_people_bring_a_text_into_force_and_the_first_session_begins(
    laptop: Callable[[str], Application], tmp_path: Path, by: By
) -> None:
    application = laptop("laptop")
    person, hand = Person(application, by), Person(application)
    set_up(hand, ANA, tmp_path)
    unlock(hand)
    take_in(hand, BEN, BENS, tmp_path / "ben.pdf")
    take_in(hand, LEA, LEAS, tmp_path / "lea.pdf", leads=True)

    person.key(place_keys(Today))
    person.arrive("today")
    begin_text(person, "Germany")
    write_text(person)
    lock(hand)
    sign_in(hand, BEN, BENS)
    read_text_again(person)
    lock(hand)
    sign_in(hand, LEA, LEAS)
    approve_text(person)
    sign_programme_off(hand)
    lock(hand)

    sign_in(hand, ANA, WORDS)
    add_client(hand)
    start_session(hand)
    person.key("alt+Left")
    person.wait_gone(says("No text is approved", "words"))
    assert application.trouble == []
    assert application.told == ""
