"""The documents say what is there: files, commands, tests, words, decisions."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from exports.__main__ import main as exports
from programme.__main__ import main as programme
from session_forms.__main__ import main as session_forms
from tests.support.pages import table_under
from therapist_app.settings import TEXT_SCALES
from therapist_app.terminal import program_command, record_command

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    page
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "packaging/*.md",
        "changelog.d/README.md",
        ".github/**/*.yml",
        ".github/*.md",
    )
    for page in ROOT.glob(pattern)
)
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
PROGRAMS: Mapping[str, Callable[[Sequence[str]], object]] = {
    "session_forms": session_forms,
    "programme": programme,
    "exports": exports,
    "therapist_app": program_command.parse,
    "record": record_command.main,
}
ABOUT_CODE = ("ARCHITECTURE.md", "CONTRIBUTING.md", "docs/changing.md", "docs/change.md")
SCREEN = "therapist_app/screens/[a-z_]+"
LONGEST_SENTENCE = 92
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
# The layers of each package that is a container, from top to bottom; "packages" are the four.
LAYERS = {
    contract.get("containers", ["packages"])[0]: [
        name for layer in contract["layers"] for name in layer.split(" | ")
    ]
    for contract in CONTRACTS["contracts"]
    if contract["type"] == "layers"
}
# What the pages speak of before it is there: the list of released forms, the worked example.
NOT_HERE = {
    "session_forms/definitions/released.toml",
    "session_forms/definitions/sleep-week.v1.toml",
}


def said(pages: list[Path], pattern: str) -> Iterator[tuple[str, str]]:
    for page in pages:
        for found in re.finditer(pattern, page.read_text("utf-8"), re.MULTILINE):
            yield page.name, found[1]


def paths_named() -> Iterator[tuple[str, str]]:
    tops = {path.name for path in ROOT.iterdir()} - {
        ".venv",
        "demo-output",
        "look-output",
        "dist",
        "build",
    }
    for page, words in said(PAGES, r"`([^`\n]+)`"):
        path = words.split("::")[0]
        if re.fullmatch(r"[\w./<>*-]+", path) and path.split("/")[0] in tops and "/" in path:
            yield page, path


def test_every_file_and_folder_that_a_page_names_exists() -> None:
    named = list(paths_named())

    gone = [
        (page, path)
        for page, path in named
        if path not in NOT_HERE and not list(ROOT.glob(re.sub("<[^>]*>", "*", path.rstrip("/"))))
    ]

    assert len(named) > 60
    assert gone == []


def test_every_name_of_code_on_the_pages_about_the_code_is_in_the_code() -> None:
    sources = [
        path
        for top in (*PACKAGES, "tests", "packaging", "typings", ".github")
        for path in (ROOT / top).rglob("*")
        if path.suffix in {".py", ".toml", ".sql", ".yml", ".md", ".pyi"}
    ]
    sources += [ROOT / "pyproject.toml", ROOT / "dev", *ROOT.glob("docs/*.md"), *ROOT.glob("*.md")]
    files = {path.name for path in sources}
    words = {
        word
        for path in sources
        if path.suffix != ".md"
        for word in re.findall(r"\w+", path.read_text("utf-8"))
    }
    pages = [ROOT / page for page in ABOUT_CODE]

    named = [name for _, name in said(pages, r"`([A-Za-z_]\w*)`")]
    beside = [name for _, name in said(pages, r"`(\w+\.(?:py|toml|md|sql))`")]

    assert len(named) > 100
    assert [name for name in named if name not in words] == []
    assert [name for name in beside if name not in files] == []


def test_every_test_that_a_page_names_exists() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = {name for _, name in said(PAGES, r"(?<![/\w])(test_\w+)\b(?!\.py)")}

    assert named
    assert [name for name in named if f"def {name}(" not in written] == []


def test_every_command_that_a_page_names_is_one_of_the_script() -> None:
    script = (ROOT / "dev").read_text("utf-8")
    offered = set(re.findall(r"^\./dev (\w+)", script, re.MULTILINE))
    understood = set(re.findall(r"^(\w+)\) ", script, re.MULTILINE)) | set(
        re.findall(r"^(\w+)\)$", script, re.MULTILINE)
    )

    named = {command for _, command in said(PAGES, r"\./dev (\w+)")}

    assert offered <= understood
    assert named
    assert named - offered == set()


def test_every_module_command_that_a_page_names_is_understood() -> None:
    pattern = r"python3? -m ((?!venv|pip|tests)\w+(?: [a-z][a-z-]*)?)"
    named = {words for _, words in said(PAGES, pattern)}

    for words in named:
        module, *command = words.split()
        [path] = [
            *ROOT.glob(f"{module}/__main__.py"),
            *ROOT.glob(f"packaging/{module}/__main__.py"),
        ]
        parsers = ROOT.glob(f"{module}/terminal/program_command.py")
        source = "\n".join(each.read_text("utf-8") for each in (path, *parsers))
        known = rf'add_parser\(\s*"{"".join(command)}"|^    "{"".join(command)}": "'
        assert not command or re.search(known, source, re.MULTILINE), words


def options_named() -> Iterator[tuple[tuple[str, ...], str]]:
    """Each command of the packages that a page shows, with each option that it has there."""
    for _, words in said(PAGES, rf"python3? -m ((?:{'|'.join(PACKAGES)}) [^`#\n]*)"):
        module, _, rest = words.partition(" ")
        verb: tuple[str, ...] = ()
        for part in rest.split(" | "):
            told = part.split()
            if not told[0].startswith("-"):
                verb = tuple(told[: 2 if told[0] == "record" else 1])
            yield from (((module, *verb), each) for each in re.findall(r"--[a-z-]+", part))


def test_every_option_that_a_page_gives_a_command_is_one_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    helps: dict[tuple[str, ...], str] = {}
    named = set(options_named())
    for command in {command for command, _ in named}:
        module, *verb = command
        of_record = verb[:1] == ["record"]
        with pytest.raises(SystemExit):
            PROGRAMS["record" if of_record else module]([*(verb[1:] if of_record else verb), "-h"])
        helps[command] = capsys.readouterr().out

    assert len(named) > 40
    unknown = [
        (*command, option)
        for command, option in sorted(named)
        if not re.search(rf"{option}(?![\w-])", helps[command])
    ]
    assert unknown == []


def test_every_verb_of_a_command_line_stands_on_a_page_or_is_run_by_the_script() -> None:
    script = (ROOT / "dev").read_text("utf-8")
    words = "\n".join([script, *(page.read_text("utf-8") for page in PAGES)])
    verbs = [
        (package, verb)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for verb in re.findall(r'add_parser\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    ]

    assert len(verbs) > 20
    assert [
        (package, verb)
        for package, verb in verbs
        if not re.search(rf"-m {package} (?:record )?{verb}\b|[`|] ?record {verb}\b", words)
    ] == []


def rooms_below(package: str) -> Iterator[str]:
    """A package and its rooms, each layer of its import contract above the one it may import.

    Screens stand in a line of their own. Modules in a hall are left out but for the
    application's, which are layers of it.
    """
    yield package
    folder = ROOT / package
    layers = LAYERS.get(package.replace("/", "."), sorted(child.name for child in folder.iterdir()))
    for name in layers:
        room = f"{package}/{name}"
        if (ROOT / room / "__init__.py").exists():
            yield from (found for found in rooms_below(room) if not re.fullmatch(SCREEN, found))
        elif package == "therapist_app" and (folder / f"{name}.py").exists():
            yield f"{room}.py"


def sentence(room: str) -> str:
    """The first line of what a room says of itself."""
    path = ROOT / room if room.endswith(".py") else ROOT / room / "__init__.py"
    return path.read_text("utf-8").splitlines()[0].strip('"')


def test_each_room_has_its_row_with_its_sentence_in_the_order_of_the_import_contracts() -> None:
    rows = list(table_under(ARCHITECTURE, "## Rooms"))[2:]

    there = [room for package in LAYERS["packages"] for room in rooms_below(package)]

    assert len(there) > 90
    assert rows == [[f"`{room}`", sentence(room)] for room in there]


def test_the_sentence_of_a_room_is_whole_and_short() -> None:
    rooms = [
        folder.parent for package in PACKAGES for folder in ROOT.glob(f"{package}/**/__init__.py")
    ]
    said_of = {room: sentence(room.relative_to(ROOT).as_posix()) for room in rooms}

    assert [
        room.name
        for room, words in said_of.items()
        if not (words[0].isupper() and words.endswith(".") and len(words) <= LONGEST_SENTENCE)
    ] == []


def test_the_screens_are_those_of_the_page() -> None:
    [line] = [line for line in ARCHITECTURE.splitlines() if line.startswith("Screens: ")]

    there = {path.parent.name for path in ROOT.glob("therapist_app/screens/*/__init__.py")}

    assert set(re.findall(r"`(\w+)`", line)) == there


def test_the_packages_are_those_of_the_page() -> None:
    [line] = [
        line for line in ARCHITECTURE.splitlines() if line.strip().startswith("therapist_app")
    ]

    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert set(re.findall(r"\w+", line)) == there


def test_decisions_are_numbered_without_a_gap_and_say_how_they_stand() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(len(records)))
    for number, path in enumerate(records[1:], start=1):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {number}. "), path.name
        assert re.search(
            r"^Status: (proposed|accepted|superseded by \d{4})$", text, re.MULTILINE
        ), path.name


def test_every_word_of_the_glossary_is_used_and_stands_there_once() -> None:
    rows = list(table_under((ROOT / "docs/glossary.md").read_text("utf-8"), "# Glossary"))[2:]
    words = [row[0].split(" (")[0] for row in rows]
    kinds = ("*.py", "*.toml", "*.md")
    sources = [
        path for kind in kinds for package in PACKAGES for path in (ROOT / package).rglob(kind)
    ]
    sources += [page for page in PAGES if page.name != "glossary.md"]
    used = "\n".join(path.read_text("utf-8") for path in sources).lower().replace("_", " ")

    assert len({row[0] for row in rows}) == len(rows)
    assert [word for word in words if word.replace("_", " ") not in used] == []


def test_backups_are_thinned_out_and_only_records_have_a_retention() -> None:
    record = ROOT / "therapist_app/record"
    about_backups = [*record.glob("backup*/*.py")]
    about_backups += (ROOT / "therapist_app/screens/safekeeping").glob("*.py")

    assert len(about_backups) > 15
    assert [path.name for path in about_backups if "retention" in path.read_text("utf-8")] == []


def test_every_issue_form_begins_with_client_data() -> None:
    templates = list((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))

    assert {path.stem for path in templates} == {"bug", "content_error", "idea"}
    for path in templates:
        first = path.read_text("utf-8").split("body:")[1].split("- type:")[1]
        assert "Never paste client data" in first


def test_each_list_of_files_says_what_may_forbid_the_change_and_when_all_is_found() -> None:
    page = (ROOT / "docs/changing.md").read_text("utf-8")
    labels = ("Not held:", "Search:", "May forbid it:", "All found when:")

    lacking = {
        (heading, label)
        for heading, _, body in (each.partition("\n") for each in page.split("\n## ")[1:])
        for label in labels
        if len(re.findall(rf"^{label} \S", body, re.MULTILINE)) != 1
    }
    assert lacking == set()


def test_the_largest_text_is_the_one_that_the_documents_promise() -> None:
    promises = {
        "README.md": r"at 100 to (\d+) % text",
        "CHANGELOG.md": r"text up to (\d+) %",
        "docs/accessibility.md": r"Resize text \| Holds to (\d+) %",
        "docs/assurance/accessibility-conformance.yaml": r'"Holds to (\d+) %',
    }

    told = {
        page: re.findall(how, (ROOT / page).read_text("utf-8")) for page, how in promises.items()
    }

    assert told == {page: [str(round(max(TEXT_SCALES) * 100))] for page in promises}
