"""What a session notes of what nobody noted, and how often."""

from pathlib import Path

from tests.support.record.damage import by_hand, service_opening
from tests.support.record.records import ServiceOnDisk
from tests.support.record.stating import lay_out_two_keepers
from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.unnoted_changes import (
    CLOSING_DOUBTED,
    FOUND_OPEN,
    note_doubtful_closing,
)
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

NEWEST = "SELECT max(n) FROM audit WHERE instr(entry, CAST('caseload_closed' AS BLOB))"


def doubted(service: ServiceFile) -> list[tuple[str, tuple[str, ...]]]:
    found = audit.entries(service)
    return [(each.subject, each.fields) for each in found if each.action == CLOSING_DOUBTED]


def test_a_closing_whose_signature_was_taken_is_noted_once_though_no_other_follows(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        [(earlier,)] = vault.service.rows("SELECT coalesce(max(n), 0) FROM audit")
    by_hand(service_opening(on_disk), f"UPDATE audit SET signature = NULL WHERE n = ({NEWEST})")

    on_disk.open().abandon()
    with on_disk.open() as vault:
        [(subject, (n,))] = doubted(vault.service)

    assert subject == f"caseload:{on_disk.uid}"
    assert int(n) > earlier


def test_another_closing_or_caseload_that_is_doubted_is_another_note(service: ServiceFile) -> None:
    ana, ben = "ab" * 16, "cd" * 16

    for caseload, n in ((ana, 4), (ana, 4), (ana, 9), (ben, 4), (ana, 4)):
        note_doubtful_closing(service, caseload, n)

    assert doubted(service) == [
        (f"caseload:{ana}", ("4",)),
        (f"caseload:{ana}", ("9",)),
        (f"caseload:{ben}", ("4",)),
    ]


def test_who_worked_last_in_a_file_that_was_not_closed_is_told_and_nobody_else(
    tmp_path: Path,
) -> None:
    team = lay_out_two_keepers(tmp_path)
    team.visit("Ben", "Cy", "Dee")
    with team.open("Cy"):
        folder = team.service.folder
        kept = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    for each, data in kept.items():  # as if the session had been cut off
        each.write_bytes(data)
    acts: dict[str, list[str]] = {}
    for name in ("Ben", "Cy", "Dee", "Cy"):
        with team.open(name) as vault:
            acts.setdefault(name, []).extend(
                act_in_words(each) for each in loud_acts(vault) if each.action == FOUND_OPEN
            )
            note_told(vault)

    assert {name: len(told) for name, told in acts.items()} == {"Ben": 0, "Cy": 1, "Dee": 0}
    assert "the service file had not been closed in its last session" in acts["Cy"][0]
