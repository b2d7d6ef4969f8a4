"""Checks across files."""

from hashlib import sha256

import pytest

from session_forms.commands import checks
from session_forms.commands.checks import check_files, check_folder
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS

ALERTING = (
    HEAD
    + """
[[questions]]
id = "asked"
kind = "yes_no"
prompt = "Well?"

[[questions.alerts]]
stream = "suicide"
level = "act"
when = { equals = true }
states = "A fact."
opens = ["sleep-check", "other-form"]
"""
)
NAME = "sleep-check.v1.toml"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / NAME).write_text(HEAD + SLEEP_QUESTIONS, encoding="utf-8")
    return tmp_path


def sentences(report):
    return [str(problem) for problem in report.problems]


def listed(folder, name=NAME, version=1, digest=None):
    digest = digest or sha256((folder / name).read_bytes()).hexdigest()
    text = f'[[forms]]\nid = "sleep-check"\nversion = {version}\nsha256 = "{digest}"\n'
    (folder / "released.toml").write_text(text, encoding="utf-8")


def test_a_sound_folder_has_no_problems_and_says_what_was_checked(folder):
    report = check_folder(folder)

    assert report.checked == (NAME,)
    assert report.problems == ()


def test_a_form_that_an_alert_opens_exists(folder):
    (folder / NAME).write_text(ALERTING, encoding="utf-8")

    assert sentences(check_folder(folder)) == [
        (
            "sleep-check.v1.toml, line 17, questions[0].alerts[0].opens[1]:"
            " the alert opens a form that does not exist; name a form that does."
        )
    ]
    assert check_files([folder / NAME], frozenset({"other-form"})).problems == ()


def test_a_wrong_file_is_told_and_still_counts_as_there(folder):
    (folder / NAME).write_text(ALERTING, encoding="utf-8")
    (folder / "other-form.v1.toml").write_text("id = 1", encoding="utf-8")

    report = check_folder(folder)

    assert report.checked == ("other-form.v1.toml", NAME)
    assert {problem.file for problem in report.problems} == {"other-form.v1.toml"}


def test_a_released_form_that_is_as_it_was_is_sound(folder):
    listed(folder)

    report = check_folder(folder)

    assert report.checked == (NAME, "released.toml")
    assert report.problems == ()


def test_a_released_form_that_was_changed_is_told(folder):
    listed(folder, digest="0" * 64)

    assert sentences(check_folder(folder)) == [
        (
            "released.toml, line 4, forms[0].sha256: the released form was changed;"
            " undo the change and write a new version."
        )
    ]


def test_a_released_form_that_is_gone_is_told(folder):
    listed(folder, version=2)

    assert "the released form is gone" in sentences(check_folder(folder))[0]


def test_a_form_that_calls_itself_released_is_listed(folder):
    text = HEAD + 'status = "released"\n' + SLEEP_QUESTIONS
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / "released.toml").write_text("", encoding="utf-8")

    assert sentences(check_folder(folder)) == [
        "sleep-check.v1.toml: the form is released and not listed; list it in released.toml."
    ]


def test_a_wrong_form_is_not_taken_for_a_released_one(folder):
    (folder / "other-form.v1.toml").write_text("id = 1", encoding="utf-8")
    (folder / "released.toml").write_text("", encoding="utf-8")

    assert {problem.file for problem in check_folder(folder).problems} == {"other-form.v1.toml"}


def test_a_wrong_list_of_released_forms_is_told(folder):
    (folder / "released.toml").write_text("[[forms]]\nid = 1", encoding="utf-8")

    assert {problem.file for problem in check_folder(folder).problems} == {"released.toml"}


def test_the_installed_reference_files_are_sound():
    report = checks.check_reference()

    assert report.problems == ()
    assert "directory.toml" in report.checked


def test_a_wrong_reference_file_is_told(folder, monkeypatch):
    (folder / "wrong.toml").write_text("id = 1", encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / NAME).write_text("id = 1", encoding="utf-8")
    monkeypatch.setattr(checks, "directory_file", lambda: folder / "wrong.toml")
    monkeypatch.setattr(checks, "jurisdiction_folder", lambda: folder / "texts")

    report = checks.check_reference()

    assert report.checked == ("wrong.toml", NAME)
    assert {problem.file for problem in report.problems} == {"wrong.toml", NAME}


TAKING = (
    HEAD
    + """
[[questions]]
id = "asked"
kind = "from_form"
prompt = "Again?"
form = "%s"
question = "%s"
"""
)
BANDED = (
    HEAD
    + """
[[questions]]
id = "asked"
kind = "yes_no"
prompt = "Well?"
required_when = { some_of = [
    { first_use = true },
    { band_of = { measure = "%s", score = "%s", any_of = ["%s"] } },
] }
"""
)
OTHER = """
id = "other-form"
version = 1
title = "Other"
licence = "own wording"

[[questions]]
id = "amber"
kind = "number"
prompt = "Amber?"
maximum = 4

[[questions]]
id = "services"
kind = "directory_list"
prompt = "Services?"

[[scores]]
id = "total"
title = "Total"
items = ["amber"]
bands = [{ from = 0, label = "low" }]
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TAKING % ("other-form", "amber"), None),
        (TAKING % ("no-form", "amber"), "questions[0].form: lines are taken over from a form that"),
        (TAKING % ("other-form", "red"), "questions[0].question: the form that lines are taken"),
        (TAKING % ("other-form", "services"), "questions[0].question: services and local texts"),
        (BANDED % ("other-form", "total", "low"), None),
        (BANDED % ("no-form", "total", "low"), "band_of.measure: the condition goes by a measure"),
        (BANDED % ("other-form", "sum", "low"), "band_of.score: the measure has no such score"),
        (BANDED % ("other-form", "total", "high"), "band_of.any_of[0]: the score has no band of"),
    ],
)
def test_what_a_form_names_in_another_exists_there(folder, text, problem):
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / "other-form.v1.toml").write_text(OTHER, encoding="utf-8")

    found = sentences(check_folder(folder))

    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


def test_what_is_named_in_a_form_that_cannot_be_looked_into_is_believed(folder):
    (folder / NAME).write_text(TAKING % ("other-form", "amber"), encoding="utf-8")
    known = frozenset({"other-form"})
    taking = check_files([folder / NAME], known)
    (folder / NAME).write_text(BANDED % ("other-form", "total", "low"), encoding="utf-8")

    assert taking.problems == check_files([folder / NAME], known).problems == ()
