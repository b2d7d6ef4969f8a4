"""Published figures in the full counts of a whole release, and in what it prints of them.

By themselves the scales are tried beside `session_forms`; here their answers pass through all that
a release does: case files, pseudonyms, tables, changes, packing.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import Any

import pytest

from exports.case.case import PseudonymisedCase
from exports.case.casefile import CaseFile, FilledCase
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.disclosure.cell_keys import MOST
from exports.disclosure.disclosure import READER_PROFILES
from exports.package.release import prepare_service_report
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.exports.cases import Shape, case_file, occasion, pseudonym, record_key
from tests.support.exports.cohorts import COHORT
from tests.support.exports.exact import exact_rows
from tests.support.sampling import beyond
from tests.support.session_forms.forms import make_form
from tests.support.session_forms.published_trial import HAM_D, SCALE, ham_d

NAMED = {"title": "HAM-D", "short_title": "HAM-D"}
VECTORS = Path(__file__).parents[2] / "session_forms" / "vectors"
PROGRAMME = programmes.installed()
NOT_GIVEN = Shape(phq=(None,) * 4, gad=(None,) * 4)


def _forms() -> FormLibrary:
    """Return what ships and the scale of the trial."""
    line, spread = ham_d().cutoffs[0].at, ham_d().reliable_change
    assert spread is not None
    scale = make_form(SCALE.format(at=line, sd=spread.sd), form_id="ham-d")
    return FormLibrary([*library.installed().all(), scale.model_copy(update=NAMED)])


FORMS = _forms()
CONTEXT = ExportContext(pseudonym, record_key, FORMS, PROGRAMME)


Vector = Mapping[str, Any]
PROFILE = READER_PROFILES["internal-review"]
PAIRS = tuple(enumerate(HAM_D, start=1))
CORE, RATINGS = (
    tuple(
        each
        for each in json.loads((VECTORS / f"{name}.json").read_text("utf-8"))["vectors"]
        if each["expect"][score] is not None
    )
    for name, score in (("core-10", "clinical"), ("gas", "t"))
)
"""What is published of two scales: answers, and the score that they come to."""


def _core(number: int) -> tuple[Vector, Vector]:
    return CORE[number % len(CORE)], CORE[number * 3 % len(CORE)]


def _rated(number: int) -> Vector:
    return RATINGS[number % len(RATINGS)]


def _client(number: int, before: float, after: float) -> CaseFile:
    """Return a client of the trial, to whom two published vectors of each other scale are given."""
    first, last = _core(number)
    given: dict[str, tuple[dict[str, object], ...]] = {
        "ham-d": ({"a": before}, {"a": after}),
        "core-10": (first["answers"], last["answers"]),
        "goals": (_goals(_rated(number)),),
    }
    base = case_file(number, NOT_GIVEN)
    filled = tuple(
        FilledCase(
            form_id,
            FORMS.latest(form_id).version,
            plan_id,
            week,
            {QuestionId(name): value for name, value in answers.items()},
        )
        for form_id, several in given.items()
        for (plan_id, week), answers in zip((("S01", 0), ("S04", 3)), several, strict=False)
    )
    return replace(base, filled=(*base.filled, *filled))


def _goals(vector: Vector) -> dict[str, object]:
    rows = zip(vector["ratings"], vector["weights"], strict=True)
    return {
        "goals": tuple(
            MappingProxyType(
                {"goal_text": "G", "baseline_level": -2, "rating": rating, "weight_1_4": weight}
            )
            for rating, weight in rows
        )
    }


@pytest.fixture(scope="module")
def trial() -> tuple[CaseFile, ...]:
    return tuple(_client(number, *pair) for number, pair in PAIRS)


@pytest.fixture(scope="module")
def cases(trial: Sequence[CaseFile]) -> tuple[PseudonymisedCase, ...]:
    return tuple(pseudonymise(each, CONTEXT) for each in trial)


@pytest.fixture(scope="module")
def printed(
    trial: Sequence[CaseFile], cases: Sequence[PseudonymisedCase]
) -> Mapping[str, list[dict[str, str]]]:
    """Return the tables of the whole release, as they leave."""
    figures = tabulated(cases, forms=FORMS, programme=PROGRAMME)
    files = prepare_service_report([figures], trial, occasion(), CONTEXT).files
    return {
        Path(name).stem: list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        for name, data in files.items()
        if name.startswith("tables/")
    }


def _true(cases: Sequence[PseudonymisedCase], table: str, *about: str) -> list[str]:
    """Return what stands behind what a row is about."""
    found = exact_rows(cases, table, FORMS)
    [row] = [each for each in found if tuple(each[: len(about)]) == about]
    return row[len(about) :]


def _row(
    printed: Mapping[str, list[dict[str, str]]], table: str, **about: str
) -> Mapping[str, str]:
    [row] = [each for each in printed[table] if about.items() <= each.items()]
    return row


def test_the_full_counts_of_a_whole_release_are_those_that_are_published(
    cases: Sequence[PseudonymisedCase],
) -> None:
    assert _true(cases, "classes", "HAM-D", "all")[:4] == ["40", "1", "10", "29"]
    assert _true(cases, "mean_change", "HAM-D")[:4] == [
        "40",
        *(f"{fmean(each):.1f}" for each in zip(*HAM_D, strict=True)),
        f"\N{MINUS SIGN}{fmean(first - last for first, last in HAM_D):.1f}",
    ]


def test_published_scores_of_answers_are_those_behind_the_figures_of_a_release(
    cases: Sequence[PseudonymisedCase],
) -> None:
    """CORE-10 by its criterion of six points, and goals by the formula of Kiresuk and Sherman."""
    pairs = [[each["expect"]["clinical"] for each in _core(number)] for number, _pair in PAIRS]
    changes = [last - first for first, last in pairs]
    classes = Counter("worse" if each >= 6 else "better" if each <= -6 else "" for each in changes)
    goals = [each["expect"]["t"] for each in map(_rated, range(1, len(PAIRS) + 1))]

    counts = [classes["worse"], classes[""], classes["better"]]
    assert _true(cases, "classes", "CORE-10", "all")[:4] == ["40", *map(str, counts)]
    assert all(counts)
    [row] = exact_rows(cases, "goal_attainment", FORMS)
    assert row[1:3] == ["40", f"{fmean(goals):.1f}"]
    assert row[5] == str(sum(each >= 50 for each in goals))


@beyond("test_drop_out_is_printed_within_the_bound_at_each_time_point")
def test_what_a_release_prints_of_them_lies_within_the_bound_that_it_states(
    printed: Mapping[str, list[dict[str, str]]], cases: Sequence[PseudonymisedCase]
) -> None:
    told = {
        ("classes", "HAM-D"): ("paired", "deteriorated", "unchanged", "improved"),
        ("classes", "CORE-10"): ("paired", "deteriorated", "unchanged", "improved"),
        ("goal_attainment", "Last rating"): ("rated",),
    }
    tried = 0
    for (table, what), columns in told.items():
        about = (what, "all") if table == "classes" else (what,)
        [row] = [each for each in printed[table] if tuple(each.values())[1:][: len(about)] == about]
        for name, number in zip(columns, map(int, _true(cases, table, *about)[:4]), strict=False):
            if row[name] == "few":
                assert number < PROFILE.least + MOST
            else:
                assert abs(int(row[name]) - number) <= MOST
                tried += 1
    assert tried > 6
    assert f"by up to {MOST}" in PROFILE.rule


def test_drop_out_is_printed_within_the_bound_at_each_time_point() -> None:
    figures = tabulated(COHORT, forms=FORMS, programme=PROGRAMME)
    made = service_report([figures], occasion(), forms=FORMS, programme=PROGRAMME)
    [table] = [each for each in made.tables if each.id == "drop_out"]
    counts = [each.id for each in table.columns].index("known")

    assert len(table.rows) == len(exact_rows(COHORT, "drop_out")) == 3
    for row, exact in zip(table.rows, exact_rows(COHORT, "drop_out"), strict=True):
        told, true = ([*each][1 : counts + 1] for each in (row, exact))
        for cell, number in zip(told, map(int, true), strict=True):
            if cell.value is None:
                assert number < PROFILE.least + MOST
            else:
                assert abs(cell.value - number) <= MOST
    assert row[counts].value is not None
