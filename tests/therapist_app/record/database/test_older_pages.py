"""One older page of a file that was closed is never taken for the newest without a word.

Whoever reaches the folder and has an older copy needs no key for that: each page verifies.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.record.older_pages import journal_of, log_of, pages_that_differ, put_into
from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import add_clients, codes_in
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import opening
from therapist_app.record.database.anchor import Anchor, Mark
from therapist_app.record.database.connection import PAGE
from therapist_app.record.errors import CannotWrite, RecordRolledBack
from therapist_app.record.folder.layout import (
    anchor_beside,
    journal_beside,
    log_beside,
    set_aside,
)
from therapist_app.record.vault.vault import LEFT_OPEN

NEWEST = ["K4-200", "K4-999"]
BESIDE = {"log": (log_beside, log_of), "journal": (journal_beside, journal_of)}


@pytest.fixture
def older(on_disk: ServiceOnDisk) -> Mapping[int, bytes]:
    """The page of a client whose code is another one since."""
    with on_disk.open() as vault:
        add_clients(vault, "K4-100", "K4-200")
    path = on_disk.place.caseload(on_disk.uid)
    before = path.read_bytes()
    with on_disk.open() as vault, vault.caseload.change("client_changed", "client") as change:
        change.execute("UPDATE clients SET code = 'K4-999' WHERE code = 'K4-100'")
    differ = pages_that_differ(before, path.read_bytes())
    found = {n: page for n, page in differ.items() if _is_silent(on_disk, path, n, page)}
    assert found, "no page goes back alone, so this proves nothing"
    return found


def _is_silent(on_disk: ServiceOnDisk, path: Path, n: int, page: bytes) -> bool:
    """Whether a file with this page of before opens, and shows the client as it was."""
    kept = {each: each.read_bytes() for each in on_disk.folder.rglob("*") if each.is_file()}
    put_into(path, {n: page})
    try:
        with on_disk.open() as vault:
            return codes_in(vault) != NEWEST
    except Exception:  # noqa: BLE001 - whatever refuses it
        return False
    finally:
        for each, data in kept.items():
            each.write_bytes(data)


@pytest.mark.parametrize("beside", BESIDE)
def test_a_log_or_a_journal_that_is_laid_beside_puts_no_older_page_back(
    on_disk: ServiceOnDisk, older: Mapping[int, bytes], beside: str
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    where, spelt = BESIDE[beside]
    laid = spelt(older, path.stat().st_size // PAGE)
    where(path).write_bytes(laid)

    with on_disk.open() as vault:
        assert codes_in(vault) == NEWEST
        assert vault.caseload.anchor.was_changed == (beside == "journal")
    assert set_aside(where(path)).read_bytes() == laid
    with on_disk.open() as vault:
        assert codes_in(vault) == NEWEST
        assert not vault.caseload.anchor.was_changed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize("is_in_use", [False, True], ids=["", "where it would go is a folder"])
@pytest.mark.parametrize("beside", BESIDE)
def test_nothing_is_waited_for_that_lies_beside_a_file_and_is_none(
    on_disk: ServiceOnDisk, beside: str, *, is_in_use: bool
) -> None:
    """The library waits without end for what somebody never writes into a pipe."""
    for path in (on_disk.place.service, on_disk.place.caseload(on_disk.uid)):
        where = BESIDE[beside][0](path)
        os.mkfifo(where)
        if is_in_use:
            set_aside(where).mkdir()

    with on_disk.open() as vault:
        assert codes_in(vault) == []
    assert stat.S_ISFIFO(set_aside(where).lstat().st_mode)


def test_what_is_gone_since_it_was_found_beside_a_file_keeps_nobody_out(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_seal_off(anchor_beside(on_disk.place.caseload(on_disk.uid)))
    monkeypatch.setattr(opening, "lying_beside", lambda path: (log_beside(path),))

    with on_disk.open() as vault:
        assert codes_in(vault) == []


def test_no_mark_is_written_where_a_link_leads_that_took_the_place_of_the_anchor(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    """Between the reading of the anchor and the first mark somebody may exchange it."""
    path = anchor_beside(on_disk.place.caseload(on_disk.uid))
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    anchor = Anchor(path, Masked(bytearray(32)))
    anchor.create(Mark(1, bytes(32)))
    path.unlink()
    path.symlink_to(theirs)

    with pytest.raises(CannotWrite):
        anchor.write(Mark(2, bytes(32)))

    assert theirs.read_bytes() == b"theirs"


def take_seal_off(anchor: Path) -> None:
    data = bytearray(anchor.read_bytes())
    for place in range(96, len(data), 512):
        data[place : place + 32] = bytes(32)
    anchor.write_bytes(data)


def test_an_older_page_shows_also_where_the_seal_was_taken_off(
    on_disk: ServiceOnDisk, older: Mapping[int, bytes]
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    take_seal_off(anchor_beside(path))
    put_into(path, older)

    with on_disk.open() as vault:
        assert vault.caseload.anchor.was_changed


def test_a_journal_counts_for_nothing_after_a_session_that_was_cut_off(
    on_disk: ServiceOnDisk, older: Mapping[int, bytes]
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    with on_disk.open() as vault:
        anchor = anchor_beside(path).read_bytes()
        vault.caseload.fold_log()
    anchor_beside(path).write_bytes(anchor)
    journal_beside(path).write_bytes(journal_of(older, path.stat().st_size // PAGE))

    with on_disk.open() as vault:
        assert codes_in(vault) == NEWEST


@pytest.mark.parametrize("how", ["cut off", "anchor copied while open"])
def test_where_no_seal_can_show_an_older_page_it_is_told_that_the_file_was_left_open(
    on_disk: ServiceOnDisk, older: Mapping[int, bytes], how: str
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    with on_disk.open() as vault:
        assert LEFT_OPEN not in vault.warnings
        kept = {each: each.read_bytes() for each in on_disk.folder.rglob("*") if each.is_file()}
        when = vault.caseload.now()
    if how == "cut off":
        for each, data in kept.items():
            each.write_bytes(data)
    else:
        anchor_beside(path).write_bytes(kept[anchor_beside(path)])
        log_beside(path).unlink(missing_ok=True)
    put_into(path, older)

    try:
        with on_disk.open() as vault:
            assert codes_in(vault) != NEWEST  # what is left over
            assert LEFT_OPEN in vault.warnings
            assert vault.left_open_at is not None
            assert vault.left_open_at <= when
    except RecordRolledBack:
        assert how == "anchor copied while open"  # the session wrote more after the copy
    with on_disk.open() as vault:
        assert LEFT_OPEN not in vault.warnings
