"""The anchor beside a database."""

from pathlib import Path

import pytest

from therapist_app.record.crypto.key_derivation import authenticate
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import anchor as anchors
from therapist_app.record.database.anchor import Anchor, Mark, content_of
from therapist_app.record.errors import CannotWrite


def head(n: int) -> bytes:
    return bytes([n % 256]) * 32


def anchor_at(path: Path) -> Anchor:
    database = path.with_suffix(".db")
    salt = database.read_bytes()[:16] if database.is_file() else b""
    key = Masked(bytearray(b"k" * 32))
    return Anchor(path, key, salt=salt, content=content_of(database))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.anchor"


def test_the_newest_mark_is_read_back(path: Path) -> None:
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))

    for n in (1, 2, 5, 6, 9):
        anchor.write(Mark(n, head(n)))

        assert anchor_at(path).read() == Mark(n, head(n))
    assert path.stat().st_size == 1024


def test_a_torn_write_leaves_the_mark_before(path: Path) -> None:
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))
    anchor.write(Mark(1, head(1)))
    before = path.read_bytes()
    anchor.write(Mark(2, head(2)))
    after = path.read_bytes()

    for length in range(0, 1024, 37):
        path.write_bytes(after[:length] + before[length:])

        assert anchor_at(path).read() in (Mark(1, head(1)), Mark(2, head(2)))


def test_writing_goes_on_in_the_other_slot_after_reopening(path: Path) -> None:
    anchor_at(path).create(Mark(4, head(4)))

    for n in range(5, 9):
        anchor = anchor_at(path)
        anchor.read()
        before = path.read_bytes()
        anchor.write(Mark(n, head(n)))
        after = path.read_bytes()

        newest_slot = (n + 1) % 2
        assert before[newest_slot * 512 :][:512] == after[newest_slot * 512 :][:512]


def test_a_forged_mark_does_not_count(path: Path) -> None:
    anchor_at(path).create(Mark(1, head(1)))
    other = Anchor(path.with_name("other"), Masked(bytearray(b"x" * 32)))
    other.create(Mark(9, head(9)))
    forged = path.with_name("other").read_bytes()[:512]

    path.write_bytes(path.read_bytes()[:512] + forged)

    assert anchor_at(path).read() == Mark(1, head(1))


@pytest.mark.parametrize("data", [b"", b"x" * 1024, bytes(1024), b"anchor 1", b"x" * 9999])
def test_nothing_whole_is_nothing(path: Path, data: bytes) -> None:
    path.write_bytes(data)

    assert anchor_at(path).read() is None


def test_a_missing_anchor_is_nothing(path: Path) -> None:
    assert anchor_at(path).read() is None


def test_a_fresh_anchor_takes_the_place_of_anything(path: Path) -> None:
    path.write_bytes(b"damaged")

    anchor_at(path).create(Mark(3, head(3)))

    assert anchor_at(path).read() == Mark(3, head(3))


def test_a_write_that_fails_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))

    def broken(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(anchors, "flush_data", broken)

    with pytest.raises(CannotWrite):
        anchor.write(Mark(1, head(1)))


def database_at(path: Path, data: bytes = b"salt of 16 bytes" * 300) -> Path:
    database = path.with_suffix(".db")
    database.write_bytes(data)
    return database


def closed_over(path: Path) -> Anchor:
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))
    anchor.write(Mark(1, head(1)))
    anchor.close()
    found = anchor_at(path)
    assert found.read() == Mark(1, head(1))
    return found


def test_a_database_changed_while_it_was_closed_does_not_fit_its_seal(path: Path) -> None:
    database = database_at(path)
    assert not closed_over(path).was_changed
    data = database.read_bytes()

    database.write_bytes(data[:-1] + b"x")

    anchor = anchor_at(path)
    anchor.read()
    assert anchor.was_changed


def test_a_seal_that_was_taken_off_says_nothing(path: Path) -> None:
    database = database_at(path)
    closed_over(path).unseal()

    database.write_bytes(b"another")

    anchor = anchor_at(path)
    anchor.read()
    assert not anchor.was_changed


def test_nothing_is_sealed_while_a_log_waits_to_be_folded_in(path: Path) -> None:
    database = database_at(path)
    database.with_name(database.name + "-wal").write_bytes(b"waits")
    closed_over(path)
    database.with_name(database.name + "-wal").unlink()

    database.write_bytes(b"another")

    anchor = anchor_at(path)
    anchor.read()
    assert not anchor.was_changed


def test_the_salt_of_the_database_is_kept_beside_the_mark(path: Path) -> None:
    database_at(path)

    assert closed_over(path).salt == b"salt of 16 bytes"


def test_an_anchor_that_cannot_be_made_afresh_stays_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchor_at(path).create(Mark(1, head(1)))

    def refuse(*_: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("therapist_app.record.folder.files.create_private_file", refuse)

    with pytest.raises(CannotWrite):
        anchor_at(path).create(Mark(2, head(2)))

    assert anchor_at(path).read() == Mark(1, head(1))


@pytest.mark.parametrize("what", ["folder", "nothing"])
def test_what_is_no_file_has_no_content(tmp_path: Path, what: str) -> None:
    assert content_of(tmp_path if what == "folder" else tmp_path / "gone") is None


def test_an_anchor_whose_database_is_gone_is_not_sealed(path: Path) -> None:
    database_at(path)
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))
    anchor.write(Mark(1, head(1)))
    path.with_suffix(".db").unlink()

    anchor.close()
    database_at(path, b"another")

    found = anchor_at(path)
    assert found.read() == Mark(1, head(1))
    assert not found.was_changed


def test_a_hand_over_that_fails_leaves_the_marks_to_the_key_of_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchor = anchor_at(path)
    anchor.create(Mark(0, head(0)))

    def refuse(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(anchors, "flush_data", refuse)
        with pytest.raises(CannotWrite):
            anchor.hand_over(Masked(bytearray(b"n" * 32)), Mark(1, head(1)))
    for n in (2, 3):
        anchor.write(Mark(n, head(n)))

    assert anchor_at(path).read() == Mark(3, head(3))


def test_nobody_without_the_key_takes_a_seal_off(path: Path) -> None:
    database = database_at(path)
    closed_over(path)
    data = bytearray(path.read_bytes())
    for place in range(96, len(data), 512):
        data[place : place + 32] = bytes(32)
    path.write_bytes(data)
    database.write_bytes(b"another")

    anchor = anchor_at(path)
    assert anchor.read() == Mark(1, head(1))
    assert anchor.was_changed


@pytest.mark.parametrize("slot", [0, 1])
def test_spoiling_one_slot_takes_no_seal_off(path: Path, slot: int) -> None:
    database = database_at(path)
    closed_over(path)
    data = bytearray(path.read_bytes())
    data[slot * 512 + 20] ^= 1
    path.write_bytes(data)
    database.write_bytes(b"another")

    anchor = anchor_at(path)
    assert anchor.read() == Mark(1, head(1))
    assert anchor.was_changed


def test_an_unsealed_anchor_goes_on_with_the_next_mark(path: Path) -> None:
    database = database_at(path)
    found = closed_over(path)
    found.unseal()
    database.write_bytes(b"another")
    again = anchor_at(path)
    assert again.read() == Mark(1, head(1))
    assert not again.was_changed
    again.write(Mark(2, head(2)))
    data = bytearray(path.read_bytes())
    for spoilt in (0, 512):
        path.write_bytes(bytes(data[:spoilt]) + bytes(512) + bytes(data[spoilt + 512 :]))
        last = anchor_at(path)
        assert last.read() in {Mark(1, head(1)), Mark(2, head(2))}
        assert not last.was_changed


@pytest.mark.parametrize(("beside", "is_told"), [("-wal", False), ("-journal", True)])
def test_a_journal_beside_a_sealed_file_shows_and_a_log_does_not(
    path: Path, beside: str, *, is_told: bool
) -> None:
    database = database_at(path)
    closed_over(path)
    database.with_name(database.name + beside).write_bytes(b"older pages")

    anchor = anchor_at(path)
    anchor.read()
    assert anchor.was_changed == is_told


def test_a_log_excuses_no_file_that_does_not_fit_its_seal(path: Path) -> None:
    database = database_at(path)
    closed_over(path)
    database.with_name(database.name + "-wal").write_bytes(b"any")
    database.write_bytes(b"another")

    anchor = anchor_at(path)
    anchor.read()
    assert anchor.was_changed


def test_a_seal_of_the_first_version_is_taken_off_as_it_was(path: Path) -> None:
    database = database_at(path)
    key = Masked(bytearray(b"k" * 32))
    signed = b"anchor 1" + (1).to_bytes(8, "big") + head(1)
    bare = (signed + authenticate(key, signed) + database.read_bytes()[:16]).ljust(512, b"\0")
    path.write_bytes(bare + bytes(512))

    first = anchor_at(path)
    assert first.read() == Mark(1, head(1))
    assert not first.was_changed, "it was cut off"
    first.unseal()
    first.close()
    again = anchor_at(path)
    again.read()
    assert not again.was_changed
