"""An older file that is put back together with its anchor is told loudly."""

import shutil
from pathlib import Path

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.damage import by_hand, caseload_opening, service_opening
from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import add_clients
from therapist_app.record.crypto.signing import sign
from therapist_app.record.database import audit
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.folder.layout import anchor_beside
from therapist_app.record.vault import file_marks
from therapist_app.record.vault.file_marks import is_older
from therapist_app.record.vault.vault import Vault


def keep(path: Path, aside: Path) -> None:
    aside.mkdir(exist_ok=True)
    for each in (path, anchor_beside(path)):
        shutil.copy(each, aside / each.name)


def put_back(path: Path, aside: Path) -> None:
    for each in (path, anchor_beside(path)):
        shutil.copy(aside / each.name, each)


def test_an_old_caseload_with_its_anchor_opens_loudly(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    keep(path, tmp_path / "aside")
    with on_disk.open() as vault:
        assert vault.warnings == ()
        add_clients(vault, "A-200")

    put_back(path, tmp_path / "aside")

    with on_disk.open() as vault:
        assert vault.warnings == ("caseload-older",)
        told = [each.action for each in audit.entries(vault.service)]
        assert "caseload_older" in told
    with on_disk.open() as vault:
        add_clients(vault, *(f"A-{each}" for each in range(300, 320)))
        assert vault.warnings == ()
    with on_disk.open() as vault:
        assert vault.warnings == ()


def made_anew_without_a_client(vault: Vault) -> None:
    """Take a client out, and every word of them, and sign all else again."""
    caseload, chain = vault.caseload, vault.caseload.audit
    [[client]] = caseload.rows("SELECT id FROM clients")
    kept = [
        (entry, signature is not None)
        for entry, signature in caseload.rows("SELECT entry, signature FROM audit ORDER BY n")
        if client.encode() not in entry
    ]
    caseload.run("DELETE FROM clients")
    caseload.run("DELETE FROM audit")
    chain.mark = chain.beginning()
    for entry, is_signed in kept:
        chain.mark = chain.following(chain.mark, entry)
        signature = sign(vault.credentials.keys.signing, chain.mark.head) if is_signed else None
        row = (chain.mark.n, entry, chain.mark.head, signature)
        caseload.run("INSERT INTO audit (n, entry, head, signature) VALUES (?, ?, ?, ?)", row)


def test_whoever_makes_the_audit_of_their_own_caseload_anew_is_told_of_once(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    with on_disk.open() as vault:
        made_anew_without_a_client(vault)
        add_clients(vault, "A-200")

    with on_disk.open() as vault:
        assert audit.verify(vault.caseload).is_whole
        assert vault.warnings == ("caseload-older",)
    with on_disk.open() as vault:
        assert vault.warnings == ()


def test_an_old_service_file_with_anchor_and_header_opens_loudly(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    on_disk.open().close()
    keep(on_disk.place.service, tmp_path / "aside")
    for _session in range(2):
        on_disk.open().close()

    put_back(on_disk.place.service, tmp_path / "aside")

    with on_disk.open() as vault:
        assert vault.warnings == ("service-older",)


def test_a_service_file_of_before_the_newest_session_of_an_owner_opens_loudly(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    on_disk.open().close()
    keep(on_disk.place.service, tmp_path / "aside")
    on_disk.clock.advance(60)
    on_disk.open().close()
    on_disk.clock.advance(60)

    put_back(on_disk.place.service, tmp_path / "aside")

    with on_disk.open() as vault:
        assert vault.warnings == ("service-older",)
    with on_disk.open() as vault:
        assert vault.warnings == ()


def test_a_session_that_was_cut_off_is_no_older_file(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    add_clients(vault, "A-100")
    vault.abandon()

    with on_disk.open() as vault:
        assert vault.warnings == ()


@pytest.mark.parametrize("is_told", [True, False], ids=["saved by its owner", "by nobody"])
def test_a_lost_entry_that_others_follow_makes_no_older_file_where_a_saving_tells_of_it(
    on_disk: ServiceOnDisk, *, is_told: bool
) -> None:
    """Else whoever puts an older file back lets it go on, but for the number that was seen."""
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    vault = on_disk.open()
    seen = vault.service.row(
        "SELECT value FROM about WHERE key = ?", (f"caseload_mark:{on_disk.uid}",)
    )
    assert seen is not None
    add_clients(vault, "A-200")
    lost = int(seen[0].partition(":")[0])
    if is_told:
        following = "SELECT entry FROM audit WHERE n = ?"
        [(entry,)] = vault.caseload.rows(following, (lost + 1,))
        note(vault.caseload, audit.SALVAGED, "caseload", (audit.stretch(lost, lost, entry),))
    vault.abandon()
    by_hand(caseload_opening(on_disk), f"DELETE FROM audit WHERE n = {lost}")

    with on_disk.open() as vault:
        assert vault.warnings == (() if is_told else ("caseload-older",))


def test_only_whose_clients_they_are_puts_an_older_file_back(caseload: Caseload) -> None:
    seen, me = Mark(caseload.audit.mark.n + 9, b"x" * 32), caseload.audit.author
    assert is_older(caseload, seen, {me})

    note(caseload, "restored", "caseload", (f"{seen.n}:{seen.head.hex()}",))

    assert not is_older(caseload, seen, {me})
    assert not is_older(caseload, seen)
    assert is_older(caseload, seen, {"cd" * 16})


def roll_back(on_disk: ServiceOnDisk, tmp_path: Path, *then: str) -> None:
    """Put an older caseload back with its anchor, and do `then` to the service file."""
    path = on_disk.place.caseload(on_disk.uid)
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    keep(path, tmp_path / "aside")
    with on_disk.open() as vault:
        add_clients(vault, "A-200")
    put_back(path, tmp_path / "aside")
    for each in then:
        by_hand(service_opening(on_disk), each)


def test_a_mark_that_a_colleague_rewrites_hides_no_older_caseload(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    roll_back(
        on_disk,
        tmp_path,
        f"DELETE FROM about WHERE key = 'caseload_mark:{on_disk.uid}'",
    )

    with on_disk.open() as vault:
        assert vault.warnings == ("caseload-older",)


def test_what_a_colleague_signs_for_somebody_elses_clients_does_not_count(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    colleague = Colleague(on_disk)
    roll_back(on_disk, tmp_path)
    with colleague.open() as vault:
        older = f"caseload:{on_disk.uid}"
        note(vault.service, "caseload_closed", older, (f"1:{'0' * 64}",))
        for _again in range(30):
            note(vault.service, "opened", older)

    with on_disk.open() as vault:
        assert vault.warnings == ("caseload-older",)


def test_a_closing_that_a_colleague_makes_up_says_nothing_of_a_caseload(
    on_disk: ServiceOnDisk,
) -> None:
    colleague = Colleague(on_disk)
    on_disk.open().close()
    with colleague.open() as vault:
        note(vault.service, "caseload_closed", f"caseload:{on_disk.uid}", (f"1:{'0' * 64}",))

    with on_disk.open() as vault:
        assert vault.warnings == ()


def test_taking_the_signed_marks_away_breaks_the_audit(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    entry = "instr(entry, CAST('caseload_closed' AS BLOB))"
    roll_back(
        on_disk,
        tmp_path,
        f"DELETE FROM audit WHERE n = (SELECT max(n) FROM audit WHERE {entry})",
    )

    with on_disk.open() as vault:
        assert not audit.verify(vault.service).is_whole


def test_a_service_of_before_goes_by_what_it_kept(
    on_disk: ServiceOnDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roll_back(on_disk, tmp_path)
    nothing_signed = file_marks._CLOSINGS.replace("ORDER", "AND n < 0 ORDER")
    monkeypatch.setattr(file_marks, "_CLOSINGS", nothing_signed)

    with on_disk.open() as vault:
        assert "caseload-older" in vault.warnings
