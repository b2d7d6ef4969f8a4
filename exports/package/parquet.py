"""The tables of a package as Parquet, for programs that read many packages at once.

    python -m exports parquet PACKAGE --out FOLDER

It needs pyarrow, which is no part of the installer. Types are those of the package's own
description. A number that may not be told is missing, and a column beside it, named after it
with `_withheld`, says that it was withheld and not merely absent.
"""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from exports.document.tables import FEW
from exports.errors import ExportError, PackageRefused
from exports.package.package import DESCRIPTION
from exports.package.verification import VerifiedPackage
from session_forms.words.texts import N_, _

ENDING = ".parquet"
WITHHELD = "_withheld"
NEEDED = "pyarrow"
NOT_INSTALLED = N_(
    "Tables can be saved as Parquet once pyarrow is installed beside this program. The CSV files "
    "of the package hold the same."
)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the package describes it: `kind` is string, integer or number."""

    name: str
    kind: str
    title: str


def is_installed() -> bool:
    """Return whether pyarrow is there."""
    return find_spec(NEEDED) is not None


def parquet_files(package: VerifiedPackage) -> dict[str, bytes]:
    """Return each table of a verified package as a Parquet file, by name.

    Raises:
        ExportError: pyarrow is not installed.
        PackageRefused: The tables are not as the package describes them.

    """
    if not is_installed():
        raise ExportError(_(NOT_INSTALLED))
    try:
        described = json.loads(package.files[DESCRIPTION])
        return {
            f"{each['name']}{ENDING}": _written(
                package.release_id,
                str(each["title"]),
                [
                    _Column(str(one["name"]), str(one["type"]), str(one["title"]))
                    for one in each["schema"]["fields"]
                ],
                package.files[each["path"]],
            )
            for each in described["resources"]
        }
    except (KeyError, TypeError, ValueError):
        raise PackageRefused(_("The tables are not as the package describes them.")) from None


def _written(release_id: str, title: str, columns: Sequence[_Column], data: bytes) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - it is not there for everybody
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    lines = list(csv.DictReader(io.StringIO(data.removeprefix(codecs.BOM_UTF8).decode())))
    made = [(column, values) for each in columns for column, values in _values(each, lines)]
    schema = pa.schema(
        [
            pa.field(column.name, types[column.kind], metadata={"title": column.title})
            for column, _values_of_it in made
        ],
        metadata={"release": release_id, "title": title},
    )
    table = pa.table({column.name: values for column, values in made}, schema)
    out = pa.BufferOutputStream()
    parquet.write_table(table, out)
    return out.getvalue().to_pybytes()


def _values(
    column: _Column, lines: Sequence[Mapping[str, str]]
) -> Iterator[tuple[_Column, Sequence[object]]]:
    """Yield the values of a column, and for numbers whether each was withheld."""
    texts = [line[column.name] for line in lines]
    if column.kind == "string":
        yield column, texts
        return
    number = int if column.kind == "integer" else float
    yield column, [number(each) if _is_number(each) else None for each in texts]
    withheld = _Column(f"{column.name}{WITHHELD}", "boolean", column.title)
    yield withheld, [each == FEW for each in texts]


def _is_number(text: str) -> bool:
    return text[-1:].isdigit()
