"""No number of a header is brought to its end, and nobody takes up the room of others in it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.errors import HeaderAltered, NotARecord
from therapist_app.record.header.header import SERVICE, Header, KeyBox, Renewal
from therapist_app.record.header.header_file import (
    MOST_PAIRS,
    header_bytes,
    keep_header,
    load_header,
    parse_header,
    save_header,
)
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.key_boxes import DataKey, seal_to, service_holders
from therapist_app.record.header.numbers import MOST, MOST_WRITINGS, count_after, generation_after
from therapist_app.record.header.person_keys import new_data_key
from therapist_app.record.header.statements import with_amendments
from therapist_app.record.keyring.covering import hand_over
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.vault import Vault

LAST = MOST - 1
Amending = Callable[[Vault, Header], tuple[Header, Header]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana keeps it; Bo and Mia see clients, Lea leads."""
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Bo=("therapist",), Lea=("lead",), Mia=("therapist",))
    team.visit("Bo", "Lea", "Ana", "Mia")
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.apart(tmp_path)


def amend(team: Team, amending: Amending, written: int | None = None) -> None:
    """Have Mia amend the header with a program of her own, which counts as she likes."""
    mia, place, now = team.members["Mia"], team.service.place, header_of(team)
    vault = open_service(place, now, mia.uid, mia.keys(), team.service.sources)
    before, after = amending(vault, now)
    amended = with_amendments(before, after, mia.uid, vault.credentials.keys.signing)
    generation = now.generation if written is None else written
    sealed = seal_header(replace(amended, generation=generation), vault.credentials.service_key)
    keep_header(place, sealed)
    vault.abandon()


def a_next_key(vault: Vault, header: Header) -> tuple[Header, Header]:
    which = DataKey(SERVICE, LAST, new_data_key(vault.sources))
    boxes = (seal_to(header, which, each, vault.sources) for each in service_holders(header))
    return header, replace(header, service_boxes=(*header.service_boxes, *boxes))


def the_key_of_now(vault: Vault, header: Header) -> tuple[Header, Header]:
    which = DataKey(SERVICE, LAST, vault.credentials.service_key)
    boxes = (seal_to(header, which, each, vault.sources) for each in service_holders(header))
    return header, replace(header, service_boxes=tuple(boxes))


def many_writings(_vault: Vault, header: Header) -> tuple[Header, Header]:
    return header, header


def count_of_changes(vault: Vault, header: Header) -> tuple[Header, Header]:
    grant = header.grant(vault.person.uid)
    assert grant is not None
    amended = with_amendments(
        header,
        header.with_grant(replace(grant, is_stale=True)),
        vault.person.uid,
        vault.credentials.keys.signing,
    )
    changed = amended.grant(grant.id)
    assert changed is not None
    counted = amended.with_grant(replace(changed, count=LAST - 1))
    return counted, counted.with_grant(replace(changed, count=LAST - 1, is_stale=False))


def keys_of_clients(vault: Vault, header: Header) -> tuple[Header, Header]:
    grant = header.grant(vault.person.uid)
    assert grant is not None
    [which] = vault.data_keys(grant.id)
    last = DataKey(which.label, LAST, which.key)
    boxes = tuple(seal_to(header, last, each.to, vault.sources) for each in grant.boxes)
    return header, header.with_grant(replace(grant, boxes=boxes))


@pytest.mark.parametrize("amending", [a_next_key, the_key_of_now, many_writings])
def test_a_colleague_counts_the_service_to_no_end(team: Team, amending: Amending) -> None:
    amend(team, amending, MOST_WRITINGS - 2 if amending is many_writings else None)

    team.visit("Bo", "Lea")
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Lea"))
    team.visit("Bo", "Mia")


@pytest.mark.parametrize("amending", [count_of_changes, keys_of_clients])
def test_who_takes_clients_over_is_left_with_no_number_at_its_end(
    team: Team, amending: Amending
) -> None:
    amend(team, amending)
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Mia"), team.uid("Bo"))

    team.visit("Mia", "Bo", "Bo", "Ana")

    grant = header_of(team).grant(team.uid("Mia"))
    assert grant is not None
    assert {each.to for each in grant.boxes} == {team.uid("Bo"), "continuity"}


def test_what_comes_after_the_last_number_can_be_read() -> None:
    assert count_after(7) == 8
    assert count_after(LAST) == LAST
    assert generation_after(3, 3) == 4
    assert generation_after(3, LAST) == 4
    assert generation_after(LAST, LAST) == 1


@pytest.fixture
def header(on_disk: ServiceOnDisk) -> Header:
    return load_header(on_disk.place.header)


def twice(header: Header) -> tuple[KeyBox, ...]:
    return (*header.service_boxes, header.service_boxes[0])


def to_nobody(header: Header) -> tuple[KeyBox, ...]:
    return (*header.service_boxes, replace(header.service_boxes[0], to="f" * 32))


def of_many_keys(header: Header) -> tuple[KeyBox, ...]:
    return tuple(replace(header.service_boxes[0], generation=each) for each in range(1, 6))


@pytest.mark.parametrize("boxes", [twice, to_nobody, of_many_keys])
@pytest.mark.parametrize("where", ["service", "caseload"])
def test_boxes_take_up_no_room_of_others(
    header: Header,
    on_disk: ServiceOnDisk,
    boxes: Callable[[Header], tuple[KeyBox, ...]],
    where: str,
) -> None:
    full = replace(header, service_boxes=boxes(header))
    if where == "caseload":
        full = header.with_grant(replace(header.caseloads[0], boxes=boxes(header)))

    refused_to_be_read_or_kept(full, on_disk)


def test_pairs_take_up_no_room_of_others(header: Header, on_disk: ServiceOnDisk) -> None:
    given_up = Renewal(bytes(32), bytes(32), bytes(64), bytes(80))
    full = header.with_person(replace(header.people[0], renewals=(given_up,) * (MOST_PAIRS + 1)))

    refused_to_be_read_or_kept(full, on_disk)


def refused_to_be_read_or_kept(full: Header, on_disk: ServiceOnDisk) -> None:
    with pytest.raises(HeaderAltered, match="content"):
        parse_header(header_bytes(full))
    before = on_disk.place.header.read_bytes()
    with pytest.raises(NotARecord, match="list-full"):
        save_header(on_disk.place.header, full)
    assert on_disk.place.header.read_bytes() == before


def test_a_role_stands_once_in_what_a_slot_was_locked_on(header: Header) -> None:
    person = header.people[0]
    terms = replace(person.sheet.terms, roles=("keeper", "keeper"))
    twice = header.with_person(replace(person, sheet=replace(person.sheet, terms=terms)))

    with pytest.raises(HeaderAltered, match="content"):
        parse_header(header_bytes(twice))


@pytest.mark.parametrize("written", [-1, MOST_WRITINGS])
def test_a_header_that_was_written_too_often_is_none(header: Header, written: int) -> None:
    with pytest.raises(HeaderAltered, match="content"):
        parse_header(header_bytes(replace(header, generation=written)))
