"""What a list says of the use of figures comes in as a decision on paper does."""

from dataclasses import replace
from datetime import datetime

from tests.support.workflows.client_lists import plan_of, problems
from therapist_app.record.client_rights import consents
from therapist_app.record.database import audit
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    undo_import,
)

CONSENTED = (
    "Name,Use of figures without a name,Day of that decision,Paper that was signed,"
    "Version of that paper\n"
)


def test_a_decision_on_figures_comes_in_as_the_page_records_one_on_paper_and_goes_with_the_list(
    work,
):
    plan = plan_of(
        work,
        CONSENTED
        + "Al,Agreed,2025-11-03,Leaflet,2\nBo,declined,2025-11-04,Leaflet,2\n"
        + "Cy,not asked,,,\nDi,,,,\n",
    )
    assert problems(plan) == {}

    ids = [each.client_id for each in import_list(work.workspace, plan)]

    caseload = work.workspace.caseload
    al, bo, *others = (consents.for_client(caseload, each) for each in ids)
    assert others == [(), ()]
    by_hand = work.add_client()
    noon = datetime(2025, 11, 3, 12).astimezone()
    decision = PaperConsent(FIGURES_USED, "Leaflet", "2", "given", "signed_paper", noon)
    write_down(work.workspace, by_hand.id, decision)
    [page] = consents.for_client(caseload, by_hand.id)
    [imported] = imported_lists(work.workspace)
    assert al == (replace(page, id=al[0].id, client_id=ids[0], imported_at=imported.at),)
    assert [each.decision for each in bo] == ["refused"]
    assert consents.given_by(caseload, FIGURES_USED) == tuple(sorted((ids[0], by_hand.id)))
    told = [each.fields for each in audit.entries(caseload) if each.action == "consent_recorded"]
    assert told.count((FIGURES_USED, "given")) == 2
    assert not imported.in_use

    undo_import(work.workspace, imported.at)

    assert consents.given_by(caseload, FIGURES_USED) == (by_hand.id,)


def test_what_a_list_says_of_figures_is_whole_or_its_row_is_left_out(work):
    head, day = "Use of figures without a name", "Day of that decision"
    plan = plan_of(
        work,
        CONSENTED
        + "Al,yes,2025-11-03,Leaflet,2\nBo,agreed,,Leaflet,2\nCy,agreed,2025-11-03,,2\n"
        + "Di,agreed,2025-11-03,Leaflet,\nEd,not asked,2025-11-03,,\nFo,,,Leaflet,2\n"
        + "Gu,declined,2999-01-01,Leaflet,2\nHe,agreed,soon,Leaflet,2\n",
    )

    assert problems(plan) == {
        2: [("consent", head)],
        **{row: [("consent_not_whole", head)] for row in (3, 4, 5, 6, 7)},
        8: [("day_to_come", day)],
        9: [("no_day", day)],
    }
