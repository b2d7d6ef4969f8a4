import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging"))
where = import_module("where.__main__")
closed_lists = import_module("where.closed_lists")
kept_facts = import_module("where.kept_facts")
said_in_words = import_module("where.said_in_words")
unwatched = import_module("where.unwatched")
said_texts = import_module("said_texts")


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(root), *who, *arguments), check=True, capture_output=True)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A tree of two commits: the second changes the tide table and the harbour's page."""
    root = tmp_path_factory.mktemp("tree")
    files = {
        "therapist_app/screens/tide_table/view.py": "class View: ...\n",
        "therapist_app/words.py": "TideTables = 1\n",
        "programme/tides.toml": 'id = "tide-table"\ntext = "The tide table"\n',
        "docs/harbour.md": "Boats.\n",
        "docs/other.md": "A tidetablet, an untide table. Press Ctrl+J (twice), if you can.\n",
        "docs/shouting.md": "TIDE, tide and MID_TIDE\n",
        "exports/paper.py": "from therapist_app.screens.tide_table import view as shown\n",
        "therapist_app/record/model.py": "class Berth:\n    deep_water: int\n",
        "therapist_app/record/schema/0002.sql": "ALTER TABLE berths ADD COLUMN deep_water INTEGER",
        "therapist_app/berths.py": (
            "def shown(berth: Berth) -> Quay:\n    depth = berth.deep_water\n"
            "    return Quay(depth)\n\ndef told():\n    return Pier()\n"
        ),
        "exports/quays.py": "class Quay: ...\nclass Pier: ...\n",
        "tests/support/berths.py": "DEEP = Berth(deep_water=4)\n",
        "programme/modules/one/s01/therapist.md": "Deep water.\n",
        "programme/modules/one/s02/therapist.md": "Deep water.\n",
        "programme/modules/one.checked": "deep water",
        "docs/changing.md": (
            "# L\n\n## A screen\n1. `therapist_app/words.py`\n2. Its view:\n   `programme/`,\n"
            "   `therapist_app/words.py`\n\nHeld: `exports/paper.py`\n\n## A boat\n1. `x`\n"
        ),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    for name in ("therapist_app/screens/tide_table/view.py", "docs/harbour.md"):
        (root / name).write_text(files[name] + "\n")
    git(root, "commit", "-qam", "two")
    return root


def test_a_thing_is_found_in_each_spelling_and_in_no_longer_word(tree):
    found = where.look_for(tree, ["tide_table"])

    assert dict(found.lines) == {
        "therapist_app/screens/tide_table/view.py": 0,
        "therapist_app/words.py": 1,
        "programme/tides.toml": 2,
        "exports/paper.py": 1,
    }
    for spelt in (
        "TideTable",
        "tide-table",
        "tide table",
        "therapist_app/screens/tide_table/view.py",
    ):
        assert dict(where.look_for(tree, [spelt]).lines) == dict(found.lines), spelt


def test_a_name_that_is_a_phrase_of_english_is_found_where_the_code_has_it(tmp_path):
    said = [f"docs/{number}.md" for number in range(3)]
    files = {
        "exports/boats.py": "class Boat:\n    to_moor: str\n    to_rig: str\n",
        "exports/quays.py": "def told(boat):\n    return boat.to_moor, boat.to_rig, ToMoor()\n",
        **{f"exports/{number}.py": "# It is time to moor her.\n" for number in range(4)},
        **dict.fromkeys(said, "Whoever wants to moor, or to rig, asks.\n"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    code = {"exports/boats.py", "exports/quays.py"}

    found = where.look_for(tmp_path, ["to_moor"])

    assert set(found.lines) == code
    assert 'to_moor: 2 files; 7 more say "to moor" of whatever' in where.told(found)
    assert set(where.look_for(tmp_path, ["to_rig"]).lines) == {*code, *said}  # no code only says it
    assert len(where.look_for(tmp_path, ["to moor"]).lines) == 9  # somebody asks for the words


def test_a_key_and_a_piece_of_a_sentence_are_found_as_they_stand(tree):
    for said in ("Ctrl+J", "ctrl+j (twice), if", "untide table. Press Ctrl+J (twice), if you can"):
        assert dict(where.look_for(tree, [said]).lines) == {"docs/other.md": 1}, said
    assert not where.look_for(tree, ["Ctrl+", "J twice"]).names["J twice"]


def test_of_several_names_it_is_told_which_stands_in_which_file(tree, monkeypatch):
    monkeypatch.setattr(where, "TOO_GENERAL", 3)
    said = "\n".join(where.told(where.look_for(tree, ["boats", "pier"])))

    assert "1 boats: 1 file\n2 pier: 2 files\n" in said
    assert "1 [1]  harbour.md" in said
    assert "1 [2]  quays.py" in said


def test_of_a_name_in_too_many_files_those_of_code_are_told(tree, monkeypatch):
    monkeypatch.setattr(where, "TOO_GENERAL", 3)

    found = where.look_for(tree, ["tide"])

    assert set(found.lines) == {
        "therapist_app/screens/tide_table/view.py",
        "programme/tides.toml",
        "exports/paper.py",
    }
    said = "\n".join(where.told(found))
    assert "tide: 4 files; so many that the 3 of code alone are told, --in tests,docs" in said


def test_of_a_name_in_too_many_files_those_that_only_name_it_share_a_line_for_each_room(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(where, "TOO_GENERAL", 4)
    put(tmp_path, "exports/berths.py", "class Berth: ...\n")
    put(tmp_path, "exports/asking.py", "def told():\n    return berths.add(1)\n")
    for name in ("quays", "piers"):
        put(tmp_path, f"exports/{name}.py", "# Not a berth\n")
    put(tmp_path, "docs/berths.md", "Berths.\n")
    git(tmp_path, "commit", "-qm", "one")

    said = list(where.told(where.look_for(tmp_path, ["Berth"])))

    assert said[said.index("  exports/") + 1 :][:3] == [
        "        1  asking.py  reads",
        "        1  berths.py  defines",
        "        only named in: piers.py, quays.py",
    ]


def test_of_a_name_that_is_too_general_no_file_is_told_but_the_narrower_names(tree, monkeypatch):
    monkeypatch.setattr(where, "TOO_GENERAL", 2)
    monkeypatch.setattr(where, "LEAST_COMMITS", 1)

    found = where.look_for(tree, ["boats", "tide"])

    assert set(found.lines) == {"docs/harbour.md"}
    said = "\n".join(where.told(found))
    assert "2 tide: 4 files; too general, its files are not told\n" in said
    assert "narrower, with their files: tide_table (" in said
    assert "words.py" not in said
    there = where.look_for(tree, ["tide"], ["docs"])
    assert list(there.lines) == ["docs/shouting.md"]


def test_a_path_is_never_too_general(tree, monkeypatch):
    monkeypatch.setattr(where, "TOO_GENERAL", 0)
    path = "therapist_app/screens/tide_table/view.py"

    assert path in where.look_for(tree, [path]).lines


def test_of_what_changed_together_the_nearest_are_told(tree, monkeypatch):
    monkeypatch.setattr(where, "MOST_TOGETHER", 1)
    found = where.replace(
        where.look_for(tree, ["boats"]), together={"docs/a.md": 1.0, "docs/b.md": 0.5}
    )

    said = list(where.told(found))

    assert "     100%  docs/a.md" in said
    assert "    and 1 more, less often" in said


ERRORS = """
class HarbourError(Exception):
    def __init__(self, detail=""): ...

class KnownError(HarbourError): ...

class Aground(KnownError): ...

class Lost(HarbourError): ...
"""
SAILING = """
DAMAGE = (*(Aground, KeyError), OSError)
WORDS = {"low-tide": "the water is low", "storm": "there is a storm"}
ROWS: dict[object, str] = {Aground: "a", (Aground, "low-tide"): "b", Lost: "c"}

def sail():
    raise Aground("low-tide")

def tried():
    try:
        sail()
    except KnownError:
        raise Lost from None

def coded():
    try:
        sail()
    except HarbourError as error:
        return error.code

def passed():
    for each in range(2):
        try:
            sail()
        except DAMAGE:
            continue

def raised_on():
    try:
        sail()
    except Aground as error:
        if error.detail != "storm":
            raise

def hidden():
    with contextlib.suppress(KnownError):
        sail()

def untouched():
    try:
        sail()
    except Lost:
        pass
"""


def test_the_way_of_an_error_is_told_also_where_a_class_above_it_is_caught(tmp_path):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/errors.py").write_text(ERRORS)
    (tmp_path / "exports/sailing.py").write_text(SAILING)

    (tmp_path / "exports/towing.py").write_text(
        "def towed():\n    try:\n        sail()\n    except DAMAGE as error:\n        tell(error)\n"
    )

    said = where.ways_of(tmp_path, "Aground", ["exports"])

    assert said == [
        "Error: Aground < KnownError < HarbourError < Exception; its code is aground",
        "  Raised in:",
        "    exports/sailing.py  sail",
        "  Caught, by its name or by one above, and what becomes of it there:",
        "    as Aground: exports/sailing.py  passed  passed over",
        "    as Aground: exports/sailing.py  raised_on  raised on, told apart by its detail",
        "    as Aground: exports/towing.py  towed  kept or told",
        "    as KnownError: exports/sailing.py  tried  replaced by Lost",
        "    as KnownError: exports/sailing.py  hidden  passed over",
        "    as HarbourError: exports/sailing.py  coded  turned into its code",
        "  Worded, by class or by code and details:",
        '    exports/sailing.py  WORDS  "low-tide"',
        "    exports/sailing.py  ROWS  by its class, low-tide",
    ]
    assert where.ways_of(tmp_path, "Harbour", ["exports"]) == []


def test_of_a_form_it_is_told_which_files_name_each_question(tmp_path):
    for name, text in {
        "session_forms/definitions/tides.v9.toml": '[[questions]]\nid = "old"\n',
        "session_forms/definitions/tides.v10.toml": (
            '[[questions]]\nid = "high"\n[[questions]]\nid = "pier"\n'
            '[[questions.columns]]\nid = "depth"\n'
        ),
        "session_forms/definitions/moon.v1.toml": '[[questions]]\nid = "high"\n',
        "exports/paper.py": "answers['high'], answers['tides.depth'], answers.old",
        "programme/cases/one.toml": "tides = { pier = 1 }",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    packages = ["session_forms", "programme", "exports"]
    head, *told = where.questions_of(tmp_path, "tides", packages)
    assert head.startswith("Questions of tides, in session_forms/definitions/tides.v10.toml, each")
    assert told == [
        "    high: exports/paper.py; also a question of moon.v1",
        "    pier: programme/cases/one.toml",
        "    depth: exports/paper.py",
    ]
    assert where.questions_of(tmp_path, "moon-light", packages) == []


def test_of_a_question_whose_id_is_a_common_word_those_that_name_its_form_are_told(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(import_module("where.form_questions"), "MOST_READERS", 1)
    for name, text in {
        "session_forms/definitions/tides.v1.toml": '[[questions]]\nid = "high"\n',
        "exports/tides.py": "answers['high'] of 'tides'",
        "exports/moon.py": "'high' above the spring-tides",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    said = where.questions_of(tmp_path, "tides", ["exports"])

    assert said[1:] == [
        "    high: a word of 2 files; those that name the form too: exports/tides.py"
    ]


def test_questions_of_which_the_same_is_told_share_a_line_and_many_forms_are_not_named(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(import_module("where.form_questions"), "MOST_FORMS", 1)
    (tmp_path / "session_forms/definitions").mkdir(parents=True)
    for form, ids in {
        "tides": ("q1", "q2", "pier"),
        "moon": ("q1", "q2"),
        "sun": ("q1", "q2"),
    }.items():
        text = "\n".join(f'[[questions]]\nid = "{each}"' for each in ids)
        (tmp_path / f"session_forms/definitions/{form}.v1.toml").write_text(text)

    assert where.questions_of(tmp_path, "tides", ["session_forms"])[1:] == [
        "    q1, q2: nobody by its id; also a question of many other forms",
        "    pier: nobody by its id",
    ]


HOLDING = """# L

## A pier
1. `a.py`; `test_a_pier_has_steps`

Held: `test_a_pier_stands`, `tests/papers/test_piers.py`, what holds [a boat](#a-boat).
A line more: `test_a_pier_is_long`.
Not held: the tide, `tests/not/test_this.py`, see [a storm](#a-storm).
May forbid it: `test_nobody_fishes`

## A boat
Held: `test_a_boat_floats`

## A storm
1. `tests/test_water.py`
Held: the tests named, `test_it_blows`.
"""


def test_of_a_list_the_tests_that_hold_it_are_told_with_their_files(tmp_path):
    (tmp_path / "tests/papers").mkdir(parents=True)
    (tmp_path / "tests/test_water.py").write_text(
        "def test_a_pier_stands(): ...\ndef test_a_boat_floats(): ...\ndef test_it_blows(): ...\n"
    )
    (tmp_path / "tests/papers/test_piers.py").write_text("def test_a_pier_has_steps(): ...\n")

    *told, run = where.held_by(tmp_path, HOLDING, "A Pier")

    assert told == [
        "Tests that hold: A pier, A boat",
        "    not held: the tide, `tests/not/test_this.py`, see [a storm](#a-storm).",
        "    silent if it is forgotten: tests/not/test_this.py",
        "    tests/papers/test_piers.py  test_a_pier_has_steps",
        "    tests/test_water.py  test_a_boat_floats, test_a_pier_stands",
        "    tests/papers/test_piers.py  all of it",
        "    test_a_pier_is_long  stands in no file of tests",
        "    test_nobody_fishes  stands in no file of tests",
    ]
    assert run == (
        "Run them: ./dev test "
        "tests/test_water.py::test_a_boat_floats tests/test_water.py::test_a_pier_stands "
        "tests/papers/test_piers.py"
    )
    assert where.held_by(tmp_path, HOLDING, "storm")[:3] == [
        "Tests that hold: A storm",
        "    tests/test_water.py  test_it_blows",
        "    tests/test_water.py  all of it",
    ]
    assert where.held_by(tmp_path, HOLDING, "harbour") == []


def test_a_list_is_asked_for_by_its_heading(tree, monkeypatch, capsys):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.main(["--held", "a", "screen"]) == 0
    assert "Tests that hold: A screen" in capsys.readouterr().out
    assert where.main(["--held", "lighthouse"]) == 1
    assert "No list of docs/changing.md" in capsys.readouterr().out


@pytest.fixture(scope="module")
def field(tree):
    return where.look_for(tree, ["deep_water"])


@pytest.fixture(scope="module")
def kind(tree):
    return where.look_for(tree, ["Berth"])


def test_it_is_told_what_code_does_with_a_field_and_with_a_class(field, kind):
    assert field.roles == {
        "therapist_app/record/model.py": {"defines"},
        "therapist_app/record/schema/0002.sql": {"defines"},
        "therapist_app/berths.py": {"reads"},
        "tests/support/berths.py": {"fills"},
    }
    assert kind.roles["therapist_app/record/model.py"] == {"defines"}
    assert kind.roles["tests/support/berths.py"] == {"builds"}
    assert kind.roles["therapist_app/berths.py"] == {"takes"}
    assert "1  model.py  defines" in "\n".join(where.told(field))


def test_into_what_a_thing_goes_on_is_told_by_what_is_built_where_it_is_read(field, kind):
    assert field.into == kind.into == {"Quay": {"therapist_app/berths.py"}}
    assert "    Quay  in therapist_app/berths.py" in where.told(field)


def test_code_comes_before_tests_and_content_is_a_line_for_each_folder(field):
    said = list(where.told(field))

    titles = [each.partition(":")[0] for each in said if not each.startswith(" ")]
    assert titles[1:4] == ["Code", "Tests", "Content"]
    assert "  programme/modules/one/  2: s01/therapist.md, s02/therapist.md" in said
    assert "    programme/modules/one.checked  (made by ./dev content)" in said


def test_only_the_folders_that_are_asked_for_are_told(tree):
    found = where.look_for(tree, ["deep_water"], ["tests", "exports"])

    assert list(found.lines) == ["tests/support/berths.py"]
    shown = where._shown(tree, ["deep_water"], found.lines)
    assert shown == ["tests/support/berths.py:1:DEEP = Berth(deep_water=4)"]


def test_what_changed_since_a_commit_is_not_left_to_do(tree):
    found = where.look_for(tree, ["tide_table"])

    left = where.left_of(tree, found, "HEAD~1")

    changed = "therapist_app/screens/tide_table/view.py"
    assert found.lines.keys() - left.lines.keys() == {changed}
    assert left.together == {}
    assert where.left_of(tree, found, "HEAD").lines == found.lines


def test_no_line_is_shown_of_what_is_made(tree):
    assert not [each for each in where._shown(tree, ["deep water"]) if "checked" in each]


def test_lines_that_are_left_out_are_counted(tree, monkeypatch):
    monkeypatch.setattr(where, "MOST_LINES", 1)

    assert "programme/tides.toml: and 1 more" in where._shown(tree, ["tide_table"])


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("F6", "Qt.Key.Key_F6,", True),
        ("F6", "press F6, twice", True),
        ("F6", "Key_F61 or 0xF6", False),
        ("Alt+N", "Qt.Key.Key_N", True),
        ("Alt+N", "Alt+N shows it", True),
        ("Ctrl+Shift+K", "Key_Kana", False),
    ],
)
def test_a_key_is_found_by_the_name_that_the_code_has_for_it(name, line, found):
    assert bool(re.search(where.pattern_of(name), line)) is found


def test_what_changed_with_a_name_that_is_in_no_path_is_told_by_the_commits_that_brought_it(tree):
    found = where.look_for(tree, ["untide"])

    assert found.commits == 1
    assert "docs/harbour.md" in found.together


def test_a_constant_is_found_in_capitals_alone(tree):
    assert dict(where.look_for(tree, ["TIDE"]).lines) == {"docs/shouting.md": 1}


def test_what_was_signed_off_is_not_told_as_made_anew():
    assert "never" in where._made("programme/modules/pps-core.v0.2.0.checked")
    assert "./dev content" in where._made("programme/modules/pps-core.checked")


def test_what_changed_in_the_same_commits_is_told_with_its_share(tree):
    found = where.look_for(tree, ["tide_table"])

    assert found.commits == 2
    assert found.together == {"docs/harbour.md": 1.0}


def test_the_lists_that_name_its_files_are_told_with_their_points_and_no_others(tree):
    found = where.look_for(tree, ["tide_table"])

    assert found.lists == {
        "A screen": {
            "therapist_app/words.py": ["1", "2"],
            "programme/tides.toml": ["2"],
            "exports/paper.py": [""],
        }
    }
    said = "\n".join(where.told(found))
    for each in ("words.py  a1+2\n", "tides.toml  a2\n", "paper.py  a\n", "name  view.py\n"):
        assert each in said
    assert "a: A screen" in said


def test_a_line_is_shown_once_however_many_names_it_holds_and_code_comes_first(tree):
    shown = where._shown(tree, ["tide", "untide", "tide table"])

    assert len(shown) == len(set(shown))
    assert [each.partition("/")[0] for each in shown][:4] == [
        *("programme", "programme"),
        *("therapist_app", "exports"),
    ]
    assert shown[-1].startswith("docs/shouting.md")


def test_of_a_name_that_stands_nowhere_the_files_are_told_in_whose_lines_its_words_stand(
    tree, monkeypatch, capsys
):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.apart(tree, "quay_shown") == {"therapist_app/berths.py": 1}
    assert where.apart(tree, "lighthouse") == where.apart(tree, "docs/quay_shown.md") == {}
    assert where.apart(tree, "showing quays") == {"therapist_app/berths.py": 1}
    assert where.is_only_said(tree, "showing quays")
    assert not where.is_only_said(tree, "deep water")
    assert where.main(["quay_shown"]) == 1
    said = capsys.readouterr().err
    assert "The words of quay_shown stand together in lines of: therapist_app/berths.py (1)" in said


def test_a_sentence_is_found_by_words_that_stand_there_in_another_form(tmp_path):
    put(tmp_path, "exports/words.py", 'TOLD = "Who was told, or is to be told"\nSAID = "no word"\n')
    put(tmp_path, "exports/other.py", 'TOLD = "what was told"\n')

    assert where.is_only_said(tmp_path, "whom to tell")
    assert where.apart(tmp_path, "whom to tell") == {"exports/words.py": 1}
    assert not where.is_only_said(tmp_path, "to be")


def test_a_word_of_people_leads_to_the_list_that_says_it(tmp_path, monkeypatch, capsys):
    lists = "# L\n\n## A boat\n1. Some call it a vessel.\n\n## A pier\n1. `vessel.py`\n"
    put(tmp_path, where.CHANGING, lists)
    git(tmp_path, "commit", "-q", "-m", "Lists")
    monkeypatch.setattr(where, "HERE", tmp_path)

    assert where.main(["vessel"]) == 0
    assert "the likeliest first: A boat\n" in capsys.readouterr().out
    assert where.main(["vessel", "--all"]) == 0
    assert "lists of docs/changing.md, vessel: A boat\n" in capsys.readouterr().out
    monkeypatch.setattr(where, "MOST_SAYING", 0)
    assert where.lists_saying(tmp_path, "vessel") == []


def test_of_a_file_the_first_screen_tells_who_imports_or_spells_it(tree, monkeypatch, capsys):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.main(["therapist_app/words.py"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "therapist_app/words.py: 2 files"
    assert "Defined in: therapist_app/words.py" in said
    assert where.main(["programme/tides.toml", "--in", "programme"]) == 0
    assert where.main(["--changed"]) == 0
    assert capsys.readouterr().out.endswith("Nothing changed since HEAD.\n")


def test_what_stands_nowhere_is_said(tree, monkeypatch, capsys):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.main(["lighthouse"]) == 1
    told = capsys.readouterr().err
    assert "Nothing has that name" in told
    assert told.endswith("    A screen\n    A boat\n")
    assert where.main(["view held"]) == 1
    assert capsys.readouterr().err.endswith("these alone say its words:\n    A screen\n")
    assert where.main(["tide_table", "--all"]) == 0
    assert "programme/\n        2  tides.toml" in capsys.readouterr().out
    assert where.main(["--lines", "tide_table", "lighthouse"]) == 0
    said = capsys.readouterr().out
    assert "lighthouse: 0 files" in said
    assert 'programme/tides.toml:1:id = "tide-table"' in said


def test_without_a_name_the_kinds_of_change_are_told(tree, monkeypatch, capsys):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.main([]) == 0
    assert capsys.readouterr().out.endswith("    A screen\n    A boat\n")


def test_what_no_list_names_and_the_code_uses_is_told_by_itself(tree):
    told = list(where.told(where.look_for(tree, ["deep_water", "tide_table"])))

    assert told[-1] == (
        "In none of these lists, and doing more than naming it: therapist_app/berths.py, "
        "therapist_app/record/model.py, therapist_app/record/schema/0002.sql"
    )


def test_what_is_said_to_people_is_told_from_what_only_the_code_is_called():
    source = '"""Tide tables."""\nHEAD = N_("Tide table")\nharbour = _(TIDE).format(quay="pier")\n'

    assert not said_texts.says(source, re.compile("tide"))
    assert said_texts.says(source, re.compile("tide", re.IGNORECASE))
    assert not said_texts.says(source, re.compile("pier"))


WATCHED = """# L

## A pier
1. `a.py`

Held: `test_a`.
Not held: points 2, 4 and 6 to 8;
point 10 of a storm.
Search: `pier`.

## A boat
1. `b.py`

Held: `test_b`.
"""


def test_what_a_list_says_is_not_held_is_read_with_the_points_that_it_names():
    said = unwatched.not_held(WATCHED, "A pier")

    assert said == "points 2, 4 and 6 to 8;\npoint 10 of a storm."
    assert unwatched.points_in(said) == {"2", "4", "6", "7", "8", "10"}
    assert unwatched.not_held(WATCHED, "A boat") == ""


def test_what_no_test_would_name_is_told_with_the_files_of_its_points():
    lists = {"a": ("A pier", {"x/a.py": ["1"], "x/b.py": ["1", "7"]}), "b": ("A boat", {})}

    told = list(
        unwatched.told_unwatched(WATCHED, lists, unlisted=["c.py"], documents=["docs/d.md"])
    )

    assert told == [
        (
            "If one of these were forgotten, would a test name it? "
            "Not these, which are yours to look at; all else its list says is held:"
        ),
        "    if it is a: points 2, 4 and 6 to 8; point 10 of a storm. Here: b.py.",
        "    code in none of these lists, as told above",
        "    sentences, of which tests read links, names and keys alone: docs/d.md",
        "You have all when --held HEADING is green and --left main tells no file that needs it.",
    ]


def test_where_the_list_leaves_nothing_open_it_is_said_that_a_test_would_name_it():
    lists = {"a": ("A boat", {"b.py": ["1"]})}

    (told,) = unwatched.told_unwatched(WATCHED, lists, unlisted=[], documents=[])

    assert told == (
        "If one of these were forgotten, would a test name it? "
        "Yes, each that its list says is held; --held HEADING tells the tests."
    )


def test_where_no_list_names_any_of_them_nothing_says_that_a_test_would():
    (told,) = unwatched.told_unwatched(WATCHED, {}, unlisted=[], documents=[])

    assert told == (
        "If one of these were forgotten, would a test name it? "
        "Nothing says so: they stand in no list. Try each: take it back and run the tests of it."
    )


def test_what_is_found_ends_with_how_sure_one_can_be(tree, monkeypatch, capsys):
    monkeypatch.setattr(where, "HERE", tree)

    assert where.main(["tide_table", "boats", "--all"]) == 0
    *_, asked, _papers, until = capsys.readouterr().out.splitlines()
    assert "would a test name it? Not these" in asked
    assert until.startswith("You have all when")
    assert where.main(["deep_water", "--all"]) == 0
    assert "they stand in no list" in capsys.readouterr().out.splitlines()[-1]


def test_every_list_says_what_holds_it_and_what_does_not():
    page = (Path(__file__).parents[1] / "docs/changing.md").read_text("utf-8")
    headings = [each.partition("\n")[0] for each in page.split("\n## ")[1:]]

    assert headings
    assert [each for each in headings if not unwatched.not_held(page, each)] == []


def test_what_a_name_is_puts_the_list_for_it_first(tree):
    page = tree / "docs/changing.md"
    kept = page.read_text()
    page.write_text(
        "# L\n\n## A screen\n1. `docs/other.md`\n\n## A key on the keyboard\n1. `docs/`\n"
    )
    found = where.look_for(tree, ["Ctrl+J"])
    page.write_text(kept)

    assert [*found.lists] == ["A key on the keyboard", "A screen"]


def test_what_only_lists_that_are_not_told_name_is_told_by_itself(tree, monkeypatch):
    monkeypatch.setattr(where, "MOST_LISTS", 1)
    monkeypatch.setattr(where, "LETTERS", "a")
    page = tree / "docs/changing.md"
    kept = page.read_text()
    page.write_text(
        "# L\n\n## A screen\n1. `therapist_app/berths.py`, `exports/quays.py`\n\n"
        "## A boat\n1. `therapist_app/record/model.py`\n"
    )

    told = list(where.told(where.look_for(tree, ["deep_water", "Quay"])))
    page.write_text(kept)

    assert told[-1].startswith("In none of these lists, and doing more than naming it: ")
    assert "therapist_app/record/model.py" in told[-1]
    assert "therapist_app/berths.py" not in told[-1]


MOORING = '''
class Mooring:
    """Where a boat lies.

    Attributes:
        place: Its place, a quay as a rule;
            empty where none was said.
        depth: In metres.

    """

    id: str
    place: str = ""
    depth: int = 0
    light: bool = False
    """Whether the quay is lit."""
'''


def test_of_a_class_its_fields_are_told_with_their_meaning(tmp_path):
    put(tmp_path, "exports/moorings.py", MOORING)

    assert kept_facts.fields_of(tmp_path, "Mooring", ("exports",)) == [
        "Fields of Mooring, in exports/moorings.py:",
        "    id",
        "    place: Its place, a quay as a rule; empty where none was said.",
        "    depth: In metres.",
        "    light: Whether the quay is lit.",
    ]
    assert kept_facts.fields_of(tmp_path, "Moor", ("exports",)) == []


def test_of_a_class_it_is_told_who_says_it_in_words_and_who_asks_them(tmp_path):
    saying = (
        "def mooring_words(mooring: Mooring) -> str: ...\ndef _own(mooring: Mooring) -> str: ...\n"
        "def depth(mooring: Mooring) -> int: ...\ndef named(id: str) -> str: ...\n"
    )
    put(tmp_path, "exports/sea/words.py", saying)
    put(tmp_path, "exports/asking.py", "from exports.sea.words import mooring_words\n")
    put(tmp_path, "exports/two.py", "from exports.sea import words\nwords.mooring_words(1)\n")
    put(tmp_path, "exports/other.py", "def mooring_words(quay: Quay) -> str: ...\n")

    assert said_in_words.said_of(tmp_path, "Mooring", ("exports",)) == [
        "Said in words, Mooring, by functions that others ask:",
        "    mooring_words  in exports/sea/words.py, asked by: exports/asking.py, exports/two.py",
    ]
    assert said_in_words.said_of(tmp_path, "Quays", ("exports",)) == []


def test_a_fact_is_found_by_a_word_of_its_meaning(tmp_path):
    put(tmp_path, "exports/moorings.py", MOORING)
    put(
        tmp_path,
        kept_facts.INVENTORY,
        '[service.boats]\nwhat = "Quays"\ncolumns = { at = "The quay", name = "A name" }\n',
    )

    assert kept_facts.facts_that_say(tmp_path, "quay", ("exports",)) == [
        "Columns of the record whose meaning says quay:",
        "    boats.at: The quay",
        "Fields whose meaning says quay:",
        "    moorings.py  Mooring.place: Its place, a quay as a rule; empty where none was said.",
        "    moorings.py  Mooring.light: Whether the quay is lit.",
    ]
    assert kept_facts.facts_that_say(tmp_path, "boats", ("exports",)) == []


BERTHS = 'from typing import Literal\nBerthKind = Literal["quay", "buoy", "anchor"]\n'
BOATS = """CREATE TABLE boats (
    kind TEXT CHECK (kind IN ('quay', 'buoy', 'anchor'))
) STRICT;
"""
SAIL = """[[questions]]
id = "sail"
prompt = "Which?"
options = [{ id = "a" }, { id = "b" }]
"""


def test_a_closed_list_is_found_by_what_it_is_called_with_all_that_tell_its_words(tmp_path):
    put(tmp_path, "exports/model.py", BERTHS)
    put(tmp_path, "exports/words.py", 'WORDS = {"quay": "At a quay", "buoy": "At a buoy"}\n')
    put(tmp_path, "exports/other.py", 'OTHER = {"quay": 1, "buoy": 2, "mast": 3}\n')
    put(tmp_path, "exports/asking.py", "from exports.words import WORDS\n")
    put(tmp_path, "exports/empty.py", 'NOBODY = ((), "quay")\n')
    put(tmp_path, f"{closed_lists.SCHEMA}/0001_caseload.sql", BOATS)
    put(tmp_path, "session_forms/definitions/boat-log.v1.toml", SAIL)

    def told(name: str) -> list[str]:
        return closed_lists.lists_that_say(tmp_path, name, ("exports",))

    of_berths = [
        "    BerthKind = quay, buoy, anchor  in exports/model.py",
        "        checked in boats.kind (0001_caseload.sql)",
        "        exports/words.py  WORDS (without anchor), taken up by exports/asking.py",
    ]
    assert told("a new kind of berth")[1:] == told("buoy")[1:] == of_berths
    assert told("boat log sail")[1:] == [
        "    boat-log.sail = a, b  in session_forms/definitions/boat-log.v1.toml"
    ]
    assert told("boat log") == told("mast") == told("the kind") == []


def test_a_table_of_texts_is_a_closed_list_where_no_other_has_its_words(tmp_path):
    put(tmp_path, "exports/model.py", BERTHS)
    put(tmp_path, "exports/words.py", 'WORDS = {"quay": N_("Quay"), "buoy": N_("Buoy")}\n')
    put(tmp_path, "exports/loads.py", 'LOADS = {"coal": N_("Coal"), "wool": NP_("load", "Wool")}\n')
    put(tmp_path, "exports/half.py", 'HALF = {"coal": N_("Coal"), "tar": 2}\n')

    def told(name: str) -> list[str]:
        return closed_lists.lists_that_say(tmp_path, name, ("exports",))

    loads = ["    LOADS = coal, wool  in exports/loads.py", "        exports/loads.py  LOADS"]
    assert told("kind of load")[1:] == told("wool")[1:] == loads
    assert told("quay")[1].startswith("    BerthKind = ")
    assert told("half") == told("tar") == []


def test_that_something_is_a_purpose_of_an_export_already_is_told():
    told = closed_lists.lists_that_say(where.HERE, "training", where.PRODUCT)

    assert any(each.startswith("    PURPOSES = ") for each in told)


def test_the_room_of_an_appointment_is_found_by_that_word():
    told = kept_facts.facts_that_say(where.HERE, "room", where.PRODUCT)

    assert any(each.startswith("    appointments.place: ") for each in told)


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    git(root, "init", "-q")
    git(root, "add", ".")


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("Practice", "practices: tuple[Practice, ...]", True),
        ("Practice", "vault.practice", False),
        ("practice", "class Practice(Definition):", True),
        ("Quayside", "quayside = 1", True),
    ],
)
def test_a_class_of_one_word_is_looked_for_as_it_is_written(name, line, found):
    case = 0 if where.is_exact(name) else re.IGNORECASE
    assert bool(re.search(where.pattern_of(name), line, case)) is found
