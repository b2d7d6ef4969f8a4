"""The forms from the command line."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from session_forms.__main__ import MOST_BYTES_IN_LINE, main
from session_forms.commands.reader_left import READER_LEFT, run_command
from session_forms.library import library
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS
from tests.support.session_forms.reference import APPROVED, ENTRY

ROOT = Path(__file__).parents[2]


class Input:
    """Standard input with these bytes."""

    def __init__(self, data):
        self.buffer = io.BytesIO(data)


@pytest.fixture
def score(capsys, monkeypatch):
    def run(data, form="gad-7"):
        monkeypatch.setattr(sys, "stdin", Input(data))
        code = main(["score", form])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_list_prints_the_ids_sorted_and_nothing_else(capsys):
    code = main(["list"])

    out, err = capsys.readouterr()
    assert code == 0
    assert out.splitlines() == sorted(library.installed().ids())
    assert err == ""


def test_check_says_what_was_checked(capsys):
    code = main(["check"])

    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "checked phq-9.v1.toml\n" in out
    assert "checked directory.toml\n" in out
    assert "checked sample.v1.toml\n" in out


def test_check_tells_each_problem_of_the_files_it_is_given(capsys, tmp_path):
    good = tmp_path / "sleep-check.v1.toml"
    good.write_text(HEAD + SLEEP_QUESTIONS, encoding="utf-8")
    bad = tmp_path / "bad.v1.toml"
    bad.write_text(HEAD + SLEEP_QUESTIONS.replace("prompt", "promt"), encoding="utf-8")

    code = main(["check", str(good), str(bad), str(tmp_path / "missing.v1.toml")])

    out, err = capsys.readouterr()
    assert code == 1
    assert out.splitlines() == [
        "checked sleep-check.v1.toml",
        "faulty  bad.v1.toml",
        "faulty  missing.v1.toml",
    ]
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "bad.v1.toml, line 10, questions[0].promt",
        "bad.v1.toml, line 17, questions[1].promt",
        "bad.v1.toml, line 24, questions[2].promt",
        "missing.v1.toml",
    ]


def test_check_takes_a_local_text_and_a_list_of_services_for_what_they_are(capsys, tmp_path):
    text = tmp_path / "here.v3.toml"
    text.write_text(APPROVED.replace('approved_by = "A lead"\n', ""), encoding="utf-8")
    (tmp_path / "services.toml").write_text(ENTRY + ENTRY, encoding="utf-8")
    sound = tmp_path / "sound"
    sound.mkdir()
    (sound / "here.v3.toml").write_text(APPROVED, encoding="utf-8")

    code = main(["check", str(text), str(tmp_path / "services.toml")])
    out, err = capsys.readouterr()
    right = main(["check", str(sound / "here.v3.toml")])

    assert (code, right) == (1, 0)
    assert out.splitlines() == ["faulty  here.v3.toml", "faulty  services.toml"]
    assert [line.split(";")[0] for line in err.splitlines()] == [
        "here.v3.toml, line 6, status: nobody is named who approved this text",
        "services.toml, line 14, entries[1].id: the id xx-line stands there twice",
    ]
    assert capsys.readouterr().out == "checked here.v3.toml\n"


def test_check_knows_the_installed_forms_that_an_alert_may_open(capsys, tmp_path):
    path = tmp_path / "sleep-check.v1.toml"
    alert = """
[[questions.alerts]]
stream = "suicide"
level = "act"
when = { at_least = 4 }
states = "A fact."
opens = ["safety-plan"]

[[questions]]
id = "woke"
"""
    text = SLEEP_QUESTIONS.replace('\n[[questions]]\nid = "woke"\n', alert)
    path.write_text(HEAD + text, encoding="utf-8")

    assert main(["check", str(path)]) == 0
    capsys.readouterr()


def test_check_prints_a_name_that_is_no_text(capsys, tmp_path):
    assert main(["check", str(tmp_path / "\udcff.v1.toml")]) == 1

    assert "\\udcff.v1.toml" in capsys.readouterr().out


def test_score_answers_each_line_with_one_object(score):
    complete = {f"q{number}": 2 for number in range(1, 8)}
    lines = [complete, {"q1": 3}, complete | {"q7": {"declined": True}}]

    code, out, err = score("\n".join(json.dumps(line) for line in lines).encode())

    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"total": result}
        for result in [
            {
                "value": 14,
                "band": "moderate",
                "complete": True,
                "prorated_from": None,
                "reason": None,
            },
            {
                "value": None,
                "band": None,
                "complete": False,
                "prorated_from": None,
                "reason": "6 of 7 items not answered; at most 1 may be missing.",
            },
            {
                "value": 14,
                "band": "moderate",
                "complete": False,
                "prorated_from": 6,
                "reason": None,
            },
        ]
    ]


def test_score_without_lines_prints_nothing(score):
    assert score(b"") == (0, "", "")


def test_a_form_without_scores_answers_with_an_empty_object(score):
    assert score(b"{}\n", form="session-note") == (0, "{}\n", "")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"q1": 77}', "Line 2: gad-7, q1: the answer does not fit the question."),
        (b'{"q1": 1, "canary": 77}', "Line 2: gad-7, answer 2: this form has no such question."),
        (b"", "Line 2: gad-7: the answers are not one JSON object with each key once."),
        (b'{"q1": NaN}', "Line 2: gad-7: the answers are not one JSON object with each key once."),
        (b'{"q1": "\xff"}', "Line 2: gad-7: the line is not in UTF-8."),
        (b'{"q1": "\\ud800"}', "Line 2: gad-7, q1: the answer does not fit the question."),
        (b"[" * 500_000, "Line 2: gad-7: the answers are not one JSON object with each key once."),
        (b'{"q1": 1}' + b" " * MOST_BYTES_IN_LINE, "Line 2: gad-7: the line is too long."),
    ],
    ids=range(8),
)
def test_a_bad_line_is_told_by_number_and_question_and_never_by_value(score, line, sentence):
    code, out, err = score(b"{}\n" + line + b"\n{}\n")

    assert code == 1
    assert len(out.splitlines()) == 1
    assert err == sentence + "\n"


def test_an_unknown_form_is_told(score):
    code, out, err = score(b"{}", form="canary")

    assert (code, out) == (1, "")
    assert err == "There is no form of this id; `list` shows those there are.\n"


@pytest.mark.parametrize(
    "arguments", [[], ["paint"], ["score"], ["list", "more"], ["score", "gad-7", "more"]]
)
def test_bad_usage_leaves_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "usage: python -m session_forms" in capsys.readouterr().err


def test_the_package_runs_as_a_command():
    done = subprocess.run(
        [sys.executable, "-m", "session_forms", "list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert "phq-9" in done.stdout.splitlines()


@pytest.mark.parametrize("package", ["session_forms", "programme"])
def test_a_list_that_nobody_reads_on_ends_quietly(package):
    command = [sys.executable, "-m", package, "list"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == b""

    assert running.returncode == READER_LEFT


def test_a_reader_that_left_is_told_by_the_code(monkeypatch, tmp_path):
    def main():
        raise BrokenPipeError

    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)

        assert run_command(main) == READER_LEFT
        out.write("more")

    assert (tmp_path / "out").read_text() == ""


def test_what_goes_wrong_otherwise_is_no_reader_that_left():
    def main():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        run_command(main)
