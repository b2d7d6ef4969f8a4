"""What stands out on page one of the figures of now, by rule and from what is printed alone."""

import pytest

from exports.document.document import Asked
from exports.reports.first_page import first_page, standing_out
from tests.support.exports.finished import rate, tables

ALERTS = {"alerts.all": {"clients": 18, "percent": 44}}
LOW = {"feedback.useful_today": rate("mean", 5.4, 4.9, 5.9)}


def said_of(caseloads=1, **found):
    return [each.says for each in standing_out(tables(**found), caseloads)]


def item(text, part, low, high):
    return rate("part", part, low, high, text=text)


def test_alerts_of_many_clients_and_low_feedback_stand_out():
    alerts, low = said_of(alerts=ALERTS, experience=LOW)

    assert alerts == "About 44 per cent of all clients had an alert."
    assert low == "Whether a session was useful, clients rate 5.4 of 10 (4.9 to 5.9)."


@pytest.mark.parametrize(("high", "said"), [(6, True), (6.1, False), ("few", False)])
def test_feedback_is_low_where_its_whole_interval_is_as_low_as_asks_for_a_word(high, said):
    low = {"feedback.useful_today": rate("mean", 5.4, 4.9, high)}

    assert bool(said_of(experience=low)) is said


def test_of_several_low_ratings_the_lowest_is_told():
    low = {
        "feedback.felt_respected": rate("mean", 5.5, 5.1, 5.9),
        "feedback.useful_today": rate("mean", 5.2, 4.7, 5.7),
        "feedback.worked_on_what_matters": rate("mean", 5.6, 5.2, 6),
    }

    assert said_of(experience=low) == [
        "Whether a session was useful, clients rate 5.2 of 10 (4.7 to 5.7)."
    ]


def test_that_feedback_fell_between_meetings_is_nothing_about_a_service():
    """With four lines and twenty meetings it does for nearly everybody, whatever they think."""
    fell = {"feedback.twice": rate("percent", 98, 90, 100, clients=60, fell=59)}

    assert said_of(feedback_falls=fell) == []


@pytest.mark.parametrize(
    ("caseloads", "clients", "said"), [(1, 7, False), (1, 18, True), (3, 12, False)]
)
def test_a_share_of_clients_with_an_alert_is_said_where_the_changes_leave_it_close(
    caseloads, clients, said
):
    found = {"alerts.all": {"clients": clients, "percent": 44}}

    assert bool(said_of(caseloads, alerts=found)) is said


def test_items_that_are_often_not_done_are_named_two_at_most():
    missed = {
        "item.S01-5": item("Respectful language", 39, 28, 50),
        "item.S02-1": item("Plan agreed", 60, 12, 97),
        "item.S01-1": item("Limits explained", 34, 24, 46),
        "item.S03-1": item("Third", 32, 24, 40),
    }

    [said] = said_of(items_missed=missed)

    assert said == (
        "Often not done: “Respectful language” in about 39 per cent of sessions and “Limits "
        "explained” in about 34 per cent of sessions."
    )


@pytest.mark.parametrize("high", ["few", 100])
def test_an_item_that_is_not_told_or_hardly_known_is_not_named(high):
    missed = {
        "item.S01-1": item("Limits explained", 34, 24, 46),
        "item.S02-1": item("Plan agreed", 98, 49.5, high),
    }

    [said] = said_of(items_missed=missed)

    assert said == "Often not done: “Limits explained” in about 34 per cent of sessions."


def test_an_item_that_may_be_done_nearly_always_is_not_said_to_be_often_missed():
    """The highest of a hundred figures is high by chance alone, and so is its interval."""
    missed = {
        "item.S01-5": item("Respectful language", 29, 14, 50),
        "item.S01-4": item("Crisis contacts given", 23, 9, 51),
        "item.S01-3": item("Safety check completed", 19, 5, 47),
    }

    assert said_of(items_missed=missed) == []


def test_below_its_limit_or_not_told_nothing_stands_out():
    few = {"alerts.all": {"clients": "0-4", "percent": "0 to 28 %"}}
    calm = {"feedback.useful_today": rate("mean", 8.1, 7.6, 8.6)}
    done = {"item.S01-1": item("Limits explained", 5, 1, 20)}

    assert said_of() == []
    assert said_of(alerts=few, experience=calm, items_missed=done) == []


def test_the_first_page_says_what_stands_out_in_the_place_of_nothing():
    page = first_page({}, (), tuple(standing_out(tables(alerts=ALERTS), 1)))

    assert page.stands_out == "About 44 per cent of all clients had an alert."


def test_where_no_rule_asks_what_stands_out_is_asked_about_in_its_own_words():
    notable = tuple(standing_out(tables(alerts=ALERTS, experience=LOW), 1))

    assert first_page({}, (), notable).asks_else == "What do these alerts have in common?"
    assert first_page({}, (), notable[1:]).asks_else == "What would they need?"
    missed = {"item.S01-1": item("Limits explained", 50, 40, 60)}
    [named] = standing_out(tables(items_missed=missed), 1)
    assert first_page({}, (), notable).left_open == (Asked("alerts_many", 44),)
    assert first_page({}, (), notable[1:]).left_open == (Asked("feedback_low", 5),)
    assert first_page({}, (), [named]).left_open == (Asked("items_missed", 50),)
    assert first_page({}, (), notable).rows == (
        "alerts/alerts.all",
        "experience/feedback.useful_today",
    )
