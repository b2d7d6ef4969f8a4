"""A session added to a programme is in order at once but for what is still to be written."""

import shutil
import tomllib
from pathlib import Path

import pytest

from programme import __main__ as command
from programme.authoring.folder_checks import problems_in
from programme.authoring.new_files import make_course
from programme.loading.library import installed, installed_folder
from programme.loading.loading import load_programme
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.programme.programmes import change, shelf, write_programme
from tests.support.sampling import sampled

SESSIONS = (
    'sessions = ["s01-arriving", "s02-hard-days", "s03-rest"] '
    "# the folders beside this file, in order"
)
NAMES = ("session.toml", "therapist.md", "handout.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    make_course(folder)
    return folder


def add(folder: Path, *, session: str, module: str, title: str = "") -> int:
    asked = ["--session", session, "--module", module]
    return command.main(["new", str(folder), *asked, *(["--title", title] if title else [])])


def left_but_writing(folder: Path, forms: FormLibrary) -> list[str]:
    """What is wrong in a folder besides what is still to be written."""
    told = [str(problem) for problem in problems_in(folder, forms)]
    return [problem for problem in told if ": still to be written: " not in problem]


def test_a_new_session_is_in_order_but_for_its_texts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(folder, session="S03", module="M01", title="Sleep, food & rest") == 0

    home = "m01-first-steps/s03-sleep-food-rest"
    written = [line.split()[1] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert written == [
        *(f"{home}/{name}" for name in NAMES),
        "m01-first-steps/module.toml",
        "programme.toml",
    ]
    assert left_but_writing(folder, library.installed()) == []
    programme = load_programme(folder, library.installed())
    assert programme.planned_sessions == ("S01", "S02", "S03")
    assert programme.session_plan("S03").title == "Sleep, food & rest"


def test_every_text_that_is_to_be_written_is_told_with_its_line(folder: Path) -> None:
    add(folder, session="S03", module="M01", title="Rest")

    problems = problems_in(folder, library.installed())

    home = folder / "m01-first-steps/s03-rest"
    marked = [
        (f"m01-first-steps/s03-rest/{name}", number)
        for name in NAMES
        for number, line in enumerate((home / name).read_text("utf-8").splitlines(), 1)
        if "TO WRITE" in line
    ]
    assert len(marked) > 40
    assert [(problem.file, problem.line) for problem in problems] == marked


def test_once_the_marks_are_gone_the_programme_is_in_order(folder: Path) -> None:
    add(folder, session="S03", module="M01", title="Rest")
    for path in (folder / "m01-first-steps/s03-rest").iterdir():
        text = path.read_text("utf-8")
        path.write_text(text.replace("TO WRITE: ", ""), "utf-8")

    assert problems_in(folder, library.installed()) == ()


def test_nothing_but_the_lines_of_the_session_changes_in_files_that_were_there(
    folder: Path,
) -> None:
    before = {path: path.read_text("utf-8") for path in folder.rglob("*.*")}

    add(folder, session="S03", module="M01", title="Rest")

    changed = {
        path.name: [
            line for line in path.read_text("utf-8").splitlines() if line not in text.splitlines()
        ]
        for path, text in before.items()
        if path.read_text("utf-8") != text
    }
    assert changed == {
        "programme.toml": ['id = "S03"', 'title = "Rest"'],
        "module.toml": [
            SESSIONS,
        ],
    }


@pytest.mark.parametrize("module", sampled(["M02", "M07", "M12"], every=3, first=1))
def test_the_default_programme_takes_one_more_session_in_any_module(
    tmp_path: Path, module: str
) -> None:
    folder = tmp_path / "pps"
    shutil.copytree(str(installed_folder()), folder)

    assert add(folder, session="S99", module=module, title="One more") == 0

    assert left_but_writing(folder, library.installed()) == []
    programme = load_programme(folder, library.installed())
    order = programme.planned_sessions
    same = [each for each in order if programme.planned_session(each).module == module]
    assert same[-1] == "S99"
    assert tuple(each for each in order if each != "S99") == installed().planned_sessions


def test_a_session_that_would_stand_before_the_limits_are_asked_for_is_told(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "pps"
    shutil.copytree(str(installed_folder()), folder)

    assert add(folder, session="S99", module="M01", title="One more") == 0

    [told] = left_but_writing(folder, library.installed())
    assert "no hard gate before the second session, which nobody may override, asks whether" in told
    for gate in ("G0", "G1"):  # what is signed beside the limits goes with them
        begins = f'id = "{gate}"\nkind = "hard"\nbefore = '
        change(folder, "programme.toml", f'{begins}"S02"', f'{begins}"S99"')
    assert left_but_writing(folder, library.installed()) == []


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("programme.commands.new_command.library.installed", shelf)
    return write_programme(tmp_path / "tiny")


def test_a_planned_session_gets_its_plan_and_its_module_where_it_has_none(tiny: Path) -> None:
    assert add(tiny, session="S03", module="M02") == 0

    assert (tiny / "m02/s03-third/session.toml").is_file()
    assert {problem.split(",")[0] for problem in left_but_writing(tiny, shelf())} == set()
    programme = load_programme(tiny, shelf())
    assert programme.planned_sessions == ("S01", "S02", "S03")
    assert programme.session_plan("S03").title == "Third"
    assert list(programme.modules) == ["M01", "M02"]


def test_a_module_that_comes_first_takes_the_first_session(tiny: Path) -> None:
    change(tiny, "programme.toml", 'modules = ["M01"] }', 'modules = ["M00", "M01"] }')
    change(tiny, "programme.toml", 'before = "S02"', 'before = "S01"')

    assert add(tiny, session="S00", module="M00", title="Before") == 0

    [told] = left_but_writing(tiny, shelf())
    assert "no step of the first session tells the limits" in told
    course = tomllib.loads((tiny / "programme.toml").read_text())
    assert [each["id"] for each in course["planned_sessions"]] == ["S00", "S01", "S02", "S03"]
    assert [each["id"] for each in course["modules"]] == ["M00", "M01"]


def test_a_short_core_gets_one_step_of_a_name_that_is_free(tiny: Path) -> None:
    change(tiny, "frame/frame.toml", "core_minutes = 40", "core_minutes = 1")
    change(tiny, "frame/frame.toml", "minutes = 60", "minutes = 21")
    change(tiny, "01-begin/module.toml", ', "s02-second"', "")
    for path in ("frame/frame.toml", "frame/therapist.md"):
        change(tiny, path, "arrive", "first-part")

    assert add(tiny, session="S03", module="M02") == 0

    plan = load_programme(tiny, shelf()).session_plan("S03")
    assert [(step.id, step.minutes) for step in plan.steps] == [
        ("first-part", 10),
        ("first-part-2", 1),
        ("leave", 10),
    ]


def test_a_programme_with_few_adaptation_flags_uses_those_it_has(tiny: Path) -> None:
    change(tiny, "programme.toml", 'easy_read = "Short words"\n', "")
    for path in tiny.rglob("therapist.md"):
        change(tiny, str(path.relative_to(tiny)), "- `easy_read`: Short words.\n", "")

    add(tiny, session="S03", module="M02")

    guidance = load_programme(tiny, shelf()).session_plan("S03").steps[1].guidance
    assert list(guidance.adapt) == ["visual"]


PLANNED = (
    'programme.toml, planned_sessions: the course plans "Third" in M02 as S03; '
    "ask for the same, or choose another id."
)
HAS_PLAN = (
    '01-begin/s01-first/session.toml, id: the session "S01" has a plan already; choose another id.'
)
MISSPELT = (
    "programme.toml, planned_sessions: the id is spelt wrongly; "
    "use a letter first, then letters, digits and hyphens, 20 at most, as S21."
)
NO_MODULE = 'programme.toml, phases: no phase has a module "M11"; write "M01".'
NO_TITLE = (
    "programme.toml, planned_sessions: the session needs a title; "
    "give --title with 1 to 120 characters on one line."
)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (("S01", "M01", ""), HAS_PLAN),
        (("S03", "M01", ""), PLANNED),
        (("S03", "M02", "Fourth"), PLANNED),
        (("S 4", "M01", "Four"), MISSPELT),
        (("S04", "M11", "Four"), NO_MODULE),
        *((("S04", "M01", title), NO_TITLE) for title in ("", " Four", "a\nb", "x" * 121)),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(
    tiny: Path,
    capsys: pytest.CaptureFixture[str],
    wanted: tuple[str, str, str],
    sentence: str,
) -> None:
    before = {path: path.read_bytes() for path in tiny.rglob("*.*")}
    session, module, title = wanted

    assert add(tiny, session=session, module=module, title=title) == 1

    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert before == {path: path.read_bytes() for path in tiny.rglob("*.*")}


def test_a_list_without_a_place_for_the_session_is_told(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tiny, "programme.toml", '},\n    { id = "S03"', '}, { id = "S03"')

    assert add(tiny, session="S02b", module="M01", title="Between") == 1

    assert capsys.readouterr().err == (
        "programme.toml, planned_sessions: no place was found for a new entry; "
        "write the list with an entry on each line.\n"
    )


def test_a_folder_that_is_there_already_is_not_written_over(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "01-begin/s04-four").mkdir()
    (tiny / "01-begin/s04-four/handout.md").write_text("Mine", "utf-8")

    assert add(tiny, session="S04", module="M01", title="Four") == 1

    assert "s04-four/handout.md: there is such a file already" in capsys.readouterr().err
    assert not (tiny / "01-begin/s04-four/session.toml").exists()


def test_a_programme_that_is_not_sound_is_mended_first(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tiny, "frame/frame.toml", "core_minutes = 40", "core_minutes = 41")

    assert add(tiny, session="S04", module="M01", title="Four") == 1

    assert capsys.readouterr().err.startswith("frame/frame.toml, line 5, minutes: ")


@pytest.mark.parametrize(
    "arguments", [["--session", "S04"], ["--module", "M01"], ["--title", "Four"]]
)
def test_half_a_wish_is_bad_usage(
    tiny: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main(["new", str(tiny), *arguments])

    assert ending.value.code == 2
    assert "a session needs --session and --module" in capsys.readouterr().err
