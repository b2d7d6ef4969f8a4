"""A table whose columns are the fields of a row of `model`, in the same order and by the same name.

Statements are put together here from names that stand in the code; values are always bound.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from therapist_app.record.database.columns import (
    NO_SENSE,
    PLAIN,
    Column,
    number_below,
    one_of_words,
)
from therapist_app.record.database.database import Change, Database, Parameters
from therapist_app.record.errors import NoSuchRow, RecordBug, SenselessValue

R = TypeVar("R")
_MOST = 1 << 31
"""Numbers of a caseload count minutes, meetings and the like."""
_tables: dict[str, "Table[Any]"] = {}
_IN_LIST = "{column} IN (SELECT value FROM json_each(?))"


def one_of(column: str, ids: Iterable[str]) -> tuple[str, str]:
    """Return the condition that a column is one of these ids, and the one value to bind to it.

    One alone is compared as it is: for a list SQLite makes a table of its own, and in memory that
    is wiped that takes longer than most answers.
    """
    wanted = list(ids)
    if len(wanted) == 1:
        return f"{column} = ?", wanted[0]
    return _IN_LIST.format(column=column), json.dumps(wanted)


class ById(dict[str, R]):
    """What was read, by the id of its row; one that is not there is told as missing.

    Ids are names of rows elsewhere, which a program of somebody's own may have taken out.
    """

    def __missing__(self, row_id: str) -> R:
        """Raise that there is no such row.

        Raises:
            NoSuchRow: Always.

        """
        raise NoSuchRow("no-such-id")


class Table(Generic[R]):
    """One table, read as frozen rows.

    A value that its field of the row cannot hold is refused, in words that reach a person.
    """

    def __init__(
        self,
        name: str,
        model: type[R],
        key: Sequence[str] = ("id",),
        columns: Mapping[str, Column] | None = None,
    ) -> None:
        """Take the names of the key's columns, and how columns that are not plain are kept."""
        assert dataclasses.is_dataclass(model)
        names = [field.name for field in dataclasses.fields(model)]
        self._model = model
        self._names = names
        _tables[name] = self
        self._key = tuple(names.index(part) for part in key)
        hints = get_type_hints(model)
        plain = {name: self._as_it_stands(hints[name]) for name in names}
        self._columns = [(columns or {}).get(name, plain[name]) for name in names]
        self._readers = [
            (place, column.read)
            for place, column in enumerate(self._columns)
            if column is not PLAIN
        ]
        listed, places = ", ".join(names), ", ".join("?" * len(names))
        target, matched = ", ".join(key), " AND ".join(f"{part} = ?" for part in key)
        fresh = ", ".join(f"{name} = excluded.{name}" for name in names)
        self._insert = " ".join(["INSERT INTO", name, f"({listed}) VALUES ({places})"])
        self._replace = " ".join([self._insert, f"ON CONFLICT ({target}) DO UPDATE SET", fresh])
        self._matched = matched
        self._update = f"UPDATE {name} SET"
        self._missing = f"no-such-{name.removesuffix('s')}"
        selected = ["SELECT", listed, "FROM", name]
        self._select = " ".join(selected)

    def insert(self, change: Change, row: R) -> None:
        """Add a row."""
        change.execute(self._insert, self._written(row))

    def save(self, change: Change, row: R) -> None:
        """Put a row in the place of the one with the same key.

        Raises:
            RecordBug: There is none.

        """
        if not self.update(change, row):
            raise RecordBug(self._missing)

    def replace(self, change: Change, row: R) -> None:
        """Add a row, or put it in the place of the one with the same key."""
        change.execute(self._replace, self._written(row))

    def update(self, change: Change, row: R, unless: str = "") -> bool:
        """Put a row in the place of the one with the same key, and return whether there was one.

        Only what differs is written: naming a column makes SQLite rewrite every index on it.
        """
        written = self._written(row)
        key = [written[place] for place in self._key]
        before = change.row(f"{self._select} WHERE {self._matched} {unless}", key)
        if before is None:
            return False
        fresh = {
            name: value
            for name, old, value in zip(self._names, before, written, strict=True)
            if old != value
        }
        return not fresh or self.assign(change, key, fresh)

    def assign(
        self, change: Change, key: Sequence[object], values: Mapping[str, object], unless: str = ""
    ) -> bool:
        """Write some columns of the row with this key, and return whether there was one.

        `values` are as they stand in the columns; nothing is read first.
        """
        assigned = ", ".join(f"{name} = ?" for name in values)
        sql = f"{self._update} {assigned} WHERE {self._matched} {unless}"
        return change.execute(sql, [*values.values(), *key]) > 0

    def select(self, database: Database, tail: str, parameters: Parameters = ()) -> tuple[R, ...]:
        """Return the rows that `tail`, from WHERE on, finds.

        Raises:
            SenselessValue: Something in them is none that this application writes.

        """
        return database.read(f"{self._select} {tail}", parameters, self._read)

    def first(self, database: Database, tail: str, parameters: Parameters = ()) -> R | None:
        """Return the first row that `tail` finds."""
        return next(iter(self.select(database, f"{tail} LIMIT 1", parameters)), None)

    def load(self, database: Database, row_id: str) -> R:
        """Return the row with an id.

        Raises:
            NoSuchRow: There is none.

        """
        found = self.first(database, "WHERE id = ?", (row_id,))
        if found is None:
            raise NoSuchRow(self._missing)
        return found

    def _written(self, row: R) -> list[object]:
        values: list[Any] = [getattr(row, name) for name in self._names]
        return [column.write(value) for column, value in zip(self._columns, values, strict=True)]

    def _read(self, row: Sequence[Any]) -> R:
        values = list(row)
        try:
            for place, read in self._readers:
                values[place] = read(values[place])
        except NO_SENSE:
            raise SenselessValue("row") from None
        return self._model(*values)

    def read_row(self, row: Mapping[str, Any]) -> R:
        """Return a row from its values, by column.

        Raises:
            SenselessValue: Something in it is none that this application writes.

        """
        return self._read([row[each] for each in self._names])

    def _as_it_stands(self, hint: object) -> Column:
        """Return how a field is read that stands in its column as it is, by the type it has."""
        parts = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
        kinds = [each for each in parts if each is not NoneType]
        if all(get_origin(each) is Literal for each in kinds):
            words = frozenset(word for each in kinds for word in get_args(each))
            return one_of_words(words | {None} if NoneType in parts else words)
        return number_below(_MOST) if kinds == [int] else PLAIN


def read_row(table: str, row: Mapping[str, Any]) -> object:
    """Return a row of a table, by its name, from its values by column.

    Raises:
        SenselessValue: Something in it is none that this application writes.

    """
    return _tables[table].read_row(row)
