"""Reading pages, logs and trees beside SQLite, down to what is broken in itself."""

import io
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.damage import (
    PAGE,
    abandon,
    caseload_opening,
    first_page_of,
    page_of,
    pages_in,
    put_page,
    service_opening,
)
from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form, an_appointment
from therapist_app.record.clients import appointments, clients, filled_forms
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import open_connection
from therapist_app.record.database.database import Opening
from therapist_app.record.database.migrations import CASELOAD, SERVICE
from therapist_app.record.folder.layout import log_beside
from therapist_app.record.sqlite_pages import page_map
from therapist_app.record.sqlite_pages.page_map import (
    Shape,
    _Survey,
    _trees_in,
    map_pages,
    rows_of,
    shapes,
)
from therapist_app.record.sqlite_pages.page_reader import PageReader, _at, _spelt, _summed, read_log
from therapist_app.record.sqlite_pages.tree_reader import read_tree_page


def key_of(opening: Opening) -> Masked:
    return derive_masked(opening.data_key, "sqlcipher")


def test_pages_read_beside_sqlite_are_what_sqlite_reads(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        for number in range(30):
            client = a_client(vault.caseload, code=f"K4-{number:03}")
            clients.add(vault.caseload, client)
            answers = f'{{"long": "{"x" * number * 700}"}}'
            filled_forms.add(vault.caseload, a_filled_form(vault.caseload, client, answers=answers))
    opening = caseload_opening(on_disk)
    connection = open_connection(opening.path, key_of(opening))

    with PageReader(opening.path, key_of(opening)) as reader:
        found = map_pages(reader, CASELOAD)
        for name, shape in found.shapes.items():
            if not shape.is_index:
                columns = ", ".join(shape.columns)
                rows = connection.execute(f"SELECT {columns} FROM {name}").fetchall()
                assert sorted(rows_of(reader, found.pages[name]), key=repr) == sorted(
                    rows, key=repr
                )
        assert found.damaged == found.unplaced == sum(found.holes.values()) == 0
    connection.close()


def test_the_log_says_which_page_stands_where(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    clients.add(vault.caseload, a_client(vault.caseload))
    abandon(vault)
    opening = caseload_opening(on_disk)
    log = log_beside(opening.path).read_bytes()

    read = read_log(io.BytesIO(log))

    assert read.is_whole
    assert read.size >= pages_in(opening.path)
    assert all((place - 32 - 24) % (24 + PAGE) == 0 for place in read.pages.values())
    with PageReader(opening.path, key_of(opening)) as reader:
        assert all(reader.page(number) for number in read.pages)


@pytest.mark.parametrize(
    ("data", "is_whole"),
    [(b"", True), (b"7\x7f\x06\x82", False), (bytes(32), False), (b"7\x7f\x06\x82" * 8, False)],
)
def test_a_log_without_a_beginning_holds_nothing(data: bytes, is_whole: bool) -> None:  # noqa: FBT001
    read = read_log(io.BytesIO(data))

    assert (read.pages, read.size, read.is_whole) == ({}, 0, is_whole)


def test_a_log_of_either_byte_order_is_read() -> None:
    for magic, order in ((0x377F0682, "<"), (0x377F0683, ">")):
        sums = (0, 0)

        def summed(data: bytes, order: str = order) -> bytes:
            nonlocal sums
            first, second = sums
            for one, two in struct.iter_unpack(f"{order}II", data):
                first = (first + one + second) & 0xFFFFFFFF
                second = (second + two + first) & 0xFFFFFFFF
            sums = first, second
            return struct.pack(">II", first, second)

        begin = struct.pack(">IIIIII", magic, 3007000, PAGE, 0, 11, 12)
        data = begin + summed(begin)
        frame = struct.pack(">II", 3, 7)
        data += frame + struct.pack(">II", 11, 12) + summed(frame + b"p" * PAGE) + b"p" * PAGE

        read = read_log(io.BytesIO(data))

        assert (read.pages, read.size, read.is_whole) == ({3: 32 + 24}, 7, True)


class _Unreadable(io.BytesIO):
    def read(self, *_length: object) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_sector_that_cannot_be_read_is_an_empty_page() -> None:
    assert _at(_Unreadable(), 0, PAGE) == b""


def test_a_file_too_short_for_a_salt_has_no_page_that_verifies(tmp_path: Path) -> None:
    path = tmp_path / "short.db"
    path.write_bytes(b"short")

    with PageReader(path, Masked(bytearray(32))) as reader:
        assert not reader.verifies
        assert reader.page(1) is None


def leaf(*cells: bytes, kind: int = 13, count: int | None = None) -> bytes:
    """A page of a tree with these cells."""
    page = bytearray(PAGE)
    end, places = 4016, []
    for cell in cells:
        end -= len(cell)
        page[end : end + len(cell)] = cell
        places.append(end)
    struct.pack_into(">BHH", page, 0, kind, 0, len(cells) if count is None else count)
    struct.pack_into(f">{len(places)}H", page, 8, *places)
    return bytes(page)


def test_a_row_with_the_largest_number_and_every_kind_of_value_is_read() -> None:
    record = bytes([9, 0, 1, 8, 9, 12, 13, 15, 14]) + b"\xff" + b"a" + b"b"
    cell = bytes([len(record)]) + b"\xff" * 9 + record

    page = read_tree_page(lambda _number: leaf(cell), 2)

    assert page is not None
    assert page.rows == ((-1, (None, -1, 0, 1, b"", "", "a", b"b")),)


@pytest.mark.parametrize(
    "cell",
    [
        bytes([3, 1, 2, 23, 65]),  # a text longer than the record
        bytes([3, 1, 2, 15, 255]),  # a text that is none
        b"\x87\xff\x01" + bytes(10),  # a record longer than its page, whose rest is nowhere
    ],
)
def test_a_row_that_cannot_be_read_is_none(cell: bytes) -> None:
    page = read_tree_page(lambda number: leaf(cell) if number == 2 else None, 2)

    assert page is not None
    assert page.rows == (None,)


def test_a_page_that_claims_more_rows_than_fit_is_no_page_of_a_tree() -> None:
    assert read_tree_page(lambda _number: leaf(count=60000), 2) is None
    assert read_tree_page(lambda _number: bytes(PAGE), 2) is None
    assert read_tree_page(lambda _number: None, 2) is None


def test_a_row_fits_a_shape_by_the_number_and_kind_of_its_values() -> None:
    known = shapes(SERVICE, 5)

    assert known["settings"].fits(("a", "b"))
    assert known["settings"].fits(("a", None))
    assert not known["settings"].fits(("a", 1))
    assert not known["settings"].fits(("a", "b", "c"))
    assert not known["backups_by_database"].fits(("a",))


def two_tables_without_a_beginning(on_disk: ServiceOnDisk) -> Opening:
    """Files on several pages whose first is lost, as is that of another table like it."""
    with on_disk.open() as vault, vault.service.change("kept", "files") as change:
        for number in range(120):
            row = (f"form-{number}.v1.toml", b"x" * 60)
            change.execute("INSERT INTO site_files (name, data) VALUES (?, ?)", row)
    opening = service_opening(on_disk)
    connection = open_connection(opening.path, key_of(opening))
    asked = "SELECT rootpage FROM sqlite_schema WHERE name IN ('site_files', 'pack_files')"
    roots = connection.execute(asked).fetchall()
    connection.close()
    for (number,) in roots:
        put_page(opening.path, number, bytes(PAGE))
    return opening


def test_pages_that_would_fit_two_tables_go_to_neither(on_disk: ServiceOnDisk) -> None:
    opening = two_tables_without_a_beginning(on_disk)

    with PageReader(opening.path, key_of(opening)) as reader:
        found = map_pages(reader, SERVICE)

    assert found.unplaced >= 2
    assert found.pages["site_files"] == found.pages["pack_files"] == ()
    assert found.holes["site_files"] == found.holes["pack_files"] == 1


def test_pages_that_no_tree_leads_to_are_counted(on_disk: ServiceOnDisk) -> None:
    opening = service_opening(on_disk)
    before = {name: first_page_of(opening, name) for name in ("site_files", "pack_files")}
    whole = opening.path.read_bytes()
    two_tables_without_a_beginning(on_disk)
    for number in before.values():
        put_page(opening.path, number, whole[(number - 1) * PAGE :][:PAGE])

    with PageReader(opening.path, key_of(opening)) as reader:
        found = map_pages(reader, SERVICE)

    assert found.unplaced >= 2
    assert sum(found.holes.values()) == 0


def test_pages_below_lost_indexes_alone_are_not_counted(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault, vault.caseload.together():
        for number in range(150):
            client = a_client(vault.caseload, code=f"K4-{number:03}")
            clients.add(vault.caseload, client)
            appointments.add(vault.caseload, an_appointment(vault.caseload, client))
    opening = caseload_opening(on_disk)
    indexes = ("appointments_by_day", "appointments_by_state")
    for number in [first_page_of(opening, index) for index in indexes]:
        put_page(opening.path, number, bytes(PAGE))

    with PageReader(opening.path, key_of(opening)) as reader:
        found = map_pages(reader, CASELOAD)

    assert found.unplaced == 0
    assert found.holes["appointments"] == 0


@pytest.mark.parametrize("text", ["no json", "[1]", '{"clients": "first", "about": 2}'])
def test_a_list_of_trees_that_somebody_spoilt_leads_nowhere(text: str) -> None:
    assert set(_trees_in(text)) <= {"about"}


def test_a_tree_that_leads_back_to_itself_ends(on_disk: ServiceOnDisk) -> None:
    opening = service_opening(on_disk)
    with PageReader(opening.path, key_of(opening)) as reader:
        survey = _Survey(reader, lambda _page: None)

    survey.below = {2: (3, 4), 3: (2,)}

    assert survey.tree(2) == ([2, 3], 1)


def test_a_log_adds_no_more_pages_than_it_holds(on_disk: ServiceOnDisk) -> None:
    opening = caseload_opening(on_disk)
    begin = struct.pack(">IIIIII", 0x377F0683, 3007000, PAGE, 0, 11, 12)
    sums = _summed((0, 0), begin, ">")
    frame = struct.pack(">II", 3, 0x7FFFFFFF)
    after = _summed(sums, frame + bytes(PAGE), ">")
    log = begin + _spelt(sums) + frame + struct.pack(">II", 11, 12) + _spelt(after) + bytes(PAGE)
    log_beside(opening.path).write_bytes(log)

    with PageReader(opening.path, key_of(opening)) as reader:
        count = reader.count

    assert count == pages_in(opening.path) + 1


def test_pages_below_a_lost_one_go_to_the_table_they_fit(on_disk: ServiceOnDisk) -> None:
    whole = service_opening(on_disk).path.read_bytes()
    opening = two_tables_without_a_beginning(on_disk)
    lost = [n for n in range(1, pages_in(opening.path) + 1) if not any(page_of(opening.path, n))]
    put_page(opening.path, lost[0], whole[(lost[0] - 1) * PAGE :][:PAGE])

    with PageReader(opening.path, key_of(opening)) as reader:
        found = map_pages(reader, SERVICE)
        rows = [row for row in rows_of(reader, found.pages["site_files"]) if row]

    assert found.unplaced == 0
    assert 100 < len(rows) < 120


def test_the_page_of_the_locks_is_no_damage_in_a_file_beyond_a_gigabyte(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = caseload_opening(on_disk)
    last = pages_in(opening.path)
    put_page(opening.path, last, bytes(PAGE))
    with PageReader(opening.path, key_of(opening)) as reader:
        without = map_pages(reader, CASELOAD).damaged
        monkeypatch.setattr(page_map, "LOCK_PAGE", last)
        with_locks = map_pages(reader, CASELOAD).damaged

    assert (without, with_locks) == (1, 0)


def test_keys_are_whole_only_while_pages_are_read(on_disk: ServiceOnDisk) -> None:
    opening = caseload_opening(on_disk)
    with PageReader(opening.path, key_of(opening)) as reader:
        with reader.keys_at_hand():
            held = reader._at_hand
            first = reader.page(1)
        after = reader._at_hand

        assert held is not None
        assert after is None
        assert not any(any(each) for each in held)
        assert reader.page(1) == first


def test_a_row_from_before_a_column_was_added_fits_its_table_and_one_too_long_does_not() -> None:
    table = Shape("notes", ("id", "text", "minutes"), (str, str, int))
    index = replace(table, is_index=True)

    assert table.fits(("n1", None))
    assert not table.fits(("n1", 7))
    assert not table.fits(("n1", "", 50, 1))
    assert not index.fits(("n1", None))
