"""The cells of verified packages as one Parquet file, which any engine for SQL reads.

A column each: who signed it, the quarter, what is told of how many clients. What is empty in a
package is null here. A release is written as a whole, and each service and quarter once.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from math import isnan
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from exports.combining.cell_store import UNTOLD, CellKeys
from exports.combining.contributions import Contribution

SCHEMA = pa.schema(
    [
        pa.field("site", pa.dictionary(pa.int32(), pa.string())),
        pa.field("quarter", pa.dictionary(pa.int32(), pa.string())),
        pa.field("measure", pa.dictionary(pa.int32(), pa.string())),
        pa.field("version", pa.dictionary(pa.int32(), pa.string())),
        pa.field("stratum", pa.dictionary(pa.int32(), pa.string())),
        pa.field("counts", pa.bool_()),
        pa.field("n", pa.int64()),
        pa.field("value", pa.float64()),
        pa.field("error", pa.float64()),
        pa.field("most", pa.float64()),
        pa.field("caseloads", pa.int64()),
        pa.field("least", pa.int64()),
    ]
)
AT_A_TIME = 200
"""So many releases are one group of lines: some ten megabytes of memory."""


def write_cells(releases: Iterable[Contribution], keys: CellKeys, to: Path) -> int:
    """Write the cells of releases into a new file, and return how many there are."""
    written, left = 0, iter(releases)
    with pq.ParquetWriter(to, SCHEMA) as writer:
        while group := list(islice(left, AT_A_TIME)):
            lines = list(chain.from_iterable(_lines(each, keys) for each in group))
            columns = zip(*lines, strict=True)
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(columns, SCHEMA, strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=SCHEMA))
            written += len(lines)
    return written


def _lines(release: Contribution, keys: CellKeys) -> Iterator[tuple[object, ...]]:
    cells, known, quarter = release.cells, keys.known, release.quarter.name
    columns = zip(cells.keys, cells.n, cells.value, cells.error, cells.most, strict=True)
    for number, n, value, error, most in columns:
        key = known[number]
        yield (
            release.site,
            quarter,
            key.measure,
            key.version,
            key.stratum,
            key.counts,
            None if n == UNTOLD else n,
            _known(value),
            _known(error),
            _known(most),
            release.caseloads,
            release.least,
        )


def _known(value: float) -> float | None:
    return None if isnan(value) else value
