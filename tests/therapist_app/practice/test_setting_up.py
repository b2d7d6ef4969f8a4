"""A practice service has what is practised with, whichever day it is made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.sampling import sampled
from tests.support.workflows.workspaces import open_workplace
from therapist_app.practice.setting_up import add_former
from therapist_app.starting import FORMER_CLIENTS
from therapist_app.workflows.exporting.before_closing import quarter_ahead
from therapist_app.workflows.exporting.quarters import quarter_to_close
from therapist_app.workflows.overviews.seeing_clients import client_page
from therapist_app.workflows.sessions.answering_alerts import open_alerts


@pytest.mark.parametrize(
    "day",
    sampled([datetime(2026, 6, 30, 8, tzinfo=UTC), datetime(2026, 4, 1, 8, tzinfo=UTC)], every=2),
)
def test_former_clients_are_enough_for_the_report_of_a_quarter_on_any_day(
    tmp_path: Path, day: datetime
) -> None:
    told: list[int] = []
    with open_workplace(tmp_path) as work:
        work.clock.move_to(day)
        add_former(work.workspace, work.clock, FORMER_CLIENTS, 7, told.append)

        assert work.clock() == day
        quarter = quarter_to_close(work.workspace)
        assert quarter is not None
        ahead = quarter_ahead(work.workspace, quarter)
        assert ahead.counted >= ahead.needed
        assert not ahead.unfinished
        assert {each.status for each in client_page(work.workspace).rows} == {"ended"}
        assert open_alerts(work.workspace) == ()
    assert told == list(range(1, FORMER_CLIENTS + 1))
