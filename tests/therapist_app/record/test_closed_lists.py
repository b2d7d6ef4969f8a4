"""A word of a closed list is allowed by the schema, and has its words wherever the list is told."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from exports.case import case, pseudonymise
from exports.reports import course_tables
from session_forms.library.library import installed
from tests.support.record.records import laid_out
from therapist_app.record import model, service_model

ROOT = Path(__file__).parents[3]
LISTS = {
    name: frozenset(get_args(found))
    for rows in (model, service_model)
    for name, found in vars(rows).items()
    if get_origin(found) is Literal
}
# What leaves some out: what is usual is not said, cannot stand there, or is not meant by the rule.
PARTIAL = {
    ("table_view.py", "Decision"): {"given"},  # who agreed is told by no mark
    ("consent_view.py", "GivenHow"): {"form"},
    ("lines_view.py", "AppointmentState"): {"planned"},
    ("lines_view.py", "Ending"): {"finished"},
    ("head_view.py", "ClientStatus"): {"active"},
    ("view.py", "ReleaseStanding"): {"released"},
    ("plan_choices.py", "Attendance"): {"attended", "late"},
    ("entry_view.py", "AppointmentState"): {"missed"},  # which its attendance tells
    ("entry_view.py", "Attendance"): {"attended", "late"},
    ("entry_view.py", "Ending"): {"finished"},
    ("day_sheets.py", "Attendance"): {"attended", "late"},
    ("day_sheets.py", "Ending"): {"finished"},
    ("safety_thread.py", "PromiseClosed"): {"told"},
    ("course_changes.py", "AppointmentState"): {
        "planned",
        "held",
        "signed",
        "missed",
        "in_progress",
        "on_hold",
    },
    ("course_changes.py", "EventKind"): {
        "out_of_order",
        "repeated",
        "merged",
        "beyond_allowance",
        "soft_gate",
    },
}


def lists_of_the_record() -> set[frozenset[str]]:
    sources = [path.read_text("utf-8") for path in (ROOT / "therapist_app/record").rglob("*.py")]
    found = [words for each in sources for words in re.findall(r"Literal\[([^]]*)\]", each)]
    return {frozenset(re.findall(r'"(\w*)"', words)) for words in found}


def heads_of(node: ast.AST, named: dict[str, list[ast.expr]]) -> list[ast.expr]:
    """What the lines of a table begin with, those of a table that it takes in too."""
    if isinstance(node, ast.Dict):
        heads = []
        for key, value in zip(node.keys, node.values, strict=True):
            heads += [key] if key is not None else named.get(ast.unparse(value), [])
        return heads
    if isinstance(node, ast.Tuple | ast.List):
        pairs = [each for each in node.elts if isinstance(each, ast.Tuple)]
        return [each.elts[0] for each in pairs if len(each.elts) > 1]
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Tuple):
        typed = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", ast.unparse(node.annotation))
        return node.value.elts if typed is not None and typed[1] in LISTS else []
    return []


def tables_of_words() -> Iterator[tuple[Path, frozenset[str]]]:
    """Each table keyed by words, each list of pairs that begin with one, each list of choices."""
    for package in ("therapist_app", "exports"):
        for path in (ROOT / package).rglob("*.py"):
            source = path.read_text("utf-8")
            said = set(re.findall(r'"(\w*)"', source))
            if path.parent.name == "practice" or all(
                len(said & each) < 2 for each in LISTS.values()
            ):
                continue
            tree = ast.parse(source)
            named = {
                ast.unparse(each.targets[0]): heads_of(each.value, {})
                for each in tree.body
                if isinstance(each, ast.Assign)
            }
            for node in ast.walk(tree):
                heads = heads_of(node, named)
                words = [each.value for each in heads if isinstance(each, ast.Constant)]
                if len(words) == len(heads) > 1:
                    yield path, frozenset(map(str, words))


@pytest.mark.parametrize("kind", ["caseload", "service"])
def test_every_closed_list_of_the_schema_is_one_of_the_record(kind: str, tmp_path: Path) -> None:
    with laid_out(tmp_path).open() as vault:
        database = vault.service if kind == "service" else vault.caseload
        tables = database.rows("SELECT sql FROM sqlite_master WHERE type = 'table'")
    checks = [
        (column, frozenset(re.findall(r"'(\w*)'", words)))
        for (sql,) in tables
        for column, words in re.findall(r"CHECK \((\w+) IN \(('[^)]*)\)\)", sql)
    ]

    assert checks
    assert [each for each in checks if each[1] not in lists_of_the_record()] == []


def test_a_table_of_words_tells_all_of_a_closed_list_or_is_known_to_tell_some() -> None:
    partial: dict[tuple[str, str], set[str]] = {}
    for path, words in tables_of_words():
        near = {
            name: found - words - {""}
            for name, found in LISTS.items()
            if len(words & found - {""}) > 1 and words <= found | {"", "other", "not said"}
        }
        if near and all(near.values()):
            name = min(near, key=lambda each: len(near[each]))
            partial.setdefault((path.name, name), set()).update(near[name])

    assert partial == PARTIAL


def test_what_the_record_says_of_a_course_may_leave_in_each_of_its_words() -> None:
    may_leave = {
        "Attendance": pseudonymise.ATTENDANCE,
        "ClientStatus": pseudonymise.STATUSES - {"went_on"},  # which no row says: it is made of two
        "Mode": pseudonymise.MODES,
        "Rating": pseudonymise.RATINGS,
    }

    assert {name: LISTS[name] - {""} for name in may_leave} == may_leave
    assert set(course_tables.ATTENDANCE_WORDS) == pseudonymise.ATTENDANCE | {"other", "not said"}
    assert set(course_tables.STATUS_WORDS) == pseudonymise.STATUSES | {"other", "not said"}


def test_with_which_attendance_a_session_took_place_is_the_same_wherever_it_is_asked() -> None:
    note = installed().latest("session-note")
    asked_of_who_came = [
        frozenset(test.any_of)
        for each in note.questions
        if each.shown_when is not None
        for name, test in each.shown_when.tests_of_questions()
        if name == "attendance"
    ]

    assert model.CAME == case.CAME < LISTS["Attendance"]
    assert set(asked_of_who_came) == {case.CAME}


def test_the_note_asks_for_each_word_that_the_record_has_of_how_a_session_was_held() -> None:
    note = installed().latest("session-note")

    for question_id, name in (("attendance", "Attendance"), ("mode", "Mode")):
        options = {each.id for each in note.question(question_id).options}
        assert options == LISTS[name] - {""}, question_id


LISTED = re.compile(r": ((?:\w+, )+\w+(?:,? or \w+)?)[.;]")


def test_a_docstring_of_a_case_that_lists_the_words_of_a_closed_list_lists_all_of_them():
    texts = [each.read_text("utf-8") for each in (ROOT / "exports/case").glob("*.py")]
    found = [re.split(", or |, | or ", each) for text in texts for each in LISTED.findall(text)]
    every = {each - {""} for each in {*LISTS.values(), *lists_of_the_record()}}
    listing = [set(words) for words in found if any(len(each & {*words}) > 1 for each in every)]

    assert len(listing) > 3
    assert [sorted(words) for words in listing if words not in every] == []
