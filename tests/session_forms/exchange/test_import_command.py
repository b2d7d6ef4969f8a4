"""`python -m session_forms import`."""

import json

import pytest

from session_forms.__main__ import main
from session_forms.library.library import installed
from tests.support.session_forms.exchange_forms import SAMPLES


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def sent(run, tmp_path):
    """A response to the GAD-7 in a file."""
    answers = tmp_path / "answers.json"
    answers.write_text('{"q1": 3, "q2": {"declined": true}}', encoding="utf-8")
    path = tmp_path / "response.json"
    run("export", "gad-7", "--answers", answers, "--fhir", path)
    return path


def test_a_questionnaire_becomes_a_definition_and_a_report_that_pass_the_check(run, tmp_path):
    code, out, err = run("import", SAMPLES / "sdc-required-radios.json", "--out", tmp_path)

    [report, definition] = sorted(tmp_path.iterdir())
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [f"wrote {definition}", f"wrote {report}"]
    assert out.splitlines()[2].startswith("4 questions; ")
    assert "its licence; ask the holder" in report.read_text("utf-8")
    assert run("check", definition)[0] == 0


def test_a_form_of_ours_comes_back_with_nothing_left_behind(run, tmp_path):
    run("export", "gad-7", "--fhir", tmp_path / "gad.json")

    code, _out, _err = run("import", tmp_path / "gad.json", "--out", tmp_path)

    assert code == 0
    assert (tmp_path / "gad-7.v1.report.txt").read_text("utf-8") == "Nothing was left behind.\n"
    assert installed().get("gad-7", 1).title in (tmp_path / "gad-7.v1.toml").read_text("utf-8")


def test_the_folder_is_made_if_it_is_not_there(run, tmp_path):
    code, _out, err = run(
        "import", SAMPLES / "sdc-required-radios.json", "--out", tmp_path / "new" / "place"
    )

    assert (code, err) == (0, "")
    assert len(list((tmp_path / "new" / "place").iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_told(run, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    code, _out, err = run(
        "import", SAMPLES / "sdc-required-radios.json", "--out", tmp_path / "file" / "in"
    )

    assert code == 1
    assert err.endswith(": the file cannot be written; choose another place.\n")


def test_a_folder_whose_name_windows_does_not_take_is_told_and_not_made(run, tmp_path):
    sample = SAMPLES / "sdc-required-radios.json"

    code, _out, err = run("import", sample, "--out", tmp_path / "a?b")

    assert code == 1
    assert err.startswith("a?b: the name is not taken everywhere; Windows takes no name")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["zika.v1.toml", "zika.v1.report.txt"])
def test_nothing_is_written_over_a_file_that_is_there(run, tmp_path, there):
    resource = json.loads((SAMPLES / "r4-zika.json").read_text("utf-8")) | {"name": "Zika"}
    path = tmp_path / "z.json"
    path.write_text(json.dumps(resource), encoding="utf-8")
    (tmp_path / there).write_text("mine", encoding="utf-8")

    code, _out, err = run("import", path, "--out", tmp_path)

    assert (code, err.split(":")[0]) == (1, there)
    assert (tmp_path / there).read_text("utf-8") == "mine"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["health.xls", "HEALTH.XLS", "health.ods"])
def test_a_workbook_of_another_kind_is_refused_as_one(run, tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")

    code, _out, err = run("import", tmp_path / name)

    assert code == 1
    assert err == f"{name}: a workbook of this kind is not read here; save it as .xlsx or as CSV.\n"


def test_answers_are_printed_as_score_reads_them(run, sent):
    code, out, err = run("import", sent)
    named = run("import", sent, "--form", "gad-7")

    assert (code, out, err) == (0, '{"q1":3,"q2":{"declined":true}}\n', "")
    assert named == (code, out, err)


def test_answers_to_another_form_are_refused(run, sent):
    code, out, err = run("import", sent, "--form", "phq-9")

    assert (code, out) == (1, "")
    assert err == "phq-9: the answers belong to another form or another version of it.\n"


def test_answers_that_name_no_form_of_ours_want_one(run, sent):
    resource = json.loads(sent.read_text("utf-8")) | {"questionnaire": "urn:x", "subject": {}}
    sent.write_text(json.dumps(resource), encoding="utf-8")

    code, _out, err = run("import", sent)
    given, out, listed = run("import", sent, "--form", "gad-7")

    assert code == 1
    assert err == (
        "response.json, questionnaire: the answers name no form of ours; name it with --form.\n"
    )
    assert (given, json.loads(out)["q1"]) == (0, 3)
    assert listed == "subject: it is not about the answers; it is left out.\n"


def test_what_is_no_resource_is_told(run, tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"resourceType": "Patient"}', encoding="utf-8")

    code, _out, err = run("import", path)

    assert code == 1
    assert err.startswith("x.json, resourceType: the file holds no Questionnaire;")
