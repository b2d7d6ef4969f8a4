"""Roles that change, people who leave, and what a removed person can still open."""

from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, a_client
from tests.support.record.team import lay_out_team
from therapist_app.record.clients import clients
from therapist_app.record.crypto.kdf import FLOOR, KdfCost
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    HeaderAltered,
    NoCaseload,
    NotAllowed,
    NotPossibleYet,
    RecordBug,
    RecordDamaged,
)
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.statements import keeper_keys
from therapist_app.record.keyring.covering import grant_cover, hand_over
from therapist_app.record.keyring.people import (
    begin_anew,
    change_roles,
    may_keep_people,
    raise_cost,
    remove_person,
    settled,
)
from therapist_app.record.service.former_people import FormerPerson, former_people


@pytest.fixture
def colleague(on_disk: ServiceOnDisk) -> Colleague:
    return Colleague(on_disk, ("lead",))


# Acceptance A18
def test_a_removed_person_opens_nothing_with_their_keys_a_saved_header_and_the_current_files(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    colleague.open().close()
    saved = on_disk.place.header.read_bytes()
    with on_disk.open() as vault:
        remove_person(vault, colleague.uid)
        assert audit.verify(vault.service).is_whole

    header = load_header(on_disk.place.header)
    assert header.person(colleague.uid) is None
    assert [box.to for box in header.service_boxes] == [on_disk.uid, CONTINUITY]
    with pytest.raises(HeaderAltered):
        colleague.open()
    on_disk.place.header.write_bytes(saved)
    with pytest.raises(RecordDamaged, match="first-page"):
        colleague.open()


def test_what_somebody_signed_verifies_after_they_left(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with colleague.open() as vault, vault.service.change("settings_changed", "setting:x"):
        pass
    with on_disk.open() as vault:
        remove_person(vault, colleague.uid)
        [person] = former_people(vault.service)

    with on_disk.open() as vault:
        assert audit.verify(vault.service).is_whole
    assert isinstance(person, FormerPerson)
    assert (person.uid, person.name) == (colleague.uid, "Bo Example")


def test_somebody_whose_caseload_is_still_theirs_stays(on_disk: ServiceOnDisk) -> None:
    therapist = Colleague(on_disk, ("therapist",))
    therapist.open().close()

    with on_disk.open() as vault:
        with pytest.raises(NotPossibleYet, match="caseloads"):
            remove_person(vault, therapist.uid)
        with pytest.raises(NotPossibleYet, match="caseloads"):
            change_roles(vault, therapist.uid, ("lead",))

    therapist.open().close()


def test_somebody_who_handed_their_clients_over_can_leave(on_disk: ServiceOnDisk) -> None:
    leaver, heir = Colleague(on_disk, name="Bo"), Colleague(on_disk, name="Cy")
    with leaver.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    with on_disk.open() as vault:
        hand_over(vault, leaver.uid, heir.uid)
    leaver.visit()

    with on_disk.open() as vault:
        remove_person(vault, leaver.uid)

    header = load_header(on_disk.place.header)
    grant = header.grant(leaver.uid)
    assert grant is not None
    assert (grant.owner, grant.is_stale, header.covers) == (heir.uid, True, ())
    with heir.open() as vault:
        assert clients.count(vault.use_caseload(leaver.uid)) == 1
        assert audit.verify(vault.caseload).is_whole
    grant = load_header(on_disk.place.header).grant(leaver.uid)
    assert grant is not None
    assert not grant.is_stale
    assert grant.boxes_for(leaver.uid) == ()


def test_the_cover_of_somebody_who_leaves_ends_and_the_key_follows(on_disk: ServiceOnDisk) -> None:
    leaver = Colleague(on_disk)
    leaver.open().close()
    with on_disk.open() as vault:
        hand_over(vault, leaver.uid, on_disk.uid)
    leaver.visit()
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, leaver.uid, vault.today())
        remove_person(vault, leaver.uid)

    header = load_header(on_disk.place.header)

    assert header.covers == ()
    assert [grant.is_stale for grant in header.caseloads if grant.id == on_disk.uid] == [True]
    with on_disk.open() as vault:
        assert {each.id for each in vault.caseload_choices()} == {on_disk.uid, leaver.uid}
    header = load_header(on_disk.place.header)
    assert [grant.is_stale for grant in header.caseloads if grant.id == on_disk.uid] == [False]


def test_nobody_removes_themselves_and_the_last_keeper_stays(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        with pytest.raises(NotAllowed, match="yourself"):
            remove_person(vault, on_disk.uid)
        with pytest.raises(NotAllowed, match="yourself"):
            change_roles(vault, on_disk.uid, ("therapist",))
        with pytest.raises(RecordBug, match="no-such-person"):
            remove_person(vault, "nobody")
    with colleague.open() as vault:
        for act in (remove_person, lambda vault, uid: change_roles(vault, uid, ("keeper",))):
            with pytest.raises(NotAllowed, match="keeper"):
                act(vault, on_disk.uid)


@pytest.mark.usefixtures("keepers_agree")
def test_a_second_keeper_takes_over_and_the_first_can_leave(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("keeper", "therapist"))
    with colleague.open() as vault:
        assert may_keep_people(vault)
        hand_over(vault, on_disk.uid, colleague.uid)
    with on_disk.open() as vault:
        agree(vault)

    with colleague.open() as vault:
        remove_person(vault, on_disk.uid)

    third = Colleague(on_disk, ("keeper",), name="Cy Example", keeper=colleague)
    with third.open() as vault:
        assert may_keep_people(vault)
        assert audit.verify(vault.service).is_whole
        assert len(keeper_keys(vault.header)) == 2
    with pytest.raises(HeaderAltered, match="no-box"):
        on_disk.open()


def test_roles_decide_what_is_signed_not_what_a_slot_was_locked_on(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("lead", "therapist"))

    with colleague.open() as vault:
        assert vault.person.roles == ("lead", "therapist")
        assert clients.count(vault.caseload) == 0

    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("therapist",))
    with colleague.open() as vault:
        assert vault.person.roles == ("therapist",)


def test_who_is_no_therapist_any_more_covers_for_nobody(on_disk: ServiceOnDisk) -> None:
    colleague = Colleague(on_disk)
    colleague.open().close()
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, vault.today())
        hand_over(vault, colleague.uid, on_disk.uid)
    colleague.visit()

    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("lead",))

    with colleague.open() as vault:
        assert vault.caseload_choices() == ()
    assert load_header(on_disk.place.header).covers == ()


def test_somebody_who_handed_over_can_be_given_an_empty_caseload(on_disk: ServiceOnDisk) -> None:
    colleague = Colleague(on_disk)
    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
        hand_over(vault, on_disk.uid, colleague.uid)
        change_roles(vault, on_disk.uid, ("keeper", "therapist", "lead"))
        assert len(vault.header.caseloads) == 2  # by no chance
        begin_anew(vault, on_disk.uid)
        begin_anew(vault, on_disk.uid)

    with on_disk.open() as vault:
        [mine] = vault.caseload_choices()
        assert (mine.access, clients.count(vault.caseload)) == ("own", 0)
        assert mine.id != on_disk.uid
    with colleague.open() as vault:
        assert clients.count(vault.use_caseload(on_disk.uid)) == 1


def test_a_file_left_by_an_attempt_that_was_cut_off_is_set_aside(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    on_disk.place.caseload(colleague.uid).write_bytes(b"left behind")

    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("therapist",))

    with colleague.open() as vault:
        assert clients.count(vault.caseload) == 0
    [aside] = on_disk.place.caseloads.glob("*.set-aside-*")
    assert aside.read_bytes() == b"left behind"


@pytest.mark.usefixtures("keepers_agree")
def test_a_keepers_demotion_takes_their_signature_from_the_header(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        change_roles(vault, colleague.uid, ("keeper", "lead"))
        change_roles(vault, colleague.uid, ("keeper", "lead"))
    with colleague.open() as vault:
        change_roles(vault, on_disk.uid, ("therapist",))
        with pytest.raises(NotAllowed, match="yourself"):
            change_roles(vault, colleague.uid, ("lead",))

    with on_disk.open() as vault:
        assert not may_keep_people(vault)
        with pytest.raises(NotAllowed, match="keeper"):
            change_roles(vault, on_disk.uid, ("keeper",))


def test_the_cost_of_a_guess_only_rises(on_disk: ServiceOnDisk) -> None:
    dearer = KdfCost(FLOOR.memory, FLOOR.passes + 1, FLOOR.lanes)

    with on_disk.open() as vault:
        raise_cost(vault, dearer)
        for cost in (FLOOR, KdfCost(8, 1, 1)):
            with pytest.raises(RecordBug, match="cost"):
                raise_cost(vault, cost)

    assert load_header(on_disk.place.header).cost == dearer


def test_a_header_without_anything_to_settle_stays_as_it_is(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)

    assert settled(header) == header


def test_somebody_without_a_caseload_has_none(colleague: Colleague) -> None:
    with colleague.open() as vault:
        assert vault.caseload_id is None
        with pytest.raises(NoCaseload):
            _ = vault.caseload


def test_only_a_therapist_begins_a_new_list(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Lea=("lead",))
    with team.open("Ana") as vault, pytest.raises(NotAllowed):
        begin_anew(vault, team.uid("Lea"))
