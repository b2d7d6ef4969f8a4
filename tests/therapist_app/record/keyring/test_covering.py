"""Leave to open somebody else's caseload: granted, ended, taken back, for good."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.record.colleagues import SHEET_SECRET, Colleague
from tests.support.record.records import ServiceOnDisk, a_client, lay_out
from therapist_app.record.clients import clients
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.database import audit
from therapist_app.record.database.connection import open_connection
from therapist_app.record.errors import (
    HeaderAltered,
    NotAllowed,
    NotPossibleYet,
    RecordDamaged,
    WrongSheet,
)
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.header.header import CONTINUITY, KeyBox, caseload_label
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.header_seal import check_header
from therapist_app.record.header.key_boxes import open_newest
from therapist_app.record.keyring.covering import (
    end_cover,
    grant_cover,
    hand_over,
    seal_with_continuity,
    seal_with_sheet,
)
from therapist_app.record.keyring.key_care import agree_to_cover, covers_waiting

TODAY = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 9)


@pytest.fixture
def colleague(on_disk: ServiceOnDisk) -> Colleague:
    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    return Colleague(on_disk)


def generation(on_disk: ServiceOnDisk, caseload: str) -> int:
    """Return the newest generation of a caseload's key."""
    grant = load_header(on_disk.place.header).grant(caseload)
    assert grant is not None
    return max(box.generation for box in grant.boxes)


def later(on_disk: ServiceOnDisk, days: int) -> None:
    on_disk.clock.advance(timedelta(days=days).total_seconds())


def test_cover_opens_a_caseload_until_its_last_day(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY)

    later(on_disk, 7)
    with colleague.open() as vault:
        offered = vault.caseload_choices()
        vault.use_caseload(on_disk.uid)
        assert clients.count(vault.caseload) == 1
        assert audit.verify(vault.caseload).is_whole
        opened = audit.entries(vault.caseload, newest=1)[0]

    assert offered == (
        CaseloadChoice(colleague.uid, colleague.uid, "Bo Example", "own"),
        CaseloadChoice(on_disk.uid, on_disk.uid, "Ana Example", "cover", LAST_DAY),
    )
    assert (opened.action, opened.by) == ("opened", colleague.uid)


def test_after_the_last_day_the_owner_changes_the_key_when_they_sign_in(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY)
    with colleague.open() as vault:
        known = [each.key for each in vault.data_keys(on_disk.uid)]
    later(on_disk, 8)

    with colleague.open() as vault, pytest.raises(NotAllowed):
        vault.use_caseload(on_disk.uid)
    before = generation(on_disk, on_disk.uid)
    with on_disk.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert audit.verify(vault.caseload).is_whole
        told = [each.action for each in audit.entries(vault.service)]

    assert generation(on_disk, on_disk.uid) == before + 1
    assert "key_rotated" in told
    header = load_header(on_disk.place.header)
    grant = header.grant(on_disk.uid)
    assert grant is not None
    assert grant.boxes_for(colleague.uid) == ()
    assert len(known) == 1
    on_disk.open().close()
    assert generation(on_disk, on_disk.uid) == before + 1


def test_cover_taken_back_is_over_at_once_and_the_key_follows(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY)
        before = generation(on_disk, on_disk.uid)
        end_cover(vault, on_disk.uid, colleague.uid)
        assert clients.count(vault.caseload) == 1

    assert generation(on_disk, on_disk.uid) == before + 1
    with colleague.open() as vault:
        assert [each.access for each in vault.caseload_choices()] == ["own"]


def test_a_leave_that_was_never_sealed_is_taken_back_without_a_new_key(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    third = Colleague(on_disk, name="Cy Example")
    with colleague.open():
        pass
    with on_disk.open() as vault:
        grant_cover(vault, colleague.uid, third.uid, LAST_DAY)
        end_cover(vault, colleague.uid, third.uid)

    grant = load_header(on_disk.place.header).grant(colleague.uid)

    assert grant is not None
    assert not grant.is_stale
    assert grant.boxes_for(third.uid) == ()


def test_the_owner_seals_the_key_once_they_have_agreed(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    third = Colleague(on_disk, name="Cy Example")
    with colleague.open():
        pass
    with on_disk.open() as vault:
        grant_cover(vault, colleague.uid, third.uid, LAST_DAY)
    with third.open() as vault:
        assert len(vault.caseload_choices()) == 1

    with colleague.open() as vault:
        grant = vault.header.grant(colleague.uid)
        assert grant is not None
        assert grant.boxes_for(third.uid) == ()
        [waiting] = covers_waiting(vault)
        agree_to_cover(vault, waiting)
        assert covers_waiting(vault) == ()
        assert audit.entries(vault.service, newest=1)[0].action == "cover_agreed"
        with pytest.raises(NotAllowed, match="no-such-cover"):
            agree_to_cover(vault, waiting)

    with third.open() as vault:
        assert [each.access for each in vault.caseload_choices()] == ["own", "cover"]
        assert vault.use_caseload(colleague.uid) is vault.caseload


def test_a_caseload_made_by_a_keeper_gets_a_key_that_the_keeper_never_knew(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    header = load_header(on_disk.place.header)
    grant = header.grant(colleague.uid)
    assert grant is not None
    assert grant.is_stale

    colleague.open().close()

    assert generation(on_disk, colleague.uid) == 2
    grant = load_header(on_disk.place.header).grant(colleague.uid)
    assert grant is not None
    assert not grant.is_stale
    assert {box.to for box in grant.boxes} == {colleague.uid, CONTINUITY}


# Acceptance A17
def test_a_caseload_handed_over_is_theirs_and_its_owner_of_before_cannot_open_it(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        hand_over(vault, on_disk.uid, colleague.uid)
        assert vault.caseload_choices() == ()
        old = [each.key for each in vault.data_keys(on_disk.uid)]

    with colleague.open() as vault:
        offered = [(each.id, each.access) for each in vault.caseload_choices()]
        vault.use_caseload(on_disk.uid)
        assert clients.count(vault.caseload) == 1
        assert audit.verify(vault.caseload).is_whole
    with on_disk.open() as vault:
        assert vault.caseload_choices() == ()
        with pytest.raises(HeaderAltered):
            vault.data_keys(on_disk.uid)

    assert offered == [(colleague.uid, "own"), (on_disk.uid, "handed_over")]
    assert generation(on_disk, on_disk.uid) == 2
    assert len(old) == 1


@pytest.mark.parametrize("give", [grant_cover, hand_over])
def test_only_a_keeper_gives_leave(
    on_disk: ServiceOnDisk, colleague: Colleague, give: Callable[..., None]
) -> None:
    third = Colleague(on_disk, name="Cy Example")
    days = (LAST_DAY,) if give is grant_cover else ()

    with colleague.open() as vault, pytest.raises(NotAllowed, match="keeper"):
        give(vault, colleague.uid, third.uid, *days)
    with colleague.open() as vault, pytest.raises(NotAllowed, match="keeper"):
        end_cover(vault, colleague.uid, third.uid)


def test_leave_is_given_only_where_it_makes_sense(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    lead = Colleague(on_disk, ("lead",), name="Di Example")
    before = load_header(on_disk.place.header)

    with on_disk.open() as vault:
        with pytest.raises(NotAllowed, match="not-a-therapist"):
            grant_cover(vault, on_disk.uid, lead.uid, LAST_DAY)
        with pytest.raises(NotAllowed, match="not-a-therapist"):
            grant_cover(vault, on_disk.uid, "nobody", LAST_DAY)
        with pytest.raises(NotAllowed, match="own"):
            hand_over(vault, colleague.uid, colleague.uid)
        with pytest.raises(NotAllowed, match="no-such-caseload"):
            hand_over(vault, lead.uid, colleague.uid)
        with pytest.raises(NotPossibleYet, match="day-is-over"):
            grant_cover(vault, on_disk.uid, colleague.uid, TODAY - timedelta(days=1))

    assert load_header(on_disk.place.header).covers == before.covers == ()


def test_a_second_leave_takes_the_place_of_the_first(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY)
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY + timedelta(days=7))

    [cover] = load_header(on_disk.place.header).covers

    assert cover.until == "2026-03-16"


def test_the_owners_sheet_seals_the_key_where_they_cannot_come(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with colleague.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    with on_disk.open() as vault:
        grant_cover(vault, colleague.uid, on_disk.uid, LAST_DAY)
        assert colleague.uid not in {each.id for each in vault.caseload_choices()}

        seal_with_sheet(vault, colleague.uid, make_sheet(SHEET_SECRET).text)

        assert clients.count(vault.use_caseload(colleague.uid)) == 1
        [told] = [e for e in audit.entries(vault.service) if e.action == "sheet_used_for_another"]
        assert told.is_signed
        with pytest.raises(WrongSheet, match="another-sheet"):
            seal_with_sheet(vault, colleague.uid, make_sheet(bytes(20)).text)


# Acceptance A15
def test_the_continuity_sheet_hands_over_the_caseload_of_somebody_who_is_gone(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with colleague.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    sheet = make_sheet(on_disk.continuity_secret).text
    with on_disk.open() as vault:
        hand_over(vault, colleague.uid, on_disk.uid)

        seal_with_continuity(vault, colleague.uid, sheet)

        assert clients.count(vault.use_caseload(colleague.uid)) == 1
        [told] = [e for e in audit.entries(vault.service) if e.action == "continuity_used"]
        assert told.is_signed
        with pytest.raises(WrongSheet, match="another-sheet"):
            seal_with_continuity(vault, colleague.uid, make_sheet(bytes(20)).text)


def test_a_service_without_a_continuity_key_has_none_to_use(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path, practice=False, continuity=False)
    colleague = Colleague(on_disk)
    colleague.open().close()
    sheet = make_sheet(on_disk.continuity_secret).text
    with on_disk.open() as vault, pytest.raises(NotPossibleYet):
        seal_with_continuity(vault, colleague.uid, sheet)


def test_a_key_sealed_to_somebody_without_leave_is_refused(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant = vault.header.grant(on_disk.uid)
        assert grant is not None
        box = KeyBox(colleague.uid, 1, bytes(80))
        vault.write_header(vault.header.with_grant(replace(grant, boxes=(*grant.boxes, box))))
        with pytest.raises(HeaderAltered, match="boxes"):
            check_header(vault.header, [vault.credentials.service_key])

    with pytest.raises(HeaderAltered, match="boxes"):
        on_disk.open()


def test_the_file_under_a_key_of_before_does_not_open(
    on_disk: ServiceOnDisk, colleague: Colleague
) -> None:
    with on_disk.open() as vault:
        grant_cover(vault, on_disk.uid, colleague.uid, LAST_DAY)
    old = on_disk.place.header.read_bytes()
    with on_disk.open() as vault:
        end_cover(vault, on_disk.uid, colleague.uid)
    on_disk.place.header.write_bytes(old)

    with pytest.raises(HeaderAltered, match="older"):
        colleague.open()
    on_disk.place.header.write_bytes(old)
    place = on_disk.place
    header = load_header(place.header)
    grant = header.grant(on_disk.uid)
    assert grant is not None
    [held] = open_newest(
        header,
        caseload_label(on_disk.uid),
        grant.boxes_for(colleague.uid),
        colleague.keys().opening,
    )

    with pytest.raises(RecordDamaged, match="first-page"):
        open_connection(place.caseload(on_disk.uid), derive_masked(held.key, "sqlcipher"))
