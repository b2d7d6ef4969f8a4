"""The documents say what is there: files, commands, tests, words, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

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
    tops = {path.name for path in ROOT.iterdir()} - {".venv", "demo-output", "dist", "build"}
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
        source = (ROOT / module / "__main__.py").read_text("utf-8")
        assert not command or re.search(rf'add_parser\(\s*"{command[0]}"', source), words


def table_under(page: str, head: str) -> Iterator[list[str]]:
    """The rows of the first table after a line that begins with `head`."""
    started = False
    for line in page.split(head, 1)[1].splitlines():
        if started and not line.startswith("|"):
            return
        if line.startswith("|"):
            started = True
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_layers_of_the_application_are_those_of_the_page() -> None:
    rows = list(table_under(ARCHITECTURE, "Inside `therapist_app`"))[2:]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}

    there = {
        path.stem
        for path in (ROOT / "therapist_app").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert named == there - {"__init__"}


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
