"""An id or a number that is none, written by whoever covers: its owner still comes in."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.safekeeping import codes_in
from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.client_rights.erasing import erase
from therapist_app.record.clients import clients
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.opening import open_database
from therapist_app.record.header.header import caseload_label
from therapist_app.record.header.key_boxes import open_newest
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.keyring.moving_clients import arriving, offer, take_over
from therapist_app.record.vault.openings import Author, actor_for, opening_of
from therapist_app.workflows.safekeeping.while_away import while_away

NO_ID = "z" * 32


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Mia covers for Cy, who erased somebody once and had somebody from Bo."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Mia=("therapist",))
    with team.open("Bo") as vault:
        coming = a_client(vault.caseload, code="B-100")
        clients.add(vault.caseload, coming)
        offer(vault, coming.id, team.uid("Cy"))
    with team.open("Cy") as vault:
        [one] = arriving(vault)
        take_over(vault, one.move.id)
        gone = a_client(vault.caseload, code="C-200")
        for each in (a_client(vault.caseload, code="C-100"), gone):
            clients.add(vault.caseload, each)
        path = vault.place.caseload(team.uid("Cy"))
        erase(vault.caseload, vault.service, gone.id, "objection", path)
    with team.open("Ana") as vault:
        last = vault.day_of_covers() + timedelta(days=3)
        grant_cover(vault, team.uid("Cy"), team.uid("Mia"), last)
    team.visit("Cy", "Cy", "Mia")
    return team


@contextmanager
def covering_by_hand(team: Team) -> Generator[Caseload]:
    """Yield Cy's clients as Mia opens them with a program of her own."""
    cy, mia, header = team.uid("Cy"), team.members["Mia"], header_of(team)
    grant = header.grant(cy)
    assert grant is not None
    boxes = grant.boxes_for(mia.uid)
    [held, *_older] = open_newest(header, caseload_label(cy), boxes, mia.keys().opening)
    author = Author(actor_for(mia.uid, mia.keys()), team.service.sources)
    opening = opening_of(team.service.place, header, cy, held.key, author)
    caseload = open_database(Caseload, opening)
    try:
        yield caseload
    finally:
        caseload.close()


def test_a_client_whose_id_is_none_keeps_nobody_out(team: Team) -> None:
    with covering_by_hand(team) as caseload:
        names = [name for (name,) in caseload.rows("SELECT name FROM pragma_table_info('clients')")]
        values = ["?" if each == "id" else "'Z-1'" if each == "code" else each for each in names]
        made = f"INSERT INTO clients SELECT {', '.join(values)} FROM clients WHERE code = 'C-100'"
        caseload.run(made, (NO_ID,)).fetchall()

    with team.open("Cy") as vault:
        assert codes_in(vault) == ["B-100", "C-100", "Z-1"]


@pytest.mark.parametrize("action", ["client_arrived", "client_moved_away", "erased"])
def test_an_entry_about_a_client_whose_id_is_none_keeps_nobody_out(team: Team, action: str) -> None:
    with covering_by_hand(team) as caseload:
        note(caseload, action, f"client:{NO_ID}", ("turn=999999999",))
        note(caseload, action, "nobody", ("turn=3",))

    with team.open("Cy") as vault:
        assert codes_in(vault) == ["B-100", "C-100"]


@pytest.mark.parametrize("value", ["garbage", "9" * 60, "-1", ""])
@pytest.mark.parametrize("fact", ["service_mark", "read_of_others", "moves_taken_back"])
def test_a_number_in_a_fact_that_is_none_keeps_nobody_out(
    team: Team, fact: str, value: str
) -> None:
    key = f"{fact}:{team.uid('Cy')}" if fact == "read_of_others" else fact
    with covering_by_hand(team) as caseload:
        caseload.run("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value)).fetchall()

    with team.open("Cy") as vault:
        assert codes_in(vault) == ["B-100", "C-100"]
        while_away(vault)
