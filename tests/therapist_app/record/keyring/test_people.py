"""Several people in one service: each opens their own caseload and no other."""

from dataclasses import replace

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, a_client, lay_out
from therapist_app.record.clients import clients
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.sealed_box import unseal
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    HeaderAltered,
    NoCaseload,
    NotAllowed,
    PassphraseTooWeak,
    RecordDamaged,
)
from therapist_app.record.header.header import KeeperLink, NewPerson, box_context
from therapist_app.record.header.header_file import keep_header, load_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.statements import keeper_keys, with_statement
from therapist_app.record.keyring import people
from therapist_app.record.keyring.own_keys import check_new_passphrase
from therapist_app.record.service.caseload_figures import CaseloadFigures, count, write
from therapist_app.record.sign_in.unlocking import unlock


@pytest.fixture
def colleague(on_disk: ServiceOnDisk) -> Colleague:
    return Colleague(on_disk)


def test_each_opens_their_own_caseload(on_disk: ServiceOnDisk, colleague: Colleague) -> None:
    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))

    with colleague.open() as vault:
        mine = clients.count(vault.caseload)
        assert vault.person.name == "Bo Example"
        assert audit.verify(vault.service).is_whole

    assert mine == 0
    with on_disk.open() as vault:
        assert clients.count(vault.caseload) == 1


def test_a_caseload_awaits_its_owner_until_they_sign_in_for_the_first_time(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    def awaiting() -> dict[str, bool]:
        with on_disk.open() as vault:
            found = vault.header.caseloads
            return {each.owner: people.awaits_first_sign_in(vault, each) for each in found}

    before = awaiting()
    colleague.visit()

    assert before == {on_disk.uid: False, colleague.uid: True}
    assert awaiting() == {on_disk.uid: False, colleague.uid: False}


def test_a_caseload_whose_clients_were_counted_awaits_nobody(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        row = CaseloadFigures(
            colleague.uid, vault.service.now(), colleague.uid, "locked", count(vault.caseload)
        )
        write(vault.service, [row])
        grant = vault.header.grant(colleague.uid)
        assert grant is not None

        assert not people.awaits_first_sign_in(vault, grant)


def test_nobody_can_open_anothers_box(on_disk: ServiceOnDisk, colleague: Colleague) -> None:
    header = load_header(on_disk.place.header)
    grant = header.grant(on_disk.uid)
    assert grant is not None
    assert grant.boxes_for(colleague.uid) == ()
    [box] = grant.boxes_for(on_disk.uid)

    for recipient in (on_disk.uid, colleague.uid):
        context = box_context(header.service_id, f"caseload {on_disk.uid}", recipient)
        with pytest.raises(HeaderAltered):
            unseal(box.sealed, colleague.keys().opening, context)


def test_a_caseload_copied_over_anothers_does_not_open(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    theirs = on_disk.place.caseload(on_disk.uid).read_bytes()

    on_disk.place.caseload(colleague.uid).write_bytes(theirs)

    with pytest.raises(RecordDamaged):
        colleague.open()


# Acceptance A9
def test_a_member_cannot_give_themselves_another_role(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    """They hold the service key, so they can forge the MAC; not the keeper's signature."""
    with colleague.open() as vault:
        person = vault.header.person(colleague.uid)
        assert person is not None
        header = vault.header.with_person(
            type(person)(
                **{name: getattr(person, name) for name in person.__slots__ if name != "roles"},
                roles=("keeper", "therapist"),
            )
        )
        at, seed = vault.header.trail[-1].at, vault.credentials.keys.signing
        forged = seal_header(
            with_statement(header, colleague.uid, seed, at), vault.credentials.service_key
        )
        keep_header(on_disk.place, forged)

    for opened in (on_disk.open, colleague.open):
        with pytest.raises(HeaderAltered, match="statement"):
            opened()


def test_the_keeper_signs_people_roles_and_grants(on_disk: ServiceOnDisk) -> None:
    [first] = load_header(on_disk.place.header).trail

    Colleague(on_disk)

    trail = load_header(on_disk.place.header).trail
    assert trail[0] == first
    assert [each.by for each in trail] == [on_disk.uid] * 2
    assert trail[1].content != first.content


def test_somebody_who_is_no_therapist_gets_no_caseload(on_disk: ServiceOnDisk) -> None:
    lead = Colleague(on_disk, roles=("lead",))

    with lead.open() as vault, pytest.raises(NoCaseload):
        _ = vault.caseload


def test_only_the_keeper_takes_people_in(colleague: Colleague) -> None:
    person = NewPerson("Cy Example", ("therapist",), bytearray(b"seven lanterns over mud"))

    with colleague.open() as vault, pytest.raises(NotAllowed):
        people.add_person(vault, person)

    assert not any(person.passphrase)


def test_a_newcomer_with_a_weak_passphrase_changes_nothing(on_disk: ServiceOnDisk) -> None:
    before = on_disk.place.header.read_bytes()

    with on_disk.open() as vault, pytest.raises(PassphraseTooWeak):
        people.add_person(vault, NewPerson("Cy", ("therapist",), bytearray(b"too short")))

    assert on_disk.place.header.read_bytes() == before


def test_a_newcomer_signs_in_with_their_own_passphrase(on_disk: ServiceOnDisk) -> None:
    text = b"seven lanterns over mud"
    with on_disk.open() as vault:
        joined = people.add_person(
            vault, NewPerson("Cy Example", ("therapist",), bytearray(text)), FLOOR
        )
        assert [entry.action for entry in audit.entries(vault.service)][-1] == "person_added"

    with unlock(
        on_disk.folder, joined.uid, bytearray(text), practice=False, sources=on_disk.sources
    ) as vault:
        assert vault.person.name == "Cy Example"
        assert clients.count(vault.caseload) == 0
        assert audit.verify(vault.service).is_whole


def test_a_keeper_whom_no_keeper_signed_is_none(on_disk: ServiceOnDisk) -> None:
    header = replace(load_header(on_disk.place.header), trail=())

    forged = replace(header, keepers=(KeeperLink(bytes(32), bytes(64)),))

    assert keeper_keys(forged) == keeper_keys(header) == (header.keeper,)


def test_services_do_not_share_anything(tmp_path_factory: pytest.TempPathFactory) -> None:
    headers = [
        load_header(lay_out(tmp_path_factory.mktemp(name), practice=False).place.header)
        for name in ("one", "two")
    ]

    assert headers[0].service_id != headers[1].service_id
    assert headers[0].keeper != headers[1].keeper


def test_a_new_passphrase_that_will_not_do_is_wiped() -> None:
    weak = bytearray(b"short")

    with pytest.raises(PassphraseTooWeak):
        check_new_passphrase(weak, "Ana Example")

    assert weak == bytes(5)
