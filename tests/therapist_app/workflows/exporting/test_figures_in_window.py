"""A figure opened in the window: codes of clients, in caseloads alone that one can open."""

from datetime import UTC, datetime, timedelta

import pytest

from exports.errors import NotForExport
from tests.support.workflows.first_sessions import Q1, hold_first
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.errors import NotAllowed
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.course.consenting import PaperConsent, write_down
from therapist_app.workflows.exporting.figures_in_window import figure_in_window
from therapist_app.workflows.exporting.quarters import close_quarter

CAME = "attendance/attendance.came"
PEOPLE = 12


@pytest.fixture
def codes(work: Workplace) -> list[str]:
    """Return the codes of twelve people whom a closed quarter counts."""
    found = [hold_first(work).code for _each in range(PEOPLE)]
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    close_quarter(work.workspace, Q1)
    return sorted(found)


def opened(work: Workplace, figure: str = CAME):
    return figure_in_window(work.workspace, Q1.name, "internal-review", figure)


def test_a_figure_tells_its_rule_its_sum_and_its_clients_by_code(
    work: Workplace, codes: list[str]
) -> None:
    found = opened(work)

    assert found.title == "Sessions that were due · Took place"
    assert (found.opened, found.of, found.most) == (1, 1, 10)
    numbers = {each.number.column: each for each in found.numbers}
    assert list(numbers["clients"].codes) == codes
    assert list(numbers["sessions"].codes) == codes
    assert numbers["clients"].number.rule == "Clients with at least one such session"
    assert "values of about" in numbers["sessions"].number.made_of


def test_who_took_consent_back_since_is_not_told(work: Workplace, codes: list[str]) -> None:
    at = work.workspace.now() + timedelta(seconds=1)
    client = next(each for each in cases(work) if each)
    taken_back = PaperConsent("figures_used", "leaflet", "1", "withdrawn", "spoken", at)
    write_down(work.workspace, client, taken_back)

    told = {code for each in opened(work).numbers for code in each.codes}

    assert len(told) == PEOPLE - 1
    assert told < set(codes)


def cases(work: Workplace) -> list[str]:
    rows = work.workspace.caseload.rows("SELECT id FROM clients ORDER BY id")
    return [client_id for (client_id,) in rows]


def test_of_caseloads_that_cannot_be_opened_no_client_is_told(
    work: Workplace, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(work)
    monkeypatch.setattr(
        "therapist_app.workflows.exporting.figures_in_window.require", lambda _vault, _action: None
    )
    monkeypatch.setattr(Vault, "caseload_choices", lambda _vault: ())

    found = opened(work)

    assert (found.opened, found.of) == (0, 1)
    assert all(each.codes == () for each in found.numbers)
    said = [each.number for each in found.numbers]
    assert said == [each.number for each in before.numbers]
    assert codes


def test_what_the_report_does_not_have_is_refused(work: Workplace, codes: list[str]) -> None:
    with pytest.raises(NotForExport, match="no such figure"):
        opened(work, "attendance/nothing")
    assert codes


def test_an_administrator_opens_no_figure(work: Workplace) -> None:
    work.have_roles("keeper")

    with pytest.raises(NotAllowed):
        opened(work)
