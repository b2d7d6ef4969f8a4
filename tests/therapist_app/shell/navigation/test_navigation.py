"""Where screens lead, and how the window stands around them."""

import pytest

from therapist_app import commands
from therapist_app.shell.navigation.navigation import ENTRIES, HOME, Trail, entry_of, ids_of
from therapist_app.shell.navigation.pages import PAGES

CLIENT = commands.ClientPage("c")
SESSION = commands.SessionPage("a")
CLOSE = commands.ClosePage("a")


def test_every_destination_has_a_screen():
    everywhere = {each.destination for each in ENTRIES}

    assert everywhere == {*PAGES, commands.Settings}


def test_a_request_to_the_shell_itself_is_no_screen():
    with pytest.raises(KeyError):
        entry_of(commands.Back())


def test_the_ids_of_a_destination_come_in_its_own_order():
    assert ids_of(commands.HandOver("c", ("phq-9",), "a")) == ("c", ("phq-9",), "a")


def test_only_a_hand_over_takes_the_rail_away():
    gone = {each.destination for each in ENTRIES if each.rail == "none"}

    assert gone == {commands.HandOver}


def test_back_leads_where_one_came_from():
    trail = Trail((HOME,)).going(commands.Clients()).going(CLIENT).going(SESSION)

    assert trail.back().here == CLIENT
    assert trail.back().back().here == commands.Clients()


def test_a_place_begins_a_new_trail():
    trail = Trail((HOME,)).going(CLIENT).going(commands.Library())

    assert trail.places == (commands.Library(),)


def test_going_where_one_is_changes_nothing():
    trail = Trail((HOME, CLIENT))

    assert trail.going(CLIENT) is trail


def test_going_where_one_was_cuts_the_trail_there():
    trail = Trail((HOME, CLIENT, commands.AlertPage("x")))

    assert trail.going(CLIENT).places == (HOME, CLIENT)


def test_there_is_no_way_back_into_a_session_that_is_being_closed():
    trail = Trail((HOME, CLIENT, SESSION)).going(CLOSE)

    assert trail.places == (HOME, CLIENT, CLOSE)


def test_closing_another_session_keeps_the_way_back():
    trail = Trail((HOME, SESSION)).going(commands.ClosePage("other"))

    assert trail.back().here == SESSION


def test_back_from_the_first_place_leads_home():
    assert Trail((CLIENT,)).back().here == HOME
