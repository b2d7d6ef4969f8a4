"""Scores of before come in with a list as totals, of measures that may be used so."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from session_forms.form.licences import Contexts
from session_forms.library.library import FormLibrary
from session_forms.scoring.scoring import scores_in
from tests.support.workflows.client_lists import plan_of, problems
from tests.support.workflows.workspaces import answered
from therapist_app.record.clients import filled_forms
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.importing.earlier_scores import filled_score, score_entries
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    undo_import,
)
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.overviews.seeing_clients import (
    client_page_data,
)

PAGE = Path(__file__).parents[4] / "docs" / "importing-a-caseload.md"
SCORED = "Name,Measure,Score,Day of the score\n"


def test_an_earlier_total_is_entered_as_from_another_service_with_its_day(work):
    plan = plan_of(work, SCORED + "Al,ors,23,2026-02-20\nBo,,,\n")
    assert [each.score is not None for each in plan.ready] == [True, False]

    al, bo = (each.client_id for each in import_list(work.workspace, plan))

    [filled] = filled_forms.for_client(work.workspace.caseload, al)
    assert (filled.form_id, filled.status, filled.slot) == ("ors", "finished", None)
    assert (filled.filled_by, filled.rater) == ("paper", "other_service")
    assert filled.filled_on == date(2026, 2, 20)
    scores = scores_in(work.workspace.form_of(filled), work.workspace.answers_of(filled))
    assert [each.value for each in scores.values()] == [23]
    assert measure_series(work.workspace, al) == ()
    said = client_page_data(work.workspace, al).beside
    assert said == "Outside the sessions: ORS 23 on 20 February 2026."
    assert client_page_data(work.workspace, bo).beside == ""
    assert filled_forms.for_client(work.workspace.caseload, bo) == ()
    [imported] = imported_lists(work.workspace)
    assert not imported.in_use
    undo_import(work.workspace, imported.at)


@pytest.mark.parametrize(
    ("written", "total"),
    [("22", 220), ("22.5", 225), ('"22,5"', 225), ("40.0", 400), ("0", 0)],
)
def test_a_list_tells_the_score_and_the_form_gets_its_millimetres(work, written, total):
    plan = plan_of(work, f"{SCORED}Al,ORS,{written},2026-02-20\n")

    [line] = plan.ready
    assert line.score is not None
    assert (line.score.total, line.score.value) == (total, total / 10)


@pytest.mark.parametrize("written", ["225", "22.55", "40.1", "-1", "1e1", "٢٢", "22.", "1/2"])
def test_what_is_no_score_of_the_measure_is_never_taken_for_its_millimetres(work, written):
    plan = plan_of(work, f"{SCORED}Al,ORS,{written},2026-02-20\n")

    assert problems(plan) == {2: [("no_score", "Score")]}


def test_an_earlier_score_that_cannot_be_entered_as_a_total_is_refused_with_its_column(work):
    plan = plan_of(
        work,
        SCORED
        + "Al,phq-9,4,2026-02-20\nBo,mood,4,2026-02-20\nCy,ORS,41,2026-02-20\n"
        + "Di,ORS,4,2025-02-20\nEd,ORS,4,\nFo,ORS,4,soon\nGo,ORS,x,2026-02-20\n",
    )

    assert problems(plan) == {
        2: [("no_total", "Measure")],
        3: [("no_measure", "Measure")],
        4: [("no_score", "Score")],
        5: [("score_too_old", "Day of the score")],
        6: [("score_not_whole", "Measure")],
        7: [("no_day", "Day of the score")],
        8: [("no_score", "Score")],
    }


def test_no_total_comes_in_of_a_measure_whose_publisher_does_not_allow_the_use(work):
    forms = work.workspace.forms
    ors = forms.latest("ors")
    licence = ors.licence.model_copy(update={"contexts": Contexts(clinical="no")})
    changed = FormLibrary((*forms.all(), ors.model_copy(update={"licence": licence})))
    work.workspace = replace(work.workspace, forms=changed)

    plan = plan_of(work, SCORED + "Al,ORS,23,2026-02-20\n")

    assert problems(plan) == {2: [("no_total", "Measure")]}


def test_whatever_measure_takes_a_total_alone_is_kept_as_its_form_takes_it(work):
    entries = {each.form_id: each for each in score_entries(work.workspace).values()}
    taken = {form_id: each for form_id, each in entries.items() if each.score is not None}
    assert set(taken) == {"ceq", "csq-8", "ors", "srs", "ssps"}
    assert {"phq-9", "c-ssrs-screener", "audit-c"} <= set(entries) - set(taken)
    [told] = [
        line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| Measure,")
    ]
    *before, last = sorted(each.title for each in taken.values())
    assert f"{', '.join(before)} or {last};" in told
    client = work.add_client()

    for form_id, entry in taken.items():
        score = entry.read(f"{entry.score.range.high}", date(2026, 2, 20))
        filled = filled_score(work.workspace, client, score, work.workspace.now())
        state = answered(
            open_form(work.workspace, client.id, form_id).state,
            dict(work.workspace.answers_of(filled)),
        )
        assert not state.rejected, form_id
        assert state.alerts == (), form_id
