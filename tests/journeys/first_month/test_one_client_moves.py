"""One client goes over to a colleague on a real display, through two power cuts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.first_month.fates import offer_to, take_over
from tests.journeys.first_month.settling_in import take_in
from tests.support.display.application import Application
from tests.support.display.first_steps import (
    WORDS,
    add_client,
    close_window,
    find_nobody,
    lock,
    open_client,
    set_up,
    sign_in,
    unlock,
)
from tests.support.display.person import By, Person, of_type, says
from tests.support.sampling import beyond

ANA, BEN = "Ana Keeper", "Ben Therapist"
BENS = "copper lantern slowly drifting north"


@beyond("test_killed_at_any_commit_the_client_is_there_once_and_whole")
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_client_is_moved_and_no_power_cut_loses_or_doubles_them(
    laptop: Callable[[str], Application], tmp_path: Path, by: By
) -> None:
    application = laptop("laptop")
    person, hand = Person(application, by), Person(application)
    set_up(hand, ANA, tmp_path)
    unlock(hand)
    take_in(hand, BEN, BENS, tmp_path / "ben.pdf")
    stays = add_client(hand)
    code = add_client(hand)
    offer_to(person, BEN)
    application.kill()

    application.start()
    sign_in(hand, BEN, BENS)
    person.press(says("Look at it", "button").within(of_type("NeedLine")))
    person.see(
        says("You cannot take them over yet: {name} must sign in and lock once more.", "words")
    )
    lock(hand)
    sign_in(hand, ANA, WORDS)
    open_client(hand, code)
    lock(hand)

    sign_in(hand, BEN, BENS)
    take_over(person, code)
    application.kill()

    application.start()
    sign_in(hand, BEN, BENS)
    open_client(hand, code)
    lock(hand)
    sign_in(hand, ANA, WORDS)
    open_client(hand, stays)
    find_nobody(hand, code)
    close_window(hand)
    assert application.trouble == []
    assert application.told == ""
