"""Which rows are a client's: found by the schema, so that a new table is not forgotten."""

from tests.support.record.whole_clients import a_whole_client, with_past_protection
from therapist_app.record.client_rights.client_rows import (
    columns_of,
    rows_of,
    tables_of,
    ways_to_clients,
)
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.figures import WORKED_OUT

OF_NOBODY = {"about", "audit", "erasures"}
LEFT_EMPTY = {
    "alerts": {"acknowledgement", "appointment_id"},
    "appointments": {
        *("attendance", "continues", "current_step", "ended_at", "merged_with"),
        *("resumed_at", "started_at"),
    },
    "clients": {
        "adaptations",
        "age_band",
        "gender",
        "held_before",
        "held_before_on",
        "imported_at",
    },
    "consents": {"imported_at"},
    "course_events": {"plan_id"},
    "filled_forms": {"filled_on", "finished_at", "rater", "slot"},
    "legal_holds": {"review_on"},
    "restrictions": {"review_on"},
}
"""What a whole client has no words in: moments, ids, and words of closed lists."""


def test_every_table_of_a_caseload_with_client_data_goes_with_its_client(
    caseload: Caseload,
) -> None:
    assert set(tables_of(caseload)) == set(ways_to_clients(caseload)) | OF_NOBODY


def test_every_reference_between_rows_of_clients_deletes_what_hangs_on_it(
    caseload: Caseload,
) -> None:
    for table in tables_of(caseload):
        rules = caseload.rows("SELECT on_delete FROM pragma_foreign_key_list(?)", (table,))
        assert {rule for (rule,) in rules} <= {"CASCADE"}, table


def test_no_table_of_the_service_file_hangs_on_a_client(service: ServiceFile) -> None:
    for table in tables_of(service):
        assert service.rows("SELECT 1 FROM pragma_foreign_key_list(?)", (table,)) == []


def test_the_rows_of_one_client_are_found_in_every_table_and_no_others(
    caseload: Caseload,
) -> None:
    ana = a_whole_client(caseload, "A1-111", "Anaword")
    with_past_protection(caseload, ana, "Anaword")
    ben = a_whole_client(caseload, "B2-222", "Benword")

    found = list(rows_of(caseload, ana.id))

    assert {table for table, _row in found} == set(ways_to_clients(caseload)) - WORKED_OUT
    assert not any("Benword" in str(row) or ben.id in str(row) for _table, row in found)


def test_a_whole_client_has_something_in_every_column_that_can_hold_words(
    caseload: Caseload,
) -> None:
    client = a_whole_client(caseload, "A1-111", "Anaword")
    with_past_protection(caseload, client, "Anaword")

    own = ways_to_clients(caseload).keys() - WORKED_OUT
    columns = {table: set(columns_of(caseload, table)) for table in own}
    for table, row in rows_of(caseload, client.id):
        columns[table] -= {name for name, value in row.items() if value not in {None, "", "[]"}}

    assert {table: empty for table, empty in columns.items() if empty} == LEFT_EMPTY
