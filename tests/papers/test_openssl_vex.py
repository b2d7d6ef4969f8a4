"""What is said of weaknesses of the OpenSSL inside the record's library, held to what is here."""

import json
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend
from sqlcipher3 import dbapi2
from windows.python_embed import LEFT_OUT

ROOT = Path(__file__).parents[2]
PAPERS = ROOT / "docs" / "assurance"
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
    said = backend.openssl_version_text()
    _name, number, made = said.split(maxsplit=2)
    day = datetime.strptime(made, "%d %b %Y").replace(tzinfo=UTC)

    page = (PAPERS / "cyber-resilience.md").read_text("utf-8")
    told = f"{number} in the pinned version, made on {day.day} {day:%B %Y}, the day of the newest"
    assert f"compiled in by its makers, {told}" in page


def test_only_digests_are_asked_of_the_openssl_of_python():
    """What else would call it is left out of the Windows program, and no weakness is of digests."""
    asked = {
        found
        for package in ("session_forms", "programme", "exports", "therapist_app")
        for module in (ROOT / package).rglob("*.py")
        for found in re.findall(r"\bhashlib\.(\w+)", module.read_text("utf-8"))
    }
    concerned = {each["impact_statement"] for each in VEX["statements"]}

    assert asked <= {"blake2b", "pbkdf2_hmac", "sha256", "shake_256"}
    assert {"_ssl.pyd", "libssl-3.dll"} <= LEFT_OUT
    assert not any(re.search("digest|hash|HMAC|PBKDF2|SHA", each) for each in concerned)
