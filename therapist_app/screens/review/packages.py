"""What one package says about itself: its description and its tables, once it is verified."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from exports.package.package import RELEASE
from exports.package.verification import VerifiedPackage
from session_forms.words.list_words import facts_in_a_line

DESCRIPTION = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table."""

    name: str
    title: str
    is_count: bool


@dataclass(frozen=True, slots=True)
class PackageTable:
    """One table of a package, as text."""

    id: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def counts(self) -> tuple[Field, ...]:
        """The columns that hold whole numbers."""
        return tuple(each for each in self.fields if each.is_count)

    def label_of(self, row: tuple[str, ...]) -> str:
        """Return what a row is about: everything in it that is no number."""
        named = [
            cell for each, cell in zip(self.fields, row, strict=True) if not _is_numeric(each, cell)
        ]
        return facts_in_a_line(*named)


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A verified package with its tables.

    Attributes:
        signer: The fingerprint of who signed it: one service has one.

    """

    release_id: str
    title: str
    profile: str
    month: str
    practice: bool
    signer: str
    caseloads_open: int
    caseloads_all: int
    tables: tuple[PackageTable, ...]

    def table(self, table_id: str) -> PackageTable | None:
        """Return one table, or None where the package has no such table."""
        return next((each for each in self.tables if each.id == table_id), None)


def read_package(verified: VerifiedPackage) -> ReadPackage:
    """Return what a verified package says; what it does not say stays empty."""
    described: dict[str, Any] = json.loads(verified.files[DESCRIPTION])
    release = described.get("release", {})
    return ReadPackage(
        release_id=verified.release_id,
        title=str(described.get("title", "")),
        profile=verified.profile,
        month=verified.month,
        practice=verified.practice,
        signer=verified.signer,
        caseloads_open=int(release.get("caseloads_open", 0)),
        caseloads_all=int(release.get("caseloads_all", 0)),
        tables=tuple(
            _table(each, verified.files[each["path"]])
            for each in described.get("resources", ())
            if each["path"] in verified.files
        ),
    )


def _table(resource: dict[str, Any], data: bytes) -> PackageTable:
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    described = resource["schema"]["fields"]
    first = 1 if described and described[0]["name"] == RELEASE else 0  # it says nothing of a row
    fields = tuple(
        Field(str(each["name"]), str(each["title"]), each["type"] == "integer")
        for each in described[first:]
    )
    return PackageTable(
        id=str(resource["name"]),
        title=str(resource["title"]),
        fields=fields,
        rows=tuple(tuple(line[first:]) for line in lines[1:] if len(line) == len(described)),
    )


def _is_numeric(field: Field, cell: str) -> bool:
    if field.is_count or cell in {"", "*"}:
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True
