"""What is said of weaknesses of the OpenSSL inside the record's library, held to what is here."""

import json
import re
from datetime import datetime
from importlib.metadata import distribution, version
from pathlib import Path

from sqlcipher3 import dbapi2

PAPERS = Path(__file__).parents[2] / "docs" / "assurance"
VEX = json.loads((PAPERS / "openssl.openvex.json").read_text("utf-8"))


def inside() -> str:
    """Return the version of the OpenSSL in the library, such as ``3.6.0``."""
    probe = dbapi2.connect(":memory:")
    probe.set_key(bytearray(32))
    [[said]] = probe.execute("PRAGMA cipher_provider_version").fetchall()
    probe.close()
    return said.split()[1]


def test_it_speaks_of_the_library_that_is_pinned_and_of_the_openssl_in_it():
    for statement in VEX["statements"]:
        [product] = statement["products"]
        assert product["@id"] == f"pkg:pypi/sqlcipher3@{version('sqlcipher3')}"
        assert product["subcomponents"] == [{"@id": f"pkg:generic/openssl@{inside()}"}]


def test_every_weakness_stands_there_once_with_its_reason():
    names = [each["vulnerability"]["name"] for each in VEX["statements"]]

    assert len(set(names)) == len(names) > 50
    assert all(re.fullmatch(r"CVE-\d{4}-\d{4,6}", name) for name in names)
    for statement in VEX["statements"]:
        assert statement["status"] == "not_affected"
        assert statement["justification"] == "vulnerable_code_not_in_execute_path"
        assert statement["impact_statement"].startswith("Concerns ")


def test_the_document_has_what_its_format_asks_for():
    assert VEX["@context"] == "https://openvex.dev/ns/v0.2.0"
    assert {"@id", "author", "timestamp", "version"} <= set(VEX)
    assert datetime.fromisoformat(VEX["timestamp"]).tzinfo is not None


def test_the_page_says_of_which_day_the_list_is():
    day = datetime.fromisoformat(VEX["timestamp"])

    page = (PAPERS / "cyber-resilience.md").read_text("utf-8")
    assert f"known to us on {day.day} {day:%B %Y} reaches the record" in page


def test_the_page_names_the_openssl_of_the_library_of_keys():
    told = distribution("cryptography").locate_file(
        f"cryptography-{version('cryptography')}.dist-info/sboms/sbom.json"
    )
    parts = json.loads(Path(str(told)).read_text("utf-8"))["components"]
    [number] = {each["version"] for each in parts if each["name"] == "openssl"}

    page = (PAPERS / "cyber-resilience.md").read_text("utf-8")
    assert f"compiled in by its makers, {number} in the pinned version" in page
