"""Whole packages of invented clients, signed, as folders or as their files."""

from functools import cache
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.document.document import Report
from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of, package_files
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion
from tests.support.exports.papers import report_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@cache
def service_of_forty() -> Report:
    """Return the report of a service of forty clients made from the programme."""
    content = Content(programmes.installed(), forms.installed())
    shelves = {"forms": content.forms, "programme": content.programme}
    cases = random_service(content, Random(4), 40).whole
    return service_report([tabulated(cases, **shelves)], occasion(), **shelves)


@cache
def files_of(kind: str) -> dict[str, bytes]:
    """Return the files of a package: of a `service`, or of a `single` client."""
    if kind == "service":
        return package_files(service_of_forty(), occasion())
    return package_files(report_of("single"), occasion("single-case"))


def signed(files, when):
    """Return the files with the list of them and its signature."""
    manifest = manifest_of(files, when)
    signature = {
        "public_key": KEY.public_key().public_bytes_raw().hex(),
        "signature": KEY.sign(manifest).hex(),
    }
    return {**files, MANIFEST: manifest, SIGNATURE: as_json(signature)}


def written(files, folder):
    """Write files into a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
