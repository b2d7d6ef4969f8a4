"""One SQL over cells, run by DuckDB on a laptop or by Spark on as many machines as there are.

    sums = by_duckdb(path)
    sums = by_spark(path, master="local[2]")

Both give what `exports.combining` gives with the standard library: `by_standard_library`.
"""

import os
from collections.abc import Iterable, Mapping
from math import isclose
from pathlib import Path
from typing import Any

from exports.combining.sums import Total

SQL = (Path(__file__).parent / "sums.sql").read_text(encoding="utf-8")
MEMORY = "1GB"
CLOSE = 1e-9
"""Sums of so many numbers differ by this part of themselves, by the order of adding up."""

Key = tuple[str, str, str, str, bool]
"""Quarter, measure, version, stratum, and whether clients are counted."""
Sums = Mapping[Key, Mapping[str, float | None]]
_EXACT = ("services", "untold", "clients", "clients_most", "caseloads")


def by_standard_library(quarters: Mapping[str, Iterable[Total]]) -> Sums:
    """Return the sums of each quarter as the others give them."""
    return {
        (quarter, each.key.measure, each.key.version, each.key.stratum, each.key.counts): {
            "services": each.services,
            "untold": each.untold,
            "clients": each.n,
            "clients_most": each.n_most,
            "caseloads": each.caseloads,
            "total": each.sum,
            "squares": each.squares,
        }
        for quarter, totals in quarters.items()
        for each in totals
    }


def by_duckdb(cells: Path) -> Sums:
    """Return the sums over the cells in a Parquet file, or in several: `folder/*.parquet`."""
    import duckdb

    with duckdb.connect(config={"memory_limit": MEMORY}) as engine:
        engine.read_parquet(str(cells)).create_view("cells")
        found = engine.execute(SQL)
        names = [each[0] for each in found.description or ()]
        return sums_of(dict(zip(names, row, strict=True)) for row in found.fetchall())


def by_spark(cells: Path, *, master: str = "local[*]") -> Sums:
    """Return the same from Spark; `master` says where it runs, as spark://host:7077."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master(master)
        .appName("cells")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    try:
        session.read.parquet(str(cells)).createOrReplaceTempView("cells")
        return sums_of(row.asDict() for row in session.sql(SQL).collect())
    finally:
        session.stop()


def sums_of(rows: Iterable[Mapping[str, Any]]) -> Sums:
    """Return the rows that the SQL comes to, by what they are about."""
    found: dict[Key, Mapping[str, float | None]] = {}
    for row in rows:
        key = (row["quarter"], row["measure"], row["version"], row["stratum"], bool(row["counts"]))
        squares = None if row["without_error"] else row["squares"]
        told = {"total": float(row["total"]), "squares": squares}
        found[key] = {**{name: int(row[name]) for name in _EXACT}, **told}
    return found


def differences(one: Sums, other: Sums) -> list[str]:
    """Return what two engines do not agree on; nothing where they do."""
    said = [f"only one has {key}" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        mine, theirs = one[key], other[key]
        said += [
            f"{key}: {name} is {mine[name]} and {theirs[name]}"
            for name in (*_EXACT, "total", "squares")
            if not _equal(mine[name], theirs[name])
        ]
    return said


def _equal(one: float | None, other: float | None) -> bool:
    """Return whether two sums are one; of a count there are no squares, or they are nought."""
    return isclose(one or 0.0, other or 0.0, rel_tol=CLOSE, abs_tol=CLOSE)
