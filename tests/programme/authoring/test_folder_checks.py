"""`check` points at every text that is still to be written."""

from pathlib import Path

import pytest

from programme.authoring.folder_checks import problems_in
from programme.loading.loading import load_programme
from tests.support.programme.programmes import change, shelf, write_programme

GUIDE = "01-begin/s01-first/therapist.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


def test_a_text_that_is_to_be_written_is_told_with_its_line_and_what_is_wanted(
    folder: Path,
) -> None:
    change(folder, GUIDE, '"What helped?"', '"TO WRITE: a question, one thing at a time."')

    lines = (folder / GUIDE).read_text("utf-8").splitlines()
    places = [number for number, line in enumerate(lines, 1) if "TO WRITE" in line]
    assert [str(problem) for problem in problems_in(folder, shelf())] == [
        f"{GUIDE}, line {place}: still to be written: a question, one thing at a time; "
        "write it, and take out the words TO WRITE."
        for place in places
    ]


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("programme.toml", 'title = "Tiny programme"'),
        ("frame/frame.toml", 'aim = "Begin and end well."'),
        ("01-begin/module.toml", 'aim = "To begin."'),
        ("01-begin/s01-first/session.toml", 'aim = "Meet."'),
    ],
)
def test_every_file_is_looked_at(folder: Path, path: str, old: str) -> None:
    change(folder, path, old, f"{old} # TO WRITE")

    [problem] = problems_in(folder, shelf())

    assert (problem.file, problem.what) == (path, "still to be written: this line")


def test_files_saved_with_the_line_ends_of_windows_are_in_order_as_well(folder: Path) -> None:
    for path in folder.rglob("*.*"):
        path.write_bytes(path.read_text("utf-8").replace("\n", "\r\n").encode())

    assert problems_in(folder, shelf()) == ()


def test_what_is_not_finished_can_be_looked_at_all_the_same(folder: Path) -> None:
    change(folder, "frame/frame.toml", 'title = "Leave"', 'title = "TO WRITE"')

    assert load_programme(folder, shelf()).session_plan("S02").step("leave").title == "TO WRITE"
