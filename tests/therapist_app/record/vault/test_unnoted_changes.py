"""What a session notes of what nobody noted, and how often."""

from tests.support.record.damage import by_hand, service_opening
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.vault.unnoted_changes import CLOSING_DOUBTED, note_doubtful_closing

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
