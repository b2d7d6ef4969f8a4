"""What stands out on page one of the figures of now, by rule and from what is printed alone."""

import pytest

from exports.reports.first_page import first_page, standing_out
from tests.support.exports.finished import rate, tables

ALERTS = {"alerts.all": {"clients": 18, "percent": 44}}
FALLS = {"feedback.twice": rate("percent", "few", "few", "few", clients=30, fell=28)}


def said_of(caseloads=1, **found):
    return [each.says for each in standing_out(tables(**found), caseloads)]


def item(text, part, low, high):
    return rate("part", part, low, high, text=text)


def test_alerts_of_many_clients_and_feedback_that_fell_stand_out():
    alerts, falls = said_of(alerts=ALERTS, feedback_falls=FALLS)

    assert alerts == "About 44 per cent of all clients had an alert."
    assert falls == (
        "For most people who gave feedback twice it fell by two points or more between two "
        "meetings."
    )


def test_feedback_fell_for_most_only_where_counts_and_share_say_so():
    """Else page one says "most" in one line and "about 46 per cent" in the next."""
    for share, said in ((46, False), (50, False), (51, True), ("few", True)):
        falls = {"feedback.twice": rate("percent", share, 27, 67, clients=60, fell=50)}
        assert bool(said_of(feedback_falls=falls)) is said


@pytest.mark.parametrize(
    ("caseloads", "clients", "fell", "said"),
    [
        (1, 7, 8, False),
        (1, 30, 28, True),
        (3, 27, 14, False),
        (3, 30, 24, False),
        (3, 60, 56, True),
    ],
)
def test_feedback_fell_for_most_only_where_the_changes_of_both_counts_leave_it_so(
    caseloads, clients, fell, said
):
    falls = {"feedback.twice": rate("percent", "few", "few", "few", clients=clients, fell=fell)}

    assert bool(said_of(caseloads, feedback_falls=falls)) is said


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
        "item.S01-5": item("Respectful language", 29, 14, 50),
        "item.S02-1": item("Plan agreed", 60, 12, 97),
        "item.S01-1": item("Limits explained", 24, 10, 46),
        "item.S03-1": item("Third", 22, 10, 40),
    }

    [said] = said_of(items_missed=missed)

    assert said == (
        "Often not done: “Respectful language” in about 29 per cent of sessions and “Limits "
        "explained” in about 24 per cent of sessions."
    )


def test_an_item_that_may_be_done_nearly_always_is_not_said_to_be_often_missed():
    """The highest of a hundred figures is high by its change alone: the interval says so."""
    missed = {
        "item.S01-4": item("Crisis contacts given", 23, 9, 51),
        "item.S01-3": item("Safety check completed", 19, 5, 47),
    }

    assert said_of(items_missed=missed) == []


def test_below_its_limit_or_not_told_nothing_stands_out():
    few = {"alerts.all": {"clients": "0-4", "percent": "0 to 28 %"}}
    calm = {"feedback.twice": rate("percent", 20, 5, 40, clients=30, fell=6)}
    done = {"item.S01-1": item("Limits explained", 5, 1, 20)}

    half = {"feedback.twice": rate("percent", 45, 5, 70, clients=20, fell=9)}

    assert said_of(feedback_falls=half) == []
    assert said_of() == []
    assert said_of(alerts=few, feedback_falls=calm, items_missed=done) == []


def test_the_first_page_says_what_stands_out_in_the_place_of_nothing():
    page = first_page({}, (), tuple(standing_out(tables(alerts=ALERTS), 1)))

    assert page.stands_out == "About 44 per cent of all clients had an alert."


def test_where_no_rule_asks_what_stands_out_is_asked_about_in_its_own_words():
    notable = tuple(standing_out(tables(alerts=ALERTS, feedback_falls=FALLS), 1))

    assert first_page({}, (), notable).asks_else == "What do these alerts have in common?"
    assert first_page({}, (), notable[1:]).asks_else == "Is it talked about with them?"
    assert first_page({}, (), notable).rows == (
        "alerts/alerts.all",
        "feedback_falls/feedback.twice",
    )
