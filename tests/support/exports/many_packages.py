"""Signed packages of many made-up services, each with figures of its own."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.disclosure.cells import CELLS
from exports.occasion import Occasion
from exports.package.key_change import CHANGES, KeyChange, as_listed
from exports.package.package import (
    DESCRIPTION,
    MANIFEST,
    SIGNATURE,
    as_json,
    manifest_of,
    package_files,
)
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from programme.packs.archive import write_tar
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion

TABLE = f"tables/{CELLS}.csv"


@cache
def content() -> Content:
    return Content(programmes.installed(), forms.installed())


@cache
def whole_package() -> Mapping[str, bytes]:
    """Return every file of a report over 40 made-up clients, but manifest and signature."""
    shelves = {"forms": content().forms, "programme": content().programme}
    cases = random_service(content(), Random(5), 40).whole
    report = service_report([tabulated(cases, **shelves)], _when(), **shelves)
    return package_files(report, _when())


def _when() -> Occasion:
    return replace(occasion(), caseloads_open=1, caseloads_all=1)


def key_of(service: int) -> Ed25519PrivateKey:
    """Return the key that a service signs with."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"%d" % service).digest())


def release_id(service: int, quarter: str = "2026-Q4") -> str:
    return f"R-{service:04}-{quarter}"


def package(
    service: int,
    quarter: str = "2026-Q4",
    *,
    key: Ed25519PrivateKey | None = None,
    whole: bool = False,
    lines: list[dict[str, str]] | None = None,
    course: str = "",
    changes: Sequence[KeyChange] = (),
    **changed: object,
) -> bytes:
    """Return the package of a service as one file; `changed` are fields of the occasion.

    `whole` puts the report and every table into it, as a release has them; `changes` led to its
    key.
    """
    when = replace(_when(), **{"release_id": release_id(service, quarter), **changed})
    files = dict(whole_package()) if whole else {}
    described = json.loads(whole_package()[DESCRIPTION])
    described["release"] |= {
        "id": when.release_id,
        "replaces": when.replaces,
        "caseloads_open": when.caseloads_open,
        "caseloads_all": when.caseloads_all,
    }
    described["programme"] |= {"id": course} if course else {}
    files[DESCRIPTION] = as_json(described)
    files[TABLE] = table(
        changed_lines(service, quarter) if lines is None else lines, when.release_id
    )
    return signed(files, when, key or key_of(service), changes)


def signed(
    files: Mapping[str, bytes],
    when: Occasion,
    key: Ed25519PrivateKey,
    changes: Sequence[KeyChange] = (),
) -> bytes:
    manifest = manifest_of(files, when)
    signature: dict[str, object] = {
        "public_key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(manifest).hex(),
    }
    signature |= {CHANGES: as_listed(changes)} if changes else {}
    return write_tar({**files, MANIFEST: manifest, SIGNATURE: as_json(signature)})


@cache
def first_lines() -> tuple[dict[str, str], ...]:
    text = whole_package()[TABLE].decode("utf-8-sig")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def changed_lines(service: int, quarter: str = "2026-Q4") -> list[dict[str, str]]:
    """Return the lines of a report with other numbers, as another service would tell them."""
    chance = Random(f"{service} {quarter}")
    factor = chance.uniform(0.5, 3.0)
    return [_changed(line, factor, chance) | {"quarter": quarter} for line in first_lines()]


def _changed(line: dict[str, str], factor: float, chance: Random) -> dict[str, str]:
    if not line["n"].isdecimal():
        return dict(line)
    n = round(int(line["n"]) * factor) + chance.randint(-2, 2)
    if n < 5:
        return (
            line
            | dict.fromkeys(("sum", "squares", "error"), "")
            | ({"value": "few", "n": ""} if line["value"] else {"n": "few"})
        )
    if not line["value"]:
        return line | {"n": str(n)}
    value = float(line["value"]) + chance.gauss(0, float(line["error"] or 1))
    if line["most"]:
        value = min(max(value, 0.0), float(line["most"]))
    return line | {"n": str(n), "value": str(round(value, 2))}


def table(lines: list[dict[str, str]], release: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(first_lines()[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(line | {"release": release} for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
