"""The shipped knowledge checks and hints: whole, careful, and resting on what can be read."""

from pathlib import Path

import pytest

from programme.checks.wording import words_to_avoid
from programme.definition.training import CheckGroup, FirstSession, KnowledgeChecks, TrainingPlace
from programme.definition.vignettes import Vignettes
from programme.fidelity.agreement import LEAST_ITEMS
from programme.fidelity.rater_training import rater_result
from programme.loading.library import installed

ROOT = Path(__file__).parents[2]
LONGEST_HINT = 260  # characters: a hint is read beside the work it is about


def _checks() -> KnowledgeChecks:
    found = installed().training.read_knowledge_checks()
    assert found is not None
    return found


def _first_session() -> FirstSession:
    found = installed().training.read_first_session()
    assert found is not None
    return found


CHECKS = _checks()
EVERY_PLACE = tuple(place for each in CHECKS.questions for place in each.rests_on)


def test_every_question_has_one_right_answer_and_a_reason_for_every_option() -> None:
    for question in CHECKS.questions:
        assert sum(each.right for each in question.options) == 1
        assert all(each.why.strip().endswith((".", "!", "?")) for each in question.options)


def test_no_place_of_the_right_answer_gives_it_away() -> None:
    places = [
        next(at for at, option in enumerate(question.options) if option.right)
        for question in CHECKS.questions
    ]

    assert {0, 1, 2} <= set(places)
    assert max(places.count(each) for each in set(places)) <= len(places) * 0.6


def test_the_right_answer_is_not_always_the_longest() -> None:
    longest = sum(
        max(question.options, key=lambda each: len(each.text)).right
        for question in CHECKS.questions
    )

    assert longest <= len(CHECKS.questions) * 0.75


@pytest.mark.parametrize("group", CHECKS.groups, ids=lambda group: group.id)
def test_every_group_asks_at_least_two_questions(group: CheckGroup) -> None:
    assert sum(each.group == group.id for each in CHECKS.questions) >= 2


@pytest.mark.parametrize("place", [each for each in EVERY_PLACE if each.document], ids=str)
def test_a_document_that_a_question_rests_on_is_there(place: TrainingPlace) -> None:
    assert (ROOT / place.document).is_file()


def test_every_question_rests_on_the_programme_or_a_document() -> None:
    for question in CHECKS.questions:
        assert question.rests_on


def test_the_hints_follow_the_steps_of_the_session_in_order() -> None:
    first = _first_session()
    steps = [step.id for step in installed().session_plan(first.session).steps]
    hinted = [task.done.step for task in first.tasks if task.done.step]

    assert hinted == steps


def test_a_hint_is_short_enough_to_stand_beside_the_work() -> None:
    for task in _first_session().tasks:
        assert len(task.hint) <= LONGEST_HINT, task.id


def test_nothing_in_training_labels_blames_or_promises() -> None:
    training = installed().training

    assert words_to_avoid(training.knowledge_checks) == ()
    assert words_to_avoid(training.first_session) == ()


def _vignettes() -> Vignettes:
    found = installed().training.read_vignettes()
    assert found is not None
    return found


VIGNETTES = _vignettes()


def test_the_vignettes_have_enough_items_of_every_rating_for_kappa_to_say_something() -> None:
    ratings = [each.rating for vignette in VIGNETTES.vignettes for each in vignette.items]

    assert set(ratings) == {"0", "1", "2", "na"}
    assert len(ratings) - ratings.count("na") >= 2 * LEAST_ITEMS - 1
    assert max(map(ratings.count, ("0", "1", "2"))) <= len(ratings) / 2


def test_the_vignettes_are_of_different_sessions_and_each_is_read_in_a_minute() -> None:
    sessions = [each.session for each in VIGNETTES.vignettes]

    assert len(set(sessions)) == len(sessions)
    for vignette in VIGNETTES.vignettes:
        assert 60 <= len(vignette.happened.split()) <= 150
        assert not set(vignette.happened.split(". ")) & {each.because for each in vignette.items}


def test_to_rate_everything_alike_makes_nobody_ready() -> None:
    for always in ("0", "1", "2"):
        given = {each.id: dict.fromkeys(each.reference, always) for each in VIGNETTES.vignettes}
        assert not rater_result(VIGNETTES, given).is_ready
    given = {each.id: dict(each.reference) for each in VIGNETTES.vignettes}
    assert rater_result(VIGNETTES, given).is_ready
