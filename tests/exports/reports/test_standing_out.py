"""What stands out on page one of the figures of now, by rule and from what is printed alone."""

from exports.reports.first_page import first_page, standing_out
from tests.support.exports.finished import rate, tables

ALERTS = {"alerts.all": {"clients": 8, "percent": 44}}
FALLS = {"feedback.twice": rate("percent", "few", "few", "few", clients=11, fell=9)}


def item(text, part, low, high):
    return rate("part", part, low, high, text=text)


def test_alerts_of_many_clients_and_feedback_that_fell_stand_out():
    alerts, falls = standing_out(tables(alerts=ALERTS, feedback_falls=FALLS))

    assert alerts == "About 44 per cent of all clients had an alert."
    assert falls == (
        "For most people who gave feedback twice it fell by two points or more between two "
        "meetings."
    )


def test_feedback_fell_for_most_only_where_counts_and_share_say_so():
    """Else page one says "most" in one line and "about 46 per cent" in the next."""
    for share, said in ((46, False), (50, False), (51, True), ("few", True)):
        falls = {"feedback.twice": rate("percent", share, 27, 67, clients=25, fell=15)}
        assert bool(tuple(standing_out(tables(feedback_falls=falls)))) is said


def test_items_that_are_often_not_done_are_named_two_at_most():
    missed = {
        "item.S01-5": item("Respectful language", 19, 8, 40),
        "item.S02-1": item("Plan agreed", 60, 2, 97),
        "item.S01-1": item("Limits explained", 14, 4, 36),
        "item.S03-1": item("Third", 12, 4, 30),
    }

    [said] = standing_out(tables(items_missed=missed))

    assert said == (
        "Often not done: “Respectful language” in about 19 per cent of sessions and “Limits "
        "explained” in about 14 per cent of sessions."
    )


def test_below_its_limit_or_not_told_nothing_stands_out():
    few = {"alerts.all": {"clients": "0-4", "percent": "under 28 %"}}
    calm = {"feedback.twice": rate("percent", 20, 5, 40, clients=30, fell=6)}
    done = {"item.S01-1": item("Limits explained", 5, 1, 20)}

    half = {"feedback.twice": rate("percent", 45, 5, 70, clients=20, fell=9)}

    assert tuple(standing_out(tables(feedback_falls=half))) == ()
    assert tuple(standing_out({})) == ()
    assert tuple(standing_out(tables(alerts=few, feedback_falls=calm, items_missed=done))) == ()


def test_the_first_page_says_what_stands_out_in_the_place_of_nothing():
    page = first_page({}, (), ("About 44 per cent of all clients had an alert.",))

    assert page.stands_out == "About 44 per cent of all clients had an alert."
