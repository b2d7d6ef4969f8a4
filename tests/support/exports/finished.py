"""Finished tables in few words: rows by key, a text for what is not told."""

from exports.document.tables import Cell, Column, Table


def cell(value):
    return Cell(value) if isinstance(value, str) else Cell(str(value), value)


def tables(**found):
    """Return tables by id, each made of {row key: {column: value}}; a text is not told."""
    made = {}
    for table_id, rows in found.items():
        columns = tuple(Column(each, each, "figure", "") for each in next(iter(rows.values())))
        cells = tuple(tuple(cell(value) for value in row.values()) for row in rows.values())
        made[table_id] = Table(table_id, table_id, columns, cells, keys=tuple(rows))
    return made


def rate(column, value, low, high, **more):
    return {**more, column: value, "low": low, "high": high}
