"""What is kept in the record, shown on a page or told of a case is read by somebody, and filled."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.facts_by_type import ReadFacts
from tests.support.facts_filled import unfilled
from tests.support.sampling import beyond

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("therapist_app", "exports")
SHOWN = tuple(
    f"therapist_app/{each}/"
    for each in ("form_widgets", "key_widgets", "screens", "shell", "widgets")
)
FIELD = re.compile(r"    ([a-z]\w*): [^=\n]+(=?)")


KEPT = (
    "therapist_app.record.model",
    "therapist_app.record.service_model",
    "therapist_app.workflows.",
    "exports.case.",
)
"""Where the facts stand: rows of the record, what pages are given, and what leaves."""
READ_OTHERWISE = {
    "PageNumbers.prevention_line": "asked for by the name that a page has in braces",
    "QuestionLine.who_answered": "no page shows it: the column and the audit trail keep it",
    "ReleaseCorrection.corrected_at": "a column that orders the rows",
}
"""Facts that no code reads after a dot, and why that is enough."""
READ_FROM_ANOTHER = {
    "AddedRow.client_id": "an act gives back whom it added",
    "Changed.question_id": "the page has the words; what was changed is known by it",
    "FidelityRating.rated_at": "a column that orders the rows",
    "InstalledPack.content": "the list of packs keeps it: what was installed can be looked up",
    "OversightLine.caseload": "what a line is of",
    "ReleaseCorrection.corrected_by": "a column; the audit trail has who did it",
    "ReleaseCorrection.form_id": "a column; which form it was is told by the audit trail",
    "ReleaseCorrection.id": "a column that keeps the rows apart",
    "RetentionRule.id": "the name of a rule in the file",
    "RetentionRule.years": "a number of the file; `says` tells it with its place",
    "Signature.appointment_id": "a column that rows are found by",
    "SignOff.statement": "what was signed is kept, and shown where it is signed",
}
"""Facts that no code reads from that which has them, though another one has the name; and why."""
ASKED_IN_A_LIST_ALONE = {"held_before", "held_before_on"}
"""What only a list of clients from elsewhere can say of a new one."""
ASKED_FOR = (
    *("file", "folder", "for_folder", "for_pack", "for_place", "parquet", "printer", "where"),
    "workbook",
)
GIVEN_BY_NOBODY = {
    **dict.fromkeys(
        (f"Asking.{each}" for each in ASKED_FOR),
        "only tests ask in another way",
    ),
    "FhirExport.ids": "given out as they are asked for",
    "Linux.is_linux": "what it is",
    "Linux.library": "only tests have another one",
    "MacOS.load": "only tests have another one",
    "PaperAsk.printer": "only tests ask in another way",
    "RenderContext.letters": "what was typed so far",
    "Windows.load": "only tests have another one",
    **dict.fromkeys(
        (f"_Pen.{each}" for each in ("dash", "fill", "gap", "stroke")),
        "changed by what the page says, under a name that it reads",
    ),
    "_Rows.first_ratings": "filled by adding to it",
    "_Rows.second_ratings": "filled by adding to it",
}
"""Fields with a default that whoever makes their class leaves out, and why that is enough."""
HAD_BY_NO_SERVICE = {
    "PseudonymisedCase.held_before",
    "PseudonymisedCase.held_elsewhere",
    "PseudonymisedCase.passed_over",
}
"""What the invented services of the campaigns lack: nobody there comes from another course, and the
form that each answer was given in is installed."""


ANSWER_TOLD = {
    "therapist_app/screens/alert/answer_view.py": set(),
    "therapist_app/screens/alert/viewmodel.py": {"by"},
    "therapist_app/screens/alert/earlier_view.py": {
        *("actions", "facts", "next_contact", "reason_for_open_actions", "taken_from"),
    },
    "therapist_app/workflows/rights/form_parts.py": set(),
    "therapist_app/workflows/sessions/drafting_the_note.py": {
        *("told_when", "reason_for_open_actions", "by", "taken_from"),
    },
    "therapist_app/workflows/sessions/safety_thread.py": {"facts", "reason_for_open_actions"},
    "therapist_app/workflows/overviews/searching_words.py": {
        *("actions", "told_when", "next_contact", "by", "taken_from"),
    },
}
"""Who tells the answer to an alert, and what of it they leave out: that stands beside the alert.

The page of an answer and what is typed there, the offer to take one over, the copy for the client,
the draft of the note, the thread on the client's page, and the search of own words.
"""
TOLD_BY_PROMISES = {"stands_with", "replaces"}
"""What an answer holds to tell which promises stand."""


@cache
def sources() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for top in PRODUCT
        for path in sorted((ROOT / top).rglob("*.py"))
    }


def facts_in(source: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each field of each dataclass of a module: its class, its name, whether it may lack."""
    kind, is_data = "", False
    for line in source.splitlines():
        if line.startswith("@"):
            is_data = is_data or line.startswith("@dataclass")
        elif line.startswith("class "):
            kind = re.findall(r"\w+", line)[1] if is_data else ""
            is_data = False
        elif line and not line.startswith(" "):
            kind, is_data = "", False
        elif kind and (field := FIELD.match(line)):
            yield kind, field[1], bool(field[2])


def read_in(file: str) -> str:
    """What reading a fact looks like; a widget may have the name of what is written in it."""
    is_shown = file.startswith(SHOWN)
    return r"(?<!\bself)\.([a-z]\w*)" if is_shown else r"\.([a-z]\w*)"


def facts_of(*folders: str) -> set[tuple[str, str, bool]]:
    return {
        fact
        for file, source in sources().items()
        if file.startswith(folders)
        for fact in facts_in(source)
    }


def test_every_fact_of_the_record_of_a_page_and_of_a_case_is_read_by_somebody() -> None:
    kept = (each.replace(".", "/") for each in KEPT)
    facts = facts_of(*kept) - facts_of("therapist_app/workflows/errors.py")
    read = {each for file, text in sources().items() for each in re.findall(read_in(file), text)}

    unread = {f"{kind}.{name}" for kind, name, _may_lack in facts if name not in read}
    assert READ_OTHERWISE.keys() <= unread, "read by now"
    assert sorted(unread - READ_OTHERWISE.keys()) == [], (
        "nobody is told it: who shows it, or what needs it?"
    )


@beyond(test_every_fact_of_the_record_of_a_page_and_of_a_case_is_read_by_somebody)
def test_every_fact_is_read_from_that_which_has_it() -> None:
    found = ReadFacts()
    kept = (*KEPT, "therapist_app.screens.", "session_forms.reference.directory.")
    kinds = [each for each in found.fields if each.startswith(kept) and ".errors." not in each]
    unread = {f"{kind.rpartition('.')[2]}.{each}" for kind in kinds for each in found.unread(kind)}

    assert sorted(unread ^ {*READ_OTHERWISE, *READ_FROM_ANOTHER}) == [], (
        "who is told it, or what needs it?"
    )


def test_of_every_line_of_an_alerts_answer_it_is_decided_where_it_is_told() -> None:
    facts = facts_of("therapist_app/record/model.py")
    lines = {name for kind, name, _may_lack in facts if kind == "Acknowledgement"}
    lines = {each for each in lines if each not in TOLD_BY_PROMISES}
    read = r"(?<!\bself)\.{}\b"  # a widget may have the name of what is written in it
    left_out = {
        file: {each for each in lines if not re.search(read.format(each), sources()[file])}
        for file in ANSWER_TOLD
    }

    assert left_out == ANSWER_TOLD, "is it to be told there as well?"


@pytest.mark.parametrize(
    ("facts", "filled_in"),
    [
        ("exports/case/casefile.py", "therapist_app/workflows/exporting/"),
        ("exports/case/case.py", "exports/case/pseudonymise.py"),
    ],
)
def test_every_fact_of_a_case_is_filled_from_the_record_or_from_the_case_file(
    facts: str, filled_in: str
) -> None:
    filling = [text for file, text in sources().items() if file.startswith(filled_in)]
    filled = {each for text in filling for each in re.findall(r"(\w+)=", text)}

    lacking = {(kind, name) for kind, name, may_lack in facts_of(facts) if may_lack}
    unfilled = {f"{kind}.{name}" for kind, name in lacking if name not in filled}
    assert sorted(unfilled) == [], "it stays empty: who fills it in?"


def test_every_fact_of_a_case_is_had_by_the_invented_services_or_known_to_be_had_by_none() -> None:
    invented = (ROOT / "tests/campaigns/disclosure/services.py").read_text("utf-8")
    had = set(re.findall(r"(\w+)=", invented))

    facts = facts_of("exports/case/case.py")
    lacking = {f"{kind}.{name}" for kind, name, may_lack in facts if may_lack and name not in had}
    assert lacking == HAD_BY_NO_SERVICE, "what is counted of it is nought in every campaign"


def test_every_fact_that_may_lack_is_given_by_somebody_who_makes_it() -> None:
    of_all = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for top in ("session_forms", "programme")
        for path in (ROOT / top).rglob("*.py")
    }
    ungiven = {f"{kind}.{name}" for kind, name in unfilled({**of_all, **sources()})}

    assert sorted(ungiven ^ GIVEN_BY_NOBODY.keys()) == [], "it stays as it is: who fills it in?"


SHIP = """
@dataclass(frozen=True, slots=True)
class Ship:
    name: str
    flag: str = ""
    cargo: tuple[str, ...] = ()
    log: list[str] = field(default_factory=list)

    def sails(self) -> bool: ...
"""


@pytest.mark.parametrize(
    ("made", "lacking"),
    [
        ("", {"flag", "cargo"}),
        ('Ship("Ida (of Kiel)", "blue")', {"cargo"}),
        ("Ship(name(1), cargo=(one, two))", {"flag"}),
        ('replace(ship, cargo=())\n"UPDATE ships SET flag = ?"', set()),
        ("Ship(**told)", set()),
        ("from fleet import Ship as Boat\nBoat(name, flag, cargo)", set()),
        ("replace(boat, **told)", {"flag", "cargo"}),
        ("Harbour(name, flag='', cargo=())", {"flag", "cargo"}),
    ],
)
def test_a_fact_is_given_by_its_name_or_at_its_place(made: str, lacking: set[str]) -> None:
    found = unfilled({"fleet.py": SHIP, "harbour.py": made})

    assert {name for _kind, name in found} == lacking


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("@dataclass(frozen=True)\nclass Tide:\n    at: int\n\n    low: int = 0\n", ["at", "low"]),
        ("class Tide:\n    at: int\n", []),
        ("@dataclass\nclass Tide:\n    at: int\n\ndef b():\n    c: int = 0\n", ["at"]),
    ],
)
def test_the_fields_of_a_dataclass_are_found_and_no_others(line: str, facts: list[str]) -> None:
    assert [name for _kind, name, _may_lack in facts_in(line)] == facts


def test_every_field_of_a_new_client_is_asked_for_in_the_window() -> None:
    folder = "therapist_app/workflows/overviews/seeing_clients.py"
    asked = {name for kind, name, _may_lack in facts_of(folder) if kind == "NewClient"}
    window = sources()["therapist_app/screens/clients/newcomer_view.py"]

    assert asked - set(re.findall(r"(\w+)=", window)) == ASKED_IN_A_LIST_ALONE
