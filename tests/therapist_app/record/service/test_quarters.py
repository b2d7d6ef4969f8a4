"""Closed quarters in the service file: given once, and then as they are."""

from dataclasses import replace

import pytest

from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.errors import RecordError
from therapist_app.record.service import quarters, record_keys
from therapist_app.record.service.quarters import ClosedQuarter, Giving, QuarterFigures


def figures(service: ServiceFile, caseload: str = "", words: str = "{}") -> QuarterFigures:
    me = service.audit.author
    return QuarterFigures("2026-Q1", caseload or me, me, service.now(), words)


def test_a_quarter_is_closed_once_and_the_newest_stands_first(service: ServiceFile) -> None:
    for name in ("2025-Q3", "2025-Q4"):
        quarters.close(service, ClosedQuarter(name, service.audit.author, service.now()))

    assert [each.quarter for each in quarters.closed(service)] == ["2025-Q4", "2025-Q3"]
    with pytest.raises(RecordError):
        quarters.close(service, ClosedQuarter("2025-Q3", service.audit.author, service.now()))


def test_a_quarter_that_was_not_over_as_it_was_closed_counts_for_nothing_and_is_told(
    service: ServiceFile,
) -> None:
    early = ClosedQuarter("2026-Q1", service.audit.author, service.now())
    quarters.close(service, early)
    ahead = replace(early, quarter="2031-Q4", confirmed_at=early.confirmed_at.replace(year=2033))
    quarters.close(service, ahead)

    assert quarters.closed(service) == ()
    assert [key for key, _mark in quarters.not_as_given(service)] == [
        "quarters:2031-Q4",
        "quarters:2026-Q1",
    ]


def test_a_caseload_gives_to_a_quarter_once(service: ServiceFile) -> None:
    quarters.give(service, figures(service))

    with pytest.raises(RecordError):
        quarters.give(service, figures(service, words="[]"))
    assert [each.figures for each in quarters.given(service, "2026-Q1")] == ["{}"]
    assert quarters.who_gave(service, "2026-Q1") == {service.audit.author: service.audit.author}
    assert quarters.who_gave(service, "2026-Q2") == {}


def test_what_figures_leave_out_stands_in_the_caseload_by_quarter(caseload: Caseload) -> None:
    found = quarters.LeftOut(3, 2, ("a" * 32,))
    for each in (quarters.LeftOut(), quarters.LeftOut(1, 1), found, found):
        quarters.note_left_out(caseload, "2026-Q1", each)

    assert quarters.left_out(caseload, "2026-Q1") == found
    assert len(audit.entries_of(caseload, "forms_left_out")) == 2
    for made_up in (("3",), ("3", "many"), ("3", "9" * 5000)):
        audit.note(caseload, "forms_left_out", "quarter:2026-Q2", made_up)
        assert quarters.left_out(caseload, "2026-Q2") == quarters.LeftOut()


def test_the_audit_tells_how_figures_were_given(service: ServiceFile) -> None:
    ways: tuple[Giving, ...] = ("by_hand", "complete", "after_waiting")
    for number, giving in enumerate(ways):
        quarters.give(service, figures(service, f"{number}" * 32), giving)

    told = [each for each in audit.entries(service) if each.subject == "quarter:2026-Q1"]

    assert [each.action for each in told] == [quarters.GIVEN[each] for each in ways]
    assert [each.fields[0] for each in told] == [f"{number}" * 32 for number in range(3)]
    assert all(each.is_signed for each in told)


def test_the_key_of_a_client_is_their_own_and_stays(service: ServiceFile) -> None:
    first, second = record_keys.record_keys(service), record_keys.record_keys(service)

    assert first("ab" * 16) == second("ab" * 16)
    assert first("ab" * 16) != first("cd" * 16)
    assert 0 <= first("ab" * 16) < 2**64


def test_the_newest_of_a_caseload_is_of_its_last_quarter(service: ServiceFile) -> None:
    for name in ("2026-Q1", "2026-Q3", "2026-Q2"):
        quarters.give(service, replace(figures(service), quarter=name))

    newest = quarters.newest_of(service, service.audit.author)

    assert newest is not None
    assert newest.quarter == "2026-Q3"
    assert quarters.newest_of(service, "b" * 32) is None


@pytest.mark.parametrize("is_saved", [False, True])
def test_figures_that_were_given_anew_with_another_program_count_for_nothing(
    service: ServiceFile, *, is_saved: bool
) -> None:
    """But in a file that was saved from damage, where the first may be lost."""
    quarters.give(service, figures(service))
    service.run("DELETE FROM quarter_figures").fetchall()
    if is_saved:
        audit.note(service, audit.SALVAGED, "service")
    quarters.give(service, figures(service, words="[]"))

    expected = ["[]"] if is_saved else []
    assert [each.figures for each in quarters.given(service, "2026-Q1")] == expected
    assert bool(list(quarters.not_as_given(service))) is not is_saved
