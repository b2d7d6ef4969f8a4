"""A parcel that somebody packed with a program of their own, and that holds what no client is."""

import hashlib
import json
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from tests.support.record.whole_clients import a_whole_client, with_past_protection
from therapist_app.record.client_rights import client_moves
from therapist_app.record.client_rights.client_rows import rows_of, ways_to_clients
from therapist_app.record.client_rights.erasing import hash_of
from therapist_app.record.clients import clients
from therapist_app.record.crypto.sealed_box import seal
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.database.figures import WORKED_OUT
from therapist_app.record.database.tables import read_row
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.keyring.moving_clients import arriving, offer, take_over
from therapist_app.record.service_model import ClientMove
from therapist_app.workflows.people.moving_clients import arriving_clients

Rows = dict[str, Any]
Spoil = Callable[[Rows, str], object]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Team, str, str]:
    """Mia and Cy see clients; Mia has one whom she offers, Cy one whom Mia knows by id."""
    folder = tmp_path_factory.mktemp("crafted")
    team = lay_out_team(folder, Mia=("therapist",), Cy=("therapist",))
    with team.open("Mia") as vault:
        moving = a_whole_client(vault.caseload, "M1-111", "Zanzibarcanary").id
    with team.open("Cy") as vault:
        hers = a_whole_client(vault.caseload, "C1-111", "Ordinaryword")
        with_past_protection(vault.caseload, hers, "Ordinaryword")
    return team, moving, hers.id


def packed(team: Team, moving: str, hers: str, spoil: Spoil) -> None:
    """Let Mia offer her client to Cy, and lay a parcel of her own making there."""
    with team.open("Mia") as vault:
        offer(vault, moving, team.uid("Cy"))
        [move] = client_moves.under_way(vault.service)
        rows: Rows = {}
        for table, row in rows_of(vault.caseload, moving):
            rows.setdefault(table, []).append(dict(row))
        spoil(rows, hers)
        found = {"schema": client_moves.NEWEST, "by": vault.person.uid, "rows": rows}
        cy = vault.header.person(team.uid("Cy"))
        assert cy is not None
        context = client_moves._context(vault.header, move)
        secret = bytearray(zlib.compress(json.dumps(found).encode()))
        sealed = seal(secret, cy.public, context, vault.service.sources)
        parcel = vault.author.actor.sign(context + sealed) + sealed
    with by_hand(team, "Mia") as service:
        lay_parcel(service, parcel)


def lay_parcel(service: ServiceFile, parcel: bytes) -> None:
    """Lay a parcel there as its maker signs it."""
    told = f"parcel={hashlib.sha256(parcel).hexdigest()}"
    [[move]] = service.rows("SELECT id FROM client_moves")
    with service.change("client_packed", f"move:{move}", (told,)) as change:
        change.execute("UPDATE client_moves SET parcel = ?", (parcel,))


def into_hers(table: str) -> Spoil:
    def spoil(rows: Rows, hers: str) -> None:
        more = [{**each, "client_id": hers, "id": each["id"][::-1]} for each in rows[table][:1]]
        rows[table] += more

    return spoil


def of_another_meeting(rows: Rows, _hers: str) -> None:
    rows["alerts"][0]["appointment_id"] = "f" * 32


def set_to(table: str, column: str, value: object) -> Spoil:
    def spoil(rows: Rows, _hers: str) -> None:
        rows[table][0][column] = value

    return spoil


def assign(**tables: object) -> Spoil:
    def spoil(rows: Rows, _hers: str) -> None:
        rows.update(tables)

    return spoil


def test_each_table_of_a_client_is_read_as_it_is_tried_out(
    begun: tuple[Team, str, str], tmp_path: Path
) -> None:
    with begun[0].apart(tmp_path).open("Cy") as vault:
        of_a_client = set(ways_to_clients(vault.caseload)) - WORKED_OUT
        for table, row in rows_of(vault.caseload, begun[2]):
            read_row(table, row)
            of_a_client.discard(table)
    assert of_a_client == set()


SPOILS: dict[str, Spoil] = {
    "a consent of hers": into_hers("consents"),
    "an event of hers": into_hers("course_events"),
    "a promise of hers": into_hers("promises"),
    "a form that is not there": of_another_meeting,
    "a code of hers": set_to("clients", "code", "C1-111"),
    "a word that is none": set_to("clients", "status", "garbage"),
    "a moment that is none": set_to("filled_forms", "started_at", "garbage"),
    "a moment of a meeting that is none": set_to("appointments", "planned_for", "garbage"),
    "a list in a column": set_to("clients", "gender", ["x"]),
    "a number too large": set_to("appointments", "seconds_used", 2**70),
    "no rows": assign(consents=3),
    "rows that are none": assign(consents=[3]),
    "a table as a word": assign(consents="garbage"),
    "words to search": assign(searched_words=[{"word": "x", "number": 1}]),
    "a meeting in no state": lambda rows, _hers: rows["appointments"][0].pop("state"),
    "a meeting at no time": assign(appointments=[{"state": "planned"}]),
    "half a sign": set_to("clients", "gender", "\ud800"),
    "no column": set_to("clients", "code", None),
}


@pytest.mark.parametrize("what", SPOILS)
def test_it_keeps_nobody_out_and_brings_nothing_into_another_client(
    begun: tuple[Team, str, str], tmp_path: Path, what: str
) -> None:
    team, moving, hers = begun[0].apart(tmp_path), *begun[1:]
    with team.open("Cy") as vault:
        before = [(table, dict(row)) for table, row in rows_of(vault.caseload, hers)]
    packed(team, moving, hers, SPOILS[what])

    with team.open("Cy") as vault:
        [coming] = arriving(vault)
        [_line] = arriving_clients(vault)
        with pytest.raises(NotPossibleYet, match="not-packed"):
            take_over(vault, coming.move.id)
    with team.open("Cy") as vault:
        assert [(table, dict(row)) for table, row in rows_of(vault.caseload, hers)] == before
        assert {each.id for each in clients.list_rows(vault.caseload)} == {hers}
        assert vault.caseload.rows("PRAGMA foreign_key_check") == []


def moved_by_mia(team: Team, client_id: str, turn: int) -> ClientMove:
    """Return a move, as Mia alone can sign it, of somebody who never was her client."""
    with team.open("Mia") as vault:
        mine = vault.caseload_id or ""
        move = ClientMove(
            "e" * 32,
            hash_of(vault.service, client_id),
            turn,
            mine,
            vault.person.uid,
            vault.service.now(),
            vault.person.uid,
            b"",
            ended_at=vault.service.now(),
            to_caseload=mine,
            parcel_hash=bytes(32),
        )
        signs, service_id = vault.author.actor.sign, vault.header.service_id
        return replace(
            move,
            offered_sign=signs(client_moves.offer_statement(service_id, move)),
            taken_sign=signs(client_moves.taking_statement(service_id, move)),
        )


@pytest.mark.parametrize("turn", [1, 9])
def test_nobody_takes_a_client_out_of_a_caseload_by_moving_them_within_their_own(
    begun: tuple[Team, str, str], tmp_path: Path, turn: int
) -> None:
    team, moving, hers = begun[0].apart(tmp_path), *begun[1:]
    with team.open("Mia") as vault:
        offer(vault, moving, team.uid("Cy"))
    with team.open("Cy") as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
    forged = moved_by_mia(team, hers, turn)
    with by_hand(team, "Mia") as service:
        client_moves._TABLE.insert(Change(service), forged)

    with team.open("Cy") as vault:
        assert {each.id for each in clients.list_rows(vault.caseload)} == {hers, moving}


def test_nobody_keeps_a_client_from_coming_back_with_a_backup_by_such_a_move(
    begun: tuple[Team, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_moves, "_is_in_a_backup", lambda *_: True)
    team, moving, _hers = begun[0].apart(tmp_path), *begun[1:]
    place = team.service.place
    path = place.caseload(team.uid("Cy"))
    with team.open("Mia") as vault:
        offer(vault, moving, team.uid("Cy"))
    before = {each: each.read_bytes() for each in (path, path.with_suffix(".anchor"))}
    with team.open("Cy") as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
    forged = moved_by_mia(team, moving, 9)
    for each, data in before.items():
        each.write_bytes(data)
    with by_hand(team, "Mia") as service:
        client_moves._TABLE.insert(Change(service), forged)

    with team.open("Cy") as vault:
        assert moving in {each.id for each in clients.list_rows(vault.caseload)}


@pytest.mark.parametrize("turn", [10**9, 2**62, 2**63 - 1])
def test_no_number_of_a_move_that_somebody_made_up_keeps_a_client_from_going(
    begun: tuple[Team, str, str], tmp_path: Path, turn: int
) -> None:
    team, hers = begun[0].apart(tmp_path), begun[2]
    forged = replace(moved_by_mia(team, hers, turn), offered_sign=b"", taken_sign=None)
    with by_hand(team, "Mia") as service:
        client_moves._TABLE.insert(Change(service), forged)

    with team.open("Cy") as vault:
        offer(vault, hers, team.uid("Mia"))
    with team.open("Mia") as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
        came = client_moves._settled(
            vault.service, vault.caseload, "client_arrived", {vault.person.uid}
        )
        assert set(came.values()) == {1}


def sealed_in(team: Team, moving: str, secret: bytes, context: bytes = b"") -> None:
    """Let Mia offer her client, and lay something there that she sealed to Cy, and signs."""
    with team.open("Mia") as vault:
        offer(vault, moving, team.uid("Cy"))
        [move] = client_moves.under_way(vault.service)
        cy = vault.header.person(team.uid("Cy"))
        assert cy is not None
        stated = client_moves._context(vault.header, move)
        sealed = seal(bytearray(secret), cy.public, context or stated, vault.service.sources)
        parcel = vault.author.actor.sign(stated + sealed) + sealed
    with by_hand(team, "Mia") as service:
        lay_parcel(service, parcel)


def nobody(team: Team) -> bytes:
    found = {"schema": client_moves.NEWEST, "by": team.uid("Mia"), "rows": {}}
    return zlib.compress(json.dumps(found).encode())


@pytest.mark.parametrize("what", ["nothing packed", "no rows", "another context"])
def test_what_makes_no_sense_in_a_parcel_is_none(
    begun: tuple[Team, str, str], tmp_path: Path, what: str
) -> None:
    team = begun[0].apart(tmp_path)
    secret = b"[]" if what == "nothing packed" else nobody(team)
    sealed_in(team, begun[1], secret, b"else" if what == "another context" else b"")

    with team.open("Cy") as vault:
        assert [each.rows for each in arriving(vault)] == [None]


BOMB = zlib.compress(b"[" + b" " * (1 << 27) + b"]", 1)


def test_no_parcel_takes_all_the_memory_there_is(
    begun: tuple[Team, str, str], tmp_path: Path
) -> None:
    """Whatever it is, and whoever laid it there: each page of the day would unpack it."""
    team = begun[0].apart(tmp_path)
    sealed_in(team, begun[1], BOMB)

    with team.open("Cy") as vault:
        tracemalloc.start()
        try:
            [coming] = arriving(vault)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert coming.rows is None
    assert most < 100_000_000


@pytest.mark.parametrize("ended", ["locked", "cut off", "cut off, with no parcel there"])
def test_an_older_parcel_that_is_put_back_is_none(
    begun: tuple[Team, str, str], tmp_path: Path, ended: str
) -> None:
    """A colleague who puts it there would have what was written since let go of."""
    team, moving = begun[0].apart(tmp_path), begun[1]
    with team.open("Mia") as vault:
        offer(vault, moving, team.uid("Cy"))
    with by_hand(team, "Cy", "Ana") as service:
        [[older]] = service.rows("SELECT parcel FROM client_moves")
        if ended.endswith("there"):
            service.run("UPDATE client_moves SET parcel = NULL").fetchall()
    vault = team.open("Mia")
    vault.caseload.run("DELETE FROM promises").fetchall()
    (vault.close if ended == "locked" else vault.abandon)()
    with by_hand(team, "Cy", "Ana") as service:
        lay_parcel(service, older)

    with team.open("Cy") as vault:
        [found] = arriving(vault)
        assert found.rows is None
        with pytest.raises(NotPossibleYet, match="not-packed"):
            take_over(vault, found.move.id)
    team.visit("Mia")
    with team.open("Cy") as vault:
        assert take_over(vault, arriving(vault)[0].move.id) == moving
        assert not vault.caseload.rows("SELECT 1 FROM promises WHERE client_id = ?", (moving,))
