"""A month in a real service: three people on one laptop, six clients with six fates."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.first_month.fates import (
    decide,
    erase,
    have_a_crisis,
    miss_a_session,
    offer_to,
    take_over,
)
from tests.journeys.first_month.keeping_safe import (
    back_up,
    back_up_to,
    come_back_with_sheet,
    move_here,
)
from tests.journeys.first_month.measures import answer_alone, answer_together
from tests.journeys.first_month.settling_in import (
    agree_to_hand_over,
    hand_over_clients,
    sign_programme_off,
    take_in,
    work_with_handed_over,
)
from tests.journeys.first_month.writing_the_text import (
    approve_text,
    begin_text,
    read_text_again,
    write_text,
)
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
from tests.support.display.holding_sessions import (
    hold_session,
    hold_steps,
    hold_to_the_sheets,
    sign_note,
    start_session,
    tell_limits,
)
from tests.support.display.person import Person, says
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from therapist_app.commands import Today

ANA, BEN, LEA = "Ana Keeper", "Ben Therapist", "Lea Lead"
BENS, LEAS = "copper lantern slowly drifting north", "seven quiet bridges under thunder"
ANAS_NEW = "marble kettle whispers under cedar"
WEEK = timedelta(days=7)
THOUGHTS_OF_DEATH = "q9"


@beyond("test_from_an_empty_folder_to_a_client_who_is_there_after_locking")
@pytest.mark.parametrize("language", ["en", "en_XA"])
def test_three_people_and_six_clients_go_through_a_month(
    laptop: Callable[..., Application], tmp_path: Path, language: str
) -> None:
    application = laptop("laptop", language=language)
    person = Person(application)

    # The first day: three people, and what sessions need.
    anas_sheet, _continuity = set_up(person, ANA, tmp_path)
    unlock(person)
    take_in(person, BEN, BENS, tmp_path / "ben.pdf")
    take_in(person, LEA, LEAS, tmp_path / "lea.pdf", leads=True)
    person.key(place_keys(Today))
    person.arrive("today")
    begin_text(person, "Germany")
    write_text(person)
    lock(person)
    sign_in(person, BEN, BENS)
    read_text_again(person)
    lock(person)
    sign_in(person, LEA, LEAS)
    approve_text(person)
    sign_programme_off(person)
    lock(person)

    # The first week: a session that goes well, one in a crisis, one to which nobody comes.
    sign_in(person, ANA, WORDS)
    completing = add_client(person)
    start_session(person)
    tell_limits(person)
    hold_to_the_sheets(person)
    answer_alone(person, "PHQ-9", lambda question: 0 if question == THOUGHTS_OF_DEATH else 1)
    answer_together(person, lambda _question: 2)
    hold_steps(person)
    sign_note(person)
    add_client(person)
    have_a_crisis(person)
    missing = add_client(person)
    miss_a_session(person)
    lock(person)
    sign_in(person, BEN, BENS)
    moving = add_client(person)
    withdrawing = add_client(person)
    decide(person, "Agrees")
    going = add_client(person)
    lock(person)

    # Three more weeks.
    for _week in range(3):
        application.move_clock(WEEK)
        sign_in(person, ANA, WORDS)
        open_client(person, completing)
        hold_session(person)
        sign_note(person)
        if _week == 0:
            open_client(person, missing)
            miss_a_session(person)
        lock(person)
    sign_in(person, ANA, WORDS)
    back_up_to(person, tmp_path / "stick")
    lock(person)
    sign_in(person, BEN, BENS)
    open_client(person, withdrawing)
    decide(person, "Takes the agreement back")
    open_client(person, going)
    erase(person, going, LEA, LEAS)
    back_up(person, tmp_path / "stick")
    open_client(person, moving)
    offer_to(person, ANA)
    lock(person)

    # A lost passphrase; and a client who comes over from a colleague.
    come_back_with_sheet(person, ANA, anas_sheet, ANAS_NEW, tmp_path / "ana-2.pdf")
    take_over(person, moving)
    back_up_to(person, tmp_path / "stick")

    # The colleague leaves: his clients go over at his next sign-in, and one was gone before.
    hand_over_clients(person, BEN, ANA)
    lock(person)
    sign_in(person, BEN, BENS)
    agree_to_hand_over(person, ANA)
    lock(person)
    sign_in(person, ANA, ANAS_NEW)
    open_client(person, moving)
    work_with_handed_over(person, BEN)
    open_client(person, withdrawing)
    find_nobody(person, moving)
    back_up_to(person, tmp_path / "stick")
    close_window(person)

    # Another laptop, from the stick.
    second = laptop("second", 3 * WEEK, language)
    person = Person(second)
    move_here(person, tmp_path / "stick", ANA, ANAS_NEW)
    sign_in(person, ANA, ANAS_NEW)
    open_client(person, completing)
    person.see(says("Session {number} is next", "words", number=5))
    open_client(person, moving)
    work_with_handed_over(person, BEN)
    open_client(person, withdrawing)
    find_nobody(person, moving)
    find_nobody(person, going)
    close_window(person)

    for each in (application, second):
        assert each.trouble == []
        assert each.told == ""
