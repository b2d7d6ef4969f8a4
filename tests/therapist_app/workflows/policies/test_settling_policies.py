"""What holds for everybody is settled by who speaks for the service, within bounds."""

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import settings
from therapist_app.workflows.measures.staying_on_track import rules_of
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies.idle_limits import IdleLimits, idle_limits, settle_idle_limits
from therapist_app.workflows.policies.settling_policies import (
    RULES,
    course_rules,
    switch_rule,
)


# Acceptance G100
def test_a_keeper_and_a_lead_settle_and_a_therapist_does_not(work: Workplace) -> None:
    for role in ("lead", "keeper"):
        work.have_roles(role)
        assert may(work.workspace.vault, "settle_policies")
    work.have_roles("therapist")

    assert not may(work.workspace.vault, "settle_policies")
    with pytest.raises(NotAllowed):
        settle_idle_limits(work.workspace, IdleLimits(60, 60))
    with pytest.raises(NotAllowed):
        switch_rule(work.workspace, "NOT1", on=False)
    assert idle_limits(work.workspace.service) == IdleLimits()


@pytest.mark.parametrize(
    "beyond", [IdleLimits(59, 600), IdleLimits(301, 600), IdleLimits(60, 59), IdleLimits(60, 901)]
)
def test_limits_beyond_their_bounds_are_refused_and_nothing_changes(
    work: Workplace, beyond: IdleLimits
) -> None:
    with pytest.raises(ValueError, match="bounds"):
        settle_idle_limits(work.workspace, beyond)

    assert idle_limits(work.workspace.service) == IdleLimits()


def test_only_what_changes_is_written_and_signed(work: Workplace) -> None:
    before = len(audit.entries(work.workspace.service))

    settle_idle_limits(work.workspace, IdleLimits(300, 600))

    [entry] = audit.entries(work.workspace.service)[before:]
    assert (entry.subject, entry.is_signed) == ("setting:idle_seconds_in_session", True)


def test_a_rule_that_is_off_asks_nobody_until_it_is_on_again(work: Workplace) -> None:
    switch_rule(work.workspace, "NOT3", on=False)
    off = {each.id for each in rules_of(work.workspace, work.workspace.programme).rules}
    switch_rule(work.workspace, "NOT3", on=True)

    assert "NOT3" not in off
    assert all(each.is_on for each in course_rules(work.workspace))


def test_a_choice_that_cannot_be_read_changes_nothing(work: Workplace) -> None:
    settings.save(work.workspace.service, RULES, {"NOT3": "gone"})

    assert all(each.is_on for each in course_rules(work.workspace))
