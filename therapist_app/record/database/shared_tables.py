"""Tables of the service file, which everybody in the service can write with a program of their own.

A row that makes no sense keeps nobody out: it is left out, and told. A row that says who wrote it
counts as theirs where they signed it as it stands.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from typing_extensions import override

from therapist_app.record.database.audit import AuditEntry, believed, mark_of, signed_about
from therapist_app.record.database.columns import NO_SENSE, PLAIN, Column
from therapist_app.record.database.database import Database, Parameters
from therapist_app.record.database.facts import senseless_facts
from therapist_app.record.database.tables import Table

R = TypeVar("R")
GONE = ""
"""The mark of a row that is gone."""
_IS = "="
_KEY_LENGTH = 16
_tables: dict[str, "SharedTable[Any]"] = {}


class SharedTable(Table[R]):
    """One table of the service file."""

    def __init__(
        self,
        name: str,
        model: type[R],
        key: Sequence[str] = ("id",),
        columns: Mapping[str, Column] | None = None,
        unsigned: Collection[str] = (),
    ) -> None:
        """Take the columns that change after the row was signed, besides what a table takes."""
        super().__init__(name, model, key, columns)
        self._own_name = name
        self._to_sign = [at for at, each in enumerate(self._names) if each not in unsigned]
        _tables[name] = self

    @override
    def select(self, database: Database, tail: str, parameters: Parameters = ()) -> tuple[R, ...]:
        """Return the rows that `tail` finds, but those that make no sense."""
        found = database.read(f"{self._select} {tail}", parameters, self._read_if_sound)
        return tuple(each for each in found if each is not None)

    @override
    def first(self, database: Database, tail: str, parameters: Parameters = ()) -> R | None:
        """Return the first row that `tail` finds and that makes sense."""
        return next(iter(self.select(database, tail, parameters)), None)

    @override
    def _as_it_stands(self, hint: object) -> Column:
        """Return that any word is read: a row that is left out for one says nothing any more."""
        return PLAIN

    def told(self, row: R) -> str:
        """Return what the entry of an act tells of a row, so that the row is signed with it."""
        return f"{self._key_mark(row)}{_IS}{self._row_mark(row)}"

    def signers(
        self, database: Database, row: R, actions: Collection[str], subject: str
    ) -> frozenset[str]:
        """Return who signed a row as it stands, by uid.

        Where only entries of an earlier version tell of the subject, which say nothing of any row,
        whose they are. One that tells of another row about the same subject says nothing of this.
        """
        key, of_before = self._key_mark(row), set[str]()
        for entry in signed_about(database, actions, subject):
            told = [each for each in entry.fields if each.partition(_IS)[0] == key]
            if told:
                return frozenset({entry.by} if self.told(row) in told else ())
            if not any(each.startswith(f"{self._own_name}:") for each in entry.fields):
                of_before.add(entry.by)
        return frozenset(of_before)

    def keys_told(self, entry: AuditEntry) -> Iterator[str]:
        """Yield the marks of the keys of the rows that an entry tells of."""
        begins = f"{self._own_name}:"
        yield from (each.partition(_IS)[0] for each in entry.fields if each.startswith(begins))

    def key_mark(self, *key: object) -> str:
        """Return the mark of the key of a row."""
        return self._spelt_key(key)

    def gone(self, database: Database, actions: Collection[str], undone: str = "") -> Iterator[str]:
        """Yield a mark of each row that somebody signed that they entered, and that is gone.

        An act that took one out again counts where it is signed by who entered it.
        """
        entered: dict[str, str] = {}
        for entry in believed(database, (*actions, *filter(None, (undone,))), telling=True):
            for key in self.keys_told(entry):
                if entry.action != undone:
                    entered.setdefault(key, entry.by)
                elif entered.get(key) == entry.by:
                    del entered[key]
        if entered:
            for row in database.rows(self._select):
                entered.pop(self._spelt_key([row[each] for each in self._key]), None)
        yield from entered

    def not_as_told(
        self, database: Database, actions: Collection[str], undone: str = ""
    ) -> Iterator[tuple[str, str]]:
        """Yield each row that is gone, or is not as whoever entered it signed, with a mark.

        That is who signed it first: anybody can sign another row in its place.
        """
        told, entered_by = dict[str, set[str]](), dict[str, str]()
        for entry in believed(database, actions, telling=True):
            for key in self.keys_told(entry):
                if entered_by.setdefault(key, entry.by) == entry.by:
                    told.setdefault(key, set()).update(entry.fields)
        for row in self.select(database, "") if told else ():
            key, stands = self._key_mark(row), self.told(row)
            if stands not in told.get(key, {stands}):
                yield key, mark_of(stands)
        yield from ((key, GONE) for key in self.gone(database, actions, undone))

    def left_out(self, database: Database) -> Iterator[str]:
        """Yield a mark of each row that makes no sense."""
        for row in database.rows(self._select):
            if self._read_if_sound(row) is None:
                yield _mark(row)

    def _read_if_sound(self, row: Sequence[Any]) -> R | None:
        try:
            return self._read(row)
        except NO_SENSE:
            return None

    def _key_mark(self, row: R) -> str:
        written = self._written(row)
        return self._spelt_key([written[each] for each in self._key])

    def _spelt_key(self, values: Sequence[object]) -> str:
        return f"{self._own_name}:{_mark(values)[:_KEY_LENGTH]}"

    def _row_mark(self, row: R) -> str:
        written = self._written(row)
        return _mark([written[each] for each in self._to_sign])


def left_out_of(database: Database) -> Iterator[tuple[str, str]]:
    """Yield each row of the service file that makes no sense: its table, and a mark of it."""
    for key, text in senseless_facts(database):
        yield "about", _mark((key, text))
    for name, table in sorted(_tables.items()):
        for mark in table.left_out(database):
            yield name, mark


def _mark(values: Sequence[object]) -> str:
    return mark_of(json.dumps([repr(each) for each in values]))
