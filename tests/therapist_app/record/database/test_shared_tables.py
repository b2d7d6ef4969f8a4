"""What makes no sense in the service file keeps nobody out: it is left out, and told."""

from dataclasses import replace
from typing import Any

import pytest

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable, left_out_of
from therapist_app.record.repair.check_schedule import keep_place
from therapist_app.record.repair.checking_beside import CheckPlace
from therapist_app.record.service import (
    caseload_figures,
    local_texts,
    quarters,
    question_answers,
    releases,
)
from therapist_app.record.service_model import Release


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("made_at", "9001-01-01T00:00:00+00:00"),
        ("made_at", "1899-12-31T23:59:59+00:00"),
        ("made_at", "some day"),
        ("manifest", "[]"),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_and_told_and_the_others_stay(
    service: ServiceFile, column: str, value: str
) -> None:
    sound = Release(
        service.new_id(), "external", "Board", "report", service.now(), "Ana", "{}", "[]"
    )
    spoilt = replace(sound, id=service.new_id())
    for each in (sound, spoilt):
        releases.add(service, each)
    assert list(left_out_of(service)) == []

    service.run(f"UPDATE releases SET {column} = ? WHERE id = ?", (value, spoilt.id))

    assert releases.all_releases(service) == (sound,)
    assert [table for table, _mark in left_out_of(service)] == ["releases"]


@pytest.mark.parametrize(
    ("table", "signed"),
    [
        (caseload_figures._TABLE, "caseload written_at written_by occasion figures"),
        (
            local_texts._TABLE,
            (
                "id version text written_by written_on changed_at read_by read_on "
                "approved_by approved_at objection objected_by objected_on"
            ),
        ),
        (quarters._QUARTERS, "quarter confirmed_by confirmed_at"),
        (quarters._FIGURES, "quarter caseload written_by written_at figures"),
        (
            question_answers._ANSWERS,
            "quarter figure standing what who by_when answered_by answered_at course",
        ),
        (
            releases._TABLE,
            (
                "id profile recipient purpose made_at approved_by manifest unprotected "
                "second_by reissue_of"
            ),
        ),
        (releases._COPIES, "id release_id saved_at saved_by reason"),
        (releases._CORRECTIONS, "id release_id corrected_at corrected_by form_id"),
    ],
)
def test_no_later_column_takes_the_signature_off_rows_of_before(
    table: SharedTable[Any], signed: str
) -> None:
    # Entries of before hold a mark of just these: a later column goes in only where it says more.
    assert [table._names[at] for at in table._to_sign] == signed.split()


def test_a_fact_that_makes_no_sense_is_told_with_a_mark_of_what_it_says(
    service: ServiceFile,
) -> None:
    keep_place(service, "it", CheckPlace(4))
    assert list(left_out_of(service)) == []

    told: list[tuple[str, str]] = []
    for text in ("once", "twice", "once"):
        service.run("UPDATE about SET value = ? WHERE key = 'check_place:it'", (text,))
        told += left_out_of(service)

    assert [table for table, _mark in told] == ["about"] * 3
    assert told[0] == told[2] != told[1]
