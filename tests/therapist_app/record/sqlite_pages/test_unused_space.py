"""What stands in the space of a database that no row uses: byte by byte, nothing passed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import create_connection
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.sqlite_pages.page_reader import USABLE, PageReader
from therapist_app.record.sqlite_pages.unused_space import LOCK_PAGE, UnusedSpace, unused_space

SECRET = "zanzibarcanary"
LONG = " ".join(f"{SECRET}{number:04}" for number in range(900))


@pytest.fixture
def key() -> Masked:
    return Masked(bytearray(range(32)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_private_file(tmp_path / "one.db")
    return tmp_path / "one.db"


@pytest.fixture
def database(path: Path, key: Masked) -> Iterator[dbapi2.Connection]:
    connection = create_connection(path, key)
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)")
    connection.execute("CREATE TABLE named (name TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID")
    connection.execute("CREATE INDEX by_words ON notes (words)")
    yield connection
    connection.close()


def unused(database: dbapi2.Connection, path: Path, key: Masked) -> UnusedSpace:
    roots = database.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0").fetchall()
    with PageReader(path, key) as reader:
        return unused_space(reader.page, reader.count, [1, *(each for (each,) in roots)])


def add(database: dbapi2.Connection, count: int) -> None:
    for number in range(count):
        words = LONG[: 17 * number % len(LONG)]
        database.execute("INSERT INTO notes (words) VALUES (?)", (words,))
        database.execute("INSERT INTO named VALUES (?, ?)", (f"{SECRET} {number}", words))


def holds(found: UnusedSpace, words: str) -> bool:
    return any(words.encode() in run for run in found.runs)


def test_no_row_that_is_there_counts_as_unused(
    database: dbapi2.Connection, path: Path, key: Masked
) -> None:
    for number in range(400):
        words = LONG[: 17 * number % len(LONG)]
        database.execute("INSERT INTO notes VALUES (?, ?)", (number, words))

    found = unused(database, path, key)

    assert not holds(found, SECRET)
    assert found.unread == 0
    assert found.pages > 400


def test_nothing_of_a_deleted_row_that_was_overwritten_is_there(
    database: dbapi2.Connection, path: Path, key: Masked
) -> None:
    add(database, 400)
    for table in ("notes", "named"):
        database.execute(f"DELETE FROM {table}")

    assert not holds(unused(database, path, key), SECRET[:4])


@pytest.mark.parametrize("table", ["notes", "named"])
def test_whatever_was_not_overwritten_is_found_wherever_it_stood(
    database: dbapi2.Connection, path: Path, key: Masked, table: str
) -> None:
    add(database, 400)
    database.execute("PRAGMA secure_delete = OFF").fetchall()
    database.execute("DROP INDEX by_words")

    for kept in (0, 1, 2):
        database.execute(f"DELETE FROM {table} WHERE length(words) % 3 = ?", (kept,))
        assert holds(unused(database, path, key), SECRET)


def test_each_end_of_a_text_that_stands_on_many_pages_is_found(
    database: dbapi2.Connection, path: Path, key: Masked
) -> None:
    database.execute("PRAGMA secure_delete = OFF").fetchall()
    database.execute("INSERT INTO named VALUES ('one', ?)", (LONG,))
    assert not holds(unused(database, path, key), SECRET)

    database.execute("DELETE FROM named")

    found = unused(database, path, key)
    assert holds(found, f"{SECRET}0000")
    assert holds(found, f"{SECRET}0899")


def page(*parts: tuple[int, bytes]) -> bytes:
    data = bytearray(USABLE)
    for place, part in parts:
        data[place : place + len(part)] = part
    return bytes(data)


def of(*pages: bytes | None) -> UnusedSpace:
    return unused_space(lambda number: pages[number - 1], len(pages), [1])


EMPTY_LEAF = (100, b"\x0d")


def test_a_page_that_nothing_leads_to_is_unused_from_end_to_end() -> None:
    assert of(page(EMPTY_LEAF), page((0, b"\x0dwords"))).runs == {b"\x0dwords": {0}}


def test_a_page_that_cannot_be_read_is_counted() -> None:
    assert of(page(EMPTY_LEAF), None).unread == 1
    assert of(None, page()).unread == 1


def test_the_page_over_which_the_system_locks_is_not_missed() -> None:
    first = page(EMPTY_LEAF)

    def read(number: int) -> bytes | None:
        return first if number == 1 else None

    assert unused_space(read, LOCK_PAGE, [1]).unread == LOCK_PAGE - 2


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(b"\x00\x01\x0f\xaf", id="a cell that begins in the last byte"),
        pytest.param(b"\x00\x01\x0f\xff", id="a cell beyond the page"),
        pytest.param(b"\xff\xff", id="more cells than a page holds"),
    ],
)
def test_a_page_whose_cells_cannot_be_followed_is_unused_from_end_to_end(cells: bytes) -> None:
    broken = page(EMPTY_LEAF, (103, cells[:2]), (108, cells[2:]), (2000, b"words"), (4015, b"\xff"))

    assert b"words" in of(broken).runs


def test_a_tree_that_leads_back_to_itself_comes_to_an_end() -> None:
    inner = page((100, b"\x05"), (103, b"\x00\x01"), (108, b"\x00\x00\x00\x01"), (112, b"\x07\xd0"))

    assert of(inner).pages == 1


def test_a_chain_that_leads_back_to_itself_comes_to_an_end() -> None:
    cell = b"\x81\x86\x80\x00\x01" + b"x" * USABLE
    first = page(EMPTY_LEAF, (103, b"\x00\x01"), (108, b"\x00\xc8"), (200, cell[:2000]))
    round_and_round = page((0, b"\x00\x00\x00\x02"), (4, b"rest"))

    assert of(first, round_and_round).pages == 2


def test_free_blocks_that_lead_backwards_come_to_an_end() -> None:
    first = page(EMPTY_LEAF, (101, b"\x07\xd0"), (2000, b"\x07\xd0\x00\x09words"))

    assert of(first).runs == {b"words": {1}}


def test_the_list_of_free_pages_is_in_use_and_the_pages_it_lists_are_not() -> None:
    first = page(EMPTY_LEAF, (32, b"\x00\x00\x00\x02"))
    trunk = page((3, b"\x02"), (7, b"\x01"), (11, b"\x03"), (12, b"left"))

    assert of(first, trunk, page((9, b"over"))).runs == {b"left": {0}, b"over": {0}}
