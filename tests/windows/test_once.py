"""What is not done again, and when it is."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from windows.once import Once
from windows.testing import Outcome, run, skips


def once(folder, words="the same"):
    return Once(folder / "stamp", folder / "result", words, folder / "script")


@pytest.fixture
def done(tmp_path):
    (tmp_path / "script").write_text("how", "utf-8")
    assert not once(tmp_path).is_done
    (tmp_path / "result").write_text("what came of it", "utf-8")
    once(tmp_path).done()
    return tmp_path


def test_what_was_done_for_the_same_input_is_not_done_again(done):
    assert once(done).is_done


@pytest.mark.parametrize("changed", ["script", "result"])
def test_it_is_done_again_when_how_it_is_done_or_what_came_of_it_was_changed(done, changed):
    (done / changed).write_text("otherwise", "utf-8")

    assert not once(done).is_done


def test_it_is_done_again_for_other_words_and_when_its_result_is_gone(done):
    assert not once(done, "other").is_done
    (done / "result").unlink()
    assert not once(done).is_done


@pytest.mark.parametrize(
    ("code", "failed", "is_green"),
    [(0, 0, True), (5, 0, True), (1, 1, False), (0, 1, False), (3, 0, False), (-9, 0, False)],
)
def test_a_folder_that_was_cut_off_is_not_green(code, failed, is_green):
    assert Outcome("state", code, 9, failed, {}, 1.0).is_green is is_green


def test_a_run_that_ended_well_without_an_account_of_any_test_is_not_green():
    assert not Outcome("state", 0, 0, 0, {}, 3.5).is_green
    assert Outcome("state", 0, 0, 0, {"about modes": 1}, 3.5).is_green


class Machine:
    """Ends a run with 5, with pytest's account of it or without."""

    def __init__(self, account: str | None) -> None:
        self.account = account
        self.named: list[str] = []

    def run(self, command, **_around):
        self.named = [each for each in map(str, command) if each.startswith("tests/")]
        [said] = [each for each in command if str(each).endswith("report.xml")]
        if self.account is not None:
            Path(said.removeprefix("Z:").replace("\\", "/")).write_text(self.account, "utf-8")
        return CompletedProcess(command, 5)


@pytest.mark.parametrize(("account", "is_green"), [("<testsuites/>", True), (None, False)])
def test_a_python_that_died_is_not_taken_for_a_folder_whose_tests_are_all_left_out(
    account, is_green
):
    assert run(Machine(account), ["tests"], [], "state").is_green is is_green


def test_a_file_that_is_left_out_is_not_named_to_pytest_which_would_run_it():
    machine = Machine("<testsuites/>")
    [left_out, *_others] = [each["tests"] for each in skips() if "::" not in each["tests"]]

    run(machine, [left_out, "tests/exports/test_auditing.py"], [], "state")
    assert machine.named == ["tests/exports/test_auditing.py"]
    assert run(Machine(None), [left_out], [], "state").is_green
