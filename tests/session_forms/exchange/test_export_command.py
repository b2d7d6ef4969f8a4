"""`python -m session_forms export`."""

import io
import json
import sys

import pytest

from session_forms.__main__ import main
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS


class Input:
    """Standard input with these bytes."""

    def __init__(self, data):
        self.buffer = io.BytesIO(data)


@pytest.fixture
def run(capsys, monkeypatch):
    def run(*arguments, data=b""):
        monkeypatch.setattr(sys, "stdin", Input(data))
        code = main(["export", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_form_goes_to_the_output_and_the_report_beside_it(run):
    code, out, err = run("gad-7")

    assert code == 0
    assert json.loads(out)["name"] == "Gad7"
    assert "scores: FHIR has no word for it" in err


def test_a_form_goes_to_a_new_file_and_never_over_an_old_one(run, tmp_path):
    path = tmp_path / "out.json"

    code, out, _err = run("gad-7", "--fhir", path)
    again, _out, err = run("phq-9", "--fhir", path)

    assert (code, out, again) == (0, "", 1)
    assert json.loads(path.read_text("utf-8"))["id"] == "gad-7"
    assert err == (
        "out.json: there is such a file already; choose another place or remove it first.\n"
    )


def test_a_place_that_cannot_be_written_is_told(run, tmp_path):
    code, _out, err = run("gad-7", "--fhir", tmp_path / "none" / "out.json")

    assert code == 1
    assert err == "out.json: the file cannot be written; choose another place.\n"


def test_a_name_that_windows_does_not_take_is_told_and_nothing_is_written(run, tmp_path):
    code, _out, err = run("gad-7", "--fhir", tmp_path / "aux.json")

    assert code == 1
    assert err.startswith("aux.json: the name is not taken everywhere; Windows takes this name")
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_is_not_installed_is_read_from_its_file(run, tmp_path):
    path = tmp_path / "sleep-check.v1.toml"
    path.write_text(HEAD + SLEEP_QUESTIONS, encoding="utf-8")

    code, out, _err = run(path)

    assert (code, json.loads(out)["title"]) == (0, "Sleep check")


def test_answers_go_out_as_a_response(run, tmp_path):
    path = tmp_path / "answers.json"
    path.write_text('{"q1": 3}', encoding="utf-8")

    code, out, err = run("gad-7", "--answers", path)
    typed = run("gad-7", "--answers", "-", data=b'{"q1": 3}')

    assert (code, err) == (0, "")
    assert json.loads(out)["resourceType"] == "QuestionnaireResponse"
    assert typed == (code, out, err)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"q1": 77}', "gad-7, q1: the answer does not fit the question.\n"),
        (b'{"q1": "\xff"}', "gad-7: the answers cannot be read as UTF-8 text.\n"),
    ],
)
def test_answers_that_do_not_fit_are_told_without_them(run, data, sentence):
    assert run("gad-7", "--answers", "-", data=data) == (1, "", sentence)


def test_answers_that_are_not_there_are_told(run, tmp_path):
    code, _out, err = run("gad-7", "--answers", tmp_path / "none.json")

    assert (code, err) == (1, "gad-7: the answers cannot be read as UTF-8 text.\n")


def test_an_unknown_form_is_told(run):
    assert run("canary")[2] == "There is no form of this id; `list` shows those there are.\n"
