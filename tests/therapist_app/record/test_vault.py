"""Opening a service by passphrase and by recovery sheet. Only here is Argon2id paid for."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.records import START, rewrite_header
from therapist_app.record import audit, kdf
from therapist_app.record.errors import (
    FolderInUse,
    HeaderAltered,
    NotARecord,
    PassphraseTooWeak,
    PracticeMismatch,
    RecordBug,
    RecordDamaged,
    RecordLocked,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.kdf import FLOOR
from therapist_app.record.opened import Vault
from therapist_app.record.own_keys import change_passphrase, replace_sheet
from therapist_app.record.recovery_sheet import read_sheet
from therapist_app.record.sources import SeededClock, Sources, seeded_sources, system_sources
from therapist_app.record.vault import (
    Created,
    NewPerson,
    create_service,
    people,
    unlock,
    unlock_with_sheet,
)

PASSPHRASE = "vexed otter quilt, h\u00f4tel"
NEW = "seven lanterns over mud"


@dataclass
class Place:
    """A real service that a test may spoil, and a clock."""

    folder: Path
    created: Created
    clock: SeededClock

    @property
    def sources(self) -> Sources:
        return replace(system_sources(), now=self.clock)

    @property
    def attempts(self) -> Path:
        return self.folder / "attempts"

    @property
    def header(self) -> Path:
        return self.folder / "header.json"

    def unlock(self, passphrase: str = PASSPHRASE, uid: str | None = None) -> Vault:
        return unlock(
            self.folder,
            self.created.uid if uid is None else uid,
            bytearray(passphrase.encode()),
            practice=False,
            sources=self.sources,
        )

    def unlock_with_sheet(self, text: str | None = None, passphrase: str = NEW) -> Any:
        return unlock_with_sheet(
            self.folder,
            self.created.uid,
            self.created.sheet.text if text is None else text,
            bytearray(passphrase.encode()),
            practice=False,
            sources=self.sources,
        )

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


def founder(passphrase: str = PASSPHRASE) -> NewPerson:
    return NewPerson("Ana Example", ("keeper", "therapist"), bytearray(passphrase.encode()))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Created]:
    folder = tmp_path_factory.mktemp("made") / "service"
    sources = replace(system_sources(), now=SeededClock(START))
    return folder, create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)


@pytest.fixture
def place(made: tuple[Path, Created], tmp_path: Path) -> Place:
    folder, created = made
    shutil.copytree(folder, tmp_path / "service")
    return Place(tmp_path / "service", created, SeededClock(START))


def test_the_right_passphrase_opens_the_service(place: Place) -> None:
    with place.unlock() as vault:
        assert vault.person.name == "Ana Example"
        assert vault.person.roles == ("keeper", "therapist")
        assert (vault.practice, vault.failed_attempts, vault.last_session) == (False, 0, None)
        assert vault.warnings == ()


def test_a_passphrase_typed_with_composed_or_other_characters_is_the_same(place: Place) -> None:
    with place.unlock(PASSPHRASE.replace("\u00f4", "o\u0302")):
        pass


def test_the_last_session_is_told(place: Place) -> None:
    place.clock.advance(60)
    with place.unlock():
        place.clock.advance(3600)
    closed_at = place.clock()
    place.clock.advance(86_400)

    with place.unlock() as vault:
        assert vault.last_session == closed_at


def test_closing_twice_does_no_harm(place: Place) -> None:
    vault = place.unlock()

    vault.close()
    vault.close()


def test_five_wrong_passphrases_and_then_the_right_one(place: Place) -> None:
    before = place.files()

    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            place.unlock("not the passphrase")
        place.clock.advance(15)
    after = place.files()
    tally = after.pop("attempts")
    with place.unlock() as vault:
        told = [
            each for each in audit.entries(vault.service) if each.action == "passphrase_refused"
        ]

        assert vault.failed_attempts == 5
    assert after == before
    assert json.loads(tally)["count"] == 5
    assert len(told) == 5
    assert {each.subject for each in told} == {f"person:{place.created.uid}"}
    assert not place.attempts.exists()


def test_after_four_wrong_ones_the_next_waits_and_is_not_counted(place: Place) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            place.unlock("not the passphrase")

    with pytest.raises(Throttled) as caught:
        place.unlock()
    assert caught.value.seconds == 5
    place.clock.advance(5)

    with place.unlock() as vault:
        assert vault.failed_attempts == 4


def test_somebody_unknown_is_refused_in_the_same_words_after_the_same_work(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    derive_key = kdf.derive_key

    def counted(passphrase: bytearray, salt: bytes, cost: kdf.KdfCost) -> bytearray:
        costs.append(cost)
        return derive_key(passphrase, salt, cost)

    monkeypatch.setattr(kdf, "derive_key", counted)

    with pytest.raises(WrongPassphrase) as unknown:
        place.unlock(uid="0" * 32)
    with pytest.raises(WrongPassphrase) as wrong:
        place.unlock("not the passphrase")

    assert costs == [FLOOR, FLOOR]
    assert str(unknown.value) == str(wrong.value)
    with pytest.raises(WrongPassphrase):
        place.unlock(uid="somebody")


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 70_000])
def test_a_damaged_tally_is_told_and_refuses_nobody(place: Place, data: bytes) -> None:
    place.attempts.write_bytes(data)

    with place.unlock() as vault:
        assert vault.warnings == ("attempts-unreadable",)


def test_the_passphrase_is_wiped_whatever_comes_of_it(place: Place, tmp_path: Path) -> None:
    for folder in (place.folder, tmp_path / "nothing"):
        passphrase = bytearray(b"not the passphrase")
        with pytest.raises((WrongPassphrase, NotARecord)):
            unlock(folder, place.created.uid, passphrase, practice=False, sources=place.sources)

        assert not any(passphrase)


def test_a_second_instance_is_refused(place: Place) -> None:
    with place.unlock(), pytest.raises(RecordLocked):
        place.unlock()


def test_everybody_in_the_service_is_listed_before_anything_is_unlocked(place: Place) -> None:
    [entry] = people(place.folder)

    assert (entry.uid, entry.name, entry.practice) == (place.created.uid, "Ana Example", False)


def test_a_folder_without_a_service_lists_nobody(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("not ours")

    assert people(tmp_path) == ()
    assert people(tmp_path / "nothing") == ()


def test_databases_without_a_header_are_damage_and_not_a_first_run(place: Place) -> None:
    place.header.unlink()

    with pytest.raises(RecordDamaged, match="header-missing"):
        people(place.folder)
    (place.folder / "service.db").unlink()
    with pytest.raises(RecordDamaged, match="header-missing"):
        people(place.folder)


# What somebody can do to the header who knows the format but holds no key.


def as_lead(fields: dict[str, Any]) -> None:
    fields["people"][0]["roles"] = ["lead"]


def as_practice(fields: dict[str, Any]) -> None:
    fields["practice"] = True


def cheaper(fields: dict[str, Any]) -> None:
    fields["people"][0]["cost"] = [65536, 3, 5]


def other_name(fields: dict[str, Any]) -> None:
    fields["people"][0]["name"] = "Somebody Else"


def other_keeper(fields: dict[str, Any]) -> None:
    fields["keeper"] = "00" * 32


def one_more(fields: dict[str, Any]) -> None:
    fields["people"].append({**fields["people"][0], "uid": "1" * 32})


def no_caseload(fields: dict[str, Any]) -> None:
    fields["caseloads"] = []


def other_box(fields: dict[str, Any]) -> None:
    fields["people"][0]["service_box"] = "00" * 80


def other_signature(fields: dict[str, Any]) -> None:
    fields["signature"] = "00" * 64


@pytest.mark.parametrize(
    "edit",
    [as_lead, other_name, other_keeper, one_more, no_caseload, other_box, other_signature],
)
def test_an_altered_header_opens_nothing_even_with_the_right_passphrase(
    place: Place, edit: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_header(place.header, edit)
    before = place.files()

    with pytest.raises(HeaderAltered):
        place.unlock()

    assert place.files() == before


def test_another_cost_derives_another_key(place: Place) -> None:
    rewrite_header(place.header, cheaper)

    with pytest.raises(WrongPassphrase):
        place.unlock()


def test_an_older_header_is_refused(place: Place) -> None:
    older = place.header.read_bytes()
    with place.unlock() as vault:
        replace_sheet(vault)

    place.header.write_bytes(older)

    with pytest.raises(HeaderAltered, match="older"):
        place.unlock()


def test_practice_and_real_records_are_never_mistaken_for_each_other(
    place: Place, tmp_path: Path
) -> None:
    seeded = seeded_sources(1, START)
    created = create_service(
        tmp_path / "practice", founder(), practice=True, cost=FLOOR, sources=seeded
    )
    passphrase = PASSPHRASE.encode()

    for folder, uid, practice, sources in (
        (place.folder, place.created.uid, True, system_sources()),
        (tmp_path / "practice", created.uid, False, system_sources()),
        (place.folder, place.created.uid, False, seeded),
    ):
        with pytest.raises(PracticeMismatch):
            unlock(folder, uid, bytearray(passphrase), practice=practice, sources=sources)
    with unlock(
        tmp_path / "practice", created.uid, bytearray(passphrase), practice=True, sources=seeded
    ) as vault:
        assert vault.practice
        assert vault.person.practice


def test_a_real_header_marked_as_practice_opens_nothing(place: Place) -> None:
    rewrite_header(place.header, as_practice)

    with pytest.raises(HeaderAltered):
        unlock(
            place.folder,
            place.created.uid,
            bytearray(PASSPHRASE.encode()),
            practice=True,
            sources=place.sources,
        )


def test_a_real_service_cannot_be_made_from_a_seed(tmp_path: Path) -> None:
    with pytest.raises(PracticeMismatch):
        create_service(
            tmp_path / "service",
            founder(),
            practice=False,
            cost=FLOOR,
            sources=seeded_sources(1, START),
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["too short", "passwordpassword", "ana example ana example"])
def test_a_weak_passphrase_makes_no_service(tmp_path: Path, passphrase: str) -> None:
    person = founder(passphrase)

    with pytest.raises(PassphraseTooWeak):
        create_service(
            tmp_path / "service", person, practice=False, cost=FLOOR, sources=system_sources()
        )

    assert list(tmp_path.iterdir()) == []
    assert not any(person.passphrase)


def test_a_cost_below_the_floor_and_a_founder_who_is_no_keeper_are_refused(
    tmp_path: Path,
) -> None:
    cheap = replace(FLOOR, memory=8192)
    therapist = replace(founder(), roles=("therapist",))

    for person, cost in ((founder(), cheap), (therapist, FLOOR)):
        with pytest.raises(RecordBug):
            create_service(
                tmp_path / "service", person, practice=False, cost=cost, sources=system_sources()
            )


def test_a_service_is_never_made_over_another(place: Place) -> None:
    before = place.files()

    with pytest.raises(FolderInUse):
        create_service(place.folder, founder(), practice=False, cost=FLOOR, sources=place.sources)

    assert place.files() == before


def test_a_service_may_do_without_a_continuity_sheet(tmp_path: Path) -> None:
    created = create_service(
        tmp_path / "service",
        founder(),
        continuity=False,
        practice=True,
        cost=FLOOR,
        sources=seeded_sources(1, START),
    )

    assert created.continuity_sheet is None


def test_nothing_secret_is_printed_by_mistake(place: Place) -> None:
    assert "vexed" not in repr(founder())
    assert place.created.sheet.text not in repr(place.created)


def test_the_recovery_sheet_opens_the_service_once_and_is_replaced(place: Place) -> None:
    vault, sheet = place.unlock_with_sheet()
    with vault:
        loud = {each.action: each.is_signed for each in audit.entries(vault.service)}
        assert audit.verify(vault.service).is_whole

    assert loud["unlocked_with_sheet"]
    assert loud["sheet_replaced"]
    assert sheet != place.created.sheet
    with pytest.raises(WrongPassphrase):
        place.unlock()
    with pytest.raises(WrongSheet, match="another-sheet"):
        place.unlock_with_sheet()
    with place.unlock(NEW):
        pass
    again, _ = place.unlock_with_sheet(sheet.text, PASSPHRASE)
    again.close()


def test_a_slip_on_the_sheet_is_found_before_any_work(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_arguments: object) -> bytearray:
        raise AssertionError

    monkeypatch.setattr(kdf, "derive_key", never)
    before = place.files()
    text = place.created.sheet.text

    with pytest.raises(WrongSheet, match="mistyped"):
        place.unlock_with_sheet(("0" if text[0] != "0" else "1") + text[1:])
    with pytest.raises(PassphraseTooWeak):
        place.unlock_with_sheet(passphrase="too short")

    assert place.files() == before


def test_another_services_sheet_opens_nothing_and_counts_as_a_try(place: Place) -> None:
    continuity = place.created.continuity_sheet
    assert continuity is not None

    with pytest.raises(WrongSheet, match="another-sheet"):
        place.unlock_with_sheet(continuity.text)
    with pytest.raises(WrongSheet, match="another-sheet"):
        unlock_with_sheet(
            place.folder,
            "0" * 32,
            place.created.sheet.text,
            bytearray(NEW.encode()),
            practice=False,
            sources=place.sources,
        )

    assert json.loads(place.attempts.read_bytes())["count"] == 2


def test_a_sheet_whose_replacement_cannot_be_kept_leaves_everything_usable(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_vault: Vault, _header: object) -> None:
        raise RecordDamaged

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "write_header", full)
        with pytest.raises(RecordDamaged):
            place.unlock_with_sheet()

    with place.unlock():
        pass


def test_a_changed_passphrase_opens_and_the_old_one_does_not(place: Place) -> None:
    with place.unlock() as vault:
        change_passphrase(vault, bytearray(PASSPHRASE.encode()), bytearray(NEW.encode()))

    with pytest.raises(WrongPassphrase):
        place.unlock()
    with place.unlock(NEW) as vault:
        assert "passphrase_changed" in [each.action for each in audit.entries(vault.service)]
    vault, _ = place.unlock_with_sheet()
    vault.close()


def test_a_passphrase_is_changed_only_by_who_knows_it(place: Place) -> None:
    with place.unlock() as vault:
        with pytest.raises(WrongPassphrase):
            change_passphrase(vault, bytearray(b"not the passphrase"), bytearray(NEW.encode()))
        with pytest.raises(PassphraseTooWeak):
            change_passphrase(vault, bytearray(PASSPHRASE.encode()), bytearray(b"short"))

    with place.unlock():
        pass


def test_a_new_sheet_takes_the_place_of_the_old_one(place: Place) -> None:
    with place.unlock() as vault:
        sheet = replace_sheet(vault)

    with pytest.raises(WrongSheet):
        place.unlock_with_sheet()
    assert read_sheet(sheet.text) != read_sheet(place.created.sheet.text)
    vault, _ = place.unlock_with_sheet(sheet.text)
    vault.close()
