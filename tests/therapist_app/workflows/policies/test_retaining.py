"""How long records are kept: no invented number, a person who approves, a list of who is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.workflows.errors import RetentionRefused
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies.retaining import (
    approve,
    approved,
    due_list,
    kept_until,
    rule_words,
    rules,
)
from therapist_app.workflows.rights import data_rights


def ended(work: Workplace) -> Client:
    client = replace(work.add_client(), status="ended")
    clients.save(work.workspace.caseload, client)
    return client


def later(work: Workplace, years: int) -> None:
    work.clock.advance(timedelta(days=366 * years).total_seconds())


def test_every_rule_names_its_source_and_is_marked_to_be_verified() -> None:
    assert rules()
    for rule in rules():
        assert rule.source
        assert rule.mark == "verify"
        assert rule.years is None or str(rule.years) or rule.says


def test_without_an_approved_number_nobody_is_due(work: Workplace) -> None:
    client = ended(work)
    later(work, 50)

    assert approved(work.workspace) is None
    assert due_list(work.workspace) == ()
    assert kept_until(work.workspace, client.id) is None
    assert "No number" in rule_words(work.workspace)


def test_who_has_been_kept_for_so_long_is_due_and_told_on_the_first_screen(
    work: Workplace,
) -> None:
    client, day = ended(work), work.workspace.today()
    work.add_client()
    approve(work.workspace, 10, "Our law on records")
    before = due_list(work.workspace)
    later(work, 10)

    [due] = due_list(work.workspace)

    assert before == ()
    assert (due.code, due.ended_on, due.due_on) == (
        client.code,
        day,
        day.replace(year=day.year + 10),
    )
    assert kept_until(work.workspace, client.id) == due.due_on
    assert today_page_data(work.workspace).kept_long_enough == 1
    assert clients.load(work.workspace.caseload, client.id) == client


def test_who_is_on_hold_is_not_due(work: Workplace) -> None:
    client = ended(work)
    approve(work.workspace, 1, "Our law on records")
    later(work, 2)

    data_rights.hold(work.workspace, client.id, "A claim")

    assert due_list(work.workspace) == ()
    assert kept_until(work.workspace, client.id) is None


def test_an_approval_keeps_the_name_the_day_and_what_it_rests_on(work: Workplace) -> None:
    approve(work.workspace, 10, " Our law on records ")

    made = approved(work.workspace)

    assert made is not None
    assert (made.years, made.basis) == (10, "Our law on records")
    assert (made.approved_by, made.approved_on) == ("Ana Example", work.workspace.today())
    assert "Ana Example" in rule_words(work.workspace)


@pytest.mark.parametrize(
    ("years", "basis", "detail"), [(0, "law", "years"), (101, "law", "years"), (10, " ", "basis")]
)
def test_a_number_that_cannot_be_is_refused(
    work: Workplace, years: int, basis: str, detail: str
) -> None:
    with pytest.raises(RetentionRefused) as refused:
        approve(work.workspace, years, basis)

    assert refused.value.detail == detail
    assert approved(work.workspace) is None


def test_only_a_lead_or_the_keeper_approves(work: Workplace) -> None:
    work.have_roles("therapist")

    with pytest.raises(RetentionRefused) as refused:
        approve(work.workspace, 10, "Our law on records")

    assert refused.value.detail == "role"
    assert not may(work.workspace.vault, "approve_retention")


def test_a_leap_day_is_due_on_the_first_of_march(work: Workplace) -> None:
    client = replace(work.add_client(), status="ended", created_on=date(2024, 2, 29))
    clients.save(work.workspace.caseload, client)
    approve(work.workspace, 1, "Our law on records")

    assert kept_until(work.workspace, client.id) == date(2025, 3, 1)
