"""Signing in with odd passphrases, odd clocks, exchanged slots, and a hundred wrong tries."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.records import START, ServiceOnDisk, a_client, rewrite_header
from tests.support.record.services import PASSPHRASE, Place
from tests.support.sampling import sampled
from therapist_app.record.clients import clients
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import HeaderAltered, NotAllowed, Throttled, WrongPassphrase
from therapist_app.record.keyring import own_keys
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.vault.vault import Vault

RECORD = Path(__file__).parents[4] / "therapist_app"


# Acceptance A3
def test_a_hundred_wrong_passphrases_delay_and_destroy_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.unlock() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    before = place.files()
    waits = []

    with monkeypatch.context() as cheap:
        cheap.setattr(kdf, "derive_key", lambda *_all: bytearray(32))
        tries = 0
        while tries < 100:
            try:
                place.unlock("not the passphrase")
            except Throttled as throttled:
                waits.append(throttled.seconds)
                place.clock.advance(throttled.seconds)
            except WrongPassphrase:
                tries += 1

    assert waits == sorted(waits)
    assert waits[-1] == 300
    assert {name: data for name, data in place.files().items() if name != "attempts"} == before
    assert json.loads(place.attempts.read_bytes())["count"] >= 100
    place.clock.advance(300)
    with place.unlock() as vault:
        assert vault.failed_attempts >= 100
        assert clients.count(vault.caseload) == 1


# Acceptance A5
@pytest.mark.parametrize(
    "odd",
    sampled(
        [
            "nul \0 in the middle of it",
            'it\'s a "quoted" lantern',
            "x'" + "00" * 32 + "'",
            "%s %d {} ${HOME} %(name)s",
            "one line\nand another line\r\n",
        ],
        every=5,
    ),
)
def test_an_odd_passphrase_is_ordinary_text_and_pays_the_whole_cost(
    place: Place, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs: list[kdf.KdfCost] = []
    derive_key = kdf.derive_key

    def counted(passphrase: bytearray, salt: bytes, cost: kdf.KdfCost) -> bytearray:
        costs.append(cost)
        return derive_key(passphrase, salt, cost)

    with place.unlock() as vault:
        monkeypatch.setattr(
            "therapist_app.record.keyring.own_keys.check_new_passphrase", lambda *_all: None
        )
        own_keys.change_passphrase(vault, bytearray(PASSPHRASE.encode()), bytearray(odd.encode()))

    monkeypatch.setattr(kdf, "derive_key", counted)
    place.unlock(odd).close()

    assert costs == [FLOOR]
    with pytest.raises(WrongPassphrase):
        place.unlock(odd + " ")


# Acceptance A10
def test_the_slot_of_somebody_else_under_my_name_opens_nothing(on_disk: ServiceOnDisk) -> None:
    colleague = Colleague(on_disk)

    def exchange(fields: dict[str, Any]) -> None:
        mine, theirs = fields["people"]
        mine["passphrase"], theirs["passphrase"] = theirs["passphrase"], mine["passphrase"]

    rewrite_header(on_disk.place.header, exchange)

    for opened in (on_disk.open, colleague.open):
        with pytest.raises(HeaderAltered, match="mac"):
            opened()


# Acceptance A13
@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf{}",
        b"\xff\xfe",
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b'{"a":1e400}',
        b"[" * 60_000,
        b'{"a":' * 13_000,
        b'{"people":[],"people":[]}',
    ],
)
def test_a_header_that_is_spelt_to_break_its_reader_is_refused(
    on_disk: ServiceOnDisk, data: bytes
) -> None:
    on_disk.place.header.write_bytes(data)

    with pytest.raises(HeaderAltered, match="spelling"):
        on_disk.open()


# Acceptance A19
@pytest.mark.parametrize(
    ("year", "warned"), [(1970, True), (2100, False)], ids=["far-behind", "far-ahead"]
)
def test_a_wrong_clock_keeps_nobody_out_and_the_order_of_the_audit_holds(
    on_disk: ServiceOnDisk, year: int, *, warned: bool
) -> None:
    on_disk.open().close()
    on_disk.clock.move_to(datetime(year, 6, 1, tzinfo=UTC))

    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
        assert ("clock-set-back" in vault.warnings) == warned
        assert audit.verify(vault.caseload).is_whole
        assert [each.n for each in audit.entries(vault.caseload)] == list(
            range(1, vault.caseload.audit.mark.n + 1)
        )

    on_disk.clock.move_to(START + timedelta(hours=1))
    with on_disk.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert ("clock-set-back" in vault.warnings) != warned
        assert vault.today() == START.date()


def test_a_clock_set_back_gives_no_cover_back(on_disk: ServiceOnDisk) -> None:
    colleague = Colleague(on_disk)
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, START.date())
    on_disk.clock.move_to(START + timedelta(days=3))
    colleague.open().close()
    on_disk.clock.move_to(START)

    with colleague.open() as vault:
        assert vault.warnings == ("clock-set-back",)
        with pytest.raises(NotAllowed):
            vault.use_caseload(on_disk.uid)


def uses(*words: str) -> Callable[[str], bool]:
    return lambda text: any(word in text for word in words)


# Acceptance A22
def test_no_statement_hands_the_library_a_key_or_writes_elsewhere() -> None:
    unsafe = uses(
        "PRAGMA key",
        "sqlcipher_export",
        "KEY ''",
        "temp_store=FILE",
        "ATTACH DATABASE",
        "ATTACH ?",
        "rekey =",
    )

    found = [
        path.relative_to(RECORD).as_posix()
        for path in sorted([*RECORD.rglob("*.py"), *RECORD.rglob("*.sql")])
        if unsafe(path.read_text(encoding="utf-8"))
    ]

    assert found == []
    assert unsafe("connection.execute(\"PRAGMA key = 'x'\")")


def test_a_vault_that_is_open_knows_the_day(vault: Vault) -> None:
    assert vault.today() == START.date()
