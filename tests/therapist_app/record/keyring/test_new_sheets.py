"""New sheets: until one was typed back the one before is good, whatever happens meanwhile."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.colleagues import SHEET_SECRET, Colleague
from tests.support.record.records import ServiceOnDisk, a_client, laid_out, lay_out, newcomer
from tests.support.record.services import PASSPHRASE, founder
from tests.support.record.sheets import replace_continuity, replace_sheet
from therapist_app.record.clients import clients
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.recovery_sheet import make_sheet, read_sheet
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    HeaderAltered,
    NotAllowed,
    NotPossibleYet,
    RecordDamaged,
    WrongSheet,
)
from therapist_app.record.header.header import CONTINUITY, SERVICE, slot_context
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import data_keys, key_generation
from therapist_app.record.header.person_keys import open_keys, sheet_key
from therapist_app.record.keyring.covering import (
    end_cover,
    grant_cover,
    hand_over,
    seal_with_continuity,
)
from therapist_app.record.keyring.new_sheets import (
    confirm_continuity,
    confirm_own_sheet,
    give_up_new_sheet,
    new_continuity,
    new_own_sheet,
    unconfirmed_sheets,
)
from therapist_app.record.keyring.people import take_in
from therapist_app.record.service.sheets_before import lacks_sheet
from therapist_app.record.sign_in.key_holder import keys_by_continuity
from therapist_app.record.sign_in.unlocking import confirm_first_of, create_service, unlock
from therapist_app.record.vault.vault import Vault

LAST_DAY = date(2026, 3, 9)


@pytest.fixture
def real(tmp_path: Path) -> ServiceOnDisk:
    """Return a real service, with a colleague whose one client nobody else can open."""
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def absent(real: ServiceOnDisk) -> Colleague:
    colleague = Colleague(real)
    with colleague.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    return colleague


def before(real: ServiceOnDisk) -> str:
    return make_sheet(real.continuity_secret).text


def lacks_sheet_in(vault: Vault) -> list[bool]:
    return [lacks_sheet(vault.service, vault.header, each) for each in vault.header.caseloads]


def opens(real: ServiceOnDisk, absent: Colleague, sheet: str) -> bool:
    """Return whether a continuity sheet hands the absent colleague's clients over."""
    with real.open() as vault:
        grant_cover(vault, absent.uid, real.uid, LAST_DAY)
        try:
            seal_with_continuity(vault, absent.uid, sheet)
        except (WrongSheet, NotPossibleYet):
            return False
        finally:
            end_cover(vault, absent.uid, real.uid)
    return True


def own_sheet_opens(real: ServiceOnDisk, sheet: str) -> bool:
    header = load_header(real.place.header)
    person = header.person(real.uid)
    assert person is not None
    context = slot_context(header, person.uid, person.sheet.terms)
    keys = open_keys(person.sheet, sheet_key(read_sheet(sheet), person.sheet.salt), context)
    return keys is not None


def test_a_renewed_continuity_sheet_opens_at_once_what_the_one_before_opened(
    real: ServiceOnDisk, absent: Colleague
) -> None:
    old = before(real)
    assert opens(real, absent, old)

    with real.open() as vault:
        new = replace_continuity(vault, old)
        hand_over(vault, absent.uid, real.uid)
        with pytest.raises(WrongSheet):
            seal_with_continuity(vault, absent.uid, old)
        seal_with_continuity(vault, absent.uid, new.text)
        assert clients.count(vault.use_caseload(absent.uid)) == 1


def test_what_the_sheet_showed_is_locked_anew_by_its_owner(
    real: ServiceOnDisk, absent: Colleague
) -> None:
    with real.open() as vault:
        new = replace_continuity(vault, before(real))
    grant = load_header(real.place.header).grant(absent.uid)
    assert grant is not None
    assert not grant.is_stale, "the key is changed as they agree"

    absent.visit()

    following = load_header(real.place.header).grant(absent.uid)
    assert following is not None
    assert not following.is_stale
    assert following.boxes[0].generation > grant.boxes[0].generation
    assert opens(real, absent, new.text)


def test_renewed_without_the_one_before_either_sheet_opens_the_clients_of_whoever_is_absent(
    real: ServiceOnDisk, absent: Colleague
) -> None:
    with real.open() as vault:
        new = replace_continuity(vault)
        [own, behind] = vault.header.caseloads
        assert not lacks_sheet(vault.service, vault.header, own)
        assert lacks_sheet(vault.service, vault.header, behind)
        hand_over(vault, absent.uid, real.uid)
        with pytest.raises(NotPossibleYet, match="older-continuity"):
            seal_with_continuity(vault, absent.uid, new.text)
        end_cover(vault, absent.uid, real.uid)
    assert opens(real, absent, before(real))

    absent.visit()

    assert opens(real, absent, new.text)
    assert not opens(real, absent, before(real))
    with real.open() as vault:
        assert not any(lacks_sheet_in(vault))


def test_renewed_twice_what_an_older_one_opens_stays_open_to_it(
    real: ServiceOnDisk, absent: Colleague
) -> None:
    with real.open() as vault:
        middle = replace_continuity(vault)
        newest = replace_continuity(vault, middle.text)
        assert lacks_sheet(vault.service, vault.header, vault.header.caseloads[1])

    assert opens(real, absent, before(real))
    absent.visit()
    assert opens(real, absent, newest.text)


def test_a_sheet_that_is_not_the_one_in_force_renews_nothing(real: ServiceOnDisk) -> None:
    with real.open() as vault:
        header = vault.header
        for typed in (make_sheet(bytes(20)).text, "AAAAA"):
            with pytest.raises(WrongSheet):
                new_continuity(vault, typed)

        assert vault.header == header
        assert unconfirmed_sheets(vault) == ()


def test_only_a_keeper_renews_the_continuity_sheet(real: ServiceOnDisk, absent: Colleague) -> None:
    with real.open() as vault:
        new = new_continuity(vault, "")
    with absent.open() as vault:
        with pytest.raises(NotAllowed):
            new_continuity(vault, "")
        with pytest.raises(NotAllowed):
            confirm_continuity(vault, new)
        assert unconfirmed_sheets(vault) == ()


def test_until_it_was_typed_back_the_recovery_sheet_of_before_is_the_good_one(
    real: ServiceOnDisk,
) -> None:
    old = make_sheet(real.sheet_secret).text
    with real.open() as vault:
        new = new_own_sheet(vault)
    assert own_sheet_opens(real, old)
    assert not own_sheet_opens(real, new.sheet.text)

    with real.open() as vault:  # the program ended while it was showing
        [told] = unconfirmed_sheets(vault)
        assert (told.holder, told.is_only_one) == (real.uid, False)
        assert told.shown_at == vault.service.now()
        again = replace_sheet(vault)
        assert unconfirmed_sheets(vault) == ()

    assert own_sheet_opens(real, again.text)
    assert not own_sheet_opens(real, old)


def test_until_it_was_typed_back_the_continuity_sheet_of_before_is_the_good_one(
    real: ServiceOnDisk, absent: Colleague
) -> None:
    with real.open() as vault:
        new = new_continuity(vault, before(real))
    assert opens(real, absent, before(real))
    assert not opens(real, absent, new.sheet.text)

    with real.open() as vault:
        [told] = unconfirmed_sheets(vault)
        assert (told.holder, told.is_only_one) == (CONTINUITY, False)
        give_up_new_sheet(vault, CONTINUITY)
        assert unconfirmed_sheets(vault) == ()
        assert "new_sheet_given_up" in [each.action for each in audit.entries(vault.service)]


def test_cut_off_between_header_and_note_a_sheet_in_force_is_never_called_unconfirmed(
    real: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_arguments: object) -> None:
        raise RecordDamaged

    with real.open() as vault:
        new = new_own_sheet(vault)
        with monkeypatch.context() as broken:
            broken.setattr("therapist_app.record.keyring.new_sheets.note_settled", cut_off)
            with pytest.raises(RecordDamaged):
                confirm_own_sheet(vault, new)

    assert own_sheet_opens(real, new.sheet.text)
    with real.open() as vault:
        assert unconfirmed_sheets(vault) == ()


@pytest.mark.parametrize("with_before", [True, False])
def test_a_continuity_sheet_cut_off_before_the_header_changes_nothing(
    real: ServiceOnDisk,
    absent: Colleague,
    monkeypatch: pytest.MonkeyPatch,
    with_before: bool,  # noqa: FBT001
) -> None:
    def cut_off(*_arguments: object) -> None:
        raise RecordDamaged

    with real.open() as vault:
        new = new_continuity(vault, before(real) if with_before else "")
        with monkeypatch.context() as broken:
            broken.setattr(Vault, "write_header", cut_off)
            with pytest.raises(RecordDamaged):
                confirm_continuity(vault, new)

    assert opens(real, absent, before(real))
    with real.open() as vault:
        assert [each.holder for each in unconfirmed_sheets(vault)] == [CONTINUITY]
        assert not any(lacks_sheet_in(vault))


def test_the_first_sheet_of_somebody_counts_as_unconfirmed_until_it_was_typed_back(
    real: ServiceOnDisk,
) -> None:
    prepared = newcomer(real.sources, bytes(32), SHEET_SECRET, name="Bo", roles=("therapist",))
    with real.open() as vault:
        take_in(vault, prepared)
        header = load_header(real.place.header)
        assert unconfirmed_sheets(vault) == ()  # theirs is no business of the keeper's

    assert header.person(prepared.uid) is not None


def test_the_first_sheets_of_a_service_are_unconfirmed_until_each_was_typed_back(
    tmp_path: Path,
) -> None:
    folder, sources = tmp_path / "service", system_sources()
    created = create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)

    def waiting() -> list[tuple[str, bool]]:
        secret = bytearray(PASSPHRASE.encode())
        with unlock(folder, created.uid, secret, practice=False, sources=sources) as vault:
            return [(each.holder, each.is_only_one) for each in unconfirmed_sheets(vault)]

    assert waiting() == [(created.uid, True), (CONTINUITY, True)]
    confirm_first_of(folder, created, created.uid, sources)
    assert waiting() == [(CONTINUITY, True)]
    confirm_first_of(folder, created, CONTINUITY, sources)
    assert waiting() == []


def test_a_fresh_sheet_takes_the_place_of_a_first_one_that_nobody_typed_back(
    tmp_path: Path,
) -> None:
    folder, sources = tmp_path / "service", system_sources()
    created = create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)
    secret = bytearray(PASSPHRASE.encode())

    with unlock(folder, created.uid, secret, practice=False, sources=sources) as vault:
        new_own_sheet(vault)  # shown, and cut off once more
        assert [each.is_only_one for each in unconfirmed_sheets(vault)] == [True, True]
        replace_sheet(vault)
        replace_continuity(vault)
        assert unconfirmed_sheets(vault) == ()
        [grant] = vault.header.caseloads
        assert not lacks_sheet(vault.service, vault.header, grant)
        assert grant.boxes_for(CONTINUITY)


def test_without_a_continuity_sheet_nobody_is_told_of_one(tmp_path: Path) -> None:
    real = lay_out(tmp_path, practice=False, continuity=False)
    with real.open() as vault:
        [grant] = vault.header.caseloads

        assert unconfirmed_sheets(vault) == ()
        assert not lacks_sheet(vault.service, vault.header, grant)


@pytest.mark.parametrize("with_before", [True, False])
def test_a_renewed_continuity_sheet_ends_what_the_one_before_opened_of_the_service_file(
    real: ServiceOnDisk,
    with_before: bool,  # noqa: FBT001
) -> None:
    header = load_header(real.place.header)
    with keys_by_continuity(real.folder, before(real), real.sources) as keys:
        held = keys.keys.copied()
        [old] = keys.data_keys(SERVICE)
    with real.open() as vault:
        new = new_continuity(vault, before(real) if with_before else "")
        confirm_continuity(vault, new)

        now = data_keys(load_header(real.place.header), SERVICE, vault.person.uid, own_key(vault))
        assert {each.generation for each in now} == {key_generation(header, SERVICE) + 1}
        with now[0].key.revealed() as key, old.revealed() as of_before:
            assert bytes(key) != bytes(of_before)
    with pytest.raises(HeaderAltered):
        data_keys(load_header(real.place.header), SERVICE, CONTINUITY, held.opening)


def own_key(vault: Vault) -> Masked:
    return vault.credentials.keys.opening


def test_a_first_continuity_sheet_opens_clients_and_service_once_their_owner_was_there(
    tmp_path: Path,
) -> None:
    real = lay_out(tmp_path, practice=False, continuity=False)
    ben = Colleague(real)
    with real.open() as vault:
        new = new_continuity(vault, "")
        assert vault.header.continuity is None, "it opens nothing before it was typed back"
        [told] = [each for each in unconfirmed_sheets(vault) if each.holder == CONTINUITY]
        assert told.is_only_one, "another is made at the next sign-in"
        confirm_continuity(vault, new)
        assert vault.header.grant(real.uid).boxes_for(CONTINUITY)
        with pytest.raises(NotPossibleYet, match="no-continuity-key"):
            seal_with_continuity(vault, ben.uid, new.sheet.text)
    with keys_by_continuity(real.folder, new.sheet.text, real.sources) as keys:
        assert keys.data_keys(SERVICE)

    with ben.open() as vault:
        assert vault.header.grant(ben.uid).boxes_for(CONTINUITY)


def test_somebody_taken_out_meanwhile_has_no_sheet_to_be_told_of(real: ServiceOnDisk) -> None:
    with real.open() as vault:
        whole = vault.header
        vault.header = replace(whole, people=())
        assert unconfirmed_sheets(vault) == ()
        vault.header = whole
