"""The attack itself: it finds what is planted, and nothing in what the product prints."""

from dataclasses import replace
from random import Random
from unittest.mock import patch

import pytest

from exports.disclosure import protected
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.attack import ATTACK
from tests.campaigns.disclosure.attacker import Attacker, courses_of
from tests.campaigns.disclosure.chains import Watcher
from tests.campaigns.disclosure.figures import Step, gone_too_far
from tests.campaigns.disclosure.hard_tables import hard
from tests.campaigns.disclosure.intervals import intervals
from tests.campaigns.disclosure.likelihood import Guess, Reader, usual
from tests.campaigns.disclosure.nested import nested
from tests.campaigns.disclosure.pairs import caseload
from tests.campaigns.disclosure.protecting import chances, release
from tests.campaigns.disclosure.published import published
from tests.campaigns.disclosure.reports import readers
from tests.campaigns.disclosure.services import QUARTER, Content, random_service
from tests.campaigns.disclosure.sureness import sureness
from tests.campaigns.harness.running import run_campaign
from tests.support.sampling import beyond, sampled


@pytest.fixture(scope="module")
def content():
    return Content(programmes.installed(), forms.installed())


@pytest.fixture(scope="module")
def imagined(content):
    found = release(random_service(content, Random(1), 40).whole, content)
    return list(found.facts_of_all().values())


def two(content):
    """Return two releases that differ by one client, and the facts of that client."""
    cases = sorted(random_service(content, Random(2), 30).whole, key=lambda c: -len(c.sessions))
    one, other = (release(each, content) for each in (cases[1:], cases))
    return one, other, other.facts_of_all()[cases[0].record_key]


def test_one_client_more_is_told_by_the_keys_of_people_alone_and_by_nothing_now(content, imagined):
    one, other, truth = two(content)
    now = usual(Reader(chances, imagined).guesses(one.printed, other.printed, truth))
    with patch.object(protected, "state_of", return_value=b""):
        one, other, truth = two(content)
    reader = Reader(chances, imagined, sticky=True)
    alone = usual(reader.guesses(one.printed, other.printed, truth))

    assert not any(each.certain for each in now)
    assert sum(each.certain for each in alone) > len(alone) / 5


def test_figures_that_are_not_changed_tell_every_fact_of_one_client_more(content, imagined):
    one, other, truth = two(content)
    exact = Reader(lambda count: {count: 1.0}, imagined)

    guesses = exact.guesses(one.true, other.true, truth)

    assert guesses
    assert all(each.certain and (each.after > 0.5) == each.holds for each in guesses)


def test_eight_exact_quarters_tell_who_is_watched(content):
    clients = random_service(content, Random(4), 12).clients
    courses = courses_of(content, clients)
    watched = courses[0]
    printed = [{fact: 30 + (fact in at) for fact in set().union(*courses[0])} for at in watched]

    guesses = Watcher(0.2, courses, [courses], 0).guesses(printed, watched[-1])

    assert guesses
    assert all((each.after > 0.5) == each.holds for each in usual(guesses))


def test_a_service_is_lived_week_by_week(content):
    service = random_service(content, Random(5), 8)
    halves = [sum(len(each.sessions) for each in service.until(at * QUARTER)) for at in (2, 5, 20)]

    assert halves == sorted(halves)
    assert halves[0] < halves[-1] == sum(len(each.sessions) for each in service.whole)


def test_a_caseload_of_one_gives_itself_away_where_sums_add_what_is_printed_and_not_now():
    found = caseload(Attacker(1, 2), 1)

    assert found["certain"] == 0
    assert found["alone"]["certain"] > found["alone"]["facts"] / 2
    assert found["alone"]["certain_wrong"] == 0


def test_one_between_two_counts_is_told_where_the_same_people_are_changed_alike_and_not_now(
    content,
):
    found = nested(Attacker(1, 1, content), 0, tried=12)

    assert found["exact"]["certain"] == found["exact"]["facts"] == found["facts"] == 12
    assert found["alone"]["certain"] > found["facts"] / 5
    assert found["certain"] == found["alone"]["certain_wrong"] == 0


def test_how_sure_a_figure_is_tells_what_one_client_has_where_that_is_exact_and_not_now(content):
    found = intervals(Attacker(1, 1, content), 0)

    assert found["exact"]["certain"] > found["facts"] / 2
    assert found["certain"] == 0


def test_how_sure_figures_are_in_two_reports_tells_who_is_in_them_where_exact_and_not_now(content):
    found = sureness(Attacker(1, 2, content), 0)

    assert found["exact"]["certain"] > found["exact"]["facts"] / 3
    assert found["exact"]["certain_wrong"] == found["certain"] == 0


@pytest.mark.parametrize("at", sampled([1, 2], every=2))
def test_sums_and_quarters_are_read_by_how_sure_their_figures_are(content, at):
    found = sureness(Attacker(1, 2, content), at)

    assert found["facts"] > 100
    assert found["certain"] == 0


def test_a_figure_that_moves_further_than_its_change_tells_on_which_side_of_it_a_client_lies():
    moved = Step("m", mean=10.0, step=-3.0, whole=20.0, spread=1.0, most=2.0)
    unsure = Guess("m>", 0.5, 0.6, holds=False, certain=False)

    assert gone_too_far([replace(moved, step=1.0)], [unsure]) == [unsure]
    assert gone_too_far([moved], [unsure]) == [replace(unsure, after=0.0, certain=True)]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_hard_tables_break_suppression_and_nothing_that_is_printed_now(at):
    found = hard(Attacker(1, 1), at)

    assert found["broken"] > 0
    assert (found["wrong"], found["pinned"]) == (0, 0)
    assert found["narrowest"] > 5


def test_figures_stand_where_one_client_moves_and_are_made_anew_where_one_leaves(content):
    cases = random_service(content, Random(6), 14).whole
    more = replace(cases[0], deviations=("repeated", *cases[0].deviations))

    first, moved, left = published([cases, (more, *cases[1:]), cases[1:]], content)

    assert first is moved
    assert left is not moved
    assert published([cases[:9]], content) == [None]


def test_two_readers_get_the_same_figures():
    assert readers(Attacker(1, 1), 0)["differ"] == 0


@beyond(test_one_client_more_is_told_by_the_keys_of_people_alone_and_by_nothing_now)
def test_the_campaign_holds_in_its_smallest_size():
    outcome = run_campaign(ATTACK, "smoke", seed=1)

    assert outcome.holds, (outcome.line, outcome.bad[:3])
