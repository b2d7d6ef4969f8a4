"""Goal attainment: the corrected formula, and what stands beside the number."""

from types import MappingProxyType

import pytest

from programme.checks.readability import readability
from session_forms.answers import QuestionId
from session_forms.scoring.goal_attainment import (
    Attainment,
    Goal,
    attainment,
    attainment_for_client,
    goals_in,
    t_score,
)


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ((0, 0, 0), None, 50.00),
        ((-1, -1, -1), None, 36.31),
        ((1, 1, 1), None, 63.69),
        ((2, 1, 0), None, 63.69),
        ((1, 0, -1), (3, 2, 1), 54.41),
        ((-2, -2, -2), None, 22.61),
        ((1, -2), (4, 1), 54.54),
    ],
)
def test_the_published_vectors_reproduce(levels, weights, expected):
    assert round(t_score(levels, weights), 2) == expected


def test_weights_that_are_all_alike_change_nothing():
    assert t_score((2, 0, -1), (3, 3, 3)) == pytest.approx(t_score((2, 0, -1)))


@pytest.mark.parametrize(("levels", "weights"), [((), None), ((1, 0), (1,)), ((1, 0), (1, 0))])
def test_there_is_no_t_score_without_levels_and_positive_weights(levels, weights):
    with pytest.raises(ValueError, match="needs levels"):
        t_score(levels, weights)


def rows(*given):
    return {QuestionId("goals"): tuple(MappingProxyType(each) for each in given)}


def test_goals_are_read_from_the_form_as_far_as_they_are_filled_in():
    answers = rows(
        {"goal_text": "Walk", "weight_1_4": 3, "baseline_level": -2, "rating": 1},
        {"goal_text": "Call a friend"},
        {"rating": 2},
    )

    assert goals_in(answers) == (Goal("Walk", 3, -2, 1), Goal("Call a friend"))


@pytest.mark.parametrize("answers", [{}, {QuestionId("goals"): ("words",)}])
def test_a_form_without_rows_has_no_goals(answers):
    assert goals_in(answers) == ()


def test_the_rated_goals_make_one_number_with_its_start():
    goals = (Goal("a", 3, -2, 1), Goal("b", 2, -1, 0), Goal("c", 1, -2, -1))

    found = attainment(goals)

    assert found is not None
    assert round(found.t, 2) == 54.41
    assert found.baseline_t == pytest.approx(t_score((-2, -1, -2), (3, 2, 1)))
    assert (found.rated, found.of, found.as_hoped) == (3, 3, 2)


def test_without_a_weight_for_each_all_goals_count_alike():
    found = attainment((Goal("a", 4, None, 1), Goal("b", None, -1, -2), Goal("c", 2, -1, None)))

    assert found == Attainment(t_score((1, -2)), None, 2, 3, 1)


def test_goals_that_nobody_rated_make_no_number():
    assert attainment((Goal("a", 3, -2),)) is None


def test_the_client_reads_what_the_number_means():
    goals = (Goal("a", None, -2, 1), Goal("b", None, -1, 0))

    found = attainment(goals)
    assert found is not None

    assert attainment_for_client(found) == (
        "As hoped or better: 2 of 2 goals. All of them together make 56. 50 means: as hoped. "
        "At the start it was 31."
    )


def test_where_the_rated_goals_began_is_said_while_another_waits_for_its_rating():
    found = attainment((Goal("a", None, -2, 1), Goal("b", None, -1, 0), Goal("c", None, -2)))
    assert found is not None

    assert attainment_for_client(found) == (
        "As hoped or better: 2 of 2 goals. All of them together make 56. 50 means: as hoped. "
        "At the start it was 31. 1 goal is not rated yet."
    )


@pytest.mark.parametrize(
    ("of", "said"), [(2, ""), (3, "1 goal is not rated yet."), (4, "2 goals are not rated yet.")]
)
def test_goals_without_a_rating_are_said(of, said):
    words = attainment_for_client(Attainment(50, None, 2, of, 2))

    assert words.endswith(said or "as hoped.")
    assert readability(words).grade <= 5
