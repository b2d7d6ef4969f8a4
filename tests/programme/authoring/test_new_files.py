"""A new programme is in order at once, and says what to do next."""

from pathlib import Path

import pytest

from programme import __main__ as command
from programme.authoring.folder_checks import problems_in
from programme.authoring.new_files import course_files, make_course, starter, write_text
from programme.checks.wording import HELP_LINES
from programme.course.gates import forms_after_a_break
from programme.loading.loading import load_programme
from session_forms.library import library
from tests.support.broken.held_folders import HeldFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Two Meetings"
    make_course(folder)
    return folder


def test_a_new_programme_is_in_order_and_called_as_its_folder(folder: Path) -> None:
    programme = load_programme(folder, library.installed())

    assert problems_in(folder, library.installed()) == ()
    assert (programme.id, programme.title) == ("two-meetings", "Two meetings")
    assert programme.status == "draft"


def test_it_holds_one_phase_one_module_two_sessions_the_frame_and_a_gate(folder: Path) -> None:
    programme = load_programme(folder, library.installed())

    assert [phase.modules for phase in programme.phases] == [("M01",)]
    assert list(programme.session_plans) == ["S01", "S02"]
    assert [step.from_frame for step in programme.session_plan("S02").steps].count(True) == 3
    assert [gate.before for gate in programme.gates] == [
        *("S02", "S02", "sign_note"),
        *("S02", "S02"),
    ]
    assert programme.on_track.rules == ()
    assert all(HELP_LINES in plan.handout for plan in programme.session_plans.values())


def test_it_pins_the_latest_forms_and_no_others_than_it_names(folder: Path) -> None:
    programme = load_programme(folder, library.installed())
    named = {step.form_id for plan in programme.session_plans.values() for step in plan.steps}
    named |= {form for plan in programme.session_plans.values() for form in plan.measures}
    named |= forms_after_a_break(programme)

    assert programme.forms == {
        form: library.installed().latest(form).version for form in sorted(named - {None})
    }


def test_each_of_its_files_that_takes_comments_teaches(folder: Path) -> None:
    files = sorted(folder.rglob("*.toml"))

    assert len(files) == 5
    assert all("\n# " in f"\n{path.read_text('utf-8')}" for path in files)


@pytest.mark.parametrize(
    ("name", "wanted"), [("über", "uber"), ("2026", "course-2026"), ('"', "course"), ("", "course")]
)
def test_any_folder_name_gives_an_id_that_can_be_read(name: str, wanted: str) -> None:
    files = {path: text.encode() for path, text in course_files(name).items()}

    assert load_programme(HeldFolder(files), library.installed()).id == wanted


def test_a_folder_whose_name_windows_does_not_take_is_refused_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["new", str(tmp_path / "ours?")]) == 1

    assert "ours?: the name is not taken everywhere; Windows" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_makes_it_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my course"

    assert command.main(["new", str(folder)]) == 0

    assert capsys.readouterr().out == (
        f"Made a programme in {folder}.\n"
        f"Now write, and look with: python -m programme check '{folder}'\n"
    )
    assert command.main(["check", str(folder)]) == 0


def test_nothing_is_written_where_something_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert command.main(["new", str(folder)]) == 1
    assert command.main(["new", str(folder / "programme.toml")]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"{name}: something stands here already; choose an empty folder or a new one."
        for name in ("Two Meetings", "programme.toml")
    ]
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    make_course(tmp_path)

    assert problems_in(tmp_path, library.installed()) == ()


def test_a_place_that_cannot_be_written_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["new", str(folder / "programme.toml" / "below")]) == 1

    assert ": the file cannot be written; choose another place" in capsys.readouterr().err


def test_the_starter_is_whole() -> None:
    assert set(starter("session")) == {
        *("session.toml", "step.toml", "therapist.md", "section.md", "handout.md", "module.toml")
    }


def test_a_file_can_be_written_again(tmp_path: Path) -> None:
    write_text(tmp_path, "a/b.toml", "one\n")
    write_text(tmp_path, "a/b.toml", "two\n")

    assert (tmp_path / "a/b.toml").read_bytes() == b"two\n"
