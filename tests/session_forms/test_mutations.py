"""A few of the broken files and answers of which the campaign runs a million."""

from random import Random

import pytest

from session_forms.errors import DefinitionError
from session_forms.library.library import definition_files, definitions, installed
from session_forms.scoring.scoring import score_form
from tests.support.broken import form_claims
from tests.support.broken.broken_definitions import broken_definition
from tests.support.broken.form_claims import check_answers, check_command, check_definition
from tests.support.broken.mutating import CANARY
from tests.support.sampling import sampled
from tests.support.session_forms.forms import gad_shaped

SHIPPED = [(path.name, path.read_bytes()) for path in definition_files(definitions())]
SEEDS = sampled(range(15), every=5)
CASES = 10


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_file_is_a_form_that_works_or_one_error(seed):
    for number in range(CASES):
        dice = Random(f"file {seed} {number}")
        name, data = dice.choice(SHIPPED)

        check_definition(name, broken_definition(data, dice), dice)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_answers_are_taken_or_refused_without_a_word_of_them(seed):
    for number in range(CASES):
        dice = Random(f"answers {seed} {number}")

        check_answers(dice.choice(installed().all()), dice)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_command_says_nothing_of_the_answers_it_refuses(seed):
    dice = Random(f"command {seed}")

    check_command(installed().latest(dice.choice(installed().ids())), dice)


def test_a_shipped_file_that_is_not_broken_is_a_form():
    assert all(check_definition(name, data, Random(1)) for name, data in SHIPPED)


def test_an_error_that_repeats_an_answer_would_be_found(monkeypatch):
    def telling(form, text):
        raise form_claims.InvalidAnswers(form.id, "", f"this does not fit: {CANARY} {text}")

    monkeypatch.setattr(form_claims, "answers_from_json", telling)

    with pytest.raises(AssertionError, match="an answer is repeated"):
        check_answers(gad_shaped(), Random(1))


def test_a_wrong_band_would_be_found(monkeypatch):
    form = installed().latest("gad-7")
    answers = {f"q{number}": 0 for number in range(1, 8)}
    answers = {question.id: 0 for question in form.questions if question.id in answers}
    monkeypatch.setattr("session_forms.scoring.scoring._value", lambda _score, _items: 99)

    with pytest.raises(AssertionError):
        form_claims.check_scores(form, score_form(form, answers))


def test_an_error_of_another_kind_would_be_found(monkeypatch):
    def failing(_file):
        raise KeyError

    monkeypatch.setattr(form_claims, "load_form", failing)

    with pytest.raises(KeyError):
        check_definition(*SHIPPED[0], Random(1))


def test_a_state_that_is_not_that_of_its_answers_would_be_found(monkeypatch):
    form = installed().latest("risk-check")
    monkeypatch.setattr(form_claims, "evaluate", lambda *_: None)

    with pytest.raises(AssertionError):
        form_claims.check_filling(form, Random(1))


def test_an_error_of_many_lines_would_be_found():
    error = DefinitionError("x.v1.toml", 7, "", "a\nb", "c")

    with pytest.raises(AssertionError):
        form_claims.check_sentence(error, form_claims.HeldFile("x.v1.toml", b"id = 1"))
