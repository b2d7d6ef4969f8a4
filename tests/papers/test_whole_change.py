"""What `./dev where --changed` tells of a change, and the first screen of `./dev where NAME`."""

import json
import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
amounts = import_module("where.change.amounts")
asked = import_module("where.change.asked_and_lacking")
by_hand = import_module("where.change.by_hand")
changed_lines = import_module("where.change.changed_lines")
claims_proved = import_module("where.claims_proved")
first = import_module("where.first_screen")
imports = import_module("where.imports")
kinds = import_module("where.change.kinds")
left_alone = import_module("where.change.left_alone")
listed = import_module("where.listed")
members = import_module("where.members")
quoted = import_module("where.change.quoted")
replayed = import_module("where.change.replayed")
stale = import_module("where.change.stale")
whole_change = import_module("where.change.whole_change")

BERTHS = '''"""Berths."""

LONGEST_BERTH = 30


def berth_words(depth):
    return "The berth is deep enough for her" if depth > 3 else ""


def unmoored(boat):
    return boat.moored_at or boat.planned_for
'''
PAGE = """# Lists

## A berth
1. *Always* `exports/berths.py` and `docs/berths.md`; *only if* it is deep `docs/depths.md`.
2. `exports/quays.py`

Held: `test_a_berth_is_named`.
Not held: point 2.

## A boat
1. `docs/boats.md`
"""
FILES = {
    "ARCHITECTURE.md": "| `exports` | What leaves the harbour. |\n",
    "exports/berths.py": BERTHS,
    "exports/quays.py": (
        "from exports.berths import berth_words\n\n"
        "def shown(boat):\n    return berth_words(3), boat.moored_at or boat.planned_for\n"
    ),
    "exports/piers.py": "def berth_words():\n    return 1\n\n\nPIER = berth_words()\n",
    "exports/sheds.py": "LONGEST = 'LONGEST_BERTH'\n",
    "docs/berths.md": 'It says "The berth is deep enough for her".\n',
    "docs/depths.md": "Deep.\n",
    "docs/boats.md": "Boats.\n",
    "docs/changing.md": PAGE,
    "tests/exports/test_berths.py": "from exports import berths\n",
}


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(root), *who, *arguments), check=True, capture_output=True)


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.fixture
def tree(tmp_path):
    for name, text in FILES.items():
        put(tmp_path, name, text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def reasons(tree: Path) -> dict[str, dict[str, str]]:
    change = changed_lines.change_since(tree, "HEAD")
    by = imports.importers(tree)
    return {each.file: each.reasons for each in left_alone.left_alone(tree, change, by)}


def test_lines_that_changed_are_read_with_those_of_new_files_and_without_what_is_ignored(tree):
    put(tree, ".gitignore", "ignored\n")
    put(tree, "ignored", "x")
    put(tree, "new.bin", "new\n")
    put(tree, "exports/berths.py", BERTHS.replace("= 30", "= 40"))

    files = changed_lines.change_since(tree, "HEAD").files

    assert set(files) == {".gitignore", "new.bin", "exports/berths.py"}
    assert files["new.bin"].is_new
    assert files["exports/berths.py"].removed == ["LONGEST_BERTH = 30"]
    assert files["exports/berths.py"].added == ["LONGEST_BERTH = 40"]
    assert files["exports/berths.py"].spans == [(3, 3)]


def test_a_sentence_and_a_name_that_are_gone_are_found_where_they_still_stand(tree):
    put(
        tree,
        "exports/berths.py",
        BERTHS.replace("LONGEST_BERTH", "LONGEST_OF_ALL").replace("deep enough for her", "deep"),
    )

    found = reasons(tree)

    assert found["docs/berths.md"]["text"] == 'still says "The berth is deep enough for her"'
    assert found["exports/sheds.py"]["gone"] == (
        "still has LONGEST_BERTH, which berths.py has no more"
    )


def test_what_is_replaced_in_one_place_is_found_where_it_stands_as_well(tree):
    put(tree, "exports/berths.py", BERTHS.replace("boat.moored_at or boat.planned_for", "boat.at"))

    assert "or boat.planned_for" in reasons(tree)["exports/quays.py"]["words"]


def test_of_a_function_with_another_head_those_are_told_that_import_it_and_no_namesake(tree):
    put(tree, "exports/berths.py", BERTHS.replace("words(depth)", "words(depth, tide)"))

    found = reasons(tree)

    assert found["exports/quays.py"]["head"] == "uses berth_words, whose head changed"
    assert "exports/piers.py" not in found
    assert "imports" in found["tests/exports/test_berths.py"]


def test_a_test_that_quotes_a_sentence_of_what_changed_is_to_be_run(tree):
    said = (
        'def said(boat):\n    """It says that all is well now."""\n    return f"the quay is %s"\n'
    )
    put(tree, "exports/piers.py", said % "full, {boat.name:>{width}} waits outside")
    put(tree, "tests/exports/papers/test_said.py", 'assert "full, Ann waits outside" in said\n')
    put(tree, "tests/exports/papers/test_found.py", 'assert "the quay is full, Ann" in said\n')
    put(tree, "tests/exports/papers/test_quiet.py", 'assert "all is well now" not in said\n')
    git(tree, "add", ".")
    assert quoted.quoting(tree, ["exports/piers.py"]) == ["tests/exports/papers/test_found.py"]

    put(tree, "exports/piers.py", said % "full, Ann waits outside")
    change = changed_lines.change_since(tree, "HEAD")
    assert quoted.quoting(tree, ["docs/boats.md", "exports/piers.py"]) == []
    put(tree, "tests/exports/papers/test_said.py", 'assert "the quay is full, Ann waits outside"\n')
    assert "tests/exports/papers/test_said.py" in whole_change.tests_of(tree, change, {})


def test_of_a_constant_with_another_value_each_test_that_takes_it_is_to_be_run(tree):
    users = [f"tests/papers/test_quay_{at}.py" for at in range(whole_change.CLOSE + 1)]
    for each in users:
        put(tree, each, "from exports.berths import berth_words\n")
    put(tree, users[0], "from exports.berths import LONGEST_BERTH\n")
    put(tree, users[1], "from exports import berths\n\nAT = berths.LONGEST_BERTH\n")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "Quays")
    by = {"exports/berths.py": users}

    put(tree, "exports/berths.py", BERTHS.replace("= 30", "= 20"))
    found = whole_change.tests_of(tree, changed_lines.change_since(tree, "HEAD"), by)
    assert [each for each in found if each in users] == users[:2]

    put(tree, "exports/berths.py", BERTHS.replace("depth > 3", "depth > 4"))
    assert not {*whole_change.tests_of(tree, changed_lines.change_since(tree, "HEAD"), by)} & {
        *users
    }


def test_who_tells_a_field_that_is_like_a_new_one_and_not_that_is_left(tree):
    boat = "class Boat:\n    name: str\n    moored_at: int\n    berth_at: int\n"
    put(tree, "exports/boats.py", boat)
    put(tree, "exports/ferries.py", "def told(boat):\n    return boat.moored_at, boat.moored_how\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "boats")
    put(
        tree,
        "exports/boats.py",
        f"{boat}    moored_how: str\n    berth_depth: int\n    at_sea: int\n",
    )

    found = {file: each["sibling"] for file, each in reasons(tree).items() if "sibling" in each}

    left = "names moored_at, and not moored_how, which is new"
    assert found == {"exports/berths.py": left, "exports/quays.py": left}
    git(tree, "commit", "-qam", "more")
    put(tree, "exports/boats.py", boat.replace("moored_at: int", "moored_at: str"))
    assert not [each for each in reasons(tree).values() if "sibling" in each]  # none is new


WAYS = """WAYS = (
    way("keys", 1),
    way("people", 2),
    way("locking", 3),
    way("texts", 4),
)
"""


def test_a_table_that_tells_the_neighbours_of_a_new_entry_and_not_that_is_left(tree):
    put(tree, "exports/ways.py", WAYS)
    put(tree, "exports/calls.py", "".join(f"add('{each}')\n" for each in ("keys", "people")))
    put(tree, "tests/exports/test_ways.py", "ALL = {'keys': 1, 'people': 2, 'texts': 3, 'x': 4}\n")
    put(tree, "tests/exports/test_whole.py", "ALL = ['keys', 'people', 'texts', 'forms']\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "ways")
    new = '    way("forms", 5),\n    way("locking", 3),\n'
    put(tree, "exports/ways.py", WAYS.replace('    way("locking", 3),\n', new))

    said = "tells what is beside forms in ALL, and not that"
    found = {file: each["table"] for file, each in reasons(tree).items() if "table" in each}
    assert found == {"tests/exports/test_ways.py": said}

    with (tree / "exports/calls.py").open("a") as file:
        file.write("add('locking')\nadd('texts')\n")
    assert "exports/calls.py" not in reasons(tree)  # it changed as well
    git(tree, "add", "exports/calls.py")
    git(tree, "commit", "-qm", "calls", "exports/calls.py")
    assert reasons(tree)["exports/calls.py"]["table"].endswith("in add(), and not that")
    git(tree, "commit", "-qam", "more")
    put(tree, "exports/ways.py", WAYS.replace('"keys"', '"sheets"'))
    assert not [each for each in reasons(tree).values() if "table" in each]  # one was renamed


def test_who_still_says_an_amount_of_before_in_words_or_figures_is_left(tree):
    put(tree, "exports/rests.py", "REST = timedelta(hours=4)\nSTAY_DAYS = 30\nBOATS = 2\n")
    put(tree, "docs/boats.md", "A boat rests after four hours.\n")
    put(tree, "docs/depths.md", "It is told 4 more hours; the berth is for 2 boats.\n")
    put(tree, "docs/berths.md", "A stay of 30-day boats, and a rest of fourteen hours.\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "rests")

    def left() -> dict[str, str]:
        return {file: each["amount"] for file, each in reasons(tree).items() if "amount" in each}

    put(tree, "exports/rests.py", "REST = timedelta(hours=3)\nSTAY_DAYS = 30\nBOATS = 3\n")
    said = "still says four hours"
    assert left() == {"docs/boats.md": said, "docs/depths.md": said}
    put(tree, "exports/rests.py", "REST = timedelta(hours=4)\nSTAY_DAYS = 14\nBOATS = 2\n")
    assert left() == {"docs/berths.md": "still says thirty days"}
    put(tree, "exports/rests.py", "REST = timedelta(hours=4)\nSTAY = timedelta(days=14)\n")
    assert left() == {}  # another line, which may be about another thing


@pytest.mark.parametrize(
    ("file", "before", "now", "kind"),
    [
        ("session_forms/form/definition.py", "class A:\n", "    a: int\n", "A key of a form"),
        ("programme/definition/parts.py", "class A:\n", "    a: int = 1\n", "A key of a session"),
        ("therapist_app/record/model.py", "class Promise:\n", "    a: int\n", "A field of a prom"),
        (
            "therapist_app/record/service/settings.py",
            "UNSIGNED = {\n",
            '"a"}\n',
            "A setting of one",
        ),
        ("therapist_app/record/errors.py", "", "class Wet(KnownError): ...\n", "An error with"),
        ("exports/words.py", "A = Literal[\n'a',\n", "'b']\n", "A word of a closed list"),
        ("exports/words.py", "def a():\n", "    p.add_argument('b')\n", "A verb of a command"),
        (
            "therapist_app/record/schema/0009.sql",
            "",
            "ALTER TABLE a ADD COLUMN b\n",
            "A table or a",
        ),
        ("packaging/deb/words", None, "one\n", "A file that is installed"),
        ("session_forms/definitions/a.v1.toml", None, "[measure]\n", "A measure"),
        ("session_forms/definitions/a.v1.toml", "", "title = 'A'\n", "A form or a measure that"),
        ("programme/modules/a/s/session.toml", "", "minutes = 5\n", "A wording of a session"),
    ],
)
def test_what_a_change_adds_and_where_tells_its_kind(tree, file, before, now, kind):
    if before is not None:
        put(tree, file, before)
        git(tree, "add", ".")
        git(tree, "commit", "-qm", "before")
    put(tree, file, (before or "") + now)

    found = kinds.kinds_of(tree, changed_lines.change_since(tree, "HEAD"))

    assert found
    assert found[0].startswith(kind)


@pytest.mark.parametrize("row", ["model.py:Identity", "service_model.py:Release"])
def test_a_field_of_a_row_is_a_column_of_the_record_too_while_no_step_was_written(tree, row):
    model, _, name = row.partition(":")
    before = f"class {name}:\n    a: int\n"
    put(tree, f"therapist_app/record/{model}", before)
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "before")
    put(tree, f"therapist_app/record/{model}", before + "    b: int\n")

    found = kinds.kinds_of(tree, changed_lines.change_since(tree, "HEAD"))

    assert "A table or a column of the record" in found
    put(tree, "therapist_app/record/schema/0009.sql", "ALTER TABLE a ADD COLUMN b\n")
    assert kinds.kinds_of(tree, changed_lines.change_since(tree, "HEAD")) == found


def test_a_field_of_what_is_read_from_many_tables_is_no_column(tree):
    put(tree, "therapist_app/record/model.py", "class ClientRow:\n    a: int\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "before")
    put(tree, "therapist_app/record/model.py", "class ClientRow:\n    a: int\n    b: int\n")

    assert kinds.kinds_of(tree, changed_lines.change_since(tree, "HEAD")) == []


def test_another_value_of_a_constant_is_a_limit_and_another_line_of_code_is_none(tree):
    def found() -> list[str]:
        return kinds.kinds_of(tree, changed_lines.change_since(tree, "HEAD"))

    put(tree, "exports/berths.py", BERTHS.replace("= 30", "= 40"))
    assert found() == ["A number or a limit that people are told"]
    put(tree, "exports/berths.py", BERTHS.replace("depth > 3", "depth > 4"))
    assert found() == []


def test_every_kind_that_is_told_by_what_is_added_has_its_list():
    page = (Path(__file__).resolve().parents[2] / "docs/changing.md").read_text("utf-8")

    assert [each.heading for each in kinds.KINDS if f"\n## {each.heading}\n" not in page] == []


def test_the_test_that_compares_an_outline_is_to_be_run_and_a_missing_change_log_told(tree):
    put(
        tree,
        "tests/exports/test_alert.py",
        'def test_a(golden):\n    golden("screens/alert.txt", "")\n',
    )
    put(
        tree,
        "tests/exports/test_all.py",
        "def test_a(golden):\n    golden(f\"screens/{one}.txt\", '')\n",
    )
    put(tree, "tests/exports/test_other.py", 'FILE = "screens/alert"\n')
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "tests")
    put(tree, "tests/golden/screens/alert.txt", "Alert\n")
    alone = ["tests/exports/test_alert.py"]
    assert whole_change.holding_goldens(tree, ["tests/golden/screens/alert.txt"]) == alone
    drawn = ["tests/exports/test_alert.py", "tests/exports/test_all.py"]
    assert whole_change.holding_goldens(tree, ["tests/golden/screens/week.txt"]) == drawn
    assert whole_change.holding_goldens(tree, ["exports/quays.py"]) == []

    said = list(whole_change.told_of_change(tree, "HEAD"))
    assert any("tests/exports/test_alert.py" in each for each in said if each.startswith("Run"))
    assert not [each for each in said if each.startswith("Untouched")]
    put(tree, "exports/quays.py", "QUAYS = 1\n")
    said = list(whole_change.told_of_change(tree, "HEAD"))
    assert len([each for each in said if each.startswith("Untouched: CHANGELOG.md")]) == 1
    put(tree, "changelog.d/quays.md", "Quays.\n")
    said = list(whole_change.told_of_change(tree, "HEAD"))
    assert not [each for each in said if each.startswith("Untouched")]


def test_the_tests_that_reach_a_module_through_what_tests_share_and_compare_outlines_are_told(tree):
    put(tree, "tests/support/packs.py", "from exports.berths import unmoored\n")
    put(tree, "tests/support/papers.py", "from tests.support.packs import unmoored\n")
    outlined = (
        "from tests.support.papers import unmoored\n\n\ndef test_a(golden):\n    golden('a', '')\n"
    )
    put(tree, "tests/exports/test_outlined.py", outlined)
    put(tree, "tests/exports/test_plain.py", "from tests.support.papers import unmoored\n")
    git(tree, "add", ".")

    found = whole_change.through_support(tree, "exports/berths.py", imports.importers(tree))

    assert found == ["tests/exports/test_outlined.py"]


def test_of_a_function_that_may_do_otherwise_it_is_told_how_many_tests_name_it(tree):
    for at in range(3):
        put(tree, f"tests/exports/test_quay_{at}.py", "assert berth_words(1) or unmoored\n")
    put(tree, "tests/exports/test_pier.py", "assert berth_words_of\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "tests")
    put(tree, "exports/berths.py", BERTHS.replace("depth > 3", "depth > 4"))

    change = changed_lines.change_since(tree, "HEAD")

    assert list(whole_change.calling(tree, change)) == [("berth_words", 3)]
    said = "\n".join(whole_change.told_of_change(tree, "HEAD"))
    assert "3 files of tests name berth_words, which may do otherwise now: ./dev test $(" in said


def test_a_sentence_that_was_made_longer_is_found_where_the_shorter_one_stands(tree):
    put(tree, "tests/exports/test_said.py", 'SAID = "The berth is deep enough for her"\n')
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "tests")
    put(tree, "exports/berths.py", BERTHS.replace("enough for her", "enough for her today"))

    said = 'still says "The berth is deep enough for her"'
    assert reasons(tree)["tests/exports/test_said.py"]["text"] == said


def test_of_a_change_whose_kind_is_sure_its_list_is_told_whole(tree):
    silent = f"point 2, {'and more of what people read of berths, ' * 5}to the end"
    page = PAGE.replace("## A berth", "## A verb of a command line").replace("point 2", silent)
    put(tree, "docs/changing.md", page)
    git(tree, "commit", "-qam", "lists")
    put(tree, "exports/quays.py", "def told(parser):\n    parser.add_argument('--berth')\n")

    said = list(whole_change.told_of_change(tree, "HEAD"))

    kind = 'By what it adds it is "A verb of a command line" (docs/changing.md). No test tells:'
    assert f"{kind} {silent}." in said
    assert "    exports/berths.py  (A verb of a command line)" in said


def test_what_changed_in_the_same_commits_before_is_told_with_their_number(tree):
    for number in (1, 2):
        put(tree, "exports/sheds.py", f"LONGEST = {number}\n")
        put(tree, "docs/boats.md", f"Boats: {number}.\n")
        git(tree, "commit", "-qam", "more")
    put(tree, "exports/sheds.py", "LONGEST = 3\n")

    assert reasons(tree)["docs/boats.md"]["together"] == "in 3 of 3 commits of sheds.py"


def test_a_change_is_told_with_its_list_its_tests_and_what_is_left(tree):
    put(tree, "exports/berths.py", BERTHS.replace("deep enough for her", "deep"))
    put(tree, "exports/quays.py", FILES["exports/quays.py"].replace("(3)", "(4)"))

    said = list(whole_change.told_of_change(tree, "HEAD"))

    assert said[0] == "2 files changed since HEAD."
    assert "    docs/berths.md  (A berth)" in said
    assert 'Perhaps it is "A berth" (docs/changing.md). No test tells: point 2.' in said
    assert any(each.endswith('./dev where --held "A berth"') for each in said)
    assert "Run: ./dev test tests/exports/test_berths.py" in said
    assert said[-1].startswith("1 left: ")
    put(tree, "docs/berths.md", "It says that it is deep.\n")
    assert list(whole_change.told_of_change(tree, "HEAD"))[-1].startswith(
        "No file is known to be left. Run"
    )
    git(tree, "commit", "-qam", "two")
    assert list(whole_change.told_of_change(tree, "HEAD")) == ["Nothing changed since HEAD."]


def test_of_a_list_whose_kind_it_may_not_be_it_is_only_asked_what_else_is_touched(tree):
    page = PAGE.replace("docs/berths.md`", "docs/berths.md`, `docs/boats.md`, `docs/depths.md`")
    put(tree, "docs/changing.md", page)
    git(tree, "commit", "-qam", "longer")

    (fitting,) = whole_change.fitting_lists(tree, ["exports/berths.py", "exports/quays.py"])

    assert fitting.owed == []
    assert fitting.asked == ["docs/berths.md", "docs/boats.md", "docs/depths.md"]
    put(tree, "exports/berths.py", f"{BERTHS}# deep\n")
    put(tree, "exports/quays.py", "QUAYS = 1\n")
    said = list(whole_change.told_of_change(tree, "HEAD"))
    assert "    then always, and not touched: docs/berths.md, docs/boats.md, docs/depths.md" in said


def test_where_no_list_fits_those_are_told_that_name_one_of_its_files(tree):
    put(tree, "exports/quays.py", "QUAYS = 1\n")

    said = list(whole_change.told_of_change(tree, "HEAD"))

    assert "Lists that name a file of it (docs/changing.md), each with --held: A berth" in said
    assert whole_change.naming_lists(tree, ["exports/piers.py"]) == []


def test_where_no_list_is_of_its_kind_a_change_is_not_said_to_be_whole(tree):
    put(tree, "exports/rafts.py", "RAFTS = 1\n")

    told = list(whole_change.told_of_change(tree, "HEAD"))

    assert told[-1].startswith("No file is known to be left, but no list is of this kind")


def test_a_list_fits_of_which_a_change_touches_many_files_that_others_name_as_well(tree):
    wide = "1. `exports/berths.py`, `exports/quays.py` and `docs/depths.md`\n"
    more = "".join(f"\n## A {each}\n{wide}" for each in ("raft", "mast", "sail"))
    put(tree, "docs/changing.md", PAGE.replace("`docs/depths.md`.", "`docs/boats.md`.") + more)
    put(tree, "docs/depths.md", "Deeper.\n")
    changed = ["exports/berths.py", "exports/quays.py", "docs/depths.md"]

    assert [each.heading for each in whole_change.fitting_lists(tree, changed)] == ["A raft"]
    assert whole_change.fitting_lists(tree, changed[:2]) == []


def test_of_other_lists_those_are_told_that_name_most_of_what_changed_or_its_folder(tree):
    more = "\n## A raft\n1. `exports/` and `docs/boats.md`\n\n## A buoy\n1. `exports/quays.py`\n"
    put(tree, "docs/changing.md", PAGE + more)
    git(tree, "commit", "-qam", "more")
    put(tree, "exports/berths.py", BERTHS.replace("= 30", "= 40"))
    put(tree, "exports/quays.py", "QUAYS = 1\n")

    said = list(whole_change.told_of_change(tree, "HEAD"))

    assert "    or, by fewer of its files: A raft" in said
    changed = ["exports/quays.py", "exports/piers.py", "docs/boats.md"]
    assert whole_change.other_lists(tree, changed, ["A boat"]) == ["A raft"]


def test_of_two_lists_of_which_a_change_touches_as_much_that_fits_whose_always_it_touches(tree):
    alike = PAGE.replace("docs/boats.md", "exports/berths.py` and *always* `exports/quays.py")
    put(tree, "docs/changing.md", alike)

    changed = ["exports/berths.py", "exports/quays.py"]
    assert [each.heading for each in whole_change.fitting_lists(tree, changed)] == ["A berth"]
    put(tree, "docs/changing.md", alike.replace("1. `exports", "1. *Always* `exports"))
    assert [each.heading for each in whole_change.fitting_lists(tree, changed)] == ["A boat"]


def test_the_tests_of_what_each_file_keeps_to_are_to_be_run(tree):
    rules = ["architecture", "set_up", "messages", "ui_writing", "documents"]
    for each in rules:
        put(tree, f"tests/test_{each}.py", "")
    put(tree, "tests/content/test_forms.py", "")

    def asked(name: str, text: str) -> list[str]:
        put(tree, name, text)
        found = whole_change.rules_of(tree, changed_lines.change_since(tree, "HEAD"))
        git(tree, "add", ".")
        git(tree, "commit", "-qm", "more")
        return [each.removeprefix("tests/test_").removesuffix(".py") for each in found]

    assert asked("exports/quays.py", "QUAYS = 1\n") == ["architecture"]  # those above are new
    assert asked("exports/quays.py", "QUAYS = 2\n") == []
    assert asked("exports/quays.py", 'QUAYS = _("Quays")\n') == ["messages", "ui_writing"]
    assert asked("dev", "echo\n") == ["set_up"]
    assert asked("docs/boats.md", "More boats.\n") == ["documents"]
    assert asked("programme/modules/one/therapist.md", "Boats.\n") == ["tests/content"]
    assert asked("exports/rafts.py", "RAFTS = 1\n") == ["architecture"]


HARBOUR = {
    "exports/boats.py": "class Boat:\n    told: str\n\n    def sail(self): ...\n",
    "exports/fleets.py": (
        "from exports.boats import Boat\n\nclass Fleet:\n    boats: tuple[Boat, ...]\n\n"
        "def fleet_of(owner) -> Fleet: ...\n\ndef _read() -> Boat: ...\n"
    ),
    "exports/paper.py": (
        "from exports import fleets\n\n"
        "def said(o):\n    return [each.told for each in fleets.fleet_of(o).boats]\n"
    ),
    "exports/page.py": (
        "from exports.fleets import Fleet\n\n"
        "class Page:\n    def show(self, fleet: Fleet):\n        self.told = Line()\n"
    ),
    "exports/making.py": "from exports.boats import Boat\n\nBOAT = Boat(told='x')\nBOAT.sail()\n",
    "exports/guests.py": "def said(guest):\n    return guest.told or _read(), told == guest\n",
    "tests/exports/test_boats.py": "from exports.boats import Boat\n\nassert Boat('x').told\n",
}


def test_who_reads_a_field_of_one_class_is_told_from_those_who_have_one_of_that_name(tree):
    for name, text in HARBOUR.items():
        put(tree, name, text)
    git(tree, "add", ".")

    assert [members.is_member(tree, each) for each in ("Boat.told", "Boats.told", "told")] == [
        *(True, False, False),
    ]
    assert list(members.told_of_member(tree, "Boat.told")) == [
        "Boat.told: 3 files of 4 that have .told or told=",
        "      1  exports/making.py  by Boat",
        "      1  exports/paper.py  by fleet_of",
        "Tests: test_boats.py",
    ]
    assert list(members.told_of_member(tree, "Boat.sail")) == [
        "Boat.sail: 1 files of 1 that have .sail or sail=",
        "      1  exports/making.py  by Boat",
    ]


CLAIMS = """| the README says | proof |
|---|---|
| The quay says how deep it is. | [test_deep](../../tests/exports/test_berths.py), by reading |
| A quay of [test_lit](../../tests/exports/test_lamps.py) | by reading |
"""


def test_words_of_people_lead_to_the_tests_that_prove_them(tree):
    put(tree, "docs/assurance/claims.md", CLAIMS)

    assert claims_proved.proofs_of(tree, "how deep") == [
        "Promised as how deep, and proved by what these tests import:",
        "    tests/exports/test_berths.py  test_deep",
    ]
    assert claims_proved.proofs_of(tree, "test berths") == []
    assert claims_proved.proofs_of(tree, "how dee") == []


def test_the_first_screen_tells_what_a_fact_means_and_what_proves_it(tree):
    meant = [f"    boats.py  Boat.at{number}: The quay." for number in range(9)]
    more = ["    other", "Fields whose meaning says quay:", *meant, "Way of an error:", "    x"]
    asked = first.Subject({"quay": 1}, {"code": ["exports/quays.py"]}, {}, (), more)

    said = list(first.first_screen(tree, asked))

    assert said[1:5] == ["Fields whose meaning says quay:", *meant[:3]]
    assert not {meant[3], "    x", "    other"} & set(said)


def test_what_is_asked_of_a_module_that_has_no_such_name_is_told(tree):
    put(tree, "exports/quays.py", "from exports.berths import berth_words, deep_berth\n")
    put(tree, "exports/piers.py", "from exports.berths import berth_words\nberth_words(tide=1)\n")
    put(tree, "exports/sheds.py", "def torn(:\n")
    put(tree, "exports/moored.py", "from exports import berths\nberths.moor()\n")

    change = changed_lines.change_since(tree, "HEAD")

    assert list(asked.lacking(tree, change)) == [
        ("exports/berths.py", "berth_words(tide=)", "exports/piers.py"),
        ("exports/berths.py", "deep_berth", "exports/quays.py"),
        ("exports/berths.py", "moor", "exports/moored.py"),
    ]
    assert reasons(tree)["exports/berths.py"]["lacking"].startswith("has no berth_words(tide=)")


def test_the_files_of_every_change_of_a_kind_are_those_of_always_up_to_only_if():
    assert listed.always(PAGE.partition("## A berth\n")[2]) == [
        "exports/berths.py",
        "docs/berths.md",
    ]


def test_a_list_that_is_made_is_stale_when_a_sum_in_it_is_of_another_file(tmp_path):
    form, held = b'id = "tide"\n', '{"id":"tide"}'
    put(tmp_path, "session_forms/definitions/tide.v1.toml", form.decode())
    of_it = sha256(form + b"\0" + held.encode()).hexdigest()
    row = f"tide.v1.toml\t{of_it}\t{held}\n"
    put(tmp_path, "session_forms/definitions/checked.jsonl", row)
    frame = b"[frame]\n"
    put(tmp_path, "programme/modules/one/frame.toml", frame.decode())
    made_from = json.dumps({"files": {"frame.toml": sha256(frame).hexdigest(), "none": None}})
    put(tmp_path, "programme/modules/one.checked", f"sum\n{made_from}\n")
    put(tmp_path, "programme/modules/gone.v1.checked", "kept")

    assert list(stale.stale(tmp_path, ())) == []
    put(tmp_path, "session_forms/definitions/tide.v1.toml", 'id = "tides"\n')
    put(tmp_path, "programme/modules/one/frame.toml", "[frames]\n")
    changed = ["session_forms/definitions/tide.v1.toml"]
    assert [file for file, _ in stale.stale(tmp_path, changed)] == [
        "session_forms/definitions/checked.jsonl",
        "programme/modules/one.checked",
        "docs/data-inventory.md docs/impact-assessment.md",
    ]
    put(tmp_path, "session_forms/definitions/moon.v1.toml", 'id = "moon"\n')
    put(tmp_path, "programme/modules/one.checked", "torn")
    assert [how for _, how in stale.stale(tmp_path, ())] == [stale.MAKE_CONTENT]


def test_a_commit_is_laid_out_without_the_file_that_is_hidden(tree, monkeypatch):
    for name in ("berths", "quays", "piers", "sheds"):
        put(tree, f"exports/{name}.py", f"{FILES[f'exports/{name}.py']}# {name}\n")
    put(tree, "exports/new.py", "NEW = 1\n")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "two")

    (hidden,) = replayed.drawn(tree, 60, seed=1)

    assert hidden.file in {f"exports/{each}.py" for each in ("berths", "quays", "piers", "sheds")}
    ((_, clone),) = (
        (each, set(changed_lines.change_since(root, "HEAD").files))
        for each, root in replayed.laid_out(tree, [hidden])
    )
    assert clone == {*hidden.files} - {hidden.file}
    monkeypatch.setattr(replayed, "laid_out", lambda root, drawn: [(drawn[0], root)])
    line, sums = replayed.measured(tree, 1, seed=1)
    assert line.endswith(hidden.file)
    assert sums.startswith("Of 1 commits the hidden file was named in ")


def test_the_first_screen_tells_room_list_users_and_what_watches(tree):
    kinds = {
        "code": ["exports/berths.py", "exports/quays.py", "exports/sheds.py"],
        "tests": ["tests/exports/test_berths.py"],
        "others": ["docs/berths.md"],
        "made": ["docs/made.md"],
    }
    roles = {"exports/berths.py": ["defines"], "exports/quays.py": ["builds", "reads"]}

    asked_for = first.Subject({"berth": 6}, kinds, roles, ["A berth"], ["    Mode = a, b  in x.py"])
    said = list(first.first_screen(tree, asked_for))

    assert said == [
        "berth: 6 files",
        "Room: exports: What leaves the harbour.",
        "Lists of docs/changing.md, the likeliest first: A berth",
        "Closed list: Mode = a, b  in x.py",
        "Defined in: exports/berths.py",
        "Used directly, by room:",
        "    exports/  quays.py (builds reads)",
        "Tests: test_berths.py",
        "Documents and the rest: docs/berths.md",
        "Not these, which are made or stay as they were: docs/made.md",
        "Not these, unless you see why, which have it by name only: sheds.py",
        'Left out, a test tells: test_a_berth_is_named; --held "A berth"',
        "Left out, nothing tells: point 2. In: quays.py",
        "Left out, nothing tells: a sentence of the documents above.",
        first.LAST,
    ]
    assert first.lists_naming(tree, "exports/berths.py") == ["A berth"]
    assert set(first.users_of(tree, "exports/berths.py")) == {
        "exports/berths.py",
        "exports/quays.py",
        "docs/changing.md",
        "tests/exports/test_berths.py",
    }
