"""Nobody is kept out of the service file by what a colleague amends of its sealed keys."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.crypto.sealed_box import seal, seal_alike
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header, box_context
from therapist_app.record.header.header_file import keep_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.key_boxes import (
    DataKey,
    open_those_that_open,
    seal_to,
    service_holders,
)
from therapist_app.record.header.person_keys import new_data_key
from therapist_app.record.header.statements import with_amendments
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

EVERYBODY = ("Bo", "Lea", "Ana", "Mia")
Amending = Callable[[Vault, Header, str], Header]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana keeps it; Bo and Mia see clients, Lea leads."""
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Bo=("therapist",), Lea=("lead",), Mia=("therapist",))
    team.visit(*EVERYBODY)
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.apart(tmp_path)


def amend(team: Team, amending: Amending) -> None:
    """Have Mia amend the header with a program of her own, in her own name."""
    mia, place, now = team.members["Mia"], team.service.place, header_of(team)
    vault = open_service(place, now, mia.uid, mia.keys(), team.service.sources)
    after = amending(vault, now, team.uid("Lea"))
    amended = with_amendments(now, after, mia.uid, vault.credentials.keys.signing)
    key = vault.credentials.service_key
    keep_header(place, seal_header(replace(amended, generation=now.generation), key))
    vault.abandon()


def without(_vault: Vault, header: Header, uid: str) -> Header:
    boxes = (each for each in header.service_boxes if each.to != uid)
    return replace(header, service_boxes=tuple(boxes))


def garbled(_vault: Vault, header: Header, uid: str) -> Header:
    boxes = [
        replace(each, sealed=bytes(len(each.sealed))) if each.to == uid else each
        for each in header.service_boxes
    ]
    return replace(header, service_boxes=tuple(boxes))


def with_another_key(vault: Vault, header: Header, uid: str) -> Header:
    other = DataKey(SERVICE, 1, new_data_key(vault.sources))
    boxes = [
        seal_to(header, replace(other, generation=each.generation), uid, vault.sources)
        if each.to == uid
        else each
        for each in header.service_boxes
    ]
    return replace(header, service_boxes=tuple(boxes))


def with_a_next_key_but_for(vault: Vault, header: Header, uid: str) -> Header:
    newest = max(each.generation for each in header.service_boxes)
    following = DataKey(SERVICE, newest + 1, new_data_key(vault.sources))
    holders = [each for each in service_holders(header) if each != uid]
    boxes = [seal_to(header, following, each, vault.sources) for each in holders]
    return replace(header, service_boxes=(*header.service_boxes, *boxes))


def with_a_next_key_each(vault: Vault, header: Header, _uid: str) -> Header:
    """Seal another key to each: whoever comes first would keep all others out."""
    newest = max(each.generation for each in header.service_boxes)
    boxes = [
        seal_to(
            header, DataKey(SERVICE, newest + 1, new_data_key(vault.sources)), each, vault.sources
        )
        for each in service_holders(header)
    ]
    return replace(header, service_boxes=(*header.service_boxes, *boxes))


PLANTED = [with_a_next_key_but_for, with_a_next_key_each]


@pytest.mark.parametrize("amending", [without, garbled, with_another_key])
def test_a_key_that_is_not_sealed_to_somebody_is_sealed_anew_and_told(
    team: Team, amending: Amending
) -> None:
    amend(team, amending)
    with pytest.raises(Exception, match=r"header-altered|first-page"):
        team.open("Lea")

    team.visit("Bo")

    for name in EVERYBODY:
        with team.open(name) as vault:
            [words] = [act_in_words(each) for each in loud_acts(vault)]
            assert "Mia Example changed it last" in words
            assert words.endswith("It was found as Bo Example signed in.")


@pytest.mark.parametrize("amending", PLANTED)
@pytest.mark.parametrize("first", ["Bo", "Lea"])
def test_no_next_key_of_the_service_is_taken_that_a_colleague_plants(
    team: Team, amending: Amending, first: str
) -> None:
    amend(team, amending)
    planted = [each.sealed for each in header_of(team).service_boxes]

    team.visit(first, *EVERYBODY)

    stand = header_of(team).service_boxes
    assert {each.sealed for each in stand}.isdisjoint(planted)
    assert {each.to for each in stand} == {*service_holders(header_of(team))}
    assert len({each.generation for each in stand}) == 1


def test_the_same_key_is_sealed_alike_and_another_one_or_for_somebody_else_otherwise() -> None:
    key, to, context = bytearray(b"k" * 32), bytes([9, *bytes(31)]), b"context"

    alike = seal_alike(key, to, context)

    assert alike == seal_alike(bytearray(key), to, context)
    others = [
        seal_alike(bytearray(b"K" * 32), to, context),
        seal_alike(key, bytes([5, *bytes(31)]), context),
        seal_alike(key, to, b"another"),
    ]
    assert len({each[:32] for each in (alike, *others)}) == 4


def test_boxes_of_an_earlier_version_are_sealed_anew_and_nobody_is_told(
    team: Team,
) -> None:
    def as_before(vault: Vault, header: Header, _uid: str) -> Header:
        boxes = []
        for each in header.service_boxes:
            context = box_context(header.service_id, SERVICE, each.to, each.generation)
            person = header.person(each.to)
            public = header.continuity if person is None else person.public
            assert public is not None
            with vault.credentials.service_key.revealed() as key:
                boxes.append(replace(each, sealed=seal(key, public, context, vault.sources)))
        return replace(header, service_boxes=tuple(boxes))

    amend(team, as_before)
    before = {each.sealed for each in header_of(team).service_boxes}

    team.visit(*EVERYBODY)

    assert before.isdisjoint(each.sealed for each in header_of(team).service_boxes)
    with team.open("Lea") as vault:
        assert loud_acts(vault) == ()


def test_a_box_that_does_not_open_hides_none_that_does(team: Team) -> None:
    amend(team, with_a_next_key_but_for)
    header, bo = header_of(team), team.members["Bo"]
    mine = [each for each in header.service_boxes if each.to == bo.uid]
    newest, before = sorted(mine, key=lambda each: -each.generation)
    spoilt = replace(newest, sealed=bytes(len(newest.sealed)))
    opening = bo.keys().opening

    [found] = open_those_that_open(header, SERVICE, (spoilt, before), opening)

    assert found.generation == before.generation
    for boxes in ((spoilt,), ()):
        with pytest.raises(HeaderAltered):
            open_those_that_open(header, SERVICE, boxes, opening)
    assert CONTINUITY in service_holders(header)
