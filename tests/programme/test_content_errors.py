"""What an author is told when a content file is wrong: file, line, key, what, what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from programme.authoring.folder_checks import problems_in
from programme.errors import ContentError, MissingForm
from programme.loading.loading import load_programme
from programme.source_files.content import read_file
from tests.support.programme.programmes import FILES, change, shelf, write_programme

PROGRAMME = "programme.toml"
FRAME = "frame/frame.toml"
MODULE = "01-begin/module.toml"
FIRST = "01-begin/s01-first/session.toml"
SECOND = "01-begin/s02-second/session.toml"
GUIDE = "01-begin/s01-first/therapist.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in problems_in(folder, shelf())]


def line_with(path: str, text: str) -> int:
    """Return the line on which a text stands in the tiny programme."""
    whole = FILES[path]
    return whole.count("\n", 0, whole.index(text)) + 1


def test_the_tiny_programme_is_in_order(folder: Path) -> None:
    assert told(folder) == []


@dataclass(frozen=True)
class Slip:
    path: str
    old: str
    new: str
    key: str
    words: str


SLIPS = (
    Slip(PROGRAMME, 'id = "P2"', 'id = "P1"', "phases[1].id", 'the id "P1" is there already'),
    Slip(PROGRAMME, 'id = "S03"', 'id = "S02"', "planned_sessions[2].id", 'the id "S02" is there'),
    Slip(PROGRAMME, 'id = "G2"', 'id = "G1"', "gates[1].id", 'the id "G1" is there already'),
    Slip(
        PROGRAMME, 'module = "M02", t', 'module = "M99", t', "planned_sessions[2].module", '"M99"'
    ),
    Slip(PROGRAMME, 'emphasis = ["M02"]', 'emphasis = ["M20"]', "tracks[0].emphasis[0]", '"M20"'),
    Slip(
        PROGRAMME,
        'module = "M02", after',
        'module = "X", after',
        "tracks[0].bring_forward[0].module",
        '"X"',
    ),
    Slip(
        PROGRAMME,
        "bring_forward = [",
        'may_merge = [["S01", "S9"]]\nbring_forward = [',
        "tracks[0].may_merge[0]",
        'there is no "S9"',
    ),
    Slip(PROGRAMME, 'after = "S01"', 'after = "S77"', "tracks[0].bring_forward[0].after", '"S77"'),
    Slip(
        PROGRAMME,
        'title = "First" }',
        'title = "First", extra = true }',
        "tracks[0].bring_forward[0].after",
        "outside the order",
    ),
    Slip(
        PROGRAMME,
        'module = "M01", state',
        'module = "M0", state',
        "gates[1].requires[0].module",
        '"M0"',
    ),
    Slip(
        PROGRAMME,
        'before = "P2"',
        'before = "P9"',
        "gates[1].before",
        'there is no "P9"',
    ),
    Slip(
        PROGRAMME, "{ S01 = [", "{ S1 = [", "measures.not_due.S1", 'there is no "S1"; write "S01"'
    ),
    Slip(
        PROGRAMME,
        'clinic_choice = "one"',
        'clinic_choice = "three"',
        "measures.clinic_choice",
        '"three"',
    ),
    Slip(PROGRAMME, "at_least = 80", "at_least = 0", "fidelity_bands", "not in order down to 0"),
    Slip(PROGRAMME, "at_least = 0,", "at_least = 5,", "fidelity_bands", "not in order down to 0"),
    Slip(PROGRAMME, 'id = "M01", folder', 'id = "M02", folder', "id", 'calls this module "M02"'),
    Slip(PROGRAMME, "mood = 1", "moood = 1", "forms.moood", 'no form "moood"; write "mood"'),
    Slip(
        PROGRAMME,
        "week = 2",
        "week = 3",
        "forms.week",
        "version 3 of the form week is not installed",
    ),
    Slip(
        PROGRAMME, "mood = 1\n", "", "measures.every_session[0]", 'the form "mood" has no version'
    ),
    Slip(
        PROGRAMME,
        'question = "teach_back"',
        'question = "teach_bak"',
        "gates[0].requires[0].question",
        'write "teach_back"',
    ),
    Slip(
        PROGRAMME,
        '"some", "full"',
        '"some", "most"',
        "gates[0].requires[1]",
        "no answer to level can be",
    ),
    Slip(
        PROGRAMME,
        "equals = true",
        'equals = "yes"',
        "gates[0].requires[0]",
        "no answer to teach_back can be",
    ),
    Slip(
        PROGRAMME,
        'question = "aims"',
        'question = "level"',
        "gates[0].requires[2]",
        "no answer to level",
    ),
    Slip(
        PROGRAMME,
        '{ form = "consent", question = "teach_back"',
        '{ form = "consnt", question = "teach_back"',
        "gates[0].requires[0].form",
        'or write "consent"',
    ),
    Slip(PROGRAMME, ", equals = true", "", "gates[0].requires[0]", "exactly one of equals, any_of"),
    Slip(
        PROGRAMME, "{ alerts =", "{ alert =", "gates[2].requires[0].alert", "this key is not known"
    ),
    Slip(
        PROGRAMME,
        'state = "complete"',
        'state = "begun"',
        "gates[1].requires[0].state",
        "'complete'",
    ),
    Slip(
        FIRST,
        'form = "consent"\nskip',
        'form = "concent"\nskip',
        "steps[0].form",
        'or write "consent"',
    ),
    Slip(
        FIRST,
        'question = "teach_back"',
        'question = "argued"',
        "steps[2].opens_after.question",
        'no question "argued"',
    ),
    Slip(FIRST, '"calm"', '"clam"', "measures.due[1]", 'or write "calm"'),
    Slip(
        FRAME,
        "core_minutes = 40",
        "core_minutes = 41",
        "minutes",
        "the steps take 61 minutes, not 60",
    ),
    Slip(FRAME, 'core_after = "arrive"', 'core_after = "arive"', "core_after", 'write "arrive"'),
    Slip(MODULE, 'id = "M01"', 'id = "M09"', "id", 'programme.toml calls this module "M01"'),
    Slip(FIRST, 'module = "M01"', 'module = "M02"', "module", "stands in the folder of M01"),
    Slip(FIRST, 'id = "S01"', 'id = "S08"', "id", "the course plans no such session; write"),
    Slip(FIRST, 'title = "First"', 'title = "1st"', "title", 'plans "First" in M01'),
    Slip(SECOND, 'id = "S02"', 'id = "S01"', "id", "another session has this id"),
    Slip(FIRST, "minutes = 15", "minutes = 16", "minutes", "the steps take 31 minutes, not 30"),
    Slip(
        FIRST,
        'due = ["m_wellbeing_brief", "calm"]',
        'due = ["m_wellbeing_brief", "calm"]\noptional = ["clam"]',
        "measures.optional[0]",
        'the form "clam" has no version',
    ),
    Slip(
        FIRST,
        "minutes = 15",
        "minutes = 15\nsheets = 16",
        "steps[0].sheets",
        "16 of 15 minutes cannot be for the sheets",
    ),
    Slip(
        SECOND,
        'id = "talk"',
        'id = "leave"',
        "steps[0].id",
        'two steps of this session are called "leave"',
    ),
    Slip(
        SECOND,
        "fidelity = []",
        'fidelity = [{ id = "FI1", text = "A", done_when = "B" }]',
        "fidelity[0].id",
        'called "FI1"',
    ),
    Slip(FIRST, 'part_2 = ["story"]', "part_2 = []", "split", "leaves out story"),
    Slip(FIRST, '["story"]', '["story", "end"]', "split", "names end, which"),
    Slip(FIRST, '["story"]', '["story", "story"]', "split", "names a step twice"),
    Slip(
        FIRST,
        'given_at = "welcome"',
        'given_at = "wellcome"',
        "measures.given_at",
        'write "welcome"',
    ),
    Slip(
        FIRST,
        'form = "week"',
        'form = "week"\nmeasures = ["calmm"]',
        "steps[1].measures[0]",
        "is not due in this session",
    ),
    Slip(
        FIRST,
        'form = "week"',
        'form = "week"\nmeasures = ["calm", "calm"]',
        "steps[1].measures[1]",
        "is handed over at two steps",
    ),
    Slip(FIRST, 'session = "S02"', 'session = "S20"', "links[0].session", 'there is no "S20"'),
    Slip(FIRST, 'session = "S02"', 'session = "S01"', "links[0].session", "lead to itself"),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.path} {slip.new}")
def test_a_slip_is_told_with_its_key(folder: Path, slip: Slip) -> None:
    change(folder, slip.path, slip.old, slip.new)

    problems = problems_in(folder, shelf())

    told_of = [each for each in problems if each.key == slip.key and slip.words in str(each)]
    assert told_of, problems
    assert all(each.line and each.to_do for each in told_of)


def test_a_misspelt_key_is_told_the_right_one_and_its_line(folder: Path) -> None:
    change(folder, FIRST, 'title = "Story"', 'titel = "Story"')

    line = line_with(FIRST, 'title = "Story"')
    assert (
        f"{FIRST}, line {line}, steps[2].titel: this key is not known here; write title instead."
        in told(folder)
    )


def test_a_missing_form_says_so_by_its_class(folder: Path) -> None:
    change(folder, PROGRAMME, "week = 2", "weak = 2")

    problems = problems_in(folder, shelf())

    assert any(isinstance(problem, MissingForm) for problem in problems)


def test_a_choice_that_the_programme_does_not_offer_is_refused(folder: Path) -> None:
    with pytest.raises(ContentError, match='there is no choice "twwo"; write "two"'):
        load_programme(folder, shelf(), clinic_choice="twwo")


@pytest.mark.parametrize("point", ["P2", "M02"])
def test_a_gate_before_a_stretch_without_sessions_is_told(folder: Path, point: str) -> None:
    change(folder, PROGRAMME, '    { id = "S03", module = "M02", title = "Third" },\n', "")
    change(folder, PROGRAMME, 'before = "P2"', f'before = "{point}"')

    assert any(
        f'gates[1].before: the course has no session in "{point}"' in problem
        for problem in told(folder)
    )


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", "", "a/b", "s01-first\\u0000"])
def test_a_folder_that_lies_elsewhere_is_refused(folder: Path, name: str) -> None:
    change(folder, MODULE, '"s01-first"', f'"{name}"')

    [problem] = told(folder)
    assert problem == (
        f"{MODULE}, line 7, sessions[0]: the value is spelt wrongly; "
        "use lower case letters, digits and hyphens."
    )


def test_a_text_that_is_too_large_is_told_and_not_read(folder: Path) -> None:
    (folder / GUIDE).write_bytes(b"- x\n" * 200_000)

    assert f"{GUIDE}: the file is larger than 500000 bytes; shorten it." in told(folder)


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", "frame", "nowhere"])
def test_a_place_where_no_file_can_be_has_none(folder: Path, name: str) -> None:
    assert read_file(folder, name) is None


@pytest.mark.parametrize("path", list(FILES))
def test_a_file_that_is_not_there_is_named(folder: Path, path: str) -> None:
    (folder / path).unlink()

    assert f"{path}: the file cannot be read; add it, or correct the name of its folder." in told(
        folder
    )


@pytest.mark.parametrize("path", [PROGRAMME, GUIDE])
def test_a_file_that_is_not_utf_8_is_told_with_its_line(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"# one\n# t\xffwo\n")

    assert f"{path}, line 2: the text is not in UTF-8; save the file as UTF-8." in told(folder)


def test_what_is_not_toml_is_told_with_its_line(folder: Path) -> None:
    change(folder, FIRST, 'aim = "Meet."', 'aim = "Meet.')

    assert any(problem.startswith(f"{FIRST}, line 5:") for problem in told(folder))


@dataclass(frozen=True)
class GuideSlip:
    old: str
    new: str
    at: str
    key: str
    words: str
    below: int = 0


WELCOME = "## A step {#welcome}"
UNKNOWN = "this line is not understood"
SHAPELESS = "this point lacks its beginning"
GUIDE_SLIPS = (
    GuideSlip("**Purpose.** Know", "Know", "**Purpose.**", "welcome", UNKNOWN),
    GuideSlip("### Say", "### Tell", WELCOME, "welcome", "the parts are Tell, Listen for"),
    GuideSlip("- **Silence.** W", "- Silence. W", "- **Silence.**", "welcome", SHAPELESS),
    GuideSlip("- `visual`: D", "- visual: D", "- `visual`", "welcome", SHAPELESS),
    GuideSlip("- `visual`:", "- `easy_read`:", "- `visual`", "welcome", SHAPELESS),
    GuideSlip(
        "- `visual`:", "- `visuel`:", "- `visual`", "welcome", 'flag "visuel"; write "visual"'
    ),
    GuideSlip("- Sit down.", "- {crisis_lien}", "- Sit", "", '"crisis_lien"; write "crisis_line"'),
    GuideSlip("- A sigh.", "A sigh.", "- A sigh.", "welcome", UNKNOWN),
    GuideSlip("# Guide\n", "# Guide\n\nHello.\n", "# Guide", "", UNKNOWN, below=2),
    GuideSlip("- A smile.", "- A smile.\n  And so on.", "- A smile.", "welcome", UNKNOWN, below=1),
)


@pytest.mark.parametrize("slip", GUIDE_SLIPS, ids=lambda slip: slip.new)
def test_a_slip_in_the_guidance_is_told_with_its_line(folder: Path, slip: GuideSlip) -> None:
    change(folder, GUIDE, slip.old, slip.new)

    problems = problems_in(folder, shelf())

    line = line_with(GUIDE, slip.at) + slip.below
    told_of = [each for each in problems if (each.line, each.key) == (line, slip.key)]
    assert any(slip.words in f"{each.what}; {each.to_do}" for each in told_of), problems


def test_sections_that_are_not_the_steps_are_told(folder: Path) -> None:
    change(folder, GUIDE, "## A step {#story}", "## A step {#storey}")

    assert (
        f"{GUIDE}: the sections are before, welcome, check, storey, after; "
        "write before, welcome, check, story, after, in this order."
    ) in told(folder)


def test_a_section_without_a_purpose_or_parts_is_told(folder: Path) -> None:
    change(
        folder,
        GUIDE,
        FILES[GUIDE],
        "## Before {#before}\n## A {#welcome}\n## B {#story}\n## C {#after}\n",
    )

    problems = told(folder)

    assert f"{GUIDE}, line 2, welcome: the purpose is missing; add '**Purpose.** Text'." in problems
    assert any("line 3, story: the parts are missing" in problem for problem in problems)


def test_a_heading_that_stands_there_twice_is_told(folder: Path) -> None:
    change(folder, GUIDE, "## A step {#story}", "## A step {#welcome}")

    assert any("welcome: this line is not understood" in problem for problem in told(folder))


def test_a_guide_without_sections_is_told(folder: Path) -> None:
    (folder / GUIDE).write_text("# Guide\n", encoding="utf-8")

    assert any("the sections are missing" in problem for problem in told(folder))


def test_an_empty_handout_is_told(folder: Path) -> None:
    (folder / "frame/handout.md").write_text("\n", encoding="utf-8")

    assert "frame/handout.md: the page is empty; write the handout." in told(folder)


def test_an_unknown_placeholder_stops_a_programme_from_loading(folder: Path) -> None:
    change(folder, "frame/handout.md", "{next_date}", "{next_day}")

    with pytest.raises(ContentError, match='there is no placeholder "next_day"'):
        load_programme(folder, shelf())
