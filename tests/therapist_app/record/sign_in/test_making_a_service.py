"""Making a service, and keeping practice and real records apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.record.records import START, rewrite_header
from tests.support.record.services import PASSPHRASE, Place, founder
from tests.support.record.sheets import replace_sheet
from therapist_app.record.clock_and_random import seeded_sources, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.errors import (
    FolderInUse,
    HeaderAltered,
    PassphraseTooWeak,
    PracticeMismatch,
    RecordBug,
)
from therapist_app.record.header.header_file import service_number
from therapist_app.record.sign_in.unlocking import (
    create_service,
    unlock,
)


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


def as_practice(fields: dict[str, Any]) -> None:
    fields["practice"] = True


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


def test_a_service_is_known_again_by_its_number_and_nothing_has_none(
    place: Place, tmp_path: Path
) -> None:
    before = service_number(place.folder)
    with place.unlock() as vault:
        replace_sheet(vault)

    assert service_number(place.folder) == before
    assert service_number(tmp_path / "nowhere") == ""
