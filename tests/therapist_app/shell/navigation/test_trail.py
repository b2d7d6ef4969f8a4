"""Where going on and going back lead."""

import pytest

from therapist_app import commands
from therapist_app.shell.navigation.trail import HOME, Trail

CLIENT = commands.ClientPage("c")
SESSION = commands.SessionPage("a")
CLOSE = commands.ClosePage("a")


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


def test_there_is_no_way_back_into_a_form_that_was_finished():
    trail = Trail((SESSION, commands.FormPage("client", "phq-9", "held")))

    score = trail.going(commands.FilledFormPage("filled"))
    due = score.going(commands.FormPage("client", "gad-7", "held"))

    assert score.places == (SESSION, commands.FilledFormPage("filled"))
    assert due.places == (SESSION, commands.FormPage("client", "gad-7", "held"))


def test_scores_of_one_hand_over_take_each_others_place():
    trail = Trail((SESSION, commands.FilledFormPage("one", ("two",))))

    assert trail.going(commands.FilledFormPage("two")).places == (
        SESSION,
        commands.FilledFormPage("two"),
    )


def test_behind_a_form_that_came_back_from_the_client_lies_what_was_before_it():
    form = commands.FormPage("c", "urge-week")
    given, kept = commands.HandOver("c", ("urge-week",)), commands.FilledFormPage("kept")
    trail = Trail((CLIENT, form, given))

    assert trail.standing_at(kept).places == (CLIENT, kept)
    assert trail.standing_at(form).places == (CLIENT, form)  # it is begun: it goes on
    assert trail.standing_at(given) == trail  # the client has it still
    other = commands.FormPage("c", "daily-log")
    assert Trail((CLIENT, other, given)).standing_at(kept).places == (CLIENT, other, kept)


def test_back_from_a_correction_leads_to_the_form_it_corrects():
    trail = Trail((SESSION, commands.FilledFormPage("first")))

    assert trail.going(
        commands.FilledFormPage("correction")
    ).back().here == commands.FilledFormPage("first")


def test_a_page_can_say_more_closely_what_is_come_back_to():
    forms = commands.ClientPage("c", "forms")
    trail = Trail((HOME, CLIENT)).standing_at(forms).going(SESSION)

    assert trail.back().here == forms
    assert trail.back().back().here == HOME


def test_from_beside_the_client_one_comes_back_to_the_question_that_was_left_there() -> None:
    own = commands.SessionPage("a", "q1")
    trail = Trail((commands.Today(), own)).going(commands.BesideClient("a", "q1"))

    back = trail.going(commands.SessionPage("a", "q4"))

    assert back.places == (commands.Today(), own)
    assert isinstance(back.here, commands.SessionPage)
    assert back.here.question_id == "q4"


@pytest.mark.parametrize(
    ("own", "kept"),
    [(commands.FormPage("c", "phq-9", "a", "q1"), 3), (commands.FilledFormPage("f"), 2)],
    ids=["begun here", "a draft from the record"],
)
def test_from_a_form_beside_the_client_one_comes_back_to_the_form_and_never_there_again(
    own: commands.Destination, kept: int
) -> None:
    before = Trail((commands.Today(), commands.SessionPage("a"), own))
    there = before.going(commands.BesideForm("c", "phq-9", "a", "q1"))

    back = there.going(commands.FormPage("c", "phq-9", "a", "q4"))

    assert len(there.places) == kept + 1
    assert isinstance(back.here, commands.FormPage)
    assert back.here.question_id == "q4"
    assert back.back().here == commands.SessionPage("a")


def test_behind_an_alert_that_followed_another_lies_the_page_of_the_first() -> None:
    close = commands.ClosePage("a")
    trail = Trail((HOME, close)).going(commands.AlertPage("one")).going(commands.AlertPage("two"))

    assert trail.places == (HOME, close, commands.AlertPage("two"))
    assert trail.back().here == close


def test_from_an_alert_that_was_visited_before_one_comes_back_to_where_it_was_answered() -> None:
    alert, close = commands.AlertPage("an alert"), commands.ClosePage("a session")
    trail = Trail((commands.Today(), alert)).going(close)

    answered = trail.going(alert)

    assert answered.places == (commands.Today(), close, alert)
    assert answered.back().here == close
