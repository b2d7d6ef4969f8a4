"""The papers that a clinic asks for claim what is proved: each link leads to a test that exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from session_forms.library.library import installed
from tests.support import conformance
from tests.support.pages import anchors, links, links_in, written

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAPERS = sorted((ROOT / "docs" / "assurance").glob("*.md"))
PARTS = ("Severity", "Cause", "Effect", "Against it", "Tests", "Left")
PROVED_BY_READING = "by reading"


def hazards() -> dict[str, dict[str, str]]:
    """Return the parts of each hazard by its heading."""
    text = written(ROOT / "docs" / "assurance" / "hazard-log.md")
    return {
        title: dict(re.findall(r"^- ([^:\n]+): (.+)$", body, re.MULTILINE))
        for title, body in re.findall(
            r"^### (H\d+\. .+)\n((?:(?!^### ).*\n?)*)", text, re.MULTILINE
        )
    }


def sentences_of_the_readme() -> list[str]:
    text = written(README).split("## Where to read on")[0]
    text = re.sub(r"(?m)^    .*$|^#.*$|^\|[ |-]*\|$|!\[[^\]]*\]\([^)]*\)", "", text)
    lines = [line.strip(" |-") for line in text.splitlines()]
    return [
        each for line in lines if line for each in re.split(r"(?<=[.!?]) (?=[A-Z`]|macOS)", line)
    ]


@pytest.mark.parametrize("page", [README, *PAPERS], ids=lambda page: page.name)
def test_every_link_leads_to_a_file_a_heading_or_a_test_that_is_there(page: Path) -> None:
    found = links(page)

    for words, path, anchor in found:
        assert path.exists(), f"{page.name}: {path} is not there"
        if anchor:
            assert anchor in anchors(path), f"{page.name}: {path.name} has no heading {anchor}"
        if words.startswith("test_"):
            assert f"def {words}(" in written(path), f"{page.name}: {path.name} has no {words}"
    assert found


def test_every_hazard_has_cause_effect_mitigation_and_a_test_that_exists() -> None:
    found = hazards()

    assert [title.split(".")[0] for title in found] == [f"H{n}" for n in range(1, len(found) + 1)]
    assert len(found) >= 20
    for title, parts in found.items():
        assert tuple(parts) == PARTS, title
        assert re.search(r"\[test_\w+\]\(", parts["Tests"]), f"{title} has no test"
        assert len(parts["Against it"].split()) > 3, f"nothing stands against {title}"


@pytest.mark.parametrize("page", ["assurance/safety-case.md", "impact-assessment.md"])
def test_every_hazard_that_a_paper_names_is_in_the_log(page: str) -> None:
    numbers = {title.split(".")[0] for title in hazards()}
    named = set(re.findall(r"\bH\d+\b", written(ROOT / "docs" / page)))

    assert named
    assert named <= numbers


CLAIMS_NOTHING = (
    "What is not so",
    "Intended purpose",
    "Where this reading could be wrong",
    "What a clinic must do itself",
    "First, in every case",
    "Support period",
    "A weakness",
)
"""Headings under which a paper says what is missing, what to do, or what is promised to nobody."""
NOT_OF_THE_PROGRAM = (
    *("The text that counts", "We did not have that text", "1. Software that only stores"),
    *("In the form of DCB0129", "Missing: a workshop", "| (c) categories of data |"),
    *("Print this page", "| Was the passphrase with it?", "The program cannot help."),
    *("What the Cyber Resilience Act", "The European Health Data Space", "An EHR system, as"),
    *("The program is not meant for", "Where a clinic keeps an EHR", "What could change this:"),
)
"""Lines on the law, on what people do and on what the program does not do."""
PROVES = re.compile(
    r"/tests/|campaigns\.md|(?:principles|hazard-log|threat-model|intended-purpose|data-inventory|SECURITY)\.md"
)
"""What a claim leads to: a test, campaigns, or a page whose own claims are held."""
OF_A_LIST = re.compile(r"\*Service\*|\| H\d+")
"""What a clinic fills in, and what names its hazards, whose tests the log has."""


def statements(page: Path) -> Iterator[tuple[str, str]]:
    """Yield each line of a paper that says something, with the heading it stands under."""
    heading, above = "", ""
    for line in written(page).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif re.fullmatch(r"[|\s-]*", line) is None:
            is_head_of_a_table = line.startswith("|") and not above.startswith("|")
            if not is_head_of_a_table:
                yield heading, line
        above = line


@pytest.mark.parametrize("page", PAPERS, ids=lambda page: page.name)
def test_every_statement_of_a_paper_has_its_proof_or_is_known_to_claim_nothing(page: Path) -> None:
    if page.stem in ("README", "claims", "hazard-log"):  # a way in, and two with tests of their own
        return
    said = [line for heading, line in statements(page) if heading not in CLAIMS_NOTHING]

    assert said
    assert [
        line
        for line in said
        if not (
            any(PROVES.search(target) for target in links_in(line))
            or OF_A_LIST.search(line)
            or line.startswith(NOT_OF_THE_PROGRAM)
        )
    ] == []


def test_no_exception_outlives_what_it_was_made_for() -> None:
    found = [each for page in PAPERS for each in statements(page)]

    assert {heading for heading, _line in found} >= set(CLAIMS_NOTHING)
    assert [
        each for each in NOT_OF_THE_PROGRAM if not any(line.startswith(each) for _h, line in found)
    ] == []


def test_the_principles_are_numbered_and_each_has_what_holds_it() -> None:
    text = written(ROOT / "docs" / "assurance" / "principles.md")
    rows = re.findall(r"^\| (P\d+) \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)

    assert [number for number, _what, _held in rows] == [f"P{n}" for n in range(1, 11)]
    assert [number for number, _what, held in rows if "](" not in held] == []


def test_every_sentence_of_the_readme_has_its_row_with_a_proof() -> None:
    text = written(ROOT / "docs" / "assurance" / "claims.md")
    rows = dict(re.findall(r"^\| (.+?) \| (.+) \|$", text, re.MULTILINE))
    said = sentences_of_the_readme()

    assert len(said) > 30
    assert [each for each in said if each not in rows] == []
    assert [
        each for each in said if "](" not in rows[each] and PROVED_BY_READING not in rows[each]
    ] == []
    assert set(rows) - {"the README says", "---"} == set(said)


@pytest.mark.parametrize("page", [README, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_the_readme_counts_what_ships(page: Path) -> None:
    forms = [installed().latest(each) for each in installed().ids()]
    measures = [form for form in forms if form.measure is not None]

    assert f"{len(forms) - len(measures)} forms of our own" in written(page)
    assert f"{len(measures)} measures" in written(page)


def test_the_papers_say_first_what_is_not_so() -> None:
    for name in ("intended-purpose", "safety-case", "cyber-resilience"):
        text = written(ROOT / "docs" / "assurance" / f"{name}.md")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE)[0] == "What is not so"


def test_the_conformance_report_is_the_one_that_is_made() -> None:
    made = {conformance.report(), conformance.report(ran=True)}

    assert written(conformance.REPORT) in made, "run ./dev conformance --as-is"


def test_a_clause_is_supported_only_where_its_tests_pass() -> None:
    listed = {clause.number: clause for clause in conformance.clauses()}
    contrast = listed["11.1.4.3"]

    assert len(listed) > 50
    assert contrast.level(()) == "supports"
    assert contrast.level({contrast.kept_by[0]}) == "does-not-support"
    assert listed["11.1.3.5"].level(()) == "does-not-support"
    assert listed["11.1.2"].level(()) == "not-applicable"
    assert listed["11.5.2.7"].level(()) == "partially-supports"
    assert listed["11.1.3.3"].level(()) == "partially-supports"  # by reading: no test keeps it
    assert [path for path in conformance.tests_to_run() if not (ROOT / path).exists()] == []
