"""A rater's round is kept in practice alone, and remembers whether it is blind."""

from tests.support.workflows.workspaces import open_workplace
from therapist_app.practice.rating_rounds import (
    KEY,
    RatingRound,
    keep_round,
    kept_round,
)
from therapist_app.record.service import settings


def test_a_round_is_kept_in_practice_and_remembers_that_it_was_not_blind(tmp_path):
    with open_workplace(tmp_path) as work:
        assert kept_round(work.workspace) == RatingRound({})
        now = RatingRound({}, is_blind=False).rated("limits-first", "S01-1", "2")

        keep_round(work.workspace, now)

        assert kept_round(work.workspace) == now


def test_a_round_through_other_vignettes_is_none_through_these(tmp_path):
    with open_workplace(tmp_path) as work:
        seen = RatingRound({}, is_blind=False).rated("limits-first", "S01-1", "2")
        keep_round(work.workspace, seen)

        fresh = kept_round(work.workspace, "vignettes our-vignettes 1.0")

        assert fresh == RatingRound({}, of="vignettes our-vignettes 1.0")
        keep_round(work.workspace, fresh.rated("ours", "S01-1", "1"))
        assert kept_round(work.workspace, fresh.of).given == {"ours": {"S01-1": "1"}}
        assert kept_round(work.workspace) == RatingRound({})


def test_nothing_of_a_round_is_kept_in_a_real_record(tmp_path):
    with open_workplace(tmp_path, practice=False) as work:
        keep_round(work.workspace, RatingRound({}).rated("limits-first", "S01-1", "2"))

        assert kept_round(work.workspace) == RatingRound({})
        assert settings.load(work.workspace.service, KEY, object) is None
