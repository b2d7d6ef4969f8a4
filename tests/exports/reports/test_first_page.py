"""Three sentences by rule, and nothing about what is not shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.document.document import Asked, Facts
from exports.estimates.run_limits import run_limits
from exports.estimates.shares import Estimate
from exports.paper.charts.figure_cards import FigureCards
from exports.paper.charts.run_chart import PLOTS, RunChart
from exports.reports.first_page import (
    FIGURES,
    Notable,
    ShownFigure,
    first_page,
    said_means,
)
from exports.reports.questions import QUESTIONS, question_in_words
from session_forms.words.texts import translate
from tests.support.exports.finished import rate, tables


def shown(value, half=10, before=None, people=62):
    def around(middle):
        return Estimate(middle, max(0, middle - half), min(100, middle + half))

    return ShownFigure(around(value), people, None if before is None else around(before))


def chart(*values, title="Wait in days"):
    points = tuple((f"Q{at}", value) for at, value in enumerate(values, start=1))
    return RunChart(title, points, run_limits(values))


def test_a_difference_within_chance_is_said_to_be_chance():
    page = first_page({"improved": shown(58, before=51)})

    assert page.changed == (
        "About 58 per cent of the people with both scores are reliably better on mood. In the "
        "quarter before it was about 51: the difference is within chance."
    )


def test_what_moved_beyond_chance_is_told_before_what_stands_first():
    page = first_page(
        {
            "improved": shown(58, before=51),
            "stopped": shown(60, before=20),
            "attended": shown(70, before=92),
        }
    )

    assert page.changed.startswith("About 60 per cent of the people who ended")
    assert page.changed.endswith("about 20: more than chance.")


def test_beneath_a_change_beyond_chance_nothing_else_stands_out_and_else_nothing_does():
    changed = first_page({"improved": shown(58, before=51), "stopped": shown(60, before=20)})
    within = first_page({"improved": shown(58, before=51)})
    rising = first_page(
        {"stopped": shown(60, before=20)}, [chart(*[10] * 8, 12, 14, 16, 18, 20, 22)]
    )

    assert changed.stands_out == "Nothing else stands out by the rules of this page."
    assert within.stands_out == "Nothing stands out by the rules of this page."
    assert "Wait in days" in rising.stands_out
    assert changed.questions == within.questions == rising.questions == ()
    assert [[each.figure for each in page.left_open] for page in (changed, within, rising)] == [
        ["changed"],
        [],
        ["over_quarters"],
    ]


def test_a_fall_beyond_chance_counts_as_much_as_a_rise():
    page = first_page({"improved": shown(50, before=49), "attended": shown(60, before=90)})

    assert page.changed.startswith("About 60 per cent of the sessions")


def test_a_difference_without_any_spread_is_told_first():
    exact = ShownFigure(Estimate(90, 90, 90), 40, Estimate(80, 80, 80))

    page = first_page({"improved": shown(70, before=30), "adherence": exact})

    assert page.changed.startswith("Sessions kept to about 90 per cent")


def test_without_a_quarter_before_nothing_is_compared():
    page = first_page({"recovered": shown(44)})

    assert page.changed.startswith("There is no quarter to compare with. About 44 per cent")
    assert page.cards.cards[0].interval == "34 to 54"
    assert page.cards.cards[0].before is None


def test_of_a_figure_that_may_be_nearly_anything_no_sentence_is_made():
    vague = first_page({"improved": shown(36, half=34), "deteriorated": shown(32, half=31)})
    beside = first_page({"improved": shown(36, half=34), "adherence": shown(81)})

    assert vague.changed == "So few people are counted that nobody can say what changed."
    assert vague.questions == ()
    [card] = vague.cards.cards
    assert (card.figure, card.interval) == ("2 to 70 %", "too few for one number")
    assert "Sessions kept to about 81 per cent" in beside.changed


def test_a_change_of_a_figure_that_is_not_said_is_not_what_stands_above():
    page = first_page({"improved": shown(70, half=30, before=5), "adherence": shown(81)})

    assert page.stands_out == "Nothing stands out by the rules of this page."


def test_without_figures_nothing_is_claimed():
    page = first_page({})

    assert page.changed == "There are too few people for a main figure."
    assert page.stands_out == "So few people are counted that nothing can stand out."
    assert page.asks_else == "What do therapists see with their own clients?"
    assert (page.left_open, page.cards, page.chart) == ((), None, None)
    [facts] = page.blocks
    assert facts.rows[2] == ("What to ask", "What do therapists see with their own clients?")


def test_of_few_people_what_is_uncertain_is_said_by_its_ends_and_means_follow():
    page = first_page(
        {"improved": shown(40, half=28), "stopped": shown(50, half=45), "adherence": shown(81)},
        means=["They waited 3 weeks.", "They rate 8 of 10.", "A third."],
    )

    assert page.changed.endswith("Sessions kept to about 81 per cent of their plan.")
    assert page.known == (
        "Between 12 and 68 per cent of the people with both scores are reliably better on mood.",
        "They waited 3 weeks.",
        "They rate 8 of 10.",
    )
    assert page.blocks[0].rows[1] == ("What is known", " ".join(page.known))


def test_where_three_main_figures_are_sure_nothing_is_said_beside_them():
    page = first_page(
        {name: shown(58) for name in ("improved", "stopped", "attended")}, means=["A mean."]
    )

    assert page.known == ()


def test_what_stands_out_is_asked_about_where_no_rule_asks():
    asked = Asked("alerts_many", 40)
    says = "About 40 per cent of all clients had an alert."
    page = first_page({}, notable=[Notable(says, "Why?", "alerts/alerts.all", asked)])

    [facts, *_others] = page.blocks

    assert facts.rows[2] == ("What to ask", "Why?")
    assert page.left_open == (asked,)
    assert page.asking_nothing().left_open == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            (11, 13, 10, 12, 14, 11, 12, 10, 15, 16, 15, 17, 16, 18, 17),
            "Wait in days was above its average 7 times in a row. It is now 17.",
        ),
        ((*[10, 11] * 8, 20), "Wait in days is above its upper limit: 20."),
        ((*[10, 11] * 8, 2), "Wait in days is below its lower limit: 2."),
        ((14, 1, 20, 3, 4, 5, 6, 7, 8, 9), "Wait in days rose 6 times in a row. It is now 9."),
        (
            (*[0, 2] * 10, 5.4, 2, 5.4),
            "Wait in days was close to its upper limit 2 times of three. It is now 5.",
        ),
        (
            (*[0, 2] * 10, 6, 2, 6, *[0, 2] * 10, 6, 2, 6),
            "Wait in days was close to its upper limit 2 times of three. It is now 6.",
        ),
    ],
)
def test_what_stands_out_now_is_said_with_its_rule(values, said):
    assert first_page({}, [chart(*values)]).stands_out == said


def test_what_stood_out_long_ago_is_not_told():
    calm = chart(*[10, 11] * 4, 20, *[10, 12] * 4)

    page = first_page({}, [calm])

    assert page.stands_out == "Nothing stands out by the rules of this page."
    assert page.chart == calm


def test_the_chart_is_the_one_that_has_something_to_say():
    calm, telling = chart(*[10, 11] * 8), chart(*[10, 11] * 8, 20, title="Days")

    assert first_page({}, [calm, telling]).chart == telling
    assert first_page({}, [chart(5), calm]).chart == calm
    assert first_page({}, [chart(5)]).chart is None


def test_two_points_stand_in_the_cards_and_make_no_chart():
    assert first_page({}, [chart(4, 5)]).chart is None
    assert first_page({}, [chart(4, None, 5, 6)]).chart is not None


def test_a_page_that_is_too_long_has_a_lower_chart_before_it_says_less():
    page = replace(first_page({}, [chart(4, 5, 6)]), known=("One.", "Two."))

    *with_chart, last = page.shorter()
    shorter = [(each.chart.plot, len(each.known)) for each in with_chart]

    assert (last.chart, last.known) == (None, ())
    assert shorter[0] == (page.chart.plot, 2)
    assert [plot for plot, known in shorter if known == 2] == sorted(PLOTS, reverse=True)
    assert [known for _plot, known in shorter] == sorted((2, 1, 0) * len(PLOTS), reverse=True)
    assert len(list(replace(page, chart=None).shorter())) == 3


def test_questions_come_by_their_order_and_at_most_three():
    page = first_page(
        {
            "adherence": shown(60),
            "attended": shown(75),
            "mood_not_given": shown(25),
            "stopped_early": shown(50),
            "alerts_late": shown(9),
        }
    )

    assert [(each.figure, each.value) for each in page.questions] == [
        ("stopped_early", 50),
        ("mood_not_given", 25),
        ("attended", 75),
    ]
    assert dict(page.blocks[0].rows)["What to ask"] == question_in_words(page.questions[0])
    assert page.left_open == page.questions


@pytest.mark.parametrize("rule", QUESTIONS, ids=lambda each: each.figure)
def test_each_question_is_asked_at_its_limit_and_not_before(rule):
    at_limit = rule.at_least or rule.at_most
    before = at_limit - 1 if rule.at_least else at_limit + 1

    assert len(first_page({rule.figure: shown(at_limit, half=4)}).questions) == 1
    assert first_page({rule.figure: shown(before, half=0)}).questions == ()


def test_who_is_worse_is_asked_about_only_where_the_interval_leaves_out_what_is_usual():
    """In one of two services in which few are worse the figure reaches its limit by chance."""
    assert len(first_page({"deteriorated": shown(20, half=14)}).questions) == 1
    assert first_page({"deteriorated": shown(20, half=15)}).questions == ()


def test_a_card_says_a_figure_by_its_ends_alone_where_it_is_too_uncertain():
    page = first_page({"improved": shown(58), "recovered": shown(40, half=26)})

    sure, uncertain = page.cards.cards
    assert (sure.now.value, uncertain.now.value) == (58, None)
    assert uncertain.figure == "14 to 66 %"


def test_the_quarter_before_is_said_by_its_ends_alone_where_it_was_too_uncertain():
    """Its own report said of it that too few are counted for one number."""
    before = Estimate(0, 0, 73)
    page = first_page({"paired": ShownFigure(Estimate(34, 19, 53), 33, before)})
    changed = first_page({"paired": ShownFigure(Estimate(95, 93, 97), 33, Estimate(20, 2, 60))})

    [card] = page.cards.cards
    assert card.interval == "19 to 53; before, 0 to 73"
    assert (card.before.low, card.before.value, card.before.high) == (0, None, 73)
    assert page.changed.endswith(
        "In the quarter before it was 0 to 73: the difference is within chance."
    )
    assert changed.changed.endswith("In the quarter before it was 2 to 60: more than chance.")


def test_four_cards_at_most_each_with_whom_it_is_of():
    every = {name: shown(58, before=51) for name in FIGURES}

    page = first_page(every)

    assert isinstance(page.blocks[1], FigureCards)
    assert len(page.cards.cards) == 4
    first = page.cards.cards[0]
    assert (first.figure, first.interval) == ("about 58 %", "48 to 68; before, 51")
    assert first.basis == "of 62 with both scores"


@given(
    st.dictionaries(
        st.sampled_from(sorted({*FIGURES, *(each.figure for each in QUESTIONS)})),
        st.integers(0, 100),
    )
)
def test_nothing_is_said_about_a_figure_that_is_not_shown(values):
    page = first_page({name: shown(value) for name, value in values.items()})

    [facts, *_pictures] = page.blocks
    assert isinstance(facts, Facts)
    numbers = {str(each) for each in values.values()} | {"100", "4"}
    for _name, sentence in facts.rows:
        figures = {word.strip(".,:") for word in sentence.split() if word[0].isdigit()}
        assert figures <= numbers
    titles = {translate(FIGURES[name].title) for name in values if name in FIGURES}
    assert {each.title for each in page.cards.cards} <= titles if page.cards else not titles


@pytest.mark.parametrize(
    ("weeks", "says"),
    [
        (0.0, "it took up to about 2.4 weeks on average."),
        (0.1, "it took about 0.1 weeks on average (0.0 to 2.4)."),
    ],
)
def test_a_wait_of_no_whole_week_is_not_said_to_take_no_time(weeks, says):
    [said] = said_means(tables(waits={"waits.first": rate("mean", weeks, 0.0, 2.4)}))

    assert said == f"From the first contact to the first session {says}"
