"""What went out comes back equal: forms, answers, and files of other programs."""

from random import Random
from typing import get_args

import pytest

from session_forms.exchange.from_fhir.importing import import_questionnaire
from session_forms.exchange.plain_data.json_files import json_text, parse_json
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import read_response
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.library.library import installed, read_form
from session_forms.questions.columns import Column
from session_forms.questions.kinds import Question
from tests.support.sampling import sampled
from tests.support.session_forms.exchange_forms import ANSWERS, SAMPLES, everything, in_parts
from tests.support.session_forms.random_answers import random_answers

FILES = sorted(SAMPLES.glob("*.json"))
FORMS = [everything(), in_parts(), *sampled(installed().all(), every=6)]


def name_of(form):
    return f"{form.id}.v{form.version}"


def sent(form):
    report = CarryReport()
    return json_text(questionnaire(form, report), report).encode()


def there_and_back(form, answers):
    report = CarryReport()
    text = json_text(response(form, answers), report)
    back = read_response(form, parse_json("x.json", text.encode()), report)
    return back, report.lines()


def kinds_of(union):
    return {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(union)}


def test_every_kind_of_question_and_of_column_is_in_the_form_that_goes_out_and_comes_back():
    asked = everything().questions
    columns = {each.kind for table in asked if table.kind == "table" for each in table.columns}

    assert {each.kind for each in asked} == kinds_of(Question)
    assert columns == kinds_of(get_args(Column)[0])


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_every_form_comes_back_equal(form):
    back = import_questionnaire("x.json", sent(form))

    assert back.form == form.model_copy(update={"status": "draft"})
    assert read_form(back.file_name, back.text) == back.form
    assert [str(each) for each in back.entries if "status" not in each.what] == []


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_answers_to_every_form_come_back_equal(form):
    for seed in range(3):
        answers = random_answers(form, Random(seed))

        assert there_and_back(form, answers) == (answers, ())


def test_every_kind_of_answer_comes_back_equal():
    assert there_and_back(everything(), ANSWERS) == (dict(ANSWERS), ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_another_program_comes_back_equal_once_it_is_ours(path):
    first = import_questionnaire(path.name, path.read_bytes())
    again = import_questionnaire("x.json", sent(first.form))

    assert again.form == first.form
    assert again.text.splitlines() == [
        line for line in first.text.splitlines() if not line.startswith("#")
    ]
    for seed in range(3):
        answers = random_answers(first.form, Random(seed))
        assert there_and_back(first.form, answers) == (answers, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_remark_stands_in_the_definition(path):
    first = import_questionnaire(path.name, path.read_bytes())

    remarks = [line.removeprefix("# ") for line in first.text.splitlines() if line[:1] == "#"]

    assert sorted(remarks) == sorted(str(entry) for entry in first.entries)
