"""A laptop that is new to a service is noticed once."""

from pathlib import Path

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.sign_in.devices import note_device


def warnings(on_disk: ServiceOnDisk, remembered: Path) -> tuple[str, ...]:
    with on_disk.open() as vault:
        note_device(vault, remembered)
        return vault.warnings


# Acceptance B36
def test_the_first_laptop_is_known_and_another_is_new_once(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    first, second = tmp_path / "config" / "laptop", tmp_path / "other" / "laptop"

    assert [warnings(on_disk, first) for _ in range(2)] == [(), ()]
    assert [warnings(on_disk, second) for _ in range(2)] == [("new-device",), ()]
    assert warnings(on_disk, first) == ()
    assert len(first.read_bytes()) == 16


def test_a_number_that_was_spoilt_is_made_anew(on_disk: ServiceOnDisk, tmp_path: Path) -> None:
    remembered = tmp_path / "laptop"
    warnings(on_disk, remembered)

    remembered.write_bytes(b"short")

    assert warnings(on_disk, remembered) == ("new-device",)
    assert len(remembered.read_bytes()) == 16


def test_where_the_number_cannot_be_kept_nothing_is_said(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_bytes(b"")
    place = tmp_path / "taken" / "laptop"
    warnings(on_disk, tmp_path / "known")

    assert warnings(on_disk, place) == ()
